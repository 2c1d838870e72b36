// Only entry points draw noise, and modes are resolved before.
// RUN: dnd-opt %s -split-input-file -convert-dnd-to-linalg -verify-diagnostics

func.func @plain(%x: tensor<?x3xf32>, %p: tensor<f32>) -> tensor<?x3xf32> {
  // expected-error@+1 {{has no seed: only entry points draw noise}}
  %n = dnd.noise bernoulli "n" (%p) like %x : (tensor<f32>, tensor<?x3xf32>) -> tensor<?x3xf32>
  return %n : tensor<?x3xf32>
}

// -----

func.func @mode(%x: tensor<?x3xf32>) -> tensor<?x3xf32> {
  // expected-error@+1 {{has no lowering to linalg}}
  %n = dnd.by_mode training (%x) otherwise (%x) : tensor<?x3xf32>
  return %n : tensor<?x3xf32>
}
