//===- DiagnosticsPrint.cpp - Messages as text and JSON -------------------===//
//
// Text for people: place, source line, caret and underline. JSON for editors.
//
//===----------------------------------------------------------------------===//

#include "frontend/syntax/Diagnostics.h"

#include "llvm/ADT/SmallString.h"
#include "llvm/Support/ConvertUTF.h"
#include "llvm/Support/JSON.h"
#include "llvm/Support/Unicode.h"
#include "llvm/Support/raw_ostream.h"

#include <cstdlib>

using namespace dnd::frontend;
using llvm::raw_ostream;
using llvm::StringRef;

//===----------------------------------------------------------------------===//
// A source line as a terminal shows it
//===----------------------------------------------------------------------===//

namespace {

/// The printable form of a line, and the column of each of its bytes.
struct ShownLine {
  static constexpr unsigned TabStop = 4;
  static constexpr unsigned MaxWidth = 160;

  explicit ShownLine(StringRef line);
  /// Keeps about MaxWidth columns around a column.
  void cut(unsigned around);

  struct Cell {
    std::string text;
    unsigned width;
  };
  std::vector<Cell> cells;
  /// First column of byte i; one more entry for the end.
  std::vector<unsigned> columnOfByte;
  /// Columns cut off on the left, and what shows for them.
  unsigned cutLeft = 0;
  StringRef left, right;
  unsigned width = 0;
};

} // namespace

/// Bytes of the well-formed UTF-8 character at the start of `text`; 0 for none.
static unsigned characterLength(StringRef text) {
  unsigned length =
      llvm::getNumBytesForUTF8(static_cast<llvm::UTF8>(text.front()));
  const auto *start = reinterpret_cast<const llvm::UTF8 *>(text.begin());
  return length <= text.size() &&
                 llvm::isLegalUTF8Sequence(start, start + length)
             ? length
             : 0;
}

ShownLine::ShownLine(StringRef line) {
  static constexpr char replacement[] = "\xEF\xBF\xBD"; // U+FFFD
  while (!line.empty()) {
    unsigned bytes = std::max(1u, characterLength(line));
    StringRef character = line.take_front(bytes);
    Cell cell;
    if (character == "\t") {
      cell.width = TabStop - width % TabStop;
      cell.text.assign(cell.width, ' ');
    } else {
      int columns = characterLength(line) == 0
                        ? -1
                        : llvm::sys::unicode::columnWidthUTF8(character);
      // What cannot be printed shows as the replacement character.
      cell.text = columns < 0 ? replacement : character.str();
      cell.width = columns < 0 ? 1 : columns;
    }
    columnOfByte.insert(columnOfByte.end(), bytes, width);
    width += cell.width;
    cells.push_back(std::move(cell));
    line = line.drop_front(bytes);
  }
  columnOfByte.push_back(width);
}

/// Texts quote what stands in files and in their names.
static std::string shownText(StringRef text) {
  std::string result;
  for (const ShownLine::Cell &cell : ShownLine(text).cells)
    result += cell.text;
  return result;
}

std::string dnd::frontend::printable(StringRef text) {
  std::string result;
  while (true) {
    auto [line, rest] = text.split('\n');
    result += shownText(line);
    if (line.size() == text.size())
      return result;
    result += '\n';
    text = rest;
  }
}

void ShownLine::cut(unsigned around) {
  if (width <= MaxWidth)
    return;
  unsigned from = around > MaxWidth / 2 ? around - MaxWidth / 2 : 0;
  std::vector<Cell> kept;
  unsigned column = 0;
  for (Cell &cell : cells) {
    if (column < from)
      cutLeft = column + cell.width;
    else if (column + cell.width <= from + MaxWidth)
      kept.push_back(std::move(cell));
    else
      right = "...";
    column += cell.width;
  }
  if (from != 0)
    left = "...";
  cells = std::move(kept);
}

//===----------------------------------------------------------------------===//
// Text
//===----------------------------------------------------------------------===//

namespace {

class TextPrinter {
public:
  TextPrinter(raw_ostream &os, const SourceManager &sources,
              const WarningOptions &warnings, bool color)
      : os(os), sources(sources), warnings(warnings), color(color) {}

  void print(const Diagnostic &diag);
  void printSummary(unsigned hidden);

private:
  void printPlace(SourceRange range);
  void printSnippet(SourceRange range, raw_ostream::Colors caret);
  void printHint(StringRef hint);
  void paint(raw_ostream::Colors c, bool bold, StringRef text) {
    if (color)
      os.changeColor(c, bold);
    os << text;
    if (color)
      os.resetColor();
  }

  raw_ostream &os;
  const SourceManager &sources;
  const WarningOptions &warnings;
  bool color;
};

} // namespace

void TextPrinter::printPlace(SourceRange range) {
  if (!range.isValid())
    return;
  LineColumn at = sources.begin(range);
  os << shownText(sources.fileName(range)) << ':' << at.line << ':' << at.column
     << ": ";
}

void TextPrinter::printSnippet(SourceRange range, raw_ostream::Colors caret) {
  if (!range.isValid())
    return;
  const SourceFile &file = sources.file(range.file);
  unsigned line = file.lineColumn(range.begin).line;
  StringRef text = file.lineText(line);
  std::uint32_t start = file.lineStart(line);
  auto first = std::min<std::size_t>(range.begin - start, text.size());
  auto last = std::min<std::size_t>(std::max(range.end, range.begin) - start,
                                    text.size());

  ShownLine shown(text);
  unsigned from = shown.columnOfByte[first], to = shown.columnOfByte[last];
  shown.cut(from);
  std::string number = std::to_string(line);
  os << ' ' << std::string(number.size() < 4 ? 4 - number.size() : 0, ' ')
     << number << " | " << shown.left;
  for (const ShownLine::Cell &cell : shown.cells)
    os << cell.text;
  os << shown.right << '\n';

  unsigned margin = std::max<std::size_t>(4, number.size()) + 1;
  os << std::string(margin, ' ') << " | "
     << std::string(shown.left.size() + from - shown.cutLeft, ' ');
  unsigned tildes = to > from + 1 ? to - from - 1 : 0;
  paint(caret, true,
        "^" + std::string(std::min(tildes, ShownLine::MaxWidth), '~'));
  os << '\n';
}

void TextPrinter::printHint(StringRef hint) {
  os << "       ";
  paint(raw_ostream::CYAN, true, "hint: ");
  os << shownText(hint) << '\n';
}

void TextPrinter::print(const Diagnostic &diag) {
  const DiagInfo &kind = info(diag.kind);
  bool isError = warnings.severity(diag.kind) == Severity::Error;
  raw_ostream::Colors hue = isError ? raw_ostream::RED : raw_ostream::MAGENTA;
  printPlace(diag.range);
  paint(hue, true, isError ? "error: " : "warning: ");
  os << shownText(diag.message) << " [" << kind.code;
  if (kind.severity == Severity::Warning)
    os << (isError ? ", -Werror=" : ", -W") << kind.flag;
  os << "]\n";
  printSnippet(diag.range, hue);
  for (const Diagnostic::Note &note : diag.notes) {
    printPlace(note.range);
    paint(raw_ostream::CYAN, true, "note: ");
    os << shownText(note.message) << '\n';
    printSnippet(note.range, raw_ostream::CYAN);
  }
  for (const std::string &hint : diag.hints)
    printHint(hint);
}

void TextPrinter::printSummary(unsigned hidden) {
  if (hidden != 0)
    os << countText(hidden, "more message") << " not shown\n";
}

static bool wantsColor(const raw_ostream &os, ColorMode mode) {
  if (mode != ColorMode::Auto)
    return mode == ColorMode::Always;
  // Any value but the empty one, as no-color.org says.
  const char *noColor = std::getenv("NO_COLOR");
  return !(noColor && *noColor) && const_cast<raw_ostream &>(os).has_colors();
}

//===----------------------------------------------------------------------===//
// JSON
//===----------------------------------------------------------------------===//

static void printPlaceJson(llvm::json::OStream &json, SourceRange range,
                           const SourceManager &sources) {
  if (!range.isValid())
    return;
  auto point = [&](StringRef key, LineColumn at, std::uint32_t offset) {
    json.attributeObject(key, [&] {
      json.attribute("line", at.line);
      json.attribute("column", at.column);
      json.attribute("byteColumn", at.byteColumn);
      json.attribute("offset", offset);
    });
  };
  json.attribute("file", llvm::json::fixUTF8(sources.fileName(range)));
  point("start", sources.begin(range), range.begin);
  point("end", sources.end(range), range.end);
}

static void printJson(llvm::json::OStream &json, const Diagnostic &diag,
                      const SourceManager &sources,
                      const WarningOptions &warnings) {
  const DiagInfo &kind = info(diag.kind);
  json.object([&] {
    json.attribute("code", kind.code);
    json.attribute("kind", kind.name);
    json.attribute("severity", warnings.severity(diag.kind) == Severity::Error
                                   ? "error"
                                   : "warning");
    if (!kind.flag.empty())
      json.attribute("flag", kind.flag);
    json.attribute("message", llvm::json::fixUTF8(diag.message));
    printPlaceJson(json, diag.range, sources);
    json.attributeArray("notes", [&] {
      for (const Diagnostic::Note &note : diag.notes)
        json.object([&] {
          json.attribute("message", llvm::json::fixUTF8(note.message));
          printPlaceJson(json, note.range, sources);
        });
    });
    json.attributeArray("hints", [&] {
      for (const std::string &hint : diag.hints)
        json.value(llvm::json::fixUTF8(hint));
    });
  });
}

//===----------------------------------------------------------------------===//
// The door
//===----------------------------------------------------------------------===//

void DiagnosticEngine::print(raw_ostream &os,
                             const PrintOptions &options) const {
  std::vector<const Diagnostic *> all = sorted();
  if (options.json) {
    llvm::json::OStream json(os, 2);
    json.array([&] {
      for (const Diagnostic *diag : all)
        printJson(json, *diag, sourceManager, warningOptions);
    });
    os << '\n';
    return;
  }
  TextPrinter printer(os, sourceManager, warningOptions,
                      wantsColor(os, options.color));
  unsigned errors = 0, hidden = 0;
  for (const Diagnostic *diag : all) {
    if (options.errorLimit != 0 && errors == options.errorLimit) {
      ++hidden;
      continue;
    }
    errors += warningOptions.severity(diag->kind) == Severity::Error;
    printer.print(*diag);
  }
  printer.printSummary(hidden);
}
