// RUN: dnd-opt %s --dnd-deal-out --split-input-file | FileCheck %s
// RUN: dnd-opt %s --dnd-bring-together --split-input-file | FileCheck %s --check-prefix=BACK
// RUN: dnd-opt %s --dnd-deal-out --dnd-bring-together --split-input-file | FileCheck %s --check-prefix=BOTH

// Functions go to modules in their order, with the attributes that conversions ask for, and come back in it.
// CHECK: module attributes {dnd.meta = {{.*}}, llvm.data_layout = "e"}
// CHECK: module attributes {llvm.data_layout = "e"}
// CHECK-NEXT: func.func @a
// CHECK: module attributes {llvm.data_layout = "e"}
// CHECK-NEXT: memref.global
// CHECK: module attributes {llvm.data_layout = "e"}
// CHECK-NEXT: func.func @b
// BOTH: module attributes {dnd.meta
// BOTH-NEXT: func.func @a
// BOTH-NOT: module
// BOTH: memref.global
// BOTH-NOT: module
// BOTH: func.func @b
module attributes {dnd.meta = {}, llvm.data_layout = "e"} {
  func.func @a(%x: f32) -> f32 {
    %y = arith.addf %x, %x : f32
    return %y : f32
  }
  memref.global "private" constant @table : memref<2xi32> = dense<[1, 2]>
  func.func @b(%x: f32) -> f32 {
    return %x : f32
  }
}

// -----

// What several parts declare is declared once.
// BACK: func.func private @expf
// BACK: func.func @a
// BACK-NOT: private @expf
// BACK: func.func @b
// BACK-NOT: module
// CHECK: func.func private @expf
module {
  module {
    func.func private @expf(f32) -> f32
    func.func @a(%x: f32) -> f32 {
      %y = call @expf(%x) : (f32) -> f32
      return %y : f32
    }
  }
  module {
    func.func private @expf(f32) -> f32
    func.func @b(%x: f32) -> f32 {
      %y = call @expf(%x) : (f32) -> f32
      return %y : f32
    }
  }
}
