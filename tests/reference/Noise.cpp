//===- Noise.cpp - random numbers of the reference ------------------------===//
//
// By the definition in dialect/dnd/primitives/Noise.h over the host's numbers:
// the bits are the contract, so there is one text of them. Words are held
// against published ones, distributions against their moments, in
// tests/numeric/NoiseTest.cpp.
//
//===----------------------------------------------------------------------===//

#include "dialect/dnd/primitives/Noise.h"
#include "tests/reference/Evaluator.h"

namespace dnd::reference {

Tensor evalNoise(NoiseOp op, const Operands &params, uint64_t seed,
                 uint64_t step, Tensor::Shape shape) {
  Tensor result(std::move(shape));
  HostNoise host;
  Noise<HostNoise> noise(host);
  uint64_t stream = noiseStream(op.getPath());
  int64_t each = result.size() / result.shape[0];
  auto param = [&](size_t i) { return static_cast<float>(params[i]->data[0]); };
  for (int64_t i = 0; i < result.size(); ++i) {
    uint32_t word =
        noise.word(seed, step, stream, static_cast<uint32_t>(i / each),
                   static_cast<uint32_t>(i % each));
    switch (op.getKind()) {
    case NoiseKind::bernoulli:
      result.data[i] = noise.bernoulli(word, param(0));
      break;
    case NoiseKind::uniform:
      result.data[i] = noise.uniform(word, param(0), param(1));
      break;
    case NoiseKind::normal:
      result.data[i] = noise.normal(word, param(0), param(1));
      break;
    }
  }
  return result;
}

} // namespace dnd::reference
