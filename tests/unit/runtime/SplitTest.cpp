//===- SplitTest.cpp - Parts of a set of samples --------------------------===//
//
// Small classes: totals as asked for, and no class without training samples.
//
//===----------------------------------------------------------------------===//
#include "FakeModel.h"
#include "runtime/core/Error.h"
#include "runtime/core/File.h"
#include "runtime/data/Numpy.h"
#include "runtime/data/Readers.h"

#include <algorithm>
#include <cmath>
#include <gtest/gtest.h>
#include <map>
#include <numeric>
#include <set>

using namespace dnd::rt;
using namespace dnd::rt::test;

namespace {

using Counts = std::vector<int64_t>;

RawData withClasses(const Counts &counts) {
  RawData data;
  for (size_t c = 0; c < counts.size(); ++c)
    data.train.labels.insert(data.train.labels.end(),
                             static_cast<size_t>(counts[c]),
                             static_cast<int32_t>(c));
  data.train.count = std::ssize(data.train.labels);
  return data;
}

std::map<int32_t, int64_t> histogram(const RawPart &part) {
  std::map<int32_t, int64_t> counts;
  for (int32_t label : part.labels)
    ++counts[label];
  return counts;
}

} // namespace

TEST(Split, SharesAddUp) {
  EXPECT_EQ(sharesOfClasses({50, 50, 50}, 0.2), (Counts{10, 10, 10}));
  EXPECT_EQ(sharesOfClasses({4, 4, 4, 4, 4}, 0.1), (Counts{1, 1, 0, 0, 0}));
  EXPECT_EQ(sharesOfClasses({1, 1, 9}, 0.5), (Counts{0, 0, 6}));
  EXPECT_EQ(sharesOfClasses({1, 1, 1}, 0.5), (Counts{0, 0, 0}));
  EXPECT_EQ(sharesOfClasses({100}, 0.29), (Counts{29}));
  EXPECT_EQ(sharesOfClasses({5}, 0.99), (Counts{4}));
  for (int64_t size = 2; size < 12; ++size)
    for (double share : {0.1, 0.2, 0.25, 0.5}) {
      Counts taken = sharesOfClasses(Counts(12, size), share);
      EXPECT_EQ(std::accumulate(taken.begin(), taken.end(), int64_t{0}),
                std::llround(12 * static_cast<double>(size) * share))
          << size << " " << share;
      EXPECT_LE(*std::max_element(taken.begin(), taken.end()) -
                    *std::min_element(taken.begin(), taken.end()),
                1);
    }
}

TEST(Split, SmallClassesKeepATrainingSample) {
  RawData data = withClasses({1, 3, 40, 1});
  splitTest(data, 0.3, 7);
  EXPECT_EQ(data.test.count, 14);
  EXPECT_EQ(data.train.count, 31);
  EXPECT_EQ(histogram(data.train).size(), 4u);
  EXPECT_EQ(histogram(data.test).count(0), 0u);
  RawData single = withClasses({1, 1, 1});
  EXPECT_THROW(splitTest(single, 0.3, 7), Error);
}

TEST(Split, ValidationKeepsEveryClassInTraining) {
  for (uint64_t seed = 0; seed < 50; ++seed) {
    RawData data = withClasses({1, 2, 17});
    splitValidation(data, 0.4, seed);
    EXPECT_EQ(data.validation.count, 8);
    EXPECT_EQ(histogram(data.train).size(), 3u) << seed;
    std::set<int64_t> rows(data.train.rows.begin(), data.train.rows.end());
    rows.insert(data.validation.rows.begin(), data.validation.rows.end());
    EXPECT_EQ(rows.size(), 20u);
  }
}

TEST(Split, EmptyPartHasNoMetrics) {
  std::string f = freshFolder();
  std::vector<float> x(16, 0.5f);
  std::vector<int32_t> y{0, 1, 0, 1};
  writeNpz(f + "/d.npz", {{"train_x", DType::F32, {4, 2}, x.data()},
                          {"train_y", DType::I32, {4}, y.data()},
                          {"test_x", DType::F32, {0, 2}, x.data()},
                          {"test_y", DType::I32, {0}, y.data()}});
  RunResult r = runCaptured(
      softmaxXor(R"("data": {"fn": "npz"}, "batch": 2, "epochs": 1)"),
      {"train", "--data", f + "/d.npz", "--out", f + "/run", "--quiet"});
  ASSERT_EQ(r.code, 0) << r.err;
  EXPECT_EQ(metricsOf(f + "/run")[0].find("test_loss"), nullptr);
  EXPECT_EQ(r.out.find("test_"), std::string::npos) << r.out;
}
