"""The generated reference (scripts/docs) is complete: every op, pass, phase and message has
its text, the links of docs/ lead somewhere, and the commands of docs/tour.md print what it says."""

import os
import re
import subprocess
import tempfile

import report


def read(path):
    with open(path) as file:
        return file.read()


def sections(text):
    """{heading: text} of the third-level headings."""
    parts = re.split(r"^### ", text, flags=re.M)[1:]
    return {part.split("\n")[0]: part.split("\n", 1)[1] for part in parts}


def described(page, body):
    """Has a summary in italics, and for a pass a description."""
    bare = re.sub(r"```.*?```", "", body, flags=re.S)
    prose = [line for line in bare.split("\n") if line and line[0] not in "_#|"]
    bad = [] if re.search(r"^_.+_$", body, re.M) else ["no summary"]
    return bad + (["no description"] if page == "passes" and not prose else [])


def check_links(root, out):
    for name in sorted(os.listdir(os.path.join(root, "docs"))):
        if not name.endswith(".md"):
            continue
        text = read(os.path.join(root, "docs", name))
        bad = [link for link in re.findall(r"\]\(([\w./-]+)\)", text)
               if not os.path.exists(os.path.join(root, "docs", link))]
        out.check(f"links of docs/{name}", [f"'{link}' leads nowhere" for link in bad])


def pattern_of(line):
    """A line of the tour as a regular expression: `…` is any text, blanks are alike."""
    parts = [r"\s*".join(map(re.escape, part.split())) for part in line.split("…")]
    return re.compile(r"\s*.*?\s*".join(parts))


def check_tour(root, build, out):
    """Each console block of docs/tour.md: its command prints its lines, in this order."""
    text = read(os.path.join(root, "docs", "tour.md"))
    blocks = re.findall(r"^```console\n\$ dndc (.*)\n((?:.*\n)*?)```", text, re.M)
    out.check("docs/tour.md", [] if len(blocks) >= 8 else [f"{len(blocks)} commands"])
    with tempfile.TemporaryDirectory() as folder:
        with open(os.path.join(folder, "digits.dnd"), "w") as file:
            file.write(re.search(r"```dnd\n(.*?)```", text, re.S)[1])
        for words, lines in blocks:
            done = subprocess.run([os.path.join(build, "bin", "dndc"), *words.split()], cwd=folder,
                                  capture_output=True, text=True)
            bad = [done.stderr] if done.returncode else []
            printed = iter((done.stdout + done.stderr).split("\n"))
            for line in lines.splitlines():
                pattern = pattern_of(line)
                if not any(pattern.search(found) for found in printed):
                    bad.append(f"does not print, in this order: {line}")
                    break
            out.check(f"docs/tour.md: dndc {words}", bad)


def check(root, build, out):
    check_links(root, out)
    check_tour(root, build, out)
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run([os.path.join(root, "scripts", "docs"), "--out", folder],
                              capture_output=True, text=True)
        out.check("scripts/docs", [done.stderr] if done.returncode else [])
        if done.returncode:
            return
        for page in ("dnd", "dndrt", "passes"):
            found = sections(read(os.path.join(folder, page + ".md")))
            out.check(f"page {page}", [] if found else ["it has no section"])
            for heading, body in found.items():
                if heading.startswith("`"):
                    out.check(f"{page}: {heading.split(' ')[0]}", described(page, body))
        errors = read(os.path.join(folder, "errors.md"))
        for code in re.findall(r"^DND_DIAG\((\w+),", read(os.path.join(root, "frontend", "syntax", "Diagnostics.def")), re.M):
            row = re.search(rf"^\| {code} \|.*\| (.*) \|$", errors, re.M)
            out.check(f"message {code}", [] if row and row[1] else ["it has no row with a title"])
        phases = read(os.path.join(folder, "phases.md"))
        for phase in re.findall(r"^DND_PHASE\((\w+),", read(os.path.join(root, "codegen", "Phases.def")), re.M):
            out.check(f"phase {phase}", [] if f"`{phase.rstrip('_')}`" in phases else ["it has no row"])


if __name__ == "__main__":
    report.main("docs", __doc__, check)
