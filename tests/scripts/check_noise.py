"""The noise of a network, bit by bit, on every target.

    check_noise.py NOISE.mlir

The network has the distributions as outputs. Compiled for several processors and run with one thread and
with two, in f64, and on the emulated GPU, it must give the same numbers; their means and variances are
those of the distributions, and seed, step, path and sample all count. Ends with `noise: ok`.
"""

import os
import sys
import tempfile

import numpy as np

from check_numeric import Failed, run, use_simt

SHAPE, BATCH = (3, 21), 513


def main():
    folder = tempfile.TemporaryDirectory()
    path = lambda name: os.path.join(folder.name, name)
    np.save(path("x.npy"), np.zeros((BATCH, *SHAPE), np.float32))
    use_simt("shuffle:1")

    def build(name, *options):
        run([os.path.join(os.environ["DND_TOOLS"], "dndc"), sys.argv[1], "-o", path(name), *options])
        return path(name)

    def draw(program, seed, step, *options):
        run([program, "init", "--output", path("w.safetensors")])
        run([program, "forward", "--weights", path("w.safetensors"), "--input", path("x.npy"), "--output", path("y.npz"),
             "--seed", str(seed), "--step", str(step), *options])
        return dict(np.load(path("y.npz")))

    own, simt = build("own"), build("simt", "--cuda-arch=simt")
    os.environ["DND_SPLIT"] = "always"
    drawn = []
    for seed, step in ((0, 0), (2**40 + 3, 7), (2**40 + 3, 2**32 + 7), (4, 7)):
        wanted = draw(own, seed, step, "--threads", "1")
        others = {"two threads": draw(own, seed, step, "--threads", "2"),
                  "f64": draw(own, seed, step, "--precision", "f64"),
                  "emulated GPU": draw(simt, seed, step, "--device", "cuda")}
        for march in ("x86-64-v2", "x86-64-v3"):
            others[march] = draw(build(march, "--march=" + march), seed, step)
        for who, found in others.items():
            for name in wanted:
                if not np.array_equal(wanted[name].astype(float), found[name].astype(float)):
                    raise Failed(f"{who}: other numbers of {name}")
        drawn.append(wanted)
    print(f"the same numbers: one thread, {', '.join(others)}")
    moments = {"normal": (-1.5, 2.5**2), "uniform": (0.5, 16 / 12), "bernoulli": (0.3, 0.21)}
    for name, (mean, variance) in moments.items():
        values = np.concatenate([d[name].ravel() for d in drawn]).astype(float)
        error = 4.5 * np.sqrt(variance / values.size)
        spread = values.var()
        if abs(values.mean() - mean) > error or abs(spread / variance - 1) > 4.5 * np.sqrt(2 / values.size):
            raise Failed(f"{name}: mean {values.mean():.4f}, variance {spread:.4f}")
        # Neither another draw nor a neighbour is correlated.
        rows = [(d[name].astype(float) - mean) / np.sqrt(variance) for d in drawn]
        pairs = [(rows[i], rows[k]) for i in range(4) for k in range(i)]
        pairs += [(r[1:], r[:-1]) for r in rows] + [(r[:, 1:], r[:, :-1]) for r in rows] + [(r[:, :, 1:], r[:, :, :-1]) for r in rows]
        for a, b in pairs:
            if abs((a * b).mean()) > 5 / np.sqrt(a.size):
                raise Failed(f"{name}: correlation {(a * b).mean():.4f}")
    print("moments and correlations: ok")
    print("noise: ok")


if __name__ == "__main__":
    try:
        main()
    except Failed as failure:
        print(failure)
        sys.exit(1)
