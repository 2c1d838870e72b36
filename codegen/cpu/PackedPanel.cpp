//===- PackedPanel.cpp - copies of the right operand of a product ---------===//
//
// A panel holds some steps of the sum for one vector of columns, [step][lanes],
// in scratch memory; with a factor that varies with the columns or with
// neither side it holds the products with the factor.
//
//===----------------------------------------------------------------------===//
#include "codegen/cpu/PackedKernel.h"
#include "codegen/nest/ContractRoles.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"

using namespace mlir;

namespace dnd::codegen::cpu {

/// True if the factor can be read for neighbours along `dim`.
bool PackedKernel::hasFactorAlong(unsigned dim) {
  if (!plan.factorInPanel || isInvariant(factorMap, dim))
    return true;
  return isContiguous(factorMap, dim) &&
         cast<MemRefType>(factor.getType()).getLayout().isIdentity();
}

/// The factor for `lanes` neighbours along `dim` from the current point on.
Value PackedKernel::factorAlong(unsigned dim, int64_t lanes) {
  SmallVector<Value> at = e.apply(factorMap, ivs);
  if (isInvariant(factorMap, dim))
    return e.broadcast(e.loadFactor(factor, at), lanes);
  return e.loadFactors(factor, at, lanes);
}

/// What the panel holds for neighbours along `dim`, in which the right operand
/// is dense.
Value PackedKernel::loadRight(unsigned dim, int64_t lanes) {
  Value right = e.loadFactors(rhs, e.apply(rhsMap, ivs), lanes);
  if (!plan.factorInPanel)
    return right;
  return e.b.create<arith::MulFOp>(e.loc, right, factorAlong(dim, lanes));
}

/// The same for one element of any operand.
Value PackedKernel::loadRight() {
  Value right = e.loadFactor(rhs, e.apply(rhsMap, ivs));
  if (!plan.factorInPanel)
    return right;
  return e.b.create<arith::MulFOp>(
      e.loc, right, e.loadFactor(factor, e.apply(factorMap, ivs)));
}

void PackedKernel::packPanel(Value column, Value from, Value to) {
  int64_t lanes = plan.tile.lanes;
  bool dense =
      cast<MemRefType>(space.buffers[1].getType()).getLayout().isIdentity();
  bool transposes = dense && !isContiguous(rhsMap, plan.lane) &&
                    isContiguous(rhsMap, plan.sums.back()) &&
                    hasFactorAlong(plan.sums.back());
  auto whole = [&] {
    Value zero = e.index(0);
    if (transposes)
      packTransposed(column, from, to, false);
    else if (dense && isContiguous(rhsMap, plan.lane) &&
             hasFactorAlong(plan.lane))
      sumLoops(0, {}, zero, from, to, [&](Value flat, ValueRange) {
        ivs[plan.lane] = column;
        e.storeVector(loadRight(plan.lane, lanes), panel, {flat, zero});
        return SmallVector<Value>();
      });
    else
      packScalars(column, e.index(lanes), from, to);
  };
  auto part = [&] {
    if (transposes)
      return packTransposed(column, from, to, true);
    Value zero = e.index(0);
    sumLoops(0, {}, zero, from, to, [&](Value flat, ValueRange) {
      e.storeVector(e.zero(lanes), panel, {flat, zero});
      return SmallVector<Value>();
    });
    packScalars(column, e.sub(extents[plan.lane], column), from, to);
  };
  int64_t columns = space.extents[plan.lane];
  if (!ShapedType::isDynamic(columns) && columns % lanes == 0)
    whole();
  else if (!ShapedType::isDynamic(columns) && columns < lanes)
    part();
  else
    e.branch(isFull(column), whole, part);
}

void PackedKernel::packScalars(Value column, Value valid, Value from,
                               Value to) {
  Value zero = e.index(0);
  e.loop(zero, valid, 1, [&](Value lane) {
    sumLoops(0, {}, zero, from, to, [&](Value flat, ValueRange) {
      ivs[plan.lane] = e.add(column, lane);
      e.store(loadRight(), panel, {flat, lane});
      return SmallVector<Value>();
    });
  });
}

/// The right operand is dense along the innermost sum: square blocks are
/// transposed in registers, the rest is copied one by one. `clamped`: lanes
/// beyond the end repeat the last column, their sums are not stored.
void PackedKernel::packTransposed(Value column, Value from, Value to,
                                  bool clamped) {
  unsigned inner = plan.sums.back();
  bool isPart = plan.blocks && inner == plan.blockedSum;
  int64_t side = e.transposeLanes();
  Value begin = isPart ? from : e.index(0);
  Value end = isPart ? to : extents[inner];
  Value length = e.sub(end, begin);
  Value zero = e.index(0);
  Value last = e.sub(extents[plan.lane], e.index(1));
  auto setLane = [&](Value lane) {
    ivs[plan.lane] = clamped ? e.min(lane, last) : lane;
  };

  // All sums but the innermost.
  std::function<void(unsigned, Value)> outerLoops = [&](unsigned depth,
                                                        Value flat) {
    if (depth + 1 < plan.sums.size()) {
      unsigned d = plan.sums[depth];
      bool part = plan.blocks && d == plan.blockedSum;
      Value first = part ? from : zero, last = part ? to : extents[d];
      e.loop(first, last, 1, [&](Value iv) {
        Value before = ivs[d];
        ivs[d] = iv;
        Value count = part ? e.sub(to, from) : extents[d];
        outerLoops(depth + 1,
                   e.add(e.b.createOrFold<arith::MulIOp>(e.loc, flat, count),
                         part ? e.sub(iv, from) : iv));
        ivs[d] = before;
      });
      return;
    }
    Value base = e.b.createOrFold<arith::MulIOp>(e.loc, flat, length);
    Value blocks = e.mul(
        e.b.createOrFold<arith::DivUIOp>(e.loc, length, e.index(side)), side);
    Value before = ivs[inner];
    e.loop(zero, blocks, side, [&](Value k) {
      ivs[inner] = e.add(begin, k);
      for (int64_t half = 0; half < plan.tile.lanes; half += side) {
        SmallVector<Value> rows;
        for (int64_t r = 0; r < side; ++r) {
          setLane(e.add(column, half + r));
          rows.push_back(loadRight(inner, side));
        }
        for (auto [r, value] : llvm::enumerate(e.transpose(rows)))
          e.storeVector(value, panel,
                        {e.add(e.add(base, k), r), e.index(half)});
      }
    });
    e.loop(blocks, length, 1, [&](Value k) {
      ivs[inner] = e.add(begin, k);
      e.loop(zero, e.index(plan.tile.lanes), 1, [&](Value lane) {
        setLane(e.add(column, lane));
        e.store(loadRight(), panel, {e.add(base, k), lane});
      });
    });
    ivs[inner] = before;
  };
  outerLoops(0, zero);
}

} // namespace dnd::codegen::cpu
