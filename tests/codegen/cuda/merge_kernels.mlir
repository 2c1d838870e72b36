// Equal kernels become one, wherever they come from; each launch keeps its place in the model.
// RUN: dnd-opt --dnd-merge-kernels --mlir-print-debuginfo %s | FileCheck %s
// CHECK: func.func @forward
// CHECK: gpu.launch_func @kernels::@forward_k0 {{.*}} loc(#[[FIRST:loc[0-9]*]])
// CHECK: gpu.launch_func @kernels::@forward_k0 {{.*}} loc(#[[SECOND:loc[0-9]*]])
// CHECK: gpu.launch_func @kernels::@forward_k2
// CHECK: gpu.func @forward_k0
// CHECK-NOT: gpu.func @forward_k1
// CHECK: gpu.func @forward_k2
// CHECK-DAG: #[[FIRST]] = loc("net.first"
// CHECK-DAG: #[[SECOND]] = loc("net.second"
module attributes {gpu.container_module} {
  func.func @forward(%x: memref<4xf32>) {
    %c1 = arith.constant 1 : index
    gpu.launch_func @kernels::@forward_k0 blocks in (%c1, %c1, %c1) threads in (%c1, %c1, %c1) args(%x : memref<4xf32>) loc("net.first"("a.dnd":1:2))
    gpu.launch_func @kernels::@forward_k1 blocks in (%c1, %c1, %c1) threads in (%c1, %c1, %c1) args(%x : memref<4xf32>) loc("net.second"("a.dnd":2:2))
    gpu.launch_func @kernels::@forward_k2 blocks in (%c1, %c1, %c1) threads in (%c1, %c1, %c1) args(%x : memref<4xf32>) loc("net.third"("a.dnd":3:2))
    return
  }
  gpu.module @kernels {
    gpu.func @forward_k0(%x: memref<4xf32>) kernel {
      %c0 = arith.constant 0 : index
      %one = arith.constant 1.0 : f32
      memref.store %one, %x[%c0] : memref<4xf32>
      gpu.return
    }
    gpu.func @forward_k1(%x: memref<4xf32>) kernel {
      %c0 = arith.constant 0 : index
      %one = arith.constant 1.0 : f32
      memref.store %one, %x[%c0] : memref<4xf32>
      gpu.return
    }
    gpu.func @forward_k2(%x: memref<4xf32>) kernel {
      %c0 = arith.constant 0 : index
      %two = arith.constant 2.0 : f32
      memref.store %two, %x[%c0] : memref<4xf32>
      gpu.return
    }
  }
}
