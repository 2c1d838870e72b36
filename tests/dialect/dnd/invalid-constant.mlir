// RUN: dnd-opt %s -split-input-file -verify-diagnostics

func.func @shape() -> tensor<3xf32> {
  // expected-error @+1 {{has a value of type 'tensor<2xf64>' for 'tensor<3xf32>'}}
  %c = dnd.constant dense<1.0> : tensor<2xf64> to tensor<3xf32>
  return %c : tensor<3xf32>
}

// -----

func.func @type() -> tensor<2xi32> {
  // expected-error @+1 {{has a value of type 'tensor<2xf64>' for 'tensor<2xi32>'}}
  %c = dnd.constant dense<1.0> : tensor<2xf64> to tensor<2xi32>
  return %c : tensor<2xi32>
}
