"""The reference networks in PyTorch, for `npm run bench`: see protocol.py.

Adam, and SparseAdam for the sparse gradients of the embedding. AXISWISE_PYTORCH=tuned adds what makes
PyTorch faster on many CPUs and is not its default: channels last in memory, and fused Adam.
"""

import os

import numpy as np
import torch
from torch import nn
from protocol import BETAS, EPSILON, LEARNING_RATE, answer

TUNED = os.environ.get("AXISWISE_PYTORCH") == "tuned"


def convolution(weights, name, **options):
    """Our filters are [height, width, in, out], those here [out, in, height, width]; in three dimensions too."""
    kernel = weights[f"{name}/kernel"]
    *window, inputs, filters = range(kernel.ndim)
    kernel = torch.from_numpy(kernel.transpose(filters, inputs, *window).copy())
    of_dimensions = {2: nn.Conv2d, 3: nn.Conv3d}[len(window)]
    layer = of_dimensions(kernel.shape[1], kernel.shape[0], tuple(kernel.shape[2:]), **options)
    return filled(layer, kernel, weights[f"{name}/bias"])


def dense(weights, name, flattened=None):
    """Behind a flattened map, units come as [height, width, channels] with us, channels first here.

    flattened: the shape of that map, as ours.
    """
    kernel = weights[f"{name}/kernel"]
    if flattened is not None:
        kernel = kernel.reshape(*flattened, -1).transpose(2, 0, 1, 3).reshape(kernel.shape)
    kernel = torch.from_numpy(kernel.T.copy())
    return filled(nn.Linear(kernel.shape[1], kernel.shape[0]), kernel, weights[f"{name}/bias"])


def filled(layer, kernel, bias):
    with torch.no_grad():
        layer.weight.copy_(kernel)
        layer.bias.copy_(torch.from_numpy(bias))
    return layer


class Sentence(nn.Module):
    """Kim 2014. Filters that span the embedding are one-dimensional, with its numbers as channels."""

    def __init__(self, weights):
        super().__init__()
        table = torch.from_numpy(weights["embedding_1_table_1/table"])
        self.embedding = nn.Embedding.from_pretrained(table, freeze=False, sparse=True)
        self.windows = nn.ModuleList()
        for i in (1, 2, 3):
            # [words, embedding, 1, filters] becomes [filters, embedding, words].
            kernel = weights[f"convolution_{i}/kernel"][:, :, 0, :].transpose(2, 1, 0)
            kernel = torch.from_numpy(kernel.copy())
            layer = nn.Conv1d(kernel.shape[1], kernel.shape[0], kernel.shape[2])
            self.windows.append(filled(layer, kernel, weights[f"convolution_{i}/bias"]))
        self.dense = dense(weights, "dense_1")

    def forward(self, tokens):
        vectors = self.embedding(tokens).transpose(1, 2)
        found = [torch.relu(window(vectors)).amax(2) for window in self.windows]
        return self.dense(torch.cat(found, 1))


def image(weights):
    return nn.Sequential(
        convolution(weights, "convolution_1"),
        nn.ReLU(),
        nn.MaxPool2d(2),
        convolution(weights, "convolution_2"),
        nn.ReLU(),
        nn.MaxPool2d(2),
        nn.Flatten(),
        dense(weights, "dense_1", flattened=(5, 5, 50)),
        nn.ReLU(),
        dense(weights, "dense_2"),
    )


def spectrogram(weights):
    return nn.Sequential(
        convolution(weights, "convolution_1"),
        nn.ReLU(),
        nn.MaxPool2d((3, 1)),
        nn.Flatten(),
        dense(weights, "dense_1", flattened=(11, 1, 64)),
        nn.ReLU(),
        dense(weights, "dense_2"),
    )


def board(weights):
    layers = []
    for i in range(1, 6):
        layers += [convolution(weights, f"convolution_{i}", padding=1), nn.ReLU()]
    layers += [convolution(weights, "convolution_6", padding=1), nn.Flatten()]
    return nn.Sequential(*layers)


class Video(nn.Module):
    """Filters over time and picture; the largest value over all positions."""

    def __init__(self, weights):
        super().__init__()
        self.maps = nn.Sequential(
            convolution(weights, "convolution_1"),
            nn.ReLU(),
            nn.MaxPool3d((1, 2, 2)),
            convolution(weights, "convolution_2"),
            nn.ReLU(),
        )
        self.dense = nn.Sequential(
            dense(weights, "dense_1"), nn.ReLU(), dense(weights, "dense_2")
        )

    def forward(self, frames):
        return self.dense(self.maps(frames).amax((2, 3, 4)))


NETS = {
    "image": image,
    "spectrogram": spectrogram,
    "sentence": Sentence,
    "board": board,
    "video": Video,
}


class Peer:
    def __init__(self, net, weights, inputs, labels, threads):
        torch.set_num_threads(threads)
        torch.set_default_dtype(torch.from_numpy(inputs[:0]).dtype)
        self.network = NETS[net](weights)
        self.loss_of = nn.CrossEntropyLoss()
        if net == "sentence":
            tokens = inputs[..., 0].astype(np.int64)
            self.inputs = [torch.from_numpy(batch.copy()) for batch in tokens]
            table = [self.network.embedding.weight]
            rest = [each for each in self.network.parameters() if each is not table[0]]
            self.sparse = torch.optim.SparseAdam(table, LEARNING_RATE, BETAS, EPSILON)
        else:
            # Channels first, as PyTorch has them.
            self.inputs = [
                torch.from_numpy(np.moveaxis(batch, -1, 1).copy()) for batch in inputs
            ]
            rest = list(self.network.parameters())
            self.sparse = None
            if TUNED:
                last = torch.channels_last_3d if net == "video" else torch.channels_last
                self.network = self.network.to(memory_format=last)
                self.inputs = [each.to(memory_format=last) for each in self.inputs]
        self.labels = [torch.from_numpy(batch.copy()) for batch in labels]
        adam = torch.optim.Adam(rest, LEARNING_RATE, BETAS, EPSILON, fused=TUNED)
        self.optimizers = [adam] if self.sparse is None else [self.sparse, adam]

    def step(self, i):
        for optimizer in self.optimizers:
            optimizer.zero_grad()
        loss = self.loss_of(self.network(self.inputs[i]), self.labels[i])
        loss.backward()
        for optimizer in self.optimizers:
            optimizer.step()
        return loss.item()

    def train(self):
        for i in range(len(self.inputs)):
            self.step(i)

    def infer(self):
        with torch.inference_mode():
            for batch in self.inputs:
                self.network(batch).argmax(1).tolist()

    def losses(self, steps):
        losses = []
        for i in range(steps):
            if self.sparse is not None:
                # SparseAdam adds epsilon before it corrects the bias of the second moment, Adam after.
                correction = (1 - BETAS[1] ** (i + 1)) ** 0.5
                self.sparse.param_groups[0]["eps"] = EPSILON * correction
            losses.append(self.step(i % len(self.inputs)))
        return losses


if __name__ == "__main__":
    answer("PyTorch", torch.__version__.split("+")[0], Peer)
