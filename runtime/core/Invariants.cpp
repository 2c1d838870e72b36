//===- Invariants.cpp - What weights from a file must keep ----------------===//
//
// All offending places are counted before the first one is reported.
//
//===----------------------------------------------------------------------===//
#include "runtime/core/Invariants.h"

#include "runtime/core/Error.h"
#include "runtime/core/Tables.h"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <set>

namespace dnd::rt {

std::string placeText(int64_t element, const std::vector<int64_t> &shape) {
  std::vector<int64_t> place(shape.size());
  for (size_t d = shape.size(); d-- > 0;) {
    int64_t extent = std::max<int64_t>(shape[d], 1);
    place[d] = element % extent;
    element /= extent;
  }
  return shapeText(place);
}

namespace {

/// Counts places and keeps the first.
struct Offences {
  int64_t count = 0, first = -1;
  void add(int64_t element) {
    if (count++ == 0)
      first = element;
  }
};

class Check {
public:
  Check(const Session &session, const std::string &path)
      : session(session), model(session.model()), path(path) {}

  void run() const {
    for (size_t i = 0; i < model.tables.size(); ++i)
      checkTable(i);
    for (size_t i = 0; i < model.params.size(); ++i)
      if (model.params[i].mask >= 0)
        checkMasked(i);
  }

private:
  double number(const TableInfo &table, size_t i, int64_t element) const {
    const Buffer &buffer = session.tables[i];
    return table.type == ElementType::I32
               ? static_cast<double>(buffer.as<int32_t>()[element])
               : session.real(buffer, element);
  }

  void checkMasked(size_t i) const {
    const ParamInfo &param = model.params[i];
    auto mask = static_cast<size_t>(param.mask);
    const TableInfo &table = model.tables[mask];
    Offences offences;
    for (int64_t k = 0; k < param.elements && table.elements; ++k)
      if (session.real(session.tables[mask], k % table.elements) == 0 &&
          session.real(session.params[i], k) != 0)
        offences.add(k);
    if (offences.count)
      refuse(fmt::format("'{}' has {} where its mask '{}' is 0, the first at "
                         "{}",
                         param.path, numbers(offences.count), table.path,
                         placeText(offences.first, param.shape)),
             "multiply the weights by the mask of the same file");
  }

  void checkTable(size_t i) const {
    const TableInfo &table = model.tables[i];
    if (table.gen.fn == "class_weights")
      return checkClassWeights(i);
    if (!dependsOnSeed(table))
      return checkFixed(i);
    if (table.type == ElementType::F32)
      return checkMask(i);
    if (table.gen.fn != "values")
      checkDistinct(i);
  }

  /// A rule without chance makes one table only.
  void checkFixed(size_t i) const {
    const TableInfo &table = model.tables[i];
    Buffer made(static_cast<size_t>(table.elements) * 4);
    generateTable(table, 0, made.data());
    Offences offences;
    for (int64_t k = 0; k < table.elements; ++k) {
      bool isRight =
          table.type == ElementType::I32
              ? session.tables[i].as<int32_t>()[k] == made.as<int32_t>()[k]
              : static_cast<float>(number(table, i, k)) == made.as<float>()[k];
      if (!isRight)
        offences.add(k);
    }
    if (offences.count)
      refuse(fmt::format("table '{}' has {} other than the model's {}, the "
                         "first at {}",
                         table.path, numbers(offences.count), table.gen.fn,
                         placeText(offences.first, table.shape)),
             "leave the table out of the file: the model knows it");
  }

  /// Training has scaled them.
  void checkClassWeights(size_t i) const {
    const TableInfo &table = model.tables[i];
    Offences offences;
    for (int64_t k = 0; k < table.elements; ++k)
      if (double v = number(table, i, k); !(v > 0 && std::isfinite(v)))
        offences.add(k);
    if (offences.count)
      refuse(fmt::format("table '{}' has {} that is no positive weight, the "
                         "first at {}",
                         table.path, numbers(offences.count),
                         placeText(offences.first, table.shape)),
             "leave the table out of the file: the model knows it");
  }

  void checkMask(size_t i) const {
    const TableInfo &table = model.tables[i];
    Offences offences;
    for (int64_t k = 0; k < table.elements; ++k)
      if (double v = number(table, i, k); v != 0 && v != 1)
        offences.add(k);
    if (offences.count)
      refuse(fmt::format("mask '{}' has {} other than 0 and 1, the first at {}",
                         table.path, numbers(offences.count),
                         placeText(offences.first, table.shape)));
  }

  void checkDistinct(size_t i) const {
    const TableInfo &table = model.tables[i];
    int64_t width = table.shape.empty() ? 1 : table.shape.back();
    Offences offences;
    for (int64_t row = 0; width && row < table.elements; row += width) {
      std::set<double> seen;
      for (int64_t k = row; k < row + width; ++k)
        if (!seen.insert(number(table, i, k)).second)
          offences.add(k);
    }
    if (offences.count)
      refuse(fmt::format("table '{}' repeats {} within a row, the first at "
                         "{}; {} draws different ones",
                         table.path, numbers(offences.count),
                         placeText(offences.first, table.shape), table.gen.fn));
  }

  static std::string numbers(int64_t count) {
    return fmt::format("{} number{}", count, count == 1 ? "" : "s");
  }

  [[noreturn]] void refuse(const std::string &why,
                           const std::string &remedy = {}) const {
    throw Error(Exit::Data,
                fmt::format("the weights in '{}' do not fit network '{}': {}",
                            path, model.network, why),
                remedy);
  }

  const Session &session;
  const Model &model;
  const std::string &path;
};

} // namespace

void checkInvariants(const Session &session, const std::string &path) {
  Check(session, path).run();
}

} // namespace dnd::rt
