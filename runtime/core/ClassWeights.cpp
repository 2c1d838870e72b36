//===- ClassWeights.cpp - Weights of the classes in a loss ----------------===//
#include "runtime/core/ClassWeights.h"

#include "runtime/core/Tables.h"

namespace dnd::rt {

static void fit(const TableInfo &table, std::span<const int32_t> labels,
                float *weights) {
  generateTable(table, 0, weights);
  std::vector<double> counts(static_cast<size_t>(table.elements));
  for (int32_t label : labels)
    counts[static_cast<size_t>(label)] += 1;
  bool isBalanced = !table.gen.find("data", 0);
  double sum = 0;
  for (size_t c = 0; c < counts.size(); ++c)
    sum += isBalanced ? counts[c] > 0 : counts[c] * weights[c];
  double scale = sum > 0 ? static_cast<double>(labels.size()) / sum : 1;
  for (size_t c = 0; c < counts.size(); ++c)
    if (!isBalanced)
      weights[c] = static_cast<float>(weights[c] * scale);
    else if (counts[c] > 0)
      weights[c] = static_cast<float>(scale / counts[c]);
}

void fitClassWeights(Session &session, std::span<const int32_t> labels) {
  const Model &model = session.model();
  for (size_t i = 0; i < model.tables.size(); ++i)
    if (model.tables[i].gen.fn == "class_weights")
      fit(model.tables[i], labels, session.tables[i].as<float>());
}

} // namespace dnd::rt
