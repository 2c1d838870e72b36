//===- GatherMatch.cpp - sums over inputs that a table chooses ------------===//
#include "codegen/cpu/GatherMatch.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Interfaces/ViewLikeInterface.h"

using namespace mlir;
using utils::IteratorType;

namespace dnd::codegen::cpu {

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
          type.getNumDynamicDims() != 1 || type.getElementType() != element())
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
          cast<MemRefType>(operand->get().getType()).getElementType() !=
              element())
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
    if (!isa<arith::MulFOp, arith::AddFOp, arith::SubFOp, arith::NegFOp>(def))
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
      if (sum.numRows() * sum.numColumns() < inputs / 4)
        return refuse("few of the inputs are read");
    }
    return sum.numRows() > 0 && sum.numColumns() > 0;
  }

  linalg::GenericOp op;
  std::string &why;
  GatherSum sum;
  SmallVector<int64_t> extents;
};

} // namespace

std::optional<GatherSum> matchGather(linalg::GenericOp op, linalg::FillOp fill,
                                     std::string &why) {
  return Matcher(op, fill, why).run();
}

GatherBody::GatherBody(const GatherSum &sum, Kernel &kernel, TileEmitter &e)
    : sum(sum), kernel(kernel), e(e) {
  linalg::GenericOp op = sum.op;
  for (OpOperand *operand : op.getDpsInputOperands()) {
    BlockArgument argument = op.getMatchingBlockArgument(operand);
    bool needed = !argument.use_empty() && !sum.varying.contains(argument);
    operands.push_back(needed ? kernel.import(operand->get()) : Value());
  }
}

GatherBody::Point GatherBody::at(Value row, Value column) {
  linalg::GenericOp op = sum.op;
  Point point;
  SmallVector<Value> dims(op.getNumLoops());
  dims[sum.batch] = e.index(0); // nothing here depends on it
  for (auto [d, v] : llvm::zip(sum.rows, splitPoint(e, row, sum.rowExtents)))
    dims[d] = v;
  for (auto [d, v] :
       llvm::zip(sum.columns, splitPoint(e, column, sum.columnExtents)))
    dims[d] = v;
  for (auto [operand, buffer] : llvm::zip(op.getDpsInputOperands(), operands)) {
    Value value = buffer;
    if (!value)
      continue;
    if (isa<MemRefType>(value.getType()))
      value = e.load(value, e.apply(op.getMatchingIndexingMap(operand), dims));
    point.mapping.map(op.getMatchingBlockArgument(operand), value);
  }
  for (Operation &inner : op.getBody()->without_terminator()) {
    auto load = dyn_cast<memref::LoadOp>(inner);
    if (load && sum.varying.contains(load.getResult())) {
      SmallVector<Value> place;
      for (Value index : load.getIndices().drop_front())
        place.push_back(point.mapping.lookup(index));
      point.places.push_back(
          joinPoint(e, place, load.getMemRefType().getShape().drop_front()));
    } else if (auto index = dyn_cast<linalg::IndexOp>(inner)) {
      point.mapping.map(index.getResult(), dims[index.getDim()]);
    } else if (!sum.varying.contains(inner.getResult(0))) {
      for (Value operand : inner.getOperands())
        if (!point.mapping.contains(operand))
          point.mapping.map(operand, kernel.import(operand));
      e.b.clone(inner, point.mapping);
    }
  }
  return point;
}

Value GatherBody::emit(const Point &point, ValueRange inputs,
                       ValueRange laneValues, Value sums, int64_t lanes) {
  linalg::GenericOp op = sum.op;
  IRMapping mapping = point.mapping;
  for (auto [load, value] : llvm::zip(sum.gathers, inputs)) {
    memref::LoadOp from = load;
    mapping.map(from.getResult(), value);
  }
  for (auto [operand, value] : llvm::zip(sum.laneOperands, laneValues))
    mapping.map(op.getMatchingBlockArgument(operand), value);
  mapping.map(op.getRegionOutputArgs()[0], sums);
  for (Operation &inner : op.getBody()->without_terminator()) {
    if (isa<memref::LoadOp>(inner) || !inner.getNumResults() ||
        !sum.varying.contains(inner.getResult(0)))
      continue;
    for (Value operand : inner.getOperands())
      if (!mapping.contains(operand))
        mapping.map(operand, kernel.import(operand));
    cloneForLanes(e, inner, mapping, lanes);
  }
  Value yielded = op.getBody()->getTerminator()->getOperand(0);
  if (!mapping.contains(yielded))
    mapping.map(yielded, kernel.import(yielded));
  return inAllLanes(e, mapping.lookup(yielded), lanes);
}

} // namespace dnd::codegen::cpu
