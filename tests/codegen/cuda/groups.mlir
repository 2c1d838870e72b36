// RUN: dnd-opt %s --pass-pipeline='builtin.module(func.func(dnd-group-kernels,dnd-plan-memory))' --split-input-file | FileCheck %s --check-prefix=GROUP
// RUN: dnd-opt %s --pass-pipeline='builtin.module(dnd-select-kernels,func.func(dnd-group-kernels,dnd-plan-memory),dnd-lower-to-gpu,canonicalize,cse)' --split-input-file | FileCheck %s

// Small ops on samples: one kernel, a barrier where the next op reads what another thread wrote. The sum over the batch
// is no part of it.
// GROUP-LABEL: func.func @loss(
// GROUP: scf.execute_region
// GROUP: linalg.fill
// GROUP: iterator_types = ["parallel", "reduction"]
// GROUP: iterator_types = ["parallel", "parallel"]
// GROUP: iterator_types = ["parallel", "parallel"]
// GROUP: {dnd.group = "samples"}
// GROUP: iterator_types = ["reduction"]
// CHECK-LABEL: func.func @loss(
// CHECK: gpu.launch_func @kernels::@loss_k0_samples
// CHECK: gpu.launch_func @kernels::@loss_k1_reduction
// CHECK-NOT: gpu.launch_func
// CHECK: gpu.func @loss_k0_samples(
// CHECK: arith.minui
// CHECK: scf.if
// CHECK: gpu.barrier
// CHECK: scf.if
// CHECK-NOT: gpu.barrier
// CHECK: gpu.return
#bi = affine_map<(b,i) -> (b,i)>
#b = affine_map<(b,i) -> (b)>
func.func @loss(%x: memref<?x10xf32> {dnd.arg = #dnd.arg<input, 0>}, %y: memref<?x10xf32> {dnd.arg = #dnd.arg<output, 0>},
                %l: memref<f32> {dnd.arg = #dnd.arg<loss>}, %n: index {dnd.arg = #dnd.arg<batch>},
                %arena: memref<?xi8> {dnd.arg = #dnd.arg<arena>}) {
  %c0 = arith.constant 0 : index
  %zero = arith.constant 0.0 : f32
  %sums = memref.view %arena[%c0][%n] : memref<?xi8> to memref<?xf32>
  linalg.fill ins(%zero : f32) outs(%sums : memref<?xf32>)
  linalg.generic {indexing_maps = [#bi, #b], iterator_types = ["parallel", "reduction"]} ins(%x : memref<?x10xf32>) outs(%sums : memref<?xf32>) {
  ^bb0(%p: f32, %s: f32):
    %a = arith.addf %s, %p : f32
    linalg.yield %a : f32
  }
  linalg.fill ins(%zero : f32) outs(%l : memref<f32>)
  linalg.generic {indexing_maps = [affine_map<(b) -> (b)>, affine_map<(b) -> ()>], iterator_types = ["reduction"]}
      ins(%sums : memref<?xf32>) outs(%l : memref<f32>) {
  ^bb0(%p: f32, %s: f32):
    %a = arith.addf %s, %p : f32
    linalg.yield %a : f32
  }
  linalg.generic {indexing_maps = [#bi, #b, #bi], iterator_types = ["parallel", "parallel"]}
      ins(%x, %sums : memref<?x10xf32>, memref<?xf32>) outs(%y : memref<?x10xf32>) {
  ^bb0(%p: f32, %s: f32, %o: f32):
    %a = arith.divf %p, %s : f32
    linalg.yield %a : f32
  }
  linalg.generic {indexing_maps = [#bi], iterator_types = ["parallel", "parallel"]} outs(%y : memref<?x10xf32>) {
  ^bb0(%o: f32):
    %a = arith.mulf %o, %o : f32
    linalg.yield %a : f32
  }
  return
}

// -----

// Updates of two parameters and what follows at the same points: one kernel, ranges of blocks. The op between them that
// reads all of a new value is another one.
// GROUP-LABEL: func.func @updates(
// GROUP: scf.execute_region
// GROUP-COUNT-3: linalg.generic
// GROUP: {dnd.group = "points"}
// GROUP: iterator_types = ["parallel", "parallel"]
// CHECK-LABEL: func.func @updates(
// CHECK: gpu.launch_func @kernels::@updates_k0_points blocks in (%c3, %c1, %c1) threads in (%c256, %c1, %c1)
// CHECK: gpu.launch_func @kernels::@updates_k1_pointwise
// CHECK-NOT: gpu.launch_func
// CHECK: gpu.func @updates_k0_points(
// CHECK: %[[OWN:.*]] = arith.cmpi ult, %[[BLOCK:.*]], %c2
// CHECK: scf.if %[[OWN]]
// CHECK: arith.cmpi ult, %{{.*}}, %c300
// CHECK: } else {
// CHECK: arith.subi %[[BLOCK]], %c2
// CHECK: arith.cmpi ult, %{{.*}}, %c17
func.func @updates(%p: memref<300xf32> {dnd.arg = #dnd.arg<param, 0>}, %q: memref<17xf32> {dnd.arg = #dnd.arg<param, 1>},
                   %m: memref<300xf32> {dnd.arg = #dnd.arg<slot, 0>}, %o: memref<300x2xf32> {dnd.arg = #dnd.arg<output, 0>}) {
  linalg.generic {indexing_maps = [affine_map<(i) -> (i)>], iterator_types = ["parallel"]} outs(%p : memref<300xf32>) {
  ^bb0(%x: f32):
    %a = arith.mulf %x, %x : f32
    linalg.yield %a : f32
  }
  linalg.generic {indexing_maps = [affine_map<(i,j) -> (i)>, affine_map<(i,j) -> (i,j)>], iterator_types = ["parallel", "parallel"]}
      ins(%p : memref<300xf32>) outs(%o : memref<300x2xf32>) {
  ^bb0(%x: f32, %y: f32):
    linalg.yield %x : f32
  }
  linalg.generic {indexing_maps = [affine_map<(i) -> (i)>, affine_map<(i) -> (i)>], iterator_types = ["parallel"]}
      ins(%p : memref<300xf32>) outs(%m : memref<300xf32>) {
  ^bb0(%x: f32, %y: f32):
    %a = arith.addf %x, %y : f32
    linalg.yield %a : f32
  }
  linalg.generic {indexing_maps = [affine_map<(i) -> (i)>], iterator_types = ["parallel"]} outs(%q : memref<17xf32>) {
  ^bb0(%x: f32):
    %a = arith.mulf %x, %x : f32
    linalg.yield %a : f32
  }
  return
}
