"""Runs what a document tells its readers to type: run_document.py FILE FOLDER BIN

Blocks of ```sh are run in the folder, line by line, with BIN first in PATH; blocks of ```dnd NAME are written to that file
first. Any failure of a line is a failure, and so is a document without lines.
"""

import os
import re
import subprocess
import sys


def main(path, folder, tools):
    with open(path) as file:
        blocks = re.findall(r"^```(\w+) ?([\w.]*)\n(.*?)^```", file.read(), re.M | re.S)
    os.makedirs(folder, exist_ok=True)
    environment = {**os.environ, "PATH": os.path.abspath(tools) + os.pathsep + os.environ.get("PATH", "/usr/bin:/bin"),
                   "DND_CACHE": os.path.abspath(os.path.join(folder, "cache"))}
    count = 0
    for kind, name, text in blocks:
        if kind == "dnd" and name:
            with open(os.path.join(folder, name), "w") as file:
                file.write(text)
        if kind != "sh":
            continue
        for line in text.splitlines():
            line = line.split("#")[0].strip()
            if not line:
                continue
            print("$ " + line, flush=True)
            done = subprocess.run(line, shell=True, cwd=folder, env=environment)
            count += 1
            if done.returncode:
                sys.exit(f"{path}: '{line}' ended with {done.returncode}")
    if not count:
        sys.exit(f"{path} has no commands")
    print(f"{count} commands")


if __name__ == "__main__":
    main(*sys.argv[1:])
