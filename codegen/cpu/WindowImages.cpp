//===- WindowImages.cpp - images of a window in scratch memory ------------===//
//
// A part of a channel lies as WindowPlan says: rows of pixels behind each
// other, margins (written once, when the kernel starts) between them. Every tap
// then reads whole vectors of neighbouring pixels at a constant distance.
//
//===----------------------------------------------------------------------===//
#include "codegen/cpu/Kernels.h"
#include "codegen/cpu/WindowKernel.h"
#include "codegen/nest/Strides.h"
#include "codegen/select/Choices.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "passes/lower/EntryPoints.h"

using namespace mlir;

namespace dnd::codegen::cpu {

WindowKernel::WindowKernel(dndrt::PackedContractOp op, func::FuncOp entry,
                           StringRef name, const WindowPlan &plan)
    : op(op), entry(entry), name(name), plan(plan),
      kernel(entry, name, op.getLoc()), element(op.getAccumulateType()),
      e(kernel.b, op.getLoc(), element),
      extents(op.getExtents().begin(), op.getExtents().end()),
      imageMap(op.getMap(plan.image)), otherMap(op.getMap(1 - plan.image)) {
  image = kernel.import(op.getOperand(plan.image));
  other = kernel.import(op.getOperand(1 - plan.image));
  ivs.assign(extents.size(), at(0));
  elements.assign(plan.axes.size(), at(0));
  int64_t size = plan.numChannels * plan.numParts * plan.partSize;
  images = makeScratch(kernel, {size}, element);
  fill(images, size, paddedValue());
}

void WindowKernel::fill(Value scratch, int64_t size, Value value) {
  Value wide = e.broadcast(value, plan.lanes);
  e.loop(at(0), at(size), plan.lanes,
         [&](Value i) { e.storeVector(wide, scratch, i); });
}

Value WindowKernel::paddedValue() {
  dndrt::MarginsAttr margins = op.getMarginsAttr();
  return e.scalar(margins ? margins.getValue().getValueAsDouble() : 0);
}

Value WindowKernel::multiply(Value x, Value y) {
  return e.b.createOrFold<arith::MulIOp>(e.loc, x, y);
}

Value WindowKernel::split(Value &number, Value count) {
  Value part = e.b.createOrFold<arith::RemUIOp>(e.loc, number, count);
  number = e.b.createOrFold<arith::DivUIOp>(e.loc, number, count);
  return part;
}

Value WindowKernel::batch() {
  return plan.images < 0 ? at(1) : kernel.import(dnd::passes::batchSize(entry));
}

Value WindowKernel::usedPixels(const Block &block) {
  if (plan.unitImages == 1)
    return at(plan.flatPixels);
  Value used = e.mul(block.images, plan.imageStride);
  return e.min(at(plan.flatPixels),
               e.mul(e.ceilDiv(used, plan.lanes), plan.lanes));
}

Value WindowKernel::flatten(ArrayRef<unsigned> dims) {
  Value number = at(0);
  for (unsigned d : dims)
    number = e.add(e.mul(number, extents[d]), ivs[d]);
  return number;
}

void WindowKernel::loopOver(ArrayRef<unsigned> dims, Body body) {
  if (dims.empty())
    return body();
  e.loop(at(0), at(extents[dims[0]]), 1, [&](Value iv) {
    ivs[dims[0]] = iv;
    loopOver(dims.drop_front(), body);
  });
}

void WindowKernel::pieces(int64_t from, int64_t to,
                          llvm::function_ref<void(Value, int64_t)> body) {
  int64_t whole = from + (to - from) / plan.lanes * plan.lanes;
  if (whole - from > 4 * plan.lanes)
    e.loop(at(from), at(whole), plan.lanes,
           [&](Value i) { body(i, plan.lanes); });
  else
    for (int64_t i = from; i < whole; i += plan.lanes)
      body(at(i), plan.lanes);
  int64_t lanes = plan.lanes / 2;
  for (int64_t i = whole; i < to; lanes /= 2)
    if (i + lanes <= to) {
      body(at(i), lanes);
      i += lanes;
    }
}

//===----------------------------------------------------------------------===//
// The image
//===----------------------------------------------------------------------===//

Value WindowKernel::loadTap(Value place, int64_t offset, int64_t shift,
                            int64_t column) {
  Value at = e.add(place, offset);
  if (!plan.masksRows || shift == 0)
    return e.loadVector(images, at, plan.lanes);
  int64_t width = plan.axes.back().pixels;
  SmallVector<bool> inside;
  for (int64_t lane = 0; lane < plan.lanes; ++lane) {
    int64_t element = (column + lane) % width + shift;
    inside.push_back(element >= 0 && element < width);
  }
  if (llvm::all_of(inside, [](bool lane) { return lane; }))
    return e.loadVector(images, at, plan.lanes);
  auto type = VectorType::get({plan.lanes}, e.b.getI1Type());
  Value mask = e.b.create<arith::ConstantOp>(
      e.loc, DenseElementsAttr::get(type, ArrayRef<bool>(inside)));
  return e.b.create<vector::MaskedLoadOp>(e.loc, e.vectorType(plan.lanes),
                                          images, at, mask, e.zero(plan.lanes));
}

SmallVector<Value> WindowKernel::imageIndices() {
  SmallVector<Value> indices(imageMap.getNumResults());
  for (auto [axis, element] : llvm::zip_equal(plan.axes, elements))
    indices[axis.dim] = element;
  for (auto [dim, index] : llvm::enumerate(indices))
    if (!index)
      index = e.apply(imageMap.getSubMap(dim), ivs)[0];
  return indices;
}

/// Elements along the last axis are neighbours in memory.
bool WindowKernel::isPlainRow() const {
  auto type = cast<MemRefType>(image.getType());
  return type.getLayout().isIdentity() &&
         plan.axes.back().dim + 1 == type.getRank();
}

void WindowKernel::readImages(const Block &block) {
  auto channels = [&](Value place) {
    loopOver(plan.channels, [&] {
      Value channel =
          e.mul(flatten(plan.channels), plan.numParts * plan.partSize);
      readAxis(block, e.add(e.add(place, channel), plan.origin), 0, false);
    });
  };
  if (plan.images < 0)
    return channels(at(0));
  e.loop(at(0), block.images, 1, [&](Value n) {
    ivs[plan.images] = e.add(block.image, n);
    channels(e.mul(n, plan.imageStride));
  });
}

/// Distance of the parts of an axis in scratch memory.
int64_t WindowKernel::partStride(unsigned axis) const {
  int64_t stride = plan.partSize;
  for (unsigned a = axis + 1; a < plan.axes.size(); ++a)
    stride *= plan.axes[a].parts;
  return stride;
}

/// Rows of pixels behind `place`; with `outside` they hold the padded value.
void WindowKernel::readAxis(const Block &block, Value place, unsigned a,
                            bool outside) {
  const WindowAxis &axis = plan.axes[a];
  bool isLast = a + 1 == plan.axes.size();
  if (plan.masksRows && a == 0 && !isBanded() && isPlainRow())
    return copyWhole(place);
  if (isLast && !(a == 0 && isBanded()))
    return outside ? fillRow(place) : copyRow(place);
  auto below = [&](Value from, bool beyond) {
    if (!isLast)
      return readAxis(block, from, a + 1, beyond);
    e.store(beyond ? paddedValue() : e.loadFactor(image, imageIndices()),
            images, from);
  };
  for (int64_t part = 0; part < axis.parts; ++part) {
    Value first = e.add(place, part * partStride(a));
    int64_t filled = axis.filled(part);
    auto isAt = [&](Value position) {
      elements[a] = e.add(e.mul(position, axis.parts), part);
    };
    if (a > 0 || !isBanded()) {
      e.loop(at(0), at(filled), 1, [&](Value position) {
        isAt(position);
        below(e.add(first, e.mul(position, plan.strides[a])), outside);
      });
      continue;
    }
    // A band reaches beyond the image at both ends; what was there before
    // belongs to another band.
    e.loop(at(axis.low), at(plan.band + axis.high), 1, [&](Value position) {
      Value row = e.add(block.band, position);
      Value to = e.add(first, e.mul(position, plan.strides[a]));
      Value inside = e.b.create<arith::AndIOp>(e.loc, e.lessEqual(at(0), row),
                                               e.less(row, at(filled)));
      e.branch(
          inside,
          [&] {
            isAt(row);
            below(to, false);
          },
          [&] { below(to, true); });
    });
  }
}

void WindowKernel::fillRow(Value place) {
  const WindowAxis &axis = plan.axes.back();
  for (int64_t part = 0; part < axis.parts; ++part)
    pieces(0, axis.filled(part), [&](Value i, int64_t lanes) {
      e.storeVector(e.broadcast(paddedValue(), lanes), images,
                    e.add(e.add(place, part * plan.partSize), i));
    });
}

/// All rows at once, where they lie in scratch memory as they do in the image.
void WindowKernel::copyWhole(Value place) {
  elements[0] = at(0);
  int64_t size = plan.axes[0].filled(0) * plan.axes[1].pixels;
  pieces(0, size, [&](Value i, int64_t lanes) {
    elements[1] = i;
    e.storeVector(e.loadFactors(image, imageIndices(), lanes), images,
                  e.add(place, i));
  });
}

/// All parts of a row along the last axis.
void WindowKernel::copyRow(Value place) {
  const WindowAxis &axis = plan.axes.back();
  int64_t whole = axis.filled(axis.parts - 1);
  auto load = [&](Value element, int64_t lanes) {
    elements.back() = element;
    return e.loadFactors(image, imageIndices(), lanes);
  };
  auto one = [&](int64_t part, Value position) {
    elements.back() = e.add(e.mul(position, axis.parts), part);
    e.store(e.loadFactor(image, imageIndices()), images,
            e.add(e.add(place, part * plan.partSize), position));
  };
  if (isPlainRow() && axis.parts == 1)
    return pieces(0, whole, [&](Value i, int64_t lanes) {
      e.storeVector(load(i, lanes), images, e.add(place, i));
    });
  if (isPlainRow() && axis.parts == 2) {
    pieces(0, whole, [&](Value i, int64_t lanes) {
      auto parts = e.b.create<vector::DeinterleaveOp>(
          e.loc, load(e.mul(i, 2), 2 * lanes));
      e.storeVector(parts.getRes1(), images, e.add(place, i));
      e.storeVector(parts.getRes2(), images,
                    e.add(e.add(place, plan.partSize), i));
    });
    if (axis.filled(0) > whole)
      one(0, at(whole));
    return;
  }
  for (int64_t part = 0; part < axis.parts; ++part)
    e.loop(at(0), at(axis.filled(part)), 1,
           [&](Value position) { one(part, position); });
}

//===----------------------------------------------------------------------===//
// The other factor
//===----------------------------------------------------------------------===//

void WindowKernel::readOther(const Block &block, Value scratch, Value row,
                             Value rows) {
  e.loop(at(0), rows, 1, [&](Value r) {
    if (plan.hasRow)
      ivs[plan.row] = e.add(row, r);
    Value place = e.mul(r, plan.flatPixels);
    if (plan.images < 0)
      return readPixels(block, scratch, place, 0, false);
    e.loop(at(0), block.images, 1, [&](Value n) {
      ivs[plan.images] = e.add(block.image, n);
      readPixels(block, scratch, e.add(place, e.mul(n, plan.pixelStride())), 0,
                 false);
    });
    // The last vector may reach into the place of an image that there is not.
    if (plan.unitImages > 1 && !plan.masksRows)
      e.branch(
          e.less(block.images, at(plan.unitImages)),
          [&] {
            e.storeVector(e.zero(plan.lanes), scratch,
                          e.add(place, e.mul(block.images, plan.imageStride)));
          },
          nullptr);
  });
}

/// Rows of pixels behind `place`; with `outside` they hold 0.
void WindowKernel::readPixels(const Block &block, Value scratch, Value place,
                              unsigned a, bool outside) {
  const WindowAxis &axis = plan.axes[a];
  bool isLast = a + 1 == plan.axes.size();
  auto setPixel = [&](Value pixel) {
    if (axis.pixel >= 0)
      ivs[axis.pixel] = pixel;
  };
  auto one = [&](Value to, bool beyond) {
    e.store(beyond ? e.scalar(0) : e.loadFactor(other, e.apply(otherMap, ivs)),
            scratch, to);
  };
  auto below = [&](Value to, bool beyond) {
    isLast ? one(to, beyond) : readPixels(block, scratch, to, a + 1, beyond);
  };
  if (a == 0 && isBanded()) {
    e.loop(at(0), at(plan.band), 1, [&](Value p) {
      Value pixel = e.add(block.band, p);
      setPixel(pixel);
      Value to = e.add(place, e.mul(p, plan.strides[a]));
      e.branch(
          e.less(pixel, at(axis.pixels)), [&] { below(to, outside); },
          [&] { below(to, true); });
    });
    return;
  }
  bool isDense = isLast && axis.pixel >= 0 &&
                 isContiguous(otherMap, axis.pixel) &&
                 cast<MemRefType>(other.getType()).getLayout().isIdentity();
  if (isLast && (isDense || outside))
    return pieces(0, axis.pixels, [&](Value p, int64_t lanes) {
      setPixel(p);
      e.storeVector(outside
                        ? e.zero(lanes)
                        : e.loadFactors(other, e.apply(otherMap, ivs), lanes),
                    scratch, e.add(place, p));
    });
  e.loop(at(0), at(axis.pixels), 1, [&](Value p) {
    setPixel(p);
    below(e.add(place, e.mul(p, plan.strides[a])), outside);
  });
}

LogicalResult outlineWindow(dndrt::PackedContractOp op, func::FuncOp entry,
                            StringRef name) {
  dndrt::ChoiceAttr choice = requireChoice(op, dndrt::Device::cpu);
  if (!choice)
    return failure();
  std::optional<WindowPlan> plan = restoreWindow(op, choice);
  if (!plan)
    return op.emitOpError("is no window, but its choice is ") << choice;
  if (plan->sumsPixels)
    WindowSums(op, entry, name, *plan).run();
  else
    WindowTiles(op, entry, name, *plan).run();
  op.erase();
  return success();
}

} // namespace dnd::codegen::cpu
