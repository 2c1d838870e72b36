//===- Source.cpp - Samples as they were read -----------------------------===//
//
// Samples in memory.
//
//===----------------------------------------------------------------------===//
#include "runtime/data/Source.h"

#include <cstring>

namespace dnd::rt {

void MemorySource::add(std::string input, Array samples) {
  if (samples.type != DType::U8 && samples.type != DType::I32 &&
      samples.type != DType::F32) {
    Array reals = makeArray(DType::F32, samples.shape);
    convertTo(samples, reals.data.as<float>());
    samples = std::move(reals);
  }
  Field field;
  field.input = std::move(input);
  field.shape.assign(samples.shape.begin() + 1, samples.shape.end());
  field.type = samples.type;
  field.elements = 1;
  for (int64_t extent : field.shape)
    field.elements *= extent;
  list.push_back(std::move(field));
  arrays.push_back(std::move(samples));
}

int64_t MemorySource::count() const {
  return arrays.empty() ? 0 : arrays[0].shape[0];
}

size_t MemorySource::bytes() const {
  size_t sum = 0;
  for (const Array &a : arrays)
    sum += a.data.size();
  return sum;
}

void MemorySource::toChannelsFirst(size_t index) {
  Field &field = list[index];
  int64_t pixels = field.shape[0] * field.shape[1], channels = field.shape[2];
  size_t width = sizeOf(field.type);
  std::vector<char> image(static_cast<size_t>(field.elements) * width);
  for (int64_t n = 0; n < count(); ++n) {
    char *sample = row(index, n);
    for (int64_t p = 0; p < pixels; ++p)
      for (int64_t k = 0; k < channels; ++k)
        std::memcpy(image.data() + static_cast<size_t>(k * pixels + p) * width,
                    sample + static_cast<size_t>(p * channels + k) * width,
                    width);
    std::memcpy(sample, image.data(), image.size());
  }
  field.shape = {channels, field.shape[0], field.shape[1]};
}

bool MemorySource::normalize(size_t field, int64_t first, int64_t numbers,
                             const Normalization &rule) {
  if (list[field].type != DType::F32)
    return false;
  for (int64_t n = 0; n < count(); ++n)
    rule.apply(reinterpret_cast<float *>(row(field, n)) + first, 1, numbers);
  return true;
}

} // namespace dnd::rt
