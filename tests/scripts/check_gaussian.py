"""The learned quadratic classifier against the theory: check_gaussian.py RUN."""

import json
import struct
import sys

# The classes of models/gaussian_classes.dnd and the accuracy of the Bayes classifier
# (integrated numerically on a fine grid to 0.01 points).
MEANS = [[0, 0], [2, 2]]
COVARIANCES = [[[2.1, 0.4], [0.4, 2.0]], [[0.1, 0.1], [0.1, 0.3]]]
BAYES = 0.9627


def read_safetensors(path):
    with open(path, "rb") as file:
        data = file.read()
    size = int.from_bytes(data[:8], "little")
    header = json.loads(data[8:8 + size])
    arrays = {}
    for name, entry in header.items():
        if name != "__metadata__":
            begin, end = entry["data_offsets"]
            arrays[name] = struct.unpack(f"<{(end - begin) // 4}f", data[8 + size + begin:8 + size + end])
    return arrays


def inverse(m):
    (a, b), (c, d) = m
    det = a * d - b * c
    return [d / det, -b / det, -c / det, a / det]


def main():
    run = sys.argv[1]
    with open(run + "/metrics.jsonl") as file:
        last = json.loads(file.readlines()[-1])
    if abs(last["test_accuracy"] - BAYES) > 0.003:
        sys.exit(f"accuracy {last['test_accuracy']}, Bayes {BAYES}")
    print(f"accuracy: ok ({last['test_accuracy']:.4f}, Bayes {BAYES})")
    weights = read_safetensors(run + "/weights.safetensors")
    A = next(v for k, v in weights.items() if k.endswith(".A"))
    w = next(v for k, v in weights.items() if k.endswith(".w"))
    theory = [inverse(c) for c in COVARIANCES]
    linear = [[-2 * (t[0] * m[0] + t[1] * m[1]), -2 * (t[2] * m[0] + t[3] * m[1])]
              for t, m in zip(theory, MEANS)]
    # Only the symmetric part of A is determined.
    got = [A[0] - A[4], (A[1] + A[2] - A[5] - A[6]) / 2, A[3] - A[7], w[0] - w[2], w[1] - w[3]]
    want = [theory[0][0] - theory[1][0], theory[0][1] - theory[1][1], theory[0][3] - theory[1][3],
            linear[0][0] - linear[1][0], linear[0][1] - linear[1][1]]
    size = max(abs(v) for v in want)
    for g, t in zip(got, want):
        # Relative to the entry; entries of zero relative to the largest.
        if abs(g - t) > 0.1 * (abs(t) if abs(t) > 0.05 * size else size):
            sys.exit(f"coefficients {got}, theory {want}")
    print(f"coefficients: ok ({['%.2f' % g for g in got]}, theory {['%.2f' % t for t in want]})")


if __name__ == "__main__":
    main()
