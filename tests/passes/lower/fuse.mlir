// RUN: dnd-opt %s --pass-pipeline='builtin.module(func.func(dnd-fuse-elementwise))' | FileCheck %s

#id = affine_map<(d0) -> (d0)>
// Two pointwise ops become one.
// CHECK-LABEL: func.func @chain(
// CHECK: linalg.generic
// CHECK: arith.addf
// CHECK: math.exp
// CHECK-NOT: linalg.generic
func.func @chain(%x: tensor<8xf32>) -> tensor<8xf32> {
  %e = tensor.empty() : tensor<8xf32>
  %a = linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel"]} ins(%x : tensor<8xf32>) outs(%e : tensor<8xf32>) {
  ^bb0(%p: f32, %o: f32):
    %s = arith.addf %p, %p : f32
    linalg.yield %s : f32
  } -> tensor<8xf32>
  %b = linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel"]} ins(%a : tensor<8xf32>) outs(%e : tensor<8xf32>) {
  ^bb0(%p: f32, %o: f32):
    %s = math.exp %p : f32
    linalg.yield %s : f32
  } -> tensor<8xf32>
  return %b : tensor<8xf32>
}

// An update that stands before another reader of the old value moves behind it.
// CHECK-LABEL: func.func @sink(
// CHECK-SAME: %[[W:[a-z0-9]+]]: tensor<8xf32>
// CHECK: math.exp
// CHECK: arith.mulf
// CHECK: materialize_in_destination
func.func @sink(%w: tensor<8xf32>, %y: tensor<8xf32>) -> (tensor<8xf32>, tensor<8xf32>) {
  %e = tensor.empty() : tensor<8xf32>
  %a = linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel"]} ins(%w : tensor<8xf32>) outs(%e : tensor<8xf32>) {
  ^bb0(%p: f32, %o: f32):
    %s = arith.mulf %p, %p : f32
    linalg.yield %s : f32
  } -> tensor<8xf32>
  %b = linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel"]} ins(%w : tensor<8xf32>) outs(%e : tensor<8xf32>) {
  ^bb0(%p: f32, %o: f32):
    %s = math.exp %p : f32
    linalg.yield %s : f32
  } -> tensor<8xf32>
  %m = bufferization.materialize_in_destination %a in %w : (tensor<8xf32>, tensor<8xf32>) -> tensor<8xf32>
  %n = bufferization.materialize_in_destination %b in %y : (tensor<8xf32>, tensor<8xf32>) -> tensor<8xf32>
  return %m, %n : tensor<8xf32>, tensor<8xf32>
}
