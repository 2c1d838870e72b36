//===- CudaPasses.td - from GPU kernels to machine code --------*- tablegen -*-===//
#ifndef DND_CODEGEN_CUDA_PASSES_TD
#define DND_CODEGEN_CUDA_PASSES_TD

include "mlir/Pass/PassBase.td"

def ExpandWindows : Pass<"dnd-expand-windows", "::mlir::func::FuncOp"> {
  let summary = "Store the margins that windows read, and take thin windows apart";
  let description = [{
    Of a device's entry points, on buffers: a `dndrt.packed_contract` with margins reads a padded copy instead; one with too
    few rows for a tile becomes a sum of linalg and a pointwise op.
  }];
  let dependentDialects = [
    "::mlir::arith::ArithDialect", "::mlir::linalg::LinalgDialect", "::mlir::memref::MemRefDialect"
  ];
}

def MergeKernels : Pass<"dnd-merge-kernels", "::mlir::ModuleOp"> {
  let summary = "Make equal GPU kernels one";
  let description = [{
    Entry points share most of their kernels. Places in the model do not count: each launch keeps its own.
  }];
}

def LowerToNvvm : Pass<"dnd-lower-to-nvvm", "::mlir::ModuleOp"> {
  let summary = "Bring GPU kernels to the LLVM and NVVM dialects";
  let description = [{
    Kernels take plain pointers, scalars, and last the batch (i64) when a buffer has it. Shared buffers become variables of
    address space 3. A function that would have to come from a library is an error.
  }];
  let dependentDialects = [
    "::mlir::LLVM::LLVMDialect", "::mlir::NVVM::NVVMDialect", "::mlir::gpu::GPUDialect"
  ];
}

def LowerLaunches : Pass<"dnd-lower-launches", "::mlir::ModuleOp"> {
  let summary = "Make launches of GPU kernels calls of the runtime";
  let description = [{
    `gpu.launch_func` becomes a call of `dnd_rt_cuda_launch`, `dndrt.library_call` one of `dnd_rt_library_call`; the module attribute `dnd.kernels` is the table of the kernels in
    the order of their numbers, each with the author's line and layer.
  }];
  let dependentDialects = [
    "::mlir::arith::ArithDialect", "::mlir::func::FuncDialect", "::mlir::LLVM::LLVMDialect", "::mlir::scf::SCFDialect"
  ];
}

#endif // DND_CODEGEN_CUDA_PASSES_TD
