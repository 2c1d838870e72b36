"""What runs each kernel of the models on each device: the text of dndc's -Rpass=select.

Usage: select_table.py --dndc build/bin/dndc [--out FILE] models/*.dnd

Processor and compiler are named, so that the table is the same on every machine. It is compared with
tests/codegen/Inputs/select_models.txt by tests/codegen/select_models.test; where a change of it is meant, write it anew:

    python3 tests/scripts/select_table.py --dndc build/bin/dndc --out tests/codegen/Inputs/select_models.txt models/*.dnd

Deep networks are made shallow, since their blocks choose alike, and what their layers have in common is one line with
its count.
"""

import argparse
import collections
import os
import re
import subprocess
import sys

REMARK = re.compile(r"^(?:.*/)?([\w.-]+):(\d+):(\d+): remark: (.*) \[select\](.*)$")

# Arguments of deep networks, and their least.
SHALLOW = {"depth": "8", "blocks": "[1, 1, 1, 1]", "depths": "[1, 1, 1, 1]"}


def networks_of(path):
    """The names of the networks that a model declares, and what makes each shallow."""
    with open(path) as file:
        heads = re.findall(r"^network\s+(\w+)(?:\(([^)]*)\))?", file.read(), re.M)
    return [(name, [f"-D{key}={least}" for key, least in SHALLOW.items() if re.search(rf"\b{key}:", formals)])
            for name, formals in heads]


def table_of(dndc, path, network, options):
    command = [dndc, path, *options, "--march=x86-64-v3", "-Rpass=select", "--emit=memref", "-o", os.devnull]
    if network:
        command += ["--network", network]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode != 0:
        sys.exit(f"{' '.join(command)}\n{done.stderr}")
    rows = [row for row in map(REMARK.match, done.stderr.splitlines()) if row]
    if options:
        times = collections.Counter(row[4] for row in rows)
        return [f"{count} x {text}" for text, count in sorted(times.items())]
    return sorted({f"{row[2]}:{row[3]}{row[5]}: {row[4]}" for row in rows},
                  key=lambda text: ([int(n) for n in text.split(" ")[0].rstrip(":").split(":")], text))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--dndc", required=True)
    parser.add_argument("--out", help="the table; standard output without it")
    parser.add_argument("models", nargs="+")
    args = parser.parse_args()
    text = ""
    for path in sorted(args.models):
        networks = networks_of(path)
        for network, options in networks:
            several = network if len(networks) > 1 else None
            name = " ".join([os.path.basename(path)] + ([several] if several else []) + options)
            text += "\n".join([f"# {name}"] + table_of(args.dndc, path, several, options)) + "\n"
    if args.out:
        with open(args.out, "w") as file:
            file.write(text)
    else:
        sys.stdout.write(text)


if __name__ == "__main__":
    main()
