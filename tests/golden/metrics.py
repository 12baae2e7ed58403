"""Golden values of the metrics, from scikit-learn (run: python metrics.py > metrics.json).

The expected calibration error is that of Guo et al. (2017), spelt out with NumPy; the expected maximum of
random trials is that of Dodge et al. (2019), summed over all draws of n of few scores.
"""

import itertools
import json

import numpy as np
import sklearn
from sklearn import metrics

generator = np.random.default_rng(0)


def calibration_error(labels, probabilities, bins):
    confidence = probabilities.max(axis=1)
    correct = probabilities.argmax(axis=1) == labels
    # Bins (0, 1/bins], (1/bins, 2/bins], …
    bin_of = np.ceil(confidence * bins).astype(int) - 1
    return sum(
        (bin_of == b).mean() * abs(correct[bin_of == b].mean() - confidence[bin_of == b].mean())
        for b in np.unique(bin_of)
    )


def case(examples, classes, sharpness):
    labels = generator.integers(classes, size=examples)
    logits = generator.normal(size=(examples, classes))
    logits[np.arange(examples), labels] += 1
    powers = np.exp(sharpness * logits)
    probabilities = (powers / powers.sum(axis=1, keepdims=True)).astype(np.float32)
    predicted = probabilities.argmax(axis=1)
    precision, recall, f1, _ = metrics.precision_recall_fscore_support(
        labels, predicted, labels=range(classes), zero_division=0
    )
    wide = probabilities.astype(np.float64)
    return {
        "classes": classes,
        "labels": labels.tolist(),
        "probabilities": probabilities.ravel().tolist(),
        "accuracy": metrics.accuracy_score(labels, predicted),
        "balancedAccuracy": metrics.balanced_accuracy_score(labels, predicted),
        "macroF1": metrics.f1_score(labels, predicted, average="macro", zero_division=0),
        "logLoss": metrics.log_loss(labels, wide / wide.sum(axis=1, keepdims=True), labels=range(classes)),
        "topKAccuracy": [
            [k, metrics.top_k_accuracy_score(labels, wide, k=k, labels=range(classes))]
            for k in range(1, classes)
            if classes > 2
        ],
        "expectedCalibrationError": [[bins, calibration_error(labels, wide, bins)] for bins in (10, 15)],
        "precision": precision.tolist(),
        "recall": recall.tolist(),
        "f1": f1.tolist(),
    }


def expected_maximum(scores, n):
    largest = np.array([max(drawn) for drawn in itertools.product(scores, repeat=n)])
    return [largest.mean(), largest.std()]


scores = [0.71, 0.83, 0.64, 0.83, 0.79, 0.9]
print(
    json.dumps(
        {
            "made with": f"scikit-learn {sklearn.__version__}, numpy {np.__version__}",
            "cases": [case(40, 4, 1.5), case(30, 2, 0.7), case(8, 6, 2)],
            "expectedMaximum": {
                "scores": scores,
                "expected": [expected_maximum(scores, n) for n in range(1, 7)],
            },
        }
    )
)
