// Every choice of optional operands, in four shapes.
// RUN: %op %s | FileCheck %s
// CHECK: op: ok, 16 cases

func.func @quadratic_plain0(%a0: tensor<?x5xf64>, %a1: tensor<3x5x5xf64>) -> tensor<?x3xf64> {
  %r = dnd.quadratic %a0, %a1 axis 1 : (tensor<?x5xf64>, tensor<3x5x5xf64>) -> tensor<?x3xf64>
  return %r : tensor<?x3xf64>
}

func.func @quadratic_plain1(%a0: tensor<?x5xf64>, %a1: tensor<3x5x5xf64>, %a2: tensor<3x5xf64>) -> tensor<?x3xf64> {
  %r = dnd.quadratic %a0, %a1 linear %a2 axis 1 : (tensor<?x5xf64>, tensor<3x5x5xf64>, tensor<3x5xf64>) -> tensor<?x3xf64>
  return %r : tensor<?x3xf64>
}

func.func @quadratic_plain2(%a0: tensor<?x5xf64>, %a1: tensor<3x5x5xf64>, %a2: tensor<3xf64>) -> tensor<?x3xf64> {
  %r = dnd.quadratic %a0, %a1 bias %a2 axis 1 : (tensor<?x5xf64>, tensor<3x5x5xf64>, tensor<3xf64>) -> tensor<?x3xf64>
  return %r : tensor<?x3xf64>
}

func.func @quadratic_plain3(%a0: tensor<?x5xf64>, %a1: tensor<3x5x5xf64>, %a2: tensor<3x5xf64>, %a3: tensor<3xf64>) -> tensor<?x3xf64> {
  %r = dnd.quadratic %a0, %a1 linear %a2 bias %a3 axis 1 : (tensor<?x5xf64>, tensor<3x5x5xf64>, tensor<3x5xf64>, tensor<3xf64>) -> tensor<?x3xf64>
  return %r : tensor<?x3xf64>
}

func.func @quadratic_one0(%a0: tensor<?x1xf64>, %a1: tensor<1x1x1xf64>) -> tensor<?x1xf64> {
  %r = dnd.quadratic %a0, %a1 axis 1 : (tensor<?x1xf64>, tensor<1x1x1xf64>) -> tensor<?x1xf64>
  return %r : tensor<?x1xf64>
}

func.func @quadratic_one1(%a0: tensor<?x1xf64>, %a1: tensor<1x1x1xf64>, %a2: tensor<1x1xf64>) -> tensor<?x1xf64> {
  %r = dnd.quadratic %a0, %a1 linear %a2 axis 1 : (tensor<?x1xf64>, tensor<1x1x1xf64>, tensor<1x1xf64>) -> tensor<?x1xf64>
  return %r : tensor<?x1xf64>
}

func.func @quadratic_one2(%a0: tensor<?x1xf64>, %a1: tensor<1x1x1xf64>, %a2: tensor<1xf64>) -> tensor<?x1xf64> {
  %r = dnd.quadratic %a0, %a1 bias %a2 axis 1 : (tensor<?x1xf64>, tensor<1x1x1xf64>, tensor<1xf64>) -> tensor<?x1xf64>
  return %r : tensor<?x1xf64>
}

func.func @quadratic_one3(%a0: tensor<?x1xf64>, %a1: tensor<1x1x1xf64>, %a2: tensor<1x1xf64>, %a3: tensor<1xf64>) -> tensor<?x1xf64> {
  %r = dnd.quadratic %a0, %a1 linear %a2 bias %a3 axis 1 : (tensor<?x1xf64>, tensor<1x1x1xf64>, tensor<1x1xf64>, tensor<1xf64>) -> tensor<?x1xf64>
  return %r : tensor<?x1xf64>
}

func.func @quadratic_channels0(%a0: tensor<?x3x2x1xf64>, %a1: tensor<2x3x3xf64>) -> tensor<?x2x2x1xf64> {
  %r = dnd.quadratic %a0, %a1 axis 1 : (tensor<?x3x2x1xf64>, tensor<2x3x3xf64>) -> tensor<?x2x2x1xf64>
  return %r : tensor<?x2x2x1xf64>
}

func.func @quadratic_channels1(%a0: tensor<?x3x2x1xf64>, %a1: tensor<2x3x3xf64>, %a2: tensor<2x3xf64>) -> tensor<?x2x2x1xf64> {
  %r = dnd.quadratic %a0, %a1 linear %a2 axis 1 : (tensor<?x3x2x1xf64>, tensor<2x3x3xf64>, tensor<2x3xf64>) -> tensor<?x2x2x1xf64>
  return %r : tensor<?x2x2x1xf64>
}

func.func @quadratic_channels2(%a0: tensor<?x3x2x1xf64>, %a1: tensor<2x3x3xf64>, %a2: tensor<2xf64>) -> tensor<?x2x2x1xf64> {
  %r = dnd.quadratic %a0, %a1 bias %a2 axis 1 : (tensor<?x3x2x1xf64>, tensor<2x3x3xf64>, tensor<2xf64>) -> tensor<?x2x2x1xf64>
  return %r : tensor<?x2x2x1xf64>
}

func.func @quadratic_channels3(%a0: tensor<?x3x2x1xf64>, %a1: tensor<2x3x3xf64>, %a2: tensor<2x3xf64>, %a3: tensor<2xf64>) -> tensor<?x2x2x1xf64> {
  %r = dnd.quadratic %a0, %a1 linear %a2 bias %a3 axis 1 : (tensor<?x3x2x1xf64>, tensor<2x3x3xf64>, tensor<2x3xf64>, tensor<2xf64>) -> tensor<?x2x2x1xf64>
  return %r : tensor<?x2x2x1xf64>
}

func.func @quadratic_last0(%a0: tensor<?x2x3xf64>, %a1: tensor<5x3x3xf64>) -> tensor<?x2x5xf64> {
  %r = dnd.quadratic %a0, %a1 axis 2 : (tensor<?x2x3xf64>, tensor<5x3x3xf64>) -> tensor<?x2x5xf64>
  return %r : tensor<?x2x5xf64>
}

func.func @quadratic_last1(%a0: tensor<?x2x3xf64>, %a1: tensor<5x3x3xf64>, %a2: tensor<5x3xf64>) -> tensor<?x2x5xf64> {
  %r = dnd.quadratic %a0, %a1 linear %a2 axis 2 : (tensor<?x2x3xf64>, tensor<5x3x3xf64>, tensor<5x3xf64>) -> tensor<?x2x5xf64>
  return %r : tensor<?x2x5xf64>
}

func.func @quadratic_last2(%a0: tensor<?x2x3xf64>, %a1: tensor<5x3x3xf64>, %a2: tensor<5xf64>) -> tensor<?x2x5xf64> {
  %r = dnd.quadratic %a0, %a1 bias %a2 axis 2 : (tensor<?x2x3xf64>, tensor<5x3x3xf64>, tensor<5xf64>) -> tensor<?x2x5xf64>
  return %r : tensor<?x2x5xf64>
}

func.func @quadratic_last3(%a0: tensor<?x2x3xf64>, %a1: tensor<5x3x3xf64>, %a2: tensor<5x3xf64>, %a3: tensor<5xf64>) -> tensor<?x2x5xf64> {
  %r = dnd.quadratic %a0, %a1 linear %a2 bias %a3 axis 2 : (tensor<?x2x3xf64>, tensor<5x3x3xf64>, tensor<5x3xf64>, tensor<5xf64>) -> tensor<?x2x5xf64>
  return %r : tensor<?x2x5xf64>
}
