"""Calls of the system fail one by one; after each a run goes on to the same bits.

    check_faults.py MODEL LIBRARY [--from K] [--to K] [--step K] [--kinds A,B] [--alloc-step K]

LIBRARY is that of tests/faults. A training with validation part, early stop and log of its steps is disturbed by the failure of
call K of a kind, once or from there on. Then
  - the exit code is a documented one: 0, 6 (memory) or 7 (output); never a signal;
  - a code other than 0 comes with one error on the standard error;
  - files under their names are whole: weights and states load, run.json and every line of the logs can be read;
  - the run goes on, or begins anew where nothing was there, to the weights and metrics of one that nothing disturbed, and leaves no
    temporary file and no lock.
Prints how many faults of each kind hit, and ends with `faults: ok`.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile

KINDS = ("write", "short", "eintr", "fsync", "rename", "open", "alloc")
HOW = ["--seed", "3", "--epochs", "30", "--val-split", "0.25", "--early-stop", "29", "--log-steps", "--quiet", "--threads", "1",
       "--device", "cpu"]


class Failed(Exception):
    pass


def run(command, fault=None, library=None):
    env = dict(os.environ)
    if fault:
        env.update(LD_PRELOAD=library, DND_FAULT=fault)
    return subprocess.run(command, capture_output=True, text=True, env=env, timeout=120)


def tensors(path):
    """The bytes of every tensor of a file of weights, which must be whole."""
    with open(path, "rb") as file:
        data = file.read()
    size = int.from_bytes(data[:8], "little")
    header = json.loads(data[8:8 + size])
    body, end = data[8 + size:], 0
    out = {}
    for name, tensor in header.items():
        if name == "__metadata__":
            continue
        begin, stop = tensor["data_offsets"]
        out[name] = body[begin:stop]
        end = max(end, stop)
    if end != len(body):
        raise Failed(f"{path} has {len(body)} bytes of numbers, its header says {end}")
    return out


def whole(folder):
    """Everything under its name can be read."""
    for name in sorted(os.listdir(folder)) if os.path.isdir(folder) else []:
        path = os.path.join(folder, name)
        if name.endswith(".safetensors"):
            tensors(path)
        elif name == "run.json":
            json.load(open(path))
        elif name == "metrics.jsonl":
            text = open(path).read()
            for line in text.splitlines():
                json.loads(line)
            if text and not text.endswith("\n"):
                raise Failed("metrics.jsonl ends within a line")
        elif name == "steps.csv":
            for line in open(path).read().splitlines()[1:]:
                step, loss = line.split(",")
                int(step), float(loss)


def result(folder):
    """What a run comes to, without what the clock decides."""
    lines = []
    for line in open(os.path.join(folder, "metrics.jsonl")):
        values = json.loads(line)
        lines.append({k: v for k, v in values.items() if k not in ("seconds", "data_seconds", "samples_per_second")})
    text = {name: open(os.path.join(folder, name)).read() for name in ("steps.csv", "confusion.csv")}
    weights = [tensors(os.path.join(folder, name)) for name in ("weights.safetensors", "best.safetensors")]
    status = json.load(open(os.path.join(folder, "run.json")))["status"]
    return lines, text, weights, status


def check(program, library, fault, folder, wanted):
    """One fault; whether it changed the exit code."""
    done = run([program, "train", "--out", folder, *HOW], fault, library)
    if done.returncode not in (0, 6, 7):
        raise Failed(f"exit status {done.returncode}: {done.stderr[-300:]}")
    errors = [line for line in done.stderr.splitlines() if line.startswith("error: ")]
    if len(errors) != (done.returncode != 0):
        raise Failed(f"exit status {done.returncode} with {len(errors)} errors: {done.stderr[-300:]}")
    whole(folder)
    if done.returncode != 0:
        begun = os.path.exists(os.path.join(folder, "run.json"))
        again = ["--resume", folder, "--quiet"] if begun else ["--out", folder, *HOW]
        next = run([program, "train", *again])
        # A run that failed when all was written has nothing left.
        finished = next.returncode == 2 and "has finished" in next.stderr or "stopped early" in next.stderr
        if next.returncode != 0 and not finished:
            raise Failed(f"'{errors[0]}', then {'--resume' if begun else '--out'} gives {next.returncode}: {next.stderr[-300:]}")
    if result(folder) != wanted:
        raise Failed("the run has come to something else")
    left = [name for name in os.listdir(folder) if ".tmp-" in name or name == "run.lock"]
    if left:
        raise Failed(f"left behind: {left}")
    return done.returncode != 0


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("model")
    parser.add_argument("library")
    parser.add_argument("--from", type=int, default=1, dest="first")
    parser.add_argument("--to", type=int, default=60)
    parser.add_argument("--step", type=int, default=1)
    parser.add_argument("--kinds", default=",".join(KINDS), help="some of " + ",".join(KINDS))
    parser.add_argument("--alloc-step", type=int, default=1, help="allocation K times this fails")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as top:
        program = os.path.join(top, "model")
        subprocess.run([os.path.join(os.environ["DND_TOOLS"], "dndc"), args.model, "--cuda=off", "-o", program], check=True)
        done = run([program, "train", "--out", os.path.join(top, "whole"), *HOW])
        if done.returncode:
            sys.exit(f"the undisturbed run failed: {done.stderr}")
        wanted, wrong = result(os.path.join(top, "whole")), 0
        for kind in args.kinds.split(","):
            tried = hit = 0
            for k in range(args.first, args.to + 1, args.step):
                for after in ("", "+"):
                    number = k * args.alloc_step if kind == "alloc" else k
                    fault, folder = f"{kind}:{number}{after}", os.path.join(top, "run")
                    if kind in ("eintr",) and after:
                        continue  # nothing would ever be written
                    try:
                        tried += 1
                        hit += check(program, args.library, fault, folder, wanted)
                    except (Failed, ValueError, OSError, KeyError, subprocess.TimeoutExpired) as failure:
                        wrong += 1
                        print(f"FAILED {fault}: {failure}")
                    shutil.rmtree(folder, ignore_errors=True)
            print(f"{kind}: {tried} faults, {hit} ended the run")
        if wrong:
            sys.exit(f"faults: {wrong} failed")
    print("faults: ok")


if __name__ == "__main__":
    main()
