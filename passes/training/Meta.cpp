//===- Meta.cpp - the descriptor of a model as attributes -----------------===//
#include "passes/training/Meta.h"
#include "dialect/dnd/Builders.h"
#include "passes/training/Arithmetic.h"

using namespace mlir;
using namespace dnd;
using namespace dnd::passes;

std::string dnd::passes::locationText(Location loc) {
  std::string text;
  loc->walk([&](Location inner) {
    auto place = dyn_cast<FileLineColLoc>(inner);
    if (!place)
      return WalkResult::advance();
    text = (place.getFilename().getValue() + ":" + Twine(place.getLine()) +
            ":" + Twine(place.getColumn()))
               .str();
    return WalkResult::interrupt();
  });
  return text;
}

namespace {

/// Short ways to write attributes.
class MetaBuilder {
public:
  explicit MetaBuilder(const ModelInfo &info)
      : info(info), builder(info.network->getContext()) {}
  DictionaryAttr build();

private:
  using Fields = SmallVector<NamedAttribute>;

  Attribute text(StringRef value) { return builder.getStringAttr(value); }
  Attribute integer(int64_t value) { return builder.getI64IntegerAttr(value); }
  Attribute real(double value) { return builder.getF64FloatAttr(value); }
  void set(Fields &fields, StringRef name, Attribute value) {
    fields.push_back(builder.getNamedAttr(name, value));
  }
  Attribute dictionary(Fields &fields) {
    return builder.getDictionaryAttr(fields);
  }
  /// Extents without the batch.
  Attribute shape(Type type) {
    auto tensor = cast<RankedTensorType>(type);
    SmallVector<Attribute> sizes;
    for (int64_t size : tensor.getShape())
      if (!ShapedType::isDynamic(size))
        sizes.push_back(integer(size));
    return builder.getArrayAttr(sizes);
  }
  Attribute dtype(Type type) {
    std::string name;
    llvm::raw_string_ostream(name)
        << cast<RankedTensorType>(type).getElementType();
    return text(name);
  }

  Attribute inputs();
  Attribute outputs();
  StringRef kindOfOutput(unsigned index);
  Attribute detached(NetworkOp network);
  Attribute params();
  Attribute tables();
  Attribute states();
  Attribute targets();
  Attribute hypers();
  Attribute groups();

  const ModelInfo &info;
  Builder builder;
};

} // namespace

Attribute MetaBuilder::inputs() {
  SmallVector<Attribute> list;
  NetworkOp network = info.network;
  for (auto [index, type] : llvm::enumerate(network.getArgumentTypes())) {
    Fields fields;
    set(fields, "name", text(network.getArgName(index)));
    set(fields, "shape", shape(type));
    set(fields, "dtype", dtype(type));
    list.push_back(dictionary(fields));
  }
  return builder.getArrayAttr(list);
}

Attribute MetaBuilder::outputs() {
  SmallVector<Attribute> list;
  NetworkOp network = info.network;
  for (auto [index, type] : llvm::enumerate(network.getResultTypes())) {
    Fields fields;
    set(fields, "name", text(network.getResultName(index)));
    set(fields, "shape", shape(type));
    set(fields, "kind", text(kindOfOutput(index)));
    list.push_back(dictionary(fields));
  }
  return builder.getArrayAttr(list);
}

/// What the numbers of an output are: "logits", "probabilities" or "values".
/// The loss says it where it takes a softmax, a logistic function or a
/// logarithm of them; else the output's own last operation does.
StringRef MetaBuilder::kindOfOutput(unsigned index) {
  if (ObjectiveOp objective = info.objective)
    for (OpOperand &use : objective.getBody().getArgument(index).getUses()) {
      Operation *user = use.getOwner();
      if (isa<CrossEntropyOp>(user) && use.getOperandNumber() == 0)
        return "logits";
      auto map = dyn_cast<MapOp>(user);
      if (map &&
          (map.getFn() == MapFn::softplus || map.getFn() == MapFn::sigmoid))
        return "logits";
      if (map && map.getFn() == MapFn::log)
        return "probabilities";
    }
  NetworkOp network = info.network;
  Operation *end = network.getBody().front().getTerminator();
  Operation *last = end->getOperand(index).getDefiningOp();
  auto map = dyn_cast_or_null<MapOp>(last);
  return isa_and_nonnull<SoftmaxOp>(last) ||
                 (map && map.getFn() == MapFn::sigmoid)
             ? "probabilities"
             : "values";
}

/// The shapes of what a gradient check holds fixed, in the order of the entries
/// `detached` and `held`; null when there is nothing.
Attribute MetaBuilder::detached(NetworkOp network) {
  SmallVector<Attribute> list;
  auto add = [&](StopGradientOp op) {
    Fields fields;
    set(fields, "shape", shape(op.getType()));
    list.push_back(dictionary(fields));
  };
  network.walk(add);
  if (ObjectiveOp objective = info.objective)
    objective.walk(add);
  return list.empty() ? Attribute() : builder.getArrayAttr(list);
}

Attribute MetaBuilder::params() {
  SmallVector<Attribute> list;
  for (auto [index, param] : llvm::enumerate(info.params)) {
    ParamOp op = param.op;
    SmallVector<Attribute> slots;
    for (StringRef slot : info.getSlots(index))
      slots.push_back(text(slot));
    Fields fields;
    set(fields, "path", text(op.getPath()));
    set(fields, "shape", shape(op.getType()));
    set(fields, "init", op.getInit());
    set(fields, "live", integer(op.getLive()));
    set(fields, "mask", integer(param.mask));
    set(fields, "group", integer(param.group));
    set(fields, "slots", builder.getArrayAttr(slots));
    set(fields, "frozen", builder.getBoolAttr(param.frozen));
    set(fields, "symmetric", builder.getBoolAttr(op.getSymmetric()));
    set(fields, "loc", text(locationText(op.getLoc())));
    list.push_back(dictionary(fields));
  }
  return builder.getArrayAttr(list);
}

Attribute MetaBuilder::tables() {
  SmallVector<Attribute> list;
  for (TableOp op : info.tables) {
    Fields fields;
    set(fields, "path", text(op.getPath()));
    set(fields, "shape", shape(op.getType()));
    set(fields, "dtype", dtype(op.getType()));
    set(fields, "gen", op.getGen());
    set(fields, "range", integer(op.getRange()));
    set(fields, "loc", text(locationText(op.getLoc())));
    list.push_back(dictionary(fields));
  }
  return builder.getArrayAttr(list);
}

Attribute MetaBuilder::states() {
  SmallVector<Attribute> list;
  for (StateOp op : info.states) {
    Fields fields;
    set(fields, "path", text(op.getPath()));
    set(fields, "shape", shape(op.getType()));
    set(fields, "init", op.getInit());
    SmallVector<Attribute> slots;
    for (StringRef slot : info.getStateSlots())
      slots.push_back(text(slot));
    if (!slots.empty())
      set(fields, "slots", builder.getArrayAttr(slots));
    set(fields, "loc", text(locationText(op.getLoc())));
    list.push_back(dictionary(fields));
  }
  return builder.getArrayAttr(list);
}

Attribute MetaBuilder::targets() {
  SmallVector<Attribute> list;
  ObjectiveOp objective = info.objective;
  NetworkOp network = info.network;
  if (!objective)
    return builder.getArrayAttr({});
  unsigned numOutputs = network.getResultTypes().size();
  for (unsigned i = numOutputs; i < objective.getNumArguments(); ++i) {
    Type type = objective.getArgumentTypes()[i];
    auto classes = objective.getArgAttrOfType<IntegerAttr>(i, "dnd.classes");
    Fields fields;
    set(fields, "name", text(objective.getArgName(i)));
    set(fields, "kind", text(classes ? "label" : "value"));
    if (classes)
      set(fields, "classes", integer(classes.getInt()));
    else
      set(fields, "shape", shape(type));
    // Shares of the classes instead of their numbers.
    if (classes && isFloatTensor(type))
      set(fields, "soft", builder.getBoolAttr(true));
    // One number for two classes.
    if (objective.getArgAttr(i, "dnd.binary"))
      set(fields, "classes", integer(2));
    set(fields, "dtype", dtype(type));
    list.push_back(dictionary(fields));
  }
  return builder.getArrayAttr(list);
}

Attribute MetaBuilder::hypers() {
  SmallVector<Attribute> list;
  for (const HyperInfo &hyper : info.hypers) {
    Fields fields;
    set(fields, "name", text(hyper.name));
    set(fields, "group", integer(hyper.group));
    list.push_back(dictionary(fields));
  }
  return builder.getArrayAttr(list);
}

Attribute MetaBuilder::groups() {
  SmallVector<Attribute> list;
  for (const GroupInfo &group : info.groups) {
    SmallVector<Attribute> patterns;
    for (StringRef pattern : group.patterns)
      patterns.push_back(text(pattern));
    // Group 0 says everything, the others what differs.
    Fields numbers(group.settings);
    if (list.empty()) {
      numbers.clear();
      for (auto &[name, value] : group.numbers)
        set(numbers, name, real(value));
    }
    Fields fields;
    set(fields, "patterns", builder.getArrayAttr(patterns));
    set(fields, "optimizer", dictionary(numbers));
    set(fields, "frozen", builder.getBoolAttr(group.frozen));
    list.push_back(dictionary(fields));
  }
  return builder.getArrayAttr(list);
}

DictionaryAttr MetaBuilder::build() {
  NetworkOp network = info.network;
  RecipeOp recipe = info.recipe;
  Fields fields;
  set(fields, "network", text(network.getSymName()));
  set(fields, "inputs", inputs());
  set(fields, "outputs", outputs());
  if (Attribute list = detached(info.network))
    set(fields, "detached", list);
  if (Attribute list = detached(info.training); list && info.hasModes())
    set(fields, "detached_training", list);
  set(fields, "params", params());
  set(fields, "tables", tables());
  set(fields, "states", states());
  set(fields, "layers",
      network.getLayers() ? *network.getLayers() : builder.getArrayAttr({}));
  set(fields, "multiply_adds", integer(multiplyAdds(network)));
  set(fields, "targets", targets());
  set(fields, "hyper", hypers());
  set(fields, "groups", groups());
  if (recipe)
    set(fields, "recipe", recipe.getSettings());
  return builder.getDictionaryAttr(fields);
}

DictionaryAttr dnd::passes::buildMeta(const ModelInfo &info) {
  return MetaBuilder(info).build();
}
