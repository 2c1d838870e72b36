//===- InitTest.cpp - Initial values of parameters ------------------------===//
//
// Distributions by their moments and limits, structures exactly.
//
//===----------------------------------------------------------------------===//
#include "runtime/core/Init.h"
#include "runtime/core/Error.h"
#include "runtime/cpu/Threads.h"

#include <cmath>
#include <gtest/gtest.h>

using namespace dnd::rt;

namespace {

Rule rule(std::string fn, std::vector<double> args = {}) {
  Rule r;
  r.fn = std::move(fn);
  for (double a : args)
    r.args.push_back(a);
  return r;
}

std::vector<float> make(const Rule &r, std::vector<int64_t> shape,
                        uint64_t seed = 1, std::vector<float> mask = {}) {
  std::vector<float> out(static_cast<size_t>(elementCount(shape)));
  initialise(
      r, "p", shape, seed,
      [&](std::string_view) { return std::span<const float>(mask); }, out);
  return out;
}

struct Moments {
  double mean = 0, std = 0, low = HUGE_VAL, high = -HUGE_VAL;
};
Moments moments(const std::vector<float> &v) {
  Moments m;
  for (float x : v) {
    m.mean += x / static_cast<double>(v.size());
    m.low = std::min<double>(m.low, x);
    m.high = std::max<double>(m.high, x);
  }
  for (float x : v)
    m.std += (x - m.mean) * (x - m.mean) / static_cast<double>(v.size());
  m.std = std::sqrt(m.std);
  return m;
}

} // namespace

TEST(Init, Distributions) {
  const std::vector<int64_t> shape{100, 300};
  struct {
    Rule rule;
    double mean, std, limit;
  } cases[] = {
      {rule("uniform", {-2, 4}), 1, 6 / std::sqrt(12.0), 4},
      {rule("normal", {3, 0.5}), 3, 0.5, 100},
      // The standard deviation of a normal cut at 2 is 0.8796.
      {rule("truncated_normal", {1, 2}), 1, 2 * 0.87963, 5},
      {rule("he", {50}), 0, std::sqrt(2.0 / 50), 100},
      {rule("he_uniform", {50}), 0, std::sqrt(2.0 / 50), std::sqrt(6.0 / 50)},
      {rule("glorot", {30, 70}), 0, std::sqrt(2.0 / 100), std::sqrt(6.0 / 100)},
      {rule("glorot_normal", {30, 70}), 0, std::sqrt(2.0 / 100), 100},
      {rule("lecun", {40}), 0, std::sqrt(1.0 / 40), 100},
  };
  for (const auto &c : cases) {
    Moments m = moments(make(c.rule, shape));
    EXPECT_NEAR(m.mean, c.mean, 0.03 * c.std) << c.rule.fn;
    EXPECT_NEAR(m.std, c.std, 0.02 * c.std) << c.rule.fn;
    EXPECT_LE(m.high, c.limit * (1 + 1e-6)) << c.rule.fn;
  }
}

TEST(Init, NamedArgumentsWork) {
  Rule r;
  r.fn = "glorot";
  r.named = {{"fan_out", Value(70)}, {"fan_in", Value(30)}};
  EXPECT_EQ(make(r, {50}), make(rule("glorot", {30, 70}), {50}));
}

TEST(Init, ConstantsAndStructures) {
  EXPECT_EQ(make(rule("zeros"), {3}), (std::vector<float>{0, 0, 0}));
  EXPECT_EQ(make(rule("ones"), {2}), (std::vector<float>{1, 1}));
  EXPECT_EQ(make(rule("constant", {-4}), {2}), (std::vector<float>{-4, -4}));
  EXPECT_EQ(make(rule("identity"), {2, 2, 3}),
            (std::vector<float>{1, 0, 0, 0, 1, 0, 1, 0, 0, 0, 1, 0}));
  EXPECT_EQ(make(rule("linspace", {1, 2}), {2, 3}),
            (std::vector<float>{1, 1.5, 2, 1, 1.5, 2}));
  EXPECT_EQ(make(rule("linspace", {5, 9}), {1}), (std::vector<float>{5}));
  EXPECT_EQ(make(rule("zeros"), {0}).size(), 0u);
}

TEST(Init, SymmetricIsTheMeanWithItsTranspose) {
  Rule r = rule("symmetric");
  r.of.push_back(rule("normal", {0, 1}));
  std::vector<float> plain = make(r.of[0], {2, 5, 5}), v = make(r, {2, 5, 5});
  for (int j = 0; j < 2; ++j)
    for (int a = 0; a < 5; ++a)
      for (int b = 0; b < 5; ++b) {
        EXPECT_EQ(v[j * 25 + a * 5 + b], v[j * 25 + b * 5 + a]);
        EXPECT_FLOAT_EQ(
            v[j * 25 + a * 5 + b],
            (plain[j * 25 + a * 5 + b] + plain[j * 25 + b * 5 + a]) / 2);
      }
  EXPECT_THROW(make(r, {2, 3}), Error);
}

TEST(Init, MaskedEntriesAreZero) {
  Rule r = rule("masked");
  r.of.push_back(rule("uniform", {1, 2}));
  r.table = "m";
  std::vector<float> v = make(r, {2, 3}, 1, {1, 0, 1, 0, 0, 1});
  for (size_t i : {0, 2, 5})
    EXPECT_GE(v[i], 1);
  for (size_t i : {1, 3, 4})
    EXPECT_EQ(v[i], 0);
  EXPECT_THROW(make(r, {2, 2}, 1, {1, 0, 1}), Error);
}

TEST(Init, ThreadsDoNotMatterSeedsDo) {
  setNumThreads(1);
  std::vector<float> one = make(rule("normal", {0, 1}), {100000});
  setNumThreads(3);
  std::vector<float> three = make(rule("normal", {0, 1}), {100000});
  setNumThreads(0);
  EXPECT_EQ(one, three);
  EXPECT_NE(one, make(rule("normal", {0, 1}), {100000}, 2));
}

TEST(Init, BadRulesAreNamed) {
  for (const Rule &r : {rule("nothing"), rule("uniform", {1}), rule("he"),
                        rule("he", {0}), rule("masked"), rule("constant")})
    try {
      make(r, {2, 2});
      ADD_FAILURE() << r.fn;
    } catch (const Error &e) {
      EXPECT_NE(e.message.find("parameter 'p'"), std::string::npos);
    }
}
