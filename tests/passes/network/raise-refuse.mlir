// What is near a special form but none stays as it is, and a remark says why.
// RUN: dnd-opt %s -dnd-raise -verify-diagnostics | FileCheck %s
// CHECK-NOT: dnd.quadratic
// CHECK-NOT: dnd.low_rank_quadratic
// CHECK-NOT: dnd.gather_contract

#bj = affine_map<(b, j) -> (b, j)>
#j = affine_map<(b, j) -> (j)>

dnd.network @TwoVectors(%x: tensor<?x5xf32> {dnd.name = "x"}, %z: tensor<?x5xf32> {dnd.name = "z"}) -> (tensor<?x3xf32> {dnd.name = "y"}) {
  %A = dnd.param "A" init = {fn = "zeros"} live = 75 : tensor<3x5x5xf32>
  // expected-remark @below {{not a special form: it multiplies values that are not linear in one common vector [raise]}}
  %y = dnd.contract (%A, %x, %z) over [?, 3, 5, 5] {
      maps = [affine_map<(b, j, i, k) -> (j, i, k)>, affine_map<(b, j, i, k) -> (b, i)>, affine_map<(b, j, i, k) -> (b, k)>],
      out_map = affine_map<(b, j, i, k) -> (b, j)>} : (tensor<3x5x5xf32>, tensor<?x5xf32>, tensor<?x5xf32>) -> tensor<?x3xf32>
  dnd.return %y : tensor<?x3xf32>
}

// V_ji (sum_k B_ik x_k) x_i: as a quadratic form it would have a matrix for each j.
dnd.network @SharedMatrix(%x: tensor<?x5xf32> {dnd.name = "x"}) -> (tensor<?x3xf32> {dnd.name = "y"}) {
  %V = dnd.param "V" init = {fn = "zeros"} live = 15 : tensor<3x5xf32>
  %B = dnd.param "B" init = {fn = "zeros"} live = 25 : tensor<5x5xf32>
  // expected-remark @below {{not a special form: its matrix would be 3 times as large as the weights that it is the product of [raise]}}
  %y = dnd.contract (%V, %B, %x, %x) over [?, 3, 5, 5] {
      maps = [affine_map<(b, j, i, k) -> (j, i)>, affine_map<(b, j, i, k) -> (i, k)>, affine_map<(b, j, i, k) -> (b, i)>,
              affine_map<(b, j, i, k) -> (b, k)>],
      out_map = affine_map<(b, j, i, k) -> (b, j)>} : (tensor<3x5xf32>, tensor<5x5xf32>, tensor<?x5xf32>, tensor<?x5xf32>) -> tensor<?x3xf32>
  dnd.return %y : tensor<?x3xf32>
}

dnd.network @Cubic(%x: tensor<?x5xf32> {dnd.name = "x"}) -> (tensor<?x3xf32> {dnd.name = "y"}) {
  %u = dnd.param "u" init = {fn = "zeros"} live = 15 : tensor<3x5xf32>
  %p = dnd.contract (%u, %x) over [?, 3, 5] {
      maps = [affine_map<(b, j, i) -> (j, i)>, affine_map<(b, j, i) -> (b, i)>],
      out_map = affine_map<(b, j, i) -> (b, j)>} : (tensor<3x5xf32>, tensor<?x5xf32>) -> tensor<?x3xf32>
  // expected-remark @below {{not a special form: it is of degree 3 in x [raise]}}
  %y = dnd.map powi (%p) {maps = [#bj], params = array<f64: 3.0>} : (tensor<?x3xf32>) -> tensor<?x3xf32>
  dnd.return %y : tensor<?x3xf32>
}

// (p + c)^2 is never negative; written out it could be.
dnd.network @ShiftedSquare(%x: tensor<?x5xf32> {dnd.name = "x"}) -> (tensor<?x3xf32> {dnd.name = "y"}) {
  %u = dnd.param "u" init = {fn = "zeros"} live = 15 : tensor<3x5xf32>
  %c = dnd.param "c" init = {fn = "zeros"} live = 3 : tensor<3xf32>
  %p = dnd.contract (%u, %x) over [?, 3, 5] {
      maps = [affine_map<(b, j, i) -> (j, i)>, affine_map<(b, j, i) -> (b, i)>],
      out_map = affine_map<(b, j, i) -> (b, j)>} : (tensor<3x5xf32>, tensor<?x5xf32>) -> tensor<?x3xf32>
  %q = dnd.map add (%p, %c) {maps = [#bj, #j]} : (tensor<?x3xf32>, tensor<3xf32>) -> tensor<?x3xf32>
  // expected-remark @below {{it multiplies one sum of several terms by another: writing that out would change rounding [raise]}}
  %y = dnd.map powi (%q) {maps = [#bj], params = array<f64: 2.0>} : (tensor<?x3xf32>) -> tensor<?x3xf32>
  dnd.return %y : tensor<?x3xf32>
}

dnd.network @SharedProjection(%x: tensor<?x5xf32> {dnd.name = "x"}) -> (tensor<?x3xf32> {dnd.name = "y"}, tensor<?x3xf32> {dnd.name = "p"}) {
  %u = dnd.param "u" init = {fn = "zeros"} live = 15 : tensor<3x5xf32>
  %p = dnd.contract (%u, %x) over [?, 3, 5] {
      maps = [affine_map<(b, j, i) -> (j, i)>, affine_map<(b, j, i) -> (b, i)>],
      out_map = affine_map<(b, j, i) -> (b, j)>} : (tensor<3x5xf32>, tensor<?x5xf32>) -> tensor<?x3xf32>
  // expected-remark @below {{an intermediate sum is used elsewhere too and would be computed twice [raise]}}
  %y = dnd.map mul (%p, %p) {maps = [#bj, #bj]} : (tensor<?x3xf32>, tensor<?x3xf32>) -> tensor<?x3xf32>
  dnd.return %y, %p : tensor<?x3xf32>, tensor<?x3xf32>
}

// One set of projections for all outputs.
dnd.network @SharedByOutputs(%x: tensor<?x5xf32> {dnd.name = "x"}) -> (tensor<?x3xf32> {dnd.name = "y"}) {
  %u = dnd.param "u" init = {fn = "zeros"} live = 10 : tensor<2x5xf32>
  %s = dnd.param "s" init = {fn = "zeros"} live = 6 : tensor<3x2xf32>
  %p = dnd.contract (%u, %x) over [?, 2, 5] {
      maps = [affine_map<(b, r, i) -> (r, i)>, affine_map<(b, r, i) -> (b, i)>],
      out_map = affine_map<(b, r, i) -> (b, r)>} : (tensor<2x5xf32>, tensor<?x5xf32>) -> tensor<?x2xf32>
  // expected-remark @below {{the projections are shared by several outputs: computing them once is cheaper [raise]}}
  %y = dnd.contract (%s, %p, %p) over [?, 3, 2] {
      maps = [affine_map<(b, j, r) -> (j, r)>, affine_map<(b, j, r) -> (b, r)>, affine_map<(b, j, r) -> (b, r)>],
      out_map = affine_map<(b, j, r) -> (b, j)>} : (tensor<3x2xf32>, tensor<?x2xf32>, tensor<?x2xf32>) -> tensor<?x3xf32>
  dnd.return %y : tensor<?x3xf32>
}

// A gate: the result keeps an index of x.
dnd.network @Gate(%x: tensor<?x5xf32> {dnd.name = "x"}) -> (tensor<?x5xf32> {dnd.name = "y"}) {
  %A = dnd.param "A" init = {fn = "zeros"} live = 25 : tensor<5x5xf32>
  %t = dnd.contract (%A, %x) over [?, 5, 5] {
      maps = [affine_map<(b, j, i) -> (j, i)>, affine_map<(b, j, i) -> (b, i)>],
      out_map = affine_map<(b, j, i) -> (b, j)>} : (tensor<5x5xf32>, tensor<?x5xf32>) -> tensor<?x5xf32>
  // expected-remark @below {{not a special form: }}
  %y = dnd.map mul (%t, %x) {maps = [#bj, #bj]} : (tensor<?x5xf32>, tensor<?x5xf32>) -> tensor<?x5xf32>
  dnd.return %y : tensor<?x5xf32>
}

// A chain of linear layers is no form and needs no remark.
dnd.network @Linear(%x: tensor<?x5xf32> {dnd.name = "x"}) -> (tensor<?x3xf32> {dnd.name = "y"}) {
  %w = dnd.param "w" init = {fn = "zeros"} live = 15 : tensor<3x5xf32>
  %b = dnd.param "b" init = {fn = "zeros"} live = 3 : tensor<3xf32>
  %p = dnd.contract (%w, %x) over [?, 3, 5] {
      maps = [affine_map<(b, j, i) -> (j, i)>, affine_map<(b, j, i) -> (b, i)>],
      out_map = affine_map<(b, j, i) -> (b, j)>} : (tensor<3x5xf32>, tensor<?x5xf32>) -> tensor<?x3xf32>
  %y = dnd.map add (%p, %b) {maps = [#bj, #j]} : (tensor<?x3xf32>, tensor<3xf32>) -> tensor<?x3xf32>
  dnd.return %y : tensor<?x3xf32>
}

// The table has an index order of its own.
dnd.network @TableOrder(%x: tensor<?x6xf32> {dnd.name = "x"}) -> (tensor<?x3xf32> {dnd.name = "y"}) {
  %pixel = dnd.table "pixel" gen = {fn = "choice"} range = 6 : tensor<4x3xi32>
  %w = dnd.param "w" init = {fn = "zeros"} live = 12 : tensor<3x4xf32>
  // expected-remark @below {{the table is not indexed by every output and every summed index, in this order [raise]}}
  %y = dnd.contract (%w, %x) tables(%pixel) over [?, 3, 4] {
      table_maps = [affine_map<(b, k, t) -> (t, k)>],
      maps = [affine_map<(b, k, t)[s] -> (k, t)>, affine_map<(b, k, t)[s] -> (b, s)>],
      out_map = affine_map<(b, k, t)[s] -> (b, k)>} : (tensor<3x4xf32>, tensor<?x6xf32>, tensor<4x3xi32>) -> tensor<?x3xf32>
  dnd.return %y : tensor<?x3xf32>
}

// (x - c_j)' A_j (x - c_j): the matrix differs along an index that its vector keeps.
dnd.network @Centred(%x: tensor<?x5xf32> {dnd.name = "x"}) -> (tensor<?x3xf32> {dnd.name = "y"}) {
  %A = dnd.param "A" init = {fn = "zeros"} live = 75 : tensor<3x5x5xf32>
  %c = dnd.param "c" init = {fn = "zeros"} live = 15 : tensor<3x5xf32>
  %d = dnd.map sub (%x, %c) {maps = [affine_map<(b, j, i) -> (b, i)>, affine_map<(b, j, i) -> (j, i)>]}
      : (tensor<?x5xf32>, tensor<3x5xf32>) -> tensor<?x3x5xf32>
  // expected-remark @below {{the weights differ from position to position of x [raise]}}
  %y = dnd.contract (%d, %A, %d) over [?, 3, 5, 5] {
      maps = [affine_map<(b, j, i, k) -> (b, j, i)>, affine_map<(b, j, i, k) -> (j, i, k)>, affine_map<(b, j, i, k) -> (b, j, k)>],
      out_map = affine_map<(b, j, i, k) -> (b, j)>} : (tensor<?x3x5xf32>, tensor<3x5x5xf32>, tensor<?x3x5xf32>) -> tensor<?x3xf32>
  dnd.return %y : tensor<?x3xf32>
}
