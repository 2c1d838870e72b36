//===- ReportParameters.cpp - What a run learned, as pictures -------------===//
#include "door/ReportParameters.h"

#include "door/Statistics.h"
#include "door/Symmetric.h"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <optional>

namespace dnd::door {

using rt::Array;
using rt::Value;

std::vector<double> realsOf(const Array &array) {
  std::vector<double> numbers(static_cast<size_t>(array.elements));
  rt::convertTo(array, numbers.data());
  return numbers;
}

namespace {

/// Pictures of one kind on a page, and eigenproblems above this size, which
/// would take minutes.
constexpr int64_t mostPictures = 64, mostColumns = 16, largestMatrix = 1000;

class Pictures {
public:
  explicit Pictures(const Learned &learned) : learned(learned) {}

  std::string run() {
    return dendrites() + quadraticForms() + projections() + filters() +
           weightHistograms();
  }

private:
  /// The input whose numbers `n` are, as a picture's height and width (times
  /// channels, one after the other); {0, 0} when there is none.
  std::pair<int64_t, int64_t> imageOf(int64_t n) const {
    for (const std::vector<int64_t> &shape : learned.inputs) {
      int64_t size = std::accumulate(shape.begin(), shape.end(), int64_t{1},
                                     std::multiplies<>());
      if (size != n || shape.size() < 2 || shape.size() > 3)
        continue;
      return {n / shape.back(), shape.back()};
    }
    return {0, 0};
  }

  int zoomOf(int64_t w) const {
    return std::clamp<int>(static_cast<int>(48 / std::max<int64_t>(w, 1)), 1,
                           6);
  }

  /// Dendrites of one layer on the pixels of an input.
  struct Dendrites {
    int64_t count = 0, h = 0, w = 0;
    /// A row for each dendrite, a number for each pixel: how many synapses, and
    /// the sum of their weights (their number where nothing is trained).
    std::vector<double> synapses, strengths;
    bool isTrained = false;
  };

  std::string dendrites() const {
    std::string out;
    for (const Value &table : learned.info.find("tables")->items) {
      const std::string &path = table.find("path")->text;
      const Array *array = rt::findArray(learned.weights.arrays, path);
      if (!array || array->shape.size() < 2)
        continue;
      std::optional<Dendrites> found = array->type == rt::DType::I32
                                           ? fromPlaces(path, *array)
                                           : fromMask(path, *array);
      if (found)
        out += fmt::format("<h3><code>{}</code></h3>", escaped(path)) +
               receptiveFields(path, *found);
    }
    return out.empty() ? "" : "<h2>What dendrites see</h2>" + out;
  }

  /// The part of a path before its last name.
  static std::string layerOf(const std::string &path) {
    return path.substr(0, path.rfind('.') + 1);
  }

  /// A table of places: each row lists the pixels of a dendrite, and a
  /// parameter of the same shape beside it has the weights.
  std::optional<Dendrites> fromPlaces(const std::string &path,
                                      const Array &array) const {
    std::vector<double> places = realsOf(array), weights;
    int64_t synapses = std::max<int64_t>(array.shape.back(), 1);
    if (places.empty())
      return std::nullopt;
    for (const rt::NamedArray &named : learned.weights.arrays)
      if (named.name.starts_with(layerOf(path)) &&
          named.array.type == rt::DType::F32 &&
          named.array.elements == array.elements)
        weights = realsOf(named.array);
    double largest = *std::max_element(places.begin(), places.end());
    for (const std::vector<int64_t> &shape : learned.inputs) {
      auto [h, w] = imageOf(std::accumulate(shape.begin(), shape.end(),
                                            int64_t{1}, std::multiplies<>()));
      if (h == 0 || largest >= static_cast<double>(h * w))
        continue;
      Dendrites found;
      found.count = array.elements / synapses;
      found.h = h;
      found.w = w;
      found.isTrained = !weights.empty();
      auto size = static_cast<size_t>(found.count * h * w);
      found.synapses.resize(size);
      found.strengths.resize(size);
      for (int64_t i = 0; i < array.elements; ++i) {
        auto at = static_cast<size_t>(i);
        auto pixel = static_cast<size_t>(i / synapses * h * w) +
                     static_cast<size_t>(places[at]);
        found.synapses[pixel] += 1;
        found.strengths[pixel] += weights.empty() ? 1 : weights[at];
      }
      return found;
    }
    return std::nullopt;
  }

  /// A table of zeros and ones over a matrix that reads an input.
  std::optional<Dendrites> fromMask(const std::string &path,
                                    const Array &array) const {
    auto [h, w] = imageOf(array.shape.back());
    if (h == 0 || array.shape.size() != 2)
      return std::nullopt;
    for (const rt::NamedArray &named : learned.weights.arrays)
      if (maskOf(named.name, named.array) == &array) {
        Dendrites found{array.shape[0],       h,   w, realsOf(array),
                        realsOf(named.array), true};
        for (size_t i = 0; i < found.strengths.size(); ++i)
          found.strengths[i] *= found.synapses[i];
        return found;
      }
    return std::nullopt;
  }

  /// The table of zeros and ones that takes numbers out of a parameter, or
  /// null.
  const Array *maskOf(const std::string &path, const Array &array) const {
    for (const Value &table : learned.info.find("tables")->items) {
      const std::string &name = table.find("path")->text;
      const Array *mask = rt::findArray(learned.weights.arrays, name);
      if (name == path || !mask || mask->type != rt::DType::F32 ||
          mask->shape != array.shape || layerOf(name) != layerOf(path))
        continue;
      std::vector<double> numbers = realsOf(*mask);
      if (std::all_of(numbers.begin(), numbers.end(),
                      [](double x) { return x == 0 || x == 1; }))
        return mask;
    }
    return nullptr;
  }

  std::string receptiveFields(const std::string &path,
                              const Dendrites &all) const {
    int64_t size = all.h * all.w;
    std::vector<double> cover(static_cast<size_t>(size));
    std::vector<Image> fields;
    double synapses = 0;
    for (int64_t k = 0; k < all.count; ++k) {
      for (int64_t i = 0; i < size; ++i) {
        double n = all.synapses[static_cast<size_t>(k * size + i)];
        cover[static_cast<size_t>(i)] += n;
        synapses += n;
      }
      if (k < mostPictures)
        fields.push_back(
            signedImage(all.strengths.data() + k * size, all.w, all.h));
    }
    std::string out = htmlFigure(
        learned.picture(sheet(fields, mostColumns), std::max(2, zoomOf(all.w)),
                        path + " fields"),
        fmt::format("{} of {} dendrites, {:.4g} synapses each in the mean: "
                    "positive weights are red, negative ones blue",
                    fields.size(), all.count,
                    synapses /
                        static_cast<double>(std::max<int64_t>(all.count, 1))));
    out += htmlFigure(learned.picture(greyImage(cover.data(), all.w, all.h),
                                      std::max(4, zoomOf(all.w)),
                                      path + " coverage"),
                      "How many synapses each pixel has");
    return all.isTrained ? out + idleDendrites(all) : out;
  }

  static std::string idleDendrites(const Dendrites &all) {
    std::vector<double> norms;
    auto size = static_cast<ptrdiff_t>(all.h * all.w);
    for (int64_t k = 0; k < all.count; ++k) {
      auto row = all.strengths.begin() + k * size;
      norms.push_back(std::sqrt(std::inner_product(row, row + size, row, 0.0)));
    }
    double largest = *std::max_element(norms.begin(), norms.end());
    auto idle = std::count_if(norms.begin(), norms.end(),
                              [&](double x) { return x < 0.05 * largest; });
    return htmlFigure(
        svgHistogram(histogram(norms, 0, largest, 40), 0, largest,
                     "norms of dendrites"),
        fmt::format("Norms of the dendrites' weights; {} of {} have less than "
                    "a twentieth of the largest and hardly act",
                    idle, all.count));
  }

  /// Calls `show` for each parameter.
  template <typename Show> std::string eachParam(const Show &show) const {
    std::string out;
    for (const Value &param : learned.info.find("params")->items) {
      const std::string &path = param.find("path")->text;
      if (const Array *array = rt::findArray(learned.weights.arrays, path))
        if (array->type == rt::DType::F32)
          out += show(path, *array);
    }
    return out;
  }

  std::string quadraticForms() {
    std::string out = eachParam([&](const std::string &path,
                                    const Array &array) -> std::string {
      const std::vector<int64_t> &shape = array.shape;
      if (shape.size() != 3 || shape[1] != shape[2] || shape[1] < 3)
        return "";
      int64_t n = shape[1];
      if (n > largestMatrix)
        return "";
      // Filters of convolutions have small windows; forms of the input or of
      // channels are as wide as what they read.
      auto [h, w] = imageOf(n);
      std::vector<double> numbers = realsOf(array);
      std::string text = fmt::format("<h3><code>{}</code> {}</h3>",
                                     escaped(path), rt::shapeText(shape));
      int64_t shown = std::min<int64_t>(shape[0], n > 300 ? 10 : 16);
      std::vector<Curve> spectra;
      std::vector<Image> vectors;
      for (int64_t j = 0; j < shown; ++j) {
        auto begin = numbers.begin() + j * n * n;
        Spectrum s =
            eigen(std::vector<double>(begin, begin + n * n), n, h ? 4 : 0);
        Curve curve;
        curve.name = fmt::format("{}", j);
        curve.colour = static_cast<size_t>(j);
        curve.y = s.values;
        std::sort(curve.y.rbegin(), curve.y.rend());
        for (int64_t i = 0; i < n; ++i)
          curve.x.push_back(static_cast<double>(i + 1));
        spectra.push_back(std::move(curve));
        for (size_t v = 0; v < s.vectors.size(); ++v) {
          // A vector's sign is free: that of its largest number is positive.
          std::vector<double> &vector = s.vectors[v];
          double largest = *std::max_element(
              vector.begin(), vector.end(),
              [](double a, double b) { return std::abs(a) < std::abs(b); });
          double sign = (largest < 0 ? -1.0 : 1.0);
          for (double &x : vector)
            x *= sign;
          vectors.push_back(signedImage(vector.data(), w, h));
        }
      }
      text +=
          htmlFigure(svgLines(spectra, "index", "eigenvalue"),
                     fmt::format("Spectra of {} of {} forms (symmetric part)",
                                 shown, shape[0]));
      if (!vectors.empty())
        text += htmlFigure(learned.picture(sheet(vectors, 4), zoomOf(w) * 2,
                                           path + " eigenvectors"),
                           "A row for each form: the eigenvectors of its four "
                           "eigenvalues of the largest magnitude");
      return text;
    });
    return out.empty() ? "" : "<h2>Quadratic forms</h2>" + out;
  }

  std::string projections() {
    std::string out = eachParam([&](const std::string &path,
                                    const Array &array) -> std::string {
      const std::vector<int64_t> &shape = array.shape;
      if (shape.size() < 2 || shape.size() > 3 ||
          (shape.size() == 3 && shape[1] == shape[2]))
        return "";
      auto [h, w] = imageOf(shape.back());
      // What is masked is shown as dendrites.
      if (h == 0 || maskOf(path, array))
        return "";
      std::vector<double> numbers = realsOf(array);
      int64_t rank = shape.size() == 3 ? shape[1] : 1;
      int64_t count =
          std::min(array.elements / shape.back(),
                   shape.size() == 3 ? mostPictures * 4 : mostPictures);
      std::vector<Image> images;
      for (int64_t k = 0; k < count; ++k)
        images.push_back(signedImage(numbers.data() + k * shape.back(), w, h));
      bool isLowRank = shape.size() == 3;
      return htmlFigure(
          learned.picture(sheet(images, isLowRank ? rank : mostColumns),
                          zoomOf(w), path),
          fmt::format("<code>{}</code> {}: {}", escaped(path),
                      rt::shapeText(shape),
                      isLowRank ? "a row for each neuron, its projections"
                                : fmt::format("{} of {} rows", count,
                                              array.elements / shape.back())));
    });
    return out.empty() ? "" : "<h2>Projections of the input</h2>" + out;
  }

  std::string filters() {
    std::string out = eachParam(
        [&](const std::string &path, const Array &array) -> std::string {
          const std::vector<int64_t> &shape = array.shape;
          if (shape.size() != 4 || shape[2] * shape[3] < 4 || shape[3] > 32)
            return "";
          std::vector<double> numbers = realsOf(array);
          int64_t size = shape[2] * shape[3],
                  count = std::min(shape[0] * shape[1], 4 * mostPictures);
          std::vector<Image> images;
          for (int64_t k = 0; k < count; ++k)
            images.push_back(
                signedImage(numbers.data() + k * size, shape[3], shape[2]));
          return htmlFigure(
              learned.picture(sheet(images, shape[1] > 1 && shape[1] <= 32
                                                ? shape[1]
                                                : mostColumns),
                              std::max(3, zoomOf(shape[3]) / 2), path),
              fmt::format("<code>{}</code> {}: {} of {} filters", escaped(path),
                          rt::shapeText(shape), count, shape[0] * shape[1]));
        });
    return out.empty() ? "" : "<h2>Filters</h2>" + out;
  }

  /// The numbers of a parameter that its mask leaves.
  std::vector<double> liveNumbers(const std::string &path,
                                  const Array &array) const {
    std::vector<double> numbers = realsOf(array);
    if (const Array *mask = maskOf(path, array)) {
      std::vector<double> isLive = realsOf(*mask), live;
      for (size_t i = 0; i < numbers.size(); ++i)
        if (isLive[i] != 0)
          live.push_back(numbers[i]);
      return live;
    }
    return numbers;
  }

  std::string weightHistograms() {
    size_t left = 200;
    return "<h2>Weights</h2>" +
           eachParam([&](const std::string &path,
                         const Array &array) -> std::string {
             if (array.elements == 0 || left == 0)
               return "";
             --left;
             std::vector<double> numbers = liveNumbers(path, array);
             if (numbers.empty())
               return "";
             auto [low, high] =
                 std::minmax_element(numbers.begin(), numbers.end());
             double from = *low, to = *high > from ? *high : from + 1e-9;
             Summary s = summarise(numbers);
             return htmlFigure(
                 svgHistogram(histogram(numbers, from, to, 40), from, to, path),
                 fmt::format("<code>{}</code> {}{}: mean {:.3g}, std {:.3g}",
                             escaped(path), rt::shapeText(array.shape),
                             std::ssize(numbers) < array.elements
                                 ? fmt::format(", {} live", numbers.size())
                                 : std::string(),
                             s.mean, numbers.size() > 1 ? s.deviation : 0));
           });
  }

  const Learned &learned;
};

} // namespace

std::string learnedPictures(const Learned &learned) {
  return Pictures(learned).run();
}

} // namespace dnd::door
