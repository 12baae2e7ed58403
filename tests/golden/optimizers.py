"""Golden values for the optimizers: 50 steps of PyTorch on a small problem.

    pip install torch numpy
    python -P tests/golden/optimizers.py > tests/golden/optimizers.json

The problem: minimise sum(scale * (w - target)^4) / 4, whose gradient is scale * (w - target)^3.
"""

import json
import torch

START = [[0.5, -1.0, 2.0], [1.5, 0.0, -0.5]]
TARGET = [[1.0, 1.0, -1.0], [0.5, 0.25, -2.0]]
SCALE = [[1.0, 0.5, 0.1], [2.0, 3.0, 0.3]]

CASES = {
    "sgd": (dict(kind="sgd", learningRate=0.05), lambda p: torch.optim.SGD(p, lr=0.05)),
    "momentum": (
        dict(kind="sgd", learningRate=0.02, momentum=0.9, weightDecay=0.01),
        lambda p: torch.optim.SGD(p, lr=0.02, momentum=0.9, weight_decay=0.01),
    ),
    "adam": (dict(kind="adam", learningRate=0.05), lambda p: torch.optim.Adam(p, lr=0.05)),
    "adamw": (
        dict(kind="adam", learningRate=0.05, beta1=0.8, beta2=0.99, epsilon=1e-4, weightDecay=0.1),
        lambda p: torch.optim.AdamW(
            p, lr=0.05, betas=(0.8, 0.99), eps=1e-4, weight_decay=0.1
        ),
    ),
    "rmsprop": (
        dict(kind="rmsprop", learningRate=0.02),
        lambda p: torch.optim.RMSprop(p, lr=0.02, alpha=0.99, eps=1e-8),
    ),
    "rmsprop with momentum": (
        dict(kind="rmsprop", learningRate=0.01, rho=0.9, epsilon=1e-4, momentum=0.8, weightDecay=0.01),
        lambda p: torch.optim.RMSprop(
            p, lr=0.01, alpha=0.9, eps=1e-4, momentum=0.8, weight_decay=0.01
        ),
    ),
    "adadelta": (
        dict(kind="adadelta", learningRate=1.0),
        lambda p: torch.optim.Adadelta(p, lr=1.0, rho=0.95, eps=1e-6),
    ),
}


def run(make):
    w = torch.tensor(START, requires_grad=True)
    optimizer = make([w])
    for _ in range(50):
        optimizer.zero_grad()
        loss = (torch.tensor(SCALE) * (w - torch.tensor(TARGET)) ** 4).sum() / 4
        loss.backward()
        optimizer.step()
    return w.detach().tolist()


print(
    json.dumps(
        {
            "torch": torch.__version__.split("+")[0],
            "start": START,
            "target": TARGET,
            "scale": SCALE,
            "steps": 50,
            "cases": {
                name: {"config": config, "weights": run(make)}
                for name, (config, make) in CASES.items()
            },
        },
        indent=2,
    )
)
