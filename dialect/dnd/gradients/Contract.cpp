//===- Contract.cpp - gradient of sums of products ------------------------===//
//
// Contracts are closed under differentiation: the adjoint of input i is the
// contract of the other inputs and the adjoint of the result, with the maps of
// input i and of the result exchanged. An input that appears twice is two
// operands; the engine adds their adjoints.
//
//===----------------------------------------------------------------------===//
#include "dialect/dnd/Builders.h"

using namespace mlir;
using namespace dnd;

LogicalResult ContractOp::buildVjp(OpBuilder &builder, ValueRange adjoints,
                                   ArrayRef<bool> needed,
                                   MutableArrayRef<Value> operandAdjoints) {
  SmallVector<AffineMap> maps = getInputMaps();
  SmallVector<AffineMap> tableMaps = getTableMapList();
  for (auto [index, input] : llvm::enumerate(getInputs())) {
    if (!needed[index])
      continue;
    SmallVector<Value> factors;
    SmallVector<AffineMap> factorMaps;
    for (auto [other, factor] : llvm::enumerate(getInputs())) {
      if (other == index)
        continue;
      factors.push_back(factor);
      factorMaps.push_back(maps[other]);
    }
    factors.push_back(adjoints[0]);
    factorMaps.push_back(getOutMap());
    operandAdjoints[index] = makeContractOfType(
        builder, getLoc(), tensorType(input), factors, factorMaps, maps[index],
        getExtents(), getCoefficientValue(), getTables(), tableMaps,
        /*batchLike=*/input);
  }
  return success();
}
