//===- Parts.h - a module in parts, for several threads ---------*- C++ -*-===//
#ifndef DND_CODEGEN_EMIT_PARTS_H
#define DND_CODEGEN_EMIT_PARTS_H

#include "codegen/emit/Target.h"
#include "llvm/IR/Module.h"

namespace dnd::codegen {

/// What the functions of a part are, which says how much is done for them.
enum class PartKind {
  kernels, // run all the time
  twins,   // double twins only, made for checking
  calls    // thousands of calls in a row, marked optnone
};

/// A part of a module, as bitcode: any thread reads it into a context of its
/// own.
struct Part {
  std::string bitcode;
  PartKind kind = PartKind::kernels;
};

/// A module in parts that only see each other's symbols. Which function goes
/// where follows from the module alone, so that the output does not depend on
/// the machine.
struct CutModule {
  std::vector<Part> parts; // the globals and `main` are in the first
  /// Symbols that were local, and that the parts now share (hidden).
  std::vector<std::string> shared;
};

/// Cuts `module`, which is changed, into as many parts as its size is worth;
/// with `whole`, into one.
CutModule cutModule(llvm::Module &module, bool whole);

/// What is wanted of each part.
struct PartWishes {
  bool ir = false;     // the optimised IR as bitcode
  bool object = false; // the object file
};

/// A part after its thread.
struct MadePart {
  std::string ir, object;
  double optimizeSeconds = 0, generateSeconds = 0; // of the thread's work
};

/// Optimises all parts and makes their code, in threads, as many as there are
/// processors. An error tells of a failure of the code generator, or a crash.
llvm::Expected<std::vector<MadePart>> makeParts(const CutModule &cut,
                                                const CpuTarget &target,
                                                int optLevel,
                                                PartWishes wishes);

/// Seconds for which the calling thread has worked.
double threadSeconds();

/// The optimised parts as the one module that they are together.
llvm::Expected<std::unique_ptr<llvm::Module>>
joinParts(const CutModule &cut, llvm::ArrayRef<MadePart> parts,
          llvm::LLVMContext &context);

} // namespace dnd::codegen

#endif // DND_CODEGEN_EMIT_PARTS_H
