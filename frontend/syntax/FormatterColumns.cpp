//===- FormatterColumns.cpp - Columns over neighbouring lines -------------===//
//
// The second half of the formatter: lines are laid out, columns follow.
//
//===----------------------------------------------------------------------===//

#include "frontend/syntax/FormatterColumns.h"

#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/Support/Unicode.h"

using namespace dnd::frontend;
using llvm::StringRef;
using Line = FormattedLine;
using Lines = std::vector<FormattedLine>;

static void dropEdgeBlanks(Lines &lines) {
  Lines kept;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (lines[i].blank) {
      std::size_t next = i;
      while (next < lines.size() && lines[next].blank)
        ++next;
      bool atStart = kept.empty() || StringRef(kept.back().code).ends_with("{");
      bool atEnd =
          next == lines.size() || StringRef(lines[next].code).starts_with("}");
      if (atStart || atEnd || kept.back().blank)
        continue;
    }
    kept.push_back(std::move(lines[i]));
  }
  lines = std::move(kept);
}

/// A short `x = ...` takes part in the column when a declaration stands in the
/// same paragraph of the same block; else its name goes back to the code.
static void settleSoftHeads(Lines &lines) {
  struct Run {
    unsigned indent;
    bool declares = false;
    std::vector<Line *> soft;
  };
  llvm::SmallVector<Run> runs;
  auto close = [&] {
    for (Line *line : runs.back().soft) {
      if (runs.back().declares)
        continue;
      line->code = line->head + " " + line->code;
      line->head.clear();
    }
    runs.pop_back();
  };
  for (Line &line : lines) {
    while (!runs.empty() && (line.blank || runs.back().indent > line.indent))
      close();
    if (line.head.empty() || line.recipe != 0)
      continue;
    if (runs.empty() || runs.back().indent < line.indent)
      runs.push_back({line.indent, false, {}});
    if (line.softHead)
      runs.back().soft.push_back(&line);
    else
      runs.back().declares = true;
  }
  while (!runs.empty())
    close();
}

static void alignHeads(Lines &lines, unsigned recipes) {
  settleSoftHeads(lines);
  std::vector<std::size_t> widths(recipes + 1, 0);
  widths[0] = HeadWidth;
  for (const Line &line : lines)
    if (line.recipe != 0)
      widths[line.recipe] = std::max(widths[line.recipe], line.head.size());
  for (Line &line : lines)
    if (!line.head.empty() && !line.code.empty())
      line.head.resize(std::max(widths[line.recipe], line.head.size()) + 1,
                       ' ');
}

static void alignTildes(Lines &lines) {
  for (std::size_t i = 0; i < lines.size();) {
    std::size_t end = i, column = 0;
    for (; end < lines.size() && lines[end].tilde != std::string::npos; ++end)
      column = std::max(column, lines[end].tilde);
    for (; i < end; ++i)
      lines[i].code.insert(lines[i].tilde, column - lines[i].tilde, ' ');
    i = std::max(i, end) + (i == end && lines.size() > end &&
                            lines[end].tilde == std::string::npos);
  }
}

/// Columns of the code of a line; a comment over several lines ends it.
static std::size_t codeWidth(const Line &line) {
  StringRef code = line.code;
  std::size_t before = line.indent + line.head.size();
  if (std::size_t end = code.rfind('\n'); end != StringRef::npos) {
    code = code.drop_front(end + 1);
    before = 0;
  }
  int columns = llvm::sys::unicode::columnWidthUTF8(code);
  return before + (columns < 0 ? code.size() : columns);
}

static void alignComments(Lines &lines) {
  auto trails = [](const Line &line) {
    return !line.comment.empty() && !(line.code.empty() && line.head.empty());
  };
  for (std::size_t i = 0; i < lines.size();) {
    if (!trails(lines[i])) {
      ++i;
      continue;
    }
    std::size_t end = i, column = 0;
    for (; end < lines.size() && trails(lines[end]); ++end)
      column = std::max(column, codeWidth(lines[end]));
    for (; i < end; ++i)
      lines[i].comment.insert(0, column - codeWidth(lines[i]) + 2, ' ');
  }
}

void dnd::frontend::alignColumns(Lines &lines, unsigned recipes) {
  dropEdgeBlanks(lines);
  alignHeads(lines, recipes);
  alignTildes(lines);
  alignComments(lines);
}
