//===- OpCase.h - One function of tests/ops, evaluated ----------*- C++ -*-===//
//
// A case is a function of dnd ops on tensors of f64 with a dynamic batch. Its
// attributes tell how its arguments are drawn and what its gradient is:
//   range = N    integers lie in [0, N)
//   positive     real numbers are positive (log, sqrt, pow)
//   constant     the derivative is zero everywhere by definition
//   stopped      the gradient is zero although the value does change
//
//===----------------------------------------------------------------------===//
#ifndef DND_TESTS_OPS_OPCASE_H
#define DND_TESTS_OPS_OPCASE_H

#include "tests/reference/Evaluator.h"

#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "llvm/Support/Error.h"

namespace dnd::tests {

class OpCase {
public:
  explicit OpCase(mlir::func::FuncOp function) : function(function) {}

  llvm::StringRef name() { return function.getSymName(); }
  bool has(llvm::StringRef attribute) { return function->hasAttr(attribute); }
  /// Integer arguments are smaller.
  int64_t range();

  /// Gradients by the rules of the ops against central differences, for a
  /// random cotangent of each result. An error when they differ, or when all
  /// are zero and the case does not say so.
  llvm::Error checkGradients(int64_t batch);
  bool hasForm();
  /// The forms' formulas against their expansions into primitives.
  llvm::Error checkExpansion(int64_t batch);

private:
  using Tensors = std::vector<reference::Tensor>;

  Tensors draw(int64_t batch, uint64_t seed);
  /// The values that the function returns.
  llvm::Expected<Tensors> evaluate(mlir::func::FuncOp from,
                                   const Tensors &arguments, int64_t batch);
  llvm::Expected<Tensors> byRules(const Tensors &arguments,
                                  const Tensors &cotangents, int64_t batch);
  llvm::Expected<Tensors>
  byDifferences(Tensors arguments, const Tensors &cotangents, int64_t batch);

  mlir::func::FuncOp function;
};

} // namespace dnd::tests

#endif // DND_TESTS_OPS_OPCASE_H
