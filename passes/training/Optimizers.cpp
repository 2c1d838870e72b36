//===- Optimizers.cpp - update rules as dnd ops ---------------------------===//
#include "passes/training/Optimizers.h"
#include "dialect/dnd/Builders.h"
#include "dndrt/recipe.h"

#include <algorithm>

using namespace mlir;
using namespace dnd;
using namespace dnd::passes;

namespace {

/// Short forms for update formulas: tensors of one shape, and scalars.
class Formula {
public:
  Formula(OpBuilder &builder, Location loc) : builder(builder), loc(loc) {}
  Value add(Value a, Value b) {
    return makeMap(builder, loc, MapFn::add, {a, b});
  }
  Value sub(Value a, Value b) {
    return makeMap(builder, loc, MapFn::sub, {a, b});
  }
  Value mul(Value a, Value b) {
    return makeMap(builder, loc, MapFn::mul, {a, b});
  }
  Value div(Value a, Value b) {
    return makeMap(builder, loc, MapFn::div, {a, b});
  }
  Value sqrt(Value a) { return makeMap(builder, loc, MapFn::sqrt, a); }
  Value square(Value a) { return mul(a, a); }
  Value oneMinus(Value a) { return makeAffine(builder, loc, a, -1, 1); }

private:
  OpBuilder &builder;
  Location loc;
};

/// SGD as PyTorch's: g' = g + wd theta; v = mu v + g'; theta -= lr v, with
/// Nesterov theta -= lr (g' + mu v); without momentum theta -= lr g'.
class Sgd : public Optimizer {
public:
  Sgd(bool momentum, bool nesterov) : momentum(momentum), nesterov(nesterov) {}

  ArrayRef<OptimizerNumber> getNumbers() const override {
    return getOptimizerNumbers("sgd");
  }
  ArrayRef<StringRef> getSlots() const override {
    static constexpr StringRef slots[] = {"v"};
    return momentum ? ArrayRef(slots) : ArrayRef<StringRef>();
  }
  bool uses(StringRef number) const override {
    return momentum || number != "momentum";
  }
  UpdateResults build(OpBuilder &builder, Location loc,
                      const UpdateInputs &in) const override {
    Formula f(builder, loc);
    Value step =
        f.add(in.gradient, f.mul(in.numbers.lookup("weight_decay"), in.param));
    UpdateResults results;
    if (momentum) {
      Value mu = in.numbers.lookup("momentum");
      Value velocity = f.add(f.mul(mu, in.slots[0]), step);
      results.slots.push_back(velocity);
      step = nesterov ? f.add(step, f.mul(mu, velocity)) : velocity;
    }
    results.param = f.sub(in.param, f.mul(in.numbers.lookup("lr"), step));
    return results;
  }

private:
  bool momentum, nesterov;
};

/// Adam and AdamW as PyTorch's:
///   m = b1 m + (1-b1) g; v = b2 v + (1-b2) g^2
///   theta -= lr (m/bias1) / (sqrt(v/bias2) + eps)
/// with bias1 = 1 - b1^t, bias2 = 1 - b2^t. Keras adds eps to sqrt(v) instead:
///   theta -= lr sqrt(bias2)/bias1 m / (sqrt(v) + eps).
/// Weight decay: Adam adds wd theta to g; AdamW first takes lr wd theta from
/// theta.
class Adam : public Optimizer {
public:
  Adam(bool decoupled, bool kerasEps)
      : decoupled(decoupled), kerasEps(kerasEps) {}

  ArrayRef<OptimizerNumber> getNumbers() const override {
    return getOptimizerNumbers(decoupled ? "adamw" : "adam");
  }
  ArrayRef<StringRef> getStepNumbers() const override {
    static constexpr StringRef names[] = {"bias1", "bias2"};
    return names;
  }
  ArrayRef<StringRef> getSlots() const override {
    static constexpr StringRef slots[] = {"m", "v"};
    return slots;
  }
  UpdateResults build(OpBuilder &builder, Location loc,
                      const UpdateInputs &in) const override {
    Formula f(builder, loc);
    auto number = [&](StringRef name) { return in.numbers.lookup(name); };
    Value param = in.param, g = in.gradient;
    Value lr = number("lr");
    if (decoupled)
      param = f.mul(f.oneMinus(f.mul(lr, number("weight_decay"))), param);
    else
      g = f.add(g, f.mul(number("weight_decay"), param));
    Value b1 = number("beta1"), b2 = number("beta2");
    Value m = f.add(f.mul(b1, in.slots[0]), f.mul(f.oneMinus(b1), g));
    Value v = f.add(f.mul(b2, in.slots[1]), f.mul(f.oneMinus(b2), f.square(g)));
    // Scalars first: one division and one square root for each element.
    Value root = f.sqrt(number("bias2"));
    Value inverseRoot =
        makeMap(builder, loc, MapFn::powi, root, ArrayRef<double>{-1});
    Value rate = f.div(lr, number("bias1"));
    Value denominator = f.sqrt(v);
    if (kerasEps)
      rate = f.mul(rate, root);
    else
      denominator = f.mul(denominator, inverseRoot);
    denominator = f.add(number("eps"), denominator);
    UpdateResults results;
    results.param = f.sub(param, f.mul(rate, f.div(m, denominator)));
    results.slots = {m, v};
    return results;
  }

private:
  bool decoupled, kerasEps;
};

} // namespace

/// The numbers of every optimiser in dndrt/recipe.def. The rate and the decay,
/// which all of them have, stand first.
static llvm::StringMap<SmallVector<OptimizerNumber>> readOptimizerNumbers() {
  llvm::StringMap<SmallVector<OptimizerNumber>> all;
  for (const recipe::Function &function :
       recipe::functionsOf(recipe::Kind::Optimizer)) {
    SmallVector<OptimizerNumber> &numbers = all[function.name];
    for (const recipe::Argument &argument : function.arguments)
      if (argument.type == recipe::Type::Number)
        numbers.push_back({argument.name, argument.fallback.number});
    std::stable_partition(
        numbers.begin(), numbers.end(), [](const OptimizerNumber &number) {
          return number.name == "lr" || number.name == "weight_decay";
        });
  }
  return all;
}

ArrayRef<OptimizerNumber> dnd::passes::getOptimizerNumbers(StringRef kind) {
  static const auto all = readOptimizerNumbers();
  auto found = all.find(kind);
  return found == all.end() ? ArrayRef<OptimizerNumber>()
                            : ArrayRef(found->second);
}

/// A flag of the settings; a diagnostic if it is something else.
static FailureOr<bool> getFlag(RecipeOp recipe, DictionaryAttr settings,
                               StringRef name) {
  Attribute attr = settings.get(name);
  if (!attr)
    return false;
  auto flag = dyn_cast<BoolAttr>(attr);
  if (!flag)
    return recipe.emitError() << "optimizer: '" << name
                              << "' must be true or false, found " << attr;
  return flag.getValue();
}

FailureOr<std::unique_ptr<Optimizer>>
dnd::passes::createOptimizer(RecipeOp recipe, bool momentum) {
  auto settings = recipe.getSettings().getAs<DictionaryAttr>("optimizer");
  StringRef kind = settings.getAs<StringAttr>("kind").getValue();
  if (kind == "sgd") {
    FailureOr<bool> nesterov = getFlag(recipe, settings, "nesterov");
    if (failed(nesterov))
      return failure();
    if (*nesterov && !momentum)
      return recipe.emitError()
             << "optimizer: 'nesterov' needs a momentum above 0";
    return std::unique_ptr<Optimizer>(
        std::make_unique<Sgd>(momentum, *nesterov));
  }
  if (kind != "adam" && kind != "adamw")
    return recipe.emitError() << "unknown optimizer '" << kind
                              << "'; there are sgd, adam and adamw";
  FailureOr<bool> kerasEps = getFlag(recipe, settings, "keras_eps");
  if (failed(kerasEps))
    return failure();
  return std::unique_ptr<Optimizer>(
      std::make_unique<Adam>(kind == "adamw", *kerasEps));
}
