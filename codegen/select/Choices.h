//===- Choices.h - what runs an op, as attributes ---------------*- C++ -*-===//
#ifndef DND_CODEGEN_SELECT_CHOICES_H
#define DND_CODEGEN_SELECT_CHOICES_H

#include "codegen/select/ProductPlan.h"
#include "dialect/dndrt/DndrtDialect.h"

namespace dnd::codegen {

/// The names of kernels in choices.
namespace kernels {
/// Products in register tiles, quadratic forms in tiles of the triangle or as
/// products with pairs of features, and windows in tiles of pixels.
constexpr llvm::StringLiteral registerTiles = "register_tiles",
                              triangle = "triangle",
                              featurePairs = "feature_pairs",
                              windowTiles = "window_tiles";
/// Sums over chosen inputs with samples in the lanes.
constexpr llvm::StringLiteral sampleLanes = "sample_lanes";
/// One point after another.
constexpr llvm::StringLiteral loops = "loops";
/// Products in tiles of a block of threads.
constexpr llvm::StringLiteral blockTiles = "block_tiles";
/// Sums into computed places: a thread for each place solves for its sources, a
/// warp for each looks for them, a thread for each free point walks them all.
constexpr llvm::StringLiteral scatterInverse = "scatter_inverse",
                              scatterSearch = "scatter_search",
                              scatterWalk = "scatter_walk";
/// Products of matrices by cuBLASLt.
constexpr llvm::StringLiteral cublasLt = "cublaslt";
} // namespace kernels

/// The choice of `op` for a device; null without one.
dndrt::ChoiceAttr choiceOf(mlir::Operation *op, dndrt::Device device);
/// The same where an op must have one; null behind an error.
dndrt::ChoiceAttr requireChoice(mlir::Operation *op, dndrt::Device device);
/// Sets or replaces the choice for its device.
void setChoice(mlir::Operation *op, dndrt::ChoiceAttr choice);

/// A plan of numbers.
using PlanNumbers = llvm::ArrayRef<std::pair<llvm::StringRef, int64_t>>;
mlir::DictionaryAttr makePlan(mlir::MLIRContext *context, PlanNumbers numbers);
/// The number `name` of a plan, 0 if it has none.
int64_t planNumber(dndrt::ChoiceAttr choice, llvm::StringRef name);

/// A ProductPlan as the plan of a choice, and back.
mlir::DictionaryAttr planOf(mlir::MLIRContext *context,
                            const ProductPlan &plan);
ProductPlan productPlanOf(dndrt::ChoiceAttr choice, DeviceMath math);

/// The type of the numbers that `op` (on buffers) computes with: the widest of
/// its floats (factors may be stored in bf16); null for none.
mlir::Type elementOf(mlir::Operation *op);

/// Checks that every op of `module` that becomes a kernel of dndrt has a choice
/// for `device` (GPUs: those of f32), of a kernel that there is for such an op.
mlir::LogicalResult verifyChoices(mlir::ModuleOp module, dndrt::Device device);

} // namespace dnd::codegen

#endif // DND_CODEGEN_SELECT_CHOICES_H
