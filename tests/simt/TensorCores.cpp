//===- TensorCores.cpp - ldmatrix and mma.sync ----------------------------===//
//
// Fragments as the PTX manual lays them out: lane = 4 * group + t.
//
//===----------------------------------------------------------------------===//
#include "tests/simt/Engine.h"
#include <bit>
#include <cmath>
#include <cstring>

using namespace dnd::simt;

#define EXPORT extern "C" __attribute__((visibility("default")))

//===----------------------------------------------------------------------===//
// ldmatrix: lane i brings the address of row i % 8 of matrix i / 8
//===----------------------------------------------------------------------===//

template <unsigned matrices, bool transposed>
static void loadMatrices(Meeting &meeting) {
  uint16_t values[matrices][8][8];
  for (unsigned row = 0; row < 8 * matrices; ++row) {
    Thread &thread = *meeting.lanes[row];
    auto address = *static_cast<const uint64_t *>(thread.arguments);
    Site &site = *meeting.site;
    if (address % 16)
      engine.fault(716, thread, &site,
                   "misaligned row of ldmatrix: its address must be a "
                   "multiple of 16");
    engine.access(thread, address, 16, 0, site, siteReads);
    std::memcpy(values[row / 8][row % 8], reinterpret_cast<void *>(address),
                16);
  }
  for (unsigned lane = 0; lane < 32; ++lane)
    for (unsigned i = 0; i < matrices; ++i) {
      unsigned row = lane / 4, column = lane % 4 * 2;
      auto at = [&](unsigned r, unsigned c) -> uint32_t {
        return transposed ? values[i][c][r] : values[i][r][c];
      };
      static_cast<uint32_t *>(meeting.lanes[lane]->result)[i] =
          at(row, column) | at(row, column + 1) << 16;
    }
}

#define LDMATRIX(name, matrices, transposed)                                   \
  EXPORT void dnd_simt_ldmatrix_##name(const void *arguments, void *result,    \
                                       Site *site) {                           \
    engine.meet("ldmatrix", loadMatrices<matrices, transposed>, 0xffffffff,    \
                arguments, result, site, /*aligned=*/true);                    \
  }
LDMATRIX(x1, 1, false)
LDMATRIX(x2, 2, false)
LDMATRIX(x4, 4, false)
LDMATRIX(x1_trans, 1, true)
LDMATRIX(x2_trans, 2, true)
LDMATRIX(x4_trans, 4, true)

//===----------------------------------------------------------------------===//
// mma.sync m16n8kK, A row-major, B column-major, sums in f32
//===----------------------------------------------------------------------===//

namespace {
/// tf32: one number in 32 bits, of which the lower 13 are ignored.
struct Tf32 {
  static constexpr unsigned inWord = 1;
  static float get(uint32_t word, unsigned) {
    return std::bit_cast<float>(word & ~0x1fffu);
  }
};
struct Bf16 {
  static constexpr unsigned inWord = 2;
  static float get(uint32_t word, unsigned i) {
    return std::bit_cast<float>((i ? word >> 16 : word & 0xffff) << 16);
  }
};
struct F16 {
  static constexpr unsigned inWord = 2;
  static float get(uint32_t word, unsigned i) {
    unsigned half = i ? word >> 16 : word & 0xffff;
    unsigned exponent = half >> 10 & 31, fraction = half & 1023;
    float value = exponent == 0 ? std::ldexp(float(fraction), -24)
                  : exponent == 31
                      ? (fraction ? NAN : INFINITY)
                      : std::ldexp(float(fraction + 1024), int(exponent) - 25);
    return half & 0x8000 ? -value : value;
  }
};
} // namespace

/// A: 16 x K in K/(4 inWord) * 2 words of a lane, B: K x 8 in half as many. The
/// products are summed in f64 and rounded once: hardware sums them with more
/// bits than f32, too, and documents no order.
template <typename Element, unsigned K> static void multiply(Meeting &meeting) {
  constexpr unsigned step = 4 * Element::inWord; // columns that a word covers
  constexpr unsigned wordsB = K / step, wordsA = 2 * wordsB;
  float a[16][K], b[K][8];
  for (unsigned lane = 0; lane < 32; ++lane) {
    unsigned group = lane / 4, t = lane % 4;
    auto *words = static_cast<const uint32_t *>(meeting.lanes[lane]->arguments);
    for (unsigned word = 0; word < wordsA; ++word)
      for (unsigned i = 0; i < Element::inWord; ++i)
        a[group + 8 * (word % 2)][t * Element::inWord + i + step * (word / 2)] =
            Element::get(words[word], i);
    for (unsigned word = 0; word < wordsB; ++word)
      for (unsigned i = 0; i < Element::inWord; ++i)
        b[t * Element::inWord + i + step * word][group] =
            Element::get(words[wordsA + word], i);
  }
  for (unsigned lane = 0; lane < 32; ++lane) {
    unsigned group = lane / 4, t = lane % 4;
    Thread *thread = meeting.lanes[lane];
    float sums[4];
    std::memcpy(sums,
                static_cast<const uint32_t *>(thread->arguments) + wordsA +
                    wordsB,
                sizeof(sums));
    for (unsigned i = 0; i < 4; ++i) {
      double sum = sums[i];
      for (unsigned k = 0; k < K; ++k)
        sum += double(a[group + 8 * (i / 2)][k]) * b[k][2 * t + i % 2];
      static_cast<float *>(thread->result)[i] = static_cast<float>(sum);
    }
  }
}

#define MMA(name, Element, K)                                                  \
  EXPORT void dnd_simt_mma_##name(const void *arguments, void *result,         \
                                  Site *site) {                                \
    engine.meet("mma.sync", multiply<Element, K>, 0xffffffff, arguments,       \
                result, site, /*aligned=*/true);                               \
  }
MMA(m16n8k4_tf32, Tf32, 4)
MMA(m16n8k8_tf32, Tf32, 8)
MMA(m16n8k8_bf16, Bf16, 8)
MMA(m16n8k16_bf16, Bf16, 16)
MMA(m16n8k8_f16, F16, 8)
MMA(m16n8k16_f16, F16, 16)
