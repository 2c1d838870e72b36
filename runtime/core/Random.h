//===- Random.h - Counter-based random numbers ------------------*- C++ -*-===//
//
// Philox4x32-10 (Salmon et al., "Parallel random numbers: as easy as 1, 2, 3",
// 2011). Every number is a pure function of (seed, stream, index): no state, so
// neither the order of drawing nor the number of threads changes a result.
//
//===----------------------------------------------------------------------===//
#ifndef RUNTIME_CORE_RANDOM_H
#define RUNTIME_CORE_RANDOM_H

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

namespace dnd::rt {

using PhiloxBlock = std::array<uint32_t, 4>;

/// Ten rounds of Philox4x32.
PhiloxBlock philox4x32(PhiloxBlock counter, std::array<uint32_t, 2> key);

/// The stream of a name: a 64-bit hash (FNV-1a with a final mix).
uint64_t streamOf(std::string_view name);

/// The block of one element. `attempt` separates the draws of a rejection
/// method; index < 2^48, attempt < 2^16.
PhiloxBlock randomBlock(uint64_t seed, uint64_t stream, uint64_t index,
                        uint32_t attempt = 0);

/// Uniform in [0, 1), 53 bits.
double uniformOf(const PhiloxBlock &block);

/// Standard normal by Box and Muller.
double normalOf(const PhiloxBlock &block);

/// Draws in sequence from one stream, for choices whose number is not known
/// beforehand (sampling without replacement).
class RandomSequence {
public:
  RandomSequence(uint64_t seed, uint64_t stream) : seed(seed), stream(stream) {}

  uint32_t next32();
  uint64_t next64() {
    uint64_t high = next32();
    return high << 32 | next32();
  }
  /// Uniform in [0, bound), without bias; bound >= 1.
  uint64_t below(uint64_t bound);
  double uniform() { return static_cast<double>(next64() >> 11) * 0x1p-53; }
  double normal();

  /// Uniform random order of the values (Fisher and Yates).
  template <typename T> void shuffle(std::vector<T> &values) {
    for (size_t i = values.size(); i > 1; --i)
      std::swap(values[i - 1], values[below(i)]);
  }

private:
  uint64_t seed, stream, index = 0;
  PhiloxBlock block{};
  unsigned used = 4;
};

} // namespace dnd::rt

#endif // RUNTIME_CORE_RANDOM_H
