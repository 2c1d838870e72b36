//===- FakeCuda.h - A driver that obeys the tests ---------------*- C++ -*-===//
//
// libdnd_fake_cuda.so answers as a CUDA driver with host memory and kernels in
// C++; the tests read its counters and set its faults. Work is done as late as
// the interface allows, so that a missing wait shows.
//
//===----------------------------------------------------------------------===//
#ifndef TESTS_UNIT_RUNTIME_FAKECUDA_H
#define TESTS_UNIT_RUNTIME_FAKECUDA_H

#include "runtime/cuda/DriverTypes.h"

#include <string>

namespace dnd::rt::test {

/// A kernel as the image of a hand-written model gives it: every argument is
/// eight bytes.
struct FakeKernel {
  const char *name;
  int arguments;
  void (*run)(const uint64_t *arguments, const unsigned *grid,
              const unsigned *block);
};
struct FakeImage {
  char magic[8]; ///< "dndfake"
  int count;
  const FakeKernel *kernels;
};

/// What the driver pretends, does wrong and has counted.
struct FakeCuda {
  int devices = 1;
  std::string gpu = cuda::simtDeviceName;
  int major = 9, minor = 0;
  int version = 13000;
  size_t memory = size_t{1} << 30;
  cuda::Result initResult = 0, loadResult = 0, launchResult = 0;
  std::string faultIn; ///< the kernel whose execution fails, sticky
  int faultAfter = 0;  ///< executions of it that still go well

  long launches = 0, graphLaunches = 0, graphs = 0, synchronizations = 0;
  long pinnedTaken = 0;
  size_t used = 0, peak = 0, blocks = 0, streams = 0, events = 0, pinned = 0;
};

} // namespace dnd::rt::test

#endif // TESTS_UNIT_RUNTIME_FAKECUDA_H
