"""Batch statistics, running statistics, dropout and noise, computed independently in NumPy float64.

    check_modes.py MODEL [--device simt] [--noise NAME=PATH]...

MODEL is tests/numeric/modes.mlir or a text of the same network, where its noise may have other paths. Checked are
  - outputs, loss and gradients of one step in training mode and of the evaluation (f64: 1e-6, f32: 1e-4);
  - a training of 20 steps, the last batch of each epoch not full: parameters and running statistics;
  - the same bits with 1 and 2 threads, stopped in mid-epoch and resumed, and other bits for another seed;
  - the noise of many samples: mean and variance.
With --device simt the f32 part on the emulated GPU: its noise is that of the processor, bit by bit.
Ends with `modes: ok`.
"""

import argparse
import filecmp
import json
import os
import subprocess
import sys
import tempfile

import numpy as np

from check_numeric import Failed, run, use_simt
from check_simt_training import read_weights

SEED, BATCH, SAMPLES, EPOCHS = 11, 16, 21, 10
RATE, MOMENTUM, DECAY = 0.1, 0.9, 0.01
MASK = 2**64 - 1


def philox(counter, key):
    """Philox4x32-10 on arrays of uint64 that hold 32-bit words."""
    c, key = [np.asarray(v, np.uint64) & np.uint64(2**32 - 1) for v in counter], list(key)
    low = np.uint64(2**32 - 1)
    for _ in range(10):
        p0, p1 = c[0] * np.uint64(0xD2511F53), c[2] * np.uint64(0xCD9E8D57)
        c = [(p1 >> np.uint64(32)) ^ c[1] ^ np.uint64(key[0]), p1 & low,
             (p0 >> np.uint64(32)) ^ c[3] ^ np.uint64(key[1]), p0 & low]
        key = [(key[0] + 0x9E3779B9) % 2**32, (key[1] + 0xBB67AE85) % 2**32]
    return c


def stream(path):
    value = 0xCBF29CE484222325
    for byte in path.encode():
        value = (value ^ byte) * 0x100000001B3 & MASK
    value = (value ^ value >> 30) * 0xBF58476D1CE4E5B9 & MASK
    value = (value ^ value >> 27) * 0x94D049BB133111EB & MASK
    return value ^ value >> 31


def words(path, seed, step, batch, elements):
    """The upper 24 bits of the words of dialect/dnd/primitives/Noise.h, [batch, elements]."""
    s = stream(path)
    sample, element = np.meshgrid(np.arange(batch), np.arange(elements), indexing="ij")
    shape = np.zeros_like(sample)
    block = philox([element // 4, sample, shape + step % 2**32, shape + (s % 2**32 ^ step >> 32)],
                   [seed % 2**32, s >> 32 ^ seed >> 32])
    return np.choose(element % 4, block) >> np.uint64(8)


def bernoulli(path, p, *place):
    return (words(path, *place) * 2.0**-24 < np.float32(p)).astype(float)


def uniform(path, low, high, *place):
    return low + (high - low) * (words(path, *place) * 2.0**-24)


def normal(path, mean, deviation, *place):
    """By bisection of the distribution function: slow, and nothing in common with the polynomials."""
    from math import erfc, sqrt
    below = (words(path, *place) + 0.5) * 2.0**-24
    tail = np.minimum(below, 1 - below)
    low, high = np.zeros_like(tail), np.full_like(tail, 6)
    upper = np.vectorize(lambda z: 0.5 * erfc(z / sqrt(2)))
    for _ in range(50):
        middle = (low + high) / 2
        inside = upper(middle) > tail
        low, high = np.where(inside, middle, low), np.where(inside, high, middle)
    return mean + deviation * np.where(below < 0.5, -low, low)


def shuffled(count, epoch):
    """The order of an epoch: Fisher and Yates from the stream of the epoch (runtime/core/Random.h)."""
    s, order, drawn = stream(f"data.order/{epoch}"), list(range(count)), []
    key = [SEED % 2**32, SEED >> 32]
    for block in range(count):
        drawn += [int(w) for w in philox([block, 0, s % 2**32, s >> 32], key)]
    at = 0
    for i in range(count, 1, -1):
        limit = (2**64 - i) % i
        while True:
            value, at = drawn[at] << 32 | drawn[at + 1], at + 2
            if value >= limit:
                break
        order[i - 1], order[value % i] = order[value % i], order[i - 1]
    return order


class Network:
    """Forward and backward of the network by hand."""

    paths = {"gauss": "gauss", "drop.keep": "drop.keep", "jitter": "jitter"}

    def __init__(self, weights):
        self.w = {name: np.asarray(value, float) for name, value in weights.items()}

    def run(self, x, labels, training, seed, step):
        w, batch = self.w, len(x)
        place = lambda elements: (seed, step, batch, elements)
        if training:
            x = x + normal(self.paths["gauss"], 0, np.float32(0.3), *place(4))
        h = x @ w["a.w"].T
        if training:
            m, v = h.mean(0), h.var(0)
            self.updates = {"bn.running_mean": 0.9 * w["bn.running_mean"] + 0.1 * m,
                            "bn.running_var": 0.9 * w["bn.running_var"] + 0.1 * v * batch / (batch - 1)}
        else:
            m, v = w["bn.running_mean"], w["bn.running_var"]
        deviation = np.sqrt(v + 1e-5)
        hat = (h - m) / deviation
        act = np.tanh(hat * w["bn.gamma"] + w["bn.beta"])
        keep = bernoulli(self.paths["drop.keep"], 0.7, *place(6)) / 0.7 if training else np.ones_like(act)
        y = (act * keep) @ w["b.w"].T + uniform(self.paths["jitter"], 0, np.float32(0.3), *place(1))
        e = np.exp(y - y.max(1, keepdims=True))
        p = e / e.sum(1, keepdims=True)
        hot = np.eye(3)[labels]
        loss = -np.log((p * hot).sum(1)).mean()
        dy = (p - hot) / batch
        dz = (dy @ w["b.w"]) * keep * (1 - act**2)
        dhat = dz * w["bn.gamma"]
        dh = dhat / deviation
        if training:
            dh -= (dhat.mean(0) + hat * (dhat * hat).mean(0)) / deviation
        gradients = {"a.w": dh.T @ x, "b.w": dy.T @ (act * keep), "bn.gamma": (dz * hat).sum(0),
                     "bn.beta": dz.sum(0), "input.x": dh @ w["a.w"]}
        return {"logits": y, "loss": loss}, gradients


def compare(what, got, want, tolerance):
    for name, expected in want.items():
        found = np.asarray(got[name], float).reshape(np.shape(expected))
        scale = max(1e-30, np.abs(expected).max())
        apart = np.abs(found - expected).max() / scale
        if not apart <= tolerance:
            raise Failed(f"{what}: {name} differs by {apart:.2e}")
    print(f"{what}: {len(want)} arrays agree to {tolerance:.0e}")


class Check:
    def __init__(self, args, folder):
        self.folder, self.simt = folder, args.device == "simt"
        self.program = self.path("model")
        run([os.path.join(os.environ["DND_TOOLS"], "dndc"), args.model, "-o", self.program]
            + (["--cuda-arch=simt"] if self.simt else []))
        source = np.random.default_rng(5)
        self.x = source.normal(size=(SAMPLES, 4)).astype(np.float32)
        self.labels = source.integers(0, 3, SAMPLES)
        for part in ("train", "test"):
            with open(self.path(part + ".csv"), "w") as file:
                for row, label in zip(self.x, self.labels):
                    file.write(",".join(repr(float(v)) for v in row) + f",{label}\n")
        np.save(self.path("x.npy"), self.x)
        np.save(self.path("y.npy"), self.labels.astype(np.int32))
        if self.simt:
            use_simt("shuffle:1")

    def path(self, name):
        return os.path.join(self.folder, name)

    def weights(self, file):
        """Tensors by path in the shapes of the model."""
        shapes = json.loads(run([self.program, "info", "--json"]))
        flat = read_weights(file)
        return {t["path"]: np.array(flat[t["path"]]).reshape(t["shape"]) for t in shapes["params"] + shapes["states"]}

    def forward(self, weights, training, seed, step, precision, device="cpu"):
        out, grad = self.path("out.npz"), self.path("grad.npz")
        mode = ["--training"] if training else []
        run([self.program, "forward", "--weights", weights, "--input", self.path("x.npy"), "--target", self.path("y.npy"),
             "--output", out, "--gradients", grad, "--precision", precision, "--seed", str(seed), "--step", str(step),
             "--device", device, *mode])
        return dict(np.load(out)), dict(np.load(grad))

    def one_step(self, weights):
        network = Network(self.weights(weights))
        seed, step = 2**40 + 3, 2**33 + 17
        for training in (True, False):
            outputs, gradients = network.run(self.x.astype(float), self.labels, training, seed, step)
            mode = "training" if training else "evaluation"
            precisions = [("f32", 1e-4, "cuda")] if self.simt else [("f64", 1e-6, "cpu"), ("f32", 1e-4, "cpu")]
            for precision, tolerance, device in precisions:
                out, grad = self.forward(weights, training, seed, step, precision, device)
                compare(f"{mode} {precision} outputs", out, outputs, tolerance)
                compare(f"{mode} {precision} gradients", grad, gradients, tolerance)

    def command(self, name, epochs=EPOCHS, seed=SEED, batch=BATCH):
        return ["--data", self.folder, "--seed", str(seed), "--epochs", str(epochs), "--batch-size", str(batch),
                "--out", self.path(name), "--device", "cuda" if self.simt else "cpu"]

    def train(self, name, *options, **settings):
        run([self.program, "train", "--quiet", *self.command(name, **settings), *options])
        return os.path.join(self.path(name), "weights.safetensors")

    def training(self):
        """Twenty steps of PyTorch's SGD, by hand."""
        start = self.path("start.safetensors")
        run([self.program, "init", "--seed", str(SEED), "--output", start])
        network, velocity, step = Network(self.weights(start)), {}, 0
        trained = ("a.w", "b.w", "bn.gamma", "bn.beta")
        for epoch in range(EPOCHS):
            order = shuffled(SAMPLES, epoch)
            for first in range(0, SAMPLES, BATCH):
                rows = order[first:first + BATCH]
                _, gradients = network.run(self.x[rows].astype(float), self.labels[rows], True, SEED, step)
                for name in trained:
                    gradient = gradients[name] + DECAY * network.w[name]
                    velocity[name] = MOMENTUM * velocity[name] + gradient if step else gradient
                    network.w[name] = network.w[name] - RATE * velocity[name]
                network.w.update(network.updates)
                step += 1
        final = self.train("whole", "--threads", "1")
        compare(f"{step} steps", self.weights(final), network.w, 2e-4)
        self.one_step(final)
        self.evaluation(final)
        return final

    def evaluation(self, final):
        """`eval` draws the noise of the training's own evaluation."""
        with open(os.path.join(self.path("whole"), "metrics.jsonl")) as file:
            trained = json.loads(file.read().splitlines()[-1])["test_loss"]
        device = "cuda" if self.simt else "cpu"
        said = json.loads(run([self.program, "eval", "--weights", final, "--data", self.folder, "--device", device, "--json"]))
        if said["loss"] != trained:
            raise Failed(f"eval: loss {said['loss']}, while training {trained}")
        print("eval: the loss of the training's last evaluation")

    def bits(self, final):
        def same(name, file, wanted=True, whole=final):
            if filecmp.cmp(whole, file, shallow=False) != wanted:
                raise Failed(f"{name}: the weights are {'other' if wanted else 'the same'} bits")
            print(f"{name}: {'the same' if wanted else 'other'} bits")
        if not self.simt:
            os.environ["DND_SPLIT"] = "always"
            same("two threads", self.train("threads", "--threads", "2"))
        same("another seed", self.train("other", seed=SEED + 1), wanted=False)
        # No batch of one sample: its unbiased variance is no number.
        small = {"epochs": 4, "batch": 6}
        same("resumed", self.resumed(small), whole=self.train("small", **small))

    def resumed(self, settings):
        """Stopped within an epoch, at its end, after its first step and within one again; then run to the end."""
        where = self.path("parts")
        per_epoch = (SAMPLES + settings["batch"] - 1) // settings["batch"]
        begin = self.command("parts", **settings)
        for limit, in_epoch in ((2, 2), (per_epoch - 2, 0), (1, 1), (per_epoch + 1, 2)):
            done = subprocess.run([self.program, "train", "--quiet", *begin, "--max-steps", str(limit)],
                                  capture_output=True, text=True)
            if done.returncode != 75:
                raise Failed(f"exit status {done.returncode} after {limit} steps\n{done.stderr}")
            with open(os.path.join(where, "last.state.safetensors"), "rb") as file:
                size = int.from_bytes(file.read(8), "little")
                stopped = json.loads(file.read(size))["__metadata__"]["step_in_epoch"]
            if stopped != str(in_epoch):
                raise Failed(f"stopped at step {stopped} of an epoch instead of {in_epoch}")
            begin = ["--resume", where, "--data", self.folder]
        run([self.program, "train", "--quiet", *begin])
        print("stopped within an epoch")
        return os.path.join(where, "weights.safetensors")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("model")
    parser.add_argument("--device", default="cpu", choices=("cpu", "simt"))
    parser.add_argument("--noise", action="append", default=[], metavar="NAME=PATH")
    args = parser.parse_args()
    Network.paths.update(pair.split("=") for pair in args.noise)
    try:
        with tempfile.TemporaryDirectory() as folder:
            check = Check(args, folder)
            check.bits(check.training())
    except Failed as failure:
        print(failure)
        sys.exit(1)
    print("modes: ok")


if __name__ == "__main__":
    main()
