//===- Access.h - Where an operand is read or written -----------*- C++ -*-===//
#ifndef DND_TESTS_REFERENCE_ACCESS_H
#define DND_TESTS_REFERENCE_ACCESS_H

#include "tests/reference/Evaluator.h"

#include "mlir/IR/AffineMap.h"

namespace dnd::reference {

using Index = std::vector<int64_t>;

/// Where one operand of a contract is read or written at an iteration point.
/// A map that is a plain sum of dimensions and stays inside the tensor becomes
/// one stride for each dimension, so that large contracts take seconds and not
/// hours; every other access goes by the map itself, with every index checked.
class Access {
public:
  Access(mlir::AffineMap map, const Tensor &tensor, const Tensor::Shape &space)
      : map(map), tensor(tensor) {
    direct = makeStrides(space);
  }

  /// The place in the tensor's numbers at an iteration point.
  int64_t offset(const Index &dims, const Index &symbols);

private:
  bool makeStrides(const Tensor::Shape &space);

  mlir::AffineMap map;
  const Tensor &tensor;
  bool direct = false;
  int64_t start = 0;
  Index strides, index;
};

/// One for each map of an op.
std::vector<Access> accesses(mlir::ArrayAttr maps, const Operands &tensors,
                             const Tensor::Shape &space);

} // namespace dnd::reference

#endif // DND_TESTS_REFERENCE_ACCESS_H
