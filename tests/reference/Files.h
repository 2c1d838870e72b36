//===- Files.h - Tensor files of the reference tools ------------*- C++ -*-===//
//
// Reads .npy, .npz and .safetensors, writes .npz; all numbers as doubles.
//
//===----------------------------------------------------------------------===//

#ifndef DND_TESTS_REFERENCE_FILES_H
#define DND_TESTS_REFERENCE_FILES_H

#include "tests/reference/Tensor.h"

#include "llvm/ADT/StringRef.h"
#include "llvm/Support/Error.h"

namespace dnd::reference {

/// The one array of a .npy file.
llvm::Expected<Tensor> readNpy(llvm::StringRef path);
/// All arrays of a .npz or .safetensors file (told by the ending).
llvm::Expected<NamedTensors> readArrays(llvm::StringRef path);
/// How numbers are written: as doubles, or as float32 and int32, the types of
/// compiled models.
enum class Width { Double, Single };
/// Writes one array.
llvm::Error writeNpy(llvm::StringRef path, const Tensor &tensor, Width width);
/// Writes arrays, stored without compression.
llvm::Error writeNpz(llvm::StringRef path, const NamedTensors &tensors,
                     Width width);

} // namespace dnd::reference

#endif // DND_TESTS_REFERENCE_FILES_H
