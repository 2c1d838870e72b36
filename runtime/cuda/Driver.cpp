//===- Driver.cpp - The CUDA driver, opened at run time -------------------===//
//
// Every way in which a machine can lack a usable driver has its own sentence.
//
//===----------------------------------------------------------------------===//
#include "runtime/cuda/Driver.h"

#include "runtime/core/Error.h"

#include <fmt/core.h>

#include <cstdlib>
#include <dlfcn.h>

namespace dnd::rt::cuda {

/// Graphs by cuGraphInstantiateWithFlags came with CUDA 11.4.
constexpr int leastVersion = 11040;

static const char *const onProcessor = "--device=cpu runs it on the processor";

std::shared_ptr<const Driver> Driver::open() {
  const char *named = std::getenv("DND_CUDA_DRIVER");
  std::string path = named && *named ? named : "libcuda.so.1";
  void *library = dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL);
  if (!library) {
    if (named && *named)
      throw Error(Exit::Device,
                  fmt::format("the CUDA driver '{}' that DND_CUDA_DRIVER names "
                              "cannot be loaded: {}",
                              path, dlerror()));
    throw Error(Exit::Device,
                "no NVIDIA driver is installed: libcuda.so.1 was not found",
                onProcessor);
  }
  std::shared_ptr<Driver> driver(new Driver);
  driver->bind(library, path);
  driver->start(path);
  return driver;
}

void Driver::bind(void *library, const std::string &path) {
  std::string missing;
  auto find = [&](const char *name) {
    void *symbol = dlsym(library, name);
    if (!symbol && missing.empty())
      missing = name;
    return symbol;
  };
#define DND_CUDA_FUNCTION(name, ...)                                           \
  name = reinterpret_cast<Result (*)(__VA_ARGS__)>(find(#name));
#include "runtime/cuda/DriverApi.def"
#undef DND_CUDA_FUNCTION
  if (!missing.empty())
    throw Error(Exit::Device,
                fmt::format("the NVIDIA driver is too old: '{}' lacks {}", path,
                            missing),
                "update it to one for CUDA 11.4 or later");
}

void Driver::start(const std::string &path) {
  switch (Result result = cuInit(0)) {
  case success:
    break;
  case noDevice:
    throw Error(Exit::Device,
                "an NVIDIA driver is installed, but it finds no GPU",
                onProcessor);
  case stubLibrary:
    throw Error(
        Exit::Device,
        fmt::format("'{}' is the stub of the CUDA toolkit, not a driver; the "
                    "loader must find the driver's own first",
                    path),
        onProcessor);
  case systemDriverMismatch:
  case compatNotSupportedOnDevice:
    throw Error(Exit::Device,
                fmt::format("the NVIDIA driver's library and its kernel module "
                            "do not fit together: {}",
                            errorText(result)),
                "restart the machine, or install the driver again");
  default:
    throw Error(Exit::Device,
                fmt::format("the NVIDIA driver could not be started: {}",
                            errorText(result)),
                onProcessor);
  }
  check(cuDriverGetVersion(&version), "asking for the driver's version");
  if (version < leastVersion)
    throw Error(
        Exit::Device,
        fmt::format(
            "the NVIDIA driver is too old: it is for CUDA {}, 11.4 is needed",
            versionText()),
        "update the driver");
}

void Driver::fail(Result result, std::string_view doing) const {
  throw Error(Exit::Device, fmt::format("{} failed on the GPU: {}", doing,
                                        errorText(result)));
}

std::string Driver::errorText(Result result) const {
  const char *name = nullptr, *text = nullptr;
  if (cuGetErrorName(result, &name) != success || !name)
    return fmt::format("CUDA error {}", result);
  if (cuGetErrorString(result, &text) != success || !text)
    return name;
  return fmt::format("{} ({})", name, text);
}

std::string Driver::versionText() const {
  return fmt::format("{}.{}", version / 1000, version % 1000 / 10);
}

} // namespace dnd::rt::cuda
