//===- Schedule.h - Numbers of the optimiser at each step -------*- C++ -*-===//
//
// Learning-rate schedules, group factors, bias corrections and constants: what
// the `hyper` array of a call holds at step t.
//
//===----------------------------------------------------------------------===//
#ifndef RUNTIME_CORE_SCHEDULE_H
#define RUNTIME_CORE_SCHEDULE_H

#include "runtime/core/Session.h"

#include <map>
#include <string>

namespace dnd::rt {

/// The factor on the learning rate.
///
///   constant                    1
///   step(every, factor)         factor^floor(epoch / every)
///   multi_step(at, factor)      factor^(number of milestones <= epoch)
///   exponential(factor)         factor^epoch
///   linear(min)                 from 1 to min over all epochs, per step
///   cosine(warmup, min)         half a cosine from 1 to min, per step
///
/// epoch counts from 0; the first three change at the start of an epoch. Each
/// takes warmup = N (epochs): the factor first rises linearly, step by step,
/// from 1/(steps of the warm-up) to 1. For cosine and linear the decay starts
/// after the warm-up, and a warm-up as long as the training or longer is all
/// there is; for the others the epochs of the warm-up count.
class Schedule {
public:
  Schedule(const RecipeCall &rule, int64_t epochs, int64_t stepsPerEpoch);
  /// The factor of a step; `step` counts from 0 over the whole training.
  double factor(int64_t step) const;

private:
  double decay(int64_t step) const;

  enum class Kind { Constant, Step, MultiStep, Exponential, Linear, Cosine };
  Kind kind = Kind::Constant;
  double every = 1, gamma = 1, warmup = 0, minimum = 0;
  std::vector<double> milestones;
  int64_t epochs, stepsPerEpoch;
};

/// A batch within the step of the optimiser that it belongs to: its part of the
/// step's samples, and whether it begins and ends the step.
struct StepPart {
  double share = 1;
  bool isFirst = true, isLast = true;
};

/// The recipe's numbers after the command line has had its say.
class HyperNumbers {
public:
  explicit HyperNumbers(const Model &model);

  /// Changes a constant or a number of the optimiser by its name;
  /// "optimizer.NAME" is the latter whatever constants there are. Throws
  /// Error(Usage) when the compiled model cannot take it.
  void set(const std::string &which, double value);
  bool knows(const std::string &name) const;

  /// A number of a group, before the schedule.
  double number(const std::string &name, int group) const;
  /// Writes all hyper numbers of step t = 1, 2, ... into the session.
  void fill(Session &session, int64_t t, double scheduleFactor,
            const StepPart &part = {}) const;

  const std::map<std::string, double> &optimizer() const { return base; }
  const std::map<std::string, double> &constants() const { return consts; }

private:
  /// Whether the compiled optimiser reads a number.
  bool reads(const std::string &name) const;
  /// A number of step t = 1, 2, ... that training itself makes.
  double ofStep(std::string_view name, int64_t t, const StepPart &part) const;

  const Model &model;
  std::map<std::string, double> base, consts;
};

} // namespace dnd::rt

#endif // RUNTIME_CORE_SCHEDULE_H
