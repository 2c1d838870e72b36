//===- ReceptiveField.cpp - Which inputs a dendrite sees ------------------===//
//
// Everything is drawn in sequence from one generator per table.
//
//===----------------------------------------------------------------------===//
#include "runtime/core/ReceptiveField.h"

#include <algorithm>
#include <unordered_map>

namespace dnd::rt {

std::vector<int64_t> drawDistinct(RandomSequence &random, int64_t range,
                                  int64_t count) {
  // The first `count` steps of a Fisher-Yates shuffle; only the exchanged
  // positions are stored.
  std::unordered_map<int64_t, int64_t> moved;
  std::vector<int64_t> out;
  out.reserve(static_cast<size_t>(count));
  auto at = [&](int64_t i) {
    auto found = moved.find(i);
    return found == moved.end() ? i : found->second;
  };
  for (int64_t i = 0; i < count; ++i) {
    int64_t j = i + static_cast<int64_t>(
                        random.below(static_cast<uint64_t>(range - i)));
    out.push_back(at(j));
    moved[j] = at(i);
  }
  return out;
}

/// Pixels at Chebyshev distance exactly `distance`, clipped to the grid.
static std::vector<int64_t> ring(const PixelGrid &grid, int64_t centre,
                                 int64_t distance) {
  int64_t row = centre / grid.width, column = centre % grid.width;
  std::vector<int64_t> out;
  int64_t top = std::max<int64_t>(0, row - distance);
  int64_t bottom = std::min(grid.height - 1, row + distance);
  int64_t left = std::max<int64_t>(0, column - distance);
  int64_t right = std::min(grid.width - 1, column + distance);
  for (int64_t y = top; y <= bottom; ++y)
    for (int64_t x = left; x <= right; ++x)
      if (std::max(std::abs(y - row), std::abs(x - column)) == distance)
        out.push_back(y * grid.width + x);
  return out;
}

/// Appends `count` of the pixels chosen at random, or all when there are fewer.
static void append(RandomSequence &random, const std::vector<int64_t> &pixels,
                   int64_t count, std::vector<int64_t> &out) {
  int64_t size = static_cast<int64_t>(pixels.size());
  if (size <= count) {
    out.insert(out.end(), pixels.begin(), pixels.end());
    return;
  }
  for (int64_t i : drawDistinct(random, size, count))
    out.push_back(pixels[static_cast<size_t>(i)]);
}

std::vector<int64_t> drawNeighbourhood(RandomSequence &random,
                                       const PixelGrid &grid, int64_t centre,
                                       int64_t count) {
  std::vector<int64_t> ball{centre};
  for (int64_t pixel : ring(grid, centre, 1))
    ball.push_back(pixel);
  std::vector<int64_t> out;
  append(random, ball, count, out);
  for (int64_t d = 2; static_cast<int64_t>(out.size()) < count; ++d)
    append(random, ring(grid, centre, d),
           count - static_cast<int64_t>(out.size()), out);
  return out;
}

std::vector<int64_t> drawReceptiveFields(RandomSequence &random,
                                         const PixelGrid &grid, FieldKind kind,
                                         int64_t dendrites, int64_t synapses,
                                         int64_t perSoma) {
  auto pixel = [&] {
    return static_cast<int64_t>(
        random.below(static_cast<uint64_t>(grid.pixels())));
  };
  std::vector<int64_t> out, centres;
  out.reserve(static_cast<size_t>(dendrites * synapses));
  for (int64_t k = 0; k < dendrites; ++k) {
    std::vector<int64_t> row;
    if (kind == FieldKind::Random) {
      row = drawDistinct(random, grid.inputs(), synapses);
    } else {
      if (kind == FieldKind::Global && k % perSoma == 0)
        centres = drawNeighbourhood(random, grid, pixel(), perSoma);
      int64_t centre = kind == FieldKind::Local
                           ? pixel()
                           : centres[static_cast<size_t>(k % perSoma)];
      for (int64_t p :
           drawNeighbourhood(random, grid, centre, synapses / grid.channels))
        for (int64_t c = 0; c < grid.channels; ++c)
          row.push_back(p * grid.channels + c);
    }
    std::sort(row.begin(), row.end());
    out.insert(out.end(), row.begin(), row.end());
  }
  return out;
}

} // namespace dnd::rt
