"""Each section of frontend/syntax/Explanations.md: its wrong example gives the code of
the section, its right example does not and compiles.

Blocks are fenced as ```dnd wrong, ```dnd right (with args="..." for the command
line) or, when the example is no model, ```text wrong.
"""

import os
import re
import shlex
import subprocess
import tempfile

import report

FENCE = re.compile(r'^```(dnd|text) (wrong|right)(?: args="([^"]*)")?\n(.*?)^```$', re.M | re.S)


def sections(root):
    """(code, [(language, role, arguments, text)])"""
    with open(os.path.join(root, "frontend", "syntax", "Explanations.md")) as file:
        parts = re.split(r"^## ", file.read(), flags=re.M)[1:]
    for part in parts:
        yield part.split()[0], FENCE.findall(part)


def checker(build, code):
    """The command that checks an example; syntax needs no more than the formatter."""
    if re.match(r"E01", code):
        return [os.path.join(build, "bin", "dnd-format")]
    return [os.path.join(build, "bin", "dnd-translate"), "--import-dnd", "-o", os.devnull]


def run(command, arguments, text):
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "model.dnd")
        with open(path, "w") as file:
            file.write(text)
        done = subprocess.run(command + shlex.split(arguments) + [path], capture_output=True,
                              text=True, timeout=120)
        return done.returncode, done.stderr


def check_block(build, code, role, arguments, text):
    status, messages = run(checker(build, code), arguments, text)
    if role == "right":
        return [f"the right example is refused: {messages}"] if status or messages else []
    bad = []
    if f"[{code}" not in messages:
        bad.append(f"the wrong example does not give {code}: {messages or 'no message'}")
    others = set(re.findall(r"error: .*\[(E\d+)\]", messages)) - {code}
    if others:
        bad.append(f"the wrong example also gives {sorted(others)}: {messages}")
    if (status == 0) != code.startswith("W"):
        bad.append(f"exit status {status}")
    return bad


def check(root, build, out):
    for code, blocks in sections(root):
        bad = []
        if [role for _, role, _, _ in blocks] != ["wrong", "right"]:
            bad.append("needs one wrong and one right example, in this order")
        for language, role, arguments, text in blocks:
            if language == "dnd":
                bad += check_block(build, code, role, arguments, text)
        out.check(code, bad)


if __name__ == "__main__":
    report.main("explanations", __doc__, check)
