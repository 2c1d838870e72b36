//===- FloatMath.h - functions of f32 as arithmetic -------------*- C++ -*-===//
//
// The functions that the language has, for processors and GPUs alike: within a
// few units in the last place for every f32, subnormal numbers among them;
// zeros (with their sign), infinities and NaN as C defines them. No branch but
// the one of sin and cos for arguments beyond 2^17, so that they vectorise.
//
//===----------------------------------------------------------------------===//
#ifndef DND_CODEGEN_COMMON_FLOATMATH_H
#define DND_CODEGEN_COMMON_FLOATMATH_H

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/IR/ImplicitLocOpBuilder.h"

namespace dnd::codegen {

/// Arithmetic on f32 (or vectors of it) without flags: nothing may be
/// contracted or reordered, the low parts are what rounding has lost.
struct Floats {
  mlir::ImplicitLocOpBuilder b;
  mlir::Type type, ints;

  /// What is built stands before `op` and has its location.
  Floats(mlir::Operation *op, mlir::Type type);

  mlir::Value splat(mlir::TypedAttr value, mlir::Type of);
  mlir::Value num(double v);
  mlir::Value bits(int32_t v);
  mlir::Value add(mlir::Value x, mlir::Value y);
  mlir::Value sub(mlir::Value x, mlir::Value y);
  mlir::Value mul(mlir::Value x, mlir::Value y);
  mlir::Value div(mlir::Value x, mlir::Value y);
  mlir::Value neg(mlir::Value x);
  mlir::Value abs(mlir::Value x);
  mlir::Value fma(mlir::Value x, mlir::Value y, mlir::Value z);
  mlir::Value is(mlir::arith::CmpFPredicate predicate, mlir::Value x,
                 mlir::Value y);
  mlir::Value pick(mlir::Value which, mlir::Value x, mlir::Value y);
  mlir::Value asInt(mlir::Value x);
  mlir::Value asFloat(mlir::Value x);
  /// 2^n for -126 <= n <= 127.
  mlir::Value powerOfTwo(mlir::Value n);
  /// The polynomial with these coefficients, the highest first.
  mlir::Value horner(mlir::Value x, llvm::ArrayRef<double> coefficients);
};

mlir::Value expOf(Floats &f, mlir::Value x);
mlir::Value expm1Of(Floats &f, mlir::Value x);
mlir::Value logOf(Floats &f, mlir::Value x);
mlir::Value log1pOf(Floats &f, mlir::Value x);
mlir::Value sinOf(Floats &f, mlir::Value x);
mlir::Value cosOf(Floats &f, mlir::Value x);
/// pow as C defines it.
mlir::Value powOf(Floats &f, mlir::Value x, mlir::Value y);

} // namespace dnd::codegen

#endif // DND_CODEGEN_COMMON_FLOATMATH_H
