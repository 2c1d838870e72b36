//===- BatcherTest.cpp - Batches, made ahead of their use -----------------===//
//
// The same numbers with any number of threads, from any step; failures; parts
// that share a source.
//
//===----------------------------------------------------------------------===//
#include "runtime/data/Batcher.h"
#include "FakeModel.h"
#include "runtime/core/Error.h"
#include "runtime/core/Random.h"
#include "runtime/data/Readers.h"

#include <algorithm>
#include <atomic>
#include <gtest/gtest.h>
#include <numeric>

using namespace dnd::rt;
using namespace dnd::rt::test;

namespace {

/// Adds noise that depends on the key alone.
class Noise : public Augmentation {
public:
  void apply(std::span<float> numbers, const SampleKey &key) const override {
    RandomSequence random(key.seed,
                          streamOf("noise/" + std::to_string(key.epoch)) +
                              static_cast<uint64_t>(key.sample));
    for (float &x : numbers)
      x += static_cast<float>(random.uniform());
  }
};

/// Refuses one sample.
class Refusing : public Augmentation {
public:
  void apply(std::span<float>, const SampleKey &key) const override {
    if (key.sample == 11)
      throw Error(Exit::Data, "sample 11 is damaged");
  }
};

class BatcherTest : public ::testing::Test {
protected:
  BatcherTest()
      : fake(softmaxXor("\"batch\": 4")), raw(fake.raw()), model(raw) {
    Array bytes = makeArray(DType::U8, {23, 2});
    for (int64_t i = 0; i < bytes.elements; ++i)
      bytes.data.as<uint8_t>()[i] = static_cast<uint8_t>(7 * i);
    RawPart source;
    source.count = 23;
    source.source->add("", std::move(bytes));
    fitInputs(model, source, part);
    for (int32_t n = 0; n < 23; ++n)
      part.labels.push_back(n % 2);
    order.resize(23);
    std::iota(order.begin(), order.end(), int64_t{0});
    std::reverse(order.begin() + 3, order.end());
  }

  /// All numbers of an epoch from a step on, inputs and labels.
  std::vector<float> epoch(int threads, int64_t firstStep,
                           const SampleKey *key = nullptr) {
    std::vector<std::vector<float>> inputs(3, std::vector<float>(8));
    std::vector<std::vector<int32_t>> labels(3, std::vector<int32_t>(4));
    std::vector<BatchPlace> places;
    for (size_t i = 0; i < 3; ++i)
      places.push_back({inputs[i].data(), labels[i].data()});
    Batcher batcher(model, places, threads);
    BatchPlan plan{&part, order.data(), 4, key};
    batcher.begin(plan, firstStep);
    std::vector<float> all;
    for (int64_t step = firstStep; step < plan.steps(); ++step) {
      size_t at = batcher.take();
      auto size = static_cast<size_t>(plan.sizeOf(step));
      all.insert(all.end(), inputs[at].begin(), inputs[at].begin() + 2 * size);
      all.insert(all.end(), labels[at].begin(), labels[at].begin() + size);
      batcher.giveBack();
    }
    return all;
  }

  FakeModel fake;
  dnd_model raw;
  Model model;
  DataPart part;
  std::vector<int64_t> order;
};

} // namespace

TEST_F(BatcherTest, GivesSamplesInOrder) {
  std::vector<float> all = epoch(0, 0);
  ASSERT_EQ(all.size(), 23u * 3);
  EXPECT_EQ(all[0], 0.0f);
  EXPECT_EQ(all[1], 7.0f / 255.0f);
  EXPECT_EQ(all[6], static_cast<float>(uint8_t(7 * 2 * 22)) / 255.0f);
  EXPECT_EQ(all[9], 1.0f); // label of sample 1
}

TEST_F(BatcherTest, NumberOfThreadsDoesNotMatter) {
  SampleKey key{.seed = 5, .epoch = 2};
  std::vector<float> plain = epoch(0, 0, &key);
  part.inputs[0].add(std::make_shared<Noise>());
  std::vector<float> alone = epoch(0, 0, &key);
  EXPECT_NE(alone, plain);
  for (int threads : {1, 2, 5})
    EXPECT_EQ(epoch(threads, 0, &key), alone) << threads;
  // Another epoch is drawn anew; evaluation is not augmented.
  SampleKey next{.seed = 5, .epoch = 3};
  EXPECT_NE(epoch(2, 0, &next), alone);
  EXPECT_EQ(epoch(2, 0), epoch(0, 0));
  EXPECT_TRUE(part.isSlow());
}

TEST_F(BatcherTest, AnEpochIsEnteredAnywhere) {
  part.inputs[0].add(std::make_shared<Noise>());
  SampleKey key{.seed = 1, .epoch = 0};
  std::vector<float> whole = epoch(2, 0, &key), rest = epoch(2, 3, &key);
  EXPECT_EQ(rest, std::vector<float>(whole.begin() + 3 * 12, whole.end()));
}

TEST_F(BatcherTest, FailuresReachTheTaker) {
  part.inputs[0].add(std::make_shared<Refusing>());
  SampleKey key;
  for (int threads : {0, 1, 3})
    EXPECT_THROW(epoch(threads, 0, &key), Error) << threads;
}

TEST_F(BatcherTest, StopsInTheMiddle) {
  std::vector<float> inputs(16);
  std::vector<int32_t> labels(8);
  Batcher batcher(
      model,
      {{inputs.data(), labels.data()}, {inputs.data() + 8, labels.data() + 4}},
      2);
  for (int round = 0; round < 50; ++round) {
    std::vector<int64_t> own = order; // the batcher keeps a copy
    batcher.begin({&part, own.data(), 4, nullptr}, 0);
    own.assign(own.size(), 0);
    batcher.take();
    EXPECT_EQ(inputs[1], 7.0f / 255.0f);
    batcher.stop();
  }
}

TEST(Source, BytesStayBytes) {
  MemorySource source;
  source.add("", makeArray(DType::U8, {10, 4, 4, 3}));
  source.add("", makeArray(DType::F64, {10, 2}));
  EXPECT_EQ(source.bytes(), 10u * 48 + 10 * 2 * 4);
  EXPECT_EQ(source.fields()[1].type, DType::F32);
  source.toChannelsFirst(0);
  EXPECT_EQ(source.fields()[0].shape, (std::vector<int64_t>{3, 4, 4}));
  EXPECT_FALSE(source.normalize(0, 0, 48, {{1}, {2}, 48}));
  EXPECT_TRUE(source.normalize(1, 0, 2, {{1}, {2}, 2}));
  EXPECT_EQ(static_cast<const float *>(source.numbers(1, 9, nullptr))[1],
            -0.5f);
}

TEST(Transform, BytesAreNormalisedAsReals) {
  // One table for each entry, or the formula where there are many: the bits
  // are those of the formula.
  InputInfo input{"x", {12, 4}, ElementType::F32, 48};
  for (int64_t entries : {1, 3, 12, 48}) {
    Array bytes = makeArray(DType::U8, {1, 48}),
          reals = makeArray(DType::F32, {1, 48});
    Normalization rule;
    for (int64_t k = 0; k < entries; ++k) {
      rule.mean.push_back(0.1 * static_cast<double>(k));
      rule.std.push_back(0.3 + static_cast<double>(k));
    }
    rule.inner = 48 / entries;
    for (int64_t i = 0; i < 48; ++i) {
      auto byte = static_cast<uint8_t>(5 * i + 3);
      bytes.data.as<uint8_t>()[i] = byte;
      reals.data.as<float>()[i] = static_cast<float>(byte) / 255.0f;
    }
    MemorySource source;
    source.add("", std::move(bytes));
    Transform transform(0, source.fields()[0], 0, input);
    transform.normalize(rule);
    std::vector<float> out(48);
    transform.apply(source.numbers(0, 0, nullptr), out.data(), nullptr);
    for (int64_t i = 0; i < 48; ++i) {
      auto k = static_cast<size_t>(i / rule.inner % entries);
      EXPECT_EQ(out[static_cast<size_t>(i)],
                static_cast<float>((reals.data.as<float>()[i] - rule.mean[k]) /
                                   rule.std[k]));
    }
  }
}
