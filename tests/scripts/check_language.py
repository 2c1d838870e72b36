"""Every example of grammar/LANGUAGE.md compiles and is laid out as dnd-format
does; the rules C1, C2, ... are numbered without gaps.

A block fenced as ```dnd is a file. A comment above it completes it for the test:
`<!-- with: TEXT -->` appends declarations, `<!-- in: TEXT -->` puts the block in
the place of a line `...`.
"""

import os
import re
import subprocess
import tempfile

import report

BLOCK = re.compile(r"(?:<!-- (with|in): (.*?) -->\n)?^```dnd\n(.*?)^```$", re.M | re.S)


def complete(how, around, text):
    """The file that is compiled, and the text that is checked for its layout."""
    if how == "with":
        return text + around + "\n", text
    if how == "in":
        before, after = re.split(r"^ *\.\.\.\n", around, flags=re.M)
        body = "layer l {\n" + "".join("  " + line + "\n" for line in text.splitlines()) + "}\n"
        return before + text + after + "\n", body
    return text, text


def run(command, text):
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "model.dnd")
        with open(path, "w") as file:
            file.write(text)
        done = subprocess.run(command + [path], capture_output=True, text=True, timeout=120)
        return done.returncode, done.stdout + done.stderr


def check_rules(text, out):
    numbers = [int(n) for n in re.findall(r"^\*\*C(\d+)\.\*\*", text, re.M)]
    wrong = numbers != list(range(1, len(numbers) + 1))
    out.check("rules", [f"numbers are {numbers}"] if wrong or not numbers else [])


def check(root, build, out):
    with open(os.path.join(root, "grammar", "LANGUAGE.md")) as file:
        text = file.read()
    check_rules(text, out)
    bin_dir = os.path.join(build, "bin")
    compiler = [os.path.join(bin_dir, "dnd-translate"), "--import-dnd", "-Wno-all", "-o", os.devnull]
    blocks = BLOCK.findall(text)
    fences = len(re.findall(r"^```dnd", text, re.M))
    out.check("blocks", [] if len(blocks) == fences else [f"{fences} fences, {len(blocks)} read"])
    for number, (how, around, block) in enumerate(blocks, 1):
        whole, own = complete(how, around, block)
        status, messages = run(compiler, whole)
        bad = [f"does not compile: {messages}"] if status else []
        status, formatted = run([os.path.join(bin_dir, "dnd-format")], own)
        if status or formatted != own:
            bad.append(f"dnd-format writes it so:\n{formatted}")
        out.check(f"example {number}", bad)


if __name__ == "__main__":
    report.main("language", __doc__, check)
