//===- KernelTest.cpp - Right kernels give exact results under the driver -===//
#include "tests/simt/SimtRig.h"
#include <cmath>
#include <cstdlib>
#include <cstring>
#include <gtest/gtest.h>

using namespace dnd::simt;
namespace cuda = dnd::rt::cuda;

namespace {
/// Every test runs with the threads and blocks in several orders.
class Kernels : public testing::TestWithParam<const char *> {
protected:
  void SetUp() override { setenv("DND_SIMT_ORDER", GetParam(), 1); }
  void TearDown() override { unsetenv("DND_SIMT_ORDER"); }
};
} // namespace

INSTANTIATE_TEST_SUITE_P(Orders, Kernels,
                         testing::Values("forward", "reverse", "shuffle:7"),
                         [](const auto &info) {
                           std::string name = info.param;
                           return name.substr(0, name.find(':'));
                         });

static const std::string &good() {
  static const std::string text = kernelText("good");
  return text;
}

static std::vector<float> numbers(size_t n) {
  std::vector<float> values(n);
  for (size_t i = 0; i < n; ++i)
    values[i] = static_cast<float>(static_cast<int>(i * 37 % 29) - 11);
  return values;
}

static uint16_t bf16(float value) {
  uint32_t bits;
  std::memcpy(&bits, &value, 4);
  return bits >> 16;
}

TEST_P(Kernels, Pointwise) {
  for (unsigned n : {1u, 3u, 17u, 127u, 1000u}) {
    Rig rig(good());
    std::vector<float> x(n), want(n);
    for (unsigned i = 0; i < n; ++i) {
      x[i] = std::ldexp(1.0f, i % 5);
      want[i] = std::pow(10.0f, i % 4) / x[i];
    }
    auto dx = rig.put(x), dy = rig.put(std::vector<float>(n));
    ASSERT_EQ(rig.run("pointwise", (n + 127) / 128, 128, dx, dy, int64_t(n)),
              0);
    EXPECT_EQ(rig.get<float>(dy, n), want);
  }
}

TEST_P(Kernels, SharedReduction) {
  Rig rig(good());
  std::vector<float> x = numbers(128 * 5), want(5);
  for (size_t i = 0; i < x.size(); ++i)
    want[i / 128] += x[i];
  auto dx = rig.put(x), dy = rig.put(std::vector<float>(5));
  ASSERT_EQ(rig.run("reduce", 5, 128, dx, dy), 0) << rig.report();
  EXPECT_EQ(rig.get<float>(dy, 5), want);
}

TEST_P(Kernels, ShuffleReduction) {
  Rig rig(good());
  std::vector<float> x = numbers(96), want(96);
  for (size_t i = 0; i < 96; ++i)
    for (size_t j = 0; j < 32; ++j)
      want[i] += x[i / 32 * 32 + j];
  auto dx = rig.put(x), dy = rig.put(x);
  ASSERT_EQ(rig.run("shuffle", 1, 96, dx, dy), 0) << rig.report();
  EXPECT_EQ(rig.get<float>(dy, 96), want);
}

TEST_P(Kernels, VotesAndMatches) {
  Rig rig(good());
  std::vector<int> x(32), want(6 * 32);
  int sum = 0, odd = 0, oddCount = 0;
  for (int i = 0; i < 32; ++i) {
    x[i] = i * i % 23;
    sum += x[i];
    odd |= (x[i] & 1) << i;
    oddCount += x[i] & 1;
  }
  for (int i = 0; i < 32; ++i) {
    bool valid = i % 8 >= 3;
    int same = 0;
    for (int j = 0; j < 32; ++j)
      same |= (x[j] % 4 == x[i] % 4) << j;
    int row[] = {x[valid ? i - 3 : i], valid, odd, same, sum, oddCount};
    std::copy(row, row + 6, &want[6 * i]);
  }
  auto dx = rig.put(x), dy = rig.put(want);
  ASSERT_EQ(rig.run("votes", 1, 32, dx, dy), 0) << rig.report();
  EXPECT_EQ(rig.get<int>(dy, 6 * 32), want);
}

TEST_P(Kernels, MmaTf32) {
  Rig rig(good());
  std::vector<float> a = numbers(16 * 8), b = numbers(8 * 8),
                     c = numbers(16 * 8), want = c;
  b[3] = 1 + 0x1p-10f; // the last bit that tf32 keeps
  for (int i = 0; i < 16; ++i)
    for (int j = 0; j < 8; ++j)
      for (int k = 0; k < 8; ++k)
        want[8 * i + j] += a[8 * i + k] * b[8 * k + j];
  a[6] += 0x1p-20f; // and one that it does not
  auto da = rig.put(a), db = rig.put(b), dc = rig.put(c);
  ASSERT_EQ(rig.run("mma_tf32", 1, 32, da, db, dc), 0) << rig.report();
  EXPECT_EQ(rig.get<float>(dc, 16 * 8), want);
}

TEST_P(Kernels, MmaBf16WithLdmatrix) {
  Rig rig(good());
  std::vector<float> a = numbers(16 * 16), b = numbers(16 * 8),
                     c = numbers(16 * 8), want = c;
  std::vector<uint16_t> shortA, shortB(16 * 8);
  for (float value : a)
    shortA.push_back(bf16(value));
  for (int k = 0; k < 16; ++k)
    for (int j = 0; j < 8; ++j)
      shortB[16 * j + k] = bf16(b[8 * k + j]);
  for (int i = 0; i < 16; ++i)
    for (int j = 0; j < 8; ++j)
      for (int k = 0; k < 16; ++k)
        want[8 * i + j] += a[16 * i + k] * b[8 * k + j];
  auto da = rig.put(shortA), db = rig.put(shortB), dc = rig.put(c);
  ASSERT_EQ(rig.run("mma_bf16", 1, 32, da, db, dc), 0) << rig.report();
  EXPECT_EQ(rig.get<float>(dc, 16 * 8), want);
}

TEST_P(Kernels, LdmatrixTransposes) {
  Rig rig(good());
  std::vector<uint16_t> x(64), want(64);
  for (int i = 0; i < 64; ++i)
    x[i] = want[i % 8 * 8 + i / 8] = i * 7;
  auto dx = rig.put(x), dy = rig.put(x);
  ASSERT_EQ(rig.run("transpose", 1, 32, dx, dy), 0) << rig.report();
  EXPECT_EQ(rig.get<uint16_t>(dy, 64), want);
}

TEST_P(Kernels, AsynchronousCopies) {
  Rig rig(good());
  std::vector<float> x = numbers(32 * 5), want(x.size());
  for (size_t i = 0; i < x.size(); ++i)
    want[i] = x[i] + x[i ^ 1];
  auto dx = rig.put(x), dy = rig.put(x);
  ASSERT_EQ(rig.run("pipeline", 1, 32, dx, dy, int64_t(5)), 0) << rig.report();
  EXPECT_EQ(rig.get<float>(dy, x.size()), want);
}

TEST_P(Kernels, DynamicSharedMemory) {
  Rig rig(good());
  std::vector<float> x = numbers(40), want(x.rbegin(), x.rend());
  auto dx = rig.put(x), dy = rig.put(x);
  rig.dynamicShared = 160;
  ASSERT_EQ(rig.run("mirror", 1, 40, dx, dy), 0) << rig.report();
  EXPECT_EQ(rig.get<float>(dy, 40), want);
}

TEST_P(Kernels, RoundsToBfloat) {
  Rig rig(good());
  std::vector<float> x{1.0f,  1.0f + 0x1p-8f,    1.0f + 0x1.8p-7f,
                       -3.0f, 1.0f + 0x1.01p-8f, INFINITY,
                       0.0f,  0x1p-130f};
  std::vector<uint16_t> want{
      bf16(1.0f),  bf16(1.0f),           bf16(1.0f + 0x1p-6f),
      bf16(-3.0f), bf16(1.0f + 0x1p-7f), bf16(INFINITY),
      0,           bf16(0x1p-130f)};
  auto dx = rig.put(x), dy = rig.put(std::vector<uint16_t>(8));
  ASSERT_EQ(rig.run("to_bfloat", 1, 8, dx, dy), 0) << rig.report();
  EXPECT_EQ(rig.get<uint16_t>(dy, 8), want);
}

TEST_P(Kernels, AtomicCount) {
  Rig rig(good());
  auto dy = rig.put(std::vector<int>(1));
  ASSERT_EQ(rig.run("count", 4, 70, dy), 0) << rig.report();
  EXPECT_EQ(rig.get<int>(dy, 1), std::vector<int>{280});
}

TEST(SimtDriver, GraphsReplayLaunchesAndCopies) {
  Rig rig(good());
  const DriverApi &api = driver();
  cuda::Stream stream = nullptr;
  ASSERT_EQ(api.cuStreamCreate(&stream, cuda::streamNonBlocking), 0);
  void *host = nullptr;
  ASSERT_EQ(api.cuMemAllocHost_v2(&host, 4), 0);
  auto dy = rig.put(std::vector<int>(1));
  cuda::Function count = nullptr;
  ASSERT_EQ(api.cuModuleGetFunction(&count, rig.module, "count"), 0);
  void *arguments[] = {&dy};
  ASSERT_EQ(api.cuStreamBeginCapture_v2(stream, cuda::captureThreadLocal), 0);
  ASSERT_EQ(api.cuLaunchKernel(count, 2, 1, 1, 8, 1, 1, 0, stream, arguments,
                               nullptr),
            0);
  ASSERT_EQ(api.cuMemcpyDtoHAsync_v2(host, dy, 4, stream), 0);
  EXPECT_EQ(api.cuStreamSynchronize(stream), cuda::streamCaptureUnsupported);
  cuda::Graph graph = nullptr;
  cuda::GraphExec exec = nullptr;
  ASSERT_EQ(api.cuStreamEndCapture(stream, &graph), 0);
  ASSERT_EQ(api.cuGraphInstantiateWithFlags(&exec, graph, 0), 0);
  *static_cast<int *>(host) = -1;
  for (int i = 0; i < 3; ++i)
    ASSERT_EQ(api.cuGraphLaunch(exec, stream), 0);
  EXPECT_EQ(*static_cast<int *>(host), -1) << "nothing happens before a wait";
  ASSERT_EQ(api.cuStreamSynchronize(stream), 0);
  EXPECT_EQ(*static_cast<int *>(host), 48);
  ASSERT_EQ(api.cuGraphExecDestroy(exec), 0);
  ASSERT_EQ(api.cuGraphDestroy(graph), 0);
}

TEST(SimtDriver, NeedsAContextAndGoodArguments) {
  const DriverApi &api = driver();
  cuda::Address address = 0;
  {
    Rig rig(good());
    EXPECT_EQ(api.cuMemAlloc_v2(&address, 0), cuda::invalidValue);
    EXPECT_EQ(api.cuMemAlloc_v2(&address, size_t(1) << 40), cuda::outOfMemory);
    auto dx = rig.put(numbers(4));
    char bytes[32];
    EXPECT_EQ(api.cuMemcpyDtoHAsync_v2(bytes, dx, 32, nullptr),
              cuda::invalidValue);
    EXPECT_EQ(rig.run("reduce", 1, 160, dx, dx), cuda::invalidValue);
    EXPECT_EQ(rig.run("reduce", 0, 128, dx, dx), cuda::invalidValue);
    rig.dynamicShared = 64 * 1024;
    EXPECT_EQ(rig.run("mirror", 1, 32, dx, dx), cuda::invalidValue);
    rig.dynamicShared = 0;
    cuda::Function function = nullptr;
    EXPECT_EQ(api.cuModuleGetFunction(&function, rig.module, "none"),
              cuda::notFound);
    cuda::Module module = nullptr;
    EXPECT_EQ(
        api.cuModuleLoadDataEx(&module, ".version 8.0", 0, nullptr, nullptr),
        cuda::invalidImage);
  }
  EXPECT_EQ(api.cuMemAlloc_v2(&address, 4), cuda::invalidContext);
}
