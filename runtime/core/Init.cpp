//===- Init.cpp - Initial values of parameters ----------------------------===//
//
// One function per INIT rule; drawing is by counter, so it runs in parallel
// without changing a value.
//
//===----------------------------------------------------------------------===//
#include "runtime/core/Init.h"

#include "runtime/core/Error.h"
#include "runtime/core/Random.h"

#include <fmt/core.h>

#include <cmath>

namespace dnd::rt {
namespace {

class Initialiser {
public:
  Initialiser(const std::string &path, const std::vector<int64_t> &shape,
              uint64_t seed, const MaskLookup &masks, std::span<float> out)
      : path(path), shape(shape), seed(seed), stream(streamOf(path)),
        masks(masks), out(out) {}

  void run(const Rule &r) {
    const std::string &fn = r.fn;
    if (fn == "zeros")
      return fill(0);
    if (fn == "ones")
      return fill(1);
    if (fn == "constant")
      return fill(need(r, "value", 0));
    if (fn == "uniform")
      return uniform(need(r, "lo", 0), need(r, "hi", 1));
    if (fn == "normal")
      return normal(r.number("mean", 0, 0), r.number("std", 1, 1));
    if (fn == "truncated_normal")
      return truncated(r.number("mean", 0, 0), r.number("std", 1, 1));
    if (fn == "he")
      return normal(0, std::sqrt(2 / fan(r, "fan_in", 0)));
    if (fn == "he_uniform")
      return symmetricUniform(std::sqrt(6 / fan(r, "fan_in", 0)));
    if (fn == "glorot" || fn == "glorot_uniform")
      return symmetricUniform(std::sqrt(6 / fanSum(r)));
    if (fn == "glorot_normal")
      return normal(0, std::sqrt(2 / fanSum(r)));
    if (fn == "lecun")
      return normal(0, std::sqrt(1 / fan(r, "fan_in", 0)));
    if (fn == "lecun_uniform")
      return symmetricUniform(std::sqrt(3 / fan(r, "fan_in", 0)));
    if (fn == "identity")
      return identity();
    if (fn == "linspace")
      return linspace(need(r, "lo", 0), need(r, "hi", 1));
    if (fn == "values")
      return values(r);
    if (fn == "symmetric")
      return symmetric(r);
    if (fn == "masked")
      return masked(r);
    fail(fmt::format("knows no initialiser '{}'", fn));
  }

private:
  [[noreturn]] void fail(const std::string &why) const {
    throw Error(Exit::Data, fmt::format("parameter '{}' {}", path, why));
  }
  double need(const Rule &r, std::string_view name, size_t position) const {
    const Value *v = r.find(name, position);
    if (!v || !v->isNumber())
      fail(fmt::format("lacks the number '{}' of {}", name, r.fn));
    return v->number();
  }
  double fan(const Rule &r, std::string_view name, size_t position) const {
    double n = need(r, name, position);
    if (!(n > 0))
      fail(fmt::format("has {} = {:.6g}; it must be positive", name, n));
    return n;
  }
  double fanSum(const Rule &r) const {
    return fan(r, "fan_in", 0) + fan(r, "fan_out", 1);
  }

  /// out[i] = make(i), in parallel.
  template <typename Make> void each(const Make &make) {
    struct Context {
      const Make *make;
      float *out;
    } context{&make, out.data()};
    dnd_rt_parallel_for(
        static_cast<int64_t>(out.size()), 1 << 14,
        [](void *raw, int64_t begin, int64_t end) {
          auto *c = static_cast<Context *>(raw);
          for (int64_t i = begin; i < end; ++i)
            c->out[i] = static_cast<float>((*c->make)(i));
        },
        &context);
  }
  PhiloxBlock draw(int64_t i, uint32_t attempt = 0) const {
    return randomBlock(seed, stream, static_cast<uint64_t>(i), attempt);
  }

  void fill(double value) {
    each([=](int64_t) { return value; });
  }
  void uniform(double lo, double hi) {
    each([=, this](int64_t i) { return lo + (hi - lo) * uniformOf(draw(i)); });
  }
  void symmetricUniform(double limit) { uniform(-limit, limit); }
  void normal(double mean, double std) {
    each([=, this](int64_t i) { return mean + std * normalOf(draw(i)); });
  }
  void truncated(double mean, double std) {
    each([=, this](int64_t i) {
      // Each attempt succeeds with probability 0.954.
      for (uint32_t attempt = 0;; ++attempt) {
        double z = normalOf(draw(i, attempt & 0xffff));
        if (std::abs(z) <= 2)
          return mean + std * z;
        if (attempt == 0xffff)
          return mean;
      }
    });
  }

  void lastTwo(int64_t &rows, int64_t &columns, std::string_view what) const {
    if (shape.size() < 2)
      fail(fmt::format("has shape {}; {} needs two dimensions",
                       shapeText(shape), what));
    rows = shape[shape.size() - 2];
    columns = shape.back();
  }
  void identity() {
    int64_t rows, columns;
    lastTwo(rows, columns, "identity");
    each([=](int64_t i) {
      return i / columns % rows == i % columns ? 1.0 : 0.0;
    });
  }
  void linspace(double lo, double hi) {
    int64_t n = shape.empty() ? 1 : shape.back();
    each([=](int64_t i) {
      return n < 2 ? lo
                   : lo + (hi - lo) * static_cast<double>(i % n) /
                              static_cast<double>(n - 1);
    });
  }
  void flatten(const Value &v, std::vector<double> &numbers) const {
    if (v.isNumber())
      numbers.push_back(v.number());
    else if (v.isList())
      for (const Value &item : v.items)
        flatten(item, numbers);
    else
      fail("has a value that is no number");
  }
  void values(const Rule &r) {
    const Value *data = r.find("data", 0);
    std::vector<double> numbers;
    if (data)
      flatten(*data, numbers);
    if (numbers.size() != out.size())
      fail(fmt::format("has {} values for shape {}", numbers.size(),
                       shapeText(shape)));
    each([&](int64_t i) { return numbers[static_cast<size_t>(i)]; });
  }

  const Rule &inner(const Rule &r) const {
    if (r.of.empty())
      fail(fmt::format("has a rule '{}' without an inner rule", r.fn));
    return r.of.front();
  }
  void symmetric(const Rule &r) {
    run(inner(r));
    int64_t rows, columns;
    lastTwo(rows, columns, "symmetric");
    if (rows != columns)
      fail(fmt::format("has shape {}; symmetric needs equal last dimensions",
                       shapeText(shape)));
    int64_t size = rows * columns;
    for (int64_t base = 0; size && base < std::ssize(out); base += size)
      for (int64_t i = 0; i < rows; ++i)
        for (int64_t k = 0; k < i; ++k) {
          float &a = out[base + i * columns + k];
          float &b = out[base + k * columns + i];
          a = b = 0.5f * (a + b);
        }
  }
  void masked(const Rule &r) {
    run(inner(r));
    std::span<const float> mask = masks(r.table);
    if (mask.empty() || out.size() % mask.size() != 0)
      fail(fmt::format("is masked by '{}', which has {} numbers for {}",
                       r.table, mask.size(), out.size()));
    for (size_t i = 0; i < out.size(); ++i)
      if (mask[i % mask.size()] == 0)
        out[i] = 0;
  }

  const std::string &path;
  const std::vector<int64_t> &shape;
  uint64_t seed, stream;
  const MaskLookup &masks;
  std::span<float> out;
};

} // namespace

void initialise(const Rule &rule, const std::string &path,
                const std::vector<int64_t> &shape, uint64_t seed,
                const MaskLookup &masks, std::span<float> out) {
  Initialiser(path, shape, seed, masks, out).run(rule);
}

} // namespace dnd::rt
