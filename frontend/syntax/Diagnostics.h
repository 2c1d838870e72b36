//===- Diagnostics.h - Messages to the author of a model --------*- C++ -*-===//
//
// Collects errors and warnings with their places, and prints them as text or
// JSON.
//
//   diags.emit<DiagKind::UnknownLayer>(call.range, name)
//       .note(other, "the layer is called here")
//       .didYouMean(name, knownNames);
//
// Nothing is printed before `print`: messages of all phases are sorted by
// place and each is shown once.
//
//===----------------------------------------------------------------------===//

#ifndef DND_FRONTEND_DIAGNOSTICS_H
#define DND_FRONTEND_DIAGNOSTICS_H

#include "frontend/syntax/Source.h"

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringRef.h"
#include "llvm/ADT/Twine.h"

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <type_traits>
#include <vector>

namespace llvm {
class raw_ostream;
} // namespace llvm

namespace dnd::frontend {

enum class Severity : std::uint8_t { Ignored, Warning, Error };

/// One value for each line of Diagnostics.def.
enum class DiagKind : std::uint16_t {
#define DND_DIAG(CODE, KIND, SEVERITY, FLAG, FORMAT) KIND,
#include "frontend/syntax/Diagnostics.def"
};

/// What Diagnostics.def says about a kind.
struct DiagInfo {
  /// "E0102"
  llvm::StringLiteral code;
  /// "MissingClose"
  llvm::StringLiteral name;
  Severity severity;
  /// "unused-param"; empty for errors.
  llvm::StringLiteral flag;
  llvm::StringLiteral format;
};

const DiagInfo &info(DiagKind kind);
llvm::ArrayRef<DiagInfo> allDiagnostics();
/// The kind with a code ("E0102", any case).
std::optional<DiagKind> kindFromCode(llvm::StringRef code);
/// The kind with a warning flag ("unused-param").
std::optional<DiagKind> kindFromFlag(llvm::StringRef flag);
/// The long text of a code, in Markdown, with a wrong and a right example;
/// empty when there is no such code.
llvm::StringRef explain(llvm::StringRef code);

/// "[3, 32, 32]"; "a scalar" for no dimensions.
std::string shapeText(llvm::ArrayRef<std::int64_t> shape);
/// "1 argument", "2 arguments": the count and the word in the right number.
std::string countText(std::uint64_t count, llvm::StringRef singular);

namespace detail {
/// What a format wants: {N} a text or a shape, {N:int} an integer.
struct ArgumentList {
  unsigned count = 0;
  bool isInteger[10] = {};
};

constexpr ArgumentList argumentsOf(const char *format) {
  ArgumentList list;
  for (; *format; ++format) {
    if (format[0] != '{' || format[1] < '0' || format[1] > '9' ||
        (format[2] != '}' && format[2] != ':'))
      continue;
    unsigned index = format[1] - '0';
    list.isInteger[index] = format[2] == ':';
    if (index + 1 > list.count)
      list.count = index + 1;
  }
  return list;
}

inline constexpr ArgumentList argumentLists[] = {
#define DND_DIAG(CODE, KIND, SEVERITY, FLAG, FORMAT) argumentsOf(FORMAT),
#include "frontend/syntax/Diagnostics.def"
};

/// Whether a value of type T may stand where a format wants an integer or a
/// text.
template <typename T> constexpr bool isArgument(bool isInteger) {
  return isInteger ? std::is_integral_v<T> && !std::is_same_v<T, bool>
                   : !std::is_arithmetic_v<T>;
}

template <typename... Args>
constexpr bool areArguments(const ArgumentList &list) {
  unsigned index = 0;
  return list.count == sizeof...(Args) &&
         (isArgument<Args>(list.isInteger[index++]) && ...);
}

std::string realText(double value);

template <typename T> std::string argumentText(const T &value) {
  if constexpr (std::is_integral_v<T>)
    return std::to_string(value);
  else if constexpr (std::is_convertible_v<const T &, llvm::ArrayRef<int64_t>>)
    return shapeText(llvm::ArrayRef<int64_t>(value));
  else if constexpr (std::is_same_v<T, llvm::Twine>)
    return value.str();
  else
    return llvm::StringRef(value).str();
}
} // namespace detail

/// One message: the place, what is wrong, and what helps.
class Diagnostic {
public:
  struct Note {
    SourceRange range; // may be invalid
    std::string message;
  };

  DiagKind kind = DiagKind(0);
  Severity severity = Severity::Error;
  SourceRange range;
  std::string message;
  std::vector<Note> notes;
  std::vector<std::string> hints;

  /// Another place that matters, with a label ("'x' has shape [3, 4]").
  Diagnostic &note(SourceRange where, const llvm::Twine &text);
  /// What to do about it.
  Diagnostic &hint(const llvm::Twine &text);
  /// Adds the hint "did you mean 'X'?" when a candidate is close to `name`.
  Diagnostic &didYouMean(llvm::StringRef name,
                         llvm::ArrayRef<llvm::StringRef> candidates);
  Diagnostic &didYouMean(llvm::StringRef name,
                         llvm::ArrayRef<std::string> candidates);
};

/// The candidate that is closest to `name`, when it is close enough to be a
/// slip of the fingers (edit distance at most a third of the length, 1 at
/// least); the first of equals. Empty when none is.
llvm::StringRef closestName(llvm::StringRef name,
                            llvm::ArrayRef<llvm::StringRef> candidates);

/// Which warnings are shown and which count as errors.
class WarningOptions {
public:
  /// Understands "no-FLAG", "FLAG", "error", "no-error", "error=FLAG",
  /// "no-error=FLAG", "all", "no-all": what follows -W. Later ones win.
  /// False when the flag is unknown.
  bool apply(llvm::StringRef option);
  Severity severity(DiagKind kind) const;
  /// Every flag that exists, sorted; for --help and did-you-mean.
  static std::vector<llvm::StringRef> flags();

private:
  struct Override {
    DiagKind kind;
    std::optional<bool> enabled, asError;
  };
  Override &overrideOf(DiagKind kind);

  bool allEnabled = true;
  bool allErrors = false;
  std::vector<Override> overrides;
};

/// What stands in files and names, for terminals: control characters and broken
/// UTF-8 become U+FFFD, tabs blanks; lines stay.
std::string printable(llvm::StringRef text);

enum class ColorMode : std::uint8_t { Auto, Always, Never };

struct PrintOptions {
  bool json = false;
  /// Auto: colour when the stream is a terminal that can and NO_COLOR is not
  /// set.
  ColorMode color = ColorMode::Auto;
  /// At most this many errors are printed (0: all); a last line says how many
  /// are left out.
  unsigned errorLimit = 20;
};

/// Collects the messages of one compilation.
class DiagnosticEngine {
public:
  explicit DiagnosticEngine(SourceManager &sources) : sourceManager(sources) {}
  DiagnosticEngine(const DiagnosticEngine &) = delete;
  DiagnosticEngine &operator=(const DiagnosticEngine &) = delete;

  /// Adds a message. Number and types of the arguments are checked against the
  /// format at compile time. The reference is valid until the next message.
  template <DiagKind K, typename... Args>
  Diagnostic &emit(SourceRange range, const Args &...args) {
    static_assert(
        detail::areArguments<Args...>(detail::argumentLists[unsigned(K)]),
        "the message in Diagnostics.def takes other arguments");
    return add(K, range, {detail::argumentText(args)...});
  }

  /// The same when the kind is known only at run time.
  Diagnostic &add(DiagKind kind, SourceRange range,
                  std::vector<std::string> args);

  SourceManager &sources() { return sourceManager; }
  const SourceManager &sources() const { return sourceManager; }
  WarningOptions &warnings() { return warningOptions; }

  /// Warnings that -Werror made errors count.
  bool hasErrors() const;
  unsigned errorCount() const;
  unsigned warningCount() const;

  /// What will be printed: sorted by file, place and severity, without
  /// doubles and without warnings that are off.
  std::vector<const Diagnostic *> sorted() const;
  void print(llvm::raw_ostream &os, const PrintOptions &options = {}) const;
  /// Number of messages so far, of any severity.
  std::size_t size() const { return diagnostics.size(); }
  /// A message in the order in which they were added.
  Diagnostic &at(std::size_t index) { return diagnostics[index]; }
  /// Forgets all messages.
  void clear() { diagnostics.clear(); }

private:
  SourceManager &sourceManager;
  WarningOptions warningOptions;
  std::deque<Diagnostic> diagnostics;
  /// Takes what is too much to keep.
  Diagnostic overflow;
};

} // namespace dnd::frontend

#endif // DND_FRONTEND_DIAGNOSTICS_H
