//===- RecipeTest.cpp - The words that recipes know -----------------------===//
//
// Look-up, defaults and ranges of dndrt/recipe.h, and the calls that the
// runtime makes of them.
//
//===----------------------------------------------------------------------===//
#include "dndrt/recipe.h"

#include "runtime/core/Error.h"
#include "runtime/core/RecipeCall.h"

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
  EXPECT_EQ(find(Kind::Augmentation, "flip")->data, Data::Images);
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

namespace {

using dnd::rt::Error;
using dnd::rt::RecipeCall;
using dnd::rt::Value;

/// The message of making a call, or "".
std::string refusal(Kind kind, const char *name,
                    const std::vector<Value::Member> &given) {
  try {
    RecipeCall(kind, name, given);
    return "";
  } catch (const Error &e) {
    EXPECT_EQ(e.code, dnd::rt::Exit::Data);
    return e.message;
  }
}

} // namespace

TEST(RecipeCall, GivesDefaultsAndWhatWasGiven) {
  RecipeCall step(Kind::Schedule, "step", {{"every", Value(3)}});
  EXPECT_EQ(step.number("every"), 3);
  EXPECT_EQ(step.number("factor"), 0.1);
  EXPECT_EQ(step.given("factor"), nullptr);
  EXPECT_EQ(step.toText(), "step(every = 3)");
  EXPECT_THROW(step.number("evry"), Error);
  RecipeCall csv(Kind::Reader, "csv",
                 {{"label", Value(-1)}, {"target", Value("y")}});
  EXPECT_EQ(csv.text("label"), "-1");
  EXPECT_EQ(csv.text("train"), "");
  EXPECT_EQ(csv.texts("target"), std::vector<std::string>{"y"});
  EXPECT_EQ(csv.whole("split_seed"), 0);
  RecipeCall npz(Kind::Reader, "npz", {{"test_images", Value("t")}});
  EXPECT_EQ(npz.text("test_images"), "t");
  EXPECT_EQ(npz.text("images"), "");
  RecipeCall gaussians(
      Kind::Reader, "gaussian_classes",
      {{"means", Value::list()}, {"covariances", Value::list()}});
  EXPECT_TRUE(gaussians.given("covs"));
  RecipeCall scaled(Kind::Normalization, "mean_std", {{"mean", Value(0.5)}});
  EXPECT_EQ(scaled.numbers("mean"), std::vector<double>{0.5});
  EXPECT_EQ(scaled.numbers("std"), std::vector<double>{1});
  EXPECT_TRUE(RecipeCall().empty());
}

TEST(RecipeCall, RefusesWhatTheTableDoesNotTake) {
  EXPECT_EQ(refusal(Kind::Reader, "minst", {}),
            "there is no data reader 'minst'; did you mean 'mnist'?");
  EXPECT_EQ(refusal(Kind::Schedule, "multi_step", {}),
            "schedule multi_step lacks its argument 'at'");
  EXPECT_EQ(refusal(Kind::Schedule, "step", {{"evry", Value(1)}}),
            "schedule step: 'step' has no argument 'evry'; did you mean "
            "'every'?");
  EXPECT_EQ(refusal(Kind::Schedule, "step", {{"every", Value("x")}}),
            "schedule step: 'every' wants a number, not \"x\"");
  EXPECT_EQ(refusal(Kind::Schedule, "multi_step",
                    {{"at", Value::listOf(std::vector<int64_t>{1, -2})}}),
            "schedule multi_step: 'at' wants a number from 0, not [1,-2]");
  EXPECT_EQ(refusal(Kind::Reader, "spirals", {{"train", Value(1.5)}}),
            "data reader spirals: 'train' wants a whole number, not 1.5");
  EXPECT_EQ(refusal(Kind::Reader, "csv", {{"test_split", Value(1.0)}}),
            "data reader csv: 'test_split' wants a number from 0 to below 1, "
            "not 1");
  EXPECT_EQ(refusal(Kind::Normalization, "mean_std",
                    {{"std", Value::listOf(std::vector<double>{1, 0})}}),
            "normalisation mean_std: 'std' wants a number that is not zero, "
            "not [1,0]");
  EXPECT_EQ(refusal(Kind::Reader, "xor", {{"noise", Value(0.1)}}), "");
}

TEST(RecipeCall, KeepsItsArgumentsWhenAChangeIsRefused) {
  RecipeCall cosine(Kind::Schedule, "cosine", {{"warmup", Value(2)}});
  EXPECT_THROW(cosine.set("warmup", Value(-1), "--set schedule.warmup"), Error);
  EXPECT_EQ(cosine.number("warmup"), 2);
  cosine.set("warmup", Value(5), "--set schedule.warmup");
  cosine.set("min", Value(0.25), "--set schedule.min");
  EXPECT_EQ(cosine.toText(), "cosine(warmup = 5, min = 0.25)");
}
