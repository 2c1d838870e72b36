//===- PackedKernel.h - generator of one packed_contract kernel -*- C++ -*-===//
#ifndef DND_CODEGEN_CPU_PACKEDKERNEL_H
#define DND_CODEGEN_CPU_PACKEDKERNEL_H

#include "codegen/cpu/HostKernel.h"
#include "codegen/kernel/Epilogue.h"
#include "codegen/select/PackedPlan.h"
#include "dialect/dndrt/DndrtDialect.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"

namespace dnd::codegen::cpu {

class PackedKernel {
public:
  PackedKernel(dnd::dndrt::PackedContractOp op, mlir::func::FuncOp entry,
               llvm::StringRef name, dndrt::ChoiceAttr choice)
      : op(op), entry(entry), kernel(entry, name, op.getLoc()),
        element(op.getAccumulateType()), e(kernel.b, op.getLoc(), element),
        space(packedSpace(op)), plan(restorePacked(op, space, choice)) {}

  void run() {
    emit();
    launch();
  }

private:
  void emit();
  void emitUnit(mlir::Value unit);
  void emitPanelThenRows(mlir::Value panel, mlir::Value rowBegin,
                         mlir::Value rowEnd);
  void emitRowsThenPanels(mlir::Value panelBegin, mlir::Value panelEnd,
                          mlir::Value rowBegin, mlir::Value rowEnd);
  void emitCopiedRows(mlir::Value panelBegin, mlir::Value panelEnd,
                      mlir::Value row, mlir::Value rowEnd);
  void emitPartOfTile(mlir::Value row, mlir::Value rowEnd, mlir::Value column,
                      mlir::Value place, mlir::Value from, mlir::Value to);
  void prefetchResults(mlir::Value row, mlir::Value column);
  void packLeft(mlir::Value row, mlir::Value from, mlir::Value to);
  void emitTile(mlir::Value row, mlir::Value rowEnd, mlir::Value column);
  /// `whole` for a full vector of columns from `column` on, else `part`.
  void byColumns(mlir::Value column, llvm::function_ref<void()> whole,
                 llvm::function_ref<void()> part);
  llvm::SmallVector<mlir::Value> emitSum(mlir::ValueRange start,
                                         mlir::Value row, mlir::Value column,
                                         mlir::Value from, mlir::Value to,
                                         bool masked);
  /// What a step of the sum does: (row of the panel, values so far) to values.
  using Step = llvm::function_ref<llvm::SmallVector<mlir::Value>(
      mlir::Value, mlir::ValueRange)>;
  /// Joins what the sums below `nestDepth` made with the values so far.
  using Join = llvm::function_ref<llvm::SmallVector<mlir::Value>(
      mlir::ValueRange, mlir::ValueRange)>;
  llvm::SmallVector<mlir::Value>
  sumLoops(unsigned depth, mlir::ValueRange carried, mlir::Value flat,
           mlir::Value from, mlir::Value to, Step step, Join join = nullptr);
  void packPanel(mlir::Value column, mlir::Value from, mlir::Value to);
  void packTransposed(mlir::Value column, mlir::Value from, mlir::Value to,
                      bool clamped);
  void packScalars(mlir::Value column, mlir::Value valid, mlir::Value from,
                   mlir::Value to);
  mlir::Value loadRight(unsigned dim, int64_t lanes);
  mlir::Value loadRight();
  mlir::Value factorAlong(unsigned dim, int64_t lanes);
  bool hasFactorAlong(unsigned dim);
  void storeTile(mlir::ValueRange sums, mlir::Value scratchRow);
  void emitEpilogue(mlir::Value rowFrom, mlir::Value rowTo, mlir::Value column,
                    mlir::Value scratchOffset);
  mlir::Value isFull(mlir::Value column) {
    return e.lessEqual(e.add(column, plan.tile.lanes), extents[plan.lane]);
  }
  void launch();

  dnd::dndrt::PackedContractOp op;
  mlir::func::FuncOp entry;
  HostKernel kernel;
  mlir::Type element;
  TileEmitter e;
  BufferSpace space;
  PackedPlan plan;
  mlir::AffineMap lhsMap, rhsMap, factorMap; // of no factor: null
  mlir::Value lhs, rhs, factor, panel, sums;
  mlir::Value left, waiting;              // with a copy of the left operand
  mlir::Value leftFrom;                   // the step that it begins with
  llvm::SmallVector<mlir::Value> extents; // inside the kernel
  llvm::SmallVector<mlir::Value> ivs;     // current point
  std::optional<Epilogue> epilogue;
};

} // namespace dnd::codegen::cpu

#endif // DND_CODEGEN_CPU_PACKEDKERNEL_H
