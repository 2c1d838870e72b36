"""Every RUN line of a lit test must check what it runs.

Allowed ends of a RUN line: FileCheck, `-verify-diagnostics` (dnd-opt and
dnd-translate), `diff`, `cmp`, and `test`. A line that only prepares a file
(split-file, or a command whose output goes to %t) is allowed when a later RUN
line of the file checks.
"""

import os
import re

import report

CHECKS = re.compile(r"\bFileCheck\b|verify-diagnostics|\bdiff\b|\bcmp\b|\btest\b")
PREPARES = re.compile(r"%t|split-file|%T|\bcd\b|\bexport\b")
FOLDERS = ("frontend", "dialect", "passes", "codegen", "numeric", "simt", "e2e")


def run_lines(text):
    """RUN lines with their continuations joined."""
    lines, open_line = [], None
    for found in re.findall(r"RUN:\s*(.*)", text):
        open_line = found if open_line is None else open_line + " " + found
        if open_line.endswith("\\"):
            open_line = open_line[:-1].rstrip()
            continue
        lines.append(open_line)
        open_line = None
    return lines


def problems_of(text):
    lines = run_lines(text)
    if not lines:
        return ["no RUN line"]
    bad = []
    checked_later = False
    for line in reversed(lines):
        if CHECKS.search(line):
            checked_later = True
        elif not (checked_later and PREPARES.search(line)):
            bad.append(f"checks nothing: RUN: {line}")
    return list(reversed(bad))


def check(root, build, out):
    for folder in FOLDERS:
        for where, folders, files in os.walk(os.path.join(root, "tests", folder)):
            folders[:] = sorted(name for name in folders if name != "Inputs")
            for name in sorted(files):
                if name.endswith((".dnd", ".mlir", ".test")):
                    path = os.path.join(where, name)
                    with open(path, errors="replace") as file:
                        out.check(os.path.relpath(path, root), problems_of(file.read()))
    self_test(out)


def self_test(out):
    """The rule itself: wrong lines are found, right ones are not."""
    wrong = ["// RUN: dndc %s", "// RUN: dndc %s -o %t", "x", "// RUN: dnd-opt %s | cat",
             "// RUN: dndc %s | FileCheck %s\n// RUN: dndc %s -o %t"]
    right = ["// RUN: dndc %s | FileCheck %s", "// RUN: dndc %s -o %t\n// RUN: cmp %t %t2",
             "// RUN: dnd-opt -verify-diagnostics %s", "// RUN: dndc %s \\\n// RUN: | FileCheck %s"]
    problems = [f"accepted: {text}" for text in wrong if not problems_of(text)]
    problems += [f"rejected: {text}" for text in right if problems_of(text)]
    out.check("rule.self", problems)


if __name__ == "__main__":
    report.main("run_lines", __doc__, check)
