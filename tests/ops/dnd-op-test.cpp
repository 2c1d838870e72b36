//===- dnd-op-test.cpp - The cases of tests/ops on the reference ----------===//
//
//   dnd-op-test FILE.mlir [--case=NAME] [--batch=N] [--expansion]
//
// Every function of the file (or one): gradients against central differences
// in float64, or with --expansion its forms against their expansions.
//
//===----------------------------------------------------------------------===//
#include "tests/ops/OpCase.h"

#include "mlir/Parser/Parser.h"
#include "llvm/Support/CommandLine.h"
#include "llvm/Support/InitLLVM.h"

using namespace mlir;
using dnd::tests::OpCase;
using llvm::cl::desc;
using llvm::cl::init;
using llvm::cl::opt;

static llvm::cl::OptionCategory category("dnd-op-test");
static opt<std::string> path(llvm::cl::Positional, desc("file.mlir"),
                             llvm::cl::Required, llvm::cl::cat(category));
static opt<std::string> onlyCase("case", desc("one function"),
                                 llvm::cl::cat(category));
static opt<int64_t> batchSize("batch", desc("size of the batch"), init(3),
                              llvm::cl::cat(category));
static opt<bool> expansion("expansion", desc("forms against expansions"),
                           llvm::cl::cat(category));

int main(int argc, char **argv) {
  llvm::InitLLVM init(argc, argv);
  llvm::cl::HideUnrelatedOptions(category);
  llvm::cl::ParseCommandLineOptions(argc, argv, "cases of dnd ops\n");
  DialectRegistry registry;
  registry.insert<dnd::DndDialect, func::FuncDialect>();
  MLIRContext context(registry);
  auto module = parseSourceFile<ModuleOp>(path, &context);
  if (!module)
    return 1;
  unsigned checked = 0, wrong = 0;
  for (auto function : module->getOps<func::FuncOp>()) {
    OpCase opCase(function);
    if (!onlyCase.empty() && opCase.name() != onlyCase)
      continue;
    if (expansion && !opCase.hasForm())
      continue;
    ++checked;
    llvm::Error error = expansion ? opCase.checkExpansion(batchSize)
                                  : opCase.checkGradients(batchSize);
    if (!error)
      continue;
    ++wrong;
    llvm::errs() << opCase.name() << ", batch " << batchSize << ": "
                 << llvm::toString(std::move(error)) << "\n";
  }
  if (!checked)
    llvm::errs() << "there is no such case\n";
  else
    llvm::outs() << checked << (checked == 1 ? " case" : " cases")
                 << " checked, " << wrong << " wrong\n";
  return checked && !wrong ? 0 : 1;
}
