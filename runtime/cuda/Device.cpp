//===- Device.cpp - A GPU with the model's kernels ------------------------===//
//
// Choosing a GPU and an image, loading, launching.
//
//===----------------------------------------------------------------------===//
#include "runtime/cuda/Device.h"

#include "runtime/core/Error.h"

#include <fmt/core.h>

#include <algorithm>

namespace dnd::rt::cuda {

/// What a kernel may use without asking.
constexpr unsigned plainSharedBytes = 48 * 1024;

/// The device whose entry runs on this thread; dnd_rt_cuda_launch goes there.
static thread_local Device *running = nullptr;

//===----------------------------------------------------------------------===//
// Choice
//===----------------------------------------------------------------------===//

namespace {
struct Gpu {
  DeviceId id;
  GpuKind kind;
};
} // namespace

static Gpu identify(const Driver &driver, int ordinal) {
  Gpu gpu{};
  char name[256] = "";
  driver.check(driver.cuDeviceGet(&gpu.id, ordinal), "opening the GPU");
  driver.check(driver.cuDeviceGetName(name, sizeof name, gpu.id),
               "asking for the GPU's name");
  gpu.kind.name = name;
  driver.check(driver.cuDeviceGetAttribute(
                   &gpu.kind.major, attributeComputeCapabilityMajor, gpu.id),
               "asking for the GPU's capability");
  driver.check(driver.cuDeviceGetAttribute(
                   &gpu.kind.minor, attributeComputeCapabilityMinor, gpu.id),
               "asking for the GPU's capability");
  return gpu;
}

static void requireCode(const dnd_device_code *code) {
  if (!code || code->num_entries == 0)
    throw Error(Exit::Device, "this program was compiled without GPU code",
                "compile it with dndc --cuda=on");
}

static int countGpus(const Driver &driver) {
  int count = 0;
  driver.check(driver.cuDeviceGetCount(&count), "counting the GPUs");
  if (count < 1)
    throw Error(Exit::Device,
                "an NVIDIA driver is installed, but it finds no GPU",
                "--device=cpu runs it on the processor");
  return count;
}

static std::string kindText(const GpuKind &kind) {
  return kind.name == simtDeviceName
             ? kind.name
             : fmt::format("{} ({})", kind.name, capabilityText(kind));
}

std::shared_ptr<Device> Device::open(const dnd_device_code *code, int ordinal) {
  requireCode(code);
  std::shared_ptr<const Driver> driver = Driver::open();
  int count = countGpus(*driver);
  if (ordinal >= count)
    throw Error(
        Exit::Device,
        fmt::format("there is no GPU {}: the machine has {}", ordinal, count),
        fmt::format("their numbers begin with 0: --device=cuda:{}", count - 1));
  std::string refused;
  for (int i = std::max(ordinal, 0); i <= (ordinal < 0 ? count - 1 : ordinal);
       ++i) {
    Gpu gpu = identify(*driver, i);
    std::vector<const dnd_image *> images = fittingImages(*code, gpu.kind);
    if (images.empty()) {
      refused +=
          fmt::format("{}{}", refused.empty() ? "" : ", ", kindText(gpu.kind));
      continue;
    }
    std::shared_ptr<Device> device(
        new Device(driver, *code, i, gpu.id, gpu.kind));
    device->load(images);
    if (code->num_products)
      device->blas =
          BlasLt::open(driver, gpu.kind.name == std::string(simtDeviceName));
    return device;
  }
  throw Error(Exit::Device,
              fmt::format("this program has no code for {}; it has {}", refused,
                          imageList(*code)),
              "compile it for this GPU: dndc --cuda-arch=sm_XX");
}

std::vector<std::string> describeGpus(const dnd_device_code *code) {
  requireCode(code);
  std::shared_ptr<const Driver> driver = Driver::open();
  std::vector<std::string> lines;
  for (int i = 0, count = countGpus(*driver); i < count; ++i) {
    Gpu gpu = identify(*driver, i);
    size_t bytes = 0;
    driver->check(driver->cuDeviceTotalMem_v2(&bytes, gpu.id),
                  "asking for the GPU's memory");
    std::vector<const dnd_image *> images = fittingImages(*code, gpu.kind);
    lines.push_back(fmt::format(
        "cuda:{} {}, {}, driver for CUDA {}, {}{}", i, kindText(gpu.kind),
        bytesText(static_cast<double>(bytes)), driver->versionText(),
        images.empty() ? std::string("no code of this program fits")
                       : fmt::format("code {}", images.front()->target),
        code->num_products
            ? fmt::format(", {}", BlasLtLibrary::describe(gpu.kind.name ==
                                                              simtDeviceName,
                                                          code->num_products))
            : std::string()));
  }
  return lines;
}

//===----------------------------------------------------------------------===//
// Loading
//===----------------------------------------------------------------------===//

Device::Device(std::shared_ptr<const Driver> driver,
               const dnd_device_code &code, int ordinal, DeviceId id,
               GpuKind kind)
    : api(std::move(driver)), model(code), number(ordinal), id(id),
      kind(std::move(kind)) {
  Context context = nullptr;
  api->check(api->cuDevicePrimaryCtxRetain(&context, id),
             fmt::format("opening GPU {}", ordinal));
  // From here on the destructor does not run when something throws.
  try {
    api->check(api->cuCtxSetCurrent(context),
               fmt::format("opening GPU {}", ordinal));
    api->check(api->cuStreamCreate(&queue, streamNonBlocking),
               "making a stream");
  } catch (...) {
    api->cuDevicePrimaryCtxRelease_v2(id);
    throw;
  }
}

Device::~Device() {
  blas.reset();
  if (module)
    api->cuModuleUnload(module);
  api->cuStreamDestroy_v2(queue);
  api->cuDevicePrimaryCtxRelease_v2(id);
}

std::string Device::name() const {
  return fmt::format("cuda:{} {}", number, kind.name);
}

void Device::load(const std::vector<const dnd_image *> &images) {
  Result result = success;
  std::string log(4096, '\0');
  for (const dnd_image *candidate : images) {
    int options[] = {jitErrorLogBuffer, jitErrorLogBufferBytes};
    void *values[] = {log.data(), reinterpret_cast<void *>(log.size())};
    result =
        api->cuModuleLoadDataEx(&module, candidate->data, 2, options, values);
    if (result == success) {
      image = candidate->target;
      break;
    }
    module = nullptr;
  }
  if (result == unsupportedPtxVersion || result == noBinaryForGpu)
    throw Error(Exit::Device,
                fmt::format("the NVIDIA driver (CUDA {}) is too old for the "
                            "code of this program: {}",
                            api->versionText(), api->errorText(result)),
                fmt::format("update the driver, or compile for this GPU: dndc "
                            "--cuda --cuda-arch={}",
                            capabilityText(kind)));
  if (result != success) {
    log.resize(log.find('\0') == std::string::npos ? 0 : log.find('\0'));
    throw Error(
        Exit::Device,
        fmt::format(
            "the GPU does not take the code of this program ({}): {}{}{}",
            images.back()->target, api->errorText(result),
            log.empty() ? "" : "\n", log));
  }
  kernels.resize(model.num_kernels);
  for (uint32_t i = 0; i < model.num_kernels; ++i)
    api->check(api->cuModuleGetFunction(&kernels[i].function, module,
                                        model.kernels[i].name),
               fmt::format("finding kernel {}", model.kernels[i].name));
}

//===----------------------------------------------------------------------===//
// Launching
//===----------------------------------------------------------------------===//

Result Device::launch(Kernel &kernel, const LaunchShape &shape,
                      void **arguments, LaunchMode how) {
  if (shape.sharedBytes > std::max(plainSharedBytes, kernel.sharedBytes)) {
    if (Result result = api->cuFuncSetAttribute(
            kernel.function, functionMaxDynamicSharedBytes,
            static_cast<int>(shape.sharedBytes)))
      return result;
    kernel.sharedBytes = shape.sharedBytes;
  }
  Result result = api->cuLaunchKernel(
      kernel.function, shape.grid[0], shape.grid[1], shape.grid[2],
      shape.block[0], shape.block[1], shape.block[2], shape.sharedBytes, queue,
      arguments, nullptr);
  if (result == success && how == LaunchMode::Checked)
    result = api->cuStreamSynchronize(queue);
  return result;
}

void Device::failKernel(Result result, const std::string &kernel,
                        const std::string &where) const {
  throw Error(Exit::Device,
              fmt::format("kernel {}{} failed on the GPU: {}", kernel, where,
                          api->errorText(result)),
              "this is a defect of the compiler or of the driver; "
              "--device=cpu runs the model on the processor");
}

/// " of layer 'hidden' (model.dnd:4:3)", as far as it is known.
std::string Device::placeOf(uint32_t kernel) const {
  const dnd_kernel &k = model.kernels[kernel];
  std::string where;
  if (k.layer && *k.layer)
    where += fmt::format(" of layer '{}'", k.layer);
  if (k.place && *k.place)
    where += fmt::format(" ({})", k.place);
  return where;
}

void Device::callEntry(const dnd_entry &entry, const dnd_call &call,
                       LaunchMode how) {
  mode = how;
  firstError = success;
  failedInProduct = false;
  blasError = nullptr;
  running = this;
  entry.run(&call);
  running = nullptr;
  if (firstError == success && !blasError)
    return;
  if (failedKernel >= model.num_kernels)
    throw Error(Exit::Internal,
                fmt::format("entry {} launches kernel {}, but there are {}",
                            entry.name, failedKernel, model.num_kernels));
  std::string where = placeOf(failedKernel);
  if (blasError)
    try {
      std::rethrow_exception(blasError);
    } catch (const Error &e) {
      throw Error(e.code, fmt::format("product{}: {}", where, e.message),
                  e.hint);
    }
  if (failedInProduct)
    throw Error(Exit::Device,
                fmt::format("product{} failed on the GPU in cuBLASLt: {}",
                            where, api->errorText(firstError)),
                "DND_CUDA_BLAS=off uses the kernels of the program instead");
  failKernel(firstError, model.kernels[failedKernel].name, where);
}

void Device::launchModel(uint32_t kernel, const LaunchShape &shape,
                         void **arguments) {
  // After a fault nothing more is launched; callEntry reports the first one.
  if (firstError != success || blasError)
    return;
  failedKernel = kernel;
  firstError = kernel < kernels.size()
                   ? launch(kernels[kernel], shape, arguments, mode)
                   : invalidHandle;
}

bool Device::runProduct(const dnd_product &product) {
  if (firstError != success || blasError)
    return true;
  if (!blas)
    return false;
  failedKernel = product.kernel;
  // The entry point that calls is no C++ code: nothing is thrown through it.
  try {
    if (!blas->run(product, queue))
      return false;
  } catch (...) {
    blasError = std::current_exception();
    return true;
  }
  if (mode == LaunchMode::Checked)
    firstError = api->cuStreamSynchronize(queue);
  failedInProduct = firstError != success;
  return true;
}

void Device::launchNamed(const char *kernel, const LaunchShape &shape,
                         void **arguments, LaunchMode how) {
  auto found = named.find(kernel);
  if (found == named.end()) {
    Kernel made;
    api->check(api->cuModuleGetFunction(&made.function, module, kernel),
               fmt::format("finding kernel {}", kernel));
    found = named.emplace(kernel, made).first;
  }
  if (Result result = launch(found->second, shape, arguments, how))
    failKernel(result, kernel, " of the runtime");
}

void Device::synchronize(std::string_view doing) {
  Result result = api->cuStreamSynchronize(queue);
  if (result == success)
    return;
  throw Error(
      Exit::Device,
      fmt::format("{} failed on the GPU: {}", doing, api->errorText(result)),
      "DND_CUDA_SYNC=1 waits for each kernel and names the one that "
      "fails");
}

} // namespace dnd::rt::cuda

void dnd_rt_cuda_launch(uint32_t kernel, uint32_t grid_x, uint32_t grid_y,
                        uint32_t grid_z, uint32_t block_x, uint32_t block_y,
                        uint32_t block_z, uint32_t shared_bytes,
                        void **arguments) {
  using namespace dnd::rt::cuda;
  if (running)
    running->launchModel(
        kernel,
        {{grid_x, grid_y, grid_z}, {block_x, block_y, block_z}, shared_bytes},
        arguments);
}

int32_t dnd_rt_library_call(uint32_t kind, const void *what) {
  using namespace dnd::rt::cuda;
  if (!running)
    return 0;
  switch (kind) {
  case DND_LIBRARY_PRODUCT:
    return running->runProduct(*static_cast<const dnd_product *>(what));
  default: // of a later compiler: its own kernels do it
    return 0;
  }
}
