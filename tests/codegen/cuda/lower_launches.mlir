// A launch is a call of the runtime: the kernel's row, grid, block, shared memory, addresses of the arguments; the batch
// comes last when a buffer has it. One row for each kernel and place.
// RUN: dnd-opt --dnd-lower-launches %s | FileCheck %s
// CHECK: module attributes {dnd.kernels = [
// CHECK-SAME: {layer = "net.first", name = "forward_k0", place = "a.dnd:1:2"},
// CHECK-SAME: {layer = "net.second", name = "forward_k0", place = "a.dnd:2:2"}]
// CHECK-NOT: gpu.container_module
// CHECK-LABEL: func.func @forward_cuda
// CHECK: llvm.store %{{.*}}, %{{.*}} : i64, !llvm.ptr
// CHECK: call @dnd_rt_cuda_launch(%c0_i32{{.*}}) : (i32, i32, i32, i32, i32, i32, i32, i32, !llvm.ptr) -> ()
// CHECK: call @dnd_rt_cuda_launch(%c1_i32
// CHECK: call @dnd_rt_cuda_launch(%c0_i32
// CHECK-NOT: gpu.launch_func
// CHECK: func.func private @dnd_rt_cuda_launch
module attributes {gpu.container_module} {
  gpu.binary @kernels [#gpu.object<#nvvm.target<chip = "sm_80">, assembly = "PTX">]
  func.func @forward_cuda(%x: memref<?x4xf32> {dnd.arg = #dnd.arg<input, 0>}, %batch: index {dnd.arg = #dnd.arg<batch>})
      attributes {dnd.device_entry = "forward"} {
    %c1 = arith.constant 1 : index
    gpu.launch_func @kernels::@forward_k0 blocks in (%batch, %c1, %c1) threads in (%c1, %c1, %c1) args(%x : memref<?x4xf32>) loc("net.first"("dir/a.dnd":1:2))
    gpu.launch_func @kernels::@forward_k0 blocks in (%batch, %c1, %c1) threads in (%c1, %c1, %c1) args(%x : memref<?x4xf32>) loc("net.second"("dir/a.dnd":2:2))
    gpu.launch_func @kernels::@forward_k0 blocks in (%batch, %c1, %c1) threads in (%c1, %c1, %c1) args(%x : memref<?x4xf32>) loc("net.first"("dir/a.dnd":1:2))
    return
  }
}
