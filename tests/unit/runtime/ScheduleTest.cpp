//===- ScheduleTest.cpp - Numbers of the optimiser at each step -----------===//
//
// Schedules at chosen steps, groups, bias corrections.
//
//===----------------------------------------------------------------------===//
#include "runtime/core/Schedule.h"
#include "FakeModel.h"
#include "runtime/core/Error.h"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <gtest/gtest.h>

using namespace dnd::rt;

namespace recipe = dnd::recipe;

namespace {
RecipeCall rule(std::string_view name, std::vector<Value::Member> given = {}) {
  return RecipeCall(recipe::Kind::Schedule, name, given);
}
} // namespace

TEST(Schedule, StepsAtEpochs) {
  Schedule constant(rule("constant"), 10, 7);
  EXPECT_EQ(constant.factor(0), 1);
  EXPECT_EQ(constant.factor(69), 1);
  Schedule step(rule("step", {{"every", Value(2)}, {"factor", Value(0.5)}}), 10,
                7);
  EXPECT_EQ(step.factor(13), 1);
  EXPECT_EQ(step.factor(14), 0.5);
  EXPECT_EQ(step.factor(28), 0.25);
  Schedule multi(
      rule("multi_step", {{"at", Value::listOf(std::vector<int64_t>{1, 3})},
                          {"factor", Value(0.1)}}),
      10, 7);
  EXPECT_EQ(multi.factor(6), 1);
  EXPECT_DOUBLE_EQ(multi.factor(7), 0.1);
  EXPECT_DOUBLE_EQ(multi.factor(21), 0.01);
}

TEST(Schedule, CosineWithWarmup) {
  Schedule s(rule("cosine", {{"warmup", Value(2)}, {"min", Value(0.1)}}), 10,
             10);
  EXPECT_DOUBLE_EQ(s.factor(0), 1.0 / 20);
  EXPECT_DOUBLE_EQ(s.factor(9), 10.0 / 20);
  EXPECT_DOUBLE_EQ(s.factor(19), 1);
  EXPECT_DOUBLE_EQ(s.factor(20), 1);
  EXPECT_DOUBLE_EQ(s.factor(60), 0.55);
  EXPECT_NEAR(s.factor(99), 0.1, 1e-3);
  for (int64_t t = 20; t < 99; ++t)
    EXPECT_GT(s.factor(t), s.factor(t + 1));
  Schedule linear(rule("linear"), 2, 10);
  EXPECT_DOUBLE_EQ(linear.factor(10), 0.5);
}

TEST(Schedule, WarmupOfAnyLength) {
  // None, a part of a step, one epoch, as long as the training, longer.
  for (std::string_view name :
       {"constant", "step", "multi_step", "exponential", "cosine", "linear"})
    for (int64_t steps : {1, 7})
      for (int64_t epochs : {1, 2, 3, 10})
        for (double warmup : {0.0, 0.05, 1.0, 3.0, 10.0, 25.0}) {
          SCOPED_TRACE(fmt::format("{} warmup {} epochs {} steps {}", name,
                                   warmup, epochs, steps));
          std::vector<Value::Member> given{{"warmup", Value(warmup)}};
          if (name == "multi_step")
            given.emplace_back("at", Value::listOf(std::vector<int64_t>{40}));
          Schedule s(rule(name, given), epochs, steps);
          double rising = warmup * static_cast<double>(steps), highest = 0;
          int64_t total = epochs * steps;
          for (int64_t t = 0; t < total; ++t) {
            double f = s.factor(t);
            // The rise is a line; no step stands still.
            EXPECT_GT(f, 0);
            EXPECT_LE(f, std::min(1.0, static_cast<double>(t + 1) /
                                           std::max(rising, 1.0)) +
                             1e-12);
            highest = std::max(highest, f);
          }
          // Nothing of step, multi_step and exponential begins in 30 epochs,
          // but exponential does in the first.
          if (name != "exponential") {
            EXPECT_DOUBLE_EQ(highest, std::min(1.0, static_cast<double>(total) /
                                                        std::max(rising, 1.0)));
          }
        }
}

TEST(Schedule, EndsAreInside) {
  // One step, one epoch: the rate is what the recipe says.
  for (std::string_view name : {"cosine", "linear"})
    for (double least : {0.0, 0.5, 1.0}) {
      EXPECT_EQ(Schedule(rule(name, {{"min", Value(least)}}), 1, 1).factor(0),
                1);
      // Steps behind the end, of a run that got fewer epochs: the least rate.
      EXPECT_EQ(Schedule(rule(name, {{"min", Value(least)}}), 1, 1).factor(5),
                least);
    }
  Schedule zero(rule("cosine"), 0, 0);
  EXPECT_EQ(zero.factor(0), 1);
  Schedule always(rule("step", {{"every", Value(0.5)}}), 3, 2);
  EXPECT_DOUBLE_EQ(always.factor(2), 0.01);
  Schedule first(
      rule("multi_step", {{"at", Value::listOf(std::vector<int64_t>{0, 0})}}),
      3, 2);
  EXPECT_DOUBLE_EQ(first.factor(0), 0.01);
  Schedule off(rule("exponential", {{"factor", Value(0)}}), 3, 2);
  EXPECT_EQ(off.factor(1), 1);
  EXPECT_EQ(off.factor(2), 0);
}

TEST(Schedule, Refusals) {
  EXPECT_THROW(Schedule(rule("cosin"), 1, 1), Error);
  EXPECT_THROW(Schedule(rule("step", {{"every", Value(0)}}), 1, 1), Error);
  EXPECT_THROW(Schedule(rule("constant", {{"warmup", Value(-1)}}), 1, 1),
               Error);
}

TEST(HyperNumbers, GroupsAndBias) {
  test::FakeModel fake(R"({"network": "n", "params": [], "groups": [
      {"patterns": ["*"], "optimizer": {"lr": 0.01}},
      {"patterns": ["*.K"], "optimizer": {"lr": {"times": 10}, "beta2": 0.9}}],
    "hyper": [{"name": "lr", "group": 0}, {"name": "lr", "group": 1},
      {"name": "beta2", "group": 1}, {"name": "bias1", "group": 0},
      {"name": "bias2", "group": 1}, {"name": "const.lambda", "group": -1}],
    "recipe": {"optimizer": {"kind": "adam", "beta1": 0.5},
      "constants": {"lambda": 0.25}}})",
                       {});
  dnd_model raw = fake.raw();
  Model model(raw);
  HyperNumbers numbers(model);
  Session session(model, Precision::F64);
  numbers.fill(session, 2, 0.5);
  auto at = [&](int64_t i) { return session.real(session.hyper, i); };
  EXPECT_DOUBLE_EQ(at(0), 0.005);
  EXPECT_DOUBLE_EQ(at(1), 0.05);
  EXPECT_DOUBLE_EQ(at(2), 0.9);
  EXPECT_DOUBLE_EQ(at(3), 1 - 0.25);
  EXPECT_DOUBLE_EQ(at(4), 1 - 0.81);
  EXPECT_DOUBLE_EQ(at(5), 0.25);
  numbers.set("lr", 0.1);
  numbers.set("lambda", 3);
  numbers.fill(session, 1, 1);
  EXPECT_DOUBLE_EQ(at(0), 0.1);
  EXPECT_DOUBLE_EQ(at(1), 1.0); // a multiple follows
  EXPECT_DOUBLE_EQ(at(5), 3);
  EXPECT_THROW(numbers.set("momentum", 0.9), Error); // compiled without
  EXPECT_THROW(numbers.set("lr", -1), Error);
}
