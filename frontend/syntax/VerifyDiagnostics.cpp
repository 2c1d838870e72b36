//===- VerifyDiagnostics.cpp - Messages a test expects --------------------===//
//
// Reads the expected-... comments of all files but the standard library's.
//
//===----------------------------------------------------------------------===//

#include "frontend/syntax/VerifyDiagnostics.h"

#include "llvm/Support/Regex.h"
#include "llvm/Support/raw_ostream.h"

#include <vector>

using namespace dnd::frontend;
using llvm::StringRef;

namespace {

struct Expectation {
  std::string kind, text, file;
  unsigned line = 0;
  unsigned commentLine = 0;
  bool met = false;
};

} // namespace

static void readLine(const SourceFile &file, unsigned number,
                     std::vector<Expectation> &list) {
  static llvm::Regex pattern("expected-(error|warning|note|hint)"
                             "(@([-+]?)([0-9]+))? *\\{\\{([^}]*)\\}\\}");
  StringRef text = file.lineText(number);
  llvm::SmallVector<StringRef> parts;
  while (pattern.match(text, &parts)) {
    Expectation e;
    e.kind = parts[1].str();
    e.text = parts[5].str();
    e.file = file.name().str();
    e.commentLine = e.line = number;
    unsigned offset = 0;
    if (!parts[4].empty() && !parts[4].getAsInteger(10, offset))
      e.line = parts[3] == "+"   ? number + offset
               : parts[3] == "-" ? number - offset
                                 : offset;
    list.push_back(std::move(e));
    text = text.drop_front(parts[0].end() - text.begin());
  }
}

bool dnd::frontend::verifyDiagnostics(const DiagnosticEngine &diags,
                                      llvm::raw_ostream &os) {
  const SourceManager &sources = diags.sources();
  std::vector<Expectation> expected;
  for (FileId id = 0; id < sources.size(); ++id) {
    const SourceFile &file = sources.file(id);
    if (file.name().starts_with("<std>"))
      continue;
    for (unsigned line = 1; line <= file.lineCount(); ++line)
      readLine(file, line, expected);
  }
  bool ok = true;
  // `optional`: a note or hint, which need not be expected.
  auto check = [&](StringRef kind, StringRef text, SourceRange range,
                   bool optional, unsigned parentLine) {
    unsigned line = range.isValid() ? sources.begin(range).line : 0;
    StringRef file = range.isValid() ? sources.fileName(range) : StringRef();
    for (Expectation &e : expected)
      if (!e.met && e.kind == kind && StringRef(text).contains(e.text) &&
          (e.line == line || (kind == "hint" && e.line == parentLine)) &&
          (line == 0 || e.file == file || kind == "hint")) {
        e.met = true;
        return;
      }
    if (optional)
      return;
    ok = false;
    os << file << ":" << line << ": unexpected " << kind << ": " << text
       << '\n';
  };
  for (const Diagnostic *d : diags.sorted()) {
    StringRef kind = d->severity == Severity::Error ? "error" : "warning";
    std::string text = (d->message + " [" + info(d->kind).code + "]").str();
    check(kind, text, d->range, false, 0);
    unsigned line = d->range.isValid() ? sources.begin(d->range).line : 0;
    for (const Diagnostic::Note &note : d->notes)
      check("note", note.message, note.range, true, line);
    for (const std::string &hint : d->hints)
      check("hint", hint, {}, true, line);
  }
  for (const Expectation &e : expected)
    if (!e.met) {
      ok = false;
      os << e.file << ":" << e.commentLine << ": expected " << e.kind
         << " was not produced on line " << e.line << ": " << e.text << '\n';
    }
  return ok;
}
