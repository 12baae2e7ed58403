"""PyTorch's side of `npm run bench`: the same network, batch and optimizer.

Reads one task a line ("train" or "infer") and answers each with one line of JSON. See README.md for
how to install PyTorch.
"""

import json
import resource
import sys
import time

import torch
from torch import nn

threads, batch_size, batches = (int(word) for word in sys.argv[1:4])
torch.set_num_threads(threads)
torch.manual_seed(0)

network = nn.Sequential(
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
loss_of = nn.CrossEntropyLoss()
optimizer = torch.optim.Adam(network.parameters(), lr=1e-3)
inputs = torch.rand(batches, batch_size, 1, 28, 28)
labels = torch.randint(0, 10, (batches, batch_size))


def train():
    for x, y in zip(inputs, labels):
        optimizer.zero_grad()
        loss = loss_of(network(x), y)
        loss.backward()
        optimizer.step()
        loss.item()


def infer():
    with torch.inference_mode():
        for x in inputs:
            network(x).argmax(1).tolist()


print(json.dumps({"name": "PyTorch", "version": torch.__version__.split("+")[0]}), flush=True)
for line in sys.stdin:
    task = {"train": train, "infer": infer}[line.strip()]
    start = time.perf_counter()
    task()
    seconds = time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    answer = {"examplesPerSecond": batches * batch_size / seconds, "peakMemoryBytes": peak}
    print(json.dumps(answer), flush=True)
