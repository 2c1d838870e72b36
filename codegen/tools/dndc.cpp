//===- dndc.cpp - the compiler --------------------------------------------===//
#include "codegen/Driver.h"
#include "codegen/emit/Installation.h"
#include "codegen/tools/CommandLine.h"
#include "codegen/tools/OptionTable.h"
#include "codegen/tools/OptionsJson.h"
#include "frontend/elaborate/StdLibrary.h"
#include "frontend/syntax/Diagnostics.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/InitLLVM.h"
#include "llvm/Support/raw_ostream.h"

using namespace dnd::codegen;

/// --print-std: the text of a layer, or the names of all.
static int printStd(llvm::StringRef name) {
  if (name == "all") {
    for (const std::string &layer : dnd::frontend::stdLayerNames())
      llvm::outs() << layer << "\n";
    return exitDone;
  }
  if (std::optional<std::string> text = dnd::frontend::stdText(name)) {
    llvm::outs() << *text;
    return exitDone;
  }
  llvm::errs() << "dndc: error: the standard library has no layer '" << name
               << "'; --print-std all lists them\n";
  return exitUsage;
}

static int explainCode(llvm::StringRef code) {
  llvm::StringRef text = dnd::frontend::explain(code);
  if (text.empty()) {
    llvm::errs() << "dndc: error: there is no message '" << code << "'\n";
    return exitUsage;
  }
  llvm::outs() << text << "\n";
  return exitDone;
}

/// --version: what links models, too, since that need not have come with dndc.
static int printVersion(const Installation &installation) {
  llvm::outs() << "dndc " DND_VERSION " (LLVM " LLVM_VERSION_STRING ")\n"
               << "runtime: " << installation.runtime
               << (hasRuntime(installation.runtime) ? "" : " (not there)")
               << "\nexample data: "
               << (installation.data.empty() ? "none" : installation.data)
               << "\n";
  return exitDone;
}

int main(int argc, char **argv) {
  llvm::setBugReportMsg("");
  std::vector<std::string> words(argv + 1, argv + argc);
  // For the build of manual pages; not for users.
  if (words.size() == 1 && words[0] == "--print-options=json") {
    llvm::outs() << optionsAsJson();
    return exitDone;
  }
  CommandLine line = parseCommandLine(words);
  if (!line.error.empty()) {
    llvm::errs() << "dndc: error: " << line.error
                 << "\n  dndc --help shows the options\n";
    return exitUsage;
  }
  if (line.help) {
    llvm::outs() << helpText();
    return exitDone;
  }
  std::string self = llvm::sys::fs::getMainExecutable(
      argv[0], reinterpret_cast<void *>(&helpText));
  Installation installation = findInstallation(self);
  if (line.version)
    return printVersion(installation);
  if (!line.printStd.empty())
    return printStd(line.printStd);
  if (!line.explain.empty())
    return explainCode(line.explain);
  line.options.shippedData = installation.data;
  std::vector<std::string> command(argv, argv + argc);
  return compile(line.options, self, command);
}
