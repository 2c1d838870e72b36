//===- FakeModel.cpp - Models written by hand -----------------------------===//
//
// Entries in plain loops, for both precisions.
//
//===----------------------------------------------------------------------===//
#include "FakeModel.h"
#include "runtime/core/File.h"
#include "runtime/core/Safetensors.h"

#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <gtest/gtest.h>
#include <sstream>
#include <unistd.h>

namespace dnd::rt::test {
namespace {

template <typename T> const T *in(void *const *list, int i) {
  return static_cast<const T *>(list[i]);
}
template <typename T> T *out(void *const *list, int i) {
  return static_cast<T *>(list[i]);
}

//===----------------------------------------------------------------------===//
// Softmax regression
//===----------------------------------------------------------------------===//

/// Linear maps of N numbers to C classes. Product models see x1 * x2 only.
template <typename T, int N, int C, bool Product> struct Softmax {
  static T feature(const T *x, int i) { return Product ? x[0] * x[1] : x[i]; }
  static constexpr int Inner = Product ? 1 : N;

  static void forward(const dnd_call *c) {
    const T *x = in<T>(c->inputs, 0), *w = in<T>(c->params, 0),
            *b = in<T>(c->params, 1);
    T *y = out<T>(c->outputs, 0);
    for (int64_t n = 0; n < c->batch; ++n)
      for (int k = 0; k < C; ++k) {
        T sum = b[k];
        for (int i = 0; i < Inner; ++i)
          sum += w[k * Inner + i] * feature(x + n * N, i);
        y[n * C + k] = sum;
      }
  }
  /// Mean cross-entropy; with `delta`, the gradient of the logits goes there.
  static T loss(const dnd_call *c, T *delta) {
    const int32_t *label = in<int32_t>(c->targets, 0);
    const T *y = in<T>(c->outputs, 0);
    T total = 0;
    for (int64_t n = 0; n < c->batch; ++n) {
      const T *row = y + n * C;
      T high = row[0], sum = 0;
      for (int k = 1; k < C; ++k)
        high = std::max(high, row[k]);
      for (int k = 0; k < C; ++k)
        sum += std::exp(row[k] - high);
      total += std::log(sum) + high - row[label[n]];
      for (int k = 0; delta && k < C; ++k)
        delta[n * C + k] = (std::exp(row[k] - high) / sum - (k == label[n])) /
                           static_cast<T>(c->batch);
    }
    return total / static_cast<T>(c->batch);
  }
  static void evalStep(const dnd_call *c) {
    forward(c);
    *static_cast<T *>(c->loss) = loss(c, nullptr);
  }
  static void backward(const dnd_call *c, const T *delta, T *dw, T *db, T *dx) {
    const T *x = in<T>(c->inputs, 0), *w = in<T>(c->params, 0);
    std::fill(dw, dw + C * Inner, T(0));
    std::fill(db, db + C, T(0));
    if (dx)
      std::fill(dx, dx + c->batch * N, T(0));
    for (int64_t n = 0; n < c->batch; ++n)
      for (int k = 0; k < C; ++k) {
        T d = delta[n * C + k];
        db[k] += d;
        for (int i = 0; i < Inner; ++i) {
          dw[k * Inner + i] += d * feature(x + n * N, i);
          if (!dx)
            continue;
          T g = d * w[k * Inner + i];
          if (Product) {
            dx[n * N] += g * x[n * N + 1];
            dx[n * N + 1] += g * x[n * N];
          } else {
            dx[n * N + i] += g;
          }
        }
      }
  }
  static void gradLoss(const dnd_call *c) {
    forward(c);
    T *delta = static_cast<T *>(c->arena);
    *static_cast<T *>(c->loss) = loss(c, delta);
    backward(c, delta, out<T>(c->param_grads, 0), out<T>(c->param_grads, 1),
             out<T>(c->input_grads, 0));
  }
  static void gradCotangent(const dnd_call *c) {
    forward(c);
    backward(c, in<T>(c->cotangents, 0), out<T>(c->param_grads, 0),
             out<T>(c->param_grads, 1), out<T>(c->input_grads, 0));
  }
  /// hyper: lr, momentum, weight_decay.
  static void trainStep(const dnd_call *c) {
    forward(c);
    T *grads = static_cast<T *>(c->arena);
    T *delta = grads + (C * Inner + C + 15) / 16 * 16;
    *static_cast<T *>(c->loss) = loss(c, delta);
    backward(c, delta, grads, grads + C * Inner, nullptr);
    const T *h = static_cast<const T *>(c->hyper);
    const T *g = grads;
    for (int p = 0; p < 2; ++p) {
      T *w = out<T>(c->params, p), *v = out<T>(c->slots, p);
      for (int i = 0; i < (p ? C : C * Inner); ++i, ++g) {
        v[i] = h[1] * v[i] + *g + h[2] * w[i];
        w[i] -= h[0] * v[i];
      }
    }
  }

  static std::vector<dnd_entry> entries() {
    using D = Softmax<double, N, C, Product>;
    int64_t fixed = (C * Inner + C + 16) * 8, each = C * 8;
    return {{"forward", forward, 0, 0},
            {"eval_step", evalStep, 0, 0},
            {"train_step", trainStep, fixed, each},
            {"grad_loss", gradLoss, 0, each},
            {"grad_cotangent", gradCotangent, 0, 0},
            {"forward_f64", D::forward, 0, 0},
            {"eval_step_f64", D::evalStep, 0, 0},
            {"grad_loss_f64", D::gradLoss, 0, each},
            {"grad_cotangent_f64", D::gradCotangent, 0, 0}};
  }
};

std::string number(int64_t n) { return std::to_string(n); }

template <int N, int C, bool Product = false>
FakeModel softmax(const std::string &shape, const std::string &recipe) {
  using S = Softmax<float, N, C, Product>;
  std::string inner = number(S::Inner), classes = number(C);
  std::string meta =
      R"({"network": "Fake", "source": "fake.dnd", "compiler": "0.1.0",
      "source_sha256": "feed", "inputs": [{"name": "image", "shape": )" +
      shape + R"(, "dtype": "f32"}],
      "outputs": [{"name": "logits", "shape": [)" +
      classes + R"(]}],
      "params": [
        {"path": "out.w", "shape": [)" +
      classes + ", " + inner + R"(],
         "init": {"fn": "normal", "args": [0, 0.01]}, "slots": ["m"]},
        {"path": "out.b", "shape": [)" +
      classes + R"(], "init": {"fn": "zeros"}, "slots": ["m"]}],
      "tables": [],
      "layers": [{"path": "out", "kind": "dense", "inputs": [[)" +
      inner + R"(]], "outputs": [[)" + classes +
      R"(]], "params": ["out.w", "out.b"], "loc": "fake.dnd:3:3"}],
      "targets": [{"name": "label", "kind": "label", "classes": )" +
      classes + R"(}],
      "hyper": [{"name": "lr", "group": 0}, {"name": "momentum", "group": 0},
                {"name": "weight_decay", "group": 0}],
      "groups": [{"patterns": ["*"], "optimizer": {}}],
      "recipe": {"loss": "cross_entropy",
        "optimizer": {"kind": "sgd", "lr": 0.1, "momentum": 0.9}, )" +
      recipe + "}}";
  return {meta, S::entries()};
}

//===----------------------------------------------------------------------===//
// Linear regression
//===----------------------------------------------------------------------===//

template <typename T> struct Regression {
  static void forward(const dnd_call *c) {
    const T *x = in<T>(c->inputs, 0), *w = in<T>(c->params, 0);
    for (int64_t n = 0; n < c->batch; ++n)
      out<T>(c->outputs, 0)[n] =
          w[0] * x[3 * n] + w[1] * x[3 * n + 1] + w[2] * x[3 * n + 2];
  }
  static void evalStep(const dnd_call *c) {
    forward(c);
    T sum = 0;
    for (int64_t n = 0; n < c->batch; ++n) {
      T d = in<T>(c->outputs, 0)[n] - in<T>(c->targets, 0)[n];
      sum += d * d;
    }
    *static_cast<T *>(c->loss) = sum / static_cast<T>(c->batch);
  }
  static void trainStep(const dnd_call *c) {
    evalStep(c);
    T g[3] = {};
    for (int64_t n = 0; n < c->batch; ++n)
      for (int i = 0; i < 3; ++i)
        g[i] += 2 * (in<T>(c->outputs, 0)[n] - in<T>(c->targets, 0)[n]) *
                in<T>(c->inputs, 0)[3 * n + i] / static_cast<T>(c->batch);
    for (int i = 0; i < 3; ++i)
      out<T>(c->params, 0)[i] -= static_cast<const T *>(c->hyper)[0] * g[i];
  }
};

//===----------------------------------------------------------------------===//
// Dendrites
//===----------------------------------------------------------------------===//

constexpr int Count = 5, Synapses = 4, Pixels = 36;

template <typename T, bool Broken> struct Dendrites {
  static T activation(const dnd_call *c, int64_t n, int k) {
    const T *x = in<T>(c->inputs, 0) + n * Pixels, *w = in<T>(c->params, 0);
    const int32_t *pick = in<int32_t>(c->tables, 0);
    T sum = in<T>(c->params, 1)[k];
    for (int t = 0; t < Synapses; ++t)
      sum += w[k * Synapses + t] * x[pick[k * Synapses + t]];
    return sum;
  }
  static void forward(const dnd_call *c) {
    for (int64_t n = 0; n < c->batch; ++n) {
      T total = 0;
      for (int k = 0; k < Count; ++k) {
        T h = std::max(T(0), activation(c, n, k));
        out<T>(c->outputs, 0)[n * Count + k] = h;
        total += h;
      }
      out<T>(c->outputs, 1)[n] = total;
    }
  }
  static void gradCotangent(const dnd_call *c) {
    forward(c);
    T *dw = out<T>(c->param_grads, 0), *db = out<T>(c->param_grads, 1),
      *dx = out<T>(c->input_grads, 0);
    std::fill(dw, dw + Count * Synapses, T(0));
    std::fill(db, db + Count, T(0));
    std::fill(dx, dx + c->batch * Pixels, T(0));
    const int32_t *pick = in<int32_t>(c->tables, 0);
    for (int64_t n = 0; n < c->batch; ++n)
      for (int k = 0; k < Count; ++k) {
        if (activation(c, n, k) <= 0)
          continue;
        T d =
            in<T>(c->cotangents, 0)[n * Count + k] + in<T>(c->cotangents, 1)[n];
        db[k] += d;
        for (int t = 0; t < Synapses; ++t) {
          int i = k * Synapses + t;
          dw[i] += d * (Broken ? T(0.5) : T(1)) *
                   in<T>(c->inputs, 0)[n * Pixels + pick[i]];
          dx[n * Pixels + pick[i]] += d * in<T>(c->params, 0)[i];
        }
      }
  }
  static std::vector<dnd_entry> entries() {
    using D = Dendrites<double, Broken>;
    return {{"forward", forward, 0, 0},
            {"grad_cotangent", gradCotangent, 0, 0},
            {"forward_f64", D::forward, 0, 0},
            {"grad_cotangent_f64", D::gradCotangent, 0, 0}};
  }
};

} // namespace

FakeModel softmaxXor(const std::string &recipe) {
  return softmax<2, 2>("[2]", recipe);
}
FakeModel productXor(const std::string &recipe) {
  return softmax<2, 2, true>("[2]", recipe);
}
FakeModel softmaxMnist(const std::string &recipe) {
  return softmax<784, 10>("[28, 28]", recipe);
}
FakeModel softmaxDigits(const std::string &recipe) {
  return softmax<64, 10>("[8, 8]", recipe);
}
FakeModel softmaxIris(const std::string &recipe) {
  return softmax<4, 3>("[4]", recipe);
}

FakeModel linearRegression(const std::string &recipe) {
  using R = Regression<float>;
  return {R"({"network": "Line", "source": "line.dnd",
      "inputs": [{"name": "x", "shape": [3]}],
      "outputs": [{"name": "y", "shape": [1]}],
      "params": [{"path": "w", "shape": [1, 3], "init": {"fn": "zeros"}}],
      "targets": [{"name": "value", "kind": "value", "shape": [1]}],
      "hyper": [{"name": "lr", "group": 0}],
      "recipe": {"loss": "mse", "optimizer": {"kind": "sgd", "lr": 0.1}, )" +
              recipe + "}}",
          {{"forward", R::forward, 0, 0},
           {"eval_step", R::evalStep, 0, 0},
           {"train_step", R::trainStep, 0, 0}}};
}

FakeModel dendrites(bool broken) {
  return {R"({"network": "Dendrites", "source": "d.dnd",
      "inputs": [{"name": "image", "shape": [6, 6]}],
      "outputs": [{"name": "h", "shape": [5]}, {"name": "s", "shape": []}],
      "params": [
        {"path": "d.w", "shape": [5, 4],
         "init": {"fn": "glorot", "args": [36, 5]}},
        {"path": "d.b", "shape": [5], "init": {"fn": "zeros"}}],
      "tables": [{"path": "d.pick", "shape": [5, 4], "dtype": "i32",
        "range": 36, "gen": {"fn": "receptive_field",
          "named": {"field": "local", "over": [6, 6]}}}]})",
          broken ? Dendrites<float, true>::entries()
                 : Dendrites<float, false>::entries()};
}

//===----------------------------------------------------------------------===//
// Helpers
//===----------------------------------------------------------------------===//

int runMain(const FakeModel &model, const std::vector<std::string> &arguments) {
  std::vector<std::string> words{"./fake"};
  words.insert(words.end(), arguments.begin(), arguments.end());
  std::vector<char *> argv;
  for (std::string &w : words)
    argv.push_back(w.data());
  argv.push_back(nullptr);
  dnd_model raw = model.raw();
  return dnd_rt_main(&raw, static_cast<int>(words.size()), argv.data());
}

RunResult runCaptured(const FakeModel &model,
                      const std::vector<std::string> &arguments) {
  testing::internal::CaptureStdout();
  testing::internal::CaptureStderr();
  RunResult result;
  result.code = runMain(model, arguments);
  result.out = testing::internal::GetCapturedStdout();
  result.err = testing::internal::GetCapturedStderr();
  return result;
}

std::vector<Value> metricsOf(const std::string &run) {
  std::istringstream lines(readFile(run + "/metrics.jsonl", 1 << 26));
  std::vector<Value> out;
  std::string error;
  for (std::string line; std::getline(lines, line);) {
    out.emplace_back();
    EXPECT_TRUE(parseJson(line, out.back(), error)) << line;
  }
  return out;
}

std::string timelessMetrics(const std::string &run) {
  std::string text;
  for (Value v : metricsOf(run)) {
    v.set("seconds", 0);
    v.set("samples_per_second", 0);
    v.set("data_seconds", 0);
    text += v.dump() + "\n";
  }
  return text;
}

std::string weightsOf(const std::string &run, const char *name) {
  std::string text;
  for (const NamedArray &a : readSafetensors(run + name).arrays)
    text += a.name + std::string(a.array.data.as<char>(), a.array.data.size());
  return text;
}

std::string freshFolder() {
  const testing::TestInfo *info =
      testing::UnitTest::GetInstance()->current_test_info();
  std::filesystem::path folder = std::filesystem::temp_directory_path() /
                                 ("dndrt-" + std::to_string(::getpid())) /
                                 info->test_suite_name() / info->name();
  std::filesystem::remove_all(folder);
  std::filesystem::create_directories(folder);
  return folder.string();
}

std::string realData() {
  const char *named = std::getenv("DND_DATA");
  return named ? named : "";
}

} // namespace dnd::rt::test
