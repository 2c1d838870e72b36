// What the attribute of choices must be, and what a library_call takes.
// RUN: dnd-opt %s --split-input-file --verify-diagnostics

func.func @twice(%x: memref<?x4xf32>, %A: memref<3x4x4xf32>, %init: memref<?x3x1xf32>) {
  // expected-error @below {{has two choices for one device}}
  dndrt.triangular_quadratic %x, %A into %init {dndrt.choices = [
    #dndrt.choice<cpu : own "triangle" {}, 90 percent of arithmetic>,
    #dndrt.choice<cpu : own "loops" {}, 5 percent of memory>]} : (memref<?x4xf32>, memref<3x4x4xf32>, memref<?x3x1xf32>) -> ()
  return
}

// -----

func.func @above(%x: memref<?x4xf32>, %A: memref<3x4x4xf32>, %init: memref<?x3x1xf32>) {
  // expected-error @below {{is expected to exceed a roof}}
  dndrt.triangular_quadratic %x, %A into %init {dndrt.choices = [
    #dndrt.choice<cpu : own "triangle" {}, 101 percent of arithmetic>]} : (memref<?x4xf32>, memref<3x4x4xf32>, memref<?x3x1xf32>) -> ()
  return
}

// -----

func.func @word(%x: memref<?x4xf32>, %A: memref<3x4x4xf32>, %init: memref<?x3x1xf32>) {
  // expected-error @below {{has an unknown attribute of dndrt: "dndrt.wish"}}
  dndrt.triangular_quadratic %x, %A into %init {dndrt.wish = 1} : (memref<?x4xf32>, memref<3x4x4xf32>, memref<?x3x1xf32>) -> ()
  return
}

// -----

func.func @kind(%x: memref<?x4xf32>, %m: index) {
  // expected-error @below {{is of a kind that no library has: "sort"}}
  dndrt.library_call "sort" (%x) sizes (%m) : memref<?x4xf32> done {
  } otherwise {
  }
  return
}

// -----

func.func @bias(%x: memref<?x4xf32>, %w: memref<4x3xf32>, %y: memref<?x3xf32>, %m: index) {
  // expected-error @below {{takes lhs, rhs, out and the bias that it names}}
  dndrt.library_call #dndrt.product<leading = [4, 3, 3], strides = [0, 0, 0], scale = 1.0 : f32, math = "f32", lhs_transposed = false,
    rhs_transposed = false, add = false, bias = true, relu = false> (%x, %w, %y) sizes (%m, %m, %m, %m)
    : memref<?x4xf32>, memref<4x3xf32>, memref<?x3xf32> done {
  } otherwise {
  }
  return
}
