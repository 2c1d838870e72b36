// One network for each mode; what only the other mode needs goes, names stay.
// RUN: dnd-opt %s -dnd-resolve-modes | FileCheck %s
// RUN: dnd-opt %s -dnd-resolve-modes -dnd-build-entry-points=twins=0 -cse | FileCheck %s --check-prefix=ENTRY

// CHECK-LABEL: dnd.network @N(
// CHECK-SAME: %[[X:.*]]: tensor<?x4xf32> {dnd.name = "x"}) -> (tensor<?x4xf32> {dnd.name = "y"}) {
// CHECK: %[[P:.*]] = dnd.param "g"
// CHECK: %[[S:.*]] = dnd.state "mean" init = {fn = "zeros"} : tensor<4xf32>
// CHECK-NOT: dnd.noise
// CHECK-NOT: dnd.update
// CHECK: %[[Y:.*]] = dnd.map sub(%[[X]], %[[S]])
// CHECK-NEXT: dnd.return %[[Y]]

// CHECK-LABEL: dnd.network @N.training(
// CHECK-SAME: attributes {training_of = @N}
// CHECK: dnd.param "g"
// CHECK: %[[OLD:.*]] = dnd.state "mean"
// CHECK: %[[NEW:.*]] = dnd.map add(%[[OLD]],
// CHECK: dnd.update "mean" %[[NEW]] : tensor<4xf32>
// CHECK: %[[K:.*]] = dnd.noise bernoulli "keep"(%{{.*}}) like %{{.*}} : (tensor<f32>, tensor<?x4xf32>) -> tensor<?x4xf32>
// CHECK: %[[T:.*]] = dnd.map mul(%{{.*}}, %[[K]])
// CHECK-NEXT: dnd.return %[[T]]

// The same in both modes: one network.
// CHECK-LABEL: dnd.network @Same(
// CHECK: dnd.noise normal "n"(
// CHECK-NOT: Same.training

// ENTRY: dnd.meta = {{{.*}}states = [{init = {fn = "zeros"}, loc = "{{[^"]*}}", path = "mean", shape = [4]}]
// ENTRY-LABEL: func.func @forward(
// ENTRY-SAME: tensor<?x4xf32> {dnd.arg = #dnd.arg<input, 0, "x">}, %{{.*}}: tensor<4xf32> {dnd.arg = #dnd.arg<state, 0, "mean">})
// ENTRY-LABEL: func.func @forward_training(
// ENTRY-SAME: %[[SEED:[a-z0-9]*]]: tensor<i64> {dnd.arg = #dnd.arg<seed>}, %[[STEP:[a-z0-9]*]]: tensor<i64> {dnd.arg = #dnd.arg<step>})
// ENTRY-SAME: -> (tensor<?x4xf32> {dnd.arg = #dnd.arg<output, 0, "y">})
// ENTRY: dnd.noise bernoulli "keep"(%{{.*}}) like %{{.*}} from %[[SEED]], %[[STEP]] :
// ENTRY-LABEL: func.func @grad_cotangent(
// ENTRY-LABEL: func.func @grad_cotangent_training(
// ENTRY-LABEL: func.func @eval_step(
// ENTRY-LABEL: func.func @grad_loss(
// The parameter matters in neither mode; states have no gradient.
// ENTRY-SAME: -> (tensor<?x4xf32> {dnd.arg = #dnd.arg<output, 0, "y">}, tensor<f32> {dnd.arg = #dnd.arg<loss>}, tensor<4xf32> {dnd.arg = #dnd.arg<param_grad, 0, "g">}, tensor<?x4xf32> {dnd.arg = #dnd.arg<input_grad, 0, "x">})
// ENTRY-LABEL: func.func @grad_loss_training(
// ENTRY-LABEL: func.func @train_step(
// ENTRY-SAME: %[[MEAN:[a-z0-9]*]]: tensor<4xf32> {dnd.arg = #dnd.arg<state, 0, "mean">}
// ENTRY-SAME: -> (tensor<?x4xf32> {dnd.arg = #dnd.arg<output, 0, "y">}, tensor<f32> {dnd.arg = #dnd.arg<loss>}, tensor<4xf32> {dnd.arg = #dnd.arg<state, 0, "mean">})
// ENTRY: %[[UPDATED:.*]] = dnd.map add(%[[MEAN]],
// ENTRY: return %{{.*}}, %{{.*}}, %[[UPDATED]] :

#bi = affine_map<(b, i) -> (b, i)>
#i = affine_map<(b, i) -> (i)>
dnd.network @N(%x: tensor<?x4xf32> {dnd.name = "x"}) -> (tensor<?x4xf32> {dnd.name = "y"}) {
  %g = dnd.param "g" init = {fn = "ones"} live = 4 : tensor<4xf32>
  %mean = dnd.state "mean" init = {fn = "zeros"} : tensor<4xf32>
  %n = dnd.inverse_batch %x : (tensor<?x4xf32>) -> tensor<f32>
  %m = dnd.contract (%x, %n) over [?, 4] {maps = [#bi, affine_map<(b, i) -> ()>], out_map = #i} : (tensor<?x4xf32>, tensor<f32>) -> tensor<4xf32>
  %sum = dnd.map add (%mean, %m) {maps = [affine_map<(i) -> (i)>, affine_map<(i) -> (i)>]} : (tensor<4xf32>, tensor<4xf32>) -> tensor<4xf32>
  dnd.update "mean" %sum : tensor<4xf32>
  %p = dnd.constant dense<0.5> : tensor<f32>
  %keep = dnd.noise bernoulli "keep" (%p) like %x : (tensor<f32>, tensor<?x4xf32>) -> tensor<?x4xf32>
  %used = dnd.by_mode training (%m) otherwise (%mean) : tensor<4xf32>
  %c = dnd.map sub (%x, %used) {maps = [#bi, #i]} : (tensor<?x4xf32>, tensor<4xf32>) -> tensor<?x4xf32>
  %dropped = dnd.map mul (%c, %keep) {maps = [#bi, #bi]} : (tensor<?x4xf32>, tensor<?x4xf32>) -> tensor<?x4xf32>
  %y = dnd.by_mode training (%dropped) otherwise (%c) : tensor<?x4xf32>
  dnd.return %y : tensor<?x4xf32>
}

dnd.network @Same(%x: tensor<?x4xf32> {dnd.name = "x"}) -> (tensor<?x4xf32> {dnd.name = "y"}) {
  %zero = dnd.constant dense<0.0> : tensor<f32>
  %one = dnd.constant dense<1.0> : tensor<f32>
  %n = dnd.noise normal "n" (%zero, %one) like %x : (tensor<f32>, tensor<f32>, tensor<?x4xf32>) -> tensor<?x4xf32>
  %y = dnd.map add (%x, %n) {maps = [#bi, #bi]} : (tensor<?x4xf32>, tensor<?x4xf32>) -> tensor<?x4xf32>
  dnd.return %y : tensor<?x4xf32>
}

dnd.objective @L(%y: tensor<?x4xf32> {dnd.name = "y"}) -> tensor<f32> {
  %n = dnd.inverse_batch %y : (tensor<?x4xf32>) -> tensor<f32>
  %s = dnd.contract (%y, %n) over [?, 4] {maps = [#bi, affine_map<(b, i) -> ()>], out_map = affine_map<(b, i) -> ()>} : (tensor<?x4xf32>, tensor<f32>) -> tensor<f32>
  dnd.return %s : tensor<f32>
}
dnd.recipe @T for @N objective @L settings {optimizer = {kind = "sgd"}} groups [{patterns = ["*"], lr = 0.1}]
