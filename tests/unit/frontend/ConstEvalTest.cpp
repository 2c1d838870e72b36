//===- ConstEvalTest.cpp - Arithmetic of compile-time values --------------===//
#include "frontend/elaborate/ConstEval.h"
#include "frontend/syntax/AstBuilder.h"

#include "llvm/Support/Casting.h"

#include <gtest/gtest.h>

using namespace dnd::frontend;

namespace {

class ConstEvalTest : public ::testing::Test {
protected:
  SourceManager sources;
  DiagnosticEngine diags{sources};
  ConstEval eval{diags};
  std::vector<ast::File> files;

  Value run(const ast::Expr &e) {
    if (const auto *n = llvm::dyn_cast<ast::NumberExpr>(&e))
      return n->isInteger ? Value::ofInt(n->integer) : Value::ofReal(n->value);
    if (const auto *b = llvm::dyn_cast<ast::BoolExpr>(&e))
      return Value::ofBool(b->value);
    if (const auto *s = llvm::dyn_cast<ast::StringExpr>(&e))
      return Value::ofString(s->value);
    if (const auto *u = llvm::dyn_cast<ast::UnaryExpr>(&e))
      return eval.unary(*u, run(*u->operand));
    if (const auto *b = llvm::dyn_cast<ast::BinaryExpr>(&e))
      return eval.binary(*b, run(*b->lhs), run(*b->rhs));
    std::vector<Value> elements;
    for (const auto &element : llvm::cast<ast::ListExpr>(e).elements)
      elements.push_back(run(*element));
    return Value::ofList(std::move(elements));
  }
  Value run(const std::string &text) {
    FileId id = sources.addText("<test>", "const a = " + text + "\n");
    files.push_back(parseFile(id, diags));
    return run(
        *llvm::cast<ast::ConstDecl>(*files.back().declarations.at(0)).value);
  }
  std::string code(const std::string &text) {
    diags.clear();
    run(text);
    auto all = diags.sorted();
    return all.empty() ? "" : info(all.front()->kind).code.str();
  }
};

TEST_F(ConstEvalTest, IntegersAreExact) {
  EXPECT_EQ(run("2 + 3 * 4").text(), "14");
  EXPECT_EQ(run("16 << 2").text(), "64");
  EXPECT_EQ(run("-17 % 5").text(), "3");
  EXPECT_EQ(run("17 % -5").text(), "-3");
  EXPECT_EQ(run("3 ^ 4").text(), "81");
  EXPECT_EQ(run("12 / 4").text(), "3");
  EXPECT_TRUE(run("12 / 4").isInt());
  EXPECT_EQ(run("4503599627370497 * 3").text(), "13510798882111491");
}

TEST_F(ConstEvalTest, UnevenDivisionIsRealUntilAnIntegerIsNeeded) {
  Value third = run("1 / 3");
  ASSERT_TRUE(third.isReal());
  EXPECT_DOUBLE_EQ(third.asReal(), 1.0 / 3);
  EXPECT_FALSE(diags.hasErrors());
  EXPECT_FALSE(eval.toInt(third, {}, "an extent").has_value());
  ASSERT_EQ(diags.sorted().size(), 1u);
  EXPECT_EQ(diags.sorted()[0]->message, "3 does not divide 1");
}

TEST_F(ConstEvalTest, OverflowIsAnError) {
  EXPECT_EQ(code("9223372036854775807 + 1"), "E0311");
  EXPECT_EQ(code("3037000500 * 3037000500"), "E0311");
  EXPECT_EQ(code("1 << 63"), "E0311");
  EXPECT_EQ(code("10 ^ 19"), "E0311");
  EXPECT_EQ(code("(-9223372036854775807 - 1) / -1"), "E0311");
  EXPECT_EQ(code("-(-9223372036854775807 - 1)"), "E0311");
  EXPECT_EQ(code("1e300 * 1e300"), "E0314");
  EXPECT_EQ(code("0 % 0"), "E0309");
}

TEST_F(ConstEvalTest, ListsAndStrings) {
  EXPECT_EQ(run("[1, 2] + [3]").text(), "[1, 2, 3]");
  EXPECT_EQ(run("\"a\" + \"b\"").text(), "\"ab\"");
  EXPECT_EQ(run("[1, [2.0]] == [1.0, [2]]").text(), "true");
  EXPECT_EQ(code("[1] + 2"), "E0307");
  EXPECT_EQ(code("true + 1"), "E0307");
  EXPECT_EQ(code("1 and 2"), "E0307");
}

TEST_F(ConstEvalTest, Functions) {
  auto call = [&](llvm::StringRef name, std::vector<Value> args) {
    return eval.function(name, args, {})->text();
  };
  EXPECT_EQ(call("max", {Value::ofInt(3), Value::ofReal(2.5)}), "3");
  EXPECT_EQ(call("min", {Value::ofList({Value::ofInt(3), Value::ofInt(2)})}),
            "2");
  EXPECT_EQ(call("floor", {Value::ofReal(-1.5)}), "-2");
  EXPECT_EQ(call("len", {Value::ofList({})}), "0");
  EXPECT_EQ(call("sqrt", {Value::ofInt(16)}), "4");
  EXPECT_FALSE(eval.function("nothing", {}, {}).has_value());
}

} // namespace
