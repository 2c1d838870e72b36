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
#include "llvm/ADT/StringMap.h"

#include <functional>

namespace dnd::reference {

/// In which mode a network is evaluated, and what its noise is drawn from where
/// the ops do not say it themselves.
struct Mode {
  bool training = false;
  uint64_t seed = 0, step = 0;
};

/// The operands of an op in order.
using Operands = std::vector<const Tensor *>;

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
  /// Null for an optional operand that is not there.
  const Tensor *maybe(mlir::Value value) const {
    return value ? &get(value) : nullptr;
  }
  Operands list(mlir::ValueRange range) const;

  /// Evaluates `op`; a message on the op when it or a name is unknown.
  mlir::LogicalResult evaluate(mlir::Operation *op);
  /// Evaluates all ops of `block` up to its terminator.
  mlir::LogicalResult evaluate(mlir::Block &block);

  /// New values of states by path.
  const NamedTensors &getUpdates() const { return updates; }
  const Mode &getMode() const { return mode; }

  /// The shape of a type or the extents of a space, with the batch in place of
  /// dynamic extents.
  Tensor::Shape shapeOf(mlir::Type type) const;
  Tensor::Shape shapeOf(llvm::ArrayRef<int64_t> extents) const;
  int64_t batchSize() const { return batch; }

private:
  mlir::LogicalResult evaluateNamed(mlir::Operation *op);
  mlir::LogicalResult lookUp(mlir::Operation *op, llvm::StringRef name);

  const NamedTensors &named;
  int64_t batch;
  Mode mode;
  NamedTensors updates;
  llvm::DenseMap<mlir::Value, Tensor> values;
};

/// How each op is computed, by its name.
class ReferenceTable {
public:
  /// The values of an op's results, in order.
  using EvalFn =
      std::function<std::vector<Tensor>(mlir::Operation *, const Evaluator &)>;

  template <typename OpT>
  void add(std::vector<Tensor> (*eval)(OpT, const Evaluator &)) {
    table[OpT::getOperationName()] = [eval](mlir::Operation *op,
                                            const Evaluator &at) {
      return eval(mlir::cast<OpT>(op), at);
    };
  }
  /// An op of one result.
  template <typename OpT> void add(Tensor (*eval)(OpT, const Evaluator &)) {
    table[OpT::getOperationName()] = [eval](mlir::Operation *op,
                                            const Evaluator &at) {
      return std::vector<Tensor>{eval(mlir::cast<OpT>(op), at)};
    };
  }
  /// Null for an unknown op.
  const EvalFn *lookup(mlir::Operation *op) const {
    auto it = table.find(op->getName().getStringRef());
    return it == table.end() ? nullptr : &it->second;
  }

private:
  llvm::StringMap<EvalFn> table;
};

// For each stem of dialect/dnd/Ops.def the values of its ops and of their
// adjoints, in X.cpp: by their formulas, forms not by their expansion.
#define DND_PRIMITIVE(stem) void add##stem##Reference(ReferenceTable &table);
#define DND_MODE(stem) void add##stem##Reference(ReferenceTable &table);
#define DND_FORM(stem) void add##stem##Reference(ReferenceTable &table);
#include "dialect/dnd/Ops.def"

} // namespace dnd::reference

#endif // DND_TESTS_REFERENCE_EVALUATOR_H
