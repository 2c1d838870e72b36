//===- WindowTiles.cpp - windows whose pixels stay ------------------------===//
//
// A unit of work is a band of an image (or a few small images), in scratch
// memory. A tile is some rows of the other factor times some vectors of pixels,
// its sums in registers: each step loads the vectors at the place of a tap and
// multiplies them by one weight for each row. Weights are read where they are.
// Sums go to scratch memory, from where the epilogue takes the pixels that
// there are.
//
//===----------------------------------------------------------------------===//
#include "codegen/cpu/WindowKernel.h"
#include "codegen/nest/ContractRoles.h"
#include "codegen/select/Limits.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "passes/lower/EntryPoints.h"

using namespace mlir;

namespace dnd::codegen::cpu {

void WindowTiles::run() {
  SmallVector<Value> buffers;
  SmallVector<AffineMap> maps;
  for (unsigned i = op.getNumFactors(); i < op->getNumOperands(); ++i) {
    buffers.push_back(kernel.import(op.getOperand(i)));
    maps.push_back(op.getMap(i));
  }
  epilogue.emplace(op.getEpilogue(), buffers, maps, op.getInits().size(),
                   [this](Value value) { return kernel.import(value); });
  if (!storesTiles())
    sums = makeScratch(kernel,
                       {static_cast<int64_t>(plan.axes.back().phases.size()) *
                        plan.rows * plan.flatPixels},
                       element);
  phases.assign(plan.axes.size(), 0);
  e.loop(kernel.begin, kernel.end, 1, [&](Value unit) { emitUnit(unit); });
  launch();
}

/// Units in the order images, shared dimensions, bands.
void WindowTiles::emitUnit(Value unit) {
  Block block;
  block.band = e.mul(split(unit, at(plan.numBands())), plan.band);
  for (unsigned d : llvm::reverse(plan.shared))
    ivs[d] = split(unit, at(extents[d]));
  block.image = e.mul(unit, plan.unitImages);
  block.images = e.min(at(plan.unitImages), e.sub(batch(), block.image));
  readImages(block);
  loopOver(plan.otherRows, [&] { emitPhases(block, 0); });
}

void WindowTiles::emitPhases(const Block &block, unsigned axis) {
  if (axis + 1 < plan.axes.size()) {
    for (unsigned p = 0; p < plan.axes[axis].phases.size(); ++p) {
      phases[axis] = p;
      emitPhases(block, axis + 1);
    }
    return;
  }
  int64_t whole = plan.numRows / plan.rows * plan.rows;
  if (whole == plan.rows)
    emitRows(block, at(0), plan.rows);
  else
    e.loop(at(0), at(whole), plan.rows,
           [&](Value row) { emitRows(block, row, plan.rows); });
  if (whole < plan.numRows)
    emitRows(block, at(whole), plan.numRows - whole);
}

void WindowTiles::emitRows(const Block &block, Value row, int64_t rows) {
  if (plan.masksRows)
    return emitImages(block, row, rows);
  int64_t width = plan.vectors * plan.lanes;
  int64_t whole = plan.flatPixels / width * width;
  Value end = usedPixels(block);
  for (unsigned p = 0; p < plan.axes.back().phases.size(); ++p) {
    e.loop(at(0), e.min(end, at(whole)), width,
           [&](Value pixel) { emitTile(row, rows, pixel, plan.vectors, p); });
    if (whole == plan.flatPixels)
      continue;
    auto rest = [&] {
      emitTile(row, rows, at(whole), (plan.flatPixels - whole) / plan.lanes, p);
    };
    if (plan.unitImages == 1)
      rest();
    else
      e.branch(e.less(at(whole), end), rest, nullptr);
  }
  emitEpilogue(block, row, rows);
}

//===----------------------------------------------------------------------===//
// Rows without margins
//===----------------------------------------------------------------------===//

/// Results lie as masked pixels do, and so does all that the epilogue reads: a
/// vector of sums is a vector of results.
bool WindowTiles::storesTiles() {
  if (!plan.masksRows || isBanded())
    return false;
  unsigned p = plan.axes[0].pixel, q = plan.axes[1].pixel;
  if (!epilogue->isVectorisable(q))
    return false;
  for (unsigned i = op.getNumFactors(); i < op->getNumOperands(); ++i) {
    AffineMap map = op.getMap(i);
    if (isInvariant(map, p) && isInvariant(map, q))
      continue;
    unsigned rank = map.getNumResults();
    auto type = cast<MemRefType>(op->getOperand(i).getType());
    auto isPlain = [&](unsigned place, const WindowAxis &axis) {
      auto dim = dyn_cast<AffineDimExpr>(map.getResult(place));
      return dim && static_cast<int>(dim.getPosition()) == axis.pixel &&
             type.getDimSize(place) == axis.pixels;
    };
    if (rank < 2 || !type.getLayout().isIdentity() ||
        !isPlain(rank - 2, plan.axes[0]) || !isPlain(rank - 1, plan.axes[1]))
      return false;
  }
  return true;
}

/// Tiles of one image after the other, or of a few small ones.
void WindowTiles::emitImages(const Block &block, Value row, int64_t rows) {
  tileRow = row;
  tileRows = rows;
  int64_t each = plan.imageVectors(), vectors = std::min(plan.vectors, each);
  int64_t together = std::max<int64_t>(plan.vectors / each, 1);
  int64_t whole = each / vectors * vectors;
  Value end = at(each * plan.lanes);
  if (isBanded())
    end = e.min(end, e.mul(e.sub(at(plan.axes[0].count()), block.band),
                           plan.axes[1].pixels));
  auto ofImage = [&](Value number) {
    e.loop(at(0), e.min(end, at(whole * plan.lanes)), vectors * plan.lanes,
           [&](Value pixel) {
             emitMaskedTile(block, number, pixel, vectors * together);
           });
    if (whole == each)
      return;
    auto rest = [&] {
      emitMaskedTile(block, number, at(whole * plan.lanes), each - whole);
    };
    if (isBanded())
      e.branch(e.less(at(whole * plan.lanes), end), rest, nullptr);
    else
      rest();
  };
  if (plan.images < 0)
    ofImage(at(0));
  else
    e.loop(at(0), block.images, together, ofImage);
  if (sums)
    emitEpilogue(block, row, rows);
}

/// `vectors` vectors of pixels from `pixel` of image `number` of the unit on.
void WindowTiles::emitMaskedTile(const Block &block, Value number, Value pixel,
                                 int64_t vectors) {
  phases.back() = 0;
  tileVectors = vectors;
  tilePixel = e.add(e.mul(number, plan.imageStride), pixel);
  SmallVector<Value> start(tileRows * vectors, e.zero(plan.lanes));
  SmallVector<Value> made = sumChannels(0, start);
  if (!sums)
    return storeTile(block, number, pixel, made);
  Value place = e.add(e.mul(number, plan.imagePixels), pixel);
  for (int64_t r = 0; r < tileRows; ++r)
    for (int64_t v = 0; v < vectors; ++v)
      e.storeVector(made[r * vectors + v], sums,
                    e.add(place, r * plan.flatPixels + v * plan.lanes));
}

void WindowTiles::storeTile(const Block &block, Value number, Value pixel,
                            ValueRange made) {
  int64_t each = plan.imageVectors();
  unsigned last = plan.axes[1].pixel;
  auto ofImage = [&](int64_t first, Value image) {
    if (plan.images >= 0)
      ivs[plan.images] = e.add(block.image, image);
    for (int64_t r = 0; r < tileRows; ++r) {
      if (plan.hasRow)
        ivs[plan.row] = e.add(tileRow, r);
      for (int64_t v = first; v < std::min(first + each, tileVectors); ++v) {
        ivs[plan.axes[0].pixel] = at(0);
        ivs[last] = e.add(pixel, (v - first) * plan.lanes);
        epilogue->emitVector(e, made[r * tileVectors + v], ivs, last,
                             plan.lanes);
      }
    }
  };
  for (int64_t first = 0; first < tileVectors; first += each) {
    Value image = e.add(number, first / each);
    if (first == 0)
      ofImage(first, image);
    else
      e.branch(
          e.less(image, block.images), [&] { ofImage(first, image); }, nullptr);
  }
}

//===----------------------------------------------------------------------===//
// Sums
//===----------------------------------------------------------------------===//

void WindowTiles::emitTile(Value row, int64_t rows, Value pixel,
                           int64_t vectors, unsigned lastPhase) {
  phases.back() = lastPhase;
  tileRow = row;
  tilePixel = pixel;
  tileRows = rows;
  tileVectors = vectors;
  SmallVector<Value> start(rows * vectors, e.zero(plan.lanes));
  SmallVector<Value> made = sumChannels(0, start);
  for (int64_t r = 0; r < rows; ++r)
    for (int64_t v = 0; v < vectors; ++v)
      e.storeVector(made[r * vectors + v], sums,
                    e.add(pixel, (lastPhase * plan.rows + r) * plan.flatPixels +
                                     v * plan.lanes));
}

SmallVector<Value> WindowTiles::sumChannels(unsigned depth,
                                            ValueRange carried) {
  if (depth < plan.channels.size()) {
    unsigned d = plan.channels[depth];
    return e.loop(at(0), at(extents[d]), 1, carried,
                  [&](Value iv, ValueRange args) {
                    ivs[d] = iv;
                    return sumChannels(depth + 1, args);
                  });
  }
  Value channel = e.mul(flatten(plan.channels), plan.numParts * plan.partSize);
  lastShift = 0;
  // The last axes are written out, as many as keep the code short.
  int64_t products = tileRows * tileVectors;
  unrolled = plan.axes.size();
  while (unrolled > 0) {
    products *= std::max<int64_t>(
        plan.axes[unrolled - 1].phases[phases[unrolled - 1]].taps.size(), 1);
    if (products > limits::mostUnrolledProducts)
      break;
    --unrolled;
  }
  // Vectors that the taps of one row of a masked image load are those of the
  // next row at the row before: the compiler would keep them all.
  if (plan.masksRows && tileRows > 1)
    unrolled = std::max(unrolled, 1u);
  return sumTaps(0, e.add(e.add(channel, tilePixel), plan.origin), carried);
}

SmallVector<Value> WindowTiles::sumTaps(unsigned a, Value place,
                                        ValueRange carried) {
  if (a == plan.axes.size())
    return step(place, carried);
  const WindowAxis &axis = plan.axes[a];
  ArrayRef<WindowTap> taps = axis.phases[phases[a]].taps;
  auto offset = [&](int64_t part, int64_t shift) {
    return part * partStride(a) + shift * plan.strides[a];
  };
  bool isMasked = plan.masksRows && a + 1 == plan.axes.size();
  if (a >= unrolled || taps.size() < 2 || isMasked) {
    SmallVector<Value> sum(carried);
    for (const WindowTap &tap : taps) {
      if (axis.tap >= 0)
        ivs[axis.tap] = at(tap.tap);
      if (a + 1 == plan.axes.size())
        lastShift = tap.shift;
      sum = sumTaps(a + 1, e.add(place, offset(tap.part, tap.shift)), sum);
    }
    return sum;
  }
  // Taps are an arithmetic sequence, and so are parts * shift + part.
  auto number = [&](const WindowTap &tap) {
    return (tap.shift - axis.low) * axis.parts + tap.part;
  };
  return e.loop(
      at(0), at(taps.size()), 1, carried, [&](Value k, ValueRange args) {
        ivs[axis.tap] = e.add(e.mul(k, taps[1].tap - taps[0].tap), taps[0].tap);
        Value n =
            e.add(e.mul(k, number(taps[1]) - number(taps[0])), number(taps[0]));
        Value part = split(n, at(axis.parts));
        Value from = e.add(e.add(place, e.mul(part, partStride(a))),
                           e.mul(e.add(n, axis.low), plan.strides[a]));
        return sumTaps(a + 1, from, args);
      });
}

/// The products of one tap and channel.
SmallVector<Value> WindowTiles::step(Value place, ValueRange carried) {
  SmallVector<Value> pixels, next;
  int64_t each = plan.masksRows ? plan.imageVectors() : tileVectors;
  for (int64_t v = 0; v < tileVectors; ++v) {
    int64_t offset = v / each * plan.imageStride + v % each * plan.lanes;
    int64_t column = plan.masksRows ? v % plan.vectorsOfRow() * plan.lanes : 0;
    pixels.push_back(loadTap(place, offset, lastShift, column));
  }
  for (int64_t r = 0; r < tileRows; ++r) {
    if (plan.hasRow)
      ivs[plan.row] = e.add(tileRow, r);
    Value weight =
        e.broadcast(e.loadFactor(other, e.apply(otherMap, ivs)), plan.lanes);
    for (int64_t v = 0; v < tileVectors; ++v)
      next.push_back(e.fma(weight, pixels[v], carried[r * tileVectors + v]));
  }
  return next;
}

//===----------------------------------------------------------------------===//
// Results
//===----------------------------------------------------------------------===//

void WindowTiles::emitEpilogue(const Block &block, Value row, int64_t rows) {
  e.loop(at(0), at(rows), 1, [&](Value r) {
    if (plan.hasRow)
      ivs[plan.row] = e.add(row, r);
    Value place = e.mul(r, plan.flatPixels);
    if (plan.images < 0)
      return emitPixels(block, 0, place);
    e.loop(at(0), block.images, 1, [&](Value n) {
      ivs[plan.images] = e.add(block.image, n);
      emitPixels(block, 0, e.add(place, e.mul(n, plan.pixelStride())));
    });
  });
}

void WindowTiles::emitPixels(const Block &block, unsigned a, Value place) {
  const WindowAxis &axis = plan.axes[a];
  bool isFirstOfBand = a == 0 && isBanded();
  if (a + 1 == plan.axes.size())
    return isFirstOfBand ? emitBand(block, place) : emitLastAxis(place);
  int64_t phase = phases[a], count = axis.phases[phase].count;
  Value end = at(count);
  if (isFirstOfBand)
    end = e.min(at(plan.band), e.sub(end, block.band));
  e.loop(at(0), end, 1, [&](Value p) {
    Value pixel = isFirstOfBand ? e.add(p, block.band) : p;
    if (axis.pixel >= 0)
      ivs[axis.pixel] = e.add(e.mul(pixel, axis.gap), phase);
    emitPixels(block, a + 1, e.add(place, e.mul(p, plan.strides[a])));
  });
}

/// One pixel of the last axis.
void WindowTiles::emitPixel(Value place, Value pixel, int64_t phase,
                            Value from) {
  const WindowAxis &axis = plan.axes.back();
  if (axis.pixel >= 0)
    ivs[axis.pixel] = e.add(e.mul(pixel, axis.gap), phase);
  Value at = e.add(e.add(place, from), phase * plan.rows * plan.flatPixels);
  epilogue->emitScalar(e, e.load(sums, at), ivs);
}

/// The pixels of a band of the only axis.
void WindowTiles::emitBand(const Block &block, Value place) {
  for (auto [phase, made] : llvm::enumerate(plan.axes.back().phases)) {
    Value end = e.min(at(plan.band), e.sub(at(made.count), block.band));
    e.loop(at(0), end, 1,
           [&](Value p) { emitPixel(place, e.add(p, block.band), phase, p); });
  }
}

/// A row of pixels, those of all phases in their order.
void WindowTiles::emitLastAxis(Value place) {
  const WindowAxis &axis = plan.axes.back();
  ArrayRef<WindowPhase> made = axis.phases;
  auto load = [&](int64_t phase, Value p, int64_t lanes) {
    Value from = e.add(e.add(place, p), phase * plan.rows * plan.flatPixels);
    return e.loadVector(sums, from, lanes);
  };
  auto store = [&](Value p, Value values, int64_t lanes) {
    ivs[axis.pixel] = e.mul(p, axis.gap);
    epilogue->emitVector(e, values, ivs, axis.pixel, lanes);
  };
  bool wide = axis.pixel >= 0 && epilogue->isVectorisable(axis.pixel);
  if (wide && axis.gap == 1)
    return pieces(0, axis.pixels, [&](Value p, int64_t lanes) {
      store(p, load(0, p, lanes), lanes);
    });
  if (wide && axis.gap == 2 && made.size() == 2) {
    pieces(0, made[1].count, [&](Value p, int64_t lanes) {
      Value both = e.b.create<vector::InterleaveOp>(e.loc, load(0, p, lanes),
                                                    load(1, p, lanes));
      store(p, both, 2 * lanes);
    });
    if (made[0].count > made[1].count)
      emitPixel(place, at(made[1].count), 0, at(made[1].count));
    return;
  }
  for (auto [phase, pixels] : llvm::enumerate(made))
    e.loop(at(0), at(pixels.count), 1,
           [&](Value p) { emitPixel(place, p, phase, p); });
}

void WindowTiles::launch() {
  kernel.finish();
  allowFastMath(kernel.func);
  OpBuilder b(op);
  TileEmitter out(b, op.getLoc(), element);
  Value count = plan.images < 0 ? out.index(1)
                                : out.ceilDiv(dnd::passes::batchSize(entry),
                                              plan.unitImages);
  int64_t others = plan.numBands();
  for (unsigned d : plan.shared)
    others *= extents[d];
  int64_t grain =
      std::max<int64_t>(limits::workPerThread / plan.costOfUnit(extents), 1);
  b.create<dnd::dndrt::LaunchOp>(op.getLoc(), kernel.func.getName(),
                                 out.mul(count, others), out.index(grain),
                                 ValueRange(kernel.captures()));
}

} // namespace dnd::codegen::cpu
