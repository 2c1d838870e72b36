#!/usr/bin/env python3
"""All rows of the table: compiled models against PyTorch (eager, torch.compile) and JAX, in one run.

    python3 bench/table.py --json bench/table.json --markdown bench/table.md

For every row and thread count all sides take turns, so that a change in the machine's load meets all
of them alike. A row's ratio is the median over the rounds of best peer / dnd within the round. Rows
that are already in the JSON file and not chosen by --row are kept: a table can be put together from
several short runs. See bench/README.md.
"""

import argparse
import datetime
import json
import math
import os
import statistics
import subprocess
import sys
import tempfile

import numpy as np

import report
from rows import ROWS
from run import measure_roof
from turns import Side

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(HERE)


def compile_row(dndc, row, folder):
    program = os.path.join(folder, row.name)
    if not os.path.exists(program):
        subprocess.run([dndc, os.path.join(HERE, "rows.dnd"), "--network", row.network, "-o", program,
                        *[f"-D{name}={value}" for name, value in row.defines.items()]], check=True)
    return program


def our_turn(program, row, threads, repeat):
    done = subprocess.run([program, "bench", "--entry", "train_step", "--batch", str(row.batch), "--threads",
                           str(threads), "--repeat", str(repeat), "--json"], check=True, capture_output=True, text=True)
    entry, = json.loads(done.stdout)
    if entry["threads"] != threads:
        sys.exit(f"bench/table.py: {row.name} ran on {entry['threads']} threads, not on {threads}")
    return entry["median_us"] / 1e3


def error(program, row, folder):
    """Largest difference of gradients in f32 from those in f64, over the largest gradient of each parameter."""
    at = os.path.join(folder, row.name)
    random = np.random.default_rng(0)
    np.save(at + "_x.npy", random.random((row.batch, *row.inputs), dtype=np.float32))
    np.save(at + "_y.npy", random.integers(0, row.classes, row.batch).astype(np.int32))
    subprocess.run([program, "init", "--output", at + ".npz"], check=True, capture_output=True)
    gradients = []
    for precision in ("f32", "f64"):
        out = f"{at}_{precision}.npz"
        done = subprocess.run([program, "forward", "--weights", at + ".npz", "--input", at + "_x.npy", "--target",
                               at + "_y.npy", "--output", f"{at}_{precision}_out.npz", "--gradients", out, "--precision",
                               precision], capture_output=True, text=True)
        if done.returncode:
            sys.exit(f"bench/table.py: {row.name}: {done.stderr}")
        gradients.append({name: array.astype(np.float64) for name, array in np.load(out).items()})
    single, double = gradients
    # A bound below which a gradient is noise of both.
    return max(float(np.abs(single[n] - double[n]).max() / max(np.abs(double[n]).max(), 1e-30)) for n in double)


def run_row(row, threads, program, roof, options, folder):
    sides = [Side(options.torch_python, "rows_torch.py", [row.name], threads)] if options.torch_python else []
    if options.jax_python:
        sides.append(Side(options.jax_python, "rows_jax.py", [row.name], threads))
    turns = []
    for _ in range(options.rounds):
        peers = {}
        ours = our_turn(program, row, threads, options.repeat)
        for side in sides:
            peers.update({f"{side.about['name']} {name}": ms for name, ms in side.turn(options.repeat).items()})
        turns.append({"dnd": ours, "peers": peers})
    for side in sides:
        side.close()
    peers = {name: report.spread([turn["peers"][name] for turn in turns]) for name in turns[0]["peers"]}
    best = min(peers, key=lambda name: peers[name]["median"])
    ours = report.spread([turn["dnd"] for turn in turns])
    floor = 1e3 * (row.flops / (roof["f32_gflops"] * 1e9) + row.bytes / (roof["gb_per_s"] * 1e9))
    return {"row": row.name, "title": row.title, "threads": threads, "dnd_ms": ours, "peers_ms": peers, "best": best,
            "ratio": report.spread([turn["peers"][best] / turn["dnd"] for turn in turns]), "bar": row.bar,
            "floor_ms": floor, "share": 1e3 * row.flops / (roof["f32_gflops"] * 1e9) / ours["median"],
            "error": error(program, row, folder), "load": os.getloadavg()[0], "roof": roof,
            "versions": {side.about["name"]: side.about["version"] for side in sides},
            "rounds": options.rounds, "date": datetime.date.today().isoformat()}


def best_of(row, word):
    times = [s["median"] for name, s in row["peers_ms"].items() if word(name)]
    return f"{min(times):.3f}" if times else "-"


def table(result):
    lines = [f"CPU: {result['cpu']}. {result['compiler']}; "
             + ", ".join(f"{name} {version}" for name, version in sorted(result["versions"].items()))
             + ". f32, whole steps: forward, cross-entropy, backward, optimiser. Milliseconds, medians over rounds of turns.", ""]
    rows = sorted(result["rows"], key=lambda r: (-r["threads"], list(ROWS).index(r["row"])))
    for threads in sorted({r["threads"] for r in rows}, reverse=True):
        chosen = [r for r in rows if r["threads"] == threads]
        roof = chosen[-1]["roof"]
        mean = math.exp(statistics.fmean(math.log(r["ratio"]["median"]) for r in chosen))
        lines += [f"## {threads} thread{'s' if threads > 1 else ''}", "",
                  f"Roof {roof['f32_gflops']:.0f} GFLOP/s, {roof['gb_per_s']:.1f} GB/s. Geometric mean of the ratios "
                  f"**{mean:.2f}** over {len(chosen)} rows.", "",
                  "| | case | dnd | PyTorch eager | torch.compile | JAX | best peer / dnd | bar | arithmetic, % of roof | "
                  "floor | error |", "| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |"]
        for r in chosen:
            ratio = r["ratio"]
            lines.append(
                f"| {r['row']} | {r['title']} | {r['dnd_ms']['median']:.4g} | "
                + best_of(r, lambda n: n.startswith("PyTorch") and "compile:" not in n) + " | "
                + best_of(r, lambda n: "compile:" in n) + " | " + best_of(r, lambda n: n.startswith("JAX"))
                + f" | **{ratio['median']:.2f}** ({ratio['min']:.2f} - {ratio['max']:.2f}) | {r['bar']:g} | "
                f"{100 * r['share']:.0f} | {r['floor_ms']:.3g} | {r['error']:.0e} |")
        lines.append("")
    lines += ["All formulations, median ms:", "", "| | threads | formulation | ms |", "| --- | --- | --- | --- |"]
    for r in rows:
        for name, s in sorted(r["peers_ms"].items(), key=lambda item: item[1]["median"]):
            lines.append(f"| {r['row']} | {r['threads']} | {name} | {s['median']:.4g} |")
    return "\n".join(lines) + "\n"


def write(result, options):
    """After each row, so that a run that is stopped leaves what it has measured."""
    for path, text in ((options.json, json.dumps(result, indent=1) + "\n"), (options.markdown, table(result))):
        if path:
            with open(path, "w") as file:
                file.write(text)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", default=os.path.join(ROOT, "build"), help="build folder with bin/dndc")
    parser.add_argument("--threads", type=int, nargs="+", default=[1, 2], help="thread counts (default: 1 2)")
    parser.add_argument("--rounds", type=int, default=7, help="turns of each side (default: 7)")
    parser.add_argument("--repeat", type=int, default=5, help="measurements in a turn (default: 5)")
    parser.add_argument("--row", action="append", choices=list(ROWS), help="only these rows")
    parser.add_argument("--torch-python", default=sys.executable, help="the Python that has PyTorch; '' for none")
    parser.add_argument("--jax-python", default=sys.executable, help="the Python that has JAX; '' for none")
    parser.add_argument("--folder", help="keep compiled programs here and use those that are there")
    parser.add_argument("--json", help="all numbers; rows that this run does not measure stay")
    parser.add_argument("--markdown", help="the table")
    options = parser.parse_args()
    dndc = os.path.join(os.path.abspath(options.build), "bin", "dndc")
    if not os.path.exists(dndc):
        sys.exit(f"bench/table.py: no {dndc}; build it first, or give --build DIR")
    result = {"rows": [], "versions": {}}
    if options.json and os.path.exists(options.json):
        with open(options.json) as file:
            result = json.load(file)
    result.update(cpu=report.cpu(), compiler=report.compiler(dndc))
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.folder or temporary
        os.makedirs(folder, exist_ok=True)
        for threads in options.threads:
            roof = measure_roof(threads, folder)
            for name in options.row or ROWS:
                row = run_row(ROWS[name], threads, compile_row(dndc, ROWS[name], folder), roof, options, folder)
                result["versions"].update(row["versions"])
                result["rows"] = [r for r in result["rows"] if (r["row"], r["threads"]) != (name, threads)] + [row]
                print(f"{name}, {threads} threads: {row['dnd_ms']['median']:.4g} ms, {row['best']} "
                      f"{row['peers_ms'][row['best']]['median']:.4g} ms: {row['ratio']['median']:.2f}x, "
                      f"error {row['error']:.0e}", file=sys.stderr, flush=True)
                write(result, options)
    if not options.markdown:
        print(table(result))


if __name__ == "__main__":
    main()
