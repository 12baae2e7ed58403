"""Predictions of a random forest (three seeds) and of a nearest neighbour (one) on scikit-learn's digits.

Run: python scikit_learn.py. It writes scikit-learn.csv, whose models have probabilities, nearest.csv, whose
model has predictions alone, scores.json, what scikit-learn says of both, and digits.npz for pytorch.py.
"""

import json
from pathlib import Path

import numpy as np
import pandas as pd
from sklearn import datasets, ensemble, metrics, neighbors

folder = Path(__file__).parent
digits = datasets.load_digits()
# A few training examples, so that the models have something to be wrong in.
train, test = slice(0, 150), slice(1200, 1400)
test_names = [f"digits/{i}" for i in range(1200, 1400)]
# Every ten images that follow each other count as one batch, written by few people.
test_groups = [f"batch {i // 10}" for i in range(1200, 1400)]
X_train, y_train = digits.data[train], digits.target[train]
X_test, y_test = digits.data[test], digits.target[test]
np.savez_compressed(
    folder / "digits.npz",
    train_images=X_train.astype(np.uint8),
    train_labels=y_train.astype(np.uint8),
    test_images=X_test.astype(np.uint8),
    test_labels=y_test.astype(np.uint8),
    test_names=test_names,
    test_groups=test_groups,
)

scores = []


def scores_of(model, seed, predicted, probabilities=None):
    precision, recall, f1, _ = metrics.precision_recall_fscore_support(y_test, predicted, zero_division=0)
    scores.append(
        {
            "model": model,
            "seed": seed,
            "accuracy": metrics.accuracy_score(y_test, predicted),
            "balancedAccuracy": metrics.balanced_accuracy_score(y_test, predicted),
            "f1Macro": metrics.f1_score(y_test, predicted, average="macro"),
            "precision": precision.tolist(),
            "recall": recall.tolist(),
            "f1": f1.tolist(),
            "confusion": metrics.confusion_matrix(y_test, predicted).tolist(),
        }
    )
    if probabilities is not None:
        # As the file has it: log loss of six digits in single precision.
        scores[-1]["logLoss"] = metrics.log_loss(y_test, probabilities.astype(np.float32))


tables = []
for seed in range(3):
    model = ensemble.RandomForestClassifier(n_estimators=30, random_state=seed).fit(X_train, y_train)
    probabilities = model.predict_proba(X_test)
    table = pd.DataFrame(probabilities, columns=[f"probability:{name}" for name in model.classes_])
    table.insert(0, "model", "forest")
    table.insert(1, "seed", seed)
    table.insert(2, "example", test_names)
    table.insert(3, "label", y_test)
    table.insert(4, "prediction", model.predict(X_test))
    tables.append(table)
    scores_of("forest", seed, model.predict(X_test), probabilities)
pd.concat(tables).to_csv(folder / "scikit-learn.csv", index=False, float_format="%.6g")

model = neighbors.KNeighborsClassifier(1).fit(X_train, y_train)
predicted = model.predict(X_test)
scores_of("nearest", 0, predicted)
pd.DataFrame(
    {"model": "nearest", "example": test_names, "label": y_test, "prediction": predicted}
).to_csv(folder / "nearest.csv", index=False)
json.dump(scores, open(folder / "scores.json", "w"), indent=1)
