// RUN: dnd-opt %s --pass-pipeline='builtin.module(func.func(dnd-merge-points))' --split-input-file | FileCheck %s

#id = affine_map<(i) -> (i)>
#none = affine_map<(i) -> ()>

// A step with momentum: the gradient stays in a register, its buffer is gone, the parameter and the momentum are read and written once.
// CHECK-LABEL: func.func @update(
// CHECK-SAME: %[[W:arg[0-9]+]]: memref<9xf32> {dnd.arg = #dnd.arg<param, 0>}, %[[M:arg[0-9]+]]: memref<9xf32>
// CHECK-NOT: memref.alloc
// CHECK: linalg.generic {{.*}} ins(%{{.*}}, %[[W]] : memref<f32>, memref<9xf32>) outs(%[[M]], %[[W]] : memref<9xf32>, memref<9xf32>)
// CHECK-NEXT: ^bb0(%[[RATE:[a-z0-9_]+]]: f32, %[[OLD:[a-z0-9_]+]]: f32, %[[MOMENT:[a-z0-9_]+]]: f32, %{{.*}}: f32):
// CHECK-NEXT: %[[G:.*]] = arith.mulf %[[OLD]], %[[RATE]]
// CHECK-NEXT: %[[NEW:.*]] = arith.addf %[[MOMENT]], %[[G]]
// CHECK-NEXT: %[[LESS:.*]] = arith.subf %[[OLD]], %[[NEW]]
// CHECK-NEXT: linalg.yield %[[NEW]], %[[LESS]]
// CHECK-NOT: linalg.generic
func.func @update(%w: memref<9xf32> {dnd.arg = #dnd.arg<param, 0>}, %m: memref<9xf32> {dnd.arg = #dnd.arg<slot, 0>},
                  %r: memref<f32> {dnd.arg = #dnd.arg<hyper, 0>}) {
  %g = memref.alloc() : memref<9xf32>
  linalg.generic {indexing_maps = [#none, #id, #id], iterator_types = ["parallel"]}
      ins(%r, %w : memref<f32>, memref<9xf32>) outs(%g : memref<9xf32>) {
  ^bb0(%rate: f32, %old: f32, %out: f32):
    %0 = arith.mulf %old, %rate : f32
    linalg.yield %0 : f32
  }
  linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel"]}
      ins(%g : memref<9xf32>) outs(%m : memref<9xf32>) {
  ^bb0(%in: f32, %before: f32):
    %0 = arith.addf %before, %in : f32
    linalg.yield %0 : f32
  }
  linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel"]}
      ins(%m : memref<9xf32>) outs(%w : memref<9xf32>) {
  ^bb0(%in: f32, %before: f32):
    %0 = arith.subf %before, %in : f32
    linalg.yield %0 : f32
  }
  return
}

// -----

#id = affine_map<(i) -> (i)>
#none = affine_map<(i) -> ()>

// What lies between the two and reads what the first writes keeps them apart; what does not may stand there.
// CHECK-LABEL: func.func @between(
// CHECK: linalg.generic {{.*}} iterator_types = ["parallel"]
// CHECK: linalg.generic {{.*}} iterator_types = ["reduction"]
// CHECK: linalg.generic {{.*}} iterator_types = ["reduction"]
// CHECK: linalg.generic {{.*}} outs(%{{.*}}, %{{.*}} : memref<5xf32>, memref<5xf32>)
// CHECK-NOT: linalg.generic
func.func @between(%x: memref<5xf32> {dnd.arg = #dnd.arg<input, 0>}, %s: memref<f32> {dnd.arg = #dnd.arg<output, 0>},
                   %t: memref<f32> {dnd.arg = #dnd.arg<output, 1>}, %y: memref<5xf32> {dnd.arg = #dnd.arg<output, 2>},
                   %z: memref<5xf32> {dnd.arg = #dnd.arg<output, 3>}, %u: memref<5xf32> {dnd.arg = #dnd.arg<output, 4>}) {
  linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel"]} ins(%x : memref<5xf32>) outs(%y : memref<5xf32>) {
  ^bb0(%in: f32, %out: f32):
    %0 = arith.negf %in : f32
    linalg.yield %0 : f32
  }
  linalg.generic {indexing_maps = [#id, #none], iterator_types = ["reduction"]} ins(%y : memref<5xf32>) outs(%s : memref<f32>) {
  ^bb0(%in: f32, %out: f32):
    %0 = arith.addf %in, %out : f32
    linalg.yield %0 : f32
  }
  linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel"]} ins(%x : memref<5xf32>) outs(%z : memref<5xf32>) {
  ^bb0(%in: f32, %out: f32):
    %0 = arith.mulf %in, %in : f32
    linalg.yield %0 : f32
  }
  linalg.generic {indexing_maps = [#id, #none], iterator_types = ["reduction"]} ins(%x : memref<5xf32>) outs(%t : memref<f32>) {
  ^bb0(%in: f32, %out: f32):
    %0 = arith.addf %in, %out : f32
    linalg.yield %0 : f32
  }
  linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel"]} ins(%z : memref<5xf32>) outs(%u : memref<5xf32>) {
  ^bb0(%in: f32, %out: f32):
    %0 = arith.addf %in, %in : f32
    linalg.yield %0 : f32
  }
  return
}

// -----

#id = affine_map<(i, j) -> (i, j)>
#row = affine_map<(i, j) -> (i)>
#turned = affine_map<(i, j) -> (j, i)>

// Other points of what was just written: no.
// CHECK-LABEL: func.func @elsewhere(
// CHECK-COUNT-3: linalg.generic
func.func @elsewhere(%x: memref<4x4xf32> {dnd.arg = #dnd.arg<input, 0>}, %y: memref<4x4xf32> {dnd.arg = #dnd.arg<output, 0>},
                     %z: memref<4x4xf32> {dnd.arg = #dnd.arg<output, 1>}, %p: memref<4xf32> {dnd.arg = #dnd.arg<param, 0>}) {
  %c0 = arith.constant 0 : index
  linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel", "parallel"]} ins(%x : memref<4x4xf32>) outs(%y : memref<4x4xf32>) {
  ^bb0(%in: f32, %out: f32):
    %0 = arith.negf %in : f32
    linalg.yield %0 : f32
  }
  linalg.generic {indexing_maps = [#turned, #id], iterator_types = ["parallel", "parallel"]} ins(%y : memref<4x4xf32>) outs(%z : memref<4x4xf32>) {
  ^bb0(%in: f32, %out: f32):
    linalg.yield %in : f32
  }
  // A gather goes its own way.
  linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel", "parallel"]} ins(%z : memref<4x4xf32>) outs(%x : memref<4x4xf32>) {
  ^bb0(%in: f32, %out: f32):
    %i = linalg.index 0 : index
    %v = memref.load %p[%i] : memref<4xf32>
    %0 = arith.addf %in, %v : f32
    linalg.yield %0 : f32
  }
  return
}
