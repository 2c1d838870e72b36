//===- ModelText.h - What a model file says before it is compiled -*- C++ -*-=//
//
// Names only: what the text means, and what is wrong with it, is the
// compiler's to say.
//
//===----------------------------------------------------------------------===//
#ifndef DND_DOOR_MODELTEXT_H
#define DND_DOOR_MODELTEXT_H

#include <string>
#include <vector>

namespace dnd::door {

struct ModelArgument {
  std::string name, type, standard; ///< type and default as written, or empty
};

struct ModelNetwork {
  std::string name;
  std::vector<ModelArgument> arguments;
};

/// A line of a train block, as written.
struct RecipeLine {
  std::string key, text;
  bool isConst = false;
};

struct ModelRecipe {
  std::string network;
  std::vector<RecipeLine> lines;
};

struct SourceText {
  std::string path, text;
};

struct ModelText {
  std::string path;
  std::vector<SourceText> sources; ///< the model file first, then its imports
  std::vector<ModelNetwork> networks;
  std::vector<ModelRecipe> recipes;
  std::vector<std::string> constants; ///< at the top of files
  /// The network of that name, or the only one for ""; else null.
  const ModelNetwork *network(const std::string &name) const;
  const ModelRecipe *recipe(const std::string &network) const;
};

/// Throws Error(Data) when the file cannot be read. Syntax errors are passed
/// over: what could be understood is there.
ModelText readModelText(const std::string &path);

} // namespace dnd::door

#endif // DND_DOOR_MODELTEXT_H
