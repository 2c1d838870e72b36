"""Weights after a training, held against PyTorch's update rules in NumPy (f64).

check_optimiser.py EXE FOLDER SPEC [OPTIONS]: trains a network `y = x |> dense(3)` with mean
squared error on a batch of all samples. SPEC is JSON: the kind, its numbers,
"bias" with the numbers of a group "*.b", "clip_norm" or "clip_value", and "factors", the schedule. OPTIONS are those of the training.
"""

import json
import os
import subprocess
import sys

import numpy as np


def tensors(path):
    """The arrays of a .safetensors file."""
    with open(path, "rb") as file:
        size = int.from_bytes(file.read(8), "little")
        header = json.loads(file.read(size))
        data = file.read()
    header.pop("__metadata__", None)
    return {name: np.frombuffer(data[slice(*t["data_offsets"])], "<f4").reshape(t["shape"]).astype("f8")
            for name, t in header.items()}


class Parameter:
    def __init__(self, value, kind, numbers):
        self.value, self.kind, self.numbers, self.steps = value, kind, numbers, 0
        self.first, self.second = np.zeros_like(value), np.zeros_like(value)

    def step(self, gradient, factor):
        n = self.numbers
        lr, decay = n["lr"] * factor, n.get("weight_decay", 0)
        self.steps += 1
        if self.kind == "adamw":
            self.value = self.value * (1 - lr * decay)
        else:
            gradient = gradient + decay * self.value
        if self.kind == "sgd":
            momentum = n.get("momentum", 0)
            self.first = gradient if self.steps == 1 else momentum * self.first + gradient
            update = gradient + momentum * self.first if n.get("nesterov") else self.first
            self.value = self.value - lr * update
            return
        beta1, beta2 = n.get("beta1", 0.9), n.get("beta2", 0.999)
        self.first = beta1 * self.first + (1 - beta1) * gradient
        self.second = beta2 * self.second + (1 - beta2) * gradient**2
        root = np.sqrt(self.second / (1 - beta2**self.steps)) + n.get("eps", 1e-8)
        self.value = self.value - lr * self.first / (1 - beta1**self.steps) / root


def main():
    exe, folder, spec = sys.argv[1], sys.argv[2], json.loads(sys.argv[3])
    os.makedirs(folder)
    random = np.random.default_rng(1)
    x, target = random.normal(size=(19, 5)).astype("f4"), random.normal(size=(19, 3)).astype("f4")
    np.savez(os.path.join(folder, "data.npz"), x=x, target=target)
    start, run = os.path.join(folder, "start.safetensors"), os.path.join(folder, "run")
    subprocess.run([exe, "init", "--seed", "4", "--output", start], check=True)
    subprocess.run([exe, "train", "--seed", "4", "--quiet", "--out", run, "--data",
                    os.path.join(folder, "data.npz"), *sys.argv[4:]], check=True, stdout=subprocess.DEVNULL)
    weights = tensors(start)
    numbers = {k: v for k, v in spec.items() if k not in ("kind", "bias", "factors", "clip_norm", "clip_value")}
    w = Parameter(weights["h.w"], spec["kind"], numbers)
    b = Parameter(weights["h.b"], spec["kind"], {**numbers, **spec.get("bias", {})})
    for factor in spec["factors"]:
        residual = 2 * (x @ w.value.T + b.value - target) / target.size
        gradients = [residual.T @ x.astype("f8"), residual.sum(0)]
        norm = np.sqrt(sum((g**2).sum() for g in gradients))
        if "clip_norm" in spec:
            gradients = [g * min(1, spec["clip_norm"] / (norm + 1e-6)) for g in gradients]
        if "clip_value" in spec:
            gradients = [np.clip(g, -spec["clip_value"], spec["clip_value"]) for g in gradients]
        w.step(gradients[0], factor)
        b.step(gradients[1], factor)
    trained = tensors(os.path.join(run, "weights.safetensors"))
    worst = max(np.abs(trained["h.w"] - w.value).max(), np.abs(trained["h.b"] - b.value).max())
    moved = np.abs(trained["h.w"] - weights["h.w"]).max()
    good = worst < 2e-5 and moved > 1e-2
    print(f"{'ok' if good else 'WRONG'}: largest difference {worst:.1e}, moved {moved:.1e}")
    sys.exit(not good)


if __name__ == "__main__":
    main()
