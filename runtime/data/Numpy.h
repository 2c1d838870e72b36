//===- Numpy.h - .npy and .npz files ----------------------------*- C++ -*-===//
//
// NumPy's array formats: versions 1 to 3, C and Fortran order, both byte
// orders; archives with stored or deflated members.
//
//===----------------------------------------------------------------------===//
#ifndef RUNTIME_DATA_NUMPY_H
#define RUNTIME_DATA_NUMPY_H

#include "runtime/core/Array.h"

#include <string>
#include <string_view>
#include <vector>

namespace dnd::rt {

/// Parses the bytes of an .npy file. Throws Error(Data) naming `path`.
Array parseNpy(std::string_view bytes, const std::string &path);
Array readNpy(const std::string &path);

/// The bytes of an .npy file with this array (version 1, C order).
std::string npyBytes(const ArrayView &array);
void writeNpy(const std::string &path, const ArrayView &array);

/// Reads all arrays of an .npz archive, or only those in `only` (all, when it
/// is empty). Names come without ".npy".
std::vector<NamedArray> readNpz(const std::string &path,
                                const std::vector<std::string> &only = {});
/// The same from memory, for the fuzzer.
std::vector<NamedArray> parseNpz(std::string_view bytes,
                                 const std::string &path);
/// Names of the arrays of an archive.
std::vector<std::string> namesInNpz(const std::string &path);

/// Writes an .npz archive atomically (members stored, no time stamps).
void writeNpz(const std::string &path, const std::vector<ArrayView> &arrays);

} // namespace dnd::rt

#endif // RUNTIME_DATA_NUMPY_H
