//===- Commands.h - One function for each command of dnd --------*- C++ -*-===//
//
// Each returns the exit code or throws rt::Error.
//
//===----------------------------------------------------------------------===//
#ifndef DND_DOOR_COMMANDS_H
#define DND_DOOR_COMMANDS_H

#include "door/CommandLine.h"

namespace dnd::door {

/// train, eval, predict, info, init, forward, bench, gradcheck.
rt::Exit runModelVerb(const Call &call);
rt::Exit runNew(const Call &call);
rt::Exit runDoctor(const Call &call);
rt::Exit runBaseline(const Call &call);
rt::Exit runSweep(const Call &call);
rt::Exit runCompare(const Call &call);
rt::Exit runExport(const Call &call);
rt::Exit runReport(const Call &call);
/// explore, fmt, check, compile, explain: programs beside dnd.
rt::Exit runExplore(const Call &call);
rt::Exit runFormat(const Call &call);
rt::Exit runCheck(const Call &call);
rt::Exit runCompile(const Call &call);
rt::Exit runExplain(const Call &call);

} // namespace dnd::door

#endif // DND_DOOR_COMMANDS_H
