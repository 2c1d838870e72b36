//===- HostKernel.h - building a kernel for processors ----------*- C++ -*-===//
#ifndef DND_CODEGEN_CPU_HOSTKERNEL_H
#define DND_CODEGEN_CPU_HOSTKERNEL_H

#include "codegen/kernel/Kernel.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"

namespace dnd::codegen::cpu {

/// A private function `name(begin, end, captures...)` for a part of the work.
class HostKernel : public Kernel {
public:
  HostKernel(mlir::func::FuncOp entry, mlir::StringRef name,
             mlir::Location loc);

  mlir::func::FuncOp func;
  mlir::Value begin, end;

  /// Ends the function.
  void finish() { Kernel::end(); }
};

/// Allows float arithmetic of the whole function to be contracted, in f32 also
/// to be reordered. Never assumes that numbers are finite.
void allowFastMath(mlir::func::FuncOp func);

} // namespace dnd::codegen::cpu

#endif // DND_CODEGEN_CPU_HOSTKERNEL_H
