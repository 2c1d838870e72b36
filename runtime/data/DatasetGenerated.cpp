//===- DatasetGenerated.cpp - Data sets that need no file -----------------===//
//
// XOR, Gaussian classes with their Bayes accuracy, and spirals. The samples
// depend on the set's own `seed` argument, not on the seed of the run, so that
// runs with different seeds see the same data.
//
//===----------------------------------------------------------------------===//
#include "runtime/core/Error.h"
#include "runtime/core/Random.h"
#include "runtime/data/Readers.h"

#include <fmt/core.h>

#include <cmath>
#include <numbers>

namespace dnd::rt {
namespace {

uint64_t seedOf(const RecipeCall &rule) {
  return static_cast<uint64_t>(rule.whole("seed"));
}

void needInputs(const Reading &reading, int64_t wanted) {
  if (reading.inputElements() != wanted)
    throw Error(Exit::Data,
                fmt::format("data set {} has {} features, but the inputs of "
                            "network '{}' have {}",
                            reading.rule.name(), wanted, reading.model.network,
                            reading.inputElements()));
}

RawPart partOf(const std::vector<float> &numbers, int64_t count, size_t width,
               const RecipeCall &rule) {
  RawPart part;
  part.count = count;
  part.source->add("",
                   realSamples(numbers, count, static_cast<int64_t>(width)));
  part.labelFile = fmt::format("{}(...)", rule.name());
  return part;
}

} // namespace

RawData makeXor(Reading &reading) {
  needInputs(reading, 2);
  const RecipeCall &rule = reading.rule;
  double noise = rule.number("noise");
  auto make = [&](int64_t count, const char *stream) {
    std::vector<float> numbers, values;
    std::vector<int32_t> labels;
    RandomSequence random(seedOf(rule), streamOf(stream));
    for (int64_t i = 0; i < count; ++i) {
      float x = i & 2 ? 1.0f : -1.0f, y = i & 1 ? 1.0f : -1.0f;
      labels.push_back(x * y > 0);
      values.push_back(x * y);
      for (float v : {x, y})
        numbers.push_back(
            noise == 0 ? v : v + static_cast<float>(noise * random.normal()));
    }
    RawPart part = partOf(numbers, count, 2, rule);
    part.labels = std::move(labels);
    part.values = std::move(values);
    part.valueWidth = 1;
    return part;
  };
  RawData data;
  data.train = make(rule.whole("train"), "xor.train");
  data.test = make(rule.whole("test"), "xor.test");
  data.hasTest = true;
  return data;
}

//===----------------------------------------------------------------------===//
// Gaussian classes
//===----------------------------------------------------------------------===//

namespace {

using Matrix = std::vector<std::vector<double>>;

[[noreturn]] void badGaussian(const std::string &why) {
  throw Error(Exit::Data, fmt::format("gaussian_classes(...): {}", why));
}

std::vector<double> vectorOf(const Value &v) {
  std::vector<double> out;
  if (!v.isList())
    badGaussian("means and covariances must be nested lists of numbers");
  for (const Value &item : v.items) {
    if (!item.isNumber())
      badGaussian("means and covariances must be nested lists of numbers");
    out.push_back(item.number());
  }
  return out;
}

/// The lower Cholesky factor of a covariance.
Matrix cholesky(const Matrix &a, size_t which) {
  size_t n = a.size();
  Matrix l(n, std::vector<double>(n, 0));
  for (size_t i = 0; i < n; ++i)
    for (size_t j = 0; j <= i; ++j) {
      double sum = a[i][j];
      for (size_t k = 0; k < j; ++k)
        sum -= l[i][k] * l[j][k];
      if (std::abs(a[i][j] - a[j][i]) > 1e-9 * (std::abs(a[i][j]) + 1))
        badGaussian(fmt::format("covariance {} is not symmetric", which));
      if (i == j && !(sum > 0))
        badGaussian(
            fmt::format("covariance {} is not positive definite", which));
      l[i][j] = i == j ? std::sqrt(sum) : sum / l[j][j];
    }
  return l;
}

struct Gaussian {
  std::vector<double> mean;
  Matrix factor; ///< lower Cholesky factor of the covariance

  /// log density up to the constant that all classes share.
  double score(const float *x) const {
    size_t n = mean.size();
    std::vector<double> z(n);
    double square = 0, logDet = 0;
    for (size_t i = 0; i < n; ++i) {
      double sum = static_cast<double>(x[i]) - mean[i];
      for (size_t k = 0; k < i; ++k)
        sum -= factor[i][k] * z[k];
      z[i] = sum / factor[i][i];
      square += z[i] * z[i];
      logDet += 2 * std::log(factor[i][i]);
    }
    return -0.5 * (square + logDet);
  }
};

std::vector<Gaussian> readGaussians(const RecipeCall &rule) {
  const Value *means = rule.given("means"), *covs = rule.given("covs");
  if (means->items.empty() || means->items.size() != covs->items.size())
    badGaussian("needs as many means as covariances, at least one of each");
  std::vector<Gaussian> classes;
  for (size_t c = 0; c < means->items.size(); ++c) {
    Gaussian g;
    g.mean = vectorOf(means->items[c]);
    Matrix cov;
    for (const Value &row : covs->items[c].items)
      cov.push_back(vectorOf(row));
    if (c && g.mean.size() != classes.front().mean.size())
      badGaussian("means have different lengths");
    if (cov.size() != g.mean.size())
      badGaussian(fmt::format("covariance {} has {} rows, the mean {} numbers",
                              c, cov.size(), g.mean.size()));
    for (const std::vector<double> &row : cov)
      if (row.size() != cov.size())
        badGaussian(fmt::format("covariance {} is not square", c));
    g.factor = cholesky(cov, c);
    classes.push_back(std::move(g));
  }
  return classes;
}

/// The share of samples that the true densities classify rightly.
double bayesAccuracy(const std::vector<Gaussian> &classes,
                     const RawPart &part) {
  int64_t right = 0;
  for (int64_t i = 0; i < part.count; ++i) {
    auto *x = static_cast<const float *>(part.source->numbers(0, i, nullptr));
    size_t best = 0;
    for (size_t c = 1; c < classes.size(); ++c)
      if (classes[c].score(x) > classes[best].score(x))
        best = c;
    right += static_cast<int32_t>(best) == part.labels[static_cast<size_t>(i)];
  }
  return static_cast<double>(right) / static_cast<double>(part.count);
}

} // namespace

RawData makeGaussianClasses(Reading &reading) {
  const RecipeCall &rule = reading.rule;
  std::vector<Gaussian> classes = readGaussians(rule);
  size_t n = classes[0].mean.size();
  needInputs(reading, static_cast<int64_t>(n));
  auto make = [&](int64_t count, const char *stream) {
    std::vector<float> numbers;
    std::vector<int32_t> labels;
    RandomSequence random(seedOf(rule), streamOf(stream));
    for (int64_t i = 0; i < count; ++i) {
      // Equal priors, as in the theorem.
      size_t c = static_cast<size_t>(i) % classes.size();
      std::vector<double> z(n);
      for (double &v : z)
        v = random.normal();
      for (size_t r = 0; r < n; ++r) {
        double x = classes[c].mean[r];
        for (size_t k = 0; k <= r; ++k)
          x += classes[c].factor[r][k] * z[k];
        numbers.push_back(static_cast<float>(x));
      }
      labels.push_back(static_cast<int32_t>(c));
    }
    RawPart part = partOf(numbers, count, n, rule);
    part.labels = std::move(labels);
    return part;
  };
  RawData data;
  data.train = make(rule.whole("train"), "gaussian.train");
  data.test = make(rule.whole("test"), "gaussian.test");
  data.hasTest = data.test.count > 0;
  if (data.hasTest)
    data.bayesAccuracy = bayesAccuracy(classes, data.test);
  return data;
}

RawData makeSpirals(Reading &reading) {
  needInputs(reading, 2);
  const RecipeCall &rule = reading.rule;
  double turns = rule.number("turns");
  double noise = rule.number("noise");
  const TargetInfo *target = reading.target();
  int64_t classes = rule.given("classes")       ? rule.whole("classes")
                    : target && target->isLabel ? target->classes
                                                : 2;
  if (classes < 1)
    throw Error(Exit::Data, "spirals(...) needs at least one class");
  auto make = [&](int64_t count, const char *stream) {
    std::vector<float> numbers;
    std::vector<int32_t> labels;
    RandomSequence random(seedOf(rule), streamOf(stream));
    for (int64_t i = 0; i < count; ++i) {
      int64_t c = i % classes;
      double t = std::sqrt(random.uniform());
      double angle =
          2 * std::numbers::pi *
          (turns * t + static_cast<double>(c) / static_cast<double>(classes));
      double x = t * std::cos(angle) + noise * random.normal();
      double y = t * std::sin(angle) + noise * random.normal();
      numbers.push_back(static_cast<float>(x));
      numbers.push_back(static_cast<float>(y));
      labels.push_back(static_cast<int32_t>(c));
    }
    RawPart part = partOf(numbers, count, 2, rule);
    part.labels = std::move(labels);
    return part;
  };
  RawData data;
  data.train = make(rule.whole("train"), "spirals.train");
  data.test = make(rule.whole("test"), "spirals.test");
  data.hasTest = data.test.count > 0;
  return data;
}

} // namespace dnd::rt
