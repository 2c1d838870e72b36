"""What must have a test: ops, passes, diagnostic kinds, standard layers.

  op (dialect/*/*.td)        a test in tests/dialect or tests/ops that spells it
  stem (dialect/dnd/Ops.def) its file in each folder of the op contract, its cases in
                             tests/ops
  differentiable op          a case in tests/ops that spells it
  pointwise function         a case of dnd.map in tests/ops
  pass (passes/**/*.td)      a RUN line in tests/passes or tests/codegen with its name
  diagnostic kind (.def)     a test in tests/frontend that spells its code, and
                             a section of frontend/syntax/Explanations.md
  layer (frontend/std)       a section or mention in grammar/LANGUAGE.md and a
                             call in tests/numeric
"""

import os
import re

import report


def read(path):
    with open(path, errors="replace") as file:
        return file.read()


def files(root, folder, suffixes):
    for where, folders, names in os.walk(os.path.join(root, folder)):
        folders.sort()
        for name in sorted(names):
            if name.endswith(suffixes):
                yield os.path.join(where, name)


def all_text(root, folder, suffixes):
    return "\n".join(read(path) for path in files(root, folder, suffixes))


def ops(root):
    """(dialect, mnemonic) of every op definition."""
    for path in files(root, "dialect", (".td",)):
        prefix = os.path.basename(os.path.dirname(path))
        for name in re.findall(r'^def \w+Op\s*:\s*\w+<"([\w.]+)"', read(path), re.M):
            yield prefix, name


def check_ops(root, out):
    tests = all_text(root, "tests/dialect", (".mlir",)) + all_text(root, "tests/ops", (".mlir",))
    for prefix, name in ops(root):
        found = re.search(rf"\b{prefix}\.{re.escape(name)}\b", tests)
        out.check(f"op {prefix}.{name}", [] if found else ["no test in tests/dialect or tests/ops spells it"])


def snake_case(stem):
    return re.sub(r"(?<!^)(?=[A-Z])", "_", stem).lower()


def check_stems(root, out):
    """Every row of Ops.def has its files."""
    for row, stem in re.findall(r"^DND_(PRIMITIVE|MODE|FORM|KERNEL_FORM)\((\w+)\)",
                                read(os.path.join(root, "dialect/dnd/Ops.def")), re.M):
        kind = "forms" if row.endswith("FORM") else "primitives"
        wanted = [f"dialect/dnd/shapes/{stem}.h", f"dialect/dnd/{kind}/{stem}.cpp",
                  f"dialect/dnd/gradients/{stem}.cpp", f"tests/reference/{stem}.cpp",
                  f"tests/ops/{snake_case(stem)}.mlir"]
        if row not in ("FORM", "MODE"):
            wanted.append(f"passes/lower/{stem}.cpp")
        out.check(f"stem {stem}", [f"{path} is missing" for path in wanted
                                   if not os.path.exists(os.path.join(root, path))])


def check_op_cases(root, out):
    """Every op with a gradient, every pointwise function, has a case in tests/ops."""
    cases = all_text(root, "tests/ops", (".mlir",))
    for path in files(root, "dialect/dnd", (".td",)):
        for name, traits in re.findall(r'^def \w+Op\s*:\s*(?:Dnd_Primitive|Dnd_Form|Dnd_Op)<"(\w+)"(.*?)> \{',
                                       read(path), re.M | re.S):
            if "DndStructure" in path:
                continue
            found = re.search(rf"\bdnd\.{name}\b", cases)
            out.check(f"cases dnd.{name}", [] if found else ["no case in tests/ops uses it"])
    table = read(os.path.join(root, "dialect/dnd/MapFns.def"))
    for name in re.findall(r"^DND_MAP_FN\((\w+),", table, re.M):
        found = re.search(rf"\bdnd\.map {name}\(", cases)
        out.check(f"cases map {name}", [] if found else ["no case in tests/ops uses it"])


def check_passes(root, out):
    runs = "\n".join(
        line for folder in ("tests/passes", "tests/codegen")
        for line in re.findall(r"RUN:.*", all_text(root, folder, (".mlir", ".dnd", ".test"))))
    for folder in ("passes", "codegen"):
        for path in files(root, folder, (".td",)):
            for name in re.findall(r'^def \w+\s*:\s*\w*Pass\w*<"([\w-]+)"', read(path), re.M):
                found = re.search(rf"(?<!\w)(?<!\w-){re.escape(name)}(?![\w-])", runs)
                out.check(f"pass {name}", [] if found else ["no RUN line names it"])


def check_diagnostics(root, out):
    table = os.path.join(root, "frontend", "syntax", "Diagnostics.def")
    if not os.path.exists(table):
        return
    tests = all_text(root, "tests/frontend", (".dnd", ".mlir", ".test", ".csv"))
    tests += all_text(root, "tests/unit/frontend", (".cpp",))
    explained = os.path.join(root, "frontend", "syntax", "Explanations.md")
    explained = read(explained) if os.path.exists(explained) else ""
    for code in re.findall(r"^DND_DIAG\((\w+),", read(table), re.M):
        bad = []
        if not re.search(rf"\b{code}\b", tests):
            bad.append("no test in tests/frontend spells the code")
        if not re.search(rf"^#+.*\b{code}\b", explained, re.M):
            bad.append("no section in frontend/syntax/Explanations.md")
        out.check(f"diagnostic {code}", bad)


def check_layers(root, out):
    language = os.path.join(root, "grammar", "LANGUAGE.md")
    language = read(language) if os.path.exists(language) else ""
    tests = re.sub(r"//.*", "", all_text(root, "tests/numeric", (".dnd",)))
    for path in files(root, "frontend/std", (".dnd",)):
        for name in re.findall(r"^layer\s+(\w+)", read(path), re.M):
            bad = []
            if not re.search(rf"\b{name}\b", language):
                bad.append("grammar/LANGUAGE.md does not name it")
            if not re.search(rf"\b{name}\b(?!\s*=)", tests):
                bad.append("no test in tests/numeric uses it")
            out.check(f"layer {name}", bad)


def check(root, build, out):
    check_ops(root, out)
    check_stems(root, out)
    check_op_cases(root, out)
    check_passes(root, out)
    check_diagnostics(root, out)
    check_layers(root, out)


if __name__ == "__main__":
    report.main("coverage", __doc__, check)
