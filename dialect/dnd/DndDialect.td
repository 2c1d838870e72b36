//===- DndDialect.td - the dnd dialect and its enums ----------*- tablegen -*-===//
#ifndef DND_DIALECT_TD
#define DND_DIALECT_TD

include "mlir/IR/OpBase.td"
include "mlir/IR/EnumAttr.td"

def Dnd_Dialect : Dialect {
  let name = "dnd";
  let cppNamespace = "::dnd";
  let summary = "Networks of dendritic neurons as index equations on tensors";
  let description = [{
    Value semantics, ranked tensors, static shapes except for one dynamic dimension: the batch, always the first
    dimension of a tensor that has it. Parameters and tables are named by their path and never hold data.

    Two tiers: *primitives* carry a gradient rule and a lowering; *forms* are recognised by the raising pass
    (`quadratic`, `low_rank_quadratic`, `gather_contract`, `dendritic_fusion`), have kernels of their own, and can
    always be expanded to primitives.
  }];
  let dependentDialects = ["::mlir::func::FuncDialect"];
  let hasConstantMaterializer = 1;
  let useDefaultAttributePrinterParser = 1;
}

// Pointwise functions. The number of operands is fixed by the function; `params` holds its constants.
def Dnd_MapFn : I32EnumAttr<"MapFn", "pointwise function", [
    // one operand
    I32EnumAttrCase<"copy", 0>, I32EnumAttrCase<"neg", 1>, I32EnumAttrCase<"abs", 2>,
    I32EnumAttrCase<"exp", 3>, I32EnumAttrCase<"log", 4>, I32EnumAttrCase<"sqrt", 5>,
    I32EnumAttrCase<"sin", 6>, I32EnumAttrCase<"cos", 7>, I32EnumAttrCase<"tanh", 8>,
    I32EnumAttrCase<"sigmoid", 9>, I32EnumAttrCase<"erf", 10>, I32EnumAttrCase<"relu", 11>,
    I32EnumAttrCase<"leaky_relu", 12>,  // params = [slope]
    I32EnumAttrCase<"powi", 13>,        // params = [integer exponent]
    I32EnumAttrCase<"powf", 14>,        // params = [exponent], x > 0 where not an integer
    I32EnumAttrCase<"affine", 15>,      // params = [a, b]: a*x + b
    I32EnumAttrCase<"sign", 16>,        // -1, 0, 1
    I32EnumAttrCase<"step", 17>,        // params = [at0]: x > 0 ? 1 : (x == 0 ? at0 : 0)
    I32EnumAttrCase<"floor", 18>,
    I32EnumAttrCase<"softplus", 19>,
    I32EnumAttrCase<"expm1", 20>,       // exp(x) - 1
    I32EnumAttrCase<"log1p", 21>,       // log(1 + x)
    // two operands
    I32EnumAttrCase<"add", 32>, I32EnumAttrCase<"sub", 33>, I32EnumAttrCase<"mul", 34>,
    I32EnumAttrCase<"div", 35>, I32EnumAttrCase<"max", 36>, I32EnumAttrCase<"min", 37>,
    I32EnumAttrCase<"pow", 38>,
    I32EnumAttrCase<"gt", 39>, I32EnumAttrCase<"ge", 40>, I32EnumAttrCase<"lt", 41>,
    I32EnumAttrCase<"le", 42>, I32EnumAttrCase<"eq", 43>, I32EnumAttrCase<"ne", 44>,  // 0 or 1
    // three operands
    I32EnumAttrCase<"select", 64>       // c != 0 ? a : b
  ]> {
  let cppNamespace = "::dnd";
  let genSpecializedAttr = 0;
}
def Dnd_MapFnAttr : EnumAttr<Dnd_Dialect, Dnd_MapFn, "fn">;

def Dnd_ReduceKind : I32EnumAttr<"ReduceKind", "reduction", [
    I32EnumAttrCase<"prod", 0>, I32EnumAttrCase<"max", 1>, I32EnumAttrCase<"min", 2>]> {
  let cppNamespace = "::dnd";
  let genSpecializedAttr = 0;
}
def Dnd_ReduceKindAttr : EnumAttr<Dnd_Dialect, Dnd_ReduceKind, "reduction">;

class Dnd_Op<string mnemonic, list<Trait> traits = []> : Op<Dnd_Dialect, mnemonic, traits>;

#endif // DND_DIALECT_TD
