"""Neurons nobody has named, computed independently in NumPy float64.

    check_numpy.py NAME      one of the files tests/numeric/NAME.dnd below

The formulas are written here once more, as array expressions; gradients come from
central differences of them. The compiled model must agree in every output and every
gradient to 1e-4 relative (f32), through the executable's `init` and `forward`.
"""

import json
import os
import subprocess
import sys
import tempfile

import numpy as np


def relu(v):
    return np.maximum(v, 0)


def sigmoid(v):
    return 1 / (1 + np.exp(-v))


def gated_layer(w, path, x):
    u = np.einsum("jri,bi->bjr", w[path + ".u"], x)
    v = np.einsum("jri,bi->bjr", w[path + ".v"], x)
    return np.einsum("jr,bjr->bj", w[path + ".a"], relu(u) * v)


def gated(w, p, x):
    return {"logits": gated_layer(w, p[1], gated_layer(w, p[0], x["x"]))}


def cubic(w, p, x):
    x = x["x"]
    return {"y": np.einsum("jikl,bi,bk,bl->bj", w[p[0] + ".C"], x, x, x) + x @ w[p[0] + ".w"].T}


def shared_weights(w, p, x):
    x = x["x"]
    n = x.shape[1]
    a = np.stack([sum(w[p[0] + ".w"][:, t] * x[:, [q + t]] for t in range(4)) + w[p[0] + ".b"]
                  for q in range(n - 3)], axis=2)
    m = a.shape[2]
    b = np.stack([sum((w[p[1] + ".w"][:, t] * a[:, :, q + 2 * t]).sum(1) for t in range(3))
                  for q in range(m - 4)], axis=1)
    v, h = w[p[2] + ".w"], b.shape[1] // 2
    even, odd = np.arange(h) * 2, np.arange(h) * 2 + 1
    return {"y": np.tanh(v[even] * b[:, odd] + v[odd] * b[:, even])}


def max_layer(w, path, x):
    d = np.einsum("jmi,bi->bjm", w[path + ".w"], x) + w[path + ".b"]
    return d.max(2) + 0.5 * d.min(2)


def max_dendrites(w, p, x):
    return {"y": max_layer(w, p[1], max_layer(w, p[0], x["x"]))}


def prod_dendrites(w, p, x):
    synapse = w[p[0] + ".w"] * x["x"][:, None, None, :] - w[p[0] + ".q"]
    return {"y": np.tanh(synapse.prod(3).sum(2))}


def table_lookup(w, p, x):
    a = x["x"][:, w[p[0] + ".first"]]
    b = x["x"][:, w[p[0] + ".second"]]
    return {"y": (w[p[0] + ".w"] * a * b).sum(2) + (w[p[0] + ".v"] * a).sum(2)}


def nested_functions(w, p, x):
    x = x["x"][:, None, :]
    u, v = w[p[0] + ".u"] * x, w[p[0] + ".v"] * x
    a = np.log(1 + np.exp(u).sum(2)) * np.sqrt(1 + v.sum(2) ** 2)
    c = (sigmoid(u) * np.abs(v - 2) / (1 + x ** 2)).sum(2)
    return {"y": np.tanh(a / 10) * relu(c) + 1 / (1 + np.abs(a)) + np.exp(-(c ** 2))}


def window_conv(w, path, x, margins, stride=(1, 1), dilation=(1, 1), groups=1):
    """Place by place, from what PyTorch's conv2d says of its arguments; margins: (before, behind) of each axis."""
    k = w[path + ".k"]
    b = w.get(path + ".b", np.zeros(len(k)))
    x = np.pad(x, ((0, 0), (0, 0), *margins))
    O, C, R, S = k.shape
    H, W = ((n - d * (m - 1) - 1) // t + 1 for n, m, t, d in zip(x.shape[2:], (R, S), stride, dilation))
    y = np.zeros((len(x), O, H, W)) + b[:, None, None]
    for g in range(groups):
        out, into = slice(g * O // groups, (g + 1) * O // groups), slice(g * C, (g + 1) * C)
        for r in range(R):
            for s in range(S):
                seen = x[:, into, r * dilation[0]:r * dilation[0] + stride[0] * (H - 1) + 1:stride[0],
                         s * dilation[1]:s * dilation[1] + stride[1] * (W - 1) + 1:stride[1]]
                y[:, out] += np.einsum("oi,bipq->bopq", k[out, :, r, s], seen)
    return y


def conv(w, path, x, margins=(1, 1), stride=1, dilation=1, groups=1):
    return window_conv(w, path, x, [(m, m) for m in margins], (stride,) * 2, (dilation,) * 2, groups)


def transposed(w, path, x, stride=2):
    """Every element adds its multiple of the kernel at its place."""
    k = w[path + ".k"]
    _, O, R, _ = k.shape
    y = np.zeros((len(x), O, *((n - 1) * stride + R for n in x.shape[2:])))
    for p in range(x.shape[2]):
        for q in range(x.shape[3]):
            y[:, :, p * stride:p * stride + R, q * stride:q * stride + R] += np.einsum(
                "bi,iors->bors", x[:, :, p, q], k)
    return y


def windows(w, p, x):
    x = x["x"]
    return {
        "same": conv(w, p[0], x),
        "strided": conv(w, p[1], x, (2, 2), stride=2),
        "dilated": conv(w, p[2], x, (2, 2), dilation=2),
        "depthwise": conv(w, p[3], x, groups=4),
        "grouped": conv(w, p[4], x, groups=2, stride=2),
        "row": conv(w, p[5], x, (0, 3)),
        "upsampled": transposed(w, p[6], x[:, :, :3, :3]),
        "chained": conv(w, p[8], conv(w, p[7], x, stride=2)),
    }


def pool(x, R, stride, margin, value, reduce):
    x = np.pad(x, ((0, 0), (0, 0), (margin,) * 2, (margin,) * 2), constant_values=value)
    H, W = ((n - R) // stride + 1 for n in x.shape[2:])
    return np.stack([reduce(x[:, :, stride * p:stride * p + R, stride * q:stride * q + R], axis=(2, 3))
                     for p in range(H) for q in range(W)], axis=2).reshape(*x.shape[:2], H, W)


def pools(w, path, x, R, stride, margin):
    x = w[path + ".m"][:, None, None] * x
    rows = (x.shape[2] - R) // stride + 1
    return (pool(x, R, stride, margin, -np.inf, np.max), pool(x, R, stride, 0, 0, np.min),
            pool(x, R, stride, margin, 0, np.mean),
            np.stack([x[:, :, stride * p:stride * p + R].prod(axis=2) for p in range(rows)], axis=2))


def windows_pooling(w, p, x):
    results = pools(w, p[0], x["x"], 2, 2, 0) + pools(w, p[1], x["x"], 3, 2, 1) + pools(w, p[2], x["one"], 1, 1, 0)
    return dict(zip("abcdefghklmn", results))


def row_conv(w, path, row, margins, stride=1, dilation=1, groups=1):
    """A convolution along a row: an image of one line."""
    lines = dict(w)
    lines[path + ".k"] = w[path + ".k"].reshape(*w[path + ".k"].shape[:2], 1, -1)
    return window_conv(lines, path, row[:, :, None], ((0, 0), margins), (1, stride), (1, dilation), groups)[:, :, 0]


def adaptive(x, sizes, reduce):
    """PyTorch's places: output i of n sees from floor(i * extent / n) up to ceil((i + 1) * extent / n)."""
    def span(i, size, extent):
        return slice(i * extent // size, -(-(i + 1) * extent // size))
    return np.stack([np.stack([reduce(x[:, :, span(p, sizes[0], x.shape[2]), span(q, sizes[1], x.shape[3])], axis=(2, 3))
                               for q in range(sizes[1])], axis=-1) for p in range(sizes[0])], axis=-2)


def std_convolution(w, p, x):
    x, row = x["x"], x["row"]
    small = pool(relu(window_conv(w, "conv2d", x, ((1, 1), (1, 1)), stride=(2, 2))), 2, 2, 0, 0, np.max)
    return {
        "line": row_conv(w, "line", row, (1, 1), stride=2, groups=2),
        "wide": row_conv(w, "wide", row, (1, 2), dilation=2, groups=4),
        "along": row_conv(w, "along", row, (0, 0)),
        "plain": conv(w, "plain", x),
        "strided": conv(w, "strided", x, (2, 2), stride=2),
        "dilated": window_conv(w, "dilated", x, ((0, 0), (0, 0)), dilation=(2, 3)),
        "depthwise": conv(w, "depthwise", x, groups=4),
        "grouped": window_conv(w, "grouped", x, ((0, 1), (3, 3)), stride=(2, 1), groups=2),
        "padded": np.pad(x, ((0, 0), (0, 0), (1, 1), (1, 1)), constant_values=1.5),
        "largest": pool(x, 2, 2, 0, 0, np.max),
        "around": pool(x, 3, 2, 1, -np.inf, np.max),
        "mean": pool(x, 3, 1, 1, 0, np.mean)[:, :, ::2],
        "whole": small.mean(axis=(2, 3)) @ w["whole.w"].T + w["whole.b"],
        "each": window_conv(w, "each.conv2d", x, ((1, 1), (0, 0)), groups=4),
        "points": window_conv(w, "points.conv2d", x, ((0, 0), (0, 0)), stride=(2, 2)),
        "top": x.max(axis=(2, 3)),
        "few": adaptive(x, (3, 4), np.mean),
        "peaks": adaptive(x, (4, 4), np.max),
    }


NEURONS = {f.__name__: f for f in (gated, cubic, shared_weights, max_dendrites, prod_dendrites,
                                   table_lookup, nested_functions, windows, windows_pooling, std_convolution)}


def run(*command):
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"{' '.join(command)}\n{done.stdout}{done.stderr}")
    return done.stdout


def read_safetensors(path):
    """Arrays in the order of the file's bytes, which is that of the parameters."""
    with open(path, "rb") as file:
        data = file.read()
    size = int.from_bytes(data[:8], "little")
    header, body = json.loads(data[8:8 + size]), data[8 + size:]
    header.pop("__metadata__", None)
    types = {"F32": np.float32, "I32": np.int32, "F64": np.float64, "I64": np.int64}
    arrays = {}
    for name, entry in sorted(header.items(), key=lambda item: item[1]["data_offsets"]):
        begin, end = entry["data_offsets"]
        arrays[name] = np.frombuffer(body[begin:end], types[entry["dtype"]]).reshape(entry["shape"])
    return arrays


def gradients(formula, weights, paths, inputs, cotangents):
    """d sum(cotangent * output) by central differences, for every real entry."""
    def scalar():
        outputs = formula(weights, paths, inputs)
        return sum((cotangents[name] * outputs[name]).sum() for name in cotangents)

    found = {}
    groups = [("", weights), ("input.", inputs)]
    for prefix, arrays in groups:
        for name, array in arrays.items():
            if array.dtype != np.float64:
                continue
            grad = np.zeros_like(array)
            for at in np.ndindex(array.shape):
                kept = array[at]
                array[at] = kept + 1e-6
                up = scalar()
                array[at] = kept - 1e-6
                down = scalar()
                array[at] = kept
                grad[at] = (up - down) / 2e-6
            found[prefix + name] = grad
    return found


def differences(kind, got, want):
    if set(got) != set(want):
        sys.exit(f"{kind}: names differ: {sorted(got)} and {sorted(want)}")
    worst = 0
    for name in want:
        if got[name].shape != want[name].shape:
            sys.exit(f"{kind} {name}: shape {got[name].shape} instead of {want[name].shape}")
        top = np.abs(want[name]).max()
        if top == 0:
            sys.exit(f"{kind} {name}: all zero, nothing is checked")
        apart = np.abs(got[name] - want[name]).max() / top
        if not apart <= 1e-4:
            sys.exit(f"{kind} {name}: differs by {apart:.2e}")
        worst = max(worst, apart)
    print(f"{kind}: {len(want)} arrays agree (largest difference {worst:.1e})")


def main():
    name = sys.argv[1]
    formula = NEURONS[name]
    source = os.path.join(os.environ["DND_SOURCE"], "tests", "numeric", name + ".dnd")
    rng = np.random.default_rng(5)
    with tempfile.TemporaryDirectory() as folder:
        path = lambda file: os.path.join(folder, file)
        run(os.path.join(os.environ["DND_TOOLS"], "dndc"), source, "-o", path("model"))
        run(path("model"), "init", "--seed", "9", "--output", path("w.safetensors"))
        weights = {}
        for key, array in read_safetensors(path("w.safetensors")).items():
            noisy = array.dtype == np.float32
            # Noise makes sure that nothing starts at zero.
            weights[key] = (array + rng.normal(0, 0.3, array.shape)).astype(np.float32) if noisy else array
        np.savez(path("w.npz"), **weights)
        info = json.loads(run(path("model"), "info", "--json"))
        inputs, options = {}, []
        for entry in info["inputs"]:
            value = rng.uniform(0.1, 1, [5] + entry["shape"]).astype(np.float32)
            if name != "nested_functions":
                value = (value * rng.choice([-1, 1], value.shape)).astype(np.float32)
            np.save(path(entry["name"] + ".npy"), value)
            inputs[entry["name"]] = value.astype(np.float64)
            options += ["--input", f"{entry['name']}={path(entry['name'] + '.npy')}"]
        exact = {k: v.astype(np.float64) if v.dtype == np.float32 else v for k, v in weights.items()}
        paths = list(dict.fromkeys(key.rsplit(".", 1)[0] for key in exact))
        expected = formula(exact, paths, inputs)
        cotangents = {}
        for key, value in expected.items():
            cotangents[key] = rng.normal(size=value.shape).astype(np.float32).astype(np.float64)
            np.save(path("c_" + key + ".npy"), cotangents[key].astype(np.float32))
            options += ["--cotangent", f"{key}={path('c_' + key + '.npy')}"]
        run(path("model"), "forward", "--weights", path("w.npz"), *options,
            "--output", path("out.npz"), "--gradients", path("grad.npz"))
        differences("outputs", dict(np.load(path("out.npz"))), expected)
        differences("gradients", dict(np.load(path("grad.npz"))),
                    gradients(formula, exact, paths, inputs, cotangents))
    print("numpy: ok")


if __name__ == "__main__":
    main()
