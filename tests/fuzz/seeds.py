"""Writes what the fuzzers of the runtime start from: OUT/READER/* for each reader of FuzzRuntime.cpp.

    seeds.py OUT

Good files in their different forms, those of scripts/mutate among them. Needs NumPy.
"""

import base64
import gzip
import importlib.machinery
import importlib.util
import io
import json
import lzma
import os
import struct
import sys

import numpy as np

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))


def load_mutate():
    loader = importlib.machinery.SourceFileLoader("mutate", os.path.join(ROOT, "scripts", "mutate"))
    module = importlib.util.module_from_spec(importlib.util.spec_from_loader("mutate", loader))
    loader.exec_module(module)
    return module


def npy(array):
    out = io.BytesIO()
    np.save(out, array)
    return out.getvalue()


def npz(save, **arrays):
    out = io.BytesIO()
    save(out, **arrays)
    return out.getvalue()


def main():
    out, g = sys.argv[1], np.random.default_rng(0)
    mutate = load_mutate()
    x, y = g.normal(size=(5, 4)).astype("f4"), np.arange(5)
    rows = "\n".join(",".join(f"{v:.3f}" for v in r) + f",{c}" for r, c in zip(x, y))
    header = json.dumps({"__metadata__": {"epoch": "1"}, "w": {"dtype": "F32", "shape": [2, 2], "data_offsets": [0, 16]},
                         "i": {"dtype": "I64", "shape": [], "data_offsets": [16, 24]}}).encode()
    seeds = {
        "safetensors": [struct.pack("<H", 24) + struct.pack("<Q", len(header)) + header,
                        struct.pack("<H", 0) + struct.pack("<Q", 2) + b"{}"],
        "npy": [npy(a) for a in (x, np.asfortranarray(x.astype(">f8")), y.astype("u1"), x.astype("f2"), np.float64(1))],
        "npz": [npz(np.savez, x=x, y=y), npz(np.savez_compressed, train_x=x, train_y=y), npz(np.savez)],
        "idx": [struct.pack(">4i", 0x803, 2, 2, 3) + bytes(12), struct.pack(">2i", 0x801, 3) + bytes(3),
                struct.pack(">2i", 0xD01, 2) + bytes(8)],
        "cifar": [b"\0" + bytes(3073), b"\1" + bytes(3074)],
        "csv": [("a,b,c,d,label\n" + rows).encode(), rows.replace(",", ";").encode(), rows.replace(",", "\t").encode(),
                ("# made by hand\n" + rows.replace(",", " ")).encode(), b"\xef\xbb\xbfsep=;\n1;2\n", b'"a ""b""",c\r\n1,2\r\n'],
        "descriptor": [json.dumps({"network": "N", "inputs": [{"name": "x", "shape": [4], "type": "f32"}], "outputs": [],
                                   "params": [], "tables": [], "groups": [], "targets": []}).encode()],
        "picture": [mutate.png(8, 0, [bytes(8)] * 4), mutate.png(8, 2, [bytes(24)] * 4), mutate.png(16, 0, [bytes(16)] * 4),
                    mutate.png(8, 0, [bytes(8)] * 8, interlaced=1), mutate.png(1, 0, [bytes(1)] * 4)]
        + [base64.b64decode(j) for j in mutate.JPEGS],
        "packed": [gzip.compress(rows.encode()), lzma.compress(rows.encode()), gzip.compress(b"") * 2],
    }
    for reader, files in seeds.items():
        os.makedirs(os.path.join(out, reader), exist_ok=True)
        for number, data in enumerate(files):
            with open(os.path.join(out, reader, f"seed-{number}"), "wb") as file:
                file.write(data)


if __name__ == "__main__":
    main()
