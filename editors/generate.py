"""Writes the syntax files of the editors from the words of the lexer and of recipes.

    generate.py [--check]

Reads grammar/DndLexer.g4 and runtime/include/dndrt/recipe.def; writes vscode/syntaxes/dnd.tmLanguage.json and
vim/syntax/dnd.vim, or with --check says which of them would change.
"""

import json
import os
import re
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(HERE)

# What a reserved word is to a reader. Each word of the lexer stands in one row; the test holds that.
ROLES = {
    "declaration": ["import", "const", "layer", "network", "train"],
    "statement": ["input", "param", "table", "output"],
    "control": ["for", "in", "if", "then", "else"],
    "logical": ["and", "or", "not"],
    "constant": ["true", "false"],
}
REDUCTIONS = ["sum", "prod", "max", "min", "mean"]
TYPES = ["int", "real", "bool", "string", "list", "layer", "init"]


def read(*path):
    with open(os.path.join(ROOT, *path)) as file:
        return file.read()


def rules():
    """The literal words and operators of the lexer, and its contextual words."""
    text = read("grammar", "DndLexer.g4")
    literals = re.findall(r"^[A-Z_]+\s*: '([^']+)' ;", text, re.M)
    words = [w for w in literals if w.isalpha()]
    operators = [w for w in literals if not w.isalnum() and w not in "()[]{},;:"]
    contextual = [w.lower() for w in re.search(r"^tokens \{(.*?)\}", text, re.M)[1].replace(" ", "").split(",")
                  if w != "REDUCE"]
    return words, operators, contextual


def keys():
    """The lines of a train block."""
    block = re.search(r"RECIPE_FUNCTION\(Block, train, Any\)\n(.*?)\n\n", read("runtime", "include", "dndrt", "recipe.def"), re.S)
    return [k for k in re.findall(r"RECIPE_ARGUMENT\((\w+),", block[1]) if k != "const"]


def role_of(words):
    known = {word for row in ROLES.values() for word in row}
    if known != set(words):
        raise ValueError(f"ROLES and the lexer differ in {sorted(known ^ set(words))}")
    return ROLES


def alternatives(words):
    """Longer ones first, so that none is cut short."""
    return "|".join(re.escape(w) for w in sorted(words, key=lambda w: (-len(w), w)))


NUMBER = r"(?:\d+[eE][+-]?\d+|(?:\d+)?\.\d+(?:[eE][+-]?\d+)?|\d+)(?:x|%)?(?!\w)"
NAME = r"[A-Za-z_]\w*"


def text_mate():
    words, operators, contextual = rules()
    roles = role_of(words)
    scopes = {"declaration": "keyword.declaration.dnd", "statement": "storage.type.dnd",
              "control": "keyword.control.dnd", "logical": "keyword.operator.logical.dnd",
              "constant": "constant.language.dnd"}
    repository = {
        "comments": {"patterns": [
            {"name": "comment.line.documentation.dnd", "match": r"///(?:[^/].*)?$"},
            {"name": "comment.line.double-slash.dnd", "match": r"//.*$"},
            {"name": "comment.block.dnd", "begin": r"/\*", "end": r"\*/"},
        ]},
        "strings": {"name": "string.quoted.double.dnd", "begin": '"', "end": r'"|$', "patterns": [
            {"name": "constant.character.escape.dnd", "match": r'\\["\\nt]'},
            {"name": "invalid.illegal.escape.dnd", "match": r"\\."},
        ]},
        "heads": {"match": rf"\b(layer|network|train)\s+({NAME})", "captures": {
            "1": {"name": scopes["declaration"]}, "2": {"name": "entity.name.type.dnd"}}},
        "arguments": {"match": rf"(?<=[(,])\s*({NAME})(?=\s*=(?!=))", "captures": {"1": {"name": "variable.parameter.dnd"}}},
        "settings": {"match": rf"(?:^|(?<=[;{{]))\s*({NAME})(?=\s*=(?!=))", "captures": {
            "1": {"name": "variable.parameter.dnd"}}},
        "types": {"match": rf"(:)\s*({alternatives(TYPES)})\b", "captures": {
            "1": {"name": "punctuation.separator.type.dnd"}, "2": {"name": "support.type.dnd"}}},
        "contextual": {"match": rf"(?:^|(?<=[;{{]))\s*({alternatives(contextual)})(?=\s+{NAME})", "captures": {
            "1": {"name": scopes["statement"]}}},
        "words": {"patterns": [{"name": scopes[role], "match": rf"\b(?:{alternatives(row)})\b"}
                               for role, row in roles.items()]},
        "numbers": {"name": "constant.numeric.dnd", "match": rf"(?<![\w]){NUMBER}"},
        "reductions": {"name": "keyword.operator.reduction.dnd", "match": rf"\b(?:{alternatives(REDUCTIONS)})(?=\s*\()"},
        "calls": {"name": "entity.name.function.dnd", "match": rf"\b{NAME}(?=\s*\()"},
        "stages": {"match": rf"(\|>)\s*({NAME})", "captures": {
            "1": {"name": "keyword.operator.dnd"}, "2": {"name": "entity.name.function.dnd"}}},
        "operators": {"name": "keyword.operator.dnd", "match": alternatives(operators)},
        "keys": {"match": rf"(?:^|(?<=[;{{]))\s*({alternatives(keys())})\b", "captures": {
            "1": {"name": "support.type.property-name.dnd"}}},
        "recipe": {"begin": rf"^\s*(train)\s+({NAME})", "end": r"(?<=\})",
                   "beginCaptures": {"1": {"name": scopes["declaration"]}, "2": {"name": "entity.name.type.dnd"}},
                   "patterns": [{"include": "#recipeBlock"}, {"include": "#expression"}]},
        "recipeBlock": {"begin": r"\{", "end": r"\}", "patterns": [
            {"include": "#comments"}, {"include": "#settings"}, {"include": "#keys"}, {"include": "#recipeBlock"}, {"include": "#expression"}]},
        "expression": {"patterns": [{"include": "#" + name} for name in (
            "comments", "strings", "arguments", "numbers", "types", "stages", "reductions", "words", "calls", "operators")]},
    }
    grammar = {
        "$schema": "https://raw.githubusercontent.com/martinring/tmlanguage/master/tmlanguage.json",
        "name": "dnd", "scopeName": "source.dnd", "fileTypes": ["dnd"],
        "patterns": [{"include": "#" + name} for name in ("comments", "recipe", "heads", "contextual", "expression")],
        "repository": repository,
    }
    return json.dumps(grammar, indent=2) + "\n"


def vim():
    words, _, contextual = rules()
    roles = role_of(words)
    lines = ['" Syntax of .dnd files; written by editors/generate.py from the words of the lexer.',
             'if exists("b:current_syntax")', "  finish", "endif", "syntax case match", ""]
    for role, row in roles.items():
        # A keyword would hide the recipe that begins with it.
        lines.append(f"syntax keyword dnd{role.capitalize()} {' '.join(w for w in row if w != 'train')}")
    lines += [
        rf"syntax match dndStatement /\v(^|[;{{])\s*\zs({'|'.join(contextual)})\ze\s+\h/",
        rf"syntax match dndType /\v:\s*\zs<({'|'.join(TYPES)})>/",
        rf"syntax match dndKey /\v(^\s*|[;{{]\s*)@<=<({'|'.join(keys())})>\ze(\s|$)/ contained",
        r"syntax match dndFunction /\v<\h\w*>\ze\s*\(/",
        r"syntax match dndFunction /\v(\|\>\s*)@<=\h\w*/",
        rf"syntax match dndReduction /\v<({'|'.join(REDUCTIONS)})>\ze\s*\(/",
        r"syntax match dndNumber /\v<\d+([eE][+-]?\d+)?[x%]?/",
        r"syntax match dndNumber /\v<\d*\.\d+([eE][+-]?\d+)?[x%]?/",
        r"syntax match dndNumber /\v\.\d+([eE][+-]?\d+)?[x%]?/",
        r"syntax match dndName /\v(<(layer|network|train)\s+)@<=\h\w*/",
        r'syntax region dndString start=/"/ skip=/\\./ end=/"/ end=/$/ oneline contains=dndEscape',
        r'syntax match dndEscape /\\["\\nt]/ contained',
        r"syntax keyword dndTodo TODO FIXME contained",
        r"syntax match dndComment /\/\/.*$/ contains=dndTodo,@Spell",
        r"syntax match dndDocumentation /\/\/\/\([^\/].*\)\=$/ contains=@Spell",
        r"syntax region dndComment start=/\/\*/ end=/\*\// contains=dndTodo,@Spell",
        r"syntax match dndTrain /\v^\s*<train>[^{]*/ transparent nextgroup=dndRecipe",
        "      \\ contains=dndTrainWord,dndName,dndNumber,dndString,dndComment,dndConstant",
        r"syntax match dndTrainWord /\<train\>/ contained",
        r"syntax region dndRecipe start=/{/ end=/}/ contained transparent fold contains=ALLBUT,dndEscape,dndTodo,dndTrainWord",
        "syntax sync minlines=200", ""]
    links = {"Declaration": "Structure", "TrainWord": "Structure", "Statement": "Statement", "Control": "Conditional", "Logical": "Operator",
             "Constant": "Boolean", "Reduction": "Operator", "Type": "Type", "Key": "Identifier", "Function": "Function",
             "Number": "Number", "Name": "Typedef", "String": "String", "Escape": "SpecialChar", "Todo": "Todo",
             "Comment": "Comment", "Documentation": "SpecialComment"}
    lines += [f"highlight default link dnd{name} {group}" for name, group in links.items()]
    return "\n".join(lines + ["", 'let b:current_syntax = "dnd"', ""])


FILES = {os.path.join("vscode", "syntaxes", "dnd.tmLanguage.json"): text_mate, os.path.join("vim", "syntax", "dnd.vim"): vim}


def main():
    stale = []
    for name, make in FILES.items():
        path, text = os.path.join(HERE, name), make()
        if "--check" in sys.argv[1:]:
            with open(path) as file:
                stale += [] if file.read() == text else [name]
        else:
            with open(path, "w") as file:
                file.write(text)
    for name in stale:
        print(f"editors/{name} differs from the words of the lexer: run editors/generate.py")
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main())
