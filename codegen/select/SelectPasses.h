//===- SelectPasses.h - choosing generated kernels --------------*- C++ -*-===//
#ifndef DND_CODEGEN_SELECT_SELECTPASSES_H
#define DND_CODEGEN_SELECT_SELECTPASSES_H

#include "dialect/dndrt/DndrtDialect.h"
#include "mlir/Pass/Pass.h"

namespace dnd::codegen {

/// `dnd-pack-contracts`, on modules of linalg on tensors: sums of products
/// large enough for register tiles become dndrt.packed_contract, and pointwise
/// ops behind them (bias, activation, optimiser) become their epilogue. Remarks
/// of category "kernel". `vectorBits`, the width of the target's vector
/// registers, becomes the module's attribute `dnd.vector_bits`; with 0 what the
/// module says stays.
std::unique_ptr<mlir::Pass> createPackContractsPass(int64_t vectorBits = 0);

#define GEN_PASS_DECL_MERGEPOINTS
#define GEN_PASS_DECL_SELECTFORMS
#define GEN_PASS_DECL_SELECTKERNELS
#include "codegen/select/SelectPasses.h.inc"

#define GEN_PASS_REGISTRATION
#include "codegen/select/SelectPasses.h.inc"

} // namespace dnd::codegen

#endif // DND_CODEGEN_SELECT_SELECTPASSES_H
