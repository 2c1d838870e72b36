//===- Contract.cpp - gradient of sums of products ------------------------===//
//
// Contracts are closed under differentiation: the adjoint of input i is the
// contract of the other inputs and the adjoint of the result, with the maps of
// input i and of the result exchanged; where the map of input i is a window, it
// is brought to a plain one (Windows.h). Equal factors (the same tensor read in
// the same way, as in a square) have equal adjoints: one is built, that many
// times as large.
//
//===----------------------------------------------------------------------===//
#include "dialect/dnd/gradients/Windows.h"

using namespace mlir;
using namespace dnd;

LogicalResult ContractOp::buildVjp(OpBuilder &builder, ValueRange adjoints,
                                   ArrayRef<bool> needed,
                                   MutableArrayRef<Value> operandAdjoints) {
  if (!getInputs().empty() &&
      tensorType(getInputs()[0]).getElementType() != getType().getElementType())
    return emitOpError("of mixed types has no gradient: precision is set "
                       "behind differentiation");
  SmallVector<AffineMap> maps = getInputMaps();
  SmallVector<AffineMap> tableMaps = getTableMapList();
  auto isEqualFactor = [&](unsigned a, unsigned b) {
    return getInputs()[a] == getInputs()[b] && maps[a] == maps[b];
  };
  for (auto [index, input] : llvm::enumerate(getInputs())) {
    if (!needed[index])
      continue;
    unsigned multiplicity = 0;
    bool isFirst = true;
    for (unsigned other = 0; other < maps.size(); ++other) {
      if (!isEqualFactor(index, other))
        continue;
      ++multiplicity;
      isFirst &= other >= index;
    }
    if (!isFirst)
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
    operandAdjoints[index] = makeAdjointContract(
        builder, getLoc(), tensorType(input), factors, factorMaps, maps[index],
        getExtents(), multiplicity * getCoefficientValue(), getTables(),
        tableMaps,
        /*batchLike=*/input);
  }
  return success();
}
