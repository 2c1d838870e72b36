//===- Verbs.h - What a compiled model can be asked to do -------*- C++ -*-===//
//
// One function for each verb; each returns the exit code or throws Error.
//
//===----------------------------------------------------------------------===//
#ifndef RUNTIME_CORE_VERBS_H
#define RUNTIME_CORE_VERBS_H

#include "runtime/core/CommandLine.h"
#include "runtime/core/DeviceChoice.h"
#include "runtime/core/Error.h"
#include "runtime/core/Model.h"
#include "runtime/core/Safetensors.h"

namespace dnd::rt {

/// What every verb gets.
struct VerbContext {
  const Model &model;
  const Options &options;
  std::string executable;  ///< path of the program, for data beside it
  std::string command;     ///< how its user calls it: that path, or `dnd`
  std::string commandLine; ///< all of it, as a shell reads it
  DeviceChoice &device;    ///< opened for the verbs that run the model
};

Exit runTrain(const VerbContext &context);
Exit runEval(const VerbContext &context);
Exit runPredict(const VerbContext &context);
Exit runInfo(const VerbContext &context);
Exit runInit(const VerbContext &context);
Exit runForward(const VerbContext &context);
Exit runSamples(const VerbContext &context);
Exit runBench(const VerbContext &context);
Exit runGradCheck(const VerbContext &context);

/// The weights of --weights; a run folder stands for its weights.safetensors.
std::string weightsPath(const Options &options);

/// What stands in that file, `path`, under the names of the model: --map says
/// which these are.
TensorFile readWeights(const Options &options, const std::string &path,
                       const Model &model);

/// Writes to the standard output; throws Error(Output) when it cannot.
void print(std::string_view text);

} // namespace dnd::rt

#endif // RUNTIME_CORE_VERBS_H
