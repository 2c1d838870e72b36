// Sums of products of projections, however they are written.
// RUN: dnd-opt %s -dnd-raise 2>%t.remarks | FileCheck %s
// RUN: FileCheck %s --check-prefix=REMARK < %t.remarks

#bj = affine_map<(b, j) -> (b, j)>
#bjr = affine_map<(b, j, r) -> (b, j, r)>

// sum(r) p^2, with a power.
// CHECK-LABEL: dnd.network @Power
// CHECK: dnd.low_rank_quadratic %{{.*}}, %{{.*}} axis 1 : (tensor<?x5xf32>, tensor<3x2x5xf32>) -> tensor<?x3xf32>
// CHECK-NEXT: dnd.return
// REMARK: recognised dnd.low_rank_quadratic: 3 outputs of 5 inputs, rank 2, squares [raise]
dnd.network @Power(%x: tensor<?x5xf32> {dnd.name = "x"}) -> (tensor<?x3xf32> {dnd.name = "y"}) {
  %u = dnd.param "u" init = {fn = "zeros"} live = 30 : tensor<3x2x5xf32>
  %p = dnd.contract (%u, %x) over [?, 3, 2, 5] {
      maps = [affine_map<(b, j, r, i) -> (j, r, i)>, affine_map<(b, j, r, i) -> (b, i)>],
      out_map = affine_map<(b, j, r, i) -> (b, j, r)>} : (tensor<3x2x5xf32>, tensor<?x5xf32>) -> tensor<?x3x2xf32>
  %s = dnd.map powi (%p) {maps = [#bjr], params = array<f64: 2.0>} : (tensor<?x3x2xf32>) -> tensor<?x3x2xf32>
  %y = dnd.contract (%s) over [?, 3, 2] {
      maps = [#bjr], out_map = affine_map<(b, j, r) -> (b, j)>} : (tensor<?x3x2xf32>) -> tensor<?x3xf32>
  dnd.return %y : tensor<?x3xf32>
}

// sum(r) s[j,r] * p * p in one equation, linear term after it, weights stored as [i, j, r].
// CHECK-LABEL: dnd.network @Signs
// CHECK-DAG: %[[S:.*]] = dnd.param "s"
// CHECK-DAG: %[[W:.*]] = dnd.param "w"
// CHECK-DAG: %[[U:.*]] = dnd.contract(%{{.*}}) {{.*}} : (tensor<5x3x2xf32>) -> tensor<3x2x5xf32>
// CHECK: dnd.low_rank_quadratic %{{.*}}, %[[U]] scale %[[S]] linear %[[W]] axis 1
// CHECK-NEXT: dnd.return
// REMARK: rank 2, squares, scaled, linear term [raise]
dnd.network @Signs(%x: tensor<?x5xf32> {dnd.name = "x"}) -> (tensor<?x3xf32> {dnd.name = "y"}) {
  %u = dnd.param "u" init = {fn = "zeros"} live = 30 : tensor<5x3x2xf32>
  %s = dnd.param "s" init = {fn = "ones"} live = 6 : tensor<3x2xf32>
  %w = dnd.param "w" init = {fn = "zeros"} live = 15 : tensor<3x5xf32>
  %p = dnd.contract (%u, %x) over [?, 3, 2, 5] {
      maps = [affine_map<(b, j, r, i) -> (i, j, r)>, affine_map<(b, j, r, i) -> (b, i)>],
      out_map = affine_map<(b, j, r, i) -> (b, j, r)>} : (tensor<5x3x2xf32>, tensor<?x5xf32>) -> tensor<?x3x2xf32>
  %q = dnd.contract (%p, %s, %p) over [?, 3, 2] {
      maps = [#bjr, affine_map<(b, j, r) -> (j, r)>, #bjr], out_map = affine_map<(b, j, r) -> (b, j)>} : (tensor<?x3x2xf32>, tensor<3x2xf32>, tensor<?x3x2xf32>) -> tensor<?x3xf32>
  %l = dnd.contract (%w, %x) over [?, 3, 5] {
      maps = [affine_map<(b, j, i) -> (j, i)>, affine_map<(b, j, i) -> (b, i)>],
      out_map = affine_map<(b, j, i) -> (b, j)>} : (tensor<3x5xf32>, tensor<?x5xf32>) -> tensor<?x3xf32>
  %y = dnd.map add (%q, %l) {maps = [#bj, #bj]} : (tensor<?x3xf32>, tensor<?x3xf32>) -> tensor<?x3xf32>
  dnd.return %y : tensor<?x3xf32>
}

// (u.x)(v.x) without a rank, minus another square: ranks side by side, a constant scale.
// CHECK-LABEL: dnd.network @Products
// CHECK: dnd.concat
// CHECK: dnd.low_rank_quadratic %{{.*}}, %{{.*}} times %{{.*}} scale %{{.*}} axis 1 : (tensor<?x5xf32>, tensor<3x2x5xf32>, tensor<3x2x5xf32>, tensor<3x2xf32>) -> tensor<?x3xf32>
// CHECK-NEXT: dnd.return
// REMARK: rank 2, products of two projections, scaled [raise]
dnd.network @Products(%x: tensor<?x5xf32> {dnd.name = "x"}) -> (tensor<?x3xf32> {dnd.name = "y"}) {
  %u = dnd.param "u" init = {fn = "zeros"} live = 15 : tensor<3x5xf32>
  %v = dnd.param "v" init = {fn = "zeros"} live = 15 : tensor<3x5xf32>
  %w = dnd.param "w" init = {fn = "zeros"} live = 15 : tensor<3x5xf32>
  %p = dnd.contract (%u, %x) over [?, 3, 5] {
      maps = [affine_map<(b, j, i) -> (j, i)>, affine_map<(b, j, i) -> (b, i)>],
      out_map = affine_map<(b, j, i) -> (b, j)>} : (tensor<3x5xf32>, tensor<?x5xf32>) -> tensor<?x3xf32>
  %q = dnd.contract (%v, %x) over [?, 3, 5] {
      maps = [affine_map<(b, j, i) -> (j, i)>, affine_map<(b, j, i) -> (b, i)>],
      out_map = affine_map<(b, j, i) -> (b, j)>} : (tensor<3x5xf32>, tensor<?x5xf32>) -> tensor<?x3xf32>
  %o = dnd.contract (%w, %x) over [?, 3, 5] {
      maps = [affine_map<(b, j, i) -> (j, i)>, affine_map<(b, j, i) -> (b, i)>],
      out_map = affine_map<(b, j, i) -> (b, j)>} : (tensor<3x5xf32>, tensor<?x5xf32>) -> tensor<?x3xf32>
  %m = dnd.map mul (%p, %q) {maps = [#bj, #bj]} : (tensor<?x3xf32>, tensor<?x3xf32>) -> tensor<?x3xf32>
  %n = dnd.map mul (%o, %o) {maps = [#bj, #bj]} : (tensor<?x3xf32>, tensor<?x3xf32>) -> tensor<?x3xf32>
  %y = dnd.map sub (%m, %n) {maps = [#bj, #bj]} : (tensor<?x3xf32>, tensor<?x3xf32>) -> tensor<?x3xf32>
  dnd.return %y : tensor<?x3xf32>
}

// All sums in one equation.
// CHECK-LABEL: dnd.network @OneContract
// CHECK: dnd.low_rank_quadratic %{{.*}}, %{{.*}} axis 1
// CHECK-NEXT: dnd.return
dnd.network @OneContract(%x: tensor<?x5xf32> {dnd.name = "x"}) -> (tensor<?x3xf32> {dnd.name = "y"}) {
  %u = dnd.param "u" init = {fn = "zeros"} live = 30 : tensor<3x2x5xf32>
  %y = dnd.contract (%u, %x, %x, %u) over [?, 3, 2, 5, 5] {
      maps = [affine_map<(b, j, r, i, k) -> (j, r, i)>, affine_map<(b, j, r, i, k) -> (b, i)>, affine_map<(b, j, r, i, k) -> (b, k)>, affine_map<(b, j, r, i, k) -> (j, r, k)>],
      out_map = affine_map<(b, j, r, i, k) -> (b, j)>} : (tensor<3x2x5xf32>, tensor<?x5xf32>, tensor<?x5xf32>, tensor<3x2x5xf32>) -> tensor<?x3xf32>
  dnd.return %y : tensor<?x3xf32>
}
