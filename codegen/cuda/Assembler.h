//===- Assembler.h - PTX to machine code by ptxas ---------------*- C++ -*-===//
#ifndef DND_CODEGEN_CUDA_ASSEMBLER_H
#define DND_CODEGEN_CUDA_ASSEMBLER_H

#include "codegen/emit/Object.h"
#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringRef.h"
#include <string>
#include <vector>

namespace dnd::codegen::cuda {

/// What ptxas says about a kernel.
struct KernelUsage {
  std::string name;
  unsigned registers = 0, barriers = 0;
  unsigned sharedBytes = 0; // static
  unsigned stackBytes = 0, spillStores = 0, spillLoads = 0;
};

/// Machine code for one architecture.
struct Assembly {
  std::string cubin;
  std::vector<KernelUsage> kernels; // in the order of the PTX
};

/// The path of ptxas: DND_PTXAS, the search path, CUDA_HOME, CUDA_PATH,
/// /usr/local/cuda; empty when there is none.
std::string findPtxas();

/// Assembles `ptx` for `arch`. `error` is about the tool (missing, too old for
/// the architecture); `fault` is ours: text that ptxas refuses. A kernel that
/// spills registers is slower and as right: its row says so.
struct AssembleResult {
  Assembly assembly;
  OutsideError error;
  std::string fault;
};
AssembleResult assemble(llvm::StringRef ptx, llvm::StringRef arch,
                        const Options &options);

/// The report of `ptxas -v`, one row for each kernel.
std::vector<KernelUsage> parseUsage(llvm::StringRef report);

/// A table of the rows as text, for --dump-ir.
std::string usageTable(llvm::StringRef arch,
                       llvm::ArrayRef<KernelUsage> kernels);

} // namespace dnd::codegen::cuda

#endif // DND_CODEGEN_CUDA_ASSEMBLER_H
