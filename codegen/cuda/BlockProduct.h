//===- BlockProduct.h - the product of two tiles in one block ---*- C++ -*-===//
//
// What every kernel of a sum of products has in common: the threads of a block
// bring tiles of both operands into shared memory, the next ones while they
// work on the present ones, and keep a tile of sums in registers.
//
//===----------------------------------------------------------------------===//
#ifndef DND_CODEGEN_CUDA_BLOCKPRODUCT_H
#define DND_CODEGEN_CUDA_BLOCKPRODUCT_H

#include "codegen/cuda/DeviceKernel.h"
#include "codegen/kernel/TileEmitter.h"
#include "codegen/select/ProductPlan.h"

namespace dnd::codegen::cuda {

/// Emits the remark of category "cuda" about a kernel.
void remarkKernel(DeviceKernel &kernel, const ProductPlan &plan);

/// One operand: elements at (position, step), the position being a row of the
/// left operand or a column of the right one.
struct TileSource {
  enum Along { Positions, Steps };
  /// What neighbouring threads walk along.
  Along lanes = Positions;
  /// Elements that one thread brings at a time, and what they lie along.
  int64_t width = 1;
  Along pack = Positions;
  /// The values at `step` (a scalar, or a vector of `width`).
  using Loader = std::function<mlir::Value(mlir::Value step)>;
  /// The loader for elements at `position`; called outside of the loop.
  std::function<Loader(mlir::Value position)> at;
};

/// `values`: sums of neighbouring columns from (row, column) of the tile on.
struct SumPiece {
  mlir::Value row, column, values;
};

class BlockProduct {
public:
  /// Takes shared memory of `kernel` for the tiles.
  BlockProduct(DeviceKernel &kernel, TileEmitter &e, const BlockShape &shape);

  struct Range {
    mlir::Value from; // first position of the tile
    mlir::Value size; // positions of the operand; those beyond are not asked
  };
  struct Steps {
    mlir::Value from, to; // the part of the sum; may be empty
    mlir::Value size;     // steps of the operands; those beyond are not asked
    bool whole = false;   // the part is whole tiles
  };
  /// The sums of this thread: pieces of `pieceColumns()` columns. All threads
  /// of the block call it together.
  llvm::SmallVector<SumPiece> run(const TileSource &left, Range rows,
                                  const TileSource &right, Range columns,
                                  const Steps &steps);

  int64_t pieceColumns() const;
  mlir::Value threadId() const { return tid; }
  const BlockShape &blockShape() const { return shape; }

private:
  struct Transfer {
    mlir::Value position, step; // within the tile
    TileSource::Loader load;
  };
  struct Operand {
    const TileSource *source;
    mlir::Value tile; // [2][steps or words][positions + padding]
    llvm::SmallVector<Transfer> transfers;
  };
  bool usesTensorCores() const { return shape.math != DeviceMath::f32; }
  /// Steps in one word of shared memory: two of bf16.
  int64_t stepsPerWord() const {
    return shape.math == DeviceMath::bf16 ? 2 : 1;
  }
  /// True if a transfer brings several values, one for each step of a word.
  bool bringsPairs(const TileSource &source) const {
    return stepsPerWord() == 2 &&
           (source.pack == TileSource::Positions || source.width == 1);
  }
  mlir::Value makeTile(int64_t positions);
  Operand prepare(const TileSource &source, Range range, mlir::Value tile,
                  int64_t positions);
  llvm::SmallVector<mlir::Value>
  fetch(const Operand &operand, mlir::Value stepFrom, const Steps &steps);
  void put(const Operand &operand, mlir::Value half, mlir::ValueRange values);
  void putWords(const Operand &operand, const Transfer &transfer,
                mlir::Value half, mlir::ValueRange values);
  mlir::Value toWords(mlir::Value values);
  llvm::SmallVector<mlir::Value> zeroSums();
  llvm::SmallVector<mlir::Value> multiply(const Operand &left,
                                          const Operand &right,
                                          mlir::Value half,
                                          mlir::ValueRange sums);
  llvm::SmallVector<mlir::Value> multiplyWarp(const Operand &left,
                                              const Operand &right,
                                              mlir::Value half,
                                              mlir::ValueRange sums);
  llvm::SmallVector<SumPiece> pieces(mlir::ValueRange sums);
  llvm::SmallVector<SumPiece> warpPieces(mlir::ValueRange sums);
  llvm::SmallVector<SumPiece> addSlices(mlir::ValueRange sums);
  mlir::Value div(mlir::Value x, int64_t y);
  mlir::Value rem(mlir::Value x, int64_t y);
  void barrier();

  DeviceKernel &kernel;
  TileEmitter &e;
  BlockShape shape;
  /// `ownRow`, `ownColumn`: the thread's or warp's place in the tile, in units
  /// of its sums. `lane`: the thread in its warp.
  mlir::Value tid, slice, ownRow, ownColumn, lane;
  mlir::Value leftTile, rightTile, slicesTile;
};

} // namespace dnd::codegen::cuda

#endif // DND_CODEGEN_CUDA_BLOCKPRODUCT_H
