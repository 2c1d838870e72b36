//===- ReverseMode.h - Plain reverse mode for the reference -----*- C++ -*-===//
//
// Appends the adjoints of a block to it by asking every op for its rule, so
// that the evaluator can compute gradients. The tests hold these against
// central differences; the engine of the compiler is not used.
//
//===----------------------------------------------------------------------===//

#ifndef DND_TESTS_REFERENCE_REVERSEMODE_H
#define DND_TESTS_REFERENCE_REVERSEMODE_H

#include "dialect/dnd/DndDialect.h"

#include "llvm/ADT/DenseMap.h"

namespace dnd::reference {

/// Adjoint of each value that has one.
using Adjoints = llvm::DenseMap<mlir::Value, mlir::Value>;

/// Adds to `block`, before its terminator, the adjoints of all values that the
/// keys of `adjoints` depend on; `adjoints` comes in with the seeds.
mlir::LogicalResult appendAdjoints(mlir::Block &block, Adjoints &adjoints);

} // namespace dnd::reference

#endif // DND_TESTS_REFERENCE_REVERSEMODE_H
