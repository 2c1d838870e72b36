//===- Diagnostics.cpp - Collecting messages ------------------------------===//
//
// The table of kinds, warning switches, did-you-mean and the order in which
// messages appear. Printing is in DiagnosticsPrint.cpp.
//
//===----------------------------------------------------------------------===//

#include "frontend/syntax/Diagnostics.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/Format.h"
#include "llvm/Support/raw_ostream.h"

#include <algorithm>
#include <tuple>

using namespace dnd::frontend;
using llvm::StringRef;

static const DiagInfo table[] = {
#define DND_DIAG(CODE, KIND, SEVERITY, FLAG, FORMAT)                           \
  {#CODE, #KIND, Severity::SEVERITY, FLAG, FORMAT},
#include "frontend/syntax/Diagnostics.def"
};

const DiagInfo &dnd::frontend::info(DiagKind kind) {
  return table[unsigned(kind)];
}

llvm::ArrayRef<DiagInfo> dnd::frontend::allDiagnostics() { return table; }

std::optional<DiagKind> dnd::frontend::kindFromCode(StringRef code) {
  for (unsigned i = 0; i < std::size(table); ++i)
    if (code.equals_insensitive(table[i].code))
      return DiagKind(i);
  return std::nullopt;
}

std::optional<DiagKind> dnd::frontend::kindFromFlag(StringRef flag) {
  for (unsigned i = 0; i < std::size(table); ++i)
    if (!flag.empty() && flag == table[i].flag)
      return DiagKind(i);
  return std::nullopt;
}

//===----------------------------------------------------------------------===//
// Text of arguments
//===----------------------------------------------------------------------===//

std::string dnd::frontend::shapeText(llvm::ArrayRef<std::int64_t> shape) {
  if (shape.empty())
    return "a scalar";
  std::string result = "[";
  for (std::int64_t extent : shape)
    result += (result.size() > 1 ? ", " : "") + std::to_string(extent);
  return result + "]";
}

std::string dnd::frontend::countText(std::uint64_t count, StringRef singular) {
  std::string result = std::to_string(count) + " " + singular.str();
  if (count == 1)
    return result;
  // "index", "indices" is the one irregular noun that messages count.
  if (StringRef(result).ends_with("index"))
    return result.substr(0, result.size() - 2) + "ices";
  return result + "s";
}

std::string detail::realText(double value) {
  std::string result;
  llvm::raw_string_ostream(result) << llvm::format("%g", value);
  return result;
}

static std::string fillFormat(StringRef format,
                              llvm::ArrayRef<std::string> args) {
  std::string result;
  while (!format.empty()) {
    if (format.size() >= 3 && format[0] == '{' && llvm::isDigit(format[1]) &&
        (format[2] == '}' || format[2] == ':')) {
      unsigned index = format[1] - '0';
      if (index < args.size())
        result += args[index];
      format = format.drop_front(format.find('}') + 1);
    } else {
      result += format.front();
      format = format.drop_front();
    }
  }
  return result;
}

//===----------------------------------------------------------------------===//
// One message
//===----------------------------------------------------------------------===//

Diagnostic &Diagnostic::note(SourceRange where, const llvm::Twine &text) {
  notes.push_back({where, text.str()});
  return *this;
}

Diagnostic &Diagnostic::hint(const llvm::Twine &text) {
  hints.push_back(text.str());
  return *this;
}

/// Insertions, deletions, replacements and swaps of neighbours that lead from
/// one word to the other.
static unsigned editDistance(StringRef a, StringRef b) {
  std::vector<unsigned> last, row(b.size() + 1), beforeLast;
  for (unsigned j = 0; j <= b.size(); ++j)
    row[j] = j;
  for (unsigned i = 1; i <= a.size(); ++i) {
    beforeLast = std::move(last);
    last = row;
    row[0] = i;
    for (unsigned j = 1; j <= b.size(); ++j) {
      row[j] = std::min(
          {last[j] + 1, row[j - 1] + 1, last[j - 1] + (a[i - 1] != b[j - 1])});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
        row[j] = std::min(row[j], beforeLast[j - 2] + 1);
    }
  }
  return row.back();
}

/// What people write in place of a name by habit: its beginning (`acc`), the
/// name with something behind it (`batch_size`), its initials or the words that
/// they stand for (`learning_rate`).
static bool isHabit(StringRef name, StringRef candidate) {
  auto begins = [](StringRef shorter, StringRef longer) {
    return shorter.size() >= 3 && longer.starts_with(shorter);
  };
  auto initials = [](StringRef words) {
    std::string result;
    llvm::SmallVector<StringRef> parts;
    words.split(parts, '_', -1, /*KeepEmpty=*/false);
    for (StringRef part : parts)
      result += part.front();
    return result;
  };
  return begins(name, candidate) ||
         (begins(candidate, name) && name[candidate.size()] == '_') ||
         (candidate.size() >= 2 && initials(name) == candidate) ||
         (name.size() >= 2 && initials(candidate) == name);
}

/// The only candidate that `name` means by habit.
static StringRef habitualName(StringRef name,
                              llvm::ArrayRef<StringRef> candidates) {
  StringRef found;
  for (StringRef candidate : candidates) {
    if (candidate == name || candidate == found || !isHabit(name, candidate))
      continue;
    if (!found.empty())
      return {};
    found = candidate;
  }
  return found;
}

StringRef dnd::frontend::closestName(StringRef name,
                                     llvm::ArrayRef<StringRef> candidates) {
  // A word of this length was not meant to be a name of ours.
  if (name.size() > 100)
    return {};
  unsigned limit = std::max<std::size_t>(1, name.size() / 3);
  StringRef best;
  for (StringRef candidate : candidates) {
    // A single letter resembles every other one.
    if (candidate == name || std::min(name.size(), candidate.size()) < 2 ||
        candidate.size() > name.size() + limit)
      continue;
    unsigned distance =
        candidate.equals_insensitive(name) ? 0 : editDistance(name, candidate);
    if (distance > limit || (!best.empty() && distance == limit))
      continue;
    best = candidate;
    limit = distance;
  }
  // Three letters resemble many words: what people shorten so was meant.
  bool isGuess = best.empty() || (name.size() <= 3 && limit > 0);
  StringRef habitual = isGuess ? habitualName(name, candidates) : StringRef();
  return habitual.empty() ? best : habitual;
}

Diagnostic &Diagnostic::didYouMean(StringRef name,
                                   llvm::ArrayRef<StringRef> candidates) {
  if (StringRef best = closestName(name, candidates); !best.empty())
    hint("did you mean '" + best + "'?");
  return *this;
}

Diagnostic &Diagnostic::didYouMean(StringRef name,
                                   llvm::ArrayRef<std::string> candidates) {
  std::vector<StringRef> refs(candidates.begin(), candidates.end());
  return didYouMean(name, refs);
}

//===----------------------------------------------------------------------===//
// Warning switches
//===----------------------------------------------------------------------===//

WarningOptions::Override &WarningOptions::overrideOf(DiagKind kind) {
  for (Override &entry : overrides)
    if (entry.kind == kind)
      return entry;
  return overrides.emplace_back(Override{kind, {}, {}});
}

bool WarningOptions::apply(StringRef option) {
  bool on = !option.consume_front("no-");
  if (option == "all") {
    allEnabled = on;
    for (Override &entry : overrides)
      entry.enabled.reset();
    return true;
  }
  if (option == "error") {
    allErrors = on;
    for (Override &entry : overrides)
      entry.asError.reset();
    return true;
  }
  bool asError = option.consume_front("error=");
  std::optional<DiagKind> kind = kindFromFlag(option);
  if (!kind)
    return false;
  Override &entry = overrideOf(*kind);
  if (!asError) {
    entry.enabled = on;
    return true;
  }
  entry.asError = on;
  if (on)
    entry.enabled = true;
  return true;
}

Severity WarningOptions::severity(DiagKind kind) const {
  if (info(kind).severity != Severity::Warning)
    return info(kind).severity;
  bool enabled = allEnabled, asError = allErrors;
  for (const Override &entry : overrides) {
    if (entry.kind != kind)
      continue;
    enabled = entry.enabled.value_or(enabled);
    asError = entry.asError.value_or(asError);
  }
  if (!enabled)
    return Severity::Ignored;
  return asError ? Severity::Error : Severity::Warning;
}

std::vector<StringRef> WarningOptions::flags() {
  std::vector<StringRef> result;
  for (const DiagInfo &entry : table)
    if (!entry.flag.empty())
      result.push_back(entry.flag);
  llvm::sort(result);
  return result;
}

//===----------------------------------------------------------------------===//
// The engine
//===----------------------------------------------------------------------===//

/// More messages of one compilation than this help nobody and cost memory; a
/// file of garbage can produce millions.
static constexpr std::size_t MaxStored = 2000;

Diagnostic &DiagnosticEngine::add(DiagKind kind, SourceRange range,
                                  std::vector<std::string> args) {
  Diagnostic *diag = &overflow;
  if (diagnostics.size() < MaxStored)
    diag = &diagnostics.emplace_back();
  else
    *diag = Diagnostic();
  diag->kind = kind;
  diag->severity = info(kind).severity;
  diag->range = range;
  diag->message = fillFormat(info(kind).format, args);
  return *diag;
}

std::vector<const Diagnostic *> DiagnosticEngine::sorted() const {
  std::vector<const Diagnostic *> result;
  for (const Diagnostic &diag : diagnostics)
    if (warningOptions.severity(diag.kind) != Severity::Ignored)
      result.push_back(&diag);
  // Messages without a place come first; InvalidFile is the largest id.
  auto key = [](const Diagnostic *d) {
    return std::make_tuple(d->range.isValid() ? d->range.file + 1 : 0,
                           d->range.begin, d->range.end);
  };
  llvm::stable_sort(result, [&](const Diagnostic *a, const Diagnostic *b) {
    return key(a) < key(b);
  });
  auto same = [](const Diagnostic *a, const Diagnostic *b) {
    return a->kind == b->kind && a->range == b->range &&
           a->message == b->message;
  };
  std::vector<const Diagnostic *> unique;
  for (const Diagnostic *diag : result) {
    // Equal ones share a place, so they are near each other.
    bool known = false;
    for (const Diagnostic *other : llvm::reverse(unique)) {
      if (other->range != diag->range)
        break;
      known |= same(other, diag);
    }
    if (!known)
      unique.push_back(diag);
  }
  return unique;
}

unsigned DiagnosticEngine::errorCount() const {
  return llvm::count_if(sorted(), [&](const Diagnostic *diag) {
    return warningOptions.severity(diag->kind) == Severity::Error;
  });
}

unsigned DiagnosticEngine::warningCount() const {
  return llvm::count_if(sorted(), [&](const Diagnostic *diag) {
    return warningOptions.severity(diag->kind) == Severity::Warning;
  });
}

bool DiagnosticEngine::hasErrors() const {
  return llvm::any_of(diagnostics, [&](const Diagnostic &diag) {
    return warningOptions.severity(diag.kind) == Severity::Error;
  });
}
