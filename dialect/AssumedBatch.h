//===- AssumedBatch.h - the batch where sizes are compared ------*- C++ -*-===//
#ifndef DND_DIALECT_ASSUMEDBATCH_H
#define DND_DIALECT_ASSUMEDBATCH_H

#include <cstdint>

namespace dnd {

/// Samples assumed where the cost of a batch must be compared with other sizes:
/// the batch is known only when a program runs.
constexpr int64_t assumedBatch = 64;

} // namespace dnd

#endif // DND_DIALECT_ASSUMEDBATCH_H
