// Buffers become pointers, launches calls of the runtime, entry points get
// wrappers of dnd_call; then the descriptor and main are added.
// RUN: dnd-opt %s --dnd-lower-calls | FileCheck %s --check-prefix=CALLS
// RUN: dnd-opt %s --dnd-lower-calls --convert-func-to-llvm "--dnd-emit-descriptor=march=x86-64-v3 features=avx2,fma" | FileCheck %s --check-prefix=META

// CALLS-LABEL: func.func private @double_k0(
// CALLS-SAME: !llvm.ptr {llvm.align = 64 : i64, llvm.noalias, llvm.nonnull}
// CALLS-LABEL: func.func private @double_k0_body(%{{.*}}: !llvm.ptr, %{{.*}}: i64, %{{.*}}: i64)
// CALLS: call @double_k0(
// CALLS-LABEL: func.func private @forward(
// CALLS: call @dnd_rt_parallel_for(
// CALLS-LABEL: func.func @dnd_entry_forward(%{{.*}}: !llvm.ptr)
// CALLS-SAME: dnd.arena_per_sample = 64 : i64
// CALLS: call @forward(

// META: llvm.mlir.global private constant @dnd_meta("{{.*}}\22network\22:\22N\22{{.*}}\22features\22:[\22avx2\22,\22fma\22],\22march\22:\22x86-64-v3\22
// META: llvm.mlir.global private constant @dnd_entries() {{.*}} !llvm.array<1 x struct<(ptr, ptr, i64, i64)>> {
// META: llvm.mlir.global external constant @dnd_model()
// META: llvm.func @main(
// META: llvm.call @dnd_rt_main(
module attributes {dnd.meta = {network = "N"}} {
  func.func private @double_k0(%begin: index, %end: index, %x: memref<?xf32>, %y: memref<?xf32>) {
    %two = arith.constant 2.0 : f32
    %one = arith.constant 1 : index
    scf.for %i = %begin to %end step %one {
      %0 = memref.load %x[%i] : memref<?xf32>
      %1 = arith.mulf %0, %two : f32
      memref.store %1, %y[%i] : memref<?xf32>
    }
    return
  }
  func.func @forward(%x: memref<?xf32> {dnd.arg = #dnd.arg<input, 0>}, %y: memref<?xf32> {dnd.arg = #dnd.arg<output, 0>}, %b: index {dnd.arg = #dnd.arg<batch>}) attributes {dnd.arena_fixed = 0 : i64, dnd.arena_per_sample = 64 : i64} {
    %grain = arith.constant 1000 : index
    dndrt.launch @double_k0 over %b grain %grain (%x, %y) : (memref<?xf32>, memref<?xf32>)
    return
  }
}

// Arguments of all calls lie in one place, one call's at a time, and what an
// entry point is given is used as it is.
// RUN: dnd-opt %s --dnd-lower-calls | FileCheck %s --check-prefix=SLOTS
// SLOTS-LABEL: func.func private @forward(
// SLOTS-SAME: %[[X:.*]]: !llvm.ptr {{.*}}, %[[Y:.*]]: !llvm.ptr {{.*}}, %
// SLOTS: llvm.alloca
// SLOTS-NOT: llvm.alloca
// SLOTS-NOT: llvm.insertvalue
// SLOTS: llvm.store %[[X]]
// SLOTS-NEXT: llvm.store %[[Y]]
// SLOTS: return
