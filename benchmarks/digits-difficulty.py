"""PyTorch's side of digits-difficulty.ts: trains, scores the test examples, prints JSON.

Arguments: the folder with the files `train` and `test` (784 bytes an example, then a byte a label),
and the number of seeds.
"""

import json
import pathlib
import sys

import torch
from torch import nn

folder, seeds = pathlib.Path(sys.argv[1]), int(sys.argv[2])


def load(name):
    raw = torch.frombuffer(bytearray((folder / name).read_bytes()), dtype=torch.uint8)
    count = len(raw) // 785
    return raw[: count * 784].view(count, 1, 28, 28) / 255, raw[count * 784 :].long()


def linear():
    return nn.Sequential(nn.Flatten(), nn.Linear(784, 10))


def two_blocks():
    return nn.Sequential(
        nn.Conv2d(1, 25, 3),
        nn.ReLU(),
        nn.MaxPool2d(2),
        nn.Conv2d(25, 50, 3),
        nn.ReLU(),
        nn.MaxPool2d(2),
        nn.Flatten(),
        nn.Linear(1250, 100),
        nn.ReLU(),
        nn.Linear(100, 10),
    )


def accuracy(build, epochs, seed):
    torch.manual_seed(seed)
    network = build()
    optimizer = torch.optim.Adam(network.parameters(), lr=1e-3)
    loss_of = nn.CrossEntropyLoss()
    for _ in range(epochs):
        for chosen in torch.randperm(len(inputs)).split(128):
            optimizer.zero_grad()
            loss_of(network(inputs[chosen]), labels[chosen]).backward()
            optimizer.step()
    with torch.no_grad():
        answers = torch.cat([network(part).argmax(1) for part in test_inputs.split(500)])
    return (answers == test_labels).double().mean().item()


inputs, labels = load("train")
test_inputs, test_labels = load("test")
rows = []
for name, build, epochs in [
    ("linear", linear, 6),
    ("linear", linear, 30),
    ("two-block CNN", two_blocks, 6),
]:
    accuracies = [accuracy(build, epochs, seed) for seed in range(seeds)]
    rows.append({"network": name, "epochs": epochs, "accuracies": accuracies})
print(json.dumps(rows))
