//===- EntryBuilder.cpp - one entry function of a model -------------------===//
#include "passes/training/EntryBuilder.h"
#include "dialect/dnd/Builders.h"
#include "dialect/dnd/forms/Expand.h"
#include "passes/autodiff/Differentiate.h"

#include "mlir/IR/IRMapping.h"

#include <algorithm>

using namespace mlir;
using namespace dnd;
using namespace dnd::passes;

EntryBuilder::EntryBuilder(ModuleOp module, const ModelInfo &info,
                           StringRef name, bool training)
    : info(info), network(training ? info.training : info.network),
      builder(module.getContext()), newStates(info.states.size()) {
  builder.setInsertionPointToEnd(module.getBody());
  function = builder.create<func::FuncOp>(network.getLoc(), name,
                                          builder.getFunctionType({}, {}));
  builder.setInsertionPointToEnd(function.addEntryBlock());
  addArguments();
}

Value EntryBuilder::addArgument(Type type, ArgKind kind, int64_t index,
                                StringRef name, Location loc) {
  argAttrs.push_back(makeArgDict(builder.getContext(), kind, index, name));
  return function.getBody().front().addArgument(type, loc);
}

Location EntryBuilder::paramLoc(int64_t index) {
  ParamOp op = info.params[index].op;
  return op.getLoc();
}

void EntryBuilder::addArguments() {
  ObjectiveOp objective = info.objective;
  for (auto [index, argument] :
       llvm::enumerate(network.getBody().getArguments()))
    inputs.push_back(addArgument(argument.getType(), ArgKind::input, index,
                                 network.getArgName(index), argument.getLoc()));
  unsigned numOutputs = network.getResultTypes().size();
  if (objective)
    for (auto [index, argument] : llvm::enumerate(
             objective.getBody().getArguments().drop_front(numOutputs)))
      targets.push_back(addArgument(argument.getType(), ArgKind::target, index,
                                    objective.getArgName(numOutputs + index),
                                    argument.getLoc()));
  for (auto [index, param] : llvm::enumerate(info.params)) {
    ParamOp op = param.op;
    params.push_back(addArgument(op.getType(), ArgKind::param, index,
                                 op.getPath(), op.getLoc()));
  }
  for (auto [index, table] : llvm::enumerate(info.tables)) {
    TableOp op = table;
    tables.push_back(addArgument(op.getType(), ArgKind::table, index,
                                 op.getPath(), op.getLoc()));
  }
  for (auto [index, state] : llvm::enumerate(info.states)) {
    StateOp op = state;
    states.push_back(addArgument(op.getType(), ArgKind::state, index,
                                 op.getPath(), op.getLoc()));
  }
  for (auto [index, param] : llvm::enumerate(info.params)) {
    ParamOp op = param.op;
    for (StringRef slot : info.getSlots(index))
      slots.push_back(addArgument(op.getType(), ArgKind::slot, slots.size(),
                                  (op.getPath() + "." + slot).str(),
                                  op.getLoc()));
  }
  for (auto [index, state] : llvm::enumerate(info.states)) {
    StateOp op = state;
    for (StringRef slot : info.getStateSlots())
      slots.push_back(addArgument(op.getType(), ArgKind::slot, slots.size(),
                                  (op.getPath() + "." + slot).str(),
                                  op.getLoc()));
  }
  auto scalar = RankedTensorType::get({}, builder.getF32Type());
  for (auto [index, hyper] : llvm::enumerate(info.hypers)) {
    std::string name = hyper.name;
    if (hyper.group >= 0)
      name += "." + std::to_string(hyper.group);
    hypers.push_back(
        addArgument(scalar, ArgKind::hyper, index, name, network.getLoc()));
  }
  auto count = RankedTensorType::get({}, builder.getI64Type());
  seed = addArgument(count, ArgKind::seed, 0, {}, network.getLoc());
  step = addArgument(count, ArgKind::step, 0, {}, network.getLoc());
  for (auto [index, type] : llvm::enumerate(network.getResultTypes()))
    cotangents.push_back(addArgument(type, ArgKind::cotangent, index,
                                     network.getResultName(index),
                                     network.getLoc()));
}

void EntryBuilder::copyBody(Region &body, IRMapping &mapping,
                            SmallVectorImpl<Value> &returned) {
  for (Operation &op : body.front()) {
    if (auto param = dyn_cast<ParamOp>(op))
      mapping.map(param.getResult(),
                  params[info.paramIndex.lookup(param.getPath())]);
    else if (auto table = dyn_cast<TableOp>(op))
      mapping.map(table.getResult(),
                  tables[info.tableIndex.lookup(table.getPath())]);
    else if (auto state = dyn_cast<StateOp>(op))
      mapping.map(state.getResult(),
                  states[info.stateIndex.lookup(state.getPath())]);
    else if (auto update = dyn_cast<UpdateOp>(op))
      newStates[info.stateIndex.lookup(update.getPath())] =
          mapping.lookup(update.getValue());
    else if (auto noise = dyn_cast<NoiseOp>(op)) {
      auto drawn = cast<NoiseOp>(builder.clone(op, mapping));
      drawn.getSeedMutable().assign(seed);
      drawn.getStepMutable().assign(step);
    } else if (auto stop = dyn_cast<StopGradientOp>(op)) {
      Value value =
          holds ? addArgument(stop.getType(), ArgKind::cotangent,
                              outputCount() + detached.size(), {}, op.getLoc())
                : builder.clone(op, mapping)->getResult(0);
      detached.push_back(value);
      mapping.map(stop.getResult(), value);
    } else if (auto hyper = dyn_cast<HyperOp>(op))
      mapping.map(
          hyper.getResult(),
          hypers[info.getHyperIndex(hyper.getName(),
                                    static_cast<int64_t>(hyper.getGroup()))]);
    else if (isa<ReturnOp>(op))
      for (Value value : op.getOperands())
        returned.push_back(mapping.lookup(value));
    else
      builder.clone(op, mapping);
  }
}

void EntryBuilder::addNetwork() {
  IRMapping mapping;
  mapping.map(network.getBody().getArguments(), inputs);
  copyBody(network.getBody(), mapping, outputs);
}

void EntryBuilder::addObjective() {
  ObjectiveOp objective = info.objective;
  IRMapping mapping;
  SmallVector<Value> arguments(outputs);
  llvm::append_range(arguments, targets);
  mapping.map(objective.getBody().getArguments(), arguments);
  SmallVector<Value> returned;
  copyBody(objective.getBody(), mapping, returned);
  loss = returned.front();
}

void EntryBuilder::addResult(Value value, ArgKind kind, int64_t index,
                             StringRef name) {
  results.push_back(value);
  resultAttrs.push_back(makeArgDict(builder.getContext(), kind, index, name));
}

void EntryBuilder::returnOutputs() {
  for (auto [index, output] : llvm::enumerate(outputs))
    addResult(output, ArgKind::output, index, network.getResultName(index));
}

void EntryBuilder::returnDetached() {
  for (auto [index, value] : llvm::enumerate(detached))
    addResult(value, ArgKind::output, outputCount() + index, {});
}

void EntryBuilder::returnLoss() { addResult(loss, ArgKind::loss, 0, {}); }

LogicalResult EntryBuilder::expandFormsForGradient() {
  auto isWanted = [](FormOpInterface form) {
    return form.prefersExpansionForGradient();
  };
  auto follow = [&](FormOpInterface form, ArrayRef<Value> values) {
    for (auto [old, value] : llvm::zip_equal(form->getResults(), values)) {
      std::replace(outputs.begin(), outputs.end(), Value(old), value);
      std::replace(newStates.begin(), newStates.end(), Value(old), value);
    }
  };
  return expandForms(function, isWanted, follow);
}

SmallVector<AdjointSeed> EntryBuilder::seedLoss() {
  Value one = makeScalar(builder, gradientLocation(loss.getLoc()),
                         tensorType(loss).getElementType(), 1);
  return {{loss, one}};
}

FailureOr<SmallVector<Value>>
EntryBuilder::buildGradients(ArrayRef<AdjointSeed> seeds,
                             ArrayRef<int64_t> wrtParams,
                             ArrayRef<int64_t> wrtInputs) {
  SmallVector<Value> wrt;
  for (int64_t index : wrtParams)
    wrt.push_back(params[index]);
  for (int64_t index : wrtInputs)
    wrt.push_back(inputs[index]);
  FailureOr<SmallVector<Value>> gradients =
      differentiate(builder, function.getBody().front(), seeds, wrt);
  if (failed(gradients))
    return failure();
  for (auto [position, index] : llvm::enumerate(wrtParams)) {
    int64_t mask = info.params[index].mask;
    Value &gradient = (*gradients)[position];
    if (mask >= 0 && gradient)
      gradient = makeMul(builder, gradientLocation(paramLoc(index)), gradient,
                         tables[mask]);
  }
  return gradients;
}

LogicalResult EntryBuilder::returnGradients(ArrayRef<AdjointSeed> seeds) {
  SmallVector<int64_t> wrtParams, wrtInputs;
  for (size_t index = 0; index < params.size(); ++index)
    wrtParams.push_back(index);
  for (auto [index, input] : llvm::enumerate(inputs))
    if (isFloatTensor(input.getType()))
      wrtInputs.push_back(index);
  FailureOr<SmallVector<Value>> gradients =
      buildGradients(seeds, wrtParams, wrtInputs);
  if (failed(gradients))
    return failure();
  for (auto [position, index] : llvm::enumerate(wrtParams)) {
    Value gradient = (*gradients)[position];
    if (!gradient) // nothing depends on it
      gradient = makeZero(builder, gradientLocation(paramLoc(index)),
                          tensorType(params[index]), {});
    ParamOp op = info.params[index].op;
    addResult(gradient, ArgKind::param_grad, index, op.getPath());
  }
  for (auto [position, index] : llvm::enumerate(wrtInputs)) {
    Value gradient = (*gradients)[wrtParams.size() + position];
    if (!gradient)
      gradient = makeZero(builder, gradientLocation(network.getLoc()),
                          tensorType(inputs[index]), inputs[index]);
    addResult(gradient, ArgKind::input_grad, index, network.getArgName(index));
  }
  return success();
}

LogicalResult EntryBuilder::returnLossGradients() {
  return returnGradients(seedLoss());
}

LogicalResult EntryBuilder::returnCotangentGradients() {
  SmallVector<AdjointSeed> seeds;
  for (auto [output, cotangent] : llvm::zip(outputs, cotangents))
    if (isFloatTensor(output.getType()))
      seeds.push_back({output, cotangent});
  return returnGradients(seeds);
}

/// Moves what only one update reads (its gradient) next to that update, so that
/// no two parameter gradients need to be in memory at the same time and an
/// update can be fused with the kernel that makes its gradient. What reads a
/// parameter stays in front of all updates.
void EntryBuilder::sinkIntoUpdates(Operation *firstUpdate) {
  Block *block = firstUpdate->getBlock();
  auto readsParam = [&](Operation *op) {
    return llvm::any_of(op->getOperands(), [&](Value operand) {
      return llvm::is_contained(params, operand);
    });
  };
  SmallVector<Operation *> candidates;
  for (Operation &op :
       llvm::make_range(block->begin(), firstUpdate->getIterator()))
    candidates.push_back(&op);
  for (Operation *op : llvm::reverse(candidates)) {
    if (readsParam(op) || op->use_empty())
      continue;
    Operation *earliest = nullptr;
    bool inTail = true;
    for (Operation *user : op->getUsers()) {
      inTail &= user == firstUpdate || firstUpdate->isBeforeInBlock(user);
      if (!earliest || user->isBeforeInBlock(earliest))
        earliest = user;
    }
    if (!inTail)
      continue;
    op->moveBefore(earliest);
    if (earliest == firstUpdate)
      firstUpdate = op;
  }
}

Value EntryBuilder::number(StringRef name) const {
  int64_t index = info.getHyperIndex(name, -1);
  return index < 0 ? Value() : hypers[index];
}

Value EntryBuilder::constant(StringRef name) const {
  return number(("const." + name).str());
}

/// What the gradients of the batches of a step come to, each weighted by its
/// samples: the gradient of their mean loss. `keep` is 0 at the first of them
/// and 1 behind it.
void EntryBuilder::accumulateGradients(ArrayRef<int64_t> wrt,
                                       MutableArrayRef<Value> gradients) {
  for (auto [position, index] : llvm::enumerate(wrt)) {
    Value &gradient = gradients[position];
    if (!gradient)
      continue;
    Location loc = gradientLocation(paramLoc(index));
    gradient = makeAdd(builder, loc,
                       makeMul(builder, loc, number(accumulateShare), gradient),
                       makeMul(builder, loc, number(accumulateKeep),
                               slotOf(index, gradientSlot)));
  }
}

Value EntryBuilder::slotOf(int64_t param, StringRef name) const {
  ArrayRef<StringRef> names = info.getSlots(param);
  return slots[info.getSlotIndex(param) +
               (llvm::find(names, name) - names.begin())];
}

/// The new value where the step ends with this batch, else the old one.
Value EntryBuilder::atStepEnd(Location loc, Value now, Value old) {
  return makeMap(builder, loc, MapFn::select,
                 {number(accumulateLast), now, old});
}

/// average + rest (value - average), where rest is 1 - decay at the end of a
/// step and 0 before.
Value EntryBuilder::movedAverage(Location loc, Value average, Value value) {
  Value way = makeMap(builder, loc, MapFn::sub, {value, average});
  return makeAdd(builder, loc, average,
                 makeMul(builder, loc, number(averageRest), way));
}

/// All gradients together get a norm of at most `most`, as PyTorch's
/// clip_grad_norm_ makes it: g *= min(1, most / (norm + 1e-6)).
void EntryBuilder::clipNorm(MutableArrayRef<Value> gradients, Value most) {
  Location loc = gradientLocation(loss.getLoc());
  Value square;
  for (Value g : gradients) {
    if (!g)
      continue;
    ArrayRef<int64_t> shape = tensorType(g).getShape();
    AffineMap map = identityMap(builder.getContext(), shape.size());
    Value own =
        makeContract(builder, loc, {g, g}, {map, map},
                     projection(builder.getContext(), shape.size(), {}), shape);
    square = square ? makeAdd(builder, loc, square, own) : own;
  }
  if (!square)
    return;
  Value norm = makeMap(builder, loc, MapFn::sqrt, square);
  Value share = makeMap(builder, loc, MapFn::div,
                        {most, makeAffine(builder, loc, norm, 1, 1e-6)});
  Value one = makeScalar(builder, loc, tensorType(most).getElementType(), 1);
  Value scale = makeMap(builder, loc, MapFn::min, {share, one});
  for (Value &g : gradients)
    if (g)
      g = makeMul(builder, loc, scale, g);
}

void EntryBuilder::clipGradients(MutableArrayRef<Value> gradients) {
  if (Value most = constant("clip.value")) {
    Location loc = gradientLocation(loss.getLoc());
    Value least = makeAffine(builder, loc, most, -1, 0);
    for (Value &g : gradients)
      if (g)
        g = makeMap(builder, loc, MapFn::min,
                    {most, makeMap(builder, loc, MapFn::max, {least, g})});
  }
  if (Value most = constant("clip.norm"))
    clipNorm(gradients, most);
}

LogicalResult EntryBuilder::returnUpdates() {
  SmallVector<int64_t> wrt;
  for (auto [index, param] : llvm::enumerate(info.params))
    if (!param.frozen)
      wrt.push_back(index);
  FailureOr<SmallVector<Value>> gradients = buildGradients(seedLoss(), wrt, {});
  if (failed(gradients))
    return failure();
  if (info.accumulates)
    accumulateGradients(wrt, *gradients);
  SmallVector<Value> sums(*gradients);
  clipGradients(*gradients);
  Block &block = function.getBody().front();
  Operation *lastGradient = block.empty() ? nullptr : &block.back();
  SmallVector<std::pair<int64_t, UpdateResults>> updates;
  for (auto [position, index] : llvm::enumerate(wrt)) {
    UpdateInputs in;
    in.param = params[index];
    in.gradient = (*gradients)[position];
    // The loss does not depend on it: it stays as it is.
    if (!in.gradient)
      continue;
    size_t own = info.optimizer->getSlots().size();
    for (size_t slot = 0; slot < own; ++slot)
      in.slots.push_back(slots[info.getSlotIndex(index) + slot]);
    for (auto [number, hyper] : llvm::enumerate(info.hypers))
      if (hyper.group == info.params[index].group)
        in.numbers[hyper.name] = hypers[number];
    Location loc = paramLoc(index);
    UpdateResults update = info.optimizer->build(builder, loc, in);
    if (info.accumulates) {
      update.param = atStepEnd(loc, update.param, in.param);
      for (auto [slot, value] : llvm::enumerate(update.slots))
        value = atStepEnd(loc, value, in.slots[slot]);
      update.slots.push_back(sums[position]);
    }
    if (info.averages)
      update.slots.push_back(
          movedAverage(loc, slotOf(index, averageSlot), update.param));
    updates.push_back({index, std::move(update)});
  }
  for (auto &[index, update] : updates) {
    ParamOp op = info.params[index].op;
    addResult(update.param, ArgKind::param, index, op.getPath());
  }
  for (auto [index, value] : llvm::enumerate(newStates))
    if (value) {
      StateOp op = info.states[index];
      addResult(value, ArgKind::state, index, op.getPath());
    }
  for (auto &[index, update] : updates) {
    ParamOp op = info.params[index].op;
    for (auto [slot, value] : llvm::enumerate(update.slots))
      addResult(value, ArgKind::slot, info.getSlotIndex(index) + slot,
                (op.getPath() + "." + info.getSlots(index)[slot]).str());
  }
  if (info.averages)
    returnStateAverages();
  if (lastGradient && lastGradient->getNextNode())
    sinkIntoUpdates(lastGradient->getNextNode());
  return success();
}

/// States are averaged as the parameters are: statistics of a layer belong to
/// the weights in front of it.
void EntryBuilder::returnStateAverages() {
  for (auto [index, value] : llvm::enumerate(newStates)) {
    if (!value)
      continue;
    StateOp op = info.states[index];
    int64_t slot = info.getStateSlotIndex(index);
    addResult(movedAverage(op.getLoc(), slots[slot], value), ArgKind::slot,
              slot, (op.getPath() + "." + averageSlot).str());
  }
}

func::FuncOp EntryBuilder::finish() {
  builder.create<func::ReturnOp>(function.getLoc(), results);
  Block &block = function.getBody().front();
  // What the chosen results do not need, last first.
  for (Operation &op : llvm::make_early_inc_range(llvm::reverse(block)))
    if (isOpTriviallyDead(&op))
      op.erase();
  SmallVector<Attribute> usedAttrs;
  BitVector unused(block.getNumArguments());
  for (auto [index, argument] : llvm::enumerate(block.getArguments()))
    if (argument.use_empty())
      unused.set(index);
    else
      usedAttrs.push_back(argAttrs[index]);
  block.eraseArguments(unused);
  function.setFunctionType(builder.getFunctionType(
      block.getArgumentTypes(), ValueRange(results).getTypes()));
  function.setArgAttrsAttr(builder.getArrayAttr(usedAttrs));
  function.setResAttrsAttr(builder.getArrayAttr(resultAttrs));
  return function;
}
