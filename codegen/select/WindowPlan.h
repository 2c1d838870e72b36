//===- WindowPlan.h - windows over pixels as kernels ------------*- C++ -*-===//
//
// A window is a sum of products of an image, read at sums of two dimensions,
// with another factor: y[b, o, p] = sum(i, r) k[o, i, r] * x[b, i, p + r], its
// gradients, and whatever else reads a tensor like that. Dimensions:
//
//   pixels    along which the image is walked, one for each axis
//   taps      the dimension beside a pixel in the same index
//   images    the batch
//   channels  of the image alone (or summed with the other factor)
//   rows      of the other factor alone
//   shared    of all three (groups, depthwise windows)
//
// Either pixels are dimensions of the result, or they are summed (gradients of
// weights), and taps and channels are dimensions of the result.
//
//===----------------------------------------------------------------------===//
#ifndef DND_CODEGEN_SELECT_WINDOWPLAN_H
#define DND_CODEGEN_SELECT_WINDOWPLAN_H

#include "dialect/dndrt/DndrtDialect.h"
#include "mlir/IR/AffineMap.h"

namespace dnd::codegen {

/// Where a tap finds its element for pixel number p of its phase: position
/// p + shift of part `part` of the axis.
struct WindowTap {
  int64_t tap, part, shift;
};

/// The pixels gap * p + phase with p < count, and the taps that reach elements
/// there; all others would multiply the zeros between elements.
struct WindowPhase {
  int64_t count = 0;
  llvm::SmallVector<WindowTap> taps;
};

/// A dimension of the image that is no channel. Its elements e lie in `parts`
/// parts, element e at position e / parts of part e % parts, so that all pixels
/// of a phase read neighbours.
struct WindowAxis {
  unsigned dim = 0;         // of the image
  int pixel = -1, tap = -1; // dimensions of the iteration space, -1 for none
  int64_t pixels = 1, taps = 1;
  int64_t size = 0;  // elements
  int64_t parts = 1; // distance of elements of neighbouring pixels
  int64_t gap = 1;   // distance of pixels that reach elements
  llvm::SmallVector<WindowPhase> phases;
  /// First position that is read, at most 0, and the largest shift.
  int64_t low = 0, high = 0;

  int64_t count() const { return phases.front().count; }
  /// Positions of a part that hold elements and are read.
  int64_t filled(int64_t part) const;
};

/// A window kernel of either kind, and its sizes.
struct WindowPlan {
  bool sumsPixels = false;
  unsigned image = 0; // which factor is the image
  llvm::SmallVector<WindowAxis> axes;
  int images = -1; // the batch, -1 without one
  llvm::SmallVector<unsigned> channels, shared;
  unsigned row = 0; // the longest of the rows
  bool hasRow = false;
  llvm::SmallVector<unsigned> otherRows;

  int64_t lanes = 0; // of a vector register
  int64_t rows = 1;  // of a tile
  /// Vectors of pixels of a tile where pixels stay.
  int64_t vectors = 1;
  /// Channels and taps of a tile where pixels are summed.
  int64_t tileChannels = 1, tileTaps = 1;
  /// What is brought into scratch memory at once: images, and pixels of the
  /// first axis (all of them for more than one image).
  int64_t unitImages = 1, band = 1;
  /// Where pixels are summed: parts of the batch and rows of the result that
  /// are units of work.
  int64_t chunks = 1, unitRows = 1;
  double share = 0; // expected of the arithmetic

  int64_t numChannels = 1, numTaps = 1, numParts = 1, numRows = 1;
  /// Layout of one part of one channel in scratch memory: distance of positions
  /// along each axis and of images, place of position 0, elements in all.
  llvm::SmallVector<int64_t> strides;
  int64_t imageStride = 0, origin = 0, partSize = 0;
  /// Places of pixels in a tile's row of sums, whole vectors.
  int64_t flatPixels = 0;
  /// Rows of pixels lie behind each other without margins, as in the image
  /// itself: lanes that a tap finds beyond a row's end are not loaded. Pixels
  /// are then counted image by image, `imagePixels` (whole vectors) in each.
  bool masksRows = false;
  int64_t imagePixels = 0;

  int64_t numBands() const;
  /// Distance of images among places of pixels.
  int64_t pixelStride() const { return masksRows ? imagePixels : imageStride; }
  int64_t imageVectors() const { return imagePixels / lanes; }
  /// Vectors after which the columns of the lanes repeat.
  int64_t vectorsOfRow() const {
    return std::max<int64_t>(axes.back().pixels / lanes, 1);
  }
  double costOfUnit(llvm::ArrayRef<int64_t> extents) const;
};

/// The plan for a sum of products of two factors of these shapes with `maps` of
/// both and of the result, if it is a window; `margins` may be null. Sizes are
/// those of the choice, or chosen for registers of `bits`.
struct WindowSum {
  llvm::ArrayRef<int64_t> extents;
  llvm::ArrayRef<int64_t> shapes[2];
  mlir::AffineMap maps[2], out;
  dndrt::MarginsAttr margins;
  mlir::Type element;
};
std::optional<WindowPlan> planWindow(const WindowSum &sum, int64_t bits);

/// The plan of a packed_contract on tensors or buffers, if it is a window.
std::optional<WindowPlan> planWindow(dndrt::PackedContractOp op);
/// Its numbers for a choice, and the plan from them.
mlir::DictionaryAttr planOf(mlir::MLIRContext *context, const WindowPlan &plan);
std::optional<WindowPlan> restoreWindow(dndrt::PackedContractOp op,
                                        dndrt::ChoiceAttr choice);

} // namespace dnd::codegen

#endif // DND_CODEGEN_SELECT_WINDOWPLAN_H
