// RUN: dnd-opt %s --pass-pipeline='builtin.module(func.func(dnd-plan-memory))' --split-input-file --verify-diagnostics | FileCheck %s

// Buffers whose lifetimes do not meet share a place; fixed ones come first, then those of the batch.
// CHECK-LABEL: func.func @share(
// CHECK-SAME: %[[B:[a-z0-9]+]]: index {dnd.arg = #dnd.arg<batch>}, %[[ARENA:[a-z0-9]+]]: memref<?xi8> {dnd.arg = #dnd.arg<arena>})
// CHECK-SAME: dnd.arena_fixed = 128 : i64, dnd.arena_per_sample = 40 : i64
// CHECK-DAG: memref.view %[[ARENA]][%{{.*}}][] : memref<?xi8> to memref<20xf32>
// CHECK-DAG: memref.view %[[ARENA]][%{{.*}}][%[[B]]] : memref<?xi8> to memref<?x7xf32>
// CHECK-NOT: memref.alloc
func.func @share(%x: memref<?x7xf32> {dnd.arg = #dnd.arg<input, 0>}, %y: memref<?x3xf32> {dnd.arg = #dnd.arg<output, 0>},
                 %b: index {dnd.arg = #dnd.arg<batch>}) {
  %c = arith.constant 1.0 : f32
  %f = memref.alloc() : memref<20xf32>
  %p = memref.alloc(%b) : memref<?x7xf32>
  %q = memref.alloc(%b) : memref<?x3xf32>
  %r = memref.alloc(%b) : memref<?x7xf32>
  linalg.fill ins(%c : f32) outs(%f : memref<20xf32>)
  linalg.fill ins(%c : f32) outs(%p : memref<?x7xf32>)
  linalg.copy ins(%p : memref<?x7xf32>) outs(%x : memref<?x7xf32>)
  linalg.fill ins(%c : f32) outs(%q : memref<?x3xf32>)
  linalg.fill ins(%c : f32) outs(%r : memref<?x7xf32>)
  linalg.copy ins(%r : memref<?x7xf32>) outs(%x : memref<?x7xf32>)
  linalg.copy ins(%q : memref<?x3xf32>) outs(%y : memref<?x3xf32>)
  return
}

// -----

func.func @loop(%x: memref<4xf32> {dnd.arg = #dnd.arg<input, 0>}, %n: index) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  scf.for %i = %c0 to %n step %c1 {
    // expected-error @+1 {{inside a loop has no place in the arena}}
    %a = memref.alloc() : memref<4xf32>
    memref.copy %a, %x : memref<4xf32> to memref<4xf32>
  }
  return
}

// -----

func.func @extent(%x: memref<?xf32> {dnd.arg = #dnd.arg<input, 0>}, %n: index) {
  // expected-error @+1 {{has an extent that is not the batch}}
  %a = memref.alloc(%n) : memref<4x?xf32>
  memref.dealloc %a : memref<4x?xf32>
  return
}
