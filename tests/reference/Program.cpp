//===- Program.cpp - A network with its objective, evaluated --------------===//
//
// The network and the objective are copied into one block, so that forward
// and reverse mode see one program.
//
//===----------------------------------------------------------------------===//

#include "tests/reference/Program.h"

#include "dialect/dnd/Builders.h"
#include "tests/reference/Evaluator.h"
#include "tests/reference/ReverseMode.h"

#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/IR/IRMapping.h"

using namespace mlir;

namespace dnd::reference {

static llvm::Error fail(const Twine &why) {
  return llvm::createStringError(llvm::inconvertibleErrorCode(), why);
}

llvm::Expected<NetworkOp> findNetwork(ModuleOp module, StringRef name,
                                      bool training) {
  NetworkOp found;
  for (auto network : module.getOps<NetworkOp>()) {
    if (network.getTrainingOf())
      continue;
    if (!name.empty() && network.getSymName() != name)
      continue;
    if (found)
      return fail("there are several networks: name one");
    found = network;
  }
  if (!found)
    return fail("there is no network '" + name + "'");
  if (training)
    for (auto network : module.getOps<NetworkOp>())
      if (network.getTrainingOf() == found.getSymName())
        return network;
  return found;
}

static RecipeOp recipeOf(NetworkOp network) {
  for (auto recipe : cast<ModuleOp>(network->getParentOp()).getOps<RecipeOp>())
    if (recipe.getNetwork() ==
        network.getTrainingOf().value_or(network.getSymName()))
      return recipe;
  return {};
}

static double numberOf(Attribute attr) {
  if (auto real = dyn_cast<FloatAttr>(attr))
    return real.getValueAsDouble();
  return static_cast<double>(cast<IntegerAttr>(attr).getInt());
}

NamedTensors recipeConstants(NetworkOp network) {
  NamedTensors numbers;
  RecipeOp recipe = recipeOf(network);
  auto constants = recipe
                       ? recipe.getSettings().getAs<DictionaryAttr>("constants")
                       : DictionaryAttr();
  if (constants)
    for (NamedAttribute constant : constants)
      numbers["const." + constant.getName().str()] =
          Tensor({}, numberOf(constant.getValue()));
  return numbers;
}

namespace {

/// A copy of network and objective in one function. The function has one more
/// argument for each seed of reverse mode.
struct Program {
  OwningOpRef<func::FuncOp> function;
  SmallVector<Value> outputs;
  Value loss;

  Block &block() { return function->getBody().front(); }
};

} // namespace

static llvm::Expected<ObjectiveOp> objectiveOf(NetworkOp network) {
  RecipeOp recipe = recipeOf(network);
  auto objective = recipe ? SymbolTable::lookupNearestSymbolFrom<ObjectiveOp>(
                                network, recipe.getObjectiveAttr())
                          : ObjectiveOp();
  if (!objective)
    return fail("a target was given, but no recipe says what the loss is");
  return objective;
}

static llvm::Expected<Program> copyProgram(NetworkOp network, bool withLoss) {
  Program program;
  OpBuilder builder(network.getContext());
  program.function = func::FuncOp::create(network.getLoc(), "program",
                                          network.getFunctionType());
  Block *block = program.function->addEntryBlock();
  builder.setInsertionPointToEnd(block);
  IRMapping map;
  Block &body = network.getBody().front();
  map.map(body.getArguments(), block->getArguments());
  for (Operation &op : body.without_terminator())
    builder.clone(op, map);
  for (Value output : body.getTerminator()->getOperands())
    program.outputs.push_back(map.lookup(output));
  if (withLoss) {
    auto objective = objectiveOf(network);
    if (!objective)
      return objective.takeError();
    Block &lossBody = objective->getBody().front();
    unsigned outputs = program.outputs.size();
    for (auto [i, argument] : llvm::enumerate(lossBody.getArguments()))
      map.map(argument, i < outputs ? program.outputs[i]
                                    : block->addArgument(argument.getType(),
                                                         argument.getLoc()));
    for (Operation &op : lossBody.without_terminator())
      builder.clone(op, map);
    program.loss = map.lookup(lossBody.getTerminator()->getOperand(0));
  }
  builder.create<func::ReturnOp>(network.getLoc(), program.outputs);
  return program;
}

static llvm::Error setInputs(NetworkOp network, Program &program,
                             const Batch &batch, Evaluator &evaluator) {
  auto set = [&](Value argument, const Tensor &tensor,
                 const Twine &what) -> llvm::Error {
    if (tensor.shape != evaluator.shapeOf(argument.getType()))
      return fail(what + " has not the shape that the network says");
    evaluator.set(argument, tensor);
    return llvm::Error::success();
  };
  Block &block = program.block();
  unsigned inputs = network.getFunctionType().getNumInputs();
  for (unsigned i = 0; i < inputs; ++i) {
    auto found = batch.inputs.find(network.getArgName(i).str());
    if (found == batch.inputs.end())
      return fail("no value for the input '" + network.getArgName(i) + "'");
    if (auto error = set(block.getArgument(i), found->second,
                         "the input '" + network.getArgName(i) + "'"))
      return error;
  }
  if (!program.loss)
    return llvm::Error::success();
  if (block.getNumArguments() - inputs != batch.targets.size())
    return fail("the loss wants " + Twine(block.getNumArguments() - inputs) +
                " targets");
  for (unsigned i = inputs; i < block.getNumArguments(); ++i)
    if (auto error =
            set(block.getArgument(i), batch.targets[i - inputs], "the target"))
      return error;
  return llvm::Error::success();
}

/// Seeds reverse mode: 1 at the loss, or the cotangents at the outputs.
static llvm::Error seed(NetworkOp network, Program &program, const Batch &batch,
                        Evaluator &evaluator, Adjoints &adjoints) {
  auto add = [&](Value value, const Tensor &tensor) {
    Value argument =
        program.block().addArgument(value.getType(), value.getLoc());
    evaluator.set(argument, tensor);
    OpBuilder builder(program.block().getTerminator());
    Value &adjoint = adjoints[value];
    adjoint = adjoint ? makeAdd(builder, value.getLoc(), adjoint, argument)
                      : argument;
  };
  if (batch.cotangents.empty()) {
    if (!program.loss)
      return fail("gradients need a target or a cotangent");
    add(program.loss, Tensor({}, 1.0));
    return llvm::Error::success();
  }
  for (auto [i, output] : llvm::enumerate(program.outputs)) {
    auto found = batch.cotangents.find(network.getResultName(i).str());
    if (found == batch.cotangents.end())
      continue;
    if (found->second.shape != evaluator.shapeOf(output.getType()))
      return fail("the cotangent of '" + network.getResultName(i) +
                  "' has not the shape of the output");
    add(output, found->second);
  }
  return llvm::Error::success();
}

static void accumulate(NamedTensors &sums, const std::string &name,
                       const Tensor &part) {
  auto [found, isNew] = sums.try_emplace(name, part);
  if (isNew)
    return;
  for (int64_t i = 0; i < part.size(); ++i)
    found->second.data[i] += part.data[i];
}

/// Reads the gradients of parameters and inputs; zero where none arrived.
static void collect(NetworkOp network, Program &program, const Batch &batch,
                    Evaluator &evaluator, Adjoints &adjoints,
                    NamedTensors &gradients) {
  auto gradientOf = [&](Value value) {
    Value adjoint = adjoints.lookup(value);
    return adjoint ? evaluator.get(adjoint)
                   : Tensor(evaluator.shapeOf(value.getType()));
  };
  unsigned inputs = network.getFunctionType().getNumInputs();
  for (unsigned i = 0; i < inputs; ++i) {
    Value argument = program.block().getArgument(i);
    if (isFloatTensor(argument.getType()))
      gradients["input." + network.getArgName(i).str()] = gradientOf(argument);
  }
  program.function->walk([&](ParamOp param) {
    Tensor gradient = gradientOf(param.getResult());
    if (param.getMask()) {
      const Tensor &mask = batch.named.at(param.getMask()->str());
      for (int64_t i = 0; i < gradient.size(); ++i)
        gradient.data[i] *= mask.data[i];
    }
    accumulate(gradients, param.getPath().str(), gradient);
  });
}

static llvm::Expected<Results> run(NetworkOp network, const Batch &batch,
                                   bool gradients, bool withLoss) {
  auto program = copyProgram(network, withLoss);
  if (!program)
    return program.takeError();
  Evaluator evaluator(batch.named, batch.size, batch.mode);
  if (auto error = setInputs(network, *program, batch, evaluator))
    return std::move(error);
  Adjoints adjoints;
  if (gradients) {
    if (auto error = seed(network, *program, batch, evaluator, adjoints))
      return std::move(error);
    if (failed(appendAdjoints(program->block(), adjoints)))
      return fail("reverse mode failed");
  }
  if (failed(evaluator.evaluate(program->block())))
    return fail("evaluation failed");
  Results results;
  for (auto [i, output] : llvm::enumerate(program->outputs))
    results.outputs[network.getResultName(i).str()] = evaluator.get(output);
  if (program->loss)
    results.outputs["loss"] = evaluator.get(program->loss);
  results.updates = evaluator.getUpdates();
  if (gradients)
    collect(network, *program, batch, evaluator, adjoints, results.gradients);
  return results;
}

llvm::Expected<Results> evaluate(NetworkOp network, const Batch &batch,
                                 bool gradients) {
  return run(network, batch, gradients, !batch.targets.empty());
}

llvm::Expected<double> scalarOf(NetworkOp network, const Batch &batch) {
  bool withLoss = batch.cotangents.empty();
  auto results = run(network, batch, false, withLoss);
  if (!results)
    return results.takeError();
  if (withLoss)
    return results->outputs.at("loss").data[0];
  double sum = 0;
  for (const auto &[name, cotangent] : batch.cotangents) {
    auto found = results->outputs.find(name);
    if (found == results->outputs.end())
      return fail("there is no output '" + name + "'");
    for (int64_t i = 0; i < cotangent.size(); ++i)
      sum += cotangent.data[i] * found->second.data[i];
  }
  return sum;
}

} // namespace dnd::reference
