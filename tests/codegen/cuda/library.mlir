// RUN: dnd-opt %s --dnd-select-kernels=blas=all --dnd-lower-to-gpu --canonicalize --cse --split-input-file 2>%t.remarks | FileCheck %s
// RUN: FileCheck %s --check-prefix=REMARK --input-file=%t.remarks
// RUN: dnd-opt %s --dnd-select-kernels --dnd-lower-to-gpu --canonicalize --cse --split-input-file 2>%t.auto | FileCheck %s --check-prefix=AUTO
// RUN: FileCheck %s --check-prefix=REMARKAUTO --input-file=%t.auto
// RUN: dnd-opt %s --dnd-select-kernels=blas=off --dnd-lower-to-gpu --split-input-file | FileCheck %s --check-prefix=OFF
// RUN: dnd-opt %s --dnd-select-kernels=blas=all --dnd-lower-to-gpu --canonicalize --dnd-lower-launches --split-input-file | FileCheck %s --check-prefix=CALL
// RUN: not dnd-opt %s --dnd-select-kernels=blas=some 2>&1 | FileCheck %s --check-prefix=WORD
// WORD: unknown use of a library 'some': auto, all or off
// OFF-NOT: dndrt.library_call

// Bias and ReLU are the library's, the weights lie transposed. Small: not where it should pay.
// REMARK: cuda: product of B x 17 with 127 steps for cuBLASLt (with bias and relu) where it is installed, else in tiles of {{.*}}: a library gains less than it costs of {{[0-9]+}} us; expected {{[0-9]+}} % of the f32 roof [select]
// REMARKAUTO: cuda: product of B x 17 with 127 steps in tiles of {{.*}}: not for cuBLASLt, a library gains less than it costs of {{[0-9]+}} us; expected {{[0-9]+}} % of the f32 roof [select]
// AUTO-LABEL: func.func @dense(
// AUTO-NOT: dndrt.library_call
// CHECK-LABEL: func.func @dense(
// CHECK-SAME: %[[X:[a-z0-9]+]]: memref<?x127xf32> {{.*}}, %[[W:[a-z0-9]+]]: memref<17x127xf32> {{.*}}, %[[C:[a-z0-9]+]]: memref<17xf32> {{.*}}, %[[Y:[a-z0-9]+]]: memref<?x17xf32> {{.*}}, %[[B:[a-z0-9]+]]: index
// CHECK: dndrt.library_call #dndrt.product<leading = [127, 127, 17], strides = [0, 0, 0], scale = 1.000000e+00 : f32, math = "f32",
// CHECK-SAME: lhs_transposed = false, rhs_transposed = true, add = false, bias = true, relu = true>
// CHECK-SAME: (%[[X]], %[[W]], %[[Y]], %[[C]]) sizes(%[[B]], %c17, %c127, %c1)
// CHECK: done {
// CHECK-NEXT: } otherwise {
// CHECK: gpu.launch_func @kernels::@dense_k0_contract
// CALL-LABEL: module
// CALL-SAME: dnd.products = 1
// CALL: %[[P:.*]] = llvm.alloca %{{.*}} x !llvm.struct<(i64, i64, i64, i64, i64, i64, i64, i64, i64, i64, ptr, ptr, ptr, ptr, f32, i32, i32)>
// Flags: rhs transposed, bias, relu.
// CALL: %[[FLAGS:.*]] = arith.constant 26 : i32
// CALL: %[[F:.*]] = llvm.getelementptr %[[P]][0, 15]
// CALL: %[[DONE:.*]] = call @dnd_rt_library_call(%{{.*}}, %[[P]]) : (i32, !llvm.ptr) -> i32
// CALL: %[[IS:.*]] = arith.cmpi ne, %[[DONE]]
// CALL: scf.if %[[IS]] {
// CALL-NEXT: } else {
// CALL: call @dnd_rt_cuda_launch
// CALL: func.func private @dnd_rt_library_call(i32, !llvm.ptr) -> i32
func.func @dense(%x: memref<?x127xf32> {dnd.arg = #dnd.arg<input, 0>}, %w: memref<17x127xf32> {dnd.arg = #dnd.arg<param, 0>},
                 %c: memref<17xf32> {dnd.arg = #dnd.arg<param, 1>}, %y: memref<?x17xf32> {dnd.arg = #dnd.arg<output, 0>},
                 %b: index {dnd.arg = #dnd.arg<batch>}) {
  dndrt.packed_contract (%x, %w) extras(%c) into (%y) over [?, 17, 127] attributes {
      maps = [affine_map<(b,j,i) -> (b,i)>, affine_map<(b,j,i) -> (j,i)>, affine_map<(b,j,i) -> (j)>, affine_map<(b,j,i) -> (b,j)>]}
      : (memref<?x127xf32>, memref<17x127xf32>, memref<17xf32>, memref<?x17xf32>) -> () {
  ^bb0(%sum: f32, %bias: f32, %old: f32):
    %zero = arith.constant 0.0 : f32
    %v = arith.addf %sum, %bias : f32
    %is = arith.cmpf ogt, %zero, %v : f32
    %r = arith.select %is, %zero, %v : f32
    dndrt.yield %r : f32
  }
  return
}

// -----

// A large gradient, subtracted from what is there: in place.
// REMARKAUTO: cuda: product of 4096 x 2048 with 3 B steps for cuBLASLt (with sum) where it is installed, else in tiles of {{.*}}: the library gains {{[0-9]+}} us of {{[0-9]+}} us; expected {{[0-9]+}} % of the f32 roof [select]
// AUTO-LABEL: func.func @update(
// AUTO: dndrt.library_call
// CHECK-LABEL: func.func @update(
// CHECK-SAME: %[[G:[a-z0-9]+]]: memref<?x3x4096xf32> {{.*}}, %[[X:[a-z0-9]+]]: memref<?x3x2048xf32> {{.*}}, %[[W:[a-z0-9]+]]: memref<4096x2048xf32>
// CHECK: dndrt.library_call #dndrt.product<leading = [4096, 2048, 2048], strides = [0, 0, 0], scale = -5.000000e-01 : f32, math = "f32",
// CHECK-SAME: lhs_transposed = true, rhs_transposed = false, add = true, bias = false, relu = false>
// CHECK-SAME: (%[[G]], %[[X]], %[[W]]) sizes(%c4096, %c2048, %{{.*}}, %c1)
func.func @update(%g: memref<?x3x4096xf32> {dnd.arg = #dnd.arg<input, 0>}, %x: memref<?x3x2048xf32> {dnd.arg = #dnd.arg<input, 1>},
                  %w: memref<4096x2048xf32> {dnd.arg = #dnd.arg<param, 0>}, %b: index {dnd.arg = #dnd.arg<batch>}) {
  dndrt.packed_contract (%g, %x) into (%w) over [4096, 2048, ?, 3] attributes {
      maps = [affine_map<(j,i,b,p) -> (b,p,j)>, affine_map<(j,i,b,p) -> (b,p,i)>, affine_map<(j,i,b,p) -> (j,i)>]}
      : (memref<?x3x4096xf32>, memref<?x3x2048xf32>, memref<4096x2048xf32>) -> () {
  ^bb0(%sum: f32, %old: f32):
    %rate = arith.constant 0.5 : f32
    %step = arith.mulf %sum, %rate : f32
    %new = arith.subf %old, %step : f32
    dndrt.yield %new : f32
  }
  return
}

// -----

// An epilogue that no library has: it makes the sums, a kernel does the rest. The heads are several products.
// REMARK: cuda: 3 products of B x 5 with 17 steps for cuBLASLt (sums, a kernel runs the epilogue) where
// CHECK-LABEL: func.func @heads(
// CHECK-SAME: %[[X:[a-z0-9]+]]: memref<?x3x17xf32> {{.*}}, %[[W:[a-z0-9]+]]: memref<3x5x17xf32>
// CHECK: %[[SUMS:.*]] = memref.view %{{.*}} : memref<?xi8> to memref<?x1x15xf32>
// CHECK: dndrt.library_call #dndrt.product<leading = [51, 17, 15], strides = [17, 85, 5], scale = 1.000000e+00 : f32, math = "f32",
// CHECK-SAME: lhs_transposed = false, rhs_transposed = true, add = false, bias = false, relu = false>
// CHECK-SAME: (%[[X]], %[[W]], %[[SUMS]]) sizes(%{{.*}}, %c5, %c17, %c3)
// CHECK: done {
// CHECK: gpu.launch_func @kernels::@heads_k0_contract_epilogue {{.*}}%[[SUMS]] : memref<?x1x15xf32>
// CHECK: } otherwise {
// CHECK: gpu.launch_func @kernels::@heads_k0_contract
func.func @heads(%x: memref<?x3x17xf32> {dnd.arg = #dnd.arg<input, 0>}, %w: memref<3x5x17xf32> {dnd.arg = #dnd.arg<param, 0>},
                 %y: memref<?x3x5xf32> {dnd.arg = #dnd.arg<output, 0>}, %b: index {dnd.arg = #dnd.arg<batch>}) {
  dndrt.packed_contract (%x, %w) into (%y) over [?, 3, 5, 17] attributes {
      maps = [affine_map<(b,p,j,i) -> (b,p,i)>, affine_map<(b,p,j,i) -> (p,j,i)>, affine_map<(b,p,j,i) -> (b,p,j)>]}
      : (memref<?x3x17xf32>, memref<3x5x17xf32>, memref<?x3x5xf32>) -> () {
  ^bb0(%sum: f32, %old: f32):
    %r = math.tanh %sum : f32
    dndrt.yield %r : f32
  }
  return
}

// -----

// Windows of an image are no matrix: the library is not asked.
// CHECK-LABEL: func.func @windows(
// CHECK-NOT: dndrt.library_call
// REMARK: cuda: product of {{.*}} with 18 steps in tiles of {{.*}}: operands are no matrices of a library;
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
