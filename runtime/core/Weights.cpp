//===- Weights.cpp - Parameters, tables and states in files ---------------===//
//
// All problems of a file are found before one is reported, so that a wrong
// file is recognised at once.
//
//===----------------------------------------------------------------------===//
#include "runtime/core/Weights.h"

#include "runtime/core/Error.h"
#include "runtime/core/File.h"
#include "runtime/core/Invariants.h"
#include "runtime/core/Tables.h"
#include "runtime/data/Numpy.h"

#include <fmt/core.h>

#include <algorithm>
#include <charconv>
#include <cstdio>

namespace dnd::rt {

TensorFile readTensorFile(const std::string &path) {
  if (path.ends_with(".pt") || path.ends_with(".pth") ||
      path.ends_with(".ckpt"))
    throw Error(
        Exit::Data,
        fmt::format("'{}' is a pickle, which can run code; it is not read",
                    path),
        "convert it in Python: safetensors.torch.save_file(state, "
        "'weights.safetensors')");
  char start[2] = {0, 0};
  if (FILE *file = std::fopen(path.c_str(), "rbe")) {
    size_t got = std::fread(start, 1, 2, file);
    std::fclose(file);
    if (got == 2 && start[0] == 'P' && start[1] == 'K')
      return {{}, readNpz(path)};
  }
  return readSafetensors(path);
}

namespace {

/// A name of the model and its place in the session.
struct Slot {
  std::string name;
  const std::vector<int64_t> *shape;
  ElementType type;
  Buffer *buffer;
  const TableInfo *table;
};

std::vector<Slot> slotsOf(Session &session) {
  const Model &model = session.model();
  std::vector<Slot> slots;
  for (size_t i = 0; i < model.params.size(); ++i)
    slots.push_back({model.params[i].path, &model.params[i].shape,
                     ElementType::F32, &session.params[i], nullptr});
  for (size_t i = 0; i < model.tables.size(); ++i)
    slots.push_back({model.tables[i].path, &model.tables[i].shape,
                     model.tables[i].type, &session.tables[i],
                     &model.tables[i]});
  for (size_t i = 0; i < model.states.size(); ++i)
    slots.push_back({model.states[i].path, &model.states[i].shape,
                     ElementType::F32, &session.state[i], nullptr});
  return slots;
}

[[noreturn]] void misfit(const Session &session, const std::string &path,
                         const std::string &why) {
  throw Error(Exit::Data,
              fmt::format("the weights in '{}' do not fit network '{}': {}",
                          path, session.model().network, why),
              "see './model info' for the names and shapes of this network");
}

void fill(Session &session, const Slot &slot, const Array &array,
          const std::string &path) {
  if (slot.type == ElementType::I32) {
    int64_t wrong = convertTo(array, slot.buffer->as<int32_t>());
    if (wrong >= 0)
      misfit(session, path,
             fmt::format("'{}' is an index table, but its element {} is no "
                         "32-bit whole number",
                         slot.name, wrong));
  } else if (session.precision() == Precision::F32) {
    convertTo(array, slot.buffer->as<float>());
  } else {
    convertTo(array, slot.buffer->as<double>());
  }
  if (slot.table)
    checkTable(*slot.table, slot.buffer->data(), fmt::format("'{}'", path));
}

/// Makes a table again that a file may leave out.
void regenerate(Session &session, const Slot &slot) {
  Buffer values(static_cast<size_t>(slot.table->elements) * 4);
  generateTable(*slot.table, 0, values.data());
  for (int64_t i = 0; i < slot.table->elements; ++i) {
    if (slot.type == ElementType::I32)
      slot.buffer->as<int32_t>()[i] = values.as<int32_t>()[i];
    else
      session.setReal(*slot.buffer, i, values.as<float>()[i]);
  }
}

} // namespace

void loadWeights(const TensorFile &file, const std::string &path,
                 Session &session, std::string_view prefix) {
  std::vector<Slot> slots = slotsOf(session);
  std::vector<std::string> names;
  for (const Slot &s : slots)
    names.push_back(s.name);
  for (const NamedArray &a : file.arrays) {
    if (!prefix.empty())
      continue;
    if (std::find(names.begin(), names.end(), a.name) == names.end())
      misfit(session, path,
             fmt::format(
                 "it holds '{}' of shape {}, which the network does not have{}",
                 a.name, shapeText(a.array.shape), didYouMean(a.name, names)));
  }
  std::string missing;
  int64_t missingCount = 0;
  for (const Slot &s : slots) {
    const Array *array =
        findArray(file.arrays, fmt::format("{}{}", prefix, s.name));
    if (!array) {
      if (s.table && !dependsOnSeed(*s.table)) {
        regenerate(session, s);
        continue;
      }
      if (++missingCount <= 3)
        missing += fmt::format("{}'{}' {}", missing.empty() ? "" : ", ", s.name,
                               shapeText(*s.shape));
      continue;
    }
    if (array->shape == *s.shape)
      continue;
    std::vector<int64_t> turned(array->shape.rbegin(), array->shape.rend());
    bool fitsTurned = turned.size() == 2 && turned == *s.shape;
    misfit(session, path,
           fmt::format("'{}' has shape {} there and {} in the network{}",
                       s.name, shapeText(array->shape), shapeText(*s.shape),
                       fitsTurned ? "; its transpose fits ('transpose' in the "
                                    "file of --map)"
                                  : ""));
  }
  if (missingCount)
    misfit(session, path,
           fmt::format("it lacks {}{}", missing,
                       missingCount > 3
                           ? fmt::format(" and {} more", missingCount - 3)
                           : std::string()));
  for (const Slot &s : slots)
    if (const Array *array =
            findArray(file.arrays, fmt::format("{}{}", prefix, s.name)))
      fill(session, s, *array, path);
  checkInvariants(session, path);
}

std::vector<ArrayView> weightViews(const Session &session,
                                   std::string_view prefix) {
  const Model &model = session.model();
  std::vector<ArrayView> views;
  for (size_t i = 0; i < model.params.size(); ++i)
    views.push_back({fmt::format("{}{}", prefix, model.params[i].path),
                     DType::F32, model.params[i].shape,
                     session.params[i].data()});
  for (size_t i = 0; i < model.tables.size(); ++i)
    views.push_back(
        {fmt::format("{}{}", prefix, model.tables[i].path),
         model.tables[i].type == ElementType::I32 ? DType::I32 : DType::F32,
         model.tables[i].shape, session.tables[i].data()});
  for (size_t i = 0; i < model.states.size(); ++i)
    views.push_back({fmt::format("{}{}", prefix, model.states[i].path),
                     DType::F32, model.states[i].shape,
                     session.state[i].data()});
  return views;
}

uint64_t seedOf(const TensorFile &file) {
  uint64_t seed = 0;
  if (auto found = file.metadata.find("seed"); found != file.metadata.end())
    std::from_chars(found->second.data(),
                    found->second.data() + found->second.size(), seed);
  return seed;
}

Metadata baseMetadata(const Model &model) {
  return {{"format", "pt"},
          {"network", model.network},
          {"source_sha256", model.sourceHash},
          {"compiler", model.compiler}};
}

} // namespace dnd::rt
