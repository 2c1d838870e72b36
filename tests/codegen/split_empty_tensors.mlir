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
