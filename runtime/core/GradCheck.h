//===- GradCheck.h - Gradients against differences --------------*- C++ -*-===//
//
// Compares the gradients of the f64 entries with central differences, and those
// that an f32 engine computes, on the processor or on a GPU, with the f64 ones.
//
//===----------------------------------------------------------------------===//
#ifndef RUNTIME_CORE_GRADCHECK_H
#define RUNTIME_CORE_GRADCHECK_H

#include "runtime/core/Engine.h"

#include <string>
#include <vector>

namespace dnd::rt {

struct GradCheckSettings {
  int64_t batch = 3, samples = 24, directions = 2;
  uint64_t seed = 0;
  /// As in a training step; states and noise stay as they are.
  bool training = false;
  double tolerance = 1e-6;       ///< f64 gradient against differences
  double singleTolerance = 1e-3; ///< f32 against f64, of the largest gradient
  /// The same for a model whose products multiply bf16: a factor is off by
  /// 2^-8 of itself at most, and a gradient is several products behind each
  /// other.
  double roundedTolerance = 5e-2;
};

/// Result for one parameter or input.
struct GradCheckRow {
  std::string name;
  int64_t checked = 0;     ///< elements and directions, skipped ones included
  int64_t skipped = 0;     ///< at a kink of the function
  double error = 0;        ///< largest relative error of those not skipped
  double singleError = -1; ///< f32 against f64; -1 without an f32 entry
  double largest = 0;      ///< largest gradient
  bool unused = false;     ///< nothing depends on these numbers
  bool flat = false;   ///< gradients and differences are 0 on all batches tried
  std::string failure; ///< empty when it passed
  /// More than a fifth cannot be told.
  bool liesOnKinks() const { return 5 * skipped > checked; }
};

/// Checks all parameters and real inputs of the model at the weights in the
/// session of `engine` (f32). Constant parameters there are moved off their
/// start first, so that every gradient shows; parameters that lie on kinks
/// (zeros below an `abs`) are moved a little and tried again. Throws Error when
/// an entry is missing or the loss is not finite.
std::vector<GradCheckRow> checkGradients(Engine &engine,
                                         const GradCheckSettings &settings);

} // namespace dnd::rt

#endif // RUNTIME_CORE_GRADCHECK_H
