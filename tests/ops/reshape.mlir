// The same numbers under another shape.
// RUN: %op %s | FileCheck %s
// CHECK: op: ok, 2 cases

func.func @reshape(%a0: tensor<?x2x3xf64>) -> tensor<?x6xf64> {
  %r = dnd.reshape %a0 : (tensor<?x2x3xf64>) -> tensor<?x6xf64>
  return %r : tensor<?x6xf64>
}

func.func @reshape_static(%a0: tensor<5x1xf64>) -> tensor<1x5x1xf64> {
  %r = dnd.reshape %a0 : (tensor<5x1xf64>) -> tensor<1x5x1xf64>
  return %r : tensor<1x5x1xf64>
}
