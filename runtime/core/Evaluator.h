//===- Evaluator.h - Losses and metrics of a part of the data ---*- C++ -*-===//
//
// Counters that batches feed, and what is computed from them; also the
// normalised margin.
//
//===----------------------------------------------------------------------===//
#ifndef RUNTIME_CORE_EVALUATOR_H
#define RUNTIME_CORE_EVALUATOR_H

#include "runtime/core/Session.h"
#include "runtime/data/Batcher.h"
#include "runtime/report/Metrics.h"
#include "runtime/report/Scores.h"

namespace dnd::rt {

class Engine;

/// Counters fed from the outputs of batches.
struct Counters {
  explicit Counters(const Model &model);
  /// Adds the first `batch` samples of the session's buffers.
  void add(const Session &session, int64_t batch);
  /// Adds sample `row` of a part by what a GPU made of it: the predicted class
  /// of each position, and the sums of squared and absolute errors of a value.
  void addResult(const DataPart &part, int64_t row, const int32_t *predicted,
                 const double *errors);
  void clear();

  const TargetInfo *target = nullptr; ///< null: nothing can be counted
  /// Classes, and labels of one sample; a value target that codes classes has
  /// one of them, and its largest number is the class.
  int64_t classes = 0, positions = 0;
  /// Classes by one number, the second one above `threshold`: 0 for logits, one
  /// half for probabilities and values.
  bool isBinary = false;
  float threshold = 0;
  Confusion confusion;
  Regression regression;
};

/// Result over a whole part.
struct Evaluation {
  explicit Evaluation(const Model &model);
  /// Adds the first `batch` samples of the session's buffers.
  void add(const Session &session, int64_t batch);
  int64_t count = 0;
  double loss = 0;
  Counters counters;
  /// Filled when a metric of the recipe needs it, by `add` alone.
  Scores scores;
  /// The recipe's metrics that come besides loss, accuracy and macro F1.
  bool wantsBalanced = false, wantsKappa = false, wantsRecall = false;
};

/// Throws Error(Data) for a metric of the recipe that says nothing of the
/// network.
void requireMetrics(const Model &model);

/// The input and target buffers of an f32 session.
BatchPlace placeOf(const Session &session);

/// The mean of (f_y - max over j != y of f_j) / |theta|^degree over a part
/// (science: Low-Rank DIQNN, normalised margin). Requires a label target.
double normalizedMargin(Engine &engine, const DataPart &part, int64_t batch,
                        double degree);

/// Adds "PREFIX_loss", "PREFIX_accuracy", ... to an object.
void describe(const Evaluation &evaluation, const std::string &prefix,
              Value &out);

} // namespace dnd::rt

#endif // RUNTIME_CORE_EVALUATOR_H
