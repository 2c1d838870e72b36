"""Trains a model on the processor and on the emulated GPU and compares.

    check_simt_training.py MODEL.dnd [--network NAME] [-D name=value]... [options]
                           [-- options of train...]

Losses and metrics of every epoch and all weights at the end must agree. `--epochs 1` with as many
samples as a batch is one optimiser step. `--digits N` makes images and labels in the format of
MNIST and of optdigits, N for training and some for the test: for models whose data is large or
may not be there. With --blas products of matrices go to the stand-in for cuBLASLt.
Ends with `training: ok ...`.
"""

import argparse
import json
import math
import os
import random
import struct
import sys
import tempfile

from check_numeric import Failed, check_uses_blas, run, use_blas, use_simt


def write_digits(folder, count):
    """Files like MNIST's and like optdigits: a bright bar for each class, and noise."""
    source = random.Random(1)
    os.makedirs(os.path.join(folder, "optdigits"))
    for part, n in (("tra", count), ("tes", 20)):
        with open(os.path.join(folder, "optdigits", "optdigits." + part), "w") as file:
            for _ in range(n):
                label = source.randrange(10)
                counts = [source.randrange(10, 17) if k % 10 == label else source.randrange(6) for k in range(64)]
                file.write(",".join(map(str, counts + [label])) + "\n")
    folder = os.path.join(folder, "mnist")
    os.makedirs(folder, exist_ok=True)
    for part, n in (("train", count), ("t10k", 20)):
        labels = bytes(source.randrange(10) for _ in range(n))
        images = bytearray(n * 784)
        for i, label in enumerate(labels):
            for k in range(784):
                bright = 2 * label <= k // 28 - 4 < 2 * label + 2
                images[784 * i + k] = source.randrange(150, 256) if bright else source.randrange(0, 60)
        with open(os.path.join(folder, part + "-images-idx3-ubyte"), "wb") as file:
            file.write(struct.pack(">IIII", 2051, n, 28, 28) + bytes(images))
        with open(os.path.join(folder, part + "-labels-idx1-ubyte"), "wb") as file:
            file.write(struct.pack(">II", 2049, n) + labels)


def read_weights(path):
    """Tensors of a safetensors file by name, as lists of numbers."""
    with open(path, "rb") as file:
        data = file.read()
    (size,) = struct.unpack("<Q", data[:8])
    header = json.loads(data[8:8 + size])
    header.pop("__metadata__", None)
    tensors = {}
    for name, tensor in sorted(header.items()):
        begin, end = tensor["data_offsets"]
        code = {"F32": "f", "I32": "i"}[tensor["dtype"]]
        part = data[8 + size + begin:8 + size + end]
        tensors[name] = struct.unpack(f"<{len(part) // 4}{code}", part)
    return tensors


def distance(got, want):
    """The largest difference, relative to the largest number."""
    if len(got) != len(want):
        raise Failed(f"{len(got)} numbers instead of {len(want)}")
    scale = max((abs(x) for x in want), default=0) or 1
    worst = 0
    for a, b in zip(got, want):
        if not math.isfinite(a):
            raise Failed(f"a number is {a}")
        worst = max(worst, abs(a - b) / scale)
    return worst


def compare_metrics(folders, tolerance):
    lines = []
    for folder in folders:
        with open(os.path.join(folder, "metrics.jsonl")) as file:
            lines.append([json.loads(line) for line in file])
    cpu, gpu = lines
    if len(cpu) != len(gpu) or not cpu:
        raise Failed(f"{len(cpu)} epochs on the processor, {len(gpu)} on the GPU")
    for a, b in zip(cpu, gpu):
        for key in ("train_loss", "test_loss"):
            if key in a and distance([b[key]], [a[key]]) > tolerance:
                raise Failed(f"epoch {a['epoch']}: {key} is {b[key]} on the GPU, {a[key]} on the processor")
        print(f"epoch {a['epoch']}: train_loss {a['train_loss']:.6g} and {b['train_loss']:.6g}")
    return len(cpu)


def compare_weights(folders, start, tolerance):
    cpu, gpu = (read_weights(os.path.join(folder, "weights.safetensors")) for folder in folders)
    first = read_weights(start)
    if cpu.keys() != gpu.keys():
        raise Failed(f"weights {sorted(cpu)} on the processor, {sorted(gpu)} on the GPU")
    moved = 0
    for name, want in cpu.items():
        far = distance(gpu[name], want)
        moved += want != first.get(name)
        if far > tolerance:
            raise Failed(f"{name} differs by {far:.2e} of its largest number")
    if not moved:
        raise Failed("the training has left all weights as they were")
    return len(cpu)


def check(args, folder):
    tools = os.environ["DND_TOOLS"]
    program = os.path.join(folder, "model")
    command = [os.path.join(tools, "dndc"), args.model, "--cuda-arch=simt", "-o", program]
    for definition in args.define:
        command += ["-D", definition]
    if args.network:
        command += ["--network", args.network]
    if args.blas:
        command.append("--cuda-blas=all")
        use_blas()
    run(command)
    common = ["--seed", "1"]
    start = os.path.join(folder, "start.safetensors")
    run([program, "init", *common, "--output", start])
    options = list(args.train)
    if args.digits:
        write_digits(os.path.join(folder, "data"), args.digits)
        options += ["--data", os.path.join(folder, "data")]
    folders = []
    for device in ("cpu", "cuda"):
        use_simt(args.order)
        folders.append(os.path.join(folder, device))
        command = [program, "train", *common, "--quiet", f"--device={device}", "--out", folders[-1], *options]
        if args.blas and device == "cuda":
            check_uses_blas(command[:-len(options) - 1] + [folders[-1] + "-failing", *options], args.model)
        run(command)
    epochs = compare_metrics(folders, args.tolerance)
    count = compare_weights(folders, start, args.weights_tolerance)
    print(f"training: ok, {epochs} epochs, {count} tensors")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("model")
    parser.add_argument("--network", help="which network of the file")
    parser.add_argument("-D", dest="define", action="append", default=[])
    parser.add_argument("--digits", type=int, help="make up so many images for training")
    parser.add_argument("--blas", action="store_true", help="products by the stand-in for cuBLASLt")
    parser.add_argument("--order", default="forward", help="DND_SIMT_ORDER")
    parser.add_argument("--tolerance", type=float, default=1e-4, help="of losses (default 1e-4)")
    parser.add_argument("--weights-tolerance", type=float, default=1e-3, help="of weights (default 1e-3)")
    words = sys.argv[1:]
    cut = words.index("--") if "--" in words else len(words)
    args = parser.parse_args(words[:cut])
    args.train = words[cut + 1:]
    try:
        with tempfile.TemporaryDirectory() as folder:
            check(args, folder)
    except Failed as failure:
        print(failure)
        sys.exit(1)


if __name__ == "__main__":
    main()
