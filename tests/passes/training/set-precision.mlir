// Factors of products become bf16, everything else stays f32.
// RUN: dnd-opt %s -dnd-set-precision=precision=bf16 -split-input-file | FileCheck %s
// RUN: dnd-opt %s -dnd-set-precision -split-input-file | FileCheck %s --check-prefix=PLAIN
// PLAIN-LABEL: func.func @step
// PLAIN-NOT: bf16
// PLAIN-LABEL: func.func @forms_f64

// A parameter and an activation that two products read are rounded once; the
// bias and the weighted sum of squares are no products.
// CHECK-LABEL: func.func @step
// CHECK-SAME: (%[[W:.*]]: tensor<4x3xf32>, %[[X:.*]]: tensor<?x3xf32>, %[[S:.*]]: tensor<4xf32>, %[[G:.*]]: tensor<?x4xf32>)
// CHECK-DAG: %[[WN:.*]] = dnd.cast %[[W]] : (tensor<4x3xf32>) -> tensor<4x3xbf16>
// CHECK-DAG: %[[XN:.*]] = dnd.cast %[[X]] : (tensor<?x3xf32>) -> tensor<?x3xbf16>
// CHECK-DAG: %[[GN:.*]] = dnd.cast %[[G]] : (tensor<?x4xf32>) -> tensor<?x4xbf16>
// CHECK-NOT: dnd.cast
// CHECK: %[[Y:.*]] = dnd.contract(%[[WN]], %[[XN]]) {{.*}} -> tensor<?x4xf32>
// CHECK: dnd.contract(%[[S]], %[[Y]], %[[Y]]) {{.*}} -> tensor<?xf32>
// CHECK: dnd.contract(%[[GN]], %[[XN]]) {{.*}} -> tensor<4x3xf32>
// CHECK: dnd.contract(%[[GN]], %[[WN]]) {{.*}} -> tensor<?x3xf32>
// CHECK: dnd.contract(%[[G]]) {{.*}} -> tensor<4xf32>
func.func @step(%w: tensor<4x3xf32>, %x: tensor<?x3xf32>, %s: tensor<4xf32>, %g: tensor<?x4xf32>)
    -> (tensor<?xf32>, tensor<4x3xf32>, tensor<?x3xf32>, tensor<4xf32>) {
  %y = dnd.contract (%w, %x) over [?, 4, 3] {maps = [affine_map<(b,j,i) -> (j,i)>, affine_map<(b,j,i) -> (b,i)>],
    out_map = affine_map<(b,j,i) -> (b,j)>} : (tensor<4x3xf32>, tensor<?x3xf32>) -> tensor<?x4xf32>
  %q = dnd.contract (%s, %y, %y) over [?, 4] {maps = [affine_map<(b,j) -> (j)>, affine_map<(b,j) -> (b,j)>, affine_map<(b,j) -> (b,j)>],
    out_map = affine_map<(b,j) -> (b)>} : (tensor<4xf32>, tensor<?x4xf32>, tensor<?x4xf32>) -> tensor<?xf32>
  %dw = dnd.contract (%g, %x) over [?, 4, 3] {maps = [affine_map<(b,j,i) -> (b,j)>, affine_map<(b,j,i) -> (b,i)>],
    out_map = affine_map<(b,j,i) -> (j,i)>} : (tensor<?x4xf32>, tensor<?x3xf32>) -> tensor<4x3xf32>
  %dx = dnd.contract (%g, %w) over [?, 4, 3] {maps = [affine_map<(b,j,i) -> (b,j)>, affine_map<(b,j,i) -> (j,i)>],
    out_map = affine_map<(b,j,i) -> (b,i)>} : (tensor<?x4xf32>, tensor<4x3xf32>) -> tensor<?x3xf32>
  %db = dnd.contract (%g) over [?, 4] {maps = [affine_map<(b,j) -> (b,j)>], out_map = affine_map<(b,j) -> (j)>}
    : (tensor<?x4xf32>) -> tensor<4xf32>
  return %q, %dw, %dx, %db : tensor<?xf32>, tensor<4x3xf32>, tensor<?x3xf32>, tensor<4xf32>
}

// -----

// Forms: the quadratic one has a kernel; the gather becomes a product. What only
// moves numbers moves the rounded ones. A twin stays as it is.
// CHECK-LABEL: func.func @forms
// CHECK-SAME: (%[[X:.*]]: tensor<?x4xf32>, %[[A:[a-z0-9]*]]: tensor<2x4x4xf32>, %[[B:.*]]: tensor<2xf32>
// CHECK: %[[XN:.*]] = dnd.cast %[[X]]
// CHECK: dnd.quadratic %[[XN]], %{{.*}} bias %[[B]] {{.*}} -> tensor<?x2xf32>
// CHECK: %[[PADDED:.*]] = dnd.pad %[[XN]] {{.*}} -> tensor<?x6xbf16>
// CHECK: dnd.contract(%{{.*}}, %[[PADDED]]) tables(%{{.*}}) {{.*}}bf16{{.*}} -> tensor<?x3xf32>
// CHECK-LABEL: func.func @forms_f64
// CHECK: dnd.gather_contract
// CHECK-NOT: bf16
// CHECK-LABEL: module attributes
func.func @forms(%x: tensor<?x4xf32>, %A: tensor<2x4x4xf32>, %b: tensor<2xf32>, %w: tensor<3x2xf32>, %t: tensor<3x2xi32>)
    -> (tensor<?x2xf32>, tensor<?x3xf32>) {
  %q = dnd.quadratic %x, %A bias %b axis 1 : (tensor<?x4xf32>, tensor<2x4x4xf32>, tensor<2xf32>) -> tensor<?x2xf32>
  %p = dnd.pad %x low = [0, 1] high = [0, 1] interior = [0, 0] value = 0.0 : (tensor<?x4xf32>) -> tensor<?x6xf32>
  %g = dnd.gather_contract %p, %t, %w : (tensor<?x6xf32>, tensor<3x2xi32>, tensor<3x2xf32>) -> tensor<?x3xf32>
  return %q, %g : tensor<?x2xf32>, tensor<?x3xf32>
}
func.func @forms_f64(%x: tensor<?x4xf64>, %w: tensor<3x2xf64>, %t: tensor<3x2xi32>) -> tensor<?x3xf64> {
  %g = dnd.gather_contract %x, %t, %w : (tensor<?x4xf64>, tensor<3x2xi32>, tensor<3x2xf64>) -> tensor<?x3xf64>
  return %g : tensor<?x3xf64>
}

// -----

// The recipe decides where no option does; the program says what it computes with.
// RUN: dnd-opt %s -dnd-set-precision -split-input-file | FileCheck %s --check-prefix=RECIPE
// RECIPE: module attributes {dnd.meta = {precision = "bf16", recipe = {precision = "bf16"}}}
module attributes {dnd.meta = {recipe = {precision = "bf16"}}} {
}
