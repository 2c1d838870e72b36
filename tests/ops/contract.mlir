// Sums of products over index maps.
// RUN: %op %s | FileCheck %s
// CHECK: op: ok, 9 cases

func.func @contract_dense(%a0: tensor<3x5xf64>, %a1: tensor<?x5xf64>) -> tensor<?x3xf64> {
  %r = dnd.contract (%a0, %a1) over [?, 3, 5] {maps = [affine_map<(b,j,i) -> (j,i)>, affine_map<(b,j,i) -> (b,i)>], out_map = affine_map<(b,j,i) -> (b,j)>} : (tensor<3x5xf64>, tensor<?x5xf64>) -> tensor<?x3xf64>
  return %r : tensor<?x3xf64>
}

func.func @contract_one(%a0: tensor<1x1xf64>, %a1: tensor<?x1xf64>) -> tensor<?x1xf64> {
  %r = dnd.contract (%a0, %a1) over [?, 1, 1] {maps = [affine_map<(b,j,i) -> (j,i)>, affine_map<(b,j,i) -> (b,i)>], out_map = affine_map<(b,j,i) -> (b,j)>} : (tensor<1x1xf64>, tensor<?x1xf64>) -> tensor<?x1xf64>
  return %r : tensor<?x1xf64>
}

// The same value twice: the adjoint has two parts.
func.func @contract_quadratic(%A: tensor<2x3x3xf64>, %x: tensor<?x3xf64>) -> tensor<?x2xf64> {
  %r = dnd.contract (%A, %x, %x) over [?, 2, 3, 3] {
    maps = [affine_map<(b,j,i,k) -> (j,i,k)>, affine_map<(b,j,i,k) -> (b,i)>,
            affine_map<(b,j,i,k) -> (b,k)>],
    out_map = affine_map<(b,j,i,k) -> (b,j)>}
    : (tensor<2x3x3xf64>, tensor<?x3xf64>, tensor<?x3xf64>) -> tensor<?x2xf64>
  return %r : tensor<?x2xf64>
}

func.func @contract_coefficient_to_scalar(%a0: tensor<?x7xf64>) -> tensor<f64> {
  %r = dnd.contract (%a0) over [?, 7] {coefficient = -2.5, maps = [affine_map<(b,i) -> (b,i)>], out_map = affine_map<(b,i) -> ()>} : (tensor<?x7xf64>) -> tensor<f64>
  return %r : tensor<f64>
}

// Blocks of an affine index: each soma reads its own dendrites.
func.func @contract_affine_blocks(%a0: tensor<3x2xf64>, %a1: tensor<?x6xf64>) -> tensor<?x3xf64> {
  %r = dnd.contract (%a0, %a1) over [?, 3, 2] {maps = [affine_map<(b,s,d) -> (s,d)>, affine_map<(b,s,d) -> (b,s*2+d)>], out_map = affine_map<(b,s,d) -> (b,s)>} : (tensor<3x2xf64>, tensor<?x6xf64>) -> tensor<?x3xf64>
  return %r : tensor<?x3xf64>
}

// Overlapping windows: the adjoint of x adds up.
func.func @contract_affine_window(%a0: tensor<3xf64>, %a1: tensor<?x7xf64>) -> tensor<?x5xf64> {
  %r = dnd.contract (%a0, %a1) over [?, 5, 3] {maps = [affine_map<(b,p,q) -> (q)>, affine_map<(b,p,q) -> (b,p+q)>], out_map = affine_map<(b,p,q) -> (b,p)>} : (tensor<3xf64>, tensor<?x7xf64>) -> tensor<?x5xf64>
  return %r : tensor<?x5xf64>
}

// Stride 2 leaves elements that nothing reads.
func.func @contract_affine_stride(%a0: tensor<?x7xf64>) -> tensor<?x3xf64> {
  %r = dnd.contract (%a0) over [?, 3] {maps = [affine_map<(b,p) -> (b,p*2+1)>], out_map = affine_map<(b,p) -> (b,p)>} : (tensor<?x7xf64>) -> tensor<?x3xf64>
  return %r : tensor<?x3xf64>
}

func.func @contract_outer_product(%a0: tensor<?x2xf64>, %a1: tensor<?x3xf64>) -> tensor<?x3x2xf64> {
  %r = dnd.contract (%a0, %a1) over [?, 2, 3] {maps = [affine_map<(b,i,j) -> (b,i)>, affine_map<(b,i,j) -> (b,j)>], out_map = affine_map<(b,i,j) -> (b,j,i)>} : (tensor<?x2xf64>, tensor<?x3xf64>) -> tensor<?x3x2xf64>
  return %r : tensor<?x3x2xf64>
}

func.func @contract_table(%a0: tensor<4x3xf64>, %a1: tensor<?x5xf64>, %a2: tensor<4x3xi32>) -> tensor<?x4xf64> attributes {range = 5 : i64} {
  %r = dnd.contract (%a0, %a1) tables(%a2) over [?, 4, 3] {table_maps = [affine_map<(b,k,t) -> (k,t)>], maps = [affine_map<(b,k,t)[s] -> (k,t)>, affine_map<(b,k,t)[s] -> (b,s)>], out_map = affine_map<(b,k,t)[s] -> (b,k)>} : (tensor<4x3xf64>, tensor<?x5xf64>, tensor<4x3xi32>) -> tensor<?x4xf64>
  return %r : tensor<?x4xf64>
}
