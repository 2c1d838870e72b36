//===- Noise.h - the bits of dnd.noise --------------------------*- C++ -*-===//
//
// One definition for everybody who draws: generated code of every target (over
// an arithmetic that builds ops) and the reference evaluator (over the host's).
//
// Words are those of Philox4x32-10 (Salmon et al., "Parallel random numbers: as
// easy as 1, 2, 3", 2011) with
//
//   counter = (element / 4, sample, step mod 2^32, low(s) xor step / 2^32)
//   key     = (seed mod 2^32, high(s) xor seed / 2^32)
//
// where s = noiseStream(path), `element` is the row-major index within the
// sample and `sample` the position in the batch of the step. Element e takes
// word e mod 4 of its block; of the word, the upper 24 bits k.
//
//   bernoulli(p)       k / 2^24 < p ? 1 : 0
//   uniform(lo, hi)    lo + (hi - lo) k / 2^24
//   normal(mean, sd)   mean + sd q((k + 1/2) / 2^24), q the inverse of the
//                      standard normal distribution function
//
// in f32: parameters are rounded to f32 first, f64 entry points widen the
// result. Every operation rounds once as IEEE 754 says, sums of products are
// fused ones, and no product is an operand of a plain sum: what contraction and
// reassociation may change does not occur. So all devices have the same bits.
//
//===----------------------------------------------------------------------===//
#ifndef DND_DIALECT_DND_PRIMITIVES_NOISE_H
#define DND_DIALECT_DND_PRIMITIVES_NOISE_H

#include "dialect/dnd/DndDialect.h"

#include <cmath>
#include <cstring>

namespace dnd {

/// The stream of a path: FNV-1a with a final mix.
inline uint64_t noiseStream(llvm::StringRef path) {
  uint64_t hash = 0xcbf29ce484222325u;
  for (char c : path)
    hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3u;
  hash = (hash ^ (hash >> 30)) * 0xbf58476d1ce4e5b9u;
  hash = (hash ^ (hash >> 27)) * 0x94d049bb133111ebu;
  return hash ^ (hash >> 31);
}

/// Noise over an arithmetic `A`, which has the types `Int` (32 bits), `Long`
/// (64 bits) and `Float` (f32) and the operations used here; integers wrap.
template <typename A> class Noise {
public:
  using Int = typename A::Int;
  using Long = typename A::Long;
  using Float = typename A::Float;

  explicit Noise(A &arithmetic) : a(arithmetic) {}

  /// The word of an element.
  Int word(Long seed, Long step, uint64_t stream, Int sample, Int element) {
    Int low = a.integer(static_cast<uint32_t>(stream));
    Int high = a.integer(static_cast<uint32_t>(stream >> 32));
    Int c[4] = {a.shiftRight(element, 2), sample, a.low(step),
                a.exclusiveOr(low, a.high(step))};
    Int key[2] = {a.low(seed), a.exclusiveOr(high, a.high(seed))};
    for (int round = 0; round < 10; ++round) {
      Long p0 = a.multiply(0xD2511F53u, c[0]),
           p1 = a.multiply(0xCD9E8D57u, c[2]);
      Int next0 = a.exclusiveOr(a.exclusiveOr(a.high(p1), c[1]), key[0]);
      Int next2 = a.exclusiveOr(a.exclusiveOr(a.high(p0), c[3]), key[1]);
      c[0] = next0, c[1] = a.low(p1), c[2] = next2, c[3] = a.low(p0);
      key[0] = a.add(key[0], a.integer(0x9E3779B9u));
      key[1] = a.add(key[1], a.integer(0xBB67AE85u));
    }
    Int odd = a.bitAnd(element, a.integer(1));
    auto isOdd = a.equal(odd, a.integer(1));
    auto isUpper = a.equal(a.bitAnd(element, a.integer(2)), a.integer(2));
    return a.select(isUpper, a.select(isOdd, c[3], c[2]),
                    a.select(isOdd, c[1], c[0]));
  }

  Float bernoulli(Int word, Float p) {
    return a.select(a.less(unit(word), p), a.number(1), a.number(0));
  }
  Float uniform(Int word, Float low, Float high) {
    return a.fma(a.subtract(high, low), unit(word), low);
  }
  Float normal(Int word, Float mean, Float deviation) {
    return a.fma(standardNormal(word), deviation, mean);
  }

private:
  /// k / 2^24, exactly.
  Float unit(Int word) {
    return a.multiply(a.toFloat(a.shiftRight(word, 8)), a.number(0x1p-24f));
  }

  /// The polynomial with these coefficients, the highest first.
  template <size_t N> Float horner(Float x, const float (&coefficients)[N]) {
    Float sum = a.number(coefficients[0]);
    for (size_t i = 1; i < N; ++i)
      sum = a.fma(sum, x, a.number(coefficients[i]));
    return sum;
  }

  /// log y for y in [2^-24, 1]: y = 2^e m with m near 1, t = m - 1,
  /// log m = t - t^2/2 + t^3 P(t) (P as in Cephes, logf).
  Float logarithm(Float y) {
    Int bits = a.bits(y);
    Int exponent =
        a.shiftRightSigned(a.add(bits, a.integer(0u - 0x3f3504f3u)), 23);
    Int rest = a.subtract(bits, a.shiftLeft(exponent, 23));
    Float t = a.subtract(a.ofBits(rest), a.number(1));
    Float square = a.multiply(t, t);
    Float p =
        horner(t, {7.0376836292e-2f, -1.1514610310e-1f, 1.1676998740e-1f,
                   -1.2420140846e-1f, 1.4249322787e-1f, -1.6668057665e-1f,
                   2.0000714765e-1f, -2.4999993993e-1f, 3.3333331174e-1f});
    Float sum = a.fma(square, a.number(-0.5f), t);
    sum = a.fma(a.multiply(t, square), p, sum);
    return a.fma(a.toFloat(exponent), a.number(0.693147180f), sum);
  }

  /// q((k + 1/2) / 2^24). With x = 2 (k + 1/2) / 2^24 - 1, which f32 holds
  /// exactly, and w = -log(1 - x^2) <= 16.7: q = x g(w), g by two polynomials,
  /// Chebyshev fits of degree 9 over w in [0, 5] and [5, 17]. Relative error
  /// below 3e-7; over all k the mean is 0, the variance 1 - 1.3e-7.
  Float standardNormal(Int word) {
    Int twice = a.shiftLeft(a.shiftRight(word, 8), 1);
    Int odd = a.add(twice, a.integer(1u - (1u << 24)));
    Float x = a.multiply(a.toFloat(odd), a.number(0x1p-24f));
    Float w = a.negate(logarithm(a.fma(a.negate(x), x, a.number(1))));
    Float near = horner(a.fma(w, a.number(0.4f), a.number(-1)),
                        {-4.714960959972814e-05f, 5.0248956540599465e-05f,
                         0.0004017429309897125f, -0.0011957825627177954f,
                         -0.0006849742494523525f, 0.012062076479196548f,
                         -0.027682090178132057f, -0.03692325949668884f,
                         0.8720051050186157f, 2.1233134269714355f});
    Float far = horner(a.fma(w, a.number(1.0f / 6), a.number(-11.0f / 6)),
                       {-0.00043180157081224024f, 0.000872007803991437f,
                        -0.0003272193134762347f, -0.0007010651170276105f,
                        0.0032665031030774117f, -0.01245127059519291f,
                        0.043081190437078476f, -0.17006805539131165f,
                        1.286786437034607f, 4.4560227394104f});
    return a.multiply(a.select(a.less(w, a.number(5)), near, far), x);
  }

  A &a;
};

/// The host's arithmetic for `Noise`.
struct HostNoise {
  using Int = uint32_t;
  using Long = uint64_t;
  using Float = float;

  Int integer(uint32_t value) { return value; }
  Float number(float value) { return value; }
  Int low(Long x) { return static_cast<uint32_t>(x); }
  Int high(Long x) { return static_cast<uint32_t>(x >> 32); }
  Long multiply(uint32_t x, Int y) { return static_cast<uint64_t>(x) * y; }
  Int add(Int x, Int y) { return x + y; }
  Int subtract(Int x, Int y) { return x - y; }
  Int exclusiveOr(Int x, Int y) { return x ^ y; }
  Int bitAnd(Int x, Int y) { return x & y; }
  Int shiftLeft(Int x, int by) { return x << by; }
  Int shiftRight(Int x, int by) { return x >> by; }
  Int shiftRightSigned(Int x, int by) {
    return static_cast<uint32_t>(static_cast<int32_t>(x) >> by);
  }
  bool equal(Int x, Int y) { return x == y; }
  bool less(Float x, Float y) { return x < y; }
  template <typename T> T select(bool which, T x, T y) { return which ? x : y; }
  Float toFloat(Int x) { return static_cast<float>(static_cast<int32_t>(x)); }
  Int bits(Float x) {
    uint32_t result;
    std::memcpy(&result, &x, sizeof result);
    return result;
  }
  Float ofBits(Int x) {
    float result;
    std::memcpy(&result, &x, sizeof result);
    return result;
  }
  Float multiply(Float x, Float y) { return x * y; }
  Float subtract(Float x, Float y) { return x - y; }
  Float fma(Float x, Float y, Float z) { return std::fma(x, y, z); }
  Float negate(Float x) { return -x; }
};

} // namespace dnd

#endif // DND_DIALECT_DND_PRIMITIVES_NOISE_H
