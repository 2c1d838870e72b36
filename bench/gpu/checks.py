"""Right results: every numeric case on the GPU against f64, and training curves.

The reference is the f64 code of the same program on the processor, which the tests
hold against an independent evaluator.
"""

import array
import csv
import gzip
import json
import os
import random
import struct
import subprocess

import npz

# Losses of the first 200 steps, GPU against processor: rounding differs from the
# first step on, and a training carries differences along.
CURVE_TOLERANCE = 2e-3


class Failed(Exception):
    pass


def run(command, env=None):
    done = subprocess.run(command, capture_output=True, text=True, env=env)
    if done.returncode:
        raise Failed(f"{' '.join(command)}: exit status {done.returncode}\n{done.stderr.strip()}")
    return done.stdout


def product(shape):
    n = 1
    for extent in shape:
        n *= extent
    return n


class Numeric:
    """One program at all its batches, with the gradient of the loss and of a sum."""

    def __init__(self, program, work, device, entry):
        self.program, self.work, self.device, self.entry = program, work, device, entry
        self.info = json.loads(run([program, "info", "--json"]))
        self.weights = os.path.join(work, "weights.safetensors")
        run([program, "init", "--seed", "3", "--output", self.weights])

    def file(self, name, shape, make, code="f"):
        path = os.path.join(self.work, name + ".npy")
        npz.write_npy(path, shape, array.array(code, (make() for _ in range(product(shape)))))
        return path

    def inputs(self, batch, rng):
        words = ["--weights", self.weights]
        for item in self.info["inputs"]:
            shape = [batch] + item["shape"]
            if item["dtype"] == "i32":
                path = self.file("input", shape, lambda: rng.randrange(2), "i")
            elif self.entry["positive"]:
                path = self.file("input." + item["name"], shape, lambda: rng.uniform(0.1, 1))
            else:
                path = self.file("input." + item["name"], shape, lambda: rng.gauss(0, 1))
            words += ["--input", f"{item['name']}={path}"]
        return words

    def seeds(self, batch, rng):
        words = []
        for item in self.info["outputs"]:
            path = self.file("cotangent." + item["name"], [batch] + item["shape"], lambda: rng.gauss(0, 1))
            words += ["--cotangent", f"{item['name']}={path}"]
        yield "cotangent", words
        words = []
        for item in self.info.get("targets", []):
            shape = [batch] + item["shape"]
            if item["kind"] == "label":
                path = self.file("target." + item["name"], shape, lambda: rng.randrange(item["classes"]), "i")
            else:
                path = self.file("target." + item["name"], shape, lambda: rng.gauss(0, 1))
            words += ["--target", f"{item['name']}={path}"]
        if words:
            yield "loss", words

    def check(self):
        worst = 0.0
        for batch in self.entry["batches"]:
            rng = random.Random(batch)
            common = self.inputs(batch, rng)
            for kind, words in self.seeds(batch, rng):
                files = {}
                for who, options in (("f64", ["--precision=f64", "--device=cpu"]), ("gpu", ["--device=" + self.device])):
                    files[who] = [os.path.join(self.work, f"{who}.{part}.npz") for part in ("out", "grad")]
                    run([self.program, "forward", *common, *words, *options,
                         "--output", files[who][0], "--gradients", files[who][1]])
                for part, got, want in zip(("outputs", "gradients"), files["gpu"], files["f64"]):
                    error, where = npz.difference(npz.read_npz(got), npz.read_npz(want))
                    if not error <= self.entry["tolerance"]:
                        raise Failed(f"batch {batch}, {kind}, {part}: '{where}' differs by {error:.2e} of the largest number")
                    worst = max(worst, error)
        return {"batches": self.entry["batches"], "largest_error": worst}


def synthetic_mnist(folder, train, test):
    """Ten classes of blurred blobs with noise, in MNIST's file format."""
    os.makedirs(folder, exist_ok=True)
    rng = random.Random(1)
    centres = [(rng.randrange(6, 22), rng.randrange(6, 22)) for _ in range(10)]
    shapes = []
    for row, column in centres:
        shapes.append([max(0, 250 - 12 * ((i // 28 - row) ** 2 + (i % 28 - column) ** 2)) for i in range(784)])
    for part, count in (("train", train), ("t10k", test)):
        labels = bytes(rng.randrange(10) for _ in range(count))
        pixels = bytearray()
        for label in labels:
            noise = rng.randbytes(784)
            pixels += bytes(min(255, p + (n >> 3)) for p, n in zip(shapes[label], noise))
        with gzip.open(os.path.join(folder, part + "-images-idx3-ubyte.gz"), "wb", 1) as file:
            file.write(struct.pack(">4i", 2051, count, 28, 28) + pixels)
        with gzip.open(os.path.join(folder, part + "-labels-idx1-ubyte.gz"), "wb", 1) as file:
            file.write(struct.pack(">2i", 2049, count) + labels)


def read_losses(path):
    with open(path) as file:
        return [float(row["loss"]) for row in csv.DictReader(file)]


def check_curve(program, work, device, entry, data):
    """Trains on both devices and compares the losses of the first steps."""
    steps, losses, words = entry["steps"], {}, []
    if entry["name"] == "curve_xor":
        words = ["--epochs", str(steps)]  # one step an epoch
    else:
        words = ["--epochs", "1", "--val-split", "0", "--data", data]
        if steps < 100:
            words += ["--batch-size", "8"]
    for who in ("cpu", device):
        out = os.path.join(work, entry["name"] + "-" + who.replace(":", ""))
        run([program, "train", "--seed", "1", "--quiet", "--log-steps", "--out", out, "--device=" + who, *words])
        losses[who] = read_losses(os.path.join(out, "steps.csv"))[:steps]
    if len(losses["cpu"]) != steps or len(losses[device]) != steps:
        raise Failed(f"{len(losses['cpu'])} and {len(losses[device])} steps instead of {steps}")
    errors = [abs(a - b) / max(1.0, abs(a)) for a, b in zip(losses["cpu"], losses[device])]
    worst = max(range(steps), key=errors.__getitem__)
    if not errors[worst] <= CURVE_TOLERANCE:
        raise Failed(f"step {worst + 1}: loss {losses[device][worst]} instead of {losses['cpu'][worst]}")
    if steps >= 100 and not losses[device][-1] < losses[device][0]:
        raise Failed(f"the loss did not fall: {losses[device][0]} to {losses[device][-1]}")
    return {"steps": steps, "largest_error": errors[worst], "first": losses[device][0], "last": losses[device][-1],
            "cpu": losses["cpu"], "gpu": losses[device]}
