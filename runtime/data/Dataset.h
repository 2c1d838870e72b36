//===- Dataset.h - Data to train and test on --------------------*- C++ -*-===//
//
// Readers give raw parts; loadDataset fits them to the inputs and targets of
// the network, checks labels, splits off a validation part and normalises.
//
//===----------------------------------------------------------------------===//
#ifndef RUNTIME_DATA_DATASET_H
#define RUNTIME_DATA_DATASET_H

#include "runtime/core/Model.h"

#include <optional>
#include <string>
#include <vector>

namespace dnd::rt {

/// A file that was read, for run.json.
struct DataFile {
  std::string path, sha256;
  int64_t bytes = 0;
};

/// Features as a reader gives them: `count` samples of one shape.
struct RawField {
  std::string input; ///< the network's input, or empty: any
  std::vector<int64_t> shape;
  std::vector<float> data;
};

/// One part (training, validation, test) as a reader gives it.
struct RawPart {
  int64_t count = 0;
  std::vector<RawField> fields;
  std::vector<int32_t> labels;
  std::vector<float> values; ///< regression targets, count x valueWidth
  int64_t valueWidth = 0;
  std::string labelFile;       ///< where labels come from, for messages
  std::vector<int64_t> places; ///< of the samples in the file; empty: in order
  bool placesAreLines = false; ///< of a text, else items of an array
};

struct RawData {
  RawPart train, validation, test;
  bool hasTest = false, hasValidation = false;
  std::vector<std::string> classNames;
  std::vector<DataFile> files;
  std::optional<double> bayesAccuracy; ///< on the test part
  double csvScale = 1; ///< what the numbers of a text file were multiplied by
};

/// One part, fitted to the network.
struct DataPart {
  int64_t count = 0;
  std::vector<std::vector<float>> inputs; ///< count x elements each
  std::vector<int32_t> labels;            ///< count x target elements
  std::vector<float> values;              ///< count x target elements
};

/// (x - mean) / std, element i of a sample using entry (i / inner) % size.
struct Normalization {
  std::vector<double> mean, std; ///< empty: nothing to do
  int64_t inner = 1;

  void apply(float *samples, int64_t count, int64_t elements) const;
};

struct Dataset {
  DataPart train, validation, test;
  bool hasTest = false, hasValidation = false;
  std::vector<std::string> classNames;
  std::vector<Normalization> normalization; ///< for each input
  std::vector<DataFile> files;
  std::optional<double> bayesAccuracy;
  double csvScale = 1;
};

/// Where and how to read.
struct DataOptions {
  std::string data;               ///< --data: a folder, or a file
  std::vector<std::string> roots; ///< further folders, in order of trust
  double validationSplit = 0;     ///< part of the training set
  uint64_t seed = 0;              ///< of the validation split
  bool needTrain = true;          ///< false: only the test part is wanted
};

/// Reads what the recipe names. Throws Error(Data).
Dataset loadDataset(const Model &model, const Rule &rule,
                    const DataOptions &options);

/// The search folders: DND_DATA, those the model records (relative to the
/// executable and to the current folder), and the usual places.
std::vector<std::string> dataRoots(const Model &model,
                                   const std::string &executable);

/// Normalisations as JSON text for the metadata of weights, and back. The
/// second throws Error(Data) naming `path`.
std::string normalizationText(const Model &model,
                              const std::vector<Normalization> &list);
std::vector<Normalization> parseNormalization(const Model &model,
                                              const std::string &text,
                                              const std::string &path);

//===----------------------------------------------------------------------===//
// Readers
//===----------------------------------------------------------------------===//

/// What a reader may use.
class DataSource {
public:
  DataSource(const Model &model, const Rule &rule, const DataOptions &options)
      : model(model), rule(rule), options(options) {}

  /// The path of the first of `names` that exists in a search folder or its
  /// subfolders `folders`; empty when none does.
  std::string locate(const std::vector<std::string> &folders,
                     const std::vector<std::string> &names) const;
  /// The same, throwing Error(Data) that lists the searched folders.
  std::string require(const std::vector<std::string> &folders,
                      const std::vector<std::string> &names) const;
  /// Reads (and unpacks) a file and records its checksum.
  std::string read(const std::string &path);
  void record(const std::string &path, std::string_view bytes);

  int64_t inputElements() const; ///< of all inputs together
  const TargetInfo *target() const {
    return model.targets.empty() ? nullptr : &model.targets.front();
  }

  const Model &model;
  const Rule &rule;
  const DataOptions &options;
  std::vector<DataFile> files;
};

RawData readIdxSet(DataSource &source, const std::string &folder);
RawData readCifar(DataSource &source, bool hundred);
RawData readOptdigits(DataSource &source);
RawData readIris(DataSource &source);
RawData readCsvSet(DataSource &source);
RawData readNpzSet(DataSource &source);
RawData makeXor(DataSource &source);
RawData makeGaussianClasses(DataSource &source);
RawData makeSpirals(DataSource &source);

/// Moves a part of the training samples to the test part, the same share of
/// each class, by a fixed random choice.
void splitTest(RawData &data, double share, uint64_t seed);

/// Copies the samples with these indices.
RawPart selectRows(const RawPart &part, const std::vector<int64_t> &rows);

} // namespace dnd::rt

#endif // RUNTIME_DATA_DATASET_H
