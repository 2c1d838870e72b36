//===- Contract.cpp - sum of products over index maps ---------------------===//
#include "dialect/dnd/Builders.h"
#include "dialect/dnd/Verify.h"

using namespace mlir;
using namespace dnd;

static SmallVector<AffineMap> toMaps(ArrayAttr attr) {
  SmallVector<AffineMap> maps;
  if (attr)
    for (Attribute map : attr)
      maps.push_back(cast<AffineMapAttr>(map).getValue());
  return maps;
}

void ContractOp::build(OpBuilder &builder, OperationState &state,
                       RankedTensorType result, ValueRange inputs,
                       ArrayRef<AffineMap> maps, AffineMap outMap,
                       ArrayRef<int64_t> extents, double coefficient,
                       ValueRange tables, ArrayRef<AffineMap> tableMaps) {
  build(builder, state, result, inputs, tables,
        builder.getDenseI64ArrayAttr(extents),
        builder.getAffineMapArrayAttr(maps),
        builder.getAffineMapArrayAttr(tableMaps), AffineMapAttr::get(outMap),
        builder.getF64FloatAttr(coefficient));
}

SmallVector<AffineMap> ContractOp::getInputMaps() { return toMaps(getMaps()); }
SmallVector<AffineMap> ContractOp::getTableMapList() {
  return toMaps(getTableMaps());
}

int64_t ContractOp::getBatchDim() {
  const int64_t *batch = llvm::find(getExtents(), ShapedType::kDynamic);
  return batch == getExtents().end() ? -1 : batch - getExtents().begin();
}

bool ContractOp::isReductionDim(unsigned dim) {
  return !getOutMap().isFunctionOfDim(dim);
}

/// The range of the values of a table where it is known, else -1.
static int64_t tableRange(Value table) {
  auto op = table.getDefiningOp<TableOp>();
  return op ? static_cast<int64_t>(op.getRange()) : -1;
}

static LogicalResult verifyExtents(ContractOp op) {
  unsigned batches = 0;
  for (int64_t extent : op.getExtents()) {
    batches += ShapedType::isDynamic(extent);
    if (!ShapedType::isDynamic(extent) && extent < 1)
      return op.emitOpError() << "extent " << extent << " is not positive";
  }
  if (batches > 1)
    return op.emitOpError() << "has " << batches
                            << " dynamic extents, only the batch may be one";
  SmallVector<Value> operands(op->getOperands());
  if (batches && llvm::none_of(operands, [](Value v) { return hasBatch(v); }))
    return op.emitOpError() << "no operand has the batch; 'dnd.batch_ones' "
                               "can bring it in";
  return success();
}

LogicalResult ContractOp::verify() {
  if (failed(verifyBatchFirst(*this)) || failed(verifyExtents(*this)))
    return failure();
  if (failed(verifyProductTypes(*this, getInputs(), getResult())))
    return failure();
  SmallVector<AffineMap> maps = getInputMaps(), tableMaps = getTableMapList();
  if (maps.size() != getInputs().size())
    return emitOpError() << "has " << getInputs().size() << " inputs and "
                         << maps.size() << " index maps";
  if (tableMaps.size() != getTables().size())
    return emitOpError() << "has " << getTables().size() << " tables and "
                         << tableMaps.size() << " table maps";
  SmallVector<int64_t> ranges;
  for (auto [index, table] : llvm::enumerate(getTables())) {
    ranges.push_back(tableRange(table));
    if (failed(verifyIndices(*this, "table #" + std::to_string(index),
                             table.getType())) ||
        failed(verifyAccess(*this, "table #" + Twine(index), tableMaps[index],
                            table.getType(), getExtents())))
      return failure();
  }
  for (auto [index, input] : llvm::enumerate(getInputs()))
    if (failed(verifyAccess(*this, "input #" + Twine(index), maps[index],
                            input.getType(), getExtents(), ranges)))
      return failure();
  return verifyAccess(*this, "result", getOutMap(), getType(), getExtents(),
                      ranges);
}
