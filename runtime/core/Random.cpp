//===- Random.cpp - Counter-based random numbers --------------------------===//
//
// Philox4x32-10 and the distributions made from one block of it.
//
//===----------------------------------------------------------------------===//
#include "runtime/core/Random.h"

#include <cmath>
#include <numbers>

namespace dnd::rt {

PhiloxBlock philox4x32(PhiloxBlock c, std::array<uint32_t, 2> key) {
  constexpr uint64_t m0 = 0xD2511F53, m1 = 0xCD9E8D57;
  constexpr uint32_t w0 = 0x9E3779B9, w1 = 0xBB67AE85;
  for (int round = 0; round < 10; ++round) {
    uint64_t p0 = m0 * c[0], p1 = m1 * c[2];
    c = {static_cast<uint32_t>(p1 >> 32) ^ c[1] ^ key[0],
         static_cast<uint32_t>(p1),
         static_cast<uint32_t>(p0 >> 32) ^ c[3] ^ key[1],
         static_cast<uint32_t>(p0)};
    key[0] += w0;
    key[1] += w1;
  }
  return c;
}

uint64_t streamOf(std::string_view name) {
  uint64_t hash = 0xcbf29ce484222325u;
  for (char c : name)
    hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3u;
  // FNV leaves short names close to each other; the mixer spreads them.
  hash = (hash ^ (hash >> 30)) * 0xbf58476d1ce4e5b9u;
  hash = (hash ^ (hash >> 27)) * 0x94d049bb133111ebu;
  return hash ^ (hash >> 31);
}

PhiloxBlock randomBlock(uint64_t seed, uint64_t stream, uint64_t index,
                        uint32_t attempt) {
  return philox4x32(
      {static_cast<uint32_t>(index),
       static_cast<uint32_t>(index >> 32) | attempt << 16,
       static_cast<uint32_t>(stream), static_cast<uint32_t>(stream >> 32)},
      {static_cast<uint32_t>(seed), static_cast<uint32_t>(seed >> 32)});
}

static double unit(uint32_t high, uint32_t low) {
  uint64_t bits = (static_cast<uint64_t>(high) << 32 | low) >> 11;
  return static_cast<double>(bits) * 0x1p-53;
}

double uniformOf(const PhiloxBlock &b) { return unit(b[0], b[1]); }

double normalOf(const PhiloxBlock &b) {
  // 1 - u lies in (0, 1], so that the logarithm is finite.
  double radius = std::sqrt(-2 * std::log(1 - unit(b[0], b[1])));
  return radius * std::cos(2 * std::numbers::pi * unit(b[2], b[3]));
}

uint32_t RandomSequence::next32() {
  if (used == 4) {
    block = randomBlock(seed, stream, index++);
    used = 0;
  }
  return block[used++];
}

uint64_t RandomSequence::below(uint64_t bound) {
  // Reject the uneven rest of the 64-bit range.
  uint64_t limit = -bound % bound;
  while (true) {
    uint64_t draw = next64();
    if (draw >= limit)
      return draw % bound;
  }
}

double RandomSequence::normal() {
  PhiloxBlock b{next32(), next32(), next32(), next32()};
  return normalOf(b);
}

} // namespace dnd::rt
