//===- Repeat.h - Making a run again ----------------------------*- C++ -*-===//
//
// What a run folder holds of its model, and whether two runs are one.
//
//===----------------------------------------------------------------------===//
#ifndef RUNTIME_CORE_REPEAT_H
#define RUNTIME_CORE_REPEAT_H

#include "runtime/core/Model.h"

#include <string>

namespace dnd::rt {

/// Writes the author's texts below `folder`/model, as far apart as they were,
/// so that imports still lead to their files; what is there stays. Throws
/// Error(Output).
void writeSources(const Making &made, const std::string &folder);

/// The path of the model's text below the run folder, or empty when the program
/// does not hold it.
std::string placeOfModel(const Making &made);

/// The record of a run that has ended. Throws Error(Data) otherwise.
Value readFinishedRun(const std::string &folder);

struct Repetition {
  bool isEqual = false;
  std::string text; ///< one sentence: equal, or what differs first
};
/// Compares the metrics of all epochs, but for their times, and the weights.
/// Throws Error(Data) when a file cannot be read.
Repetition compareRuns(const std::string &then, const std::string &now);

} // namespace dnd::rt

#endif // RUNTIME_CORE_REPEAT_H
