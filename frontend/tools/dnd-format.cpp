//===- dnd-format.cpp - Canonical layout of .dnd files --------------------===//
//
// dnd-format [--check | --in-place | --ast] [FILE...|-]
//
//===----------------------------------------------------------------------===//

#include "frontend/syntax/Ast.h"
#include "frontend/syntax/AstBuilder.h"
#include "frontend/syntax/Diagnostics.h"
#include "frontend/syntax/Formatter.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/Support/Error.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/raw_ostream.h"

#include <string>
#include <vector>

using namespace dnd::frontend;
using llvm::StringRef;

namespace {

// Exit codes of all our programs.
enum : int { ExitDone = 0, ExitModel = 1, ExitUsage = 2, ExitOutput = 7 };

enum class Mode { Print, Check, InPlace, Ast };

struct Options {
  Mode mode = Mode::Print;
  PrintOptions print;
  std::vector<std::string> files;
};

constexpr StringRef help =
    R"(usage: dnd-format [options] [FILE... | -]

Prints .dnd files in their canonical layout; without a file, or for '-', reads
the standard input. Comments stay. There are no style options.

  --check                    print nothing, name the files whose layout differs
                             and exit with 1 if there are any
  -i, --in-place             rewrite the files that differ
  --ast                      print what the parser understood instead
  --diagnostics-format=FORM  text (default) or json
  --error-limit=N            print at most N errors (default 20, 0: all)
  -h, --help                 this text

exit codes: 0 done, 1 syntax error or layout differs, 2 wrong usage,
            7 a file cannot be written
)";

} // namespace

static int usage(const llvm::Twine &message) {
  llvm::errs() << "dnd-format: " << printable(message.str())
               << "\nrun 'dnd-format --help' for the options\n";
  return ExitUsage;
}

static bool report(const DiagnosticEngine &diags, const PrintOptions &options) {
  if (!diags.sorted().empty())
    diags.print(llvm::errs(), options);
  return diags.hasErrors();
}

/// A new file first, under a name that nothing has, so that a full disk cannot
/// cost the old one; a link stays one.
static std::error_code replaceFile(StringRef path, StringRef text) {
  llvm::SmallString<128> real;
  if (std::error_code error = llvm::sys::fs::real_path(path, real))
    return error;
  auto permissions = llvm::sys::fs::getPermissions(real);
  auto file = llvm::sys::fs::TempFile::create(real + ".tmp-%%%%%%");
  if (!file)
    return llvm::errorToErrorCode(file.takeError());
  llvm::raw_fd_ostream os(file->FD, /*shouldClose=*/false);
  os << text;
  os.flush();
  std::error_code error = os.error();
  os.clear_error();
  if (!error && permissions)
    error = llvm::sys::fs::setPermissions(file->TmpName, *permissions);
  llvm::Error ended = error ? file->discard() : file->keep(real);
  if (!error)
    return llvm::errorToErrorCode(std::move(ended));
  llvm::consumeError(std::move(ended));
  return error;
}

static int writeFile(StringRef path, StringRef text) {
  std::error_code error = replaceFile(path, text);
  if (!error)
    return ExitDone;
  llvm::errs() << "dnd-format: cannot write '" << printable(path)
               << "': " << error.message() << '\n';
  return ExitOutput;
}

/// Programs get the bytes, terminals no commands from files.
static void printText(StringRef text) {
  if (llvm::outs().is_displayed())
    llvm::outs() << printable(text);
  else
    llvm::outs() << text;
}

static int runFile(StringRef path, const Options &options) {
  SourceManager sources;
  DiagnosticEngine diags(sources);
  std::string error;
  std::optional<FileId> file = sources.addFile(path, error);
  if (!file) {
    diags.emit<DiagKind::FileUnreadable>({}, path, error);
    report(diags, options.print);
    return ExitModel;
  }
  if (options.mode == Mode::Ast) {
    ast::File tree = parseFile(*file, diags);
    std::string text;
    llvm::raw_string_ostream stream(text);
    ast::dump(tree, stream, &sources);
    printText(text);
    return report(diags, options.print) ? ExitModel : ExitDone;
  }
  std::optional<std::string> formatted = formatFile(*file, diags);
  if (report(diags, options.print) || !formatted)
    return ExitModel;
  bool differs = *formatted != sources.file(*file).text();
  switch (options.mode) {
  case Mode::Check:
    if (differs)
      printText((sources.file(*file).name() + "\n").str());
    return differs ? ExitModel : ExitDone;
  case Mode::InPlace:
    return differs ? writeFile(path, *formatted) : ExitDone;
  default:
    printText(*formatted);
    return ExitDone;
  }
}

int main(int argc, char **argv) {
  Options options;
  bool onlyFiles = false;
  for (int i = 1; i < argc; ++i) {
    StringRef arg = argv[i];
    if (onlyFiles || arg == "-" || !arg.starts_with("-")) {
      options.files.push_back(arg.str());
    } else if (arg == "--") {
      onlyFiles = true;
    } else if (arg == "--check") {
      options.mode = Mode::Check;
    } else if (arg == "-i" || arg == "--in-place") {
      options.mode = Mode::InPlace;
    } else if (arg == "--ast") {
      options.mode = Mode::Ast;
    } else if (arg == "-h" || arg == "--help") {
      llvm::outs() << help;
      return ExitDone;
    } else if (arg.consume_front("--error-limit=")) {
      if (arg.getAsInteger(10, options.print.errorLimit))
        return usage("--error-limit takes a number, not '" + arg + "'");
    } else if (arg.consume_front("--diagnostics-format=")) {
      if (arg != "text" && arg != "json")
        return usage("--diagnostics-format takes 'text' or 'json', not '" +
                     arg + "'");
      options.print.json = arg == "json";
    } else {
      return usage("unknown option '" + arg + "'");
    }
  }
  if (options.files.empty())
    options.files.push_back("-");
  if (options.mode == Mode::InPlace && llvm::is_contained(options.files, "-"))
    return usage("the standard input cannot be rewritten in place");
  int worst = ExitDone;
  for (const std::string &file : options.files)
    worst = std::max(worst, runFile(file, options));
  return worst;
}
