"""The mean of a metric over runs lies in a range: check_mean.py KEY LOW HIGH RUN..."""

import json
import sys

key, low, high = sys.argv[1], float(sys.argv[2]), float(sys.argv[3])
values = []
for run in sys.argv[4:]:
    with open(run + "/metrics.jsonl") as file:
        values.append(json.loads(file.readlines()[-1])[key])
mean = sum(values) / len(values)
if not low <= mean <= high:
    sys.exit(f"mean {key} is {mean:.4f} ({values}), not in {low}..{high}")
print(f"ok: mean {key} {mean:.4f}")
