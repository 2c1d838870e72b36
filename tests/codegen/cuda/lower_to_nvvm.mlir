// Kernels take plain pointers, scalars, and last the batch; functions of f32 are written out.
// RUN: dndc %S/Inputs/saxpy.mlir --emit=nvvm | FileCheck %s
// CHECK: gpu.module @kernels
// CHECK: llvm.func @forward_k0_saxpy(%{{[a-z0-9]+}}: !llvm.ptr {llvm.align = 64 : i64, llvm.noalias, llvm.nonnull},
// CHECK-SAME: !llvm.ptr {llvm.align = 4 : i64, llvm.noalias, llvm.nonnull}, {{.*}}: i64, {{.*}}: i64)
// CHECK-SAME: gpu.kernel, nvvm.kernel, nvvm.maxntid = array<i32: 128>
// CHECK-NOT: llvm.intr.exp
// CHECK: nvvm.read.ptx.sreg.tid.x
// CHECK-NOT: llvm.intr.exp

// A function that only a library has is an error, not a symbol that the driver misses on the user's machine.
// RUN: not dnd-opt --dnd-lower-to-nvvm %s 2>&1 | FileCheck %s --check-prefix=LIBRARY
// LIBRARY: error: no code for a GPU stands for '__nv_atan2f'
gpu.module @kernels {
  gpu.func @angle(%x: memref<f32>, %y: memref<f32>) kernel {
    %a = memref.load %x[] : memref<f32>
    %b = memref.load %y[] : memref<f32>
    %c = math.atan2 %a, %b : f32
    memref.store %c, %y[] : memref<f32>
    gpu.return
  }
}
