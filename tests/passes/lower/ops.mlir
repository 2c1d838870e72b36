// RUN: dnd-opt %s --convert-dnd-to-linalg --split-input-file | FileCheck %s

// CHECK-LABEL: func.func @map(
// CHECK: arith.cmpf ogt
// CHECK: arith.select
func.func @map(%x: tensor<?x3xf32>) -> tensor<?x3xf32> {
  %y = dnd.map leaky_relu (%x) {maps = [affine_map<(b,i) -> (b,i)>], params = array<f64: 0.1>} : (tensor<?x3xf32>) -> tensor<?x3xf32>
  return %y : tensor<?x3xf32>
}

// -----

// CHECK-LABEL: func.func @reduce(
// CHECK: arith.maximumf
func.func @reduce(%x: tensor<?x3x4xf32>) -> tensor<?x3xf32> {
  %y = dnd.reduce max %x dims [2] : (tensor<?x3x4xf32>) -> tensor<?x3xf32>
  return %y : tensor<?x3xf32>
}

// -----

// CHECK-LABEL: func.func @first(
// CHECK: linalg.generic {{.*}}outs({{.*}} : tensor<?x3xi32>)
// CHECK: scf.for
// CHECK: linalg.generic {{.*}}outs({{.*}} : tensor<?x3x4xf32>)
func.func @first(%x: tensor<?x3x4xf32>) -> tensor<?x3x4xf32> {
  %y = dnd.first_extremum max %x dims [2] : (tensor<?x3x4xf32>) -> tensor<?x3x4xf32>
  return %y : tensor<?x3x4xf32>
}

// -----

// CHECK-LABEL: func.func @others(
// CHECK: scf.for
// CHECK-NOT: arith.divf
// CHECK: arith.mulf
func.func @others(%x: tensor<?x4xf32>) -> tensor<?x4xf32> {
  %y = dnd.prod_others %x dims [1] : (tensor<?x4xf32>) -> tensor<?x4xf32>
  return %y : tensor<?x4xf32>
}

// -----

// Only views, whatever the shapes.
// CHECK-LABEL: func.func @reshape(
// CHECK: tensor.collapse_shape %{{.*}} {{\[\[}}0], [1, 2]]
// CHECK: tensor.expand_shape %{{.*}} {{\[\[}}0], [1, 2]]
// CHECK: tensor.expand_shape %{{.*}} [] output_shape [1, 1]
// CHECK-NOT: linalg
func.func @reshape(%x: tensor<?x4x3xf32>, %s: tensor<f32>) -> (tensor<?x2x6xf32>, tensor<1x1xf32>) {
  %y = dnd.reshape %x : (tensor<?x4x3xf32>) -> tensor<?x2x6xf32>
  %z = dnd.reshape %s : (tensor<f32>) -> tensor<1x1xf32>
  return %y, %z : tensor<?x2x6xf32>, tensor<1x1xf32>
}

// -----

// CHECK-LABEL: func.func @concat(
// CHECK: tensor.insert_slice %{{.*}} into %{{.*}}[0, 0] [%{{.*}}, 2] [1, 1]
// CHECK: tensor.insert_slice %{{.*}} into %{{.*}}[0, 2] [%{{.*}}, 3] [1, 1]
func.func @concat(%x: tensor<?x2xf32>, %y: tensor<?x3xf32>) -> tensor<?x5xf32> {
  %z = dnd.concat (%x, %y) dim 1 : (tensor<?x2xf32>, tensor<?x3xf32>) -> tensor<?x5xf32>
  return %z : tensor<?x5xf32>
}

// -----

// The maximum is taken out before the exponential.
// CHECK-LABEL: func.func @softmax(
// CHECK: arith.maximumf
// CHECK: arith.subf
// CHECK: math.exp
// CHECK: arith.divf
func.func @softmax(%x: tensor<?x3xf32>) -> tensor<?x3xf32> {
  %y = dnd.softmax %x dim 1 : (tensor<?x3xf32>) -> tensor<?x3xf32>
  return %y : tensor<?x3xf32>
}

// -----

// CHECK-LABEL: func.func @loss(
// CHECK: math.log
// CHECK-LABEL: func.func @margins(
// CHECK: scf.for
func.func @loss(%x: tensor<?x3xf64>, %t: tensor<?xi32>) -> tensor<?xf64> {
  %y = dnd.cross_entropy %x, %t {label_smoothing = 0.1 : f64} : (tensor<?x3xf64>, tensor<?xi32>) -> tensor<?xf64>
  return %y : tensor<?xf64>
}
func.func @margins(%x: tensor<?x3xf32>, %t: tensor<?xi32>) -> (tensor<?xf32>, tensor<?x3xf32>) {
  %m = dnd.margin %x, %t : (tensor<?x3xf32>, tensor<?xi32>) -> tensor<?xf32>
  %g = dnd.margin_grad %x, %t, %m : (tensor<?x3xf32>, tensor<?xi32>, tensor<?xf32>) -> tensor<?x3xf32>
  return %m, %g : tensor<?xf32>, tensor<?x3xf32>
}

// -----

// A form without a kernel is written as primitives first.
// CHECK-LABEL: func.func @form(
// CHECK-NOT: dnd.
// CHECK: linalg.generic
func.func @form(%x: tensor<?x7xf32>, %A: tensor<3x7x7xf32>) -> tensor<?x3xf32> {
  %y = dnd.quadratic %x, %A axis 1 : (tensor<?x7xf32>, tensor<3x7x7xf32>) -> tensor<?x3xf32>
  return %y : tensor<?x3xf32>
}

// -----

// Entry points get a destination for each result; a new parameter goes where the old one is.
// CHECK-LABEL: func.func @train_step(
// CHECK-SAME: %[[W:.*]]: tensor<3xf32> {bufferization.writable = true, dnd.arg = #dnd.arg<param, 0>}
// CHECK-SAME: %[[L:.*]]: tensor<f32> {bufferization.writable = true, dnd.arg = #dnd.arg<loss>}
// CHECK: bufferization.materialize_in_destination %{{.*}} in %[[L]]
// CHECK: bufferization.materialize_in_destination %{{.*}} in %[[W]]
func.func @train_step(%w: tensor<3xf32> {dnd.arg = #dnd.arg<param, 0>})
    -> (tensor<f32> {dnd.arg = #dnd.arg<loss>}, tensor<3xf32> {dnd.arg = #dnd.arg<param, 0>}) {
  %l = dnd.contract (%w) over [3] {maps = [affine_map<(i) -> (i)>], out_map = affine_map<(i) -> ()>} : (tensor<3xf32>) -> tensor<f32>
  %v = dnd.map affine (%w) {maps = [affine_map<(i) -> (i)>], params = array<f64: 0.9, 0.0>} : (tensor<3xf32>) -> tensor<3xf32>
  return %l, %v : tensor<f32>, tensor<3xf32>
}

// -----

// Noise is integer arithmetic on the place of each number, and real arithmetic that is marked as exact; a state's new value
// goes where the old one is.
// CHECK-LABEL: func.func @noise(
// CHECK-SAME: %[[X:[a-z0-9]*]]: tensor<?x3xf64>
// CHECK-SAME: %[[S:[a-z0-9]*]]: tensor<3xf64> {bufferization.writable = true, dnd.arg = #dnd.arg<state, 0, "s">}
// CHECK: linalg.generic
// CHECK-DAG: linalg.index 0
// CHECK-DAG: linalg.index 1
// CHECK: arith.muli %{{.*}} : i64
// CHECK: arith.mulf %{{.*}} {dnd.exact} : f32
// CHECK: math.fma %{{.*}} {dnd.exact} : f32
// CHECK-NOT: arith.addf
// CHECK: arith.extf %{{.*}} : f32 to f64
// CHECK: bufferization.materialize_in_destination %{{.*}} in %[[S]]
func.func @noise(%x: tensor<?x3xf64> {dnd.arg = #dnd.arg<input, 0>}, %p: tensor<f64> {dnd.arg = #dnd.arg<hyper, 0>},
                 %s: tensor<3xf64> {dnd.arg = #dnd.arg<state, 0, "s">}, %seed: tensor<i64> {dnd.arg = #dnd.arg<seed>},
                 %step: tensor<i64> {dnd.arg = #dnd.arg<step>})
    -> (tensor<?x3xf64> {dnd.arg = #dnd.arg<output, 0>}, tensor<3xf64> {dnd.arg = #dnd.arg<state, 0, "s">}) {
  %n = dnd.noise normal "n" (%p, %p) like %x from %seed, %step : (tensor<f64>, tensor<f64>, tensor<?x3xf64>, tensor<i64>, tensor<i64>) -> tensor<?x3xf64>
  %v = dnd.map affine (%s) {maps = [affine_map<(i) -> (i)>], params = array<f64: 0.9, 0.0>} : (tensor<3xf64>) -> tensor<3xf64>
  return %n, %v : tensor<?x3xf64>, tensor<3xf64>
}
