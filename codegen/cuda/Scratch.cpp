//===- Scratch.cpp - memory between the kernels of one op -----------------===//
#include "codegen/cuda/Scratch.h"
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
  for (unsigned i = 0; i < entry.getNumArguments(); ++i) {
    auto kind = entry.getArgAttrOfType<StringAttr>(i, dnd::passes::kindAttr);
    if (kind && kind.getValue() == "arena")
      return entry.getArgument(i);
  }
  Builder b(entry.getContext());
  auto bytes = MemRefType::get({ShapedType::kDynamic}, b.getI8Type());
  auto kind = b.getNamedAttr(dnd::passes::kindAttr, b.getStringAttr("arena"));
  unsigned place = entry.getNumArguments();
  entry.insertArgument(place, bytes, b.getDictionaryAttr(kind), entry.getLoc());
  return entry.getArgument(place);
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
  auto constant = [&](int64_t v) -> Value {
    return b.create<arith::ConstantIndexOp>(loc, v);
  };
  Value arena = arenaOf(entry), batch = dnd::passes::batchSize(entry);
  Value offset = constant(fixed);
  if (samples != 0) {
    // The batch rounded up as in the plan of the arena.
    Value blocks = b.create<arith::DivUIOp>(
        loc, b.create<arith::AddIOp>(loc, batch, constant(DND_BATCH_ROUND - 1)),
        constant(DND_BATCH_ROUND));
    Value planned = b.create<arith::MulIOp>(
        loc, blocks, constant(DND_BATCH_ROUND * samples));
    offset = b.create<arith::AddIOp>(loc, planned, offset);
  }
  SmallVector<Value> sizes;
  if (perSample)
    sizes.push_back(batch);
  return b.create<memref::ViewOp>(loc, type, arena, offset, sizes);
}
