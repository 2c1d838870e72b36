"""The folder map of README.md names exactly the folders that are there."""

import os
import re
import subprocess

import report

# Folders that a map need not name: hidden ones and build outputs.
IGNORED = re.compile(r"^(\.|build|runs$|__pycache__)")


def tracked_folders(root):
    """Top-level folders with a file under version control (or on disk, without git)."""
    try:
        listing = subprocess.run(["git", "-C", root, "ls-files"], capture_output=True,
                                 text=True, check=True).stdout.split("\n")
        found = {line.split("/")[0] for line in listing if "/" in line}
    except (OSError, subprocess.CalledProcessError):
        found = {name for name in os.listdir(root) if os.path.isdir(os.path.join(root, name))}
    return {name for name in found if not IGNORED.match(name)}


def check(root, build, out):
    with open(os.path.join(root, "README.md")) as file:
        text = file.read()
    rows = re.findall(r"^\|\s*`([\w./-]+)/`\s*\|", text, re.M)
    mapped = set(rows)
    for name in sorted(tracked_folders(root)):
        covered = name in mapped or any(row.startswith(name + "/") for row in mapped)
        out.check(f"folder {name}", [] if covered else ["the map of README.md does not name it"])
    for name in sorted(mapped):
        there = os.path.isdir(os.path.join(root, name))
        out.check(f"row {name}", [] if there else ["there is no such folder"])
    for name in re.findall(r"\]\(([\w./-]+)\)", text):
        there = os.path.exists(os.path.join(root, name))
        out.check(f"link {name}", [] if there else ["the link leads nowhere"])


if __name__ == "__main__":
    report.main("folder_map", __doc__, check)
