//===- LowerPasses.td - passes from dnd to linalg --------------*- tablegen -*-===//
#ifndef DND_PASSES_LOWER_TD
#define DND_PASSES_LOWER_TD

include "mlir/Pass/PassBase.td"

def ConvertDndToLinalg : Pass<"convert-dnd-to-linalg", "::mlir::ModuleOp"> {
  let summary = "Lower entry points from dnd to linalg, tensor, arith and dndrt";
  let description = [{
    Expands forms that no kernel has taken, gives every entry point its destinations (one argument for each result, or
    the parameter that the result replaces) and the batch size as arguments, and lowers each dnd op.
  }];
  let dependentDialects = [
    "::mlir::affine::AffineDialect", "::mlir::arith::ArithDialect", "::mlir::bufferization::BufferizationDialect",
    "::dnd::dndrt::DndrtDialect", "::mlir::linalg::LinalgDialect", "::mlir::math::MathDialect", "::mlir::scf::SCFDialect",
    "::mlir::tensor::TensorDialect"
  ];
}

def FuseElementwise : Pass<"dnd-fuse-elementwise", "::mlir::func::FuncOp"> {
  let summary = "Fuse chains of pointwise ops; move updates behind the last reader of what they replace";
  let description = [{
    Fuses a pointwise producer into its consumer where that repeats no expensive work, and moves each update of a
    parameter behind every other op that reads the old value, so that it can be done in place.
  }];
}

def MergeSums : Pass<"dnd-merge-sums", "::mlir::func::FuncOp"> {
  let summary = "Make one op of sums that go through the same tensors";
  let description = [{
    Sums over the same space that share an input of its size (mean and variance, the gradients of a norm) become one op
    with several results, where the first of them stands. Everything that they read must be known there.
  }];
}

#endif // DND_PASSES_LOWER_TD
