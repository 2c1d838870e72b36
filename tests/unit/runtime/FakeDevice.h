//===- FakeDevice.h - GPU code for the hand-written models ------*- C++ -*-===//
//
// Every entry of a hand-written model becomes a device entry that launches one
// kernel, which runs the entry on the fake driver's memory.
//
//===----------------------------------------------------------------------===//
#ifndef TESTS_UNIT_RUNTIME_FAKEDEVICE_H
#define TESTS_UNIT_RUNTIME_FAKEDEVICE_H

#include "FakeCuda.h"
#include "FakeModel.h"

namespace dnd::rt::test {

/// How many buffers of each list a model has.
struct Lists {
  int inputs = 1, targets = 1, outputs = 1, params = 2, tables = 0, slots = 2;
};

/// GPU code for the f32 entries of `model`, for images of this target. Stays
/// valid for the process; one model at a time.
const dnd_device_code *deviceCode(const FakeModel &model, const Lists &lists,
                                  const char *target = "simt");

/// The driver that DND_CUDA_DRIVER is set to; reset to a healthy machine.
FakeCuda &fakeDriver();
/// No driver any more: DND_CUDA_DRIVER is removed.
void removeDriver();

} // namespace dnd::rt::test

#endif // TESTS_UNIT_RUNTIME_FAKEDEVICE_H
