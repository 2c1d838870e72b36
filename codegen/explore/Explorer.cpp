//===- Explorer.cpp - A page that shows a model in every phase ------------===//
#include "codegen/explore/Explorer.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/FormatVariadic.h"
#include "llvm/Support/raw_ostream.h"

using namespace dnd::codegen;
using llvm::StringRef;
namespace json = llvm::json;

namespace {
struct EmbeddedText {
  llvm::StringLiteral name, text;
};
constexpr EmbeddedText Template[] = {
#include "codegen/explore/Page.inc"
};
} // namespace

void Explorer::addSource(StringRef name, StringRef text) {
  for (const Source &known : sources)
    if (known.name == name)
      return;
  sources.push_back({name.str(), text.str()});
}

/// Whether a line begins a function of double precision: what a model has only
/// to check its gradients by says nothing that the other one does not.
static bool beginsTwin(StringRef line) {
  StringRef words = line.trim();
  bool isFunction =
      (words.contains("func") && words.contains("@") && words.ends_with("{")) ||
      words.starts_with("define ") || words.starts_with(".section") ||
      words.contains(".entry ");
  return isFunction && words.contains("_f64");
}

/// A line behind which text belongs to something else: at the same depth.
static MappedText withoutTwins(MappedText lines) {
  MappedText kept;
  bool isTwin = false, isSection = false;
  std::size_t depth = 0;
  for (MappedLine &line : lines) {
    StringRef text = line.text;
    std::size_t indent = text.size() - text.ltrim().size();
    if (isTwin) {
      bool isNext = isSection ? text.trim().starts_with(".section")
                              : indent <= depth && text.trim() == "}";
      if (!isNext)
        continue;
      isTwin = false;
      if (!isSection)
        continue;
    }
    if (beginsTwin(text)) {
      isTwin = true;
      isSection = text.trim().starts_with(".section");
      depth = indent;
      continue;
    }
    kept.push_back(std::move(line));
  }
  return kept;
}

void Explorer::addPhase(int rank, StringRef name, StringRef what,
                        MappedText lines) {
  if (!enabled())
    return;
  auto behind = llvm::find_if(
      phases, [&](const Phase &phase) { return phase.rank > rank; });
  phases.insert(behind,
                {rank, name.str(), what.str(), withoutTwins(std::move(lines))});
}

void Explorer::addRemark(const ModelLine &place, StringRef text) {
  std::pair<ModelLine, std::string> remark{place, text.str()};
  if (enabled() && seenRemarks.insert(remark).second)
    remarks.push_back(std::move(remark));
}

//===----------------------------------------------------------------------===//
// The data of the page
//===----------------------------------------------------------------------===//

/// A line of the sources as one number: they are counted one after the other.
std::vector<unsigned>
Explorer::numbersOf(const std::set<ModelLine> &from) const {
  std::vector<unsigned> numbers;
  for (const auto &[file, line] : from) {
    unsigned first = 0;
    for (const Source &source : sources) {
      unsigned count = StringRef(source.text).count('\n') + 1;
      // Debug information has the path absolute.
      bool isSame =
          source.name == file || StringRef(file).ends_with("/" + source.name);
      if (isSame && line <= count)
        numbers.push_back(first + line - 1);
      first += count;
    }
  }
  return numbers;
}

/// {name, what, text, map: [[line, sources...], ...], left}: the map has an
/// entry wherever the lines of the model change.
json::Value Explorer::phaseData(const Phase &phase,
                                std::size_t mostBytes) const {
  std::string text;
  json::Array map;
  std::vector<unsigned> last;
  std::size_t count = 0;
  constexpr std::size_t Longest = 2000;
  for (const MappedLine &line : phase.lines) {
    if (text.size() > mostBytes)
      break;
    std::vector<unsigned> numbers = numbersOf(line.from);
    if (numbers != last) {
      json::Array entry{int64_t(count)};
      for (unsigned number : numbers)
        entry.push_back(int64_t(number));
      map.push_back(std::move(entry));
      last = std::move(numbers);
    }
    StringRef shown = line.text;
    text += json::fixUTF8(shown.take_front(Longest));
    text += shown.size() > Longest ? " ...\n" : "\n";
    ++count;
  }
  return json::Object{{"name", phase.name},
                      {"what", phase.what},
                      {"text", std::move(text)},
                      {"map", std::move(map)},
                      {"left", int64_t(phase.lines.size() - count)}};
}

json::Value Explorer::data(StringRef title, StringRef command,
                           std::size_t mostBytes) const {
  json::Array files, stages, notes;
  for (const Source &source : sources)
    files.push_back(json::Object{{"name", json::fixUTF8(source.name)},
                                 {"text", json::fixUTF8(source.text)}});
  for (const Phase &phase : phases)
    stages.push_back(phaseData(phase, mostBytes));
  for (const auto &[place, text] : remarks)
    for (unsigned number : numbersOf({place}))
      notes.push_back(json::Array{int64_t(number), json::fixUTF8(text)});
  return json::Object{{"title", json::fixUTF8(title)},
                      {"command", json::fixUTF8(command)},
                      {"sources", std::move(files)},
                      {"phases", std::move(stages)},
                      {"remarks", std::move(notes)}};
}

/// JSON inside of a script element: no text of it can end the element.
static std::string asScript(const json::Value &value) {
  std::string text = llvm::formatv("{0}", value).str();
  std::string safe;
  safe.reserve(text.size());
  for (char c : text)
    if (c == '<')
      safe += "\\u003c";
    else
      safe += c;
  return safe;
}

static std::string asHtml(StringRef text) {
  std::string safe;
  llvm::raw_string_ostream os(safe);
  llvm::printHTMLEscaped(json::fixUTF8(text), os);
  return safe;
}

static void put(std::string &page, StringRef mark, StringRef text) {
  std::size_t at = page.find(mark);
  if (at != std::string::npos)
    page.replace(at, mark.size(), text.data(), text.size());
}

std::string Explorer::page(StringRef title, StringRef command) const {
  for (std::size_t most = 400'000;; most = most * 2 / 3) {
    std::string page = Template[0].text.str();
    // The first mark is the page's own, whatever the texts hold.
    put(page, "@DATA@", asScript(data(title, command, most)));
    put(page, "@TITLE@", asHtml(title));
    constexpr std::size_t Least = 2000;
    if (page.size() <= MaxPageBytes || most < Least)
      return page;
  }
}
