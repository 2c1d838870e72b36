//===- TablesTest.cpp - Receptive fields and masks ------------------------===//
//
// The sampling rules of the dANN paper, checked set by set.
//
//===----------------------------------------------------------------------===//
#include "runtime/core/Tables.h"
#include "runtime/core/Error.h"
#include "runtime/core/ReceptiveField.h"

#include <algorithm>
#include <gtest/gtest.h>
#include <map>
#include <numeric>
#include <set>

using namespace dnd::rt;

namespace {

int64_t distance(const PixelGrid &g, int64_t a, int64_t b) {
  return std::max(std::abs(a / g.width - b / g.width),
                  std::abs(a % g.width - b % g.width));
}

/// Number of pixels at each distance from a centre.
std::map<int64_t, int64_t> ringSizes(const PixelGrid &g, int64_t centre) {
  std::map<int64_t, int64_t> sizes;
  for (int64_t p = 0; p < g.pixels(); ++p)
    ++sizes[distance(g, centre, p)];
  return sizes;
}

/// Checks that a field takes whole rings from inside out and part of the last
/// one only; the first ring of the rule is the whole 3x3 ball.
void expectNeighbourhood(const PixelGrid &g, int64_t centre,
                         const std::vector<int64_t> &field) {
  std::set<int64_t> unique(field.begin(), field.end());
  ASSERT_EQ(unique.size(), field.size());
  std::map<int64_t, int64_t> all = ringSizes(g, centre), taken;
  for (int64_t p : field) {
    ASSERT_GE(p, 0);
    ASSERT_LT(p, g.pixels());
    ++taken[std::max<int64_t>(1, distance(g, centre, p))];
  }
  all[1] += all[0];
  int64_t left = static_cast<int64_t>(field.size());
  for (int64_t d = 1; left > 0; ++d) {
    int64_t want = std::min(left, all[d]);
    EXPECT_EQ(taken[d], want) << "ring " << d << " around " << centre;
    left -= want;
  }
}

TableInfo table(std::vector<int64_t> shape, ElementType type, std::string fn,
                std::vector<Value::Member> named, int64_t range = 0) {
  TableInfo t;
  t.path = "t";
  t.elements = elementCount(shape);
  t.shape = std::move(shape);
  t.type = type;
  t.range = range;
  t.gen.fn = std::move(fn);
  t.gen.named = std::move(named);
  return t;
}

template <typename T> std::vector<T> fill(const TableInfo &t, uint64_t seed) {
  std::vector<T> out(static_cast<size_t>(t.elements));
  generateTable(t, seed, out.data());
  return out;
}

Value over(std::vector<int64_t> extents) { return Value::listOf(extents); }

} // namespace

TEST(ReceptiveField, BallThenRings) {
  PixelGrid g{28, 28, 1};
  RandomSequence random(1, 2);
  for (int64_t centre : {0, 27, 14, 28 * 14 + 14, 783, 28 * 5})
    for (int64_t count : {1, 4, 6, 9, 10, 16, 25, 40, 784})
      expectNeighbourhood(g, centre,
                          drawNeighbourhood(random, g, centre, count));
}

TEST(ReceptiveField, OddGrids) {
  RandomSequence random(1, 2);
  for (PixelGrid g : {PixelGrid{1, 1, 1}, PixelGrid{1, 17, 1},
                      PixelGrid{3, 2, 1}, PixelGrid{127, 1, 1}})
    for (int64_t centre : {int64_t{0}, g.pixels() - 1, g.pixels() / 2})
      expectNeighbourhood(g, centre,
                          drawNeighbourhood(random, g, centre, g.pixels()));
}

TEST(ReceptiveField, SmallCountsSampleTheBallUniformly) {
  PixelGrid g{5, 5, 1};
  RandomSequence random(1, 2);
  std::map<int64_t, int> hits;
  for (int i = 0; i < 9000; ++i)
    for (int64_t p : drawNeighbourhood(random, g, 12, 3))
      ++hits[p];
  EXPECT_EQ(hits.size(), 9u);
  for (auto [p, n] : hits)
    EXPECT_NEAR(n, 3000, 250) << p;
}

TEST(ReceptiveField, LocalRowsFitSomeCentre) {
  TableInfo t =
      table({200, 16}, ElementType::I32, "receptive_field",
            {{"field", Value("local")}, {"over", over({28, 28})}}, 784);
  std::vector<int32_t> v = fill<int32_t>(t, 5);
  PixelGrid g{28, 28, 1};
  for (int k = 0; k < 200; ++k) {
    std::set<int64_t> row(v.begin() + k * 16, v.begin() + k * 16 + 16);
    ASSERT_EQ(row.size(), 16u);
    // Some centre explains the row: its ball lies inside, all within distance
    // 3 (a corner has 4, then 5 pixels, then 7).
    bool explained = false;
    for (int64_t c = 0; c < 784 && !explained; ++c) {
      explained = true;
      for (int64_t p = 0; p < 784 && explained; ++p)
        explained &= distance(g, c, p) > 1 || row.count(p);
      for (int64_t p : row)
        explained &= distance(g, c, p) <= 3;
    }
    EXPECT_TRUE(explained) << "row " << k;
  }
}

TEST(ReceptiveField, GlobalCentresLieTogether) {
  // One synapse: the row is the centre or a pixel of its ball; with nine the
  // row of an inner centre is its ball, whose mean is the centre.
  TableInfo t =
      table({12, 8, 9}, ElementType::I32, "receptive_field",
            {{"field", Value("global")}, {"over", over({28, 28})}}, 784);
  std::vector<int32_t> v = fill<int32_t>(t, 3);
  for (int s = 0; s < 12; ++s) {
    int64_t lowY = 99, highY = 0, lowX = 99, highX = 0;
    for (int i = 0; i < 8 * 9; ++i) {
      int64_t p = v[static_cast<size_t>(s * 72 + i)];
      lowY = std::min(lowY, p / 28), highY = std::max(highY, p / 28);
      lowX = std::min(lowX, p % 28), highX = std::max(highX, p % 28);
    }
    // Centres within one of the soma's, synapses within one or, at a border,
    // two of theirs.
    EXPECT_LE(highY - lowY, 6) << s;
    EXPECT_LE(highX - lowX, 6) << s;
  }
  // More dendrites than the ball has pixels: every dendrite gets a centre.
  TableInfo many = table({64, 1}, ElementType::I32, "receptive_field",
                         {{"field", Value("global")},
                          {"over", over({28, 28})},
                          {"per_soma", Value(32)}},
                         784);
  EXPECT_EQ(fill<int32_t>(many, 3).size(), 64u);
}

TEST(ReceptiveField, RandomIsDistinctAndCoversAll) {
  TableInfo t = table({400, 16}, ElementType::I32, "receptive_field",
                      {{"field", Value("random")}, {"over", over({7, 7})}}, 49);
  std::vector<int32_t> v = fill<int32_t>(t, 3);
  std::map<int32_t, int> hits;
  for (int k = 0; k < 400; ++k) {
    std::set<int32_t> row(v.begin() + k * 16, v.begin() + k * 16 + 16);
    EXPECT_EQ(row.size(), 16u);
    for (int32_t p : row)
      ++hits[p];
  }
  EXPECT_EQ(hits.size(), 49u);
  for (auto [p, n] : hits)
    EXPECT_NEAR(n, 400 * 16 / 49, 60) << p;
}

TEST(ReceptiveField, AllChannelsOfAPixel) {
  TableInfo t =
      table({10, 48}, ElementType::I32, "receptive_field",
            {{"field", Value("local")}, {"over", over({32, 32, 3})}}, 3072);
  std::vector<int32_t> v = fill<int32_t>(t, 3);
  for (int k = 0; k < 10; ++k)
    for (int i = 0; i < 48; i += 3) {
      int32_t first = v[static_cast<size_t>(k * 48 + i)];
      EXPECT_EQ(first % 3, 0);
      EXPECT_EQ(v[static_cast<size_t>(k * 48 + i + 1)], first + 1);
      EXPECT_EQ(v[static_cast<size_t>(k * 48 + i + 2)], first + 2);
    }
}

TEST(ReceptiveField, MaskHoldsTheSameFields) {
  std::vector<Value::Member> named{{"field", Value("local")},
                                   {"over", over({9, 7})},
                                   {"synapses", Value(5)}};
  std::vector<int32_t> index = fill<int32_t>(
      table({6, 5}, ElementType::I32, "receptive_field", named, 63), 8);
  std::vector<float> mask = fill<float>(
      table({6, 63}, ElementType::F32, "receptive_field", named), 8);
  EXPECT_EQ(std::accumulate(mask.begin(), mask.end(), 0.0f), 30);
  for (int k = 0; k < 6; ++k)
    for (int t = 0; t < 5; ++t)
      EXPECT_EQ(mask[static_cast<size_t>(
                    k * 63 + index[static_cast<size_t>(k * 5 + t)])],
                1);
}

TEST(Tables, RandomMaskHasExactlyCount) {
  TableInfo t =
      table({20, 30}, ElementType::F32, "random_mask", {{"count", Value(77)}});
  std::vector<float> sum(600);
  for (uint64_t seed = 0; seed < 400; ++seed) {
    std::vector<float> v = fill<float>(t, seed);
    ASSERT_EQ(std::accumulate(v.begin(), v.end(), 0.0f), 77);
    for (size_t i = 0; i < 600; ++i)
      sum[i] += v[i];
  }
  // Each place is hit in 77/600 of the draws.
  for (float s : sum)
    EXPECT_NEAR(s, 400 * 77.0 / 600, 32);
}

TEST(Tables, BlockMask) {
  EXPECT_EQ(fill<float>(table({4, 2}, ElementType::F32, "block_mask", {}), 0),
            (std::vector<float>{1, 0, 1, 0, 0, 1, 0, 1}));
  EXPECT_EQ(fill<float>(table({2, 4}, ElementType::F32, "block_mask", {}), 0),
            (std::vector<float>{1, 1, 0, 0, 0, 0, 1, 1}));
  EXPECT_THROW(
      fill<float>(table({3, 4}, ElementType::F32, "block_mask", {}), 0), Error);
}

TEST(Tables, ChoicePermutationValues) {
  std::vector<int32_t> v = fill<int32_t>(
      table({50, 4}, ElementType::I32, "choice", {{"range", Value(6)}}, 6), 1);
  for (int r = 0; r < 50; ++r)
    EXPECT_EQ(
        std::set<int32_t>(v.begin() + 4 * r, v.begin() + 4 * r + 4).size(), 4u);
  std::vector<int32_t> p =
      fill<int32_t>(table({17}, ElementType::I32, "permutation", {}, 17), 1);
  std::sort(p.begin(), p.end());
  for (int i = 0; i < 17; ++i)
    EXPECT_EQ(p[static_cast<size_t>(i)], i);
  Value data = Value::list();
  data.push(Value::listOf(std::vector<int64_t>{3, 1}));
  data.push(Value::listOf(std::vector<int64_t>{0, 2}));
  EXPECT_EQ(
      fill<int32_t>(
          table({2, 2}, ElementType::I32, "values", {{"data", data}}, 4), 0),
      (std::vector<int32_t>{3, 1, 0, 2}));
  // A given index beyond the range would read outside its tensor.
  EXPECT_THROW(
      fill<int32_t>(
          table({2, 2}, ElementType::I32, "values", {{"data", data}}, 3), 0),
      Error);
}

TEST(Tables, SeedsAndPathsAreIndependent) {
  TableInfo t =
      table({8, 8}, ElementType::F32, "random_mask", {{"count", Value(20)}});
  EXPECT_EQ(fill<float>(t, 4), fill<float>(t, 4));
  EXPECT_NE(fill<float>(t, 4), fill<float>(t, 5));
  TableInfo other = t;
  other.path = "u";
  EXPECT_NE(fill<float>(t, 4), fill<float>(other, 4));
}

TEST(Tables, ImpossibleRequestsAreRefused) {
  auto refuses = [](const TableInfo &t) {
    std::vector<int64_t> room(static_cast<size_t>(t.elements));
    EXPECT_THROW(generateTable(t, 0, room.data()), Error) << t.gen.toText();
  };
  std::vector<Value::Member> small{{"over", over({3, 3})}};
  refuses(table({2, 10}, ElementType::I32, "receptive_field", small));
  refuses(table({2, 4}, ElementType::I32, "receptive_field", {}));
  refuses(table({2, 4}, ElementType::I32, "receptive_field",
                {{"over", over({4, 4, 3})}}));
  refuses(table({3, 4}, ElementType::I32, "receptive_field",
                {{"field", Value("global")},
                 {"over", over({9, 9})},
                 {"per_soma", Value(2)}}));
  refuses(table({2, 8}, ElementType::F32, "receptive_field", small));
  refuses(table({2, 4}, ElementType::I32, "receptive_field",
                {{"field", Value("square")}, {"over", over({9, 9})}}));
  refuses(
      table({2, 4}, ElementType::F32, "random_mask", {{"count", Value(9)}}));
  refuses(table({2, 4}, ElementType::F32, "random_mask", {}));
  refuses(table({2, 4}, ElementType::I32, "choice", {{"range", Value(3)}}));
  refuses(table({2, 4}, ElementType::I32, "other", {}));
}
