// A missing rule is an error at the op's place.
// RUN: dnd-opt %s -split-input-file -verify-diagnostics -dnd-differentiate

func.func @no_rule(%x: tensor<?x4xf32>) -> tensor<?x4xf32> attributes {dnd.differentiate = [0]} {
  // expected-error@+1 {{has no gradient, and the loss depends on a parameter through it}}
  %0 = dnd.prod_others %x dims [1] : (tensor<?x4xf32>) -> tensor<?x4xf32>
  return %0 : tensor<?x4xf32>
}

// -----

// Where nothing passes, no rule is needed.
func.func @not_needed(%x: tensor<?x4xf32>, %w: tensor<4xf32>) -> tensor<?x4xf32> attributes {dnd.differentiate = [1]} {
  %0 = dnd.prod_others %x dims [1] : (tensor<?x4xf32>) -> tensor<?x4xf32>
  %1 = dnd.map mul (%0, %w) {maps = [affine_map<(b, i) -> (b, i)>, affine_map<(b, i) -> (i)>]} : (tensor<?x4xf32>, tensor<4xf32>) -> tensor<?x4xf32>
  return %1 : tensor<?x4xf32>
}

// -----

// expected-error@+1 {{'dnd.differentiate' names no argument: 3}}
func.func @no_argument(%x: tensor<?x4xf32>) -> tensor<?x4xf32> attributes {dnd.differentiate = [3]} {
  return %x : tensor<?x4xf32>
}

// -----

// expected-error@+1 {{argument #0 of type 'tensor<?xi32>' has no derivative}}
func.func @integers(%x: tensor<?xi32>) attributes {dnd.differentiate = [0]} {
  return
}
