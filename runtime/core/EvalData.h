//===- EvalData.h - A part of the data for saved weights --------*- C++ -*-===//
#ifndef RUNTIME_CORE_EVALDATA_H
#define RUNTIME_CORE_EVALDATA_H

#include "runtime/core/Safetensors.h"
#include "runtime/core/Verbs.h"
#include "runtime/data/Dataset.h"

namespace dnd::rt {

/// --part, or "test". Throws Error(Usage) for what is none.
std::string partName(const Options &options);

/// The data that `recipe`, --data, --val-split and --seed name, as the weights
/// in `file` want them (read from `weights`); enough of them for the part.
Dataset dataForWeights(const VerbContext &context, const Recipe &recipe,
                       const TensorFile &file, const std::string &weights,
                       const std::string &part);

/// The part of that name. Throws Error(Data) when it is empty.
const DataPart &partOf(const Dataset &data, const Recipe &recipe,
                       const std::string &part);

} // namespace dnd::rt

#endif // RUNTIME_CORE_EVALDATA_H
