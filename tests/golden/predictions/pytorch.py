"""Predictions of a small convolutional network on the digits of scikit-learn, with three seeds.

Run: python pytorch.py > pytorch.csv (after scikit_learn.py: it reads the same examples from digits.npz).
"""

import csv
import sys
from pathlib import Path

import numpy as np
import torch
from torch import nn

data = np.load(Path(__file__).with_name("digits.npz"))
classes = [str(digit) for digit in range(10)]


def examples(split):
    images = torch.from_numpy(data[f"{split}_images"]).float().reshape(-1, 1, 8, 8) / 16
    return images, torch.from_numpy(data[f"{split}_labels"]).long()


rows = csv.writer(sys.stdout, lineterminator="\n")
rows.writerow(["model", "seed", "example", "group:batch", "label", *[f"probability:{c}" for c in classes]])
torch.set_num_threads(1)
for seed in range(3):
    torch.manual_seed(seed)
    model = nn.Sequential(
        nn.Conv2d(1, 8, 3), nn.ReLU(), nn.MaxPool2d(2), nn.Flatten(), nn.Linear(8 * 3 * 3, 10)
    )
    optimizer = torch.optim.Adam(model.parameters(), lr=0.01)
    images, labels = examples("train")
    for epoch in range(12):
        for batch in torch.randperm(len(images)).split(32):
            optimizer.zero_grad()
            nn.functional.cross_entropy(model(images[batch]), labels[batch]).backward()
            optimizer.step()
    model.eval()
    with torch.no_grad():
        images, labels = examples("test")
        probabilities = model(images).softmax(dim=1).tolist()
    for name, group, label, row in zip(data["test_names"], data["test_groups"], labels.tolist(), probabilities):
        rows.writerow(["cnn", seed, name, group, classes[label], *[f"{p:.6g}" for p in row]])
