//===- Passes.td - from buffers to machine code ----------------*- tablegen -*-===//
#ifndef DND_CODEGEN_PASSES_TD
#define DND_CODEGEN_PASSES_TD

include "mlir/Pass/PassBase.td"

def SplitEmptyTensors : Pass<"dnd-split-empty-tensors", "::mlir::func::FuncOp"> {
  let summary = "Give every user of an empty tensor its own";
  let description = [{
    Common-subexpression elimination makes one empty tensor of many; separate ones can each become the destination in
    which their user's value ends. So it is with a filled tensor that several ops write over. A value with several destinations is made in the first and copied on from there.
  }];
}

def FinishBuffers : Pass<"dnd-finish-buffers", "::mlir::ModuleOp"> {
  let summary = "Tidy entry points after bufferisation";
  let description = [{
    Drops results that are arguments, removes copies of a buffer onto itself, and turns the copies that remain into
    pointwise linalg ops.
  }];
  let dependentDialects = ["::mlir::linalg::LinalgDialect", "::mlir::memref::MemRefDialect"];
}

def PlanMemory : Pass<"dnd-plan-memory", "::mlir::func::FuncOp"> {
  let summary = "Give every buffer of an entry point its place in the arena";
  let description = [{
    Each `memref.alloc` becomes a view of the arena, a new argument of kind "arena". Buffers whose lifetimes do not
    meet share places. Sizes are of two classes: fixed, and a multiple of the batch rounded up to DND_BATCH_ROUND;
    the totals become the attributes `dnd.arena_fixed` and `dnd.arena_per_sample`. An allocation of any other
    kind is an error: an entry point never allocates.
  }];
  let dependentDialects = ["::mlir::arith::ArithDialect", "::mlir::memref::MemRefDialect"];
}

def LowerToLoops : Pass<"dnd-lower-to-loops", "::mlir::ModuleOp"> {
  let summary = "Turn linalg and dndrt ops on buffers into kernels of loops";
  let description = [{
    Each op becomes a private function of loops over a part [begin, end) of one of its dimensions and a `dndrt.launch`
    of it. The innermost loop is the one that walks memory in order; a sum along it stays in a register.
  }];
  let dependentDialects = [
    "::mlir::affine::AffineDialect", "::mlir::arith::ArithDialect", "::dnd::dndrt::DndrtDialect",
    "::mlir::memref::MemRefDialect", "::mlir::scf::SCFDialect", "::mlir::vector::VectorDialect"
  ];
}

def GroupKernels : Pass<"dnd-group-kernels", "::mlir::func::FuncOp"> {
  let summary = "Choose the ops of an entry point that share a GPU kernel";
  let description = [{
    Orders the ops of an entry point, as their buffers allow, so that small ops stand together, and wraps those that
    share a kernel into an `scf.execute_region` with the attribute `dnd.group`: "points" (pointwise ops, ranges of blocks
    for each, chains at the same points in one thread) or "samples" (small ops whose samples do not meet; a block does
    some samples from the first op to the last). Views of the arena become allocations; `dnd-plan-memory` must run again.
  }];
  let dependentDialects = ["::mlir::linalg::LinalgDialect", "::mlir::memref::MemRefDialect", "::mlir::scf::SCFDialect"];
}

def LowerToGpu : Pass<"dnd-lower-to-gpu", "::mlir::ModuleOp"> {
  let summary = "Turn linalg and dndrt ops on buffers into GPU kernels and their launches";
  let description = [{
    The counterpart of `dnd-lower-to-loops` in a device module: each op of an entry point becomes one or more `gpu.func` of
    `gpu.module @kernels` and a `gpu.launch_func` (codegen/cuda/README.md). Sums have a fixed order; there are no atomics.
  }];
  let dependentDialects = [
    "::mlir::affine::AffineDialect", "::mlir::arith::ArithDialect", "::mlir::gpu::GPUDialect", "::mlir::math::MathDialect",
    "::mlir::LLVM::LLVMDialect", "::mlir::memref::MemRefDialect", "::mlir::NVVM::NVVMDialect",
    "::mlir::scf::SCFDialect", "::mlir::vector::VectorDialect"
  ];
}

def AddRuntimeKernels : Pass<"dnd-add-runtime-kernels", "::mlir::ModuleOp"> {
  let summary = "Add the kernels of the training loop to those of a model";
  let description = [{
    dnd_step_begin, dnd_step_errors and dnd_step_end of runtime/include/dndrt/abi.h, so that a step on the GPU needs no work of the
    host. A module without kernels stays as it is.
  }];
  let dependentDialects = [
    "::mlir::arith::ArithDialect", "::mlir::gpu::GPUDialect", "::mlir::LLVM::LLVMDialect", "::mlir::scf::SCFDialect"
  ];
}

def DealOut : Pass<"dnd-deal-out", "::mlir::ModuleOp"> {
  let summary = "Put functions and globals into modules of about equal size, for several threads";
  let description = [{
    Passes that look at no more than one function then run on these modules side by side; `dnd-bring-together` follows. Each has a
    row of what stood behind each other. They refer to each other, so that none is valid by itself. The cut follows from the
    sizes alone, never from the machine.
  }];
}

def BringTogether : Pass<"dnd-bring-together", "::mlir::ModuleOp"> {
  let summary = "Take the functions out of the modules of dnd-deal-out, in their order";
  let description = [{ Declarations that several of them made become one. }];
}

def LowerCalls : Pass<"dnd-lower-calls", "::mlir::ModuleOp"> {
  let summary = "Pass buffers as pointers; make launches calls of the runtime; wrap entry points";
  let description = [{
    Buffers of functions become pointers (`noalias`, aligned) with the batch beside them, launches become direct calls
    or calls of `dnd_rt_parallel_for` with a context struct, and every entry point gets a wrapper
    `dnd_entry_NAME(const dnd_call *)`.
  }];
  let dependentDialects = [
    "::mlir::arith::ArithDialect", "::mlir::func::FuncDialect", "::mlir::LLVM::LLVMDialect"
  ];
}

def EmitDescriptor : Pass<"dnd-emit-descriptor", "::mlir::ModuleOp"> {
  let summary = "Add dnd_model, its entry table and main";
  let description = [{
    The module attribute `dnd.meta` becomes JSON text in the constant `dnd_model`, beside the table of the entry points;
    `dnd.source_sha256`, the checksum of the author's texts, goes into it;
    `main` hands it to `dnd_rt_main` (runtime/include/dndrt/abi.h).
  }];
  let options = [
    Option<"march", "march", "std::string", "\"\"", "name of the processor that the code is for">,
    ListOption<"features", "features", "std::string", "processor features that the code uses">,
    Option<"source", "source", "std::string", "\"\"", "the model file: its name and the data beside it go into the descriptor">,
    ListOption<"definitions", "definitions", "std::string", "what -D set, NAME=VALUE">,
    Option<"shippedData", "shipped-data", "std::string", "\"\"", "folder of the data sets that came with the compiler">
  ];
  let dependentDialects = ["::mlir::LLVM::LLVMDialect"];
}

def ExpandMath : Pass<"dnd-expand-math", "::mlir::ModuleOp"> {
  let summary = "Write exp, log, sin, pow and the like of f32 as arithmetic that vectorises";
  let description = [{
    For processors and GPUs, within a few units in the last place for every f32 (`common/FloatMath.h`; tanh and erf by the
    polynomials of MLIR). f64 goes to the C library, exactly as the float64 oracle computes.
  }];
  let dependentDialects = [
    "::mlir::arith::ArithDialect", "::mlir::math::MathDialect", "::mlir::scf::SCFDialect", "::mlir::vector::VectorDialect"
  ];
}

def ExpandCasts : Pass<"dnd-expand-casts", "::mlir::ModuleOp"> {
  let summary = "Write changes between f32 and bf16 as integer arithmetic";
  let description = [{
    Rounding to nearest, ties to even, on processors with and without bf16: the same bits everywhere.
  }];
  let dependentDialects = ["::mlir::arith::ArithDialect"];
}

def StoreHalves : Pass<"dnd-store-halves", "::mlir::ModuleOp"> {
  let summary = "Move bf16 as integers of 16 bits";
  let description = [{
    In the LLVM dialect, behind `dnd-expand-casts`: where a processor has no bf16, LLVM would call the library to move one.
  }];
}

def FlattenLocations : Pass<"dnd-flatten-locations", "::mlir::ModuleOp"> {
  let summary = "Keep the first position of fused locations";
  let description = [{ LLVM shows a location of several positions as line 0; the first one is the author's line. }];
}

#endif // DND_CODEGEN_PASSES_TD
