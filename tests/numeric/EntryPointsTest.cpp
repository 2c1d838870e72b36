//===- EntryPointsTest.cpp - Entry points against formulas and differences ===//
//
// The functions that dnd-build-entry-points makes, evaluated in float64:
// gradients against central differences of the loss, and the training step
// against the update formulas written out as loops (PyTorch's, Keras' eps).
//
//===----------------------------------------------------------------------===//

#include "passes/Passes.h"
#include "tests/reference/Evaluator.h"

#include "dialect/dnd/Builders.h"
#include "dialect/entry/Arguments.h"
#include "mlir/Parser/Parser.h"
#include "mlir/Pass/PassManager.h"
#include "gtest/gtest.h"

#include <cmath>

using namespace mlir;
using dnd::reference::drawTensor;
using dnd::reference::Evaluator;
using dnd::reference::Tensor;

namespace dnd::tests {

namespace {

constexpr int64_t Batch = 5;

/// Arguments and results of an entry by kind and name: "param w", "loss".
using Values = std::map<std::string, Tensor>;

/// A module whose entry points have been built.
class Entries {
public:
  explicit Entries(const std::string &text) {
    context.loadDialect<DndDialect, func::FuncDialect>();
    module = parseSourceString<ModuleOp>(text, &context);
    if (!module)
      return;
    PassManager manager(&context);
    manager.addPass(passes::createBuildEntryPoints());
    built = succeeded(manager.run(*module));
  }

  bool isBuilt() const { return built; }

  /// Evaluates an entry; every argument must be in `arguments`.
  Values run(StringRef name, const Values &arguments) {
    auto function = module->lookupSymbol<func::FuncOp>(name);
    EXPECT_TRUE(function) << name.str();
    reference::NamedTensors none;
    Evaluator evaluator(none, Batch);
    for (unsigned i = 0; i < function.getNumArguments(); ++i) {
      std::string key = keyOf(function.getArgAttrDict(i));
      auto it = arguments.find(key);
      EXPECT_NE(it, arguments.end()) << key;
      evaluator.set(function.getArgument(i), it->second);
    }
    Block &body = function.getBody().front();
    EXPECT_TRUE(succeeded(evaluator.evaluate(body)));
    Values results;
    for (auto [index, value] :
         llvm::enumerate(body.getTerminator()->getOperands()))
      results[keyOf(function.getResultAttrDict(index))] = evaluator.get(value);
    return results;
  }

private:
  static std::string keyOf(DictionaryAttr attrs) {
    auto arg = attrs.getAs<ArgAttr>(argAttrName);
    std::string kind = stringifyArgKind(arg.getKind()).str();
    return isSingle(arg.getKind()) ? kind : kind + " " + arg.getName().str();
  }

  MLIRContext context;
  OwningOpRef<ModuleOp> module;
  bool built = false;
};

/// A low-rank form, a masked linear layer on top, cross-entropy.
std::string makeModel(const std::string &recipe) {
  return R"(
dnd.network @N(%x: tensor<?x4xf32> {dnd.name = "x"}) -> (tensor<?x3xf32> {dnd.name = "y"}) {
  %u = dnd.param "u" init = {fn = "zeros"} live = 24 : tensor<3x2x4xf32>
  %m = dnd.table "m" gen = {fn = "random_mask"} range = 2 : tensor<3x3xf32>
  %w = dnd.param "w" init = {fn = "zeros"} live = 5 mask = "m" : tensor<3x3xf32>
  %h = dnd.low_rank_quadratic %x, %u axis 1 : (tensor<?x4xf32>, tensor<3x2x4xf32>) -> tensor<?x3xf32>
  %y = dnd.contract (%w, %h) over [?, 3, 3] {maps = [affine_map<(b, j, i) -> (j, i)>, affine_map<(b, j, i) -> (b, i)>], out_map = affine_map<(b, j, i) -> (b, j)>} : (tensor<3x3xf32>, tensor<?x3xf32>) -> tensor<?x3xf32>
  dnd.return %y : tensor<?x3xf32>
}
dnd.objective @L(%y: tensor<?x3xf32> {dnd.name = "y"}, %l: tensor<?xi32> {dnd.name = "label", dnd.classes = 3 : i64}) -> tensor<f32> {
  %c = dnd.cross_entropy %y, %l : (tensor<?x3xf32>, tensor<?xi32>) -> tensor<?xf32>
  %n = dnd.inverse_batch %c : (tensor<?xf32>) -> tensor<f32>
  %s = dnd.contract (%c, %n) over [?] {maps = [affine_map<(b) -> (b)>, affine_map<(b) -> ()>], out_map = affine_map<(b) -> ()>} : (tensor<?xf32>, tensor<f32>) -> tensor<f32>
  dnd.return %s : tensor<f32>
}
dnd.recipe @T for @N objective @L )" +
         recipe + "\n";
}

Values modelArguments() {
  Values values;
  values["input x"] = drawTensor({Batch, 4}, 1, false);
  values["param u"] = drawTensor({3, 2, 4}, 2, false);
  values["param w"] = drawTensor({3, 3}, 3, false);
  Tensor mask({3, 3});
  mask.data = {1, 0, 1, 0, 1, 0, 1, 1, 0};
  for (int64_t i = 0; i < 9; ++i)
    values["param w"].data[i] *= mask.data[i];
  values["table m"] = mask;
  Tensor labels({Batch});
  labels.data = {0, 2, 1, 1, 0};
  values["target label"] = labels;
  values["cotangent y"] = drawTensor({Batch, 3}, 4, false);
  return values;
}

/// The scalar that an entry differentiates.
double lossOf(Entries &entries, const Values &arguments) {
  return entries.run("eval_step_f64", arguments).at("loss").data[0];
}

double cotangentProduct(Entries &entries, const Values &arguments) {
  Tensor y = entries.run("forward_f64", arguments).at("output y");
  double sum = 0;
  for (int64_t i = 0; i < y.size(); ++i)
    sum += y.data[i] * arguments.at("cotangent y").data[i];
  return sum;
}

/// Compares the gradients of `entry` with central differences of `scalar`.
void checkGradients(const std::string &entry,
                    double (*scalar)(Entries &, const Values &)) {
  Entries entries(makeModel("settings {optimizer = {kind = \"sgd\"}} groups "
                            "[{patterns = [\"*\"]}]"));
  ASSERT_TRUE(entries.isBuilt());
  const Values arguments = modelArguments();
  Values results = entries.run(entry, arguments);
  const double step = 1e-5;
  for (auto [argument, result] : {std::pair("param u", "param_grad u"),
                                  {"param w", "param_grad w"},
                                  {"input x", "input_grad x"}}) {
    const Tensor &gradient = results.at(result);
    double largest = 0;
    for (int64_t i = 0; i < gradient.size(); ++i) {
      Values up = arguments, down = arguments;
      up.at(argument).data[i] += step;
      down.at(argument).data[i] -= step;
      double expected =
          (scalar(entries, up) - scalar(entries, down)) / 2 / step;
      if (argument == std::string("param w"))
        expected *= arguments.at("table m").data[i];
      EXPECT_NEAR(gradient.data[i], expected, 1e-7) << result << " " << i;
      largest = std::fmax(largest, std::fabs(expected));
    }
    EXPECT_GT(largest, 1e-3) << result << " is zero";
  }
}

TEST(EntryPoints, LossGradientsEqualDifferences) {
  checkGradients("grad_loss_f64", lossOf);
}

TEST(EntryPoints, CotangentGradientsEqualDifferences) {
  checkGradients("grad_cotangent_f64", cotangentProduct);
}

TEST(EntryPoints, EntriesAgreeOnOutputsAndLoss) {
  Entries entries(makeModel("settings {optimizer = {kind = \"sgd\"}} groups "
                            "[{patterns = [\"*\"]}]"));
  ASSERT_TRUE(entries.isBuilt());
  Values arguments = modelArguments();
  arguments["hyper lr.0"] = arguments["hyper weight_decay.0"] = Tensor({}, 0);
  Tensor y = entries.run("forward", arguments).at("output y");
  double loss = lossOf(entries, arguments);
  for (const char *name : {"eval_step", "grad_loss", "train_step"}) {
    Values results = entries.run(name, arguments);
    for (int64_t i = 0; i < y.size(); ++i)
      EXPECT_NEAR(results.at("output y").data[i], y.data[i], 1e-12) << name;
    EXPECT_NEAR(results.at("loss").data[0], loss, 1e-12) << name;
  }
}

//===----------------------------------------------------------------------===//
// Updates
//===----------------------------------------------------------------------===//

struct Numbers {
  double lr = 0.1, wd = 0.05, mu = 0.9, b1 = 0.8, b2 = 0.95, eps = 1e-3;
  double bias1 = 0.36, bias2 = 0.0975; // step 2
};

/// One element: parameter and slots before, gradient; the same after.
struct Element {
  double theta, g, slot0, slot1;
};

using Formula = Element (*)(Element, const Numbers &);

struct UpdateCase {
  const char *name;
  const char *optimizer;
  const char *group;
  std::vector<std::string> slots;
  Formula formula;
};

Element sgd(Element e, const Numbers &n) {
  e.theta -= n.lr * (e.g + n.wd * e.theta);
  return e;
}
Element momentum(Element e, const Numbers &n) {
  e.slot0 = n.mu * e.slot0 + e.g + n.wd * e.theta;
  e.theta -= n.lr * e.slot0;
  return e;
}
Element nesterov(Element e, const Numbers &n) {
  double g = e.g + n.wd * e.theta;
  e.slot0 = n.mu * e.slot0 + g;
  e.theta -= n.lr * (g + n.mu * e.slot0);
  return e;
}
Element moments(Element e, const Numbers &n) {
  e.slot0 = n.b1 * e.slot0 + (1 - n.b1) * e.g;
  e.slot1 = n.b2 * e.slot1 + (1 - n.b2) * e.g * e.g;
  return e;
}
Element adam(Element e, const Numbers &n) {
  e.g += n.wd * e.theta;
  e = moments(e, n);
  e.theta -=
      n.lr * (e.slot0 / n.bias1) / (std::sqrt(e.slot1 / n.bias2) + n.eps);
  return e;
}
Element keras(Element e, const Numbers &n) {
  e.g += n.wd * e.theta;
  e = moments(e, n);
  e.theta -= n.lr * std::sqrt(n.bias2) / n.bias1 * e.slot0 /
             (std::sqrt(e.slot1) + n.eps);
  return e;
}
Element adamw(Element e, const Numbers &n) {
  e.theta -= n.lr * n.wd * e.theta;
  e = moments(e, n);
  e.theta -=
      n.lr * (e.slot0 / n.bias1) / (std::sqrt(e.slot1 / n.bias2) + n.eps);
  return e;
}

class Update : public testing::TestWithParam<UpdateCase> {};

TEST_P(Update, EqualsFormula) {
  const UpdateCase &test = GetParam();
  Entries entries(makeModel(std::string("settings {optimizer = {") +
                            test.optimizer + "}} groups [{patterns = [\"*\"]" +
                            test.group + "}]"));
  ASSERT_TRUE(entries.isBuilt());
  Numbers n;
  Values arguments = modelArguments();
  for (auto [name, value] : {std::pair("lr", n.lr),
                             {"weight_decay", n.wd},
                             {"momentum", n.mu},
                             {"beta1", n.b1},
                             {"beta2", n.b2},
                             {"eps", n.eps},
                             {"bias1", n.bias1},
                             {"bias2", n.bias2}})
    arguments[std::string("hyper ") + name + ".0"] = Tensor({}, value);
  uint64_t seed = 50;
  for (std::string param : {"u", "w"})
    for (const std::string &slot : test.slots) {
      Tensor tensor =
          drawTensor(arguments.at("param " + param).shape, ++seed, true);
      for (double &value : tensor.data)
        value *= 0.1;
      arguments["slot " + param + "." + slot] = tensor;
    }
  Values gradients = entries.run("grad_loss", arguments);
  Values results = entries.run("train_step", arguments);
  EXPECT_EQ(results.size(), 2 + 2 * (1 + test.slots.size()));
  for (std::string param : {"u", "w"}) {
    const Tensor &before = arguments.at("param " + param);
    auto slot = [&](const Values &values, size_t k, int64_t i) {
      return k < test.slots.size()
                 ? values.at("slot " + param + "." + test.slots[k]).data[i]
                 : 0;
    };
    for (int64_t i = 0; i < before.size(); ++i) {
      Element e = test.formula({before.data[i],
                                gradients.at("param_grad " + param).data[i],
                                slot(arguments, 0, i), slot(arguments, 1, i)},
                               n);
      EXPECT_NEAR(results.at("param " + param).data[i], e.theta, 1e-12);
      for (size_t k = 0; k < test.slots.size(); ++k)
        EXPECT_NEAR(slot(results, k, i), k ? e.slot1 : e.slot0, 1e-12);
    }
  }
}

INSTANTIATE_TEST_SUITE_P(
    Optimizers, Update,
    testing::Values(
        UpdateCase{"sgd", "kind = \"sgd\"", "", {}, sgd},
        UpdateCase{
            "momentum", "kind = \"sgd\"", ", momentum = 0.5", {"v"}, momentum},
        UpdateCase{"nesterov",
                   "kind = \"sgd\", nesterov = true",
                   ", momentum = 0.5",
                   {"v"},
                   nesterov},
        UpdateCase{"adam", "kind = \"adam\"", "", {"m", "v"}, adam},
        UpdateCase{"keras",
                   "kind = \"adam\", keras_eps = true",
                   "",
                   {"m", "v"},
                   keras},
        UpdateCase{"adamw", "kind = \"adamw\"", "", {"m", "v"}, adamw}),
    [](const auto &info) { return std::string(info.param.name); });

} // namespace

} // namespace dnd::tests
