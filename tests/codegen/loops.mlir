// RUN: dnd-opt %s --dnd-select-kernels=cuda=false --dnd-lower-to-loops --split-input-file | FileCheck %s

// A sum along the innermost loop stays in a register; the fill before it becomes its first value.
// CHECK-LABEL: func.func private @dense_k0(
// CHECK-SAME: %[[BEGIN:[a-z0-9]+]]: index, %[[END:[a-z0-9]+]]: index
// CHECK: scf.for %[[B:.*]] = %[[BEGIN]] to %[[END]]
// CHECK: scf.for %[[J:.*]] =
// CHECK: %[[SUM:.*]] = scf.for %[[I:.*]] = {{.*}} iter_args(%[[ACC:.*]] = %{{.*}}) -> (f32)
// CHECK: arith.addf %[[ACC]], %{{.*}} fastmath<reassoc,contract> : f32
// CHECK: memref.store %[[SUM]], %{{.*}}[%[[B]], %[[J]]]
// CHECK-LABEL: func.func @dense(
// CHECK-NOT: linalg
// CHECK: dndrt.launch @dense_k0 over %{{.*}} grain
func.func @dense(%x: memref<?x7xf32> {dnd.arg = #dnd.arg<input, 0>}, %w: memref<3x7xf32> {dnd.arg = #dnd.arg<param, 0>},
                 %y: memref<?x3xf32> {dnd.arg = #dnd.arg<output, 0>}, %b: index {dnd.arg = #dnd.arg<batch>}) {
  %zero = arith.constant 0.0 : f32
  linalg.fill ins(%zero : f32) outs(%y : memref<?x3xf32>)
  linalg.generic {indexing_maps = [affine_map<(b,j,i) -> (j,i)>, affine_map<(b,j,i) -> (b,i)>, affine_map<(b,j,i) -> (b,j)>],
                  iterator_types = ["parallel", "parallel", "reduction"]}
      ins(%w, %x : memref<3x7xf32>, memref<?x7xf32>) outs(%y : memref<?x3xf32>) {
  ^bb0(%p: f32, %q: f32, %s: f32):
    %m = arith.mulf %p, %q : f32
    %a = arith.addf %s, %m : f32
    linalg.yield %a : f32
  }
  return
}

// -----

// Where the result's own dimension walks memory in order, rows are summed in memory.
// CHECK-LABEL: func.func private @outer_k0(
// CHECK: scf.for %[[J:.*]] =
// CHECK: scf.for %[[I0:.*]] =
// CHECK: memref.store %{{.*}}, %{{.*}}[%[[J]], %[[I0]]]
// CHECK: scf.for %[[B:.*]] =
// CHECK: scf.for %[[I:.*]] =
// CHECK: memref.store %{{.*}}, %{{.*}}[%[[J]], %[[I]]]
func.func @outer(%x: memref<?x70xf32> {dnd.arg = #dnd.arg<input, 0>}, %g: memref<?x40xf32> {dnd.arg = #dnd.arg<input, 1>},
                 %d: memref<40x70xf32> {dnd.arg = #dnd.arg<param_grad, 0>}, %b: index {dnd.arg = #dnd.arg<batch>}) {
  %zero = arith.constant 0.0 : f32
  linalg.fill ins(%zero : f32) outs(%d : memref<40x70xf32>)
  linalg.generic {indexing_maps = [affine_map<(j,i,b) -> (b,j)>, affine_map<(j,i,b) -> (b,i)>, affine_map<(j,i,b) -> (j,i)>],
                  iterator_types = ["parallel", "parallel", "reduction"]}
      ins(%g, %x : memref<?x40xf32>, memref<?x70xf32>) outs(%d : memref<40x70xf32>) {
  ^bb0(%p: f32, %q: f32, %s: f32):
    %m = arith.mulf %p, %q : f32
    %a = arith.addf %s, %m : f32
    linalg.yield %a : f32
  }
  return
}

// -----

// Short rows of a result are summed together: what is summed is read in the order of memory.
// CHECK-LABEL: func.func private @short_k0(
// CHECK-SAME: %[[BEGIN:[a-z0-9]+]]: index, %[[END:[a-z0-9]+]]: index
// CHECK: scf.for %[[S0:.*]] = %[[BEGIN]] to %[[END]]
// CHECK: scf.for %[[D0:.*]] =
// CHECK: memref.store %{{.*}}, %{{.*}}[%[[S0]], %[[D0]]]
// CHECK: scf.for %[[B:.*]] =
// CHECK: scf.for %[[S:.*]] = %[[BEGIN]] to %[[END]]
// CHECK: scf.for %[[D:.*]] =
// CHECK: memref.store %{{.*}}, %{{.*}}[%[[S]], %[[D]]]
func.func @short(%h: memref<?x40x8xf32> {dnd.arg = #dnd.arg<input, 0>}, %g: memref<?x40xf32> {dnd.arg = #dnd.arg<input, 1>},
                 %d: memref<40x8xf32> {dnd.arg = #dnd.arg<param_grad, 0>}, %b: index {dnd.arg = #dnd.arg<batch>}) {
  %zero = arith.constant 0.0 : f32
  linalg.fill ins(%zero : f32) outs(%d : memref<40x8xf32>)
  linalg.generic {indexing_maps = [affine_map<(s,d,b) -> (b,s,d)>, affine_map<(s,d,b) -> (b,s)>, affine_map<(s,d,b) -> (s,d)>],
                  iterator_types = ["parallel", "parallel", "reduction"]}
      ins(%h, %g : memref<?x40x8xf32>, memref<?x40xf32>) outs(%d : memref<40x8xf32>) {
  ^bb0(%p: f32, %q: f32, %s: f32):
    %m = arith.mulf %p, %q : f32
    %a = arith.addf %s, %m : f32
    linalg.yield %a : f32
  }
  return
}

// -----

// Few sums into places that a table names (gathers.mlir has the others): the batch is shared among threads, the rest is in
// order.
// CHECK-LABEL: func.func private @scatter_k0(
// CHECK-SAME: %[[BEGIN:[a-z0-9]+]]: index, %[[END:[a-z0-9]+]]: index
// CHECK: scf.for %[[B:.*]] = %[[BEGIN]] to %[[END]]
// CHECK: %[[S:.*]] = arith.index_cast
// CHECK: memref.load %{{.*}}[%[[B]], %[[S]]]
// CHECK: memref.store %{{.*}}, %{{.*}}[%[[B]], %[[S]]]
// CHECK: dndrt.launch @scatter_k0
func.func @scatter(%g: memref<?x4xf32> {dnd.arg = #dnd.arg<input, 0>}, %t: memref<4x2xi32> {dnd.arg = #dnd.arg<table, 0>},
                   %d: memref<?x99xf32> {dnd.arg = #dnd.arg<input_grad, 0>}, %b: index {dnd.arg = #dnd.arg<batch>}) {
  dndrt.scatter_contract (%g) tables(%t) into %d batch %b over [?, 4, 2] {
    maps = [affine_map<(b,k,t)[s] -> (b,k)>], table_maps = [affine_map<(b,k,t) -> (k,t)>],
    out_map = affine_map<(b,k,t)[s] -> (b,s)>, coefficient = 1.0 : f64}
    : (memref<?x4xf32>, memref<4x2xi32>, memref<?x99xf32>, index) -> ()
  return
}
