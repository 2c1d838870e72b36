// RUN: dnd-opt %s --pass-pipeline='builtin.module(func.func(dnd-merge-sums))' | FileCheck %s

#cols = affine_map<(d0, d1) -> (d1, d0)>
#out = affine_map<(d0, d1) -> (d0)>
// Two sums over the same tensor become one op; the second starts from a value of its own, made again in front.
// CHECK-LABEL: func.func @merged(
// CHECK-SAME: %[[X:[a-z0-9]+]]: tensor<?x16xf32>
// CHECK: linalg.fill
// CHECK: linalg.fill
// CHECK: %[[S:.*]]:2 = linalg.generic
// CHECK-SAME: ins(%[[X]] : tensor<?x16xf32>) outs(
// CHECK-NOT: linalg.generic
// CHECK: return %[[S]]#0, %[[S]]#1
func.func @merged(%x: tensor<?x16xf32>) -> (tensor<16xf32>, tensor<16xf32>) {
  %zero = arith.constant 0.0 : f32
  %e = tensor.empty() : tensor<16xf32>
  %f = linalg.fill ins(%zero : f32) outs(%e : tensor<16xf32>) -> tensor<16xf32>
  %a = linalg.generic {indexing_maps = [#cols, #out], iterator_types = ["parallel", "reduction"]} ins(%x : tensor<?x16xf32>) outs(%f : tensor<16xf32>) {
  ^bb0(%p: f32, %o: f32):
    %s = arith.addf %o, %p : f32
    linalg.yield %s : f32
  } -> tensor<16xf32>
  %g = tensor.empty() : tensor<16xf32>
  %h = linalg.fill ins(%zero : f32) outs(%g : tensor<16xf32>) -> tensor<16xf32>
  %b = linalg.generic {indexing_maps = [#cols, #out], iterator_types = ["parallel", "reduction"]} ins(%x : tensor<?x16xf32>) outs(%h : tensor<16xf32>) {
  ^bb0(%p: f32, %o: f32):
    %q = arith.mulf %p, %p : f32
    %s = arith.addf %o, %q : f32
    linalg.yield %s : f32
  } -> tensor<16xf32>
  return %a, %b : tensor<16xf32>, tensor<16xf32>
}

// A sum that needs the other one's result stays behind it.
// CHECK-LABEL: func.func @dependent(
// CHECK: %[[A:.*]] = linalg.generic
// CHECK: linalg.generic {{.*}} ins(%{{.*}}, %[[A]] :
func.func @dependent(%x: tensor<?x16xf32>) -> tensor<16xf32> {
  %zero = arith.constant 0.0 : f32
  %e = tensor.empty() : tensor<16xf32>
  %f = linalg.fill ins(%zero : f32) outs(%e : tensor<16xf32>) -> tensor<16xf32>
  %a = linalg.generic {indexing_maps = [#cols, #out], iterator_types = ["parallel", "reduction"]} ins(%x : tensor<?x16xf32>) outs(%f : tensor<16xf32>) {
  ^bb0(%p: f32, %o: f32):
    %s = arith.addf %o, %p : f32
    linalg.yield %s : f32
  } -> tensor<16xf32>
  %b = linalg.generic {indexing_maps = [#cols, #out, #out], iterator_types = ["parallel", "reduction"]} ins(%x, %a : tensor<?x16xf32>, tensor<16xf32>) outs(%f : tensor<16xf32>) {
  ^bb0(%p: f32, %m: f32, %o: f32):
    %q = arith.subf %p, %m : f32
    %s = arith.addf %o, %q : f32
    linalg.yield %s : f32
  } -> tensor<16xf32>
  return %b : tensor<16xf32>
}

// The sum of g + k z, where g and z are summed already: the sums of both, and one small op with the factor.
// CHECK-LABEL: func.func @split(
// CHECK-SAME: %[[G:[a-z0-9]+]]: tensor<?x16xf32>, %[[Z:[a-z0-9]+]]: tensor<?x16xf32>
// CHECK: linalg.generic {{.*}} ins(%[[G]] :
// CHECK: linalg.generic {{.*}} ins(%[[Z]] :
// CHECK: linalg.generic {{.*}} iterator_types = ["parallel"]
// CHECK: arith.mulf
// CHECK: arith.addf
// CHECK-NOT: reduction
// CHECK: return
func.func @split(%g: tensor<?x16xf32>, %z: tensor<?x16xf32>, %k: tensor<16xf32>) -> (tensor<16xf32>, tensor<16xf32>, tensor<16xf32>) {
  %zero = arith.constant 0.0 : f32
  %e = tensor.empty() : tensor<16xf32>
  %f = linalg.fill ins(%zero : f32) outs(%e : tensor<16xf32>) -> tensor<16xf32>
  %a = linalg.generic {indexing_maps = [#cols, #out], iterator_types = ["parallel", "reduction"]} ins(%g : tensor<?x16xf32>) outs(%f : tensor<16xf32>) {
  ^bb0(%p: f32, %o: f32):
    %q = arith.mulf %p, %p : f32
    %s = arith.addf %o, %q : f32
    linalg.yield %s : f32
  } -> tensor<16xf32>
  %b = linalg.generic {indexing_maps = [#cols, #out], iterator_types = ["parallel", "reduction"]} ins(%z : tensor<?x16xf32>) outs(%f : tensor<16xf32>) {
  ^bb0(%p: f32, %o: f32):
    %q = arith.mulf %p, %p : f32
    %s = arith.addf %o, %q : f32
    linalg.yield %s : f32
  } -> tensor<16xf32>
  %c = linalg.generic {indexing_maps = [#cols, #cols, #out, #out], iterator_types = ["parallel", "reduction"]} ins(%g, %z, %k : tensor<?x16xf32>, tensor<?x16xf32>, tensor<16xf32>) outs(%f : tensor<16xf32>) {
  ^bb0(%p: f32, %q: f32, %r: f32, %o: f32):
    %t = arith.mulf %q, %r : f32
    %u = arith.addf %p, %t : f32
    %s = arith.addf %o, %u : f32
    linalg.yield %s : f32
  } -> tensor<16xf32>
  return %a, %b, %c : tensor<16xf32>, tensor<16xf32>, tensor<16xf32>
}
