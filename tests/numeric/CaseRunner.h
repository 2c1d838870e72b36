//===- CaseRunner.h - Evaluates a case in float64 ---------------*- C++ -*-===//
//
// Parses the function of an OpCase, draws its arguments and evaluates it with
// the reference.
//
//===----------------------------------------------------------------------===//

#ifndef DND_TESTS_NUMERIC_CASERUNNER_H
#define DND_TESTS_NUMERIC_CASERUNNER_H

#include "tests/numeric/OpCases.h"
#include "tests/reference/Evaluator.h"

#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/IR/OwningOpRef.h"

namespace dnd::tests {

class CaseRunner {
public:
  /// Parses and draws; `parsed()` tells whether the text was understood.
  CaseRunner(const OpCase &opCase, int64_t batch, uint64_t seed);

  bool parsed() const { return static_cast<bool>(module); }
  mlir::func::FuncOp function();
  mlir::Block &body() { return function().getBody().front(); }
  /// The op under test: the first of its name.
  mlir::Operation *op();

  std::vector<reference::Tensor> arguments;
  const int64_t batch;

  /// The function's result for the present arguments.
  reference::Tensor result();
  /// An evaluator with the arguments set.
  reference::Evaluator evaluator();

private:
  const OpCase &opCase;
  reference::NamedTensors none;
  mlir::MLIRContext context;
  mlir::OwningOpRef<mlir::ModuleOp> module;
};

/// Fixed numbers in (-1.5, -0.2) and (0.2, 1.5), all different: away from the
/// kinks at 0 and from ties.
reference::Tensor drawTensor(const reference::Tensor::Shape &shape,
                             uint64_t seed, bool positive);

} // namespace dnd::tests

#endif // DND_TESTS_NUMERIC_CASERUNNER_H
