//===- dnd-lsp.cpp - The language server ----------------------------------===//
//
// dnd-lsp: speaks the Language Server Protocol on standard input and output.
//
//===----------------------------------------------------------------------===//

#include "codegen/Pipelines.h"
#include "frontend/lsp/Server.h"
#include "passes/Remarks.h"

#include "mlir/Pass/PassManager.h"

#include "llvm/Support/raw_ostream.h"

#include <csignal>

using llvm::StringRef;

namespace {

// Exit codes of all our programs; the protocol wants 1 for an editor that left
// without a goodbye.
enum : int { ExitDone = 0, ExitUnasked = 1, ExitUsage = 2 };

constexpr StringRef help =
    R"(usage: dnd-lsp [options]

Answers an editor about .dnd files: the Language Server Protocol on standard
input and output. An editor starts it; there is nothing to be typed.

  --stdio                    talk over standard input and output, which it does
                             anyway (editors give this option)
  --version                  the version
  -h, --help                 this text

exit codes: 0 the editor asked for the end, 1 the editor left without asking,
            2 wrong usage
)";

} // namespace

/// Brings a module to phase `forms`, and tells what was recognised on the way.
static void
findForms(mlir::ModuleOp module,
          llvm::function_ref<void(mlir::Location, StringRef)> tell) {
  mlir::MLIRContext *context = module.getContext();
  mlir::ScopedDiagnosticHandler handler(context, [&](mlir::Diagnostic &said) {
    std::string text = said.str();
    StringRef category = said.getSeverity() == mlir::DiagnosticSeverity::Remark
                             ? dnd::passes::remarkCategory(text)
                             : StringRef();
    if (category == "raise" || category == "fuse")
      tell(said.getLocation(), StringRef(text).drop_back(category.size() + 3));
    return mlir::success();
  });
  mlir::PassManager pm(context);
  dnd::codegen::buildPipeline(pm, dnd::codegen::Phase::forms, {}, "", {}, {});
  // What fails here has no forms to tell of; messages are the frontend's.
  (void)pm.run(module);
}

int main(int argc, char **argv) {
  for (int i = 1; i < argc; ++i) {
    StringRef arg = argv[i];
    if (arg == "--stdio")
      continue;
    if (arg == "-h" || arg == "--help") {
      llvm::outs() << help;
      return ExitDone;
    }
    if (arg == "--version") {
      llvm::outs() << "dnd-lsp " DND_VERSION "\n";
      return ExitDone;
    }
    llvm::errs() << "dnd-lsp: unknown option '" << arg
                 << "'\nrun 'dnd-lsp --help' for the options\n";
    return ExitUsage;
  }
  // An editor that is gone is the end of the input, and no reason to die.
  std::signal(SIGPIPE, SIG_IGN);
  dnd::lsp::Transport transport(stdin, stdout);
  return dnd::lsp::Server(transport, findForms).run() ? ExitDone : ExitUnasked;
}
