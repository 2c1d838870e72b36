"""Whole random programs: slices, transpositions, concatenations, windows, states and noise before every form.

    random_programs.py print SEED                  one program
    random_programs.py check FIRST COUNT [--simt]  programs FIRST .. FIRST+COUNT-1; FIRST may be `today`

`check` compiles each program and holds it against the float64 reference with
check_numeric.py: outputs, loss and gradients in f32 and f64, central differences, the
program's own gradcheck. What every pass leaves is dumped, verified and read back, and the
compilation repeated, for every tenth seed: that takes five times as long as the numbers
do. The others are compiled for the processor only, every second of them as LLVM takes it
(-O0), others with its usual effort. A program that fails is printed with its seed; all
are tried.
Ends with `programs: ok, COUNT programs` and the seeds.
"""

import os
import random
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from math import prod

POINTWISE = ["relu({0})", "tanh({0})", "sigmoid({0})", "softplus({0})", "sin({0})", "abs({0})", "{0} + 1",
             "0.5 * {0} - 0.25", "exp(-abs({0}))", "log1p({0} * {0})", "sqrt({0} * {0} + 1)", "leaky_relu({0}, 0.2)",
             "{0} / (1 + abs({0}))", "expm1(tanh({0}))"]
BINARY = ["{0} + {1}", "{0} - {1}", "{0} * tanh({1})", "max({0}, {1})", "min({0}, {1})", "{0} / (2 + sin({1}))"]
# Elementwise choices: of one element u.
CHOICES = ["if {u} > 0 then {u} else 0.25 * {u}", "if {u} > 0 then sqrt({u} + 1) else {u}",
           "if abs({u}) < 0.5 then {u} * {u} else tanh({u})"]
INDEX = "ijkl"
DUMPED = 10  # every so many seeds


class Program:
    def __init__(self, seed):
        self.random = random.Random(seed)
        self.lines, self.values = [], []  # values: (name, shape)
        self.has_modes = False
        self.count = 0

    def value(self, text, shape):
        name = f"v{self.count}"
        self.count += 1
        self.lines.append(f"{name} = {text}")
        self.values.append((name, tuple(shape)))

    def equation(self, text, shape):
        name = f"v{self.count}"
        self.count += 1
        places = [f"{index} in 0..{extent}" for index, extent in zip(INDEX, shape)]
        self.lines.append(f"{name}[{', '.join(places)}] = {text}")
        self.values.append((name, tuple(shape)))

    def pick(self, accept=lambda shape: True):
        """A value that fits, a late one rather than an early one."""
        fitting = [v for v in self.values if accept(v[1])]
        if not fitting:
            return None
        return fitting[max(self.random.randrange(len(fitting)) for _ in range(2))]

    # Steps; each returns False where nothing fits.

    def pointwise(self):
        name, shape = self.pick()
        self.value(self.random.choice(POINTWISE).format(name), shape)

    def binary(self):
        a = self.pick()
        b = self.pick(lambda shape: shape == a[1])
        self.value(self.random.choice(BINARY).format(a[0], b[0]), a[1])

    def choice(self):
        name, shape = self.pick()
        element = f"{name}[{', '.join(INDEX[:len(shape)])}]"
        self.equation(self.random.choice(CHOICES).format(u=element), shape)

    def slice(self):
        found = self.pick(lambda shape: shape[0] > 1 and prod(shape) > 3)
        if not found:
            return False
        name, shape = found
        if len(shape) > 1 and self.random.random() < 0.6:
            self.value(f"{name}[{self.random.randrange(shape[0])}]", shape[1:])
            return True
        first = self.random.randrange(shape[0] - 1)
        last = self.random.randrange(first + 1, shape[0] + 1)
        self.value(f"{name}[{first}..{last}]", (last - first, *shape[1:]))
        return True

    def window(self):
        found = self.pick(lambda shape: shape[-1] > 3)
        if not found:
            return False
        name, shape = found
        lead = ", ".join(INDEX[:len(shape) - 1])
        lead = lead + ", " if lead else ""
        last = INDEX[len(shape) - 1]
        if self.random.random() < 0.5:
            self.equation(f"{name}[{lead}{last}] - {name}[{lead}{last} + 2]", (*shape[:-1], shape[-1] - 2))
        else:
            weight = f"w{self.count}"
            self.lines.append(f"param {weight}[3] ~ normal(0, 0.5)")
            self.equation(f"sum(t) {weight}[t] * {name}[{lead}{last} + t]", (*shape[:-1], shape[-1] - 2))
        return True

    def transpose(self):
        found = self.pick(lambda shape: len(shape) > 1)
        if not found:
            return False
        name, shape = found
        order = list(range(len(shape)))
        self.random.shuffle(order)
        self.value(f"transpose({name}, {order})", [shape[d] for d in order])
        return True

    def reshape(self):
        name, shape = self.pick()
        count = prod(shape)
        divisors = [d for d in range(2, count) if count % d == 0]
        if divisors and self.random.random() < 0.7:
            first = self.random.choice(divisors)
            self.value(f"reshape({name}, [{first}, {count // first}])", (first, count // first))
        else:
            self.value(f"flatten({name})", (count,))

    def concat(self):
        name, shape = self.pick(lambda shape: prod(shape) <= 60)
        other = self.pick(lambda s: s == shape)[0]
        if self.random.random() < 0.3:
            axis = self.random.randrange(len(shape) + 1)
            self.value(f"stack([{name}, {other}], axis = {axis})", (*shape[:axis], 2, *shape[axis:]))
        else:
            axis = self.random.randrange(len(shape))
            both = [s * 2 if d == axis else s for d, s in enumerate(shape)]
            self.value(f"concat([{name}, {other}], axis = {axis})", both)

    def reduction(self):
        name, shape = self.pick(lambda shape: len(shape) > 1) or (None, None)
        if not name:
            return False
        kind = self.random.choice(["sum", "max", "min", "mean"])
        gone = self.random.randrange(len(shape))
        letters = INDEX[:len(shape) - 1]
        places = list(letters[:gone]) + ["t"] + list(letters[gone:])
        self.equation(f"{kind}(t) {name}[{', '.join(places)}]", [s for d, s in enumerate(shape) if d != gone])
        return True

    def layer(self):
        name, shape = self.pick(lambda shape: 2 <= prod(shape) <= 80)
        if len(shape) == 2 and min(shape) >= 4 and self.random.random() < 0.3:
            self.value(f"{name} |> dendrites(4, synapses = 3) |> tanh", (4,))
            return True
        if len(shape) == 3 and self.random.random() < 0.5:
            self.value(f"{name} |> channel_quadratic(2) |> tanh", (2, *shape[1:]))
            return True
        if len(shape) > 1:
            self.value(f"flatten({name})", (prod(shape),))
            name, shape = self.values[-1]
        n, J = shape[0], self.random.choice([2, 3, 4])
        layers = [f"dense({J})", f"masked_dense({J}, count = {min(J * n, 5)})", f"quadratic({J})",
                  f"general_quadratic({J})", f"low_rank_quadratic({J}, rank = 2)",
                  f"general_low_rank_quadratic({J}, rank = 2)", f"dit_dense({J})", f"quadratic_type2({J})",
                  f"quadratic_type3({J})", f"quadratic_type4({J})", f"quadratic_type1_2({J})", f"quadralib({J})",
                  f"dnm({J}, M = 3)", f"random_dendrites({J}, synapses = {min(2, n)})"]
        if n % J == 0:
            layers.append(f"block_dense({J})")
        chosen = self.random.choice(layers)
        if self.random.random() < 0.25:
            chosen = f"random_dendrites({2 * J}, synapses = {min(2, n)}) |> soma({J})"
        # Squares of squares grow.
        self.value(f"{name} |> {chosen} |> {self.random.choice(['tanh', 'softplus', 'sigmoid'])}", (J,))
        return True

    def normalization(self):
        name, shape = self.pick(lambda shape: shape[-1] > 2) or (None, None)
        if not name:
            return False
        self.value(f"{name} |> {self.random.choice(['layer_norm', 'softmax', 'log_softmax'])}", shape)
        return True

    def padded(self):
        found = self.pick(lambda shape: prod(shape) <= 40)
        if not found:
            return False
        name, shape = found
        amounts = [self.random.choice([0, 1, 1, 2]) for _ in shape]
        value = self.random.choice(["", ", value = 0.5", ", value = -1"])
        self.value(f"pad({name}, [{', '.join(map(str, amounts))}]{value})", [s + 2 * a for s, a in zip(shape, amounts)])
        return True

    def picture(self):
        """Windows over the last two of three dimensions."""
        found = self.pick(lambda shape: len(shape) == 3 and min(shape[1:]) >= 2)
        if not found:
            return False
        name, (channels, height, width) = found
        if self.random.random() < 0.5:
            kind = self.random.choice(["max_pool(2)", "avg_pool(2)"])
            self.value(f"{name} |> {kind}", (channels, height // 2, width // 2))
        elif self.random.random() < 0.5 and channels > 1:
            self.value(f"{name} |> conv2d({channels}, 3, groups = {channels}) |> tanh", (channels, height, width))
        else:
            self.value(f"{name} |> conv2d(2, {self.random.choice([1, 2, 3])}, pad = same) |> tanh", (2, height, width))
        return True

    def mode(self):
        """What is different in a step of the training."""
        found = self.pick(lambda shape: len(shape) == 3 and prod(shape[1:]) > 3)
        if found and self.random.random() < 0.5:
            self.value(f"{found[0]} |> batch_norm", found[1])
        else:
            name, shape = self.pick()
            self.value(f"{name} |> dropout(0.3)", shape)
        self.has_modes = True
        return True

    def text(self):
        shapes = [(3, 8), (12,), (4, 6), (2, 4, 5), (5, 5)]
        inputs = self.random.sample(shapes, self.random.choice([1, 1, 2]))
        for number, shape in enumerate(inputs):
            self.lines.append(f"input x{number}[{', '.join(map(str, shape))}]")
            self.values.append((f"x{number}", shape))
        steps = [self.pointwise, self.binary, self.choice, self.slice, self.slice, self.window, self.transpose,
                 self.reshape, self.concat, self.concat, self.reduction, self.layer, self.layer, self.layer,
                 self.normalization, self.padded, self.picture, self.picture, self.mode]
        for _ in range(self.random.randrange(4, 10)):
            self.random.choice(steps)()
            if prod(self.values[-1][1]) > 120:
                self.slice()
        self.layer()
        name = self.values[-1][0]
        # What has been made so far counts, too.
        head = f"flatten({name})"
        if self.random.random() < 0.7:
            parts = [head] + [f"flatten({self.pick()[0]})" for _ in range(self.random.choice([1, 2, 3]))]
            head = f"concat([{', '.join(parts)}])"
        self.lines.append(f"output logits = {head} |> dense(3)")
        if self.random.random() < 0.4:
            extra, _ = self.pick()
            self.lines.append(f"output other = {extra} * 1")
            loss = "cross_entropy(logits)"
        else:
            loss = self.random.choice(["cross_entropy", "cross_entropy(label_smoothing = 0.1)"])
        body = "".join(f"  {line}\n" for line in self.lines)
        return ("network Random {\n" + body + "}\n"
                f"train Random {{ data npz; loss {loss}; optimizer sgd(lr = 0.1); batch 4; epochs 1 }}\n")


def check(seed, folder, options):
    """What is wrong with the program of this seed, or None."""
    program = Program(seed)
    text = program.text()
    if program.has_modes and "--simt" not in options:
        options = [*options, "--training"]
    if seed % DUMPED and "--simt" not in options:
        options = [*options, "--once", "--compile-with=--cuda=off", *(["--compile-with=-O0"] if seed % 2 else [])]
    path = os.path.join(folder, f"seed{seed}.dnd")
    with open(path, "w") as file:
        file.write(text)
    numeric = os.path.join(os.path.dirname(os.path.abspath(__file__)), "check_numeric.py")
    done = subprocess.run([sys.executable, numeric, path, "--batches", "3", *options], capture_output=True, text=True)
    if done.returncode == 0 and "numeric: ok" in done.stdout:
        return None
    return f"seed {seed}:\n{text}{(done.stdout + done.stderr)[-1500:]}"


def main():
    if sys.argv[1] == "print":
        print(Program(int(sys.argv[2])).text(), end="")
        return 0
    first = 1000 * date.today().toordinal() if sys.argv[2] == "today" else int(sys.argv[2])
    count, options = int(sys.argv[3]), sys.argv[4:]
    print(f"seeds {first} .. {first + count - 1}", flush=True)
    failed = 0
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(2) as pool:
        for problem in pool.map(lambda seed: check(seed, folder, options), range(first, first + count)):
            if problem:
                failed += 1
                print(problem, flush=True)
    if failed:
        print(f"programs: {failed} of {count} failed")
        return 1
    print(f"programs: ok, {count} programs, seeds {first} .. {first + count - 1}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
