//===- WindowPlan.cpp - how a window becomes a kernel ---------------------===//
//
// Which dimensions are pixels, taps, channels and rows; how images lie in
// scratch memory; the sizes of tiles and units, by a rough model of a core.
//
//===----------------------------------------------------------------------===//
#include "codegen/select/WindowPlan.h"
#include "codegen/kernel/TileEmitter.h"
#include "codegen/nest/ContractRoles.h"
#include "codegen/select/Choices.h"
#include "codegen/select/Limits.h"

using namespace mlir;
using dnd::dndrt::PackedContractOp;

namespace dnd::codegen {

int64_t WindowAxis::filled(int64_t part) const {
  int64_t elements = llvm::divideCeil(std::max<int64_t>(size - part, 0), parts);
  return std::clamp<int64_t>(count() + high, 0, elements);
}

int64_t WindowPlan::numBands() const {
  return axes.empty() ? 1 : llvm::divideCeil(axes.front().count(), band);
}

double WindowPlan::costOfUnit(ArrayRef<int64_t> extents) const {
  double points = countPoints(channels, extents) * double(numTaps);
  for (auto [a, axis] : llvm::enumerate(axes))
    points *= a == 0 ? double(band) / axis.count() * axis.pixels : axis.pixels;
  double cost = points / double(lanes);
  if (sumsPixels)
    return cost * double(unitRows) * double(numBands()) *
           (images < 0 ? 1 : std::max<int64_t>(assumedBatch / chunks, 1));
  return cost * double(numRows) * double(unitImages) *
         countPoints(otherRows, extents);
}

namespace {
/// Coefficients of the dimensions and a constant; nothing where `expr` divides.
struct Linear {
  SmallVector<int64_t> factors;
  int64_t constant = 0;
  bool add(AffineExpr expr, int64_t by) {
    if (auto number = dyn_cast<AffineConstantExpr>(expr)) {
      constant += by * number.getValue();
      return true;
    }
    if (auto dim = dyn_cast<AffineDimExpr>(expr)) {
      factors[dim.getPosition()] += by;
      return true;
    }
    auto binary = dyn_cast<AffineBinaryOpExpr>(expr);
    if (!binary)
      return false;
    if (binary.getKind() == AffineExprKind::Add)
      return add(binary.getLHS(), by) && add(binary.getRHS(), by);
    auto times = dyn_cast<AffineConstantExpr>(binary.getRHS());
    return binary.getKind() == AffineExprKind::Mul && times &&
           add(binary.getLHS(), by * times.getValue());
  }
};

class Planner {
public:
  Planner(const WindowSum &sum, int64_t bits) : sum(sum), bits(bits) {}

  std::optional<WindowPlan> run(dndrt::ChoiceAttr choice) {
    for (unsigned image : {1u, 0u})
      for (bool sumsPixels : {false, true}) {
        plan = WindowPlan();
        plan.image = image;
        plan.sumsPixels = sumsPixels;
        if (!match() || (plan.sumsPixels && !prefersSums()))
          continue;
        if (choice ? take(choice) : chooseSizes())
          return plan;
      }
    return std::nullopt;
  }

private:
  bool match();
  bool matchAxis(unsigned dim, AffineExpr expr);
  bool isPointwise() const;
  bool makePhases(WindowAxis &axis, int64_t pixelStep, int64_t tapStep,
                  int64_t constant);
  bool isImage(unsigned d) const {
    return sum.maps[plan.image].isFunctionOfDim(d);
  }
  bool isOther(unsigned d) const {
    return sum.maps[1 - plan.image].isFunctionOfDim(d);
  }
  bool isOut(unsigned d) const { return sum.out.isFunctionOfDim(d); }
  /// A dimension that the result (or, with pixels summed, the other factor)
  /// shares with the image, and the other way round.
  bool isPixel(unsigned d) const {
    return plan.sumsPixels ? isOther(d) && !isOut(d) : isOut(d) && !isOther(d);
  }
  bool isTap(unsigned d) const {
    return plan.sumsPixels ? isOut(d) && !isOther(d) : isOther(d) && !isOut(d);
  }
  bool prefersSums() const;
  bool canMaskRows() const;
  bool hasDenseOther() const;
  void layOut();
  void layOutMasked();
  bool chooseSizes();
  bool chooseKept();
  bool chooseSummed();
  bool take(dndrt::ChoiceAttr choice);
  int64_t scratchBytes() const {
    return plan.numChannels * plan.numParts * plan.partSize * bytes();
  }
  int64_t bytes() const { return sum.element.getIntOrFloatBitWidth() / 8; }
  int64_t registers() const { return bits >= 512 ? 32 : 16; }
  int64_t tapsOfPhases() const;
  void chooseTile(int64_t rows, int64_t vectors);
  bool isWholeRows(int64_t vectors) const;
  double tileCycles(int64_t rows, int64_t vectors) const;
  double cyclesOfTiles(int64_t rows, int64_t vectors, int64_t tileRows,
                       int64_t tileVectors) const;

  const WindowSum &sum;
  int64_t bits;
  WindowPlan plan;
  bool isWindow = false; // not only plain indices
};
} // namespace

//===----------------------------------------------------------------------===//
// Matching
//===----------------------------------------------------------------------===//

bool Planner::makePhases(WindowAxis &axis, int64_t pixelStep, int64_t tapStep,
                         int64_t constant) {
  if (pixelStep < 1 || (axis.gap > 1 && pixelStep != 1))
    return false;
  axis.parts = pixelStep;
  int64_t last = 0;
  bool any = false;
  for (int64_t phase = 0; phase < std::min(axis.gap, axis.pixels); ++phase) {
    WindowPhase made;
    made.count = llvm::divideCeil(axis.pixels - phase, axis.gap);
    for (int64_t tap = 0; tap < axis.taps; ++tap) {
      int64_t place = pixelStep * phase + tapStep * tap + constant;
      if (axis.gap > 1 && llvm::mod(place, axis.gap) != 0)
        continue;
      int64_t by = axis.gap > 1 ? axis.gap : axis.parts;
      int64_t shift = llvm::divideFloorSigned(place, by);
      made.taps.push_back(
          {tap, axis.gap > 1 ? 0 : llvm::mod(place, by), shift});
      axis.low = std::min(axis.low, shift);
      last = any ? std::max(last, shift) : shift;
      any = true;
    }
    axis.phases.push_back(made);
  }
  axis.high = last;
  return true;
}

/// An index that is no plain channel: at most one pixel and one tap.
bool Planner::matchAxis(unsigned dim, AffineExpr expr) {
  Linear index{SmallVector<int64_t>(sum.extents.size())};
  if (!index.add(expr, 1))
    return false;
  WindowAxis axis;
  axis.dim = dim;
  axis.size = sum.shapes[plan.image][dim];
  if (ShapedType::isDynamic(axis.size))
    return false;
  int64_t pixelStep = 1, tapStep = 0;
  for (auto [d, factor] : llvm::enumerate(index.factors)) {
    if (factor == 0)
      continue;
    if (ShapedType::isDynamic(sum.extents[d]))
      return false;
    if (isPixel(d) && axis.pixel < 0) {
      axis.pixel = d;
      axis.pixels = sum.extents[d];
      pixelStep = factor;
    } else if (isTap(d) && axis.tap < 0) {
      axis.tap = d;
      axis.taps = sum.extents[d];
      tapStep = factor;
    } else {
      return false;
    }
  }
  int64_t constant = index.constant;
  if (auto margins = sum.margins;
      margins && margins.getFactor() == plan.image) {
    constant -= margins.getLow()[dim];
    axis.gap = margins.getStep()[dim];
  }
  // A window over zeros between elements: only where they can be left out.
  if (axis.gap > 1 &&
      (plan.sumsPixels || sum.margins.getValue().getValueAsDouble() != 0))
    return false;
  isWindow |= axis.tap >= 0 || pixelStep != 1 || constant != 0 || axis.gap > 1;
  if (!makePhases(axis, pixelStep, tapStep, constant))
    return false;
  plan.axes.push_back(axis);
  return true;
}

/// A window of one pixel (1 x 1) with rows and channels, where images lie as
/// the kernel wants them: pixels are neighbours in memory. Any other is a
/// product of matrices, or no product at all.
bool Planner::isPointwise() const {
  const WindowAxis &last = plan.axes.back();
  AffineMap result = plan.sumsPixels ? sum.maps[1 - plan.image] : sum.out;
  int64_t pixels = 1;
  for (const WindowAxis &axis : plan.axes)
    pixels *= axis.pixels;
  return plan.images >= 0 && last.pixel >= 0 && !plan.channels.empty() &&
         countPoints(plan.otherRows, sum.extents) >= limits::leastRows &&
         isContiguous(sum.maps[plan.image], last.pixel) &&
         isContiguous(result, last.pixel) && pixels >= limits::leastPixels;
}

bool Planner::match() {
  AffineMap image = sum.maps[plan.image];
  if (sum.margins && sum.margins.getFactor() != plan.image)
    return false;
  isWindow = false;
  SmallVector<unsigned> seen(sum.extents.size());
  for (auto [dim, expr] : llvm::enumerate(image.getResults())) {
    for (unsigned d = 0; d < seen.size(); ++d)
      if (expr.isFunctionOfDim(d) && seen[d]++)
        return false;
    auto plain = dyn_cast<AffineDimExpr>(expr);
    bool padded = sum.margins && (sum.margins.getLow()[dim] != 0 ||
                                  sum.margins.getStep()[dim] != 1);
    unsigned d = plain ? plain.getPosition() : 0;
    if (!plain || padded) {
      if (!matchAxis(dim, expr))
        return false;
    } else if (ShapedType::isDynamic(sum.extents[d])) {
      if (!isPixel(d) || plan.images >= 0)
        return false;
      plan.images = d;
    } else if (isPixel(d)) {
      if (!matchAxis(dim, expr))
        return false;
    } else if (isTap(d)) {
      plan.channels.push_back(d);
      plan.numChannels *= sum.extents[d];
    } else {
      plan.shared.push_back(d);
    }
  }
  for (unsigned d = 0; d < seen.size(); ++d) {
    if (seen[d])
      continue;
    if (sum.extents[d] == 1 && !(isOther(d) && isOut(d)))
      continue; // a point
    if (!isOther(d) || !isOut(d) || ShapedType::isDynamic(sum.extents[d]))
      return false;
    plan.otherRows.push_back(d);
  }
  if (plan.axes.empty() || !(isWindow || isPointwise()) ||
      llvm::none_of(plan.axes, [](auto &axis) { return axis.pixel >= 0; }))
    return false;
  if (!plan.otherRows.empty()) {
    auto longest = llvm::max_element(plan.otherRows, [&](auto a, auto b) {
      return sum.extents[a] < sum.extents[b];
    });
    plan.row = *longest;
    plan.hasRow = true;
    plan.numRows = sum.extents[plan.row];
    plan.otherRows.erase(longest);
  }
  for (const WindowAxis &axis : plan.axes) {
    plan.numTaps *= axis.taps;
    plan.numParts *= axis.parts;
  }
  return true;
}

/// Without a batch both readings may fit: the longer dimensions are walked.
bool Planner::prefersSums() const {
  double pixels = 1, taps = 1;
  for (const WindowAxis &axis : plan.axes) {
    pixels *= axis.pixels;
    taps *= axis.taps;
  }
  return plan.images >= 0 || pixels > taps;
}

//===----------------------------------------------------------------------===//
// Layout
//===----------------------------------------------------------------------===//

/// Two axes walked in steps of 1 over rows as long as their pixels, with
/// vectors that begin at the same columns of each row.
bool Planner::canMaskRows() const {
  if (bits < limits::maskedBits || plan.axes.size() != 2 ||
      (sum.margins && sum.margins.getValue().getValueAsDouble() != 0))
    return false;
  int64_t pixels = 1;
  for (const WindowAxis &axis : plan.axes) {
    if (axis.pixel < 0 || axis.parts != 1 || axis.gap != 1)
      return false;
    pixels *= axis.pixels;
  }
  const WindowAxis &rows = plan.axes[0], &last = plan.axes[1];
  return last.dim == rows.dim + 1 && last.size == last.pixels &&
         plan.vectorsOfRow() <= registers() / 4 &&
         (last.pixels % plan.lanes == 0 || plan.lanes % last.pixels == 0) &&
         pixels % plan.lanes == 0 && (!plan.sumsPixels || hasDenseOther());
}

/// The other factor has its pixels where a masked image has them.
bool Planner::hasDenseOther() const {
  AffineMap map = sum.maps[1 - plan.image];
  ArrayRef<int64_t> shape = sum.shapes[1 - plan.image];
  unsigned rank = map.getNumResults();
  if (rank < 2)
    return false;
  for (unsigned a : {0u, 1u}) {
    auto dim = dyn_cast<AffineDimExpr>(map.getResult(rank - 2 + a));
    if (!dim || static_cast<int>(dim.getPosition()) != plan.axes[a].pixel ||
        shape[rank - 2 + a] != plan.axes[a].pixels)
      return false;
  }
  return true;
}

void Planner::layOutMasked() {
  const WindowAxis &rows = plan.axes[0], &last = plan.axes[1];
  plan.strides = {last.pixels, 1};
  plan.imageStride = last.pixels * std::max(rows.count() + rows.high,
                                            rows.filled(0) - rows.low);
  plan.imagePixels = plan.band * last.pixels;
  plan.flatPixels = plan.unitImages * plan.imagePixels;
  plan.origin = llvm::alignTo(-rows.low * last.pixels - last.low, plan.lanes);
  int64_t behind = std::max<int64_t>(
      rows.high * last.pixels + std::max<int64_t>(last.high, 0), 0);
  plan.partSize =
      llvm::alignTo(plan.origin + (plan.unitImages - 1) * plan.imageStride +
                        plan.imagePixels + behind,
                    plan.lanes);
  if (plan.partSize * bytes() % limits::cacheSetBytes == 0)
    plan.partSize += plan.lanes;
}

/// Rows of pixels lie behind each other; what is read beyond the end of one is
/// what is read in front of the next, so that margins are stored once.
void Planner::layOut() {
  plan.masksRows =
      canMaskRows() && plan.band * plan.axes.back().pixels % plan.lanes == 0;
  if (plan.masksRows)
    return layOutMasked();
  unsigned count = plan.axes.size();
  plan.strides.assign(count, 1);
  auto length = [&](const WindowAxis &axis) {
    return std::max(axis.count() + axis.high, axis.filled(0) - axis.low);
  };
  for (unsigned a = count - 1; a > 0; --a)
    plan.strides[a - 1] =
        plan.strides[a] * std::max<int64_t>(length(plan.axes[a]), 1);
  plan.imageStride =
      plan.strides[0] * std::max<int64_t>(length(plan.axes[0]), 1);
  plan.origin = 0;
  int64_t pixels = (plan.unitImages - 1) * plan.imageStride + 1, behind = 0;
  for (auto [a, axis] : llvm::enumerate(plan.axes)) {
    plan.origin -= axis.low * plan.strides[a];
    behind += std::max<int64_t>(axis.high, 0) * plan.strides[a];
    pixels += ((a == 0 ? plan.band : axis.count()) - 1) * plan.strides[a];
  }
  plan.flatPixels = llvm::alignTo(pixels, plan.lanes);
  plan.partSize =
      llvm::alignTo(plan.origin + plan.flatPixels + behind, plan.lanes);
  // Channels must not share the sets of the first-level cache.
  if (plan.partSize * bytes() % limits::cacheSetBytes == 0)
    plan.partSize += plan.lanes;
}

//===----------------------------------------------------------------------===//
// Sizes
//===----------------------------------------------------------------------===//

/// Cycles of one step of a tile: two multiply-adds and two loads in a cycle, a
/// vector that lies across two lines of the cache counts twice.
double Planner::tileCycles(int64_t rows, int64_t vectors) const {
  double acrossLines = bits >= 512 ? 2 : 1.5;
  return limits::stepOverhead +
         std::max({double(rows * vectors) / 2,
                   (double(rows) + acrossLines * double(vectors)) / 2, 4.0});
}

double Planner::cyclesOfTiles(int64_t rows, int64_t vectors, int64_t tileRows,
                              int64_t tileVectors) const {
  double cycles = 0;
  for (auto [r, timesR] :
       {std::pair(tileRows, rows / tileRows), {rows % tileRows, int64_t(1)}})
    for (auto [v, timesV] : {std::pair(tileVectors, vectors / tileVectors),
                             {vectors % tileVectors, int64_t(1)}})
      if (r && v)
        cycles += tileCycles(r, v) * double(timesR * timesV);
  return cycles;
}

/// Rows and vectors of a tile that leave a register for each vector of pixels
/// and for a weight.
void Planner::chooseTile(int64_t rows, int64_t vectors) {
  double best = std::numeric_limits<double>::max();
  for (int64_t r = 1; r <= std::min<int64_t>(rows, registers() / 2); ++r)
    for (int64_t v = 1; v <= vectors; ++v) {
      if (r * v + v + 1 > registers())
        break;
      if (plan.masksRows && !isWholeRows(v))
        continue;
      double cycles = plan.masksRows && v < plan.imageVectors()
                          ? cyclesOfTiles(rows, plan.imageVectors(), r, v) *
                                double(plan.unitImages)
                          : cyclesOfTiles(rows, vectors, r, v);
      if (cycles < best) {
        best = cycles;
        plan.rows = r;
        plan.vectors = v;
      }
    }
}

/// Tiles of masked rows begin with a row, and end in it or with an image.
bool Planner::isWholeRows(int64_t vectors) const {
  int64_t each = plan.imageVectors();
  return vectors <= each
             ? vectors % plan.vectorsOfRow() == 0
             : vectors % each == 0 && plan.unitImages % (vectors / each) == 0;
}

int64_t Planner::tapsOfPhases() const {
  int64_t taps = 1;
  for (const WindowAxis &axis : plan.axes) {
    int64_t ofAxis = 0;
    for (const WindowPhase &phase : axis.phases)
      ofAxis += phase.taps.size();
    taps *= ofAxis;
  }
  return taps;
}

bool Planner::chooseSizes() {
  plan.lanes = bits / sum.element.getIntOrFloatBitWidth();
  plan.unitImages = 1;
  plan.band = plan.axes.front().count();
  return plan.sumsPixels ? chooseSummed() : chooseKept();
}

bool Planner::chooseKept() {
  int64_t sumsOfPixel = plan.axes.back().phases.size() * bytes() *
                        std::min(plan.numRows, registers() / 4);
  auto fits = [&](int64_t scratch) {
    layOut();
    return scratchBytes() <= scratch &&
           plan.flatPixels * sumsOfPixel <= limits::windowSumBytes;
  };
  for (int64_t bands = 1; !fits(limits::windowImageBytes); ++bands) {
    if (plan.band == 1)
      break;
    plan.band = llvm::divideCeil(plan.axes.front().count(), bands + 1);
  }
  layOut();
  if (scratchBytes() > limits::mostWindowBytes ||
      plan.flatPixels * sumsOfPixel > limits::mostWindowBytes)
    return false;
  // Small images share vectors and the start of a tile.
  if (plan.images >= 0 && plan.numBands() == 1)
    while (plan.flatPixels < limits::windowVectors * plan.lanes) {
      ++plan.unitImages;
      if (fits(limits::windowImageBytes / 2))
        continue;
      --plan.unitImages;
      break;
    }
  layOut();
  chooseTile(plan.numRows, plan.flatPixels / plan.lanes);
  double steps = double(tapsOfPhases()) * double(plan.numChannels);
  double cycles = steps *
                  cyclesOfTiles(plan.numRows, plan.flatPixels / plan.lanes,
                                plan.rows, plan.vectors) *
                  countPoints(plan.otherRows, sum.extents);
  double points = double(plan.unitImages) *
                  countPoints(plan.otherRows, sum.extents) *
                  double(plan.numRows * plan.numChannels);
  for (auto [a, axis] : llvm::enumerate(plan.axes)) {
    double ofAxis = 0;
    for (const WindowPhase &phase : axis.phases)
      ofAxis += double(phase.taps.size()) *
                (a == 0 ? std::min(plan.band, phase.count) : phase.count);
    points *= ofAxis;
  }
  // Images are copied, results go through scratch memory.
  cycles += double(plan.numChannels * plan.numParts * plan.partSize +
                   plan.numRows * plan.flatPixels) /
            double(plan.lanes) * 2;
  plan.share = std::min(1.0, points / double(2 * plan.lanes) / cycles);
  return true;
}

bool Planner::chooseSummed() {
  if (plan.numTaps > limits::mostSummedTaps)
    return false;
  // Tiles: rows of the other factor, some taps of one channel or all taps of
  // some channels.
  double best = std::numeric_limits<double>::max();
  int64_t channels =
      plan.channels.empty() ? 1 : sum.extents[plan.channels.back()];
  auto consider = [&](int64_t rows, int64_t tileChannels, int64_t taps) {
    int64_t columns = tileChannels * taps;
    if (rows * columns + rows + 1 > registers())
      return;
    double cycles = 0;
    for (auto [r, timesR] : {std::pair(rows, plan.numRows / rows),
                             {plan.numRows % rows, int64_t(1)}})
      for (auto [c, timesC] : {std::pair(tileChannels, channels / tileChannels),
                               {channels % tileChannels, int64_t(1)}})
        for (auto [t, timesT] : {std::pair(taps, plan.numTaps / taps),
                                 {plan.numTaps % taps, int64_t(1)}})
          if (r && c && t)
            cycles += (tileCycles(r, c * t) + double(r * c * t) * 0.05) *
                      double(timesR * timesC * timesT);
    if (cycles < best) {
      best = cycles;
      plan.rows = rows;
      plan.tileChannels = tileChannels;
      plan.tileTaps = taps;
    }
  };
  for (int64_t rows = 1; rows <= std::min(plan.numRows, registers() / 4);
       ++rows) {
    for (int64_t taps = 1; taps <= plan.numTaps; ++taps)
      consider(rows, 1, taps);
    for (int64_t c = 2; c <= std::min(channels, registers() / 2); ++c)
      consider(rows, c, plan.numTaps);
  }
  // Parts of the batch, added up in the end; large results are cut instead.
  double results = countPoints(plan.shared, sum.extents) *
                   countPoints(plan.otherRows, sum.extents) *
                   double(plan.numRows * plan.numChannels * plan.numTaps);
  plan.chunks = plan.images < 0 ? 1 : limits::windowChunks;
  while (plan.chunks > 1 &&
         double(plan.chunks) * results * bytes() > limits::mostPartialBytes)
    plan.chunks /= 2;
  // Adding up lanes must not take longer than the sums.
  layOut();
  while (plan.chunks > limits::leastWindowChunks &&
         assumedBatch / plan.chunks * plan.numBands() * plan.flatPixels <
             limits::longChunk * plan.lanes)
    plan.chunks /= 2;
  double units = double(plan.chunks) * countPoints(plan.shared, sum.extents) *
                 countPoints(plan.otherRows, sum.extents);
  plan.unitRows = llvm::alignTo(plan.numRows, plan.rows);
  while (units * llvm::divideCeil(plan.numRows, plan.unitRows) <
             limits::wantedUnits &&
         plan.unitRows > 2 * plan.rows)
    plan.unitRows =
        llvm::alignTo(llvm::divideCeil(plan.unitRows, 2), plan.rows);
  auto fits = [&] {
    layOut();
    return scratchBytes() + plan.unitRows * plan.flatPixels * bytes() <=
           limits::windowSummedBytes;
  };
  for (int64_t bands = 1; !fits() && plan.band > 1; ++bands)
    plan.band = llvm::divideCeil(plan.axes.front().count(), bands + 1);
  while (!fits() && plan.unitRows > 2 * plan.rows)
    plan.unitRows =
        llvm::alignTo(llvm::divideCeil(plan.unitRows, 2), plan.rows);
  if (!fits() && scratchBytes() + plan.unitRows * plan.flatPixels * bytes() >
                     limits::mostWindowBytes)
    return false;
  if (plan.images >= 0 && plan.numBands() == 1)
    while (plan.unitImages < limits::mostUnitImages) {
      ++plan.unitImages;
      if (fits() && (plan.rows + plan.tileChannels * plan.numParts) *
                            plan.flatPixels * bytes() <=
                        limits::windowTileBytes)
        continue;
      --plan.unitImages;
      break;
    }
  layOut();
  double pixels = plan.unitImages, vectors = plan.flatPixels / plan.lanes;
  for (auto [a, axis] : llvm::enumerate(plan.axes))
    pixels *= a == 0 ? plan.band : axis.count();
  double perChannel = double(plan.numChannels) / double(channels);
  plan.share =
      std::min(1.0, pixels * double(plan.numRows * plan.numTaps * channels) /
                        double(2 * plan.lanes) / (best * vectors) /
                        (1 + limits::sumCycles /
                                 (vectors * double(plan.rows) *
                                  double(plan.tileChannels * plan.tileTaps))));
  (void)perChannel;
  return true;
}

bool Planner::take(dndrt::ChoiceAttr choice) {
  if (planNumber(choice, "sums_pixels") != plan.sumsPixels)
    return false;
  plan.lanes = planNumber(choice, "lanes");
  plan.rows = planNumber(choice, "rows");
  plan.vectors = planNumber(choice, "vectors");
  plan.tileChannels = planNumber(choice, "tile_channels");
  plan.tileTaps = planNumber(choice, "tile_taps");
  plan.unitImages = planNumber(choice, "unit_images");
  plan.band = planNumber(choice, "band");
  plan.chunks = planNumber(choice, "chunks");
  plan.unitRows = planNumber(choice, "unit_rows");
  layOut();
  return true;
}

DictionaryAttr planOf(MLIRContext *context, const WindowPlan &plan) {
  return makePlan(context, {{"sums_pixels", plan.sumsPixels},
                            {"lanes", plan.lanes},
                            {"rows", plan.rows},
                            {"vectors", plan.vectors},
                            {"tile_channels", plan.tileChannels},
                            {"tile_taps", plan.tileTaps},
                            {"unit_images", plan.unitImages},
                            {"band", plan.band},
                            {"chunks", plan.chunks},
                            {"unit_rows", plan.unitRows}});
}

std::optional<WindowPlan> planWindow(const WindowSum &sum, int64_t bits) {
  return Planner(sum, bits).run(nullptr);
}

static std::optional<WindowPlan> plan(PackedContractOp op,
                                      dndrt::ChoiceAttr choice) {
  if (op.getFactor())
    return std::nullopt;
  WindowSum sum;
  sum.extents = op.getExtents();
  for (unsigned i : {0u, 1u}) {
    sum.shapes[i] = cast<ShapedType>(op.getOperand(i).getType()).getShape();
    sum.maps[i] = op.getMap(i);
  }
  sum.out = op.getInitMap(0);
  sum.margins = op.getMarginsAttr();
  sum.element = op.getAccumulateType();
  TileShape tile = targetTile(op, sum.element);
  return Planner(sum, tile.lanes / 2 * sum.element.getIntOrFloatBitWidth())
      .run(choice);
}

std::optional<WindowPlan> planWindow(PackedContractOp op) {
  return plan(op, nullptr);
}

std::optional<WindowPlan> restoreWindow(PackedContractOp op,
                                        dndrt::ChoiceAttr choice) {
  return plan(op, choice);
}

} // namespace dnd::codegen
