"""The trials of comparison.ts in PyTorch: every network with every seed, in as many processes as are asked.

    python comparison.py TASK PROCESSES [THREADS]

TASK is a file that comparison.ts writes: where the data lies, the layers of every network, and how they are
trained. Without THREADS a process has as many threads as PyTorch takes by itself. Prints one JSON object.

A process that does all trials does them one after another. Several are forked when PyTorch is there and the
data is read, and take one trial after another from a common queue.
"""

import copy
import gzip
import json
import math
import multiprocessing
import os
import sys

import numpy as np
import torch
from torch import nn

SCORED_AT_ONCE = 256


def read_idx(path):
    """An array of bytes from an IDX file, packed by gzip or not."""
    with open(path, "rb") as file:
        content = file.read()
    if content[:2] == b"\x1f\x8b":
        content = gzip.decompress(content)
    dimensions = content[3]
    shape = [int.from_bytes(content[4 * i : 4 * i + 4], "big") for i in range(1, dimensions + 1)]
    return np.frombuffer(content, np.uint8, offset=4 + 4 * dimensions).reshape(shape)


def read_data(files):
    """Pictures and labels of each part, as bytes."""
    return {part: [read_idx(path) for path in paths] for part, paths in files.items()}


def examples(part, indices=slice(None)):
    """The network's inputs from 0 to 1, channels first, and labels."""
    images, labels = part
    inputs = torch.from_numpy(images[indices].astype(np.float32) / 255).unsqueeze(1)
    return inputs, torch.from_numpy(labels[indices].astype(np.int64))


def initialized(layer):
    nn.init.kaiming_uniform_(layer.weight, nonlinearity="relu")
    nn.init.zeros_(layer.bias)
    return layer


def pieces(layer):
    """What a declared layer is here: it and its activation."""
    kind = layer["kind"]
    if kind == "convolution":
        convolution = nn.Conv2d(
            layer["inputs"],
            layer["filters"],
            tuple(layer["kernel"]),
            stride=tuple(layer["stride"]),
            padding=tuple(layer["padding"]),
        )
        return [initialized(convolution), *activation(layer)]
    if kind == "dense":
        return [initialized(nn.Linear(layer["inputs"], layer["units"])), *activation(layer)]
    if kind == "pooling":
        return [nn.MaxPool2d(tuple(layer["kernel"]), stride=tuple(layer["stride"]))]
    if kind == "flatten":
        return [nn.Flatten()]
    if kind == "dropout":
        return [nn.Dropout(layer["rate"])]
    raise ValueError(f"no layer here is of the kind {kind}")


def activation(layer):
    # The softmax is a part of the loss.
    return {"relu": [nn.ReLU()], "softmax": []}[layer["activation"]]


def factor_at(step, steps, warmup):
    """Half a cosine from the full learning rate to zero, after a linear rise."""
    warmup_steps = math.floor(warmup * steps)
    if step < warmup_steps:
        return (step + 1) / warmup_steps
    return (1 + math.cos(math.pi * (step - warmup_steps) / (steps - warmup_steps))) / 2


def score(network, inputs, labels):
    """Loss and accuracy, and how often each class was taken for each."""
    classes = torch.zeros(0, dtype=torch.int64)
    loss = 0.0
    network.eval()
    with torch.inference_mode():
        for start in range(0, len(labels), SCORED_AT_ONCE):
            some = slice(start, start + SCORED_AT_ONCE)
            logits = network(inputs[some])
            loss += nn.functional.cross_entropy(logits, labels[some], reduction="sum").item()
            classes = torch.cat([classes, logits.argmax(1)])
    accuracy = (classes == labels).double().mean().item()
    count = int(logits.shape[1])
    confusion = torch.bincount(count * labels + classes, minlength=count * count)
    return {
        "loss": loss / len(labels),
        "accuracy": accuracy,
        "confusion": confusion.reshape(count, count).tolist(),
    }


def moved(inputs, dimension, shift):
    """Inputs moved along an axis, zeros behind them."""
    length = inputs.shape[dimension] - abs(shift)
    result = torch.zeros_like(inputs)
    result.narrow(dimension, max(0, shift), length).copy_(
        inputs.narrow(dimension, max(0, -shift), length)
    )
    return result


def train(task, data, trial):
    """Trains one network, and scores it as our trials are scored."""
    strategy, seed = trial["strategy"], trial["seed"]
    torch.manual_seed(seed)
    network = nn.Sequential(
        *(piece for layer in task["networks"][strategy] for piece in pieces(layer))
    )
    order = torch.randperm(len(data["train"][1])).numpy()
    held_out, wanted = task["validationExamples"], task["trainExamples"]
    validation = examples(data["train"], order[:held_out])
    inputs, labels = examples(data["train"], order[held_out : held_out + wanted])
    test = examples(data["test"])

    batch, epochs = task["batchSize"], task["epochs"]
    steps = epochs * math.ceil(len(labels) / batch)
    optimizer = torch.optim.Adam(network.parameters(), task["learningRate"])
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: factor_at(step, steps, task["warmup"])
    )
    loss_of = nn.CrossEntropyLoss()
    best, history = None, []
    for _ in range(epochs):
        network.train()
        loss_sum, correct = 0.0, 0
        order = torch.randperm(len(labels))
        for start in range(0, len(labels), batch):
            some = order[start : start + batch]
            optimizer.zero_grad()
            logits = network(inputs[some])
            loss = loss_of(logits, labels[some])
            loss.backward()
            optimizer.step()
            schedule.step()
            loss_sum += loss.item() * len(some)
            correct += (logits.argmax(1) == labels[some]).sum().item()
        scores = score(network, *validation)
        history.append(scores["loss"])
        if scores["loss"] == min(history):
            best = copy.deepcopy(network.state_dict())
    network.load_state_dict(best)

    tested = score(network, *test)
    count = min(task["movedExamples"], len(test[1]))
    some = torch.arange(count) * len(test[1]) // count
    shifts = [
        score(network, moved(test[0][some], 2 + axis, shift), test[1][some])["accuracy"]
        for axis, shift in task["moves"]
    ]
    torch.save(best, os.path.join(task["folder"], f"{strategy}-{seed}.pt"))
    return {
        **trial,
        "parameters": sum(each.numel() for each in network.parameters()),
        "trainExamples": len(labels),
        "validationExamples": len(validation[1]),
        "testExamples": len(test[1]),
        "epochs": len(history),
        "accuracy": tested["accuracy"],
        "confusion": tested["confusion"],
        "shifts": shifts,
    }


def use_threads(threads):
    if threads is not None:
        torch.set_num_threads(threads)


def train_next(trial):
    return train(*SHARED, trial)


if __name__ == "__main__":
    with open(sys.argv[1]) as file:
        TASK = json.load(file)
    PROCESSES = int(sys.argv[2])
    THREADS = int(sys.argv[3]) if len(sys.argv) > 3 else None
    SHARED = (TASK, read_data(TASK["files"]))
    if PROCESSES == 1:
        use_threads(THREADS)
        trained = [train_next(trial) for trial in TASK["trials"]]
    else:
        # Nothing was computed yet, so that there are no threads that a fork would lose.
        with multiprocessing.get_context("fork").Pool(PROCESSES, use_threads, [THREADS]) as pool:
            trained = pool.map(train_next, TASK["trials"], chunksize=1)
    print(json.dumps({"version": torch.__version__.split("+")[0], "trials": trained}))
