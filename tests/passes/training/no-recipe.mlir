// Without a recipe: forward and grad_cotangent and their twins, nothing else.
// RUN: dnd-opt %s -dnd-build-entry-points | FileCheck %s

// CHECK: dnd.meta = {groups = [], hyper = [],
// CHECK-NOT: recipe
// CHECK: func.func @forward(
// CHECK: func.func @forward_f64(
// CHECK: func.func @grad_cotangent(
// CHECK: func.func @grad_cotangent_f64(
// CHECK-NOT: func.func
dnd.network @N(%x: tensor<?x4xf32> {dnd.name = "x"}) -> (tensor<?x4xf32> {dnd.name = "y"}) {
  %0 = dnd.map tanh (%x) {maps = [affine_map<(b, i) -> (b, i)>]} : (tensor<?x4xf32>) -> tensor<?x4xf32>
  dnd.return %0 : tensor<?x4xf32>
}
