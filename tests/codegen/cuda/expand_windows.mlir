// GPUs read no margins: the padded image is stored, here with a border of 1 around the elements.
// RUN: dnd-opt %s --pass-pipeline='builtin.module(func.func(dnd-expand-windows))' | FileCheck %s

// CHECK-LABEL: func.func @window(
// CHECK-SAME: %[[X:[a-z0-9]+]]: memref<?x4x8x8xf32>
// CHECK: %[[PADDED:.*]] = memref.alloc(%{{.*}}) : memref<?x4x10x10xf32>
// CHECK: linalg.fill ins(%{{.*}} : f32) outs(%[[PADDED]] : memref<?x4x10x10xf32>)
// CHECK: dndrt.packed_contract(%{{.*}}, %[[PADDED]])
// CHECK-NOT: margins
// CHECK: (memref<8x4x3x3xf32>, memref<?x4x10x10xf32>, memref<?x8x8x8xf32>)
func.func @window(%x: memref<?x4x8x8xf32> {dnd.arg = #dnd.arg<input, 0, "x">}, %k: memref<8x4x3x3xf32> {dnd.arg = #dnd.arg<param, 0, "k">},
                  %y: memref<?x8x8x8xf32> {dnd.arg = #dnd.arg<output, 0, "y">}, %b: index {dnd.arg = #dnd.arg<batch>}) {
  dndrt.packed_contract(%k, %x) into(%y) over [?, 8, 8, 8, 4, 3, 3] attributes {
      maps = [affine_map<(b,o,p,q,i,r,s) -> (o,i,r,s)>, affine_map<(b,o,p,q,i,r,s) -> (b,i,p+r,q+s)>,
              affine_map<(b,o,p,q,i,r,s) -> (b,o,p,q)>],
      margins = #dndrt.margins<1, low = [0, 0, 1, 1], step = [1, 1, 1, 1], 0.000000e+00 : f32>}
      : (memref<8x4x3x3xf32>, memref<?x4x8x8xf32>, memref<?x8x8x8xf32>) -> () {
  ^bb0(%sum: f32, %old: f32):
    dndrt.yield %sum : f32
  }
  return
}
