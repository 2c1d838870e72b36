//===- DeviceMath.h - what multiplies on a GPU ------------------*- C++ -*-===//
#ifndef DND_CODEGEN_COMMON_DEVICEMATH_H
#define DND_CODEGEN_COMMON_DEVICEMATH_H

#include "mlir/IR/Operation.h"

namespace dnd::codegen {

/// What multiplies: the f32 units, or tensor cores on operands rounded to tf32
/// or bf16, with sums in f32.
enum class DeviceMath { f32, tf32, bf16 };

/// The module attribute that chooses it: "f32" (as without it), "tf32", "bf16".
constexpr llvm::StringLiteral cudaMathAttr = "dnd.cuda_math";
/// What the module around `op` says.
DeviceMath deviceMath(mlir::Operation *op);
/// "f32", "tf32", "bf16".
mlir::StringRef mathName(DeviceMath math);

} // namespace dnd::codegen

#endif // DND_CODEGEN_COMMON_DEVICEMATH_H
