// Softmax cross-entropy of labels and of soft targets.
// RUN: %op %s | FileCheck %s
// CHECK: op: ok, 4 cases

func.func @cross_entropy(%a0: tensor<?x3xf64>, %a1: tensor<?xi32>) -> tensor<?xf64> attributes {range = 3 : i64} {
  %r = dnd.cross_entropy %a0, %a1 {label_smoothing = 0.0 : f64} : (tensor<?x3xf64>, tensor<?xi32>) -> tensor<?xf64>
  return %r : tensor<?xf64>
}

func.func @cross_entropy_soft(%a0: tensor<?x5xf64>, %a1: tensor<?x5xf64>) -> tensor<?xf64> {
  %r = dnd.cross_entropy %a0, %a1 {label_smoothing = 0.0 : f64} : (tensor<?x5xf64>, tensor<?x5xf64>) -> tensor<?xf64>
  return %r : tensor<?xf64>
}

func.func @cross_entropy_smooth(%a0: tensor<?x3xf64>, %a1: tensor<?xi32>) -> tensor<?xf64> attributes {range = 3 : i64} {
  %r = dnd.cross_entropy %a0, %a1 {label_smoothing = 0.1 : f64} : (tensor<?x3xf64>, tensor<?xi32>) -> tensor<?xf64>
  return %r : tensor<?xf64>
}

func.func @cross_entropy_soft_smooth(%a0: tensor<?x5xf64>, %a1: tensor<?x5xf64>) -> tensor<?xf64> {
  %r = dnd.cross_entropy %a0, %a1 {label_smoothing = 0.1 : f64} : (tensor<?x5xf64>, tensor<?x5xf64>) -> tensor<?xf64>
  return %r : tensor<?xf64>
}
