"""What a model with `precision bf16` computes, against NumPy.

    check_precision.py [options] MODEL.dnd

The model's layers stand below as array expressions whose factors are rounded to bf16 and whose sums are float64:
outputs must agree to 2e-5 of the largest one (BOUND says where less can be asked for). The gradients, whose chains of products round in many places, must
agree with those of the program's own float64 twin within bounds that follow from bf16's unit roundoff of 2^-8. Ends with
`precision: ok`.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile

import numpy as np

from check_numpy import read_safetensors, run

ROUNDOFF = 2.0 ** -8  # largest relative error of a rounded number


# A number of the hidden layer that lies between two bf16 may be rounded to the other one: 2^-8 of one of many terms.
BOUND = {"deep": 2e-3}


def rounded(values):
    """The nearest bf16, ties to even; NaN stays NaN."""
    bits = np.asarray(values, np.float32).view(np.uint32)
    up = (bits + np.uint32(0x7FFF) + ((bits >> np.uint32(16)) & np.uint32(1))) & np.uint32(0xFFFF0000)
    up = np.where((bits & np.uint32(0x7FFFFFFF)) > np.uint32(0x7F800000), bits | np.uint32(0x400000), up)
    return up.astype(np.uint32).view(np.float32).astype(np.float64)


def forms(w, x):
    """tests/numeric/precision.dnd."""
    R = rounded
    X = R(x)
    out = {"plain": X @ R(w["plain.w"]).T + w["plain.b"]}
    hidden = np.tanh(X @ R(w["hidden.w"]).T + w["hidden.b"])
    out["deep"] = R(hidden.astype(np.float32)) @ R(w["deep.w"]).T + w["deep.b"]
    full = np.einsum("jik,bi,bk->bj", R(w["full.A"]), X, X, optimize=True)
    out["full"] = full + X @ R(w["full.w"]).T + w["full.b"]
    low = np.einsum("jri,bi->bjr", R(w["low.u"]), X)
    out["low"] = (w["low.s"] * low ** 2).sum(2) + X @ R(w["low.w"]).T + w["low.b"]
    out["chosen"] = (R(w["chosen.w"]) * X[:, w["chosen.source"]]).sum(2) + w["chosen.b"]
    padded = np.pad(X, ((0, 0), (1, 1)))
    n = x.shape[1]
    out["window"] = sum(R(w["window.k"])[:, t, None] * padded[:, None, t:t + n] for t in range(3)).sum(1)
    out["spread"] = x.var(1, keepdims=True)
    return out


def compile_model(args, folder, model, *options):
    program = os.path.join(folder, "model")
    dndc = [os.path.join(os.environ["DND_TOOLS"], "dndc"), model, "-o", program, *options]
    if args.march:
        dndc.append("--march=" + args.march)
    if args.simt:
        dndc += ["--cuda-arch=simt", "--cuda-math=" + args.cuda_math]
        os.environ["DND_CUDA_DRIVER"] = os.path.join(
            os.path.dirname(os.environ["DND_TOOLS"]), "lib", "libdnd_simt_driver.so")
    run(*dndc)
    return [program]


def forward(args, program, folder, weights, x, *options, device=True):
    """(outputs, gradients) of the program for one batch."""
    np.savez(os.path.join(folder, "w.npz"), **weights)
    np.save(os.path.join(folder, "x.npy"), x)
    command = program + ["forward", "--weights", os.path.join(folder, "w.npz"), "--input",
                         "x=" + os.path.join(folder, "x.npy"), "--output", os.path.join(folder, "out.npz"), *options]
    if args.simt:
        command.append("--device=cuda" if device else "--device=cpu")
    run(*command)
    return dict(np.load(os.path.join(folder, "out.npz")))


def hold(what, got, want, bound):
    apart = np.abs(got - want).max()
    top = np.abs(want).max()
    if not (top > 0 and apart <= bound * top):
        sys.exit(f"{what}: differs by {apart:.2e}, the largest number is {top:.2e}, allowed {bound:.1e} of it")
    return apart / top


def check_sizes(args, folder, rng, sizes):
    n, J = sizes
    program = compile_model(args, folder, args.model, "-D", f"n={n}", "-D", f"J={J}")
    info = json.loads(run(*program, "info", "--json"))
    if info["precision"] != "bf16":
        sys.exit("info does not say bf16")
    run(*program, "init", "--seed", "9", "--output", os.path.join(folder, "start.safetensors"))
    weights = {}
    for key, array in read_safetensors(os.path.join(folder, "start.safetensors")).items():
        noisy = array.dtype == np.float32
        weights[key] = (array + rng.normal(0, 0.3, array.shape)).astype(np.float32) if noisy else array
    exact = {k: v.astype(np.float64) if v.dtype == np.float32 else v for k, v in weights.items()}
    worst, worst_gradient = 0, 0
    for batch in map(int, args.batches.split(",")):
        x = rng.normal(size=(batch, n)).astype(np.float32)
        expected = forms(exact, x.astype(np.float64))
        options = []
        for name, value in expected.items():
            np.save(os.path.join(folder, f"c_{name}.npy"), rng.normal(size=value.shape).astype(np.float32))
            options += ["--cotangent", f"{name}={os.path.join(folder, f'c_{name}.npy')}"]
        gradients = [os.path.join(folder, "g32.npz"), os.path.join(folder, "g64.npz")]
        outputs = forward(args, program, folder, weights, x, *options, "--gradients", gradients[0])
        for name, value in expected.items():
            if name == "spread" and n == 1:
                continue
            worst = max(worst, hold(f"n={n} J={J} batch {batch} {name}", outputs[name], value, BOUND.get(name, 2e-5)))
        wide = forward(args, program, folder, weights, x, *options, "--gradients", gradients[1], "--precision", "f64",
                       device=False)
        if all((wide[name].astype(np.float32) == outputs[name]).all() for name in expected):
            sys.exit("nothing was rounded")
        single, double = (dict(np.load(file)) for file in gradients)
        for name, value in double.items():
            # Two products behind each other, of three rounded factors each; sums may cancel.
            worst_gradient = max(worst_gradient, hold(f"n={n} J={J} batch {batch} gradient of {name}", single[name],
                                                      value, 6 * ROUNDOFF))
    print(f"n={n} J={J}: outputs {worst:.1e}, gradients {worst_gradient:.1e}")


SPECIAL = [0.0, -0.0, 1.0, 1 + 2.0 ** -8, 1 + 3 * 2.0 ** -8, 1 + 2.0 ** -8 + 2.0 ** -20, -(1 + 2.0 ** -8), np.inf,
           -np.inf, np.nan, 3.4028234e38, -3.39e38, 2.0 ** -126, 2.0 ** -130, 2.0 ** -149, 3 * 2.0 ** -134, 1e-40, 0.1]


def check_rounding(args, folder):
    """One weight of 1 and others of 0 show how a number is rounded."""
    source = os.path.join(folder, "one.dnd")
    with open(source, "w") as file:
        file.write("network One {\n  input  x[2]\n  output y = x |> dense(3, bias = false)\n}\n")
    program = compile_model(args, folder, source, "--precision=bf16")
    x = np.array([[v, 0] for v in SPECIAL], np.float32)
    weights = np.array([[1, 0], [-1, 0], [1, 0]], np.float32)
    got = forward(args, program, folder, {"y.w": weights}, x)["y"]
    want = rounded(x[:, :1]) * weights[:, 0]
    if not np.array_equal(got, want.astype(np.float32), equal_nan=True):
        sys.exit(f"rounding: {got[:, 0]} instead of {want[:, 0]}")
    print(f"rounding: {len(SPECIAL)} numbers agree")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("model")
    parser.add_argument("--sizes", default="17x33,3x1,1x3,130x17", help="n x J of the model (default 17x33,3x1,1x3,130x17)")
    parser.add_argument("--batches", default="1,3,17")
    parser.add_argument("--march", default="")
    parser.add_argument("--simt", action="store_true")
    parser.add_argument("--cuda-math", default="f32")
    args = parser.parse_args()
    if args.cuda_math == "bf16":
        BOUND["full"] = 4 * ROUNDOFF  # sums of two entries of A are rounded once more
    rng = np.random.default_rng(5)
    with tempfile.TemporaryDirectory() as folder:
        for sizes in args.sizes.split(","):
            check_sizes(args, folder, rng, tuple(map(int, sizes.split("x"))))
        check_rounding(args, folder)
    print("precision: ok")


if __name__ == "__main__":
    main()
