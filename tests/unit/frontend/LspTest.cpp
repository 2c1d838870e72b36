//===- LspTest.cpp - Positions, words and situations of the server --------===//

#include "dndrt/recipe.h"
#include "frontend/elaborate/ConstEval.h"
#include "frontend/elaborate/Rules.h"
#include "frontend/elaborate/StdLibrary.h"
#include "frontend/elaborate/TensorFunctions.h"
#include "frontend/lsp/Document.h"
#include "frontend/lsp/Situation.h"
#include "frontend/lsp/Words.h"

#include <gtest/gtest.h>

#include <random>

using namespace dnd::lsp;
using namespace dnd::frontend;

namespace {

TEST(LspText, CountsUtf16) {
  Text text("a\xC3\x9F\xF0\x9D\x9B\xBC"
            "b\r\nc\rd\n");
  EXPECT_EQ(text.lineCount(), 4u);
  EXPECT_EQ(text.position(1), (Position{0, 1}));
  EXPECT_EQ(text.position(3), (Position{0, 2}));
  EXPECT_EQ(text.position(7), (Position{0, 4}));
  // Inside of a character is its beginning.
  EXPECT_EQ(text.position(5), (Position{0, 2}));
  EXPECT_EQ(text.offset({0, 3}), 3u);
  EXPECT_EQ(text.offset({0, 4}), 7u);
  // Behind the end of a line is its end.
  EXPECT_EQ(text.offset({0, 99}), 8u);
  EXPECT_EQ(text.offset({9, 0}), text.str().size());
  EXPECT_EQ(text.position(10), (Position{1, 0}));
  EXPECT_EQ(text.position(12), (Position{2, 0}));
}

TEST(LspText, BytesThatAreNoCharacters) {
  Text text("\xff\xC3\x80\xF0\x9D");
  for (std::uint32_t at = 0; at <= text.str().size(); ++at)
    EXPECT_LE(text.offset(text.position(at)), at);
}

TEST(LspText, PositionsComeBack) {
  std::mt19937 random(1);
  const char *pieces[] = {
      "a", "\n", "\r\n", "\xC3\x9F", "\xE2\x82\xAC", "\xF0\x9D\x9B\xBC", " "};
  std::string all;
  std::vector<std::uint32_t> starts;
  for (int i = 0; i < 2000; ++i) {
    starts.push_back(all.size());
    all += pieces[random() % std::size(pieces)];
  }
  Text text(all);
  for (std::uint32_t start : starts)
    EXPECT_EQ(text.offset(text.position(start)), start);
}

TEST(LspText, EditsInUnits) {
  Text text("x = \xF0\x9D\x9B\xBC y\n");
  text.replace({{0, 4}, {0, 6}}, "\xC3\x9F");
  EXPECT_EQ(text.str(), "x = \xC3\x9F y\n");
  // Ends that are crossed, and the middle of a character.
  text.replace({{0, 1}, {0, 0}}, "z");
  EXPECT_EQ(text.str(), "z = \xC3\x9F y\n");
}

TEST(LspText, ChangeMapsWhatStayed) {
  TextChange change("abc def ghi", "abc dXYZf ghi");
  EXPECT_EQ(change.map(0), 0u);
  EXPECT_EQ(change.map(8), 10u);
  EXPECT_EQ(change.map(5), std::nullopt);
  EXPECT_EQ(change.map(99), std::nullopt);
  EXPECT_EQ(TextChange("same", "same").map(3), 3u);
}

/// Everything that can be written has its row in the reference.
TEST(LspWords, EveryWordIsExplained) {
  auto expect = [](WordKind kind, llvm::StringRef name) {
    EXPECT_NE(findWord(kind, name), nullptr) << name.str();
  };
  for (const std::string &name : tensorFunctionNames())
    if (!findWord(WordKind::Layer, name))
      expect(WordKind::Function, name);
  for (llvm::StringRef name : ConstEval::functionNames())
    expect(WordKind::Function, name);
  for (const std::string &name : ruleNames(RuleFamily::Initialiser))
    expect(WordKind::Initialiser, name);
  for (const std::string &name : ruleNames(RuleFamily::Generator))
    expect(WordKind::Generator, name);
  for (const std::string &name : ruleNames(RuleFamily::Distribution))
    expect(WordKind::Distribution, name);
  for (const std::string &name : stdLayerNames())
    expect(WordKind::Layer, name);
  for (const auto &key :
       dnd::recipe::find(dnd::recipe::Kind::Block, "train")->arguments)
    expect(WordKind::RecipeKey, std::string(key.name));
  for (const auto &reader : dnd::recipe::functionsOf(dnd::recipe::Kind::Reader))
    expect(WordKind::Reader, std::string(reader.name));
  for (const char *name : {"sum", "prod", "max", "min", "mean"})
    expect(WordKind::Reduction, name);
  for (const char *name : {"input", "param", "table", "state", "update",
                           "noise", "const", "output", "for", "if"})
    expect(WordKind::Statement, name);
}

TEST(LspWords, KeysWithFunctionsKnowThem) {
  for (const auto &key :
       dnd::recipe::find(dnd::recipe::Kind::Block, "train")->arguments) {
    bool isCall = key.type == dnd::recipe::Type::Call ||
                  key.type == dnd::recipe::Type::Calls ||
                  key.type == dnd::recipe::Type::Expression;
    EXPECT_EQ(isCall, !kindsBehind(std::string(key.name)).empty()) << key.name;
  }
}

TEST(LspDocument, UrisComeBack) {
  for (const char *path : {"/a/b.dnd", "/a b/\xC3\xA4%41.dnd", "/#?&+"})
    EXPECT_EQ(pathOfUri(uriOfPath(path)), path);
  EXPECT_EQ(pathOfUri("file://host/a%20b"), "/a b");
  EXPECT_EQ(pathOfUri("file://"), "");
  EXPECT_EQ(pathOfUri("untitled:1"), "untitled:1");
}

/// No place of a text is none.
TEST(LspSituation, IsKnownEverywhere) {
  llvm::StringRef text = "network N(a: int = 2) {\n  input x[4]\n  h = x |> "
                         "dense(4, bias = false)\n}\ntrain N(a = 1) {\n  data "
                         "mnist; loss mse\n  group \"*\" { lr = 1x }\n}\n";
  for (std::uint32_t at = 0; at <= text.size(); ++at)
    EXPECT_LE(situationAt(text, at).wordBegin, at);
  EXPECT_EQ(situationAt(text, text.find("mnist")).where, Where::RecipeValue);
  EXPECT_EQ(situationAt(text, text.find("loss")).where, Where::RecipeKey);
  EXPECT_EQ(situationAt(text, text.find("lr")).where, Where::GroupSetting);
  EXPECT_EQ(situationAt(text, text.find("bias")).callee, "dense");
}

} // namespace
