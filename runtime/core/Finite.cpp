//===- Finite.cpp - Whether numbers are numbers ---------------------------===//
//
// Searched only at saves and where something was found wrong.
//
//===----------------------------------------------------------------------===//
#include "runtime/core/Finite.h"

#include "runtime/core/Error.h"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>

namespace dnd::rt {

const char *notFiniteText(double value) {
  return std::isnan(value) ? "not a number" : "infinite";
}

static std::string shownPlace(const std::string &path, const std::string &loc) {
  return loc.empty() ? fmt::format("'{}'", path)
                     : fmt::format("'{}' ({})", path, loc);
}

/// A sentence about a buffer with numbers that are not finite, or an empty one.
static std::string check(const Session &session, const Buffer &buffer,
                         int64_t count, const std::string &of) {
  int64_t wrong = 0;
  for (int64_t i = 0; i < count; ++i)
    wrong += !std::isfinite(session.real(buffer, i));
  return wrong ? fmt::format("{} of {} numbers of {} are not finite", wrong,
                             count, of)
               : std::string();
}

std::string notFiniteWeights(const Session &session) {
  const Model &model = session.model();
  size_t slot = 0;
  for (size_t i = 0; i < model.params.size(); ++i) {
    const ParamInfo &p = model.params[i];
    std::string shown = shownPlace(p.path, p.location);
    std::string bad = check(session, session.params[i], p.elements, shown);
    for (const std::string &name : p.slots) {
      if (slot >= session.slots.size())
        break;
      const Buffer &buffer = session.slots[slot++];
      if (bad.empty())
        bad = check(session, buffer, p.elements,
                    fmt::format("the optimiser's '{}' of {}", name, shown));
    }
    if (!bad.empty())
      return bad;
  }
  for (size_t i = 0; i < model.states.size(); ++i) {
    const StateInfo &s = model.states[i];
    if (std::string bad = check(session, session.state[i], s.elements,
                                shownPlace(s.path, s.location));
        !bad.empty())
      return bad;
  }
  return {};
}

void requireFiniteWeights(const Session &session, const std::string &path) {
  if (std::string bad = notFiniteWeights(session); !bad.empty())
    throw Error(Exit::NotFinite, fmt::format("'{}': {}", path, bad),
                "take weights of an earlier epoch, or train again with a lower "
                "learning rate");
}

std::string notFiniteMetric(const Value &line) {
  for (const Value::Member &m : line.members)
    for (std::string_view kind : {"loss", "mse", "mae"})
      if ((m.first == kind || m.first.ends_with(fmt::format("_{}", kind))) &&
          m.second.isNumber() && !std::isfinite(m.second.number()))
        return m.first;
  return {};
}

std::string notFiniteOutput(Engine &engine, const DataPart &part,
                            int64_t batch) {
  const Model &model = engine.model();
  if (!model.find("forward") || part.count == 0)
    return {};
  Session &session = engine.session();
  engine.prepare({"forward"}, std::min(batch, part.count), false);
  BatchPlan plan{.part = &part, .batch = batch};
  for (int64_t step = 0; step < plan.steps(); ++step) {
    int64_t size = plan.sizeOf(step);
    fillBatch(model, plan, step, placeOf(session));
    session.step = static_cast<uint64_t>(step);
    engine.run("forward", size);
    for (int64_t n = 0; n < size; ++n)
      for (size_t i = 0; i < model.outputs.size(); ++i) {
        int64_t width = model.outputs[i].elements;
        const float *out = session.outputs[i].as<float>() + n * width;
        const float *wrong = std::find_if(
            out, out + width, [](float v) { return !std::isfinite(v); });
        if (wrong != out + width)
          return fmt::format("output '{}' of sample {} is {}",
                             model.outputs[i].name, step * batch + n,
                             notFiniteText(*wrong));
      }
  }
  return {};
}

} // namespace dnd::rt
