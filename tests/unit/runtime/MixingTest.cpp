//===- MixingTest.cpp - Batches of mixed samples --------------------------===//
#include "runtime/data/Mixing.h"

#include <algorithm>
#include <cmath>
#include <gtest/gtest.h>
#include <numeric>
#include <set>

using namespace dnd;
using namespace dnd::rt;

TEST(MixingTest, SharesAreThoseOfTheBetaDistribution) {
  // Mean one half and variance 1 / (4 (2 alpha + 1)); small shapes are all
  // ends.
  for (double alpha : {0.01, 0.2, 1.0, 5.0}) {
    RandomSequence draws(11, 7);
    double sum = 0, square = 0;
    constexpr int count = 20000;
    for (int i = 0; i < count; ++i) {
      double x = symmetricBeta(draws, alpha);
      ASSERT_TRUE(x >= 0 && x <= 1) << alpha;
      sum += x;
      square += (x - 0.5) * (x - 0.5);
    }
    double variance = 1 / (4 * (2 * alpha + 1));
    EXPECT_NEAR(sum / count, 0.5, 5 * std::sqrt(variance / count)) << alpha;
    EXPECT_NEAR(square / count, variance, 0.03 * variance) << alpha;
  }
}

namespace {

/// Images of 2 x 6 x 5 whose sample n has n everywhere, and four classes.
struct MixingBatch {
  static constexpr ImageShape image{2, 6, 5};

  MixingBatch(const RecipeCall &call, int64_t size) : size(size) {
    raw.inputs.push_back({"image", {2, 6, 5}, ElementType::F32, 60});
    TargetInfo target;
    target.classes = 4;
    target.isSoft = true;
    raw.targets.push_back(target);
    mixing = std::make_unique<Mixing>(
        raw, std::vector<std::optional<ImageShape>>{image});
    mixing->add(call);
    clear();
  }
  void clear() {
    x.assign(static_cast<size_t>(size * 60), 0);
    t.assign(static_cast<size_t>(size * 4), 0);
    for (int64_t n = 0; n < size; ++n) {
      std::fill_n(x.begin() + n * 60, 60, static_cast<float>(n));
      t[static_cast<size_t>(n * 4 + n % 4)] = 1;
    }
  }
  void apply(int64_t step) {
    void *place[] = {x.data(), t.data()};
    mixing->apply({.seed = 3, .epoch = 1, .sample = 0}, step, size, place);
  }

  int64_t size;
  Descriptor raw;
  std::unique_ptr<Mixing> mixing;
  std::vector<float> x, t;
};

RecipeCall rule(const char *name, double alpha, double p = 1) {
  return RecipeCall(recipe::Kind::Augmentation, name,
                    {{"alpha", Value(alpha)}, {"p", Value(p)}});
}

} // namespace

TEST(MixingTest, ImagesAndTargetsHaveTheSameShares) {
  for (const char *name : {"mixup", "cutmix"}) {
    MixingBatch batch(rule(name, 1), 6);
    std::set<float> shares;
    for (int64_t step = 0; step < 50; ++step) {
      batch.clear();
      batch.apply(step);
      for (int64_t n = 0; n < 6; ++n) {
        // Sample n and its partner 5 - n have different classes.
        float own = batch.t[static_cast<size_t>(n * 4 + n % 4)];
        float other = batch.t[static_cast<size_t>(n * 4 + (5 - n) % 4)];
        EXPECT_NEAR(own + other, 1, 1e-6);
        EXPECT_GE(own, 0.5f) << "the own class is the larger one";
        auto image = batch.x.begin() + n * 60;
        double mean = std::accumulate(image, image + 60, 0.0) / 60;
        EXPECT_NEAR(mean, own * n + other * (5 - n), 1e-4) << name;
        bool isWhole = std::all_of(image, image + 60, [&](float v) {
          return v == float(n) || v == float(5 - n);
        });
        EXPECT_EQ(isWhole, std::string(name) == "cutmix" || own == 1);
      }
      shares.insert(batch.t[0]);
    }
    EXPECT_GT(shares.size(), 5u) << "each batch has a share of its own";
  }
}

TEST(MixingTest, TheMiddleOfAnOddBatchStays) {
  MixingBatch batch(rule("mixup", 1), 3);
  batch.apply(0);
  EXPECT_EQ(batch.x[60], 1);
  EXPECT_EQ(batch.x[60 + 59], 1);
  MixingBatch single(rule("cutmix", 1), 1);
  single.apply(0);
  EXPECT_EQ(single.x[0], 0);
  EXPECT_EQ(single.t[0], 1);
}

TEST(MixingTest, ProbabilityIsThatOfABatch) {
  MixingBatch batch(rule("mixup", 1, 0.3), 2);
  int mixed = 0;
  for (int64_t step = 0; step < 1000; ++step) {
    batch.clear();
    batch.apply(step);
    mixed += batch.t[0] != 1;
  }
  EXPECT_NEAR(mixed, 300, 75);
}
