// The same numbers in another float type. The reference keeps them: a bf16 is off
// by 2^-8 of itself at most.
// RUN: %op --precision bf16 --tolerance 5e-3 %s | FileCheck %s
// CHECK: op: ok, 2 cases

func.func @cast_round(%a0: tensor<?x5xf64>) -> tensor<?x5xf64> {
  %h = dnd.cast %a0 : (tensor<?x5xf64>) -> tensor<?x5xbf16>
  %r = dnd.cast %h : (tensor<?x5xbf16>) -> tensor<?x5xf64>
  return %r : tensor<?x5xf64>
}

func.func @cast_moved(%a0: tensor<?x2x3xf64>) -> tensor<?x6xf64> {
  %h = dnd.cast %a0 : (tensor<?x2x3xf64>) -> tensor<?x2x3xbf16>
  %f = dnd.reshape %h : (tensor<?x2x3xbf16>) -> tensor<?x6xbf16>
  %r = dnd.cast %f : (tensor<?x6xbf16>) -> tensor<?x6xf64>
  return %r : tensor<?x6xf64>
}
