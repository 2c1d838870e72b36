//===- FormatterTest.cpp - Layout keeps meaning and is stable -------------===//
//
// Random files: formatting keeps the tree and every comment, and formatting
// the result changes nothing.
//
//===----------------------------------------------------------------------===//

#include "Parse.h"

#include <gtest/gtest.h>

#include <random>

using namespace dnd::frontend;
using dnd::frontend::test::Parsed;

static std::string format(llvm::StringRef text) {
  SourceManager sources;
  DiagnosticEngine diags(sources);
  FileId id = sources.addText("t.dnd", text.str());
  return formatFile(id, diags).value_or("<error>");
}

namespace {

/// Writes the words of a valid file with random white space and comments.
class RandomFile {
public:
  explicit RandomFile(unsigned seed) : random(seed) {}

  std::string make() {
    for (unsigned i = 0; i < 3; ++i) {
      line("layer a", "(", "J", ":", "int", ",", "f", "=", "local", ")", "{");
      for (unsigned j = random() % 6; j-- > 0;)
        statement(2);
      line("}");
    }
    line("train a", "{");
    line("loss", "(", "a", "+", "b", ")", "*", "c");
    line("group", "\"a  b\"", ",", "\"c\"", "{", "lr", "=", "10x", "}");
    line("}");
    return text;
  }

private:
  template <typename... Words> void line(Words... words) {
    (word(words), ...);
    end();
  }

  void word(llvm::StringRef w) {
    if (random() % 30 == 0)
      text += " /* c" + std::to_string(comments++) + " */";
    text += ' ';
    if (random() % 3 == 0)
      text.append(random() % 4, random() % 2 ? ' ' : '\t');
    text += w;
  }

  void end() {
    if (random() % 6 == 0)
      text += "  // c" + std::to_string(comments++) + "  ";
    text.append(1 + random() % 4, '\n');
    if (random() % 8 == 0)
      text += "   /// c" + std::to_string(comments++) + "\n";
  }

  void expr(unsigned depth) {
    static const char *ops[] = {"+", "-", "*", "/", "^", "%", "<<", "and"};
    switch (depth == 0 ? 0 : random() % 8) {
    case 0:
      return word(random() % 2 ? "x" : ".5");
    case 1:
      word("("), expr(depth - 1), word(")");
      return;
    case 2:
      word("f"), word("("), expr(depth - 1), word(","), word("k"), word("="),
          expr(depth - 1), word(")");
      return;
    case 3:
      word("x"), word("["), expr(depth - 1), word(","), word("-"), word("i"),
          word("]");
      return;
    case 4:
      word("["), expr(depth - 1), word(","), word("["), word("]"), word("]");
      return;
    case 5:
      word("("), word("sum"), word("("), word("i"), word(")"), word("x"),
          word("["), word("i"), word("]"), word(")");
      return;
    case 6:
      word("("), word("-"), expr(depth - 1), word("|>"), word("g"), word(")");
      return;
    default:
      expr(depth - 1), word(ops[random() % 8]);
      // A line may end behind an operator.
      if (random() % 6 == 0)
        text += '\n';
      expr(depth - 1);
    }
  }

  void statement(unsigned depth) {
    switch (random() % 6) {
    case 0:
      word("param"), word("w"), word("["), expr(1), word("]"), word("~"),
          expr(1);
      break;
    case 1:
      word("output"), word("y"), word("["), word("j"), word("]"), word("="),
          expr(3);
      break;
    case 2:
      if (depth != 0) {
        line("for", "i", "in", "0", "..", "x", "{");
        statement(depth - 1);
        word("}");
        break;
      }
      [[fallthrough]];
    case 3:
      word("input"), word("x"), word("["), word("n"), word("]");
      break;
    default:
      word("z"), word("="), expr(4);
    }
    end();
  }

  std::mt19937 random;
  std::string text;
  unsigned comments = 0;
};

} // namespace

TEST(Formatter, KeepsTreeAndCommentsAndIsStable) {
  for (unsigned seed = 1; seed <= 300; ++seed) {
    std::string text = RandomFile(seed).make();
    Parsed before(text);
    ASSERT_FALSE(before.diags.hasErrors()) << text << before.messages();
    std::string once = format(text);
    Parsed after(once);
    ASSERT_FALSE(after.diags.hasErrors()) << once << after.messages();
    EXPECT_EQ(before.dump(), after.dump()) << "seed " << seed;
    EXPECT_EQ(format(once), once) << "seed " << seed;
    for (unsigned i = 0;; ++i) {
      std::string comment = " c" + std::to_string(i);
      if (text.find(comment) == std::string::npos)
        break;
      EXPECT_NE(once.find(comment), std::string::npos) << "seed " << seed;
    }
  }
}

TEST(Formatter, WordsThatWouldMeltStayApart) {
  EXPECT_EQ(format("const a = x[0 .. .5]"), "const a = x[0.. .5]\n");
  EXPECT_EQ(format("const a = - -b"), "const a = --b\n");
  EXPECT_EQ(format("const a = b/ /*c*/ d"), "const a = b / /*c*/ d\n");
  EXPECT_EQ(format("const a = 5 %b"), "const a = 5 % b\n");
}

TEST(Formatter, ErrorsGiveNoText) {
  EXPECT_EQ(format("layer a( {"), "<error>");
}
