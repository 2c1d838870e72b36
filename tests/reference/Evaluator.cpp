//===- Evaluator.cpp - Float64 interpreter of the dnd dialect -------------===//
//
// Finds the operands of each op and calls the function that computes it.
//
//===----------------------------------------------------------------------===//

#include "tests/reference/Evaluator.h"

#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "llvm/ADT/TypeSwitch.h"

using namespace mlir;

namespace dnd::reference {

const Tensor &Evaluator::get(Value value) const {
  auto found = values.find(value);
  if (found == values.end())
    llvm::report_fatal_error("reference: a value is used before it is set");
  return found->second;
}

Tensor::Shape Evaluator::shapeOf(Type type) const {
  Tensor::Shape shape;
  for (int64_t extent : cast<RankedTensorType>(type).getShape())
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

static Tensor evalConstant(ConstantOp op, Tensor::Shape shape) {
  Tensor result(std::move(shape));
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

LogicalResult Evaluator::evaluate(Operation *op) {
  if (isa<ParamOp, TableOp, StateOp, HyperOp>(op))
    return evaluateNamed(op);
  if (auto update = dyn_cast<UpdateOp>(op)) {
    updates[update.getPath().str()] = get(update.getValue());
    return success();
  }
  if (op->getNumResults() != 1)
    return op->emitOpError("is unknown to the reference evaluator");
  auto ref = [&](Value value) -> const Tensor & { return get(value); };
  auto maybe = [&](Value value) { return value ? &get(value) : nullptr; };
  auto list = [&](ValueRange range) {
    Operands all;
    for (Value value : range)
      all.push_back(&get(value));
    return all;
  };
  Tensor::Shape shape = shapeOf(op->getResult(0).getType());
  bool known = true;
  Tensor result =
      llvm::TypeSwitch<Operation *, Tensor>(op)
          .Case([&](ConstantOp o) { return evalConstant(o, shape); })
          .Case([&](ContractOp o) {
            return evalContract(o, list(o.getInputs()), list(o.getTables()),
                                batch, shape);
          })
          .Case([&](MapOp o) { return evalMap(o, list(o.getInputs()), shape); })
          .Case([&](ReduceOp o) {
            return evalReduce(o, ref(o.getInput()), shape);
          })
          .Case([&](FirstExtremumOp o) {
            return evalFirstExtremum(o, ref(o.getInput()));
          })
          .Case([&](ProdOthersOp o) {
            return evalProdOthers(o, ref(o.getInput()));
          })
          .Case([&](ReshapeOp o) {
            Tensor same = ref(o.getInput());
            same.shape = shape;
            return same;
          })
          .Case([&](ByModeOp o) {
            return ref(mode.training ? o.getTraining() : o.getOtherwise());
          })
          .Case([&](NoiseOp o) {
            auto number = [&](Value value, uint64_t otherwise) {
              return value ? static_cast<uint64_t>(ref(value).data[0])
                           : otherwise;
            };
            return evalNoise(o, list(o.getParams()),
                             number(o.getSeed(), mode.seed),
                             number(o.getStep(), mode.step), shape);
          })
          .Case([&](ConcatOp o) {
            return evalConcat(o, list(o.getInputs()), shape);
          })
          .Case([&](SoftmaxOp o) {
            return evalSoftmax(ref(o.getInput()), o.getDim(), false);
          })
          .Case([&](LogSoftmaxOp o) {
            return evalSoftmax(ref(o.getInput()), o.getDim(), true);
          })
          .Case([&](StopGradientOp o) { return ref(o.getInput()); })
          .Case([&](InverseBatchOp o) {
            return Tensor({}, 1.0 / static_cast<double>(batch));
          })
          .Case([&](BatchOnesOp o) { return Tensor({batch}, 1.0); })
          .Case([&](CrossEntropyOp o) {
            return evalCrossEntropy(ref(o.getLogits()), ref(o.getTarget()),
                                    o.getLabelSmoothing().convertToDouble());
          })
          .Case([&](CrossEntropyGradOp o) {
            return evalCrossEntropyGrad(
                ref(o.getLogits()), ref(o.getTarget()), ref(o.getAdjoint()),
                o.getLabelSmoothing().convertToDouble());
          })
          .Case([&](MarginOp o) {
            return evalMargin(ref(o.getLogits()), ref(o.getLabels()));
          })
          .Case([&](MarginGradOp o) {
            return evalMarginGrad(ref(o.getLogits()), ref(o.getLabels()),
                                  ref(o.getAdjoint()));
          })
          .Case(
              [&](OneHotOp o) { return evalOneHot(ref(o.getLabels()), shape); })
          .Case([&](QuadraticOp o) {
            return evalQuadratic(ref(o.getX()), ref(o.getA()),
                                 maybe(o.getLinear()), maybe(o.getBias()),
                                 o.getAxis());
          })
          .Case([&](QuadraticWeightGradOp o) {
            return evalQuadraticWeightGrad(ref(o.getX()), ref(o.getAdjoint()),
                                           o.getAxis());
          })
          .Case([&](LowRankQuadraticOp o) {
            return evalLowRankQuadratic(ref(o.getX()), ref(o.getU()),
                                        maybe(o.getV()), maybe(o.getScale()),
                                        maybe(o.getLinear()),
                                        maybe(o.getBias()), o.getAxis());
          })
          .Case([&](GatherContractOp o) {
            return evalGatherContract(ref(o.getX()), ref(o.getIndex()),
                                      ref(o.getW()), maybe(o.getBias()));
          })
          .Case([&](GatherContractGradOp o) {
            return evalGatherContractGrad(ref(o.getX()), ref(o.getIndex()),
                                          ref(o.getAdjoint()));
          })
          .Case([&](DendriticFusionOp o) {
            return evalDendriticFusion(ref(o.getRows()), ref(o.getW()),
                                       maybe(o.getBias()), maybe(o.getScale()));
          })
          .Default([&](Operation *) {
            known = false;
            return Tensor();
          });
  if (!known)
    return op->emitOpError("is unknown to the reference evaluator");
  if (result.shape != shape)
    return op->emitOpError("its value has not the shape of its type");
  set(op->getResult(0), std::move(result));
  return success();
}

} // namespace dnd::reference
