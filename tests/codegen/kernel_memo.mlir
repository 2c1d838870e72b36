// The kernel of an op is made once: for an equal op, on other buffers or in another entry point, only its launch is copied.
// RUN: dnd-opt %s --dnd-select-kernels=cuda=false --dnd-lower-to-loops --split-input-file | FileCheck %s
// RUN: dnd-opt %s --dnd-select-kernels --dnd-lower-to-gpu --mlir-print-debuginfo --split-input-file | FileCheck %s --check-prefix=GPU

// The sum of two buffers is another kernel than a buffer's sum with itself; the second entry point has no kernel of its own.
// CHECK: func.func private @first_k0(%{{.*}}: index, %{{.*}}: index, %{{[a-z0-9]+}}: memref<?x7xf32>, %{{[a-z0-9]+}}: memref<?x7xf32>, %{{[a-z0-9]+}}: index)
// CHECK: func.func private @first_k1(%{{.*}}: index, %{{.*}}: index, %{{[a-z0-9]+}}: memref<?x7xf32>, %{{[a-z0-9]+}}: memref<?x7xf32>, %{{[a-z0-9]+}}: memref<?x7xf32>, %{{[a-z0-9]+}}: index)
// CHECK-NOT: func.func private
// CHECK: func.func @first(%[[X:[a-z0-9]+]]: {{.*}}, %[[Y:[a-z0-9]+]]: {{.*}}, %[[Z:[a-z0-9]+]]: {{.*}}, %[[B:[a-z0-9]+]]: index
// CHECK: dndrt.launch @first_k0 {{.*}}(%[[X]], %[[Y]], %[[B]]) :
// CHECK: dndrt.launch @first_k1 {{.*}}(%[[X]], %[[Y]], %[[Z]], %[[B]]) :
// CHECK-NOT: func.func private
// CHECK: func.func @second(%[[P:[a-z0-9]+]]: {{.*}}, %[[Q:[a-z0-9]+]]: {{.*}}, %[[N:[a-z0-9]+]]: index
// CHECK: dndrt.launch @first_k0 {{.*}}(%[[P]], %[[Q]], %[[N]]) :
// GPU: func.func @first
// GPU: gpu.launch_func @kernels::@first_k0_pointwise {{.*}} loc(#[[FIRST:loc[0-9]*]])
// GPU: gpu.launch_func @kernels::@first_k1_pointwise
// GPU: func.func @second
// GPU: gpu.launch_func @kernels::@first_k0_pointwise {{.*}} loc(#[[SECOND:loc[0-9]*]])
// GPU-DAG: #[[FIRST]] = loc("net.first"
// GPU-DAG: #[[SECOND]] = loc("net.second"
#id = affine_map<(b, i) -> (b, i)>
func.func @first(%x: memref<?x7xf32> {dnd.arg = #dnd.arg<input, 0>}, %y: memref<?x7xf32> {dnd.arg = #dnd.arg<output, 0>},
                 %z: memref<?x7xf32> {dnd.arg = #dnd.arg<output, 1>}, %b: index {dnd.arg = #dnd.arg<batch>}) {
  linalg.generic {indexing_maps = [#id, #id, #id], iterator_types = ["parallel", "parallel"]}
      ins(%x, %x : memref<?x7xf32>, memref<?x7xf32>) outs(%y : memref<?x7xf32>) {
  ^bb0(%p: f32, %q: f32, %s: f32):
    %a = arith.addf %p, %q : f32
    linalg.yield %a : f32
  } loc("net.first"("a.dnd":1:2))
  linalg.generic {indexing_maps = [#id, #id, #id], iterator_types = ["parallel", "parallel"]}
      ins(%x, %y : memref<?x7xf32>, memref<?x7xf32>) outs(%z : memref<?x7xf32>) {
  ^bb0(%p: f32, %q: f32, %s: f32):
    %a = arith.addf %p, %q : f32
    linalg.yield %a : f32
  }
  return
}
func.func @second(%x: memref<?x7xf32> {dnd.arg = #dnd.arg<input, 0>}, %y: memref<?x7xf32> {dnd.arg = #dnd.arg<output, 0>},
                  %b: index {dnd.arg = #dnd.arg<batch>}) {
  linalg.generic {indexing_maps = [#id, #id, #id], iterator_types = ["parallel", "parallel"]}
      ins(%x, %x : memref<?x7xf32>, memref<?x7xf32>) outs(%y : memref<?x7xf32>) {
  ^bb0(%p: f32, %q: f32, %s: f32):
    %a = arith.addf %p, %q : f32
    linalg.yield %a : f32
  } loc("net.second"("a.dnd":2:2))
  return
}
