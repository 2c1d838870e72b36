//===- ModelVerb.h - From a command line to a program and its words -------===//
#ifndef DND_DOOR_MODELVERB_H
#define DND_DOOR_MODELVERB_H

#include "door/Build.h"
#include "door/CommandLine.h"

namespace dnd::door {

/// Where `--NAME VALUE` that no table knows belongs.
struct Placed {
  std::vector<std::string> compilerWords; ///< -D NAME=VALUE
  std::vector<std::string> modelWords;    ///< --set NAME=VALUE
};

/// Whether --NAME names an argument of the network, of any network of the file
/// without `network`, or a constant of the file.
bool isModelArgument(const ModelText &model, const std::string &network,
                     const std::string &name);

/// Throws Error(Usage) naming what is near.
Placed placeUnknown(const Call &call, const ModelText &model);

/// What a run folder says about how its program was made.
struct RunOrigin {
  std::string model;                      ///< path of the text in the folder
  std::vector<std::string> compilerWords; ///< options of dndc
};
/// Throws Error(Data) when the folder holds no run, or one without its text.
RunOrigin originOf(const std::string &run);

} // namespace dnd::door

#endif // DND_DOOR_MODELVERB_H
