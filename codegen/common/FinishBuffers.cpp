//===- FinishBuffers.cpp - entry points after bufferisation ---------------===//
#include "codegen/Passes.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"

namespace dnd::codegen {
#define GEN_PASS_DEF_FINISHBUFFERS
#include "codegen/Passes.h.inc"
} // namespace dnd::codegen

using namespace mlir;

/// The value behind casts that change only the type.
static Value skipCasts(Value value) {
  while (auto cast = value.getDefiningOp<memref::CastOp>())
    value = cast.getSource();
  return value;
}

/// Results that are arguments of the function need not be returned. Any other
/// result means that bufferisation missed a destination.
static LogicalResult dropResults(func::FuncOp func) {
  auto ret = cast<func::ReturnOp>(func.getBody().front().getTerminator());
  for (Value value : ret.getOperands())
    if (!isa<BlockArgument>(skipCasts(value)))
      return func.emitOpError("returns a buffer that is not an argument");
  ret->setOperands({});
  llvm::BitVector all(func.getNumResults(), true);
  func.eraseResults(all);
  return success();
}

/// Copies become pointwise ops so that one lowering serves all.
static void lowerCopy(memref::CopyOp copy) {
  OpBuilder b(copy);
  int64_t rank = cast<MemRefType>(copy.getTarget().getType()).getRank();
  SmallVector<AffineMap> maps(2, b.getMultiDimIdentityMap(rank));
  SmallVector<utils::IteratorType> iterators(rank,
                                             utils::IteratorType::parallel);
  b.create<linalg::GenericOp>(
      copy.getLoc(), ValueRange(copy.getSource()), ValueRange(copy.getTarget()),
      maps, iterators, [](OpBuilder &inner, Location loc, ValueRange args) {
        inner.create<linalg::YieldOp>(loc, args[0]);
      });
}

namespace {
struct FinishBuffersPass
    : dnd::codegen::impl::FinishBuffersBase<FinishBuffersPass> {
  void runOnOperation() override {
    for (auto func : getOperation().getOps<func::FuncOp>())
      if (!func.isExternal() && failed(dropResults(func)))
        return signalPassFailure();
    SmallVector<memref::CopyOp> copies;
    getOperation().walk([&](memref::CopyOp copy) { copies.push_back(copy); });
    for (memref::CopyOp copy : copies) {
      if (skipCasts(copy.getSource()) != skipCasts(copy.getTarget()))
        lowerCopy(copy);
      copy.erase();
    }
  }
};
} // namespace
