//===- SeedSummary.cpp - Means over the runs of several seeds -------------===//
#include "runtime/report/SeedSummary.h"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>

namespace dnd::rt {

void SeedSummary::add(uint64_t seed, const std::string &run,
                      const Value &metrics) {
  entries.push_back({seed, run, metrics});
}

Value SeedSummary::metrics() const {
  Value out = Value::object();
  if (entries.empty())
    return out;
  for (const Value::Member &m : entries[0].metrics.members) {
    if (!m.first.starts_with("test_") && !m.first.starts_with("val_") &&
        !m.first.starts_with("train_"))
      continue;
    double sum = 0, square = 0, n = static_cast<double>(entries.size()),
           low = HUGE_VAL, high = -HUGE_VAL;
    auto number = [&](const Entry &entry) {
      const Value *v = entry.metrics.find(m.first);
      return v ? v->number() : NAN;
    };
    for (const Entry &entry : entries) {
      double x = number(entry);
      sum += x;
      low = std::min(low, x);
      high = std::max(high, x);
    }
    for (const Entry &entry : entries)
      square += std::pow(number(entry) - sum / n, 2);
    Value numbers = Value::object();
    numbers.set("mean", sum / n);
    numbers.set("std", n > 1 ? std::sqrt(square / (n - 1)) : 0);
    numbers.set("min", low);
    numbers.set("max", high);
    numbers.set("n", static_cast<int64_t>(entries.size()));
    out.set(m.first, std::move(numbers));
  }
  return out;
}

std::string SeedSummary::text() const {
  std::string out;
  for (const Value::Member &m : metrics().members) {
    auto number = [&](const char *name) {
      return m.second.find(name)->number();
    };
    out += fmt::format("{}  mean {:.6g}  sample std {:.6g}  min {:.6g}  max "
                       "{:.6g}  n = {}\n",
                       m.first, number("mean"), number("std"), number("min"),
                       number("max"), std::ssize(entries));
  }
  return out;
}

Value SeedSummary::record(const std::string &network) const {
  Value out = Value::object(), seeds = Value::list(), runs = Value::list();
  for (const Entry &entry : entries) {
    seeds.push(static_cast<int64_t>(entry.seed));
    runs.push(entry.run);
  }
  out.set("network", network);
  out.set("seeds", std::move(seeds));
  out.set("runs", std::move(runs));
  out.set("metrics", metrics());
  return out;
}

} // namespace dnd::rt
