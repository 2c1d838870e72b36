//===- SweepPlan.h - Which trainings a sweep consists of --------*- C++ -*-===//
#ifndef DND_DOOR_SWEEPPLAN_H
#define DND_DOOR_SWEEPPLAN_H

#include "door/CommandLine.h"
#include "door/ModelText.h"

#include <cstdint>
#include <string>
#include <vector>

namespace dnd::door {

/// What varies: an argument of the network, an option or a number of train.
struct Axis {
  enum class Kind { Define, CompilerOption, ModelOption, Setting };
  Kind kind = Kind::ModelOption;
  std::string name;      ///< "rank", "lr", "schedule.factor"
  std::string option;    ///< as it is spelled, for options: "--lr"
  bool isJoined = false; ///< the value follows the option at once: -O2
  std::vector<std::string> values;
};

/// One point of the grid.
struct Setting {
  std::vector<std::string> values; ///< of each axis that varies
  std::string label;               ///< "rank=2,lr=0.001", a name for a folder
  std::vector<std::string> compilerWords, modelWords;
};

struct SweepPlan {
  std::vector<Axis> varying, fixed;
  std::vector<Setting> settings;
  std::vector<uint64_t> seeds;
  /// The checksum of all that decides what is trained.
  std::string sum;
};

/// Throws Error(Usage).
SweepPlan makePlan(const Call &call, const ModelText &model);

/// The parts of a list at its commas, none of which lies in brackets or quotes.
std::vector<std::string> splitList(const std::string &text);

} // namespace dnd::door

#endif // DND_DOOR_SWEEPPLAN_H
