// Products, maxima and minima.
// RUN: %op %s | FileCheck %s
// CHECK: op: ok, 9 cases

func.func @reduce_prod(%a0: tensor<?x5x3xf64>) -> tensor<?x3xf64> {
  %r = dnd.reduce prod %a0 dims [1] : (tensor<?x5x3xf64>) -> tensor<?x3xf64>
  return %r : tensor<?x3xf64>
}

func.func @reduce_prod_two(%a0: tensor<?x3x2x3xf64>) -> tensor<?x2xf64> {
  %r = dnd.reduce prod %a0 dims [1, 3] : (tensor<?x3x2x3xf64>) -> tensor<?x2xf64>
  return %r : tensor<?x2xf64>
}

func.func @reduce_prod_one(%a0: tensor<?x1xf64>) -> tensor<?xf64> {
  %r = dnd.reduce prod %a0 dims [1] : (tensor<?x1xf64>) -> tensor<?xf64>
  return %r : tensor<?xf64>
}

func.func @reduce_max(%a0: tensor<?x5x3xf64>) -> tensor<?x3xf64> {
  %r = dnd.reduce max %a0 dims [1] : (tensor<?x5x3xf64>) -> tensor<?x3xf64>
  return %r : tensor<?x3xf64>
}

func.func @reduce_max_two(%a0: tensor<?x3x2x3xf64>) -> tensor<?x2xf64> {
  %r = dnd.reduce max %a0 dims [1, 3] : (tensor<?x3x2x3xf64>) -> tensor<?x2xf64>
  return %r : tensor<?x2xf64>
}

func.func @reduce_max_one(%a0: tensor<?x1xf64>) -> tensor<?xf64> {
  %r = dnd.reduce max %a0 dims [1] : (tensor<?x1xf64>) -> tensor<?xf64>
  return %r : tensor<?xf64>
}

func.func @reduce_min(%a0: tensor<?x5x3xf64>) -> tensor<?x3xf64> {
  %r = dnd.reduce min %a0 dims [1] : (tensor<?x5x3xf64>) -> tensor<?x3xf64>
  return %r : tensor<?x3xf64>
}

func.func @reduce_min_two(%a0: tensor<?x3x2x3xf64>) -> tensor<?x2xf64> {
  %r = dnd.reduce min %a0 dims [1, 3] : (tensor<?x3x2x3xf64>) -> tensor<?x2xf64>
  return %r : tensor<?x2xf64>
}

func.func @reduce_min_one(%a0: tensor<?x1xf64>) -> tensor<?xf64> {
  %r = dnd.reduce min %a0 dims [1] : (tensor<?x1xf64>) -> tensor<?xf64>
  return %r : tensor<?xf64>
}
