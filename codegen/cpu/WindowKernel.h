//===- WindowKernel.h - generator of the kernels of a window ----*- C++ -*-===//
#ifndef DND_CODEGEN_CPU_WINDOWKERNEL_H
#define DND_CODEGEN_CPU_WINDOWKERNEL_H

#include "codegen/cpu/HostKernel.h"
#include "codegen/kernel/Epilogue.h"
#include "codegen/kernel/TileEmitter.h"
#include "codegen/select/WindowPlan.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"

namespace dnd::codegen::cpu {

/// What both kinds of kernels are made of: the point of the iteration space
/// that is at work, and images in scratch memory.
class WindowKernel {
protected:
  WindowKernel(dndrt::PackedContractOp op, mlir::func::FuncOp entry,
               llvm::StringRef name, const WindowPlan &plan);

  using Body = llvm::function_ref<void()>;
  /// Loops over whole dimensions, the first one outermost, with their indices
  /// in `ivs`.
  void loopOver(llvm::ArrayRef<unsigned> dims, Body body);
  /// Pieces of [from, to) as wide as vectors can be: `body(offset, lanes)`.
  void pieces(int64_t from, int64_t to,
              llvm::function_ref<void(mlir::Value, int64_t)> body);
  mlir::Value at(int64_t constant) { return e.index(constant); }
  mlir::Value multiply(mlir::Value x, mlir::Value y);
  /// Takes the last of `counts` off a number of a unit.
  mlir::Value split(mlir::Value &number, mlir::Value count);
  /// The number of `dims` at the current point, row-major.
  mlir::Value flatten(llvm::ArrayRef<unsigned> dims);
  mlir::Value batch();

  /// The first image and the number of images of a unit, the first pixel of its
  /// band along the first axis.
  struct Block {
    mlir::Value image, images, band;
  };
  /// The end of the places of pixels that a unit has.
  mlir::Value usedPixels(const Block &block);
  /// Brings all channels of the images into scratch memory.
  void readImages(const Block &block);
  /// Vectors of pixels that a tap finds at `place` + `offset` in scratch
  /// memory: all of them, or those in a row, where the first lane is column
  /// `column`.
  mlir::Value loadTap(mlir::Value place, int64_t offset, int64_t shift,
                      int64_t column);
  /// Copies of the other factor where pixels lie as in the image, 0 where there
  /// is no pixel: `rows` rows from `row` on.
  void readOther(const Block &block, mlir::Value scratch, mlir::Value row,
                 mlir::Value rows);
  void readAxis(const Block &block, mlir::Value place, unsigned axis,
                bool outside);
  void copyRow(mlir::Value place);
  void copyWhole(mlir::Value place);
  void fillRow(mlir::Value place);
  void readPixels(const Block &block, mlir::Value scratch, mlir::Value place,
                  unsigned axis, bool outside);
  void fill(mlir::Value scratch, int64_t size, mlir::Value value);
  llvm::SmallVector<mlir::Value> imageIndices();
  int64_t partStride(unsigned axis) const;
  bool isPlainRow() const;
  bool isBanded() const { return plan.numBands() > 1; }
  mlir::Value paddedValue();

  dndrt::PackedContractOp op;
  mlir::func::FuncOp entry;
  std::string name;
  const WindowPlan &plan;
  HostKernel kernel;
  mlir::Type element;
  TileEmitter e;
  llvm::SmallVector<int64_t> extents;
  mlir::AffineMap imageMap, otherMap;
  mlir::Value image, other; // inside the kernel
  llvm::SmallVector<mlir::Value> ivs;
  llvm::SmallVector<mlir::Value> elements; // of each axis, while copying
  mlir::Value images;                      // scratch memory
};

/// Pixels are dimensions of the result.
class WindowTiles : public WindowKernel {
public:
  WindowTiles(dndrt::PackedContractOp op, mlir::func::FuncOp entry,
              llvm::StringRef name, const WindowPlan &plan)
      : WindowKernel(op, entry, name, plan) {}
  void run();

private:
  void emitUnit(mlir::Value unit);
  void emitPhases(const Block &block, unsigned axis);
  void emitRows(const Block &block, mlir::Value row, int64_t rows);
  void emitTile(mlir::Value row, int64_t rows, mlir::Value pixel,
                int64_t vectors, unsigned lastPhase);
  void emitImages(const Block &block, mlir::Value row, int64_t rows);
  void emitMaskedTile(const Block &block, mlir::Value number, mlir::Value pixel,
                      int64_t vectors);
  void storeTile(const Block &block, mlir::Value number, mlir::Value pixel,
                 mlir::ValueRange made);
  bool storesTiles();
  llvm::SmallVector<mlir::Value> sumChannels(unsigned depth,
                                             mlir::ValueRange sums);
  llvm::SmallVector<mlir::Value> sumTaps(unsigned axis, mlir::Value place,
                                         mlir::ValueRange sums);
  llvm::SmallVector<mlir::Value> step(mlir::Value place, mlir::ValueRange sums);
  void emitEpilogue(const Block &block, mlir::Value row, int64_t rows);
  void emitPixels(const Block &block, unsigned axis, mlir::Value place);
  void emitLastAxis(mlir::Value place);
  void emitBand(const Block &block, mlir::Value place);
  void emitPixel(mlir::Value place, mlir::Value pixel, int64_t phase,
                 mlir::Value from);
  void launch();

  mlir::Value sums; // [last phase][row of the tile][pixel], null: tiles are
                    // stored as they are
  std::optional<Epilogue> epilogue;
  /// The tile at work.
  llvm::SmallVector<unsigned> phases; // of each axis
  mlir::Value tileRow, tilePixel;
  int64_t tileRows = 0, tileVectors = 0;
  int64_t lastShift = 0; // of the tap at work along the last axis
  unsigned unrolled = 0; // taps of this axis and those behind are written out
};

/// Pixels are summed.
class WindowSums : public WindowKernel {
public:
  WindowSums(dndrt::PackedContractOp op, mlir::func::FuncOp entry,
             llvm::StringRef name, const WindowPlan &plan)
      : WindowKernel(op, entry, name, plan) {}
  void run();

private:
  void emitUnit(mlir::Value unit);
  void emitBlock(const Block &block, mlir::Value row, mlir::Value rows);
  void emitRows(mlir::Value row, mlir::Value place, int64_t rows);
  void emitChannels();
  void emitTaps(int64_t channels);
  void emitTile(int64_t channels, int64_t firstTap, int64_t taps);
  llvm::SmallVector<mlir::Value> sumMasked(mlir::Value place,
                                           llvm::ArrayRef<int64_t> offsets,
                                           llvm::ArrayRef<int64_t> shifts);
  bool readsOtherInPlace();
  void addToPartial(mlir::ValueRange sums, int64_t channels, int64_t firstTap,
                    int64_t taps);
  void clearPartial(mlir::Value row, mlir::Value rows);
  llvm::SmallVector<mlir::Value> partialIndices();
  llvm::SmallVector<int64_t> tapsOf(int64_t tap) const;
  void launch();
  void emitTotal();

  mlir::Value partials; // [chunk][result], in the entry point
  /// Inside the kernel; without `others` the other factor is read in place.
  mlir::Value partial, others;
  mlir::Value chunk;
  mlir::Value tileRow, tilePlace, pixelEnd;
  Block block; // at work
  int64_t tileRows = 0;
};

} // namespace dnd::codegen::cpu

#endif // DND_CODEGEN_CPU_WINDOWKERNEL_H
