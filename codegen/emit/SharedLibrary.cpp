//===- SharedLibrary.cpp - the C interface of a model ---------------------===//
#include "codegen/emit/SharedLibrary.h"
#include "llvm/ADT/SmallString.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/Path.h"

using namespace llvm;
using namespace dnd::codegen;

static std::string identifier(StringRef text) {
  std::string name;
  for (char c : text)
    name += isAlnum(c) ? c : '_';
  if (name.empty() || isDigit(name[0]))
    name = "model_" + name;
  return name;
}

static StringRef stemOf(StringRef output) {
  StringRef stem = sys::path::stem(output);
  return stem.size() > 3 && stem.starts_with("lib") ? stem.drop_front(3) : stem;
}

std::string dnd::codegen::sharedPrefix(StringRef output) {
  return identifier(stemOf(output));
}

std::string dnd::codegen::sharedHeaderPath(StringRef output) {
  SmallString<256> path(sys::path::parent_path(output));
  sys::path::append(path, stemOf(output) + ".h");
  return path.str().str();
}

static void replaceAll(std::string &text, StringRef mark, StringRef with) {
  for (size_t at = text.find(mark.str()); at != std::string::npos;
       at = text.find(mark.str(), at + with.size()))
    text.replace(at, mark.size(), with.str());
}

static int64_t elementsOf(const SharedTensor &tensor) {
  int64_t count = 1;
  for (int64_t extent : tensor.shape)
    count *= extent;
  return count;
}

static std::string shapeOf(const SharedTensor &tensor) {
  std::string text;
  for (int64_t extent : tensor.shape)
    text += (text.empty() ? "" : ", ") + std::to_string(extent);
  return "[" + text + "]";
}

/// `#define M_INPUT_IMAGE 0` and its number of elements, for each tensor.
static std::string constants(StringRef prefix, StringRef kind,
                             ArrayRef<SharedTensor> tensors) {
  std::string upper = StringRef(prefix).upper(), text;
  for (size_t i = 0; i < tensors.size(); ++i) {
    std::string name = upper + "_" + kind.str() + "_" +
                       StringRef(identifier(tensors[i].name)).upper();
    text += "#define " + name + " " + std::to_string(i) + " /* " +
            tensors[i].name + " " + shapeOf(tensors[i]) + " */\n";
    text += "#define " + name + "_SIZE " +
            std::to_string(elementsOf(tensors[i])) + "\n";
  }
  return text + "#define " + upper + "_" + kind.str() + "S " +
         std::to_string(tensors.size()) + "\n";
}

static constexpr StringRef headerText =
    R"(/* @NETWORK@ of @SOURCE@ as a library, written by dndc --emit=shared.
 *
 *   char error[256];
 *   @p@ *model = @p@_open("runs/first", 0, error, sizeof error);
 *   const float *inputs[@P@_INPUTS] = {samples};
 *   float *outputs[@P@_OUTPUTS] = {results};
 *   if (!model || @p@_predict(model, n, inputs, outputs, error, sizeof error))
 *     fprintf(stderr, "%s\n", error);
 *   @p@_close(model);
 *
 * A call runs in the thread that makes it. Any number of threads may call
 * predict and gradients of one model at the same time; the results are those of
 * the executable, bit for bit. Arrays are dense and row-major with the samples
 * first, f32, normalised as the training's inputs were. Functions that return a
 * number return 0 or an exit code of dnd (2 wrong argument, 3 weights
 * unreadable, 5 wrong processor, 6 out of memory), and write one sentence to
 * `error`, which may be null. Link with the library alone: cc main.c @FILE@
 */
#ifndef @P@_H
#define @P@_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* The tensors: their places in lists, and the numbers of one sample. */
@CONSTANTS@
typedef struct dnd_shared @p@;

/* A model with the weights of a file or run folder; with null the initial ones
 * of `seed`. Null on failure. */
@p@ *@p@_open(const char *weights, uint64_t seed, char *error,
  size_t error_size);
void @p@_close(@p@ *model);

/* Outputs of `samples` samples; outputs that are null are not wanted. */
int @p@_predict(@p@ *model, int64_t samples, const float *const *inputs,
  float *const *outputs, char *error, size_t error_size);

/* Gradients of sum(cotangent * output), added up over the samples, in evaluation
 * mode. Lists and their members may be null: cotangents are 1 then, results are
 * not wanted. */
int @p@_gradients(@p@ *model, int64_t samples, const float *const *inputs,
  const float *const *cotangents, float *const *outputs,
  float *const *param_gradients, float *const *input_gradients, char *error,
  size_t error_size);

/* The numbers of a parameter, valid until the model is closed; null where there
 * is none. set_parameter replaces them: no other call may run meanwhile. */
const float *@p@_parameter(const @p@ *model, int64_t index);
int @p@_set_parameter(@p@ *model, int64_t index, const float *numbers);

/* The description of the model, JSON of `*size` bytes without a final zero. */
const char *@p@_describe(int64_t *size);

#ifdef __cplusplus
}
#endif
#endif /* @P@_H */
)";

static constexpr StringRef shimText = R"(#include <stddef.h>
#include <stdint.h>
typedef struct dnd_shared S;
typedef struct dnd_model M;
extern const M dnd_model __attribute__((visibility("hidden")));
S *dnd_shared_open(const M *, const char *, uint64_t, char *, size_t);
void dnd_shared_close(S *);
const char *dnd_shared_describe(const M *, int64_t *);
int dnd_shared_predict(S *, int64_t, const void *const *, float *const *,
  char *, size_t);
int dnd_shared_gradients(S *, int64_t, const void *const *,
  const float *const *, float *const *, float *const *, float *const *, char *,
  size_t);
const float *dnd_shared_parameter(const S *, int64_t);
int dnd_shared_set_parameter(S *, int64_t, const float *);

S *@p@_open(const char *w, uint64_t seed, char *e, size_t n) {
  return dnd_shared_open(&dnd_model, w, seed, e, n);
}
void @p@_close(S *m) { dnd_shared_close(m); }
int @p@_predict(S *m, int64_t k, const float *const *x, float *const *y,
  char *e, size_t n) {
  return dnd_shared_predict(m, k, (const void *const *)x, y, e, n);
}
int @p@_gradients(S *m, int64_t k, const float *const *x,
  const float *const *c, float *const *y, float *const *dp, float *const *dx,
  char *e, size_t n) {
  return dnd_shared_gradients(m, k, (const void *const *)x, c, y, dp, dx, e,
    n);
}
const float *@p@_parameter(const S *m, int64_t i) {
  return dnd_shared_parameter(m, i);
}
int @p@_set_parameter(S *m, int64_t i, const float *x) {
  return dnd_shared_set_parameter(m, i, x);
}
const char *@p@_describe(int64_t *size) {
  return dnd_shared_describe(&dnd_model, size);
}
)";

std::string dnd::codegen::sharedHeader(StringRef prefix,
                                       const SharedInterface &interface) {
  std::string text = headerText.str();
  replaceAll(text, "@CONSTANTS@",
             constants(prefix, "INPUT", interface.inputs) +
                 constants(prefix, "OUTPUT", interface.outputs) +
                 constants(prefix, "PARAM", interface.params));
  replaceAll(text, "@NETWORK@", interface.network);
  replaceAll(text, "@SOURCE@", interface.source);
  replaceAll(text, "@FILE@", "lib" + prefix.str() + ".so");
  replaceAll(text, "@P@", prefix.upper());
  replaceAll(text, "@p@", prefix);
  return text;
}

std::string dnd::codegen::sharedShim(StringRef prefix) {
  std::string text = shimText.str();
  replaceAll(text, "@p@", prefix);
  return text;
}

std::string dnd::codegen::sharedExports(StringRef prefix) {
  std::string text = "{ global:";
  for (StringRef name : {"open", "close", "predict", "gradients", "parameter",
                         "set_parameter", "describe"})
    text += " " + prefix.str() + "_" + name.str() + ";";
  return text + " local: *; };\n";
}
