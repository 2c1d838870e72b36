// A location of several positions becomes the first of them.
// RUN: dnd-opt %s --dnd-flatten-locations -mlir-print-debuginfo -mlir-print-local-scope | FileCheck %s

// CHECK: arith.addf %{{.*}}, %{{.*}} : f32 loc({{.*}}"model.dnd":4:3
// CHECK-NOT: "model.dnd":9:3
func.func @f(%x: f32) -> f32 {
  %0 = arith.addf %x, %x : f32 loc(fused["a"("model.dnd":4:3), "b"("model.dnd":9:3)])
  return %0 : f32
}
