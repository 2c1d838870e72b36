//===- RandomTest.cpp - Counter-based random numbers ----------------------===//
//
// Philox against the vectors of its authors, and the distributions made of it.
//
//===----------------------------------------------------------------------===//
#include "runtime/core/Random.h"

#include <cmath>
#include <gtest/gtest.h>
#include <set>

using namespace dnd::rt;

TEST(Philox, KnownAnswers) {
  // From the kat_vectors file of the Random123 library.
  EXPECT_EQ(philox4x32({0, 0, 0, 0}, {0, 0}),
            (PhiloxBlock{0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8}));
  EXPECT_EQ(philox4x32({~0u, ~0u, ~0u, ~0u}, {~0u, ~0u}),
            (PhiloxBlock{0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd}));
  EXPECT_EQ(philox4x32({0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344},
                       {0xa4093822, 0x299f31d0}),
            (PhiloxBlock{0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1}));
}

TEST(Philox, SeedStreamIndexAndAttemptAllMatter) {
  std::set<PhiloxBlock> blocks;
  for (uint64_t seed : {0ull, 1ull, 1ull << 40})
    for (uint64_t stream : {streamOf("a"), streamOf("b")})
      for (uint64_t index : {0ull, 1ull, 1ull << 33})
        for (uint32_t attempt : {0u, 1u})
          blocks.insert(randomBlock(seed, stream, index, attempt));
  EXPECT_EQ(blocks.size(), 3u * 2 * 3 * 2);
}

TEST(Random, UniformMoments) {
  double sum = 0, square = 0;
  const int n = 200000;
  for (int i = 0; i < n; ++i) {
    double u = uniformOf(randomBlock(7, streamOf("u"), i));
    ASSERT_GE(u, 0);
    ASSERT_LT(u, 1);
    sum += u;
    square += u * u;
  }
  EXPECT_NEAR(sum / n, 0.5, 0.003);
  EXPECT_NEAR(square / n, 1.0 / 3, 0.003);
}

TEST(Random, NormalMoments) {
  double sum = 0, square = 0, fourth = 0;
  const int n = 200000;
  for (int i = 0; i < n; ++i) {
    double z = normalOf(randomBlock(7, streamOf("n"), i));
    ASSERT_TRUE(std::isfinite(z));
    sum += z;
    square += z * z;
    fourth += z * z * z * z;
  }
  EXPECT_NEAR(sum / n, 0, 0.01);
  EXPECT_NEAR(square / n, 1, 0.02);
  EXPECT_NEAR(fourth / n, 3, 0.15);
}

TEST(Random, BelowIsUniform) {
  RandomSequence random(3, streamOf("below"));
  int counts[7] = {};
  for (int i = 0; i < 70000; ++i)
    ++counts[random.below(7)];
  for (int count : counts)
    EXPECT_NEAR(count, 10000, 500);
  for (int i = 0; i < 100; ++i)
    EXPECT_EQ(random.below(1), 0u);
}

TEST(Random, ShuffleIsAPermutationAndRepeats) {
  std::vector<int> a(50), b;
  for (int i = 0; i < 50; ++i)
    a[i] = i;
  b = a;
  RandomSequence(9, 1).shuffle(a);
  RandomSequence(9, 1).shuffle(b);
  EXPECT_EQ(a, b);
  EXPECT_FALSE(std::is_sorted(a.begin(), a.end()));
  EXPECT_EQ(std::set<int>(a.begin(), a.end()).size(), 50u);
}
