// RUN: dnd-opt %s --dnd-select-kernels --dnd-lower-to-gpu --canonicalize --cse --split-input-file | FileCheck %s

// Every buffer in the order of its memory: the number of the thread is the place, no division.
// CHECK-LABEL: func.func @flat(
// CHECK: %[[N:.*]] = arith.muli %{{.*}}, %c51
// CHECK: %[[UP:.*]] = arith.addi %[[N]], %c255
// CHECK: %[[GRID:.*]] = arith.divui %[[UP]], %c256
// CHECK: gpu.launch_func @kernels::@flat_k0_pointwise blocks in (%[[GRID]], %c1, %c1) threads in (%c256, %c1, %c1)
// CHECK: gpu.func @flat_k0_pointwise(
// CHECK: %[[COUNT:.*]] = arith.muli %{{.*}}, %c51
// CHECK: %[[IN:.*]] = arith.cmpi ult, %[[P:.*]], %[[COUNT]]
// CHECK: scf.if %[[IN]]
// CHECK-NOT: arith.remui
// CHECK: memref.load %{{.*}}[%[[P]]] : memref<?xf32>
// CHECK: arith.mulf {{.*}} fastmath<contract>
// CHECK: memref.store %{{.*}}, %{{.*}}[%[[P]]] : memref<?xf32>
func.func @flat(%x: memref<?x3x17xf32> {dnd.arg = #dnd.arg<input, 0>}, %y: memref<?x3x17xf32> {dnd.arg = #dnd.arg<output, 0>},
                %b: index {dnd.arg = #dnd.arg<batch>}) {
  linalg.generic {indexing_maps = [affine_map<(b,i,j) -> (b,i,j)>, affine_map<(b,i,j) -> (b,i,j)>],
                  iterator_types = ["parallel", "parallel", "parallel"]}
      ins(%x : memref<?x3x17xf32>) outs(%y : memref<?x3x17xf32>) {
  ^bb0(%p: f32, %o: f32):
    %m = arith.mulf %p, %p : f32
    linalg.yield %m : f32
  }
  return
}

// -----

// Points are numbered as the result lies in memory; indices, also in nested loops, are those of the point.
// CHECK-LABEL: gpu.func @indexed_k0_pointwise(
// CHECK: scf.if
// CHECK: %[[J:.*]] = arith.remui %[[P:.*]], %c5
// CHECK: %[[B:.*]] = arith.divui %[[P]], %c5
// CHECK: scf.for %[[K:.*]] = %c0 to %c5
// CHECK: arith.cmpi eq, %[[K]], %[[J]]
// CHECK: memref.load %{{.*}}[%[[B]], %[[K]]]
// CHECK: memref.store %{{.*}}, %{{.*}}[%[[B]], %[[J]]]
func.func @indexed(%x: memref<?x5xf32> {dnd.arg = #dnd.arg<input, 0>}, %y: memref<?x5xf32> {dnd.arg = #dnd.arg<output, 0>},
                   %b: index {dnd.arg = #dnd.arg<batch>}) {
  %c0 = arith.constant 0 : index
  %c1 = arith.constant 1 : index
  %c5 = arith.constant 5 : index
  %one = arith.constant 1.0 : f32
  linalg.generic {indexing_maps = [affine_map<(b,j) -> (b,j)>], iterator_types = ["parallel", "parallel"]} outs(%y : memref<?x5xf32>) {
  ^bb0(%o: f32):
    %s = linalg.index 0 : index
    %j = linalg.index 1 : index
    %prod = scf.for %k = %c0 to %c5 step %c1 iter_args(%p = %one) -> (f32) {
      %own = arith.cmpi eq, %k, %j : index
      %v = memref.load %x[%s, %k] : memref<?x5xf32>
      %f = arith.select %own, %one, %v : f32
      %n = arith.mulf %p, %f : f32
      scf.yield %n : f32
    }
    linalg.yield %prod : f32
  }
  return
}

// -----

// A short sum is walked by one thread; the fill before it becomes its first value.
// CHECK-LABEL: func.func @short(
// CHECK: gpu.launch_func @kernels::@short_k0_reduction
// CHECK-NOT: gpu.launch_func
// CHECK: gpu.func @short_k0_reduction(
// CHECK-NOT: gpu.barrier
// CHECK: scf.if
// CHECK: %[[SUM:.*]] = scf.for %{{.*}} = %c0 to %c7 step %c1 iter_args(%{{.*}} = %cst)
// CHECK: memref.store %[[SUM]]
func.func @short(%x: memref<?x3x7xf32> {dnd.arg = #dnd.arg<input, 0>}, %y: memref<?x3xf32> {dnd.arg = #dnd.arg<output, 0>},
                 %b: index {dnd.arg = #dnd.arg<batch>}) {
  %zero = arith.constant 0.0 : f32
  linalg.fill ins(%zero : f32) outs(%y : memref<?x3xf32>)
  linalg.generic {indexing_maps = [affine_map<(b,j,i) -> (b,j,i)>, affine_map<(b,j,i) -> (b,j)>],
                  iterator_types = ["parallel", "parallel", "reduction"]} ins(%x : memref<?x3x7xf32>) outs(%y : memref<?x3xf32>) {
  ^bb0(%p: f32, %s: f32):
    %a = arith.addf %s, %p : f32
    linalg.yield %a : f32
  }
  return
}

// -----

// Long sums in the order of memory: lanes of a warp share one and join by shuffles.
// CHECK-LABEL: gpu.func @rows_k0_reduction(
// CHECK: %[[LANE:.*]] = arith.remui %{{.*}}, %c[[LANES:[0-9]+]]
// CHECK: scf.for %{{.*}} = %[[LANE]] to %c127 step %c[[LANES]]
// CHECK: gpu.shuffle xor
// CHECK: arith.maximumf
// CHECK-NOT: gpu.barrier
// CHECK: memref.store
func.func @rows(%x: memref<?x127xf32> {dnd.arg = #dnd.arg<input, 0>}, %y: memref<?xf32> {dnd.arg = #dnd.arg<output, 0>},
                %b: index {dnd.arg = #dnd.arg<batch>}) {
  %low = arith.constant 0xFF800000 : f32
  linalg.fill ins(%low : f32) outs(%y : memref<?xf32>)
  linalg.generic {indexing_maps = [affine_map<(b,i) -> (b,i)>, affine_map<(b,i) -> (b)>], iterator_types = ["parallel", "reduction"]}
      ins(%x : memref<?x127xf32>) outs(%y : memref<?xf32>) {
  ^bb0(%p: f32, %s: f32):
    %a = arith.maximumf %s, %p : f32
    linalg.yield %a : f32
  }
  return
}

// -----

// Sums across rows (the gradient of a bias): neighbouring threads have neighbouring results, lanes join in shared memory.
// CHECK-LABEL: gpu.func @columns_k0_reduction(
// CHECK-SAME: workgroup(%[[SLOTS:[^ ]*]] : memref<256xf32, #gpu.address_space<workgroup>>
// CHECK: memref.store %{{.*}}, %[[SLOTS]]
// CHECK: gpu.barrier
// CHECK: memref.load %[[SLOTS]]
// CHECK-NOT: atomic
func.func @columns(%g: memref<?x40xf32> {dnd.arg = #dnd.arg<input, 0>}, %d: memref<40xf32> {dnd.arg = #dnd.arg<param_grad, 0>},
                   %b: index {dnd.arg = #dnd.arg<batch>}) {
  %zero = arith.constant 0.0 : f32
  linalg.fill ins(%zero : f32) outs(%d : memref<40xf32>)
  linalg.generic {indexing_maps = [affine_map<(j,b) -> (b,j)>, affine_map<(j,b) -> (j)>], iterator_types = ["parallel", "reduction"]}
      ins(%g : memref<?x40xf32>) outs(%d : memref<40xf32>) {
  ^bb0(%p: f32, %s: f32):
    %a = arith.addf %s, %p : f32
    linalg.yield %a : f32
  }
  return
}

// -----

// A body that is no plain sum stays with one thread, in order.
// CHECK-LABEL: gpu.func @folded_k0_reduction(
// CHECK-NOT: gpu.barrier
// CHECK-NOT: gpu.shuffle
// CHECK: scf.for {{.*}} to %c500
func.func @folded(%x: memref<500xf32> {dnd.arg = #dnd.arg<param, 0>}, %y: memref<f32> {dnd.arg = #dnd.arg<output, 0>}) {
  linalg.generic {indexing_maps = [affine_map<(i) -> (i)>, affine_map<(i) -> ()>], iterator_types = ["reduction"]}
      ins(%x : memref<500xf32>) outs(%y : memref<f32>) {
  ^bb0(%p: f32, %s: f32):
    %m = arith.mulf %s, %s : f32
    %a = arith.addf %m, %p : f32
    linalg.yield %a : f32
  }
  return
}

// -----

// The adjoint of a strided window: each place solves for its sources.
// CHECK-LABEL: gpu.func @window_k0_scatter(
// CHECK: %[[OLD:.*]] = memref.load
// CHECK: %[[SUM:.*]] = scf.for %[[W:.*]] = %c0 to %c3 step %c1 iter_args(%[[ACC:.*]] = %[[OLD]])
// CHECK: arith.remsi %{{.*}}, %c2
// CHECK: %[[AT:.*]] = arith.divsi %{{.*}}, %c2
// CHECK: arith.cmpi ult, %[[AT]], %c8
// CHECK: scf.if
// CHECK: memref.store %[[SUM]]
func.func @window(%g: memref<?x8xf32> {dnd.arg = #dnd.arg<input, 0>}, %w: memref<3xf32> {dnd.arg = #dnd.arg<param, 0>},
                  %d: memref<?x17xf32> {dnd.arg = #dnd.arg<output, 0>}, %b: index {dnd.arg = #dnd.arg<batch>}) {
  dndrt.scatter_contract(%g, %w) tables() into %d batch %b over [?, 8, 3] {coefficient = 1.000000e+00 : f64, maps = [affine_map<(b,o,k) -> (b,o)>, affine_map<(b,o,k) -> (k)>], out_map = affine_map<(b,o,k) -> (b, o * 2 + k)>, table_maps = []}
      : (memref<?x8xf32>, memref<3xf32>, memref<?x17xf32>, index) -> ()
  return
}

// -----

// Places from a table: a warp looks at 32 sources at once, its lanes add what was found for 32 samples.
// CHECK-LABEL: gpu.func @table_k0_scatter(
// CHECK: scf.for %[[FIRST:.*]] = %c0 to %c1088 step %c32
// CHECK: memref.load %{{.*}} : memref<64x17xi32>
// CHECK: %[[FOUND:.*]] = nvvm.vote.ballot.sync
// CHECK: scf.while (%{{.*}} = %[[FOUND]]
// CHECK: math.cttz
// CHECK: memref.store
// CHECK-NOT: atomic
func.func @table(%g: memref<?x64xf32> {dnd.arg = #dnd.arg<input, 0>}, %w: memref<64x17xf32> {dnd.arg = #dnd.arg<param, 0>},
                 %t: memref<64x17xi32> {dnd.arg = #dnd.arg<param, 1>}, %d: memref<?x127xf32> {dnd.arg = #dnd.arg<output, 0>},
                 %b: index {dnd.arg = #dnd.arg<batch>}) {
  dndrt.scatter_contract(%g, %w) tables(%t) into %d batch %b over [?, 64, 17] {coefficient = 1.000000e+00 : f64, maps = [affine_map<(b,j,k)[s] -> (b,j)>, affine_map<(b,j,k)[s] -> (j,k)>], out_map = affine_map<(b,j,k)[s] -> (b, s)>,
      table_maps = [affine_map<(b,j,k) -> (j,k)>]}
      : (memref<?x64xf32>, memref<64x17xf32>, memref<64x17xi32>, memref<?x127xf32>, index) -> ()
  return
}

// -----

// Where every source has a place of its own, a thread does one.
// CHECK-LABEL: gpu.func @shift_k0_scatter(
// CHECK: scf.if
// CHECK-NOT: scf.for
// CHECK: memref.store
func.func @shift(%g: memref<?x3xf32> {dnd.arg = #dnd.arg<input, 0>}, %d: memref<?x4xf32> {dnd.arg = #dnd.arg<output, 0>},
                 %b: index {dnd.arg = #dnd.arg<batch>}) {
  dndrt.scatter_contract(%g) tables() into %d batch %b over [?, 3] {coefficient = -1.000000e+00 : f64, maps = [affine_map<(b,i) -> (b,i)>], out_map = affine_map<(b,i) -> (b,i)>, table_maps = []}
      : (memref<?x3xf32>, memref<?x4xf32>, index) -> ()
  return
}

// -----

// Equal kernels of two entry points are made one.
// CHECK-LABEL: func.func @first(
// CHECK: gpu.launch_func @kernels::@first_k0_pointwise
// CHECK-LABEL: func.func @second(
// CHECK: gpu.launch_func @kernels::@first_k0_pointwise
// CHECK: gpu.func @first_k0_pointwise
// CHECK-NOT: gpu.func @second
func.func @first(%d: memref<40xf32> {dnd.arg = #dnd.arg<param_grad, 0>}) {
  %zero = arith.constant 0.0 : f32
  linalg.fill ins(%zero : f32) outs(%d : memref<40xf32>)
  return
}
func.func @second(%d: memref<40xf32> {dnd.arg = #dnd.arg<param_grad, 0>}) {
  %zero = arith.constant 0.0 : f32
  linalg.fill ins(%zero : f32) outs(%d : memref<40xf32>)
  return
}
