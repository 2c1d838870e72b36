"""Every network of a folder as PyTorch and ONNX file: 100 samples against the executable, and against onnxruntime where it is there.

    exports.py DIR DNDC MODELS [NAME...]     weights are the initial ones

Samples are those of the test part where the data are at hand, else normal numbers of the inputs' shapes. Each network must
be exported, or be refused by a sentence with the name of what the format lacks. Differences are measured by the largest
output of the sample: sums in f32 are not better than that, in no program.
"""

import json
import os
import re
import subprocess
import sys

import numpy as np

try:
    import onnx
    import onnxruntime
except ImportError:
    onnx = None

# Every kind of block once: the deep ones would take hours.
SMALL = {"mnist_diqnn": ["-D", "classes=2"],
         "cifar_resnet": ["-D", "depth=8"],
         "convnext": ["-D", "classes=10", "-D", "size=32", "-D", "depths=[1, 1, 2, 1]", "-D", "widths=[16, 24, 32, 48]"],
         "resneft": ["-D", "width=16", "-D", "blocks=[1, 1, 1, 1]"],
         "resnet18": ["-D", "width=16", "-D", "blocks=[1, 1, 1, 1]"],
         "scff": ["-D", "width=16", "-D", "blocks=[1, 1, 1, 1]"]}
LIMIT = 1e-5


def networks(models):
    for name in sorted(os.listdir(models)):
        if name.endswith(".dnd"):
            with open(os.path.join(models, name)) as file:
                for network in re.findall(r"^network (\w+)", file.read(), re.M):
                    yield name[:-4], network


def run(*command):
    return subprocess.run(command, capture_output=True, text=True)


def difference(found, wanted):
    if not wanted.size:
        return 0.0
    scale = np.abs(wanted).reshape(len(wanted), -1).max(axis=1).reshape(-1, *[1] * (wanted.ndim - 1))
    return float(np.max(np.abs(found - wanted) / np.maximum(1, scale)))


def random_samples(info, base, count):
    """Inputs and f64 outputs of made samples."""
    generator = np.random.default_rng(1)
    arrays, words = {}, []
    for tensor in info["inputs"]:
        shape, key = (count, *tensor["shape"]), tensor["name"]
        arrays[key] = (generator.integers(0, 2, shape).astype(np.int32) if tensor["dtype"] == "i32"
                       else generator.normal(0, 0.5, shape).astype(np.float32))
        np.save(f"{base}.{key}.npy", arrays[key])
        words += ["--input", f"{key}={base}.{key}.npy"]
    forward = run(base, "forward", "--weights", base + ".safetensors", *words, "--precision", "f64", "--output", base + ".out.npz")
    assert forward.returncode == 0, forward.stderr
    return arrays, dict(np.load(base + ".out.npz"))


def samples_of(info, base, count):
    """Inputs, f64 outputs, and what they are."""
    taken = run(base, "samples", "--weights", base + ".safetensors", "--count", str(count), "--output", base + ".real.npz")
    if taken.returncode:
        return *random_samples(info, base, count), "made"
    real = dict(np.load(base + ".real.npz"))
    arrays = {tensor["name"]: real["input." + tensor["name"]] for tensor in info["inputs"]}
    return arrays, {output["name"]: real[output["name"]] for output in info["outputs"]}, "real"


def with_weights(path, arrays):
    """The graph with the weights fed: they are inputs of what dndc writes."""
    session = onnxruntime.InferenceSession(path, providers=["CPUExecutionProvider"])
    names = [output.name for output in session.get_outputs()]
    return dict(zip(names, session.run(names, {i.name: arrays[i.name] for i in session.get_inputs()})))


def check(folder, dndc, models, name, network):
    base = os.path.join(folder, f"{name}-{network}")
    options = ["--network", network, *SMALL.get(name, [])]
    text = os.path.join(models, name + ".dnd")
    made = run(dndc, text, *options, "--cuda=off", "-O1", "-o", base)
    assert made.returncode == 0, made.stderr
    info = json.loads(run(base, "info", "--json").stdout)
    count = 100 if info["parameters"] < 2e7 else 4
    assert run(base, "init", "--seed", "1", "--output", base + ".safetensors").returncode == 0
    assert run(base, "init", "--seed", "1", "--output", base + ".npz").returncode == 0
    arrays, wanted, kind = samples_of(info, base, count)
    told = [f"{len(next(iter(arrays.values())))} {kind} samples"]

    exported = run(dndc, text, *options, "--emit=torch", "-o", base + "_torch.py")
    if exported.returncode:
        assert "PyTorch export: " in exported.stderr, exported.stderr
        told.append("torch refused: " + exported.stderr.splitlines()[0])
    else:
        np.savez(base + ".samples.npz", **{"input." + k: v for k, v in arrays.items()}, **wanted)
        said = run(sys.executable, base + "_torch.py", base + ".safetensors", base + ".samples.npz", "--train", "3")
        found = re.search(r"largest difference (\S+)", said.stdout)
        assert found and float(found[1]) <= LIMIT, said.stdout + said.stderr
        told.append("torch " + found[1])

    exported = run(dndc, text, *options, "--emit=onnx", "-o", base + ".onnx")
    if exported.returncode:
        assert "ONNX export: " in exported.stderr, exported.stderr
        told.append("onnx refused: " + exported.stderr.splitlines()[0])
    elif onnx:
        onnx.checker.check_model(base + ".onnx", full_check=True)
        weights = dict(np.load(base + ".npz"))
        outputs = with_weights(base + ".onnx", {**arrays, **weights})
        largest = max(difference(outputs[key] if key in outputs else outputs[key + "_out"], wanted[key]) for key in wanted)
        assert largest <= LIMIT, f"onnxruntime differs by {largest}"
        told.append(f"onnx {largest:.3g}")
    else:
        told.append("onnx written, not run")
    return "  ".join(told)


def main(folder, dndc, models, *only):
    failed = 0
    for name, network in networks(models):
        if only and name not in only:
            continue
        try:
            print(f"{name} {network}: {check(folder, dndc, models, name, network)}", flush=True)
        except AssertionError as error:
            failed += 1
            print(f"{name} {network}: FAILED: {error}", flush=True)
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main(*sys.argv[1:])
