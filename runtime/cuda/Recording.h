//===- Recording.h - Work that is repeated as one graph ---------*- C++ -*-===//
//
// A step has the same kernels, addresses and sizes each time; from its second
// time on it is one launch of a captured graph.
//
//===----------------------------------------------------------------------===//
#ifndef RUNTIME_CUDA_RECORDING_H
#define RUNTIME_CUDA_RECORDING_H

#include "runtime/cuda/Device.h"

namespace dnd::rt::cuda {

/// The first play() launches kernel by kernel and waits for each, so that a
/// faulty one is named; the second captures the graph. With DND_CUDA_SYNC=1 all
/// are like the first.
class Recording {
public:
  /// `work` names it in messages.
  Recording(std::shared_ptr<Device> device, std::string work)
      : device(std::move(device)), work(std::move(work)) {}
  Recording(const Recording &) = delete;
  Recording &operator=(const Recording &) = delete;
  ~Recording() {
    if (exec)
      device->driver().cuGraphExecDestroy(exec);
  }

  /// `body(LaunchMode)` launches the work; it must launch the same each time.
  template <typename Body> void play(Body &&body) {
    if (exec) {
      launch();
    } else if (!checked || alwaysChecked()) {
      // A fault of what came before must not be taken for one of this.
      device->synchronize(work);
      body(LaunchMode::Checked);
      checked = true;
    } else {
      begin();
      try {
        body(LaunchMode::Queued);
      } catch (...) {
        abandon();
        throw;
      }
      end();
      launch();
    }
  }

  /// Whether DND_CUDA_SYNC is set.
  static bool alwaysChecked();

private:
  void begin();
  void end();
  void abandon();
  void launch();

  std::shared_ptr<Device> device;
  std::string work;
  GraphExec exec = nullptr;
  bool checked = false;
};

} // namespace dnd::rt::cuda

#endif // RUNTIME_CUDA_RECORDING_H
