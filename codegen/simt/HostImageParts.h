//===- HostImageParts.h - the steps of making a host image ------*- C++ -*-===//
#ifndef DND_CODEGEN_SIMT_HOSTIMAGEPARTS_H
#define DND_CODEGEN_SIMT_HOSTIMAGEPARTS_H

#include "codegen/simt/HostImageAbi.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/MapVector.h"
#include "llvm/ADT/SetVector.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/IR/IRBuilder.h"
#include "llvm/IR/Module.h"
#include "llvm/Support/Error.h"

namespace dnd::codegen {

/// Makes simt::Site constants. The texts of the instructions are taken by the
/// constructor, before anything is rewritten.
class HostSites {
public:
  explicit HostSites(llvm::Module &module);
  /// The site of `at`; `shared` is the index of the shared variable or -1.
  llvm::GlobalVariable *make(llvm::Instruction &at, uint32_t flags,
                             uint32_t alignment, int64_t shared);
  /// A null-terminated text; null for an empty one.
  llvm::Constant *text(llvm::StringRef value);

private:
  llvm::Module &module;
  llvm::StructType *type;
  llvm::StringMap<llvm::Constant *> texts;
  llvm::DenseMap<const llvm::Instruction *, std::string> instructions;
};

/// A kernel of the module, and what it may reach.
struct HostKernel {
  llvm::Function *function = nullptr;
  unsigned maxThreads = 0;
  bool meets = false;
  llvm::SetVector<llvm::Function *> reached; // itself too
  llvm::SetVector<unsigned> shared;
};

/// The kernels by annotation or calling convention, with all that they reach.
/// An error names a kernel whose arguments the driver cannot hand over.
llvm::Expected<std::vector<HostKernel>> findKernels(llvm::Module &module);

/// The shared variables, and the places they get.
struct HostShared {
  std::vector<llvm::GlobalVariable *> variables;
  std::vector<simt::SharedVariable> places;
  llvm::GlobalVariable *memory = nullptr;
};
/// Gives every shared variable its place and notes who uses it.
HostShared placeShared(llvm::Module &module,
                       llvm::MutableArrayRef<HostKernel> kernels);
/// Replaces the variables by their places, when nothing asks for them any more.
void replaceShared(HostShared &shared);

/// Calls of NVVM intrinsics and of dnd_ptx_* become calls of the driver.
llvm::Error bindIntrinsics(llvm::Module &module, HostSites &sites,
                           llvm::MutableArrayRef<HostKernel> kernels);

/// Puts a call of dnd_simt_access before each access of memory that is not the
/// thread's own. Returns the granule (simt::Image).
unsigned announceAccesses(llvm::Module &module, HostSites &sites,
                          const HostShared &shared);

/// The image's description of itself. `globals` are the author's variables in
/// global and constant memory.
void addImageTable(llvm::Module &module, HostSites &sites,
                   llvm::ArrayRef<HostKernel> kernels, const HostShared &shared,
                   llvm::ArrayRef<llvm::GlobalVariable *> globals,
                   unsigned granule);

} // namespace dnd::codegen

#endif // DND_CODEGEN_SIMT_HOSTIMAGEPARTS_H
