//===- Transform.cpp - From a source to an input --------------------------===//
//
// A byte has 256 values: what becomes of each is computed once.
//
//===----------------------------------------------------------------------===//
#include "runtime/data/Transform.h"

#include <algorithm>
#include <cstring>

namespace dnd::rt {

/// Tables of more entries no longer fit the innermost cache.
static constexpr size_t mostTables = 8;

Transform::Transform(size_t field, const Field &source, int64_t first,
                     const InputInfo &input)
    : index(field), from(source.type), type(input.type), begin(first),
      count(input.elements) {
  makeTable();
}

void Transform::normalize(const Normalization &given) {
  rule = given;
  makeTable();
}

void Transform::add(std::shared_ptr<const Augmentation> step) {
  (step->isBehindNormalization() ? behind : before).push_back(std::move(step));
}

static float realOf(uint8_t byte) { return static_cast<float>(byte) / 255.0f; }

void Transform::makeTable() {
  table.clear();
  if (from != DType::U8 || type != ElementType::F32 ||
      rule.mean.size() > mostTables)
    return;
  size_t tables = std::max<size_t>(1, rule.mean.size());
  for (size_t t = 0; t < tables; ++t)
    for (int byte = 0; byte < 256; ++byte) {
      float x = realOf(static_cast<uint8_t>(byte));
      if (!rule.mean.empty())
        Normalization{{rule.mean[t]}, {rule.std[t]}, 1}.apply(&x, 1, 1);
      table.push_back(x);
    }
}

void Transform::readIntegers(const void *numbers, int32_t *out) const {
  if (from == DType::I32)
    std::memcpy(out, static_cast<const int32_t *>(numbers) + begin, bytes());
  else if (from == DType::U8)
    std::copy_n(static_cast<const uint8_t *>(numbers) + begin, count, out);
  else
    std::transform(static_cast<const float *>(numbers) + begin,
                   static_cast<const float *>(numbers) + begin + count, out,
                   [](float x) { return static_cast<int32_t>(x); });
}

void Transform::readByTable(const uint8_t *numbers, float *out) const {
  const uint8_t *in = numbers + begin;
  int64_t tables = static_cast<int64_t>(table.size() / 256);
  int64_t run = tables == 1 ? count : rule.inner;
  for (int64_t i = 0, t = 0; i < count; i += run, ++t) {
    const float *row = table.data() + t % tables * 256;
    for (int64_t k = i; k < std::min(count, i + run); ++k)
      out[k] = row[in[k]];
  }
}

void Transform::readReals(const void *numbers, float *out) const {
  if (from == DType::F32)
    std::memcpy(out, static_cast<const float *>(numbers) + begin, bytes());
  else if (from == DType::I32)
    std::transform(static_cast<const int32_t *>(numbers) + begin,
                   static_cast<const int32_t *>(numbers) + begin + count, out,
                   [](int32_t x) { return static_cast<float>(x); });
  else
    std::transform(static_cast<const uint8_t *>(numbers) + begin,
                   static_cast<const uint8_t *>(numbers) + begin + count, out,
                   realOf);
}

void Transform::apply(const void *numbers, void *to,
                      const SampleKey *key) const {
  if (type == ElementType::I32)
    return readIntegers(numbers, static_cast<int32_t *>(to));
  auto *out = static_cast<float *>(to);
  std::span<float> all(out, static_cast<size_t>(count));
  bool changes = key && !before.empty();
  if (!table.empty() && !changes) {
    readByTable(static_cast<const uint8_t *>(numbers), out);
  } else {
    readReals(numbers, out);
    if (changes)
      for (const auto &step : before)
        step->apply(all, *key);
    rule.apply(out, 1, count);
  }
  if (key)
    for (const auto &step : behind)
      step->apply(all, *key);
}

} // namespace dnd::rt
