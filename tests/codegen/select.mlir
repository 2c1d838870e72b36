// The choices of dnd-select-kernels, for each device, and the verifier behind them.
// RUN: dnd-opt %s --dnd-select-kernels --split-input-file 2>%t.remarks | FileCheck %s
// RUN: FileCheck %s --check-prefix=REMARK --input-file=%t.remarks
// RUN: dnd-opt %s --dnd-select-kernels=cuda=false --split-input-file 2>/dev/null | FileCheck %s --check-prefix=CPU
// CPU-NOT: #dndrt.choice<cuda
// RUN: not dnd-opt %s --dnd-lower-to-loops --split-input-file 2>&1 | FileCheck %s --check-prefix=LOOPS
// LOOPS: 'dndrt.packed_contract' op has no choice for cpu (dnd-select-kernels)
// RUN: not dnd-opt %s --dnd-lower-to-gpu --split-input-file 2>&1 | FileCheck %s --check-prefix=GPU
// GPU: 'dndrt.packed_contract' op has no choice for cuda (dnd-select-kernels)

// A long sum: the right operand is copied to panels on the processor; few tiles on a GPU, so the sum is split.
// CHECK-LABEL: func.func @dense(
// CHECK: dndrt.choices = [#dndrt.choice<cpu : own "register_tiles" {block_steps = 1024 : i64, lanes = 16 : i64, left_steps = 0 : i64, panel_steps = 1024 : i64, rows = 6 : i64, unit_panels = 1 : i64, unit_rows = 24 : i64}, {{[0-9]+}} percent of arithmetic>,
// CHECK-SAME: #dndrt.choice<cuda : own "block_tiles" {columns = {{[0-9]+}} : i64, rows = {{[0-9]+}} : i64, splits = {{[0-9]+}} : i64, steps_per_split = {{[0-9]+}} : i64}, {{[0-9]+}} percent of arithmetic>]
// REMARK: cpu: product of B x 64 with 4096 steps in register tiles of 6 x 16: the right operand is copied in parts of the sum; expected {{[0-9]+}} % of the f32 roof [select]
// REMARK: cuda: product of B x 64 with 4096 steps in tiles of {{[0-9]+}} x {{[0-9]+}}, the sum in {{[0-9]+}} parts: not for cuBLASLt, a library gains less than it costs of {{[0-9]+}} us; expected {{[0-9]+}} % of the f32 roof [select]
func.func @dense(%x: memref<?x4096xf32> {dnd.arg = #dnd.arg<input, 0>}, %w: memref<64x4096xf32> {dnd.arg = #dnd.arg<param, 0>},
                 %y: memref<?x64xf32> {dnd.arg = #dnd.arg<output, 0>}, %b: index {dnd.arg = #dnd.arg<batch>}) {
  dndrt.packed_contract (%x, %w) into (%y) over [?, 64, 4096] attributes {
      maps = [affine_map<(b,j,i) -> (b,i)>, affine_map<(b,j,i) -> (j,i)>, affine_map<(b,j,i) -> (b,j)>]}
      : (memref<?x4096xf32>, memref<64x4096xf32>, memref<?x64xf32>) -> () {
  ^bb0(%sum: f32, %old: f32):
    dndrt.yield %sum : f32
  }
  return
}

// -----

// f64 runs on processors only, and is no model's training: no remark.
// CHECK-LABEL: func.func @twin(
// CHECK: dndrt.choices = [#dndrt.choice<cpu : own "triangle" {lanes = 8 : i64, rows = 6 : i64}, {{[0-9]+}} percent of arithmetic>]
// REMARK-NOT: half
func.func @twin(%x: memref<?x32xf64> {dnd.arg = #dnd.arg<input, 0>}, %A: memref<3x32x32xf64> {dnd.arg = #dnd.arg<param, 0>},
                %y: memref<?x3x1xf64> {dnd.arg = #dnd.arg<output, 0>}, %b: index {dnd.arg = #dnd.arg<batch>}) {
  dndrt.triangular_quadratic %x, %A into %y : (memref<?x32xf64>, memref<3x32x32xf64>, memref<?x3x1xf64>) -> ()
  return
}

// -----

// What no kernel of dndrt is made for: no choice, but the same remark. Sums that few threads would be busy with are shared.
// CHECK-LABEL: func.func @plain(
// CHECK-NOT: dndrt.choices
// REMARK: cpu: B sums of 512 numbers by loops: not a sum of products of two tensors; expected {{[0-9]+}} % of the memory roof [select]
// REMARK: cuda: B sums of 512 numbers, 128 threads for each: not a sum of products of two tensors; expected {{[0-9]+}} % of the memory roof [select]
// REMARK: cpu: 512 B numbers by loops: each number depends on its own place only; expected {{[0-9]+}} % of the memory roof [select]
// REMARK: cuda: 512 B numbers, a thread for each: each number depends on its own place only; expected 100 % of the memory roof [select]
func.func @plain(%x: memref<?x512xf32> {dnd.arg = #dnd.arg<input, 0>}, %y: memref<?xf32> {dnd.arg = #dnd.arg<output, 0>},
                 %z: memref<?x512xf32> {dnd.arg = #dnd.arg<output, 1>}, %b: index {dnd.arg = #dnd.arg<batch>}) {
  %zero = arith.constant 0.0 : f32
  linalg.fill ins(%zero : f32) outs(%y : memref<?xf32>)
  linalg.generic {indexing_maps = [affine_map<(b,i) -> (b,i)>, affine_map<(b,i) -> (b)>], iterator_types = ["parallel", "reduction"]}
      ins(%x : memref<?x512xf32>) outs(%y : memref<?xf32>) {
  ^bb0(%a: f32, %old: f32):
    %sum = arith.addf %old, %a : f32
    linalg.yield %sum : f32
  }
  linalg.generic {indexing_maps = [affine_map<(b,i) -> (b,i)>, affine_map<(b,i) -> (b,i)>], iterator_types = ["parallel", "parallel"]}
      ins(%x : memref<?x512xf32>) outs(%z : memref<?x512xf32>) {
  ^bb0(%a: f32, %old: f32):
    %t = math.tanh %a : f32
    linalg.yield %t : f32
  }
  return
}
