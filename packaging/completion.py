"""Completions of bash, zsh and fish for one program, from its option table.

A compiled model has any name: its files take the names as arguments, for example
`source model.bash optdigits`.
"""

import re


def quoted(text):
    return "'" + text.replace("'", "'\\''") + "'"


def words_of(option):
    """The words that stand for an option on a command line."""
    if option.joined and option.choices:
        return [name + choice for name in option.names for choice in option.choices]
    return option.names


def is_model(command):
    """Compiled models have any name."""
    return command.name == "dnd-model"


def function_name(name):
    return "_" + name.replace("-", "_")


# ---------------------------------------------------------------- bash

BASH_HEAD = """# Completion of {name} for bash, made from its table of options.
{usage}{function}() {{
  local cur=${{COMP_WORDS[COMP_CWORD]}} prev=
  (( COMP_CWORD > 0 )) && prev=${{COMP_WORDS[COMP_CWORD-1]}}
  # `--option=value` comes as three words.
  if [[ $cur == = ]]; then
    cur=
  elif [[ $prev == = ]] && (( COMP_CWORD > 1 )); then
    prev=${{COMP_WORDS[COMP_CWORD-2]}}
  fi
  COMPREPLY=()
"""


def bash_values(options, indent):
    lines = []
    for option in options:
        if not option.value or option.joined or not option.names:
            continue
        if option.choices:
            action = f'COMPREPLY=($(compgen -W {quoted(" ".join(option.choices))} -- "$cur"))'
        elif option.files:
            kind = "-d" if option.files == "folders" else "-f"
            action = f'compopt -o filenames 2> /dev/null; COMPREPLY=($(compgen {kind} -- "$cur"))'
        else:
            action = ":"
        lines.append(f"{indent}{'|'.join(option.names)}) {action}; return ;;")
    return lines


def bash_names(options):
    return quoted(" ".join(word for option in options for word in words_of(option)))


def bash(command, endings):
    names = [] if is_model(command) else [command.name]
    usage = "" if names else "# source model.bash NAME...: for the compiled models of these names.\n"
    lines = [BASH_HEAD.format(name=command.name, function=function_name(command.name), usage=usage)]
    if command.verbs:
        lines += ["  if (( COMP_CWORD == 1 )); then",
                  f'    COMPREPLY=($(compgen -W {quoted(" ".join(v.name for v in command.verbs) + " --help")} -- "$cur"))',
                  "    return", "  fi", "  case ${COMP_WORDS[1]} in"]
        for verb in command.verbs:
            lines += [f"  {verb.name})", "    case $prev in", *bash_values(verb.options, "    "), "    esac",
                      f"    [[ $cur == -* ]] && COMPREPLY=($(compgen -W {bash_names(verb.options)} -- \"$cur\")) && return",
                      "    ;;"]
        lines += ["  esac"]
    else:
        lines += ["  case $prev in", *bash_values(command.options, "  "), "  esac",
                  f"  [[ $cur == -* ]] && COMPREPLY=($(compgen -W {bash_names(command.options)} -- \"$cur\")) && return"]
    patterns = " ".join(f"$(compgen -f -X '!*.{ending}' -- \"$cur\")" for ending in endings)
    lines += ["  compopt -o filenames 2> /dev/null",
              f'  COMPREPLY=({patterns or """$(compgen -f -- "$cur")"""}' + (' $(compgen -d -- "$cur"))' if patterns else ")"),
              "}"]
    if names:
        lines.append(f"complete -F {function_name(command.name)} {command.name}")
    else:
        lines.append(f'(( $# == 0 )) || complete -F {function_name(command.name)} -- "$@"')
    return "\n".join(lines) + "\n"


# ---------------------------------------------------------------- zsh

def zsh_text(text):
    return re.sub(r"([\[\]:\\])", r"\\\1", text).replace("'", "'\\''")


def zsh_values(option):
    if option.choices:
        return ":" + zsh_text(option.value) + ":(" + " ".join(zsh_text(word) for word in option.choices) + ")"
    action = {"files": "_files", "folders": "_files -/", "": " "}[option.files]
    return ":" + zsh_text(option.value) + ":" + action


def zsh_rows(options, endings=()):
    rows = []
    for option in options:
        if not option.names:
            rows.append("'*:" + zsh_text(option.value or "file") + ":_files'")
        elif option.joined and option.choices:
            rows += [f"'{word}[{zsh_text(option.help)}]'" for word in words_of(option)]
        else:
            for name in option.names:
                form = name
                if option.value:
                    form += "=" if name.startswith("--") else "+"
                star = "*" if option.repeats else ""
                rows.append(f"'{star}{form}[{zsh_text(option.help)}]" + (zsh_values(option) if option.value else "") + "'")
    if endings:
        rows.append("'*:file:_files -g \"*.(" + "|".join(endings) + ")\"'")
    return rows


def zsh(command, endings):
    name, function = command.name, function_name(command.name)
    if not command.verbs:
        rows = " \\\n    ".join(zsh_rows(command.options, endings))
        return f"#compdef {name}\n# Made from its table of options.\n{function}() {{\n  _arguments \\\n    {rows}\n}}\n" \
               f'if [[ $zsh_eval_context[-1] == loadautofunc ]]; then {function} "$@"; else compdef {function} {name}; fi\n'
    lines = (["# Completion of compiled models for zsh, made from their table of options.",
              "# source model.zsh NAME...: for the compiled models of these names."] if is_model(command) else
             [f"#compdef {name}", "# Made from its table of options."]) + [f"{function}() {{",
             "  if (( CURRENT == 2 )); then", "    local -a verbs=("]
    lines += [f"      '{verb.name}:{zsh_text(verb.summary)}'" for verb in command.verbs]
    lines += ["    )", "    _describe verb verbs", "    return", "  fi", "  local verb=$words[2]", "  shift words",
              "  (( CURRENT-- ))", "  case $verb in"]
    for verb in command.verbs:
        rows = " \\\n      ".join(zsh_rows(verb.options))
        lines += [f"  {verb.name})", f"    _arguments \\\n      {rows}", "    ;;"]
    lines += ["  esac", "}", f'(( $# == 0 )) || compdef {function} "$@"' if is_model(command) else
              f'if [[ $zsh_eval_context[-1] == loadautofunc ]]; then {function} "$@"; else compdef {function} {name}; fi', ""]
    return "\n".join(lines)


# ---------------------------------------------------------------- fish

def fish_quoted(text):
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"


def fish_rows(head, options):
    rows = []
    for option in options:
        if not option.names:
            continue
        names = []
        for word in words_of(option):
            if word.startswith("--"):
                names.append(["-l", word[2:]])
            elif len(word) == 2:
                names.append(["-s", word[1:]])
            else:
                names.append(["-o", word[1:]])
        tail = []
        if option.value and not option.joined:
            if option.choices:
                tail = ["-x", "-a", fish_quoted(" ".join(option.choices))]
            elif option.files == "folders":
                tail = ["-x", "-a", "'(__fish_complete_directories)'"]
            else:
                tail = ["-r"] if option.files else ["-x"]
        tail += ["-d", fish_quoted(option.help)]
        # Each word of a joined option is an option of its own.
        groups = [[name] for name in names] if option.joined else [names]
        rows += [" ".join(head + [part for name in group for part in name] + tail) for group in groups]
    return rows


def fish(command, endings):
    lines = [f"# Completion of {command.name} for fish, made from its table of options."]
    if not command.verbs:
        lines += fish_rows(["complete", "-c", command.name], command.options)
        return "\n".join(lines) + "\n"
    if is_model(command):
        lines += ["# source model.fish NAME...: for the compiled models of these names.", "for name in $argv"]
    else:
        lines += [f"for name in {command.name}"]
    for verb in command.verbs:
        lines.append(f"  complete -c $name -f -n __fish_use_subcommand -a {verb.name} -d {fish_quoted(verb.summary)}")
    for verb in command.verbs:
        head = ["  complete", "-c", "$name", "-n", f"'__fish_seen_subcommand_from {verb.name}'"]
        lines += fish_rows(head, verb.options)
    return "\n".join(lines + ["end", ""])
