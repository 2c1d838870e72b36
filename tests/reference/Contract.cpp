//===- Contract.cpp - Sums of products, by their definition -------------===//
#include "tests/reference/Access.h"
#include "tests/reference/Evaluator.h"

using namespace mlir;

namespace dnd::reference {

static Tensor evalContract(ContractOp op, const Evaluator &at) {
  Operands inputs = at.list(op.getInputs()), tables = at.list(op.getTables());
  Tensor result(at.shapeOf(op.getType()));
  Tensor::Shape space = at.shapeOf(op.getExtents());
  std::vector<Access> inputAt = accesses(op.getMaps(), inputs, space);
  std::vector<Access> tableAt = accesses(op.getTableMaps(), tables, space);
  Access outAt(op.getOutMap(), result, space);
  double coefficient = op.getCoefficient().convertToDouble();
  Index symbols(tables.size());
  forEachIndex(space, [&](const Index &point) {
    for (size_t t = 0; t < tables.size(); ++t)
      symbols[t] =
          static_cast<int64_t>(tables[t]->data[tableAt[t].offset(point, {})]);
    double product = coefficient;
    for (size_t i = 0; i < inputs.size(); ++i)
      product *= inputs[i]->data[inputAt[i].offset(point, symbols)];
    result.data[outAt.offset(point, symbols)] += product;
  });
  return result;
}

void addContractReference(ReferenceTable &table) { table.add(evalContract); }

} // namespace dnd::reference
