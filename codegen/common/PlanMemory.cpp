//===- PlanMemory.cpp - places of buffers in the arena --------------------===//
//
// Lifetimes are intervals of the top-level ops of the entry point. Places are
// given greedily, largest buffer first, each at the lowest offset where no
// buffer with an overlapping lifetime lies.
//
//===----------------------------------------------------------------------===//
#include "codegen/Passes.h"
#include "dndrt/abi.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Interfaces/ViewLikeInterface.h"
#include "passes/lower/EntryPoints.h"
#include "llvm/Support/MathExtras.h"

namespace dnd::codegen {
#define GEN_PASS_DEF_PLANMEMORY
#include "codegen/Passes.h.inc"
} // namespace dnd::codegen

using namespace mlir;

namespace {
struct Buffer {
  memref::AllocOp alloc;
  int64_t bytes = 0; // in all, or for each sample
  unsigned first = 0, last = 0;
  int64_t offset = 0;
};

/// Offsets for one class of buffers; `unit` is the granularity of offsets.
int64_t assignOffsets(SmallVectorImpl<Buffer> &buffers, int64_t unit) {
  SmallVector<Buffer *> order;
  for (Buffer &buffer : buffers)
    order.push_back(&buffer);
  llvm::stable_sort(order,
                    [](Buffer *a, Buffer *b) { return a->bytes > b->bytes; });
  int64_t total = 0;
  SmallVector<Buffer *> placed; // by offset
  for (Buffer *buffer : order) {
    buffer->bytes = llvm::alignTo(buffer->bytes, unit);
    int64_t offset = 0;
    for (Buffer *other : placed) {
      bool meets = other->first <= buffer->last && buffer->first <= other->last;
      if (!meets)
        continue;
      if (offset + buffer->bytes <= other->offset)
        break;
      offset = std::max(offset, other->offset + other->bytes);
    }
    buffer->offset = offset;
    total = std::max(total, offset + buffer->bytes);
    placed.insert(llvm::upper_bound(placed, offset,
                                    [](int64_t at, const Buffer *other) {
                                      return at < other->offset;
                                    }),
                  buffer);
  }
  return total;
}

struct PlanMemoryPass : dnd::codegen::impl::PlanMemoryBase<PlanMemoryPass> {
  void runOnOperation() override {
    func::FuncOp func = getOperation();
    if (func.isExternal() || !dnd::passes::isEntryPoint(func))
      return;
    if (failed(plan(func)))
      signalPassFailure();
  }

private:
  LogicalResult plan(func::FuncOp func) {
    Block &body = func.getBody().front();
    DenseMap<Operation *, unsigned> position;
    for (auto [i, op] : llvm::enumerate(body))
      position[&op] = i;
    SmallVector<Buffer> fixed, perSample;
    WalkResult walk = func.walk([&](memref::AllocOp alloc) {
      return failed(collect(alloc, body, position, fixed, perSample))
                 ? WalkResult::interrupt()
                 : WalkResult::advance();
    });
    if (walk.wasInterrupted())
      return failure();
    int64_t fixedBytes = assignOffsets(fixed, DND_ALIGNMENT);
    int64_t sampleBytes =
        assignOffsets(perSample, DND_ALIGNMENT / DND_BATCH_ROUND);
    rewrite(func, fixed, perSample, fixedBytes);
    OpBuilder b(func.getContext());
    func->setAttr("dnd.arena_fixed", b.getI64IntegerAttr(fixedBytes));
    func->setAttr("dnd.arena_per_sample", b.getI64IntegerAttr(sampleBytes));
    return success();
  }

  LogicalResult collect(memref::AllocOp alloc, Block &body,
                        const DenseMap<Operation *, unsigned> &position,
                        SmallVectorImpl<Buffer> &fixed,
                        SmallVectorImpl<Buffer> &perSample) {
    if (alloc->getBlock() != &body)
      return alloc.emitOpError("inside a loop has no place in the arena");
    MemRefType type = alloc.getType();
    if (!type.getLayout().isIdentity())
      return alloc.emitOpError("has a layout that the arena does not hold");
    unsigned dynamic = type.getNumDynamicDims();
    if (dynamic > 1 || (dynamic == 1 && !type.isDynamicDim(0)))
      return alloc.emitOpError("has an extent that is not the batch");
    if (dynamic && !dnd::passes::batchSize(getOperation()))
      return alloc.emitOpError("needs a batch that the entry point lacks");
    int64_t bytes = llvm::divideCeil(type.getElementTypeBitWidth(), 8);
    for (int64_t size : type.getShape())
      bytes *= ShapedType::isDynamic(size) ? 1 : size;
    Buffer buffer;
    buffer.alloc = alloc;
    buffer.bytes = bytes;
    if (!findLifetime(alloc, body, position, buffer))
      buffer.bytes = 0; // only its shape is used
    (dynamic ? perSample : fixed).push_back(buffer);
    return success();
  }

  /// False when nothing ever reads or writes the buffer.
  bool findLifetime(memref::AllocOp alloc, Block &body,
                    const DenseMap<Operation *, unsigned> &position,
                    Buffer &buffer) {
    bool used = false;
    SmallVector<Value> values{alloc.getResult()};
    while (!values.empty()) {
      Value value = values.pop_back_val();
      for (OpOperand &use : value.getUses()) {
        Operation *user = use.getOwner();
        if (isa<ViewLikeOpInterface, memref::CastOp>(user)) {
          values.append(user->result_begin(), user->result_end());
          continue;
        }
        if (isShapeOnly(use))
          continue;
        unsigned at = position.lookup(body.findAncestorOpInBlock(*user));
        buffer.first = used ? std::min(buffer.first, at) : at;
        buffer.last = used ? std::max(buffer.last, at) : at;
        used = true;
      }
    }
    return used;
  }

  static bool isShapeOnly(OpOperand &use) {
    if (isa<memref::DimOp>(use.getOwner()))
      return true;
    auto generic = dyn_cast<linalg::GenericOp>(use.getOwner());
    return generic && generic.isDpsInput(&use) &&
           generic.getMatchingBlockArgument(&use).use_empty();
  }

  void rewrite(func::FuncOp func, ArrayRef<Buffer> fixed,
               ArrayRef<Buffer> perSample, int64_t fixedBytes) {
    if (fixed.empty() && perSample.empty())
      return;
    // Before the first op that stays: the builder outlives the allocations.
    OpBuilder b(&*llvm::find_if_not(func.getBody().front(),
                                    llvm::IsaPred<memref::AllocOp>));
    Location loc = func.getLoc();
    unsigned place = func.getNumArguments();
    auto bytes = MemRefType::get({ShapedType::kDynamic}, b.getI8Type());
    func.insertArgument(place, bytes,
                        dnd::makeArgDict(b.getContext(), dnd::ArgKind::arena),
                        loc);
    Value arena = func.getArgument(place);
    auto constant = [&](int64_t v) -> Value {
      return b.create<arith::ConstantIndexOp>(loc, v);
    };
    auto sizes = [&](memref::AllocOp alloc) {
      return SmallVector<Value>(alloc.getDynamicSizes().size(),
                                dnd::passes::batchSize(func));
    };
    auto replace = [&](const Buffer &buffer, Value offset) {
      memref::AllocOp alloc = buffer.alloc;
      Value view = b.create<memref::ViewOp>(alloc.getLoc(), alloc.getType(),
                                            arena, offset, sizes(alloc));
      alloc.replaceAllUsesWith(view);
      alloc.erase();
    };
    for (const Buffer &buffer : fixed)
      replace(buffer, constant(buffer.offset));
    if (perSample.empty())
      return;
    // The batch rounded up, so that every offset is aligned.
    Value batch = dnd::passes::batchSize(func);
    Value up =
        b.create<arith::AddIOp>(loc, batch, constant(DND_BATCH_ROUND - 1));
    Value blocks = b.create<arith::DivUIOp>(loc, up, constant(DND_BATCH_ROUND));
    Value padded =
        b.create<arith::MulIOp>(loc, blocks, constant(DND_BATCH_ROUND));
    for (const Buffer &buffer : perSample) {
      Value scaled =
          b.create<arith::MulIOp>(loc, padded, constant(buffer.offset));
      Value offset = b.create<arith::AddIOp>(loc, scaled, constant(fixedBytes));
      replace(buffer, offset);
    }
  }
};
} // namespace
