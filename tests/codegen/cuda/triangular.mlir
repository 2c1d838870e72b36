// RUN: dnd-opt %s --dnd-select-kernels --dnd-lower-to-gpu --canonicalize --cse --split-input-file 2>%t.remarks | FileCheck %s
// RUN: FileCheck %s --check-prefix=REMARK --input-file=%t.remarks

// The quadratic form: one kernel, nothing of size batch x outputs x features, A read above and below the diagonal.
// REMARK: kernel form_k0_quadratic: tiles of 64 x 64, 16 steps, 256 threads, {{.*}} % of the f32 roof [cuda]
// CHECK-LABEL: func.func @form(
// CHECK-NOT: memref.alloc
// CHECK: gpu.launch_func @kernels::@form_k0_quadratic blocks in (%{{.*}}, %{{.*}}, %{{.*}})
// CHECK-NOT: gpu.launch_func
// CHECK: gpu.func @form_k0_quadratic(
// CHECK-COUNT-1: memref<?x3x2xf32>
// CHECK: %[[BELOW:.*]] = memref.load %{{.*}}[%[[J:.*]], %[[K:.*]], %[[I:.*]]] : memref<3x127x127xf32>
// CHECK: %[[ABOVE:.*]] = memref.load %{{.*}}[%[[J]], %[[I]], %[[K]]] : memref<3x127x127xf32>
// CHECK: %[[OFF:.*]] = arith.select %{{.*}}, %[[BELOW]], %{{.*}} : f32
// CHECK: arith.addf %[[ABOVE]], %[[OFF]] fastmath<contract> : f32
// CHECK: vector.fma
// CHECK: memref.load %{{.*}} : memref<3x127xf32>
// CHECK: memref.store %{{.*}}, %{{.*}} : memref<?x3x2xf32>
func.func @form(%x: memref<?x127xf32> {dnd.arg = #dnd.arg<input, 0>}, %A: memref<3x127x127xf32> {dnd.arg = #dnd.arg<param, 0>},
                %l: memref<3x127xf32> {dnd.arg = #dnd.arg<param, 1>}, %y: memref<?x3x2xf32> {dnd.arg = #dnd.arg<output, 0>},
                %b: index {dnd.arg = #dnd.arg<batch>}) {
  dndrt.triangular_quadratic %x, %A linear %l into %y
      : (memref<?x127xf32>, memref<3x127x127xf32>, memref<3x127xf32>, memref<?x3x2xf32>) -> ()
  return
}

// -----

// Its gradient: 13 x 14 / 2 tiles for each output; the update runs on each tile and on its mirror image.
// REMARK: kernel grad_k0_quadratic_grad: tiles of 64 x 64
// CHECK-LABEL: func.func @grad(
// CHECK: %[[BLOCKS:.*]] = arith.constant 182 : index
// CHECK: gpu.launch_func @kernels::@grad_k0_quadratic_grad blocks in (%[[BLOCKS]],
// CHECK: gpu.func @grad_k0_quadratic_grad(
// CHECK: vector.fma
// CHECK: vector.store %{{.*}} : memref<2x784x784xf32>, vector<4xf32>
// CHECK: gpu.barrier
// CHECK: vector.load %{{.*}} : memref<64x64xf32, #gpu.address_space<workgroup>>, vector<4xf32>
// CHECK: vector.store %{{.*}} : memref<2x784x784xf32>, vector<4xf32>
func.func @grad(%x: memref<?x784xf32> {dnd.arg = #dnd.arg<input, 0>}, %g: memref<?x2xf32> {dnd.arg = #dnd.arg<input, 1>},
                %A: memref<2x784x784xf32> {dnd.arg = #dnd.arg<param, 0>}, %b: index {dnd.arg = #dnd.arg<batch>}) {
  dndrt.triangular_grad (%x, %g) into (%A) over [?, 2, 784, 784] attributes {
      maps = [affine_map<(b,j,i,k) -> (b,i)>, affine_map<(b,j,i,k) -> (b,j)>, affine_map<(b,j,i,k) -> (j,i,k)>]}
      : (memref<?x784xf32>, memref<?x2xf32>, memref<2x784x784xf32>) -> () {
  ^bb0(%sum: f32, %old: f32):
    %rate = arith.constant 0.5 : f32
    %step = arith.mulf %sum, %rate : f32
    %new = arith.subf %old, %step : f32
    dndrt.yield %new : f32
  }
  return
}
