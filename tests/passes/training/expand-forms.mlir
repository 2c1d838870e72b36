// Forms as primitives; a gradient reads the projections that the forward pass
// has computed.
// RUN: dnd-opt %s -dnd-expand-forms | FileCheck %s
// RUN: dnd-opt %s -dnd-expand-forms=only=dnd.low_rank_quadratic | FileCheck %s --check-prefix=ONLY
// RUN: dnd-opt %s -dnd-build-entry-points=twins=0 -canonicalize -cse | FileCheck %s --check-prefix=SHARED

// CHECK-LABEL: dnd.network @N
// CHECK-NOT: dnd.low_rank_quadratic
// CHECK-NOT: dnd.quadratic
// CHECK: dnd.return
// ONLY-LABEL: dnd.network @N
// ONLY-NOT: dnd.low_rank_quadratic
// ONLY: dnd.quadratic

// SHARED-LABEL: func.func @forward
// SHARED: dnd.low_rank_quadratic
// SHARED: dnd.quadratic
// SHARED-LABEL: func.func @grad_cotangent
// SHARED-SAME: (%[[X:[a-z0-9]*]]: tensor<?x4xf32>
// SHARED: dnd.contract(%[[U:.*]], %[[X]]) {{.*}} : (tensor<3x2x4xf32>, tensor<?x4xf32>) -> tensor<?x3x2xf32>
// SHARED-NOT: (tensor<3x2x4xf32>, tensor<?x4xf32>) -> tensor<?x3x2xf32>
// SHARED: dnd.quadratic_weight_grad
dnd.network @N(%x: tensor<?x4xf32> {dnd.name = "x"}) -> (tensor<?x3xf32> {dnd.name = "y"}, tensor<?x3xf32> {dnd.name = "z"}) {
  %u = dnd.param "u" init = {fn = "zeros"} live = 24 : tensor<3x2x4xf32>
  %A = dnd.param "A" init = {fn = "zeros"} live = 48 : tensor<3x4x4xf32>
  %y = dnd.low_rank_quadratic %x, %u axis 1 : (tensor<?x4xf32>, tensor<3x2x4xf32>) -> tensor<?x3xf32>
  %z = dnd.quadratic %x, %A axis 1 : (tensor<?x4xf32>, tensor<3x4x4xf32>) -> tensor<?x3xf32>
  dnd.return %y, %z : tensor<?x3xf32>, tensor<?x3xf32>
}
