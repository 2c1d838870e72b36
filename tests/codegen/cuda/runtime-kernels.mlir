// RUN: dnd-opt %s --dnd-add-runtime-kernels --dnd-add-runtime-kernels --split-input-file | FileCheck %s

// The kernels of the training loop join those of a model, once.
// CHECK-LABEL: gpu.module @kernels
// CHECK: gpu.func @forward_k0_scale
// CHECK: gpu.func @dnd_step_begin
// CHECK-SAME: kernel
// Samples are taken by their index in the order of the epoch, behind the step's first.
// CHECK: %[[STEP:.*]] = llvm.load %{{.*}} : !llvm.ptr -> i64
// CHECK: scf.if
// CHECK: %[[ROW:.*]] = llvm.load %{{.*}} : !llvm.ptr -> i64
// CHECK: scf.for
// CHECK: gpu.func @dnd_step_errors
// CHECK-SAME: kernel
// CHECK: arith.extf
// CHECK: gpu.func @dnd_step_end
// CHECK-SAME: kernel
// CHECK-COUNT-10: gpu.shuffle{{ +}}xor
// CHECK-NOT: atomic
// CHECK-NOT: gpu.func @dnd_step
gpu.module @kernels {
  gpu.func @forward_k0_scale(%x: memref<4xf32>) kernel {
    gpu.return
  }
}

// -----

// A model without kernels needs none of the runtime's.
// CHECK-LABEL: gpu.module @kernels
// CHECK-NOT: gpu.func
gpu.module @kernels {
}
