// The margin of each sample.
// RUN: %op %s | FileCheck %s
// CHECK: op: ok, 2 cases

func.func @margin(%a0: tensor<?x5xf64>, %a1: tensor<?xi32>) -> tensor<?xf64> attributes {range = 5 : i64} {
  %r = dnd.margin %a0, %a1 : (tensor<?x5xf64>, tensor<?xi32>) -> tensor<?xf64>
  return %r : tensor<?xf64>
}

func.func @margin_two(%a0: tensor<?x2xf64>, %a1: tensor<?xi32>) -> tensor<?xf64> attributes {range = 2 : i64} {
  %r = dnd.margin %a0, %a1 : (tensor<?x2xf64>, tensor<?xi32>) -> tensor<?xf64>
  return %r : tensor<?xf64>
}
