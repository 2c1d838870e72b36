"""Sizes at which another kernel or a library pays stand in codegen/select, and nowhere else in the kernels.

A threshold is a named number whose name says so (leastX, mostX, fewX, longX, ...). Scanned is what makes kernels and what leads
to them. What chooses no kernel is left out: the order of multiplications (passes/lower/ContractOrder), which ops become one
(passes/lower/FuseElementwise, MergeSums), and codegen/emit, which spends compile time.
"""

import os
import re

import report

SCANNED = ("codegen/common", "codegen/nest", "codegen/kernel", "codegen/library", "codegen/select", "codegen/cpu", "codegen/cuda",
           "dialect/dndrt", "passes/lower")
HOME = "codegen/select"
EXEMPT = {"passes/lower/ContractOrder.cpp", "passes/lower/FuseElementwise.cpp", "passes/lower/MergeSums.cpp"}
WORDS = "least|most|few|many|small|large|big|long|short|wide|narrow|busy|enough|wanted|worth|threshold|limit|min|max"
NAMED = re.compile(r"\b(?:constexpr|const)\s+(?:u?int(?:\d+_t)?|unsigned|size_t|double|float)\s+([^;(){}]*?=[^;]*);")
NAME = re.compile(rf"\b((?:{WORDS})[A-Z]?\w*)\s*=")


def thresholds_of(text):
    """The names of the thresholds that a file defines."""
    return [name for definition in NAMED.findall(text) for name in NAME.findall(definition)
            if re.match(rf"({WORDS})([A-Z]|$|est)", name)]


def check(root, build, out):
    found, bad = {}, []
    for folder in SCANNED:
        for where, folders, files in os.walk(os.path.join(root, folder)):
            folders.sort()
            for name in sorted(files):
                path = os.path.relpath(os.path.join(where, name), root)
                if not name.endswith((".h", ".cpp", ".inc")) or path in EXEMPT:
                    continue
                with open(os.path.join(where, name), errors="replace") as file:
                    names = thresholds_of(file.read())
                if names:
                    found[path] = names
                    if not path.startswith(HOME + "/"):
                        bad.append(f"{path}: {', '.join(names)}: thresholds stand in {HOME}")
    for path, names in sorted(found.items()):
        print(f"{path}: {', '.join(names)}")
    out.check("outside", bad)
    out.check("inside", [] if found else [f"{HOME} defines no threshold"])
    out.check("rule.self", self_test())


def self_test():
    wrong = ["static constexpr int64_t leastRows = 3, leastSteps = 4;", "constexpr double fewColumns = 12;",
             "const unsigned mostSplits = 256;", "constexpr int64_t longestSum = 1 << 10;"]
    right = ["constexpr int64_t threadsOfBlock = 256;", "int64_t least = std::max(a, b);", "constexpr int64_t lanes = 32;",
             "constexpr int64_t latency = 4;"]
    return [f"not found: {text}" for text in wrong if not thresholds_of(text)] + \
        [f"found: {text}" for text in right if thresholds_of(text)]


if __name__ == "__main__":
    report.main("thresholds", __doc__, check)
