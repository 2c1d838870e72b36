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

#all = affine_map<(d0, d1) -> (d0, d1)>
#row = affine_map<(d0, d1) -> (d0)>
// What several ops compute from one tensor is computed again by each of them instead of stored: no more is read. A fraction over a root
// that a row shares is a product with the reciprocal, made once.
// CHECK-LABEL: func.func @norm(
// CHECK-SAME: %[[X:[a-z0-9]+]]: tensor<64x32xf32>
// CHECK: %[[R:.*]] = linalg.generic
// CHECK: math.sqrt
// CHECK-NEXT: arith.divf
// CHECK: linalg.generic {{.*}} ins(%[[X]], %{{.*}}, %[[R]]
// CHECK-NOT: arith.divf
// CHECK: linalg.generic {{.*}} ins(%[[X]], %{{.*}}, %[[R]]
// CHECK-NOT: linalg.generic
// CHECK: return
func.func @norm(%x: tensor<64x32xf32>, %m: tensor<64xf32>, %v: tensor<64xf32>) -> (tensor<64x32xf32>, tensor<64x32xf32>) {
  %e = tensor.empty() : tensor<64x32xf32>
  %f = tensor.empty() : tensor<64xf32>
  %s = linalg.generic {indexing_maps = [#id, #id], iterator_types = ["parallel"]} ins(%v : tensor<64xf32>) outs(%f : tensor<64xf32>) {
  ^bb0(%p: f32, %o: f32):
    %r = math.sqrt %p : f32
    linalg.yield %r : f32
  } -> tensor<64xf32>
  %z = linalg.generic {indexing_maps = [#all, #row, #all], iterator_types = ["parallel", "parallel"]} ins(%x, %m : tensor<64x32xf32>, tensor<64xf32>) outs(%e : tensor<64x32xf32>) {
  ^bb0(%p: f32, %q: f32, %o: f32):
    %r = arith.subf %p, %q : f32
    linalg.yield %r : f32
  } -> tensor<64x32xf32>
  %y = linalg.generic {indexing_maps = [#all, #row, #all], iterator_types = ["parallel", "parallel"]} ins(%z, %s : tensor<64x32xf32>, tensor<64xf32>) outs(%e : tensor<64x32xf32>) {
  ^bb0(%p: f32, %q: f32, %o: f32):
    %r = arith.divf %p, %q : f32
    linalg.yield %r : f32
  } -> tensor<64x32xf32>
  %a = linalg.generic {indexing_maps = [#all, #all], iterator_types = ["parallel", "parallel"]} ins(%y : tensor<64x32xf32>) outs(%e : tensor<64x32xf32>) {
  ^bb0(%p: f32, %o: f32):
    %r = math.exp %p : f32
    linalg.yield %r : f32
  } -> tensor<64x32xf32>
  %b = linalg.generic {indexing_maps = [#all, #all], iterator_types = ["parallel", "parallel"]} ins(%y : tensor<64x32xf32>) outs(%e : tensor<64x32xf32>) {
  ^bb0(%p: f32, %o: f32):
    %r = math.tanh %p : f32
    linalg.yield %r : f32
  } -> tensor<64x32xf32>
  return %a, %b : tensor<64x32xf32>, tensor<64x32xf32>
}

// What is stored for another reader anyway is read, not computed again.
// CHECK-LABEL: func.func @stored(
// CHECK: %[[Z:.*]] = linalg.generic
// CHECK: linalg.generic {{.*}} ins(%[[Z]] :
// CHECK: return
func.func @stored(%x: tensor<64x32xf32>, %y: tensor<64x32xf32>) -> (tensor<64x32xf32>, tensor<64x32xf32>) {
  %e = tensor.empty() : tensor<64x32xf32>
  %z = linalg.generic {indexing_maps = [#all, #all, #all], iterator_types = ["parallel", "parallel"]} ins(%x, %y : tensor<64x32xf32>, tensor<64x32xf32>) outs(%e : tensor<64x32xf32>) {
  ^bb0(%p: f32, %q: f32, %o: f32):
    %r = arith.mulf %p, %q : f32
    linalg.yield %r : f32
  } -> tensor<64x32xf32>
  %a = linalg.generic {indexing_maps = [#all, #all], iterator_types = ["parallel", "parallel"]} ins(%z : tensor<64x32xf32>) outs(%e : tensor<64x32xf32>) {
  ^bb0(%p: f32, %o: f32):
    %r = math.exp %p : f32
    linalg.yield %r : f32
  } -> tensor<64x32xf32>
  return %z, %a : tensor<64x32xf32>, tensor<64x32xf32>
}

// A view between two pointwise ops keeps nobody from the other: the second one goes through the shape of the first.
#rows3 = affine_map<(b, s, t) -> (b, s)>
#weights3 = affine_map<(b, s, t) -> (s, t)>
#all3 = affine_map<(b, s, t) -> (b, s, t)>
#all2 = affine_map<(b, k) -> (b, k)>
#column = affine_map<(b, k) -> (k)>
// CHECK-LABEL: func.func @through_view(
// CHECK-SAME: %[[G:[a-z0-9]+]]: tensor<?x3xf32>, %[[W:[a-z0-9]+]]: tensor<3x4xf32>, %[[X:[a-z0-9]+]]: tensor<?x12xf32>, %[[C:[a-z0-9]+]]: tensor<12xf32>
// CHECK-DAG: %[[XX:.*]] = tensor.expand_shape %[[X]] {{\[\[}}0], [1, 2]]
// CHECK-DAG: %[[CC:.*]] = tensor.expand_shape %[[C]] {{\[\[}}0, 1]]
// CHECK: %[[M:.*]] = linalg.generic
// CHECK-SAME: iterator_types = ["parallel", "parallel", "parallel"]
// CHECK-SAME: outs(%{{.*}} : tensor<?x3x4xf32>)
// CHECK: tensor.collapse_shape %[[M]] {{\[\[}}0], [1, 2]]
// CHECK-NOT: linalg.generic
func.func @through_view(%g: tensor<?x3xf32>, %w: tensor<3x4xf32>, %x: tensor<?x12xf32>, %c: tensor<12xf32>) -> tensor<?x12xf32> {
  %c0 = arith.constant 0 : index
  %b = tensor.dim %g, %c0 : tensor<?x3xf32>
  %e3 = tensor.empty(%b) : tensor<?x3x4xf32>
  %outer = linalg.generic {indexing_maps = [#rows3, #weights3, #all3], iterator_types = ["parallel", "parallel", "parallel"]}
      ins(%g, %w : tensor<?x3xf32>, tensor<3x4xf32>) outs(%e3 : tensor<?x3x4xf32>) {
  ^bb0(%p: f32, %q: f32, %old: f32):
    %m = arith.mulf %p, %q : f32
    linalg.yield %m : f32
  } -> tensor<?x3x4xf32>
  %flat = tensor.collapse_shape %outer [[0], [1, 2]] : tensor<?x3x4xf32> into tensor<?x12xf32>
  %e2 = tensor.empty(%b) : tensor<?x12xf32>
  %y = linalg.generic {indexing_maps = [#all2, #all2, #column, #all2], iterator_types = ["parallel", "parallel"]}
      ins(%flat, %x, %c : tensor<?x12xf32>, tensor<?x12xf32>, tensor<12xf32>) outs(%e2 : tensor<?x12xf32>) {
  ^bb0(%p: f32, %q: f32, %r: f32, %old: f32):
    %s = arith.subf %q, %r : f32
    %m = arith.mulf %p, %s : f32
    linalg.yield %m : f32
  } -> tensor<?x12xf32>
  return %y : tensor<?x12xf32>
}
