//===- Evaluator.h - Float64 interpreter of the dnd dialect -----*- C++ -*-===//
//
// The oracle of the numeric tests: computes every op of the dnd dialect by its
// formula, in double precision, one element after the other. It shares no code
// with the passes, the lowering or the kernels.
//
//===----------------------------------------------------------------------===//

#ifndef DND_TESTS_REFERENCE_EVALUATOR_H
#define DND_TESTS_REFERENCE_EVALUATOR_H

#include "dialect/dnd/DndDialect.h"
#include "tests/reference/Tensor.h"

#include "llvm/ADT/DenseMap.h"

namespace dnd::reference {

/// In which mode a network is evaluated, and what its noise is drawn from where
/// the ops do not say it themselves.
struct Mode {
  bool training = false;
  uint64_t seed = 0, step = 0;
};

/// Evaluates ops in program order; keeps the value of every SSA value.
class Evaluator {
public:
  /// `named` holds parameters, tables and states by path and recipe numbers by
  /// name (shape []). `batch` is the extent of every dynamic dimension.
  Evaluator(const NamedTensors &named, int64_t batch, Mode mode = {})
      : named(named), batch(batch), mode(mode) {}

  void set(mlir::Value value, Tensor tensor) {
    values[value] = std::move(tensor);
  }
  const Tensor &get(mlir::Value value) const;

  /// Evaluates `op`; a message on the op when it or a name is unknown.
  mlir::LogicalResult evaluate(mlir::Operation *op);
  /// Evaluates all ops of `block` up to its terminator.
  mlir::LogicalResult evaluate(mlir::Block &block);

  /// New values of states by path.
  const NamedTensors &getUpdates() const { return updates; }

  /// The shape of a type, with the batch in place of dynamic extents.
  Tensor::Shape shapeOf(mlir::Type type) const;

private:
  mlir::LogicalResult evaluateNamed(mlir::Operation *op);
  mlir::LogicalResult lookUp(mlir::Operation *op, llvm::StringRef name);

  const NamedTensors &named;
  int64_t batch;
  Mode mode;
  NamedTensors updates;
  llvm::DenseMap<mlir::Value, Tensor> values;
};

// One function for each op, in the files named after the kinds of ops. Each
// gets the operands in order and gives the value of the op's one result.
using Operands = std::vector<const Tensor *>;

// Primitives.cpp
Tensor evalContract(ContractOp op, const Operands &inputs,
                    const Operands &tables, int64_t batch, Tensor::Shape shape);
Tensor evalMap(MapOp op, const Operands &inputs, Tensor::Shape shape);
Tensor evalReduce(ReduceOp op, const Tensor &input, Tensor::Shape shape);
Tensor evalFirstExtremum(FirstExtremumOp op, const Tensor &input);
Tensor evalProdOthers(ProdOthersOp op, const Tensor &input);
Tensor evalNoise(NoiseOp op, const Operands &params, uint64_t seed,
                 uint64_t step, Tensor::Shape shape);
Tensor evalConcat(ConcatOp op, const Operands &inputs, Tensor::Shape shape);
Tensor evalSoftmax(const Tensor &input, int64_t dim, bool logarithm);

// Losses.cpp
Tensor evalCrossEntropy(const Tensor &logits, const Tensor &target,
                        double smoothing);
Tensor evalCrossEntropyGrad(const Tensor &logits, const Tensor &target,
                            const Tensor &adjoint, double smoothing);
Tensor evalMargin(const Tensor &logits, const Tensor &labels);
Tensor evalMarginGrad(const Tensor &logits, const Tensor &labels,
                      const Tensor &adjoint);
Tensor evalOneHot(const Tensor &labels, Tensor::Shape shape);

// Forms.cpp: by the formula of the form, not by its expansion. Optional
// operands are null.
Tensor evalQuadratic(const Tensor &x, const Tensor &A, const Tensor *linear,
                     const Tensor *bias, int64_t axis);
Tensor evalQuadraticWeightGrad(const Tensor &x, const Tensor &adjoint,
                               int64_t axis);
Tensor evalLowRankQuadratic(const Tensor &x, const Tensor &u, const Tensor *v,
                            const Tensor *scale, const Tensor *linear,
                            const Tensor *bias, int64_t axis);
Tensor evalGatherContract(const Tensor &x, const Tensor &index, const Tensor &w,
                          const Tensor *bias);
Tensor evalGatherContractGrad(const Tensor &x, const Tensor &index,
                              const Tensor &adjoint);
Tensor evalDendriticFusion(const Tensor &rows, const Tensor &W,
                           const Tensor *bias, const Tensor *scale);

} // namespace dnd::reference

#endif // DND_TESTS_REFERENCE_EVALUATOR_H
