//===- DeviceEpilogue.cpp - guarded epilogues of GPU kernels --------------===//
#include "codegen/cuda/DeviceEpilogue.h"
#include "mlir/Dialect/Arith/IR/Arith.h"

using namespace mlir;

namespace dnd::codegen::cuda {

static SmallVector<Value> importAll(ArrayRef<Value> buffers,
                                    DeviceKernel &kernel) {
  SmallVector<Value> inside;
  for (Value buffer : buffers)
    inside.push_back(kernel.import(buffer));
  return inside;
}

DeviceEpilogue::DeviceEpilogue(Region &region, ArrayRef<Value> buffers,
                               ArrayRef<AffineMap> maps, unsigned numInits,
                               DeviceKernel &kernel)
    : epilogue(region, importAll(buffers, kernel), maps, numInits,
               [&kernel](Value value) { return kernel.import(value); }) {}

void DeviceEpilogue::emit(TileEmitter &e, Value sums, Value column,
                          Value columns, bool exact, unsigned lane,
                          Point point) {
  int64_t lanes = cast<VectorType>(sums.getType()).getDimSize(0);
  if (exact && lanes > 1 && epilogue.isVectorisable(lane)) {
    e.branch(e.less(column, columns),
             [&] { epilogue.emitVector(e, sums, point(column), lane, lanes); },
             {});
    return;
  }
  for (int64_t i = 0; i < lanes; ++i) {
    Value at = e.add(column, i);
    Value sum = e.b.create<vector::ExtractOp>(e.loc, sums, i);
    e.branch(e.less(at, columns),
             [&] { epilogue.emitScalar(e, sum, point(at)); }, {});
  }
}

void storeGuarded(TileEmitter &e, Value values, Value column, Value columns,
                  bool exact, Value buffer, DeviceEpilogue::Point indices) {
  if (exact) {
    e.branch(e.less(column, columns),
             [&] { e.storeVector(values, buffer, indices(column)); }, {});
    return;
  }
  int64_t lanes = cast<VectorType>(values.getType()).getDimSize(0);
  for (int64_t i = 0; i < lanes; ++i) {
    Value at = e.add(column, i);
    e.branch(e.less(at, columns),
             [&] {
               e.store(e.b.create<vector::ExtractOp>(e.loc, values, i), buffer,
                       indices(at));
             },
             {});
  }
}

} // namespace dnd::codegen::cuda
