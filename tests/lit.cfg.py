# Configuration of the text tests: tools by absolute path, features, data.
#
# A missing tool is an error of the test that uses it (the command is not
# found), never a silent skip. A feature that a test REQUIRES and that is absent
# makes it UNSUPPORTED; scripts/test lists and counts those.
#
# `--param device=simt` runs the same files on the emulated GPU (tests/simt): the
# suite's `%numeric` compiles for it and runs there. Tests that say nothing about
# devices are left out by their folder (config.dnd_device).

import ctypes
import os
import subprocess
import sys

import lit.formats

config.dnd_device = lit_config.params.get("device", "cpu")
if config.dnd_device not in ("cpu", "simt"):
    lit_config.fatal(f"--param device={config.dnd_device}: cpu or simt")
config.name = "dnd" if config.dnd_device == "cpu" else "dnd on " + config.dnd_device
config.test_format = lit.formats.ShTest(execute_external=False)
config.suffixes = [".dnd", ".mlir", ".test"]
# Files that tests read, and that are no tests themselves.
config.excludes = ["Inputs", "CMakeLists.txt", "lit.cfg.py", "lit.site.cfg.py.in"]
config.test_source_root = os.path.join(config.dnd_source_root, "tests")
# Both may run at the same time: each device has its own place for files.
config.test_exec_root = os.path.join(config.dnd_build_root, "tests")
if config.dnd_device != "cpu":
    config.test_exec_root = os.path.join(config.test_exec_root, "on-" + config.dnd_device)


def find_data():
    """The folder of data sets: DND_DATA, else the one beside the checkout."""
    named = os.environ.get("DND_DATA")
    if named:
        return named
    beside = os.path.join(config.dnd_source_root, "..", "shared", "data")
    return os.path.realpath(beside) if os.path.isdir(beside) else None


def find_numpy():
    """A Python that has NumPy, or None."""
    for python in (sys.executable, "/usr/bin/python3", "python3"):
        try:
            done = subprocess.run([python, "-c", "import numpy"], capture_output=True)
        except OSError:
            continue
        if done.returncode == 0:
            return python
    return None


def find_torch():
    """A Python that has PyTorch (DND_TORCH_PYTHON names one), or None. Its answer is asked for by slow tests only."""
    for python in (os.environ.get("DND_TORCH_PYTHON"), numpy_python):
        try:
            if python and subprocess.run([python, "-c", "import torch"], capture_output=True).returncode == 0:
                return python
        except OSError:
            continue
    return None


def cpu_flags():
    """Names of the processor's features as the kernel prints them."""
    try:
        with open("/proc/cpuinfo") as info:
            for line in info:
                if line.startswith("flags"):
                    return set(line.split(":", 1)[1].split())
    except OSError:
        pass
    return set()


def find_ptxas():
    """The assembler of the CUDA toolkit, where dndc looks for it, or None."""
    named = os.environ.get("DND_PTXAS")
    if named:
        return named
    roots = [os.environ.get(name) for name in ("CUDA_HOME", "CUDA_PATH")] + ["/usr/local/cuda"]
    places = os.environ.get("PATH", "").split(os.pathsep) + [os.path.join(root, "bin") for root in roots if root]
    for place in places:
        path = os.path.join(place, "ptxas")
        if os.access(path, os.X_OK):
            return path
    return None


def has_cuda_driver():
    """Whether the loader finds the library of an NVIDIA driver."""
    try:
        ctypes.CDLL("libcuda.so.1")
        return True
    except OSError:
        return False


def find_cublaslt():
    """The folders of cublasLt.h and of the toolkit's headers that it includes, or None."""
    roots = [os.environ.get(name) for name in ("CUDA_HOME", "CUDA_PATH")] + ["/usr/local/cuda"]
    toolkit = [os.path.join(root, "include") for root in roots if root]
    for folder in [os.environ.get("DND_CUBLASLT_INCLUDE")] + toolkit:
        if folder and os.path.exists(os.path.join(folder, "cublasLt.h")):
            return [folder] + [other for other in toolkit if os.path.isdir(other)]
    return None


data = find_data()
cublaslt = find_cublaslt()
ptxas = find_ptxas()
numpy_python = find_numpy()
flags = cpu_flags()

# Environment: nothing of the caller's but what is named here.
config.environment["DND_SOURCE"] = config.dnd_source_root
config.environment["PYTHONPATH"] = os.path.join(config.dnd_source_root, "tests", "scripts")
for name in ("HOME", "TMPDIR", "DND_RUN_DIR"):
    if name in os.environ:
        config.environment[name] = os.environ[name]
if data:
    config.environment["DND_DATA"] = data

# Features.
config.available_features.add("device-" + config.dnd_device)
if data:
    for folder in sorted(os.listdir(data)):
        if os.path.isdir(os.path.join(data, folder)):
            config.available_features.add("data-" + folder)
if numpy_python:
    config.available_features.add("numpy")
if {"avx512f", "avx512vl", "avx512dq", "avx512bw", "avx512cd"} <= flags:
    config.available_features.add("cpu-x86-64-v4")
if {"avx2", "fma", "bmi2"} <= flags:
    config.available_features.add("cpu-x86-64-v3")
if config.dnd_sanitize:
    config.available_features.add("sanitized")
if ptxas:
    config.available_features.add("ptxas")
    config.environment["DND_PTXAS"] = ptxas
if not has_cuda_driver():
    config.available_features.add("no-cuda-driver")
if cublaslt:
    config.available_features.add("cublaslt-header")
torch_python = None
if os.environ.get("DND_SLOW_TESTS"):
    config.available_features.add("slow")
    torch_python = find_torch()
if torch_python:
    config.available_features.add("torch")

# Substitutions: %name first, then the tools wherever they stand as a word.
scripts = os.path.join(config.dnd_source_root, "tests", "scripts")
config.substitutions += [
    ("%python_numpy", numpy_python or "python-with-numpy-is-missing"),
    ("%python_torch", torch_python or "python-with-torch-is-missing"),
    ("%python", sys.executable),
    ("%cublaslt_include", " ".join("-isystem " + folder for folder in cublaslt or [])),
    ("%simt_blas", os.path.join(os.path.dirname(config.dnd_tools_dir), "lib", "libdnd_simt_blas.so")),
    ("%numeric", f"{sys.executable} {scripts}/check_numeric.py"
     + (" --simt" if config.dnd_device == "simt" else "")),
    ("%precision", f"{numpy_python or 'python-with-numpy-is-missing'} {scripts}/check_precision.py"
     + (" --simt" if config.dnd_device == "simt" else "")),
    ("%op", f"{sys.executable} {scripts}/check_op.py"
     + (" --simt" if config.dnd_device == "simt" else "")),
    ("%simt_driver", os.path.join(os.path.dirname(config.dnd_tools_dir), "lib", "libdnd_simt_driver.so")),
    ("%exit_code", f"{sys.executable} {scripts}/exit_code.py"),
    ("%build", config.dnd_build_root),
    ("%readme", os.path.join(config.dnd_source_root, "README.md")),
    ("%models", os.path.join(config.dnd_source_root, "models")),
    ("%source", config.dnd_source_root),
    ("%scripts", scripts),
]
tools = {
    name: os.path.join(config.dnd_tools_dir, name)
    for name in ("dnd", "dndc", "dnd-opt", "dnd-translate", "dnd-format", "dnd-eval")
}
for name in ("FileCheck", "not", "split-file", "mlir-opt", "llc", "llvm-objdump", "llvm-nm"):
    tools[name] = os.path.join(config.llvm_tools_dir, name)
for name, path in tools.items():
    config.substitutions.append((rf"(?<![\w/.%=-])\b{name}\b(?![\w/.=-])", path))

config.environment["DND_TOOLS"] = config.dnd_tools_dir
config.environment["DND_LLVM_TOOLS"] = config.llvm_tools_dir
lit_config.note("features: " + " ".join(sorted(config.available_features)))
lit_config.note("data: " + (data or "none (set DND_DATA); only models/data is there"))
