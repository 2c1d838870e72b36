// Numbers for each sample: the same on the reference and on every device. Noise has no derivative.
// RUN: %op %s | FileCheck %s
// CHECK: op: ok, 3 cases

func.func @noise_bernoulli(%x: tensor<?x4xf64>) -> tensor<?x4x2xf64> attributes {constant} {
  %p = dnd.constant dense<0.4> : tensor<f64>
  %r = dnd.noise bernoulli "keep" (%p) like %x : (tensor<f64>, tensor<?x4xf64>) -> tensor<?x4x2xf64>
  return %r : tensor<?x4x2xf64>
}

func.func @noise_uniform(%x: tensor<?x4xf64>) -> tensor<?x5xf64> attributes {constant} {
  %a = dnd.constant dense<-1.0> : tensor<f64>
  %b = dnd.constant dense<2.0> : tensor<f64>
  %r = dnd.noise uniform "u" (%a, %b) like %x : (tensor<f64>, tensor<f64>, tensor<?x4xf64>) -> tensor<?x5xf64>
  return %r : tensor<?x5xf64>
}

func.func @noise_normal(%x: tensor<?x4xf64>) -> tensor<?x3xf64> attributes {constant} {
  %m = dnd.constant dense<0.5> : tensor<f64>
  %s = dnd.constant dense<2.0> : tensor<f64>
  %r = dnd.noise normal "n" (%m, %s) like %x : (tensor<f64>, tensor<f64>, tensor<?x4xf64>) -> tensor<?x3xf64>
  return %r : tensor<?x3xf64>
}
