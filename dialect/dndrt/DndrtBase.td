//===- DndrtBase.td - the dndrt dialect and its op classes -----*- tablegen -*-===//
#ifndef DNDRT_BASE_TD
#define DNDRT_BASE_TD

include "mlir/IR/OpBase.td"
include "mlir/IR/BuiltinAttributes.td"
include "mlir/IR/SymbolInterfaces.td"
include "mlir/Interfaces/ControlFlowInterfaces.td"
include "mlir/Interfaces/DestinationStyleOpInterface.td"
include "mlir/Interfaces/SideEffectInterfaces.td"

def Dndrt_Dialect : Dialect {
  let name = "dndrt";
  let cppNamespace = "::dnd::dndrt";
  let summary = "Calls and kernels of a target, visible in the IR";
  let description = [{
    What linalg cannot say (sums into places that a table names) and what must stay visible until code is made
    (work handed to the thread pool). Compute ops are destination style: on tensors before bufferisation, on
    buffers after it.
  }];
  let useDefaultAttributePrinterParser = 1;
  let hasOperationAttrVerify = 1;
  let dependentDialects = ["::mlir::func::FuncDialect", "::mlir::memref::MemRefDialect"];
}

class Dndrt_Op<string mnemonic, list<Trait> traits = []> : Op<Dndrt_Dialect, mnemonic, traits>;

def Dndrt_TensorOrMemref : AnyTypeOf<[AnyRankedTensor, AnyStridedMemRef]>;

// A destination-style compute op: `outs` tied to the results on tensors, no results on buffers.
class Dndrt_ComputeOp<string mnemonic, list<Trait> traits = []>
    : Dndrt_Op<mnemonic, !listconcat([DestinationStyleOpInterface,
                                      DeclareOpInterfaceMethods<MemoryEffectsOpInterface>], traits)>;

#endif // DNDRT_BASE_TD
