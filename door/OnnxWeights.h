//===- OnnxWeights.h - Weights into an ONNX graph ---------------*- C++ -*-===//
//
// dndc writes graphs whose parameters are inputs. Here they become
// initializers, so that the file is complete.
//
//===----------------------------------------------------------------------===//
#ifndef DND_DOOR_ONNXWEIGHTS_H
#define DND_DOOR_ONNXWEIGHTS_H

#include "runtime/core/Safetensors.h"

#include <string>

namespace dnd::door {

/// The model with each input that bears the name of a tensor of `weights` as an
/// initializer, and with `metadata` added to its own. Throws Error(Internal)
/// for bytes that are no ONNX model.
std::string withWeights(const std::string &model, const rt::TensorFile &weights,
                        const rt::Metadata &metadata);

} // namespace dnd::door

#endif // DND_DOOR_ONNXWEIGHTS_H
