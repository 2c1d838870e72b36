//===- VerbEval.cpp - eval ------------------------------------------------===//
//
// Loss and metrics of saved weights on a part of the data.
//
//===----------------------------------------------------------------------===//
#include "runtime/core/EvalData.h"
#include "runtime/core/Evaluator.h"
#include "runtime/core/File.h"
#include "runtime/core/Finite.h"
#include "runtime/core/Schedule.h"
#include "runtime/core/Settings.h"
#include "runtime/core/Signals.h"
#include "runtime/core/Verbs.h"
#include "runtime/core/Weights.h"

#include <fmt/core.h>

#include <cstdio>

namespace dnd::rt {

static Value evaluationValue(const Evaluation &e, const std::string &part,
                             const std::string &weights, const Dataset &data) {
  Value out = Value::object();
  out.set("part", part);
  out.set("weights", weights);
  out.set("samples", e.count);
  Value metrics = Value::object();
  describe(e, "", metrics);
  for (const Value::Member &m : metrics.members)
    out.set(m.first.substr(1), m.second); // without the leading '_'
  if (part == "test" && data.bayesAccuracy)
    out.set("bayes_accuracy", *data.bayesAccuracy);
  if (const Confusion &c = e.counters.confusion; c.classes()) {
    Value perClass = Value::list();
    for (int64_t k = 0; k < c.classes(); ++k)
      perClass.push(c.f1(k));
    out.set("f1_per_class", std::move(perClass));
    Value recalls = Value::list();
    for (int64_t k = 0; k < c.classes(); ++k)
      recalls.push(c.recall(k));
    out.set("recall_per_class", std::move(recalls));
  }
  return out;
}

Exit runEval(const VerbContext &context) {
  const Model &model = context.model;
  const Options &options = context.options;
  model.require("eval_step", "be evaluated");
  std::string part = partName(options);
  std::string weights = weightsPath(options);
  refuseOverwriting("confusion", options.text("confusion"),
                    {weights, options.text("data")});
  int64_t batch = options.whole("batch", 256, 1, 1 << 24);
  catchStopSignals();

  std::unique_ptr<Engine> engine = context.device.makeEngine();
  Session &session = engine->session();
  TensorFile file = readWeights(options, weights, model);
  loadWeights(file, weights, session);
  requireFiniteWeights(session, weights);
  session.seed = seedOf(file);
  engine->weightsChanged();
  Recipe recipe = model.recipe;
  HyperNumbers numbers(model);
  for (const auto &[name, value] : applySettings(options, recipe))
    numbers.set(name, value);
  numbers.fill(session, 1, 1);

  Dataset data = dataForWeights(context, recipe, file, weights, part);
  const DataPart &chosen = partOf(data, recipe, part);
  Evaluation result = engine->evaluate(chosen, batch, [] {
    if (stopRequested())
      throw Error(Exit::Stopped, "stopped on request");
  });
  Value metrics = Value::object();
  describe(result, part, metrics);
  if (std::string wrong = notFiniteMetric(metrics); !wrong.empty()) {
    std::string where = notFiniteOutput(*engine, chosen, batch);
    throw Error(Exit::NotFinite,
                fmt::format("{} is {}{}", wrong,
                            notFiniteText(metrics.find(wrong)->number()),
                            where.empty() ? "" : fmt::format(": {}", where)),
                "see which numbers of the sample leave the domain of a root, a "
                "logarithm or a quotient");
  }
  const Confusion &confusion = result.counters.confusion;
  if (options.has("confusion")) {
    if (!confusion.classes())
      throw Error(Exit::Usage, "--confusion needs a network with class labels");
    writeFile(options.text("confusion"), confusion.csv(data.fitted.classNames));
  }
  Value out = evaluationValue(result, part, weights, data);
  if (options.has("json")) {
    print(out.dump() + "\n");
    return Exit::Ok;
  }
  std::string text;
  for (const Value::Member &m : out.members)
    if (m.second.isNumber())
      text += m.second.isInteger()
                  ? fmt::format("{}  {}\n", m.first, m.second.integer)
                  : fmt::format("{}  {:.6g}\n", m.first, m.second.real);
  print(text);
  if (confusion.classes() && confusion.classes() <= 20)
    print(confusion.csv(data.fitted.classNames));
  return Exit::Ok;
}

} // namespace dnd::rt
