//===- Session.cpp - One instance of a model in memory --------------------===//
//
// Buffers of a batch are sized for a multiple of DND_BATCH_ROUND samples, as
// the arena is.
//
//===----------------------------------------------------------------------===//
#include "runtime/core/Session.h"

#include "runtime/core/Error.h"
#include "runtime/core/Init.h"
#include "runtime/core/Tables.h"

#include <fmt/core.h>

#include <algorithm>

namespace dnd::rt {

Session::Session(const Model &model, Precision precision)
    : owner(model), kind(precision) {
  double bytes = 0;
  try {
    for (const ParamInfo &p : model.params) {
      bytes += static_cast<double>(p.elements) * realSize();
      params.emplace_back(static_cast<size_t>(p.elements) * realSize());
    }
    for (const TableInfo &t : model.tables) {
      bytes += static_cast<double>(t.elements) * widthOf(t.type);
      tables.emplace_back(static_cast<size_t>(t.elements) * widthOf(t.type));
    }
    for (const StateInfo &s : model.states) {
      bytes += static_cast<double>(s.elements) * realSize();
      state.emplace_back(static_cast<size_t>(s.elements) * realSize());
    }
  } catch (const std::bad_alloc &) {
    throw Error(
        Exit::Memory,
        fmt::format(
            "not enough memory for the parameters: more than {} are needed",
            bytesText(bytes)),
        "make the network smaller, for instance by a low rank");
  }
  hyper = Buffer(model.hyper.size() * realSize());
  loss = Buffer(realSize());
}

static void drawWeights(const Model &model, uint64_t seed,
                        std::vector<Buffer> &params,
                        std::vector<Buffer> &tables,
                        std::vector<Buffer> &states) {
  for (const TableInfo &t : model.tables) {
    Buffer b(static_cast<size_t>(t.elements) * 4);
    generateTable(t, seed, b.data());
    tables.push_back(std::move(b));
  }
  MaskLookup masks = [&](std::string_view path) -> std::span<const float> {
    for (size_t i = 0; i < model.tables.size(); ++i)
      if (model.tables[i].path == path &&
          model.tables[i].type == ElementType::F32)
        return {tables[i].as<float>(),
                static_cast<size_t>(model.tables[i].elements)};
    return {};
  };
  auto draw = [&](const auto &info, std::vector<Buffer> &to) {
    Buffer b(static_cast<size_t>(info.elements) * 4);
    initialise(info.init, info.path, info.shape, seed, masks,
               {b.as<float>(), static_cast<size_t>(info.elements)});
    to.push_back(std::move(b));
  };
  for (const ParamInfo &p : model.params)
    draw(p, params);
  for (const StateInfo &s : model.states)
    draw(s, states);
}

/// Copies reals from f32 into the precision of `session`.
static void widen(const Session &session, const Buffer &from, Buffer &to,
                  int64_t count) {
  for (int64_t i = 0; i < count; ++i)
    session.setReal(to, i, from.as<float>()[i]);
}

void Session::initialise(uint64_t seed) {
  std::vector<Buffer> newParams, newTables, newStates;
  drawWeights(owner, seed, newParams, newTables, newStates);
  if (kind == Precision::F32) {
    // Copied, not exchanged: calls hold pointers to the buffers.
    for (size_t i = 0; i < params.size(); ++i)
      std::memcpy(params[i].data(), newParams[i].data(), params[i].size());
    for (size_t i = 0; i < tables.size(); ++i)
      std::memcpy(tables[i].data(), newTables[i].data(), tables[i].size());
    for (size_t i = 0; i < state.size(); ++i)
      std::memcpy(state[i].data(), newStates[i].data(), state[i].size());
  } else {
    for (size_t i = 0; i < params.size(); ++i)
      widen(*this, newParams[i], params[i], owner.params[i].elements);
    for (size_t i = 0; i < state.size(); ++i)
      widen(*this, newStates[i], state[i], owner.states[i].elements);
    for (size_t i = 0; i < tables.size(); ++i)
      if (owner.tables[i].type == ElementType::F32)
        widen(*this, newTables[i], tables[i], owner.tables[i].elements);
      else
        std::memcpy(tables[i].data(), newTables[i].data(), tables[i].size());
  }
  for (Buffer &b : slots)
    b.clear();
}

void Session::copyWeights(const Session &other) {
  auto copy = [&](const Buffer &from, Buffer &to, int64_t count) {
    for (int64_t i = 0; i < count; ++i)
      setReal(to, i, other.real(from, i));
  };
  for (size_t i = 0; i < params.size(); ++i)
    copy(other.params[i], params[i], owner.params[i].elements);
  for (size_t i = 0; i < state.size(); ++i)
    copy(other.state[i], state[i], owner.states[i].elements);
  for (size_t i = 0; i < tables.size(); ++i)
    if (owner.tables[i].type == ElementType::F32)
      copy(other.tables[i], tables[i], owner.tables[i].elements);
    else
      std::memcpy(tables[i].data(), other.tables[i].data(), tables[i].size());
}

void Session::prepareSlots() {
  slots.clear();
  for (const SlotInfo &s : owner.slotList())
    slots.emplace_back(static_cast<size_t>(s.elements) * realSize());
  point();
}

void Session::prepare(const std::vector<const dnd_entry *> &entries,
                      int64_t batch, bool gradients) {
  int64_t rounded =
      (batch + DND_BATCH_ROUND - 1) / DND_BATCH_ROUND * DND_BATCH_ROUND;
  double arenaBytes = 0, bytes = 0;
  for (const dnd_entry *e : entries)
    arenaBytes = std::max(arenaBytes, static_cast<double>(e->arena_fixed) +
                                          static_cast<double>(rounded) *
                                              e->arena_per_sample);
  auto make = [&](int64_t elements, size_t width) {
    double need = static_cast<double>(elements) * rounded * width;
    bytes += need;
    if (need > 1e14)
      throw std::bad_alloc();
    return Buffer(static_cast<size_t>(elements * rounded) * width);
  };
  // The entries that know them are of double precision alone.
  auto addDetached = [&](std::vector<Buffer> &list) {
    if (kind == Precision::F64)
      for (int64_t elements : owner.detached)
        list.push_back(make(elements, realSize()));
  };
  try {
    if (rounded > room) {
      inputs.clear(), targets.clear(), outputs.clear();
      for (const InputInfo &i : owner.inputs)
        inputs.push_back(make(i.elements, widthOf(i.type)));
      for (const TargetInfo &t : owner.targets)
        targets.push_back(make(t.words(), t.isWhole() ? 4 : realSize()));
      for (const OutputInfo &o : owner.outputs)
        outputs.push_back(make(o.elements, realSize()));
      addDetached(outputs);
    }
    if (gradients && (!haveGradients || rounded > room)) {
      paramGrads.clear(), inputGrads.clear(), cotangents.clear();
      for (const ParamInfo &p : owner.params) {
        bytes += static_cast<double>(p.elements) * realSize();
        paramGrads.emplace_back(static_cast<size_t>(p.elements) * realSize());
      }
      for (const InputInfo &i : owner.inputs)
        inputGrads.push_back(i.type == ElementType::F32
                                 ? make(i.elements, realSize())
                                 : Buffer());
      for (const OutputInfo &o : owner.outputs)
        cotangents.push_back(make(o.elements, realSize()));
      addDetached(cotangents);
      haveGradients = true;
    }
    if (arenaBytes > static_cast<double>(arena.size())) {
      bytes += arenaBytes;
      if (arenaBytes > 1e14)
        throw std::bad_alloc();
      arena = Buffer();
      arena = Buffer(static_cast<size_t>(arenaBytes));
    }
  } catch (const std::bad_alloc &) {
    throw Error(
        Exit::Memory,
        fmt::format("not enough memory for a batch of {}: {} are needed", batch,
                    bytesText(std::max(bytes, arenaBytes))),
        "use a smaller batch (--batch)");
  }
  room = std::max(room, rounded);
  point();
}

void Session::point() {
  pointers.clear();
  std::vector<size_t> starts;
  std::vector<Buffer> *const arrays[] = {
      &inputs, &targets, &outputs,    &params,     &tables,
      &state,  &slots,   &paramGrads, &inputGrads, &cotangents};
  for (std::vector<Buffer> *list : arrays) {
    starts.push_back(pointers.size());
    for (Buffer &b : *list)
      pointers.push_back(b.data());
  }
  pointers.push_back(nullptr); // so that no array is null itself
  auto at = [&](size_t i) { return pointers.data() + starts[i]; };
  call.inputs = at(0);
  call.targets = at(1);
  call.outputs = at(2);
  call.params = at(3);
  call.tables = at(4);
  call.state = at(5);
  call.slots = at(6);
  call.param_grads = at(7);
  call.input_grads = at(8);
  call.cotangents = at(9);
  call.hyper = hyper.data();
  call.loss = loss.data();
  call.arena = arena.data();
}

void Session::run(const dnd_entry &entry, int64_t batch) {
  call.batch = batch;
  call.seed = &seed;
  call.step = &step;
  entry.run(&call);
}

} // namespace dnd::rt
