//===- DeviceChoice.h - The answer to --device ------------------*- C++ -*-===//
//
// Decides once for a call of the program whether a GPU computes, and makes the
// engines.
//
//===----------------------------------------------------------------------===//
#ifndef RUNTIME_CORE_DEVICECHOICE_H
#define RUNTIME_CORE_DEVICECHOICE_H

#include "runtime/core/CommandLine.h"
#include "runtime/core/Engine.h"

#include <memory>

namespace dnd::rt {

namespace cuda {
class Device;
}

class DeviceChoice {
public:
  /// Reads --device=auto|cpu|cuda[:N]. Throws Error(Usage) for another word.
  DeviceChoice(const Model &model, const Options &options);
  ~DeviceChoice();

  /// Opens the GPU that is wanted. With `auto`, whatever stands against it is
  /// kept in obstacle() and the processor computes; with `cuda` it is thrown as
  /// Error(Device).
  void open();

  /// What will compute: "cpu", or "cuda:0 NVIDIA H200".
  std::string name() const;
  /// Why `auto` did not take a GPU; empty when it did, or was not asked.
  const std::string &obstacle() const { return reason; }
  /// Throws Error(Usage) when a GPU was asked for by name: `what` cannot be
  /// done there. `auto` falls back to the processor.
  void needProcessor(std::string_view what);

  /// An engine for one session.
  std::unique_ptr<Engine>
  makeEngine(Precision precision = Precision::F32) const;

private:
  enum class Wish { Auto, Processor, Cuda };

  const Model &model;
  Wish wish = Wish::Auto;
  int ordinal = -1; ///< -1: the first GPU that can run the model
  std::string reason;
  std::shared_ptr<cuda::Device> device;
};

} // namespace dnd::rt

#endif // RUNTIME_CORE_DEVICECHOICE_H
