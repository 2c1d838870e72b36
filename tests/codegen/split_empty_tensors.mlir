// Every user of an empty tensor gets its own.
// RUN: dnd-opt %s --pass-pipeline="builtin.module(func.func(dnd-split-empty-tensors))" | FileCheck %s

// CHECK-LABEL: func.func @two
// CHECK-DAG: %[[A:.*]] = tensor.empty() : tensor<4xf32>
// CHECK-DAG: %[[B:.*]] = tensor.empty() : tensor<4xf32>
// CHECK-DAG: linalg.fill ins(%{{.*}} : f32) outs(%[[A]]
// CHECK-DAG: linalg.fill ins(%{{.*}} : f32) outs(%[[B]]
func.func @two(%v: f32, %w: f32) -> (tensor<4xf32>, tensor<4xf32>) {
  %e = tensor.empty() : tensor<4xf32>
  %0 = linalg.fill ins(%v : f32) outs(%e : tensor<4xf32>) -> tensor<4xf32>
  %1 = linalg.fill ins(%w : f32) outs(%e : tensor<4xf32>) -> tensor<4xf32>
  return %0, %1 : tensor<4xf32>, tensor<4xf32>
}

// Equal first values of two sums are filled for each; who only reads needs none.
// CHECK-LABEL: func.func @first_values
// CHECK-DAG: %[[A:.*]] = tensor.empty() : tensor<4xf32>
// CHECK-DAG: %[[B:.*]] = tensor.empty() : tensor<4xf32>
// CHECK-DAG: %[[F:.*]] = linalg.fill ins(%{{.*}} : f32) outs(%[[A]]
// CHECK-DAG: %[[G:.*]] = linalg.fill ins(%{{.*}} : f32) outs(%[[B]]
// CHECK: linalg.reduce { arith.addf } ins(%{{.*}} : tensor<4x8xf32>) outs(%[[X:.*]] : tensor<4xf32>)
// CHECK-NOT: outs(%[[X]] :
// CHECK: return
func.func @first_values(%v: f32, %a: tensor<4x8xf32>, %b: tensor<4x8xf32>) -> (tensor<4xf32>, tensor<4xf32>) {
  %e = tensor.empty() : tensor<4xf32>
  %f = linalg.fill ins(%v : f32) outs(%e : tensor<4xf32>) -> tensor<4xf32>
  %0 = linalg.reduce { arith.addf } ins(%a : tensor<4x8xf32>) outs(%f : tensor<4xf32>) dimensions = [1]
  %1 = linalg.reduce { arith.addf } ins(%b : tensor<4x8xf32>) outs(%f : tensor<4xf32>) dimensions = [1]
  return %0, %1 : tensor<4xf32>, tensor<4xf32>
}
