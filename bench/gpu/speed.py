"""Times of whole steps, ours and the peers', and the share of the machine's roofs."""

import glob
import json
import os
import subprocess
import sys

import cases


def ours(program, case, device, repeat, **variables):
    command = [program, "bench", "--json", "--device=" + device, "--entry", case.entry,
               "--batch", str(case.batch), "--repeat", str(repeat)]
    done = subprocess.run(command, capture_output=True, text=True, env=os.environ | variables)
    if done.returncode:
        return {"error": done.stderr.strip()}
    result = json.loads(done.stdout)[0]
    return {"median_us": result["median_us"], "min_us": result["min_us"]}


def find_cublaslt():
    """The library of a Python package, for programs that the loader gives none; None without one."""
    for folder in sys.path:
        found = sorted(glob.glob(os.path.join(glob.escape(folder), "nvidia", "*", "lib", "libcublasLt.so.1[23]")))
        if found:
            return found[-1]
    return None


def library_text(program):
    """What `info` says of cuBLASLt for the first GPU; empty when the program does not want it or has none."""
    done = subprocess.run([program, "info", "--json"], capture_output=True, text=True)
    try:
        device = json.loads(done.stdout)["gpu"]["devices"][0]
    except (ValueError, KeyError, IndexError):
        return ""
    return next((part.strip() for part in device.split(",") if "cuBLASLt " in part and "no cuBLASLt" not in part), "")


def with_library(program, case, device, repeat):
    """Steps with all products by cuBLASLt, and with none; empty without the library."""
    if not library_text(program):
        return {}
    return {"library": ours(program, case, device, repeat),
            "own": ours(program, case, device, repeat, DND_CUDA_BLAS="off")}


def peers(names, budget, tiny):
    """What peers.py measured; it runs on its own, so that no import can break ours."""
    script = os.path.join(os.path.dirname(os.path.abspath(__file__)), "peers.py")
    command = [sys.executable, script, "--cases", ",".join(names), "--budget", str(budget)] + (["--tiny"] if tiny else [])
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=budget + 60)
    except subprocess.TimeoutExpired as expired:
        # It writes a line after each result: what is there counts.
        text = expired.stdout or b""
        return parse(text.decode() if isinstance(text, bytes) else text, "peers.py ran out of time")
    return parse(done.stdout, done.stderr.strip()[-2000:] if done.returncode else "")


def parse(text, error):
    out = {"roofs": {}, "times": {}, "error": error}
    for line in text.splitlines():
        try:
            item = json.loads(line)
        except ValueError:
            continue
        if "roofs" in item:
            out["roofs"] = item["roofs"]
        elif "case" in item:
            out["times"].setdefault(item["case"], {})[item["peer"]] = item
    return out


def share_of_roof(case, seconds, roofs):
    """The binding roof (arithmetic or memory) over the time: 1 is the limit."""
    if not roofs or not seconds:
        return None
    least = max(case.flops() / roofs["f32_flops"], case.bytes() / roofs["bytes"])
    return least / seconds


def table(results, tiny):
    """Markdown: a line for each case."""
    rows = [["case", "batch", "sizes", "ours us", "all by cuBLASLt us", "none us", "of the roof", "best peer us", "peer", "ratio", "eager", "compiled",
             "graphed", "jax"]]
    measured = results["peers"]["times"]
    for case in cases.CASES:
        case = case.tiny() if tiny else case
        own = results["bench"].get(case.name)
        if not own:
            continue
        row = [case.name, str(case.batch), " ".join(f"{k}={v}" for k, v in case.sizes.items())]
        time = own.get("median_us")
        row.append(f"{time:.1f}" if time else "failed")
        row += [f"{own[who]['median_us']:.1f}" if "median_us" in own.get(who, {}) else "-" for who in ("library", "own")]
        share = share_of_roof(case, time and time * 1e-6, results["peers"]["roofs"])
        row.append(f"{100 * share:.0f} %" if share else "-")
        there = {name: item["median_us"] for name, item in measured.get(case.name, {}).items() if "median_us" in item}
        if there:
            best = min(there, key=there.get)
            row += [f"{there[best]:.1f}", best, f"{there[best] / time:.2f}" if time else "-"]
        else:
            row += ["-", "-", "-"]
        row += [f"{there[name]:.1f}" if name in there else "-" for name in ("eager", "compiled", "graphed", "jax")]
        rows.append(row)
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    lines = ["| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths)) + " |" for row in rows]
    lines.insert(1, "|" + "|".join("-" * (width + 2) for width in widths) + "|")
    return "\n".join(lines) + "\n"
