//===- dnd-translate.cpp - From .dnd text to the dnd dialect --------------===//
//
// dnd-translate --import-dnd FILE, and --verify-diagnostics for tests.
//
//===----------------------------------------------------------------------===//

#include "frontend/ImportToDnd.h"
#include "frontend/elaborate/StdLibrary.h"
#include "frontend/syntax/VerifyDiagnostics.h"

#include "mlir/IR/AsmState.h"
#include "mlir/IR/MLIRContext.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/raw_ostream.h"

using namespace dnd::frontend;
using llvm::StringRef;

namespace {

// Exit codes of all our programs.
enum : int { ExitDone = 0, ExitModel = 1, ExitUsage = 2, ExitOutput = 7 };

struct Options {
  ImportOptions import;
  PrintOptions print;
  std::vector<std::string> warnings;
  std::string input = "-", output = "-";
  bool verify = false, locations = false;
};

constexpr StringRef help =
    R"(usage: dnd-translate --import-dnd [options] [FILE | -]

Prints a .dnd file as a module of the dnd dialect.

  --import-dnd               what to do (the only translation)
  -o FILE                    where to (default: standard output)
  --network NAME             which network, when the file has several
  -D NAME=VALUE              sets an argument of the network or a constant
  --memory-limit=BYTES       the largest parameter (default: this machine's
                             memory)
  --mlir-print-debuginfo     with locations
  --verify-diagnostics       compare the messages with the comments
                             'expected-error@LINE {{text}}' of the file; LINE is
                             a number, +N or -N
  -W[no-]FLAG, -Werror       which warnings are shown or count as errors
  --diagnostics-format=FORM  text (default) or json
  --print-std NAME           prints a layer of the standard library
  --explain CODE             what a message means
  -h, --help                 this text

exit codes: 0 done, 1 the model has errors, 2 wrong usage,
            7 a file cannot be written
)";

int usage(const llvm::Twine &message) {
  llvm::errs() << "dnd-translate: " << message
               << "\nrun 'dnd-translate --help' for the options\n";
  return ExitUsage;
}

int run(const Options &options) {
  SourceManager sources;
  DiagnosticEngine diags(sources);
  for (const std::string &warning : options.warnings)
    if (!diags.warnings().apply(warning))
      return usage("unknown warning '-W" + warning + "'");
  mlir::MLIRContext context;
  auto module = importFile(options.input, context, diags, options.import);
  if (options.verify)
    return verifyDiagnostics(diags, llvm::errs()) ? ExitDone : ExitModel;
  if (!diags.sorted().empty())
    diags.print(llvm::errs(), options.print);
  if (!module)
    return ExitModel;
  std::error_code error;
  llvm::raw_fd_ostream os(options.output, error);
  if (!error) {
    mlir::OpPrintingFlags flags;
    if (options.locations)
      flags.enableDebugInfo();
    module->print(os, flags);
    os.flush();
    error = os.error();
    os.clear_error();
  }
  if (!error)
    return ExitDone;
  llvm::errs() << "dnd-translate: cannot write '" << options.output
               << "': " << error.message() << '\n';
  return ExitOutput;
}

} // namespace

int main(int argc, char **argv) {
  Options options;
  bool import = false;
  std::vector<StringRef> args(argv + 1, argv + argc);
  for (std::size_t i = 0; i < args.size(); ++i) {
    StringRef arg = args[i];
    // The value of an option: behind '=' or the next word.
    auto value = [&](StringRef name, std::string &out) {
      if (arg == name && i + 1 < args.size()) {
        out = args[++i].str();
        return true;
      }
      return arg.consume_front((name + "=").str()) && (out = arg.str(), true);
    };
    std::string text;
    if (arg == "-h" || arg == "--help") {
      llvm::outs() << help;
      return ExitDone;
    }
    if (arg == "--import-dnd") {
      import = true;
    } else if (arg == "--verify-diagnostics" || arg == "-verify-diagnostics") {
      options.verify = true;
    } else if (arg == "--mlir-print-debuginfo") {
      options.locations = true;
    } else if (value("--network", options.import.network) ||
               value("-o", options.output)) {
    } else if (value("--memory-limit", text)) {
      if (StringRef(text).getAsInteger(10, options.import.memoryLimit))
        return usage("--memory-limit takes a number of bytes");
    } else if (value("--diagnostics-format", text)) {
      if (text != "text" && text != "json")
        return usage("--diagnostics-format takes 'text' or 'json'");
      options.print.json = text == "json";
    } else if (value("--print-std", text)) {
      auto found = stdText(text);
      if (!found)
        return usage("the standard library has no layer '" + text + "'");
      llvm::outs() << *found;
      return ExitDone;
    } else if (value("--explain", text)) {
      if (explain(text).empty())
        return usage("there is no message '" + text + "'");
      llvm::outs() << explain(text) << '\n';
      return ExitDone;
    } else if (arg.starts_with("-D")) {
      text = arg.drop_front(2).str();
      if (text.empty() && i + 1 < args.size())
        text = args[++i].str();
      auto [name, expr] = StringRef(text).split('=');
      if (name.empty() || !StringRef(text).contains('='))
        return usage("-D takes NAME=VALUE, not '" + text + "'");
      options.import.defines.emplace_back(name.str(), expr.str());
    } else if (arg.starts_with("-W")) {
      options.warnings.push_back(arg.drop_front(2).str());
    } else if (arg == "-" || !arg.starts_with("-")) {
      options.input = arg.str();
    } else {
      return usage("unknown option '" + arg + "'");
    }
  }
  if (!import)
    return usage("say --import-dnd");
  return run(options);
}
