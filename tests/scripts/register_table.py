"""The registers and the shared memory of every GPU kernel of some models, as a table.

Assembles each model for each architecture (dndc --emit=cubin, which fails on spills and on local memory) and writes what
the remarks of -Rpass=cuda say. Fails when a model does not compile or has no kernel.
"""

import argparse
import itertools
import os
import re
import subprocess
import sys

REMARK = re.compile(r"kernel '(?P<kernel>\w+)' on (?P<arch>sm_\w+): (?P<registers>\d+) registers, (?P<shared>\d+) bytes")


def networks_of(model):
    """Names of all networks of a file."""
    with open(model) as file:
        return re.findall(r"^network\s+(\w+)", file.read(), re.MULTILINE)


def assemble(dndc, model, network, arch):
    """Rows (kernel, registers, shared bytes) of a network, or an error text."""
    words = [dndc, model, "--network", network, "--emit=cubin", "--cuda-arch=" + arch, "-Rpass=cuda", "-o", os.devnull]
    done = subprocess.run(words, capture_output=True, text=True)
    if done.returncode:
        return None, done.stderr
    rows = [(m["kernel"], int(m["registers"]), int(m["shared"])) for m in REMARK.finditer(done.stderr)]
    return rows, "" if rows else "no kernel"


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--dndc", required=True)
    parser.add_argument("--out", required=True)
    parser.add_argument("--arch", default="sm_80,sm_90,sm_100")
    parser.add_argument("models", nargs="+")
    options = parser.parse_args()
    failed = False
    with open(options.out, "w") as out:
        out.write(f"{'network':24} {'arch':7} {'kernel':56} {'registers':>9} {'shared':>7}\n")
        networks = [(model, network) for model in sorted(options.models) for network in networks_of(model)]
        for (model, network), arch in itertools.product(networks, options.arch.split(",")):
            rows, error = assemble(options.dndc, model, network, arch)
            if error:
                failed = True
                print(f"{network} of {model} for {arch}: {error}", file=sys.stderr)
                continue
            for kernel, registers, shared in rows:
                out.write(f"{network:24} {arch:7} {kernel:56} {registers:9} {shared:7}\n")
    return failed


if __name__ == "__main__":
    sys.exit(main())
