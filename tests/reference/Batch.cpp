//===- Batch.cpp - Ops that know the size of the batch ------------------===//
#include "tests/reference/Evaluator.h"

using namespace mlir;

namespace dnd::reference {

static Tensor evalInverseBatch(InverseBatchOp, const Evaluator &at) {
  return Tensor({}, 1.0 / static_cast<double>(at.batchSize()));
}

static Tensor evalBatchOnes(BatchOnesOp, const Evaluator &at) {
  return Tensor({at.batchSize()}, 1.0);
}

void addBatchReference(ReferenceTable &table) {
  table.add(evalInverseBatch);
  table.add(evalBatchOnes);
}

} // namespace dnd::reference
