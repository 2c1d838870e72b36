"""The cases of tests/ops/X.mlir: one function each.

A case is a function of dnd ops on tensors of f64; tests/ops/OpCase.h says what its
attributes mean. `network` puts all cases of a file into one network in f32, for the
compiler: real arguments with the batch are its inputs, other real ones parameters,
integers tables; what takes labels stands in the objective of a recipe.
"""

import functools
import os
import re

CASE = re.compile(
    r"^func\.func @(?P<name>\w+)\((?P<arguments>.*?)\)\s*->\s*(?P<results>\([^)]*\)|tensor<[^>]*>)"
    r"\s*(?:attributes\s*\{(?P<attributes>[^}]*)\})?\s*\{\n(?P<body>.*?)^\s*return (?P<values>[^:\n]*):[^\n]*\n\}",
    re.M | re.S,
)
TENSOR = re.compile(r"tensor<((?:[?\d]+x)*)(f64|i32)>")


class Case:
    def __init__(self, match):
        self.name = match["name"]
        self.arguments = [
            (name.strip(), text.strip()) for name, text in
            (part.split(":") for part in re.split(r",\s*(?=%)", match["arguments"].strip()) if part)
        ]
        self.results = [found.group(0) for found in TENSOR.finditer(match["results"])]
        self.values = [value.strip() for value in match["values"].split(",")]
        attributes = match["attributes"] or ""
        self.positive = "positive" in attributes
        found = re.search(r"range = (\d+)", attributes)
        self.range = int(found[1]) if found else 0
        self.body = match["body"]

    @property
    def has_form(self):
        return any(re.search(rf"\bdnd\.{form}\b", self.body) for form in forms())

    @property
    def takes_labels(self):
        return any(is_batched(kind) and kind.endswith("i32>") for _, kind in self.arguments)


@functools.cache
def forms():
    """The mnemonics of the special forms, from the table of the ops."""
    table = os.path.join(os.path.dirname(__file__), "..", "..", "dialect", "dnd", "Ops.def")
    with open(table) as file:
        stems = re.findall(r"^DND_(?:KERNEL_)?FORM\((\w+)\)$", file.read(), re.M)
    return [re.sub(r"(?<!^)(?=[A-Z])", "_", stem).lower() for stem in stems]


def read(path):
    with open(path) as file:
        text = file.read()
    cases = [Case(match) for match in CASE.finditer(text)]
    if len(cases) != len(re.findall(r"^func\.func ", text, re.M)):
        raise ValueError(f"{path}: not every function is written as tests/ops/OpCase.h wants it")
    return cases


def is_batched(kind):
    return kind.startswith("tensor<?")


def single(text):
    """The text with tensors of f32 in place of f64."""
    return re.sub(r"tensor<((?:[?\d]+x)*)f64>", r"tensor<\1f32>", text)


def extents(kind):
    return [int(size) for size in re.findall(r"\d+(?=x)", kind.replace("?x", ""))]


def identity(rank):
    dims = ", ".join(f"d{i}" for i in range(rank))
    return f"affine_map<({dims}) -> ({dims})>"


class Network:
    """The text of the module, line by line."""

    def __init__(self, cases):
        self.inputs, self.outputs, self.body = [], [], []
        self.labels, self.objective, self.losses = [], [], []
        self.inputs.append(("probe", "tensor<?x3xf32>"))
        scale = self.parameter("probe_scale", "tensor<3xf32>")
        self.body.append(
            f"%probe_y = dnd.map mul(%probe, {scale}) {{maps = [{identity(2)}, affine_map<(d0, d1) -> (d1)>]}}"
            " : (tensor<?x3xf32>, tensor<3xf32>) -> tensor<?x3xf32>")
        self.outputs.append(("probe_y", "%probe_y", "tensor<?x3xf32>"))
        for case in cases:
            (self.add_labelled if case.takes_labels else self.add)(case)

    def parameter(self, name, kind):
        live = 1
        for extent in extents(kind):
            live *= extent
        self.body.append(f'%{name} = dnd.param "{name}" init = {{fn = "normal", args = [1.0]}} live = {live} : {kind}')
        return "%" + name

    def pointwise(self, lines, fn, name, value, kind, params=""):
        rank = kind.count("x")
        lines.append(f"%{name} = dnd.map {fn}({value}) {{maps = [{identity(rank)}]{params}}} : ({kind}) -> {kind}")
        return "%" + name

    def argument(self, case, name, kind):
        """What stands for an argument, made positive where the case wants that."""
        name, kind = f"{case.name}_{name[1:]}", single(kind)
        if kind.endswith("i32>"):
            self.body.append(
                f'%{name} = dnd.table "{name}" gen = {{fn = "choice", args = [{case.range} : i64]}}'
                f" range = {case.range} : {kind}")
            return "%" + name
        if is_batched(kind):
            self.inputs.append((name, kind))
            value = "%" + name
        else:
            value = self.parameter(name, kind)
        if case.positive:
            value = self.pointwise(self.body, "softplus", name + "_soft", value, kind)
            value = self.pointwise(self.body, "affine", name + "_positive", value, kind,
                                   ", params = array<f64: 1.0, 0.2>")
        return value

    def copy(self, case, lines, values):
        """The body of a case with its arguments replaced."""
        names = {name: value for (name, _), value in zip(case.arguments, values)}
        text = re.sub(r"%\w+", lambda m: names.get(m[0], f"%{case.name}_{m[0][1:]}"), single(case.body))
        lines.append(text.rstrip())
        return [f"%{case.name}_{value[1:]}" if value not in names else names[value] for value in case.values]

    def add(self, case):
        values = [self.argument(case, name, kind) for name, kind in case.arguments]
        returned = self.copy(case, self.body, values)
        for i, (value, kind) in enumerate(zip(returned, map(single, case.results))):
            name = f"{case.name}_r{i}"
            if not is_batched(kind):
                value, kind = self.with_batch(name, value, kind)
            self.outputs.append((name, value, kind))

    def with_batch(self, name, value, kind):
        """A result without the batch, repeated for each sample."""
        rank = kind.count("x")
        wide = kind.replace("tensor<", "tensor<?x")
        dims = ", ".join(f"d{i}" for i in range(rank + 1))
        rest = ", ".join(f"d{i}" for i in range(1, rank + 1))
        self.body.append(f"%{name}_ones = dnd.batch_ones %probe : (tensor<?x3xf32>) -> tensor<?xf32>")
        self.body.append(
            f"%{name}_wide = dnd.map mul({value}, %{name}_ones) {{maps = [affine_map<({dims}) -> ({rest})>,"
            f" affine_map<({dims}) -> (d0)>]}} : ({kind}, tensor<?xf32>) -> {wide}")
        return f"%{name}_wide", wide

    def add_labelled(self, case):
        """Real arguments are outputs; the loss is the mean of what the case says of each sample."""
        values = []
        for name, kind in case.arguments:
            if kind.endswith("i32>"):
                self.labels.append((f"{case.name}_{name[1:]}", kind, case.range))
                values.append("%" + self.labels[-1][0])
                continue
            value, kind = self.argument(case, name, kind), single(kind)
            out = f"{case.name}_{name[1:]}_out"
            value = self.pointwise(self.body, "affine", out, value, kind, ", params = array<f64: 0.5, 0.25>")
            self.outputs.append((out, value, kind))
            values.append(f"%{out}_given")
        for value in self.copy(case, self.objective, values):
            self.objective.append(f"{value}_n = dnd.inverse_batch {value} : (tensor<?xf32>) -> tensor<f32>")
            self.objective.append(
                f"{value}_mean = dnd.contract ({value}, {value}_n) over [?] {{maps = [affine_map<(b) -> (b)>,"
                f" affine_map<(b) -> ()>], out_map = affine_map<(b) -> ()>}}"
                " : (tensor<?xf32>, tensor<f32>) -> tensor<f32>")
            self.losses.append(value + "_mean")

    def text(self):
        inputs = ", ".join(f'%{name}: {kind} {{dnd.name = "{name}"}}' for name, kind in self.inputs)
        results = ", ".join(f'{kind} {{dnd.name = "{name}"}}' for name, _, kind in self.outputs)
        values = ", ".join(value for _, value, _ in self.outputs)
        kinds = ", ".join(kind for _, _, kind in self.outputs)
        lines = [f"dnd.network @Ops({inputs}) -> ({results}) {{", *self.body, f"dnd.return {values} : {kinds}", "}"]
        if not self.labels:
            return "\n".join(lines) + "\n"
        given = [f'%{name}_given: {kind} {{dnd.name = "{name}"}}' for name, _, kind in self.outputs]
        given += [f'%{name}: {kind} {{dnd.name = "{name}", dnd.classes = {count} : i64}}'
                  for name, kind, count in self.labels]
        lines += [f"dnd.objective @Loss({', '.join(given)}) -> tensor<f32> {{", *self.objective]
        total = self.losses[0]
        for i, loss in enumerate(self.losses[1:]):
            lines.append(f"%total{i} = dnd.map add({total}, {loss}) {{maps = [affine_map<() -> ()>,"
                         " affine_map<() -> ()>]} : (tensor<f32>, tensor<f32>) -> tensor<f32>")
            total = f"%total{i}"
        lines += [f"dnd.return {total} : tensor<f32>", "}",
                  "dnd.recipe @Train for @Ops objective @Loss"
                  ' settings {optimizer = {kind = "sgd"}} groups [{patterns = ["*"], lr = 0.1}]']
        return "\n".join(lines) + "\n"


def network(cases):
    return Network(cases).text()
