//===- DiagnosticsTest.cpp - Collecting and printing messages -------------===//
//
// Order, doubles, warning switches, carets under tabs and wide characters,
// hints, JSON, and the table of kinds itself.
//
//===----------------------------------------------------------------------===//

#include "Parse.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringSet.h"
#include "llvm/Support/JSON.h"

#include <gtest/gtest.h>

using namespace dnd::frontend;

namespace {

struct Engine {
  explicit Engine(llvm::StringRef text)
      : diags(sources), id(sources.addText("m.dnd", text.str())) {}

  SourceRange at(std::uint32_t begin, std::uint32_t end) const {
    return {id, begin, end};
  }
  std::string text(PrintOptions options = {}) const {
    std::string result;
    llvm::raw_string_ostream os(result);
    diags.print(os, options);
    return result;
  }

  SourceManager sources;
  DiagnosticEngine diags;
  FileId id;
};

} // namespace

TEST(Diagnostics, TableIsConsistent) {
  llvm::StringSet<> codes, names, flags;
  llvm::StringRef lastError, lastWarning;
  for (const DiagInfo &kind : allDiagnostics()) {
    EXPECT_TRUE(codes.insert(kind.code).second) << kind.code.str();
    EXPECT_TRUE(names.insert(kind.name).second) << kind.name.str();
    bool warning = kind.severity == Severity::Warning;
    EXPECT_EQ(warning, kind.code.starts_with("W")) << kind.code.str();
    EXPECT_EQ(warning, !kind.flag.empty()) << kind.code.str();
    if (warning) {
      EXPECT_TRUE(flags.insert(kind.flag).second) << kind.flag.str();
    }
    llvm::StringRef &last = warning ? lastWarning : lastError;
    EXPECT_LT(last.str(), kind.code.str()) << "codes are not sorted";
    last = kind.code;
    EXPECT_FALSE(kind.format.ends_with(".")) << kind.code.str();
    EXPECT_EQ(kindFromCode(kind.code.lower()).has_value(), true);
  }
  EXPECT_FALSE(kindFromCode("E9999"));
  EXPECT_FALSE(kindFromFlag(""));
}

TEST(Diagnostics, EveryKindIsExplained) {
  for (const DiagInfo &kind : allDiagnostics()) {
    llvm::StringRef text = explain(kind.code);
    EXPECT_TRUE(text.starts_with(("## " + kind.code + " ").str()))
        << kind.code.str() << " has no section in Explanations.md";
  }
  EXPECT_EQ(explain("E9999"), "");
  EXPECT_EQ(explain("e0101"), explain("E0101"));
}

TEST(Diagnostics, SortedAndOnce) {
  Engine e("one two three\n");
  e.diags.emit<DiagKind::UnknownName>(e.at(8, 13), "three");
  e.diags.emit<DiagKind::UnknownName>(e.at(0, 3), "one");
  e.diags.emit<DiagKind::UnknownName>(e.at(8, 13), "three");
  e.diags.emit<DiagKind::NoNetwork>({});
  auto sorted = e.diags.sorted();
  ASSERT_EQ(sorted.size(), 3u);
  EXPECT_EQ(sorted[0]->kind, DiagKind::NoNetwork);
  EXPECT_EQ(sorted[1]->message, "unknown name 'one'");
  EXPECT_EQ(sorted[2]->message, "unknown name 'three'");
  EXPECT_EQ(e.diags.errorCount(), 3u);
}

TEST(Diagnostics, CaretStandsUnderTabsAndWideCharacters) {
  // A tab, a wide character (2 columns), a letter with a combining accent.
  Engine e("\t\xE5\xB1\xA4 e\xCC\x81 = bad\n");
  e.diags.emit<DiagKind::UnknownName>(e.at(11, 14), "bad");
  EXPECT_EQ(e.text(), "m.dnd:1:9: error: unknown name 'bad' [E0201]\n"
                      "    1 |     \xE5\xB1\xA4 e\xCC\x81 = bad\n"
                      "      |            ^~~\n");
}

TEST(Diagnostics, BytesThatCannotBeShownAreReplaced) {
  Engine e(llvm::StringRef("a\0\x1b[31m\xff b\n", 10));
  e.diags.emit<DiagKind::UnknownName>(e.at(8, 9), "b");
  EXPECT_EQ(e.text(), "m.dnd:1:9: error: unknown name 'b' [E0201]\n"
                      "    1 | a\xEF\xBF\xBD\xEF\xBF\xBD[31m\xEF\xBF\xBD b\n"
                      "      |         ^\n");
}

TEST(Diagnostics, LongLinesAreCut) {
  std::string line(1000, 'x');
  line.replace(500, 3, "bad");
  Engine e(line);
  e.diags.emit<DiagKind::UnknownName>(e.at(500, 503), "bad");
  llvm::SmallVector<llvm::StringRef> lines;
  std::string text = e.text();
  llvm::StringRef(text).split(lines, '\n');
  ASSERT_GE(lines.size(), 3u);
  EXPECT_LT(lines[1].size(), 190u);
  EXPECT_EQ(lines[1].substr(lines[2].find('^'), 3), "bad");
}

TEST(Diagnostics, RangesOverSeveralLinesEndWithTheFirst) {
  Engine e("f(a,\n  b)\n");
  e.diags.emit<DiagKind::UnusedValue>(e.at(0, 9)).hint("a hint");
  EXPECT_EQ(e.text(),
            "m.dnd:1:1: error: this expression is computed and not used "
            "[E0111]\n"
            "    1 | f(a,\n"
            "      | ^~~~\n"
            "       hint: a hint\n");
}

TEST(Diagnostics, NotesShowTheOtherPlace) {
  Engine e("a\nb\n");
  e.diags.emit<DiagKind::UnknownName>(e.at(2, 3), "b")
      .note(e.at(0, 1), "'a' has shape [3, 4]")
      .note({}, "no place");
  EXPECT_EQ(e.text(), "m.dnd:2:1: error: unknown name 'b' [E0201]\n"
                      "    2 | b\n"
                      "      | ^\n"
                      "m.dnd:1:1: note: 'a' has shape [3, 4]\n"
                      "    1 | a\n"
                      "      | ^\n"
                      "note: no place\n");
}

TEST(Diagnostics, EmptyFileAndEndOfFileHaveAPlace) {
  Engine e("");
  e.diags.emit<DiagKind::NoNetwork>(e.at(0, 0));
  EXPECT_EQ(e.text(), "m.dnd:1:1: error: the file declares no network [E0207]\n"
                      "    1 | \n"
                      "      | ^\n");
}

TEST(Diagnostics, ColourOnlyWhenAsked) {
  Engine e("a\n");
  e.diags.emit<DiagKind::UnknownName>(e.at(0, 1), "a");
  EXPECT_FALSE(llvm::StringRef(e.text()).contains('\x1b'));
  PrintOptions never;
  never.color = ColorMode::Never;
  EXPECT_EQ(e.text(never), e.text());
}

TEST(Diagnostics, WarningSwitches) {
  WarningOptions options;
  DiagKind kind = DiagKind::UnusedParam;
  EXPECT_EQ(options.severity(kind), Severity::Warning);
  EXPECT_TRUE(options.apply("no-unused-param"));
  EXPECT_EQ(options.severity(kind), Severity::Ignored);
  EXPECT_TRUE(options.apply("error=unused-param"));
  EXPECT_EQ(options.severity(kind), Severity::Error);
  EXPECT_EQ(options.severity(DiagKind::UnusedInput), Severity::Warning);
  EXPECT_TRUE(options.apply("error"));
  EXPECT_EQ(options.severity(DiagKind::UnusedInput), Severity::Error);
  EXPECT_TRUE(options.apply("no-error=unused-input"));
  EXPECT_EQ(options.severity(DiagKind::UnusedInput), Severity::Warning);
  EXPECT_TRUE(options.apply("no-all"));
  EXPECT_EQ(options.severity(kind), Severity::Ignored);
  EXPECT_TRUE(options.apply("unused-param"));
  EXPECT_NE(options.severity(kind), Severity::Ignored);
  EXPECT_FALSE(options.apply("no-such-flag"));
  EXPECT_FALSE(options.apply("error=no-such-flag"));
  EXPECT_EQ(options.severity(DiagKind::UnknownName), Severity::Error);
}

TEST(Diagnostics, WarningsMadeErrorsCount) {
  Engine e("a\n");
  e.diags.emit<DiagKind::UnusedParam>(e.at(0, 1), "a");
  EXPECT_FALSE(e.diags.hasErrors());
  EXPECT_EQ(e.diags.warningCount(), 1u);
  EXPECT_NE(e.text().find("warning: parameter 'a' is never used [W0201, "
                          "-Wunused-param]"),
            std::string::npos);
  e.diags.warnings().apply("error");
  EXPECT_TRUE(e.diags.hasErrors());
  EXPECT_NE(e.text().find("error: parameter 'a' is never used [W0201, "
                          "-Werror=unused-param]"),
            std::string::npos);
  e.diags.warnings().apply("no-unused-param");
  EXPECT_EQ(e.text(), "");
}

TEST(Diagnostics, LimitOfErrors) {
  Engine e(std::string(100, 'a'));
  for (unsigned i = 0; i < 30; ++i)
    e.diags.emit<DiagKind::UnknownName>(e.at(i, i + 1), std::to_string(i));
  EXPECT_TRUE(
      llvm::StringRef(e.text()).ends_with("10 more messages not shown\n"));
  PrintOptions all;
  all.errorLimit = 0;
  EXPECT_TRUE(llvm::StringRef(e.text(all)).contains("'29'"));
}

TEST(Diagnostics, MemoryIsBounded) {
  Engine e("a");
  for (unsigned i = 0; i < 100000; ++i)
    e.diags.emit<DiagKind::UnknownName>(e.at(0, 1), std::to_string(i))
        .hint("h");
  EXPECT_LE(e.diags.sorted().size(), 2000u);
  EXPECT_TRUE(e.diags.hasErrors());
}

TEST(Diagnostics, ClosestName) {
  EXPECT_EQ(closestName("desne", {"dense", "conv2d"}), "dense");
  EXPECT_EQ(closestName("Dense", {"dense"}), "dense");
  EXPECT_EQ(closestName("quadratik", {"quadratic", "low_rank_quadratic"}),
            "quadratic");
  EXPECT_EQ(closestName("soma", {"sum", "dense"}), "");
  EXPECT_EQ(closestName("xyz", {"abc"}), "");
  EXPECT_EQ(closestName("x", {"y"}), "");
  EXPECT_EQ(closestName("relu", {}), "");
  EXPECT_EQ(closestName("acc", {"auc", "accuracy"}), "accuracy");
  Engine e("a");
  e.diags.emit<DiagKind::UnknownLayer>(e.at(0, 1), "desne")
      .didYouMean("desne", std::vector<std::string>{"dense"});
  EXPECT_NE(e.text().find("hint: did you mean 'dense'?"), std::string::npos);
}

TEST(Diagnostics, TextOfArguments) {
  EXPECT_EQ(shapeText({}), "a scalar");
  EXPECT_EQ(shapeText({3, 32, 32}), "[3, 32, 32]");
  EXPECT_EQ(countText(1, "index"), "1 index");
  EXPECT_EQ(countText(2, "index"), "2 indices");
  EXPECT_EQ(countText(0, "argument"), "0 arguments");
  Engine e("a");
  llvm::SmallVector<std::int64_t> shape{4, 5};
  e.diags.emit<DiagKind::ShapeMismatch>(e.at(0, 1), "x", shape, "[9]");
  EXPECT_EQ(e.diags.sorted()[0]->message, "'x' expects [4, 5], got [9]");
}

TEST(Diagnostics, Json) {
  Engine e("\xC3\xA9 bad\n");
  e.diags.emit<DiagKind::UnknownName>(e.at(3, 6), "b\"\xff")
      .note(e.at(0, 2), "here")
      .hint("do that");
  e.diags.emit<DiagKind::UnusedInput>(e.at(3, 6), "i");
  PrintOptions options;
  options.json = true;
  auto parsed = llvm::json::parse(e.text(options));
  ASSERT_TRUE(bool(parsed)) << llvm::toString(parsed.takeError());
  const auto &list = *parsed->getAsArray();
  ASSERT_EQ(list.size(), 2u);
  const auto &first = *list[0].getAsObject();
  EXPECT_EQ(first.getString("code"), "E0201");
  EXPECT_EQ(first.getString("file"), "m.dnd");
  const auto &start = *first.getObject("start");
  EXPECT_EQ(start.getInteger("line"), 1);
  EXPECT_EQ(start.getInteger("column"), 3);
  EXPECT_EQ(start.getInteger("byteColumn"), 4);
  EXPECT_EQ(first.getObject("end")->getInteger("column"), 6);
  EXPECT_EQ(first.getArray("notes")->size(), 1u);
  EXPECT_EQ((*first.getArray("hints"))[0].getAsString(), "do that");
  EXPECT_EQ(list[1].getAsObject()->getString("flag"), "unused-input");
  Engine none("");
  EXPECT_TRUE(bool(llvm::json::parse(none.text(options))));
}
