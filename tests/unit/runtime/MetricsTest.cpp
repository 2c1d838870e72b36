//===- MetricsTest.cpp - Exact metrics ------------------------------------===//
//
// Against numbers worked out by hand (and equal to scikit-learn's).
//
//===----------------------------------------------------------------------===//
#include "runtime/report/Metrics.h"
#include "runtime/report/Scores.h"

#include <gtest/gtest.h>

#include <cmath>

using namespace dnd::rt;

TEST(Confusion, HandComputed) {
  // truth      0 0 0 1 1 2 2 2 2
  // predicted  0 0 1 1 2 2 2 2 0
  Confusion c(4); // class 3 neither occurs nor is predicted
  int truth[] = {0, 0, 0, 1, 1, 2, 2, 2, 2};
  int guess[] = {0, 0, 1, 1, 2, 2, 2, 2, 0};
  for (int i = 0; i < 9; ++i)
    c.add(truth[i], guess[i]);
  EXPECT_EQ(c.total(), 9);
  EXPECT_DOUBLE_EQ(c.accuracy(), 6.0 / 9);
  EXPECT_DOUBLE_EQ(c.f1(0), 4.0 / 6); // TP 2, FP 1, FN 1
  EXPECT_DOUBLE_EQ(c.f1(1), 2.0 / 4); // TP 1, FP 1, FN 1
  EXPECT_DOUBLE_EQ(c.f1(2), 6.0 / 8); // TP 3, FP 1, FN 1
  EXPECT_DOUBLE_EQ(c.f1(3), 0);
  EXPECT_DOUBLE_EQ(c.macroF1(), (4.0 / 6 + 2.0 / 4 + 6.0 / 8) / 3);
  EXPECT_DOUBLE_EQ(c.recall(0), 2.0 / 3);
  EXPECT_DOUBLE_EQ(c.recall(1), 1.0 / 2);
  EXPECT_DOUBLE_EQ(c.recall(3), 0);
  EXPECT_DOUBLE_EQ(c.balancedAccuracy(), (2.0 / 3 + 1.0 / 2 + 3.0 / 4) / 3);
  // 3, 2, 4 samples and as many predictions: 29 of 81 agree by chance.
  EXPECT_DOUBLE_EQ(c.kappa(), (6.0 / 9 - 29.0 / 81) / (1 - 29.0 / 81));
}

TEST(Confusion, ClassOnlyPredictedCounts) {
  Confusion c(2);
  c.add(0, 0);
  c.add(0, 1);
  EXPECT_DOUBLE_EQ(c.macroF1(), (2.0 / 3 + 0) / 2);
  EXPECT_DOUBLE_EQ(Confusion(3).macroF1(), 0);
  EXPECT_DOUBLE_EQ(Confusion(3).accuracy(), 0);
  EXPECT_DOUBLE_EQ(Confusion(3).kappa(), 0);
  // Present: class 0 alone, half of which was found.
  EXPECT_DOUBLE_EQ(c.balancedAccuracy(), 0.5);
  EXPECT_DOUBLE_EQ(c.kappa(), 0);
}

TEST(Confusion, NoKappaForOneClass) {
  Confusion c(2);
  c.add(1, 1);
  EXPECT_DOUBLE_EQ(c.kappa(), 0);
}

TEST(Scores, AreaOfOneNumber) {
  Scores s({.best = {}, .areas = true}, 1, true);
  float numbers[] = {0.1f, 0.4f, 0.35f, 0.8f};
  int truth[] = {0, 0, 1, 1};
  for (int i = 0; i < 4; ++i)
    s.add(&numbers[i], truth[i]);
  EXPECT_DOUBLE_EQ(s.area(), 0.75); // 3 of 4 pairs in order
  float tie = 0.4f;
  s.add(&tie, 1);
  EXPECT_DOUBLE_EQ(s.area(), 4.5 / 6);
}

TEST(Scores, AreaOfSeveralClasses) {
  // Class 0 against the others: 2 pairs of 2 in order; class 1: 1 of 2; class 2
  // has no sample.
  Scores s({.best = {}, .areas = true}, 3, false);
  float numbers[][3] = {
      {0.6f, 0.2f, 0.2f}, {0.3f, 0.1f, 0.6f}, {0.2f, 0.5f, 0.3f}};
  int truth[] = {0, 1, 1};
  for (int i = 0; i < 3; ++i)
    s.add(numbers[i], truth[i]);
  EXPECT_DOUBLE_EQ(s.area(), (1 + 0.5) / 2);
}

TEST(Scores, LogitsAreComparedAsProbabilities) {
  // The larger logit belongs to the smaller probability.
  Scores s({.best = {}, .areas = true}, 3, true);
  float numbers[][3] = {{1, 0, 0}, {9, 10, 0}};
  s.add(numbers[0], 0);
  s.add(numbers[1], 1);
  EXPECT_DOUBLE_EQ(s.area(), 1);
}

TEST(Scores, NoAreaOfOneClass) {
  Scores s({.best = {}, .areas = true}, 2, true);
  float numbers[] = {1, 2};
  s.add(numbers, 1);
  EXPECT_TRUE(std::isnan(s.area()));
}

TEST(Scores, BestK) {
  Scores s({.best = {1, 2}, .areas = false}, 3, true);
  float numbers[][3] = {{3, 2, 1}, {3, 2, 1}, {3, 2, 1}, {1, 1, 1}, {1, 1, 1}};
  int truth[] = {0, 1, 2, 0, 2};
  for (int i = 0; i < 5; ++i)
    s.add(numbers[i], truth[i]);
  EXPECT_DOUBLE_EQ(s.topK(1), 2.0 / 5); // ties: the first class
  EXPECT_DOUBLE_EQ(s.topK(2), 3.0 / 5);
  s.clear();
  EXPECT_EQ(s.count(), 0);
}

TEST(Confusion, Csv) {
  Confusion c(2);
  c.add(0, 1);
  EXPECT_EQ(c.csv({"a,b", "c"}),
            "true\\predicted,\"a,b\",c\n\"a,b\",0,1\nc,0,0\n");
}

TEST(Regression, HandComputed) {
  Regression r(1);
  float truth[] = {1, 2, 3, 6}, guess[] = {1, 3, 3, 4};
  for (int i = 0; i < 4; ++i)
    r.add(truth + i, guess + i);
  EXPECT_DOUBLE_EQ(r.mse(), 5.0 / 4);
  EXPECT_DOUBLE_EQ(r.mae(), 3.0 / 4);
  EXPECT_DOUBLE_EQ(r.r2(), 1 - 5.0 / 14); // squares about the mean 3: 14
  r.clear();
  EXPECT_EQ(r.count(), 0);
}

TEST(Regression, TargetsFarFromZeroAndConstantOnes) {
  // Sums of squares of such numbers have lost what r2 is about.
  Regression far(1), same(1);
  for (int i = 0; i < 1000; ++i) {
    float truth = 16777210.0f + static_cast<float>(i % 4), guess = truth + 1;
    far.add(&truth, &guess);
    float constant = 0.1f, near = 0.1f + static_cast<float>(i % 2) * 1e-3f;
    same.add(&constant, &near);
  }
  EXPECT_NEAR(far.r2(), 1 - 1000 / 1250.0, 1e-9);
  EXPECT_EQ(same.r2(), 0);
  // A checkpoint takes all of it along.
  Regression again(1);
  ASSERT_TRUE(again.unpack(far.pack()));
  float truth = 16777216, guess = 0;
  far.add(&truth, &guess);
  again.add(&truth, &guess);
  EXPECT_EQ(again.r2(), far.r2());
}

TEST(Argmax, FirstAtTies) {
  float v[] = {1, 3, 3, 2};
  EXPECT_EQ(argmax(v, 4), 1);
  EXPECT_EQ(argmax(v, 1), 0);
}
