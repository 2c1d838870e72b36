#!/usr/bin/env python3
"""Whole training steps of compiled models against PyTorch in eager mode, in one run.

For every case and thread count the compiled model and all PyTorch formulations take turns, so
that a change in the machine's load meets both sides. Reported: the median over the turns with
minimum and maximum, the ratio to the best formulation (of the same turn), and the share of the
roof (the time that the step's least arithmetic or least memory traffic would take at the rates
that bench/roof.cpp measures). f32 and the same number of threads on both sides.

Needs PyTorch in the Python that runs it (pip install torch==2.13.0). See bench/README.md.
"""

import argparse
import datetime
import json
import os
import statistics
import subprocess
import sys
import tempfile

import report
from cases import CASES

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(HERE)


def measure_roof(threads, folder):
    program = os.path.join(folder, "roof")
    if not os.path.exists(program):
        subprocess.run(["c++", "-O3", "-march=native", "-fopenmp",
                        os.path.join(HERE, "roof.cpp"), "-o", program], check=True)
    done = subprocess.run([program, str(threads)], check=True, capture_output=True, text=True)
    return json.loads(done.stdout)


def compile_model(dndc, case, folder):
    program = os.path.join(folder, case.name)
    command = [dndc, os.path.join(ROOT, "models", case.model), "-o", program]
    if case.network:
        command += ["--network", case.network]
    for name, value in case.defines.items():
        command += ["-D", f"{name}={value}"]
    subprocess.run(command, check=True)
    return program


def our_turn(program, case, threads, repeat):
    """Median milliseconds of a step of the compiled model."""
    done = subprocess.run([program, "bench", "--entry", "train_step", "--batch", str(case.batch),
                           "--threads", str(threads), "--repeat", str(repeat), "--json"],
                          check=True, capture_output=True, text=True)
    entry, = json.loads(done.stdout)
    if entry["threads"] != threads:
        sys.exit(f"bench/run.py: {case.name} ran on {entry['threads']} threads, not on {threads}")
    return entry["median_us"] / 1e3


class Peers:
    """The formulations of one case in a process of their own, idle between turns."""

    def __init__(self, case, threads):
        environment = dict(os.environ, OMP_NUM_THREADS=str(threads), MKL_NUM_THREADS=str(threads))
        self.process = subprocess.Popen(
            [sys.executable, os.path.join(HERE, "peers.py"), case.name, str(case.batch), str(threads)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment)
        self.about = self._answer()

    def _answer(self):
        line = self.process.stdout.readline()
        if not line:
            sys.exit("bench/run.py: the PyTorch side ended early; is PyTorch installed in "
                     f"{sys.executable}? (pip install torch==2.13.0)")
        return json.loads(line)

    def turn(self, repeat):
        """{formulation: median milliseconds}"""
        self.process.stdin.write(f"{repeat}\n")
        self.process.stdin.flush()
        return {name: statistics.median(times) for name, times in self._answer().items()}

    def close(self):
        self.process.stdin.close()
        self.process.wait()


def run_case(case, threads, program, roof, options):
    peers = Peers(case, threads)
    turns = []
    for _ in range(options.rounds):
        turns.append({"dnd": our_turn(program, case, threads, options.repeat),
                      "peers": peers.turn(options.repeat)})
    peers.close()
    return peers.about["torch"], report.summarise(case, threads, turns, roof)


def run(options):
    dndc = os.path.join(os.path.abspath(options.build), "bin", "dndc")
    if not os.path.exists(dndc):
        sys.exit(f"bench/run.py: no {dndc}; build it first, or give --build DIR")
    load = report.Load()
    result = {"date": datetime.date.today().isoformat(), "cpu": report.cpu(), "torch": "",
              "compiler": report.compiler(dndc), "rounds": options.rounds,
              "repeat": options.repeat, "roofs": [], "cases": []}
    with tempfile.TemporaryDirectory() as folder:
        chosen = [CASES[name] for name in options.case or CASES]
        programs = {case.name: compile_model(dndc, case, folder) for case in chosen}
        for threads in options.threads:
            result["roofs"].append(measure_roof(threads, folder))
            for case in chosen:
                result["torch"], row = run_case(case, threads, programs[case.name],
                                                result["roofs"][-1], options)
                result["cases"].append(row)
                print(f"{case.name}, {threads} threads: {row['dnd_ms']['median']:.3f} ms, best PyTorch "
                      f"{row['peers_ms'][row['best_peer']]['median']:.3f} ms ({row['best_peer']}): "
                      f"{row['ratio']['median']:.2f}x", file=sys.stderr, flush=True)
    result["load"] = load.stop()
    return result


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", default=os.path.join(ROOT, "build"), help="build folder with bin/dndc")
    parser.add_argument("--threads", type=int, nargs="+", default=[1, 2], help="thread counts (default: 1 2)")
    parser.add_argument("--rounds", type=int, default=9, help="turns of each side (default: 9)")
    parser.add_argument("--repeat", type=int, default=9, help="measurements in a turn (default: 9)")
    parser.add_argument("--case", action="append", choices=list(CASES), help="only these cases")
    parser.add_argument("--json", help="write all numbers to this file")
    parser.add_argument("--markdown", help="write the table to this file")
    options = parser.parse_args()
    result = run(options)
    text = report.table(result)
    print(text)
    for path, content in ((options.json, json.dumps(result, indent=1) + "\n"), (options.markdown, text)):
        if path:
            with open(path, "w") as file:
                file.write(content)


if __name__ == "__main__":
    main()
