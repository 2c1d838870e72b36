//===- DeviceChoice.cpp - The answer to --device --------------------------===//
//
// auto never fails: a machine without a GPU is an ordinary machine.
//
//===----------------------------------------------------------------------===//
#include "runtime/core/DeviceChoice.h"

#include "runtime/core/Error.h"
#include "runtime/core/Value.h"
#include "runtime/cuda/CudaEngine.h"

#include <fmt/core.h>

namespace dnd::rt {

DeviceChoice::DeviceChoice(const Model &model, const Options &options)
    : model(model) {
  std::string text = options.text("device", "auto");
  int64_t number = 0;
  if (text == "auto")
    wish = Wish::Auto;
  else if (text == "cpu")
    wish = Wish::Processor;
  else if (text == "cuda")
    wish = Wish::Cuda;
  else if (text.starts_with("cuda:") && parseInteger(text.substr(5), number) &&
           number >= 0 && number < 1 << 16) {
    wish = Wish::Cuda;
    ordinal = static_cast<int>(number);
  } else
    throw Error(
        Exit::Usage,
        fmt::format("--device wants auto, cpu, cuda or cuda:N, not '{}'{}",
                    text,
                    text.starts_with("gpu")
                        ? "; did you mean 'cuda'?"
                        : didYouMean(text, {"auto", "cpu", "cuda"})));
}

DeviceChoice::~DeviceChoice() = default;

void DeviceChoice::open() {
  if (wish == Wish::Processor || device)
    return;
  try {
    device = cuda::openDevice(model, ordinal);
  } catch (const Error &e) {
    if (wish == Wish::Cuda)
      throw;
    reason = e.message;
  }
}

void DeviceChoice::needProcessor(std::string_view what) {
  if (wish == Wish::Cuda)
    throw Error(Exit::Usage, fmt::format("{} runs on the processor only", what),
                "leave out --device=cuda");
  wish = Wish::Processor;
}

std::string DeviceChoice::name() const {
  return device ? cuda::deviceName(*device) : "cpu";
}

std::unique_ptr<Engine> DeviceChoice::makeEngine(Precision precision) const {
  if (device && precision == Precision::F32)
    return cuda::makeEngine(model, device);
  return std::make_unique<HostEngine>(model, precision);
}

} // namespace dnd::rt
