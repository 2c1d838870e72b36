// Results that are arguments go; a copy onto itself goes; others are linalg.
// RUN: dnd-opt %s --dnd-finish-buffers | FileCheck %s

// CHECK-LABEL: func.func @step(
// CHECK-SAME: %[[P:[a-z0-9]*]]: memref<4xf32>, %[[Q:[a-z0-9]*]]: memref<4xf32>) {
// CHECK-NOT: memref.copy
// CHECK: linalg.generic {{.*}} ins(%[[P]] : memref<4xf32>) outs(%[[Q]] : memref<4xf32>)
// CHECK-NOT: memref.copy
// CHECK: return{{$}}
func.func @step(%p: memref<4xf32>, %q: memref<4xf32>) -> memref<4xf32> {
  memref.copy %p, %p : memref<4xf32> to memref<4xf32>
  memref.copy %p, %q : memref<4xf32> to memref<4xf32>
  return %q : memref<4xf32>
}
