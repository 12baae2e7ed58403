"""The reference networks in Keras 3, for `npm run bench`: see protocol.py.

KERAS_BACKEND says on what it computes, `torch` or `jax`. The file is not named keras.py, which Python
would import in place of Keras.
"""

import os
import sys

if sys.argv[1] == "losses":
    os.environ["JAX_ENABLE_X64"] = "1"
threads = sys.argv[4] if len(sys.argv) > 4 else "1"
os.environ.setdefault("OMP_NUM_THREADS", threads)

import keras
import numpy as np
from keras import layers
from protocol import BETAS, EPSILON, LEARNING_RATE, answer


def image():
    return keras.Sequential(
        [
            keras.Input((28, 28, 1)),
            layers.Conv2D(25, 3, activation="relu", name="convolution_1"),
            layers.MaxPooling2D(2),
            layers.Conv2D(50, 3, activation="relu", name="convolution_2"),
            layers.MaxPooling2D(2),
            layers.Flatten(),
            layers.Dense(100, activation="relu", name="dense_1"),
            layers.Dense(10, name="dense_2"),
        ]
    )


def spectrogram():
    return keras.Sequential(
        [
            keras.Input((40, 51, 1)),
            layers.Conv2D(64, (8, 51), activation="relu", name="convolution_1"),
            layers.MaxPooling2D((3, 1)),
            layers.Flatten(),
            layers.Dense(128, activation="relu", name="dense_1"),
            layers.Dense(10, name="dense_2"),
        ]
    )


def sentence():
    tokens = keras.Input((56,), dtype="int32")
    vectors = layers.Embedding(18_000, 300, name="embedding_1_table_1")(tokens)
    found = [
        layers.GlobalMaxPooling1D()(
            layers.Conv1D(100, words, activation="relu", name=f"convolution_{i}")(vectors)
        )
        for i, words in ((1, 3), (2, 4), (3, 5))
    ]
    return keras.Model(tokens, layers.Dense(2, name="dense_1")(layers.Concatenate()(found)))


def board():
    filters = [
        layers.Conv2D(64, 3, padding="same", activation="relu", name=f"convolution_{i}")
        for i in range(1, 6)
    ]
    last = layers.Conv2D(1, 3, padding="same", name="convolution_6")
    return keras.Sequential([keras.Input((19, 19, 48)), *filters, last, layers.Flatten()])


def video():
    return keras.Sequential(
        [
            keras.Input((12, 16, 16, 1)),
            layers.Conv3D(16, 3, activation="relu", name="convolution_1"),
            layers.MaxPooling3D((1, 2, 2)),
            layers.Conv3D(32, 3, activation="relu", name="convolution_2"),
            layers.GlobalMaxPooling3D(),
            layers.Dense(32, activation="relu", name="dense_1"),
            layers.Dense(8, name="dense_2"),
        ]
    )


NETS = {
    "image": image,
    "spectrogram": spectrogram,
    "sentence": sentence,
    "board": board,
    "video": video,
}


def fill(network, weights):
    """Keras and TensorFlow.js lay weights out alike, but for one-dimensional filters and the table."""
    for layer in network.layers:
        if layer.name == "embedding_1_table_1":
            layer.set_weights([weights["embedding_1_table_1/table"]])
        elif f"{layer.name}/kernel" in weights:
            shape = layer.get_weights()[0].shape
            kernel = weights[f"{layer.name}/kernel"].reshape(shape)
            layer.set_weights([kernel, weights[f"{layer.name}/bias"]])


class Peer:
    def __init__(self, net, weights, inputs, labels, threads):
        if keras.backend.backend() == "torch":
            import torch

            torch.set_num_threads(threads)
        keras.config.set_floatx(str(inputs.dtype))
        self.network = NETS[net]()
        fill(self.network, weights)
        self.compile()
        self.inputs = inputs[..., 0].astype(np.int32) if net == "sentence" else inputs
        self.labels = labels
        # As one array each, which is what fit and predict divide into batches.
        self.all_inputs = self.inputs.reshape(-1, *self.inputs.shape[2:])
        self.all_labels = labels.reshape(-1)
        self.batch_size = labels.shape[1]

    def compile(self, **options):
        self.network.compile(
            optimizer=keras.optimizers.Adam(LEARNING_RATE, *BETAS, epsilon=EPSILON),
            loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True),
            **options,
        )

    def train(self):
        self.network.fit(
            self.all_inputs,
            self.all_labels,
            batch_size=self.batch_size,
            shuffle=False,
            verbose=0,
        )

    def infer(self):
        self.network.predict(self.all_inputs, batch_size=self.batch_size, verbose=0).argmax(1)

    def losses(self, steps):
        # Keras adds epsilon before it corrects the bias of the second moment, others after: set anew for
        # each step, which a compiled step would not see.
        self.compile(run_eagerly=True)
        losses = []
        for i in range(steps):
            self.network.optimizer.epsilon = EPSILON * (1 - BETAS[1] ** (i + 1)) ** 0.5
            batch = i % len(self.inputs)
            self.network.reset_metrics()
            losses.append(float(self.network.train_on_batch(self.inputs[batch], self.labels[batch])))
        return losses


if __name__ == "__main__":
    answer(f"Keras on {keras.backend.backend()}", keras.__version__, Peer)
