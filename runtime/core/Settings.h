//===- Settings.h - What the command line changes of a recipe ---*- C++ -*-===//
//
// A number has one name, however it is spelled: --lr 0.1, --set lr=0.1 and
// --set optimizer.lr=0.1 are one setting. It can be said once, and a resumed
// run takes what is said now for what was said then.
//
//===----------------------------------------------------------------------===//
#ifndef RUNTIME_CORE_SETTINGS_H
#define RUNTIME_CORE_SETTINGS_H

#include "runtime/core/CommandLine.h"
#include "runtime/core/Model.h"

#include <string>
#include <utility>
#include <vector>

namespace dnd::rt {

/// Applies --set and the options of single numbers to a recipe. Numbers of the
/// optimiser ("optimizer.lr") and constants ("lambda") go to the returned list
/// of (name, value), for HyperNumbers::set. Throws Error(Usage) for what the
/// recipe does not take and for what is said twice.
std::vector<std::pair<std::string, double>>
applySettings(const Options &options, Recipe &recipe);

/// The options of a run that was begun with `then` and goes on with `now`:
/// each setting and each other option as it was said last.
Options mergeOptions(const Options &now, const Options &then,
                     const Recipe &recipe);

} // namespace dnd::rt

#endif // RUNTIME_CORE_SETTINGS_H
