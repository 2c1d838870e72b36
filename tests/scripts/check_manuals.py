"""Manual pages and completions know every option and every verb that the programs have.

Pages: each option of --help stands in the page, and a formatter has nothing to say about the page. Completions:
bash, zsh and fish are asked what they would offer; a shell that is not installed skips its cases.
"""

import os
import re
import shutil
import subprocess

import report

TOOLS = ("dndc", "dnd-format", "dnd-lsp", "dnd-translate")


def said(*command, **options):
    return subprocess.run(command, capture_output=True, text=True, **options).stdout


def read(path):
    with open(path) as file:
        return file.read()


def flags(text):
    """The options that a help text has rows for."""
    rows = re.findall(r"^  (-[^ ].*?)(?:  |$)", text, re.M)
    return {word for row in rows for word in re.findall(r"(?<![\w=\[|-])--?[A-Za-z][\w-]*", row)}


def shown(page):
    return re.sub(r"\\f[BIR]", "", page).replace("\\-", "-")


def check_pages(build, out):
    folder = os.path.join(build, "manuals", "man1")
    for tool in TOOLS:
        page = shown(read(os.path.join(folder, tool + ".1")))
        found = flags(said(os.path.join(build, "bin", tool), "--help"))
        bad = [f"does not tell of {flag}" for flag in sorted(found) if flag not in page]
        out.check(f"page of {tool}", bad if len(found) > 3 else ["--help has no rows"])
    page = shown(read(os.path.join(folder, "dnd-model.1")))
    for verb in ("train", "eval", "predict", "info", "init", "forward", "samples", "bench", "gradcheck"):
        out.check(f"page of dnd-model: {verb}", [] if f".SS {verb}\n" in page else ["no section"])
    check_front_door(build, folder, out)
    for name in sorted(os.listdir(folder)):
        case = f"layout of {name}"
        if not shutil.which("mandoc"):
            out.add("SKIP", case, "mandoc is not installed")
            continue
        told = said("mandoc", "-T", "lint", "-W", "warning", os.path.join(folder, name))
        out.check(case, [line for line in told.split("\n") if line])


def check_front_door(build, folder, out):
    """Every command that dnd --help lists, with every option of its own help."""
    dnd = os.path.join(build, "bin", "dnd")
    page = shown(read(os.path.join(folder, "dnd.1")))
    commands = re.findall(r"^  ([a-z]+)  ", said(dnd, "--help"), re.M)
    sections = dict(re.findall(r"^\.SS ([a-z]+)\n(.*?)(?=^\.S[SH] )", page, re.M | re.S))
    out.check("commands of dnd", [] if len(commands) > 15 and sorted(sections) == sorted(commands) else
              [f"the page has {sorted(sections)}, --help {sorted(commands)}"])
    for command in commands:
        if command == "compile":
            continue  # its help is that of dndc
        found = flags(said(dnd, command, "--help")) - {"--NAME"}
        bad = [f"does not tell of {flag}" for flag in sorted(found) if flag not in sections.get(command, "")]
        out.check(f"page of dnd {command}", bad)


def bash_offers(path, function, words):
    script = 'source "$1" model; shift; f=$1; shift; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); $f; printf "%s\\n" "${COMPREPLY[@]}"'
    return said("bash", "--norc", "-c", script, "bash", path, function, *words).split()


def fish_offers(path, words):
    script = f"source {path} model; complete -C '{' '.join(words)}'"
    return [line.split("\t")[0] for line in said("fish", "--no-config", "-c", script).split("\n")]


def zsh_offers(path, function, words):
    """The rows that the completion hands to _arguments, without descriptions."""
    script = ('compdef() { : }; _describe() { print -l -- "${(@P)2}" }; _arguments() { print -l -- "$@" }; '
              'source "$1"; f=$2; shift 2; words=("$@"); CURRENT=$#; $f')
    return [re.sub(r"[=+]?[\[:].*", "", line).lstrip("*") for line in
            said("zsh", "-f", "-c", script, "zsh", path, function, *words).split("\n")]


# What is typed, and what must be among the offers (zsh: among the rows).
DNDC = [(["dndc", "--cuda-a"], "--cuda-arch"), (["dndc", "-"], "--dump-ir"), (["dndc", "-R"], "-Rpass=raise")]
MODEL = [(["model", "tr"], "train"), (["model", "train", "--ep"], "--epochs"), (["model", "predict", "--fo"], "--format")]
FRONT = [(["dnd", "sw"], "sweep"), (["dnd", "train", "--rep"], "--repeat"), (["dnd", "export", "--to", "on"], "onnx")]
VALUES = [(["dndc", "--emit", "for"], "forms"), (["model", "predict", "--format", "n"], "npy")]


def check_completion(build, out):
    root = os.path.join(build, "manuals")
    for words, want in DNDC + MODEL + VALUES:
        tool = words[0] == "dndc"
        case = "completion of '" + " ".join(words) + "'"
        function = "_dndc" if tool else "_dnd_model"
        offers = bash_offers(os.path.join(root, "bash", "dndc" if tool else "model.bash"), function, words)
        out.check("bash: " + case, [] if want in offers else [f"offers {offers}"])
        if shutil.which("fish"):
            offers = fish_offers(os.path.join(root, "fish", "dndc.fish" if tool else "model.fish"), words)
            out.check("fish: " + case, [] if want in offers else [f"offers {offers}"])
        else:
            out.add("SKIP", "fish: " + case, "fish is not installed")
        if (words, want) in VALUES:
            continue
        if shutil.which("zsh"):
            offers = zsh_offers(os.path.join(root, "zsh", "_dndc" if tool else "model.zsh"), function, words)
            out.check("zsh: " + case, [] if want in offers else [f"offers {offers}"])
        else:
            out.add("SKIP", "zsh: " + case, "zsh is not installed")
    for words, want in FRONT:
        offers = bash_offers(os.path.join(root, "bash", "dnd"), "_dnd", words)
        out.check("bash: completion of '" + " ".join(words) + "'", [] if want in offers else [f"offers {offers}"])
    offers = bash_offers(os.path.join(root, "bash", "dndc"), "_dndc", ["dndc", "--nothing-like-it"])
    out.check("bash: what is no option", [f"offers {offers}"] if any(word.startswith("--") for word in offers) else [])


def check(root, build, out):
    check_pages(build, out)
    check_completion(build, out)


if __name__ == "__main__":
    report.main("manuals", __doc__, check)
