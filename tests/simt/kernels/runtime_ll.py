"""The runtime's kernels (codegen/cuda/RuntimeKernels.inc) as LLVM IR for the NVPTX back end.

    runtime_ll.py MLIR_OPT MLIR_TRANSLATE RuntimeKernels.inc OUT.ll

MLIR's own conversions, not ours: the test of the kernels needs nothing of the compiler
but their text.
"""

import subprocess
import sys

PIPELINE = ("builtin.module(gpu.module(convert-scf-to-cf,convert-gpu-to-nvvm{index-bitwidth=64},"
            "convert-arith-to-llvm{index-bitwidth=64}),convert-cf-to-llvm{index-bitwidth=64},"
            "reconcile-unrealized-casts)")


def main(opt, translate, source, out):
    with open(source) as file:
        text = file.read()
    text = text[text.index('R"mlir(') + len('R"mlir('):text.rindex(')mlir"')]
    module = "module attributes {gpu.container_module} {\n" + text + "}\n"
    lowered = subprocess.run([opt, "--pass-pipeline=" + PIPELINE], input=module, stdout=subprocess.PIPE, text=True, check=True).stdout
    # The functions of the gpu.module, in a module of their own.
    start = lowered.index("{", lowered.index("gpu.module @")) + 1
    end = lowered.rindex("}", 0, lowered.rindex("}"))
    functions = lowered[start:end].replace("gpu.module_end", "")
    ir = subprocess.run([translate, "--mlir-to-llvmir"], input="module {" + functions + "}", stdout=subprocess.PIPE, text=True,
                        check=True).stdout
    with open(out, "w") as file:
        file.write('target datalayout = "e-i64:64-i128:128-v16:16-v32:32-n16:32:64"\n'
                   'target triple = "nvptx64-nvidia-cuda"\n' + ir)


if __name__ == "__main__":
    main(*sys.argv[1:])
