//===- RuntimeKernelsTest.cpp - The kernels of the training loop ----------===//
//
// What dndrt/abi.h promises of dnd_step_begin, dnd_step_errors and
// dnd_step_end, at odd sizes and with threads in several orders.
//
//===----------------------------------------------------------------------===//
#include "tests/simt/SimtRig.h"
#include <cmath>
#include <cstdlib>
#include <fstream>
#include <gtest/gtest.h>
#include <limits>
#include <sstream>

using namespace dnd::simt;
using Address = dnd::rt::cuda::Address;

namespace {
class StepKernels : public testing::TestWithParam<const char *> {
protected:
  void SetUp() override { setenv("DND_SIMT_ORDER", GetParam(), 1); }
  void TearDown() override { unsetenv("DND_SIMT_ORDER"); }
};

const std::string &kernels() {
  static const std::string text = [] {
    std::ifstream file(DND_RUNTIME_KERNELS);
    std::stringstream all;
    all << file.rdbuf();
    return all.str();
  }();
  return text;
}

std::vector<int32_t> words(int64_t n, int32_t factor) {
  std::vector<int32_t> out(static_cast<size_t>(n));
  for (int64_t i = 0; i < n; ++i)
    out[static_cast<size_t>(i)] = static_cast<int32_t>(i) * factor + 1;
  return out;
}
} // namespace

INSTANTIATE_TEST_SUITE_P(Orders, StepKernels,
                         testing::Values("forward", "reverse", "shuffle:5"),
                         [](const auto &info) {
                           std::string name = info.param;
                           return name.substr(0, name.find(':'));
                         });

TEST_P(StepKernels, BeginGathersTheStep) {
  const int64_t samples = 40, step = 2, numbers = 5;
  for (int64_t batch : {1, 3, 17})
    for (int64_t width : {1, 3, 127, 300}) {
      Rig rig(kernels());
      int64_t rows = std::min(batch, samples - step * batch);
      std::vector<int64_t> order(samples);
      for (int64_t i = 0; i < samples; ++i)
        order[static_cast<size_t>(i)] = (i * 7 + 3) % samples;
      std::vector<int32_t> image = words(samples * width, 3),
                           label = words(samples, -1);
      std::vector<float> table(static_cast<size_t>(numbers * (step + 1)));
      for (size_t i = 0; i < table.size(); ++i)
        table[i] = static_cast<float>(i);
      Address control = rig.put(std::vector<int64_t>{step, -1, 40});
      Address counted = rig.put(std::vector<int64_t>{0});
      Address hyper = rig.put(std::vector<float>(numbers));
      Address to0 =
          rig.put(std::vector<int32_t>(static_cast<size_t>(rows * width)));
      Address to1 = rig.put(std::vector<int32_t>(static_cast<size_t>(rows)));
      Address orderAt = rig.put(order), tableAt = rig.put(table),
              from0 = rig.put(image), from1 = rig.put(label);
      ASSERT_EQ(rig.run("dnd_step_begin", static_cast<unsigned>(rows), 64,
                        control, orderAt, tableAt, hyper, numbers, batch, from0,
                        to0, width, from1, to1, int64_t{1}, counted),
                0)
          << rig.report();
      std::vector<int32_t> image2 =
          rig.get<int32_t>(to0, static_cast<size_t>(rows * width));
      std::vector<int32_t> label2 =
          rig.get<int32_t>(to1, static_cast<size_t>(rows));
      for (int64_t n = 0; n < rows; ++n) {
        int64_t row = order[static_cast<size_t>(step * batch + n)];
        for (int64_t k = 0; k < width; ++k)
          ASSERT_EQ(image2[static_cast<size_t>(n * width + k)],
                    image[static_cast<size_t>(row * width + k)]);
        ASSERT_EQ(label2[static_cast<size_t>(n)],
                  label[static_cast<size_t>(row)]);
      }
      EXPECT_EQ(rig.get<int64_t>(control, 2),
                (std::vector<int64_t>{step, step}));
      EXPECT_EQ(rig.get<int64_t>(counted, 1),
                (std::vector<int64_t>{40 + step}));
      EXPECT_EQ(rig.get<float>(hyper, numbers),
                (std::vector<float>{10, 11, 12, 13, 14}));
    }
}

TEST_P(StepKernels, BeginWithoutDataReadsNoOrder) {
  Rig rig(kernels());
  Address control = rig.put(std::vector<int64_t>{7, 0, 0});
  Address counted = rig.put(std::vector<int64_t>{0});
  Address table = rig.put(std::vector<float>(16, 2.5f));
  Address hyper = rig.put(std::vector<float>(2));
  // An order with one element: reading behind it would be a fault.
  Address order = rig.put(std::vector<int64_t>{0});
  ASSERT_EQ(rig.run("dnd_step_begin", 1, 32, control, order, table, hyper,
                    int64_t{2}, int64_t{100}, order, order, int64_t{0}, order,
                    order, int64_t{0}, counted),
            0)
      << rig.report();
  EXPECT_EQ(rig.get<float>(hyper, 2), (std::vector<float>{2.5f, 2.5f}));
}

TEST_P(StepKernels, EndFindsTheFirstLargest) {
  const float nan = std::numeric_limits<float>::quiet_NaN();
  for (int64_t classes : {1, 2, 3, 10, 31, 32, 33, 127})
    for (int64_t rows : {0, 1, 3, 4, 5, 17}) {
      Rig rig(kernels());
      const int64_t step = 1, each = rows + 2;
      std::vector<float> out(static_cast<size_t>(rows * classes));
      for (size_t i = 0; i < out.size(); ++i)
        out[i] = static_cast<float>(i * 13 % 7) - 3; // many ties
      if (rows > 1)
        out[static_cast<size_t>(classes)] = nan;
      if (rows > 2)
        out.back() = nan;
      Address control = rig.put(std::vector<int64_t>{step, step});
      Address loss = rig.put(std::vector<float>{0.75f});
      Address losses = rig.put(std::vector<float>{-1, -1, -1});
      // Never empty: an address of its own.
      std::vector<float> stored = out;
      stored.resize(std::max<size_t>(stored.size(), 1));
      Address outputs = rig.put(stored);
      Address predicted =
          rig.put(std::vector<int32_t>(static_cast<size_t>(2 * each), -1));
      ASSERT_EQ(
          rig.run("dnd_step_end",
                  static_cast<unsigned>(std::max<int64_t>(1, (rows + 3) / 4)),
                  128, control, loss, losses, outputs, classes, each, rows,
                  predicted),
          0)
          << rig.report();
      std::vector<int32_t> want(static_cast<size_t>(2 * each), -1);
      for (int64_t n = 0; n < rows; ++n) {
        const float *row = out.data() + n * classes;
        int64_t best = 0;
        for (int64_t k = 1; k < classes; ++k)
          if (row[k] > row[best])
            best = k;
        if (classes == 1)
          best = row[0] > 0;
        want[static_cast<size_t>(step * each + n)] = static_cast<int32_t>(best);
      }
      EXPECT_EQ(rig.get<int32_t>(predicted, want.size()), want)
          << classes << " classes, " << rows << " rows";
      EXPECT_EQ(rig.get<float>(losses, 3), (std::vector<float>{-1, 0.75f, -1}));
      EXPECT_EQ(rig.get<int64_t>(control, 2),
                (std::vector<int64_t>{step + 1, step}));
    }
}

TEST_P(StepKernels, ErrorsAreSummedInOrder) {
  for (int64_t rows : {1, 3, 130})
    for (int64_t width : {1, 3, 17}) {
      Rig rig(kernels());
      const int64_t step = 1, batch = rows + 1;
      size_t n = static_cast<size_t>(rows * width);
      std::vector<float> out(n), truth(n);
      for (size_t i = 0; i < n; ++i) {
        out[i] = std::sin(static_cast<float>(i));
        truth[i] = std::cos(static_cast<float>(i));
      }
      Address control = rig.put(std::vector<int64_t>{step, step});
      Address outputs = rig.put(out), truths = rig.put(truth);
      Address errors =
          rig.put(std::vector<double>(static_cast<size_t>(4 * batch), -1));
      ASSERT_EQ(rig.run("dnd_step_errors",
                        static_cast<unsigned>((rows + 127) / 128), 128, control,
                        outputs, truths, width, batch, rows, errors),
                0)
          << rig.report();
      std::vector<double> want(static_cast<size_t>(4 * batch), -1);
      for (int64_t r = 0; r < rows; ++r) {
        double square = 0, absolute = 0;
        for (int64_t k = 0; k < width; ++k) {
          size_t i = static_cast<size_t>(r * width + k);
          double d = static_cast<double>(out[i]) - truth[i];
          square += d * d;
          absolute += std::abs(d);
        }
        want[static_cast<size_t>(2 * (step * batch + r))] = square;
        want[static_cast<size_t>(2 * (step * batch + r) + 1)] = absolute;
      }
      std::vector<double> got = rig.get<double>(errors, want.size());
      for (size_t i = 0; i < want.size(); ++i)
        EXPECT_NEAR(got[i], want[i], 1e-12 * std::abs(want[i]));
    }
}
