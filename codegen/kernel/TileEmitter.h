//===- TileEmitter.h - pieces that every tile kernel is made of -*- C++ -*-===//
//
// Short ways to emit loops, index arithmetic and vectors inside a kernel.
//
//===----------------------------------------------------------------------===//
#ifndef DND_CODEGEN_KERNEL_TILEEMITTER_H
#define DND_CODEGEN_KERNEL_TILEEMITTER_H

#include "codegen/kernel/Kernel.h"
#include "mlir/Dialect/Vector/IR/VectorOps.h"

namespace dnd::codegen {

/// Rows and lanes of the register tile. rows x lanes accumulators, one row of
/// the right operand and one broadcast fill the vector registers.
struct TileShape {
  int64_t rows = 6, lanes = 16;
};

/// The tile for elements of this type on the module's target (attribute
/// `dnd.vector_bits` of the module, 256 without it).
TileShape targetTile(mlir::Operation *op, mlir::Type element);

/// A number of rows at most `tile.rows` that wastes least of `extent` rows.
int64_t fitRows(const TileShape &tile, int64_t extent);

/// Emits code at a builder that moves into the loops it makes. Vectors, zeros
/// and sums are of type `element`, the accumulate type; what a buffer stores is
/// said by its type, which may be narrower (bf16 under f32).
class TileEmitter {
public:
  TileEmitter(mlir::OpBuilder &builder, mlir::Location loc, mlir::Type element)
      : b(builder), loc(loc), element(element) {}

  mlir::OpBuilder &b;
  mlir::Location loc;
  mlir::Type element;

  mlir::Value index(int64_t value);
  mlir::Value add(mlir::Value x, mlir::Value y);
  mlir::Value add(mlir::Value x, int64_t y) { return add(x, index(y)); }
  mlir::Value sub(mlir::Value x, mlir::Value y);
  mlir::Value mul(mlir::Value x, int64_t y);
  mlir::Value min(mlir::Value x, mlir::Value y);
  mlir::Value ceilDiv(mlir::Value x, int64_t y);
  mlir::Value less(mlir::Value x, mlir::Value y);
  mlir::Value lessEqual(mlir::Value x, mlir::Value y);

  mlir::VectorType vectorType(int64_t lanes);
  mlir::Value zero(int64_t lanes);
  mlir::Value scalar(double value);
  mlir::Value broadcast(mlir::Value scalar, int64_t lanes);
  mlir::Value load(mlir::Value memref, mlir::ValueRange at);
  void store(mlir::Value value, mlir::Value memref, mlir::ValueRange at);
  mlir::Value loadVector(mlir::Value memref, mlir::ValueRange at,
                         int64_t lanes);
  void storeVector(mlir::Value value, mlir::Value memref, mlir::ValueRange at);
  /// A number or vector of bf16 where sums are f32 as one of f32; any other as
  /// it is.
  mlir::Value widen(mlir::Value value);
  /// What is stored, widened: factors of products.
  mlir::Value loadFactor(mlir::Value memref, mlir::ValueRange at);
  mlir::Value loadFactors(mlir::Value memref, mlir::ValueRange at,
                          int64_t lanes);
  /// The same where `mask` is set, 0 elsewhere.
  mlir::Value loadFactors(mlir::Value memref, mlir::ValueRange at,
                          int64_t lanes, mlir::Value mask);
  mlir::Value fma(mlir::Value x, mlir::Value y, mlir::Value acc);

  /// for iv in [from, to) by step, with loop-carried values.
  llvm::SmallVector<mlir::Value>
  loop(mlir::Value from, mlir::Value to, int64_t step, mlir::ValueRange init,
       llvm::function_ref<llvm::SmallVector<mlir::Value>(mlir::Value,
                                                         mlir::ValueRange)>
           body);
  void loop(mlir::Value from, mlir::Value to, int64_t step,
            llvm::function_ref<void(mlir::Value)> body);
  void branch(mlir::Value condition, llvm::function_ref<void()> then,
              llvm::function_ref<void()> otherwise);

  /// The vectors that `then` gives where the condition holds, else those of
  /// `otherwise`; `count` of `lanes` each.
  llvm::SmallVector<mlir::Value>
  choose(mlir::Value condition, int64_t count, int64_t lanes,
         llvm::function_ref<llvm::SmallVector<mlir::Value>()> then,
         llvm::function_ref<llvm::SmallVector<mlir::Value>()> otherwise);

  /// The values of a map's results at the indices `dims`.
  llvm::SmallVector<mlir::Value> apply(mlir::AffineMap map,
                                       mlir::ValueRange dims);

  /// Square blocks of this many lanes are transposed in registers.
  int64_t transposeLanes() const;
  /// The transposed rows of a square block.
  llvm::SmallVector<mlir::Value> transpose(mlir::ValueRange rows);
};

/// Scratch memory of a kernel, on the stack, made once at its start.
mlir::Value makeScratch(Kernel &kernel, llvm::ArrayRef<int64_t> shape,
                        mlir::Type element);

} // namespace dnd::codegen

#endif // DND_CODEGEN_KERNEL_TILEEMITTER_H
