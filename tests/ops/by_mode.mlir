// Outside of training the other value is taken, and it gets the adjoint.
// RUN: %op %s | FileCheck %s
// CHECK: op: ok, 1 case

func.func @by_mode(%x: tensor<?x4xf64>, %y: tensor<?x4xf64>) -> tensor<?x4xf64> {
  %r = dnd.by_mode training(%x) otherwise(%y) : tensor<?x4xf64>
  return %r : tensor<?x4xf64>
}
