//===- PackedPlan.h - a sum of products in register tiles -------*- C++ -*-===//
#ifndef DND_CODEGEN_SELECT_PACKEDPLAN_H
#define DND_CODEGEN_SELECT_PACKEDPLAN_H

#include "codegen/kernel/TileEmitter.h"
#include "codegen/nest/CoalesceDims.h"
#include "dialect/dndrt/DndrtDialect.h"

namespace dnd::codegen {

/// How a packed_contract becomes a kernel of register tiles: what is decided
/// before any code is made.
struct PackedPlan {
  TileShape tile;
  int64_t vectors = 2; // of lanes in a row of the tile
  unsigned row = 0, lane = 0;
  llvm::SmallVector<unsigned> outer; // parallel, one point per unit
  llvm::SmallVector<unsigned> sums;  // innermost last
  bool packs = false;
  bool blocks = false;     // the sum in parts
  unsigned blockedSum = 0; // the dimension in parts
  int64_t blockSteps = 0;  // its length in one part
  int64_t panelRows = 0;   // steps in one panel
  int64_t leftSteps = 0;   // steps in one copy of the left operand; 0: none
  int64_t rowsPerUnit = 0, panelsPerUnit = 1;
  double costOfUnit = 1;
  /// With a factor that varies with the rows: it multiplies what the sums from
  /// this place on have added up. Behind the last sum: each product.
  unsigned nestDepth = 0;
  bool factorOfRows = false;
  /// Any other factor: the panel holds its products with the right operand.
  bool factorInPanel = false;
};

/// The space of an op on buffers, neighbours as one; views are made in front of
/// it.
BufferSpace packedSpace(dndrt::PackedContractOp op);

/// The plan for an op over `space`, whose first two operands may be exchanged.
PackedPlan planPacked(dndrt::PackedContractOp op, BufferSpace &space);
/// Its numbers for a choice, and the plan from them.
mlir::DictionaryAttr planOf(mlir::MLIRContext *context, const PackedPlan &plan);
PackedPlan restorePacked(dndrt::PackedContractOp op, BufferSpace &space,
                         dndrt::ChoiceAttr choice);

} // namespace dnd::codegen

#endif // DND_CODEGEN_SELECT_PACKEDPLAN_H
