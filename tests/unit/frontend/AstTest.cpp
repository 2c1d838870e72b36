//===- AstTest.cpp - The tree, its text and its limits --------------------===//
//
// Text of expressions reads back as the same tree; depths are right.
//
//===----------------------------------------------------------------------===//

#include "Parse.h"

#include <gtest/gtest.h>

#include <random>

using namespace dnd::frontend;
using dnd::frontend::test::Parsed;
using llvm::cast;

static const ast::Expr &valueOf(const Parsed &parsed) {
  return *cast<ast::ConstDecl>(*parsed.tree.declarations.at(0)).value;
}

/// A random expression; `depth` bounds its height.
static std::string randomExpr(std::mt19937 &random, unsigned depth) {
  auto sub = [&] { return randomExpr(random, depth - 1); };
  static const char *binary[] = {"+",  "-",  "*",   "/",  "%",         "^",
                                 "<<", ">>", "and", "or", "|> f(1)\n+"};
  switch (depth == 0 ? random() % 4 : random() % 14) {
  case 0:
    return "x";
  case 1:
    return "1e-3";
  case 2:
    return "x[i, 2*j]";
  case 3:
    return "f(a, b = 10x)";
  case 4:
    return "(" + sub() + ")";
  case 5:
    return "-" + sub();
  case 6:
    return "(sum(i, k in 0..3) (" + sub() + "))";
  case 7:
    return "(if " + sub() + " then " + sub() + " else " + sub() + ")";
  case 8:
    return "[" + sub() + ", " + sub() + "]";
  case 9:
    return "(" + sub() + ")[" + sub() + ".." + sub() + "]";
  case 10:
    return "(not " + sub() + ")";
  case 11:
    return "(" + sub() + ") < (" + sub() + ")";
  default:
    return "(" + sub() + ") " + binary[random() % 10] + " (" + sub() + ")";
  }
}

/// The dump does not tell how an expression was written.
static std::string dumpOf(const ast::Expr &expr) {
  std::string result;
  llvm::raw_string_ostream os(result);
  ast::dump(expr, os);
  return result;
}

TEST(Ast, TextReadsBackAsTheSameTree) {
  std::mt19937 random(20261121);
  unsigned compared = 0;
  for (unsigned round = 0; round < 500; ++round) {
    std::string text = randomExpr(random, 5);
    Parsed first("const a = " + text);
    if (first.diags.hasErrors())
      continue; // a chain of comparisons
    std::string shown = ast::toString(valueOf(first));
    Parsed second("const a = " + shown);
    ASSERT_FALSE(second.diags.hasErrors()) << text << "\n"
                                           << shown << second.messages();
    EXPECT_EQ(dumpOf(valueOf(first)), dumpOf(valueOf(second))) << text;
    // The dump itself is text of the language, too.
    Parsed third("const a = " + dumpOf(valueOf(first)));
    ASSERT_FALSE(third.diags.hasErrors()) << dumpOf(valueOf(first));
    EXPECT_EQ(dumpOf(valueOf(first)), dumpOf(valueOf(third)));
    ++compared;
  }
  EXPECT_GT(compared, 300u);
}

TEST(Ast, TextHasOnlyTheParenthesesItNeeds) {
  auto text = [](llvm::StringRef source) {
    Parsed parsed(("const a = " + source).str());
    return ast::toString(valueOf(parsed));
  };
  EXPECT_EQ(text("((a*b)+(c))"), "a * b + c");
  EXPECT_EQ(text("(a+b)*c"), "(a + b) * c");
  EXPECT_EQ(text("a-(b-c)"), "a - (b - c)");
  EXPECT_EQ(text("(a-b)-c"), "a - b - c");
  EXPECT_EQ(text("(a^b)^c"), "(a^b)^c");
  EXPECT_EQ(text("a^(b^c)"), "a^b^c");
  EXPECT_EQ(text("(-a)^2"), "(-a)^2");
  EXPECT_EQ(text("-(a^2)"), "-a^2");
  EXPECT_EQ(text("2*(sum(i) (x[i]*y))"), "2 * sum(i) x[i] * y");
  EXPECT_EQ(text("(sum(i) x[i])*y"), "(sum(i) x[i]) * y");
  EXPECT_EQ(text("sum(i) (-x[i])"), "sum(i) (-x[i])");
  EXPECT_EQ(text("(a|>f)|>g(1)"), "a |> f |> g(1)");
}

TEST(Ast, DepthIsTheHeightOfTheTree) {
  Parsed parsed("const a = f(1, g(x[2 + 3]))");
  EXPECT_EQ(valueOf(parsed).depth, 5u);
}

TEST(Ast, RangesCoverTheText) {
  Parsed parsed("const a = (b + c) * sum(i) d[i]");
  const ast::Expr &value = valueOf(parsed);
  EXPECT_EQ(parsed.sources.text(value.range), "(b + c) * sum(i) d[i]");
  const auto &product = cast<ast::BinaryExpr>(value);
  EXPECT_EQ(parsed.sources.text(product.lhs->range), "(b + c)");
  EXPECT_TRUE(product.lhs->parenthesized);
  EXPECT_EQ(parsed.sources.text(product.opRange), "*");
  const auto &reduce = cast<ast::ReduceExpr>(*product.rhs);
  EXPECT_EQ(parsed.sources.text(reduce.headRange), "sum(i)");
}

TEST(Ast, NumbersAreExact) {
  auto number = [](llvm::StringRef source) {
    Parsed parsed(("const a = " + source).str());
    const auto &e = cast<ast::NumberExpr>(valueOf(parsed));
    return std::make_tuple(e.isInteger, e.integer, e.value, e.suffix);
  };
  using Suffix = ast::NumberExpr::Suffix;
  EXPECT_EQ(number("9223372036854775807"),
            std::make_tuple(true, INT64_MAX, 0x1p63, Suffix::None));
  EXPECT_EQ(number(".4914"),
            std::make_tuple(false, std::int64_t(0), .4914, Suffix::None));
  EXPECT_EQ(number("10x"),
            std::make_tuple(true, std::int64_t(10), 10., Suffix::Times));
  EXPECT_EQ(number("1.5e2x"),
            std::make_tuple(false, std::int64_t(0), 150., Suffix::Times));
  EXPECT_EQ(number("5%"),
            std::make_tuple(true, std::int64_t(5), .05, Suffix::Percent));
}

TEST(Ast, GoodStatementsSurviveBadOnes) {
  Parsed parsed("layer a() {\n  x = (1\n  y = 2\n  z = * 3\n  output y\n}\n");
  EXPECT_EQ(parsed.diags.errorCount(), 2u);
  // A broken statement stays, so that its name is known.
  EXPECT_EQ(parsed.dump(),
            "layer a()\n  broken\n  let y = 2\n  broken\n  output y\n");
}
