// Every choice of optional operands, in four shapes.
// RUN: %op %s | FileCheck %s
// CHECK: op: ok, 64 cases

func.func @low_rank_plain0(%a0: tensor<?x5xf64>, %a1: tensor<3x3x5xf64>) -> tensor<?x3xf64> {
  %r = dnd.low_rank_quadratic %a0, %a1 axis 1 : (tensor<?x5xf64>, tensor<3x3x5xf64>) -> tensor<?x3xf64>
  return %r : tensor<?x3xf64>
}

func.func @low_rank_plain1(%a0: tensor<?x5xf64>, %a1: tensor<3x1x5xf64>, %a2: tensor<3x1x5xf64>) -> tensor<?x3xf64> {
  %r = dnd.low_rank_quadratic %a0, %a1 times %a2 axis 1 : (tensor<?x5xf64>, tensor<3x1x5xf64>, tensor<3x1x5xf64>) -> tensor<?x3xf64>
  return %r : tensor<?x3xf64>
}

func.func @low_rank_plain2(%a0: tensor<?x5xf64>, %a1: tensor<3x3x5xf64>, %a2: tensor<3x3xf64>) -> tensor<?x3xf64> {
  %r = dnd.low_rank_quadratic %a0, %a1 scale %a2 axis 1 : (tensor<?x5xf64>, tensor<3x3x5xf64>, tensor<3x3xf64>) -> tensor<?x3xf64>
  return %r : tensor<?x3xf64>
}

func.func @low_rank_plain3(%a0: tensor<?x5xf64>, %a1: tensor<3x1x5xf64>, %a2: tensor<3x1x5xf64>, %a3: tensor<3x1xf64>) -> tensor<?x3xf64> {
  %r = dnd.low_rank_quadratic %a0, %a1 times %a2 scale %a3 axis 1 : (tensor<?x5xf64>, tensor<3x1x5xf64>, tensor<3x1x5xf64>, tensor<3x1xf64>) -> tensor<?x3xf64>
  return %r : tensor<?x3xf64>
}

func.func @low_rank_plain4(%a0: tensor<?x5xf64>, %a1: tensor<3x3x5xf64>, %a2: tensor<3x5xf64>) -> tensor<?x3xf64> {
  %r = dnd.low_rank_quadratic %a0, %a1 linear %a2 axis 1 : (tensor<?x5xf64>, tensor<3x3x5xf64>, tensor<3x5xf64>) -> tensor<?x3xf64>
  return %r : tensor<?x3xf64>
}

func.func @low_rank_plain5(%a0: tensor<?x5xf64>, %a1: tensor<3x1x5xf64>, %a2: tensor<3x1x5xf64>, %a3: tensor<3x5xf64>) -> tensor<?x3xf64> {
  %r = dnd.low_rank_quadratic %a0, %a1 times %a2 linear %a3 axis 1 : (tensor<?x5xf64>, tensor<3x1x5xf64>, tensor<3x1x5xf64>, tensor<3x5xf64>) -> tensor<?x3xf64>
  return %r : tensor<?x3xf64>
}

func.func @low_rank_plain6(%a0: tensor<?x5xf64>, %a1: tensor<3x3x5xf64>, %a2: tensor<3x3xf64>, %a3: tensor<3x5xf64>) -> tensor<?x3xf64> {
  %r = dnd.low_rank_quadratic %a0, %a1 scale %a2 linear %a3 axis 1 : (tensor<?x5xf64>, tensor<3x3x5xf64>, tensor<3x3xf64>, tensor<3x5xf64>) -> tensor<?x3xf64>
  return %r : tensor<?x3xf64>
}

func.func @low_rank_plain7(%a0: tensor<?x5xf64>, %a1: tensor<3x1x5xf64>, %a2: tensor<3x1x5xf64>, %a3: tensor<3x1xf64>, %a4: tensor<3x5xf64>) -> tensor<?x3xf64> {
  %r = dnd.low_rank_quadratic %a0, %a1 times %a2 scale %a3 linear %a4 axis 1 : (tensor<?x5xf64>, tensor<3x1x5xf64>, tensor<3x1x5xf64>, tensor<3x1xf64>, tensor<3x5xf64>) -> tensor<?x3xf64>
  return %r : tensor<?x3xf64>
}

func.func @low_rank_plain8(%a0: tensor<?x5xf64>, %a1: tensor<3x3x5xf64>, %a2: tensor<3xf64>) -> tensor<?x3xf64> {
  %r = dnd.low_rank_quadratic %a0, %a1 bias %a2 axis 1 : (tensor<?x5xf64>, tensor<3x3x5xf64>, tensor<3xf64>) -> tensor<?x3xf64>
  return %r : tensor<?x3xf64>
}

func.func @low_rank_plain9(%a0: tensor<?x5xf64>, %a1: tensor<3x1x5xf64>, %a2: tensor<3x1x5xf64>, %a3: tensor<3xf64>) -> tensor<?x3xf64> {
  %r = dnd.low_rank_quadratic %a0, %a1 times %a2 bias %a3 axis 1 : (tensor<?x5xf64>, tensor<3x1x5xf64>, tensor<3x1x5xf64>, tensor<3xf64>) -> tensor<?x3xf64>
  return %r : tensor<?x3xf64>
}

func.func @low_rank_plain10(%a0: tensor<?x5xf64>, %a1: tensor<3x3x5xf64>, %a2: tensor<3x3xf64>, %a3: tensor<3xf64>) -> tensor<?x3xf64> {
  %r = dnd.low_rank_quadratic %a0, %a1 scale %a2 bias %a3 axis 1 : (tensor<?x5xf64>, tensor<3x3x5xf64>, tensor<3x3xf64>, tensor<3xf64>) -> tensor<?x3xf64>
  return %r : tensor<?x3xf64>
}

func.func @low_rank_plain11(%a0: tensor<?x5xf64>, %a1: tensor<3x1x5xf64>, %a2: tensor<3x1x5xf64>, %a3: tensor<3x1xf64>, %a4: tensor<3xf64>) -> tensor<?x3xf64> {
  %r = dnd.low_rank_quadratic %a0, %a1 times %a2 scale %a3 bias %a4 axis 1 : (tensor<?x5xf64>, tensor<3x1x5xf64>, tensor<3x1x5xf64>, tensor<3x1xf64>, tensor<3xf64>) -> tensor<?x3xf64>
  return %r : tensor<?x3xf64>
}

func.func @low_rank_plain12(%a0: tensor<?x5xf64>, %a1: tensor<3x3x5xf64>, %a2: tensor<3x5xf64>, %a3: tensor<3xf64>) -> tensor<?x3xf64> {
  %r = dnd.low_rank_quadratic %a0, %a1 linear %a2 bias %a3 axis 1 : (tensor<?x5xf64>, tensor<3x3x5xf64>, tensor<3x5xf64>, tensor<3xf64>) -> tensor<?x3xf64>
  return %r : tensor<?x3xf64>
}

func.func @low_rank_plain13(%a0: tensor<?x5xf64>, %a1: tensor<3x1x5xf64>, %a2: tensor<3x1x5xf64>, %a3: tensor<3x5xf64>, %a4: tensor<3xf64>) -> tensor<?x3xf64> {
  %r = dnd.low_rank_quadratic %a0, %a1 times %a2 linear %a3 bias %a4 axis 1 : (tensor<?x5xf64>, tensor<3x1x5xf64>, tensor<3x1x5xf64>, tensor<3x5xf64>, tensor<3xf64>) -> tensor<?x3xf64>
  return %r : tensor<?x3xf64>
}

func.func @low_rank_plain14(%a0: tensor<?x5xf64>, %a1: tensor<3x3x5xf64>, %a2: tensor<3x3xf64>, %a3: tensor<3x5xf64>, %a4: tensor<3xf64>) -> tensor<?x3xf64> {
  %r = dnd.low_rank_quadratic %a0, %a1 scale %a2 linear %a3 bias %a4 axis 1 : (tensor<?x5xf64>, tensor<3x3x5xf64>, tensor<3x3xf64>, tensor<3x5xf64>, tensor<3xf64>) -> tensor<?x3xf64>
  return %r : tensor<?x3xf64>
}

func.func @low_rank_plain15(%a0: tensor<?x5xf64>, %a1: tensor<3x1x5xf64>, %a2: tensor<3x1x5xf64>, %a3: tensor<3x1xf64>, %a4: tensor<3x5xf64>, %a5: tensor<3xf64>) -> tensor<?x3xf64> {
  %r = dnd.low_rank_quadratic %a0, %a1 times %a2 scale %a3 linear %a4 bias %a5 axis 1 : (tensor<?x5xf64>, tensor<3x1x5xf64>, tensor<3x1x5xf64>, tensor<3x1xf64>, tensor<3x5xf64>, tensor<3xf64>) -> tensor<?x3xf64>
  return %r : tensor<?x3xf64>
}

func.func @low_rank_one0(%a0: tensor<?x1xf64>, %a1: tensor<1x3x1xf64>) -> tensor<?x1xf64> {
  %r = dnd.low_rank_quadratic %a0, %a1 axis 1 : (tensor<?x1xf64>, tensor<1x3x1xf64>) -> tensor<?x1xf64>
  return %r : tensor<?x1xf64>
}

func.func @low_rank_one1(%a0: tensor<?x1xf64>, %a1: tensor<1x1x1xf64>, %a2: tensor<1x1x1xf64>) -> tensor<?x1xf64> {
  %r = dnd.low_rank_quadratic %a0, %a1 times %a2 axis 1 : (tensor<?x1xf64>, tensor<1x1x1xf64>, tensor<1x1x1xf64>) -> tensor<?x1xf64>
  return %r : tensor<?x1xf64>
}

func.func @low_rank_one2(%a0: tensor<?x1xf64>, %a1: tensor<1x3x1xf64>, %a2: tensor<1x3xf64>) -> tensor<?x1xf64> {
  %r = dnd.low_rank_quadratic %a0, %a1 scale %a2 axis 1 : (tensor<?x1xf64>, tensor<1x3x1xf64>, tensor<1x3xf64>) -> tensor<?x1xf64>
  return %r : tensor<?x1xf64>
}

func.func @low_rank_one3(%a0: tensor<?x1xf64>, %a1: tensor<1x1x1xf64>, %a2: tensor<1x1x1xf64>, %a3: tensor<1x1xf64>) -> tensor<?x1xf64> {
  %r = dnd.low_rank_quadratic %a0, %a1 times %a2 scale %a3 axis 1 : (tensor<?x1xf64>, tensor<1x1x1xf64>, tensor<1x1x1xf64>, tensor<1x1xf64>) -> tensor<?x1xf64>
  return %r : tensor<?x1xf64>
}

func.func @low_rank_one4(%a0: tensor<?x1xf64>, %a1: tensor<1x3x1xf64>, %a2: tensor<1x1xf64>) -> tensor<?x1xf64> {
  %r = dnd.low_rank_quadratic %a0, %a1 linear %a2 axis 1 : (tensor<?x1xf64>, tensor<1x3x1xf64>, tensor<1x1xf64>) -> tensor<?x1xf64>
  return %r : tensor<?x1xf64>
}

func.func @low_rank_one5(%a0: tensor<?x1xf64>, %a1: tensor<1x1x1xf64>, %a2: tensor<1x1x1xf64>, %a3: tensor<1x1xf64>) -> tensor<?x1xf64> {
  %r = dnd.low_rank_quadratic %a0, %a1 times %a2 linear %a3 axis 1 : (tensor<?x1xf64>, tensor<1x1x1xf64>, tensor<1x1x1xf64>, tensor<1x1xf64>) -> tensor<?x1xf64>
  return %r : tensor<?x1xf64>
}

func.func @low_rank_one6(%a0: tensor<?x1xf64>, %a1: tensor<1x3x1xf64>, %a2: tensor<1x3xf64>, %a3: tensor<1x1xf64>) -> tensor<?x1xf64> {
  %r = dnd.low_rank_quadratic %a0, %a1 scale %a2 linear %a3 axis 1 : (tensor<?x1xf64>, tensor<1x3x1xf64>, tensor<1x3xf64>, tensor<1x1xf64>) -> tensor<?x1xf64>
  return %r : tensor<?x1xf64>
}

func.func @low_rank_one7(%a0: tensor<?x1xf64>, %a1: tensor<1x1x1xf64>, %a2: tensor<1x1x1xf64>, %a3: tensor<1x1xf64>, %a4: tensor<1x1xf64>) -> tensor<?x1xf64> {
  %r = dnd.low_rank_quadratic %a0, %a1 times %a2 scale %a3 linear %a4 axis 1 : (tensor<?x1xf64>, tensor<1x1x1xf64>, tensor<1x1x1xf64>, tensor<1x1xf64>, tensor<1x1xf64>) -> tensor<?x1xf64>
  return %r : tensor<?x1xf64>
}

func.func @low_rank_one8(%a0: tensor<?x1xf64>, %a1: tensor<1x3x1xf64>, %a2: tensor<1xf64>) -> tensor<?x1xf64> {
  %r = dnd.low_rank_quadratic %a0, %a1 bias %a2 axis 1 : (tensor<?x1xf64>, tensor<1x3x1xf64>, tensor<1xf64>) -> tensor<?x1xf64>
  return %r : tensor<?x1xf64>
}

func.func @low_rank_one9(%a0: tensor<?x1xf64>, %a1: tensor<1x1x1xf64>, %a2: tensor<1x1x1xf64>, %a3: tensor<1xf64>) -> tensor<?x1xf64> {
  %r = dnd.low_rank_quadratic %a0, %a1 times %a2 bias %a3 axis 1 : (tensor<?x1xf64>, tensor<1x1x1xf64>, tensor<1x1x1xf64>, tensor<1xf64>) -> tensor<?x1xf64>
  return %r : tensor<?x1xf64>
}

func.func @low_rank_one10(%a0: tensor<?x1xf64>, %a1: tensor<1x3x1xf64>, %a2: tensor<1x3xf64>, %a3: tensor<1xf64>) -> tensor<?x1xf64> {
  %r = dnd.low_rank_quadratic %a0, %a1 scale %a2 bias %a3 axis 1 : (tensor<?x1xf64>, tensor<1x3x1xf64>, tensor<1x3xf64>, tensor<1xf64>) -> tensor<?x1xf64>
  return %r : tensor<?x1xf64>
}

func.func @low_rank_one11(%a0: tensor<?x1xf64>, %a1: tensor<1x1x1xf64>, %a2: tensor<1x1x1xf64>, %a3: tensor<1x1xf64>, %a4: tensor<1xf64>) -> tensor<?x1xf64> {
  %r = dnd.low_rank_quadratic %a0, %a1 times %a2 scale %a3 bias %a4 axis 1 : (tensor<?x1xf64>, tensor<1x1x1xf64>, tensor<1x1x1xf64>, tensor<1x1xf64>, tensor<1xf64>) -> tensor<?x1xf64>
  return %r : tensor<?x1xf64>
}

func.func @low_rank_one12(%a0: tensor<?x1xf64>, %a1: tensor<1x3x1xf64>, %a2: tensor<1x1xf64>, %a3: tensor<1xf64>) -> tensor<?x1xf64> {
  %r = dnd.low_rank_quadratic %a0, %a1 linear %a2 bias %a3 axis 1 : (tensor<?x1xf64>, tensor<1x3x1xf64>, tensor<1x1xf64>, tensor<1xf64>) -> tensor<?x1xf64>
  return %r : tensor<?x1xf64>
}

func.func @low_rank_one13(%a0: tensor<?x1xf64>, %a1: tensor<1x1x1xf64>, %a2: tensor<1x1x1xf64>, %a3: tensor<1x1xf64>, %a4: tensor<1xf64>) -> tensor<?x1xf64> {
  %r = dnd.low_rank_quadratic %a0, %a1 times %a2 linear %a3 bias %a4 axis 1 : (tensor<?x1xf64>, tensor<1x1x1xf64>, tensor<1x1x1xf64>, tensor<1x1xf64>, tensor<1xf64>) -> tensor<?x1xf64>
  return %r : tensor<?x1xf64>
}

func.func @low_rank_one14(%a0: tensor<?x1xf64>, %a1: tensor<1x3x1xf64>, %a2: tensor<1x3xf64>, %a3: tensor<1x1xf64>, %a4: tensor<1xf64>) -> tensor<?x1xf64> {
  %r = dnd.low_rank_quadratic %a0, %a1 scale %a2 linear %a3 bias %a4 axis 1 : (tensor<?x1xf64>, tensor<1x3x1xf64>, tensor<1x3xf64>, tensor<1x1xf64>, tensor<1xf64>) -> tensor<?x1xf64>
  return %r : tensor<?x1xf64>
}

func.func @low_rank_one15(%a0: tensor<?x1xf64>, %a1: tensor<1x1x1xf64>, %a2: tensor<1x1x1xf64>, %a3: tensor<1x1xf64>, %a4: tensor<1x1xf64>, %a5: tensor<1xf64>) -> tensor<?x1xf64> {
  %r = dnd.low_rank_quadratic %a0, %a1 times %a2 scale %a3 linear %a4 bias %a5 axis 1 : (tensor<?x1xf64>, tensor<1x1x1xf64>, tensor<1x1x1xf64>, tensor<1x1xf64>, tensor<1x1xf64>, tensor<1xf64>) -> tensor<?x1xf64>
  return %r : tensor<?x1xf64>
}

func.func @low_rank_channels0(%a0: tensor<?x3x2x1xf64>, %a1: tensor<2x3x3xf64>) -> tensor<?x2x2x1xf64> {
  %r = dnd.low_rank_quadratic %a0, %a1 axis 1 : (tensor<?x3x2x1xf64>, tensor<2x3x3xf64>) -> tensor<?x2x2x1xf64>
  return %r : tensor<?x2x2x1xf64>
}

func.func @low_rank_channels1(%a0: tensor<?x3x2x1xf64>, %a1: tensor<2x1x3xf64>, %a2: tensor<2x1x3xf64>) -> tensor<?x2x2x1xf64> {
  %r = dnd.low_rank_quadratic %a0, %a1 times %a2 axis 1 : (tensor<?x3x2x1xf64>, tensor<2x1x3xf64>, tensor<2x1x3xf64>) -> tensor<?x2x2x1xf64>
  return %r : tensor<?x2x2x1xf64>
}

func.func @low_rank_channels2(%a0: tensor<?x3x2x1xf64>, %a1: tensor<2x3x3xf64>, %a2: tensor<2x3xf64>) -> tensor<?x2x2x1xf64> {
  %r = dnd.low_rank_quadratic %a0, %a1 scale %a2 axis 1 : (tensor<?x3x2x1xf64>, tensor<2x3x3xf64>, tensor<2x3xf64>) -> tensor<?x2x2x1xf64>
  return %r : tensor<?x2x2x1xf64>
}

func.func @low_rank_channels3(%a0: tensor<?x3x2x1xf64>, %a1: tensor<2x1x3xf64>, %a2: tensor<2x1x3xf64>, %a3: tensor<2x1xf64>) -> tensor<?x2x2x1xf64> {
  %r = dnd.low_rank_quadratic %a0, %a1 times %a2 scale %a3 axis 1 : (tensor<?x3x2x1xf64>, tensor<2x1x3xf64>, tensor<2x1x3xf64>, tensor<2x1xf64>) -> tensor<?x2x2x1xf64>
  return %r : tensor<?x2x2x1xf64>
}

func.func @low_rank_channels4(%a0: tensor<?x3x2x1xf64>, %a1: tensor<2x3x3xf64>, %a2: tensor<2x3xf64>) -> tensor<?x2x2x1xf64> {
  %r = dnd.low_rank_quadratic %a0, %a1 linear %a2 axis 1 : (tensor<?x3x2x1xf64>, tensor<2x3x3xf64>, tensor<2x3xf64>) -> tensor<?x2x2x1xf64>
  return %r : tensor<?x2x2x1xf64>
}

func.func @low_rank_channels5(%a0: tensor<?x3x2x1xf64>, %a1: tensor<2x1x3xf64>, %a2: tensor<2x1x3xf64>, %a3: tensor<2x3xf64>) -> tensor<?x2x2x1xf64> {
  %r = dnd.low_rank_quadratic %a0, %a1 times %a2 linear %a3 axis 1 : (tensor<?x3x2x1xf64>, tensor<2x1x3xf64>, tensor<2x1x3xf64>, tensor<2x3xf64>) -> tensor<?x2x2x1xf64>
  return %r : tensor<?x2x2x1xf64>
}

func.func @low_rank_channels6(%a0: tensor<?x3x2x1xf64>, %a1: tensor<2x3x3xf64>, %a2: tensor<2x3xf64>, %a3: tensor<2x3xf64>) -> tensor<?x2x2x1xf64> {
  %r = dnd.low_rank_quadratic %a0, %a1 scale %a2 linear %a3 axis 1 : (tensor<?x3x2x1xf64>, tensor<2x3x3xf64>, tensor<2x3xf64>, tensor<2x3xf64>) -> tensor<?x2x2x1xf64>
  return %r : tensor<?x2x2x1xf64>
}

func.func @low_rank_channels7(%a0: tensor<?x3x2x1xf64>, %a1: tensor<2x1x3xf64>, %a2: tensor<2x1x3xf64>, %a3: tensor<2x1xf64>, %a4: tensor<2x3xf64>) -> tensor<?x2x2x1xf64> {
  %r = dnd.low_rank_quadratic %a0, %a1 times %a2 scale %a3 linear %a4 axis 1 : (tensor<?x3x2x1xf64>, tensor<2x1x3xf64>, tensor<2x1x3xf64>, tensor<2x1xf64>, tensor<2x3xf64>) -> tensor<?x2x2x1xf64>
  return %r : tensor<?x2x2x1xf64>
}

func.func @low_rank_channels8(%a0: tensor<?x3x2x1xf64>, %a1: tensor<2x3x3xf64>, %a2: tensor<2xf64>) -> tensor<?x2x2x1xf64> {
  %r = dnd.low_rank_quadratic %a0, %a1 bias %a2 axis 1 : (tensor<?x3x2x1xf64>, tensor<2x3x3xf64>, tensor<2xf64>) -> tensor<?x2x2x1xf64>
  return %r : tensor<?x2x2x1xf64>
}

func.func @low_rank_channels9(%a0: tensor<?x3x2x1xf64>, %a1: tensor<2x1x3xf64>, %a2: tensor<2x1x3xf64>, %a3: tensor<2xf64>) -> tensor<?x2x2x1xf64> {
  %r = dnd.low_rank_quadratic %a0, %a1 times %a2 bias %a3 axis 1 : (tensor<?x3x2x1xf64>, tensor<2x1x3xf64>, tensor<2x1x3xf64>, tensor<2xf64>) -> tensor<?x2x2x1xf64>
  return %r : tensor<?x2x2x1xf64>
}

func.func @low_rank_channels10(%a0: tensor<?x3x2x1xf64>, %a1: tensor<2x3x3xf64>, %a2: tensor<2x3xf64>, %a3: tensor<2xf64>) -> tensor<?x2x2x1xf64> {
  %r = dnd.low_rank_quadratic %a0, %a1 scale %a2 bias %a3 axis 1 : (tensor<?x3x2x1xf64>, tensor<2x3x3xf64>, tensor<2x3xf64>, tensor<2xf64>) -> tensor<?x2x2x1xf64>
  return %r : tensor<?x2x2x1xf64>
}

func.func @low_rank_channels11(%a0: tensor<?x3x2x1xf64>, %a1: tensor<2x1x3xf64>, %a2: tensor<2x1x3xf64>, %a3: tensor<2x1xf64>, %a4: tensor<2xf64>) -> tensor<?x2x2x1xf64> {
  %r = dnd.low_rank_quadratic %a0, %a1 times %a2 scale %a3 bias %a4 axis 1 : (tensor<?x3x2x1xf64>, tensor<2x1x3xf64>, tensor<2x1x3xf64>, tensor<2x1xf64>, tensor<2xf64>) -> tensor<?x2x2x1xf64>
  return %r : tensor<?x2x2x1xf64>
}

func.func @low_rank_channels12(%a0: tensor<?x3x2x1xf64>, %a1: tensor<2x3x3xf64>, %a2: tensor<2x3xf64>, %a3: tensor<2xf64>) -> tensor<?x2x2x1xf64> {
  %r = dnd.low_rank_quadratic %a0, %a1 linear %a2 bias %a3 axis 1 : (tensor<?x3x2x1xf64>, tensor<2x3x3xf64>, tensor<2x3xf64>, tensor<2xf64>) -> tensor<?x2x2x1xf64>
  return %r : tensor<?x2x2x1xf64>
}

func.func @low_rank_channels13(%a0: tensor<?x3x2x1xf64>, %a1: tensor<2x1x3xf64>, %a2: tensor<2x1x3xf64>, %a3: tensor<2x3xf64>, %a4: tensor<2xf64>) -> tensor<?x2x2x1xf64> {
  %r = dnd.low_rank_quadratic %a0, %a1 times %a2 linear %a3 bias %a4 axis 1 : (tensor<?x3x2x1xf64>, tensor<2x1x3xf64>, tensor<2x1x3xf64>, tensor<2x3xf64>, tensor<2xf64>) -> tensor<?x2x2x1xf64>
  return %r : tensor<?x2x2x1xf64>
}

func.func @low_rank_channels14(%a0: tensor<?x3x2x1xf64>, %a1: tensor<2x3x3xf64>, %a2: tensor<2x3xf64>, %a3: tensor<2x3xf64>, %a4: tensor<2xf64>) -> tensor<?x2x2x1xf64> {
  %r = dnd.low_rank_quadratic %a0, %a1 scale %a2 linear %a3 bias %a4 axis 1 : (tensor<?x3x2x1xf64>, tensor<2x3x3xf64>, tensor<2x3xf64>, tensor<2x3xf64>, tensor<2xf64>) -> tensor<?x2x2x1xf64>
  return %r : tensor<?x2x2x1xf64>
}

func.func @low_rank_channels15(%a0: tensor<?x3x2x1xf64>, %a1: tensor<2x1x3xf64>, %a2: tensor<2x1x3xf64>, %a3: tensor<2x1xf64>, %a4: tensor<2x3xf64>, %a5: tensor<2xf64>) -> tensor<?x2x2x1xf64> {
  %r = dnd.low_rank_quadratic %a0, %a1 times %a2 scale %a3 linear %a4 bias %a5 axis 1 : (tensor<?x3x2x1xf64>, tensor<2x1x3xf64>, tensor<2x1x3xf64>, tensor<2x1xf64>, tensor<2x3xf64>, tensor<2xf64>) -> tensor<?x2x2x1xf64>
  return %r : tensor<?x2x2x1xf64>
}

func.func @low_rank_last0(%a0: tensor<?x2x3xf64>, %a1: tensor<5x3x3xf64>) -> tensor<?x2x5xf64> {
  %r = dnd.low_rank_quadratic %a0, %a1 axis 2 : (tensor<?x2x3xf64>, tensor<5x3x3xf64>) -> tensor<?x2x5xf64>
  return %r : tensor<?x2x5xf64>
}

func.func @low_rank_last1(%a0: tensor<?x2x3xf64>, %a1: tensor<5x1x3xf64>, %a2: tensor<5x1x3xf64>) -> tensor<?x2x5xf64> {
  %r = dnd.low_rank_quadratic %a0, %a1 times %a2 axis 2 : (tensor<?x2x3xf64>, tensor<5x1x3xf64>, tensor<5x1x3xf64>) -> tensor<?x2x5xf64>
  return %r : tensor<?x2x5xf64>
}

func.func @low_rank_last2(%a0: tensor<?x2x3xf64>, %a1: tensor<5x3x3xf64>, %a2: tensor<5x3xf64>) -> tensor<?x2x5xf64> {
  %r = dnd.low_rank_quadratic %a0, %a1 scale %a2 axis 2 : (tensor<?x2x3xf64>, tensor<5x3x3xf64>, tensor<5x3xf64>) -> tensor<?x2x5xf64>
  return %r : tensor<?x2x5xf64>
}

func.func @low_rank_last3(%a0: tensor<?x2x3xf64>, %a1: tensor<5x1x3xf64>, %a2: tensor<5x1x3xf64>, %a3: tensor<5x1xf64>) -> tensor<?x2x5xf64> {
  %r = dnd.low_rank_quadratic %a0, %a1 times %a2 scale %a3 axis 2 : (tensor<?x2x3xf64>, tensor<5x1x3xf64>, tensor<5x1x3xf64>, tensor<5x1xf64>) -> tensor<?x2x5xf64>
  return %r : tensor<?x2x5xf64>
}

func.func @low_rank_last4(%a0: tensor<?x2x3xf64>, %a1: tensor<5x3x3xf64>, %a2: tensor<5x3xf64>) -> tensor<?x2x5xf64> {
  %r = dnd.low_rank_quadratic %a0, %a1 linear %a2 axis 2 : (tensor<?x2x3xf64>, tensor<5x3x3xf64>, tensor<5x3xf64>) -> tensor<?x2x5xf64>
  return %r : tensor<?x2x5xf64>
}

func.func @low_rank_last5(%a0: tensor<?x2x3xf64>, %a1: tensor<5x1x3xf64>, %a2: tensor<5x1x3xf64>, %a3: tensor<5x3xf64>) -> tensor<?x2x5xf64> {
  %r = dnd.low_rank_quadratic %a0, %a1 times %a2 linear %a3 axis 2 : (tensor<?x2x3xf64>, tensor<5x1x3xf64>, tensor<5x1x3xf64>, tensor<5x3xf64>) -> tensor<?x2x5xf64>
  return %r : tensor<?x2x5xf64>
}

func.func @low_rank_last6(%a0: tensor<?x2x3xf64>, %a1: tensor<5x3x3xf64>, %a2: tensor<5x3xf64>, %a3: tensor<5x3xf64>) -> tensor<?x2x5xf64> {
  %r = dnd.low_rank_quadratic %a0, %a1 scale %a2 linear %a3 axis 2 : (tensor<?x2x3xf64>, tensor<5x3x3xf64>, tensor<5x3xf64>, tensor<5x3xf64>) -> tensor<?x2x5xf64>
  return %r : tensor<?x2x5xf64>
}

func.func @low_rank_last7(%a0: tensor<?x2x3xf64>, %a1: tensor<5x1x3xf64>, %a2: tensor<5x1x3xf64>, %a3: tensor<5x1xf64>, %a4: tensor<5x3xf64>) -> tensor<?x2x5xf64> {
  %r = dnd.low_rank_quadratic %a0, %a1 times %a2 scale %a3 linear %a4 axis 2 : (tensor<?x2x3xf64>, tensor<5x1x3xf64>, tensor<5x1x3xf64>, tensor<5x1xf64>, tensor<5x3xf64>) -> tensor<?x2x5xf64>
  return %r : tensor<?x2x5xf64>
}

func.func @low_rank_last8(%a0: tensor<?x2x3xf64>, %a1: tensor<5x3x3xf64>, %a2: tensor<5xf64>) -> tensor<?x2x5xf64> {
  %r = dnd.low_rank_quadratic %a0, %a1 bias %a2 axis 2 : (tensor<?x2x3xf64>, tensor<5x3x3xf64>, tensor<5xf64>) -> tensor<?x2x5xf64>
  return %r : tensor<?x2x5xf64>
}

func.func @low_rank_last9(%a0: tensor<?x2x3xf64>, %a1: tensor<5x1x3xf64>, %a2: tensor<5x1x3xf64>, %a3: tensor<5xf64>) -> tensor<?x2x5xf64> {
  %r = dnd.low_rank_quadratic %a0, %a1 times %a2 bias %a3 axis 2 : (tensor<?x2x3xf64>, tensor<5x1x3xf64>, tensor<5x1x3xf64>, tensor<5xf64>) -> tensor<?x2x5xf64>
  return %r : tensor<?x2x5xf64>
}

func.func @low_rank_last10(%a0: tensor<?x2x3xf64>, %a1: tensor<5x3x3xf64>, %a2: tensor<5x3xf64>, %a3: tensor<5xf64>) -> tensor<?x2x5xf64> {
  %r = dnd.low_rank_quadratic %a0, %a1 scale %a2 bias %a3 axis 2 : (tensor<?x2x3xf64>, tensor<5x3x3xf64>, tensor<5x3xf64>, tensor<5xf64>) -> tensor<?x2x5xf64>
  return %r : tensor<?x2x5xf64>
}

func.func @low_rank_last11(%a0: tensor<?x2x3xf64>, %a1: tensor<5x1x3xf64>, %a2: tensor<5x1x3xf64>, %a3: tensor<5x1xf64>, %a4: tensor<5xf64>) -> tensor<?x2x5xf64> {
  %r = dnd.low_rank_quadratic %a0, %a1 times %a2 scale %a3 bias %a4 axis 2 : (tensor<?x2x3xf64>, tensor<5x1x3xf64>, tensor<5x1x3xf64>, tensor<5x1xf64>, tensor<5xf64>) -> tensor<?x2x5xf64>
  return %r : tensor<?x2x5xf64>
}

func.func @low_rank_last12(%a0: tensor<?x2x3xf64>, %a1: tensor<5x3x3xf64>, %a2: tensor<5x3xf64>, %a3: tensor<5xf64>) -> tensor<?x2x5xf64> {
  %r = dnd.low_rank_quadratic %a0, %a1 linear %a2 bias %a3 axis 2 : (tensor<?x2x3xf64>, tensor<5x3x3xf64>, tensor<5x3xf64>, tensor<5xf64>) -> tensor<?x2x5xf64>
  return %r : tensor<?x2x5xf64>
}

func.func @low_rank_last13(%a0: tensor<?x2x3xf64>, %a1: tensor<5x1x3xf64>, %a2: tensor<5x1x3xf64>, %a3: tensor<5x3xf64>, %a4: tensor<5xf64>) -> tensor<?x2x5xf64> {
  %r = dnd.low_rank_quadratic %a0, %a1 times %a2 linear %a3 bias %a4 axis 2 : (tensor<?x2x3xf64>, tensor<5x1x3xf64>, tensor<5x1x3xf64>, tensor<5x3xf64>, tensor<5xf64>) -> tensor<?x2x5xf64>
  return %r : tensor<?x2x5xf64>
}

func.func @low_rank_last14(%a0: tensor<?x2x3xf64>, %a1: tensor<5x3x3xf64>, %a2: tensor<5x3xf64>, %a3: tensor<5x3xf64>, %a4: tensor<5xf64>) -> tensor<?x2x5xf64> {
  %r = dnd.low_rank_quadratic %a0, %a1 scale %a2 linear %a3 bias %a4 axis 2 : (tensor<?x2x3xf64>, tensor<5x3x3xf64>, tensor<5x3xf64>, tensor<5x3xf64>, tensor<5xf64>) -> tensor<?x2x5xf64>
  return %r : tensor<?x2x5xf64>
}

func.func @low_rank_last15(%a0: tensor<?x2x3xf64>, %a1: tensor<5x1x3xf64>, %a2: tensor<5x1x3xf64>, %a3: tensor<5x1xf64>, %a4: tensor<5x3xf64>, %a5: tensor<5xf64>) -> tensor<?x2x5xf64> {
  %r = dnd.low_rank_quadratic %a0, %a1 times %a2 scale %a3 linear %a4 bias %a5 axis 2 : (tensor<?x2x3xf64>, tensor<5x1x3xf64>, tensor<5x1x3xf64>, tensor<5x1xf64>, tensor<5x3xf64>, tensor<5xf64>) -> tensor<?x2x5xf64>
  return %r : tensor<?x2x5xf64>
}
