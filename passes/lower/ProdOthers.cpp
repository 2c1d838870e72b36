//===- ProdOthers.cpp - lowering of dnd.prod_others -----------------------===//
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "passes/lower/Lowering.h"

using namespace mlir;
using namespace dnd;
using namespace dnd::passes;

/// Each element multiplies the others, leaving itself out by a comparison: no
/// division, so zeros are exact.
static FailureOr<Value> lowerProdOthers(ProdOthersOp op, Lowering &l) {
  Location loc = op.getLoc();
  auto type = cast<RankedTensorType>(op.getType());
  SmallVector<int64_t> dims(op.getDims());
  llvm::sort(dims);
  SmallVector<Value> extents;
  for (int64_t d : dims)
    extents.push_back(l.extent(loc, type, d));
  Value unit = l.scalar(loc, type.getElementType(), 1);
  return l.pointwise(
      loc, type, {}, {}, [&](OpBuilder &b, Location at, ValueRange) -> Value {
        SmallVector<Value> self;
        for (int64_t d = 0; d < type.getRank(); ++d)
          self.push_back(b.create<linalg::IndexOp>(at, d));
        return scalarLoops(
            b, at, extents, {unit},
            [&](OpBuilder &in, Location, ValueRange point, ValueRange carried) {
              SmallVector<Value> place = self;
              Value same;
              for (auto [p, d] : llvm::zip(point, dims)) {
                place[d] = p;
                Value equal = in.create<arith::CmpIOp>(
                    at, arith::CmpIPredicate::eq, p, self[d]);
                same = same ? in.create<arith::AndIOp>(at, same, equal) : equal;
              }
              Value x = in.create<tensor::ExtractOp>(at, op.getInput(), place);
              Value factor = in.create<arith::SelectOp>(at, same, unit, x);
              return SmallVector<Value>{
                  in.create<arith::MulFOp>(at, carried[0], factor)};
            })[0];
      });
}

void dnd::passes::addProdOthersLowering(LoweringTable &table) {
  table.add(lowerProdOthers);
}
