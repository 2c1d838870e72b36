// Tensors one after the other.
// RUN: %op %s | FileCheck %s
// CHECK: op: ok, 2 cases

func.func @concat(%a0: tensor<?x1xf64>, %a1: tensor<?x3xf64>, %a2: tensor<?x2xf64>) -> tensor<?x6xf64> {
  %r = dnd.concat (%a0, %a1, %a2) dim 1 : (tensor<?x1xf64>, tensor<?x3xf64>, tensor<?x2xf64>) -> tensor<?x6xf64>
  return %r : tensor<?x6xf64>
}

func.func @concat_last(%a0: tensor<?x2x3xf64>, %a1: tensor<?x2x1xf64>) -> tensor<?x2x4xf64> {
  %r = dnd.concat (%a0, %a1) dim 2 : (tensor<?x2x3xf64>, tensor<?x2x1xf64>) -> tensor<?x2x4xf64>
  return %r : tensor<?x2x4xf64>
}
