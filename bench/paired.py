#!/usr/bin/env python3
"""Two trees of dnd in turns: steps of the bench's cases, or compile times of all models.

    bench/paired.py --old TREE --new TREE [--rounds 7] [--threads 1,2] [--case NAME] steps
    bench/paired.py --old TREE --new TREE [--rounds 3] compile

A tree is a checkout with the compiler in build/. Both sides compile the older tree's models. A row has the medians of both, their
spread, and the ratio new / old: of pairs that ran one after the other, their median, so that a machine whose speed drifts changes
nothing. Compile times are processor time of the whole command, linking included.
"""

import argparse
import json
import os
import re
import resource
import statistics
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))

from cases import CASES  # noqa: E402


def run(command):
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        sys.exit(" ".join(command) + "\n" + done.stderr)
    return done


def dndc(tree):
    return os.path.join(tree, "build", "bin", "dndc")


def processor_seconds(command):
    def used():
        usage = resource.getrusage(resource.RUSAGE_CHILDREN)
        return usage.ru_utime + usage.ru_stime
    before = used()
    run(command)
    return used() - before


def networks(tree, model):
    """The networks of a file: [None] where there is only one."""
    done = subprocess.run([dndc(tree), model, "--check"], capture_output=True, text=True)
    found = re.search(r"declares several networks: ([\w, ]+)", done.stderr)
    return found.group(1).strip().split(", ") if found else [None]


def row(what, old, new, unit):
    ratios = [b / a for a, b in zip(old, new)]
    spread = [f"{statistics.median(x):.3f} ({min(x):.3f} - {max(x):.3f})" for x in (old, new)]
    print(f"| {what} | {spread[0]} | {spread[1]} | {unit} | {statistics.median(ratios):.3f} |", flush=True)
    return statistics.median(ratios)


def compile_times(args, folder):
    models = os.path.join(args.old, "models")
    ratios = []
    for name in sorted(os.listdir(models)):
        if not name.endswith(".dnd"):
            continue
        path = os.path.join(models, name)
        for network in networks(args.new, path):
            times = [], []
            for _ in range(args.rounds):
                for side, tree in enumerate((args.old, args.new)):
                    command = [dndc(tree), path, "-o", os.path.join(folder, "program")]
                    times[side].append(processor_seconds(command + (["--network", network] if network else [])))
            ratios.append(row(name + (f" {network}" if network else ""), *times, "s"))
    return ratios


def step_times(args, folder):
    ratios = []
    for case in CASES.values():
        if args.case and case.name != args.case:
            continue
        programs = []
        for side, tree in enumerate((args.old, args.new)):
            programs.append(os.path.join(folder, f"{case.name}{side}"))
            run([dndc(tree), os.path.join(args.old, "models", case.model), "-o", programs[-1]]
                + (["--network", case.network] if case.network else [])
                + [f"-D{name}={value}" for name, value in case.defines.items()])
        for threads in args.threads.split(","):
            times = [], []
            for _ in range(args.rounds):
                for side, program in enumerate(programs):
                    done = run([program, "bench", "--entry", "train_step", "--batch", str(case.batch), "--threads", threads,
                                "--json"])
                    times[side].append(json.loads(done.stdout)[0]["median_us"] / 1e3)
            ratios.append(row(f"{case.title}, {threads} threads", *times, "ms"))
    return ratios


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--old", required=True)
    parser.add_argument("--new", default=os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--threads", default="1,2")
    parser.add_argument("--case")
    parser.add_argument("what", choices=("steps", "compile"))
    args = parser.parse_args()
    print("| | old | new | unit | new / old |\n| --- | --- | --- | --- | --- |")
    with tempfile.TemporaryDirectory() as folder:
        ratios = (compile_times if args.what == "compile" else step_times)(args, folder)
    print(f"\nGeometric mean of the ratios: {statistics.geometric_mean(ratios):.3f}")


if __name__ == "__main__":
    main()
