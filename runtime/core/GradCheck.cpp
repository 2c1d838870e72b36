//===- GradCheck.cpp - Gradients against differences ----------------------===//
//
// Differences are taken at two step sizes: their disagreement shows a kink
// (relu, max), their combination cancels the leading error. Where it shows one,
// or the gradient differs, shorter steps decide.
//
//===----------------------------------------------------------------------===//
#include "runtime/core/GradCheck.h"

#include "runtime/core/Error.h"
#include "runtime/core/Random.h"
#include "runtime/core/RandomBatch.h"
#include "runtime/core/ReceptiveField.h"
#include "runtime/core/Schedule.h"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <numeric>
#include <optional>

namespace dnd::rt {
namespace {

/// What is differentiated: the loss, or a weighted sum of the outputs.
class Objective {
public:
  Objective(Engine &engine, const GradCheckSettings &settings)
      : model(engine.model()), settings(settings), wide(model, Precision::F64),
        narrow(engine.session()), engine(engine),
        isLoss(model.find("grad_loss_f64") != nullptr),
        gradient(model.require(entryName(true), "be checked")),
        single(model.find(entryName(false))) {
    moveConstants();
    engine.weightsChanged();
    wide.copyWeights(narrow);
    value = &gradient;
    std::vector<const dnd_entry *> entries{&gradient};
    wide.seed = narrow.seed = settings.seed;
    std::string mode = settings.training ? "_training_f64" : "_f64";
    detach = model.find("detached" + mode);
    const dnd_entry *cheap = model.find("held" + mode);
    if (!detach || !cheap)
      cheap = model.find(isLoss ? "eval_step_f64" : "forward" + mode);
    for (const dnd_entry *entry : {cheap, detach})
      if (entry)
        entries.push_back(entry);
    wide.prepare(entries, settings.batch, true);
    std::vector<std::string_view> names;
    if (single)
      names.push_back(single->name);
    engine.prepare(names, settings.batch, true);
    fillHyper(wide);
    fillHyper(narrow);
    chooseBatch();
    // eval_step is not the gradient's loss while training: the gradient's own
    // value is the one to differentiate unless the cheap one agrees.
    if (cheap) {
      double own = evaluate();
      value = cheap;
      if (std::abs(evaluate() - own) > 1e-12 * (1 + std::abs(own)))
        value = &gradient;
    }
  }

  double evaluate() {
    wide.run(*value, settings.batch);
    if (isLoss)
      return wide.lossValue();
    double sum = 0;
    for (size_t i = 0; i < model.outputs.size(); ++i)
      for (int64_t k = 0; k < settings.batch * model.outputs[i].elements; ++k)
        sum += wide.outputs[i].as<double>()[k] *
               wide.cotangents[i].as<double>()[k];
    return sum;
  }
  void runGradients() {
    wide.run(gradient, settings.batch);
    if (single)
      engine.run(single->name, settings.batch);
  }
  bool hasSingle() const { return single != nullptr; }

  /// Another batch, for parameters whose gradient was zero on this one.
  void redraw(uint64_t seed) {
    for (Session *s : {&wide, &narrow})
      fillBatch(*s, seed, positive);
    hold();
  }

  /// Gives a parameter other numbers nearby: initial values such as 0, 1, -1
  /// and weights that something clamps lie exactly on kinks.
  void move(size_t param, uint64_t round) {
    const ParamInfo &p = model.params[param];
    float *v = narrow.params[param].as<float>();
    double fan = 1;
    for (size_t d = 1; d < p.shape.size(); ++d)
      fan *= static_cast<double>(std::max<int64_t>(p.shape[d], 1));
    uint64_t stream =
        streamOf(round ? fmt::format("gradcheck.move/{}/{}", p.path, round)
                       : fmt::format("gradcheck.move/{}", p.path));
    for (int64_t k = 0; k < p.elements; ++k)
      if (isLive(p, k))
        v[k] +=
            static_cast<float>(0.3 / std::sqrt(fan) *
                               normalOf(randomBlock(settings.seed, stream,
                                                    static_cast<uint64_t>(k))));
  }
  /// The same after the beginning: everybody learns of it.
  void moveNow(size_t param, uint64_t round) {
    move(param, round);
    engine.weightsChanged();
    wide.copyWeights(narrow);
    hold();
  }

  /// How large the numbers are that the value is a sum of: its rounding is a
  /// part of them, however small the value is.
  double scale() const {
    double sum = 1;
    for (size_t i = 0; i < model.outputs.size(); ++i)
      for (int64_t k = 0; k < settings.batch * model.outputs[i].elements; ++k) {
        double out = std::abs(wide.outputs[i].as<double>()[k]);
        if (isLoss)
          sum = std::max(sum, out);
        else
          sum += out * std::abs(wide.cotangents[i].as<double>()[k]);
      }
    return sum;
  }

  const Model &model;
  const GradCheckSettings &settings;
  Session wide;
  Session &narrow; ///< of the engine

private:
  std::string entryName(bool isDouble) const {
    return fmt::format("{}{}{}", isLoss ? "grad_loss" : "grad_cotangent",
                       settings.training ? "_training" : "",
                       isDouble ? "_f64" : "");
  }

  /// Parameters with equal numbers everywhere (zeros) hide errors and lie on
  /// kinks; they get small random values.
  void moveConstants() {
    for (size_t i = 0; i < model.params.size(); ++i) {
      const ParamInfo &p = model.params[i];
      float *v = narrow.params[i].as<float>();
      if (p.trainable && p.elements > 0 &&
          std::all_of(v, v + p.elements, [&](float x) { return x == v[0]; }))
        move(i, 0);
    }
  }

public:
  /// Whether a mask leaves this element alone.
  bool isLive(const ParamInfo &p, int64_t element) const {
    if (p.mask < 0 ||
        model.tables[static_cast<size_t>(p.mask)].type != ElementType::F32)
      return true;
    size_t m = static_cast<size_t>(p.mask);
    int64_t n = model.tables[m].elements;
    return n == 0 || narrow.tables[m].as<float>()[element % n] != 0;
  }

private:
  /// What the model detaches has derivative 0: the differences see the values
  /// of this batch and these weights, whatever is moved.
  void hold() {
    if (!detach)
      return;
    wide.run(*detach, settings.batch);
    for (size_t i = model.outputs.size(); i < wide.outputs.size(); ++i)
      std::memcpy(wide.cotangents[i].data(), wide.outputs[i].data(),
                  wide.outputs[i].size());
  }
  void fillHyper(Session &session) {
    if (model.recipe.present || !model.hyper.empty())
      HyperNumbers(model).fill(session, 1, 1);
  }
  void fillBatch(Session &session, uint64_t seed, bool positiveInputs) {
    fillRandomBatch(session, settings.batch, seed, positiveInputs);
    for (size_t i = 0; i < model.outputs.size(); ++i) {
      uint64_t stream =
          streamOf(fmt::format("batch.cotangent/{}", model.outputs[i].name));
      for (int64_t k = 0; k < settings.batch * model.outputs[i].elements; ++k)
        session.setReal(session.cotangents[i], k,
                        static_cast<float>(normalOf(randomBlock(
                            seed, stream, static_cast<uint64_t>(k)))));
    }
  }
  void chooseBatch() {
    for (bool wantPositive : {false, true}) {
      positive = wantPositive;
      redraw(settings.seed);
      if (std::isfinite(evaluate()))
        return;
    }
    throw Error(Exit::NotFinite,
                "the value of the network is not finite on random inputs",
                "check it at trained weights: gradcheck --weights FILE");
  }

  Engine &engine;
  bool isLoss;
  const dnd_entry &gradient;
  const dnd_entry *single;
  const dnd_entry *value = nullptr;
  const dnd_entry *detach = nullptr; ///< null: nothing is detached
  bool positive = false;
};

/// Differences along one direction in one buffer.
class Difference {
public:
  Difference(Objective &objective, double *data, double base)
      : objective(objective), data(data), base(base),
        size(std::abs(base) + objective.scale()) {}

  /// Derivative along `direction` at the elements `where`; nullopt-like flag
  /// `kink` when the function is not smooth there.
  double along(const std::vector<int64_t> &where,
               const std::vector<double> &direction, double h, double scale,
               bool &kink) {
    double up = at(where, direction, h), down = at(where, direction, -h);
    double up2 = at(where, direction, h / 2),
           down2 = at(where, direction, -h / 2);
    double whole = (up - down) / (2 * h), half = (up2 - down2) / h;
    double reference = std::max({std::abs(whole), std::abs(half), scale});
    noise = 50 * 2.3e-16 * size / h;
    // A smooth function: the two agree up to h^2.
    kink = std::abs(whole - half) > 1e-5 * reference + noise;
    // At a kink in the very point the one-sided slopes stay apart.
    double gap = std::abs((up - base) - (base - down)) / h;
    double gap2 = std::abs((up2 - base) - (base - down2)) / (h / 2);
    kink |= gap2 > 0.75 * gap && gap2 > 1e-3 * reference + noise;
    kink |= !std::isfinite(whole) || !std::isfinite(half);
    return (4 * half - whole) / 3;
  }
  double noise = 0;

private:
  double at(const std::vector<int64_t> &where,
            const std::vector<double> &direction, double step) {
    saved.clear();
    for (size_t i = 0; i < where.size(); ++i) {
      saved.push_back(data[where[i]]);
      data[where[i]] += step * direction[i];
    }
    double value = objective.evaluate();
    for (size_t i = 0; i < where.size(); ++i)
      data[where[i]] = saved[i];
    return value;
  }

  Objective &objective;
  double *data;
  double base, size;
  std::vector<double> saved;
};

class Checker {
public:
  Checker(Objective &objective, const GradCheckSettings &settings)
      : objective(objective), settings(settings) {}

  /// `data` are the numbers, `wide` and `narrow` their gradients, `elements`
  /// those that may be checked.
  GradCheckRow check(const std::string &name, double *data, const double *wide,
                     const float *narrow, std::vector<int64_t> elements) {
    GradCheckRow row;
    row.name = name;
    std::vector<double> gradient(
        wide, wide + (elements.empty() ? 0 : elements.back() + 1));
    double rms = 0;
    for (int64_t e : elements) {
      double g = gradient[static_cast<size_t>(e)];
      row.largest = std::max(row.largest, std::abs(g));
      rms += data[e] * data[e];
      if (!std::isfinite(g))
        row.failure =
            fmt::format("the gradient of element {} is not finite", e);
    }
    if (!row.failure.empty())
      return row;
    rms = std::sqrt(rms /
                    std::max<double>(1, static_cast<double>(elements.size())));
    double base = objective.evaluate();
    compareSingle(row, wide, narrow, elements,
                  objective.scale() / std::max(1e-1, rms));
    Difference difference(objective, data, base);
    RandomSequence random(settings.seed,
                          streamOf(fmt::format("gradcheck/{}", name)));
    std::vector<int64_t> sample = elements;
    if (std::ssize(sample) > settings.samples) {
      sample.clear();
      for (int64_t i :
           drawDistinct(random, std::ssize(elements), settings.samples))
        sample.push_back(elements[static_cast<size_t>(i)]);
    }
    for (int64_t e : sample) {
      double h = 1e-4 * std::max({1e-1, rms, std::abs(data[e])});
      compare(row, difference, {e}, {1}, h, gradient[static_cast<size_t>(e)]);
    }
    for (int64_t d = 0; d < settings.directions && elements.size() > 1; ++d) {
      std::vector<double> direction;
      double norm = 0, slope = 0;
      for (size_t i = 0; i < elements.size(); ++i) {
        direction.push_back(random.normal());
        norm += direction.back() * direction.back();
      }
      for (size_t i = 0; i < elements.size(); ++i) {
        direction[i] /= std::sqrt(norm);
        slope += direction[i] * gradient[static_cast<size_t>(elements[i])];
      }
      compare(row, difference, elements, direction, 1e-4 * std::max(1e-1, rms),
              slope);
    }
    judge(row);
    return row;
  }

  /// Whether the value stays the same, bit for bit, at other numbers: then a
  /// gradient of zero is right.
  bool isUnused(double *data, const std::vector<int64_t> &elements,
                const std::string &name) {
    std::vector<double> saved;
    for (int64_t e : elements)
      saved.push_back(data[e]);
    double base = objective.evaluate();
    bool same = std::isfinite(base);
    RandomSequence random(settings.seed,
                          streamOf(fmt::format("gradcheck.unused/{}", name)));
    for (double size : {0.1, 1.0, 10.0}) {
      for (size_t i = 0; i < elements.size(); ++i)
        data[elements[i]] = saved[i] + size * random.normal();
      same &= objective.evaluate() == base;
    }
    for (size_t i = 0; i < elements.size(); ++i)
      data[elements[i]] = saved[i];
    return same;
  }

private:
  void compare(GradCheckRow &row, Difference &difference,
               const std::vector<int64_t> &where,
               const std::vector<double> &direction, double h,
               double analytic) {
    double scale = 1e-2 * row.largest;
    ++row.checked;
    std::optional<double> error;
    // Among thousands of units some kink lies within almost every step, and one
    // that hardly shows still spoils the last digits: shorter steps pass fewer.
    // A wrong gradient stays wrong at all of them.
    for (double part : {1.0, 1.0 / 8, 1.0 / 64}) {
      bool kink = false;
      double numeric =
          difference.along(where, direction, part * h, scale, kink);
      double size = std::max({std::abs(numeric), std::abs(analytic), scale});
      // Below the rounding of the differences nothing can be told.
      double floor = difference.noise / settings.tolerance;
      if (part < 1 && floor > 100 * size)
        break;
      if (kink)
        continue;
      double found =
          std::abs(numeric - analytic) / std::max({size, floor, 1e-300});
      error = std::min(error.value_or(HUGE_VAL), found);
      if (found <= settings.tolerance)
        break;
    }
    if (error)
      row.error = std::max(row.error, *error);
    else
      ++row.skipped;
  }

  /// `scale` is that of the terms of a gradient: where they cancel, the f32
  /// gradient is their rounding.
  void compareSingle(GradCheckRow &row, const double *wide, const float *narrow,
                     const std::vector<int64_t> &elements, double scale) {
    if (!narrow)
      return;
    double gap = 0;
    for (int64_t e : elements) {
      double d = std::abs(static_cast<double>(narrow[e]) - wide[e]);
      gap = std::isfinite(d) ? std::max(gap, d) : HUGE_VAL;
    }
    double floor = 4 * 6e-8 * scale / settings.singleTolerance;
    if (row.largest > 0)
      row.singleError = gap / std::max(row.largest, floor);
    else
      row.singleError = gap <= floor * settings.singleTolerance ? 0 : gap;
  }

  void judge(GradCheckRow &row) {
    if (row.error > settings.tolerance)
      row.failure = "differs from the central difference";
    else if (row.liesOnKinks())
      row.failure = "more than a fifth was skipped at kinks";
    else if (row.singleError > (objective.model.precision == "bf16"
                                    ? settings.roundedTolerance
                                    : settings.singleTolerance))
      row.failure = "f32 differs from f64";
  }

  Objective &objective;
  const GradCheckSettings &settings;
};

} // namespace

std::vector<GradCheckRow> checkGradients(Engine &engine,
                                         const GradCheckSettings &settings) {
  const Model &model = engine.model();
  Objective objective(engine, settings);
  Checker checker(objective, settings);
  std::vector<GradCheckRow> rows;
  auto run = [&](const std::string &name, auto data, auto wide, auto narrow,
                 const std::vector<int64_t> &elements, bool mayBeZero,
                 std::optional<size_t> param) {
    GradCheckRow row;
    auto check = [&](uint64_t seed) {
      objective.redraw(seed);
      objective.runGradients();
      row = checker.check(name, data(), wide(),
                          objective.hasSingle() ? narrow() : nullptr, elements);
    };
    // A dead unit may have no gradient on one batch; four are no accident.
    for (uint64_t attempt = 0; attempt < 4; ++attempt) {
      check(settings.seed + attempt);
      if (row.largest > 0 || elements.empty())
        break;
    }
    for (uint64_t round = 1; param && row.liesOnKinks() && round < 4; ++round) {
      objective.moveNow(*param, round);
      check(settings.seed);
    }
    row.unused = row.checked > 0 && row.largest == 0 && row.singleError <= 0 &&
                 checker.isUnused(data(), elements, name);
    if (elements.empty() || row.unused || (mayBeZero && row.largest == 0))
      row.failure.clear();
    row.flat = row.largest == 0 && !row.unused && row.checked > 0;
    rows.push_back(std::move(row));
  };
  for (size_t i = 0; i < model.params.size(); ++i) {
    const ParamInfo &p = model.params[i];
    std::vector<int64_t> elements;
    for (int64_t k = 0; k < p.elements; ++k)
      if (objective.isLive(p, k))
        elements.push_back(k);
    run(
        p.path, [&] { return objective.wide.params[i].as<double>(); },
        [&] { return objective.wide.paramGrads[i].as<double>(); },
        [&] { return objective.narrow.paramGrads[i].as<float>(); }, elements,
        !p.trainable, p.trainable ? std::optional(i) : std::nullopt);
  }
  for (size_t i = 0; i < model.inputs.size(); ++i) {
    if (model.inputs[i].type != ElementType::F32)
      continue;
    std::vector<int64_t> elements(
        static_cast<size_t>(settings.batch * model.inputs[i].elements));
    std::iota(elements.begin(), elements.end(), int64_t{0});
    run(
        fmt::format("input.{}", model.inputs[i].name),
        [&] { return objective.wide.inputs[i].as<double>(); },
        [&] { return objective.wide.inputGrads[i].as<double>(); },
        [&] { return objective.narrow.inputGrads[i].as<float>(); }, elements,
        false, std::nullopt);
  }
  // A value that depends on nothing at all cannot have been checked.
  if (std::none_of(rows.begin(), rows.end(),
                   [](const GradCheckRow &row) { return row.largest > 0; }))
    for (GradCheckRow &row : rows)
      if (row.unused || (row.flat && row.failure.empty())) {
        row.unused = row.flat = false;
        row.failure = "all gradients are zero";
      }
  return rows;
}

} // namespace dnd::rt
