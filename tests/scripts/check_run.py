"""What a training run must have reached.

    check_run.py RUN CONDITION...

RUN is a run folder with metrics.jsonl. A condition is `key>=number`, `key<=number` or
`key==number` on the last epoch, `best:key>=number` on the best one, `epoch6:key>=number` on a
given one, `rises:key` (never falls), or `epochs==N` (lines of the file).
"""

import json
import re
import sys


def main():
    with open(sys.argv[1] + "/metrics.jsonl") as file:
        lines = [json.loads(line) for line in file]
    if not lines:
        sys.exit("metrics.jsonl is empty")
    for condition in sys.argv[2:]:
        if condition.startswith("rises:"):
            key = condition[6:]
            values = [line[key] for line in lines]
            falls = [i for i in range(1, len(values)) if values[i] < values[i - 1] - 1e-6]
            if falls:
                sys.exit(f"{key} falls in epoch {falls[0] + 1}: {values[falls[0] - 1]} to {values[falls[0]]}")
            print(f"ok: {condition} ({values[0]:.4f} to {values[-1]:.4f})")
            continue
        where, key, relation, number = re.fullmatch(
            r"(?:(best|epoch\d+):)?(\w+)(>=|<=|==)([-+.\deE]+)", condition).groups()
        if key == "epochs":
            value = len(lines)
        elif where == "best":
            value = max(line[key] for line in lines)
        elif where:
            value = next(line[key] for line in lines if line["epoch"] == int(where[5:]))
        else:
            value = lines[-1][key]
        holds = {">=": value >= float(number), "<=": value <= float(number), "==": value == float(number)}
        if not holds[relation]:
            sys.exit(f"failed: {condition}: it is {value}")
        print(f"ok: {condition} ({value})")


if __name__ == "__main__":
    main()
