//===- Windows.h - convolutions and pooling in other formats ----*- C++ -*-===//
//
// Where an axis is read at stride * place + dilation * within, other programs
// have operators for tensors of one fixed layout: samples, channels, places.
// What is found here says which iteration dimensions stand for which of these;
// a format brings the operands there and the result back.
//
//===----------------------------------------------------------------------===//
#ifndef DND_CODEGEN_EXPORT_WINDOWS_H
#define DND_CODEGEN_EXPORT_WINDOWS_H

#include "codegen/export/Reading.h"

namespace dnd::codegen::exporting {

using Dims = llvm::SmallVector<unsigned>;

/// An axis that is read through a window.
struct Window {
  unsigned place = 0, within = 0; ///< iteration dimensions
  int64_t stride = 1, dilation = 1;
  /// The first number that is read, and how many from there to the last one.
  int64_t first = 0, span = 0;
};

/// A tensor with windows, each of which stands as one axis of `reading`, in the
/// place dimension and as long as its span.
struct WindowedData {
  Reading reading;
  llvm::SmallVector<Window> windows; ///< at most three, in the tensor's order

  Dims places() const;
  Dims within() const;
  llvm::SmallVector<int64_t> strides() const;
  llvm::SmallVector<int64_t> dilations() const;
  /// How long a window is along each axis.
  llvm::SmallVector<int64_t> sizes(llvm::ArrayRef<int64_t> extents) const;
  /// `extents` with the spans in the place of the places.
  llvm::SmallVector<int64_t> spans(llvm::ArrayRef<int64_t> extents) const;
};

/// y[samples, groups x outputs, places] = sum(channels, within)
///     kernel[groups x outputs, channels, within] * data[samples, groups x
///     channels, ...]
struct Convolution {
  unsigned dataInput = 0, kernelInput = 1; ///< inputs of the contract
  WindowedData data;
  Dims samples, groups, outputs, channels;
  /// Of extent 1, and of the kernel alone: channels of a group of one.
  Dims single;
};
std::optional<Convolution> convolutionOf(dnd::ContractOp op,
                                         const ContractReading &all);

/// The sum of each window: y[samples, channels, places] = sum(within)
/// data[samples, channels, ...].
struct Pooling {
  WindowedData data;
  Dims samples, channels;
};
std::optional<Pooling> sumPoolingOf(dnd::ContractOp op,
                                    const ContractReading &all);

/// The largest number of each window: `op` reduces what `copy` took apart. The
/// result has the dimensions of the copy that are not reduced, in their order.
struct MaxPooling : Pooling {
  dnd::MapOp copy;
  Dims outDims;
};
std::optional<MaxPooling> maxPoolingOf(dnd::ReduceOp op);
/// Whether `op` is the copy of one, which needs no value of its own.
bool isMadeByPooling(dnd::MapOp op);

/// What a reshape makes of dimensions that are merged, group by group: one
/// extent for each group (1 of an empty one), -1 of the one with the batch.
llvm::SmallVector<int64_t> mergedShape(llvm::ArrayRef<Dims> groups,
                                       llvm::ArrayRef<int64_t> extents);
/// The same of dimensions that stay apart.
llvm::SmallVector<int64_t> splitShape(llvm::ArrayRef<Dims> groups,
                                      llvm::ArrayRef<int64_t> extents);
/// Whether each group is one dimension: nothing is merged.
inline bool areApart(llvm::ArrayRef<Dims> groups) {
  for (const Dims &group : groups)
    if (group.size() != 1)
      return false;
  return true;
}
/// The groups' dimensions one after the other.
Dims joined(llvm::ArrayRef<Dims> groups);
/// Where each dimension of `to` stands in `from`; empty when all are in place.
llvm::SmallVector<int64_t> permutation(llvm::ArrayRef<unsigned> from,
                                       llvm::ArrayRef<unsigned> to);

} // namespace dnd::codegen::exporting

#endif // DND_CODEGEN_EXPORT_WINDOWS_H
