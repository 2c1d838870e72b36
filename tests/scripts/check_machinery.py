"""Accumulated gradients, averaged weights, class weights, soft targets and mixed samples, in NumPy float64.

    check_machinery.py CASE...      cases below, or `all`

Each case trains a small network for some epochs and computes the same training by hand: order of the samples, mixing,
batch statistics, loss, gradients, limit, optimiser and averages. Compared are the averaged weights (weights.safetensors), the
trained ones (raw_weights.safetensors), the loss of every batch and that of the test part. With --simt on the emulated GPU.
Where PyTorch is there, loss and gradients of each first batch are held against its functions, too. Ends with `machinery: ok`.
"""

import json
import math
import os
import sys
import tempfile

import numpy as np

from check_modes import philox, stream
from check_numeric import Failed, run, use_simt
from check_numpy import read_safetensors
from check_optimiser import Parameter

try:
    import torch
except ImportError:
    torch = None

SAMPLES, CLASSES, HIDDEN, SEED = 43, 3, 6, 7
ADAM = {"kind": "adam", "lr": 0.02, "beta1": 0.8, "beta2": 0.95, "eps": 1e-3, "weight_decay": 0.01}
SGD = {"kind": "sgd", "lr": 0.2, "momentum": 0.9}

CASES = {
    "accumulate": dict(batch=4, accumulate=3, optimizer=SGD),
    "accumulate_clip": dict(batch=4, accumulate=3, optimizer=ADAM, clip=0.05, schedule="cosine"),
    "average": dict(batch=10, optimizer=ADAM, ema=0.7),
    "average_steps": dict(batch=4, accumulate=4, optimizer=SGD, ema=0.9, norm=True),
    "weights": dict(batch=10, optimizer=SGD, weights=[1, 2.5, 7]),
    "balanced": dict(batch=10, optimizer=SGD, weights="balanced", smoothing=0.1),
    "smoothing": dict(batch=10, optimizer=ADAM, smoothing=0.2),
    "mixup": dict(batch=7, optimizer=SGD, mix=[("mixup", 0.4, 1)]),
    "cutmix": dict(batch=7, optimizer=SGD, mix=[("cutmix", 1.0, 0.7)]),
    "everything": dict(batch=5, accumulate=4, optimizer=ADAM, clip=0.1, ema=0.8, norm=True, weights="balanced",
                       smoothing=0.1, mix=[("mixup", 0.8, 1), ("cutmix", 1.0, 1)]),
}


class Sequence:
    """RandomSequence of runtime/core/Random.h."""

    def __init__(self, seed, own_stream):
        self.key, self.stream, self.index, self.words = (seed % 2**32, seed >> 32), own_stream, 0, []

    def next32(self):
        if not self.words:
            s = self.stream
            self.words = [int(w) for w in philox([self.index, 0, s % 2**32, s >> 32], self.key)]
            self.index += 1
        return self.words.pop(0)

    def next64(self):
        return self.next32() << 32 | self.next32()

    def uniform(self):
        return (self.next64() >> 11) * 2.0**-53

    def normal(self):
        w = [self.next32() for _ in range(4)]
        unit = lambda a, b: ((a << 32 | b) >> 11) * 2.0**-53
        return math.sqrt(-2 * math.log(1 - unit(w[0], w[1]))) * math.cos(2 * math.pi * unit(w[2], w[3]))

    def below(self, bound):
        while True:
            value = self.next64()
            if value >= 2**64 % bound:
                return value % bound

    def log_gamma(self, shape):
        boost = 0.0
        if shape < 1:
            boost, shape = math.log(1 - self.uniform()) / shape, shape + 1
        d = shape - 1 / 3
        while True:
            x = self.normal()
            v = (1 + x / math.sqrt(9 * d)) ** 3
            if v > 0 and math.log(1 - self.uniform()) < x * x / 2 + d - d * v + d * math.log(v):
                return boost + math.log(d) + math.log(v)

    def beta(self, alpha):
        first = self.log_gamma(alpha)
        return 1 / (1 + math.exp(self.log_gamma(alpha) - first))


def shuffled(epoch):
    draws, order = Sequence(SEED, stream(f"data.order/{epoch}")), list(range(SAMPLES))
    for i in range(SAMPLES, 1, -1):
        j = draws.below(i)
        order[i - 1], order[j] = order[j], order[i - 1]
    return order


def mixed(x, shares, rules, epoch, batch):
    """Mixup and CutMix as their papers have them, of a batch and the batch backwards; then each pair in the order
    in which both have the larger share of themselves."""
    s = stream("data.augment/mixing")
    own = [int(w) for w in philox([batch, 0, epoch, 0], (s % 2**32, s >> 32))]
    draws = Sequence(SEED, own[0] << 32 | own[1])
    name, alpha, p = rules[draws.below(len(rules))]
    if not draws.uniform() < p:
        return x, shares
    share = draws.beta(alpha)
    other, other_shares = x[::-1], shares[::-1]
    if name == "mixup":
        one = share * x + (1 - share) * other
    else:
        height, width = x.shape[2:]
        at_x, at_y, side = draws.uniform(), draws.uniform(), math.sqrt(1 - share)
        cx, cy = int(at_x * width), int(at_y * height)
        half_x, half_y = int(side * width) // 2, int(side * height) // 2
        box = np.s_[:, :, max(cy - half_y, 0):min(cy + half_y, height), max(cx - half_x, 0):min(cx + half_x, width)]
        one = x.copy()
        one[box] = other[box]
        share = 1 - x[0, 0][box[2:]].size / (height * width)
    result = share * shares + (1 - share) * other_shares
    if share < 0.5:
        # The same samples: n and its partner change places.
        one, result = one[::-1], result[::-1]
    if len(x) % 2:
        middle = len(x) // 2
        one[middle], result[middle] = x[middle], shares[middle]
    return one, result


class Case:
    def __init__(self, name, folder, simt):
        self.name, self.spec, self.folder, self.simt = name, CASES[name], folder, simt
        source = np.random.default_rng(5)
        self.x = source.normal(size=(SAMPLES, 2, 4, 5)).astype("f4")
        # Uneven classes.
        self.labels = np.minimum(source.integers(0, 6, SAMPLES), CLASSES - 1)
        np.savez(self.path("data.npz"), train_images=self.x, train_labels=self.labels,
                 test_images=self.x, test_labels=self.labels)
        self.program = self.path("model")
        with open(self.path("model.dnd"), "w") as file:
            file.write(self.text())
        run([os.path.join(os.environ["DND_TOOLS"], "dndc"), self.path("model.dnd"), "-o", self.program]
            + (["--cuda-arch=simt"] if simt else ["--cuda=off"]))

    def path(self, name):
        return os.path.join(self.folder, name)

    def text(self):
        spec = self.spec
        kind = spec["optimizer"]["kind"]
        numbers = ", ".join(f"{k} = {v}" for k, v in spec["optimizer"].items() if k != "kind")
        loss = []
        if "weights" in spec:
            loss.append(f"class_weights = {spec['weights']}")
        if "smoothing" in spec:
            loss.append(f"label_smoothing = {spec['smoothing']}")
        lines = ["data npz", f"batch {spec['batch']}", "epochs 3", f"optimizer {kind}({numbers})",
                 "loss cross_entropy" + (f"({', '.join(loss)})" if loss else "")]
        for key in ("accumulate", "ema", "schedule"):
            if key in spec:
                lines.append(f"{key} {spec[key]}")
        if "clip" in spec:
            lines.append(f"clip norm({spec['clip']})")
        if "mix" in spec:
            lines.append("augment " + ", ".join(f"{n}(alpha = {a}, p = {p})" for n, a, p in spec["mix"]))
        norm = "|> norm" if spec.get("norm") else ""
        return (f"network N {{ input image[2, 4, 5]\n  norm = batch_norm(affine = false)\n  a = dense({HIDDEN})\n  b = dense({CLASSES})\n"
                f"  output y = image |> flatten {norm} |> a |> tanh |> b\n}}\ntrain N {{\n  " + "\n  ".join(lines) + "\n}\n")

    def weights(self, path):
        return {name: np.asarray(value, float) for name, value in read_safetensors(path).items()}

    def class_weights(self):
        given = self.spec.get("weights")
        counts = np.bincount(self.labels, minlength=CLASSES)
        if given is None:
            return np.ones(CLASSES)
        weights = 1 / counts if given == "balanced" else np.array(given, float)
        return weights * SAMPLES / (counts * weights).sum()

    def loss(self, w, x, shares, statistics=None):
        """Loss and gradients; `statistics` (mean, variance) instead of those of the batch."""
        flat = x.reshape(len(x), -1)
        batch = None
        if self.spec.get("norm"):
            batch = flat.mean(0), flat.var(0)
            mean, variance = statistics or batch
            flat = (flat - mean) / np.sqrt(variance + 1e-5)
        hidden = np.tanh(flat @ w["a.w"].T + w["a.b"])
        y = hidden @ w["b.w"].T + w["b.b"]
        logs = y - y.max(1, keepdims=True)
        logs -= np.log(np.exp(logs).sum(1, keepdims=True))
        smoothing = self.spec.get("smoothing", 0)
        t = self.class_weights() * ((1 - smoothing) * shares + smoothing / CLASSES)
        dy = (np.exp(logs) * t.sum(1, keepdims=True) - t) / len(x)
        dh = (dy @ w["b.w"]) * (1 - hidden**2)
        gradients = {"a.w": dh.T @ flat, "a.b": dh.sum(0), "b.w": dy.T @ hidden, "b.b": dy.sum(0)}
        return -(t * logs).sum(1).mean(), gradients, batch

    def against_torch(self, w, x, shares):
        """The same loss by PyTorch's functions."""
        if torch is None:
            return
        p = {name: torch.tensor(value, requires_grad=True) for name, value in w.items()}
        flat = torch.tensor(np.array(x, float)).flatten(1)
        if self.spec.get("norm"):
            flat = torch.nn.functional.batch_norm(flat, None, None, training=True)
        y = torch.tanh(flat @ p["a.w"].T + p["a.b"]) @ p["b.w"].T + p["b.b"]
        loss = torch.nn.functional.cross_entropy(y, torch.tensor(np.array(shares)), torch.tensor(self.class_weights()),
                                                 label_smoothing=self.spec.get("smoothing", 0))
        loss.backward()
        value, gradients, _ = self.loss(w, x, shares)
        if abs(value - loss.item()) > 1e-12:
            raise Failed(f"{self.name}: PyTorch's loss is {loss.item()}, this one {value}")
        for name, gradient in gradients.items():
            if np.abs(gradient - p[name].grad.numpy()).max() > 1e-12:
                raise Failed(f"{self.name}: PyTorch has another gradient of {name}")

    def train(self):
        spec, optimizer = self.spec, self.spec["optimizer"]
        start = self.path("start.safetensors")
        run([self.program, "init", "--seed", str(SEED), "--output", start])
        initial = self.weights(start)
        numbers = {k: v for k, v in optimizer.items() if k != "kind"}
        trained = {n: Parameter(initial[n], optimizer["kind"], numbers) for n in ("a.w", "a.b", "b.w", "b.b")}
        states = {n: v for n, v in initial.items() if n.startswith("norm.")}
        average = {n: v.copy() for n, v in initial.items() if n in trained or n in states}
        hot, batch, each = np.eye(CLASSES)[self.labels], spec["batch"], spec.get("accumulate", 1)
        count = math.ceil(SAMPLES / batch)
        updates = 3 * math.ceil(count / each)
        losses, t = [], 0
        for epoch in range(3):
            order = shuffled(epoch)
            rows = [order[i * batch:(i + 1) * batch] for i in range(count)]
            for first in range(0, count, each):
                group = range(first, min(first + each, count))
                total = sum(len(rows[i]) for i in group)
                sums = {n: 0.0 for n in trained}
                for i in group:
                    x, shares = self.x[rows[i]].astype(float), hot[rows[i]]
                    if "mix" in spec:
                        x, shares = mixed(x, shares, spec["mix"], epoch, i)
                    w = {n: p.value for n, p in trained.items()}
                    if i == 0:
                        self.against_torch(w, x, shares)
                    loss, gradients, statistics = self.loss(w, x, shares)
                    losses.append(loss)
                    for n in sums:
                        sums[n] = sums[n] + gradients[n] * len(x) / total
                    if statistics:
                        mean, variance = statistics
                        unbiased = variance * len(x) / (len(x) - 1)
                        for n, value in (("norm.running_mean", mean), ("norm.running_var", unbiased)):
                            states[n] = 0.9 * states[n] + 0.1 * value
                norm = math.sqrt(sum((g**2).sum() for g in sums.values()))
                if "clip" in spec:
                    sums = {n: g * min(1, spec["clip"] / (norm + 1e-6)) for n, g in sums.items()}
                factor = (1 + math.cos(math.pi * t / updates)) / 2 if spec.get("schedule") else 1
                t += 1
                for n, p in trained.items():
                    p.step(sums[n], factor)
                decay = min(spec.get("ema", 0), (1 + t) / (10 + t))
                now = {**{n: p.value for n, p in trained.items()}, **states}
                average = {n: decay * average[n] + (1 - decay) * now[n] for n in average}
        return now, average, losses

    def check(self):
        raw, average, losses = self.train()
        run_folder = self.path("run")
        run([self.program, "train", "--quiet", "--data", self.path("data.npz"), "--seed", str(SEED), "--out", run_folder,
             "--log-steps", "--device", "cuda" if self.simt else "cpu"])
        found = self.weights(os.path.join(run_folder, "weights.safetensors"))
        self.compare("the weights", found, average if "ema" in self.spec else raw)
        if "ema" in self.spec:
            self.compare("the raw weights", self.weights(os.path.join(run_folder, "raw_weights.safetensors")), raw)
        with open(os.path.join(run_folder, "steps.csv")) as file:
            logged = [float(line.split(",")[1]) for line in file.read().splitlines()[1:]]
        if len(logged) != len(losses) or max(abs(a - b) for a, b in zip(logged, losses)) > 1e-5:
            raise Failed(f"{self.name}: the losses of the batches differ")
        with open(os.path.join(run_folder, "metrics.jsonl")) as file:
            last = json.loads(file.read().splitlines()[-1])
        for prefix, w in (("test", average if "ema" in self.spec else raw), ("raw_test", raw)):
            if prefix == "raw_test" and "ema" not in self.spec:
                continue
            statistics = (w["norm.running_mean"], w["norm.running_var"]) if self.spec.get("norm") else None
            wanted, _, _ = self.loss(w, self.x.astype(float), np.eye(CLASSES)[self.labels], statistics)
            if abs(last[prefix + "_loss"] - wanted) > 1e-5:
                raise Failed(f"{self.name}: {prefix}_loss is {last[prefix + '_loss']}, not {wanted}")
        evaluated = json.loads(run([self.program, "eval", "--weights", run_folder, "--data", self.path("data.npz"), "--json"]))
        if abs(evaluated["loss"] - last["test_loss"]) > 1e-6:
            raise Failed(f"{self.name}: eval gives another loss than the training")
        if "weights" in self.spec:
            self.compare("the class weights", found, {"loss.class_weights": self.class_weights()})

    def compare(self, what, found, wanted):
        for name, value in wanted.items():
            apart = np.abs(found[name] - value).max()
            if apart > 1e-5:
                raise Failed(f"{self.name}: {what}: {name} differs by {apart:.2e}")


def main():
    simt = "--simt" in sys.argv
    names = [a for a in sys.argv[1:] if a != "--simt"]
    if simt:
        use_simt("shuffle:1")
    for name in CASES if names == ["all"] else names:
        with tempfile.TemporaryDirectory() as folder:
            Case(name, folder, simt).check()
        print(f"{name}: agrees" + ("" if torch else " (no PyTorch here: NumPy alone)"))
    print("machinery: ok")


try:
    main()
except Failed as failure:
    sys.exit(f"machinery: {failure}")
