"""Manual pages: the prose of manual/NAME.1.in with the option table put in its place.

In the prose, `@OPTIONS@` stands for the options, `@VERBS@` for the verbs with theirs,
`@EXIT@` for the exit codes, `@VERSION@` and `@DATE@` for the heading.
"""

import re


def roff(text):
    """Text as roff: backslashes, dashes, and no line that begins with a control character."""
    text = text.replace("\\", "\\e").replace("-", "\\-")
    return re.sub(r"^([.'])", r"\\&\1", text, flags=re.M)


def sentence(option):
    """The help as a sentence; one that begins with a value keeps it as it is typed."""
    text = option.help
    first = text.split(" ")[0].rstrip(",")
    if first not in option.choices and not text.startswith(first + " (default)"):
        text = text[:1].upper() + text[1:]
    return text if text.endswith(".") else text + "."


def option_rows(options):
    lines = []
    for option in options:
        heads = []
        for name in option.names or [""]:
            shown = f"\\fB{roff(name)}\\fR"
            if option.value:
                between = "" if option.joined or not name else "=" if name.startswith("--") and option.choices else " "
                shown += f"{between}\\fI{roff(option.value)}\\fR"
            heads.append(shown)
        lines += [".TP", ", ".join(heads), roff(sentence(option))]
        if option.choices and "|" not in option.value and not all(word in option.help for word in option.choices):
            lines += [".br", "One of: " + ", ".join(f"\\fB{roff(word)}\\fR" for word in option.choices) + "."]
    return "\n".join(lines)


def verb_sections(verbs, caller):
    lines = []
    for verb in verbs:
        lines += [f".SS {verb.name}", roff(verb.summary[:1].upper() + verb.summary[1:]) + ".",
                  ".PP", f"{caller} {roff(verb.usage)}", option_rows(verb.options)]
        if verb.notes:
            lines += [".PP", roff(verb.notes.replace("\n", " "))]
    return "\n".join(lines)


def exit_rows(text):
    """`Exit codes: 0 done, 1 errors in the model, ...` as a list."""
    text = re.sub(r"^.*?exit codes:\s*", "", " ".join(text.split()), flags=re.I).rstrip(".")
    rows = re.findall(r"(\d+) (.*?)(?:, (?=\d)|$)", text)
    if not rows:
        raise ValueError("no exit codes in: " + text)
    return "\n".join(f".TP\n.B {code}\n{roff(meaning)}" for code, meaning in rows)


def page(template, command, version, date):
    parts = {"@VERSION@": version, "@DATE@": date}
    if "@OPTIONS@" in template:
        parts["@OPTIONS@"] = option_rows(command.options)
    if "@VERBS@" in template:
        caller = "\\fIMODEL\\fR" if command.name == "dnd-model" else f"\\fB{roff(command.name)}\\fR"
        parts["@VERBS@"] = verb_sections(command.verbs, caller)
    if "@EXIT@" in template:
        parts["@EXIT@"] = exit_rows(command.exit_codes)
    for name, text in parts.items():
        template = template.replace(name, text)
    if left := re.search(r"@[A-Z]+@", template):
        raise ValueError(f"{command.name}: {left[0]} means nothing")
    return template
