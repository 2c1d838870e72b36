//===- Device.cpp - Driver API: identity, context, memory, modules --------===//
#include "tests/simt/Driver.h"
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <dlfcn.h>
#include <sys/mman.h>
#include <unistd.h>

namespace dnd::rt::cuda {

DeviceState device;
static thread_local ContextObject *current = nullptr;
using simt::engine;

Result DeviceState::ready() {
  if (!initialized)
    return notInitialized;
  if (!current || !retained)
    return invalidContext;
  return sticky;
}

/// As when the process begins, but for cuInit.
void DeviceState::reset() {
  sticky = success;
  for (ModuleObject &module : modules)
    dlclose(module.library);
  for (auto [memory, bytes] : pinned)
    std::free(memory);
  modules.clear(), streams.clear(), events.clear(), graphs.clear(),
      execs.clear(), pinned.clear();
  defaultStream = {};
  engine.memory.~DeviceMemory();
  new (&engine.memory) simt::DeviceMemory();
}

//===----------------------------------------------------------------------===//
// Start and identity
//===----------------------------------------------------------------------===//

Result cuInit(unsigned flags) {
  std::lock_guard<std::recursive_mutex> lock(device.mutex);
  if (flags)
    return invalidValue;
  device.initialized = true;
  return success;
}

Result cuDriverGetVersion(int *version) {
  *version = 13000;
  return success;
}

namespace {
struct ErrorText {
  Result code;
  const char *name, *text;
};
} // namespace
static const ErrorText errorTexts[] = {
    {success, "CUDA_SUCCESS", "no error"},
    {invalidValue, "CUDA_ERROR_INVALID_VALUE", "invalid argument"},
    {outOfMemory, "CUDA_ERROR_OUT_OF_MEMORY", "out of memory"},
    {notInitialized, "CUDA_ERROR_NOT_INITIALIZED", "initialization error"},
    {invalidDevice, "CUDA_ERROR_INVALID_DEVICE", "invalid device ordinal"},
    {invalidImage, "CUDA_ERROR_INVALID_IMAGE",
     "device kernel image is invalid"},
    {invalidContext, "CUDA_ERROR_INVALID_CONTEXT", "invalid device context"},
    {invalidHandle, "CUDA_ERROR_INVALID_HANDLE", "invalid resource handle"},
    {notFound, "CUDA_ERROR_NOT_FOUND", "named symbol not found"},
    {notReady, "CUDA_ERROR_NOT_READY", "device not ready"},
    {illegalAddress, "CUDA_ERROR_ILLEGAL_ADDRESS",
     "an illegal memory access was encountered"},
    {launchOutOfResources, "CUDA_ERROR_LAUNCH_OUT_OF_RESOURCES",
     "too many resources requested for launch"},
    {716, "CUDA_ERROR_MISALIGNED_ADDRESS", "misaligned address"},
    {launchFailed, "CUDA_ERROR_LAUNCH_FAILED", "unspecified launch failure"},
    {streamCaptureUnsupported, "CUDA_ERROR_STREAM_CAPTURE_UNSUPPORTED",
     "operation not permitted when stream is capturing"},
};

static Result getText(Result error, const char **text, bool name) {
  for (const ErrorText &each : errorTexts)
    if (each.code == error) {
      *text = name ? each.name : each.text;
      return success;
    }
  *text = nullptr;
  return invalidValue;
}
Result cuGetErrorName(Result error, const char **text) {
  return getText(error, text, /*name=*/true);
}
Result cuGetErrorString(Result error, const char **text) {
  return getText(error, text, /*name=*/false);
}

Result cuDeviceGetCount(int *count) {
  if (!device.initialized)
    return notInitialized;
  *count = 1;
  return success;
}
Result cuDeviceGet(DeviceId *id, int ordinal) {
  if (!device.initialized)
    return notInitialized;
  *id = 0;
  return ordinal == 0 ? success : invalidDevice;
}
Result cuDeviceGetName(char *name, int length, DeviceId id) {
  if (id != 0)
    return invalidDevice;
  std::snprintf(name, length, "%s", simtDeviceName);
  return success;
}
Result cuDeviceGetAttribute(int *value, int attribute, DeviceId id) {
  if (id != 0)
    return invalidDevice;
  switch (attribute) {
  case attributeMaxThreadsPerBlock:
    *value = 1024;
    return success;
  case attributeWarpSize:
    *value = 32;
    return success;
  case attributeMultiprocessorCount:
    *value = 4;
    return success;
  case attributeComputeCapabilityMajor:
    *value = 9;
    return success;
  case attributeComputeCapabilityMinor:
    *value = 0;
    return success;
  case attributeMaxSharedPerBlockOptin:
    *value = simt::maxDynamicShared;
    return success;
  }
  return invalidValue;
}
static uint64_t memoryBytes() {
  if (uint64_t size = engine.memory.size())
    return size;
  const char *set = std::getenv("DND_SIMT_MEMORY");
  return (set ? std::strtoull(set, nullptr, 10) : 4096) << 20;
}
Result cuDeviceTotalMem_v2(size_t *bytes, DeviceId id) {
  *bytes = memoryBytes();
  return id == 0 ? success : invalidDevice;
}

//===----------------------------------------------------------------------===//
// Context
//===----------------------------------------------------------------------===//

Result cuDevicePrimaryCtxRetain(Context *context, DeviceId id) {
  std::lock_guard<std::recursive_mutex> lock(device.mutex);
  if (!device.initialized)
    return notInitialized;
  if (id != 0)
    return invalidDevice;
  ++device.retained;
  *context = &device.context;
  return success;
}
Result cuDevicePrimaryCtxRelease_v2(DeviceId id) {
  std::lock_guard<std::recursive_mutex> lock(device.mutex);
  if (id != 0)
    return invalidDevice;
  if (!device.retained)
    return invalidContext;
  if (--device.retained == 0)
    device.reset();
  return success;
}
Result cuCtxSetCurrent(Context context) {
  if (!device.initialized)
    return notInitialized;
  if (context && context != &device.context)
    return invalidContext;
  current = context;
  return success;
}

//===----------------------------------------------------------------------===//
// Modules
//===----------------------------------------------------------------------===//

/// The images call functions of this library, wherever it was opened from.
static void offerSymbols() {
  Dl_info info;
  if (dladdr(reinterpret_cast<void *>(&offerSymbols), &info))
    dlopen(info.dli_fname, RTLD_NOW | RTLD_GLOBAL | RTLD_NOLOAD);
}

/// The size of an ELF file in memory, by its header; 0 for anything else.
static size_t elfSize(const void *image) {
  auto *bytes = static_cast<const unsigned char *>(image);
  if (std::memcmp(bytes, "\177ELF\2\1", 6) != 0)
    return 0;
  uint64_t sections;
  uint16_t entry, count;
  std::memcpy(&sections, bytes + 40, 8);
  std::memcpy(&entry, bytes + 58, 2);
  std::memcpy(&count, bytes + 60, 2);
  return sections + uint64_t(entry) * count;
}

static void *openImage(const void *image, size_t bytes) {
  int file = memfd_create("dnd-simt-image", MFD_CLOEXEC);
  if (file < 0)
    return nullptr;
  auto *from = static_cast<const char *>(image);
  for (size_t done = 0; done < bytes;) {
    ssize_t wrote = write(file, from + done, bytes - done);
    if (wrote <= 0) {
      close(file);
      return nullptr;
    }
    done += wrote;
  }
  std::string path = "/proc/self/fd/" + std::to_string(file);
  void *library = dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL);
  if (!library)
    simt::report(std::string("dnd SIMT: the image cannot be opened: ") +
                 dlerror() + "\n");
  close(file);
  return library;
}

static void writeLog(unsigned count, int *options, void **values,
                     const char *text) {
  void *buffer = nullptr;
  size_t bytes = 0;
  for (unsigned i = 0; i < count; ++i) {
    if (options[i] == jitErrorLogBuffer)
      buffer = values[i];
    if (options[i] == jitErrorLogBufferBytes)
      bytes = reinterpret_cast<uintptr_t>(values[i]) & 0xffffffff;
  }
  if (buffer && bytes)
    std::snprintf(static_cast<char *>(buffer), bytes, "%s", text);
}

Result cuModuleLoadDataEx(Module *module, const void *image, unsigned count,
                          int *options, void **values) {
  DND_SIMT_ENTER();
  size_t bytes = elfSize(image);
  if (!bytes) {
    writeLog(count, options, values, "not an image for the SIMT driver");
    return invalidImage;
  }
  offerSymbols();
  ModuleObject made;
  made.library = openImage(image, bytes);
  if (!made.library)
    return invalidImage;
  auto *table =
      static_cast<const simt::Image *>(dlsym(made.library, simt::imageSymbol));
  if (!table || table->version != simt::imageVersion) {
    writeLog(count, options, values, "an image for another SIMT driver");
    dlclose(made.library);
    return invalidImage;
  }
  made.loaded.image = table;
  made.loaded.shared.resize(table->sharedBytes / table->granule + 1);
  engine.memory.refine(table->granule);
  for (uint32_t i = 0; i < table->numGlobals; ++i) {
    const simt::GlobalVariable &global = table->globals[i];
    engine.memory.addVariable(global.name, global.address, global.size,
                              global.constant);
  }
  device.modules.push_back(std::move(made));
  ModuleObject &kept = device.modules.back();
  for (uint32_t i = 0; i < table->numKernels; ++i) {
    FunctionObject &function =
        kept.functions.emplace_back(FunctionObject{&kept, &table->kernels[i]});
    for (uint32_t j = 0; j < function.kernel->numShared; ++j)
      function.staticShared += table->shared[function.kernel->shared[j]].size;
  }
  *module = &kept;
  return success;
}

Result cuModuleUnload(Module module) {
  DND_SIMT_ENTER();
  if (!memberOf(device.modules, module))
    return invalidHandle;
  if (Result result = device.drainAll())
    return result;
  const simt::Image &image = *module->loaded.image;
  for (uint32_t i = 0; i < image.numGlobals; ++i) {
    uint64_t begin = reinterpret_cast<uint64_t>(image.globals[i].address);
    engine.memory.removeVariables(begin, begin + 1);
  }
  dlclose(module->library);
  removeFrom(device.modules, module);
  return success;
}

Result cuModuleGetFunction(Function *function, Module module,
                           const char *name) {
  DND_SIMT_ENTER();
  if (!memberOf(device.modules, module))
    return invalidHandle;
  for (FunctionObject &each : module->functions)
    if (!std::strcmp(each.kernel->name, name)) {
      *function = &each;
      return success;
    }
  return notFound;
}

Result cuFuncGetAttribute(int *value, int attribute, Function function) {
  DND_SIMT_ENTER();
  switch (attribute) {
  case functionMaxThreadsPerBlock:
    *value = function->kernel->maxThreads ? function->kernel->maxThreads : 1024;
    return success;
  case functionSharedBytes:
    *value = function->staticShared;
    return success;
  case functionLocalBytes:
    *value = 0;
    return success;
  case functionRegisters:
    *value = 32;
    return success;
  case functionMaxDynamicSharedBytes:
    *value = function->maxDynamicShared;
    return success;
  }
  return invalidValue;
}

Result cuFuncSetAttribute(Function function, int attribute, int value) {
  DND_SIMT_ENTER();
  if (attribute != functionMaxDynamicSharedBytes || value < 0 ||
      value + function->staticShared > simt::maxDynamicShared)
    return invalidValue;
  function->maxDynamicShared = value;
  return success;
}

//===----------------------------------------------------------------------===//
// Memory
//===----------------------------------------------------------------------===//

Result cuMemGetInfo_v2(size_t *available, size_t *total) {
  DND_SIMT_ENTER();
  *total = memoryBytes();
  *available = *total - std::min<uint64_t>(*total, engine.memory.used());
  return success;
}
Result cuMemAlloc_v2(Address *address, size_t bytes) {
  DND_SIMT_ENTER();
  if (bytes == 0)
    return invalidValue;
  *address = engine.memory.allocate(bytes);
  return *address ? success : outOfMemory;
}
Result cuMemFree_v2(Address address) {
  DND_SIMT_ENTER();
  if (address == 0)
    return success;
  if (Result result = device.drainAll())
    return result;
  return engine.memory.release(address) ? success : invalidValue;
}
Result cuMemAllocHost_v2(void **memory, size_t bytes) {
  DND_SIMT_ENTER();
  if (bytes == 0)
    return invalidValue;
  *memory = std::aligned_alloc(4096, (bytes + 4095) / 4096 * 4096);
  if (!*memory)
    return outOfMemory;
  device.pinned[*memory] = bytes;
  return success;
}
Result cuMemFreeHost(void *memory) {
  DND_SIMT_ENTER();
  if (!device.pinned.count(memory))
    return invalidValue;
  if (Result result = device.drainAll())
    return result;
  device.pinned.erase(memory);
  std::free(memory);
  return success;
}

} // namespace dnd::rt::cuda
