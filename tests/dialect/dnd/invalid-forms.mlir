// What the verifiers of forms refuse.
// RUN: dnd-opt %s -split-input-file -verify-diagnostics

func.func @quadratic_square(%x: tensor<?x4xf32>, %A: tensor<3x4x5xf32>) {
  // expected-error@+1 {{A has shape [3, 4, 5], expected [3, 4, 4]}}
  %0 = dnd.quadratic %x, %A axis 1 : (tensor<?x4xf32>, tensor<3x4x5xf32>) -> tensor<?x3xf32>
  return
}

// -----

func.func @quadratic_axis(%x: tensor<?x4xf32>, %A: tensor<3x4x4xf32>) {
  // expected-error@+1 {{dimension 0 of 'tensor<?x4xf32>' is the batch}}
  %0 = dnd.quadratic %x, %A axis 0 : (tensor<?x4xf32>, tensor<3x4x4xf32>) -> tensor<?x3xf32>
  return
}

// -----

func.func @quadratic_bias(%x: tensor<?x4x2xf32>, %A: tensor<3x4x4xf32>, %b: tensor<2xf32>) {
  // expected-error@+1 {{bias has shape [2], expected [3]}}
  %0 = dnd.quadratic %x, %A bias %b axis 1 : (tensor<?x4x2xf32>, tensor<3x4x4xf32>, tensor<2xf32>) -> tensor<?x3x2xf32>
  return
}

// -----

func.func @quadratic_result(%x: tensor<?x4x2xf32>, %A: tensor<3x4x4xf32>) {
  // expected-error@+1 {{result has shape [?, 2, 3], expected [?, 3, 2]}}
  %0 = dnd.quadratic %x, %A axis 1 : (tensor<?x4x2xf32>, tensor<3x4x4xf32>) -> tensor<?x2x3xf32>
  return
}

// -----

func.func @quadratic_weight_grad_adjoint(%x: tensor<?x4x2xf32>, %g: tensor<?x3xf32>) {
  // expected-error@+1 {{adjoint has type 'tensor<?x3xf32>', expected rank 3}}
  %0 = dnd.quadratic_weight_grad %x, %g axis 1 : (tensor<?x4x2xf32>, tensor<?x3xf32>) -> tensor<3x4x4xf32>
  return
}

// -----

func.func @low_rank_v(%x: tensor<?x4xf32>, %u: tensor<3x2x4xf32>, %v: tensor<3x1x4xf32>) {
  // expected-error@+1 {{v has shape [3, 1, 4], expected [3, 2, 4]}}
  %0 = dnd.low_rank_quadratic %x, %u times %v axis 1 : (tensor<?x4xf32>, tensor<3x2x4xf32>, tensor<3x1x4xf32>) -> tensor<?x3xf32>
  return
}

// -----

func.func @low_rank_scale(%x: tensor<?x4xf32>, %u: tensor<3x2x4xf32>, %s: tensor<2x3xf32>) {
  // expected-error@+1 {{scale has shape [2, 3], expected [3, 2]}}
  %0 = dnd.low_rank_quadratic %x, %u scale %s axis 1 : (tensor<?x4xf32>, tensor<3x2x4xf32>, tensor<2x3xf32>) -> tensor<?x3xf32>
  return
}

// -----

func.func @gather_weights(%x: tensor<?x4xf32>, %t: tensor<3x2xi32>, %w: tensor<3x3xf32>) {
  // expected-error@+1 {{w has shape [3, 3], expected [3, 2]}}
  %0 = dnd.gather_contract %x, %t, %w : (tensor<?x4xf32>, tensor<3x2xi32>, tensor<3x3xf32>) -> tensor<?x3xf32>
  return
}

// -----

func.func @gather_range(%x: tensor<?x4xf32>, %w: tensor<3x2xf32>) {
  %t = dnd.table "t" gen = {fn = "choice"} range = 9 : tensor<3x2xi32>
  // expected-error@+1 {{the table holds indices up to 8, the extent is 4}}
  %0 = dnd.gather_contract %x, %t, %w : (tensor<?x4xf32>, tensor<3x2xi32>, tensor<3x2xf32>) -> tensor<?x3xf32>
  return
}

// -----

func.func @gather_grad(%x: tensor<?x4xf32>, %t: tensor<3x2xi32>, %g: tensor<?x2xf32>) {
  // expected-error@+1 {{adjoint has shape [?, 2], expected [?, 3]}}
  %0 = dnd.gather_contract_grad %x, %t, %g : (tensor<?x4xf32>, tensor<3x2xi32>, tensor<?x2xf32>) -> tensor<3x2xf32>
  return
}

// -----

func.func @fusion_scale(%T: tensor<?x2x4xf32>, %W: tensor<3x2x4xf32>, %s: tensor<4xf32>) {
  // expected-error@+1 {{scale has shape [4], expected [2]}}
  %0 = dnd.dendritic_fusion %T, %W scale %s : (tensor<?x2x4xf32>, tensor<3x2x4xf32>, tensor<4xf32>) -> tensor<?x3xf32>
  return
}
