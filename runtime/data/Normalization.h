//===- Normalization.h - Scaling of inputs ----------------------*- C++ -*-===//
//
// The recipe's `normalize` line, fitted on the training part where it asks for
// statistics.
//
//===----------------------------------------------------------------------===//
#ifndef RUNTIME_DATA_NORMALIZATION_H
#define RUNTIME_DATA_NORMALIZATION_H

#include "runtime/data/Dataset.h"

namespace dnd::rt {

/// Determines the normalisation of each input from the rule and the training
/// part. Throws Error(Data).
std::vector<Normalization>
fitNormalization(const Model &model, const Rule &rule, const DataPart &train);

/// Applies it to all parts of a data set and stores it there.
void normalizeDataset(const Model &model, std::vector<Normalization> list,
                      Dataset &data);

} // namespace dnd::rt

#endif // RUNTIME_DATA_NORMALIZATION_H
