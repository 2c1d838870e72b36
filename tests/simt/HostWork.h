//===- HostWork.h - Work of libraries on the SIMT driver --------*- C++ -*-===//
//
// What the driver offers to stand-ins for libraries of the GPU, which do in
// loops of the host what those do in kernels.
//
//===----------------------------------------------------------------------===//
#ifndef DND_TESTS_SIMT_HOSTWORK_H
#define DND_TESTS_SIMT_HOSTWORK_H

#include "runtime/cuda/DriverTypes.h"
#include <functional>

namespace dnd::rt::cuda {

/// Puts work on a stream, or into the graph that captures it, as a launch does.
__attribute__((visibility("default"))) Result
enqueueHostWork(Stream stream, std::function<Result()> work);

/// True if the bytes from `address` on lie in one live buffer of device memory;
/// reports a fault of `what` otherwise.
__attribute__((visibility("default"))) bool
isDeviceMemory(Address address, size_t bytes, const char *what);

} // namespace dnd::rt::cuda

#endif // DND_TESTS_SIMT_HOSTWORK_H
