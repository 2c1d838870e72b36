// Large products become register-tile kernels; what is pointwise behind them moves into their epilogue.
// RUN: dnd-opt %s -dnd-select-forms -convert-dnd-to-linalg -canonicalize -cse -dnd-fuse-elementwise -dnd-pack-contracts -canonicalize 2>%t.remarks | FileCheck %s
// RUN: FileCheck %s --check-prefix=REMARK < %t.remarks

#bj = affine_map<(b, j) -> (b, j)>

// Bias and activation: the sum itself is never stored.
// CHECK-LABEL: func.func @forward
// CHECK-SAME: %[[X:.*]]: tensor<?x40xf32>{{.*}}, %[[W:.*]]: tensor<30x40xf32>{{.*}}, %[[B:.*]]: tensor<30xf32>{{.*}}, %[[Y:.*]]: tensor<?x30xf32>
// CHECK: dndrt.packed_contract(%[[W]], %[[X]]) extras(%[[B]]) into(%[[Y]])
// CHECK: ^bb0(%[[SUM:.*]]: f32, %[[BIAS:.*]]: f32, %{{.*}}: f32):
// CHECK: %[[Z:.*]] = arith.addf %[[SUM]], %[[BIAS]]
// CHECK: %[[R:.*]] = arith.select
// CHECK: dndrt.yield %[[R]]
// CHECK-NOT: linalg.generic
// CHECK: return
// REMARK-DAG: remark: register tiles: 30 x 64, summed over 40 [kernel]
func.func @forward(%x: tensor<?x40xf32> {dnd.arg = #dnd.arg<input, 0>}, %w: tensor<30x40xf32> {dnd.arg = #dnd.arg<param, 0>},
    %b: tensor<30xf32> {dnd.arg = #dnd.arg<param, 1>}) -> (tensor<?x30xf32> {dnd.arg = #dnd.arg<output, 0>}) {
  %p = dnd.contract (%w, %x) over [?, 30, 40] {
      maps = [affine_map<(b, j, i) -> (j, i)>, affine_map<(b, j, i) -> (b, i)>],
      out_map = affine_map<(b, j, i) -> (b, j)>} : (tensor<30x40xf32>, tensor<?x40xf32>) -> tensor<?x30xf32>
  %q = dnd.map add (%p, %b) {maps = [#bj, affine_map<(b, j) -> (j)>]} : (tensor<?x30xf32>, tensor<30xf32>) -> tensor<?x30xf32>
  %y = dnd.map relu (%q) {maps = [#bj]} : (tensor<?x30xf32>) -> tensor<?x30xf32>
  return %y : tensor<?x30xf32>
}

// The gradient is never stored: the new weight is written over the old one.
// CHECK-LABEL: func.func @train_step
// CHECK-SAME: %[[X:.*]]: tensor<?x40xf32>{{.*}}, %[[G:.*]]: tensor<?x30xf32>{{.*}}, %[[W:.*]]: tensor<30x40xf32>{{.*}}, %[[LR:.*]]: tensor<f32>
// CHECK: dndrt.packed_contract(%[[G]], %[[X]]) extras(%[[LR]]) into(%[[W]])
// CHECK: ^bb0(%[[SUM:.*]]: f32, %[[RATE:.*]]: f32, %[[OLD:.*]]: f32):
// CHECK: %[[STEP:.*]] = arith.mulf %[[SUM]], %[[RATE]]
// CHECK: %[[NEW:.*]] = arith.subf %[[OLD]], %[[STEP]]
// CHECK: dndrt.yield %[[NEW]]
// CHECK-NOT: linalg.generic
// CHECK: return
// REMARK-DAG: register tiles: 30 x 40, summed over 64 [kernel]
func.func @train_step(%x: tensor<?x40xf32> {dnd.arg = #dnd.arg<input, 0>}, %g: tensor<?x30xf32> {dnd.arg = #dnd.arg<input, 1>},
    %w: tensor<30x40xf32> {dnd.arg = #dnd.arg<param, 0>}, %lr: tensor<f32> {dnd.arg = #dnd.arg<hyper, 0>})
    -> (tensor<30x40xf32> {dnd.arg = #dnd.arg<param, 0>}) {
  %d = dnd.contract (%g, %x) over [?, 30, 40] {
      maps = [affine_map<(b, j, i) -> (b, j)>, affine_map<(b, j, i) -> (b, i)>],
      out_map = affine_map<(b, j, i) -> (j, i)>} : (tensor<?x30xf32>, tensor<?x40xf32>) -> tensor<30x40xf32>
  %s = dnd.map mul (%d, %lr) {maps = [#bj, affine_map<(b, j) -> ()>]} : (tensor<30x40xf32>, tensor<f32>) -> tensor<30x40xf32>
  %n = dnd.map sub (%w, %s) {maps = [#bj, #bj]} : (tensor<30x40xf32>, tensor<30x40xf32>) -> tensor<30x40xf32>
  return %n : tensor<30x40xf32>
}

// Too small for tiles.
// CHECK-LABEL: func.func @eval_step
// CHECK-NOT: packed_contract
// CHECK: return
func.func @eval_step(%x: tensor<?x4xf32> {dnd.arg = #dnd.arg<input, 0>}, %w: tensor<3x4xf32> {dnd.arg = #dnd.arg<param, 0>})
    -> (tensor<?x3xf32> {dnd.arg = #dnd.arg<output, 0>}) {
  %p = dnd.contract (%w, %x) over [?, 3, 4] {
      maps = [affine_map<(b, j, i) -> (j, i)>, affine_map<(b, j, i) -> (b, i)>],
      out_map = affine_map<(b, j, i) -> (b, j)>} : (tensor<3x4xf32>, tensor<?x4xf32>) -> tensor<?x3xf32>
  return %p : tensor<?x3xf32>
}

// Large quadratic forms: half of the products; the gradient's epilogue updates the matrix.
// CHECK-LABEL: func.func @grad_loss
// CHECK: dndrt.triangular_quadratic %{{.*}}, %{{.*}} linear %{{.*}} into %{{.*}} -> tensor<?x3x3xf32>
// CHECK: dndrt.triangular_grad(%{{.*}}, %{{.*}}) extras(%{{.*}}) into(%{{.*}})
// CHECK: arith.subf
// CHECK-NOT: linalg.generic
// CHECK: return
// REMARK-DAG: triangular product: 3 outputs of 100 inputs in 3 parts [kernel]
func.func @grad_loss(%x: tensor<?x100xf32> {dnd.arg = #dnd.arg<input, 0>}, %A: tensor<3x100x100xf32> {dnd.arg = #dnd.arg<param, 0>},
    %w: tensor<3x100xf32> {dnd.arg = #dnd.arg<param, 1>}, %lr: tensor<f32> {dnd.arg = #dnd.arg<hyper, 0>})
    -> (tensor<3x100x100xf32> {dnd.arg = #dnd.arg<param, 0>}) {
  %y = dnd.quadratic %x, %A linear %w axis 1 : (tensor<?x100xf32>, tensor<3x100x100xf32>, tensor<3x100xf32>) -> tensor<?x3xf32>
  %d = dnd.quadratic_weight_grad %x, %y axis 1 : (tensor<?x100xf32>, tensor<?x3xf32>) -> tensor<3x100x100xf32>
  %s = dnd.map mul (%d, %lr) {maps = [affine_map<(j, i, k) -> (j, i, k)>, affine_map<(j, i, k) -> ()>]} : (tensor<3x100x100xf32>, tensor<f32>) -> tensor<3x100x100xf32>
  %n = dnd.map sub (%A, %s) {maps = [affine_map<(j, i, k) -> (j, i, k)>, affine_map<(j, i, k) -> (j, i, k)>]} : (tensor<3x100x100xf32>, tensor<3x100x100xf32>) -> tensor<3x100x100xf32>
  return %n : tensor<3x100x100xf32>
}

// Small ones are expanded.
// CHECK-LABEL: func.func @grad_cotangent
// CHECK-NOT: triangular
// CHECK: return
func.func @grad_cotangent(%x: tensor<?x8xf32> {dnd.arg = #dnd.arg<input, 0>}, %A: tensor<3x8x8xf32> {dnd.arg = #dnd.arg<param, 0>})
    -> (tensor<?x3xf32> {dnd.arg = #dnd.arg<output, 0>}) {
  %y = dnd.quadratic %x, %A axis 1 : (tensor<?x8xf32>, tensor<3x8x8xf32>) -> tensor<?x3xf32>
  return %y : tensor<?x3xf32>
}
