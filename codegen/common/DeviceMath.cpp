//===- DeviceMath.cpp - what multiplies on a GPU --------------------------===//
#include "codegen/common/DeviceMath.h"
#include "mlir/IR/BuiltinOps.h"

using namespace mlir;

namespace dnd::codegen {

StringRef mathName(DeviceMath math) {
  switch (math) {
  case DeviceMath::f32:
    return "f32";
  case DeviceMath::tf32:
    return "tf32";
  case DeviceMath::bf16:
    return "bf16";
  }
  return "f32";
}

DeviceMath deviceMath(Operation *op) {
  auto attr =
      op->getParentOfType<ModuleOp>()->getAttrOfType<StringAttr>(cudaMathAttr);
  for (DeviceMath math : {DeviceMath::tf32, DeviceMath::bf16})
    if (attr && attr.getValue() == mathName(math))
      return math;
  return DeviceMath::f32;
}

} // namespace dnd::codegen
