"""Two runs have the same metrics, apart from times: same_metrics.py RUN RUN."""

import json
import sys

TIMES = {"samples_per_second", "seconds", "time", "epoch_seconds", "eta", "elapsed"}


def read(run):
    with open(run + "/metrics.jsonl") as file:
        return [{k: v for k, v in json.loads(line).items()
                 if k not in TIMES and "second" not in k and "time" not in k} for line in file]


first, second = read(sys.argv[1]), read(sys.argv[2])
if not first:
    sys.exit("no metrics")
for a, b in zip(first, second):
    if a != b:
        sys.exit(f"different: {a} and {b}")
if len(first) != len(second):
    sys.exit("different numbers of epochs")
print(f"same: {len(first)} epochs")
