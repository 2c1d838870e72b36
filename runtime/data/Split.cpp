//===- Split.cpp - Parts of a set of samples ------------------------------===//
//
// Test parts by class with their totals reconciled, validation parts by chance.
//
//===----------------------------------------------------------------------===//
#include "runtime/core/Error.h"
#include "runtime/core/Random.h"
#include "runtime/data/Readers.h"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>

namespace dnd::rt {

RawPart selectRows(const RawPart &part, const std::vector<int64_t> &rows) {
  RawPart out;
  out.source = part.source;
  out.count = static_cast<int64_t>(rows.size());
  out.labelFile = part.labelFile;
  out.inputFile = part.inputFile;
  out.valueWidth = part.valueWidth;
  out.placesAreLines = part.placesAreLines;
  auto compose = [&](const std::vector<int64_t> &outer) {
    std::vector<int64_t> list = rows;
    if (!outer.empty())
      for (int64_t &row : list)
        row = outer[static_cast<size_t>(row)];
    return list;
  };
  out.rows = compose(part.rows);
  // Messages name the place in the file, however samples were split.
  out.places = compose(part.places);
  int64_t total = std::max<int64_t>(part.count, 1);
  auto copy = [&](const auto &from, auto &to) {
    size_t width = from.size() / static_cast<size_t>(total);
    to.reserve(rows.size() * width);
    for (int64_t r : rows)
      to.insert(to.end(), from.begin() + r * static_cast<int64_t>(width),
                from.begin() + (r + 1) * static_cast<int64_t>(width));
  };
  copy(part.labels, out.labels);
  copy(part.values, out.values);
  return out;
}

std::vector<int64_t> sharesOfClasses(const std::vector<int64_t> &counts,
                                     double share) {
  std::vector<int64_t> taken(counts.size());
  std::vector<double> rest(counts.size());
  double all = 0;
  int64_t total = 0;
  for (size_t c = 0; c < counts.size(); ++c) {
    double exact = static_cast<double>(counts[c]) * share;
    taken[c] = std::min(static_cast<int64_t>(exact), counts[c] - 1);
    rest[c] = exact - static_cast<double>(taken[c]);
    all += static_cast<double>(counts[c]);
    total += taken[c];
  }
  // What rounding down left over goes, one by one, to the classes that lack
  // most of their share.
  for (int64_t wanted = std::llround(all * share); total < wanted; ++total) {
    size_t best = counts.size();
    for (size_t c = 0; c < counts.size(); ++c)
      if (taken[c] < counts[c] - 1 &&
          (best == counts.size() || rest[c] > rest[best]))
        best = c;
    if (best == counts.size())
      break;
    ++taken[best];
    rest[best] -= 1;
  }
  return taken;
}

/// The class of a sample; 0 for all without classes.
static int64_t classOf(const RawPart &part, int64_t i) {
  bool byClass = static_cast<int64_t>(part.labels.size()) == part.count;
  return byClass ? part.labels[static_cast<size_t>(i)] : 0;
}

static std::vector<int64_t> shuffled(int64_t count, uint64_t seed,
                                     const char *stream) {
  std::vector<int64_t> order(static_cast<size_t>(count));
  std::iota(order.begin(), order.end(), int64_t{0});
  RandomSequence random(seed, streamOf(stream));
  random.shuffle(order);
  return order;
}

void splitTest(RawData &data, double share, uint64_t seed) {
  RawPart &all = data.train;
  if (!(share > 0 && share < 1))
    throw Error(Exit::Data, "test_split must lie between 0 and 1");
  std::map<int64_t, std::vector<int64_t>> classes;
  for (int64_t i : shuffled(all.count, seed, "data.test_split"))
    classes[classOf(all, i)].push_back(i);
  std::vector<int64_t> counts;
  for (const auto &[label, members] : classes)
    counts.push_back(std::ssize(members));
  std::vector<int64_t> taken = sharesOfClasses(counts, share), train, test;
  size_t c = 0;
  for (const auto &[label, members] : classes) {
    auto end = members.begin() + taken[c++];
    test.insert(test.end(), members.begin(), end);
    train.insert(train.end(), end, members.end());
  }
  if (test.empty())
    throw Error(Exit::Data,
                fmt::format("{}: test_split = {:.6g} of {} samples in {} "
                            "classes leaves no test samples",
                            all.shownFile(), share, all.count, counts.size()),
                "take a larger share; the last sample of a class stays in "
                "training");
  // Files are often sorted by class; keep the order of the file.
  std::sort(train.begin(), train.end());
  std::sort(test.begin(), test.end());
  data.test = selectRows(all, test);
  data.train = selectRows(all, train);
  data.hasTest = true;
}

/// Exchanges the last sample of a class among the held ones for one of a class
/// that training has more of. `order` holds the training samples and behind
/// them, from `train` on, the held ones.
static void keepClasses(const RawPart &part, std::vector<int64_t> &order,
                        size_t train) {
  std::map<int64_t, int64_t> left;
  for (size_t i = 0; i < train; ++i)
    ++left[classOf(part, order[i])];
  for (size_t i = train; i < order.size(); ++i) {
    int64_t label = classOf(part, order[i]);
    if (left[label] > 0)
      continue;
    size_t other = train;
    for (size_t k = train; k-- > 0 && other == train;)
      if (left[classOf(part, order[k])] > 1)
        other = k;
    if (other == train)
      return; // fewer training samples than classes
    --left[classOf(part, order[other])];
    ++left[label];
    std::swap(order[i], order[other]);
  }
}

void splitValidation(RawData &data, double share, uint64_t seed) {
  int64_t count = data.train.count;
  int64_t held = std::llround(static_cast<double>(count) * share);
  if (held < 1 || held >= count)
    throw Error(
        Exit::Usage,
        fmt::format("{}: --val-split {:.6g} of {} samples leaves {} samples",
                    data.train.shownFile(), share, count,
                    held < 1 ? "no validation" : "no training"));
  std::vector<int64_t> order = shuffled(count, seed, "data.validation_split");
  keepClasses(data.train, order, static_cast<size_t>(count - held));
  data.validation = selectRows(data.train, {order.end() - held, order.end()});
  order.resize(static_cast<size_t>(count - held));
  data.train = selectRows(data.train, order);
  data.hasValidation = true;
}

} // namespace dnd::rt
