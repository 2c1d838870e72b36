//===- ScatterPlan.h - how a GPU adds into computed places ------*- C++ -*-===//
#ifndef DND_CODEGEN_SELECT_SCATTERPLAN_H
#define DND_CODEGEN_SELECT_SCATTERPLAN_H

#include "codegen/nest/Points.h"
#include "dialect/dndrt/DndrtDialect.h"

namespace dnd::codegen {

/// The dimensions of a dndrt.scatter_contract on buffers. Those that the out
/// map shows alone (the batch of an input gradient) are free: their points meet
/// nowhere. What a place collects comes from the sources.
struct ScatterSpace {
  Points freePoints, sources;       // of the op's space
  Points targets;                   // of the result: all of it
  Points places;                    // of the result: what is computed
  llvm::SmallVector<bool> computed; // by dimension of the result
  /// Places are affine in the sources; they do not depend on the free points,
  /// and are known in number.
  bool isAffine = true, isInvertible = true;

  explicit ScatterSpace(dndrt::ScatterContractOp op);
};

/// A kernel of kernels::scatter*, and the reason in words.
struct ScatterPlan {
  llvm::StringRef kernel;
  std::string why;
};

/// The plan of `op`, on buffers. The batch is taken as the assumed one of GPUs.
ScatterPlan planScatter(dndrt::ScatterContractOp op);

} // namespace dnd::codegen

#endif // DND_CODEGEN_SELECT_SCATTERPLAN_H
