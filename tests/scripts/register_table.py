"""The registers and the shared memory of every GPU kernel of some models, as a table.

Assembles each model for each architecture (dndc --emit=cubin) and writes what the remarks of -Rpass=cuda say. Fails when a
model does not compile or has no kernel, and when a kernel spills more than ptxas does of itself, to have room for another
block (MOST_SPILLED). Deep networks are made as shallow as their arguments allow.
"""

import argparse
import itertools
import os
import re
import subprocess
import sys

from check_phases import SHALLOW

# Bytes stored and loaded again, outside of loops.
MOST_SPILLED = 48
REMARK = re.compile(r"kernel '(?P<kernel>\w+)' on (?P<arch>sm_\w+): (?P<registers>\d+) registers, (?P<shared>\d+) bytes"
                    r"[^\n]*?(?:; spills (?P<spilled>\d+) bytes)?(?= \[)")


def networks_of(model):
    """[(name, options)] of all networks of a file."""
    with open(model) as file:
        found = re.findall(r"^network\s+(\w+)(\([^)]*\))?", file.read(), re.MULTILINE)
    return [(name, [f"-D{word}={least}" for word, least in SHALLOW.items() if re.search(rf"\b{word}\s*:", arguments)])
            for name, arguments in found]


def assemble(dndc, model, network, arch):
    """Rows (kernel, registers, shared bytes, spilled bytes) of a network, or an error text."""
    name, options = network
    words = [dndc, model, "--network", name, *options, "--emit=cubin", "--cuda-arch=" + arch, "-Rpass=cuda",
             "-o", os.devnull]
    done = subprocess.run(words, capture_output=True, text=True)
    if done.returncode:
        return None, done.stderr
    rows = [(m["kernel"], int(m["registers"]), int(m["shared"]), int(m["spilled"] or 0))
            for m in REMARK.finditer(done.stderr)]
    spilling = [f"{row[0]} spills {row[3]} bytes" for row in rows if row[3] > MOST_SPILLED]
    return rows, ", ".join(spilling) if rows else "no kernel"


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--dndc", required=True)
    parser.add_argument("--out", required=True)
    parser.add_argument("--arch", default="sm_80,sm_90,sm_100")
    parser.add_argument("models", nargs="+")
    options = parser.parse_args()
    failed = False
    with open(options.out, "w") as out:
        out.write(f"{'network':24} {'arch':7} {'kernel':56} {'registers':>9} {'shared':>7} {'spilled':>7}\n")
        networks = [(model, network) for model in sorted(options.models) for network in networks_of(model)]
        for (model, network), arch in itertools.product(networks, options.arch.split(",")):
            rows, error = assemble(options.dndc, model, network, arch)
            if error:
                failed = True
                print(f"{network[0]} of {model} for {arch}: {error}", file=sys.stderr)
            for kernel, registers, shared, spilled in rows or []:
                out.write(f"{network[0]:24} {arch:7} {kernel:56} {registers:9} {shared:7} {spilled:7}\n")
    return failed


if __name__ == "__main__":
    sys.exit(main())
