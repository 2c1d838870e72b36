// RUN: dnd-opt %s --dnd-select-kernels=math=tf32 --dnd-lower-to-gpu --canonicalize --cse 2>%t.tf32 | FileCheck %s --check-prefix=TF32
// RUN: FileCheck %s --check-prefix=TF32-REMARK --input-file=%t.tf32
// RUN: dnd-opt %s --dnd-select-kernels=math=bf16 --dnd-lower-to-gpu --canonicalize --cse 2>%t.bf16 | FileCheck %s --check-prefix=BF16
// RUN: FileCheck %s --check-prefix=BF16-REMARK --input-file=%t.bf16
// RUN: not dnd-opt %s --dnd-select-kernels=math=fp8 2>&1 | FileCheck %s --check-prefix=UNKNOWN

// On tensor cores operands are rounded on their way into shared memory, one word for a step in tf32 or for two steps in
// bf16; sums stay f32. Everything else is as in f32.
// TF32-REMARK: kernel dense_k0_contract: tiles of 128 x 128, 16 steps, 256 threads, {{.*}} % of the tf32 roof [cuda]
// BF16-REMARK: kernel dense_k0_contract: tiles of 128 x 128, 32 steps, 256 threads, {{.*}} % of the bf16 roof [cuda]
// UNKNOWN: error: unknown arithmetic 'fp8' for GPUs: f32, tf32 or bf16

// TF32-LABEL: gpu.func @dense_k0_contract(
// TF32-SAME: memref<2x16x136xi32, #gpu.address_space<workgroup>>
// TF32: llvm.call_intrinsic "llvm.nvvm.f2tf32.rna"
// TF32: gpu.barrier
// TF32: llvm.call_intrinsic "llvm.nvvm.mma.m16n8k8.row.col.tf32"
// TF32: vector.store %{{.*}} : memref<?x16384xf32>, vector<2xf32>
// TF32-LABEL: gpu.func @dense_k1_quadratic(
// TF32: llvm.call_intrinsic "llvm.nvvm.mma.m16n8k8.row.col.tf32"
// TF32-LABEL: gpu.func @dense_k2_quadratic_grad(
// TF32: llvm.call_intrinsic "llvm.nvvm.mma.m16n8k8.row.col.tf32"

// BF16-LABEL: gpu.func @dense_k0_contract(
// BF16-SAME: memref<2x16x136xi32, #gpu.address_space<workgroup>>
// BF16: arith.truncf %{{.*}} : vector<{{.*}}xf32> to vector<{{.*}}xbf16>
// BF16: gpu.barrier
// BF16: llvm.call_intrinsic "llvm.nvvm.mma.m16n8k16.row.col.bf16"
// BF16-LABEL: gpu.func @dense_k1_quadratic(
// BF16: llvm.call_intrinsic "llvm.nvvm.mma.m16n8k16.row.col.bf16"
// BF16-LABEL: gpu.func @dense_k2_quadratic_grad(
// BF16: llvm.call_intrinsic "llvm.nvvm.mma.m16n8k16.row.col.bf16"
func.func @dense(%x: memref<?x1000xf32> {dnd.arg = #dnd.arg<input, 0>}, %w: memref<16384x1000xf32> {dnd.arg = #dnd.arg<param, 0>},
                 %y: memref<?x16384xf32> {dnd.arg = #dnd.arg<output, 0>}, %A: memref<3x1000x1000xf32> {dnd.arg = #dnd.arg<param, 1>},
                 %q: memref<?x3x4xf32> {dnd.arg = #dnd.arg<output, 1>}, %g: memref<?x3xf32> {dnd.arg = #dnd.arg<input, 1>},
                 %b: index {dnd.arg = #dnd.arg<batch>}) {
  dndrt.packed_contract (%x, %w) into (%y) over [?, 16384, 1000] attributes {
      maps = [affine_map<(b,j,i) -> (b,i)>, affine_map<(b,j,i) -> (j,i)>, affine_map<(b,j,i) -> (b,j)>]}
      : (memref<?x1000xf32>, memref<16384x1000xf32>, memref<?x16384xf32>) -> () {
  ^bb0(%sum: f32, %old: f32):
    dndrt.yield %sum : f32
  }
  dndrt.triangular_quadratic %x, %A into %q : (memref<?x1000xf32>, memref<3x1000x1000xf32>, memref<?x3x4xf32>) -> ()
  dndrt.triangular_grad (%x, %g) into (%A) over [?, 3, 1000, 1000] attributes {
      maps = [affine_map<(b,j,i,k) -> (b,i)>, affine_map<(b,j,i,k) -> (b,j)>, affine_map<(b,j,i,k) -> (j,i,k)>]}
      : (memref<?x1000xf32>, memref<?x3xf32>, memref<3x1000x1000xf32>) -> () {
  ^bb0(%sum: f32, %old: f32):
    dndrt.yield %sum : f32
  }
  return
}
