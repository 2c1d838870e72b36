//===- PointKernel.cpp - a thread for each point --------------------------===//
#include "codegen/cuda/PointKernel.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/SCF/IR/SCF.h"

using namespace mlir;
using namespace dnd::codegen;
using namespace dnd::codegen::cuda;

static Value constant(OpBuilder &b, Location loc, int64_t value) {
  return b.create<arith::ConstantIndexOp>(loc, value);
}

Value dnd::codegen::cuda::blocksFor(OpBuilder &b, Location loc, Value number,
                                    int64_t size) {
  if (std::optional<int64_t> known = getConstantIntValue(number))
    return constant(b, loc, llvm::divideCeil(*known, size));
  Value up = b.create<arith::AddIOp>(loc, number, constant(b, loc, size - 1));
  return b.create<arith::DivUIOp>(loc, up, constant(b, loc, size));
}

static constexpr int64_t threadsOfBlock = 256;
static constexpr int64_t threadsOfWarp = 32;

/// Few points need few threads.
static int64_t blockFor(const Points &points) {
  std::optional<int64_t> known = points.staticCount();
  return known && *known < threadsOfBlock
             ? llvm::alignTo(std::max<int64_t>(*known, 1), threadsOfWarp)
             : threadsOfBlock;
}

void dnd::codegen::cuda::forEachPoint(
    DeviceKernel &kernel, const Points &points, Value batchInside,
    llvm::function_ref<void(OpBuilder &, Value)> step) {
  OpBuilder &b = kernel.b;
  Location loc = kernel.func.getLoc();
  Value first = b.create<arith::MulIOp>(loc, kernel.blockId(),
                                        constant(b, loc, blockFor(points)));
  Value number = b.create<arith::AddIOp>(loc, first, kernel.threadId());
  Value inside = b.create<arith::CmpIOp>(loc, arith::CmpIPredicate::ult, number,
                                         points.count(b, loc, batchInside));
  b.create<scf::IfOp>(loc, inside, [&](OpBuilder &in, Location) {
    step(in, number);
    in.create<scf::YieldOp>(loc);
  });
}

void dnd::codegen::cuda::launchForPoints(DeviceKernel &kernel, Operation *at,
                                         const Points &points, Value batch) {
  OpBuilder b(at);
  Location loc = at->getLoc();
  int64_t block = blockFor(points);
  Value count = points.count(b, loc, batch);
  kernel.launch(at, blocksFor(b, loc, count, block), {block});
}
