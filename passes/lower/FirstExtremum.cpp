//===- FirstExtremum.cpp - lowering of dnd.first_extremum -----------------===//
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "passes/lower/Lowering.h"

using namespace mlir;
using namespace dnd;
using namespace dnd::passes;

/// point of the whole space = `outer` at the dimensions not in `dims`, `inner`
/// at those.
static SmallVector<Value> merge(int64_t rank, ArrayRef<int64_t> dims,
                                ValueRange outer, ValueRange inner) {
  SmallVector<Value> point;
  unsigned nextOuter = 0;
  for (int64_t d = 0; d < rank; ++d) {
    auto it = llvm::find(dims, d);
    point.push_back(it == dims.end() ? outer[nextOuter++]
                                     : inner[it - dims.begin()]);
  }
  return point;
}

/// Row-major number of `point` in the box `extents`.
static Value linearIndex(OpBuilder &b, Location loc, ValueRange point,
                         ValueRange extents) {
  Value linear;
  for (auto [p, e] : llvm::zip(point, extents))
    linear = linear ? b.create<arith::AddIOp>(
                           loc, b.create<arith::MulIOp>(loc, linear, e), p)
                          .getResult()
                    : p;
  return linear ? linear : b.create<arith::ConstantIndexOp>(loc, 0).getResult();
}

/// First a tensor of positions, one for each kept point; then the comparison.
/// A NaN wins over everything, as in dnd.reduce.
static FailureOr<Value> lowerFirstExtremum(FirstExtremumOp op, Lowering &l) {
  Location loc = op.getLoc();
  auto type = cast<RankedTensorType>(op.getType());
  SmallVector<int64_t> dims(op.getDims());
  llvm::sort(dims);
  AffineMap kept = l.dropDims(type.getRank(), dims);
  SmallVector<int64_t> keptShape;
  for (int64_t d = 0; d < type.getRank(); ++d)
    if (!llvm::is_contained(dims, d))
      keptShape.push_back(type.getDimSize(d));
  SmallVector<Value> extents;
  for (int64_t d : dims)
    extents.push_back(l.extent(loc, type, d));
  auto compare = op.getKind() == ReduceKind::max ? arith::CmpFPredicate::OGT
                                                 : arith::CmpFPredicate::OLT;
  auto where = RankedTensorType::get(keptShape, l.b.getI32Type());
  Value first = l.pointwise(
      loc, where, {}, {}, [&](OpBuilder &b, Location at, ValueRange) -> Value {
        SmallVector<Value> outer;
        for (size_t d = 0; d < keptShape.size(); ++d)
          outer.push_back(b.create<linalg::IndexOp>(at, d));
        Value zero = b.create<arith::ConstantIndexOp>(at, 0);
        SmallVector<Value> origin(dims.size(), zero);
        Value start = b.create<tensor::ExtractOp>(
            at, op.getInput(), merge(type.getRank(), dims, outer, origin));
        SmallVector<Value> best = scalarLoops(
            b, at, extents, {start, zero},
            [&](OpBuilder &in, Location, ValueRange point, ValueRange carried) {
              Value x = in.create<tensor::ExtractOp>(
                  at, op.getInput(), merge(type.getRank(), dims, outer, point));
              Value better =
                  in.create<arith::CmpFOp>(at, compare, x, carried[0]);
              Value isNan =
                  in.create<arith::CmpFOp>(at, arith::CmpFPredicate::UNO, x, x);
              Value wasOk = in.create<arith::CmpFOp>(
                  at, arith::CmpFPredicate::ORD, carried[0], carried[0]);
              Value firstNan = in.create<arith::AndIOp>(at, isNan, wasOk);
              Value take = in.create<arith::OrIOp>(at, better, firstNan);
              Value here = linearIndex(in, at, point, extents);
              return SmallVector<Value>{
                  in.create<arith::SelectOp>(at, take, x, carried[0]),
                  in.create<arith::SelectOp>(at, take, here, carried[1])};
            });
        return b.create<arith::IndexCastOp>(at, b.getI32Type(), best[1]);
      });
  return l.pointwise(
      loc, type, {first}, {kept},
      [&](OpBuilder &b, Location at, ValueRange args) -> Value {
        SmallVector<Value> point;
        for (int64_t d : dims)
          point.push_back(b.create<linalg::IndexOp>(at, d));
        Value here = b.create<arith::IndexCastOp>(
            at, b.getI32Type(), linearIndex(b, at, point, extents));
        Value same = b.create<arith::CmpIOp>(at, arith::CmpIPredicate::eq, here,
                                             args[0]);
        return b.create<arith::UIToFPOp>(at, type.getElementType(), same);
      });
}

void dnd::passes::addFirstExtremumLowering(LoweringTable &table) {
  table.add(lowerFirstExtremum);
}
