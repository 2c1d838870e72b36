"""Who may include whom: grammar <- frontend -> dialect <- passes <- codegen.

The compiler sees of the runtime only include/dndrt/: codegen abi.*, everyone the words of
recipes (recipe.*). The front door (door/) sees the runtime, frontend/syntax and the compiler's table of options. The runtime sees no LLVM and nothing of the compiler; frontend/syntax sees no MLIR and
no other room of the frontend; ANTLR headers stand only in frontend/syntax/AstBuilder*.{h,cpp} (and in the
generated parser's own library). Rooms of the runtime see each other as RUNTIME_ROOMS says, those of codegen as CODEGEN_ROOMS:
common, nest <- kernel <- select, library <- cpu, cuda, and the two devices never see each other.
"""

import os
import re

import report

COMPILER = ("grammar", "frontend", "dialect", "passes", "codegen")
# What a folder may include from the source root.
MAY = {
    "grammar": {"grammar"},
    "frontend": {"frontend", "dialect", "grammar"},
    "dialect": {"dialect"},
    "passes": {"passes", "dialect"},
    "codegen": {"codegen", "passes", "dialect", "frontend", "dndrt"},
    "runtime": {"runtime", "dndrt"},
    "door": {"door", "runtime", "frontend"},
}
# What a room of the runtime may include besides itself and dndrt/.
RUNTIME_ROOMS = {
    "core": {"data", "report", "cpu", "cuda"},
    "data": {"core"},
    "report": {"core", "cpu"},
    "cpu": {"core"},
    "cuda": {"core", "data", "library"},
    "library": {"core", "cuda"},
}
# What a room of codegen may include besides itself and the headers in CODEGEN_SHARED. What stands in codegen/ itself
# (phases, pipelines, driver) and the tools see all rooms.
CODEGEN_ROOMS = {
    "common": set(),
    "nest": {"common"},
    "kernel": {"common", "nest"},
    "library": {"common", "nest", "kernel"},
    "select": {"common", "nest", "kernel", "library"},
    "emit": {"common"},
    "export": set(),
    "simt": {"common", "emit"},
    "cpu": {"common", "nest", "kernel", "library", "select"},
    "cuda": {"common", "nest", "kernel", "library", "select", "emit"},
}
CODEGEN_SHARED = {"Passes.h", "Passes.h.inc", "Options.h"}
INCLUDE = re.compile(r'^\s*#\s*include\s+([<"])([^>"]+)[>"]', re.M)


def problems_of(folder, path, text):
    bad = []
    for quote, name in INCLUDE.findall(text):
        top = name.split("/")[0]
        if re.match(r"dndrt/recipe\.(h|def)$", name) and folder in ("frontend", "passes", "codegen", "runtime"):
            continue
        if folder == "door" and name == "codegen/tools/Options.def":
            continue
        if folder == "door" and top == "frontend" and not name.startswith("frontend/syntax/"):
            bad.append(f"includes {name}: the front door sees of the frontend only the syntax")
        if top in COMPILER + ("door", "runtime", "dndrt") and top not in MAY[folder]:
            bad.append(f"includes {name}: {folder} may not see {top}")
        if top == "dndrt" and folder != "runtime" and not re.match(r"dndrt/abi\.(h|def)$", name):
            bad.append(f"includes {name}: only dndrt/abi.* and dndrt/recipe.* are shared with the runtime")
        if folder == "runtime" and top in ("llvm", "mlir", "llvm-c", "mlir-c"):
            bad.append(f"includes {name}: the runtime knows no LLVM")
        if folder == "runtime" and top == "runtime":
            room, other = path.split("/runtime/")[-1].split("/")[0], name.split("/")[1]
            if other != room and other not in RUNTIME_ROOMS.get(room, ()):
                bad.append(f"includes {name}: room {room} may not see {other}")
        if "frontend/syntax/" in path and (top in ("mlir", "dialect") or re.match("frontend/(?!syntax/)", name)):
            bad.append(f"includes {name}: the syntax knows no meaning")
        if folder == "codegen" and top == "codegen":
            room, other = path.split("codegen/")[-1].split("/")[0], name.split("/")[1]
            if room in CODEGEN_ROOMS and other not in {room} | CODEGEN_SHARED | CODEGEN_ROOMS[room]:
                bad.append(f"includes {name}: room {room} may not see {other}")
        antlr = top.startswith("antlr4") or name.startswith(("DndLexer", "DndParser", "grammar/Dnd"))
        if antlr and folder != "grammar" and not re.match(
                r".*frontend/syntax/AstBuilder(Impl\.h|(Errors)?\.h|(Errors|Expr|Parse)?\.cpp)$", path):
            bad.append(f"includes {name}: only AstBuilder sees ANTLR")
    return bad


def check(root, build, out):
    for folder in COMPILER + ("runtime", "door"):
        bad, count = [], 0
        for where, folders, files in os.walk(os.path.join(root, folder)):
            folders.sort()
            for name in sorted(files):
                if name.endswith((".h", ".cpp", ".def", ".c", ".inc")):
                    path = os.path.join(where, name)
                    count += 1
                    with open(path, errors="replace") as file:
                        bad += [f"{os.path.relpath(path, root)}: {problem}"
                                for problem in problems_of(folder, path, file.read())]
        if count:
            out.check(folder, bad)
    self_test(out)


def self_test(out):
    wrong = [("runtime", "/runtime/core/A.cpp", '#include "llvm/ADT/STLExtras.h"'),
             ("runtime", "/runtime/data/A.cpp", '#include "runtime/cuda/Device.h"'),
             ("dialect", "dialect/A.cpp", '#include "passes/Passes.h"'),
             ("codegen", "codegen/A.cpp", '#include "dndrt/json.h"'),
             ("codegen", "/codegen/cuda/A.cpp", '#include "codegen/cpu/Lanes.h"'),
             ("codegen", "/codegen/cpu/A.cpp", '#include "codegen/cuda/Points.h"'),
             ("codegen", "/codegen/kernel/A.h", '#include "codegen/select/ProductPlan.h"'),
             ("codegen", "/codegen/nest/A.h", '#include "codegen/kernel/Kernel.h"'),
             ("codegen", "/codegen/emit/A.cpp", '#include "codegen/Driver.h"'),
             ("frontend", "frontend/syntax/Ast.h", '#include "frontend/elaborate/Value.h"'),
             ("runtime", "/runtime/core/A.cpp", '#include "door/Runs.h"'),
             ("door", "door/A.cpp", '#include "frontend/elaborate/Value.h"'),
             ("door", "door/A.cpp", '#include "codegen/Driver.h"'),
             ("frontend", "frontend/elaborate/Sema.cpp", '#include <antlr4-runtime.h>')]
    right = [("door", "door/A.cpp", '#include "codegen/tools/Options.def"'),
             ("codegen", "/codegen/cuda/A.cpp", '#include "codegen/select/ProductPlan.h"'),
             ("codegen", "/codegen/cpu/A.cpp", '#include "codegen/Passes.h"'),
             ("codegen", "/codegen/DeviceBranch.cpp", '#include "codegen/cuda/Ptx.h"')]
    out.check("rule.self", [f"accepted: {case}" for case in wrong if not problems_of(*case)] +
              [f"refused: {case}" for case in right if problems_of(*case)])


if __name__ == "__main__":
    report.main("includes", __doc__, check)
