"""What every peer of `npm run bench` does alike: it reads a network's weights and batches from files
that our side wrote, and answers tasks over its standard input.

    python pytorch.py losses NET FOLDER              losses of the first ten training steps, computed
                                                     with 32 bits and with 64
    python pytorch.py speed NET FOLDER THREADS       tasks "train" and "infer", one a line
"""

import json
import resource
import struct
import sys
import time

import numpy as np

LEARNING_RATE = 1e-3
BETAS = (0.9, 0.999)
# Ours is 1e-8, too, which is PyTorch's default; Keras has another.
EPSILON = 1e-8
STEPS = 10


def read_arrays(path):
    """The float32 arrays of a safetensors file, by name."""
    with open(path, "rb") as file:
        (length,) = struct.unpack("<Q", file.read(8))
        header = json.loads(file.read(length))
        data = file.read()
    header.pop("__metadata__", None)
    return {
        name: np.frombuffer(data[slice(*entry["data_offsets"])], "<f4").reshape(entry["shape"]).copy()
        for name, entry in header.items()
    }


def say(answer):
    print(json.dumps(answer), flush=True)


def answer(name, version, peer_of):
    """Answers as the command line asks.

    peer_of(net, weights, inputs, labels, threads) returns an object with train(), which trains on every
    batch once, infer(), which predicts each, and losses(steps). It computes in the precision of `inputs`,
    which are [batches, examples, ...] with channels last; `labels` are [batches, examples].
    """
    task, net, folder, *rest = sys.argv[1:]
    weights = read_arrays(f"{folder}/weights.safetensors")
    batches = read_arrays(f"{folder}/batches.safetensors")
    inputs, labels = batches["inputs"], batches["labels"].astype(np.int64)
    if task == "losses":
        of = {}
        for key, precision in (("float32", np.float32), ("float64", np.float64)):
            exact = {name: array.astype(precision) for name, array in weights.items()}
            of[key] = peer_of(net, exact, inputs.astype(precision), labels, 1).losses(STEPS)
        say(of)
        return
    peer = peer_of(net, weights, inputs, labels, int(rest[0]))
    say({"name": name, "version": version, "tasks": ["train", "infer"]})
    for line in sys.stdin:
        run = {"train": peer.train, "infer": peer.infer}[line.strip()]
        start = time.perf_counter()
        run()
        seconds = time.perf_counter() - start
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
        say({"examplesPerSecond": labels.size / seconds, "peakMemoryBytes": peak})
