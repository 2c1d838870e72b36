//===- Storage.cpp - What a model keeps -----------------------------------===//

#include "frontend/elaborate/Storage.h"

#include "llvm/Support/FormatVariadic.h"

#include <limits>

using namespace dnd::frontend;
using llvm::StringRef;

std::string dnd::frontend::bytesText(double bytes) {
  static constexpr const char *Units[] = {"bytes", "kB", "MB", "GB",
                                          "TB",    "PB", "EB"};
  unsigned unit = 0;
  while (bytes >= 1000 && unit < 6) {
    bytes /= 1000;
    ++unit;
  }
  return llvm::formatv(unit ? "{0:f1} {1}" : "{0:f0} {1}", bytes, Units[unit])
      .str();
}

const Storage *StoredTensors::find(const std::string &path) const {
  auto it = all.find(path);
  return it == all.end() ? nullptr : &it->second;
}

const Storage *StoredTensors::of(const Tensor &tensor) const {
  for (const auto &[path, storage] : all)
    if (storage.tensor && storage.tensor->ssa == tensor.ssa)
      return &storage;
  return nullptr;
}

bool StoredTensors::mayHold(DiagnosticEngine &diags, StringRef path,
                            const Shape &shape, SourceRange call,
                            SourceRange declared) const {
  std::int64_t count = elementCount(shape);
  double bytes = 4.0;
  for (std::int64_t extent : shape)
    bytes *= double(extent);
  std::string needs = bytesText(bytes);
  if (memoryLimit && bytes > double(memoryLimit))
    needs += ", this machine has " + bytesText(double(memoryLimit));
  else if (count > std::numeric_limits<std::int32_t>::max())
    needs += " for " + std::to_string(count) +
             " numbers, the largest parameter has " +
             std::to_string(std::numeric_limits<std::int32_t>::max());
  else
    return true;
  Diagnostic &d = diags.emit<DiagKind::ParameterTooLarge>(
      call, path, shapeText(shape), needs);
  if (call.file != declared.file || call.begin != declared.begin)
    d.note(declared, "the parameter is declared here");
  std::size_t rank = shape.size();
  if (rank >= 2 && shape[rank - 1] == shape[rank - 2]) {
    double low = 4.0 * 10;
    for (std::size_t i = 0; i + 1 < rank; ++i)
      low *= double(shape[i]);
    d.hint("a low-rank form needs far less: low_rank_quadratic(J, rank = 10) "
           "takes " +
           bytesText(low) + " in its place");
  }
  return false;
}
