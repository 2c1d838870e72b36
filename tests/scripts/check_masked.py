"""Holds gradients where something was not taken, has saturated, or is guarded.

Each case is a formula in x (eight numbers a sample), the numbers, and the derivative at
them, written down by hand. A derivative is 0 where the formula has not taken the branch
that depends on x, finite wherever the value is; NaN and infinity are failures, as is
anything off by 1e-4. All cases are one program. Ends with `masked: ok ...`.
"""

import os
import subprocess
import sys
import tempfile

import numpy as np

inf = float("inf")
W = 8
# name: (formula of x[i], numbers, derivatives)
CASES = {
    "root": ("if x[i] > 0 then sqrt(x[i]) else x[i]", [-1, 0, 4], [1, 1, 0.25]),
    "root_of_root": ("if x[i] > 0 then sqrt(sqrt(x[i])) else 2 * x[i]", [-1, 0, 1], [2, 2, 0.25]),
    "entropy": ("if x[i] > 0 then x[i] * log(x[i]) else 0", [-1, 0, 1], [0, 0, 1]),
    "log": ("if x[i] > 0 then log(x[i]) else -1", [-1, 0, 2], [0, 0, 0.5]),
    "log1p": ("if x[i] < 1 then log1p(-x[i]) else 3 * x[i]", [1, 2, 0], [3, 3, -1]),
    "sinc": ("if x[i] != 0 then sin(x[i]) / x[i] else 1", [0, np.pi, -np.pi], [0, -1 / np.pi, 1 / np.pi]),
    "overflow": ("if x[i] < 15 then x[i] else exp(exp(x[i]))", [14, 3, -200], [1, 1, 1]),
    "power_overflow": ("if abs(x[i]) < 1e9 then x[i]^6 else x[i]", [1e20, 1, -1e30], [1, 6, 1]),
    "real_power": ("if x[i] > 0 then x[i]^0.3 else 0", [-1, 0, 1], [0, 0, 0.3]),
    "inverse": ("if x[i] != 0 then 1 / x[i] else 5 * x[i]", [0, 1, -2], [5, -1, -0.25]),
    "inverse_square": ("if x[i] != 0 then x[i]^(-2) else 0", [0, 1, 2], [0, -2, -0.25]),
    "power": ("if x[i] > 0 then pow(x[i], x[i]) else 0", [-1, 0, 1], [0, 0, 1]),
    "rate": ("if abs(x[i]) < 0.001 then 1 - x[i]/2 else x[i] / (exp(x[i]) - 1)", [0, 100, -100], [-0.5, 0, -1]),
    "alpha": ("if abs(x[i] + 40) < 0.001 then 1 + (x[i] + 40) / 20 else 0.1 * (x[i] + 40) / (1 - exp(-(x[i] + 40) / 10))",
              [-40, -2000, 2000], [0.05, 0, 0.1]),
    "expm1": ("if x[i] != 0 then expm1(x[i]) / x[i] else 1", [0, 1, -100], [0, 1, 0.0001]),
    "nested": ("if x[i] > 0 then (if x[i] > 1 then log(x[i] - 1) else sqrt(1 - x[i])) else exp(1 / x[i])",
               [0.75, 2, -1], [-1, 1, -np.exp(-1)]),
    "both": ("if x[i] >= 0 then sqrt(x[i] + 1) else 1 / sqrt(-x[i])", [0, 3, -1], [0.5, 0.25, 0.5]),
    "rectified_log": ("relu(log(x[i]))", [0, 0.5, 2], [0, 0, 0.5]),
    "floored_log": ("max(log(x[i]), -5)", [0, 1, 2], [0, 1, 0.5]),
    "capped_inverse": ("min(1 / x[i], 10)", [0, 2, 0.01], [0, -0.25, 0]),
    "clamped": ("min(max(exp(x[i]), 0.5), 2)", [-200, 0, 200], [0, 1, 0]),
    "root_of_rectified": ("sqrt(max(x[i], 0))", [-1, 0, 4], [0, 0, 0.25]),
    "power_of_rectified": ("pow(max(x[i], 0), 0.5)", [-1, 0, 4], [0, 0, 0.25]),
    "power_of_power": ("pow(relu(x[i]), 0.25 + sigmoid(relu(-x[i])) / 2)", [-1, 0, 1], [0, 0, 0.5]),
    "first_power": ("pow(x[i], 1 + floor(x[i] / 100))", [0, 1, 2], [1, 1, 1]),
    "inverse_power": ("pow(x[i], -1.5)", [1, 4, 16], [-1.5, -1.5 / 32, -1.5 / 1024]),
    "logistic": ("1 / (1 + exp(-x[i]))", [-200, 0, 200], [0, 0.25, 0]),
    "logistic_of_parameters": ("1 / (1 + exp(-k[i] * (x[i] - a[i])))", [-300, 0, 300], [0, 0.25, 0]),
    "logistic_scaled": ("3 / (1 + exp(2 * x[i])) - 1", [-200, 0, 200], [0, -1.5, 0]),
    "logistic_square": ("1 / (1 + exp(-x[i]))^2", [-200, 0, 200], [0, 0.25, 0]),
    "logistic_other_sum": ("1 / (3 + exp(-x[i]))", [-200, 0, 200], [0, 0.0625, 0]),
    "logistic_ratio": ("exp(x[i]) / (1 + exp(x[i]))", [-200, 0, 200], [0, 0.25, 0]),
    "softplus": ("log(1 + exp(x[i]))", [-200, 0, 200], [0, 0.5, 1]),
    "softplus_steep": ("log(1 + exp(3 * x[i])) / 3", [-200, 0, 200], [0, 0.5, 1]),
    "softplus_log1p": ("log1p(exp(x[i]))", [-200, 0, 200], [0, 0.5, 1]),
    "gompertz": ("exp(-exp(x[i]))", [-200, 0, 200], [0, -np.exp(-1), 0]),
    "bump": ("exp(-1 / x[i]^2)", [0, 1, -1], [0, 2 * np.exp(-1), -2 * np.exp(-1)]),
    "saturated_inverse": ("tanh(1 / x[i])", [0, 1, -1], [0, -1 / np.cosh(1) ** 2, -1 / np.cosh(1) ** 2]),
    "inverse_of_growth": ("1 / (1 + x[i]^8)", [1e20, 1, 0], [0, -2, 0]),
    "swish": ("x[i] / (1 + exp(-x[i]))", [-200, 0, 200], [0, 0.5, 1]),
    "swish_of_product": ("x[i] * (1 / (1 + exp(-1.702 * x[i])))", [-200, 0, 200], [0, 0.5, 1]),
    "mish": ("x[i] * tanh(log(1 + exp(x[i])))", [-200, 0, 200], [0, 0.6, 1]),
    "tanh_of_exp": ("1 - 2 / (exp(2 * x[i]) + 1)", [-200, 0, 200], [0, 1, 0]),
    "logistic_of_cube": ("1 / (1 + exp(-x[i]^3))", [-100, 1, 100], [0, 3 * np.exp(-1) / (1 + np.exp(-1)) ** 2, 0]),
    "logistic_product": ("(1 / (1 + exp(-x[i]))) * (1 / (1 + exp(-x[i])))", [-200, 0, 200], [0, 0.25, 0]),
    "logistic_numerator": ("(x[i] + 2) / (1 + exp(-3 * x[i]))", [-200, 0, 200], [0, 2.0, 1]),
    "gauss": ("exp(-x[i]^2 / 2)", [1e25, 1, 0], [0, -np.exp(-0.5), 0]),
    "cauchy": ("1 / (1 + x[i]^2)", [1e25, 1, -1e25], [0, -0.5, 0]),
    "softsign": ("x[i] / (1 + abs(x[i]))", [1e38, 0, -1], [0, 1, 0.25]),
    "log_of_logistic": ("log(1 / (1 + exp(-x[i])))", [-50, 0, 200], [1, 0.5, 0]),
    "not_a_number_compared": ("if log(x[i]) > 0 then log(x[i]) else x[i]", [-1, 0.5, 2], [1, 1, 0.5]),
    "two_sided_log": ("min(max(log(x[i]), -2), 3)", [0, 1, 100], [0, 1, 0]),
    "inner_choice": ("sqrt(if x[i] > 0 then x[i] else 4)", [-1, 0, 4], [0, 0, 0.25]),
    "choice_by_other": ("if k[i] > 2 then log(x[i] - 5) else 3 * x[i]", [-1, 5, 0], [3, 3, 3]),
    "multiplied_choice": ("(if x[i] > 0 then 1 else 0) * sqrt(max(x[i], 0))", [-1, 0, 4], [0, 0, 0.25]),
    "cube_root": ("if x[i] >= 1 then (x[i] - 1)^(1/3) else -((1 - x[i])^(1/3))", [2, 0, 9], [1 / 3, 1 / 3, 1 / 12]),
    "weighted": ("if x[i] > 0 then k[i] * log(x[i]) else 0", [0, -1, 2], [0, 0, 0.5]),
}
# Cases that need more than one line: statements with the names x and y of the case, numbers, derivatives.
LONGER = {
    "unread": ("{x}_log[i] = log({x}[i]); output {y} = {x}_log[2]", [0, 0, 2, 4], [0, 0, 0.5, 0, 0, 0, 0, 0]),
    "unit": ("{x}_n = sqrt(sum(i) {x}[i] * {x}[i]); output {y}[i] = if {x}_n > 0 then {x}[i] / {x}_n else 0",
             [0] * W, [0] * W),
    "largest": ("output {y} = max(i) log({x}[i])", [0, 1, 2, 1, 1, 1, 1, 1], [0, 0, 0.5, 0, 0, 0, 0, 0]),
    "summed": ("output {y} = sum(i) (if {x}[i] > 0 then k[i] * sqrt({x}[i]) else 0)",
               [0, -1, 4, 1], [0, 0, 0.25, 0.5]),
    "dendrites": ("output {y} = prod(i) 1 / (1 + exp(-20 * (k[i] * {x}[i] + 1)))", [-100, 1], [0, 0] + [0] * (W - 2)),
    "smallest": ("output {y} = min(i) 1 / {x}[i]", [4, 1, 0.5, 1, 1, 1, 1, 1], [-1 / 16, 0, 0, 0, 0, 0, 0, 0]),
    "mean_of_chosen": ("output {y} = mean(i) (if {x}[i] > 0 then log({x}[i]) else 0)", [0, -1, 2, 4],
                       [0, 0, 1 / 16, 1 / 32]),
    "sliced": ("{x}_l = sqrt({x}); output {y} = sum(i in 0..2) {x}_l[i + 2]", [0, 0, 1, 4, 0, 0, 0, 0],
               [0, 0, 0.5, 0.25, 0, 0, 0, 0]),
    "joined": ("{x}_l = log({x}); {x}_j = concat([{x}_l, {x}]); output {y} = sum(i in 0..4) {x}_j[i + 8]",
               [0, -1, 2, 4], [1, 1, 1, 1, 0, 0, 0, 0]),
    "guarded_sum": ("{x}_s = sum(i) k[i] / {x}[i]; output {y} = if {x}[0] > 0 then {x}_s else {x}[1]",
                    [0, 3, 1, 1, 1, 1, 1, 1], [0, 1, 0, 0, 0, 0, 0, 0]),
}


def padded(values, fill):
    return np.float32(list(values) + [fill] * (W - len(values)))


def main():
    names = list(CASES) + list(LONGER)
    lines = [f"  input x_{n}[{W}]" for n in names] + [f"  param k[{W}] ~ ones", f"  param a[{W}] ~ zeros"]
    x, right = {}, {}
    for name, (formula, numbers, derivatives) in CASES.items():
        lines.append(f"  output y_{name}[i] = {formula.replace('x[i]', f'x_{name}[i]')}")
        # The rest of the eight numbers repeat the last one.
        x[name], right[name] = padded(numbers, numbers[-1]), padded(derivatives, derivatives[-1])
    for name, (text, numbers, derivatives) in LONGER.items():
        for line in text.format(x="x_" + name, y="y_" + name).split("; "):
            lines.append("  " + line)
        x[name] = padded(numbers, 1)
        right[name] = padded(derivatives, np.nan)
    problems = []
    with tempfile.TemporaryDirectory() as folder:
        open(f"{folder}/m.dnd", "w").write("network M {\n" + "\n".join(lines) + "\n}\n")
        run = lambda *command: subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        run(os.path.join(os.environ["DND_TOOLS"], "dndc"), "--cuda=off", f"{folder}/m.dnd", "-o", f"{folder}/m")
        run(f"{folder}/m", "init", "--output", f"{folder}/w.npz")
        given = []
        for name in names:
            np.save(f"{folder}/x_{name}.npy", x[name][None])
            given += ["--input", f"x_{name}={folder}/x_{name}.npy"]
        run(f"{folder}/m", "forward", "--weights", f"{folder}/w.npz", *given, "--output", f"{folder}/o.npz")
        given = list(given)
        with np.load(f"{folder}/o.npz") as outputs:
            for name in names:
                value = outputs[f"y_{name}"]
                np.save(f"{folder}/c_{name}.npy", np.ones_like(value))
                given += ["--cotangent", f"y_{name}={folder}/c_{name}.npy"]
                if not np.isfinite(value).all():
                    problems.append(f"{name}: the value is {value}")
        for precision in ("f32", "f64"):
            run(f"{folder}/m", "forward", "--weights", f"{folder}/w.npz", *given, "--output", f"{folder}/o.npz",
                "--gradients", f"{folder}/g.npz", "--precision", precision)
            with np.load(f"{folder}/g.npz") as gradients:
                for key in ("k", "a"):
                    if not np.isfinite(gradients[key]).all():
                        problems.append(f"parameter {key} in {precision}: {gradients[key]}")
                for name in names:
                    got, wanted = gradients[f"input.x_{name}"][0], right[name]
                    known = ~np.isnan(wanted)
                    if not np.isfinite(got).all() or not np.allclose(got[known], wanted[known], rtol=1e-4, atol=1e-6):
                        problems.append(f"{name} in {precision}: {got}, right {wanted}")
    for problem in problems:
        print(problem)
    if not problems:
        print(f"masked: ok, {len(names)} formulas")
    return bool(problems)


if __name__ == "__main__":
    sys.exit(main())
