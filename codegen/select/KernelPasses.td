//===- KernelPasses.td - choosing generated kernels ------------*- tablegen -*-===//
#ifndef DND_CODEGEN_SELECT_KERNELPASSES_TD
#define DND_CODEGEN_SELECT_KERNELPASSES_TD

include "mlir/Pass/PassBase.td"

def PackContracts : Pass<"dnd-pack-contracts", "::mlir::ModuleOp"> {
  let summary = "Choose register-tile kernels and fuse epilogues into them";
  let description = [{
    On linalg on tensors: sums of products large enough for register tiles become `dndrt.packed_contract`, and pointwise
    ops behind them (bias, activation, optimiser) become their epilogue. Remarks of category "kernel". The width of the
    target's vector registers becomes the module's attribute `dnd.vector_bits`; with 0 what the module says stays.
  }];
  let constructor = "dnd::codegen::createPackContractsPass()";
  let dependentDialects = ["::dnd::dndrt::DndrtDialect"];
}

#endif // DND_CODEGEN_SELECT_KERNELPASSES_TD
