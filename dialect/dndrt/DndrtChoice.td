//===- DndrtChoice.td - what runs an op ------------------------*- tablegen -*-===//
#ifndef DNDRT_CHOICE_TD
#define DNDRT_CHOICE_TD

include "dialect/dndrt/DndrtBase.td"
include "mlir/IR/AttrTypeBase.td"
include "mlir/IR/EnumAttr.td"

def Dndrt_Device : I32EnumAttr<"Device", "where a kernel runs", [
  I32EnumAttrCase<"cpu", 0>, I32EnumAttrCase<"cuda", 1>
]> {
  let genSpecializedAttr = 0;
  let cppNamespace = "::dnd::dndrt";
}

def Dndrt_Maker : I32EnumAttr<"Maker", "who makes a kernel", [
  I32EnumAttrCase<"own", 0>, I32EnumAttrCase<"library", 1>
]> {
  let genSpecializedAttr = 0;
  let cppNamespace = "::dnd::dndrt";
}

def Dndrt_Roof : I32EnumAttr<"Roof", "what bounds a kernel", [
  I32EnumAttrCase<"arithmetic", 0>, I32EnumAttrCase<"memory", 1>
]> {
  let genSpecializedAttr = 0;
  let cppNamespace = "::dnd::dndrt";
}

def Dndrt_ChoiceAttr : AttrDef<Dndrt_Dialect, "Choice"> {
  let mnemonic = "choice";
  let summary = "what runs an op on a device";
  let description = [{
    `kernel` names one of our kernels, or with `library` what a library is asked for when the program runs (our kernel
    stands by). `plan` holds the numbers that the kernel is made from, `share` the percentage of the roof that is expected
    of it. Pass `dnd-select-kernels` writes one for each device into the attribute `dndrt.choices` of an op.
  }];
  let parameters = (ins EnumParameter<Dndrt_Device>:$device, EnumParameter<Dndrt_Maker>:$maker,
      "::mlir::StringAttr":$kernel, "::mlir::DictionaryAttr":$plan, "unsigned":$share, EnumParameter<Dndrt_Roof>:$roof);
  let assemblyFormat = "`<` $device `:` $maker $kernel $plan `,` $share `percent` `of` $roof `>`";
}

#endif // DNDRT_CHOICE_TD
