// f32 functions become arithmetic; f64 ones stay for the C library.
// RUN: dnd-opt %s --dnd-expand-math | FileCheck %s

// CHECK-LABEL: func.func @single
// CHECK-NOT: math.exp
// CHECK-NOT: math.tanh
// CHECK-NOT: math.erf
// CHECK-NOT: math.log
// CHECK: return
func.func @single(%x: f32) -> (f32, f32, f32, f32) {
  %0 = math.exp %x : f32
  %1 = math.tanh %x : f32
  %2 = math.erf %x : f32
  %3 = math.log %x : f32
  return %0, %1, %2, %3 : f32, f32, f32, f32
}

// CHECK-LABEL: func.func @double
// CHECK: math.exp %{{.*}} : f64
func.func @double(%x: f64) -> f64 {
  %0 = math.exp %x : f64
  return %0 : f64
}

// pow is never exp(y log x); its low parts may not be contracted.
// CHECK-LABEL: func.func @power
// CHECK-NOT: math.powf
// CHECK: arith.subf %{{[^ ]+}}, %{{[^ ]+}} : f32
// CHECK: math.fma
// CHECK-NOT: math.powf
// CHECK: return
func.func @power(%x: f32, %y: f32) -> f32 {
  %0 = math.powf %x, %y : f32
  return %0 : f32
}

// Large arguments of sin take a branch that a whole vector shares.
// CHECK-LABEL: func.func @circle
// CHECK-NOT: math.sin
// CHECK: vector.reduction <or>, %{{.*}} : vector<8xi1> into i1
// CHECK: scf.if
// CHECK: arith.sitofp %{{.*}} : vector<2x4xi64> to vector<2x4xf32>
// CHECK-NOT: math.sin
// CHECK: return
func.func @circle(%x: vector<2x4xf32>) -> vector<2x4xf32> {
  %0 = math.sin %x : vector<2x4xf32>
  return %0 : vector<2x4xf32>
}
