//===- Kernels.h - generated kernels of dndrt ops ---------------*- C++ -*-===//
#ifndef DND_CODEGEN_CPU_KERNELS_H
#define DND_CODEGEN_CPU_KERNELS_H

#include "dialect/dndrt/DndrtDialect.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"

namespace dnd::codegen::cpu {

/// Replaces `op` (on buffers) of entry point `entry` by a kernel named `name`
/// and its launch: tiles of sums in registers, columns in the lanes, the right
/// operand copied to a panel [sum][lanes] where it does not lie like that. The
/// sizes are those of its choice; failure means that an error was emitted.
mlir::LogicalResult outlinePackedContract(dnd::dndrt::PackedContractOp op,
                                          mlir::func::FuncOp entry,
                                          mlir::StringRef name);

/// The same for a window (WindowTiles.cpp, WindowSums.cpp).
mlir::LogicalResult outlineWindow(dnd::dndrt::PackedContractOp op,
                                  mlir::func::FuncOp entry,
                                  mlir::StringRef name);

/// The kernels of full quadratic forms and of their gradient (Triangular.cpp).
mlir::LogicalResult
outlineTriangularQuadratic(dnd::dndrt::TriangularQuadraticOp op,
                           mlir::func::FuncOp entry, mlir::StringRef name);
mlir::LogicalResult outlineTriangularGrad(dnd::dndrt::TriangularGradOp op,
                                          mlir::func::FuncOp entry,
                                          mlir::StringRef name);

/// The same where outputs share products of pairs of features
/// (FeaturePairs.cpp), and the gradient of their input (FeaturePairsInput.cpp).
void outlinePairForm(dnd::dndrt::TriangularQuadraticOp op,
                     mlir::func::FuncOp entry, mlir::StringRef name,
                     dndrt::ChoiceAttr choice);
void outlinePairWeights(dnd::dndrt::TriangularGradOp op,
                        mlir::func::FuncOp entry, mlir::StringRef name,
                        dndrt::ChoiceAttr choice);
void outlinePairInput(dnd::dndrt::PackedContractOp op, mlir::func::FuncOp entry,
                      mlir::StringRef name, dndrt::ChoiceAttr choice);

/// Replaces the sums of `entry` whose choice is kernels::sampleLanes by kernels
/// `ENTRY_kg0`.. with samples in the lanes (Gathers.cpp).
void outlineGathers(mlir::func::FuncOp entry);

} // namespace dnd::codegen::cpu

#endif // DND_CODEGEN_CPU_KERNELS_H
