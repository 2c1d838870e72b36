// Linear layers, biases and further forms of a sum move into one form.
// RUN: dnd-opt %s -dnd-fuse-forms 2>%t.remarks | FileCheck %s
// RUN: FileCheck %s --check-prefix=REMARK < %t.remarks

#bj = affine_map<(b, j) -> (b, j)>
#j = affine_map<(b, j) -> (j)>

// The other summand between form, linear layer and bias stays outside.
// CHECK-DAG: #[[BEHIND:.*]] = affine_map<(d0, d1) -> (d0, d1 + 3)>
// CHECK-LABEL: dnd.network @IntoForm
// CHECK: %[[R:.*]] = dnd.map relu
// CHECK: %[[F:.*]] = dnd.low_rank_quadratic %{{.*}}, %{{.*}} linear %{{.*}} bias %{{.*}} axis 1
// CHECK-NEXT: %[[Y:.*]] = dnd.map add(%[[F]], %[[R]])
// CHECK-NEXT: dnd.return %[[Y]]
// REMARK: 2 terms of the sum computed inside the form [fuse]
dnd.network @IntoForm(%x: tensor<?x5xf32> {dnd.name = "x"}, %z: tensor<?x3xf32> {dnd.name = "z"}) -> (tensor<?x3xf32> {dnd.name = "y"}) {
  %u = dnd.param "u" init = {fn = "zeros"} live = 30 : tensor<3x2x5xf32>
  %w = dnd.param "w" init = {fn = "zeros"} live = 15 : tensor<3x5xf32>
  %b = dnd.param "b" init = {fn = "zeros"} live = 3 : tensor<3xf32>
  %q = dnd.low_rank_quadratic %x, %u axis 1 : (tensor<?x5xf32>, tensor<3x2x5xf32>) -> tensor<?x3xf32>
  %r = dnd.map relu (%z) {maps = [#bj]} : (tensor<?x3xf32>) -> tensor<?x3xf32>
  %l = dnd.contract (%w, %x) over [?, 3, 5] {
      maps = [affine_map<(b, j, i) -> (j, i)>, affine_map<(b, j, i) -> (b, i)>],
      out_map = affine_map<(b, j, i) -> (b, j)>} : (tensor<3x5xf32>, tensor<?x5xf32>) -> tensor<?x3xf32>
  %s = dnd.map add (%q, %r) {maps = [#bj, #bj]} : (tensor<?x3xf32>, tensor<?x3xf32>) -> tensor<?x3xf32>
  %t = dnd.map add (%s, %l) {maps = [#bj, #bj]} : (tensor<?x3xf32>, tensor<?x3xf32>) -> tensor<?x3xf32>
  %y = dnd.map add (%t, %b) {maps = [#bj, #j]} : (tensor<?x3xf32>, tensor<3xf32>) -> tensor<?x3xf32>
  dnd.return %y : tensor<?x3xf32>
}

// Two small heads of one input.
// CHECK-LABEL: dnd.network @Heads
// CHECK: dnd.concat(%{{.*}}, %{{.*}}) dim 0
// CHECK: %[[F:.*]] = dnd.low_rank_quadratic {{.*}} -> tensor<?x7xf32>
// CHECK: %[[Y:.*]] = dnd.map copy(%[[F]]) {{.*}} -> tensor<?x3xf32>
// CHECK: %[[Z:.*]] = dnd.map copy(%[[F]]) {maps = [#[[BEHIND]]]{{.*}} -> tensor<?x4xf32>
// CHECK: dnd.return %[[Y]], %[[Z]]
// REMARK: shares its projection with another form of the same input [fuse]
dnd.network @Heads(%x: tensor<?x5xf32> {dnd.name = "x"}) -> (tensor<?x3xf32> {dnd.name = "y"}, tensor<?x4xf32> {dnd.name = "z"}) {
  %u = dnd.param "u" init = {fn = "zeros"} live = 30 : tensor<3x2x5xf32>
  %v = dnd.param "v" init = {fn = "zeros"} live = 40 : tensor<4x2x5xf32>
  %y = dnd.low_rank_quadratic %x, %u axis 1 : (tensor<?x5xf32>, tensor<3x2x5xf32>) -> tensor<?x3xf32>
  %z = dnd.low_rank_quadratic %x, %v axis 1 : (tensor<?x5xf32>, tensor<4x2x5xf32>) -> tensor<?x4xf32>
  dnd.return %y, %z : tensor<?x3xf32>, tensor<?x4xf32>
}
