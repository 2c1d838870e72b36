//===- WindowSums.cpp - windows whose pixels are summed -------------------===//
//
// The gradient of a window's weights. A unit of work is a part of the batch
// (the same parts for every number of threads) and some rows of the result; a
// few images at a time lie in scratch memory beside the other factor, which has
// its pixels where the image has them. A tile is some rows times some taps, its
// sums vectors over pixels in registers; their lanes are added up in the end.
// The parts of the batch are added by a second kernel, in the order of a tree.
//
//===----------------------------------------------------------------------===//
#include "codegen/common/Scratch.h"
#include "codegen/cpu/Lanes.h"
#include "codegen/cpu/WindowKernel.h"
#include "codegen/nest/CoalesceDims.h"
#include "codegen/nest/Strides.h"
#include "codegen/select/Limits.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "passes/lower/EntryPoints.h"

using namespace mlir;

namespace dnd::codegen::cpu {

void WindowSums::run() {
  auto result = cast<MemRefType>(op.getInits()[0].getType());
  SmallVector<int64_t> shape{plan.chunks};
  llvm::append_range(shape, result.getShape());
  partials = makeScratchBuffer(entry, MemRefType::get(shape, element), op);
  partial = kernel.import(partials);
  if (!readsOtherInPlace()) {
    int64_t size = plan.unitRows * plan.flatPixels + plan.lanes;
    others = makeScratch(kernel, {size}, element);
    fill(others, size, e.scalar(0));
  }
  e.loop(kernel.begin, kernel.end, 1, [&](Value unit) { emitUnit(unit); });
  launch();
  emitTotal();
}

/// Masked pixels lie in the other factor as they do in scratch memory.
bool WindowSums::readsOtherInPlace() {
  auto type = cast<MemRefType>(other.getType());
  return plan.masksRows && type.getLayout().isIdentity() &&
         type.getElementType() == element;
}

/// Units in the order part of the batch, shared dimensions, rows.
void WindowSums::emitUnit(Value unit) {
  int64_t blocks = llvm::divideCeil(plan.numRows, plan.unitRows);
  Value row = e.mul(split(unit, at(blocks)), plan.unitRows);
  Value rows = e.min(at(plan.unitRows), e.sub(at(plan.numRows), row));
  for (ArrayRef<unsigned> dims :
       {ArrayRef(plan.otherRows), ArrayRef(plan.shared)})
    for (unsigned d : llvm::reverse(dims))
      ivs[d] = split(unit, at(extents[d]));
  chunk = unit;
  clearPartial(row, rows);
  auto bands = [&](Block block) {
    e.loop(at(0), at(plan.numBands() * plan.band), plan.band, [&](Value band) {
      block.band = band;
      emitBlock(block, row, rows);
    });
  };
  if (plan.images < 0)
    return bands({at(0), at(1), at(0)});
  auto edge = [&](Value c) {
    return e.b.createOrFold<arith::DivUIOp>(e.loc, multiply(c, batch()),
                                            at(plan.chunks));
  };
  Value end = edge(e.add(chunk, 1));
  e.loop(edge(chunk), end, plan.unitImages, [&](Value image) {
    bands({image, e.min(at(plan.unitImages), e.sub(end, image)), at(0)});
  });
}

void WindowSums::clearPartial(Value row, Value rows) {
  SmallVector<unsigned> columns(plan.channels);
  for (const WindowAxis &axis : plan.axes)
    if (axis.tap >= 0)
      columns.push_back(axis.tap);
  Value zero = e.scalar(0);
  e.loop(at(0), rows, 1, [&](Value r) {
    if (plan.hasRow)
      ivs[plan.row] = e.add(row, r);
    loopOver(columns, [&] { e.store(zero, partial, partialIndices()); });
  });
}

SmallVector<Value> WindowSums::partialIndices() {
  SmallVector<Value> indices{chunk};
  llvm::append_range(indices, e.apply(op.getInitMap(0), ivs));
  return indices;
}

void WindowSums::emitBlock(const Block &block, Value row, Value rows) {
  readImages(block);
  if (others)
    readOther(block, others, row, rows);
  pixelEnd = usedPixels(block);
  this->block = block;
  int64_t rest = plan.numRows % plan.rows;
  Value whole = rows;
  if (rest != 0)
    whole = e.sub(rows,
                  e.b.createOrFold<arith::RemUIOp>(e.loc, rows, at(plan.rows)));
  e.loop(at(0), whole, plan.rows,
         [&](Value r) { emitRows(row, r, plan.rows); });
  if (rest != 0)
    e.branch(e.less(whole, rows), [&] { emitRows(row, whole, rest); }, nullptr);
}

void WindowSums::emitRows(Value row, Value place, int64_t rows) {
  tileRow = e.add(row, place);
  tilePlace = e.mul(place, plan.flatPixels);
  tileRows = rows;
  emitChannels();
}

void WindowSums::emitChannels() {
  if (plan.channels.empty())
    return emitTaps(1);
  ArrayRef<unsigned> dims(plan.channels);
  unsigned last = dims.back();
  loopOver(dims.drop_back(), [&] {
    int64_t whole = extents[last] / plan.tileChannels * plan.tileChannels;
    e.loop(at(0), at(whole), plan.tileChannels, [&](Value channel) {
      ivs[last] = channel;
      emitTaps(plan.tileChannels);
    });
    if (whole == extents[last])
      return;
    ivs[last] = at(whole);
    emitTaps(extents[last] - whole);
  });
}

void WindowSums::emitTaps(int64_t channels) {
  for (int64_t tap = 0; tap < plan.numTaps; tap += plan.tileTaps)
    emitTile(channels, tap, std::min(plan.tileTaps, plan.numTaps - tap));
}

/// The taps of the axes behind tap number `tap`, row-major.
SmallVector<int64_t> WindowSums::tapsOf(int64_t tap) const {
  SmallVector<int64_t> taps(plan.axes.size());
  for (unsigned a = plan.axes.size(); a-- > 0;) {
    taps[a] = tap % plan.axes[a].taps;
    tap /= plan.axes[a].taps;
  }
  return taps;
}

void WindowSums::emitTile(int64_t channels, int64_t firstTap, int64_t taps) {
  int64_t channelSize = plan.numParts * plan.partSize;
  Value place = e.add(e.mul(flatten(plan.channels), channelSize), plan.origin);
  SmallVector<int64_t> offsets, shifts;
  for (int64_t c = 0; c < channels; ++c)
    for (int64_t t = firstTap; t < firstTap + taps; ++t) {
      int64_t offset = c * channelSize;
      for (auto [a, tap] : llvm::enumerate(tapsOf(t))) {
        const WindowTap &made = plan.axes[a].phases[0].taps[tap];
        offset += made.part * partStride(a) + made.shift * plan.strides[a];
      }
      offsets.push_back(offset);
      shifts.push_back(plan.axes.back().phases[0].taps[tapsOf(t).back()].shift);
    }
  if (plan.masksRows)
    return addToPartial(sumMasked(place, offsets, shifts), channels, firstTap,
                        taps);
  SmallVector<Value> start(tileRows * offsets.size(), e.zero(plan.lanes));
  SmallVector<Value> sums = e.loop(
      at(0), pixelEnd, plan.lanes, start, [&](Value pixel, ValueRange carried) {
        SmallVector<Value> rows, next;
        for (int64_t r = 0; r < tileRows; ++r)
          rows.push_back(e.loadVector(
              others, e.add(e.add(tilePlace, pixel), r * plan.flatPixels),
              plan.lanes));
        next.append(carried.begin(), carried.end());
        for (auto [i, offset] : llvm::enumerate(offsets)) {
          Value pixels = e.loadVector(
              images, e.add(e.add(place, pixel), offset), plan.lanes);
          for (int64_t r = 0; r < tileRows; ++r) {
            Value &sum = next[r * offsets.size() + i];
            sum = e.fma(rows[r], pixels, sum);
          }
        }
        return next;
      });
  addToPartial(sums, channels, firstTap, taps);
}

/// The sums of a tile over the images of the block, a few vectors of pixels in
/// each step, so that the columns of their lanes are known.
SmallVector<Value> WindowSums::sumMasked(Value place, ArrayRef<int64_t> offsets,
                                         ArrayRef<int64_t> shifts) {
  int64_t each = plan.imageVectors(), step = plan.vectorsOfRow();
  if (step == 1 && !isBanded() && each <= limits::shortImage)
    step = each;
  Value end = at(plan.imagePixels);
  if (isBanded())
    end = e.min(end, e.mul(e.sub(at(plan.axes[0].count()), block.band),
                           plan.axes[1].pixels));
  unsigned last = plan.axes[1].pixel;
  auto row = [&](int64_t r, Value number, Value pixel) {
    if (others)
      return e.loadVector(
          others,
          e.add(e.add(tilePlace, e.mul(number, plan.imagePixels)),
                e.add(pixel, r * plan.flatPixels)),
          plan.lanes);
    if (plan.hasRow)
      ivs[plan.row] = e.add(tileRow, r);
    if (plan.images >= 0)
      ivs[plan.images] = e.add(block.image, number);
    ivs[plan.axes[0].pixel] = at(0);
    ivs[last] = e.add(e.mul(block.band, plan.axes[1].pixels), pixel);
    return e.loadVector(other, e.apply(otherMap, ivs), plan.lanes);
  };
  auto ofImage = [&](Value number, ValueRange carried) {
    Value from = e.add(place, e.mul(number, plan.imageStride));
    return e.loop(at(0), end, step * plan.lanes, carried,
                  [&](Value pixel, ValueRange args) {
                    SmallVector<Value> next(args);
                    for (int64_t v = 0; v < step; ++v) {
                      Value here = e.add(pixel, v * plan.lanes);
                      SmallVector<Value> rows;
                      for (int64_t r = 0; r < tileRows; ++r)
                        rows.push_back(row(r, number, here));
                      int64_t column = v % plan.vectorsOfRow() * plan.lanes;
                      for (auto [i, offset] : llvm::enumerate(offsets)) {
                        Value pixels = loadTap(e.add(from, here), offset,
                                               shifts[i], column);
                        for (int64_t r = 0; r < tileRows; ++r) {
                          Value &sum = next[r * offsets.size() + i];
                          sum = e.fma(rows[r], pixels, sum);
                        }
                      }
                    }
                    return next;
                  });
  };
  SmallVector<Value> start(tileRows * offsets.size(), e.zero(plan.lanes));
  if (plan.images < 0)
    return ofImage(at(0), start);
  return e.loop(at(0), block.images, 1, start, ofImage);
}

/// Adds the lanes of each sum to its place.
void WindowSums::addToPartial(ValueRange sums, int64_t channels,
                              int64_t firstTap, int64_t taps) {
  LaneShape shape = targetLanes(op, element);
  unsigned last = plan.channels.empty() ? 0 : plan.channels.back();
  Value channel = ivs[last];
  SmallVector<Value> totals;
  for (size_t i = 0; i < sums.size(); i += shape.square) {
    SmallVector<Value> group(
        sums.slice(i, std::min<size_t>(shape.square, sums.size() - i)));
    group.resize(shape.square, e.zero(shape.native));
    totals.push_back(sumLanes(e, shape, group));
  }
  int64_t number = 0;
  for (int64_t r = 0; r < tileRows; ++r)
    for (int64_t c = 0; c < channels; ++c)
      for (int64_t t = firstTap; t < firstTap + taps; ++t, ++number) {
        if (plan.hasRow)
          ivs[plan.row] = e.add(tileRow, r);
        if (!plan.channels.empty())
          ivs[last] = e.add(channel, c);
        for (auto [axis, tap] : llvm::zip_equal(plan.axes, tapsOf(t)))
          if (axis.tap >= 0)
            ivs[axis.tap] = at(tap);
        Value total = e.b.create<vector::ExtractOp>(
            e.loc, totals[number / shape.square],
            ArrayRef<int64_t>{number % shape.square});
        SmallVector<Value> to = partialIndices();
        e.store(e.b.create<arith::AddFOp>(e.loc, e.load(partial, to), total),
                partial, to);
      }
  ivs[last] = channel;
}

void WindowSums::launch() {
  kernel.finish();
  allowFastMath(kernel.func);
  OpBuilder b(op);
  TileEmitter out(b, op.getLoc(), element);
  int64_t units = plan.chunks * llvm::divideCeil(plan.numRows, plan.unitRows);
  for (ArrayRef<unsigned> dims :
       {ArrayRef(plan.otherRows), ArrayRef(plan.shared)})
    for (unsigned d : dims)
      units *= extents[d];
  int64_t grain =
      std::max<int64_t>(limits::workPerThread / plan.costOfUnit(extents), 1);
  b.create<dnd::dndrt::LaunchOp>(op.getLoc(), kernel.func.getName(),
                                 out.index(units), out.index(grain),
                                 ValueRange(kernel.captures()));
}

namespace {
/// Adds the parts of the batch and runs the epilogue.
class TotalKernel {
public:
  TotalKernel(dndrt::PackedContractOp op, func::FuncOp entry, StringRef name,
              Value partials, int64_t lanes)
      : op(op), kernel(entry, name, op.getLoc()),
        element(op.getAccumulateType()), e(kernel.b, op.getLoc(), element),
        lanes(lanes), parts(cast<MemRefType>(partials.getType()).getDimSize(0)),
        space(spaceOf(partials)) {}

  void run() {
    for (Value buffer : space.buffers)
      buffers.push_back(kernel.import(buffer));
    epilogue.emplace(op.getEpilogue(), ArrayRef(buffers).drop_front(),
                     ArrayRef(space.maps).drop_front(), op.getInits().size(),
                     [this](Value value) { return kernel.import(value); });
    AffineMap init = space.maps.back();
    for (unsigned d = 0; d < space.extents.size(); ++d)
      if (isContiguous(init, d))
        lane = d;
    blocks = llvm::divideCeil(space.extents[lane], blockSize());
    e.loop(kernel.begin, kernel.end, 1, [&](Value unit) { emitUnit(unit); });
    launch();
  }

private:
  int64_t blockSize() const { return lanes * limits::windowVectors; }

  /// Dimensions of the result only.
  BufferSpace spaceOf(Value partials) {
    AffineMap out = op.getInitMap(0);
    BufferSpace made;
    SmallVector<AffineExpr> dims(op.getExtents().size(),
                                 kernel.b.getAffineConstantExpr(0));
    for (auto [d, extent] : llvm::enumerate(op.getExtents()))
      if (out.isFunctionOfDim(d)) {
        dims[d] = kernel.b.getAffineDimExpr(made.extents.size());
        made.extents.push_back(extent);
      }
    auto renumber = [&](AffineMap map) {
      return map.replaceDimsAndSymbols(dims, {}, made.extents.size(), 0);
    };
    SmallVector<AffineExpr> indices{kernel.b.getAffineConstantExpr(0)};
    llvm::append_range(indices, renumber(out).getResults());
    made.buffers.push_back(partials);
    made.maps.push_back(
        AffineMap::get(made.extents.size(), 0, indices, kernel.b.getContext()));
    for (unsigned i = op.getNumFactors(); i < op->getNumOperands(); ++i) {
      made.buffers.push_back(op.getOperand(i));
      made.maps.push_back(renumber(op.getMap(i)));
    }
    OpBuilder before(op);
    coalesceDims(before, op.getLoc(), made);
    return made;
  }

  void emitUnit(Value unit) {
    auto split = [&](int64_t count) {
      Value part =
          e.b.createOrFold<arith::RemUIOp>(e.loc, unit, e.index(count));
      unit = e.b.createOrFold<arith::DivUIOp>(e.loc, unit, e.index(count));
      return part;
    };
    SmallVector<Value> ivs(space.extents.size());
    Value from = e.mul(split(blocks), blockSize());
    for (unsigned d = space.extents.size(); d-- > 0;)
      if (d != lane)
        ivs[d] = split(space.extents[d]);
    Value to = e.min(e.add(from, blockSize()), e.index(space.extents[lane]));
    Value whole = from;
    if (epilogue->isVectorisable(lane) && isContiguous(space.maps[0], lane)) {
      Value length = e.sub(to, from);
      whole = e.add(from, e.sub(length, e.b.createOrFold<arith::RemUIOp>(
                                            e.loc, length, e.index(lanes))));
      e.loop(from, whole, lanes, [&](Value i) {
        ivs[lane] = i;
        epilogue->emitVector(e, total(ivs, true), ivs, lane, lanes);
      });
    }
    e.loop(whole, to, 1, [&](Value i) {
      ivs[lane] = i;
      epilogue->emitScalar(e, total(ivs, false), ivs);
    });
  }

  /// Neighbours are added first.
  Value total(ArrayRef<Value> ivs, bool wide) {
    SmallVector<Value> at = e.apply(space.maps[0], ivs), sums;
    for (int64_t part = 0; part < parts; ++part) {
      at[0] = e.index(part);
      sums.push_back(wide ? e.loadVector(buffers[0], at, lanes)
                          : e.load(buffers[0], at));
    }
    while (sums.size() > 1) {
      SmallVector<Value> next;
      for (size_t i = 0; i < sums.size(); i += 2)
        next.push_back(i + 1 == sums.size() ? sums[i]
                                            : e.b.create<arith::AddFOp>(
                                                  e.loc, sums[i], sums[i + 1]));
      sums = next;
    }
    return sums[0];
  }

  void launch() {
    kernel.finish();
    // Sums keep their order: no fast math.
    OpBuilder b(op);
    TileEmitter out(b, op.getLoc(), element);
    int64_t units = blocks;
    for (unsigned d = 0; d < space.extents.size(); ++d)
      if (d != lane)
        units *= space.extents[d];
    int64_t cost = std::min(space.extents[lane], blockSize()) * (parts + 1);
    int64_t grain = std::max<int64_t>(limits::workPerThread * 8 / cost, 1);
    b.create<dnd::dndrt::LaunchOp>(op.getLoc(), kernel.func.getName(),
                                   out.index(units), out.index(grain),
                                   ValueRange(kernel.captures()));
  }

  dndrt::PackedContractOp op;
  HostKernel kernel;
  Type element;
  TileEmitter e;
  int64_t lanes, parts, blocks = 1;
  BufferSpace space;
  SmallVector<Value> buffers;
  unsigned lane = 0;
  std::optional<Epilogue> epilogue;
};
} // namespace

void WindowSums::emitTotal() {
  TotalKernel(op, entry, name + "_total", partials, plan.lanes).run();
}

} // namespace dnd::codegen::cpu
