"""Prints a model of random index equations, for tests/numeric/random_equations.test.

    random_equations.py SEED [--kind any|form]

`any`: nested reductions, products, functions and powers of anything. `form`: sums of
quadratic, low-rank and linear terms in one vector, whose weights depend on random
indices: near misses of the special forms as often as the forms themselves.
"""

import argparse
import random
import re

EXTENT = {"j": 3, "p": 4, "i": 5, "k": 5, "l": 5, "r": 2, "s": 4}
INPUTS = {"x": (5,), "z": (4, 5), "g": (3,)}


class Text:
    """A formula with the index variables that it leaves free."""

    def __init__(self, text, free, atom=False):
        self.text, self.free, self.atom = text, frozenset(free), atom

    def factor(self):
        return self.text if self.atom else f"({self.text})"


def times(factors):
    return Text(" * ".join(f.factor() for f in factors), frozenset().union(*(f.free for f in factors)))


def plus(terms):
    return Text(" + ".join(f"({t.text})" for t in terms), frozenset().union(*(t.free for t in terms)))


def reduce(kind, bound, body):
    return Text(f"{kind}({', '.join(bound)}) {body.factor()}", body.free - set(bound))


def element(name, places):
    free = [p for p in places if isinstance(p, str)]
    return Text(f"{name}[{', '.join(map(str, places))}]" if places else name, free, True)


class Model:
    def __init__(self, seed, kind):
        self.random, self.kind = random.Random(seed), kind
        self.params = {}   # name -> extents
        self.values = {}   # name of an equation -> its index variables
        self.lines = []

    def chance(self, share):
        return self.random.random() < share

    def weight(self, pool, needed=()):
        """A parameter with some of the indices, new or one of this shape."""
        indices = [d for d in pool if d in needed or self.chance(0.6)] or [self.random.choice(pool)]
        self.random.shuffle(indices)
        shape = tuple(EXTENT[d] for d in indices)
        known = [name for name, other in self.params.items() if other == shape]
        if known and self.chance(0.3):
            return element(self.random.choice(known), indices)
        name = f"w{len(self.params)}"
        self.params[name] = shape
        return element(name, indices)

    # Anything.

    def leaf(self, indices):
        def some(extent):
            return [d for d in indices if EXTENT[d] == extent]
        draw = self.random.random()
        if draw < 0.35 and some(5):
            return element("x", [self.random.choice(some(5))])
        if draw < 0.45 and some(5):
            return element("z", [self.random.choice(some(4) or [self.random.randrange(4)]), self.random.choice(some(5))])
        if draw < 0.5 and some(3):
            return element("g", [self.random.choice(some(3))])
        if draw < 0.54 and self.values:
            name = self.random.choice(list(self.values))
            return element(name, [self.random.choice(some(EXTENT[d]) or [self.random.randrange(EXTENT[d])])
                                  for d in self.values[name]])
        return self.weight(indices)

    def factor(self, indices, depth):
        draw = self.random.random()
        if depth <= 0 or draw < 0.55:
            return self.leaf(indices)
        if draw < 0.6:
            return Text(self.random.choice(["2", "0.5", "(-1)"]), (), True)
        if draw < 0.7:
            inner = self.expression(indices, depth - 1)
            return Text(f"({inner.text})^2", inner.free)
        if draw < 0.76:
            inner = self.expression(indices, depth - 1)
            function = self.random.choice(["tanh", "sigmoid", "relu", "abs", "softplus", "sin"])
            return Text(f"{function}({inner.text})", inner.free, True)
        return self.reduction(indices, depth - 1)

    def reduction(self, indices, depth):
        pool = [d for d in "iklrs" if d not in indices]
        if not pool:
            return self.leaf(indices)
        kind = self.random.choices(["sum", "max", "prod", "mean", "min"], [8, 0.6, 0.6, 0.6, 0.4])[0]
        count = 1 if kind == "prod" else min(len(pool), self.random.choice([1, 1, 2]))
        bound = self.random.sample(pool, count)
        body = times([self.factor(indices + bound, depth) for _ in range(self.random.choice([1, 2, 2, 3, 4]))])
        missing = sorted(set(bound) - body.free)
        if missing:
            body = times([body, self.weight(missing, missing)])
        return reduce(kind, bound, body)

    def expression(self, indices, depth):
        terms = []
        for _ in range(self.random.choice([1, 1, 2, 3])):
            if self.chance(0.55):
                term = self.reduction(indices, depth)
            else:
                term = times([self.factor(indices, depth) for _ in range(self.random.choice([1, 2, 3]))])
            terms.append(self.signed(term))
        return terms[0] if len(terms) == 1 else plus(terms)

    def signed(self, term):
        if self.chance(0.2):
            return Text(f"-({term.text})", term.free)
        if self.chance(0.1):
            return Text(f"({term.text}) / ({self.random.choice(['2', '4', '-3'])})", term.free)
        return term

    # Sums of terms of degree two at most in one vector.

    def vector(self, name, index, indices):
        if name == "x":
            return element("x", [index])
        if name == "z":
            return element("z", ["p" if "p" in indices else 1, index])
        return element(name, [index if d == "i" else d for d in self.values[name]])

    def form_term(self, name, indices):
        def x(index):
            return self.vector(name, index, indices)
        draw = self.random.random()
        if draw < 0.45:
            pool = indices + ["i", "k"] + (["r"] if self.chance(0.25) else [])
            whole = ("i", "k") if self.chance(0.5) else ()
            factors = [x("i"), x("k")] + [self.weight(pool, whole) for _ in range(self.random.choice([1, 1, 2, 3]))]
            self.random.shuffle(factors)
            bound = ["i", "k"] + (["r"] if "r" in times(factors).free else [])
            if self.chance(0.6):
                return reduce("sum", bound, times(factors))
            inner = reduce("sum", ["k"], times([f for f in factors if "k" in f.free]))
            return reduce("sum", [d for d in bound if d != "k"],
                          times([f for f in factors if "k" not in f.free] + [inner]))
        if draw < 0.75:
            side = reduce("sum", ["i"], times([x("i"), self.weight(indices + ["r", "i"], ("i", "r"))]))
            if self.chance(0.2):
                side = plus([side, self.weight(indices + ["r"], ("r",))])
            if self.chance(0.3):
                other = times([x("k"), self.weight(indices + ["r", "k"], ("k", "r"))])
                body = [side, reduce("sum", ["k"], other)]
            else:
                body = [Text(f"({side.text})^2", side.free, True)]
            if self.chance(0.5):
                body.append(self.weight(indices + ["r"]))
            return reduce("sum", ["r"], times(body))
        if draw < 0.9:
            return reduce("sum", ["i"], times([x("i"), self.weight(indices + ["i"], ("i",))]))
        if draw < 0.95:
            square = Text(x("i").text + "^2", x("i").free, True)
            return reduce("sum", ["i"], times([square, self.weight(indices + ["i"])]))
        return self.weight(indices)

    def form(self, indices):
        vectors = [name for name, own in self.values.items() if "i" in own and set(own) - {"i"} <= set(indices)]
        name = self.random.choice(["x", "x", "x", "z"] + 2 * vectors)
        terms = [self.signed(self.form_term(name, indices)) for _ in range(self.random.choice([1, 1, 2, 3]))]
        return terms[0] if len(terms) == 1 else plus(terms)

    # The model.

    def equation(self, number, output):
        if self.kind == "form" and not output:
            indices = self.random.choice([["i"], ["j", "i"], ["p", "i"]])
            join = plus if self.chance(0.5) else times
            body = join([element("x", ["i"]), self.weight(indices, indices)])
        else:
            indices = self.random.choice([["j"], ["j"], ["j", "p"], ["p"]])
            body = self.form(indices) if self.kind == "form" else self.expression(indices, 2)
        missing = sorted(set(indices) - body.free)
        if missing:
            body = times([body, self.weight(missing, missing)])
        if output and not re.search(r"\b(x|z|g)\[", body.text):  # an output depends on the batch
            body = times([body, reduce("sum", ["l"], times([element("x", ["l"]), self.weight(["l"])]))])
        name = f"o{number}"
        head = "output " if output else ""
        self.lines.append(f"{head}{name}[{', '.join(indices)}] = {body.text}")
        self.values[name] = indices

    def text(self):
        inner = 3 if self.kind == "form" else 2
        for number in range(inner + 6):
            self.equation(number, number >= inner)
        lines = ["input " + ", ".join(f"{name}[{', '.join(map(str, shape))}]" for name, shape in INPUTS.items())]
        lines += [f"param {name}[{', '.join(map(str, shape))}] ~ normal(0.4)" for name, shape in self.params.items()]
        return "network Random {\n" + "".join(f"  {line}\n" for line in lines + self.lines) + "}\n"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("seed", type=int)
    parser.add_argument("--kind", choices=("any", "form"), default="any")
    args = parser.parse_args()
    print(Model(args.seed, args.kind).text(), end="")


if __name__ == "__main__":
    main()
