//===- FakeDevice.cpp - GPU code for the hand-written models --------------===//
//
// The kernels of the training loop follow their description in dndrt/abi.h.
//
//===----------------------------------------------------------------------===//
#include "FakeDevice.h"

#include <cmath>
#include <cstdlib>
#include <deque>
#include <dlfcn.h>
#include <gtest/gtest.h>

namespace dnd::rt::test {
namespace {

template <typename T> T *at(uint64_t value) {
  return reinterpret_cast<T *>(value);
}

void stepBegin(const uint64_t *a, const unsigned *grid, const unsigned *) {
  auto *control = at<int64_t>(a[0]);
  const auto *order = at<int64_t>(a[1]);
  const auto *table = at<float>(a[2]);
  auto *hyper = at<float>(a[3]);
  auto numbers = static_cast<int64_t>(a[4]), batch = static_cast<int64_t>(a[5]);
  int64_t s = control[0];
  for (int which = 0; which < 2; ++which) {
    const auto *from = at<int32_t>(a[6 + 3 * which]);
    auto *to = at<int32_t>(a[7 + 3 * which]);
    auto words = static_cast<int64_t>(a[8 + 3 * which]);
    for (int64_t n = 0; words && n < grid[0]; ++n)
      for (int64_t k = 0; k < words; ++k)
        to[n * words + k] = from[order[s * batch + n] * words + k];
  }
  for (int64_t k = 0; k < numbers; ++k)
    hyper[k] = table[s * numbers + k];
  control[1] = s;
  *at<int64_t>(a[12]) = control[2] + s;
}

void stepErrors(const uint64_t *a, const unsigned *, const unsigned *) {
  int64_t s = at<int64_t>(a[0])[1];
  const auto *out = at<float>(a[1]), *truth = at<float>(a[2]);
  auto width = static_cast<int64_t>(a[3]), batch = static_cast<int64_t>(a[4]),
       rows = static_cast<int64_t>(a[5]);
  auto *errors = at<double>(a[6]);
  for (int64_t n = 0; n < rows; ++n) {
    double square = 0, absolute = 0;
    for (int64_t k = 0; k < width; ++k) {
      double d = static_cast<double>(out[n * width + k]) - truth[n * width + k];
      square += d * d;
      absolute += std::abs(d);
    }
    errors[2 * (s * batch + n)] = square;
    errors[2 * (s * batch + n) + 1] = absolute;
  }
}

void stepEnd(const uint64_t *a, const unsigned *, const unsigned *) {
  auto *control = at<int64_t>(a[0]);
  int64_t s = control[1];
  const auto *out = at<float>(a[3]);
  auto classes = static_cast<int64_t>(a[4]), each = static_cast<int64_t>(a[5]),
       rows = static_cast<int64_t>(a[6]);
  for (int64_t n = 0; n < rows; ++n) {
    int64_t best = 0;
    for (int64_t k = 1; k < classes; ++k)
      if (out[n * classes + k] > out[n * classes + best])
        best = k;
    if (classes == 1)
      best = out[n] > 0;
    at<int32_t>(a[7])[s * each + n] = static_cast<int32_t>(best);
  }
  at<float>(a[2])[s] = *at<float>(a[1]);
  control[0] = s + 1;
}

//===----------------------------------------------------------------------===//
// Entries
//===----------------------------------------------------------------------===//

/// A dnd_call as 64-bit words: batch, hyper, loss, arena, then the lists.
constexpr int fixedWords = 4, words = fixedWords + 9 * 2;

struct Code {
  Lists lists;
  std::vector<std::string> names;
  std::vector<dnd_entry> hostEntries;
  std::vector<dnd_entry> entries;
  std::vector<FakeKernel> functions;
  std::vector<dnd_kernel> kernels;
  FakeImage image{{'d', 'n', 'd', 'f', 'a', 'k', 'e', 0}, 0, nullptr};
  dnd_image listed{};
  dnd_device_code code{};
};
Code *current = nullptr;

/// Which lists an entry may touch: what the runtime need not have is absent.
void counts(std::string_view entry, int *out) {
  const Lists &l = current->lists;
  bool gradient = entry.starts_with("grad_");
  out[0] = l.inputs;
  out[1] = entry == "forward" || entry == "grad_cotangent" ? 0 : l.targets;
  out[2] = l.outputs;
  out[3] = l.params;
  out[4] = l.tables;
  out[5] = entry == "train_step" ? l.slots : 0;
  out[6] = gradient ? l.params : 0;
  out[7] = gradient ? l.inputs : 0;
  out[8] = entry == "grad_cotangent" ? l.outputs : 0;
}

template <int Index>
void runKernel(const uint64_t *a, const unsigned *, const unsigned *) {
  const dnd_entry &entry = current->hostEntries[Index];
  void *lists[9][2] = {};
  for (int i = 0; i < 18; ++i)
    lists[i / 2][i % 2] = at<void>(a[fixedWords + i]);
  dnd_call call{static_cast<int64_t>(a[0]),
                lists[0],
                lists[1],
                lists[2],
                lists[3],
                lists[4],
                nullptr,
                lists[5],
                lists[6],
                lists[7],
                lists[8],
                at<void>(a[1]),
                nullptr,
                nullptr,
                at<void>(a[2]),
                at<void>(a[3])};
  entry.run(&call);
}

template <int Index> void runEntry(const dnd_call *c) {
  uint64_t values[words] = {static_cast<uint64_t>(c->batch),
                            reinterpret_cast<uint64_t>(c->hyper),
                            reinterpret_cast<uint64_t>(c->loss),
                            reinterpret_cast<uint64_t>(c->arena)};
  void *const *lists[] = {c->inputs,      c->targets,     c->outputs,
                          c->params,      c->tables,      c->slots,
                          c->param_grads, c->input_grads, c->cotangents};
  int have[9];
  counts(current->hostEntries[Index].name, have);
  for (int i = 0; i < 9; ++i)
    for (int k = 0; k < have[i]; ++k)
      values[fixedWords + 2 * i + k] = reinterpret_cast<uint64_t>(lists[i][k]);
  void *arguments[words];
  for (int i = 0; i < words; ++i)
    arguments[i] = &values[i];
  dnd_rt_cuda_launch(Index, 1, 1, 1, 32, 1, 1, 0, arguments);
}

using Run = void (*)(const uint64_t *, const unsigned *, const unsigned *);
constexpr Run kernelRuns[] = {runKernel<0>, runKernel<1>, runKernel<2>,
                              runKernel<3>, runKernel<4>};
constexpr dnd_entry_fn entryRuns[] = {runEntry<0>, runEntry<1>, runEntry<2>,
                                      runEntry<3>, runEntry<4>};

} // namespace

const dnd_device_code *deviceCode(const FakeModel &model, const Lists &lists,
                                  const char *target) {
  static std::deque<Code> made;
  Code &code = made.emplace_back();
  current = &code;
  code.lists = lists;
  for (const dnd_entry &e : model.entries)
    if (!std::string_view(e.name).ends_with("_f64") &&
        code.hostEntries.size() < 5)
      code.hostEntries.push_back(e);
  for (const dnd_entry &e : code.hostEntries)
    code.names.push_back(std::string(e.name) + "_k0_all");
  for (size_t i = 0; i < code.hostEntries.size(); ++i) {
    dnd_entry e = code.hostEntries[i];
    e.run = entryRuns[i];
    code.entries.push_back(e);
    code.functions.push_back({code.names[i].c_str(), words, kernelRuns[i]});
    code.kernels.push_back({code.names[i].c_str(), "fake.dnd:3:3", "out"});
  }
  code.functions.push_back({"dnd_step_begin", 13, stepBegin});
  code.functions.push_back({"dnd_step_errors", 7, stepErrors});
  code.functions.push_back({"dnd_step_end", 8, stepEnd});
  code.image.count = static_cast<int>(code.functions.size());
  code.image.kernels = code.functions.data();
  code.listed = {target, &code.image, sizeof code.image};
  code.code = {1,
               static_cast<uint32_t>(code.kernels.size()),
               static_cast<uint32_t>(code.entries.size()),
               0,
               &code.listed,
               code.kernels.data(),
               code.entries.data()};
  return &code.code;
}

FakeCuda &fakeDriver() {
  setenv("DND_CUDA_DRIVER", DND_FAKE_CUDA, 1);
  void *library = dlopen(DND_FAKE_CUDA, RTLD_NOW);
  EXPECT_TRUE(library) << dlerror();
  reinterpret_cast<void (*)()>(dlsym(library, "dndFakeCudaReset"))();
  return *reinterpret_cast<FakeCuda *(*)()>(dlsym(library, "dndFakeCuda"))();
}

void removeDriver() { unsetenv("DND_CUDA_DRIVER"); }

} // namespace dnd::rt::test
