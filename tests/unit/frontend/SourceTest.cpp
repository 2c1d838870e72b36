//===- SourceTest.cpp - Lines and columns ---------------------------------===//
//
// Offsets to lines and columns for all line ends, tabs and UTF-8.
//
//===----------------------------------------------------------------------===//

#include "frontend/syntax/Source.h"

#include <gtest/gtest.h>

using namespace dnd::frontend;

TEST(Source, LineEndsOfAllSystems) {
  SourceFile file("f", "a\nbb\r\nccc\rd");
  EXPECT_EQ(file.lineCount(), 4u);
  EXPECT_EQ(file.lineText(2), "bb");
  EXPECT_EQ(file.lineText(3), "ccc");
  EXPECT_EQ(file.lineText(4), "d");
  EXPECT_EQ(file.lineText(5), "");
  EXPECT_EQ(file.lineText(0), "");
  EXPECT_EQ(file.lineColumn(2).line, 2u);
  EXPECT_EQ(file.lineColumn(6).line, 3u);
  EXPECT_EQ(file.lineColumn(10).line, 4u);
}

TEST(Source, ColumnsCountCharacters) {
  SourceFile file("f", "\t\xC3\xA9x\xF0\x9D\x9B\xBCy");
  EXPECT_EQ(file.lineColumn(0).column, 1u);
  EXPECT_EQ(file.lineColumn(1).column, 2u);
  EXPECT_EQ(file.lineColumn(3).column, 3u); // x
  EXPECT_EQ(file.lineColumn(8).column, 5u); // y
  EXPECT_EQ(file.lineColumn(8).byteColumn, 9u);
}

TEST(Source, OffsetsBehindTheEndAreTheEnd) {
  SourceFile file("f", "ab\n");
  EXPECT_EQ(file.lineColumn(1000).line, 2u);
  EXPECT_EQ(file.lineColumn(1000).column, 1u);
  SourceFile empty("f", "");
  EXPECT_EQ(empty.lineColumn(0).line, 1u);
  EXPECT_EQ(empty.lineCount(), 1u);
}

TEST(Source, JoinIgnoresInvalidRanges) {
  SourceRange a{0, 3, 5}, b{0, 1, 2}, other{1, 0, 9};
  EXPECT_EQ(join(a, b), (SourceRange{0, 1, 5}));
  EXPECT_EQ(join(a, {}), a);
  EXPECT_EQ(join({}, a), a);
  EXPECT_EQ(join(a, other), a);
}

TEST(Source, UnreadableFilesSayWhy) {
  SourceManager sources;
  std::string error;
  EXPECT_FALSE(sources.addFile("/nonexistent/file.dnd", error));
  EXPECT_FALSE(error.empty());
}
