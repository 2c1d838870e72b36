//===- VerbGradCheck.cpp - gradcheck --------------------------------------===//
//
// Runs the check and prints its table.
//
//===----------------------------------------------------------------------===//
#include "runtime/core/GradCheck.h"
#include "runtime/core/Verbs.h"
#include "runtime/core/Weights.h"

#include <fmt/core.h>

#include <algorithm>
#include <cstdio>

namespace dnd::rt {

static std::string rowText(const GradCheckRow &row, size_t width) {
  std::string single =
      row.singleError >= 0 ? fmt::format("{:.1e}", row.singleError) : "-";
  std::string result = row.unused ? "ok, not used"
                       : row.flat ? "ok, zero here"
                                  : "ok";
  return fmt::format("{:<{}}{:8} {:8}  {:9.1e}  {:9.1e}  {:>9}  {}\n", row.name,
                     width, row.checked, row.skipped, row.largest, row.error,
                     single,
                     row.failure.empty() ? result : "FAILED: " + row.failure);
}

Exit runGradCheck(const VerbContext &context) {
  const Options &options = context.options;
  GradCheckSettings settings;
  settings.batch = options.whole("batch", 3, 1, 4096);
  settings.samples = options.whole("samples", 24, 1, 1 << 24);
  settings.directions = options.whole("directions", 2, 0, 1 << 20);
  settings.seed = static_cast<uint64_t>(options.whole("seed", 0, 0));
  settings.tolerance = options.real("tolerance", 1e-6);
  if (!(settings.tolerance > 0))
    throw Error(Exit::Usage, "--tolerance wants a positive number");
  std::unique_ptr<Engine> engine = context.device.makeEngine();
  Session &start = engine->session();
  if (options.has("map") && !options.has("weights"))
    throw Error(Exit::Usage, "--map needs --weights");
  if (options.has("weights")) {
    std::string path = weightsPath(options);
    loadWeights(readWeights(options, path, context.model), path, start);
  } else {
    start.initialise(settings.seed);
  }
  std::vector<GradCheckRow> rows = checkGradients(*engine, settings);
  if (context.model.hasModes()) {
    settings.training = true;
    for (GradCheckRow &row : checkGradients(*engine, settings)) {
      row.name += " (training)";
      rows.push_back(std::move(row));
    }
  }
  size_t width = 12;
  for (const GradCheckRow &row : rows)
    width = std::max(width, row.name.size() + 1);
  bool passed = true;
  Value list = Value::list();
  std::string heading = "parameter";
  heading.resize(width, ' ');
  std::string text = fmt::format(
      "{} checked  skipped   gradient      error  f32 error  result\n",
      heading);
  for (const GradCheckRow &row : rows) {
    passed &= row.failure.empty();
    text += rowText(row, width);
    Value v = Value::object();
    v.set("name", row.name);
    v.set("checked", row.checked);
    v.set("skipped", row.skipped);
    v.set("largest_gradient", row.largest);
    v.set("error", row.error);
    if (row.singleError >= 0)
      v.set("f32_error", row.singleError);
    v.set("ok", row.failure.empty());
    if (row.unused)
      v.set("unused", true);
    if (row.flat)
      v.set("zero", true);
    if (!row.failure.empty())
      v.set("failure", row.failure);
    list.push(std::move(v));
  }
  if (options.has("json")) {
    Value out = Value::object();
    out.set("ok", passed);
    out.set("device", engine->name());
    out.set("rows", std::move(list));
    print(out.dump() + "\n");
  } else {
    print(text + (passed ? "gradcheck passed\n" : "gradcheck FAILED\n"));
  }
  return passed ? Exit::Ok : Exit::Failed;
}

} // namespace dnd::rt
