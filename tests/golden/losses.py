"""Golden values for the losses and the metrics of each task, from PyTorch.

    pip install torch numpy
    python tests/golden/losses.py > tests/golden/losses.json

Each case has outputs, targets, the mean loss and its gradient by the outputs.
"""

import json
import torch
import torch.nn.functional as F

torch.manual_seed(1)
LOGITS = (torch.randn(6, 4) * 2).tolist()
LABELS = [0, 2, 1, 3, 3, 2]
WEIGHTS = [0.5, 2.0, 1.0, 3.25]
THERE = [[1, 0, 0, 1], [0, 0, 0, 0], [1, 1, 1, 1], [0, 1, 0, 0], [1, 0, 1, 0], [0, 0, 0, 1]]
NUMBERS = (torch.randn(5, 2) * 1.5).tolist()
TARGETS = (torch.randn(5, 2) * 1.5).tolist()
# Two examples of five positions each, three of which have no label; no position has the last class.
MAPS = (torch.randn(2, 5, 4) * 2).tolist()
POSITIONS = [[0, 2, -100, 2, 1], [-100, 1, 0, 0, -100]]


def case(loss, config, outputs, compute, **more):
    x = torch.tensor(outputs, dtype=torch.float64, requires_grad=True)
    value = compute(x)
    value.backward()
    return dict(
        loss=loss, config=config, outputs=outputs, value=value.item(), gradient=x.grad.tolist(), **more
    )


def cross_entropy(config, smoothing=0.0, weights=None):
    w = None if weights is None else torch.tensor(weights, dtype=torch.float64)
    return case(
        "crossEntropy",
        config,
        LOGITS,
        lambda x: F.cross_entropy(x, torch.tensor(LABELS), weight=w, label_smoothing=smoothing),
        targets=LABELS,
        **({} if weights is None else dict(classWeights=weights)),
    )


def position_cross_entropy(config, smoothing=0.0, weights=None):
    w = None if weights is None else torch.tensor(weights, dtype=torch.float64)
    labels = torch.tensor(POSITIONS).flatten()
    return case(
        "positionCrossEntropy",
        config,
        [row for example in MAPS for row in example],
        # ignore_index is -100.
        lambda x: F.cross_entropy(x, labels, weight=w, label_smoothing=smoothing),
        targets=labels.tolist(),
        **({} if weights is None else dict(classWeights=weights)),
    )


def numbers(loss, config, compute):
    y = torch.tensor(TARGETS, dtype=torch.float64)
    return case(loss, config, NUMBERS, lambda x: compute(x, y), targets=TARGETS)


def regression_metrics():
    x = torch.tensor(NUMBERS, dtype=torch.float64)
    y = torch.tensor(TARGETS, dtype=torch.float64)
    squares = ((x - y) ** 2).sum(0)
    spread = ((y - y.mean(0)) ** 2).sum(0)
    return dict(
        predictions=NUMBERS,
        targets=TARGETS,
        loss=F.mse_loss(x, y).item(),
        mae=F.l1_loss(x, y).item(),
        rmse=F.mse_loss(x, y).sqrt().item(),
        # The mean over the numbers of a target, as r2_score of scikit-learn.
        r2=(1 - squares / spread).mean().item(),
    )


def label_metrics():
    x = torch.tensor(LOGITS, dtype=torch.float64)
    there = torch.tensor(THERE)
    said = (x > 0).int()
    both = (said * there).sum(0)
    return dict(
        outputs=LOGITS,
        targets=THERE,
        labelAccuracy=(said == there).double().mean().item(),
        exactMatch=(said == there).all(1).double().mean().item(),
        labelF1=(2 * both / (said.sum(0) + there.sum(0))).mean().item(),
        loss=F.binary_cross_entropy_with_logits(x, there.double()).item(),
    )


def position_metrics():
    x = torch.tensor(MAPS, dtype=torch.float64)
    labels = torch.tensor(POSITIONS)
    labelled = labels != -100
    said = x.argmax(-1)
    right = (said == labels) & labelled
    f1, iou = [], []
    for c in range(x.shape[-1]):
        there, predicted = (labels == c).sum(), ((said == c) & labelled).sum()
        both = (right & (labels == c)).sum()
        if there + predicted > 0:
            f1.append(2 * both / (there + predicted))
            iou.append(both / (there + predicted - both))
    return dict(
        outputs=MAPS,
        targets=POSITIONS,
        positionAccuracy=(right.sum(1) / labelled.sum(1)).double().mean().item(),
        positionF1=torch.stack(f1).double().mean().item(),
        meanIoU=torch.stack(iou).double().mean().item(),
        loss=F.cross_entropy(x.permute(0, 2, 1), labels).item(),
    )


print(
    json.dumps(
        {
            "torch": torch.__version__.split("+")[0],
            "cases": {
                "plain": cross_entropy({}),
                "smoothed": cross_entropy({"labelSmoothing": 0.1}, 0.1),
                "weighted": cross_entropy({}, 0.0, WEIGHTS),
                "smoothed and weighted": cross_entropy({"labelSmoothing": 0.2}, 0.2, WEIGHTS),
                "mean squared error": numbers("meanSquaredError", {}, F.mse_loss),
                "binary cross-entropy": case(
                    "binaryCrossEntropy",
                    {},
                    LOGITS,
                    lambda x: F.binary_cross_entropy_with_logits(
                        x, torch.tensor(THERE, dtype=torch.float64)
                    ),
                    targets=THERE,
                ),
                "positions": position_cross_entropy({}),
                "positions, smoothed": position_cross_entropy({"labelSmoothing": 0.1}, 0.1),
                "positions, smoothed and weighted": position_cross_entropy(
                    {"labelSmoothing": 0.2}, 0.2, WEIGHTS
                ),
                "huber": numbers("huber", {"delta": 0.7}, lambda x, y: F.huber_loss(x, y, delta=0.7)),
            },
            "regression": regression_metrics(),
            "labels": label_metrics(),
            "positions": position_metrics(),
        },
        indent=2,
    )
)
