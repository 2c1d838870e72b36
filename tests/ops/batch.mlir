// The size of the batch, and ones as long as it.
// RUN: %op %s | FileCheck %s
// CHECK: op: ok, 2 cases

func.func @inverse_batch(%a0: tensor<?x3xf64>) -> tensor<f64> attributes {constant} {
  %r = dnd.inverse_batch %a0 : (tensor<?x3xf64>) -> tensor<f64>
  return %r : tensor<f64>
}

func.func @batch_ones(%a0: tensor<?x3xf64>) -> tensor<?xf64> attributes {constant} {
  %r = dnd.batch_ones %a0 : (tensor<?x3xf64>) -> tensor<?xf64>
  return %r : tensor<?xf64>
}
