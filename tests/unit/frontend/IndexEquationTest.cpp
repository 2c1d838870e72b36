//===- IndexEquationTest.cpp - Affine indices and their ranges ------------===//
#include "frontend/index/IndexEquation.h"
#include "frontend/recipe/Recipe.h"

#include <gtest/gtest.h>

using namespace dnd::frontend;

static IndexVar var(std::int64_t low, std::int64_t extent) {
  IndexVar v;
  v.low = low;
  v.extent = extent;
  return v;
}

TEST(AffineForm, BoundsTakeTheExtremeEnds) {
  IndexVar s = var(0, 4), d = var(1, 3);
  AffineForm form;
  form.constant = 2;
  form.terms = {{&s, 3}, {&d, -2}};
  // s = 0, d = 3 and s = 3, d = 1.
  EXPECT_EQ(bounds(form), (std::pair<std::int64_t, std::int64_t>{-4, 9}));
}

TEST(AffineForm, BoundsOfALookupAreTheTableRange) {
  Tensor table;
  table.isIndex = true;
  table.range = 10;
  AffineForm form;
  form.constant = 1;
  form.lookups.push_back({std::make_shared<const Tensor>(table), {}, 2});
  EXPECT_EQ(bounds(form), (std::pair<std::int64_t, std::int64_t>{1, 19}));
}

TEST(AffineForm, LargestExtentLeavesRoomForTheOthers) {
  IndexVar p = var(0, -1), r = var(0, 3);
  AffineForm form;
  form.terms = {{&p, 1}, {&r, 1}};
  EXPECT_EQ(largestExtent(form, p, 10), 8);
  form.terms[0].coefficient = 2;
  EXPECT_EQ(largestExtent(form, p, 10), 4);
  EXPECT_EQ(largestExtent(form, p, 2), 0);
  form.terms[0].coefficient = -1;
  EXPECT_EQ(largestExtent(form, p, 10), std::nullopt);
}

TEST(AffineForm, PlainIndex) {
  IndexVar p = var(0, 3);
  AffineForm form;
  form.terms = {{&p, 1}};
  EXPECT_EQ(form.plainIndex(), &p);
  form.constant = 1;
  EXPECT_EQ(form.plainIndex(), nullptr);
  EXPECT_FALSE(form.isConstant());
}

TEST(Recipe, PatternsOfGroups) {
  EXPECT_TRUE(matchesPattern("*", "a.b"));
  EXPECT_TRUE(matchesPattern("*.q.K", "stage1.block0.q.K"));
  EXPECT_FALSE(matchesPattern("*.q.K", "q.K"));
  EXPECT_TRUE(matchesPattern("*K", "q.K"));
  EXPECT_TRUE(matchesPattern("a?c", "abc"));
  EXPECT_FALSE(matchesPattern("a?c", "ac"));
  EXPECT_TRUE(matchesPattern("a*b*c", "a.b.x.b.c"));
  EXPECT_FALSE(matchesPattern("", "a"));
  EXPECT_FALSE(matchesPattern("*.w", "w*"));
}
