// Softmax and its logarithm.
// RUN: %op %s | FileCheck %s
// CHECK: op: ok, 4 cases

func.func @softmax(%a0: tensor<?x5xf64>) -> tensor<?x5xf64> {
  %r = dnd.softmax %a0 dim 1 : (tensor<?x5xf64>) -> tensor<?x5xf64>
  return %r : tensor<?x5xf64>
}

func.func @softmax_middle(%a0: tensor<?x3x2xf64>) -> tensor<?x3x2xf64> {
  %r = dnd.softmax %a0 dim 1 : (tensor<?x3x2xf64>) -> tensor<?x3x2xf64>
  return %r : tensor<?x3x2xf64>
}

func.func @log_softmax(%a0: tensor<?x5xf64>) -> tensor<?x5xf64> {
  %r = dnd.log_softmax %a0 dim 1 : (tensor<?x5xf64>) -> tensor<?x5xf64>
  return %r : tensor<?x5xf64>
}

func.func @log_softmax_middle(%a0: tensor<?x3x2xf64>) -> tensor<?x3x2xf64> {
  %r = dnd.log_softmax %a0 dim 1 : (tensor<?x3x2xf64>) -> tensor<?x3x2xf64>
  return %r : tensor<?x3x2xf64>
}
