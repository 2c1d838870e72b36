"""The far side of a bench: formulations in a process of their own, idle between turns.

A side's program says once what it is, one line of JSON, and then answers each line `REPEAT` on
standard input by {formulation: [milliseconds of a step, ...]}.
"""

import json
import math
import os
import statistics
import subprocess
import sys
import time

HERE = os.path.dirname(os.path.abspath(__file__))


def measure(step, calls):
    """Milliseconds of one call of `step`, over `calls` of them."""
    start = time.perf_counter()
    for _ in range(calls):
        step()
    return (time.perf_counter() - start) / calls * 1e3


def serve(steps, about):
    """`steps`: {formulation: (function, steps that one call of it makes)}."""
    calls = {}
    for name, (step, _) in steps.items():
        # As `MODEL bench` does: the first calls warm up, a measurement lasts 5 ms or more.
        once = min(measure(step, 3), measure(step, 3))
        calls[name] = max(1, math.ceil(5 / once))
    print(json.dumps(about), flush=True)
    for line in sys.stdin:
        times = {}
        for name, (step, steps_of_call) in steps.items():
            measure(step, 2)  # the caches hold another formulation's weights
            times[name] = [measure(step, calls[name]) / steps_of_call for _ in range(int(line))]
        print(json.dumps(times), flush=True)


class Side:
    def __init__(self, python, program, arguments, threads):
        environment = dict(os.environ, OMP_NUM_THREADS=str(threads), MKL_NUM_THREADS=str(threads))
        cores = sorted(os.sched_getaffinity(0))[:threads]
        self.what = program
        self.process = subprocess.Popen(
            [python, os.path.join(HERE, program), *map(str, arguments), str(threads)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment,
            # XLA takes as many threads as it may use cores.
            preexec_fn=lambda: os.sched_setaffinity(0, cores))
        self.about = self._answer()

    def _answer(self):
        line = self.process.stdout.readline()
        if not line:
            sys.exit(f"bench: {self.what} ended early; its messages stand above")
        return json.loads(line)

    def turn(self, repeat):
        """{formulation: median milliseconds of a step}"""
        self.process.stdin.write(f"{repeat}\n")
        self.process.stdin.flush()
        return {name: statistics.median(times) for name, times in self._answer().items()}

    def close(self):
        self.process.stdin.close()
        self.process.wait()
