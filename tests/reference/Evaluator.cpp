//===- Evaluator.cpp - Float64 interpreter of the dnd dialect -------------===//
//
// Finds the function that computes each op (Ops.def) and keeps its values.
//
//===----------------------------------------------------------------------===//

#include "tests/reference/Evaluator.h"

#include "mlir/Dialect/Func/IR/FuncOps.h"

using namespace mlir;

namespace dnd::reference {

const Tensor &Evaluator::get(Value value) const {
  auto found = values.find(value);
  if (found == values.end())
    llvm::report_fatal_error("reference: a value is used before it is set");
  return found->second;
}

Operands Evaluator::list(ValueRange range) const {
  Operands all;
  for (Value value : range)
    all.push_back(&get(value));
  return all;
}

Tensor::Shape Evaluator::shapeOf(Type type) const {
  return shapeOf(cast<RankedTensorType>(type).getShape());
}

Tensor::Shape Evaluator::shapeOf(ArrayRef<int64_t> extents) const {
  Tensor::Shape shape;
  for (int64_t extent : extents)
    shape.push_back(ShapedType::isDynamic(extent) ? batch : extent);
  return shape;
}

LogicalResult Evaluator::evaluate(Block &block) {
  for (Operation &op : block.without_terminator())
    if (failed(evaluate(&op)))
      return failure();
  return success();
}

LogicalResult Evaluator::lookUp(Operation *op, StringRef name) {
  auto found = named.find(name.str());
  if (found == named.end())
    return op->emitOpError("has no value: '") << name << "' was not given";
  if (found->second.shape != shapeOf(op->getResult(0).getType()))
    return op->emitOpError("the given '") << name << "' has another shape";
  values[op->getResult(0)] = found->second;
  return success();
}

/// Ops whose value comes from outside: parameters, tables, recipe numbers.
LogicalResult Evaluator::evaluateNamed(Operation *op) {
  if (auto param = dyn_cast<ParamOp>(op)) {
    if (failed(lookUp(op, param.getPath())))
      return failure();
    if (!param.getMask())
      return success();
    auto mask = named.find(param.getMask()->str());
    if (mask == named.end())
      return op->emitOpError("its mask was not given");
    Tensor &value = values[param.getResult()];
    for (int64_t i = 0; i < value.size(); ++i)
      value.data[i] *= mask->second.data[i];
    return success();
  }
  if (auto table = dyn_cast<TableOp>(op))
    return lookUp(op, table.getPath());
  if (auto state = dyn_cast<StateOp>(op))
    return lookUp(op, state.getPath());
  return lookUp(op, cast<HyperOp>(op).getName());
}

static Tensor evalConstant(ConstantOp op, const Evaluator &at) {
  Tensor result(at.shapeOf(op.getType()));
  auto elements = cast<DenseElementsAttr>(op.getValue());
  int64_t i = 0;
  if (isa<FloatType>(elements.getElementType()))
    for (const APFloat &value : elements.getValues<APFloat>()) {
      APFloat wide = value;
      bool lost;
      wide.convert(APFloat::IEEEdouble(), APFloat::rmNearestTiesToEven, &lost);
      result.data[i++] = wide.convertToDouble();
    }
  else
    for (const APInt &value : elements.getValues<APInt>())
      result.data[i++] = static_cast<double>(value.getSExtValue());
  return result;
}

static const ReferenceTable &referenceTable() {
  static const ReferenceTable table = [] {
    ReferenceTable made;
    made.add(evalConstant);
#define DND_PRIMITIVE(stem) add##stem##Reference(made);
#define DND_MODE(stem) add##stem##Reference(made);
#define DND_FORM(stem) add##stem##Reference(made);
#include "dialect/dnd/Ops.def"
    return made;
  }();
  return table;
}

LogicalResult Evaluator::evaluate(Operation *op) {
  if (isa<ParamOp, TableOp, StateOp, HyperOp>(op))
    return evaluateNamed(op);
  if (auto update = dyn_cast<UpdateOp>(op)) {
    updates[update.getPath().str()] = get(update.getValue());
    return success();
  }
  const ReferenceTable::EvalFn *eval = referenceTable().lookup(op);
  if (!eval)
    return op->emitOpError("is unknown to the reference evaluator");
  std::vector<Tensor> results = (*eval)(op, *this);
  if (results.size() != op->getNumResults())
    return op->emitOpError("has not the results that the reference gives");
  for (auto [value, result] : llvm::zip_equal(op->getResults(), results)) {
    if (result.shape != shapeOf(value.getType()))
      return op->emitOpError("its value has not the shape of its type");
    set(value, std::move(result));
  }
  return success();
}

} // namespace dnd::reference
