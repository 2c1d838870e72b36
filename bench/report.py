"""What a result is reported as: the machine, statistics over turns, JSON and a table."""

import os
import platform
import statistics
import subprocess
import time


def cpu():
    """Name, family and the instruction sets that kernels are chosen by."""
    with open("/proc/cpuinfo") as file:
        rows = dict(line.split(":", 1) for line in file.read().split("\n\n")[0].split("\n") if ":" in line)
    rows = {key.strip(): value.strip() for key, value in rows.items()}
    flags = rows.get("flags", "").split()
    sets = [s for s in ("avx2", "avx512f", "avx512_bf16", "amx_tile") if s in flags]
    return (f"{rows.get('model name', 'unknown')} (family {rows.get('cpu family', '?')}, "
            f"model {rows.get('model', '?')}; {', '.join(sets)})")


def compiler(dndc):
    return subprocess.run([dndc, "--version"], capture_output=True, text=True, check=True).stdout.split("\n")[0]


class Load:
    """How much of the machine other programs used between start() and stop()."""

    def __init__(self):
        self.average = os.getloadavg()[0]
        self.wall, self.busy, self.own = time.time(), self._busy(), self._own()

    @staticmethod
    def _busy():
        with open("/proc/stat") as file:
            numbers = [int(n) for n in file.readline().split()[1:9]]
        return (sum(numbers) - numbers[3] - numbers[4]) / os.sysconf("SC_CLK_TCK")

    @staticmethod
    def _own():
        times = os.times()
        return times.user + times.system + times.children_user + times.children_system

    def stop(self):
        """Load average at the start, and processors busy with other programs since."""
        wall = max(time.time() - self.wall, 1e-9)
        others = (self._busy() - self.busy - (self._own() - self.own)) / wall
        return {"load_average_at_start": round(self.average, 2), "other_cpus": round(max(others, 0), 2)}


def spread(values):
    return {"median": statistics.median(values), "min": min(values), "max": max(values)}


def summarise(case, threads, turns, roof):
    """`turns`: [{"dnd": ms, "peers": {formulation: ms}}], one for each round."""
    peers = {name: spread([turn["peers"][name] for turn in turns]) for name in turns[0]["peers"]}
    best = min(peers, key=lambda name: peers[name]["median"])
    ours = spread([turn["dnd"] for turn in turns])
    floor = 1e3 * max(case.flops / (roof["f32_gflops"] * 1e9), case.bytes / (roof["gb_per_s"] * 1e9))
    return {"case": case.name, "title": case.title, "batch": case.batch, "threads": threads,
            "dnd_ms": ours, "peers_ms": peers, "best_peer": best,
            # Both sides of one round met the same load.
            "ratio": spread([turn["peers"][best] / turn["dnd"] for turn in turns]),
            "floor_ms": floor, "roof_share": floor / ours["median"]}


def table(result):
    def cell(s, digits=3):
        return f"{s['median']:.{digits}f} ({s['min']:.{digits}f} - {s['max']:.{digits}f})"

    load = result["load"]
    lines = [f"{result['date']}. CPU: {result['cpu']}. {result['compiler']}; PyTorch {result['torch']}, "
             f"Python {platform.python_version()}. {result['rounds']} rounds of {result['repeat']} measurements. "
             f"Load average at the start {load['load_average_at_start']}; other programs used "
             f"{load['other_cpus']} processors meanwhile.", ""]
    for roof in result["roofs"]:
        lines.append(f"Roof with {roof['threads']} thread{'s' if roof['threads'] > 1 else ''}: "
                     f"{roof['f32_gflops']:.0f} GFLOP/s f32, {roof['gb_per_s']:.1f} GB/s.")
    lines += ["", "| case | batch | threads | dnd, ms | best PyTorch, ms | formulation | PyTorch / dnd | of the roof |",
              "| --- | --- | --- | --- | --- | --- | --- | --- |"]
    for r in result["cases"]:
        lines.append(f"| {r['title']} | {r['batch']} | {r['threads']} | {cell(r['dnd_ms'])} | "
                     f"{cell(r['peers_ms'][r['best_peer']])} | {r['best_peer']} | {cell(r['ratio'], 2)} | "
                     f"{100 * r['roof_share']:.0f} % |")
    lines += ["", "All formulations, median ms:", "", "| case | threads | formulation | ms |", "| --- | --- | --- | --- |"]
    for r in result["cases"]:
        for name, s in sorted(r["peers_ms"].items(), key=lambda item: item[1]["median"]):
            lines.append(f"| {r['title']} | {r['threads']} | {name} | {s['median']:.3f} |")
    return "\n".join(lines) + "\n"
