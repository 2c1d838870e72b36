//===- DriverTypes.h - Types of the CUDA driver API -------------*- C++ -*-===//
//
// Our own declarations of what the runtime uses of cuda.h, so that neither
// building nor running needs a CUDA toolkit. The values are those of the
// driver's binary interface; tests/unit/runtime/DriverHeaderCheck.cpp compares
// them with cuda.h where one is found.
//
//===----------------------------------------------------------------------===//
#ifndef RUNTIME_CUDA_DRIVERTYPES_H
#define RUNTIME_CUDA_DRIVERTYPES_H

#include <cstddef>
#include <cstdint>

namespace dnd::rt::cuda {

/// CUresult. 0 is success.
using Result = int;
/// CUdevice: a number below cuDeviceGetCount.
using DeviceId = int;
/// CUdeviceptr.
using Address = unsigned long long;

using Context = struct ContextObject *;
using Module = struct ModuleObject *;
using Function = struct FunctionObject *;
using Stream = struct StreamObject *;
using Event = struct EventObject *;
using Graph = struct GraphObject *;
using GraphExec = struct GraphExecObject *;

/// The results that the runtime has own messages for.
enum : Result {
  success = 0,
  invalidValue = 1,
  outOfMemory = 2,
  notInitialized = 3,
  stubLibrary = 34,
  noDevice = 100,
  invalidDevice = 101,
  invalidImage = 200,
  invalidContext = 201,
  noBinaryForGpu = 209,
  invalidPtx = 218,
  unsupportedPtxVersion = 222,
  invalidSource = 300,
  invalidHandle = 400,
  notFound = 500,
  notReady = 600,
  illegalAddress = 700,
  launchOutOfResources = 701,
  launchTimeout = 702,
  launchFailed = 719,
  notSupported = 801,
  systemDriverMismatch = 803,
  compatNotSupportedOnDevice = 804,
  streamCaptureUnsupported = 900,
  streamCaptureInvalidated = 901,
  unknownError = 999,
};

/// CUdevice_attribute: those that are asked for.
enum : int {
  attributeMaxThreadsPerBlock = 1,
  attributeWarpSize = 10,
  attributeMultiprocessorCount = 16,
  attributeComputeCapabilityMajor = 75,
  attributeComputeCapabilityMinor = 76,
  attributeMaxSharedPerBlockOptin = 97,
};

/// CUfunction_attribute: those that are asked for or set.
enum : int {
  functionMaxThreadsPerBlock = 0,
  functionSharedBytes = 1, ///< static shared memory
  functionLocalBytes = 3,
  functionRegisters = 4,
  functionMaxDynamicSharedBytes = 8,
};

/// CUjit_option of cuModuleLoadDataEx.
enum : int {
  jitErrorLogBuffer = 5,
  jitErrorLogBufferBytes = 6,
};

/// Flags.
constexpr unsigned streamNonBlocking = 1;
constexpr unsigned eventDefault = 0;
constexpr int captureThreadLocal = 1;

/// What cuDeviceGetName of the SIMT driver of the tests answers; that one takes
/// images for the target "simt" and no others.
constexpr char simtDeviceName[] = "dnd SIMT emulation";

} // namespace dnd::rt::cuda

#endif // RUNTIME_CUDA_DRIVERTYPES_H
