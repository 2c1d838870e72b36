//===- FakeModel.h - Models written by hand ---------------------*- C++ -*-===//
//
// What the compiler would make, written out: softmax regression, linear
// regression and a small dendritic network with a kink and tables. With them
// the whole command line is tested without a compiler.
//
//===----------------------------------------------------------------------===//
#ifndef TESTS_UNIT_RUNTIME_FAKEMODEL_H
#define TESTS_UNIT_RUNTIME_FAKEMODEL_H

#include "dndrt/abi.h"
#include "runtime/core/Value.h"

#include <string>
#include <vector>

namespace dnd::rt::test {

/// A model together with the memory that its C struct points to.
struct FakeModel {
  FakeModel(std::string json, std::vector<dnd_entry> list)
      : meta(std::move(json)), entries(std::move(list)) {}
  dnd_model raw() const {
    return {
        DND_ABI_VERSION, static_cast<uint32_t>(entries.size()), entries.data(),
        meta.data(),     static_cast<int64_t>(meta.size()),     cuda};
  }
  const dnd_device_code *cuda = nullptr;
  std::string meta;
  std::vector<dnd_entry> entries;
};

/// Softmax regression, logits = W x + b, with cross-entropy and SGD with
/// momentum. `recipe` holds members of the recipe besides loss and optimiser,
/// e.g. "\"data\": {\"fn\": \"xor\"}, \"batch\": 4".
FakeModel softmaxXor(const std::string &recipe);    ///< features + 2 classes
FakeModel softmaxMnist(const std::string &recipe);  ///< 28x28, 10 classes
FakeModel softmaxDigits(const std::string &recipe); ///< 8x8, 10 classes
FakeModel softmaxIris(const std::string &recipe);   ///< 4, 3 classes
/// XOR with one product feature: x1 * x2 times w[2].
FakeModel productXor(const std::string &recipe);
/// y = W x with W [1, 3], mean squared error, SGD.
FakeModel linearRegression(const std::string &recipe);
/// h = relu(sum_t w[k,t] x[pick[k,t]] + b[k]), y = h, s = sum h; no train
/// block; `broken` forgets a factor in the gradient of w.
FakeModel dendrites(bool broken = false);

/// Runs dnd_rt_main with these arguments after the program's name.
int runMain(const FakeModel &model, const std::vector<std::string> &arguments);

/// The same, with what it wrote to both streams.
struct RunResult {
  int code;
  std::string out, err;
};
RunResult runCaptured(const FakeModel &model,
                      const std::vector<std::string> &arguments);

/// The lines of a run's metrics.jsonl.
std::vector<Value> metricsOf(const std::string &run);
/// metrics.jsonl without what depends on the clock.
std::string timelessMetrics(const std::string &run);
/// The tensors of a weights file, bit for bit.
std::string weightsOf(const std::string &run,
                      const char *name = "/weights.safetensors");

/// A fresh folder for the running test, removed before use.
std::string freshFolder();

/// The folder of the real data sets (DND_DATA), or empty.
std::string realData();

} // namespace dnd::rt::test

#endif // TESTS_UNIT_RUNTIME_FAKEMODEL_H
