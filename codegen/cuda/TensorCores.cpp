//===- TensorCores.cpp - the product of two tiles by mma.sync -------------===//
//
// A warp multiplies 16 x 8 (rows x steps) with 8 x 8 words of shared memory at
// a time: a word is one step in tf32 or two steps in bf16, so that both kinds
// of fragments lie alike. Thread t of a warp holds, with g = t / 4 and q = t %
// 4,
//
//   left   (g, q) (g + 8, q) (g, q + 4) (g + 8, q + 4)    (row, word)
//   right  (q, g) (q + 4, g)                              (word, column)
//   sums   (g, 2q) (g, 2q + 1) (g + 8, 2q) (g + 8, 2q + 1)
//
// (PTX ISA, warp-level matrix instructions). Rows of words are eight banks
// apart, so the 32 reads of a fragment meet 32 banks.
//
//===----------------------------------------------------------------------===//
#include "codegen/cuda/BlockProduct.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/LLVMIR/LLVMDialect.h"

using namespace mlir;

namespace dnd::codegen::cuda {

/// Rows, columns and words of one instruction.
static constexpr int64_t mmaRows = 16, mmaColumns = 8, mmaWords = 8;

//===----------------------------------------------------------------------===//
// Into shared memory
//===----------------------------------------------------------------------===//

/// A vector of f32 rounded and packed: as many words in tf32, half in bf16.
Value BlockProduct::toWords(Value values) {
  int64_t count = cast<VectorType>(values.getType()).getDimSize(0);
  Type word = e.b.getI32Type();
  if (shape.math == DeviceMath::bf16) {
    auto narrow = VectorType::get({count}, e.b.getBF16Type());
    return e.b.create<vector::BitCastOp>(
        e.loc, VectorType::get({count / 2}, word),
        e.b.create<arith::TruncFOp>(e.loc, narrow, values));
  }
  SmallVector<Value> words;
  for (int64_t i = 0; i < count; ++i)
    words.push_back(
        e.b.create<LLVM::CallIntrinsicOp>(
               e.loc, word, e.b.getStringAttr("llvm.nvvm.f2tf32.rna"),
               ValueRange(e.b.create<vector::ExtractOp>(e.loc, values, i)))
            .getResults());
  return e.b.create<vector::FromElementsOp>(
      e.loc, VectorType::get({count}, word), words);
}

/// Writes the values of one transfer as words.
void BlockProduct::putWords(const Operand &operand, const Transfer &transfer,
                            Value half, ValueRange values) {
  const TileSource &source = *operand.source;
  Value row = div(transfer.step, stepsPerWord());
  auto asVector = [&](ValueRange scalars) -> Value {
    return e.b.create<vector::FromElementsOp>(
        e.loc, e.vectorType(scalars.size()), scalars);
  };
  Value all = values[0];
  if (source.width == 1)
    all = asVector(values);
  else if (values.size() == 2) {
    // Two steps of several positions: the steps of a position side by side.
    SmallVector<int64_t> order;
    for (int64_t i = 0; i < source.width; ++i)
      order.append({i, i + source.width});
    all = e.b.create<vector::ShuffleOp>(e.loc, values[0], values[1], order);
  }
  Value words = toWords(all);
  if (source.width == 1 || source.pack == TileSource::Positions) {
    e.storeVector(words, operand.tile, {half, row, transfer.position});
    return;
  }
  int64_t count = cast<VectorType>(words.getType()).getDimSize(0);
  for (int64_t i = 0; i < count; ++i)
    e.store(e.b.create<vector::ExtractOp>(e.loc, words, i), operand.tile,
            {half, e.add(row, i), transfer.position});
}

//===----------------------------------------------------------------------===//
// Products
//===----------------------------------------------------------------------===//

SmallVector<Value> BlockProduct::multiplyWarp(const Operand &left,
                                              const Operand &right, Value half,
                                              ValueRange sums) {
  MLIRContext *context = e.b.getContext();
  Value g = div(lane, 4), q = rem(lane, 4);
  Value firstRow = e.add(e.mul(ownRow, shape.ownRows), g),
        firstColumn = e.add(e.mul(ownColumn, shape.ownColumns), g);
  int64_t ownWords = shape.steps / stepsPerWord() / shape.slices;
  int64_t down = shape.ownRows / mmaRows,
          across = shape.ownColumns / mmaColumns;
  // By name: the op nvvm.mma.sync of LLVM 19 takes no words for bf16.
  auto instruction = e.b.getStringAttr(
      shape.math == DeviceMath::bf16 ? "llvm.nvvm.mma.m16n8k16.row.col.bf16"
                                     : "llvm.nvvm.mma.m16n8k8.row.col.tf32");
  Type f32 = e.b.getF32Type();
  auto resultType =
      LLVM::LLVMStructType::getLiteral(context, {f32, f32, f32, f32});
  SmallVector<Value> result(sums);
  for (int64_t w = 0; w < ownWords; w += mmaWords) {
    Value word = e.add(e.add(e.mul(slice, ownWords), w), q);
    auto read = [&](const Operand &operand, int64_t wordOffset, Value position,
                    int64_t offset) {
      return e.load(operand.tile,
                    {half, e.add(word, wordOffset), e.add(position, offset)});
    };
    SmallVector<SmallVector<Value>> columns;
    for (int64_t c = 0; c < across; ++c)
      columns.push_back({read(right, 0, firstColumn, c * mmaColumns),
                         read(right, 4, firstColumn, c * mmaColumns)});
    for (int64_t r = 0; r < down; ++r) {
      int64_t at = r * mmaRows;
      SmallVector<Value> rows{
          read(left, 0, firstRow, at), read(left, 0, firstRow, at + 8),
          read(left, 4, firstRow, at), read(left, 4, firstRow, at + 8)};
      for (int64_t c = 0; c < across; ++c) {
        Value *sum = &result[(r * across + c) * 4];
        SmallVector<Value> operands(rows);
        llvm::append_range(operands, columns[c]);
        operands.append(sum, sum + 4);
        Value product = e.b.create<LLVM::CallIntrinsicOp>(e.loc, resultType,
                                                          instruction, operands)
                            .getResults();
        for (int64_t i = 0; i < 4; ++i)
          sum[i] = e.b.create<LLVM::ExtractValueOp>(e.loc, f32, product,
                                                    ArrayRef<int64_t>{i});
      }
    }
  }
  return result;
}

/// Where the sums of this thread lie in the tile: pairs of columns.
SmallVector<SumPiece> BlockProduct::warpPieces(ValueRange sums) {
  Value g = div(lane, 4), q = rem(lane, 4);
  int64_t down = shape.ownRows / mmaRows,
          across = shape.ownColumns / mmaColumns;
  SmallVector<SumPiece> result;
  for (int64_t r = 0; r < down; ++r)
    for (int64_t upper = 0; upper < 2; ++upper)
      for (int64_t c = 0; c < across; ++c) {
        int64_t first = (r * across + c) * 4 + upper * 2;
        result.push_back(
            {e.add(e.add(e.mul(ownRow, shape.ownRows), g),
                   r * mmaRows + upper * 8),
             e.add(e.add(e.mul(ownColumn, shape.ownColumns), e.mul(q, 2)),
                   c * mmaColumns),
             e.b.create<vector::FromElementsOp>(
                 e.loc, e.vectorType(2),
                 ValueRange{sums[first], sums[first + 1]})});
      }
  return result;
}

} // namespace dnd::codegen::cuda
