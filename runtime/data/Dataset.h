//===- Dataset.h - Data to train and test on --------------------*- C++ -*-===//
//
// A data set has parts (training, validation, test). A part is a choice of the
// samples of a source, with what each input of the network makes of them.
//
//===----------------------------------------------------------------------===//
#ifndef RUNTIME_DATA_DATASET_H
#define RUNTIME_DATA_DATASET_H

#include "runtime/core/Model.h"
#include "runtime/data/Fitted.h"
#include "runtime/data/Transform.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace dnd::rt {

/// A file that was read, for run.json.
struct DataFile {
  std::string path, sha256;
  int64_t bytes = 0;
};

class Mixing;

/// One part, fitted to the network.
struct DataPart {
  int64_t count = 0;
  std::shared_ptr<Source> source;
  std::vector<int64_t> rows;     ///< of the source; empty: all, in order
  std::vector<Transform> inputs; ///< of each input of the network
  std::vector<int32_t> labels;   ///< count x target elements
  std::vector<float> values;     ///< count x target elements
  /// Of the training part, where its batches are mixed; else null.
  std::shared_ptr<const Mixing> mixing;

  /// Makes input `i` of sample `n`: four bytes a number. With a key (of the
  /// training), augmented; its `sample` is set here.
  void input(size_t i, int64_t n, void *to, const SampleKey *key) const;
  /// Whether making a batch takes more than copying it from memory.
  bool isSlow() const;
};

/// Makes samples rows[0..batch) (or first, first+1, ... when rows is null) of
/// input `i`, or of the target, as entries see them: four bytes a number.
void gatherInput(const DataPart &part, const Model &model, size_t i,
                 const int64_t *rows, int64_t first, int64_t batch, void *to,
                 const SampleKey *key = nullptr);
void gatherTarget(const DataPart &part, const Model &model, const int64_t *rows,
                  int64_t first, int64_t batch, void *to);

struct Dataset {
  DataPart train, validation, test;
  bool hasTest = false, hasValidation = false;
  Fitted fitted;
  std::vector<DataFile> files;
  std::optional<double> bayesAccuracy; ///< on the test part
};

/// Where and how to read.
struct DataOptions {
  /// --data: the folder where the files lie, and nowhere else; or the file to
  /// train on. Empty: the files are looked for in `roots`.
  std::string data;
  /// A file of `data` is one to test on, not to train on, unless the recipe
  /// splits the test part off.
  bool dataIsTest = false;
  std::vector<std::string> roots; ///< further folders, in order of trust
  double validationSplit = 0;     ///< part of the training set
  uint64_t seed = 0;              ///< of the validation split
  bool needTrain = true;          ///< false: only the test part is wanted
  /// What the weights say about their training data, or null: then it is found
  /// out from the training part.
  const Fitted *fitted = nullptr;
};

/// Reads what the recipe names and normalises it. Throws Error(Data).
Dataset loadDataset(const Model &model, const Recipe &recipe,
                    const DataOptions &options);

/// Applies a normalisation to parts, which may share sources.
void normalizeParts(const std::vector<Normalization> &list,
                    std::span<DataPart *const> parts, const Model &model);

/// The search folders: DND_DATA, those the model records (relative to the
/// executable and to the current folder), and the usual places.
std::vector<std::string> dataRoots(const Model &model,
                                   const std::string &executable);

} // namespace dnd::rt

#endif // RUNTIME_DATA_DATASET_H
