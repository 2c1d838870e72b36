//===- FuzzSyntax.cpp - Any bytes through parser and formatter ------------===//
//
// Whatever the text: no crash, messages print in both forms, and a file that
// parses is formatted to a file with the same tree whose layout is stable.
//
//===----------------------------------------------------------------------===//

#include "frontend/syntax/Ast.h"
#include "frontend/syntax/AstBuilder.h"
#include "frontend/syntax/Formatter.h"

#include "llvm/Support/raw_ostream.h"

#include <cstdlib>

using namespace dnd::frontend;

static std::string dumpText(FileId id, DiagnosticEngine &diags) {
  std::string result;
  llvm::raw_string_ostream os(result);
  ast::dump(parseFile(id, diags), os);
  return result;
}

static void require(bool condition, const char *what) {
  if (condition)
    return;
  llvm::errs() << "violated: " << what << '\n';
  std::abort();
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data,
                                      std::size_t size) {
  std::string text(reinterpret_cast<const char *>(data), size);
  SourceManager sources;
  DiagnosticEngine diags(sources);
  FileId id = sources.addText("fuzz.dnd", text);
  std::string before = dumpText(id, diags);
  PrintOptions json;
  json.json = true;
  diags.print(llvm::nulls());
  diags.print(llvm::nulls(), json);
  if (diags.hasErrors())
    return 0;
  std::optional<std::string> once = formatFile(id, diags);
  require(once.has_value(), "a file that parses can be formatted");
  FileId second = sources.addText("once.dnd", *once);
  require(dumpText(second, diags) == before, "the layout keeps the tree");
  require(formatFile(second, diags) == once, "the layout is stable");
  return 0;
}
