"""Goes to and fro between the processor and the emulated GPU with one model.

    check_devices.py MODEL.dnd [-D name=value]... [--digits N] [-- options of train...]

What is carried from one device to the other must go on as if it had stayed: runs of four epochs on
one device, of two on each in both orders, and the same on the GPU again, which must give the same
bits. Initial weights are the same bits on both. `eval`, `predict`, `forward` and `gradcheck` of the
weights agree, `bench` runs. Ends with `devices: ok`.
"""

import argparse
import array
import filecmp
import json
import math
import os
import random
import sys
import tempfile

from check_numeric import Failed, run, use_simt
from check_simt_training import compare_metrics, compare_weights, distance, read_weights, write_digits

EPOCHS = 4


def write_npy(path, shape, values):
    """Numbers of f32, row-major, as NumPy stores them."""
    extents = "(" + ", ".join(map(str, shape)) + ",)"
    header = "{'descr': '<f4', 'fortran_order': False, 'shape': " + extents + "}"
    header = header.ljust(117) + "\n"
    with open(path, "wb") as file:
        file.write(b"\x93NUMPY\x01\x00" + len(header).to_bytes(2, "little") + header.encode() + values.tobytes())


class Devices:
    def __init__(self, args, folder):
        self.folder, self.options = folder, list(args.train)
        self.program = os.path.join(folder, "model")
        command = [os.path.join(os.environ["DND_TOOLS"], "dndc"), args.model, "--cuda-arch=simt", "-o", self.program]
        for definition in args.define:
            command += ["-D", definition]
        run(command)
        self.data = []
        if args.digits:
            write_digits(os.path.join(folder, "data"), args.digits)
            self.data = ["--data", os.path.join(folder, "data")]
        use_simt("forward")

    def path(self, name):
        return os.path.join(self.folder, name)

    def train(self, name, *parts):
        """A run of parts (device, epochs at its end); all but the first resume."""
        for i, (device, epochs) in enumerate(parts):
            where = ["--resume", self.path(name)] if i else ["--seed", "7", "--out", self.path(name), *self.options]
            run([self.program, "train", *where, *self.data, "--epochs", str(epochs), "--device=" + device, "--quiet"])
        return self.path(name)

    def weights(self, run_folder):
        return os.path.join(run_folder, "weights.safetensors")

    def initial(self):
        """Training at rate 0 leaves the initial weights as they are."""
        run([self.program, "init", "--seed", "7", "--output", self.path("start.safetensors")])
        start = read_weights(self.path("start.safetensors"))
        for device in ("cpu", "cuda"):
            out = self.path("still-" + device)
            run([self.program, "train", "--seed", "7", "--out", out, *self.options, *self.data, "--epochs", "1", "--lr", "0",
                 "--device=" + device, "--quiet"])
            if read_weights(self.weights(out)) != start:
                raise Failed(f"the initial weights on {device} are not those of init")
        print("the initial weights are the same bits")

    def runs(self):
        half = EPOCHS // 2
        cpu = self.train("cpu", ("cpu", EPOCHS))
        gpu = self.train("gpu", ("cuda", EPOCHS))
        for name, order in (("cpu-gpu", ("cpu", "cuda")), ("gpu-cpu", ("cuda", "cpu"))):
            mixed = self.train(name, (order[0], half), (order[1], EPOCHS))
            compare_metrics([cpu, mixed], 1e-4)
            compare_weights([cpu, mixed], self.path("start.safetensors"), 1e-3)
            print(f"{name}: as on the processor alone")
        again = self.train("again", ("cuda", EPOCHS))
        resumed = self.train("resumed", ("cuda", half), ("cuda", EPOCHS))
        for other in (again, resumed):
            if not filecmp.cmp(self.weights(gpu), self.weights(other), shallow=False):
                raise Failed(f"{os.path.basename(other)}: the same run on the GPU gave other bits")
        print("the same bits on the GPU, three times")
        return gpu

    def verbs(self, trained):
        """Each verb on both devices, with weights that were trained on the GPU."""
        weights = ["--weights", self.weights(trained)]
        said, printed = {}, {}
        for device in ("cpu", "cuda"):
            said[device] = json.loads(run([self.program, "eval", *weights, *self.data, "--json", "--device=" + device]))
            run([self.program, "gradcheck", *weights, "--samples", "4", "--device=" + device])
            run([self.program, "bench", "--repeat", "1", "--batch", "3", "--device=" + device])
            printed[device] = self.predict(weights, device)
        for got, want in zip(printed["cuda"], printed["cpu"], strict=True):
            if got != want and distance([float(got)], [float(want)]) > 1e-4:
                raise Failed(f"predict: {got} on the GPU, {want} on the processor")
        losses = [said[device]["loss"] for device in ("cpu", "cuda")]
        if distance([losses[1]], [losses[0]]) > 1e-4:
            raise Failed(f"eval: loss {losses[1]} on the GPU, {losses[0]} on the processor")
        print(f"eval: loss {losses[0]:.6g} and {losses[1]:.6g}")

    def predict(self, weights, device):
        """What predict prints for seven samples, taken apart at the commas."""
        info = json.loads(run([self.program, "info", "--json"]))
        shape = [7] + info["inputs"][0]["shape"]
        random.seed(1)
        values = array.array("f", (random.random() for _ in range(math.prod(shape))))
        path = self.path("x.npy")
        write_npy(path, shape, values)
        lines = run([self.program, "predict", *weights, path, "--batch-size", "3", "--device=" + device]).split("\n")
        if len(lines) < shape[0]:
            raise Failed(f"predict printed {len(lines)} lines for {shape[0]} samples")
        return [word for line in lines for word in line.split(",")]


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("model")
    parser.add_argument("-D", dest="define", action="append", default=[])
    parser.add_argument("--digits", type=int, help="make up so many images for training")
    words = sys.argv[1:]
    cut = words.index("--") if "--" in words else len(words)
    args = parser.parse_args(words[:cut])
    args.train = words[cut + 1:]
    try:
        with tempfile.TemporaryDirectory() as folder:
            devices = Devices(args, folder)
            devices.initial()
            devices.verbs(devices.runs())
    except (Failed, ValueError) as failure:
        print(failure)
        sys.exit(1)
    print("devices: ok")


if __name__ == "__main__":
    main()
