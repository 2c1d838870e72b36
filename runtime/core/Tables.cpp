//===- Tables.cpp - Contents of index and mask tables ---------------------===//
//
// Receptive fields, random and block masks, choices, permutations and given
// values, as index table (i32) or 0/1 mask (f32).
//
//===----------------------------------------------------------------------===//
#include "runtime/core/Tables.h"

#include "runtime/core/Error.h"
#include "runtime/core/ReceptiveField.h"

#include <fmt/core.h>

#include <algorithm>
#include <numeric>

namespace dnd::rt {
namespace {

class Generator {
public:
  Generator(const TableInfo &table, uint64_t seed, void *out)
      : table(table), random(seed, streamOf(table.path)), out(out) {}

  void run() {
    const std::string &fn = table.gen.fn;
    if (fn == "receptive_field")
      return receptiveField();
    if (fn == "random_mask")
      return randomMask();
    if (fn == "block_mask")
      return blockMask();
    if (fn == "choice")
      return choice();
    if (fn == "permutation")
      return permutation();
    if (fn == "values" || (fn == "class_weights" && table.gen.find("data", 0)))
      return values();
    if (fn == "ones" || fn == "zeros" || fn == "class_weights") {
      for (int64_t i = 0; i < table.elements; ++i)
        put(i, fn != "zeros");
      return;
    }
    fail(fmt::format("knows no rule '{}'", fn));
  }

private:
  [[noreturn]] void fail(const std::string &why) const {
    throw Error(Exit::Data, fmt::format("table '{}' of shape {} {}", table.path,
                                        shapeText(table.shape), why));
  }
  bool isMask() const { return table.type == ElementType::F32; }
  void put(int64_t i, double value) {
    if (isMask())
      static_cast<float *>(out)[i] = static_cast<float>(value);
    else
      static_cast<int32_t *>(out)[i] = static_cast<int32_t>(value);
  }
  int64_t whole(std::string_view name, size_t position,
                int64_t fallback) const {
    std::optional<int64_t> number = wholeNumber(
        table.gen.number(name, position, static_cast<double>(fallback)));
    if (!number)
      fail(fmt::format("needs a whole number '{}'", name));
    return *number;
  }
  int64_t lastExtent() const {
    if (table.shape.empty())
      fail("has no dimension");
    return table.shape.back();
  }
  int64_t rows() const {
    return lastExtent() ? table.elements / lastExtent() : 0;
  }

  PixelGrid grid() const {
    const Value *over = table.gen.find("over", 1);
    std::vector<int64_t> extents;
    if (over && over->isNumber())
      extents = {1, wholeNumber(over->number()).value_or(0)};
    else if (over)
      for (const Value &v : over->items)
        extents.push_back(wholeNumber(v.number()).value_or(0));
    if (extents.size() == 1)
      extents.insert(extents.begin(), 1);
    if (extents.size() != 2 && extents.size() != 3)
      fail("needs over = [height, width] or [height, width, channels]");
    PixelGrid g{extents[0], extents[1], extents.size() == 3 ? extents[2] : 1};
    if (g.height < 1 || g.width < 1 || g.channels < 1 || g.height > (1 << 24) ||
        g.width > (1 << 24) || g.channels > (1 << 24))
      fail("has an empty or impossible grid to look at");
    return g;
  }

  void receptiveField() {
    std::string name = table.gen.string("field", 0, "local");
    FieldKind kind = name == "local"    ? FieldKind::Local
                     : name == "global" ? FieldKind::Global
                                        : FieldKind::Random;
    if (kind == FieldKind::Random && name != "random")
      fail(fmt::format("knows no field '{}'; use local, global or random",
                       name));
    PixelGrid g = grid();
    int64_t synapses = isMask() ? whole("synapses", 3, -1) : lastExtent();
    int64_t dendrites = rows();
    if (isMask() && lastExtent() != g.inputs())
      fail(fmt::format(
          "is a mask over {} inputs; its last dimension must have that size",
          g.inputs()));
    if (synapses < 1)
      fail("needs the number of synapses of a dendrite");
    if (synapses > g.inputs())
      fail(fmt::format(
          "wants {} synapses for each dendrite, but there are {} inputs",
          synapses, g.inputs()));
    if (kind != FieldKind::Random && synapses % g.channels != 0)
      fail(fmt::format(
          "wants {} synapses, no multiple of the {} channels of a pixel",
          synapses, g.channels));
    int64_t perSoma = dendritesPerSoma(kind, dendrites, g);
    std::vector<int64_t> fields =
        drawReceptiveFields(random, g, kind, dendrites, synapses, perSoma);
    for (size_t i = 0; i < fields.size(); ++i) {
      int64_t at = static_cast<int64_t>(i);
      if (isMask())
        put(at / synapses * g.inputs() + fields[i], 1);
      else
        put(at, static_cast<double>(fields[i]));
    }
  }

  int64_t dendritesPerSoma(FieldKind kind, int64_t dendrites,
                           const PixelGrid &g) const {
    if (kind != FieldKind::Global)
      return 1;
    // A table [somata, dendrites, synapses] says it by its shape.
    int64_t implied =
        table.shape.size() > 2 ? table.shape[table.shape.size() - 2] : -1;
    int64_t perSoma = whole("per_soma", 2, implied);
    if (perSoma < 1)
      fail("needs per_soma, the number of dendrites of one soma");
    if (dendrites % perSoma != 0)
      fail(fmt::format("has {} dendrites, no multiple of per_soma = {}",
                       dendrites, perSoma));
    if (perSoma > g.pixels())
      fail(fmt::format("wants {} dendrite centres for each soma on {} pixels",
                       perSoma, g.pixels()));
    return perSoma;
  }

  void randomMask() {
    int64_t count = whole("count", 0, -1);
    if (count < 0 || count > table.elements)
      fail(fmt::format("cannot hold {} ones", count));
    // Floyd's method: each set of `count` places is equally likely.
    std::vector<bool> chosen(static_cast<size_t>(table.elements));
    for (int64_t j = table.elements - count; j < table.elements; ++j) {
      auto t = random.below(static_cast<uint64_t>(j) + 1);
      chosen[chosen[t] ? static_cast<size_t>(j) : t] = true;
    }
    for (int64_t i = 0; i < table.elements; ++i)
      put(i, chosen[static_cast<size_t>(i)]);
  }

  void blockMask() {
    if (table.shape.size() < 2)
      fail("needs two dimensions for a block mask");
    int64_t r = table.shape[table.shape.size() - 2], c = table.shape.back();
    int64_t large = std::max(r, c), small = std::min(r, c);
    if (small < 1 || large % small != 0)
      fail(fmt::format(
          "cannot be divided into equal blocks: {} does not divide {}", small,
          large));
    for (int64_t i = 0; i < table.elements; ++i) {
      int64_t row = i / c % r, column = i % c, size = large / small;
      put(i, r >= c ? row / size == column : column / size == row);
    }
  }

  void choice() {
    int64_t range = whole("range", 0, table.range);
    int64_t n = lastExtent();
    if (range < n || range > INT32_MAX)
      fail(fmt::format("cannot hold {} different numbers below {}", n, range));
    for (int64_t r = 0; r < rows(); ++r) {
      std::vector<int64_t> row = drawDistinct(random, range, n);
      std::sort(row.begin(), row.end());
      for (int64_t i = 0; i < n; ++i)
        put(r * n + i, static_cast<double>(row[static_cast<size_t>(i)]));
    }
  }

  void permutation() {
    int64_t n = lastExtent();
    for (int64_t r = 0; r < rows(); ++r) {
      std::vector<int64_t> row(static_cast<size_t>(n));
      std::iota(row.begin(), row.end(), int64_t{0});
      random.shuffle(row);
      for (int64_t i = 0; i < n; ++i)
        put(r * n + i, static_cast<double>(row[static_cast<size_t>(i)]));
    }
  }

  void flatten(const Value &v, int64_t &at) {
    if (v.isList()) {
      for (const Value &item : v.items)
        flatten(item, at);
      return;
    }
    if (!v.isNumber() || at >= table.elements)
      fail("does not fit its values");
    if (!isMask() && !(v.number() >= INT32_MIN && v.number() <= INT32_MAX))
      fail("has a value that is no 32-bit index");
    put(at++, v.number());
  }
  void values() {
    const Value *data = table.gen.find("data", 0);
    int64_t at = 0;
    if (data)
      flatten(*data, at);
    if (at != table.elements)
      fail(fmt::format("has only {} values", at));
  }

  const TableInfo &table;
  RandomSequence random;
  void *out;
};

} // namespace

void generateTable(const TableInfo &table, uint64_t seed, void *out) {
  Generator(table, seed, out).run();
  checkTable(table, out, "the rule of the model");
}

bool dependsOnSeed(const TableInfo &table) {
  const std::string &fn = table.gen.fn;
  return fn != "values" && fn != "block_mask" && fn != "ones" &&
         fn != "zeros" && fn != "class_weights";
}

void checkTable(const TableInfo &table, const void *data,
                const std::string &source) {
  if (table.type != ElementType::I32 || table.range <= 0)
    return;
  const auto *indices = static_cast<const int32_t *>(data);
  for (int64_t i = 0; i < table.elements; ++i)
    if (indices[i] < 0 || indices[i] >= table.range)
      throw Error(Exit::Data,
                  fmt::format("table '{}' from {} holds {} at position {}; its "
                              "indices must lie in 0..{}",
                              table.path, source, indices[i], i,
                              table.range - 1));
}

} // namespace dnd::rt
