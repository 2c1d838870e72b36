//===- GatherBody.h - the body of a gather sum in a kernel ------*- C++ -*-===//
#ifndef DND_CODEGEN_CPU_GATHERBODY_H
#define DND_CODEGEN_CPU_GATHERBODY_H

#include "codegen/cpu/Lanes.h"
#include "codegen/select/GatherMatch.h"

namespace dnd::codegen::cpu {

/// The body of a gather sum inside a kernel.
class GatherBody {
public:
  GatherBody(const GatherSum &sum, Kernel &kernel, TileEmitter &e);

  /// One point (row, column), both counted in row-major order: what is the
  /// same for all samples, and the places that are read.
  struct Point {
    mlir::IRMapping mapping;
    llvm::SmallVector<mlir::Value> places;
  };
  Point at(mlir::Value row, mlir::Value column);

  /// The new sums of `lanes` samples: `inputs` are the values read for
  /// GatherSum::gathers, `operands` those of GatherSum::laneOperands.
  mlir::Value emit(const Point &point, mlir::ValueRange inputs,
                   mlir::ValueRange operands, mlir::Value sums, int64_t lanes);

private:
  const GatherSum &sum;
  Kernel &kernel;
  TileEmitter &e;
  llvm::SmallVector<mlir::Value> operands; // null where not needed
};

} // namespace dnd::codegen::cpu

#endif // DND_CODEGEN_CPU_GATHERBODY_H
