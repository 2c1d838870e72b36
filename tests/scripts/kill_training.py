"""Kills a training with SIGKILL once it has finished so many epochs, and says so.

    kill_training.py EPOCHS RUN PROGRAM OPTIONS...

RUN is the run folder whose metrics are watched; PROGRAM with OPTIONS is started and must not end by itself.
"""

import os
import subprocess
import sys
import time


def finished(run):
    try:
        with open(os.path.join(run, "metrics.jsonl")) as file:
            return len(file.readlines())
    except FileNotFoundError:
        return 0


def main():
    epochs, run = int(sys.argv[1]), sys.argv[2]
    process = subprocess.Popen(sys.argv[3:], stdout=subprocess.DEVNULL)
    while finished(run) < epochs:
        if process.poll() is not None:
            sys.exit(f"the training ended with code {process.returncode} before its epoch {epochs}")
        time.sleep(0.001)
    process.kill()
    if process.wait() != -9:
        sys.exit("the training ended before it was killed")
    print(f"killed behind epoch {epochs}")


main()
