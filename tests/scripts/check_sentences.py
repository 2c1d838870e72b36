"""Every option of every tool with wrong values: one sentence of ours, a documented exit code, and no words of a library.

Each option is given without its value, with an empty one, with nonsense, twice, and with '='; each verb without its
words and with one too many.
"""

import json
import os
import re
import subprocess
import tempfile

import report

# Sentences of CLI11, of LLVM's command line and of a crash.
FOREIGN = re.compile(r"The following argument|was not expected|Could not convert|is required|ArgumentMismatch|Run with --help|"
                     r"CLI::|cl::|Unknown command line argument|LLVM ERROR|Stack dump|PLEASE submit|terminate called|what\(\)|"
                     r"for the -|std::|Assertion|mlir::|basic_string")
CODES = {0, 1, 2, 3, 5, 7, 75}
NONSENSE = "no-such-thing"


def attempts(name, has_value):
    """Words for one option, each of which may be wrong."""
    if not has_value:
        return [[name + "=" + NONSENSE], [name, name, "--also-unknown"]]
    return [[name], [name, ""], [name + "="], [name, NONSENSE], [name, "-1"], [name, NONSENSE, name, NONSENSE], [name, "1e999"]]


def sentence(done):
    """What is wrong with the answer, or nothing."""
    said = done.stdout + done.stderr
    if done.returncode not in CODES:
        return f"code {done.returncode}"
    if found := FOREIGN.search(said):
        return f"'{found[0]}'"
    if done.returncode == 2 and not re.search(r"(^|: )error: |^dnd-\w+: \S", done.stderr, re.M):
        return "no sentence"
    return ""


class Runner:
    def __init__(self, folder, out):
        self.folder, self.out = folder, out

    def run(self, *words):
        environment = {**os.environ, "DND_CACHE": os.path.join(self.folder, "cache"), "DND_DATA": self.folder}
        return subprocess.run(words, cwd=self.folder, env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True,
                              errors="replace", timeout=120)

    def check(self, name, command, rows):
        """`rows` of (option, whether it has a value)."""
        bad = []
        for words in [[], ["--" + NONSENSE], [NONSENSE, NONSENSE, NONSENSE]] + [a for row in rows for a in attempts(*row)]:
            done = self.run(*command, *words)
            if wrong := sentence(done):
                bad.append(f"{' '.join(command[1:] + words)}: {wrong}: {(done.stdout + done.stderr)[:300]}")
        self.out.check(name, bad)


def table(text):
    """(verb, option, has a value) of the JSON of options."""
    for verb in json.loads(text)["verbs"]:
        yield verb["name"], [(name, bool(option["value"])) for option in verb["options"]
                             for name in option.get("names", ["--" + option.get("name", "")]) if not option.get("positional")]


def check(root, build, out):
    tools = os.path.abspath(os.path.join(build, "bin"))
    with tempfile.TemporaryDirectory() as folder:
        runner = Runner(folder, out)
        with open(os.path.join(folder, "m.dnd"), "w") as file:
            file.write("network M {\n  input x[2]\n  output y = x |> dense(2)\n}\n\ntrain M {\n  data xor\n  loss cross_entropy\n"
                       "  optimizer sgd(lr = 0.1)\n  epochs 1\n}\n")
        model = os.path.join(folder, "m")
        made = runner.run(os.path.join(tools, "dndc"), "m.dnd", "--cuda=off", "-O0", "-o", "m")
        if made.returncode:
            return out.check("a model", [made.stderr])
        for verb, rows in table(runner.run(os.path.join(tools, "dndrt-options")).stdout):
            # What runs long by itself gets nothing to run.
            runner.check("model " + verb, [model, verb], rows)
        seen = set()
        for verb, rows in table(runner.run(os.path.join(tools, "dnd"), "--print-options=json").stdout):
            if verb in ("doctor", "compile"):
                continue
            # One parser: an option that many commands have is tried in the first of them.
            runner.check("dnd " + verb, [os.path.join(tools, "dnd"), verb], [row for row in rows if row not in seen])
            seen.update(rows)
        for tool in ("dndc", "dnd-format", "dnd-translate", "dnd-lsp"):
            text = runner.run(os.path.join(tools, tool), "--help").stdout
            rows = [(name, bool(value)) for name, value in re.findall(r"^ +(?:-\w, )?(--[\w-]+)[ =]?(<?[A-Z][\w|]*>?)?", text, re.M)]
            runner.check(tool, [os.path.join(tools, tool)], [row for row in rows if row[0] not in ("--help", "--version")])


if __name__ == "__main__":
    report.main("script.sentences", __doc__.splitlines()[0], check)
