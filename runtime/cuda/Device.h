//===- Device.h - A GPU with the model's kernels ----------------*- C++ -*-===//
//
// Owns what lasts as long as the process: context, module, stream. Everything
// runs on the one stream, in the order of the calls.
//
//===----------------------------------------------------------------------===//
#ifndef RUNTIME_CUDA_DEVICE_H
#define RUNTIME_CUDA_DEVICE_H

#include "dndrt/abi.h"
#include "runtime/cuda/Image.h"
#include "runtime/library/BlasLt.h"

#include <exception>
#include <map>
#include <vector>

namespace dnd::rt::cuda {

/// How launches are done.
enum class LaunchMode {
  Queued,  ///< put on the stream (or into the graph being captured)
  Checked, ///< waited for one by one, so that a fault names its kernel
};

/// Blocks and threads of a launch.
struct LaunchShape {
  unsigned grid[3] = {1, 1, 1}, block[3] = {1, 1, 1};
  unsigned sharedBytes = 0;
};

class Device {
public:
  /// The first GPU that has a fitting image, or the one numbered `ordinal`
  /// when that is not negative. Throws Error(Device).
  static std::shared_ptr<Device> open(const dnd_device_code *code, int ordinal);
  ~Device();
  Device(const Device &) = delete;
  Device &operator=(const Device &) = delete;

  const Driver &driver() const { return *api; }
  const dnd_device_code &code() const { return model; }
  Stream stream() const { return queue; }
  /// "cuda:0 NVIDIA H200".
  std::string name() const;
  /// The image in use: "sm_90", "ptx", "simt".
  const char *imageTarget() const { return image; }

  /// Calls an entry of the device code: its kernels go to the stream. Throws
  /// Error(Device) naming kernel, layer and line of the first that fails.
  void callEntry(const dnd_entry &entry, const dnd_call &call, LaunchMode mode);
  /// Launches a kernel of the runtime that every image has.
  void launchNamed(const char *kernel, const LaunchShape &shape,
                   void **arguments, LaunchMode mode);
  /// Waits for the stream; a fault is reported as one of `doing`.
  void synchronize(std::string_view doing);

  /// For dnd_rt_cuda_launch, while callEntry runs.
  void launchModel(uint32_t kernel, const LaunchShape &shape, void **arguments);
  /// For dnd_rt_library_call of products, while callEntry runs. False: the
  /// entry has to launch kernels.
  bool runProduct(const dnd_product &product);

private:
  struct Kernel {
    Function function = nullptr;
    unsigned sharedBytes = 0; ///< dynamic shared memory that was allowed
  };

  Device(std::shared_ptr<const Driver> driver, const dnd_device_code &code,
         int ordinal, DeviceId id, GpuKind kind);
  void load(const std::vector<const dnd_image *> &images);
  Result launch(Kernel &kernel, const LaunchShape &shape, void **arguments,
                LaunchMode mode);
  std::string placeOf(uint32_t kernel) const;
  [[noreturn]] void failKernel(Result result, const std::string &name,
                               const std::string &where) const;

  std::shared_ptr<const Driver> api;
  const dnd_device_code &model;
  int number;
  DeviceId id;
  GpuKind kind;
  Module module = nullptr;
  Stream queue = nullptr;
  const char *image = "";
  std::vector<Kernel> kernels;
  std::map<std::string, Kernel, std::less<>> named;
  std::unique_ptr<BlasLt> blas; ///< null: own kernels do all

  // Of the entry that is running.
  LaunchMode mode = LaunchMode::Queued;
  Result firstError = success;
  uint32_t failedKernel = 0;
  bool failedInProduct = false;
  std::exception_ptr blasError; ///< what the library threw
};

/// One line for each GPU of the machine, as `info` shows it: name, capability,
/// memory and the image that would be taken. Throws Error(Device).
std::vector<std::string> describeGpus(const dnd_device_code *code);

} // namespace dnd::rt::cuda

#endif // RUNTIME_CUDA_DEVICE_H
