//===- RandomBatch.h - Inputs for bench and gradcheck -----------*- C++ -*-===//
//
// A batch of random inputs and targets in the shapes of the network.
//
//===----------------------------------------------------------------------===//
#ifndef RUNTIME_CORE_RANDOMBATCH_H
#define RUNTIME_CORE_RANDOMBATCH_H

#include "runtime/core/Session.h"

namespace dnd::rt {

/// Fills inputs and targets. Reals are standard normal, or uniform in
/// [0.1, 0.9) with `positive`; every value is exact in f32, so that sessions of
/// both precisions get the same batch.
void fillRandomBatch(Session &session, int64_t batch, uint64_t seed,
                     bool positive);

} // namespace dnd::rt

#endif // RUNTIME_CORE_RANDOMBATCH_H
