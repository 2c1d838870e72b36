// Sparse dendrites.
// RUN: %op %s | FileCheck %s
// CHECK: op: ok, 3 cases

func.func @gather_contract(%a0: tensor<?x7xf64>, %a1: tensor<5x3xi32>, %a2: tensor<5x3xf64>) -> tensor<?x5xf64> attributes {range = 7 : i64} {
  %r = dnd.gather_contract %a0, %a1, %a2 : (tensor<?x7xf64>, tensor<5x3xi32>, tensor<5x3xf64>) -> tensor<?x5xf64>
  return %r : tensor<?x5xf64>
}

func.func @gather_contract_bias(%a0: tensor<?x7xf64>, %a1: tensor<5x3xi32>, %a2: tensor<5x3xf64>, %a3: tensor<5xf64>) -> tensor<?x5xf64> attributes {range = 7 : i64} {
  %r = dnd.gather_contract %a0, %a1, %a2 bias %a3 : (tensor<?x7xf64>, tensor<5x3xi32>, tensor<5x3xf64>, tensor<5xf64>) -> tensor<?x5xf64>
  return %r : tensor<?x5xf64>
}

func.func @gather_contract_one(%a0: tensor<?x1xf64>, %a1: tensor<1x1xi32>, %a2: tensor<1x1xf64>) -> tensor<?x1xf64> attributes {range = 1 : i64} {
  %r = dnd.gather_contract %a0, %a1, %a2 : (tensor<?x1xf64>, tensor<1x1xi32>, tensor<1x1xf64>) -> tensor<?x1xf64>
  return %r : tensor<?x1xf64>
}
