//===- Entry.td - what the arguments of entry points are ------*- tablegen -*-===//
#ifndef DND_ENTRY_TD
#define DND_ENTRY_TD

include "dialect/dnd/DndDialect.td"
include "mlir/IR/AttrTypeBase.td"

// What an argument or a result of an entry point stands for; `dnd_call` has a field for each (runtime/include/dndrt/abi.h).
def Dnd_ArgKind : I32EnumAttr<"ArgKind", "argument kind", [
    I32EnumAttrCase<"input", 0>,        // of the network, for each sample
    I32EnumAttrCase<"target", 1>,       // what the loss compares with
    I32EnumAttrCase<"param", 2>,        // trained by gradient
    I32EnumAttrCase<"table", 3>,        // drawn once from the seed
    I32EnumAttrCase<"state", 4>,        // of the model: running statistics, saved with the weights
    I32EnumAttrCase<"slot", 5>,         // of the optimiser, for each parameter
    I32EnumAttrCase<"hyper", 6>,        // a number of the recipe
    I32EnumAttrCase<"seed", 7>,         // of the noise
    I32EnumAttrCase<"step", 8>,         // of the training, from 0
    I32EnumAttrCase<"cotangent", 9>,    // adjoint of an output
    I32EnumAttrCase<"output", 16>,
    I32EnumAttrCase<"loss", 17>,
    I32EnumAttrCase<"param_grad", 18>,
    I32EnumAttrCase<"input_grad", 19>,
    I32EnumAttrCase<"batch", 32>,       // number of samples
    I32EnumAttrCase<"arena", 33>        // scratch memory
  ]> {
  let cppNamespace = "::dnd";
  let genSpecializedAttr = 0;
}

def Dnd_ArgAttr : AttrDef<Dnd_Dialect, "Arg"> {
  let mnemonic = "arg";
  let summary = "what an argument or a result of an entry point stands for";
  let description = [{
    `#dnd.arg<KIND, INDEX, "NAME">`: the position among those of its kind in the descriptor, and the name there (path of a
    parameter, name of an input). Kinds of which there is one have neither: `#dnd.arg<batch>`. Entry points carry it as
    argument and result attribute `dnd.arg`; a result of kind param, state or slot is the new value of that argument.
  }];
  let parameters = (ins EnumParameter<Dnd_ArgKind>:$kind, "int64_t":$index, StringRefParameter<>:$name);
  let hasCustomAssemblyFormat = 1;
}

#endif // DND_ENTRY_TD
