// Gradients are at grad(path) of the author's line.
// RUN: dnd-opt %s -dnd-differentiate -mlir-print-debuginfo | FileCheck %s

// CHECK: #[[PLACE:.*]] = loc("model.dnd":7:3)
// CHECK: #[[F:.*]] = loc("act"(#[[PLACE]]))
// CHECK: dnd.map exp({{.*}} loc(#[[F]])
// CHECK: dnd.map mul({{.*}} loc(#[[G:.*]])
// CHECK: #[[G]] = loc("grad(act)"(#[[PLACE]]))
func.func @f(%x: tensor<4xf32>) -> tensor<4xf32> attributes {dnd.differentiate = [0]} {
  %y = dnd.map exp (%x) {maps = [affine_map<(i) -> (i)>]} : (tensor<4xf32>) -> tensor<4xf32> loc("act"("model.dnd":7:3))
  return %y : tensor<4xf32>
}
