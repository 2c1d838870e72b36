//===- NoiseTest.cpp - The bits of dnd.noise ------------------------------===//
//
// Words against the published ones of Philox4x32-10 (Random123, kat_vectors),
// distributions against their definition and their moments.
//
//===----------------------------------------------------------------------===//
#include "dialect/dnd/primitives/Noise.h"

#include <cmath>
#include <gtest/gtest.h>
#include <map>

using namespace dnd;

namespace {

HostNoise host;
Noise<HostNoise> noise(host);

uint32_t wordOf(uint32_t k) { return k << 8; }

TEST(Noise, WordsArePhiloxBlocks) {
  struct Known {
    uint32_t counter[4], key[2], words[4];
  };
  const Known known[] = {
      {{0, 0, 0, 0}, {0, 0}, {0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8}},
      {{0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344},
       {0xa4093822, 0x299f31d0},
       {0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1}}};
  for (const Known &k : known)
    for (uint32_t lane = 0; lane < 4; ++lane) {
      uint64_t seed = uint64_t{k.key[1]} << 32 | k.key[0];
      uint64_t step = uint64_t{k.counter[3]} << 32 | k.counter[2];
      EXPECT_EQ(
          noise.word(seed, step, 0, k.counter[1], 4 * k.counter[0] + lane),
          k.words[lane]);
      // The stream goes where the upper halves of step and seed go.
      uint64_t stream = uint64_t{k.key[1]} << 32 | k.counter[3];
      EXPECT_EQ(noise.word(k.key[0], k.counter[2], stream, k.counter[1],
                           4 * k.counter[0] + lane),
                k.words[lane]);
    }
}

TEST(Noise, NormalInvertsTheDistributionFunction) {
  auto check = [](uint32_t k) {
    double z = noise.normal(wordOf(k), 0, 1);
    double below = (k + 0.5) * 0x1p-24;
    // The smaller of the two tails, which has more digits.
    double tail = std::min(below, 1 - below);
    double reached = 0.5 * std::erfc(std::abs(z) / std::sqrt(2.0));
    EXPECT_NEAR(reached / tail, 1, 1e-5) << k;
    EXPECT_EQ(z < 0, k < 1u << 23) << k;
    EXPECT_EQ(noise.normal(wordOf((1u << 24) - 1 - k), 0, 1), -z);
  };
  for (uint32_t k = 0; k < 1u << 24; k += 4099)
    check(k);
  for (uint32_t k = 0; k < 300; ++k)
    check(k);
}

TEST(Noise, DistributionsHaveTheirMoments) {
  const int64_t count = 1 << 18;
  double sum = 0, square = 0, ones = 0, uniform = 0, uniformSquare = 0;
  for (int64_t i = 0; i < count; ++i) {
    uint32_t word = noise.word(7, i / 4096, noiseStream("drop.keep"),
                               static_cast<uint32_t>(i / 64 % 64),
                               static_cast<uint32_t>(i % 64));
    double z = noise.normal(word, 0.5f, 2);
    sum += z, square += (z - 0.5) * (z - 0.5);
    ones += noise.bernoulli(word, 0.3f);
    double u = noise.uniform(word, -1, 3);
    ASSERT_TRUE(u >= -1 && u < 3);
    uniform += u, uniformSquare += (u - 1) * (u - 1);
  }
  double n = count, error = 4 / std::sqrt(n);
  EXPECT_NEAR(sum / n, 0.5, 2 * error);
  EXPECT_NEAR(square / n / 4, 1, std::sqrt(2.0) * error);
  EXPECT_NEAR(ones / n, 0.3, std::sqrt(0.21) * error);
  EXPECT_NEAR(uniform / n, 1, 4 / std::sqrt(12.0) * error);
  EXPECT_NEAR(uniformSquare / n, 16 / 12.0, 1.2 * error);
  EXPECT_EQ(noise.bernoulli(0xffffffff, 1), 1);
  EXPECT_EQ(noise.bernoulli(0, 0), 0);
}

TEST(Noise, EveryCoordinateMatters) {
  std::map<uint32_t, int> seen;
  for (uint64_t seed : {0, 1})
    for (uint64_t step : {0, 1})
      for (const char *path : {"a", "b"})
        for (uint32_t sample : {0, 1})
          for (uint32_t element = 0; element < 9; ++element)
            ++seen[noise.word(seed, step, noiseStream(path), sample, element)];
  EXPECT_EQ(seen.size(), 16u * 9u);
}

} // namespace
