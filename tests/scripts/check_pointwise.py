"""Holds every pointwise function against float64, over the whole range of f32.

    check_pointwise.py [--simt]

Every function of dialect/dnd/MapFns.def is compiled as an output of one model and
evaluated at all exponents with several mantissas and both signs, at subnormal numbers,
zeros, infinities and NaN, and densely where functions bend; functions of two operands at
all pairs of special numbers. The results must be within 4 units in the last place of
NumPy's float64, with the same infinities and signs of zero, and NaN exactly where the
formula has NaN. With --simt on the emulated GPU. Ends with `pointwise: ok ...`.
"""

import argparse
import math
import os
import re
import subprocess
import sys
import tempfile

import numpy as np

from check_numeric import use_simt

LIMIT = 4  # units in the last place
WIDTH = 64


def scalar(function):
    """A function of the math module, with C's results where Python raises."""

    def value(x):
        try:
            return function(x)
        except OverflowError:
            return math.inf
        except ValueError:
            return math.nan

    return np.vectorize(value, otypes=[float])


def sigmoid(x):
    return 1 / (1 + math.exp(-x)) if not x < -700 else math.exp(x)


def softplus(x):
    return (x if not x < 0 else 0) + math.log1p(math.exp(-abs(x)))


def keep_nan(x, result):
    return np.where(np.isnan(x), x, result)


# Of each function: its text in the language, its value.
UNARY = {
    "copy": ("x[i]", lambda x: x),
    "neg": ("-x[i]", lambda x: -x),
    "abs": ("abs(x[i])", np.abs),
    "exp": ("exp(x[i])", scalar(math.exp)),
    "log": ("log(x[i])", np.log),
    "sqrt": ("sqrt(x[i])", np.sqrt),
    "sin": ("sin(x[i])", scalar(math.sin)),
    "cos": ("cos(x[i])", scalar(math.cos)),
    "tanh": ("tanh(x[i])", np.tanh),
    "sigmoid": ("sigmoid(x[i])", scalar(sigmoid)),
    "erf": ("erf(x[i])", scalar(math.erf)),
    "relu": ("relu(x[i])", lambda x: np.where(x < 0, 0, x)),
    "leaky_relu": ("leaky_relu(x[i], 0.25)", lambda x: np.where(x > 0, x, 0.25 * x)),
    "powi": ("x[i]^3", lambda x: x**3),
    "powi_square": ("x[i]^2", lambda x: x**2),
    "powi_high": ("x[i]^12", lambda x: x**12),
    "powi_odd": ("x[i]^31", lambda x: x**31),
    "powi_inverse": ("x[i]^(-1)", lambda x: 1 / x),
    "powi_negative": ("x[i]^(-2)", lambda x: 1 / x**2),
    "powi_steep": ("x[i]^(-7)", lambda x: 1 / x**7),
    "powf": ("x[i]^0.75", lambda x: np.power(x, 0.75)),
    "affine": ("2 * x[i] + 1", lambda x: 2 * x + 1),
    "sign": ("sign(x[i])", lambda x: np.where(x > 0, 1, np.where(x < 0, -1, x))),
    "step": ("step(x[i])", lambda x: keep_nan(x, x > 0)),
    "floor": ("floor(x[i])", np.floor),
    "softplus": ("softplus(x[i])", scalar(softplus)),
    "expm1": ("expm1(x[i])", scalar(math.expm1)),
    "log1p": ("log1p(x[i])", np.log1p),
    "logistic_written_out": ("1 / (1 + exp(-x[i]))", scalar(sigmoid)),
    "softplus_written_out": ("log(1 + exp(x[i]))", scalar(softplus)),
}
BINARY = {
    "add": ("x[i] + y[i]", lambda x, y: x + y),
    "sub": ("x[i] - y[i]", lambda x, y: x - y),
    "mul": ("x[i] * y[i]", lambda x, y: x * y),
    "div": ("x[i] / y[i]", lambda x, y: x / y),
    "max": ("max(x[i], y[i])", lambda x, y: np.where(np.isnan(x) | (x >= y), x, y)),
    "min": ("min(x[i], y[i])", lambda x, y: np.where(np.isnan(x) | (x <= y), x, y)),
    "pow": ("pow(x[i], y[i])", np.power),
    "gt": ("if x[i] > y[i] then 1 else 0", lambda x, y: x > y),
    "ge": ("if x[i] >= y[i] then 1 else 0", lambda x, y: x >= y),
    "lt": ("if x[i] < y[i] then 1 else 0", lambda x, y: x < y),
    "le": ("if x[i] <= y[i] then 1 else 0", lambda x, y: x <= y),
    "eq": ("if x[i] == y[i] then 1 else 0", lambda x, y: x == y),
    "ne": ("if x[i] != y[i] then 1 else 0", lambda x, y: x != y),
    "select": ("if x[i] > 0 then x[i] else y[i]", lambda x, y: np.where(x > 0, x, y)),
    "max_of_number": ("max(y[i], 0)", lambda x, y: np.where(np.isnan(y) | (y >= 0), y, 0)),
    "number_max": ("max(0, y[i])", lambda x, y: np.where(0 >= y, 0, y)),
    "clamp": ("min(max(x[i], -1), 1)", lambda x, y: np.clip(x, -1, 1)),
    "lost_factor": ("0 * x[i]", lambda x, y: 0 * x),
}
# Reductions of each row of x, in which one number is NaN now and then.
REDUCED = {
    "max": ("max(i) x[i]", lambda x: x.max(1)),
    "min": ("min(i) x[i]", lambda x: x.min(1)),
    "prod": ("prod(i) tanh(x[i])", lambda x: np.tanh(x).prod(1)),
    "sum": ("sum(i) tanh(x[i])", lambda x: np.tanh(x).sum(1)),
}


def rows(values):
    return np.resize(values, (-(-len(values) // WIDTH), WIDTH)).astype(np.float32)


def every_kind(random):
    """All exponents and signs, zeros, subnormal numbers, infinities, NaN."""
    mantissas = np.concatenate([[0, 1, 0x333333, 0x400000, 0x7fffff], random.integers(0, 1 << 23, 11)])
    bits = [sign << 31 | exponent << 23 | int(m) for exponent in range(256) for m in mantissas for sign in (0, 1)]
    return np.array(bits, np.uint32).view(np.float32)


def unary_inputs(random):
    dense = [np.linspace(-110, 110, 9000), random.normal(size=9000), random.normal(size=3000) * 1e4,
             np.arange(-2000, 2000) * np.pi / 2, np.arange(-400, 400) / 8]
    return rows(np.concatenate([every_kind(random), *dense]))


def binary_inputs(random):
    special = [0, -0.0, 1e-45, -1e-45, 1e-38, 0.3, 0.5, 1, 1.5, 2, 3, 100, 1e30, 3.4e38, np.inf, np.nan]
    special = np.float32(special + [-v for v in special[5:]])
    x, y = (a.ravel() for a in np.meshgrid(special, special))
    few = np.concatenate([random.normal(size=6000), random.normal(size=2000) * 30, random.choice(every_kind(random), 2000)])
    return rows(np.concatenate([x, few])), rows(np.concatenate([y, random.permutation(few)]))


def difference(name, got, right, where):
    """What is wrong with the results of one function, or None."""
    with np.errstate(over="ignore", invalid="ignore"):
        expected = np.asarray(right, float).astype(np.float32)
        size = np.maximum(np.spacing(np.abs(expected)), np.float32(1e-45)).astype(float)
        finite = np.isfinite(got) & np.isfinite(expected)
        # The largest finite number and infinity are neighbours.
        edge = np.float32(3.4028235e38)
        beside = (np.isinf(got) != np.isinf(expected)) & (np.minimum(np.abs(got), np.abs(expected)) > edge * (1 - 3e-7))
        same = (np.isnan(got) & np.isnan(expected)) | (got == expected) | (beside & (np.sign(got) == np.sign(expected)))
        error = np.where(finite, np.abs(got.astype(float) - right) / size, 0)
        wrong = ~same & ~(finite & (error <= LIMIT))
        wrong |= finite & (got == 0) & (right == 0) & (np.signbit(got) != np.signbit(right))
    if not wrong.any():
        return None
    at = tuple(np.argwhere(wrong)[0])
    return (f"{name}: {wrong.sum()} of {wrong.size} wrong; at {', '.join(repr(a[at]) for a in where)}"
            f" {got[at]!r}, right {right[at]!r} ({error[at]:.3g} units in the last place)")


def check_complete():
    """Every row of MapFns.def has a formula here."""
    table = open(os.path.join(os.environ["DND_SOURCE"], "dialect", "dnd", "MapFns.def")).read()
    missing = set(re.findall(r"DND_MAP_FN\((\w+), \d", table)) - set(UNARY) - set(BINARY)
    if missing:
        raise SystemExit("no formula here for " + ", ".join(sorted(missing)))


def write_model(path, lines, inputs):
    body = "".join(f"  output f_{name}{index} = {text}\n" for name, index, text in lines)
    with open(path, "w") as file:
        file.write("network M {\n" + "".join(f"  input {i}[{WIDTH}]\n" for i in inputs) + body + "}\n")


def evaluate(folder, name, lines, inputs, simt):
    """The outputs of a model with these lines, by the name of the function."""
    write_model(f"{folder}/{name}.dnd", lines, inputs)
    program, written = f"{folder}/{name}", []
    tools = os.environ["DND_TOOLS"]
    device = "--cuda-arch=simt" if simt else "--cuda=off"
    run = lambda *command: subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    run(os.path.join(tools, "dndc"), device, f"{program}.dnd", "-o", program)
    run(program, "init", "--output", f"{folder}/w.safetensors")
    for key, values in inputs.items():
        np.save(f"{folder}/{key}.npy", values)
        written += ["--input", f"{key}={folder}/{key}.npy"]
    run(program, "forward", "--weights", f"{folder}/w.safetensors", *written, "--output", f"{folder}/o.npz",
        *(["--device=cuda"] if simt else []))
    with np.load(f"{folder}/o.npz") as outputs:
        return {key: outputs["f_" + key] for key, _, _ in lines}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--simt", action="store_true", help="on the emulated GPU")
    simt = parser.parse_args().simt
    check_complete()
    if simt:
        use_simt("shuffle:1")
    random = np.random.default_rng(5)
    problems, count = [], 0
    with tempfile.TemporaryDirectory() as folder, np.errstate(all="ignore"):
        x = unary_inputs(random)
        got = evaluate(folder, "unary", [(k, "[i]", v[0]) for k, v in UNARY.items()], {"x": x}, simt)
        for name, (_, formula) in UNARY.items():
            problems.append(difference(name, got[name], formula(x.astype(float)), [x]))
        count += x.size * len(UNARY)
        x, y = binary_inputs(random)
        got = evaluate(folder, "binary", [(k, "[i]", v[0]) for k, v in BINARY.items()], {"x": x, "y": y}, simt)
        for name, (_, formula) in BINARY.items():
            right = np.asarray(formula(x.astype(float), y.astype(float)), float)
            problems.append(difference(name, got[name], right, [x, y]))
        count += x.size * len(BINARY)
        x = random.normal(size=(200, WIDTH)).astype(np.float32)
        x[::3, random.integers(0, WIDTH)] = np.nan
        x[1::9, 0], x[2::9, -1] = np.nan, np.nan
        got = evaluate(folder, "reduced", [(k, "", v[0]) for k, v in REDUCED.items()], {"x": x}, simt)
        for name, (_, formula) in REDUCED.items():
            right = formula(x.astype(float))
            nan = np.isnan(got[name].ravel()) != np.isnan(right)
            if nan.any() or not np.allclose(got[name].ravel(), right, rtol=1e-5, atol=1e-6, equal_nan=True):
                problems.append(f"{name} over a row: {nan.sum()} rows differ in being NaN")
    problems = [p for p in problems if p]
    for problem in problems:
        print(problem)
    if problems:
        return 1
    print(f"pointwise: ok, {len(UNARY)} functions of one operand, {len(BINARY)} of two, {count} values")
    return 0


if __name__ == "__main__":
    sys.exit(main())
