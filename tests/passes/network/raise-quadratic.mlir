// Every spelling of x'Ax + w.x + b becomes the same op.
// RUN: dnd-opt %s -dnd-raise 2>%t.remarks | FileCheck %s
// RUN: FileCheck %s --check-prefix=REMARK < %t.remarks

#bji = affine_map<(b, j, i) -> (b, j, i)>
#bj = affine_map<(b, j) -> (b, j)>
#j = affine_map<(b, j) -> (j)>

// Two sums in one equation.
// CHECK-LABEL: dnd.network @OneContract
// CHECK: %[[A:.*]] = dnd.param "A"
// CHECK: %[[Y:.*]] = dnd.quadratic %{{.*}}, %[[A]] axis 1
// CHECK-NEXT: dnd.return %[[Y]]
// REMARK: remark: recognised dnd.quadratic: 3 outputs of 5 inputs [raise]
dnd.network @OneContract(%x: tensor<?x5xf32> {dnd.name = "x"}) -> (tensor<?x3xf32> {dnd.name = "y"}) {
  %A = dnd.param "A" init = {fn = "zeros"} live = 75 : tensor<3x5x5xf32>
  %y = dnd.contract (%A, %x, %x) over [?, 3, 5, 5] {
      maps = [affine_map<(b, j, i, k) -> (j, i, k)>, affine_map<(b, j, i, k) -> (b, i)>, affine_map<(b, j, i, k) -> (b, k)>],
      out_map = affine_map<(b, j, i, k) -> (b, j)>} : (tensor<3x5x5xf32>, tensor<?x5xf32>, tensor<?x5xf32>) -> tensor<?x3xf32>
  dnd.return %y : tensor<?x3xf32>
}

// t[j,i] = sum(k) A x; y = sum(i) t x, with linear term before and bias after, and a factor 2 in front.
// CHECK-LABEL: dnd.network @Nested
// CHECK-DAG: %[[B:.*]] = dnd.param "b"
// CHECK-DAG: %[[W:.*]] = dnd.param "w"
// CHECK-DAG: %[[A2:.*]] = dnd.contract(%{{.*}}) over [3, 5, 5] {coefficient = 2.0{{.*}}} : (tensor<3x5x5xf32>) -> tensor<3x5x5xf32>
// CHECK: dnd.quadratic %{{.*}}, %[[A2]] linear %[[W]] bias %[[B]] axis 1
// CHECK-NEXT: dnd.return
// REMARK: recognised dnd.quadratic: 3 outputs of 5 inputs, linear term, bias [raise]
dnd.network @Nested(%x: tensor<?x5xf32> {dnd.name = "x"}) -> (tensor<?x3xf32> {dnd.name = "y"}) {
  %A = dnd.param "A" init = {fn = "zeros"} live = 75 : tensor<3x5x5xf32>
  %w = dnd.param "w" init = {fn = "zeros"} live = 15 : tensor<3x5xf32>
  %b = dnd.param "b" init = {fn = "zeros"} live = 3 : tensor<3xf32>
  %l = dnd.contract (%w, %x) over [?, 3, 5] {
      maps = [affine_map<(b, j, i) -> (j, i)>, affine_map<(b, j, i) -> (b, i)>],
      out_map = affine_map<(b, j, i) -> (b, j)>} : (tensor<3x5xf32>, tensor<?x5xf32>) -> tensor<?x3xf32>
  %t = dnd.contract (%A, %x) over [?, 3, 5, 5] {
      maps = [affine_map<(b, j, i, k) -> (j, i, k)>, affine_map<(b, j, i, k) -> (b, k)>],
      out_map = affine_map<(b, j, i, k) -> (b, j, i)>} : (tensor<3x5x5xf32>, tensor<?x5xf32>) -> tensor<?x3x5xf32>
  %q = dnd.contract (%t, %x) over [?, 3, 5] {
      maps = [affine_map<(b, j, i) -> (b, j, i)>, affine_map<(b, j, i) -> (b, i)>],
      out_map = affine_map<(b, j, i) -> (b, j)>} : (tensor<?x3x5xf32>, tensor<?x5xf32>) -> tensor<?x3xf32>
  %q2 = dnd.map affine (%q) {maps = [#bj], params = array<f64: 2.0, 0.0>} : (tensor<?x3xf32>) -> tensor<?x3xf32>
  %s = dnd.map add (%l, %q2) {maps = [#bj, #bj]} : (tensor<?x3xf32>, tensor<?x3xf32>) -> tensor<?x3xf32>
  %y = dnd.map add (%s, %b) {maps = [#bj, #j]} : (tensor<?x3xf32>, tensor<3xf32>) -> tensor<?x3xf32>
  dnd.return %y : tensor<?x3xf32>
}

// Factored: y = sum(i) x_i * (sum(k) A_ik x_k + w_i).
// CHECK-LABEL: dnd.network @Factored
// CHECK-DAG: %[[A:.*]] = dnd.param "A"
// CHECK-DAG: %[[W:.*]] = dnd.param "w"
// CHECK: dnd.quadratic %{{.*}}, %[[A]] linear %[[W]] axis 1
// CHECK-NEXT: dnd.return
dnd.network @Factored(%x: tensor<?x5xf32> {dnd.name = "x"}) -> (tensor<?x3xf32> {dnd.name = "y"}) {
  %A = dnd.param "A" init = {fn = "zeros"} live = 75 : tensor<3x5x5xf32>
  %w = dnd.param "w" init = {fn = "zeros"} live = 15 : tensor<3x5xf32>
  %t = dnd.contract (%A, %x) over [?, 3, 5, 5] {
      maps = [affine_map<(b, j, i, k) -> (j, i, k)>, affine_map<(b, j, i, k) -> (b, k)>],
      out_map = affine_map<(b, j, i, k) -> (b, j, i)>} : (tensor<3x5x5xf32>, tensor<?x5xf32>) -> tensor<?x3x5xf32>
  %u = dnd.map add (%t, %w) {maps = [#bji, affine_map<(b, j, i) -> (j, i)>]} : (tensor<?x3x5xf32>, tensor<3x5xf32>) -> tensor<?x3x5xf32>
  %v = dnd.map mul (%x, %u) {maps = [affine_map<(b, j, i) -> (b, i)>, #bji]} : (tensor<?x5xf32>, tensor<?x3x5xf32>) -> tensor<?x3x5xf32>
  %y = dnd.contract (%v) over [?, 3, 5] {
      maps = [affine_map<(b, j, i) -> (b, j, i)>],
      out_map = affine_map<(b, j, i) -> (b, j)>} : (tensor<?x3x5xf32>) -> tensor<?x3xf32>
  dnd.return %y : tensor<?x3xf32>
}

// Dit N1: v = w*x, y = v'Kv + sum v + b: the weights go into one matrix.
// CHECK-LABEL: dnd.network @Dit
// CHECK-DAG: %[[B:.*]] = dnd.param "b"
// CHECK-DAG: %[[W:.*]] = dnd.param "w"
// CHECK-DAG: %[[K:.*]] = dnd.param "K"
// CHECK: %[[A:.*]] = dnd.contract(%[[K]], %[[W]], %[[W]]) {{.*}} -> tensor<3x5x5xf32>
// CHECK: dnd.quadratic %{{.*}}, %[[A]] linear %[[W]] bias %[[B]] axis 1
// CHECK-NEXT: dnd.return
dnd.network @Dit(%x: tensor<?x5xf32> {dnd.name = "x"}) -> (tensor<?x3xf32> {dnd.name = "y"}) {
  %K = dnd.param "K" init = {fn = "zeros"} live = 75 : tensor<3x5x5xf32>
  %w = dnd.param "w" init = {fn = "zeros"} live = 15 : tensor<3x5xf32>
  %b = dnd.param "b" init = {fn = "zeros"} live = 3 : tensor<3xf32>
  %v = dnd.map mul (%w, %x) {maps = [affine_map<(b, j, i) -> (j, i)>, affine_map<(b, j, i) -> (b, i)>]} : (tensor<3x5xf32>, tensor<?x5xf32>) -> tensor<?x3x5xf32>
  %q = dnd.contract (%K, %v, %v) over [?, 3, 5, 5] {
      maps = [affine_map<(b, j, i, k) -> (j, i, k)>, affine_map<(b, j, i, k) -> (b, j, i)>, affine_map<(b, j, i, k) -> (b, j, k)>],
      out_map = affine_map<(b, j, i, k) -> (b, j)>} : (tensor<3x5x5xf32>, tensor<?x3x5xf32>, tensor<?x3x5xf32>) -> tensor<?x3xf32>
  %l = dnd.contract (%v) over [?, 3, 5] {
      maps = [affine_map<(b, j, i) -> (b, j, i)>],
      out_map = affine_map<(b, j, i) -> (b, j)>} : (tensor<?x3x5xf32>) -> tensor<?x3xf32>
  %s = dnd.map add (%q, %l) {maps = [#bj, #bj]} : (tensor<?x3xf32>, tensor<?x3xf32>) -> tensor<?x3xf32>
  %y = dnd.map add (%s, %b) {maps = [#bj, #j]} : (tensor<?x3xf32>, tensor<3xf32>) -> tensor<?x3xf32>
  dnd.return %y : tensor<?x3xf32>
}

// Over the channels of every pixel: the pixels are parallel, the axis is 1.
// CHECK-LABEL: dnd.network @Channels
// CHECK: dnd.quadratic %{{.*}}, %{{.*}} axis 1 : (tensor<?x4x6x7xf32>, tensor<3x4x4xf32>) -> tensor<?x3x6x7xf32>
// CHECK-NEXT: dnd.return
dnd.network @Channels(%x: tensor<?x4x6x7xf32> {dnd.name = "x"}) -> (tensor<?x3x6x7xf32> {dnd.name = "y"}) {
  %K = dnd.param "K" init = {fn = "zeros"} live = 48 : tensor<3x4x4xf32>
  %y = dnd.contract (%K, %x, %x) over [?, 3, 6, 7, 4, 4] {
      maps = [affine_map<(b, o, p, q, i, k) -> (o, i, k)>, affine_map<(b, o, p, q, i, k) -> (b, i, p, q)>, affine_map<(b, o, p, q, i, k) -> (b, k, p, q)>],
      out_map = affine_map<(b, o, p, q, i, k) -> (b, o, p, q)>} : (tensor<3x4x4xf32>, tensor<?x4x6x7xf32>, tensor<?x4x6x7xf32>) -> tensor<?x3x6x7xf32>
  dnd.return %y : tensor<?x3x6x7xf32>
}

// One output without an index, and features that are two indices.
// CHECK-LABEL: dnd.network @TwoFeatureIndices
// CHECK-DAG: dnd.reshape %{{.*}} : (tensor<?x2x3xf32>) -> tensor<?x6xf32>
// CHECK-DAG: dnd.reshape %{{.*}} : (tensor<2x3x2x3xf32>) -> tensor<1x6x6xf32>
// CHECK: %[[Q:.*]] = dnd.quadratic {{.*}} -> tensor<?x1xf32>
// CHECK: %[[Y:.*]] = dnd.reshape %[[Q]] : (tensor<?x1xf32>) -> tensor<?xf32>
// CHECK-NEXT: dnd.return %[[Y]]
dnd.network @TwoFeatureIndices(%x: tensor<?x2x3xf32> {dnd.name = "x"}) -> (tensor<?xf32> {dnd.name = "y"}) {
  %A = dnd.param "A" init = {fn = "zeros"} live = 36 : tensor<2x3x2x3xf32>
  %y = dnd.contract (%A, %x, %x) over [?, 2, 3, 2, 3] {
      maps = [affine_map<(b, i, k, l, m) -> (i, k, l, m)>, affine_map<(b, i, k, l, m) -> (b, i, k)>, affine_map<(b, i, k, l, m) -> (b, l, m)>],
      out_map = affine_map<(b, i, k, l, m) -> (b)>} : (tensor<2x3x2x3xf32>, tensor<?x2x3xf32>, tensor<?x2x3xf32>) -> tensor<?xf32>
  dnd.return %y : tensor<?xf32>
}

// The vector of the form is the hidden layer, not the input behind it; a skip connection stays outside.
// CHECK-LABEL: dnd.network @OnHidden
// CHECK: %[[H:.*]] = dnd.contract(%{{.*}}, %{{.*}}) {{.*}} -> tensor<?x3xf32>
// CHECK: %[[Q:.*]] = dnd.quadratic %[[H]]
// CHECK: dnd.map add(%[[Q]], %[[H]])
dnd.network @OnHidden(%x: tensor<?x5xf32> {dnd.name = "x"}) -> (tensor<?x3xf32> {dnd.name = "y"}) {
  %w = dnd.param "w" init = {fn = "zeros"} live = 15 : tensor<3x5xf32>
  %A = dnd.param "A" init = {fn = "zeros"} live = 27 : tensor<3x3x3xf32>
  %h = dnd.contract (%w, %x) over [?, 3, 5] {
      maps = [affine_map<(b, j, i) -> (j, i)>, affine_map<(b, j, i) -> (b, i)>],
      out_map = affine_map<(b, j, i) -> (b, j)>} : (tensor<3x5xf32>, tensor<?x5xf32>) -> tensor<?x3xf32>
  %q = dnd.contract (%h, %A, %h) over [?, 3, 3, 3] {
      maps = [affine_map<(b, j, i, k) -> (b, i)>, affine_map<(b, j, i, k) -> (j, i, k)>, affine_map<(b, j, i, k) -> (b, k)>],
      out_map = affine_map<(b, j, i, k) -> (b, j)>} : (tensor<?x3xf32>, tensor<3x3x3xf32>, tensor<?x3xf32>) -> tensor<?x3xf32>
  %y = dnd.map add (%q, %h) {maps = [#bj, #bj]} : (tensor<?x3xf32>, tensor<?x3xf32>) -> tensor<?x3xf32>
  dnd.return %y : tensor<?x3xf32>
}
