//===- Readers.h - What reads and makes data sets ---------------*- C++ -*-===//
//
// One function for each reader of dndrt/recipe.def; each gives raw parts, which
// loadDataset fits to the network.
//
//===----------------------------------------------------------------------===//
#ifndef RUNTIME_DATA_READERS_H
#define RUNTIME_DATA_READERS_H

#include "runtime/data/Dataset.h"

namespace dnd::rt {

/// One part (training, validation, test) as a reader gives it.
struct RawPart {
  std::shared_ptr<MemorySource> source = std::make_shared<MemorySource>();
  int64_t count = 0;
  std::vector<int64_t> rows;   ///< of the source; empty: all, in order
  std::vector<int32_t> labels; ///< of this part
  std::vector<float> values;   ///< regression targets, count x valueWidth
  int64_t valueWidth = 0;
  std::string labelFile;       ///< where labels come from, for messages
  std::string inputFile;       ///< the same of the inputs, where it differs
  std::vector<int64_t> places; ///< of the samples in the file; empty: in order
  bool placesAreLines = false; ///< of a text, else items of an array

  /// The file of the inputs in quotes, or what stands for it.
  std::string shownFile() const {
    const std::string &file = inputFile.empty() ? labelFile : inputFile;
    return file.empty() ? "the data set" : "'" + file + "'";
  }
};

struct RawData {
  RawPart train, validation, test;
  bool hasTest = false, hasValidation = false;
  /// Given by the weights, or filled in by the reader: all but normalization.
  Fitted fitted;
  std::optional<double> bayesAccuracy; ///< on the test part
};

/// What a reader may use.
class Reading {
public:
  Reading(const Model &model, const RecipeCall &rule,
          const DataOptions &options)
      : model(model), rule(rule), options(options) {}

  /// The path of the first of `names` that exists in a search folder or its
  /// subfolders `folders`; empty when none does.
  std::string locate(const std::vector<std::string> &folders,
                     const std::vector<std::string> &names) const;
  /// The folders that are searched, in order.
  std::vector<std::string> roots() const;
  /// All of them and their subfolders `folders`, for messages.
  std::string placesText(const std::vector<std::string> &folders) const;
  /// As locate, throwing Error(Data) that lists the searched folders.
  std::string require(const std::vector<std::string> &folders,
                      const std::vector<std::string> &names) const;
  /// Reads (and unpacks) a file and records its checksum.
  std::string read(const std::string &path);
  void record(const std::string &path, std::string_view bytes);

  int64_t inputElements() const; ///< of all inputs together
  const TargetInfo *target() const {
    return model.targets.empty() ? nullptr : &model.targets.front();
  }
  /// The file that --data names, or an empty text.
  std::string namedFile() const;
  /// Throws Error(Data) when --data was given and no file read lies there.
  void requireNamedUsed() const;
  /// What the weights say, or a Fitted of its own to fill in.
  Fitted known() const { return options.fitted ? *options.fitted : Fitted(); }

  const Model &model;
  const RecipeCall &rule;
  const DataOptions &options;
  std::vector<DataFile> files;
};

RawData readIdxSet(Reading &reading, const std::string &folder);
RawData readCifar(Reading &reading, bool hundred);
RawData readImageFolders(Reading &reading);
RawData readOptdigits(Reading &reading);
RawData readIris(Reading &reading);
RawData readCsvSet(Reading &reading);
RawData readNpzSet(Reading &reading);
RawData makeXor(Reading &reading);
RawData makeGaussianClasses(Reading &reading);
RawData makeSpirals(Reading &reading);

/// An array of reals, samples x width.
Array realSamples(const std::vector<float> &numbers, int64_t samples,
                  int64_t width);

/// How many samples of each class a test part takes that has the given share of
/// all: the sum is the share of the sum, rounded, and no class gives its last
/// sample.
std::vector<int64_t> sharesOfClasses(const std::vector<int64_t> &counts,
                                     double share);

/// Moves a part of the training samples to the test part, about the same share
/// of each class, by a fixed random choice. Throws Error(Data) when a part
/// would be empty.
void splitTest(RawData &data, double share, uint64_t seed);

/// Holds a part of the training samples back for validation, chosen by chance;
/// every class stays in training. Throws Error(Usage) when a part would be
/// empty.
void splitValidation(RawData &data, double share, uint64_t seed);

/// The samples with these indices; they share the source.
RawPart selectRows(const RawPart &part, const std::vector<int64_t> &rows);

/// Fits the fields of the source to the inputs of the network.
void fitInputs(const Model &model, RawPart &raw, DataPart &out);

} // namespace dnd::rt

#endif // RUNTIME_DATA_READERS_H
