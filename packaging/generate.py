"""Writes manual pages and shell completions from the option tables of the built programs.

    generate.py --bin DIR --model-options PROGRAM --out DIR --version V --date DATE

Makes OUT/man1/NAME.1, OUT/bash/NAME, OUT/zsh/_NAME and OUT/fish/NAME.fish; those of compiled models, which have
any name, are man1/dnd-model.1 and model.bash, model.zsh and model.fish.
"""

import argparse
import os
import subprocess

import completion
import manual
import tables

HERE = os.path.dirname(os.path.abspath(__file__))
# Endings of the files that a program reads.
READS = {"dndc": ("dnd", "mlir"), "dnd-format": ("dnd",), "dnd-lsp": (), "dnd-translate": ("dnd",), "dnd-opt": ("mlir",), "dnd-model": (), "dnd": ()}


def said(*command):
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def commands(args):
    def tool(name):
        return os.path.join(args.bin, name)
    yield tables.from_json("dnd", said(tool("dnd"), "--print-options=json"))
    yield tables.from_json("dndc", said(tool("dndc"), "--print-options=json"))
    for name in ("dnd-format", "dnd-lsp", "dnd-translate"):
        yield tables.from_help(name, said(tool(name), "--help"))
    yield tables.from_mlir_help("dnd-opt", said(tool("dnd-opt"), "--help"))
    yield tables.from_json("dnd-model", said(args.model_options))


def write(path, text):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w") as file:
        file.write(text)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    for name in ("bin", "model-options", "out", "version", "date"):
        parser.add_argument("--" + name, required=True)
    args = parser.parse_args()
    for command in commands(args):
        name = command.name
        with open(os.path.join(HERE, "manual", name + ".1.in")) as file:
            page = manual.page(file.read(), command, args.version, args.date)
        write(os.path.join(args.out, "man1", name + ".1"), page)
        files = {"bash": name, "zsh": "_" + name, "fish": name + ".fish"}
        for shell, file in files.items():
            text = getattr(completion, shell)(command, READS[name])
            write(os.path.join(args.out, shell, "model." + shell if name == "dnd-model" else file), text)


if __name__ == "__main__":
    main()
