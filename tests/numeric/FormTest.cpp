//===- FormTest.cpp - Forms against their expansions ----------------------===//
//
// Every special form, on every case of OpCases: its formula and its expansion
// to primitives give the same numbers; the expansion has no form left.
//
//===----------------------------------------------------------------------===//

#include "tests/numeric/CaseRunner.h"

#include "gtest/gtest.h"

#include <cmath>

using namespace mlir;
using dnd::reference::Tensor;

namespace dnd::tests {

namespace {

/// Positions of the cases whose op is a form.
std::vector<size_t> formCases() {
  MLIRContext context;
  context.loadDialect<DndDialect>();
  std::vector<size_t> found;
  for (size_t i = 0; i < opCases().size(); ++i) {
    auto name = RegisteredOperationName::lookup(opCases()[i].op, &context);
    if (name && name->hasInterface<FormOpInterface>())
      found.push_back(i);
  }
  return found;
}

class Form : public testing::TestWithParam<size_t> {};

TEST_P(Form, ExpansionEqualsFormula) {
  const OpCase &opCase = opCases()[GetParam()];
  CaseRunner run(opCase, 3, 11);
  ASSERT_TRUE(run.parsed()) << opCase.text;
  Tensor formula = run.result();
  auto form = cast<FormOpInterface>(run.op());
  OpBuilder builder(run.op());
  Value expanded = form.expand(builder);
  ASSERT_EQ(expanded.getType(), run.op()->getResult(0).getType());
  run.op()->getResult(0).replaceAllUsesWith(expanded);
  run.op()->erase();
  for (Operation &op : run.body())
    EXPECT_FALSE(isa<FormOpInterface>(op)) << op.getName().getStringRef().str();
  Tensor primitives = run.result();
  ASSERT_EQ(formula.shape, primitives.shape);
  double largest = 0;
  for (int64_t i = 0; i < formula.size(); ++i) {
    largest = std::max(largest, std::fabs(formula.data[i]));
    EXPECT_NEAR(formula.data[i], primitives.data[i], 1e-12) << "entry " << i;
  }
  EXPECT_GT(largest, 0);
}

INSTANTIATE_TEST_SUITE_P(Cases, Form, testing::ValuesIn(formCases()),
                         [](const testing::TestParamInfo<size_t> &info) {
                           return opCases()[info.param].name;
                         });

TEST(FormCoverage, EveryFormHasACase) {
  MLIRContext context;
  context.loadDialect<DndDialect>();
  for (RegisteredOperationName name : context.getRegisteredOperations()) {
    if (!name.hasInterface<FormOpInterface>())
      continue;
    bool covered = llvm::any_of(opCases(), [&](const OpCase &opCase) {
      return opCase.op == name.getStringRef();
    });
    EXPECT_TRUE(covered) << name.getStringRef().str() << " has no OpCase";
  }
}

} // namespace

} // namespace dnd::tests
