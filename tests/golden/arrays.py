"""Writes arrays.json: small arrays as NumPy saves them, with their values, for the reader of .npy and .npz.

    python tests/golden/arrays.py   (NumPy 2.4.6)
"""

import base64
import io
import json
from pathlib import Path

import numpy as np

values = np.arange(24).reshape(2, 3, 4) - 5


def saved(array):
    out = io.BytesIO()
    np.save(out, array)
    return base64.b64encode(out.getvalue()).decode()


def archive(save, **arrays):
    out = io.BytesIO()
    save(out, **arrays)
    return base64.b64encode(out.getvalue()).decode()


numbers = {}
for dtype in ["|i1", "<i2", ">i2", "<i4", ">i4", "<i8", ">i8", "<f2", ">f2", "<f4", ">f4", "<f8", ">f8"]:
    numbers[dtype] = {"npy": saved(values.astype(dtype)), "values": values.ravel().tolist()}
for dtype in ["|u1", "<u2", ">u2", "<u4", "<u8", ">u8"]:
    positive = values + 200
    numbers[dtype] = {"npy": saved(positive.astype(dtype)), "values": positive.ravel().tolist()}
numbers["|b1"] = {"npy": saved(values % 2 == 0), "values": (values % 2 == 0).astype(int).ravel().tolist()}
fractions = np.array([0.5, -1.75, 6e-8, 65504, 3.1415927], dtype="<f2")
numbers["<f2 of fractions"] = {"npy": saved(fractions), "values": fractions.astype(float).tolist()}
large = np.array([-(2**40) - 3, 2**52 + 1, -1, 0], dtype="<i8")
numbers["<i8 of large numbers"] = {"npy": saved(large), "values": large.tolist()}
numbers["Fortran order"] = {
    "npy": saved(np.asfortranarray(values.astype("<f4"))),
    "values": values.ravel().tolist(),
}
version2 = io.BytesIO()
np.lib.format.write_array(version2, values.astype("<i4"), version=(2, 0))
numbers["version 2"] = {
    "npy": base64.b64encode(version2.getvalue()).decode(),
    "values": values.ravel().tolist(),
}
texts = {
    "<U": {"npy": saved(np.array(["cat", "Übung", "", "犬🐕"])), "values": ["cat", "Übung", "", "犬🐕"]},
    ">U": {"npy": saved(np.array(["cat", "dog"]).astype(">U3")), "values": ["cat", "dog"]},
    "S": {"npy": saved(np.array([b"cat", b"horse"])), "values": ["cat", "horse"]},
}
x = (np.arange(60).reshape(10, 3, 2) % 7).astype("<f4")
y = np.arange(10) % 2
archives = {
    "np.savez": archive(np.savez, x=x, y=y),
    "np.savez_compressed": archive(np.savez_compressed, x=x, y=y),
}
golden = {"numbers": numbers, "texts": texts, "archives": archives, "x": x.ravel().tolist(), "y": y.tolist()}
Path(__file__).with_suffix(".json").write_text(json.dumps(golden, ensure_ascii=False) + "\n")
