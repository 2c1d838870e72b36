//===- DriverHeaderCheck.cpp - Our driver declarations against cuda.h -----===//
//
// Compiled only where cuda.h is found, never run: every function of
// DriverApi.def must have the parameters that cuda.h gives it, and every
// constant its value.
//
//===----------------------------------------------------------------------===//
#include "runtime/cuda/DriverTypes.h"
#include "tests/unit/runtime/SameInterface.h"

#include <cuda.h>

namespace {
using namespace dnd::rt::cuda;
using dnd::rt::test::sameFunction;

#define DND_CUDA_FUNCTION(name, ...)                                           \
  static_assert(sameFunction(static_cast<decltype(&::name)>(nullptr),          \
                             static_cast<Result (*)(__VA_ARGS__)>(nullptr)),   \
                #name " differs from cuda.h");
#include "runtime/cuda/DriverApi.def"
#undef DND_CUDA_FUNCTION

#define DND_SAME(ours, theirs)                                                 \
  static_assert(static_cast<long long>(ours) ==                                \
                    static_cast<long long>(theirs),                            \
                #theirs);
DND_SAME(success, CUDA_SUCCESS)
DND_SAME(invalidValue, CUDA_ERROR_INVALID_VALUE)
DND_SAME(outOfMemory, CUDA_ERROR_OUT_OF_MEMORY)
DND_SAME(notInitialized, CUDA_ERROR_NOT_INITIALIZED)
DND_SAME(stubLibrary, CUDA_ERROR_STUB_LIBRARY)
DND_SAME(noDevice, CUDA_ERROR_NO_DEVICE)
DND_SAME(invalidDevice, CUDA_ERROR_INVALID_DEVICE)
DND_SAME(invalidImage, CUDA_ERROR_INVALID_IMAGE)
DND_SAME(invalidContext, CUDA_ERROR_INVALID_CONTEXT)
DND_SAME(noBinaryForGpu, CUDA_ERROR_NO_BINARY_FOR_GPU)
DND_SAME(invalidPtx, CUDA_ERROR_INVALID_PTX)
DND_SAME(unsupportedPtxVersion, CUDA_ERROR_UNSUPPORTED_PTX_VERSION)
DND_SAME(invalidSource, CUDA_ERROR_INVALID_SOURCE)
DND_SAME(invalidHandle, CUDA_ERROR_INVALID_HANDLE)
DND_SAME(notFound, CUDA_ERROR_NOT_FOUND)
DND_SAME(notReady, CUDA_ERROR_NOT_READY)
DND_SAME(illegalAddress, CUDA_ERROR_ILLEGAL_ADDRESS)
DND_SAME(launchOutOfResources, CUDA_ERROR_LAUNCH_OUT_OF_RESOURCES)
DND_SAME(launchTimeout, CUDA_ERROR_LAUNCH_TIMEOUT)
DND_SAME(launchFailed, CUDA_ERROR_LAUNCH_FAILED)
DND_SAME(notSupported, CUDA_ERROR_NOT_SUPPORTED)
DND_SAME(systemDriverMismatch, CUDA_ERROR_SYSTEM_DRIVER_MISMATCH)
DND_SAME(compatNotSupportedOnDevice, CUDA_ERROR_COMPAT_NOT_SUPPORTED_ON_DEVICE)
DND_SAME(streamCaptureUnsupported, CUDA_ERROR_STREAM_CAPTURE_UNSUPPORTED)
DND_SAME(streamCaptureInvalidated, CUDA_ERROR_STREAM_CAPTURE_INVALIDATED)
DND_SAME(unknownError, CUDA_ERROR_UNKNOWN)
DND_SAME(attributeMaxThreadsPerBlock, CU_DEVICE_ATTRIBUTE_MAX_THREADS_PER_BLOCK)
DND_SAME(attributeWarpSize, CU_DEVICE_ATTRIBUTE_WARP_SIZE)
DND_SAME(attributeMultiprocessorCount, CU_DEVICE_ATTRIBUTE_MULTIPROCESSOR_COUNT)
DND_SAME(attributeComputeCapabilityMajor,
         CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MAJOR)
DND_SAME(attributeComputeCapabilityMinor,
         CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MINOR)
DND_SAME(attributeMaxSharedPerBlockOptin,
         CU_DEVICE_ATTRIBUTE_MAX_SHARED_MEMORY_PER_BLOCK_OPTIN)
DND_SAME(functionMaxThreadsPerBlock, CU_FUNC_ATTRIBUTE_MAX_THREADS_PER_BLOCK)
DND_SAME(functionSharedBytes, CU_FUNC_ATTRIBUTE_SHARED_SIZE_BYTES)
DND_SAME(functionLocalBytes, CU_FUNC_ATTRIBUTE_LOCAL_SIZE_BYTES)
DND_SAME(functionRegisters, CU_FUNC_ATTRIBUTE_NUM_REGS)
DND_SAME(functionMaxDynamicSharedBytes,
         CU_FUNC_ATTRIBUTE_MAX_DYNAMIC_SHARED_SIZE_BYTES)
DND_SAME(jitErrorLogBuffer, CU_JIT_ERROR_LOG_BUFFER)
DND_SAME(jitErrorLogBufferBytes, CU_JIT_ERROR_LOG_BUFFER_SIZE_BYTES)
DND_SAME(streamNonBlocking, CU_STREAM_NON_BLOCKING)
DND_SAME(eventDefault, CU_EVENT_DEFAULT)
DND_SAME(captureThreadLocal, CU_STREAM_CAPTURE_MODE_THREAD_LOCAL)

} // namespace
