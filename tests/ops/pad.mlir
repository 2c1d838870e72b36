// Margins, gaps, crops, and all of them at once.
// RUN: %op %s | FileCheck %s
// CHECK: op: ok, 9 cases

func.func @pad_margin(%x: tensor<?x2x5x3xf64>) -> tensor<?x2x8x4xf64> {
  %r = dnd.pad %x low = [0, 0, 1, 0] high = [0, 0, 2, 1] interior = [0, 0, 0, 0] value = 0.0 : (tensor<?x2x5x3xf64>) -> tensor<?x2x8x4xf64>
  return %r : tensor<?x2x8x4xf64>
}

func.func @pad_value(%x: tensor<?x3xf64>) -> tensor<?x6xf64> {
  %r = dnd.pad %x low = [0, 1] high = [0, 2] interior = [0, 0] value = -2.5 : (tensor<?x3xf64>) -> tensor<?x6xf64>
  return %r : tensor<?x6xf64>
}

func.func @pad_gaps(%x: tensor<?x3x4xf64>) -> tensor<?x5x10xf64> {
  %r = dnd.pad %x low = [0, 0, 0] high = [0, 0, 0] interior = [0, 1, 2] value = 0.0 : (tensor<?x3x4xf64>) -> tensor<?x5x10xf64>
  return %r : tensor<?x5x10xf64>
}

func.func @pad_crop(%x: tensor<?x7x5xf64>) -> tensor<?x4x4xf64> {
  %r = dnd.pad %x low = [0, -2, 0] high = [0, -1, -1] interior = [0, 0, 0] value = 0.0 : (tensor<?x7x5xf64>) -> tensor<?x4x4xf64>
  return %r : tensor<?x4x4xf64>
}

// A margin on one side, a crop that ends in a gap on the other.
func.func @pad_crop_gaps(%x: tensor<?x5xf64>) -> tensor<?x10xf64> {
  %r = dnd.pad %x low = [0, -1] high = [0, -2] interior = [0, 2] value = 1.5 : (tensor<?x5xf64>) -> tensor<?x10xf64>
  return %r : tensor<?x10xf64>
}

func.func @pad_all(%x: tensor<?x4x3xf64>) -> tensor<?x6x9xf64> {
  %r = dnd.pad %x low = [0, -2, 3] high = [0, 1, -1] interior = [0, 1, 2] value = -1.0 : (tensor<?x4x3xf64>) -> tensor<?x6x9xf64>
  return %r : tensor<?x6x9xf64>
}

func.func @pad_static(%x: tensor<3xf64>) -> tensor<6xf64> {
  %r = dnd.pad %x low = [2] high = [1] interior = [0] value = 0.0 : (tensor<3xf64>) -> tensor<6xf64>
  return %r : tensor<6xf64>
}

func.func @pad_one(%x: tensor<?x1xf64>) -> tensor<?x3xf64> {
  %r = dnd.pad %x low = [0, 1] high = [0, 1] interior = [0, 3] value = 0.0 : (tensor<?x1xf64>) -> tensor<?x3xf64>
  return %r : tensor<?x3xf64>
}

// What a maximum over windows reads outside; the maximum makes it finite again.
func.func @pad_infinite(%x: tensor<?x3xf64>) -> tensor<?x2xf64> {
  %p = dnd.pad %x low = [0, 1] high = [0, 0] interior = [0, 0] value = 0xFFF0000000000000 : (tensor<?x3xf64>) -> tensor<?x4xf64>
  %s = dnd.reshape %p : (tensor<?x4xf64>) -> tensor<?x2x2xf64>
  %r = dnd.reduce max %s dims [2] : (tensor<?x2x2xf64>) -> tensor<?x2xf64>
  return %r : tensor<?x2xf64>
}
