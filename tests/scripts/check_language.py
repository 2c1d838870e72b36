"""Every example of grammar/LANGUAGE.md and docs/from-pytorch.md compiles and is laid out as dnd-format
does; the rules C1, C2, ... are numbered without gaps; its tables of recipes say
what runtime/include/dndrt/recipe.def says.

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


def recipe_words(root):
    """{function: (kind, {argument: default})} of recipe.def; more = None where any further names are taken."""
    with open(os.path.join(root, "runtime", "include", "dndrt", "recipe.def")) as file:
        rows = re.findall(r"^RECIPE_(FUNCTION|ARGUMENT|MORE)\((.*)\)$", file.read(), re.M)
    words = {}
    for row, text in rows:
        cells = [cell.strip() for cell in text.split(",")]
        if row == "FUNCTION":
            kind, name = cells[:2]
            words[kind, name] = {}
            arguments = words[kind, name]
        elif row == "ARGUMENT":
            arguments[cells[0]] = cells[2].strip('"')
    return words


def check_call(words, kind, name, inside):
    """Problems of `name(inside)` in a table against the function's arguments."""
    known, bad, given = words[kind, name], [], set()
    for argument in filter(None, (a.strip() for a in inside.split(","))):
        if argument == "...":
            return bad
        word, _, value = (part.strip() for part in argument.partition("="))
        given.add(word)
        if word not in known:
            bad.append(f"{name} has no argument {word}")
        elif value and value not in (known[word], "true", "false"):
            bad.append(f"{name}: {word} is {known[word]}, not {value}")
    # Said once for all schedules.
    missing = set(known) - given - ({"warmup"} if kind == "Schedule" else set())
    return bad + [f"{name} has the argument {word}, too" for word in sorted(missing)]


def check_recipes(root, text, out):
    words = recipe_words(root)
    chapter = text[text.index("## 12. Recipes"):text.index("## 13. ")]
    cells = {}
    for line in chapter.splitlines():
        if line.startswith("| `"):
            row = [cell.strip() for cell in line.strip("|").split(" | ")]
            for word in re.findall(r"`(\w+)", row[0]):
                cells.setdefault(word, row)
    keys = {"Normalization": "normalize", "Optimizer": "optimizer", "Schedule": "schedule", "Metric": "metrics",
            "Augmentation": "augment", "Clip": "clip"}
    for (kind, name), arguments in words.items():
        bad = []
        if kind == "Block":
            bad = [f"no row for the key {key}" for key in arguments if key not in cells]
        elif kind == "Reader":
            row = next((row for row in re.findall(r"^\| (`.*?) \| (.*?) \|", chapter, re.M)
                        if f"`{name}`" in row[0] and "(" not in row[0]), None)
            bad = [] if row else ["no row in the table of readers"]
            for argument, default in arguments.items() if row else ():
                said = re.search(rf"`{argument}(?: = ([^`]*))?`", row[1])
                if not said:
                    bad.append(f"its argument {argument} is not in the table")
                elif said.group(1) and said.group(1) != default:
                    bad.append(f"{argument} is {default}, not {said.group(1)}")
        elif kind in keys and name != "mean_std":
            row = " | ".join(cells.get(keys[kind], ()))
            said = re.search(rf"`{name}(?:\(([^`]*)\))?`", row)
            if not said:
                bad.append(f"not in the row of {keys[kind]}")
            elif said.group(1) is not None:
                bad += check_call(words, kind, name, said.group(1))
        out.check(f"recipe {kind} {name}", bad)


def check(root, build, out):
    with open(os.path.join(root, "grammar", "LANGUAGE.md")) as file:
        text = file.read()
    check_rules(text, out)
    check_recipes(root, text, out)
    check_examples(build, text, "example", out)
    with open(os.path.join(root, "docs", "from-pytorch.md")) as file:
        text = file.read()
    check_examples(build, text, "from PyTorch, example", out)
    check_layers(build, text, out)


# What a layer of the table of docs/from-pytorch.md may be applied to.
INPUTS = ("64", "16, 32, 32", "64, 32")


def check_layers(build, text, out):
    """The layers of the table "Layers" with their arguments: each is one, for an input of some rank."""
    table = text.split("## Layers")[1].split("```")[0]
    codes = [code for row in re.findall(r"^\| .*? \| (.*) \|$", table, re.M) for code in re.findall(r"`([a-z]\w*(?:\(.*?\))?)`", row)]
    codes = [code for code in codes if code not in ("for", "f(a)", "f(b)")]
    out.check("from PyTorch, layers", [] if len(codes) > 20 else [f"only {len(codes)} in the table"])
    for code in codes:
        told = []
        for shape in INPUTS:
            model = f"network N {{\n  input  x[{shape}]\n  output x |> {code}\n}}\n"
            status, messages = run(compiler_of(build), model)
            told.append(messages if status else "")
        out.check(f"from PyTorch, {code}", [] if "" in told else told)


def compiler_of(build):
    return [os.path.join(build, "bin", "dnd-translate"), "--import-dnd", "-Wno-all", "-o", os.devnull]


def check_examples(build, text, what, out):
    bin_dir = os.path.join(build, "bin")
    compiler = compiler_of(build)
    blocks = BLOCK.findall(text)
    fences = len(re.findall(r"^```dnd", text, re.M))
    out.check(f"{what}s", [] if len(blocks) == fences and fences else [f"{fences} fences, {len(blocks)} read"])
    for number, (how, around, block) in enumerate(blocks, 1):
        whole, own = complete(how, around, block)
        status, messages = run(compiler, whole)
        bad = [f"does not compile: {messages}"] if status else []
        status, formatted = run([os.path.join(bin_dir, "dnd-format")], own)
        if status or formatted != own:
            bad.append(f"dnd-format writes it so:\n{formatted}")
        out.check(f"{what} {number}", bad)


if __name__ == "__main__":
    report.main("language", __doc__, check)
