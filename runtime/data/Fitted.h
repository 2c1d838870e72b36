//===- Fitted.h - What the training part decides ----------------*- C++ -*-===//
//
// Scaling, normalisation, the order of the columns and the coding of the
// classes are found out from the training part and stored with the weights.
// Whoever applies the weights to other data takes them from there, so that no
// number is decided twice.
//
//===----------------------------------------------------------------------===//
#ifndef RUNTIME_DATA_FITTED_H
#define RUNTIME_DATA_FITTED_H

#include "runtime/core/Array.h"
#include "runtime/core/Model.h"
#include "runtime/core/Safetensors.h"
#include "runtime/data/Missing.h"
#include "runtime/data/Normalization.h"

#include <optional>

namespace dnd::rt {

struct DataPart;

/// What the numbers of an input are in the training data's file. Bytes become
/// reals by a division by 255, nothing else does.
enum class Numbers { Unknown, Bytes, Whole, Real };

struct Fitted {
  /// The reader of the training data; empty when the weights do not say
  /// (initial weights, files of other programs).
  std::string reader;
  std::vector<Normalization> normalization; ///< for each input, or empty
  std::vector<std::string> classNames;      ///< by class; empty: numbers
  std::vector<std::string> featureNames; ///< headings of the columns, or empty
  std::vector<std::string> targetNames;  ///< of labels or targets, or empty
  std::vector<Numbers> numbers; ///< of each input from arrays, or empty
  std::string resize;        ///< of pictures: "crop" or "stretch"; empty: none
  double scale = 1;          ///< what the numbers of a text were multiplied by
  int64_t firstClass = 0;    ///< the class 0 in a text
  bool decimalComma = false; ///< of the numbers of a text
  Missing missing = Missing::Error;
  /// What stands for missing values of each column, for a mean or median.
  std::vector<double> fills;

  bool isKnown() const { return !reader.empty(); }
  bool isNormalized() const;

  /// Adds it to the metadata of weights.
  void write(const Model &model, Metadata &metadata) const;
  /// Reads it back; what is not there has its default. Throws Error(Data)
  /// naming `path`.
  static Fitted read(const Model &model, const Metadata &metadata,
                     const std::string &path);
};

/// Whether the numbers are bytes, whole or real.
Numbers numbersOf(const Array &array);

/// The numbers of input `i` from a file, as the training's: where those were
/// bytes, whole numbers from 0 to 255 are bytes again; where they were whole,
/// bytes are numbers like others. Throws Error(Data) naming `where` when the
/// numbers cannot be what the training had.
Array likeTraining(const Fitted &fitted, size_t i, Array array,
                   const std::string &where);

/// A cell of the `index`th feature as a number; what stands for it when its
/// value is missing. Throws Error(Data) as csvNumber does.
double featureNumber(const CsvTable &table, size_t row, size_t column,
                     size_t index, const Fitted &fitted,
                     const std::string &path);

/// The first entry of metadata in which two of them differ, or an empty text.
std::string differenceOf(const Metadata &a, const Metadata &b);

/// Throws Error(Usage) when one of the texts NAME=VALUE of --set changes what
/// is known from weights.
void refuseChanges(const Fitted &fitted,
                   const std::vector<std::string> &settings);

/// Determines the normalisation of each input from the recipe's line and the
/// training part. Throws Error(Data).
std::vector<Normalization> fitNormalization(const Model &model,
                                            const RecipeCall &rule,
                                            const DataPart &train);

} // namespace dnd::rt

#endif // RUNTIME_DATA_FITTED_H
