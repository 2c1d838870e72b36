// Every op prints what it reads, and reads what it prints.
// RUN: dnd-opt %s | dnd-opt | FileCheck %s
// RUN: dnd-opt %s -mlir-print-op-generic | dnd-opt | FileCheck %s

// CHECK-LABEL: func.func @scatter
// CHECK: dndrt.scatter_contract(%{{.*}}, %{{.*}}) tables(%{{.*}}) into %{{.*}} batch %{{.*}} over [?, 4, 2] {coefficient = 2.000000e+00 : f64
func.func @scatter(%w: tensor<4x2xf32>, %g: tensor<?x4xf32>, %t: tensor<4x2xi32>, %init: tensor<?x9xf32>, %n: index) -> tensor<?x9xf32> {
  %0 = dndrt.scatter_contract (%w, %g) tables (%t) into %init batch %n over [?, 4, 2] {coefficient = 2.0, maps = [affine_map<(b, k, t)[s] -> (k, t)>, affine_map<(b, k, t)[s] -> (b, k)>], table_maps = [affine_map<(b, k, t) -> (k, t)>],
    out_map = affine_map<(b, k, t)[s] -> (b, s)>} : (tensor<4x2xf32>, tensor<?x4xf32>, tensor<4x2xi32>, tensor<?x9xf32>, index) -> tensor<?x9xf32>
  return %0 : tensor<?x9xf32>
}

func.func private @kernel(%begin: index, %end: index, %m: memref<4xf32>)

// CHECK-LABEL: func.func @launch
// CHECK: dndrt.launch @kernel over %{{.*}} grain %{{.*}}(%{{.*}}) : (memref<4xf32>)
func.func @launch(%n: index, %g: index, %m: memref<4xf32>) {
  dndrt.launch @kernel over %n grain %g (%m) : (memref<4xf32>)
  return
}

// CHECK-LABEL: func.func @packed
// CHECK: dndrt.packed_contract(%{{.*}}, %{{.*}}) extras(%{{.*}}) into(%{{.*}}) over [?, 3, 4]
// CHECK: dndrt.yield %{{.*}} : f32
func.func @packed(%x: tensor<?x4xf32>, %w: tensor<3x4xf32>, %b: tensor<3xf32>, %init: tensor<?x3xf32>) -> tensor<?x3xf32> {
  %0 = dndrt.packed_contract (%x, %w) extras (%b) into (%init) over [?, 3, 4] attributes {
    maps = [affine_map<(b, j, i) -> (b, i)>, affine_map<(b, j, i) -> (j, i)>, affine_map<(b, j, i) -> (j)>, affine_map<(b, j, i) -> (b, j)>]}
    : (tensor<?x4xf32>, tensor<3x4xf32>, tensor<3xf32>, tensor<?x3xf32>) -> tensor<?x3xf32> {
  ^bb0(%acc: f32, %bias: f32, %old: f32):
    %1 = arith.addf %acc, %bias : f32
    dndrt.yield %1 : f32
  }
  return %0 : tensor<?x3xf32>
}

// CHECK-LABEL: func.func @triangular_grad
// CHECK: dndrt.triangular_grad(%{{.*}}, %{{.*}}) into(%{{.*}})
func.func @triangular_grad(%x: tensor<?x4xf32>, %g: tensor<?x3xf32>, %init: tensor<3x4x4xf32>) -> tensor<3x4x4xf32> {
  %0 = dndrt.triangular_grad (%x, %g) into (%init) over [?, 3, 4, 4] attributes {
    maps = [affine_map<(b, j, i, k) -> (b, i)>, affine_map<(b, j, i, k) -> (b, j)>, affine_map<(b, j, i, k) -> (j, i, k)>]}
    : (tensor<?x4xf32>, tensor<?x3xf32>, tensor<3x4x4xf32>) -> tensor<3x4x4xf32> {
  ^bb0(%acc: f32, %old: f32):
    dndrt.yield %acc : f32
  }
  return %0 : tensor<3x4x4xf32>
}

// CHECK-LABEL: func.func @triangular_quadratic
// CHECK: dndrt.triangular_quadratic %{{.*}}, %{{.*}} linear %{{.*}} into %{{.*}} : (tensor<?x4xf32>, tensor<3x4x4xf32>, tensor<3x4xf32>, tensor<?x3x1xf32>) -> tensor<?x3x1xf32>
func.func @triangular_quadratic(%x: tensor<?x4xf32>, %A: tensor<3x4x4xf32>, %w: tensor<3x4xf32>, %init: tensor<?x3x1xf32>) -> tensor<?x3x1xf32> {
  %0 = dndrt.triangular_quadratic %x, %A linear %w into %init : (tensor<?x4xf32>, tensor<3x4x4xf32>, tensor<3x4xf32>, tensor<?x3x1xf32>) -> tensor<?x3x1xf32>
  return %0 : tensor<?x3x1xf32>
}

// CHECK-LABEL: func.func @library_call
// CHECK: dndrt.library_call #dndrt.product<leading = [4, 4, 3], strides = [0, 0, 0], scale = 1.000000e+00 : f32, math = "f32", lhs_transposed = false, rhs_transposed = true, add = false, bias = true, relu = true>(%{{.*}}, %{{.*}}, %{{.*}}, %{{.*}}) sizes(%{{.*}}, %{{.*}}, %{{.*}}, %{{.*}})
// CHECK-SAME: : memref<?x4xf32>, memref<3x4xf32>, memref<?x3xf32>, memref<3xf32> done {
// CHECK: otherwise {
// CHECK: func.call @otherwise
func.func private @otherwise()
func.func @library_call(%x: memref<?x4xf32>, %w: memref<3x4xf32>, %b: memref<3xf32>, %y: memref<?x3xf32>, %m: index, %n: index, %k: index, %one: index) {
  dndrt.library_call #dndrt.product<leading = [4, 4, 3], strides = [0, 0, 0], scale = 1.0 : f32, math = "f32", lhs_transposed = false,
    rhs_transposed = true, add = false, bias = true, relu = true> (%x, %w, %y, %b) sizes (%m, %n, %k, %one)
    : memref<?x4xf32>, memref<3x4xf32>, memref<?x3xf32>, memref<3xf32>
    done {
    } otherwise {
      func.call @otherwise() : () -> ()
    }
  return
}

// CHECK-LABEL: func.func @choices
// CHECK: dndrt.choices = [#dndrt.choice<cpu : own "triangle" {lanes = 16 : i64, rows = 6 : i64}, 90 percent of arithmetic>, #dndrt.choice<cuda : own "triangle" {}, 5 percent of memory>]
func.func @choices(%x: memref<?x4xf32>, %A: memref<3x4x4xf32>, %init: memref<?x3x1xf32>) {
  dndrt.triangular_quadratic %x, %A into %init {dndrt.choices = [
    #dndrt.choice<cpu : own "triangle" {rows = 6, lanes = 16}, 90 percent of arithmetic>,
    #dndrt.choice<cuda : own "triangle" {}, 5 percent of memory>]} : (memref<?x4xf32>, memref<3x4x4xf32>, memref<?x3x1xf32>) -> ()
  return
}
