//===- GatherMatch.cpp - sums over inputs that a table chooses ------------===//
#include "codegen/select/GatherMatch.h"
#include "codegen/select/Limits.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Interfaces/ViewLikeInterface.h"

using namespace mlir;
using dnd::dndrt::ScatterContractOp;
using utils::IteratorType;

namespace dnd::codegen {

bool isDense(Value buffer) {
  auto type = dyn_cast<MemRefType>(buffer.getType());
  return type && type.getLayout().isIdentity();
}

Value shownBuffer(Value buffer) {
  while (Operation *def = buffer.getDefiningOp()) {
    if (!isa<memref::CollapseShapeOp, memref::ExpandShapeOp, memref::CastOp,
             memref::SubViewOp, memref::ReinterpretCastOp>(def))
      break;
    buffer = cast<ViewLikeOpInterface>(def).getViewSource();
  }
  return buffer;
}

namespace {

class Matcher {
public:
  Matcher(linalg::GenericOp op, linalg::FillOp fill, std::string &why)
      : op(op), why(why) {
    sum.op = op;
    sum.fill = fill;
  }

  std::optional<GatherSum> run() {
    if (op.getNumDpsInits() != 1 || op.getNumReductionLoops() == 0 ||
        !op.hasPureBufferSemantics() || !findBatch() || !hasGather())
      return std::nullopt;
    if (matchBody() && matchLoops() && isWorthIt())
      return sum;
    return std::nullopt;
  }

private:
  bool refuse(const Twine &reason) {
    why = reason.str();
    return false;
  }

  bool findBatch() {
    extents = op.getStaticLoopRanges();
    int found = -1;
    for (auto [d, extent] : llvm::enumerate(extents)) {
      if (!ShapedType::isDynamic(extent))
        continue;
      if (found >= 0)
        return false;
      found = d;
    }
    sum.batch = std::max(found, 0);
    return found >= 0;
  }

  bool isSample(Value value) {
    auto index = value.getDefiningOp<linalg::IndexOp>();
    return index && index.getDim() == sum.batch;
  }
  bool isGather(Operation &inner) {
    auto load = dyn_cast<memref::LoadOp>(inner);
    return load && load.getIndices().size() >= 2 &&
           isSample(load.getIndices()[0]);
  }
  bool hasGather() {
    return llvm::any_of(*op.getBody(),
                        [&](Operation &inner) { return isGather(inner); });
  }

  bool varies(Value value) { return sum.varying.contains(value); }

  bool matchBody() {
    for (OpOperand &operand : op->getOpOperands())
      if (op.getMatchingIndexingMap(&operand).isFunctionOfDim(sum.batch))
        sum.varying.insert(op.getMatchingBlockArgument(&operand));
    sum.varying.insert(op.getRegionOutputArgs()[0]);
    for (Operation &inner : op.getBody()->without_terminator())
      if (!matchInner(inner))
        return false;
    return true;
  }

  bool matchInner(Operation &inner) {
    if (auto index = dyn_cast<linalg::IndexOp>(inner)) {
      if (index.getDim() != sum.batch)
        return true;
      for (OpOperand &use : index->getUses())
        if (!isGather(*use.getOwner()) || use.getOperandNumber() != 1)
          return refuse("the number of the sample is used in another way");
      return true;
    }
    bool variesHere =
        llvm::any_of(inner.getOperands(), [&](Value v) { return varies(v); });
    if (auto load = dyn_cast<memref::LoadOp>(inner)) {
      if (variesHere)
        return refuse("the places differ from sample to sample");
      if (!isGather(inner))
        return true;
      auto type = load.getMemRefType();
      if (!isDense(load.getMemRef()) || !type.isDynamicDim(0) ||
          type.getNumDynamicDims() != 1 ||
          !isStoredFactor(type.getElementType(), load.getResult()))
        return refuse("the inputs are not a dense block for each sample");
      sum.gathers.push_back(load);
      sum.varying.insert(load.getResult());
      return true;
    }
    if (!isa<arith::ArithDialect>(inner.getDialect()) ||
        !(isa<arith::ConstantOp>(inner) ||
          OpTrait::hasElementwiseMappableTraits(&inner)))
      return refuse("'" + inner.getName().getStringRef() +
                    "' in the sum is not plain arithmetic");
    if (variesHere)
      sum.varying.insert(inner.result_begin(), inner.result_end());
    return true;
  }

  Type element() {
    return cast<MemRefType>(op.getDpsInits()[0].getType()).getElementType();
  }

  /// True for numbers of the type of the sum, and for bf16 that is only read to
  /// be widened to it: the kernels bring it widened.
  bool isStoredFactor(Type type, Value read) {
    if (type == element())
      return true;
    return type.isBF16() && llvm::all_of(read.getUsers(), [&](Operation *user) {
             auto wide = dyn_cast<arith::ExtFOp>(user);
             return wide && wide.getType() == element();
           });
  }

  /// The dimensions of a map that reads a dense buffer as it lies.
  std::optional<SmallVector<unsigned>> plainDims(OpOperand &operand) {
    auto type = dyn_cast<MemRefType>(operand.get().getType());
    if (!type || !type.getLayout().isIdentity())
      return std::nullopt;
    SmallVector<unsigned> dims;
    for (auto [i, expr] :
         llvm::enumerate(op.getMatchingIndexingMap(&operand).getResults())) {
      auto dim = dyn_cast<AffineDimExpr>(expr);
      if (!dim || extents[dim.getPosition()] != type.getDimSize(i) ||
          llvm::is_contained(dims, dim.getPosition()))
        return std::nullopt;
      dims.push_back(dim.getPosition());
    }
    return dims;
  }

  bool matchLoops() {
    if (!sum.fill)
      return refuse("the sum has no first value");
    if (!element().isF32() && !element().isF64())
      return refuse("the numbers are neither f32 nor f64");
    std::optional<SmallVector<unsigned>> out =
        plainDims(*op.getDpsInitOperand(0));
    if (!out)
      return refuse("the results do not lie in the order of the loops");
    sum.sumsSamples =
        op.getIteratorTypesArray()[sum.batch] == IteratorType::reduction;
    for (OpOperand *operand : op.getDpsInputOperands()) {
      BlockArgument argument = op.getMatchingBlockArgument(operand);
      if (varies(argument) && !argument.use_empty())
        sum.laneOperands.push_back(operand);
    }
    bool fits = sum.sumsSamples ? matchSamplesSummed(*out) : matchRows(*out);
    if (!fits)
      return false;
    for (unsigned d : sum.rows)
      sum.rowExtents.push_back(extents[d]);
    for (unsigned d : sum.columns)
      sum.columnExtents.push_back(extents[d]);
    return true;
  }

  /// y[b, rows].
  bool matchRows(ArrayRef<unsigned> out) {
    if (out.empty() || out[0] != sum.batch)
      return refuse("the results do not begin with the sample");
    if (!sum.laneOperands.empty())
      return refuse("another factor differs from sample to sample");
    sum.rows.assign(out.begin() + 1, out.end());
    for (unsigned d = 0; d < extents.size(); ++d)
      if (!llvm::is_contained(out, d))
        sum.columns.push_back(d);
    return true;
  }

  /// dw[rows, columns] with all operands [b, rows].
  bool matchSamplesSummed(ArrayRef<unsigned> out) {
    if (out.empty())
      return refuse("the result is one number");
    if (op.getNumReductionLoops() != 1)
      return refuse("more than the samples are summed");
    Value yielded = op.getBody()->getTerminator()->getOperand(0);
    BlockArgument old = op.getRegionOutputArgs()[0];
    auto add = yielded.getDefiningOp<arith::AddFOp>();
    if (!add || !old.hasOneUse() || *old.getUsers().begin() != add)
      return refuse("the samples are not simply added");
    if (!isZeroBeyond(add.getLhs() == old ? add.getRhs() : add.getLhs()))
      return refuse("the summed term is no product of inputs");
    unsigned numRows = 0;
    for (auto [i, operand] : llvm::enumerate(sum.laneOperands)) {
      std::optional<SmallVector<unsigned>> dims = plainDims(*operand);
      if (!dims || dims->empty() || (*dims)[0] != sum.batch ||
          (i > 0 && dims->size() != numRows + 1) ||
          !isStoredFactor(
              cast<MemRefType>(operand->get().getType()).getElementType(),
              op.getMatchingBlockArgument(operand)))
        return refuse("a factor does not lie by samples");
      numRows = dims->size() - 1;
      if (out.size() < numRows ||
          ArrayRef(*dims).drop_front() != out.take_front(numRows))
        return refuse("a factor does not lie in the order of the results");
    }
    sum.rows.assign(out.begin(), out.begin() + numRows);
    sum.columns.assign(out.begin() + numRows, out.end());
    return true;
  }

  /// True for a value that is 0 in lanes beyond the batch, where inputs and
  /// operands are 0.
  bool isZeroBeyond(Value value) {
    if (auto argument = dyn_cast<BlockArgument>(value))
      return varies(value) && argument.getOwner() == op.getBody();
    Operation *def = value.getDefiningOp();
    if (isa<memref::LoadOp>(def))
      return varies(value);
    if (!isa<arith::MulFOp, arith::AddFOp, arith::SubFOp, arith::NegFOp,
             arith::ExtFOp>(def))
      return false;
    return llvm::all_of(def->getOperands(), [&](Value operand) {
      return isZeroBeyond(operand) ||
             (isa<arith::MulFOp>(def) &&
              operand.getDefiningOp<arith::ConstantOp>());
    });
  }

  /// The inputs are brought into the order of the lanes first, all of them.
  bool isWorthIt() {
    for (memref::LoadOp load : sum.gathers) {
      int64_t inputs =
          GatherSum::product(load.getMemRefType().getShape().drop_front());
      if (sum.numRows() * sum.numColumns() < inputs / limits::mostUnreadInputs)
        return refuse("few of the inputs are read");
    }
    return sum.numRows() > 0 && sum.numColumns() > 0;
  }

  linalg::GenericOp op;
  std::string &why;
  GatherSum sum;
  SmallVector<int64_t> extents;
};

class ScatterMatcher {
public:
  ScatterMatcher(ScatterContractOp op, std::string &why) : why(why) {
    plan.op = op;
    plan.maps.assign(
        llvm::map_to_vector(op.getMaps().getAsValueRange<AffineMapAttr>(),
                            [](AffineMap map) { return map; }));
    plan.tableMaps.assign(
        llvm::map_to_vector(op.getTableMaps().getAsValueRange<AffineMapAttr>(),
                            [](AffineMap map) { return map; }));
    plan.out = op.getOutMap();
  }

  std::optional<GatherScatter> run() {
    if (!matchDestination() || !matchInputs() || !matchLoops())
      return std::nullopt;
    return plan;
  }

private:
  bool refuse(const char *reason) {
    why = reason;
    return false;
  }

  bool matchDestination() {
    ScatterContractOp op = plan.op;
    int found = -1;
    for (auto [d, extent] : llvm::enumerate(op.getExtents()))
      if (ShapedType::isDynamic(extent))
        found = d;
    auto type = cast<MemRefType>(op.getInit().getType());
    if (found < 0 || plan.out.getNumResults() < 2 ||
        plan.out.getResult(0) != getAffineDimExpr(found, op.getContext()))
      return refuse("the places are not those of each sample");
    plan.batch = found;
    for (AffineExpr e : plan.out.getResults().drop_front())
      if (e.isFunctionOfDim(found))
        return refuse("the places differ from sample to sample");
    for (AffineMap map : plan.tableMaps)
      if (map.isFunctionOfDim(found))
        return refuse("the places differ from sample to sample");
    Type element = type.getElementType();
    if (!isDense(op.getInit()) || (!element.isF32() && !element.isF64()))
      return refuse("the destination is not a dense block for each sample");
    plan.places = GatherSum::product(type.getShape().drop_front());
    return true;
  }

  bool matchInputs() {
    ScatterContractOp op = plan.op;
    auto extents = op.getExtents();
    for (auto [i, map] : llvm::enumerate(plan.maps)) {
      if (!map.isFunctionOfDim(plan.batch)) {
        plan.scalarInputs.push_back(i);
        continue;
      }
      auto type = cast<MemRefType>(op.getInputs()[i].getType());
      SmallVector<unsigned> dims;
      for (auto [place, expr] : llvm::enumerate(map.getResults())) {
        auto dim = dyn_cast<AffineDimExpr>(expr);
        if (!dim || extents[dim.getPosition()] != type.getDimSize(place) ||
            llvm::is_contained(dims, dim.getPosition()))
          return refuse("a factor does not lie in the order of the loops");
        dims.push_back(dim.getPosition());
      }
      if (!isDense(op.getInputs()[i]) || dims[0] != plan.batch)
        return refuse("a factor does not lie by samples");
      dims.erase(dims.begin());
      if (!plan.laneInputs.empty() && dims != plan.rows)
        return refuse("two factors lie in different orders");
      plan.rows = dims;
      plan.laneInputs.push_back(i);
    }
    if (plan.laneInputs.empty())
      return refuse("no factor differs from sample to sample");
    return true;
  }

  bool matchLoops() {
    ScatterContractOp op = plan.op;
    unsigned position = 0;
    for (auto [d, extent] : llvm::enumerate(op.getExtents())) {
      if (d == plan.batch)
        continue;
      bool isRow = position < plan.rows.size();
      if (isRow && plan.rows[position] != d)
        return refuse("the rows are not the outer loops");
      if (!isRow)
        plan.columns.push_back(d);
      (isRow ? plan.rowExtents : plan.columnExtents).push_back(extent);
      ++position;
    }
    int64_t points = GatherSum::product(plan.rowExtents) *
                     GatherSum::product(plan.columnExtents);
    if (points == 0 || points < plan.places / limits::mostUnreadInputs)
      return refuse("few of the inputs are read");
    return true;
  }

  std::string &why;
  GatherScatter plan;
};

} // namespace

std::optional<GatherSum> matchGather(linalg::GenericOp op, linalg::FillOp fill,
                                     std::string &why) {
  return Matcher(op, fill, why).run();
}

std::optional<GatherScatter> matchGatherScatter(ScatterContractOp op,
                                                std::string &why) {
  return ScatterMatcher(op, why).run();
}

} // namespace dnd::codegen
