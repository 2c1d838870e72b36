#!/usr/bin/env python3
"""Single convolutions, forward and forward with all gradients, against PyTorch in one run.

Both sides take turns: a round is one turn of each, so that a change in the machine's load meets both. Printed are
the medians over the rounds, the rate in GFLOP/s that follows, and the ratio of PyTorch's time to ours of the same
round (median, minimum - maximum; above 1 the compiled model is faster). PyTorch runs in eager mode, channels last,
with the same number of threads. f32 on both sides.

Needs PyTorch in the Python that runs it. See bench/README.md.
"""

import argparse
import dataclasses
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(HERE)


@dataclasses.dataclass
class Case:
    inputs: int
    outputs: int
    size: int
    kernel: int = 3
    stride: int = 1
    depthwise: bool = False
    batch: int = 128

    @property
    def margin(self):
        return self.kernel // 2

    @property
    def result(self):
        return (self.size + 2 * self.margin - self.kernel) // self.stride + 1

    def flops(self):
        """Of the forward pass; each gradient is as much."""
        steps = self.kernel ** 2 * (1 if self.depthwise else self.inputs)
        return 2.0 * self.batch * self.result ** 2 * self.outputs * steps

    def text(self):
        index = ["p", "q"] if self.stride == 1 else [f"{self.stride}*p", f"{self.stride}*q"]
        pad = f"xp = pad(x, [0, {self.margin}, {self.margin}])" if self.margin else "xp = x"
        k, r = self.kernel, self.result
        if self.depthwise:
            kernel = f"param k[c, {k}, {k}] ~ normal(0, 0.1)"
            body = f"output y[i, p in 0..{r}, q in 0..{r}] = sum(r, s) k[i, r, s] * xp[i, {index[0]} + r, {index[1]} + s]"
        else:
            kernel = f"param k[{self.outputs}, c, {k}, {k}] ~ normal(0, 0.1)"
            body = (f"output y[o, p in 0..{r}, q in 0..{r}] = "
                    f"sum(i, r, s) k[o, i, r, s] * xp[i, {index[0]} + r, {index[1]} + s]")
        return (f"layer window() {{\n  input x[c, h, w]\n  {pad}\n  {kernel}\n  {body}\n}}\n"
                f"network N {{\n  input x[{self.inputs}, {self.size}, {self.size}]\n  output y = x |> window\n}}\n")


CASES = {
    "3x3 16 32x32": Case(16, 16, 32),
    "3x3 32 16x16": Case(32, 32, 16),
    "3x3 64 8x8": Case(64, 64, 8),
    "3x3 3-16 32x32": Case(3, 16, 32),
    "3x3/2 16-32 32x32": Case(16, 32, 32, stride=2),
    "3x3/2 32-64 16x16": Case(32, 64, 16, stride=2),
    "3x3 64 28x28": Case(64, 64, 28, batch=32),
    "3x3 512 4x4": Case(512, 512, 4, batch=32),
    "5x5 32 16x16": Case(32, 32, 16, kernel=5),
    "7x7/2 3-64 64x64": Case(3, 64, 64, kernel=7, stride=2, batch=16),
    "depthwise 7x7 96 28x28": Case(96, 96, 28, kernel=7, depthwise=True, batch=16),
    "1x1 64-256 16x16": Case(64, 256, 16, kernel=1, batch=64),
}


def peer(case, threads):
    """The other side's process: a turn for each line read."""
    import torch
    import torch.nn.functional as functional

    torch.set_num_threads(threads)
    layout = torch.channels_last
    x = torch.randn(case.batch, case.inputs, case.size, case.size).to(memory_format=layout).requires_grad_()
    steps = 1 if case.depthwise else case.inputs
    k = torch.randn(case.outputs, steps, case.kernel, case.kernel).to(memory_format=layout).requires_grad_()
    groups = case.inputs if case.depthwise else 1
    y = functional.conv2d(x, k, stride=case.stride, padding=case.margin, groups=groups)
    cotangent = torch.randn_like(y)

    def forward():
        with torch.no_grad():
            functional.conv2d(x, k, stride=case.stride, padding=case.margin, groups=groups)

    def gradients():
        x.grad = k.grad = None
        functional.conv2d(x, k, stride=case.stride, padding=case.margin, groups=groups).backward(cotangent)

    def measure(function, repeat):
        function()
        times = []
        for _ in range(repeat):
            start = time.perf_counter()
            function()
            times.append(time.perf_counter() - start)
        return statistics.median(times) * 1e3

    print(json.dumps(torch.__version__), flush=True)
    for line in sys.stdin:
        print(json.dumps([measure(forward, int(line)), measure(gradients, int(line))]), flush=True)


def our_turn(program, case, threads, repeat):
    times = []
    for entry in ("forward", "grad_cotangent"):
        done = subprocess.run([program, "bench", "--entry", entry, "--batch", str(case.batch), "--threads", str(threads),
                               "--repeat", str(repeat), "--device", "cpu", "--json"],
                              check=True, capture_output=True, text=True)
        times.append(json.loads(done.stdout)[0]["median_us"] / 1e3)
    return times


def run_case(name, dndc, threads, options, folder):
    case = CASES[name]
    program = os.path.join(folder, "window")
    with open(program + ".dnd", "w") as file:
        file.write(case.text())
    subprocess.run([dndc, program + ".dnd", "-o", program, "--cuda=off", *options.dndc], check=True)
    environment = dict(os.environ, OMP_NUM_THREADS=str(threads), MKL_NUM_THREADS=str(threads))
    other = None
    if not options.alone:
        other = subprocess.Popen([sys.executable, __file__, "--peer", name, "--threads", str(threads)],
                                 stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment)
        other.stdout.readline()
    ours, theirs = [], []
    for _ in range(options.rounds):
        ours.append(our_turn(program, case, threads, options.repeat))
        if other:
            other.stdin.write(f"{options.repeat}\n")
            other.stdin.flush()
            theirs.append(json.loads(other.stdout.readline()))
    if other:
        other.stdin.close()
        other.wait()
    cells = [name, str(threads)]
    for i, passes in enumerate((1, 3)):
        mine = statistics.median(turn[i] for turn in ours)
        cells += [f"{mine:.2f}", f"{passes * case.flops() / mine / 1e6:.0f}"]
        if other:
            ratios = [b[i] / a[i] for a, b in zip(ours, theirs)]
            cells += [f"{statistics.median(turn[i] for turn in theirs):.2f}",
                      f"{statistics.median(ratios):.2f} ({min(ratios):.2f} - {max(ratios):.2f})"]
    print("| " + " | ".join(cells) + " |", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", default=os.path.join(ROOT, "build"), help="build folder with bin/dndc")
    parser.add_argument("--threads", type=int, nargs="+", default=[1, 2], help="thread counts (default: 1 2)")
    parser.add_argument("--rounds", type=int, default=7, help="turns of each side (default: 7)")
    parser.add_argument("--repeat", type=int, default=7, help="measurements in a turn (default: 7)")
    parser.add_argument("--case", action="append", choices=list(CASES), help="only these cases")
    parser.add_argument("--alone", action="store_true", help="the compiled models only")
    parser.add_argument("--dndc", action="append", default=[], metavar="OPTION", help="an option for dndc")
    parser.add_argument("--peer", choices=list(CASES), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.peer:
        return peer(CASES[options.peer], options.threads[0])
    dndc = os.path.join(os.path.abspath(options.build), "bin", "dndc")
    if not os.path.exists(dndc):
        sys.exit(f"bench/windows.py: no {dndc}; build it first, or give --build DIR")
    peers = [] if options.alone else ["PyTorch ms", "ratio"]
    head = ["case", "threads", "forward ms", "GFLOP/s", *peers, "with gradients ms", "GFLOP/s", *peers]
    print("| " + " | ".join(head) + " |\n|" + " --- |" * len(head), flush=True)
    with tempfile.TemporaryDirectory() as folder:
        for threads in options.threads:
            for name in options.case or CASES:
                run_case(name, dndc, threads, options, folder)


if __name__ == "__main__":
    main()
