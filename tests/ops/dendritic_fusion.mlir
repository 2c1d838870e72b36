// Every choice of optional operands.
// RUN: %op %s | FileCheck %s
// CHECK: op: ok, 5 cases

func.func @dendritic_fusion0(%a0: tensor<?x3x5xf64>, %a1: tensor<2x3x5xf64>) -> tensor<?x2xf64> {
  %r = dnd.dendritic_fusion %a0, %a1 : (tensor<?x3x5xf64>, tensor<2x3x5xf64>) -> tensor<?x2xf64>
  return %r : tensor<?x2xf64>
}

func.func @dendritic_fusion1(%a0: tensor<?x3x5xf64>, %a1: tensor<2x3x5xf64>, %a2: tensor<2x3x5xf64>) -> tensor<?x2xf64> {
  %r = dnd.dendritic_fusion %a0, %a1 bias %a2 : (tensor<?x3x5xf64>, tensor<2x3x5xf64>, tensor<2x3x5xf64>) -> tensor<?x2xf64>
  return %r : tensor<?x2xf64>
}

func.func @dendritic_fusion2(%a0: tensor<?x3x5xf64>, %a1: tensor<2x3x5xf64>, %a2: tensor<3xf64>) -> tensor<?x2xf64> {
  %r = dnd.dendritic_fusion %a0, %a1 scale %a2 : (tensor<?x3x5xf64>, tensor<2x3x5xf64>, tensor<3xf64>) -> tensor<?x2xf64>
  return %r : tensor<?x2xf64>
}

func.func @dendritic_fusion3(%a0: tensor<?x3x5xf64>, %a1: tensor<2x3x5xf64>, %a2: tensor<2x3x5xf64>, %a3: tensor<3xf64>) -> tensor<?x2xf64> {
  %r = dnd.dendritic_fusion %a0, %a1 bias %a2 scale %a3 : (tensor<?x3x5xf64>, tensor<2x3x5xf64>, tensor<2x3x5xf64>, tensor<3xf64>) -> tensor<?x2xf64>
  return %r : tensor<?x2xf64>
}

func.func @dendritic_fusion_one(%a0: tensor<?x1x1xf64>, %a1: tensor<1x1x1xf64>) -> tensor<?x1xf64> {
  %r = dnd.dendritic_fusion %a0, %a1 : (tensor<?x1x1xf64>, tensor<1x1x1xf64>) -> tensor<?x1xf64>
  return %r : tensor<?x1xf64>
}
