//===- ExpandWindows.cpp - windows as GPUs compute them -------------------===//
//
// Kernels of GPUs read no margins: the padded tensor is stored. Windows of few
// rows (depthwise ones) would leave most of a block's tile empty and are sums
// of linalg again, one thread or warp for each result.
//
//===----------------------------------------------------------------------===//
#include "codegen/cuda/CudaPasses.h"
#include "codegen/nest/ContractRoles.h"
#include "codegen/select/Limits.h"
#include "dialect/dndrt/DndrtDialect.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "passes/lower/EntryPoints.h"

namespace dnd::codegen {
#define GEN_PASS_DEF_EXPANDWINDOWS
#include "codegen/cuda/CudaPasses.h.inc"
} // namespace dnd::codegen

using namespace mlir;
using namespace dnd::codegen;
using dnd::dndrt::MarginsAttr;
using dnd::dndrt::PackedContractOp;
using utils::IteratorType;

/// The largest value of an index, which is a sum of dimensions times constants.
static int64_t largest(AffineExpr expr, ArrayRef<int64_t> extents) {
  if (auto constant = dyn_cast<AffineConstantExpr>(expr))
    return constant.getValue();
  if (auto dim = dyn_cast<AffineDimExpr>(expr))
    return extents[dim.getPosition()] - 1;
  auto binary = cast<AffineBinaryOpExpr>(expr);
  if (binary.getKind() == AffineExprKind::Add)
    return largest(binary.getLHS(), extents) +
           largest(binary.getRHS(), extents);
  int64_t factor = cast<AffineConstantExpr>(binary.getRHS()).getValue();
  return factor > 0 ? factor * largest(binary.getLHS(), extents) : 0;
}

namespace {
class Padding {
public:
  Padding(PackedContractOp op, func::FuncOp entry)
      : op(op), margins(op.getMarginsAttr()), entry(entry), b(op),
        loc(op.getLoc()) {}

  void run() {
    unsigned factor = margins.getFactor();
    Value source = op.getOperand(factor);
    auto from = cast<MemRefType>(source.getType());
    SmallVector<int64_t> shape;
    for (auto [d, expr] : llvm::enumerate(op.getMap(factor).getResults()))
      shape.push_back(from.isDynamicDim(d)
                          ? ShapedType::kDynamic
                          : largest(expr, op.getExtents()) + 1);
    auto type = MemRefType::get(shape, from.getElementType());
    SmallVector<Value> sizes(type.getNumDynamicDims(),
                             dnd::passes::batchSize(entry));
    Value padded = b.create<memref::AllocOp>(loc, type, sizes);
    Value value = b.create<arith::ConstantOp>(
        loc, b.getFloatAttr(from.getElementType(),
                            margins.getValue().getValueAsDouble()));
    b.create<linalg::FillOp>(loc, value, padded);
    copy(source, padded);
    op->setOperand(factor, padded);
    op.removeMarginsAttr();
  }

private:
  void copy(Value source, Value padded) {
    auto from = cast<MemRefType>(source.getType()),
         to = cast<MemRefType>(padded.getType());
    SmallVector<OpFoldResult> firsts, counts, places, steps,
        ones(from.getRank(), b.getIndexAttr(1));
    for (int64_t d = 0; d < from.getRank(); ++d) {
      int64_t low = margins.getLow()[d], step = margins.getStep()[d];
      int64_t first = low < 0 ? llvm::divideCeil(-low, step) : 0;
      int64_t place = low + first * step;
      steps.push_back(b.getIndexAttr(step));
      firsts.push_back(b.getIndexAttr(first));
      places.push_back(b.getIndexAttr(place));
      if (from.isDynamicDim(d)) {
        counts.push_back(dnd::passes::batchSize(entry));
        continue;
      }
      int64_t room = to.getDimSize(d) - place;
      int64_t count = room <= 0 ? 0 : (room - 1) / step + 1;
      count = std::min(count, from.getDimSize(d) - first);
      if (count <= 0)
        return;
      counts.push_back(b.getIndexAttr(count));
    }
    Value in = b.create<memref::SubViewOp>(loc, source, firsts, counts, ones),
          out = b.create<memref::SubViewOp>(loc, padded, places, counts, steps);
    SmallVector<AffineMap> maps(2, b.getMultiDimIdentityMap(from.getRank()));
    SmallVector<IteratorType> iterators(from.getRank(), IteratorType::parallel);
    b.create<linalg::GenericOp>(
        loc, in, out, maps, iterators,
        [](OpBuilder &inner, Location at, ValueRange args) {
          inner.create<linalg::YieldOp>(at, args[0]);
        });
  }

  PackedContractOp op;
  MarginsAttr margins;
  func::FuncOp entry;
  OpBuilder b;
  Location loc;
};

/// The op as a sum of linalg and a pointwise op.
class Spreading {
public:
  Spreading(PackedContractOp op, func::FuncOp entry)
      : op(op), entry(entry), b(op), loc(op.getLoc()) {}

  void run() {
    auto init = cast<MemRefType>(op.getInits()[0].getType());
    Value sums = b.create<memref::AllocOp>(
        loc, MemRefType::get(init.getShape(), op.getAccumulateType()),
        SmallVector<Value>(init.getNumDynamicDims(),
                           dnd::passes::batchSize(entry)));
    addUp(sums);
    runEpilogue(sums);
    op.erase();
  }

private:
  void addUp(Value sums) {
    Type element = op.getAccumulateType();
    AffineMap out = op.getInitMap(0);
    SmallVector<IteratorType> iterators;
    for (unsigned d = 0; d < out.getNumDims(); ++d)
      iterators.push_back(out.isFunctionOfDim(d) ? IteratorType::parallel
                                                 : IteratorType::reduction);
    Value zero = b.create<arith::ConstantOp>(loc, b.getFloatAttr(element, 0));
    b.create<linalg::FillOp>(loc, zero, sums);
    b.create<linalg::GenericOp>(
        loc, ValueRange{op.getLhs(), op.getRhs()}, sums,
        ArrayRef<AffineMap>{op.getMap(0), op.getMap(1), out}, iterators,
        [&](OpBuilder &inner, Location at, ValueRange args) {
          auto wide = [&](Value value) -> Value {
            if (value.getType() == element)
              return value;
            return inner.create<arith::ExtFOp>(at, element, value);
          };
          Value product =
              inner.create<arith::MulFOp>(at, wide(args[0]), wide(args[1]));
          inner.create<linalg::YieldOp>(
              at,
              inner.create<arith::AddFOp>(at, args[2], product).getResult());
        });
  }

  /// The dimensions that are not summed, all parallel.
  void runEpilogue(Value sums) {
    AffineMap out = op.getInitMap(0);
    SmallVector<AffineExpr> dims(out.getNumDims(), b.getAffineConstantExpr(0));
    unsigned count = 0;
    for (unsigned d = 0; d < out.getNumDims(); ++d)
      if (out.isFunctionOfDim(d))
        dims[d] = b.getAffineDimExpr(count++);
    auto renumber = [&](AffineMap map) {
      return map.replaceDimsAndSymbols(dims, {}, count, 0);
    };
    SmallVector<Value> inputs{sums};
    SmallVector<AffineMap> maps{renumber(out)};
    for (auto [i, extra] : llvm::enumerate(op.getExtras())) {
      inputs.push_back(extra);
      maps.push_back(renumber(op.getExtraMap(i)));
    }
    for (unsigned i = 0; i < op.getInits().size(); ++i)
      maps.push_back(renumber(op.getInitMap(i)));
    SmallVector<IteratorType> iterators(count, IteratorType::parallel);
    auto generic = b.create<linalg::GenericOp>(loc, inputs, op.getInits(), maps,
                                               iterators);
    generic.getRegion().takeBody(op.getEpilogue());
    Operation *yield = generic.getBody()->getTerminator();
    OpBuilder end(yield);
    end.create<linalg::YieldOp>(loc, yield->getOperands());
    yield->erase();
  }

  PackedContractOp op;
  func::FuncOp entry;
  OpBuilder b;
  Location loc;
};

struct ExpandWindowsPass
    : dnd::codegen::impl::ExpandWindowsBase<ExpandWindowsPass> {
  void runOnOperation() override {
    func::FuncOp entry = getOperation();
    if (entry.isExternal() || !dnd::passes::isEntryPoint(entry))
      return;
    SmallVector<PackedContractOp> ops;
    entry.walk([&](PackedContractOp op) { ops.push_back(op); });
    for (PackedContractOp op : ops) {
      if (op.getMarginsAttr())
        Padding(op, entry).run();
      if (isThin(op))
        Spreading(op, entry).run();
    }
  }

private:
  static bool isThin(PackedContractOp op) {
    if (op.getFactor())
      return false;
    auto roles = findRoles(op.getMap(0), op.getMap(1), AffineMap(),
                           op.getInitMap(0), op.getExtents());
    if (!roles)
      return true;
    double rows = countPoints(roles->rows, op.getExtents()),
           columns = countPoints(roles->columns, op.getExtents());
    return std::min(rows, columns) < limits::leastRows ||
           std::max(rows, columns) < limits::leastColumns ||
           countPoints(roles->summed, op.getExtents()) < limits::leastSteps;
  }
};
} // namespace
