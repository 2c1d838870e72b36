//===- Weights.h - Parameters, tables and states in files -------*- C++ -*-===//
//
// Names in a file are the paths of the model, shapes those of its text.
//
//===----------------------------------------------------------------------===//
#ifndef RUNTIME_CORE_WEIGHTS_H
#define RUNTIME_CORE_WEIGHTS_H

#include "runtime/core/Safetensors.h"
#include "runtime/core/Session.h"

namespace dnd::rt {

/// Reads .safetensors or .npz by the content of the file.
TensorFile readTensorFile(const std::string &path);

/// Fills parameters, tables and states from a file. Missing, extra and
/// misshapen names throw Error(Data), and so do numbers that training could not
/// have left (Invariants.h). `prefix` selects names (used by
/// checkpoints), others are ignored when it is not empty.
void loadWeights(const TensorFile &file, const std::string &path,
                 Session &session, std::string_view prefix = {});

/// Views of all parameters, tables and states (f32 sessions only).
std::vector<ArrayView> weightViews(const Session &session,
                                   std::string_view prefix = {});

/// The seed of the run that wrote the weights, 0 where the file does not say:
/// noise in an evaluation is that of the run's own.
uint64_t seedOf(const TensorFile &file);

/// Metadata that every weights file carries.
Metadata baseMetadata(const Model &model);

} // namespace dnd::rt

#endif // RUNTIME_CORE_WEIGHTS_H
