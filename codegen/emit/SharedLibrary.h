//===- SharedLibrary.h - the C interface of a model -------------*- C++ -*-===//
//
// --emit=shared: a library with the functions of runtime/core/Shared.h under
// the model's own name, and the header that declares them.
//
//===----------------------------------------------------------------------===//
#ifndef DND_CODEGEN_EMIT_SHAREDLIBRARY_H
#define DND_CODEGEN_EMIT_SHAREDLIBRARY_H

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringRef.h"
#include <string>
#include <vector>

namespace dnd::codegen {

/// A tensor of the interface, its shape without the batch.
struct SharedTensor {
  std::string name;
  std::vector<int64_t> shape;
};

struct SharedInterface {
  std::string network, source;
  std::vector<SharedTensor> inputs, outputs, params;
};

/// "libm.so" -> "m"; what C does not take in names becomes '_'.
std::string sharedPrefix(llvm::StringRef output);
/// The header's path beside the library.
std::string sharedHeaderPath(llvm::StringRef output);

std::string sharedHeader(llvm::StringRef prefix,
                         const SharedInterface &interface);
/// C text that defines the functions of the header.
std::string sharedShim(llvm::StringRef prefix);
/// The linker's list of what can be seen of the library.
std::string sharedExports(llvm::StringRef prefix);

} // namespace dnd::codegen

#endif // DND_CODEGEN_EMIT_SHAREDLIBRARY_H
