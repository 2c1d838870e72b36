//===- dnd-eval.cpp - The float64 reference as a tool ---------------------===//
//
// Three uses:
//   dnd-eval model.mlir --make-case=DIR --batch=3       random values of a
//   batch dnd-eval model.mlir --weights=W --input x=X.npy ... evaluate, like
//   the verb
//       [--grad-check]                                  `forward` of a model
//   dnd-eval --compare=A.npz,B.npz                      do two results agree?
// The module has `dnd.network` ops (phases dnd and forms).
//
//===----------------------------------------------------------------------===//

#include "tests/reference/Files.h"
#include "tests/reference/Program.h"

#include "dialect/dnd/Builders.h"

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Parser/Parser.h"
#include "llvm/Support/CommandLine.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Format.h"
#include "llvm/Support/FormatVariadic.h"
#include "llvm/Support/InitLLVM.h"
#include "llvm/Support/raw_ostream.h"

#include <cmath>
#include <random>

using namespace dnd;
using namespace dnd::reference;
using llvm::cl::desc;
using llvm::cl::init;
using llvm::cl::opt;

static llvm::cl::OptionCategory category("dnd-eval");
static opt<std::string> modelPath(llvm::cl::Positional, desc("model.mlir"),
                                  llvm::cl::cat(category));
static opt<std::string> networkName("network", desc("which network"),
                                    llvm::cl::cat(category));
static opt<std::string> weightsPath("weights", desc(".npz or .safetensors"),
                                    llvm::cl::cat(category));
static llvm::cl::list<std::string> inputFiles("input", desc("name=file.npy"),
                                              llvm::cl::cat(category));
static llvm::cl::list<std::string> targetFiles("target", desc("name=file.npy"),
                                               llvm::cl::cat(category));
static llvm::cl::list<std::string> cotangentFiles("cotangent",
                                                  desc("output=file.npy"),
                                                  llvm::cl::cat(category));
static opt<std::string> outputPath("output", desc("outputs, .npz"),
                                   llvm::cl::cat(category));
static opt<std::string> gradientsPath("gradients", desc("gradients, .npz"),
                                      llvm::cl::cat(category));
static opt<bool> training("training", desc("as in a training step"),
                          llvm::cl::cat(category));
static opt<uint64_t> noiseSeed("noise-seed", desc("seed of the noise"), init(0),
                               llvm::cl::cat(category));
static opt<uint64_t> noiseStep("noise-step", desc("step of the noise"), init(0),
                               llvm::cl::cat(category));
static opt<std::string> updatesPath("updates", desc("new states, .npz"),
                                    llvm::cl::cat(category));
static opt<bool> gradCheck("grad-check",
                           desc("hold gradients against central differences"),
                           llvm::cl::cat(category));
static opt<unsigned> samples("samples", desc("entries checked of each tensor"),
                             init(8), llvm::cl::cat(category));
static opt<std::string> makeCase("make-case", desc("write a random case here"),
                                 llvm::cl::cat(category));
static opt<int64_t> batchSize("batch", desc("batch of --make-case"), init(3),
                              llvm::cl::cat(category));
static opt<uint64_t> seed("seed", desc("seed of random values"), init(1),
                          llvm::cl::cat(category));
static opt<bool> positive("positive", desc("inputs in (0.1, 1)"),
                          llvm::cl::cat(category));
static llvm::cl::list<std::string> compared("compare", desc("A.npz,B.npz"),
                                            llvm::cl::CommaSeparated,
                                            llvm::cl::cat(category));
static opt<double> tolerance("tolerance",
                             desc("relative to the largest number"), init(1e-4),
                             llvm::cl::cat(category));

static llvm::Error fail(const llvm::Twine &why) {
  return llvm::createStringError(llvm::inconvertibleErrorCode(), why);
}

//===----------------------------------------------------------------------===//
// Compare
//===----------------------------------------------------------------------===//

static double largest(const Tensor &tensor) {
  double top = 0;
  for (double value : tensor.data)
    top = std::max(top, std::fabs(value));
  return top;
}

/// Largest difference relative to the largest number of `want`; infinite when
/// a number is not finite or the shapes differ.
static double difference(const Tensor &got, const Tensor &want) {
  if (got.shape != want.shape)
    return INFINITY;
  double worst = 0;
  for (int64_t i = 0; i < want.size(); ++i) {
    double apart = std::fabs(got.data[i] - want.data[i]);
    if (!std::isfinite(apart))
      return INFINITY;
    worst = std::max(worst, apart);
  }
  // Below this size float32 sums have no digits to compare.
  return worst / std::max(largest(want), 1e-3);
}

static llvm::Error compare() {
  if (compared.size() != 2)
    return fail("--compare wants two files");
  auto got = readArrays(compared[0]), want = readArrays(compared[1]);
  if (!got)
    return llvm::joinErrors(got.takeError(),
                            want ? llvm::Error::success() : want.takeError());
  if (!want)
    return want.takeError();
  double worst = 0;
  unsigned zeros = 0, wrong = 0;
  for (const auto &[name, expected] : *want) {
    auto found = got->find(name);
    if (found == got->end()) {
      llvm::outs() << "missing: " << name << "\n";
      ++wrong;
      continue;
    }
    double apart = difference(found->second, expected);
    worst = std::max(worst, apart);
    zeros += largest(expected) == 0;
    if (apart > tolerance) {
      llvm::outs() << "differs: " << name << " by "
                   << llvm::format("%.2e", apart) << "\n";
      ++wrong;
    }
  }
  for (const auto &[name, tensor] : *got)
    if (!want->count(name)) {
      llvm::outs() << "unexpected: " << name << "\n";
      ++wrong;
    }
  if (want->empty() || zeros == want->size())
    return fail("nothing to compare: all arrays are zero or there are none");
  if (wrong)
    return fail(llvm::Twine(wrong) + " of " + llvm::Twine(want->size()) +
                " arrays differ");
  llvm::outs() << "agree: " << want->size() << " arrays within "
               << llvm::format("%.1e", double(tolerance)) << " (largest "
               << llvm::format("%.1e", worst) << ")\n";
  return llvm::Error::success();
}

//===----------------------------------------------------------------------===//
// A random case
//===----------------------------------------------------------------------===//

/// Random numbers that float32 can hold.
class Source {
public:
  explicit Source(uint64_t seed) : engine(seed) {}
  double normal(double deviation) {
    return static_cast<float>(std::normal_distribution<>(0, deviation)(engine));
  }
  double uniform(double low, double high) {
    return static_cast<float>(
        std::uniform_real_distribution<>(low, high)(engine));
  }
  int64_t below(int64_t n) {
    return std::uniform_int_distribution<int64_t>(0, n - 1)(engine);
  }

private:
  std::mt19937_64 engine;
};

static Tensor randomValue(Source &source, mlir::RankedTensorType type,
                          int64_t classes) {
  Tensor::Shape shape;
  for (int64_t extent : type.getShape())
    shape.push_back(mlir::ShapedType::isDynamic(extent) ? int64_t(batchSize)
                                                        : extent);
  Tensor tensor(shape);
  tensor.isInteger = type.getElementType().isInteger();
  for (double &value : tensor.data)
    value = tensor.isInteger ? double(source.below(classes))
            : positive       ? source.uniform(0.1, 1)
                             : source.normal(1);
  return tensor;
}

/// Adds noise to parameters and states, so that starts at zero hide nothing;
/// masked entries stay zero, states (variances, say) become no smaller.
static void perturb(NetworkOp network, NamedTensors &weights, Source &source) {
  network->walk([&](TableOp table) {
    auto found = weights.find(table.getPath().str());
    if (found != weights.end())
      found->second.isInteger = !isFloatTensor(table.getResult().getType());
  });
  network->walk([&](StateOp state) {
    auto found = weights.find(state.getPath().str());
    if (found != weights.end())
      for (double &value : found->second.data)
        value = static_cast<float>(value + std::fabs(source.normal(0.3)));
  });
  network->walk([&](ParamOp param) {
    auto found = weights.find(param.getPath().str());
    if (found == weights.end())
      return;
    Tensor &tensor = found->second;
    double fan = tensor.rank() ? double(tensor.shape.back()) : 1;
    for (double &value : tensor.data)
      value = static_cast<float>(value + source.normal(0.4 / std::sqrt(fan)));
    if (auto mask = param.getMask())
      for (int64_t i = 0; i < tensor.size(); ++i)
        tensor.data[i] *= weights.at(mask->str()).data[i];
    // A symmetric parameter stays symmetric.
    if (param.getSymmetric())
      for (int64_t n = tensor.shape.back(), at = 0; at < tensor.size();
           at += n * n)
        for (int64_t i = 0; i < n; ++i)
          for (int64_t k = 0; k < i; ++k)
            tensor.data[at + i * n + k] = tensor.data[at + k * n + i];
  });
}

static llvm::Error writeCase(mlir::ModuleOp module, NetworkOp network) {
  Source source(seed);
  if (auto error = llvm::sys::fs::create_directories(makeCase))
    return fail(makeCase + ": " + error.message());
  auto path = [&](const llvm::Twine &name) {
    return (makeCase + "/" + name).str();
  };
  auto write = [&](const llvm::Twine &name, mlir::Type type, int64_t classes) {
    return writeNpy(
        path(name),
        randomValue(source, llvm::cast<mlir::RankedTensorType>(type), classes),
        Width::Single);
  };
  auto weights = readArrays(weightsPath);
  if (!weights)
    return weights.takeError();
  perturb(network, *weights, source);
  if (auto error = writeNpz(path("weights.npz"), *weights, Width::Single))
    return error;
  auto type = network.getFunctionType();
  for (auto [i, input] : llvm::enumerate(type.getInputs()))
    if (auto error = write("input." + network.getArgName(i) + ".npy", input, 2))
      return error;
  for (auto [i, output] : llvm::enumerate(type.getResults()))
    if (auto error =
            write("cotangent." + network.getResultName(i) + ".npy", output, 2))
      return error;
  for (auto recipe : module.getOps<RecipeOp>()) {
    if (recipe.getNetwork() !=
        network.getTrainingOf().value_or(network.getSymName()))
      continue;
    auto objective = mlir::SymbolTable::lookupNearestSymbolFrom<ObjectiveOp>(
        network, recipe.getObjectiveAttr());
    if (!objective)
      return fail("the recipe names no objective");
    for (unsigned i = type.getNumResults();
         i < objective.getFunctionType().getNumInputs(); ++i) {
      auto classes =
          objective.getArgAttrOfType<mlir::IntegerAttr>(i, "dnd.classes");
      if (auto error = write("target." + llvm::Twine(i - type.getNumResults()) +
                                 "." + objective.getArgName(i) + ".npy",
                             objective.getFunctionType().getInput(i),
                             classes ? classes.getInt() : 2))
        return error;
    }
  }
  llvm::outs() << "case: " << makeCase << "\n";
  return llvm::Error::success();
}

//===----------------------------------------------------------------------===//
// Evaluate
//===----------------------------------------------------------------------===//

static llvm::Error readNamed(const std::vector<std::string> &files,
                             NamedTensors &into) {
  for (const std::string &file : files) {
    auto [name, path] = llvm::StringRef(file).split('=');
    auto tensor = readNpy(path);
    if (!tensor)
      return tensor.takeError();
    into[name.str()] = std::move(*tensor);
  }
  return llvm::Error::success();
}

static llvm::Expected<Batch> readBatch(NetworkOp network) {
  Batch batch;
  if (!weightsPath.empty()) {
    auto weights = readArrays(weightsPath);
    if (!weights)
      return weights.takeError();
    batch.named = std::move(*weights);
  }
  for (auto &[name, value] : recipeConstants(network))
    batch.named[name] = value;
  if (auto error = readNamed(inputFiles, batch.inputs))
    return std::move(error);
  if (auto error = readNamed(cotangentFiles, batch.cotangents))
    return std::move(error);
  for (const std::string &file : targetFiles) {
    auto tensor = readNpy(llvm::StringRef(file).split('=').second);
    if (!tensor)
      return tensor.takeError();
    batch.targets.push_back(std::move(*tensor));
  }
  if (batch.inputs.empty() || batch.inputs.begin()->second.rank() == 0)
    return fail("an input with the batch as first dimension is needed");
  batch.size = batch.inputs.begin()->second.shape[0];
  batch.mode = {training, noiseSeed, noiseStep};
  return batch;
}

/// Central differences of entry `at` of `tensor`, a member of `batch`.
static llvm::Expected<double> slope(NetworkOp network, const Batch &batch,
                                    double &entry) {
  const double step = 1e-5, kept = entry;
  entry = kept + step;
  auto up = scalarOf(network, batch);
  entry = kept - step;
  auto down = scalarOf(network, batch);
  entry = kept;
  if (!up)
    return llvm::joinErrors(up.takeError(),
                            down ? llvm::Error::success() : down.takeError());
  if (!down)
    return down.takeError();
  return (*up - *down) / (2 * step);
}

static llvm::Error checkGradients(NetworkOp network, Batch &batch,
                                  const NamedTensors &gradients) {
  Source source(seed);
  double worst = 0, top = 0;
  unsigned entries = 0;
  auto base = scalarOf(network, batch);
  if (!base)
    return base.takeError();
  // The rounding of a difference: some units in the last place of the value, by
  // the step.
  const double noise = 1e-10 * (1 + std::fabs(*base));
  for (const auto &[name, gradient] : gradients) {
    bool isInput = llvm::StringRef(name).starts_with("input.");
    Tensor &value =
        isInput ? batch.inputs.at(name.substr(6)) : batch.named.at(name);
    double scale = std::max(largest(gradient), 1e-9);
    top = std::max(top, largest(gradient));
    int64_t count = std::min<int64_t>(value.size(), samples);
    for (int64_t i = 0; i < count; ++i) {
      int64_t at = count == value.size() ? i : source.below(value.size());
      // A masked entry is no variable.
      if (!isInput && gradient.data[at] == 0 && value.data[at] == 0)
        continue;
      auto numeric = slope(network, batch, value.data[at]);
      if (!numeric)
        return numeric.takeError();
      double apart = std::fabs(*numeric - gradient.data[at]);
      apart = std::max(0.0, apart - noise) / scale;
      if (apart > 1e-5)
        return fail("gradient of " + name + "[" + llvm::Twine(at) + "]: " +
                    llvm::formatv("{0:e}, by differences {1:e}",
                                  gradient.data[at], *numeric));
      worst = std::max(worst, apart);
      ++entries;
    }
  }
  if (top == 0 || entries == 0)
    return fail("all gradients are zero: nothing was checked");
  llvm::outs() << "gradients: " << entries << " entries of " << gradients.size()
               << " tensors agree with central differences (largest "
               << llvm::format("%.1e", worst) << ")\n";
  return llvm::Error::success();
}

static llvm::Error runEvaluation(NetworkOp network) {
  auto batch = readBatch(network);
  if (!batch)
    return batch.takeError();
  auto results = evaluate(network, *batch, gradCheck || !gradientsPath.empty());
  if (!results)
    return results.takeError();
  if (!outputPath.empty())
    if (auto error = writeNpz(outputPath, results->outputs, Width::Double))
      return error;
  if (!updatesPath.empty())
    if (auto error = writeNpz(updatesPath, results->updates, Width::Double))
      return error;
  if (!gradientsPath.empty())
    if (auto error = writeNpz(gradientsPath, results->gradients, Width::Double))
      return error;
  if (gradCheck)
    return checkGradients(network, *batch, results->gradients);
  return llvm::Error::success();
}

static llvm::Error runTool() {
  if (!compared.empty())
    return compare();
  mlir::DialectRegistry registry;
  registry
      .insert<DndDialect, mlir::func::FuncDialect, mlir::arith::ArithDialect>();
  mlir::MLIRContext context(registry);
  auto module = mlir::parseSourceFile<mlir::ModuleOp>(modelPath, &context);
  if (!module)
    return fail(modelPath + ": no module");
  auto network = findNetwork(*module, networkName, training);
  if (!network)
    return network.takeError();
  return makeCase.empty() ? runEvaluation(*network)
                          : writeCase(*module, *network);
}

int main(int argc, char **argv) {
  llvm::InitLLVM init(argc, argv);
  llvm::cl::HideUnrelatedOptions(category);
  llvm::cl::ParseCommandLineOptions(argc, argv, "float64 reference of dnd\n");
  if (auto error = runTool()) {
    llvm::errs() << "dnd-eval: " << llvm::toString(std::move(error)) << "\n";
    return 1;
  }
  return 0;
}
