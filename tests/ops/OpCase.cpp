//===- OpCase.cpp - One function of tests/ops, evaluated ------------------===//
#include "tests/ops/OpCase.h"
#include "dialect/dnd/Builders.h"
#include "dialect/dnd/forms/Expand.h"
#include "tests/reference/ReverseMode.h"

#include <cmath>
#include <random>

using namespace mlir;
using dnd::reference::Evaluator;
using dnd::reference::Tensor;

namespace dnd::tests {

static llvm::Error fail(const llvm::Twine &why) {
  return llvm::createStringError(llvm::inconvertibleErrorCode(), why);
}

int64_t OpCase::range() {
  auto range = function->getAttrOfType<IntegerAttr>("range");
  return range ? range.getInt() : 0;
}

bool OpCase::hasForm() {
  return function.walk([](FormOpInterface) { return WalkResult::interrupt(); })
      .wasInterrupted();
}

OpCase::Tensors OpCase::draw(int64_t batch, uint64_t seed) {
  reference::NamedTensors none;
  Evaluator shapes(none, batch);
  Tensors drawn;
  for (Type type : function.getArgumentTypes()) {
    drawn.push_back(reference::drawTensor(
        shapes.shapeOf(type), seed + drawn.size(), has("positive")));
    if (isFloatTensor(type))
      continue;
    std::mt19937_64 engine(seed + 100 + drawn.size());
    for (double &value : drawn.back().data)
      value = static_cast<double>(engine() % uint64_t(range()));
  }
  return drawn;
}

/// The values of `wanted` for the arguments of the block.
static llvm::Expected<std::vector<Tensor>>
valuesOf(Block &block, const std::vector<Tensor> &arguments, ValueRange wanted,
         int64_t batch) {
  reference::NamedTensors none;
  Evaluator evaluator(none, batch);
  for (auto [argument, value] :
       llvm::zip_equal(block.getArguments(), arguments))
    evaluator.set(argument, value);
  if (failed(evaluator.evaluate(block)))
    return fail("the reference cannot evaluate it");
  std::vector<Tensor> values;
  for (Value value : wanted)
    values.push_back(evaluator.get(value));
  return values;
}

llvm::Expected<OpCase::Tensors>
OpCase::evaluate(func::FuncOp from, const Tensors &arguments, int64_t batch) {
  Block &body = from.getBody().front();
  return valuesOf(body, arguments, body.getTerminator()->getOperands(), batch);
}

/// A copy of the function beside it, erased at the end.
static OwningOpRef<func::FuncOp> copyOf(func::FuncOp function) {
  return cast<func::FuncOp>(function->clone());
}

llvm::Expected<OpCase::Tensors> OpCase::byRules(const Tensors &arguments,
                                                const Tensors &cotangents,
                                                int64_t batch) {
  OwningOpRef<func::FuncOp> copy = copyOf(function);
  Block &body = copy->getBody().front();
  unsigned count = body.getNumArguments();
  reference::Adjoints adjoints;
  SmallVector<Value> results(body.getTerminator()->getOperands());
  for (Value result : results)
    adjoints[result] = body.addArgument(result.getType(), result.getLoc());
  if (failed(reference::appendAdjoints(body, adjoints)))
    return fail("an op has no gradient");
  for (Operation &op : body.without_terminator())
    if (failed(op.getName().verifyInvariants(&op)))
      return fail("a gradient rule makes an op that is not valid");
  SmallVector<Value> wanted;
  for (unsigned i = 0; i < count; ++i)
    if (Value adjoint = adjoints.lookup(body.getArgument(i)))
      wanted.push_back(adjoint);
  Tensors all = arguments;
  all.insert(all.end(), cotangents.begin(), cotangents.end());
  auto found = valuesOf(body, all, wanted, batch);
  if (!found)
    return found.takeError();
  Tensors gradients;
  size_t next = 0;
  for (unsigned i = 0; i < count; ++i) {
    if (!isFloatTensor(body.getArgument(i).getType()))
      gradients.emplace_back(Tensor::Shape{0});
    else if (adjoints.lookup(body.getArgument(i)))
      gradients.push_back((*found)[next++]);
    else
      gradients.emplace_back(arguments[i].shape);
  }
  return gradients;
}

static double product(const std::vector<Tensor> &a,
                      const std::vector<Tensor> &b) {
  double sum = 0;
  for (size_t t = 0; t < a.size(); ++t)
    for (int64_t i = 0; i < a[t].size(); ++i)
      sum += a[t].data[i] * b[t].data[i];
  return sum;
}

llvm::Expected<OpCase::Tensors> OpCase::byDifferences(Tensors arguments,
                                                      const Tensors &cotangents,
                                                      int64_t batch) {
  const double step = 1e-5;
  Tensors gradients;
  for (unsigned i = 0; i < arguments.size(); ++i) {
    if (!isFloatTensor(function.getArgumentTypes()[i])) {
      gradients.emplace_back(Tensor::Shape{0});
      continue;
    }
    Tensor gradient(arguments[i].shape);
    for (int64_t at = 0; at < gradient.size(); ++at) {
      double &entry = arguments[i].data[at];
      const double kept = entry;
      double sides[2];
      for (int side : {0, 1}) {
        entry = side ? kept + step : kept - step;
        auto values = evaluate(function, arguments, batch);
        if (!values)
          return values.takeError();
        sides[side] = product(cotangents, *values);
      }
      entry = kept;
      gradient.data[at] = (sides[1] - sides[0]) / (2 * step);
    }
    gradients.push_back(gradient);
  }
  return gradients;
}

llvm::Error OpCase::checkGradients(int64_t batch) {
  Tensors arguments = draw(batch, 7), cotangents;
  auto values = evaluate(function, arguments, batch);
  if (!values)
    return values.takeError();
  for (const Tensor &value : *values)
    cotangents.push_back(
        reference::drawTensor(value.shape, 99 + cotangents.size(), false));
  auto rules = byRules(arguments, cotangents, batch);
  if (!rules)
    return rules.takeError();
  if (has("stopped")) {
    for (const Tensor &gradient : *rules)
      for (double value : gradient.data)
        if (value != 0)
          return fail("a stopped gradient is not zero");
    return llvm::Error::success();
  }
  auto differences = byDifferences(arguments, cotangents, batch);
  if (!differences)
    return differences.takeError();
  double largest = 0;
  for (size_t i = 0; i < rules->size(); ++i) {
    const Tensor &rule = (*rules)[i], &difference = (*differences)[i];
    if (rule.shape != difference.shape)
      return fail("the gradient of argument " + llvm::Twine(i) +
                  " has another shape than the argument");
    for (int64_t at = 0; at < rule.size(); ++at) {
      double want = difference.data[at], got = rule.data[at];
      largest = std::max(largest, std::fabs(want));
      if (!(std::fabs(got - want) <= 1e-7 * (1 + std::fabs(want))))
        return fail("the gradient of argument " + llvm::Twine(i) + ", entry " +
                    llvm::Twine(at) + ", is " + std::to_string(got) +
                    ", by differences " + std::to_string(want));
    }
  }
  // A softmax over one element, for instance, would prove nothing.
  if ((largest == 0) != has("constant"))
    return fail(largest == 0 ? "all gradients are zero"
                             : "it is marked constant, and it is not");
  return llvm::Error::success();
}

llvm::Error OpCase::checkExpansion(int64_t batch) {
  Tensors arguments = draw(batch, 11);
  auto formula = evaluate(function, arguments, batch);
  if (!formula)
    return formula.takeError();
  OwningOpRef<func::FuncOp> copy = copyOf(function);
  if (failed(expandForms(*copy, [](FormOpInterface) { return true; })))
    return fail("a form has no expansion");
  if (OpCase(*copy).hasForm())
    return fail("the expansion has a form");
  auto primitives = evaluate(*copy, arguments, batch);
  if (!primitives)
    return primitives.takeError();
  double largest = 0;
  for (size_t r = 0; r < formula->size(); ++r) {
    const Tensor &want = (*formula)[r], &got = (*primitives)[r];
    if (want.shape != got.shape)
      return fail("the expansion has another shape than the form");
    for (int64_t i = 0; i < want.size(); ++i) {
      largest = std::max(largest, std::fabs(want.data[i]));
      if (!(std::fabs(want.data[i] - got.data[i]) <= 1e-12))
        return fail("the expansion differs at entry " + llvm::Twine(i));
    }
  }
  return largest == 0 ? fail("all values are zero") : llvm::Error::success();
}

} // namespace dnd::tests
