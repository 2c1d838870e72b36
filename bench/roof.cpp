//===- roof.cpp - measures the f32 multiply-add and copy rates ------------===//
//
// Prints one JSON object: GFLOP/s of independent fused multiply-adds and GB/s
// of y += a*x over memory beyond the caches, for the given number of threads.
// The roofs that bench/run.py sets the training steps against.
//
//===----------------------------------------------------------------------===//
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <omp.h>
#include <vector>

namespace {
#if defined(__AVX512F__)
constexpr int lanes = 16;
#else
constexpr int lanes = 8;
#endif
typedef float Vec __attribute__((vector_size(lanes * 4)));
constexpr int accumulators = 12;

double now() {
  using namespace std::chrono;
  return duration<double>(steady_clock::now().time_since_epoch()).count();
}

// Seconds for `rounds` rounds of independent multiply-adds on this thread.
float fmaChain(long rounds, float seed) {
  Vec acc[accumulators];
  for (int i = 0; i < accumulators; ++i)
    for (int l = 0; l < lanes; ++l)
      acc[i][l] = seed + i;
  Vec a, b;
  for (int l = 0; l < lanes; ++l)
    a[l] = 0.999f, b[l] = seed * 1e-3f;
  for (long r = 0; r < rounds; ++r) {
#pragma GCC unroll 12
    for (int i = 0; i < accumulators; ++i)
      acc[i] = acc[i] * a + b;
    asm volatile("" : "+x"(a), "+x"(b));
  }
  float sum = 0;
  for (auto &v : acc)
    for (int l = 0; l < lanes; ++l)
      sum += v[l];
  return sum;
}
} // namespace

int main(int argc, char **argv) {
  int threads = argc > 1 ? std::atoi(argv[1]) : 1;
  omp_set_num_threads(threads);
  const long rounds = 20'000'000;
  double bestFlops = 0, bestBytes = 0;
  volatile float sink = 0;
  for (int repeat = 0; repeat < 5; ++repeat) {
    double start = now();
#pragma omp parallel
    sink = sink + fmaChain(rounds, 1.0f + omp_get_thread_num());
    double seconds = now() - start;
    bestFlops = std::max(bestFlops, 2.0 * lanes * accumulators * rounds *
                                        threads / seconds);
  }
  const long n = 32 << 20;
  std::vector<float> x(n, 1.0f), y(n, 2.0f);
  for (int repeat = 0; repeat < 5; ++repeat) {
    double start = now();
#pragma omp parallel for schedule(static)
    for (long i = 0; i < n; ++i)
      y[i] += 0.5f * x[i];
    bestBytes = std::max(bestBytes, 12.0 * n / (now() - start));
  }
  sink = sink + y[n / 2];
  std::printf("{\"threads\": %d, \"f32_gflops\": %.1f, \"gb_per_s\": %.1f}\n",
              threads, bestFlops / 1e9, bestBytes / 1e9);
}
