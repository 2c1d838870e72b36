// The update formulas of each optimiser.
// RUN: dnd-opt %s -split-input-file -dnd-build-entry-points=twins=0 | FileCheck %s

// SGD, momentum, Nesterov: g' = g + wd w; v = mu v + g'; w -= lr (g' + mu v).
// CHECK-LABEL: func.func @train_step(
// CHECK-SAME: %[[W:[a-z0-9]*]]: tensor<4xf32> {dnd.arg = #dnd.arg<param, 0
// CHECK-SAME: %[[V:[a-z0-9]*]]: tensor<4xf32> {dnd.arg = #dnd.arg<slot, 0, "w.v">}
// CHECK-SAME: %[[LR:[a-z0-9]*]]: tensor<f32> {dnd.arg = #dnd.arg<hyper, {{[0-9]+}}, "lr.0">}
// CHECK-SAME: %[[WD:[a-z0-9]*]]: tensor<f32> {dnd.arg = #dnd.arg<hyper, {{[0-9]+}}, "weight_decay.0">}
// CHECK-SAME: %[[MU:[a-z0-9]*]]: tensor<f32> {dnd.arg = #dnd.arg<hyper, {{[0-9]+}}, "momentum.0">}
// CHECK-SAME: dnd.arg = #dnd.arg<param, 0, "w">}, tensor<4xf32> {dnd.arg = #dnd.arg<slot, 0, "w.v">})
// CHECK: %[[DECAY:.*]] = dnd.map mul(%[[WD]], %[[W]])
// CHECK: %[[G:.*]] = dnd.map add(%{{.*}}, %[[DECAY]])
// CHECK: %[[OLD:.*]] = dnd.map mul(%[[MU]], %[[V]])
// CHECK: %[[NEWV:.*]] = dnd.map add(%[[OLD]], %[[G]])
// CHECK: %[[AHEAD:.*]] = dnd.map mul(%[[MU]], %[[NEWV]])
// CHECK: %[[STEP:.*]] = dnd.map add(%[[G]], %[[AHEAD]])
// CHECK: %[[SCALED:.*]] = dnd.map mul(%[[LR]], %[[STEP]])
// CHECK: %[[NEWW:.*]] = dnd.map sub(%[[W]], %[[SCALED]])
// CHECK: return %{{.*}}, %{{.*}}, %[[NEWW]], %[[NEWV]] :
dnd.network @N(%x: tensor<?x4xf32> {dnd.name = "x"}) -> (tensor<?xf32> {dnd.name = "y"}) {
  %w = dnd.param "w" init = {fn = "zeros"} live = 4 : tensor<4xf32>
  %y = dnd.contract (%w, %x) over [?, 4] {maps = [affine_map<(b, i) -> (i)>, affine_map<(b, i) -> (b, i)>], out_map = affine_map<(b, i) -> (b)>} : (tensor<4xf32>, tensor<?x4xf32>) -> tensor<?xf32>
  dnd.return %y : tensor<?xf32>
}
dnd.objective @L(%y: tensor<?xf32> {dnd.name = "y"}) -> tensor<f32> {
  %s = dnd.contract (%y) over [?] {maps = [affine_map<(b) -> (b)>], out_map = affine_map<(b) -> ()>} : (tensor<?xf32>) -> tensor<f32>
  dnd.return %s : tensor<f32>
}
dnd.recipe @T for @N objective @L settings {optimizer = {kind = "sgd", nesterov = true}} groups [{patterns = ["*"], lr = 0.1, momentum = 0.9}]

// -----

// AdamW, eps after the correction: w -= lr wd w, then
// w -= lr/bias1 m / (sqrt(v)/sqrt(bias2) + eps).
// CHECK: hyper = [{group = 0 : i64, name = "lr"}, {group = 0 : i64, name = "weight_decay"}, {group = 0 : i64, name = "beta1"}, {group = 0 : i64, name = "beta2"}, {group = 0 : i64, name = "eps"}, {group = 0 : i64, name = "bias1"}, {group = 0 : i64, name = "bias2"}]
// CHECK-SAME: slots = ["m", "v"]
// CHECK-LABEL: func.func @train_step(
// CHECK-SAME: %[[W:[a-z0-9]*]]: tensor<4xf32> {dnd.arg = #dnd.arg<param, 0
// CHECK-SAME: %[[M:[a-z0-9]*]]: tensor<4xf32> {dnd.arg = #dnd.arg<slot, 0
// CHECK-SAME: %[[V:[a-z0-9]*]]: tensor<4xf32> {dnd.arg = #dnd.arg<slot, 1
// CHECK-SAME: %[[LR:[a-z0-9]*]]: tensor<f32> {dnd.arg = #dnd.arg<hyper, {{[0-9]+}}, "lr.0">}
// CHECK-SAME: %[[WD:[a-z0-9]*]]: tensor<f32> {dnd.arg = #dnd.arg<hyper, {{[0-9]+}}, "weight_decay.0">}
// CHECK-SAME: %[[B1:[a-z0-9]*]]: tensor<f32> {dnd.arg = #dnd.arg<hyper, {{[0-9]+}}, "beta1.0">}
// CHECK-SAME: %[[B2:[a-z0-9]*]]: tensor<f32> {dnd.arg = #dnd.arg<hyper, {{[0-9]+}}, "beta2.0">}
// CHECK-SAME: %[[EPS:[a-z0-9]*]]: tensor<f32> {dnd.arg = #dnd.arg<hyper, {{[0-9]+}}, "eps.0">}
// CHECK-SAME: %[[BIAS1:[a-z0-9]*]]: tensor<f32> {dnd.arg = #dnd.arg<hyper, {{[0-9]+}}, "bias1.0">}
// CHECK-SAME: %[[BIAS2:[a-z0-9]*]]: tensor<f32> {dnd.arg = #dnd.arg<hyper, {{[0-9]+}}, "bias2.0">}
// CHECK: %[[DECAY:.*]] = dnd.map mul(%[[LR]], %[[WD]])
// CHECK: %[[KEEP:.*]] = dnd.map affine(%[[DECAY]])
// CHECK: %[[W1:.*]] = dnd.map mul(%[[KEEP]], %[[W]])
// CHECK: dnd.map mul(%[[B1]], %[[M]])
// CHECK: %[[NEWM:.*]] = dnd.map add
// CHECK: dnd.map mul(%[[B2]], %[[V]])
// CHECK: %[[NEWV:.*]] = dnd.map add
// CHECK: %[[ROOT:.*]] = dnd.map sqrt(%[[BIAS2]])
// CHECK: %[[INV:.*]] = dnd.map powi(%[[ROOT]])
// CHECK: %[[RATE:.*]] = dnd.map div(%[[LR]], %[[BIAS1]])
// CHECK: %[[SQRT:.*]] = dnd.map sqrt(%[[NEWV]])
// CHECK: %[[HAT:.*]] = dnd.map mul(%[[SQRT]], %[[INV]])
// CHECK: %[[DEN:.*]] = dnd.map add(%[[EPS]], %[[HAT]])
// CHECK: %[[QUOT:.*]] = dnd.map div(%[[NEWM]], %[[DEN]])
// CHECK: %[[STEP:.*]] = dnd.map mul(%[[RATE]], %[[QUOT]])
// CHECK: %[[NEWW:.*]] = dnd.map sub(%[[W1]], %[[STEP]])
// CHECK: return %{{.*}}, %{{.*}}, %[[NEWW]], %[[NEWM]], %[[NEWV]] :
dnd.network @N(%x: tensor<?x4xf32> {dnd.name = "x"}) -> (tensor<?xf32> {dnd.name = "y"}) {
  %w = dnd.param "w" init = {fn = "zeros"} live = 4 : tensor<4xf32>
  %y = dnd.contract (%w, %x) over [?, 4] {maps = [affine_map<(b, i) -> (i)>, affine_map<(b, i) -> (b, i)>], out_map = affine_map<(b, i) -> (b)>} : (tensor<4xf32>, tensor<?x4xf32>) -> tensor<?xf32>
  dnd.return %y : tensor<?xf32>
}
dnd.objective @L(%y: tensor<?xf32> {dnd.name = "y"}) -> tensor<f32> {
  %s = dnd.contract (%y) over [?] {maps = [affine_map<(b) -> (b)>], out_map = affine_map<(b) -> ()>} : (tensor<?xf32>) -> tensor<f32>
  dnd.return %s : tensor<f32>
}
dnd.recipe @T for @N objective @L settings {optimizer = {kind = "adamw"}} groups [{patterns = ["*"]}]

// -----

// A frozen group has no slots and no update; Keras' eps is added to sqrt(v).
// CHECK: path = "a", {{.*}}slots = ["m", "v"]{{.*}}frozen = true, {{.*}}path = "f", {{.*}}slots = []
// CHECK-LABEL: func.func @train_step(
// CHECK-SAME: -> (tensor<?xf32> {{.*}}, tensor<f32> {{.*}}, tensor<4xf32> {dnd.arg = #dnd.arg<param, 0, "a">}, tensor<4xf32> {dnd.arg = #dnd.arg<slot, 0, "a.m">}, tensor<4xf32> {dnd.arg = #dnd.arg<slot, 1, "a.v">}) {
// CHECK: %[[ROOT:.*]] = dnd.map sqrt(%{{.*}}) {{.*}} -> tensor<f32>
// CHECK: %[[RATE:.*]] = dnd.map div
// CHECK: %[[V:.*]] = dnd.map sqrt(%{{.*}}) {{.*}} -> tensor<4xf32>
// CHECK: dnd.map mul(%[[RATE]], %[[ROOT]])
// CHECK: dnd.map add(%{{.*}}, %[[V]])
dnd.network @N(%x: tensor<?x4xf32> {dnd.name = "x"}) -> (tensor<?xf32> {dnd.name = "y"}) {
  %w = dnd.param "a" init = {fn = "zeros"} live = 4 : tensor<4xf32>
  %f = dnd.param "f" init = {fn = "zeros"} live = 4 : tensor<4xf32>
  %y = dnd.contract (%w, %f, %x) over [?, 4] {maps = [affine_map<(b, i) -> (i)>, affine_map<(b, i) -> (i)>, affine_map<(b, i) -> (b, i)>], out_map = affine_map<(b, i) -> (b)>} : (tensor<4xf32>, tensor<4xf32>, tensor<?x4xf32>) -> tensor<?xf32>
  dnd.return %y : tensor<?xf32>
}
dnd.objective @L(%y: tensor<?xf32> {dnd.name = "y"}) -> tensor<f32> {
  %s = dnd.contract (%y) over [?] {maps = [affine_map<(b) -> (b)>], out_map = affine_map<(b) -> ()>} : (tensor<?xf32>) -> tensor<f32>
  dnd.return %s : tensor<f32>
}
dnd.recipe @T for @N objective @L settings {optimizer = {kind = "adam", keras_eps = true}} groups [{patterns = ["*"]}, {patterns = ["f"], frozen = true}]
