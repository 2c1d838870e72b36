//===- DndStructure.td - networks, parameters, tables ---------*- tablegen -*-===//
#ifndef DND_STRUCTURE_TD
#define DND_STRUCTURE_TD

include "dialect/dnd/DndDialect.td"
include "mlir/IR/SymbolInterfaces.td"
include "mlir/IR/BuiltinAttributes.td"
include "mlir/Interfaces/ControlFlowInterfaces.td"
include "mlir/Interfaces/FunctionInterfaces.td"
include "mlir/Interfaces/InferTypeOpInterface.td"
include "mlir/Interfaces/SideEffectInterfaces.td"

class Dnd_FunctionLike<string mnemonic> : Dnd_Op<mnemonic, [FunctionOpInterface, IsolatedFromAbove]> {
  let regions = (region AnyRegion:$body);
  let hasCustomAssemblyFormat = 1;
  let hasVerifier = 1;
  code functionDecls = [{
    ::llvm::ArrayRef<::mlir::Type> getArgumentTypes() { return getFunctionType().getInputs(); }
    ::llvm::ArrayRef<::mlir::Type> getResultTypes() { return getFunctionType().getResults(); }
    ::mlir::Region *getCallableRegion() { return &getBody(); }
    /// The names of the arguments and results (attribute `dnd.name`).
    ::llvm::StringRef getArgName(unsigned index);
    ::llvm::StringRef getResultName(unsigned index);
  }];
}

def NetworkOp : Dnd_FunctionLike<"network"> {
  let summary = "one network: inputs to named outputs";
  let description = [{
    Arguments are the inputs (argument attribute `dnd.name`), results the outputs (result attribute `dnd.name`), both
    with the batch as leading dynamic dimension. `training_of` names the network whose training mode it is
    (`dnd-resolve-modes` makes it). `layers` lists the layer instances for people: dictionaries with
    `path`, `kind`, `inputs`, `outputs` (shapes), `params` (paths), `loc`.

    ```mlir
    dnd.network @Linear(%x: tensor<?x784xf32> {dnd.name = "image"}) -> (tensor<?x10xf32> {dnd.name = "logits"}) {
      %w = dnd.param "fc.w" init = {fn = "zeros"} : tensor<10x784xf32>
      ...
      dnd.return %y : tensor<?x10xf32>
    }
    ```
  }];
  let arguments = (ins SymbolNameAttr:$sym_name, TypeAttrOf<FunctionType>:$function_type,
      OptionalAttr<DictArrayAttr>:$arg_attrs, OptionalAttr<DictArrayAttr>:$res_attrs, OptionalAttr<ArrayAttr>:$layers,
      OptionalAttr<FlatSymbolRefAttr>:$training_of);
  let extraClassDeclaration = functionDecls;
}

def ObjectiveOp : Dnd_FunctionLike<"objective"> {
  let summary = "the loss of a recipe as a function of outputs and targets";
  let description = [{
    Arguments: every output of the network in order, then the targets (argument attributes `dnd.name` and, for class
    labels, `dnd.classes`; labels are `tensor<?xi32>`). One result: the loss, `tensor<f32>`, a mean over the batch.
    The body may use `dnd.param` to refer to parameters of the network by path (as in the normalised margin).
  }];
  let arguments = (ins SymbolNameAttr:$sym_name, TypeAttrOf<FunctionType>:$function_type,
      OptionalAttr<DictArrayAttr>:$arg_attrs, OptionalAttr<DictArrayAttr>:$res_attrs);
  let extraClassDeclaration = functionDecls;
}

def ReturnOp : Dnd_Op<"return", [Pure, Terminator, ReturnLike, ParentOneOf<["NetworkOp", "ObjectiveOp"]>]> {
  let summary = "ends a network or an objective";
  let arguments = (ins Variadic<AnyType>:$operands);
  let assemblyFormat = "attr-dict ($operands^ `:` type($operands))?";
  let hasVerifier = 1;
}

def RecipeOp : Dnd_Op<"recipe", [Symbol, DeclareOpInterfaceMethods<SymbolUserOpInterface>]> {
  let summary = "how to train a network";
  let description = [{
    `settings` is what the runtime reads (runtime/README.md: data, normalize, optimizer, schedule, batch, epochs, metrics,
    constants, loss as text); it has at least `optimizer = {kind = "sgd" | "adam" | "adamw", ...}`. `groups` is a list of
    dictionaries `{patterns = [...], <number> = ..., frozen = true|false}` in the order of the file; the last matching group
    wins; group 0 with pattern `*` comes first and holds the optimiser's own numbers. Numbers are floats or integers.
  }];
  let arguments = (ins SymbolNameAttr:$sym_name, FlatSymbolRefAttr:$network, FlatSymbolRefAttr:$objective,
      DictionaryAttr:$settings, ArrayAttr:$groups);
  let assemblyFormat = "$sym_name `for` $network `objective` $objective `settings` $settings `groups` $groups attr-dict";
  let hasVerifier = 1;
}

// Parameters and tables belong to the descriptor even when nothing reads them: they are never removed as dead.
def ParamOp : Dnd_Op<"param"> {
  let summary = "a trainable tensor, by its path";
  let description = [{
    `init` is the rule of runtime/README.md. With `mask`, the path of a 0/1 float table of the same shape, entries
    where the table is 0 are zero and stay zero: the gradient is multiplied by the table. `live` counts the
    trainable numbers. `symmetric` says that the last two dimensions hold a symmetric matrix (declared by the author).
  }];
  let arguments = (ins StrAttr:$path, DictionaryAttr:$init, I64Attr:$live, OptionalAttr<StrAttr>:$mask,
      UnitAttr:$symmetric, UnitAttr:$frozen);
  let results = (outs AnyStaticShapeTensor:$result);
  let assemblyFormat = [{
    $path `init` `=` $init `live` `=` $live (`mask` `=` $mask^)? (`symmetric` $symmetric^)? (`frozen` $frozen^)?
    attr-dict `:` type($result)
  }];
  let hasVerifier = 1;
}

def TableOp : Dnd_Op<"table"> {
  let summary = "a constant tensor drawn from the seed when training starts";
  let description = [{
    An index table (i32, values in [0, range)) or a number table (float). Saved with the weights.
  }];
  let arguments = (ins StrAttr:$path, DictionaryAttr:$gen, I64Attr:$range);
  let results = (outs AnyStaticShapeTensor:$result);
  let assemblyFormat = "$path `gen` `=` $gen `range` `=` $range attr-dict `:` type($result)";
  let hasVerifier = 1;
}

// Running statistics and the like: part of the descriptor as parameters are, but without a gradient.
def StateOp : Dnd_Op<"state"> {
  let summary = "a tensor that the model keeps from step to step, by its path";
  let description = [{
    Its value at the start of the step. Saved with the weights under its path; `init` is the rule of runtime/README.md.
    Only `update` changes it, in training steps.
  }];
  let arguments = (ins StrAttr:$path, DictionaryAttr:$init);
  let results = (outs AnyStaticShapeTensor:$result);
  let assemblyFormat = "$path `init` `=` $init attr-dict `:` type($result)";
  let hasVerifier = 1;
}

def UpdateOp : Dnd_Op<"update", [ParentOneOf<["NetworkOp"]>]> {
  let summary = "the value of a state after a training step";
  let description = [{
    At most one for each state of the network, of the state's type. Readers of the state see the old value wherever they
    stand. Only training steps do it: `dnd-resolve-modes` removes it from the network that evaluates.
  }];
  let arguments = (ins StrAttr:$path, AnyStaticShapeTensor:$value);
  let assemblyFormat = "$path $value attr-dict `:` type($value)";
  let hasVerifier = 1;
}

def HyperOp : Dnd_Op<"hyper", [Pure]> {
  let summary = "a number of the recipe that may change between steps or runs";
  let arguments = (ins StrAttr:$name, DefaultValuedAttr<I64Attr, "-1">:$group);
  let results = (outs 0DTensorOf<[AnyFloat]>:$result);
  let assemblyFormat = "$name (`group` $group^)? attr-dict `:` type($result)";
  let hasVerifier = 1;
}

def ConstantOp : Dnd_Op<"constant", [Pure, ConstantLike]> {
  let summary = "a constant of the model text";
  let description = [{
    Real numbers keep double precision here whatever the type of the result (`dense<0.1> : tensor<f64> to tensor<f32>`), so
    that entry points in f64 compute with the numbers that the author wrote.
  }];
  let arguments = (ins ElementsAttr:$value);
  let results = (outs AnyStaticShapeTensor:$result);
  let assemblyFormat = "custom<ConstantValue>($value, type($result)) attr-dict";
  let builders = [
    // The result is of the value's type.
    OpBuilder<(ins "::mlir::ElementsAttr":$value)>,
    // Real numbers: one for every element, or a single one for all of them.
    OpBuilder<(ins "::mlir::RankedTensorType":$type, "::llvm::ArrayRef<double>":$numbers)>
  ];
  let hasFolder = 1;
  let hasVerifier = 1;
}

#endif // DND_STRUCTURE_TD
