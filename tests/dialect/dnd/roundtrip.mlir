// Every op prints what it reads, and reads what it prints.
// RUN: dnd-opt %s | dnd-opt | FileCheck %s
// RUN: dnd-opt %s -mlir-print-op-generic | dnd-opt | FileCheck %s

// CHECK-LABEL: dnd.network @Net
// CHECK-SAME: %[[X:.*]]: tensor<?x4xf32> {dnd.name = "x"}) -> (tensor<?x3xf32> {dnd.name = "y"}) attributes {layers = [{path = "fc"}]}
dnd.network @Net(%x: tensor<?x4xf32> {dnd.name = "x"}) -> (tensor<?x3xf32> {dnd.name = "y"}) attributes {layers = [{path = "fc"}]} {
  // CHECK: dnd.param "fc.w" init = {fn = "zeros"} live = 6 mask = "fc.m" : tensor<3x4xf32>
  %w = dnd.param "fc.w" init = {fn = "zeros"} live = 6 mask = "fc.m" : tensor<3x4xf32>
  // CHECK: dnd.param "fc.A" init = {args = [1.000000e+00], fn = "normal"} live = 48 symmetric frozen : tensor<3x4x4xf32>
  %A = dnd.param "fc.A" init = {fn = "normal", args = [1.0]} live = 48 symmetric frozen : tensor<3x4x4xf32>
  // CHECK: dnd.table "fc.m" gen = {fn = "random_mask"} range = 2 : tensor<3x4xf32>
  %m = dnd.table "fc.m" gen = {fn = "random_mask"} range = 2 : tensor<3x4xf32>
  // CHECK: dnd.table "fc.t" gen = {fn = "choice"} range = 4 : tensor<3x2xi32>
  %t = dnd.table "fc.t" gen = {fn = "choice"} range = 4 : tensor<3x2xi32>
  // CHECK: %[[S:.*]] = dnd.state "fc.mean" init = {fn = "zeros"} : tensor<4xf32>
  %s = dnd.state "fc.mean" init = {fn = "zeros"} : tensor<4xf32>
  // CHECK: dnd.update "fc.mean" %[[S]] : tensor<4xf32>
  dnd.update "fc.mean" %s : tensor<4xf32>
  // CHECK: dnd.constant dense<2.500000e+00> : tensor<f32>
  %c = dnd.constant dense<2.5> : tensor<f32>
  // CHECK: dnd.quadratic %[[X]], %{{.*}} linear %{{.*}} axis 1 : (tensor<?x4xf32>, tensor<3x4x4xf32>, tensor<3x4xf32>) -> tensor<?x3xf32>
  %y = dnd.quadratic %x, %A linear %w axis 1 : (tensor<?x4xf32>, tensor<3x4x4xf32>, tensor<3x4xf32>) -> tensor<?x3xf32>
  // CHECK: dnd.return
  dnd.return %y : tensor<?x3xf32>
}

// CHECK-LABEL: dnd.objective @Loss
dnd.objective @Loss(%y: tensor<?x3xf32> {dnd.name = "y"}, %l: tensor<?xi32> {dnd.name = "label", dnd.classes = 3 : i64}) -> tensor<f32> {
  %c = dnd.cross_entropy %y, %l {label_smoothing = 0.1} : (tensor<?x3xf32>, tensor<?xi32>) -> tensor<?xf32>
  // CHECK: dnd.inverse_batch %{{.*}} : (tensor<?xf32>) -> tensor<f32>
  %n = dnd.inverse_batch %c : (tensor<?xf32>) -> tensor<f32>
  // CHECK: dnd.hyper "const.lambda" : tensor<f32>
  %h = dnd.hyper "const.lambda" : tensor<f32>
  // CHECK: dnd.hyper "lr" group 0 : tensor<f32>
  %lr = dnd.hyper "lr" group 0 : tensor<f32>
  %s = dnd.contract (%c, %n, %h) over [?] {maps = [affine_map<(b) -> (b)>, affine_map<(b) -> ()>, affine_map<(b) -> ()>], out_map = affine_map<(b) -> ()>} : (tensor<?xf32>, tensor<f32>, tensor<f32>) -> tensor<f32>
  dnd.return %s : tensor<f32>
}

// CHECK: dnd.recipe @Train for @Net objective @Loss settings {optimizer = {kind = "sgd"}} groups [{lr = 1.000000e-01 : f64, patterns = ["*"]}]
dnd.recipe @Train for @Net objective @Loss settings {optimizer = {kind = "sgd"}} groups [{patterns = ["*"], lr = 0.1}]

// CHECK-LABEL: dnd.network @Net.training
// CHECK-SAME: attributes {training_of = @Net}
dnd.network @Net.training(%x: tensor<?x4xf32> {dnd.name = "x"}) -> (tensor<?x4xf32> {dnd.name = "y"}) attributes {training_of = @Net} {
  dnd.return %x : tensor<?x4xf32>
}

// CHECK-LABEL: func.func @random
// CHECK-SAME: %{{.*}}: tensor<?x4xf32> {dnd.arg = #dnd.arg<input, 0, "x">}, %{{.*}}: tensor<f32> {dnd.arg = #dnd.arg<hyper, 3>}, %{{.*}}: tensor<i64> {dnd.arg = #dnd.arg<seed>}
func.func @random(%x: tensor<?x4xf32> {dnd.arg = #dnd.arg<input, 0, "x">}, %p: tensor<f32> {dnd.arg = #dnd.arg<hyper, 3>},
                  %seed: tensor<i64> {dnd.arg = #dnd.arg<seed>}, %step: tensor<i64> {dnd.arg = #dnd.arg<step>}) {
  // CHECK: %[[B:.*]] = dnd.noise bernoulli "keep"(%{{.*}}) like %{{.*}} : (tensor<f32>, tensor<?x4xf32>) -> tensor<?x4x2xf32>
  %0 = dnd.noise bernoulli "keep" (%p) like %x : (tensor<f32>, tensor<?x4xf32>) -> tensor<?x4x2xf32>
  // CHECK: dnd.noise uniform "u"(%{{.*}}, %{{.*}}) like %{{.*}} from %{{.*}}, %{{.*}} : (tensor<f32>, tensor<f32>, tensor<?x4xf32>, tensor<i64>, tensor<i64>) -> tensor<?xf32>
  %1 = dnd.noise uniform "u" (%p, %p) like %x from %seed, %step : (tensor<f32>, tensor<f32>, tensor<?x4xf32>, tensor<i64>, tensor<i64>) -> tensor<?xf32>
  // CHECK: dnd.by_mode training(%[[B]]) otherwise(%[[B]]) : tensor<?x4x2xf32>
  %2 = dnd.by_mode training (%0) otherwise (%0) : tensor<?x4x2xf32>
  return
}

// CHECK-LABEL: func.func @primitives
func.func @primitives(%w: tensor<3x2xf32>, %x: tensor<?x4xf32>, %t: tensor<3x2xi32>, %l: tensor<?xi32>, %g: tensor<?xf32>) {
  // CHECK: dnd.contract(%{{.*}}, %{{.*}}) tables(%{{.*}}) over [?, 3, 2] {coefficient = 2.000000e+00 : f64
  %0 = dnd.contract (%w, %x) tables(%t) over [?, 3, 2] {coefficient = 2.0, table_maps = [affine_map<(b,k,t) -> (k,t)>], maps = [affine_map<(b,k,t)[s] -> (k,t)>, affine_map<(b,k,t)[s] -> (b,s)>], out_map = affine_map<(b,k,t)[s] -> (b,k)>} : (tensor<3x2xf32>, tensor<?x4xf32>, tensor<3x2xi32>) -> tensor<?x3xf32>
  // CHECK: dnd.map affine(%{{.*}}) {maps = [#{{.*}}], params = array<f64: 2.000000e+00, 1.000000e+00>} : (tensor<?x4xf32>) -> tensor<?x4xf32>
  %1 = dnd.map affine (%x) {maps = [affine_map<(b,i) -> (b,i)>], params = array<f64: 2.0, 1.0>} : (tensor<?x4xf32>) -> tensor<?x4xf32>
  // CHECK: dnd.reduce max %{{.*}} dims [1] : (tensor<?x4xf32>) -> tensor<?xf32>
  %2 = dnd.reduce max %x dims [1] : (tensor<?x4xf32>) -> tensor<?xf32>
  // CHECK: dnd.first_extremum max %{{.*}} dims [1] : (tensor<?x4xf32>) -> tensor<?x4xf32>
  %3 = dnd.first_extremum max %x dims [1] : (tensor<?x4xf32>) -> tensor<?x4xf32>
  // CHECK: dnd.prod_others %{{.*}} dims [1] : (tensor<?x4xf32>) -> tensor<?x4xf32>
  %4 = dnd.prod_others %x dims [1] : (tensor<?x4xf32>) -> tensor<?x4xf32>
  // CHECK: dnd.reshape %{{.*}} : (tensor<?x4xf32>) -> tensor<?x2x2xf32>
  %5 = dnd.reshape %x : (tensor<?x4xf32>) -> tensor<?x2x2xf32>
  // CHECK: dnd.concat(%{{.*}}, %{{.*}}) dim 1 : (tensor<?x4xf32>, tensor<?x4xf32>) -> tensor<?x8xf32>
  %6 = dnd.concat (%x, %1) dim 1 : (tensor<?x4xf32>, tensor<?x4xf32>) -> tensor<?x8xf32>
  // CHECK: dnd.softmax %{{.*}} dim 1
  %7 = dnd.softmax %x dim 1 : (tensor<?x4xf32>) -> tensor<?x4xf32>
  // CHECK: dnd.log_softmax %{{.*}} dim 1
  %8 = dnd.log_softmax %x dim 1 : (tensor<?x4xf32>) -> tensor<?x4xf32>
  // CHECK: dnd.stop_gradient
  %9 = dnd.stop_gradient %x : (tensor<?x4xf32>) -> tensor<?x4xf32>
  // CHECK: dnd.batch_ones %{{.*}} : (tensor<?x4xf32>) -> tensor<?xf32>
  %10 = dnd.batch_ones %x : (tensor<?x4xf32>) -> tensor<?xf32>
  // CHECK: dnd.cross_entropy_grad %{{.*}}, %{{.*}}, %{{.*}} {label_smoothing = 1.000000e-01 : f64}
  %11 = dnd.cross_entropy_grad %x, %l, %g {label_smoothing = 0.1} : (tensor<?x4xf32>, tensor<?xi32>, tensor<?xf32>) -> tensor<?x4xf32>
  // CHECK: dnd.margin %{{.*}}, %{{.*}} : (tensor<?x4xf32>, tensor<?xi32>) -> tensor<?xf32>
  %12 = dnd.margin %x, %l : (tensor<?x4xf32>, tensor<?xi32>) -> tensor<?xf32>
  // CHECK: dnd.margin_grad
  %13 = dnd.margin_grad %x, %l, %g : (tensor<?x4xf32>, tensor<?xi32>, tensor<?xf32>) -> tensor<?x4xf32>
  // CHECK: dnd.one_hot %{{.*}} : (tensor<?xi32>) -> tensor<?x4xf32>
  %14 = dnd.one_hot %l : (tensor<?xi32>) -> tensor<?x4xf32>
  return
}

// CHECK-LABEL: func.func @forms
func.func @forms(%x: tensor<?x4xf32>, %A: tensor<3x4x4xf32>, %u: tensor<3x2x4xf32>, %s: tensor<3x2xf32>, %b: tensor<3xf32>, %t: tensor<3x2xi32>, %g: tensor<?x3xf32>, %T: tensor<?x2x4xf32>, %l: tensor<2xf32>) {
  // CHECK: dnd.low_rank_quadratic %{{.*}}, %{{.*}} times %{{.*}} scale %{{.*}} bias %{{.*}} axis 1
  %0 = dnd.low_rank_quadratic %x, %u times %u scale %s bias %b axis 1 : (tensor<?x4xf32>, tensor<3x2x4xf32>, tensor<3x2x4xf32>, tensor<3x2xf32>, tensor<3xf32>) -> tensor<?x3xf32>
  // CHECK: dnd.gather_contract %{{.*}}, %{{.*}}, %{{.*}} bias %{{.*}} : (tensor<?x4xf32>, tensor<3x2xi32>, tensor<3x2xf32>, tensor<3xf32>) -> tensor<?x3xf32>
  %1 = dnd.gather_contract %x, %t, %s bias %b : (tensor<?x4xf32>, tensor<3x2xi32>, tensor<3x2xf32>, tensor<3xf32>) -> tensor<?x3xf32>
  // CHECK: dnd.gather_contract_grad %{{.*}}, %{{.*}}, %{{.*}} : (tensor<?x4xf32>, tensor<3x2xi32>, tensor<?x3xf32>) -> tensor<3x2xf32>
  %2 = dnd.gather_contract_grad %x, %t, %g : (tensor<?x4xf32>, tensor<3x2xi32>, tensor<?x3xf32>) -> tensor<3x2xf32>
  // CHECK: dnd.quadratic_weight_grad %{{.*}}, %{{.*}} axis 1
  %3 = dnd.quadratic_weight_grad %x, %g axis 1 : (tensor<?x4xf32>, tensor<?x3xf32>) -> tensor<3x4x4xf32>
  // CHECK: dnd.dendritic_fusion %{{.*}}, %{{.*}} bias %{{.*}} scale %{{.*}} : (tensor<?x2x4xf32>, tensor<3x2x4xf32>, tensor<3x2x4xf32>, tensor<2xf32>) -> tensor<?x3xf32>
  %4 = dnd.dendritic_fusion %T, %u bias %u scale %l : (tensor<?x2x4xf32>, tensor<3x2x4xf32>, tensor<3x2x4xf32>, tensor<2xf32>) -> tensor<?x3xf32>
  return
}
