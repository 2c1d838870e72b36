//===- Shared.h - A model as a library --------------------------*- C++ -*-===//
//
// What `dndc --emit=shared` links: the functions of the generated C header,
// with a model as their first argument. No global state but that loops are not
// split: a call runs in the thread that makes it, any number of them at a time.
//
//===----------------------------------------------------------------------===//
#ifndef RUNTIME_CORE_SHARED_H
#define RUNTIME_CORE_SHARED_H

#include "dndrt/abi.h"

#include <cstddef>

extern "C" {

struct dnd_shared;

/// A model with the weights of a file or run folder; with null the initial ones
/// of `seed`. Null on failure, with one sentence in `error`.
dnd_shared *dnd_shared_open(const dnd_model *model, const char *weights,
                            uint64_t seed, char *error, size_t error_size);
void dnd_shared_close(dnd_shared *shared);

/// The descriptor, JSON text (runtime/README.md), with its size.
const char *dnd_shared_describe(const dnd_model *model, int64_t *size);

/// `samples` samples, as many as wanted: inputs[i] has [samples, shape of input
/// i], f32 or i32, and so have the outputs. 0, or the exit code of the failure
/// (2: wrong argument, 3: a sample is no input, 6: out of memory).
int dnd_shared_predict(dnd_shared *shared, int64_t samples,
                       const void *const *inputs, float *const *outputs,
                       char *error, size_t error_size);

/// Gradients of sum(cotangent * output) over all samples and outputs, added up
/// over the samples. Any of the lists may be null, and any member of them:
/// cotangents are 1 then, results are not wanted. Evaluation mode.
int dnd_shared_gradients(dnd_shared *shared, int64_t samples,
                         const void *const *inputs,
                         const float *const *cotangents, float *const *outputs,
                         float *const *param_gradients,
                         float *const *input_gradients, char *error,
                         size_t error_size);

/// The numbers of parameter `index`, valid until the model is closed or loaded
/// anew; null where there is none.
const float *dnd_shared_parameter(const dnd_shared *shared, int64_t index);
/// Replaces them. No other call may run meanwhile.
int dnd_shared_set_parameter(dnd_shared *shared, int64_t index,
                             const float *numbers);
}

#endif // RUNTIME_CORE_SHARED_H
