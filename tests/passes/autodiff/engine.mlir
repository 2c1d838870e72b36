// The engine: what is needed and no more, sums in a fixed order.
// RUN: dnd-opt %s -dnd-differentiate | FileCheck %s

#bi = affine_map<(b, i) -> (b, i)>
#bji_w = affine_map<(b, j, i) -> (j, i)>
#bji_x = affine_map<(b, j, i) -> (b, i)>
#bji_y = affine_map<(b, j, i) -> (b, j)>

// The adjoint of an input of a contract is a contract; nothing for x.
// CHECK-DAG: #[[X:.*]] = affine_map<(d0, d1, d2) -> (d0, d2)>
// CHECK-DAG: #[[Y:.*]] = affine_map<(d0, d1, d2) -> (d0, d1)>
// CHECK-DAG: #[[W:.*]] = affine_map<(d0, d1, d2) -> (d1, d2)>
// CHECK-LABEL: func.func @dense
// CHECK-SAME: (%[[w:.*]]: tensor<3x4xf32>, %[[x:.*]]: tensor<?x4xf32>, %[[g:.*]]: tensor<?x3xf32>) -> (tensor<?x3xf32>, tensor<3x4xf32>)
// CHECK-NEXT: %[[y:.*]] = dnd.contract(%[[w]], %[[x]])
// CHECK-NEXT: %[[dw:.*]] = dnd.contract(%[[x]], %[[g]]) {{.*}}maps = [#[[X]], #[[Y]]], out_map = #[[W]]} : (tensor<?x4xf32>, tensor<?x3xf32>) -> tensor<3x4xf32>
// CHECK-NEXT: return %[[y]], %[[dw]]
func.func @dense(%w: tensor<3x4xf32>, %x: tensor<?x4xf32>) -> tensor<?x3xf32> attributes {dnd.differentiate = [0]} {
  %y = dnd.contract (%w, %x) over [?, 3, 4] {maps = [#bji_w, #bji_x], out_map = #bji_y} : (tensor<3x4xf32>, tensor<?x4xf32>) -> tensor<?x3xf32>
  return %y : tensor<?x3xf32>
}

// A square is one adjoint, twice as large.
// CHECK-LABEL: func.func @square
// CHECK: %[[s:.*]] = dnd.contract
// CHECK-NEXT: %[[dx:.*]] = dnd.contract(%{{.*}}, %{{.*}}) over [?, 4] {coefficient = 2.000000e+00 : f64
// CHECK-NEXT: return %[[s]], %[[dx]]
func.func @square(%x: tensor<?x4xf32>) -> tensor<?xf32> attributes {dnd.differentiate = [0]} {
  %y = dnd.contract (%x, %x) over [?, 4] {maps = [#bi, #bi], out_map = affine_map<(b, i) -> (b)>} : (tensor<?x4xf32>, tensor<?x4xf32>) -> tensor<?xf32>
  return %y : tensor<?xf32>
}

// The side of a ramp is known by its result, which the next layer keeps anyway; by its argument where the slope is not positive.
// CHECK-LABEL: func.func @ramps
// CHECK-SAME: (%[[x:.*]]: tensor<?x4xf32>, %{{.*}}: tensor<?x4xf32>)
// CHECK: %[[r:.*]] = dnd.map relu(%[[x]])
// CHECK-NEXT: %[[l:.*]] = dnd.map leaky_relu(%[[r]])
// CHECK-NEXT: %[[m:.*]] = dnd.map leaky_relu(%[[l]])
// CHECK-DAG: dnd.map step(%[[l]])
// CHECK-DAG: dnd.map step(%[[l]])
// CHECK-DAG: dnd.map step(%[[r]])
// CHECK-NOT: dnd.map step(%[[x]])
// CHECK-NOT: dnd.map step(%[[m]])
// CHECK: return
func.func @ramps(%x: tensor<?x4xf32>) -> tensor<?x4xf32> attributes {dnd.differentiate = [0]} {
  %r = dnd.map relu(%x) {maps = [#bi]} : (tensor<?x4xf32>) -> tensor<?x4xf32>
  %l = dnd.map leaky_relu(%r) {maps = [#bi], params = array<f64: 0.1>} : (tensor<?x4xf32>) -> tensor<?x4xf32>
  %m = dnd.map leaky_relu(%l) {maps = [#bi], params = array<f64: -0.1>} : (tensor<?x4xf32>) -> tensor<?x4xf32>
  return %m : tensor<?x4xf32>
}

// Two uses: one sum. A dead branch and a stopped one add nothing.
// CHECK-LABEL: func.func @uses
// CHECK-SAME: (%[[x:.*]]: tensor<?x4xf32>, %[[g:.*]]: tensor<?x4xf32>)
// CHECK: %[[a:.*]] = dnd.map exp(%[[x]])
// CHECK: %[[y:.*]] = dnd.map sub
// CHECK-NEXT: %[[n:.*]] = dnd.map affine(%[[g]]) {{.*}}params = array<f64: -1.000000e+00, 0.000000e+00>
// CHECK-NEXT: %[[e:.*]] = dnd.map mul(%[[g]], %[[a]])
// CHECK-NEXT: %[[dx:.*]] = dnd.map add(%[[n]], %[[e]])
// CHECK-NEXT: return %{{.*}}, %[[dx]]
func.func @uses(%x: tensor<?x4xf32>) -> tensor<?x4xf32> attributes {dnd.differentiate = [0]} {
  %dead = dnd.map sin (%x) {maps = [#bi]} : (tensor<?x4xf32>) -> tensor<?x4xf32>
  %a = dnd.map exp (%x) {maps = [#bi]} : (tensor<?x4xf32>) -> tensor<?x4xf32>
  %s = dnd.stop_gradient %x : (tensor<?x4xf32>) -> tensor<?x4xf32>
  %b = dnd.map mul (%s, %s) {maps = [#bi, #bi]} : (tensor<?x4xf32>, tensor<?x4xf32>) -> tensor<?x4xf32>
  %c = dnd.map add (%a, %b) {maps = [#bi, #bi]} : (tensor<?x4xf32>, tensor<?x4xf32>) -> tensor<?x4xf32>
  %y = dnd.map sub (%c, %x) {maps = [#bi, #bi]} : (tensor<?x4xf32>, tensor<?x4xf32>) -> tensor<?x4xf32>
  return %y : tensor<?x4xf32>
}

// Nothing depends on w: its gradient is zero. A mean brings the batch back.
// CHECK-LABEL: func.func @mean
// CHECK-SAME: (%[[x:.*]]: tensor<?xf32>, %[[w:.*]]: tensor<2xf32>, %[[g:.*]]: tensor<f32>)
// CHECK: %[[n:.*]] = dnd.inverse_batch %[[x]]
// CHECK: %[[m:.*]] = dnd.contract
// CHECK-NEXT: %[[ones:.*]] = dnd.batch_ones %[[x]]
// CHECK-NEXT: %[[dx:.*]] = dnd.contract(%[[n]], %[[g]], %[[ones]])
// CHECK-NEXT: %[[dw:.*]] = dnd.constant dense<0.000000e+00> : tensor<2xf64> to tensor<2xf32>
// CHECK-NEXT: return %[[m]], %[[dx]], %[[dw]]
func.func @mean(%x: tensor<?xf32>, %w: tensor<2xf32>) -> tensor<f32> attributes {dnd.differentiate = [0, 1]} {
  %n = dnd.inverse_batch %x : (tensor<?xf32>) -> tensor<f32>
  %m = dnd.contract (%x, %n) over [?] {maps = [affine_map<(b) -> (b)>, affine_map<(b) -> ()>], out_map = affine_map<(b) -> ()>} : (tensor<?xf32>, tensor<f32>) -> tensor<f32>
  return %m : tensor<f32>
}
