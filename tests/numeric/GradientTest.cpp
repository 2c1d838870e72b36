//===- GradientTest.cpp - Gradient rules against differences --------------===//
//
// Every op with a gradient rule, on every case of OpCases: the adjoint of each
// real operand against central differences in float64, for a random cotangent.
//
//===----------------------------------------------------------------------===//

#include "tests/numeric/CaseRunner.h"
#include "tests/reference/ReverseMode.h"

#include "dialect/dnd/Builders.h"
#include "gtest/gtest.h"

#include <cmath>

using namespace mlir;
using dnd::reference::Adjoints;
using dnd::reference::Tensor;

namespace dnd::tests {

namespace {

double product(const Tensor &a, const Tensor &b) {
  double sum = 0;
  for (int64_t i = 0; i < a.size(); ++i)
    sum += a.data[i] * b.data[i];
  return sum;
}

class Gradient : public testing::TestWithParam<std::tuple<size_t, int64_t>> {
protected:
  const OpCase &opCase() { return opCases()[std::get<0>(GetParam())]; }
  int64_t batch() { return std::get<1>(GetParam()); }

  /// Gradients of sum(cotangent * result) by the rules of the ops; a tensor
  /// without numbers for integer arguments.
  std::vector<Tensor> byRules(const Tensor &cotangent);
  /// The same by central differences.
  std::vector<Tensor> byDifferences(const Tensor &cotangent);
};

std::vector<Tensor> Gradient::byRules(const Tensor &cotangent) {
  CaseRunner run(opCase(), batch(), 7);
  Block &body = run.body();
  Value result = body.getTerminator()->getOperand(0);
  unsigned arguments = body.getNumArguments();
  Value seed = body.addArgument(result.getType(), result.getLoc());
  Adjoints adjoints;
  adjoints[result] = seed;
  EXPECT_TRUE(succeeded(reference::appendAdjoints(body, adjoints)));
  for (Operation &op : body.without_terminator())
    EXPECT_TRUE(succeeded(op.getName().verifyInvariants(&op)))
        << op.getName().getStringRef().str();
  reference::Evaluator evaluator = run.evaluator();
  evaluator.set(seed, cotangent);
  EXPECT_TRUE(succeeded(evaluator.evaluate(body)));
  std::vector<Tensor> gradients;
  for (unsigned i = 0; i < arguments; ++i) {
    Value argument = body.getArgument(i);
    Value adjoint = adjoints.lookup(argument);
    if (!isFloatTensor(argument.getType()))
      gradients.emplace_back(Tensor::Shape{0});
    else if (adjoint)
      gradients.push_back(evaluator.get(adjoint));
    else
      gradients.emplace_back(run.arguments[i].shape);
  }
  return gradients;
}

std::vector<Tensor> Gradient::byDifferences(const Tensor &cotangent) {
  CaseRunner run(opCase(), batch(), 7);
  const double step = 1e-5;
  std::vector<Tensor> gradients;
  for (unsigned i = 0; i < run.arguments.size(); ++i) {
    if (!isFloatTensor(run.body().getArgument(i).getType())) {
      gradients.emplace_back(Tensor::Shape{0});
      continue;
    }
    Tensor gradient(run.arguments[i].shape);
    for (int64_t at = 0; at < gradient.size(); ++at) {
      double &entry = run.arguments[i].data[at];
      const double kept = entry;
      entry = kept + step;
      double up = product(cotangent, run.result());
      entry = kept - step;
      double down = product(cotangent, run.result());
      entry = kept;
      gradient.data[at] = (up - down) / (2 * step);
    }
    gradients.push_back(gradient);
  }
  return gradients;
}

TEST_P(Gradient, EqualsCentralDifferences) {
  CaseRunner run(opCase(), batch(), 7);
  ASSERT_TRUE(run.parsed()) << opCase().text;
  ASSERT_NE(run.op(), nullptr);
  Tensor cotangent = drawTensor(run.result().shape, 99, false);
  std::vector<Tensor> rules = byRules(cotangent);
  // A stopped gradient is zero although the value does change.
  if (opCase().op == "dnd.stop_gradient") {
    for (double value : rules[0].data)
      EXPECT_EQ(value, 0);
    return;
  }
  std::vector<Tensor> differences = byDifferences(cotangent);
  ASSERT_EQ(rules.size(), differences.size());
  double largest = 0;
  for (size_t i = 0; i < rules.size(); ++i) {
    ASSERT_EQ(rules[i].shape, differences[i].shape) << "argument " << i;
    for (int64_t at = 0; at < rules[i].size(); ++at) {
      largest = std::max(largest, std::fabs(differences[i].data[at]));
      EXPECT_NEAR(rules[i].data[at], differences[i].data[at],
                  1e-7 * (1 + std::fabs(differences[i].data[at])))
          << "argument " << i << ", entry " << at;
    }
  }
  // A softmax over one element, for instance, would prove nothing.
  EXPECT_EQ(largest == 0, opCase().constant) << "all gradients are zero";
}

std::string caseName(const testing::TestParamInfo<Gradient::ParamType> &info) {
  return opCases()[std::get<0>(info.param)].name + "_batch" +
         std::to_string(std::get<1>(info.param));
}

INSTANTIATE_TEST_SUITE_P(Cases, Gradient,
                         testing::Combine(testing::Range(size_t(0),
                                                         opCases().size()),
                                          testing::Values(1, 3)),
                         caseName);

TEST(GradientCoverage, EveryDifferentiableOpHasACase) {
  MLIRContext context;
  context.loadDialect<DndDialect>();
  unsigned found = 0;
  for (RegisteredOperationName name : context.getRegisteredOperations()) {
    if (!name.hasInterface<DifferentiableOpInterface>())
      continue;
    ++found;
    bool covered = llvm::any_of(opCases(), [&](const OpCase &opCase) {
      return opCase.op == name.getStringRef();
    });
    EXPECT_TRUE(covered) << name.getStringRef().str() << " has no OpCase";
  }
  EXPECT_GT(found, 10u);
}

TEST(GradientCoverage, EveryPointwiseFunctionHasACase) {
  for (uint32_t i = 0; i <= getMaxEnumValForMapFn(); ++i)
    if (auto fn = symbolizeMapFn(i)) {
      bool covered = llvm::any_of(opCases(), [&](const OpCase &opCase) {
        return opCase.name == "map_" + stringifyMapFn(*fn).str();
      });
      EXPECT_TRUE(covered) << stringifyMapFn(*fn).str() << " has no OpCase";
    }
}

} // namespace

} // namespace dnd::tests
