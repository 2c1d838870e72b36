// RUN: dnd-opt %s --dnd-select-kernels=cuda=false --dnd-lower-to-loops --canonicalize --split-input-file 2>%t.remarks | FileCheck %s
// RUN: FileCheck %s --check-prefix=REMARK < %t.remarks

// Dendrites: the inputs are copied to [block][place][sample]; each synapse is a weight in all lanes and a vector of
// samples, two rows of them at once. What follows is done on the sums, in memory order; nobody else reads them, so they are not stored.
// CHECK-LABEL: func.func private @forward_kt0(
// CHECK-SAME: memref<?x4x6xf32>, {{.*}}memref<?x32x32xf32>
// CHECK: vector.shuffle
// CHECK-LABEL: func.func private @forward_kg0(
// CHECK-SAME: %[[W:[a-z0-9]+]]: memref<48x16xf32>, %[[T:[a-z0-9]+]]: memref<48x16xi32>, %[[B:[a-z0-9]+]]: memref<48xf32>, %[[Y:[a-z0-9]+]]: memref<?x48xf32>, %{{.*}}: index, %[[X:[a-z0-9]+]]: memref<?x32x32xf32>
// CHECK: scf.for %[[K:.*]] = %{{.*}} to %{{.*}} step %{{.*}} iter_args(%[[ACC:[a-z0-9]+]] = %{{.*}}, %{{.*}} = %{{.*}}) -> (vector<32xf32>, vector<32xf32>)
// CHECK: %[[WK:.*]] = memref.load %[[W]][%[[J:.*]], %[[K]]]
// CHECK: %[[TK:.*]] = memref.load %[[T]][%[[J]], %[[K]]]
// CHECK: %[[P:.*]] = arith.index_cast %[[TK]]
// CHECK: %[[V:.*]] = vector.load %[[X]][%{{.*}}, %[[P]], %{{.*}}] : memref<?x32x32xf32>, vector<32xf32>
// CHECK: %[[WIDE:.*]] = vector.broadcast %[[WK]]
// CHECK: %[[M:.*]] = arith.mulf %[[WIDE]], %[[V]] fastmath<reassoc,contract>
// CHECK: arith.addf %[[ACC]], %[[M]]
// CHECK: vector.load %[[B]][%{{.*}}] : memref<48xf32>, vector<16xf32>
// CHECK: arith.maximumf
// CHECK: vector.store %{{.*}}, %[[Y]][%{{.*}}] : memref<?x48xf32>, vector<16xf32>
// A batch that a register holds takes one.
// CHECK: iter_args(%{{.*}}) -> (vector<8xf32>, vector<8xf32>)
// CHECK-LABEL: func.func @forward(
// CHECK-SAME: dnd.arena_fixed = 2048 : i64, dnd.arena_per_sample = 320 : i64
// CHECK: dndrt.launch @forward_kt0 over
// CHECK: dndrt.launch @forward_kg0 over
// CHECK-NOT: linalg
// REMARK: cpu: sum over chosen inputs, samples in the lanes: the places are the same for all samples; expected {{[0-9]+}} % of the f32 roof [select]
func.func @forward(%x: memref<?x4x6xf32> {dnd.arg = #dnd.arg<input, 0>}, %w: memref<48x16xf32> {dnd.arg = #dnd.arg<param, 0>},
                   %bias: memref<48xf32> {dnd.arg = #dnd.arg<param, 1>}, %t: memref<48x16xi32> {dnd.arg = #dnd.arg<table, 0>},
                   %y: memref<?x48xf32> {dnd.arg = #dnd.arg<output, 0>}, %b: index {dnd.arg = #dnd.arg<batch>},
                   %arena: memref<?xi8> {dnd.arg = #dnd.arg<arena>})
    attributes {dnd.arena_fixed = 0 : i64, dnd.arena_per_sample = 192 : i64} {
  %c0 = arith.constant 0 : index
  %zero = arith.constant 0.0 : f32
  %s = memref.view %arena[%c0][%b] : memref<?xi8> to memref<?x48xf32>
  %flat = memref.collapse_shape %x [[0], [1, 2]] : memref<?x4x6xf32> into memref<?x24xf32>
  linalg.fill ins(%zero : f32) outs(%s : memref<?x48xf32>)
  linalg.generic {indexing_maps = [affine_map<(b,j,k) -> (j,k)>, affine_map<(b,j,k) -> (j,k)>, affine_map<(b,j,k) -> (b,j)>],
                  iterator_types = ["parallel", "parallel", "reduction"]}
      ins(%w, %t : memref<48x16xf32>, memref<48x16xi32>) outs(%s : memref<?x48xf32>) {
  ^bb0(%wk: f32, %tk: i32, %old: f32):
    %n = linalg.index 0 : index
    %at = arith.index_cast %tk : i32 to index
    %v = memref.load %flat[%n, %at] : memref<?x24xf32>
    %m = arith.mulf %wk, %v : f32
    %a = arith.addf %old, %m : f32
    linalg.yield %a : f32
  }
  linalg.generic {indexing_maps = [affine_map<(b,j) -> (j)>, affine_map<(b,j) -> (b,j)>, affine_map<(b,j) -> (b,j)>],
                  iterator_types = ["parallel", "parallel"]}
      ins(%bias, %s : memref<48xf32>, memref<?x48xf32>) outs(%y : memref<?x48xf32>) {
  ^bb0(%p: f32, %q: f32, %old: f32):
    %a = arith.addf %p, %q : f32
    %r = arith.maximumf %a, %zero : f32
    linalg.yield %r : f32
  }
  return
}

// -----

// The gradient of the weights: dot products of samples, eight synapses at a time.
// CHECK-LABEL: func.func private @weights_kg0(
// CHECK-SAME: memref<48x17xi32>, {{.*}}memref<?x32x32xf32>, {{.*}}memref<?x48xf32>, {{.*}}memref<48x17xf32>
// CHECK: %{{.*}}:8 = scf.for {{.*}} -> (vector<8xf32>, vector<8xf32>, vector<8xf32>, vector<8xf32>, vector<8xf32>, vector<8xf32>, vector<8xf32>, vector<8xf32>)
// CHECK: vector.store
// The seventeenth one is alone.
// CHECK: scf.for {{.*}} -> (vector<8xf32>)
// CHECK: vector.reduction <add>
// CHECK: dndrt.launch @weights_kg0 over
// CHECK-NOT: linalg
// REMARK: cpu: sum over the samples of chosen inputs, samples in the lanes: the places are the same for all samples; expected
func.func @weights(%x: memref<?x24xf32> {dnd.arg = #dnd.arg<input, 0>}, %g: memref<?x48xf32> {dnd.arg = #dnd.arg<cotangent, 0>},
                   %t: memref<48x17xi32> {dnd.arg = #dnd.arg<table, 0>},
                   %d: memref<48x17xf32> {dnd.arg = #dnd.arg<param_grad, 0>}, %b: index {dnd.arg = #dnd.arg<batch>}) {
  %zero = arith.constant 0.0 : f32
  linalg.fill ins(%zero : f32) outs(%d : memref<48x17xf32>)
  linalg.generic {indexing_maps = [affine_map<(j,k,b) -> (b,j)>, affine_map<(j,k,b) -> (j,k)>, affine_map<(j,k,b) -> (j,k)>],
                  iterator_types = ["parallel", "parallel", "reduction"]}
      ins(%g, %t : memref<?x48xf32>, memref<48x17xi32>) outs(%d : memref<48x17xf32>) {
  ^bb0(%gj: f32, %tk: i32, %old: f32):
    %n = linalg.index 2 : index
    %at = arith.index_cast %tk : i32 to index
    %v = memref.load %x[%n, %at] : memref<?x24xf32>
    %m = arith.mulf %gj, %v : f32
    %a = arith.addf %old, %m : f32
    linalg.yield %a : f32
  }
  return
}

// -----

// The gradient of the inputs: rows of a block [place][sample] are added to, then the block is added to the samples.
// CHECK-LABEL: func.func private @inputs_kg0(
// CHECK-SAME: %[[SUMS:[a-z0-9]+]]: memref<?x32x32xf32>, %[[D:[a-z0-9]+]]: memref<?x24xf32>
// CHECK: %[[P:.*]] = arith.index_cast
// CHECK: %[[OLD:.*]] = vector.load %[[SUMS]][%[[BLOCK:.*]], %[[P]], %{{.*}}] : memref<?x32x32xf32>, vector<32xf32>
// CHECK: arith.addf %[[OLD]], %{{.*}} fastmath<reassoc,contract> : vector<32xf32>
// CHECK: vector.store %{{.*}}, %[[SUMS]][%[[BLOCK]], %[[P]], %{{.*}}]
// CHECK: vector.store %{{.*}}, %[[D]]
// CHECK: dndrt.launch @inputs_kg0 over
// REMARK: cpu: sums into chosen places, samples in the lanes: the places are the same for all samples; expected
func.func @inputs(%g: memref<?x48xf32> {dnd.arg = #dnd.arg<cotangent, 0>}, %w: memref<48x16xf32> {dnd.arg = #dnd.arg<param, 0>},
                  %t: memref<48x16xi32> {dnd.arg = #dnd.arg<table, 0>},
                  %d: memref<?x24xf32> {dnd.arg = #dnd.arg<input_grad, 0>}, %b: index {dnd.arg = #dnd.arg<batch>}) {
  dndrt.scatter_contract (%g, %w) tables(%t) into %d batch %b over [?, 48, 16] {
    maps = [affine_map<(b,j,k)[s] -> (b,j)>, affine_map<(b,j,k)[s] -> (j,k)>], table_maps = [affine_map<(b,j,k) -> (j,k)>],
    out_map = affine_map<(b,j,k)[s] -> (b,s)>, coefficient = 1.0 : f64}
    : (memref<?x48xf32>, memref<48x16xf32>, memref<48x16xi32>, memref<?x24xf32>, index) -> ()
  return
}

// -----

// Four of 99 inputs: copying them all would be more work than reading these.
// CHECK-LABEL: func.func private @few_k0(
// CHECK-NOT: vector
// CHECK: dndrt.launch @few_k0 over
// REMARK: cpu: sum over chosen inputs by general loops: few of the inputs are read; expected
func.func @few(%x: memref<?x99xf32> {dnd.arg = #dnd.arg<input, 0>}, %w: memref<2x2xf32> {dnd.arg = #dnd.arg<param, 0>},
               %t: memref<2x2xi32> {dnd.arg = #dnd.arg<table, 0>},
               %y: memref<?x2xf32> {dnd.arg = #dnd.arg<output, 0>}, %b: index {dnd.arg = #dnd.arg<batch>}) {
  %zero = arith.constant 0.0 : f32
  linalg.fill ins(%zero : f32) outs(%y : memref<?x2xf32>)
  linalg.generic {indexing_maps = [affine_map<(b,j,k) -> (j,k)>, affine_map<(b,j,k) -> (j,k)>, affine_map<(b,j,k) -> (b,j)>],
                  iterator_types = ["parallel", "parallel", "reduction"]}
      ins(%w, %t : memref<2x2xf32>, memref<2x2xi32>) outs(%y : memref<?x2xf32>) {
  ^bb0(%wk: f32, %tk: i32, %old: f32):
    %n = linalg.index 0 : index
    %at = arith.index_cast %tk : i32 to index
    %v = memref.load %x[%n, %at] : memref<?x99xf32>
    %m = arith.mulf %wk, %v : f32
    %a = arith.addf %old, %m : f32
    linalg.yield %a : f32
  }
  return
}
