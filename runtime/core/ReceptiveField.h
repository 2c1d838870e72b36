//===- ReceptiveField.h - Which inputs a dendrite sees ----------*- C++ -*-===//
//
// Sampling of synapses after the dANN paper (Chavlis and Poirazi 2025): local
// fields, fields grouped by soma, and plain random choice.
//
//===----------------------------------------------------------------------===//
#ifndef RUNTIME_CORE_RECEPTIVEFIELD_H
#define RUNTIME_CORE_RECEPTIVEFIELD_H

#include "runtime/core/Random.h"

#include <cstdint>
#include <vector>

namespace dnd::rt {

/// A grid of pixels, each with `channels` values, channel last.
struct PixelGrid {
  int64_t height = 1, width = 1, channels = 1;
  int64_t pixels() const { return height * width; }
  int64_t inputs() const { return pixels() * channels; }
};

/// `count` different numbers of [0, range), in random order.
/// Requires count <= range.
std::vector<int64_t> drawDistinct(RandomSequence &random, int64_t range,
                                  int64_t count);

/// `count` different pixels around `centre`: the 3x3 ball clipped to the grid
/// (a random part of it when it has more than `count`), then pixels drawn
/// without replacement from the ring at distance 2, 3, ... Requires
/// count <= pixels.
std::vector<int64_t> drawNeighbourhood(RandomSequence &random,
                                       const PixelGrid &grid, int64_t centre,
                                       int64_t count);

enum class FieldKind { Local, Global, Random };

/// The inputs of each dendrite, sorted: `dendrites` rows of `synapses`. Global
/// fields group `perSoma` consecutive dendrites around one centre. Local and
/// global fields take all channels of a chosen pixel, so that synapses must be
/// a multiple of the channels; random fields choose among all inputs.
std::vector<int64_t> drawReceptiveFields(RandomSequence &random,
                                         const PixelGrid &grid, FieldKind kind,
                                         int64_t dendrites, int64_t synapses,
                                         int64_t perSoma);

} // namespace dnd::rt

#endif // RUNTIME_CORE_RECEPTIVEFIELD_H
