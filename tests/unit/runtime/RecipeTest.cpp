//===- RecipeTest.cpp - The words that recipes know -----------------------===//
//
// Look-up, defaults and ranges of dndrt/recipe.h.
//
//===----------------------------------------------------------------------===//
#include "dndrt/recipe.h"

#include <cmath>
#include <gtest/gtest.h>
#include <limits>

using namespace dnd::recipe;

TEST(Recipe, FindsFunctionsByKind) {
  const Function *metric = find(Kind::Metric, "normalized_margin");
  const Function *loss = find(Kind::Loss, "normalized_margin");
  ASSERT_TRUE(metric && loss);
  EXPECT_FALSE(metric->find("degree")->isRequired());
  EXPECT_TRUE(loss->find("degree")->isRequired());
  EXPECT_EQ(find(Kind::Metric, "mse"), nullptr);
  EXPECT_EQ(find(Kind::Reader, "minst"), nullptr);
  EXPECT_TRUE(functionsOf(Kind::Augmentation).empty());
}

TEST(Recipe, GivesArgumentsInTheirOrder) {
  const Function *step = find(Kind::Schedule, "step");
  ASSERT_EQ(step->arguments.size(), 3u);
  EXPECT_EQ(step->arguments[0].name, "every");
  EXPECT_EQ(step->arguments[1].fallback.number, 0.1);
  EXPECT_EQ(step->arguments[2].range, Range::FromZero);
  const Function *gaussians = find(Kind::Reader, "gaussian_classes");
  EXPECT_EQ(gaussians->find("covariances")->name, "covs");
  EXPECT_TRUE(find(Kind::Reader, "npz")->takesMore);
  EXPECT_FALSE(find(Kind::Reader, "csv")->takesMore);
  EXPECT_EQ(find(Kind::Reader, "csv")->find("label")->fallback.text, "last");
}

TEST(Recipe, HoldsDefaultsThatFitTheirRanges) {
  for (const Function &f : functions)
    for (const Argument &a : f.arguments)
      if (a.fallback.kind == Default::Kind::Number)
        EXPECT_TRUE(fits(a.range, a.fallback.number)) << f.name << a.name;
}

TEST(Recipe, NamesEachWordOnce) {
  for (const Function &f : functions) {
    EXPECT_EQ(find(f.kind, f.name), &f) << f.name;
    for (const Argument &a : f.arguments) {
      EXPECT_EQ(f.find(a.name), &a) << f.name << '.' << a.name;
    }
  }
}

TEST(Recipe, KeepsRanges) {
  double inf = std::numeric_limits<double>::infinity();
  for (Range r : {Range::Any, Range::FromZero, Range::FromOne, Range::Positive,
                  Range::NotZero, Range::Share, Range::Samples}) {
    EXPECT_FALSE(fits(r, inf));
    EXPECT_FALSE(fits(r, std::nan("")));
    EXPECT_FALSE(wanted(r).empty());
  }
  EXPECT_TRUE(fits(Range::Share, 0) && !fits(Range::Share, 1));
  EXPECT_TRUE(fits(Range::FromZero, 0) && !fits(Range::Positive, 0));
  EXPECT_TRUE(fits(Range::NotZero, -1) && !fits(Range::NotZero, 0));
}
