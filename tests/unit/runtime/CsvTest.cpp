//===- CsvTest.cpp - Tables of text as programs write them ----------------===//
//
// What pandas, NumPy and spreadsheets write is read, or named with a remedy.
//
//===----------------------------------------------------------------------===//
#include "runtime/data/CsvStream.h"

#include <gtest/gtest.h>

using namespace dnd::rt;

namespace {

using Names = std::vector<std::string>;

/// Message and remedy of reading a table of numbers, or "".
std::string refusal(const std::string &text) {
  try {
    CsvTable t = parseCsv(text, "x.csv");
    for (size_t r = 0; r < t.rows.size(); ++r)
      for (size_t c = 0; c < t.columns; ++c)
        csvNumber(t, r, c, "x.csv");
    return "";
  } catch (const Error &e) {
    EXPECT_EQ(e.code, Exit::Data);
    return e.message + " | " + e.hint;
  }
}

void expectContains(const std::string &text, const std::string &part) {
  EXPECT_NE(text.find(part), std::string::npos)
      << "'" << text << "' lacks '" << part << "'";
}

} // namespace

TEST(CsvDialect, LineEnds) {
  for (const char *text : {"a,b\n1,2\n3,4\n", "a,b\r\n1,2\r\n3,4",
                           "a,b\r1,2\r3,4\r", "a,b\r\r1,2\r3,4"}) {
    CsvTable t = parseCsv(text, "x");
    EXPECT_EQ(t.heading, (Names{"a", "b"})) << text;
    ASSERT_EQ(t.rows.size(), 2u) << text;
    EXPECT_EQ(t.rows[1], (Names{"3", "4"})) << text;
  }
  expectContains(refusal("1,2\r3,4\r5,x\r"), "line 3, column 1: 'x'");
}

TEST(CsvDialect, DecimalCommasAreNamed) {
  for (const char *text : {"1,5;2,5;0\n2,5;3,5;1\n", "a;b;y\n1,5;2,5;0\n",
                           "1,5\t2,5\t0\n", "a,b,y\n\"1,5\",2,0\n"}) {
    std::string said = refusal(text);
    expectContains(said, "'1,5' has a comma in place of the decimal point");
    expectContains(said, "decimal='.'");
  }
  // Commas that separate stay separators.
  EXPECT_EQ(parseCsv("1,5,2\n3,4,5\n", "x").columns, 3u);
  EXPECT_EQ(parseCsv("\"a;b\",c\n1,2\n", "x").columns, 2u);
}

TEST(CsvDialect, Utf16IsNamed) {
  std::string little("\xff\xfe"
                     "1\0,\0002\0\n\0",
                     10);
  std::string big("\xfe\xff"
                  "\0001\0,\0002\0\n",
                  10);
  for (const std::string &text : {little, big, little.substr(2)}) {
    std::string said = refusal(text);
    expectContains(said, "UTF-16");
    expectContains(said, "encoding='utf-8'");
  }
  expectContains(refusal(std::string("1,2,3,4,5\n6,\0,8\n", 16)),
                 "a byte 0 at position 12");
}

TEST(CsvDialect, OtherFilesAreNamed) {
  using namespace std::string_literals;
  for (const auto &[bytes, name] :
       {std::pair("PK\3\4\24\0"s, "a zip archive"),
        {"PAR1\25\4"s, "Parquet"},
        {"\x89HDF\r\n\x1a\n"s, "HDF5"},
        {"\x80\4\x95"s, "pickle"},
        {"\x93NUMPY\1\0"s, "array of NumPy"},
        {"\n<!DOCTYPE html>\n"s, "web page"},
        {"[[1, 2], [3, 4]]"s, "JSON"},
        {"{\"a\": 1}"s, "JSON"},
        {"SQLite format 3\0"s, "SQLite"},
        {"version https://git-lfs.github.com/spec/v1"s, "Git LFS"}}) {
    std::string said = refusal(bytes);
    expectContains(said, name);
    expectContains(said, "no table of text");
  }
  expectContains(refusal("\xff\xfe\0\0a\0\0\0"s), "UTF-32");
}

TEST(CsvDialect, Separators) {
  EXPECT_EQ(parseCsv("a|b|c\n1|2|3\n", "x").rows[0], (Names{"1", "2", "3"}));
  EXPECT_EQ(parseCsv("sep=;\n1;2\n", "x").rows[0], (Names{"1", "2"}));
  // numpy.savetxt.
  CsvTable t = parseCsv("# a b c\n 1.0e+00  2.5 3\n4 5 6\n", "x");
  EXPECT_EQ(t.heading, (Names{"a", "b", "c"}));
  EXPECT_EQ(t.rows[0], (Names{"1.0e+00", "2.5", "3"}));
  EXPECT_EQ(t.lines[1], 3);
  t = parseCsv("# made by hand\n# x,y\n1,2\n3,4\n# the end\n", "x");
  EXPECT_EQ(t.heading, (Names{"x", "y"}));
  EXPECT_EQ(t.rows.size(), 2u);
  EXPECT_TRUE(parseCsv("# x,y\n1,2\n", "x", {.header = false}).heading.empty());
  EXPECT_EQ(parseCsv("#1,2,3\n#4,5,6\n", "x").rows.size(), 2u);
  // One column with blanks in its name.
  EXPECT_EQ(parseCsv("petal length\n1\n2\n", "x").columns, 1u);
}

TEST(Heading, ThatNumbersTheColumns) {
  EXPECT_EQ(parseCsv("0,1,2\n5,1,0\n6,2,1\n", "x").rows.size(), 2u);
  EXPECT_EQ(parseCsv("0,1,label\n0.5,1,cat\n", "x").heading[2], "label");
  EXPECT_EQ(parseCsv("0,1\n0.5,1\n", "x").rows.size(), 1u);
  // Few whole numbers can be a sample's.
  EXPECT_EQ(parseCsv("0,1\n1,0\n", "x").rows.size(), 2u);
  EXPECT_EQ(parseCsv("0,1,3\n5,1,0\n", "x").rows.size(), 2u);
  EXPECT_EQ(parseCsv("0,1,2\n", "x").rows.size(), 1u);
  EXPECT_EQ(parseCsv("0,1,2\n3,4,5\n", "x", {.header = false}).rows.size(), 2u);
}

TEST(Heading, ThatStandsTwiceNamesNoColumn) {
  CsvTable t = parseCsv("a,y,y\n1,2,3\n", "x");
  EXPECT_EQ(t.column("a", "x"), 0u);
  EXPECT_EQ(t.column("2", "x"), 2u);
  EXPECT_EQ(t.column("last", "x"), 2u);
  try {
    t.column("y", "x");
    ADD_FAILURE();
  } catch (const Error &e) {
    expectContains(e.message, "'x' has 2 columns 'y'");
    expectContains(e.hint, "number");
  }
}

TEST(CsvDialect, EveryRefusalHasARemedy) {
  for (const char *text :
       {"a,b\n1,2,\n", "a,b\n1\n", "a,b\n1,\"2\n", "a,b\na,b\n1,2\n",
        "a,b\n1,0x10\n", "a,b\n1,1e40\n", "a,b\n1,\n", "1,2\n3,4,5\n"})
    try {
      CsvTable t = parseCsv(text, "x");
      for (size_t r = 0; r < t.rows.size(); ++r)
        for (size_t c = 0; c < t.columns; ++c)
          csvNumber(t, r, c, "x");
      ADD_FAILURE() << text;
    } catch (const Error &e) {
      expectContains(e.message, "'x', line ");
      EXPECT_NE(e.hint, "") << e.message;
    }
}

TEST(Heading, OfTheTrainingFile) {
  CsvHints hints;
  hints.features = {"ant", "bee"};
  EXPECT_EQ(parseCsv("bee,ant,y\ncat,dog,1\n", "x", hints).heading.size(), 3u);
  expectContains(refusal("a,b\n1,2\n"), "");
  try {
    parseCsv("a,y\n", "x", {.label = "y"});
    ADD_FAILURE();
  } catch (const Error &e) {
    expectContains(e.message, "a heading, but no rows");
  }
}

TEST(Heading, IndexOfPandasIsLeftOut) {
  CsvTable t = parseCsv(",a,b\n7,1.5,2\n3,2.5,1\n", "x");
  EXPECT_EQ(t.heading, (Names{"a", "b"}));
  EXPECT_EQ(t.rows[0], (Names{"1.5", "2"}));
  EXPECT_EQ(parseCsv(",0,1\n0,5,6\n1,7,8\n", "x").rows[1], (Names{"7", "8"}));
  // No index: real numbers, or other columns without a name.
  EXPECT_EQ(parseCsv(",a,b\n7.5,1,2\n3,2,1\n", "x").columns, 3u);
  EXPECT_EQ(parseCsv(",,b\n7,1,2\n3,2,1\n", "x").columns, 3u);
}

namespace {
/// The table of the pieces of a text, or the message of the error.
std::string inPieces(const std::vector<std::string> &pieces,
                     const CsvHints &hints, CsvTable &whole) {
  CsvStream stream("x.csv", hints);
  whole = {};
  try {
    for (size_t i = 0; i <= pieces.size(); ++i) {
      bool isLast = i == pieces.size();
      CsvTable t = stream.take(isLast ? "" : pieces[i], isLast);
      if (t.rows.empty())
        continue;
      whole.heading = t.heading;
      whole.columns = t.columns;
      whole.separator = t.separator;
      whole.rows.insert(whole.rows.end(), t.rows.begin(), t.rows.end());
      whole.lines.insert(whole.lines.end(), t.lines.begin(), t.lines.end());
    }
    return "";
  } catch (const Error &e) {
    return e.message;
  }
}
} // namespace

TEST(CsvStream, PiecesAreTheWhole) {
  CsvHints names, commas;
  names.features = {"b", "a"};
  commas.decimalComma = true;
  std::vector<std::pair<std::string, CsvHints>> texts{
      {"1,2\n3,4\n5,6\n", {}},
      {"1,2\r\n3,4\r\n5,6", {}},
      {"\xef\xbb\xbf# made by us\n\na,b\n1,2\n# comment\n3,4\n", {}},
      {"a,b\n1,2\n", names},
      {"sep=;\n1;2\n3;4\n", {}},
      {"1,5;2\n3,25;4\n", commas},
      {",a,b\n0,5,6\n1,7,8\n2,9,1\n", {}},
      {"\"x\ny\",1\n\"say \"\"so\"\", and more\",2\n", {}},
      {"a b\n1 2\n 3  4 \n", {}},
      {"1,2\n3\n5,6\n", {}},
      {"1,2\n3,\"4\" x\n", {}},
      {"# nothing\n", {}},
      {"", {}}};
  for (const auto &[text, hints] : texts) {
    CsvTable whole, parts;
    std::string message;
    try {
      whole = parseCsv(text, "x.csv", hints);
    } catch (const Error &e) {
      message = e.message;
    }
    std::vector<std::string> single;
    for (char c : text)
      single.emplace_back(1, c);
    std::vector<std::vector<std::string>> divisions{single};
    for (size_t n = 0; n <= text.size(); ++n)
      divisions.push_back({text.substr(0, n), text.substr(n)});
    for (const auto &pieces : divisions) {
      EXPECT_EQ(inPieces(pieces, hints, parts), message) << text;
      if (!message.empty())
        continue;
      EXPECT_EQ(parts.rows, whole.rows) << text;
      EXPECT_EQ(parts.lines, whole.lines) << text;
      EXPECT_EQ(parts.heading, whole.heading) << text;
      EXPECT_EQ(parts.columns, whole.columns) << text;
    }
  }
}

TEST(CsvStream, RowsComeAsSoonAsTheyAreWhole) {
  CsvStream stream("x.csv", {});
  EXPECT_TRUE(stream.take("1,", false).rows.empty());
  EXPECT_EQ(stream.take("2\n3", false).rows.size(), 1u);
  // Rows in front of a wrong one are handed out.
  EXPECT_EQ(stream.take(",4\n5\n6,7\n", false).rows.size(), 1u);
  CsvTable rest;
  EXPECT_THROW(rest = stream.take("", true), Error);
  // A row of words may be a heading; numbers are a sample.
  CsvStream words("x.csv", {});
  EXPECT_TRUE(words.take("a,b\n", false).rows.empty());
  EXPECT_EQ(words.take("1,2\n", false).heading, (Names{"a", "b"}));
}
