// Entry functions, their arguments and results, twins, the descriptor.
// RUN: dnd-opt %s -dnd-build-entry-points -canonicalize -cse | FileCheck %s
// RUN: dnd-opt %s -dnd-build-entry-points | dnd-opt | FileCheck %s --check-prefix=META
// RUN: dnd-opt %s -dnd-build-entry-points=twins=0 | FileCheck %s --check-prefix=SINGLE

// META: dnd.meta = {
// META-SAME: groups = [{frozen = false, optimizer = {lr = 1.000000e-01 : f64, momentum = 0.000000e+00 : f64, weight_decay = 0.000000e+00 : f64}, patterns = ["*"]}, {frozen = false, optimizer = {lr = {times = 1.000000e+01 : f64}}, patterns = ["*.b"]}]
// META-SAME: hyper = [{group = 0 : i64, name = "lr"}, {group = 0 : i64, name = "weight_decay"}, {group = 1 : i64, name = "lr"}, {group = 1 : i64, name = "weight_decay"}, {group = -1 : i64, name = "const.lambda"}]
// META-SAME: inputs = [{dtype = "f32", name = "image", shape = [4]}]
// META-SAME: layers = [{kind = "dense", path = "fc"}]
// META-SAME: network = "Net"
// META-SAME: outputs = [{kind = "{{logits|values}}", name = "logits", shape = [3]}]
// META-SAME: params = [{frozen = false, group = 0 : i64, init = {fn = "zeros"}, live = 6 : i64, loc = "net.dnd:4:3", mask = 0 : i64, path = "fc.w", shape = [3, 4], slots = [], symmetric = false}, {frozen = false, group = 1 : i64, {{.*}}path = "fc.b", {{.*}}{frozen = false, group = 0 : i64, {{.*}}path = "unused"
// META-SAME: recipe = {batch = 8 : i64, constants = {lambda = 5.000000e-01 : f64}, optimizer = {kind = "sgd"}}
// META-SAME: tables = [{dtype = "f32", gen = {fn = "random_mask"}, {{.*}}path = "fc.m", range = 2 : i64, shape = [3, 4]}]
// META-SAME: targets = [{classes = 3 : i64, dtype = "i32", kind = "label", name = "label"}]

// SINGLE-NOT: _f64
// SINGLE-NOT: dnd.param "
// SINGLE-NOT: dnd.network

// Only what it needs: no mask, no unused parameter.
// CHECK-LABEL: func.func @forward(
// CHECK-SAME: tensor<?x4xf32> {dnd.arg = #dnd.arg<input, 0, "image">}
// CHECK-SAME: tensor<3x4xf32> {dnd.arg = #dnd.arg<param, 0, "fc.w">}
// CHECK-SAME: tensor<3xf32> {dnd.arg = #dnd.arg<param, 1, "fc.b">})
// CHECK-SAME: -> (tensor<?x3xf32> {dnd.arg = #dnd.arg<output, 0, "logits">})

// CHECK-LABEL: func.func @forward_f64(
// CHECK-SAME: tensor<?x4xf64>
// CHECK-NOT: f32
// CHECK: return

// The gradient is masked; the unused parameter's is zero.
// CHECK-LABEL: func.func @grad_cotangent(
// CHECK-SAME: %[[X:[a-z0-9]*]]: tensor<?x4xf32>
// CHECK-SAME: %[[W:[a-z0-9]*]]: tensor<3x4xf32>
// CHECK-SAME: %[[B:[a-z0-9]*]]: tensor<3xf32>
// CHECK-SAME: %[[M:[a-z0-9]*]]: tensor<3x4xf32> {dnd.arg = #dnd.arg<table, 0
// CHECK-SAME: %[[G:[a-z0-9]*]]: tensor<?x3xf32> {dnd.arg = #dnd.arg<cotangent, 0
// CHECK-SAME: -> (tensor<?x3xf32> {dnd.arg = #dnd.arg<output, 0
// CHECK-SAME: tensor<3x4xf32> {dnd.arg = #dnd.arg<param_grad, 0
// CHECK-SAME: tensor<3xf32> {dnd.arg = #dnd.arg<param_grad, 1
// CHECK-SAME: tensor<2xf32> {dnd.arg = #dnd.arg<param_grad, 2
// CHECK-SAME: tensor<?x4xf32> {dnd.arg = #dnd.arg<input_grad, 0
// CHECK: %[[Z:.*]] = dnd.constant dense<0.000000e+00> : tensor<2xf64> to tensor<2xf32>
// CHECK: %[[RAW:.*]] = dnd.contract(%[[X]], %[[G]])
// CHECK: %[[DW:.*]] = dnd.map mul(%[[RAW]], %[[M]])
// CHECK: return %{{.*}}, %[[DW]], %{{.*}}, %[[Z]], %{{.*}} :

// CHECK-LABEL: func.func @grad_cotangent_f64(
// CHECK: dnd.constant dense<0.000000e+00> : tensor<2xf64>

// CHECK-LABEL: func.func @eval_step(
// CHECK-SAME: tensor<?xi32> {dnd.arg = #dnd.arg<target, 0, "label">}
// CHECK-SAME: tensor<f32> {dnd.arg = #dnd.arg<hyper, 4, "const.lambda">})
// CHECK-SAME: -> (tensor<?x3xf32> {dnd.arg = #dnd.arg<output, 0, "logits">}, tensor<f32> {dnd.arg = #dnd.arg<loss>})

// CHECK-LABEL: func.func @grad_loss(
// CHECK-SAME: dnd.arg = #dnd.arg<loss
// CHECK-SAME: dnd.arg = #dnd.arg<param_grad
// CHECK-SAME: dnd.arg = #dnd.arg<input_grad

// CHECK-LABEL: func.func @grad_loss_f64(

// The step: outputs, loss, new parameters; the update of w is behind every
// other reader of w, and its gradient right before it.
// CHECK-LABEL: func.func @train_step(
// CHECK-SAME: %[[W:[a-z0-9]*]]: tensor<3x4xf32> {dnd.arg = #dnd.arg<param, 0
// CHECK-SAME: %[[LR:[a-z0-9]*]]: tensor<f32> {dnd.arg = #dnd.arg<hyper, 0, "lr.0">}
// CHECK-SAME: -> (tensor<?x3xf32> {dnd.arg = #dnd.arg<output, 0, {{.*}}, tensor<f32> {dnd.arg = #dnd.arg<loss>{{.*}}, tensor<3x4xf32> {dnd.arg = #dnd.arg<param, 0, "fc.w">}, tensor<3xf32> {dnd.arg = #dnd.arg<param, 1, "fc.b">})
// CHECK-NOT: unused
// CHECK: %[[STEP:.*]] = dnd.map mul(%[[LR]], %{{.*}}) {{.*}} -> tensor<3x4xf32>
// CHECK-NEXT: %[[NEW:.*]] = dnd.map sub(%[[W]], %[[STEP]])
// CHECK-NOT: %[[W]]
// CHECK: return %{{.*}}, %{{.*}}, %[[NEW]], %{{.*}} :
// CHECK-NOT: @train_step_f64

#bji = affine_map<(b, j, i) -> (b, i)>
dnd.network @Net(%x: tensor<?x4xf32> {dnd.name = "image"}) -> (tensor<?x3xf32> {dnd.name = "logits"}) attributes {layers = [{path = "fc", kind = "dense"}]} {
  %m = dnd.table "fc.m" gen = {fn = "random_mask"} range = 2 : tensor<3x4xf32>
  %w = dnd.param "fc.w" init = {fn = "zeros"} live = 6 mask = "fc.m" : tensor<3x4xf32> loc("fc"("net.dnd":4:3))
  %b = dnd.param "fc.b" init = {fn = "zeros"} live = 3 : tensor<3xf32>
  %u = dnd.param "unused" init = {fn = "ones"} live = 2 : tensor<2xf32>
  %p = dnd.contract (%w, %x) over [?, 3, 4] {maps = [affine_map<(b, j, i) -> (j, i)>, #bji], out_map = affine_map<(b, j, i) -> (b, j)>} : (tensor<3x4xf32>, tensor<?x4xf32>) -> tensor<?x3xf32>
  %y = dnd.map add (%p, %b) {maps = [affine_map<(b, j) -> (b, j)>, affine_map<(b, j) -> (j)>]} : (tensor<?x3xf32>, tensor<3xf32>) -> tensor<?x3xf32>
  dnd.return %y : tensor<?x3xf32>
}
dnd.objective @Loss(%y: tensor<?x3xf32> {dnd.name = "logits"}, %l: tensor<?xi32> {dnd.name = "label", dnd.classes = 3 : i64}) -> tensor<f32> {
  %c = dnd.cross_entropy %y, %l : (tensor<?x3xf32>, tensor<?xi32>) -> tensor<?xf32>
  %n = dnd.inverse_batch %c : (tensor<?xf32>) -> tensor<f32>
  %h = dnd.hyper "const.lambda" : tensor<f32>
  %s = dnd.contract (%c, %n, %h) over [?] {maps = [affine_map<(b) -> (b)>, affine_map<(b) -> ()>, affine_map<(b) -> ()>], out_map = affine_map<(b) -> ()>} : (tensor<?xf32>, tensor<f32>, tensor<f32>) -> tensor<f32>
  dnd.return %s : tensor<f32>
}
dnd.recipe @Train for @Net objective @Loss
  settings {optimizer = {kind = "sgd"}, batch = 8, constants = {lambda = 0.5}}
  groups [{patterns = ["*"], lr = 0.1}, {patterns = ["*.b"], lr = {times = 10.0}}]
