//===- Model.cpp - Models and their small queries -------------------------===//
//
// Entry look-up, rule arguments, counts; the parsing is in Descriptor.cpp.
//
//===----------------------------------------------------------------------===//
#include "runtime/core/Model.h"

#include "runtime/core/Error.h"

#include <fmt/core.h>

#include <algorithm>
#include <stdexcept>

namespace dnd::rt {

int64_t elementCount(const std::vector<int64_t> &shape) {
  int64_t count = 1;
  for (int64_t extent : shape) {
    if (extent < 0 || __builtin_mul_overflow(count, extent, &count) ||
        count > (int64_t{1} << 46))
      throw std::overflow_error("shape " + shapeText(shape) + " is too large");
  }
  return count;
}

//===----------------------------------------------------------------------===//
// Rule
//===----------------------------------------------------------------------===//

const Value *Rule::find(std::string_view name, size_t position) const {
  for (const Value::Member &m : named)
    if (m.first == name)
      return &m.second;
  return position < args.size() ? &args[position] : nullptr;
}

double Rule::number(std::string_view name, size_t position,
                    double fallback) const {
  const Value *v = find(name, position);
  if (!v || v->isNull())
    return fallback;
  if (!v->isNumber())
    throw Error(Exit::Data,
                fmt::format("'{}' of {}(...) must be a number", name, fn));
  return v->number();
}

std::string Rule::string(std::string_view name, size_t position,
                         std::string_view fallback) const {
  const Value *v = find(name, position);
  if (!v || v->isNull())
    return std::string(fallback);
  if (!v->isString())
    throw Error(Exit::Data,
                fmt::format("'{}' of {}(...) must be a text", name, fn));
  return v->text;
}

std::string Rule::toText() const {
  std::string out = fn + "(";
  bool first = true;
  auto comma = [&] {
    if (!std::exchange(first, false))
      out += ", ";
  };
  for (const Rule &inner : of)
    comma(), out += inner.toText();
  if (!table.empty())
    comma(), out += table;
  for (const Value &v : args)
    comma(), out += v.dump();
  for (const Value::Member &m : named)
    comma(), out += fmt::format("{} = {}", m.first, m.second.dump());
  return out + ")";
}

//===----------------------------------------------------------------------===//
// Descriptor and Model
//===----------------------------------------------------------------------===//

int64_t Descriptor::parameterCount() const {
  int64_t count = 0;
  for (const ParamInfo &p : params)
    if (p.trainable)
      count += p.live;
  return count;
}

bool Recipe::hasMetric(std::string_view name) const {
  return std::any_of(metrics.begin(), metrics.end(),
                     [&](const RecipeCall &m) { return m.name() == name; });
}

bool Descriptor::isClassification() const {
  if (targets.empty())
    return false;
  if (targets[0].isLabel || isBinary())
    return true;
  return targets[0].elements > 1 &&
         std::any_of(recipe.metrics.begin(), recipe.metrics.end(),
                     [](const RecipeCall &m) {
                       return m.function().data == recipe::Data::Labels &&
                              m.name() != "normalized_margin";
                     });
}

bool Descriptor::isBinary() const {
  return !targets.empty() && !targets[0].isLabel && targets[0].classes == 2;
}

int64_t Descriptor::classCount() const {
  if (!isClassification())
    return 0;
  return targets[0].isLabel || isBinary() ? targets[0].classes
                                          : targets[0].elements;
}

const TableInfo *Descriptor::findTable(std::string_view path) const {
  for (const TableInfo &t : tables)
    if (t.path == path)
      return &t;
  return nullptr;
}

std::vector<SlotInfo> Descriptor::slotList() const {
  std::vector<SlotInfo> list;
  auto add = [&](const auto &infos) {
    for (const auto &info : infos)
      for (const std::string &name : info.slots)
        list.push_back({info.path, name, info.shape, info.elements});
  };
  add(params);
  add(states);
  return list;
}

bool Recipe::averages() const {
  return std::any_of(constants.begin(), constants.end(),
                     [](const auto &c) { return c.first == "ema.decay"; });
}

static std::string_view metaOf(const dnd_model &raw) {
  if (raw.abi_version != DND_ABI_VERSION)
    throw Error(Exit::Internal,
                fmt::format("the model was compiled for runtime interface {}, "
                            "this runtime has {}",
                            raw.abi_version, DND_ABI_VERSION),
                "compile the model again with the dndc of this runtime");
  if (!raw.meta || raw.meta_size < 0 || (raw.num_entries && !raw.entries))
    throw Error(Exit::Internal, "the model has no descriptor");
  return {raw.meta, static_cast<size_t>(raw.meta_size)};
}

Model::Model(const dnd_model &raw)
    : Descriptor(parseDescriptor(metaOf(raw))), deviceCode(raw.cuda) {
  for (uint32_t i = 0; i < raw.num_entries; ++i) {
    const dnd_entry &e = raw.entries[i];
    if (!e.name || !e.run || e.arena_fixed < 0 || e.arena_per_sample < 0)
      throw Error(Exit::Internal,
                  fmt::format("entry {} of the model is invalid", i));
    entryList.push_back(e);
  }
}

const dnd_entry *Model::find(std::string_view name) const {
  for (const dnd_entry &e : entryList)
    if (name == e.name)
      return &e;
  return nullptr;
}

const dnd_entry &Model::require(std::string_view name,
                                std::string_view purpose) const {
  if (const dnd_entry *e = find(name))
    return *e;
  throw Error(
      Exit::Usage,
      fmt::format("network '{}' cannot {}: it was compiled without '{}'",
                  network, purpose, name),
      recipe.present ? "compile the model again with all entries"
                     : fmt::format("add a 'train {} {{ ... }}' block to {}",
                                   network, source));
}

} // namespace dnd::rt
