"""Every phase of every network in models/: `dndc --emit=` prints it, `dnd-opt` reads back what is IR.

The phases are those of codegen/Phases.def, so that a new one is covered at once. Networks are
compiled side by side; code is made at -O1, which changes no phase before LLVM IR. Deep networks are made as shallow as their
arguments allow, and of those in one file only the last is made: what is repeated shows nothing new.
"""

import os
import re
import subprocess
import tempfile
from concurrent.futures import ThreadPoolExecutor

import report


def phases(root):
    """[(name, extension)] in order; the executable is what all other tests run."""
    with open(os.path.join(root, "codegen", "Phases.def")) as file:
        rows = re.findall(r'^DND_PHASE\((\w+), "(\w*)"', file.read(), re.M)
    return [(name.rstrip("_"), extension) for name, extension in rows if extension]


# Arguments of deep networks, and their least.
SHALLOW = {"depth": "8", "blocks": "[1, 1, 1, 1]", "depths": "[1, 1, 1, 1]"}


def networks(root):
    """[(file, network, options)] of all models."""
    folder = os.path.join(root, "models")
    for name in sorted(os.listdir(folder)):
        if name.endswith(".dnd"):
            deep = None
            with open(os.path.join(folder, name)) as file:
                for network, arguments in re.findall(r"^network\s+(\w+)(\([^)]*\))?", file.read(), re.M):
                    options = [f"-D{word}={least}" for word, least in SHALLOW.items()
                               if re.search(rf"\b{word}\s*:", arguments)]
                    if options:
                        deep = os.path.join(folder, name), network, options
                    else:
                        yield os.path.join(folder, name), network, options
            if deep:
                yield deep


def run(command):
    """What went wrong, in one line; nothing if all went well."""
    done = subprocess.run(command, capture_output=True, text=True, errors="replace")
    if done.returncode:
        words = " ".join(os.path.basename(word) for word in command)
        return f"`{words}` exits {done.returncode}: {done.stderr.strip()[:300]}"
    return ""


def check_network(build, rows, model, network, options):
    tools = os.path.join(build, "bin")
    bad = []
    with tempfile.TemporaryDirectory() as folder:
        for phase, extension in rows:
            path = os.path.join(folder, f"{phase}.{extension}")
            problem = run([os.path.join(tools, "dndc"), model, "--network", network,
                           "-O1", f"--emit={phase}", "-o", path, *options])
            if not problem and os.path.getsize(path) < 10:
                problem = f"--emit={phase} writes nothing"
            if not problem and extension == "mlir":
                problem = run([os.path.join(tools, "dnd-opt"), path, "-o", os.devnull])
            if problem:
                bad.append(problem)
    return bad


def check(root, build, out):
    rows = phases(root)
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        jobs = [(network, pool.submit(check_network, build, rows, model, network, options))
                for model, network, options in networks(root)]
        for network, job in jobs:
            out.check(f"network {network}", job.result())


if __name__ == "__main__":
    report.main("phases", __doc__, check)
