//===- Storage.h - What a model keeps ---------------------------*- C++ -*-===//
//
// The parameters, tables and states of the network under construction, by their
// paths.
//
//===----------------------------------------------------------------------===//

#ifndef DND_FRONTEND_STORAGE_H
#define DND_FRONTEND_STORAGE_H

#include "frontend/elaborate/Value.h"
#include "frontend/syntax/Diagnostics.h"

#include "llvm/ADT/MapVector.h"

#include <map>

namespace dnd::frontend {

/// A parameter, table or state of the network.
struct Storage {
  enum class Kind : std::uint8_t { Param, Table, State };
  std::string path;
  Kind kind = Kind::Param;
  /// Null after an error.
  TensorRef tensor;
  /// Numbers that training changes; the ones of a mask table.
  std::int64_t live = 0;
  bool frozen = false;
  SourceRange range;
};

class StoredTensors {
public:
  using Map =
      llvm::MapVector<std::string, Storage, std::map<std::string, unsigned>>;

  /// `memoryLimit`: bytes that one parameter may have, 0 for any number.
  explicit StoredTensors(std::uint64_t memoryLimit)
      : memoryLimit(memoryLimit) {}

  Map::const_iterator begin() const { return all.begin(); }
  Map::const_iterator end() const { return all.end(); }
  void add(Storage storage) { all[storage.path] = std::move(storage); }
  /// Null when nothing has the path.
  const Storage *find(const std::string &path) const;
  /// What the tensor is a value of, or null.
  const Storage *of(const Tensor &tensor) const;

  /// Reports at `call` a shape that does not fit the memory or the indices of
  /// the program; `declared` is the place of the declaration.
  bool mayHold(DiagnosticEngine &diags, llvm::StringRef path,
               const Shape &shape, SourceRange call,
               SourceRange declared) const;

private:
  std::uint64_t memoryLimit;
  Map all;
};

/// "906.3 GB".
std::string bytesText(double bytes);

} // namespace dnd::frontend

#endif // DND_FRONTEND_STORAGE_H
