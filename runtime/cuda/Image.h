//===- Image.h - Which code of a model a GPU takes --------------*- C++ -*-===//
//
// A model carries its kernels once for each kind of GPU that it was compiled
// for; PTX serves every later one.
//
//===----------------------------------------------------------------------===//
#ifndef RUNTIME_CUDA_IMAGE_H
#define RUNTIME_CUDA_IMAGE_H

#include "dndrt/abi.h"

#include <string>
#include <string_view>
#include <vector>

namespace dnd::rt::cuda {

/// What decides about images: the name, and compute capability MAJOR.MINOR.
struct GpuKind {
  std::string name;
  int major = 0, minor = 0;
};

/// "sm_90" for people.
std::string capabilityText(const GpuKind &kind);

/// The images that fit, the best first: machine code of this capability, of a
/// lower minor one, then PTX. The SIMT driver of the tests (simtDeviceName)
/// takes images "simt" and nothing else.
std::vector<const dnd_image *> fittingImages(const dnd_device_code &code,
                                             const GpuKind &kind);

/// The capability (10 * major + minor) from which PTX text can be used: its
/// ".target sm_80". 0 when it has none; `exact` is set for targets like sm_90a
/// that no other GPU runs.
int ptxTarget(std::string_view text, bool &exact);

/// "ptx (sm_80 and later), sm_90" for messages.
std::string imageList(const dnd_device_code &code);

} // namespace dnd::rt::cuda

#endif // RUNTIME_CUDA_IMAGE_H
