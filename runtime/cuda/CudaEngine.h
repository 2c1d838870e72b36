//===- CudaEngine.h - Computing on a GPU ------------------------*- C++ -*-===//
//
// The door of runtime/cuda for the rest of the runtime.
//
//===----------------------------------------------------------------------===//
#ifndef RUNTIME_CUDA_CUDAENGINE_H
#define RUNTIME_CUDA_CUDAENGINE_H

#include "runtime/core/Engine.h"

#include <memory>
#include <string>
#include <vector>

namespace dnd::rt::cuda {

class Device;

/// Opens GPU `ordinal`, or with -1 the first that can run the model. Throws
/// Error(Device) saying what stands against it.
std::shared_ptr<Device> openDevice(const Model &model, int ordinal);

/// "cuda:0 NVIDIA H200".
std::string deviceName(const Device &device);

/// One line for each GPU of the machine and what of the model fits it. Throws
/// Error(Device) when there is none or the model has no GPU code.
std::vector<std::string> describeDevices(const Model &model);

/// The GPU code that the model carries: "ptx for sm_80 and later, sm_90; 12
/// kernels", or an empty text.
std::string describeCode(const Model &model);

/// An f32 engine on the GPU.
std::unique_ptr<Engine> makeEngine(const Model &model,
                                   std::shared_ptr<Device> device);

} // namespace dnd::rt::cuda

#endif // RUNTIME_CUDA_CUDAENGINE_H
