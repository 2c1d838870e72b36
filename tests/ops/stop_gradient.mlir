// The same value, with derivative zero.
// RUN: %op %s | FileCheck %s
// CHECK: op: ok, 1 case

func.func @stop_gradient(%a0: tensor<?x3xf64>) -> tensor<?x3xf64> attributes {stopped} {
  %r = dnd.stop_gradient %a0 : (tensor<?x3xf64>) -> tensor<?x3xf64>
  return %r : tensor<?x3xf64>
}
