// RUN: dnd-opt %s --convert-dnd-to-linalg --split-input-file | FileCheck %s

// A matrix product is one generic op over a zeroed tensor.
// CHECK-LABEL: func.func @matmul(
// CHECK: linalg.fill
// CHECK: linalg.generic {{.*}}iterator_types = ["parallel", "parallel", "reduction"]
// CHECK-NOT: linalg.generic
func.func @matmul(%w: tensor<3x7xf32>, %x: tensor<?x7xf32>) -> tensor<?x3xf32> {
  %y = dnd.contract (%w, %x) over [?, 3, 7] {
    maps = [affine_map<(b,j,i) -> (j,i)>, affine_map<(b,j,i) -> (b,i)>], out_map = affine_map<(b,j,i) -> (b,j)>}
    : (tensor<3x7xf32>, tensor<?x7xf32>) -> tensor<?x3xf32>
  return %y : tensor<?x3xf32>
}

// -----

// x'Ax is A times x, then the product with x: never all pairs of x in memory.
// CHECK-LABEL: func.func @quadratic(
// CHECK: linalg.generic {{.*}}iterator_types = ["parallel", "parallel", "parallel", "reduction"]
// CHECK-SAME: outs({{.*}} : tensor<?x10x784xf32>)
// CHECK: linalg.generic {{.*}}iterator_types = ["parallel", "parallel", "reduction"]
// CHECK-SAME: outs({{.*}} : tensor<?x10xf32>)
func.func @quadratic(%A: tensor<10x784x784xf32>, %x: tensor<?x784xf32>) -> tensor<?x10xf32> {
  %y = dnd.contract (%A, %x, %x) over [?, 10, 784, 784] {
    maps = [affine_map<(b,j,i,k) -> (j,i,k)>, affine_map<(b,j,i,k) -> (b,i)>, affine_map<(b,j,i,k) -> (b,k)>],
    out_map = affine_map<(b,j,i,k) -> (b,j)>}
    : (tensor<10x784x784xf32>, tensor<?x784xf32>, tensor<?x784xf32>) -> tensor<?x10xf32>
  return %y : tensor<?x10xf32>
}

// -----

// h[s*D + d] is a view with both dimensions.
// CHECK-LABEL: func.func @soma(
// CHECK: tensor.expand_shape %{{.*}} {{\[\[}}0], [1, 2]] {{.*}} : tensor<?x12xf32> into tensor<?x4x3xf32>
// CHECK: linalg.generic
func.func @soma(%v: tensor<4x3xf32>, %h: tensor<?x12xf32>) -> tensor<?x4xf32> {
  %y = dnd.contract (%v, %h) over [?, 4, 3] {
    maps = [affine_map<(b,s,d) -> (s,d)>, affine_map<(b,s,d) -> (b, s * 3 + d)>], out_map = affine_map<(b,s,d) -> (b,s)>}
    : (tensor<4x3xf32>, tensor<?x12xf32>) -> tensor<?x4xf32>
  return %y : tensor<?x4xf32>
}

// -----

// Its adjoint writes every place once: no scatter.
// CHECK-LABEL: func.func @soma_grad(
// CHECK-NOT: dndrt.scatter_contract
// CHECK: tensor.collapse_shape
func.func @soma_grad(%v: tensor<4x3xf32>, %g: tensor<?x4xf32>) -> tensor<?x12xf32> {
  %y = dnd.contract (%v, %g) over [?, 4, 3] {
    maps = [affine_map<(b,s,d) -> (s,d)>, affine_map<(b,s,d) -> (b,s)>], out_map = affine_map<(b,s,d) -> (b, s * 3 + d)>}
    : (tensor<4x3xf32>, tensor<?x4xf32>) -> tensor<?x12xf32>
  return %y : tensor<?x12xf32>
}

// -----

// A window: the extent of r comes from an operand that is only a shape.
// CHECK-LABEL: func.func @window(
// CHECK: tensor.empty() : tensor<3xf32>
// CHECK: linalg.generic {{.*}}iterator_types = ["parallel", "parallel", "reduction"]
func.func @window(%x: tensor<?x9xf32>) -> tensor<?x7xf32> {
  %y = dnd.contract (%x) over [?, 7, 3] {
    maps = [affine_map<(b,p,r) -> (b, p + r)>], out_map = affine_map<(b,p,r) -> (b,p)>, coefficient = 0.5 : f64}
    : (tensor<?x9xf32>) -> tensor<?x7xf32>
  return %y : tensor<?x7xf32>
}

// -----

// A table: its entries are an operand, the gathered tensor is read in the body.
// CHECK-LABEL: func.func @gather(
// CHECK-SAME: %[[W:.*]]: tensor<4x2xf32>, %[[X:.*]]: tensor<?x9xf32>, %[[T:.*]]: tensor<4x2xi32>
// CHECK: linalg.generic {{.*}}ins(%[[W]], %[[T]]
// CHECK: tensor.extract %[[X]]
func.func @gather(%w: tensor<4x2xf32>, %x: tensor<?x9xf32>, %t: tensor<4x2xi32>) -> tensor<?x4xf32> {
  %y = dnd.contract (%w, %x) tables(%t) over [?, 4, 2] {
    maps = [affine_map<(b,k,t)[s] -> (k,t)>, affine_map<(b,k,t)[s] -> (b,s)>], table_maps = [affine_map<(b,k,t) -> (k,t)>],
    out_map = affine_map<(b,k,t)[s] -> (b,k)>}
    : (tensor<4x2xf32>, tensor<?x9xf32>, tensor<4x2xi32>) -> tensor<?x4xf32>
  return %y : tensor<?x4xf32>
}

// -----

// Its adjoint adds into places that the table names.
// CHECK: #[[PLACES:.*]] = affine_map<(d0, d1, d2)[s0] -> (d0, s0)>
// CHECK-LABEL: func.func @gather_grad(
// CHECK: dndrt.scatter_contract
// CHECK-SAME: out_map = #[[PLACES]]
func.func @gather_grad(%w: tensor<4x2xf32>, %g: tensor<?x4xf32>, %t: tensor<4x2xi32>) -> tensor<?x9xf32> {
  %y = dnd.contract (%w, %g) tables(%t) over [?, 4, 2] {
    maps = [affine_map<(b,k,t)[s] -> (k,t)>, affine_map<(b,k,t)[s] -> (b,k)>], table_maps = [affine_map<(b,k,t) -> (k,t)>],
    out_map = affine_map<(b,k,t)[s] -> (b,s)>}
    : (tensor<4x2xf32>, tensor<?x4xf32>, tensor<4x2xi32>) -> tensor<?x9xf32>
  return %y : tensor<?x9xf32>
}

// -----

// Shared weights: what is summed at every place alike is summed before.
// CHECK-LABEL: func.func @shared_weights(
// CHECK: linalg.generic {{.*}}iterator_types = ["parallel", "parallel", "reduction"]
// CHECK: dndrt.scatter_contract(%{{[0-9]+}}) tables
func.func @shared_weights(%x: tensor<?x2xf32>, %g: tensor<?x4xf32>, %t: tensor<4x2xi32>) -> tensor<5xf32> {
  %y = dnd.contract (%x, %g) tables(%t) over [?, 4, 2] {
    maps = [affine_map<(b,k,t)[s] -> (b,t)>, affine_map<(b,k,t)[s] -> (b,k)>], table_maps = [affine_map<(b,k,t) -> (k,t)>],
    out_map = affine_map<(b,k,t)[s] -> (s)>}
    : (tensor<?x2xf32>, tensor<?x4xf32>, tensor<4x2xi32>) -> tensor<5xf32>
  return %y : tensor<5xf32>
}

// -----

// A constant result, a full sum, an index that nothing uses (it multiplies).
// CHECK-LABEL: func.func @scalars(
// CHECK: arith.constant 6.000000e+00 : f64
func.func @scalars(%x: tensor<5xf64>) -> tensor<f64> {
  %y = dnd.contract (%x) over [5, 3] {maps = [affine_map<(i,u) -> (i)>], out_map = affine_map<(i,u) -> ()>,
    coefficient = 2.0 : f64} : (tensor<5xf64>) -> tensor<f64>
  return %y : tensor<f64>
}
