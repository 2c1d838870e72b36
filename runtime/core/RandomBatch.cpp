//===- RandomBatch.cpp - Inputs for bench and gradcheck -------------------===//
//
// Drawn by counter from streams named after inputs and targets.
//
//===----------------------------------------------------------------------===//
#include "runtime/core/RandomBatch.h"

#include "runtime/core/Error.h"
#include "runtime/core/Random.h"

#include <fmt/core.h>

namespace dnd::rt {

void fillRandomBatch(Session &session, int64_t batch, uint64_t seed,
                     bool positive) {
  const Model &model = session.model();
  auto real = [&](uint64_t stream, int64_t i) {
    PhiloxBlock block = randomBlock(seed, stream, static_cast<uint64_t>(i));
    return static_cast<float>(positive ? 0.1 + 0.8 * uniformOf(block)
                                       : normalOf(block));
  };
  for (size_t k = 0; k < model.inputs.size(); ++k) {
    uint64_t stream =
        streamOf(fmt::format("batch.input/{}", model.inputs[k].name));
    for (int64_t i = 0; i < batch * model.inputs[k].elements; ++i)
      // Whole-number inputs have no range in the descriptor; 0 and 1 are
      // indices of everything that has more than one element.
      if (model.inputs[k].type == ElementType::I32)
        session.inputs[k].as<int32_t>()[i] =
            static_cast<int32_t>(randomBlock(seed, stream, i)[0] & 1);
      else
        session.setReal(session.inputs[k], i, real(stream, i));
  }
  for (size_t k = 0; k < model.targets.size(); ++k) {
    const TargetInfo &t = model.targets[k];
    uint64_t stream = streamOf(fmt::format("batch.target/{}", t.name));
    auto label = [&](int64_t i) {
      return static_cast<int32_t>(randomBlock(seed, stream, i)[0] %
                                  static_cast<uint64_t>(t.classes));
    };
    // Shares as mixing makes them: of two classes, or twice of one.
    auto share = [&](int64_t i) {
      int64_t n = i / t.classes, c = i % t.classes;
      return 0.75 * (label(2 * n) == c) + 0.25 * (label(2 * n + 1) == c);
    };
    for (int64_t i = 0; i < batch * t.words(); ++i)
      if (t.isSoft)
        session.setReal(session.targets[k], i, share(i));
      else if (t.isLabel)
        session.targets[k].as<int32_t>()[i] = label(i);
      else
        session.setReal(session.targets[k], i, real(stream, i));
  }
}

} // namespace dnd::rt
