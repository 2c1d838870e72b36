//===- CaseRunner.cpp - Evaluates a case in float64 -----------------------===//
//
// See CaseRunner.h.
//
//===----------------------------------------------------------------------===//

#include "tests/numeric/CaseRunner.h"

#include "dialect/dnd/Builders.h"
#include "mlir/Parser/Parser.h"

#include <random>

using namespace mlir;
using dnd::reference::Evaluator;
using dnd::reference::Tensor;

namespace dnd::tests {

Tensor drawTensor(const Tensor::Shape &shape, uint64_t seed, bool positive) {
  std::mt19937_64 engine(seed);
  std::uniform_real_distribution<> size(0.2, 1.5);
  Tensor tensor(shape);
  for (double &value : tensor.data) {
    value = size(engine);
    if (!positive && (engine() & 1))
      value = -value;
  }
  return tensor;
}

CaseRunner::CaseRunner(const OpCase &opCase, int64_t batch, uint64_t seed)
    : batch(batch), opCase(opCase) {
  context.loadDialect<DndDialect, func::FuncDialect>();
  module = parseSourceString<ModuleOp>(opCase.text, &context);
  if (!module)
    return;
  Evaluator shapes(none, batch);
  for (BlockArgument argument : body().getArguments()) {
    Tensor::Shape shape = shapes.shapeOf(argument.getType());
    arguments.push_back(
        drawTensor(shape, seed + arguments.size(), opCase.positive));
    if (isFloatTensor(argument.getType()))
      continue;
    std::mt19937_64 engine(seed + 100 + arguments.size());
    for (double &value : arguments.back().data)
      value = static_cast<double>(engine() % uint64_t(opCase.range));
  }
}

func::FuncOp CaseRunner::function() {
  return *module->getOps<func::FuncOp>().begin();
}

Operation *CaseRunner::op() {
  for (Operation &op : body())
    if (op.getName().getStringRef() == opCase.op)
      return &op;
  return nullptr;
}

Evaluator CaseRunner::evaluator() {
  Evaluator evaluator(none, batch);
  for (unsigned i = 0; i < arguments.size(); ++i)
    evaluator.set(body().getArgument(i), arguments[i]);
  return evaluator;
}

Tensor CaseRunner::result() {
  Evaluator run = evaluator();
  if (failed(run.evaluate(body())))
    llvm::report_fatal_error("the reference cannot evaluate a case");
  return run.get(body().getTerminator()->getOperand(0));
}

} // namespace dnd::tests
