// pow of f32 becomes arithmetic in kernels (never exp(y log x)), which may not be contracted.
// RUN: dnd-opt --dnd-expand-device-math %s | FileCheck %s
// CHECK-LABEL: gpu.func @power
// CHECK-NOT: math.powf
// CHECK: arith.subf %{{[^ ]+}}, %{{[^ ]+}} : f32
// CHECK: math.fma
// CHECK-NOT: math.powf
// CHECK: gpu.return
gpu.module @kernels {
  gpu.func @power(%x: memref<f32>) kernel {
    %a = memref.load %x[] : memref<f32>
    %b = arith.addf %a, %a : f32
    %c = math.powf %b, %a : f32
    memref.store %c, %x[] : memref<f32>
    gpu.return
  }
}
