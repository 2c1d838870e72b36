//===- Evaluator.cpp - Losses and metrics of a part of the data -----------===//
//
// The last batch has its true size; losses are weighted by it.
//
//===----------------------------------------------------------------------===//
#include "runtime/core/Evaluator.h"

#include "runtime/core/Engine.h"
#include "runtime/core/Error.h"

#include <fmt/core.h>

#include <cmath>

namespace dnd::rt {

Counters::Counters(const Model &model) {
  if (model.targets.empty() || model.targets[0].output < 0)
    return;
  const TargetInfo &t = model.targets[0];
  int64_t width = model.outputs[static_cast<size_t>(t.output)].elements;
  if (t.isLabel) {
    if (width != t.classes * t.elements)
      return;
    target = &t;
    classes = t.classes;
    positions = t.elements;
    confusion = Confusion(classes);
  } else {
    if (width != t.elements)
      return;
    target = &t;
    regression = Regression(t.elements);
    if (model.isClassification()) {
      classes = model.classCount();
      isBinary = model.isBinary();
      OutputInfo::Kind kind = model.outputs[static_cast<size_t>(t.output)].kind;
      threshold = kind == OutputInfo::Kind::Logits ? 0 : 0.5f;
      positions = 1;
      confusion = Confusion(classes);
    }
  }
}

void Counters::clear() {
  confusion.clear();
  regression.clear();
}

void Counters::add(const Session &session, int64_t batch) {
  if (!target)
    return;
  const float *out =
      session.outputs[static_cast<size_t>(target->output)].as<float>();
  if (!target->isLabel) {
    const float *truth = session.targets[0].as<float>();
    for (int64_t n = 0; n < batch; ++n) {
      const float *t = truth + n * target->elements,
                  *o = out + n * target->elements;
      regression.add(t, o);
      if (isBinary)
        confusion.add(t[0] > 0.5f, o[0] > threshold);
      else if (classes)
        confusion.add(argmax(t, classes), argmax(o, classes));
    }
    return;
  }
  if (target->isSoft) {
    const float *shares = session.targets[0].as<float>();
    for (int64_t n = 0; n < batch; ++n)
      confusion.add(argmax(shares + n * classes, classes),
                    argmax(out + n * classes, classes));
    return;
  }
  const int32_t *labels = session.targets[0].as<int32_t>();
  for (int64_t n = 0; n < batch * positions; ++n)
    confusion.add(labels[n], argmax(out + n * classes, classes));
}

void Counters::addResult(const DataPart &part, int64_t row,
                         const int32_t *predicted, const double *errors) {
  if (target->isLabel) {
    for (int64_t p = 0; p < positions; ++p)
      confusion.add(part.labels[static_cast<size_t>(row * positions + p)],
                    predicted[p]);
    return;
  }
  const float *truth = part.values.data() + row * target->elements;
  regression.add(truth, errors[0], errors[1]);
  if (isBinary) {
    // The device compares with 0; the distance from 0 or 1 tells the rest.
    bool second = truth[0] > 0.5f;
    bool found = threshold == 0 ? predicted[0] != 0
                 : second       ? errors[1] < 0.5
                                : errors[1] > 0.5;
    confusion.add(second, found);
  } else if (classes) {
    confusion.add(argmax(truth, classes), predicted[0]);
  }
}

static Scores scoresOf(const Model &model, const Counters &counters) {
  Scores::Wanted wanted;
  for (const RecipeCall &metric : model.recipe.metrics)
    if (metric.name() == "top_k")
      wanted.best.push_back(metric.whole("k"));
    else if (metric.name() == "auc")
      wanted.areas = true;
  if (!counters.classes)
    return {};
  OutputInfo::Kind kind =
      model.outputs[static_cast<size_t>(counters.target->output)].kind;
  return Scores(std::move(wanted), counters.isBinary ? 1 : counters.classes,
                kind == OutputInfo::Kind::Logits);
}

void requireMetrics(const Model &model) {
  const Recipe &recipe = model.recipe;
  if (recipe.hasMetric("normalized_margin") && !(recipe.degree > 0))
    throw Error(Exit::Data,
                "the metric normalized_margin needs the degree of homogeneity "
                "of the network",
                "write the loss with normalized_margin(degree = L) or compile "
                "with a degree");
  int64_t classes = Counters(model).classes;
  for (const RecipeCall &metric : recipe.metrics)
    if (metric.name() == "top_k" && classes && metric.whole("k") >= classes)
      throw Error(
          Exit::Data,
          fmt::format("the metric top_k(k = {}) of {} classes is always "
                      "1",
                      metric.whole("k"), classes),
          "write a smaller k in the recipe's metrics");
}

Evaluation::Evaluation(const Model &model)
    : counters(model), scores(scoresOf(model, counters)),
      wantsBalanced(model.recipe.hasMetric("balanced_accuracy")),
      wantsKappa(model.recipe.hasMetric("kappa")),
      wantsRecall(model.recipe.hasMetric("recall")) {}

void Evaluation::add(const Session &session, int64_t batch) {
  counters.add(session, batch);
  if (!scores.isWanted())
    return;
  const TargetInfo &target = *counters.target;
  const float *out =
      session.outputs[static_cast<size_t>(target.output)].as<float>();
  if (target.isWhole()) {
    const int32_t *labels = session.targets[0].as<int32_t>();
    for (int64_t n = 0; n < batch * counters.positions; ++n)
      scores.add(out + n * counters.classes, labels[n]);
    return;
  }
  const float *truth = session.targets[0].as<float>();
  for (int64_t n = 0; n < batch; ++n) {
    const float *t = truth + n * target.words();
    scores.add(out + n * target.words(),
               counters.isBinary ? t[0] > 0.5f : argmax(t, counters.classes));
  }
}

BatchPlace placeOf(const Session &session) {
  BatchPlace place;
  for (const Buffer &buffer : session.inputs)
    place.push_back(buffer.data());
  if (!session.targets.empty())
    place.push_back(session.targets[0].data());
  return place;
}

double normalizedMargin(Engine &engine, const DataPart &part, int64_t batch,
                        double degree) {
  const Model &model = engine.model();
  Session &session = engine.session();
  Counters counters(model);
  if (!counters.target || !counters.target->isLabel || counters.classes < 2)
    throw Error(Exit::Data, "the metric normalized_margin needs class labels "
                            "and an output with one number for each class");
  engine.prepare({"forward"}, std::min(batch, part.count), false);
  const TargetInfo &target = *counters.target;
  double sum = 0;
  BatchPlan plan{.part = &part, .batch = batch};
  BatchPlace place = placeOf(session);
  for (int64_t step = 0; step < plan.steps(); ++step) {
    int64_t size = plan.sizeOf(step);
    fillBatch(model, plan, step, place);
    session.step = static_cast<uint64_t>(step);
    engine.run("forward", size);
    const float *out =
        session.outputs[static_cast<size_t>(target.output)].as<float>();
    for (int64_t n = 0; n < size * counters.positions; ++n) {
      int64_t label = part.labels[static_cast<size_t>(
          step * batch * counters.positions + n)];
      const float *f = out + n * counters.classes;
      double other = -HUGE_VAL;
      for (int64_t j = 0; j < counters.classes; ++j)
        if (j != label)
          other = std::max(other, static_cast<double>(f[j]));
      sum += f[label] - other;
    }
  }
  engine.fetchWeights();
  double square = 0;
  for (size_t i = 0; i < model.params.size(); ++i)
    if (model.params[i].trainable)
      for (int64_t k = 0; k < model.params[i].elements; ++k) {
        double v = session.real(session.params[i], k);
        square += v * v;
      }
  double count = static_cast<double>(part.count * counters.positions);
  return sum / count / std::pow(std::sqrt(square), degree);
}

static void describeClasses(const Evaluation &e, const std::string &prefix,
                            Value &out) {
  const Confusion &confusion = e.counters.confusion;
  if (e.wantsBalanced)
    out.set(prefix + "_balanced_accuracy", confusion.balancedAccuracy());
  if (e.wantsKappa)
    out.set(prefix + "_kappa", confusion.kappa());
  // The batches of a training are counted by their classes alone.
  if (e.scores.count())
    for (int64_t k : e.scores.best())
      out.set(fmt::format("{}_top_{}", prefix, k), e.scores.topK(k));
  // A part with samples of one class has no curve.
  if (double area = e.scores.hasAreas() ? e.scores.area() : NAN;
      !std::isnan(area))
    out.set(prefix + "_auc", area);
  if (e.wantsRecall) {
    Value each = Value::list();
    for (int64_t c = 0; c < confusion.classes(); ++c)
      each.push(confusion.recall(c));
    out.set(prefix + "_recall", std::move(each));
  }
}

void describe(const Evaluation &e, const std::string &prefix, Value &out) {
  out.set(prefix + "_loss", e.loss);
  if (!e.counters.target)
    return;
  if (e.counters.classes) {
    out.set(prefix + "_accuracy", e.counters.confusion.accuracy());
    out.set(prefix + "_macro_f1", e.counters.confusion.macroF1());
    describeClasses(e, prefix, out);
  }
  if (!e.counters.target->isLabel) {
    out.set(prefix + "_mse", e.counters.regression.mse());
    out.set(prefix + "_mae", e.counters.regression.mae());
    out.set(prefix + "_r2", e.counters.regression.r2());
  }
}

} // namespace dnd::rt
