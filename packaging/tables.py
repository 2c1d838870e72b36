"""The option tables of the programs, from which manual pages and completions are made.

dndc and compiled models print theirs as JSON (`dndc --print-options=json`, dndrt-options);
of the other tools the text of --help is read, which has one row for each option.
"""

import json
import re
from dataclasses import dataclass, field


@dataclass
class Option:
    names: list            # ["-o", "--output"]; empty for a positional argument
    value: str = ""        # what follows, such as FILE; empty for a flag
    help: str = ""
    choices: list = field(default_factory=list)
    repeats: bool = False
    joined: bool = False   # the value follows at once: -O2, -Rpass=raise

    @property
    def files(self):
        """What a shell offers for the value: "files", "folders" or nothing."""
        if re.search(r"\b(DIR|RUN)\b", self.value):
            return "folders"
        return "files" if re.search(r"\b(FILE|PATH)\b", self.value) else ""


@dataclass
class Command:
    """A program, or a verb of one."""
    name: str
    summary: str = ""
    usage: str = ""
    notes: str = ""
    options: list = field(default_factory=list)
    verbs: list = field(default_factory=list)
    exit_codes: str = ""


def option(row):
    if "names" in row:
        names = row["names"]
    else:
        names = [] if row.get("positional") else ["--" + row["name"]]
    choices = row.get("choices", [])
    return Option(names, row.get("value", ""), row["help"],
                  choices.split() if isinstance(choices, str) else choices,
                  row.get("repeats", False), row.get("joined", False))


def from_json(name, text):
    table = json.loads(text)
    verbs = [Command(verb["name"], verb["summary"], verb["usage"], verb["notes"],
                     [option(row) for row in verb["options"]] + [Option(["--help"], "", "this text")])
             for verb in table.get("verbs", [])]
    return Command(name, options=[option(row) for row in table.get("options", [])], verbs=verbs,
                   exit_codes=table.get("exit_codes", ""))


def from_help(name, text):
    """Rows such as `  -i, --in-place   rewrite the files`, continued by deeper lines."""
    command = Command(name)
    for line in text.split("\n"):
        row = re.match(r"  (-[^ ,]*(?:, -[^ ]*)*)(?: ([A-Z=]+))?  +(\S.*)$", line)
        more = re.match(r" {20,}(\S.*)$", line)
        if row:
            names, value = [], row[2] or ""
            for word in row[1].split(", "):
                word, _, behind = word.partition("=")
                value = behind or value
                names.append(word)
            command.options.append(Option(names, value, row[3]))
        elif more and command.options:
            command.options[-1].help += " " + more[1]
        elif line.strip().lower().startswith("exit codes:") or (command.exit_codes and line.strip()):
            command.exit_codes += " " + line.strip()
    for one in command.options:
        words = re.match(r"([a-z]+)(?: \(default\))? or ([a-z]+)\b", one.help)
        if words and one.value:
            one.choices = [words[1], words[2]]
    if not command.options:
        raise ValueError(f"{name} --help lists no options")
    return command


def from_mlir_help(name, text):
    """dnd-opt prints the options of MLIR's driver; ours are the passes."""
    rows = re.findall(r"^ +(--dnd[\w-]*)(?:=<[\w-]+>)? +-? *(.*)$", text, re.M)
    if not rows:
        raise ValueError(f"{name} --help lists no pass of ours")
    return Command(name, options=[Option([flag], "", help) for flag, help in rows])
