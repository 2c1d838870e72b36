//===- NetworkPasses.td - passes on whole networks -------------*- tablegen -*-===//
#ifndef DND_PASSES_NETWORK_NETWORKPASSES_TD
#define DND_PASSES_NETWORK_NETWORKPASSES_TD

include "mlir/Pass/PassBase.td"

def Raise : Pass<"dnd-raise", "::mlir::ModuleOp"> {
  let summary = "Recognise quadratic, low-rank, sparse and fusion forms";
  let description = [{
    Brings chains of contract and map to a sum of products over index maps and recognises `dnd.quadratic`,
    `dnd.low_rank_quadratic`, `dnd.gather_contract` and `dnd.dendritic_fusion` in it, however the author wrote them. Every
    form, and every refusal of something near one with its reason, is a remark of category "raise". What is not recognised
    stays as it is and compiles by the general path.
  }];
  let constructor = "dnd::passes::createRaisePass()";
}

def FuseForms : Pass<"dnd-fuse-forms", "::mlir::ModuleOp"> {
  let summary = "Merge forms, linear layers and biases of the same input";
  let description = [{
    Forms of one input whose results are added become one form; linear layers and biases go into the form they are added
    to; several low-rank forms of one input share one projection. Remarks of category "fuse".
  }];
  let constructor = "dnd::passes::createFuseFormsPass()";
}

#endif // DND_PASSES_NETWORK_NETWORKPASSES_TD
