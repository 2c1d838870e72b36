//===- Options.h - all options of a compilation -----------------*- C++ -*-===//
#ifndef DND_CODEGEN_OPTIONS_H
#define DND_CODEGEN_OPTIONS_H

#include "codegen/Phases.h"
#include <string>
#include <utility>
#include <vector>

namespace dnd::codegen {

/// Whether an executable holds code for GPUs.
enum class CudaMode { automatic, on, off };

/// What is made for other programs instead of an executable.
enum class Export { none, torch, onnx, shared };

/// One struct, filled once by the command line, read by everything.
struct Options {
  std::string input;
  std::string output; // empty: named after the input
  Phase emit = Phase::exe;
  Export exportTo = Export::none; // --emit=torch, onnx, shared
  int optLevel = 2;
  bool debugInfo = false;
  std::string march = "native";

  CudaMode cuda = CudaMode::automatic;
  std::vector<std::string> cudaArchs; // machine code for these, and "simt"
  std::string cudaMath;          // f32, tf32, bf16; empty: as the input says
  std::string cudaBlas = "auto"; // auto, all, off: products for a library

  std::string precision; // f32, bf16: factors of products; empty: as the
                         // recipe says

  std::vector<std::pair<std::string, std::string>> defines;
  std::string network; // empty: the only one
  std::string
      shippedData; // folder of the data sets that came with the compiler
  bool checkOnly = false;

  std::string explore;                 // page to be written; empty: none
  std::string dumpDir;                 // empty: no dumps
  std::vector<std::string> printAfter; // pass arguments or phases
  bool timeReport = false;
  bool showCommands = false; // -###: print, do not run
  bool verbose = false;
  bool remarks = false;
  std::string remarkFilter; // of -Rpass=; empty: all
  bool jsonDiagnostics = false;
  std::vector<std::string> warnings; // what follows -W, in order
};

} // namespace dnd::codegen

#endif // DND_CODEGEN_OPTIONS_H
