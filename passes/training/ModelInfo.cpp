//===- ModelInfo.cpp - what a module says about one network ---------------===//
#include "passes/training/ModelInfo.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/GlobPattern.h"

using namespace mlir;
using namespace dnd;
using namespace dnd::passes;

int64_t ModelInfo::getHyperIndex(StringRef name, int64_t group) const {
  for (auto [index, hyper] : llvm::enumerate(hypers))
    if (hyper.name == name && hyper.group == group)
      return index;
  return -1;
}

ArrayRef<StringRef> ModelInfo::getSlots(int64_t param) const {
  if (!optimizer || params[param].frozen)
    return {};
  return trainedSlots;
}

ArrayRef<StringRef> ModelInfo::getStateSlots() const {
  static constexpr StringRef slots[] = {averageSlot};
  return averages ? ArrayRef(slots) : ArrayRef<StringRef>();
}

int64_t ModelInfo::getSlotIndex(int64_t param) const {
  int64_t index = 0;
  for (int64_t i = 0; i < param; ++i)
    index += getSlots(i).size();
  return index;
}

namespace {

/// Fills in a ModelInfo, step by step.
class Collector {
public:
  Collector(ModuleOp module, ModelInfo &info) : module(module), info(info) {}
  LogicalResult run(StringRef name);

private:
  LogicalResult findOps(StringRef name);
  LogicalResult collectNames(Region &body, bool isNetwork);
  LogicalResult collectParam(ParamOp op, bool isNetwork);
  LogicalResult collectTable(TableOp op, bool isNetwork);
  LogicalResult collectState(StateOp op, bool isNetwork);
  LogicalResult resolveMasks();
  LogicalResult collectGroups();
  LogicalResult collectGroup(DictionaryAttr attr, unsigned index);
  LogicalResult assignGroups();
  LogicalResult collectHypers();
  LogicalResult checkObjective();

  ModuleOp module;
  ModelInfo &info;
};

} // namespace

LogicalResult Collector::findOps(StringRef name) {
  SmallVector<NetworkOp> networks;
  for (auto network : module.getOps<NetworkOp>())
    if (!network.getTrainingOf())
      networks.push_back(network);
  SmallVector<RecipeOp> recipes(module.getOps<RecipeOp>());
  if (name.empty() && networks.size() > 1 && recipes.size() == 1)
    name = recipes.front().getNetwork();
  for (NetworkOp network : networks)
    if (name.empty() || network.getSymName() == name)
      info.network = info.network ? info.network : network;
  if (networks.empty())
    return module.emitError() << "there is no network";
  if (!info.network)
    return module.emitError() << "there is no network '" << name << "'";
  if (name.empty() && networks.size() > 1)
    return module.emitError() << "there are " << networks.size()
                              << " networks; name the one to build";
  info.training = info.network;
  for (auto network : module.getOps<NetworkOp>())
    if (network.getTrainingOf() == info.network.getSymName())
      info.training = network;
  for (RecipeOp recipe : recipes) {
    if (recipe.getNetwork() != info.network.getSymName())
      continue;
    if (info.recipe)
      return recipe.emitError()
             << "there are two recipes for '" << recipe.getNetwork() << "'";
    info.recipe = recipe;
  }
  if (info.recipe)
    info.objective =
        module.lookupSymbol<ObjectiveOp>(info.recipe.getObjective());
  return success();
}

LogicalResult Collector::collectParam(ParamOp op, bool isNetwork) {
  auto [it, isNew] = info.paramIndex.insert({op.getPath(), info.params.size()});
  if (isNew && !isNetwork)
    return op.emitError() << "the network has no parameter '" << op.getPath()
                          << "'";
  if (isNew) {
    info.params.push_back({});
    info.params.back().op = op;
    info.params.back().frozen = op.getFrozen();
    return success();
  }
  ParamInfo &known = info.params[it->second];
  if (known.getType() == op.getType())
    return success();
  InFlightDiagnostic diag = op.emitError()
                            << "parameter '" << op.getPath() << "' has type "
                            << op.getType() << " here";
  diag.attachNote(known.op.getLoc()) << "and " << known.getType() << " here";
  return diag;
}

static StringRef ruleName(TableOp op) {
  auto name = op.getGen().getAs<StringAttr>("fn");
  return name ? name.getValue() : StringRef();
}

LogicalResult Collector::collectTable(TableOp op, bool isNetwork) {
  auto [it, isNew] = info.tableIndex.insert({op.getPath(), info.tables.size()});
  // Of the objective only what belongs to the loss itself.
  if (isNew && !isNetwork && ruleName(op) != "class_weights")
    return op.emitError() << "the network has no table '" << op.getPath()
                          << "'";
  if (isNew) {
    info.tables.push_back(op);
    return success();
  }
  if (info.tables[it->second].getType() == op.getType())
    return success();
  return op.emitError() << "table '" << op.getPath()
                        << "' is used with two types, " << op.getType()
                        << " and " << info.tables[it->second].getType();
}

LogicalResult Collector::collectState(StateOp op, bool isNetwork) {
  auto [it, isNew] = info.stateIndex.insert({op.getPath(), info.states.size()});
  if (isNew && !isNetwork)
    return op.emitError() << "the network has no state '" << op.getPath()
                          << "'";
  if (isNew) {
    info.states.push_back(op);
    return success();
  }
  if (info.states[it->second].getType() == op.getType())
    return success();
  return op.emitError() << "state '" << op.getPath()
                        << "' is used with two types, " << op.getType()
                        << " and " << info.states[it->second].getType();
}

LogicalResult Collector::collectNames(Region &body, bool isNetwork) {
  for (Operation &op : body.front()) {
    if (auto param = dyn_cast<ParamOp>(op))
      if (failed(collectParam(param, isNetwork)))
        return failure();
    if (auto table = dyn_cast<TableOp>(op))
      if (failed(collectTable(table, isNetwork)))
        return failure();
    if (auto state = dyn_cast<StateOp>(op))
      if (failed(collectState(state, isNetwork)))
        return failure();
  }
  return success();
}

LogicalResult Collector::resolveMasks() {
  for (ParamInfo &param : info.params) {
    std::optional<StringRef> mask = param.op.getMask();
    if (!mask)
      continue;
    auto it = info.tableIndex.find(*mask);
    if (it == info.tableIndex.end())
      return param.op.emitError()
             << "there is no table '" << *mask << "' to mask it with";
    param.mask = it->second;
    Type type = info.tables[it->second].getType();
    if (type != param.getType())
      return param.op.emitError() << "its mask '" << *mask << "' has type "
                                  << type << ", expected " << param.getType();
  }
  return success();
}

static std::optional<double> getNumber(Attribute attr) {
  if (!attr)
    return std::nullopt;
  if (auto number = dyn_cast<FloatAttr>(attr))
    return number.getValueAsDouble();
  if (auto number = dyn_cast<IntegerAttr>(attr); number && !isa<BoolAttr>(attr))
    return static_cast<double>(number.getInt());
  return std::nullopt;
}

LogicalResult Collector::collectGroup(DictionaryAttr attr, unsigned index) {
  auto settings = info.recipe.getSettings().getAs<DictionaryAttr>("optimizer");
  StringRef kind = settings.getAs<StringAttr>("kind").getValue();
  GroupInfo group;
  for (auto pattern :
       attr.getAs<ArrayAttr>("patterns").getAsRange<StringAttr>())
    group.patterns.push_back(pattern.getValue());
  for (const OptimizerNumber &number : getOptimizerNumbers(kind))
    group.numbers[number.name] =
        index == 0 ? number.defaultValue : info.groups[0].numbers[number.name];
  for (NamedAttribute entry : attr) {
    StringRef name = entry.getName();
    if (name == "patterns")
      continue;
    if (auto flag = dyn_cast<BoolAttr>(entry.getValue());
        flag && name == "frozen") {
      group.frozen = flag.getValue();
      continue;
    }
    auto it = group.numbers.find(name);
    std::optional<double> value = getNumber(entry.getValue());
    if (auto multiple = dyn_cast<DictionaryAttr>(entry.getValue());
        multiple && index > 0 && it != group.numbers.end())
      if (std::optional<double> times = getNumber(multiple.get("times")))
        value = *times * info.groups[0].numbers[name];
    if (it == group.numbers.end() || !value) {
      InFlightDiagnostic diag = info.recipe.emitError()
                                << "optimizer '" << kind << "' has no number '"
                                << name << "'; it has ";
      llvm::interleaveComma(group.numbers, diag,
                            [&](auto &known) { diag << known.first; });
      return diag;
    }
    it->second = *value;
    group.settings.push_back(entry);
  }
  info.groups.push_back(std::move(group));
  return success();
}

LogicalResult Collector::collectGroups() {
  auto settings = info.recipe.getSettings().getAs<DictionaryAttr>("optimizer");
  if (getOptimizerNumbers(settings.getAs<StringAttr>("kind").getValue())
          .empty())
    return createOptimizer(info.recipe, false); // says what is wrong
  for (auto [index, attr] : llvm::enumerate(info.recipe.getGroups()))
    if (failed(collectGroup(cast<DictionaryAttr>(attr), index)))
      return failure();
  bool momentum = llvm::any_of(info.groups, [](GroupInfo &group) {
    auto it = group.numbers.find("momentum");
    return it != group.numbers.end() && it->second != 0;
  });
  FailureOr<std::unique_ptr<Optimizer>> optimizer =
      createOptimizer(info.recipe, momentum);
  if (failed(optimizer))
    return failure();
  info.optimizer = std::move(*optimizer);
  info.accumulates = info.recipe.getSettings().contains("accumulate");
  if (auto constants =
          info.recipe.getSettings().getAs<DictionaryAttr>("constants"))
    info.averages = constants.contains("ema.decay");
  llvm::append_range(info.trainedSlots, info.optimizer->getSlots());
  if (info.accumulates)
    info.trainedSlots.push_back(gradientSlot);
  if (info.averages)
    info.trainedSlots.push_back(averageSlot);
  return assignGroups();
}

LogicalResult Collector::assignGroups() {
  for (auto [index, group] : llvm::enumerate(info.groups)) {
    for (StringRef pattern : group.patterns) {
      llvm::Expected<llvm::GlobPattern> glob =
          llvm::GlobPattern::create(pattern);
      if (!glob)
        return info.recipe.emitError()
               << "group pattern '" << pattern
               << "': " << llvm::toString(glob.takeError());
      bool found = false;
      for (ParamInfo &param : info.params) {
        if (!glob->match(param.getPath()))
          continue;
        found = true;
        param.group = index;
      }
      if (!found && index > 0)
        info.recipe.emitWarning()
            << "group pattern '" << pattern << "' matches no parameter";
    }
  }
  for (ParamInfo &param : info.params)
    param.frozen |= info.groups[param.group].frozen;
  return success();
}

LogicalResult Collector::collectHypers() {
  for (size_t group = 0; group < info.groups.size(); ++group) {
    for (const OptimizerNumber &number : info.optimizer->getNumbers())
      if (info.optimizer->uses(number.name))
        info.hypers.push_back({number.name.str(), static_cast<int64_t>(group)});
    for (StringRef name : info.optimizer->getStepNumbers())
      info.hypers.push_back({name.str(), static_cast<int64_t>(group)});
  }
  if (info.accumulates)
    for (StringRef name : {accumulateShare, accumulateKeep, accumulateLast})
      info.hypers.push_back({name.str(), -1});
  if (info.averages)
    info.hypers.push_back({averageRest.str(), -1});
  if (info.recipe)
    if (auto constants =
            info.recipe.getSettings().getAs<DictionaryAttr>("constants"))
      for (NamedAttribute constant : constants)
        info.hypers.push_back({"const." + constant.getName().str(), -1});
  SmallVector<Region *> bodies = {&info.network.getBody(),
                                  &info.training.getBody()};
  if (info.objective)
    bodies.push_back(&info.objective.getBody());
  for (Region *body : bodies)
    for (HyperOp op : body->getOps<HyperOp>()) {
      int64_t group = static_cast<int64_t>(op.getGroup());
      if (info.getHyperIndex(op.getName(), group) >= 0)
        continue;
      if (group >= 0)
        return op.emitError() << "the recipe has no number '" << op.getName()
                              << "' in group " << group;
      info.hypers.push_back({op.getName().str(), group});
    }
  return success();
}

LogicalResult Collector::checkObjective() {
  ArrayRef<Type> outputs = info.network.getResultTypes();
  ArrayRef<Type> arguments = info.objective.getArgumentTypes();
  if (arguments.size() < outputs.size())
    return info.objective.emitError()
           << "takes " << arguments.size() << " arguments, but the network has "
           << outputs.size() << " outputs";
  for (auto [index, type] : llvm::enumerate(outputs))
    if (arguments[index] != type)
      return info.objective.emitError()
             << "argument #" << index << " has type " << arguments[index]
             << ", but output '" << info.network.getResultName(index)
             << "' has type " << type;
  return success();
}

LogicalResult Collector::run(StringRef name) {
  if (failed(findOps(name)) ||
      failed(collectNames(info.network.getBody(), /*isNetwork=*/true)) ||
      failed(collectNames(info.training.getBody(), /*isNetwork=*/true)))
    return failure();
  if (info.objective &&
      (failed(checkObjective()) ||
       failed(collectNames(info.objective.getBody(), /*isNetwork=*/false))))
    return failure();
  if (failed(resolveMasks()))
    return failure();
  if (info.recipe && failed(collectGroups()))
    return failure();
  return collectHypers();
}

FailureOr<ModelInfo> dnd::passes::collectModelInfo(ModuleOp module,
                                                   StringRef name) {
  ModelInfo info;
  if (failed(Collector(module, info).run(name)))
    return failure();
  return info;
}
