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

static Tensor evalNoise(NoiseOp op, const Evaluator &at) {
  auto number = [&](mlir::Value value, uint64_t otherwise) {
    return value ? static_cast<uint64_t>(at.get(value).data[0]) : otherwise;
  };
  uint64_t seed = number(op.getSeed(), at.getMode().seed),
           step = number(op.getStep(), at.getMode().step);
  Operands params = at.list(op.getParams());
  Tensor result(at.shapeOf(op.getType()));
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

void addNoiseReference(ReferenceTable &table) { table.add(evalNoise); }

} // namespace dnd::reference
