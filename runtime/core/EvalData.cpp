//===- EvalData.cpp - A part of the data for saved weights ----------------===//
#include "runtime/core/EvalData.h"

#include <fmt/core.h>

namespace dnd::rt {

std::string partName(const Options &options) {
  std::string part = options.text("part", "test");
  if (part != "test" && part != "train" && part != "validation")
    throw Error(
        Exit::Usage,
        fmt::format("--part wants test, train or validation, not '{}'", part));
  return part;
}

Dataset dataForWeights(const VerbContext &context, const Recipe &recipe,
                       const TensorFile &file, const std::string &weights,
                       const std::string &part) {
  const Options &options = context.options;
  DataOptions how;
  how.data = options.text("data");
  how.dataIsTest = part == "test";
  how.roots = dataRoots(context.model, context.executable);
  how.validationSplit = options.share("val-split", recipe.validation);
  how.seed = static_cast<uint64_t>(options.whole("seed", 0, 0));
  Fitted fitted = Fitted::read(context.model, file.metadata, weights);
  refuseChanges(fitted, options.list("set"));
  how.fitted = &fitted;
  // Weights that do not tell need the training part to fit what the recipe
  // says.
  how.needTrain =
      part != "test" || (!fitted.isKnown() && !fitted.isNormalized() &&
                         !recipe.normalize.empty());
  return loadDataset(context.model, recipe, how);
}

const DataPart &partOf(const Dataset &data, const Recipe &recipe,
                       const std::string &part) {
  const DataPart &chosen = part == "test"    ? data.test
                           : part == "train" ? data.train
                                             : data.validation;
  if (chosen.count == 0)
    throw Error(Exit::Data,
                fmt::format("{}data set {} has no {} part",
                            data.files.size() == 1
                                ? fmt::format("'{}': ", data.files[0].path)
                                : "",
                            recipe.data.name(), part),
                part == "validation" ? "give the --val-split and --seed of the "
                                       "training"
                                     : "choose another --part");
  return chosen;
}

} // namespace dnd::rt
