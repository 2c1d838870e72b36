//===- Scratch.cpp - memory that kernels need beside the plan -------------===//
#include "codegen/common/Scratch.h"
#include "dndrt/abi.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "passes/lower/EntryPoints.h"
#include "llvm/Support/MathExtras.h"

using namespace mlir;

static int64_t number(func::FuncOp entry, StringRef name) {
  auto attr = entry->getAttrOfType<IntegerAttr>(name);
  return attr ? attr.getInt() : 0;
}

/// Makes the scratch memory of the entry at least `bytes`; returns where it
/// begins, fixed and for each sample alike.
static int64_t reserve(func::FuncOp entry, StringRef total, StringRef scratch,
                       int64_t bytes) {
  int64_t have = number(entry, scratch), planned = number(entry, total) - have;
  int64_t wanted = std::max(have, bytes);
  Builder b(entry.getContext());
  entry->setAttr(scratch, b.getI64IntegerAttr(wanted));
  entry->setAttr(total, b.getI64IntegerAttr(planned + wanted));
  return planned;
}

static Value arenaOf(func::FuncOp entry) {
  if (Value arena = dnd::findArg(entry, dnd::ArgKind::arena))
    return arena;
  Builder b(entry.getContext());
  auto bytes = MemRefType::get({ShapedType::kDynamic}, b.getI8Type());
  unsigned place = entry.getNumArguments();
  entry.insertArgument(
      place, bytes, dnd::makeArgDict(entry.getContext(), dnd::ArgKind::arena),
      entry.getLoc());
  return entry.getArgument(place);
}

/// `fixed` bytes behind `perSample` bytes for each sample of the batch, which
/// is rounded up as in the plan of the arena.
static Value arenaOffset(OpBuilder &b, Location loc, func::FuncOp entry,
                         int64_t fixed, int64_t perSample) {
  auto constant = [&](int64_t v) -> Value {
    return b.create<arith::ConstantIndexOp>(loc, v);
  };
  if (perSample == 0)
    return constant(fixed);
  Value up = b.create<arith::AddIOp>(loc, dnd::passes::batchSize(entry),
                                     constant(DND_BATCH_ROUND - 1));
  Value blocks = b.create<arith::DivUIOp>(loc, up, constant(DND_BATCH_ROUND));
  Value planned = b.create<arith::MulIOp>(
      loc, blocks, constant(DND_BATCH_ROUND * perSample));
  return b.create<arith::AddIOp>(loc, planned, constant(fixed));
}

Value dnd::codegen::makeScratchBuffer(func::FuncOp entry, MemRefType type,
                                      Operation *at) {
  bool perSample = !type.hasStaticShape();
  int64_t bytes = llvm::divideCeil(type.getElementTypeBitWidth(), 8);
  for (int64_t size : type.getShape())
    bytes *= ShapedType::isDynamic(size) ? 1 : size;
  bytes = llvm::alignTo(bytes, perSample ? DND_ALIGNMENT / DND_BATCH_ROUND
                                         : DND_ALIGNMENT);
  int64_t fixed = reserve(entry, "dnd.arena_fixed", "dnd.scratch_fixed",
                          perSample ? 0 : bytes);
  int64_t samples = reserve(entry, "dnd.arena_per_sample",
                            "dnd.scratch_per_sample", perSample ? bytes : 0);

  OpBuilder b(at);
  Location loc = at->getLoc();
  Value arena = arenaOf(entry);
  Value offset = arenaOffset(b, loc, entry, fixed, samples);
  SmallVector<Value> sizes;
  if (perSample)
    sizes.push_back(dnd::passes::batchSize(entry));
  return b.create<memref::ViewOp>(loc, type, arena, offset, sizes);
}

Value dnd::codegen::makeBlockBuffer(func::FuncOp entry, MemRefType type,
                                    int64_t samples, Operation *at) {
  int64_t bytes = llvm::divideCeil(type.getElementTypeBitWidth(), 8);
  for (int64_t size : type.getShape().drop_front())
    bytes *= size;
  int64_t perSample = llvm::alignTo(llvm::divideCeil(bytes, samples),
                                    DND_ALIGNMENT / DND_BATCH_ROUND);
  // The last block may have more samples than the batch rounded up.
  int64_t slack = std::max<int64_t>(samples - DND_BATCH_ROUND, 0) * perSample;
  int64_t fixed = number(entry, "dnd.arena_fixed"),
          planned = number(entry, "dnd.arena_per_sample");
  Builder attrs(entry.getContext());
  entry->setAttr("dnd.arena_fixed", attrs.getI64IntegerAttr(llvm::alignTo(
                                        fixed + slack, DND_ALIGNMENT)));
  entry->setAttr("dnd.arena_per_sample",
                 attrs.getI64IntegerAttr(planned + perSample));
  OpBuilder b(at);
  Location loc = at->getLoc();
  Value arena = arenaOf(entry);
  Value offset = arenaOffset(b, loc, entry, fixed, planned);
  auto constant = [&](int64_t v) -> Value {
    return b.create<arith::ConstantIndexOp>(loc, v);
  };
  Value up = b.create<arith::AddIOp>(loc, dnd::passes::batchSize(entry),
                                     constant(samples - 1));
  Value count = b.create<arith::DivUIOp>(loc, up, constant(samples));
  return b.create<memref::ViewOp>(loc, type, arena, offset, count);
}
