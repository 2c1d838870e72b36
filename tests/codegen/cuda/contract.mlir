// RUN: dnd-opt %s --dnd-select-kernels --dnd-lower-to-gpu --canonicalize --cse --split-input-file 2>%t.remarks | FileCheck %s
// RUN: FileCheck %s --check-prefix=REMARK --input-file=%t.remarks

// A product with a bias: tiles in shared memory, sums in registers, the epilogue behind them.
// REMARK: kernel dense_k0_contract: tiles of {{.*}} steps, 256 threads, {{.*}} bytes of shared memory; expected {{.*}} % of the f32 roof [cuda]
// CHECK-LABEL: func.func @dense(
// CHECK-NOT: dndrt
// CHECK: gpu.launch_func @kernels::@dense_k0_contract blocks in (%{{.*}}, %{{.*}}, %{{.*}}) threads in (%{{.*}}, %{{.*}}, %{{.*}})
// CHECK: gpu.func @dense_k0_contract(
// CHECK-SAME: workgroup(%[[LEFT:[a-z0-9]+]] : memref<2x{{[0-9]+x[0-9]+}}xf32, #gpu.address_space<workgroup>> {llvm.align = 16 : i64}
// The sum has 127 steps: what lies beyond is zero.
// CHECK: %[[X:.*]] = memref.load %{{.*}} : memref<?x127xf32>
// CHECK: arith.select %{{.*}}, %[[X]], %{{.*}} : f32
// CHECK: gpu.barrier
// CHECK: scf.for
// CHECK: vector.fma
// CHECK: gpu.barrier
// The bias is added to each sum and stored inside the bounds.
// CHECK: scf.if
// CHECK: %[[BIAS:.*]] = memref.load %{{.*}} : memref<17xf32>
// CHECK: %[[Y:.*]] = arith.addf %{{.*}}, %[[BIAS]] fastmath<contract> : f32
// CHECK: memref.store %[[Y]], %{{.*}} : memref<?x17xf32>
func.func @dense(%x: memref<?x127xf32> {dnd.arg = #dnd.arg<input, 0>}, %w: memref<17x127xf32> {dnd.arg = #dnd.arg<param, 0>},
                 %c: memref<17xf32> {dnd.arg = #dnd.arg<param, 1>}, %y: memref<?x17xf32> {dnd.arg = #dnd.arg<output, 0>},
                 %b: index {dnd.arg = #dnd.arg<batch>}) {
  dndrt.packed_contract (%x, %w) extras(%c) into (%y) over [?, 17, 127] attributes {
      maps = [affine_map<(b,j,i) -> (b,i)>, affine_map<(b,j,i) -> (j,i)>, affine_map<(b,j,i) -> (j)>, affine_map<(b,j,i) -> (b,j)>]}
      : (memref<?x127xf32>, memref<17x127xf32>, memref<17xf32>, memref<?x17xf32>) -> () {
  ^bb0(%sum: f32, %bias: f32, %old: f32):
    %r = arith.addf %sum, %bias : f32
    dndrt.yield %r : f32
  }
  return
}

// -----

// A weight gradient with its update: whole vectors, no comparison with the end of the columns inside of a vector.
// CHECK-LABEL: func.func @update(
// CHECK: gpu.func @update_k0_contract(
// CHECK: vector.load %{{.*}} : memref<?x2048xf32>, vector<4xf32>
// CHECK: scf.for
// CHECK: %[[W:.*]] = vector.load %{{.*}} : memref<512x2048xf32>, vector<4xf32>
// CHECK: %[[NEW:.*]] = arith.subf %[[W]], %{{.*}} fastmath<contract> : vector<4xf32>
// CHECK: vector.store %[[NEW]], %{{.*}} : memref<512x2048xf32>, vector<4xf32>
// CHECK-NOT: memref.store %{{.*}} : memref<512x2048xf32>
func.func @update(%g: memref<?x512xf32> {dnd.arg = #dnd.arg<input, 0>}, %x: memref<?x2048xf32> {dnd.arg = #dnd.arg<input, 1>},
                  %w: memref<512x2048xf32> {dnd.arg = #dnd.arg<param, 0>}, %b: index {dnd.arg = #dnd.arg<batch>}) {
  dndrt.packed_contract (%g, %x) into (%w) over [512, 2048, ?] attributes {
      maps = [affine_map<(j,i,b) -> (b,j)>, affine_map<(j,i,b) -> (b,i)>, affine_map<(j,i,b) -> (j,i)>]}
      : (memref<?x512xf32>, memref<?x2048xf32>, memref<512x2048xf32>) -> () {
  ^bb0(%sum: f32, %old: f32):
    %rate = arith.constant 0.5 : f32
    %step = arith.mulf %sum, %rate : f32
    %new = arith.subf %old, %step : f32
    dndrt.yield %new : f32
  }
  return
}

// -----

// Any linear maps: windows of an image, three summed dimensions, four that are not.
// CHECK-LABEL: func.func @windows(
// CHECK: gpu.func @windows_k0_contract(
// CHECK-NOT: dndrt
// CHECK: arith.remui
// CHECK: memref.load %{{.*}} : memref<?x3x13x6xf32>
func.func @windows(%x: memref<?x3x13x6xf32> {dnd.arg = #dnd.arg<input, 0>}, %w: memref<4x3x3x2xf32> {dnd.arg = #dnd.arg<param, 0>},
                   %y: memref<?x4x6x5xf32> {dnd.arg = #dnd.arg<output, 0>}, %b: index {dnd.arg = #dnd.arg<batch>}) {
  dndrt.packed_contract (%x, %w) into (%y) over [?, 4, 6, 5, 3, 3, 2] attributes {
      maps = [affine_map<(b,o,y,x,c,u,v) -> (b,c,2*y+u,x+v)>, affine_map<(b,o,y,x,c,u,v) -> (o,c,u,v)>, affine_map<(b,o,y,x,c,u,v) -> (b,o,y,x)>]}
      : (memref<?x3x13x6xf32>, memref<4x3x3x2xf32>, memref<?x4x6x5xf32>) -> () {
  ^bb0(%sum: f32, %old: f32):
    dndrt.yield %sum : f32
  }
  return
}

// -----

// Few results of a long sum: blocks share the steps, their sums lie behind what is planned in the arena and are added in
// order by a second kernel, which runs the epilogue.
// REMARK: kernel split_k0_contract: tiles of {{.*}} steps in 16 parts, 256 threads
// CHECK-LABEL: func.func @split(
// CHECK-SAME: attributes {dnd.arena_fixed = 64 : i64, dnd.arena_per_sample = 1056 : i64
// CHECK: %[[PARTS:.*]] = memref.view %{{.*}}[%{{.*}}][%{{.*}}] : memref<?xi8> to memref<?x16x16xf32>
// CHECK: gpu.launch_func @kernels::@split_k0_contract blocks
// CHECK: gpu.launch_func @kernels::@split_k0_contract_sum blocks
// CHECK: gpu.func @split_k0_contract(
// CHECK: vector.store %{{.*}} : memref<?x16x16xf32>, vector<1xf32>
// CHECK: gpu.func @split_k0_contract_sum(
// CHECK: scf.for
// CHECK: arith.addf
// CHECK: vector.store %{{.*}} : memref<?x16xf32>, vector<4xf32>
func.func @split(%x: memref<?x20000xf32> {dnd.arg = #dnd.arg<input, 0>}, %w: memref<16x20000xf32> {dnd.arg = #dnd.arg<param, 0>},
                 %y: memref<?x16xf32> {dnd.arg = #dnd.arg<output, 0>}, %b: index {dnd.arg = #dnd.arg<batch>}, %a: memref<?xi8> {dnd.arg = #dnd.arg<arena>})
    attributes {dnd.arena_fixed = 64 : i64, dnd.arena_per_sample = 32 : i64} {
  dndrt.packed_contract (%x, %w) into (%y) over [?, 16, 20000] attributes {
      maps = [affine_map<(b,j,i) -> (b,i)>, affine_map<(b,j,i) -> (j,i)>, affine_map<(b,j,i) -> (b,j)>]}
      : (memref<?x20000xf32>, memref<16x20000xf32>, memref<?x16xf32>) -> () {
  ^bb0(%sum: f32, %old: f32):
    dndrt.yield %sum : f32
  }
  return
}
