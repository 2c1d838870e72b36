"""Parts of sweep.test that a shell cannot do.

    sweep.py summary FILE      the test part is told of the chosen row alone
    sweep.py kill DIR DND      a sweep that is killed and continued ends with the bits of one that was not
"""

import csv
import os
import signal
import subprocess
import sys
import time


def summary(path):
    with open(path) as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 4, rows
    assert [row["chosen"] for row in rows] == ["1", "0", "0", "0"], rows
    for row in rows:
        assert row["n"] == "2" and row["failed"] == "0" and int(row["parameters"]) > 0, row
        assert bool(row["test_accuracy_mean"]) == (row["chosen"] == "1"), row
        assert 0 < float(row["val_accuracy_mean"]) <= 1 and float(row["val_loss_std"]) >= 0, row
    assert len({row["parameters"] for row in rows}) == 2, rows
    # Iris with two projections: 3 x 2 x 4 of the quadratic part, 3 x 2 squares, 3 x 4 of the linear part; less with one.
    assert len({row["multiply_adds"] for row in rows}) == 2 and min(int(row["multiply_adds"]) for row in rows) >= 24, rows


def weights(folder):
    found = {}
    for where, _, files in os.walk(folder):
        if "weights.safetensors" in files:
            with open(os.path.join(where, "weights.safetensors"), "rb") as file:
                found[os.path.relpath(where, folder)] = file.read()
    return found


def kill(folder, dnd):
    command = [dnd, "sweep", "net.dnd", "--cuda=off", "--rank", "1,2", "--lr", "0.01,0.02", "--seeds", "2", "--jobs", "2",
               "--epochs", "150", "--quiet", "--out"]
    begun = subprocess.Popen(command + ["killed"], cwd=folder)
    while len(weights(os.path.join(folder, "killed"))) < 3 and begun.poll() is None:
        time.sleep(0.01)
    assert begun.poll() is None, "the sweep was over before it could be killed"
    begun.send_signal(signal.SIGKILL)
    begun.wait()
    # Its trainings are told by the kernel, and save.
    deadline = time.time() + 60
    while not quiet(os.path.join(folder, "killed")):
        assert time.time() < deadline, "trainings outlive their sweep"
        time.sleep(0.01)
    subprocess.run(command + ["killed"], cwd=folder, check=True, stdout=subprocess.DEVNULL)
    subprocess.run(command + ["whole"], cwd=folder, check=True, stdout=subprocess.DEVNULL)
    killed, whole = (weights(os.path.join(folder, name)) for name in ("killed", "whole"))
    assert len(whole) == 8 and killed.keys() == whole.keys(), (sorted(killed), sorted(whole))
    for name, data in whole.items():
        assert killed[name] == data, name


def quiet(folder):
    """Whether no training runs any more: each has a lock in its folder, and so has the sweep, whose file stays."""
    return not any("run.lock" in files for where, _, files in os.walk(folder) if where != folder)


if __name__ == "__main__":
    {"summary": summary, "kill": kill}[sys.argv[1]](*sys.argv[2:])
