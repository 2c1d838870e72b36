// Folds and canonical rewrites.
// RUN: dnd-opt %s -canonicalize | FileCheck %s

#id = affine_map<(b, i) -> (b, i)>
#i = affine_map<(b, i) -> (i)>
#s = affine_map<(b, i) -> ()>

// CHECK-LABEL: func.func @copies
// CHECK-SAME: (%[[X:.*]]: tensor<?x4xf32>)
// CHECK-NEXT: return %[[X]], %[[X]], %[[X]]
func.func @copies(%x: tensor<?x4xf32>) -> (tensor<?x4xf32>, tensor<?x4xf32>, tensor<?x4xf32>) {
  %0 = dnd.map copy (%x) {maps = [#id]} : (tensor<?x4xf32>) -> tensor<?x4xf32>
  %1 = dnd.map powi (%x) {maps = [#id], params = array<f64: 1.0>} : (tensor<?x4xf32>) -> tensor<?x4xf32>
  %2 = dnd.reshape %x : (tensor<?x4xf32>) -> tensor<?x2x2xf32>
  %3 = dnd.reshape %2 : (tensor<?x2x2xf32>) -> tensor<?x4xf32>
  return %0, %1, %3 : tensor<?x4xf32>, tensor<?x4xf32>, tensor<?x4xf32>
}

// A constant operand becomes part of `affine`; affines merge.
// CHECK-LABEL: func.func @affine
// CHECK-SAME: (%[[X:.*]]: tensor<?x4xf32>)
// CHECK-NEXT: %[[Y:.*]] = dnd.map affine(%[[X]]) {{.*}}params = array<f64: -2.000000e+00, -1.000000e+00>
// CHECK-NEXT: return %[[Y]]
func.func @affine(%x: tensor<?x4xf32>) -> tensor<?x4xf32> {
  %c = dnd.constant dense<2.0> : tensor<f32>
  %one = dnd.constant dense<1.0> : tensor<4xf32>
  %0 = dnd.map mul (%c, %x) {maps = [#s, #id]} : (tensor<f32>, tensor<?x4xf32>) -> tensor<?x4xf32>
  %1 = dnd.map add (%0, %one) {maps = [#id, #i]} : (tensor<?x4xf32>, tensor<4xf32>) -> tensor<?x4xf32>
  %2 = dnd.map neg (%1) {maps = [#id]} : (tensor<?x4xf32>) -> tensor<?x4xf32>
  return %2 : tensor<?x4xf32>
}

// Numbers keep double precision.
// CHECK-LABEL: func.func @constants
// CHECK-NEXT: %[[C:.*]] = dnd.constant dense<5.100000e+00> : tensor<2xf64> to tensor<2xf32>
// CHECK-NEXT: return %[[C]]
func.func @constants() -> tensor<2xf32> {
  %a = dnd.constant dense<2.1> : tensor<2xf64> to tensor<2xf32>
  %b = dnd.constant dense<3.0> : tensor<f32>
  %0 = dnd.map add (%a, %b) {maps = [affine_map<(i) -> (i)>, affine_map<(i) -> ()>]} : (tensor<2xf32>, tensor<f32>) -> tensor<2xf32>
  return %0 : tensor<2xf32>
}

// Constant factors, multiples and copies go into the coefficient and the maps.
// CHECK-LABEL: func.func @factors
// CHECK-SAME: (%[[X:.*]]: tensor<?x4xf32>, %[[W:.*]]: tensor<4xf32>)
// CHECK-NEXT: %[[Y:.*]] = dnd.contract(%[[W]], %[[X]]) over [?, 4] {coefficient = -6.000000e+00 : f64, maps = [#[[I:.*]], #[[BI:.*]]], out_map
// CHECK-NEXT: return %[[Y]]
func.func @factors(%x: tensor<?x4xf32>, %w: tensor<4xf32>) -> tensor<?xf32> {
  %c = dnd.constant dense<3.0> : tensor<f32>
  %n = dnd.map neg (%x) {maps = [#id]} : (tensor<?x4xf32>) -> tensor<?x4xf32>
  %ones = dnd.batch_ones %x : (tensor<?x4xf32>) -> tensor<?xf32>
  %0 = dnd.contract (%c, %w, %n, %ones) over [?, 4] {coefficient = 2.0, maps = [#s, #i, #id, affine_map<(b, i) -> (b)>], out_map = affine_map<(b, i) -> (b)>} : (tensor<f32>, tensor<4xf32>, tensor<?x4xf32>, tensor<?xf32>) -> tensor<?xf32>
  return %0 : tensor<?xf32>
}

// A contract that sums nothing is a map.
// CHECK-LABEL: func.func @transposition
// CHECK-NEXT: dnd.map affine(%{{.*}}) {{.*}}params = array<f64: 2.000000e+00, 0.000000e+00>} : (tensor<3x4xf32>) -> tensor<4x3xf32>
func.func @transposition(%w: tensor<3x4xf32>) -> tensor<4x3xf32> {
  %0 = dnd.contract (%w) over [3, 4] {coefficient = 2.0, maps = [affine_map<(j, i) -> (j, i)>], out_map = affine_map<(j, i) -> (i, j)>} : (tensor<3x4xf32>) -> tensor<4x3xf32>
  return %0 : tensor<4x3xf32>
}

// The batch must stay: ones are kept where nothing else has it.
// CHECK-LABEL: func.func @keep_ones
// CHECK: dnd.batch_ones
// CHECK: dnd.contract
func.func @keep_ones(%x: tensor<?x4xf32>, %w: tensor<f32>) -> tensor<?xf32> {
  %ones = dnd.batch_ones %x : (tensor<?x4xf32>) -> tensor<?xf32>
  %0 = dnd.contract (%w, %ones) over [?] {maps = [affine_map<(b) -> ()>, affine_map<(b) -> (b)>], out_map = affine_map<(b) -> (b)>} : (tensor<f32>, tensor<?xf32>) -> tensor<?xf32>
  return %0 : tensor<?xf32>
}

// Parameters and tables stay though nothing reads them.
// CHECK-LABEL: dnd.network @Unused
// CHECK: dnd.param "w"
// CHECK: dnd.table "t"
dnd.network @Unused(%x: tensor<?x4xf32> {dnd.name = "x"}) -> (tensor<?x4xf32> {dnd.name = "y"}) {
  %w = dnd.param "w" init = {fn = "zeros"} live = 4 : tensor<4xf32>
  %t = dnd.table "t" gen = {fn = "choice"} range = 4 : tensor<4xi32>
  dnd.return %x : tensor<?x4xf32>
}

// Indices that only regroup dimensions become a reshape, on both sides.
// CHECK-LABEL: func.func @regroup
// CHECK-SAME: (%[[V:.*]]: tensor<3x2xf32>, %[[H:.*]]: tensor<?x6xf32>)
// CHECK-NEXT: %[[R:.*]] = dnd.reshape %[[H]] : (tensor<?x6xf32>) -> tensor<?x3x2xf32>
// CHECK-NEXT: %[[Y:.*]] = dnd.contract(%[[V]], %[[R]]) {{.*}} : (tensor<3x2xf32>, tensor<?x3x2xf32>) -> tensor<?x3xf32>
// CHECK-NEXT: %[[D:.*]] = dnd.contract(%[[V]], %[[Y]]) {{.*}} -> tensor<?x3x2xf32>
// CHECK-NEXT: %[[DH:.*]] = dnd.reshape %[[D]] : (tensor<?x3x2xf32>) -> tensor<?x6xf32>
// CHECK-NEXT: return %[[Y]], %[[DH]]
func.func @regroup(%v: tensor<3x2xf32>, %h: tensor<?x6xf32>) -> (tensor<?x3xf32>, tensor<?x6xf32>) {
  %y = dnd.contract (%v, %h) over [?, 3, 2] {maps = [affine_map<(b, s, d) -> (s, d)>, affine_map<(b, s, d) -> (b, s * 2 + d)>], out_map = affine_map<(b, s, d) -> (b, s)>} : (tensor<3x2xf32>, tensor<?x6xf32>) -> tensor<?x3xf32>
  %dh = dnd.contract (%v, %y) over [?, 3, 2] {maps = [affine_map<(b, s, d) -> (s, d)>, affine_map<(b, s, d) -> (b, s)>], out_map = affine_map<(b, s, d) -> (b, s * 2 + d)>} : (tensor<3x2xf32>, tensor<?x3xf32>) -> tensor<?x6xf32>
  return %y, %dh : tensor<?x3xf32>, tensor<?x6xf32>
}

// An index that overlaps or leaves gaps stays.
// CHECK-LABEL: func.func @windows
// CHECK-NOT: dnd.reshape
// CHECK: return
func.func @windows(%v: tensor<2xf32>, %h: tensor<?x6xf32>) -> (tensor<?x5xf32>, tensor<?x2xf32>) {
  %y = dnd.contract (%v, %h) over [?, 5, 2] {maps = [affine_map<(b, s, d) -> (d)>, affine_map<(b, s, d) -> (b, s + d)>], out_map = affine_map<(b, s, d) -> (b, s)>} : (tensor<2xf32>, tensor<?x6xf32>) -> tensor<?x5xf32>
  %z = dnd.contract (%v, %h) over [?, 2, 2] {maps = [affine_map<(b, s, d) -> (d)>, affine_map<(b, s, d) -> (b, s * 3 + d)>], out_map = affine_map<(b, s, d) -> (b, s)>} : (tensor<2xf32>, tensor<?x6xf32>) -> tensor<?x2xf32>
  return %y, %z : tensor<?x5xf32>, tensor<?x2xf32>
}

// The batch is asked of an argument.
// CHECK-LABEL: func.func @batch
// CHECK-SAME: (%[[X:.*]]: tensor<?x4xf32>)
// CHECK-NEXT: %[[N:.*]] = dnd.inverse_batch %[[X]]
// CHECK-NEXT: return %[[N]]
func.func @batch(%x: tensor<?x4xf32>) -> tensor<f32> {
  %0 = dnd.map exp (%x) {maps = [#id]} : (tensor<?x4xf32>) -> tensor<?x4xf32>
  %n = dnd.inverse_batch %0 : (tensor<?x4xf32>) -> tensor<f32>
  return %n : tensor<f32>
}
