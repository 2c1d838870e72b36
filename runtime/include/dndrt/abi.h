/*===- abi.h - the border between compiled models and the runtime -*- C -*-===//
 *
 * The only header that both the compiler (codegen/) and the runtime include.
 * A compiled model is one object file that defines `dnd_model` (a constant)
 * and `main`, which hands it to `dnd_rt_main`. Everything the runtime must
 * know about the model but need not know fast is JSON text in the descriptor
 * (see runtime/README.md for its schema); everything that is fast is an entry
 * function taking one `dnd_call`.
 *
 *===----------------------------------------------------------------------===*/
#ifndef DNDRT_ABI_H
#define DNDRT_ABI_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Raised whenever a struct or the meaning of a field changes; the runtime
 * refuses a model of another version. */
#define DND_ABI_VERSION 4u

/* Every buffer handed to an entry is aligned to this many bytes. */
#define DND_ALIGNMENT 64

/* Arena offsets of batch-sized buffers are computed for the batch rounded up to
 * this many samples, so that every buffer keeps its alignment. */
#define DND_BATCH_ROUND 16

/* One call of an entry function. All tensors are dense and row-major; tensors
 * with a batch have it as their first dimension. Arrays are indexed in the
 * order of the JSON descriptor. An entry touches only the arrays it needs, the
 * others may be null. Elements are f32 in the plain entries and f64 in the
 * entries whose name ends in `_f64` (hyper and loss too); class labels and
 * index tables are i32, float tables have the element type of the entry. */
typedef struct dnd_call {
  int64_t batch;            /* samples in this call, >= 1 */
  void *const *inputs;      /* [batch, shape...] each */
  void *const *targets;     /* what the loss compares with */
  void *const *outputs;     /* written: [batch, shape...] each */
  void *const *params;      /* read; read and written by train_step */
  void *const *tables;      /* read */
  void *const *state;       /* of the model; read, written by train_step too */
  void *const *slots;       /* of the optimiser, read and written */
  void *const *param_grads; /* written by the gradient entries */
  void *const *input_grads; /* written; null for inputs without gradient */
  void *const *cotangents;  /* [batch, shape...] for each output */
  const void *hyper;        /* scalars of this step, descriptor order */
  const uint64_t *seed;     /* of the noise: one number */
  const uint64_t *step;     /* of the run, from 0: one number, for the noise */
  void *loss;               /* written: one scalar, mean over the batch */
  void *arena;              /* scratch, see dnd_entry */
} dnd_call;

typedef void (*dnd_entry_fn)(const dnd_call *call);

/* Entry names: `forward` (outputs), `eval_step` (outputs, loss),
 * `train_step` (outputs, loss, new params, state and slots), `grad_loss` (loss,
 * outputs, param_grads, input_grads), `grad_cotangent` (outputs, param_grads
 * and input_grads of sum(cotangent * output)), and `forward_f64`,
 * `eval_step_f64`, `grad_loss_f64`, `grad_cotangent_f64` for the gradient
 * check. A network without a train block has only forward and grad_cotangent
 * (and their _f64). */
typedef struct dnd_entry {
  const char *name;
  dnd_entry_fn run;
  int64_t arena_fixed;      /* bytes needed whatever the batch */
  int64_t arena_per_sample; /* bytes for each sample of the rounded-up batch */
} dnd_entry;

/* Device code for one kind of GPU. `target` is "ptx" (text, null-terminated,
 * for any GPU from its .target on), "sm_90" and the like (cubin), or "simt" (a
 * shared object for the SIMT driver of the tests).
 *
 * Besides the kernels of the model every image has those of the training loop,
 * for steps that need no work of the host. Pointers are to device memory, all
 * other arguments i64; blocks are one-dimensional. `control` has three words:
 * the number of the next step, which dnd_step_end raises, that of the running
 * one, which dnd_step_begin notes, and how many steps of the run came before
 * step 0.
 *
 *   dnd_step_begin(i64 *control, const i64 *order, const f32 *table, f32
 * *hyper, numbers, batch, const i32 *from0, i32 *to0, words0, const i32 *from1,
 * i32 *to1, words1, i64 *step) One block for each sample n of the step s =
 * control[0]; up to 256 threads. to0[n*words0 + k] = from0[order[s*batch +
 * n]*words0 + k] for k < words0, the same for to1; block 0 also copies hyper[k]
 * = table[s*numbers + k] for k < numbers and sets control[1] = s and *step =
 * control[2] + s. Words are copied as they are. With words0 = words1 = 0 the
 * order is not read.
 *   dnd_step_errors(const i64 *control, const f32 *outputs, const f32 *truth,
 *                   width, batch, rows, f64 *errors)
 *     One thread for each row n < rows; s = control[1], d_k =
 * outputs[n*width+k]
 *     - truth[n*width+k]: errors[2*(s*batch+n)] = sum of d_k^2 and the next one
 *     the sum of |d_k|, both in f64 with k rising.
 *   dnd_step_end(i64 *control, const f32 *loss, f32 *losses,
 *                const f32 *outputs, classes, rows_per_step, rows,
 *                i32 *predicted)
 *     One warp for each row n < rows (may be 0), blocks of 128 threads;
 *     s = control[1]: predicted[s*rows_per_step + n] = the index of the largest
 *     of outputs[n*classes ...], the first one at ties; numbers that are not
 *     numbers are passed over unless the first one is; with classes = 1, 1
 *     where the number is positive, else 0. Block 0 also sets
 *     losses[s] = *loss and control[0] = s + 1. */
typedef struct dnd_image {
  const char *target;
  const void *data;
  int64_t size;
} dnd_image;

/* A kernel of the images. `place` is the author's line, "mnist.dnd:4:3", and
 * `layer` the path of the layer it belongs to, for messages. */
typedef struct dnd_kernel {
  const char *name;
  const char *place;
  const char *layer;
} dnd_kernel;

/* What a library of the GPU may do: the kinds of dnd_rt_library_call, each with
 * a struct of its own. */
enum {
  DND_LIBRARY_PRODUCT = 0, /* dnd_product */
};

/* Products of matrices that a library of the GPU may make, one for each
 * p < count, on f32 in device memory:
 *
 *   out[p][r][c] = epilogue(scale * sum over s of lhs[p][r][s] * rhs[p][s][c])
 *
 * lhs is rows x steps, rhs steps x columns, out rows x columns. An operand lies
 * row-major, a row `leading` elements behind the one before, or transposed,
 * then that holds for its columns; from one p to the next are `stride`
 * elements. The epilogue adds what out holds, then bias[c], then replaces what
 * is below 0 by 0: what of it there is say `flags`. `kernel` is the row of the
 * kernel that does the work otherwise, for messages. */
enum {
  DND_PRODUCT_LHS_TRANSPOSED = 1,
  DND_PRODUCT_RHS_TRANSPOSED = 2,
  DND_PRODUCT_ADD = 4,
  DND_PRODUCT_BIAS = 8,
  DND_PRODUCT_RELU = 16,
  DND_PRODUCT_TF32 = 32, /* operands may be rounded to tf32 */
  DND_PRODUCT_BF16 = 64, /* operands may be rounded to bf16 */
};
typedef struct dnd_product {
  int64_t rows, columns, steps, count; /* all >= 1 */
  int64_t lhs_leading, rhs_leading, out_leading;
  int64_t lhs_stride, rhs_stride, out_stride;
  const void *lhs, *rhs;
  void *out;
  const void *bias; /* columns elements; null without DND_PRODUCT_BIAS */
  float scale;
  uint32_t flags;
  uint32_t kernel;
} dnd_product;

/* The CUDA side of a model. Its entries are host functions with the names and
 * the meaning of the plain f32 entries; every address inside of their dnd_call
 * is one of device memory (the arrays of addresses themselves, and the
 * dnd_call, are host memory), `hyper`, `seed`, `step` and `loss` too. They only
 * call dnd_rt_cuda_launch and dnd_rt_library_call; num_products counts the
 * places where they do the latter. */
typedef struct dnd_device_code {
  uint32_t num_images;
  uint32_t num_kernels;
  uint32_t num_entries;
  uint32_t num_products;
  const dnd_image *images;
  const dnd_kernel *kernels;
  const dnd_entry *entries;
} dnd_device_code;

typedef struct dnd_model {
  uint32_t abi_version;
  uint32_t num_entries;
  const dnd_entry *entries;
  const char *meta; /* JSON, not null-terminated */
  int64_t meta_size;
  const dnd_device_code *cuda; /* null: compiled without */
} dnd_model;

/* X-macros of the functions that generated code may call. */
#define DND_RT_FUNCTION(name, ret, ...) ret name(__VA_ARGS__);
#include "dndrt/abi.def"
#undef DND_RT_FUNCTION

/* The command line of a compiled model: train, eval, predict, ... Returns the
 * exit code (runtime/README.md). Called by the generated `main` only. */
int dnd_rt_main(const dnd_model *model, int argc, char **argv);

#ifdef __cplusplus
}
#endif
#endif /* DNDRT_ABI_H */
