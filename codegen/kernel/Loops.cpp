//===- Loops.cpp - nests of loops over an iteration space -----------------===//
#include "codegen/kernel/Loops.h"
#include "mlir/Dialect/Affine/Utils.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/SCF/IR/SCF.h"

using namespace mlir;
using namespace dnd::codegen;

SmallVector<Value> dnd::codegen::emitLoops(
    OpBuilder &b, Location loc, ArrayRef<unsigned> dims,
    llvm::function_ref<LoopBounds(OpBuilder &, unsigned)> boundsOf,
    MutableArrayRef<Value> point, ValueRange carried, LoopStep step) {
  if (dims.empty())
    return step(b, carried);
  unsigned dim = dims.front();
  auto [from, to] = boundsOf(b, dim);
  Value one = b.create<arith::ConstantIndexOp>(loc, 1);
  auto loop = b.create<scf::ForOp>(
      loc, from, to, one, carried,
      [&](OpBuilder &in, Location, Value iv, ValueRange args) {
        point[dim] = iv;
        in.create<scf::YieldOp>(loc, emitLoops(in, loc, dims.drop_front(),
                                               boundsOf, point, args, step));
      });
  point[dim] = Value();
  return SmallVector<Value>(loop.getResults());
}

SmallVector<Value> dnd::codegen::accessAt(OpBuilder &b, Location loc,
                                          AffineMap map, ArrayRef<Value> point,
                                          ValueRange symbols) {
  SmallVector<Value> dims, indices;
  for (auto [d, value] : llvm::enumerate(point)) {
    assert((value || !map.isFunctionOfDim(d)) && "index is not known");
    dims.push_back(value);
  }
  // Dimensions that no result uses may be unknown; the expansion wants values.
  Value any;
  for (Value &dim : dims) {
    if (!dim && !any)
      any = b.create<arith::ConstantIndexOp>(loc, 0);
    if (!dim)
      dim = any;
  }
  for (AffineExpr e : map.getResults())
    indices.push_back(affine::expandAffineExpr(b, loc, e, dims, symbols));
  return indices;
}
