"""Builds the programs that gpu-check runs, on a machine that has the compiler.

Numeric cases are the RUN lines of tests/numeric (those that call check_numeric.py),
so that whatever is tested on the processor is tested on the GPU. The programs
share most of their bytes: one archive, compressed as a whole, is small.
"""

import glob
import json
import os
import shlex
import subprocess
import sys
import tarfile

import cases

CURVES = [  # name, model, options of dndc, steps
    ("xor", "xor.dnd", [], 200),
    ("diqnn", "mnist_diqnn.dnd", [], 200),
    ("dann", "dann.dnd", ["--network", "DANN"], 200),
]

# Cases that consist of products of matrices: measured with all of them by cuBLASLt and with none.
LIBRARY_CASES = ("L3", "L4", "L5", "L7", "N1")
# Products of matrices, all of them offered to cuBLASLt: name, options of dndc, batches.
PRODUCTS = "tests/simt/library/Inputs/products.dnd"
LIBRARY = [
    ("odd", [], [1, 3, 17, 127]),
    ("one", ["-D", "n=1", "-D", "J=40", "-D", "P=3"], [1, 3]),
    ("large", ["-D", "n=784", "-D", "J=512", "-D", "P=4"], [128]),
]


def numeric_runs(root):
    """(name, model, dndc options, batches, positive, tolerance) of the RUN lines."""
    sys.path.insert(0, os.path.join(root, "tests", "scripts"))
    import check_numeric  # its command line is that of the RUN lines
    parser, found = check_numeric.make_parser(), []
    for path in sorted(glob.glob(os.path.join(root, "tests/numeric/*.dnd"))
                       + glob.glob(os.path.join(root, "tests/numeric/models/*.test"))):
        for line in open(path, errors="replace"):
            if "RUN:" not in line or "%numeric" not in line:
                continue
            args = parser.parse_args(shlex.split(line.split("%numeric", 1)[1].split("|")[0].split(">")[0]))
            model = path if args.model == "%s" else args.model.replace("%models", os.path.join(root, "models"))
            options = [word for define in args.define for word in ("-D", define)]
            options += ["--network", args.network] if args.network else []
            name = f"n{len(found):03d}_{os.path.splitext(os.path.basename(path))[0]}"
            batches = [int(batch) for batch in args.batches.split(",")]
            found.append((name, model, options, batches, args.positive, args.tolerance))
    return found


def compile_program(dndc, model, options, archs, out):
    command = [dndc, model, *options, "--cuda=on", "--cuda-arch=" + archs, "--march=x86-64-v3", "-o", out]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        return f"{' '.join(command)}\n{done.stdout}{done.stderr}"
    subprocess.run(["strip", out], check=False)
    return None


def pack(root, build, out, archs, tiny, only):
    dndc = os.path.join(build, "bin", "dndc")
    os.makedirs(os.path.join(out, "programs"), exist_ok=True)
    manifest = {"archs": archs, "tiny": tiny, "numeric": [], "curves": [], "bench": [], "library": [], "failed": []}

    def make(name, model, options):
        if only and not any(part in name for part in only):
            return False
        error = compile_program(dndc, model, options, archs, os.path.join(out, "programs", name))
        if error:
            manifest["failed"].append({"name": name, "error": error})
            print(f"cannot compile {name}:\n{error}")
        return error is None

    for name, model, options, batches, positive, tolerance in numeric_runs(root):
        if make(name, model, options):
            manifest["numeric"].append({"name": name, "batches": batches, "positive": positive,
                                        "tolerance": tolerance})
    for name, options, batches in LIBRARY:
        if tiny and name == "large":
            continue
        if make("library_" + name, os.path.join(root, PRODUCTS), options + ["--cuda-blas=all"]):
            manifest["library"].append({"name": "library_" + name, "batches": batches, "positive": False,
                                        "tolerance": 1e-4})
    for name, model, options, steps in CURVES:
        name = "curve_" + name
        if make(name, os.path.join(root, "models", model), options + (["-D", "S=8"] if tiny and "dann" in model else [])):
            manifest["curves"].append({"name": name, "steps": 6 if tiny and name != "curve_xor" else steps})
    for case in cases.CASES:
        case = case.tiny() if tiny else case
        options = ["--network", case.network]
        for key, value in case.sizes.items():
            options += ["-D", f"{key}={value}"]
        if make("bench_" + case.name, os.path.join(root, "bench/gpu/cases.dnd"), options):
            manifest["bench"].append({"name": "bench_" + case.name, "case": case.name})
        if case.name in LIBRARY_CASES:
            make("bench_all_" + case.name, os.path.join(root, "bench/gpu/cases.dnd"), options + ["--cuda-blas=all"])
    with open(os.path.join(out, "manifest.json"), "w") as file:
        json.dump(manifest, file, indent=1)
    with tarfile.open(os.path.join(out, "programs.tar.xz"), "w:xz") as archive:
        archive.add(os.path.join(out, "programs"), "programs")
    subprocess.run(["rm", "-r", os.path.join(out, "programs")], check=True)
    count = sum(len(manifest[kind]) for kind in ("numeric", "library", "curves", "bench"))
    size = os.path.getsize(os.path.join(out, "programs.tar.xz"))
    print(f"{count} programs in {out}, {size / 1e6:.1f} MB, {len(manifest['failed'])} not compiled")
    return 1 if manifest["failed"] or not count else 0
