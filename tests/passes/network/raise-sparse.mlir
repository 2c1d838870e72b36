// Sparse dendrites and fusion rows.
// RUN: dnd-opt %s -dnd-raise 2>%t.remarks | FileCheck %s
// RUN: FileCheck %s --check-prefix=REMARK < %t.remarks

#bk = affine_map<(b, k) -> (b, k)>

// CHECK-LABEL: dnd.network @Dendrites
// CHECK: %[[X:.*]] = dnd.reshape
// CHECK: dnd.gather_contract %[[X]], %{{.*}}, %{{.*}} bias %{{.*}}
// CHECK-NEXT: dnd.return
// REMARK: recognised dnd.gather_contract: 3 dendrites of 4 synapses on 6 inputs, bias [raise]
dnd.network @Dendrites(%image: tensor<?x2x3xf32> {dnd.name = "x"}) -> (tensor<?x3xf32> {dnd.name = "y"}) {
  %pixel = dnd.table "pixel" gen = {fn = "choice"} range = 6 : tensor<3x4xi32>
  %w = dnd.param "w" init = {fn = "zeros"} live = 12 : tensor<3x4xf32>
  %b = dnd.param "b" init = {fn = "zeros"} live = 3 : tensor<3xf32>
  %x = dnd.reshape %image : (tensor<?x2x3xf32>) -> tensor<?x6xf32>
  %s = dnd.contract (%w, %x) tables(%pixel) over [?, 3, 4] {
      table_maps = [affine_map<(b, k, t) -> (k, t)>],
      maps = [affine_map<(b, k, t)[s] -> (k, t)>, affine_map<(b, k, t)[s] -> (b, s)>],
      out_map = affine_map<(b, k, t)[s] -> (b, k)>} : (tensor<3x4xf32>, tensor<?x6xf32>, tensor<3x4xi32>) -> tensor<?x3xf32>
  %y = dnd.map add (%s, %b) {maps = [#bk, affine_map<(b, k) -> (k)>]} : (tensor<?x3xf32>, tensor<3xf32>) -> tensor<?x3xf32>
  dnd.return %y : tensor<?x3xf32>
}

// CHECK-LABEL: dnd.network @Fusion
// CHECK-DAG: %[[W:.*]] = dnd.param "W"
// CHECK-DAG: %[[B:.*]] = dnd.param "b"
// CHECK-DAG: %[[L:.*]] = dnd.param "l"
// CHECK: dnd.dendritic_fusion %{{.*}}, %[[W]] bias %[[B]] scale %[[L]]
// CHECK-NEXT: dnd.return
// REMARK: recognised dnd.dendritic_fusion: 2 outputs of 3 rows of 4 features, scale, bias [raise]
dnd.network @Fusion(%T: tensor<?x3x4xf32> {dnd.name = "T"}) -> (tensor<?x2xf32> {dnd.name = "y"}) {
  %W = dnd.param "W" init = {fn = "zeros"} live = 24 : tensor<2x3x4xf32>
  %b = dnd.param "b" init = {fn = "zeros"} live = 24 : tensor<2x3x4xf32>
  %l = dnd.param "l" init = {fn = "ones"} live = 3 : tensor<3xf32>
  %p = dnd.map mul (%W, %T) {maps = [affine_map<(b, m, j, f) -> (m, j, f)>, affine_map<(b, m, j, f) -> (b, j, f)>]} : (tensor<2x3x4xf32>, tensor<?x3x4xf32>) -> tensor<?x2x3x4xf32>
  %q = dnd.map add (%p, %b) {maps = [affine_map<(b, m, j, f) -> (b, m, j, f)>, affine_map<(b, m, j, f) -> (m, j, f)>]} : (tensor<?x2x3x4xf32>, tensor<2x3x4xf32>) -> tensor<?x2x3x4xf32>
  %I = dnd.contract (%q) over [?, 2, 3, 4] {maps = [affine_map<(b, m, j, f) -> (b, m, j, f)>],
      out_map = affine_map<(b, m, j, f) -> (b, m, j)>} : (tensor<?x2x3x4xf32>) -> tensor<?x2x3xf32>
  %y = dnd.contract (%l, %I) over [?, 2, 3] {maps = [affine_map<(b, m, j) -> (j)>, affine_map<(b, m, j) -> (b, m, j)>],
      out_map = affine_map<(b, m, j) -> (b, m)>} : (tensor<3xf32>, tensor<?x2x3xf32>) -> tensor<?x2xf32>
  dnd.return %y : tensor<?x2xf32>
}
