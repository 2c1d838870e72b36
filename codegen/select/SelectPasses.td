//===- SelectPasses.td - choosing generated kernels ------------*- tablegen -*-===//
#ifndef DND_CODEGEN_SELECT_SELECTPASSES_TD
#define DND_CODEGEN_SELECT_SELECTPASSES_TD

include "mlir/Pass/PassBase.td"

def PackContracts : Pass<"dnd-pack-contracts", "::mlir::ModuleOp"> {
  let summary = "Choose register-tile kernels and fuse epilogues into them";
  let description = [{
    On linalg on tensors: sums of products large enough for register tiles become `dndrt.packed_contract`, and pointwise
    ops behind them (bias, activation, optimiser) become their epilogue; windows read tensors behind padded copies, with margins.
    Remarks of category "kernel". The width of the
    target's vector registers becomes the module's attribute `dnd.vector_bits`; with 0 what the module says stays.
  }];
  let constructor = "dnd::codegen::createPackContractsPass()";
  let dependentDialects = ["::dnd::dndrt::DndrtDialect"];
}

def MergePoints : Pass<"dnd-merge-points", "::mlir::func::FuncOp"> {
  let summary = "Make one op of pointwise ops that go through the same buffers";
  let description = [{
    Two pointwise ops over the same points that share a buffer of their size, and meet in memory at equal points only,
    become one op with several results, where the second of them stands: the step of an optimiser reads and writes each
    moment and the parameter once. What the first makes for the second stays in a register; a buffer that nobody else
    reads is gone. Ops with gathers or loops inside stay apart.
  }];
  let dependentDialects = ["::mlir::linalg::LinalgDialect"];
}

def SelectForms : Pass<"dnd-select-forms", "::mlir::ModuleOp"> {
  let summary = "Choose which special forms have kernels";
  let description = [{
    On `dnd`: forms that a kernel computes get the attribute `dnd.kernel_parts`; `convert-dnd-to-linalg` expands the others.
  }];
}

def SelectKernels : Pass<"dnd-select-kernels", "::mlir::ModuleOp"> {
  let summary = "Choose what runs each op of dndrt, for each device";
  let description = [{
    On buffers: every op of dndrt, and every sum of linalg that reads places of a table, gets the attribute `dndrt.choices` with
    a `#dndrt.choice` for the processor and, where the op is one of f32, for GPUs: a kernel of ours with its plan, or a library.
    Remarks of category "select": what runs, why, what share of which roof is expected. Fails where an op has no kernel.
  }];
  let options = [
    Option<"cuda", "cuda", "bool", "true", "choose for GPUs too">,
    Option<"math", "math", "std::string", "\"\"", "f32, tf32 or bf16: what multiplies on GPUs (default: what `dnd.cuda_math` of the module says, else f32)">,
    Option<"blas", "blas", "std::string", "\"auto\"", "auto, all or off: products offered to a library when the program runs (auto: those for which it should pay)">
  ];
  let dependentDialects = ["::dnd::dndrt::DndrtDialect", "::mlir::memref::MemRefDialect"];
}

#endif // DND_CODEGEN_SELECT_SELECTPASSES_TD
