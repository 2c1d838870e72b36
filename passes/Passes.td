//===- Passes.td - the passes of the dnd compiler -------------*- tablegen -*-===//
#ifndef DND_PASSES_TD
#define DND_PASSES_TD

include "mlir/Pass/PassBase.td"

//===----------------------------------------------------------------------===//
// autodiff/
//===----------------------------------------------------------------------===//

def DifferentiateFunctions : Pass<"dnd-differentiate", "::mlir::ModuleOp"> {
  let summary = "Appends gradients to functions that ask for them";
  let description = [{
    For tests and experiments with the engine that `dnd-build-entry-points` uses. A `func.func` of one block with the
    attribute `dnd.differentiate = [i, ...]` (argument numbers) gets, for each of its float results, a further argument
    of the result's type (the adjoint), and for each argument number a further result: the sum of the adjoints times the
    derivative of the results in that argument (zero if there is none).
  }];
  let dependentDialects = ["::dnd::DndDialect"];
}

//===----------------------------------------------------------------------===//
// training/
//===----------------------------------------------------------------------===//

def ResolveModes : Pass<"dnd-resolve-modes", "::mlir::ModuleOp"> {
  let summary = "Makes one network for each mode";
  let description = [{
    A network @N with `dnd.by_mode` or `dnd.update` becomes two: @N, which evaluates (no updates), and @N.training with
    `training_of = @N`. Neither has a `by_mode`. Networks that are the same in both modes stay as they are.
  }];
  let dependentDialects = ["::dnd::DndDialect"];
}

def ExpandForms : Pass<"dnd-expand-forms"> {
  let summary = "Writes special forms as primitives";
  let description = [{
    Replaces every op with the interface `FormOpInterface` by its expansion. `only` names the ops to expand
    (`dnd.quadratic,...`); empty means all.
  }];
  let options = [ListOption<"only", "only", "std::string", "mnemonics of the ops to expand; empty means all">];
  let dependentDialects = ["::dnd::DndDialect"];
}

def BuildEntryPoints : Pass<"dnd-build-entry-points", "::mlir::ModuleOp"> {
  let summary = "Makes the entry functions of a network and its recipe";
  let description = [{
    Replaces `dnd.network`, `dnd.objective` and `dnd.recipe` by `func.func` entry points on dnd ops: `forward`,
    `eval_step`, `train_step`, `grad_loss`, `grad_cotangent` and the f64 twins of all but `train_step`; without a recipe
    only `forward`, `grad_cotangent` and their twins; with a network of its own for training also `forward_training`,
    `grad_loss_training` and `grad_cotangent_training`. Parameters, tables, states and numbers of the recipe become
    arguments. The module gets `dnd.meta`, the descriptor of runtime/README.md as attributes. See passes/README.md.
  }];
  let options = [
    Option<"network", "network", "std::string", "", "the network to build; needed when the module has several">,
    Option<"twins", "twins", "bool", "true", "also build the f64 twins of the entry points">
  ];
  let dependentDialects = ["::dnd::DndDialect", "::mlir::func::FuncDialect"];
}

def SetPrecision : Pass<"dnd-set-precision", "::mlir::ModuleOp"> {
  let summary = "Rounds the factors of products to bf16";
  let description = [{
    Behind `dnd-build-entry-points`, so that products of the backward pass are covered, too. In functions of f32 the factors
    of products (contracts with rows and columns of their own, quadratic forms, their gradients) become
    `dnd.cast` to bf16, one for each value, where that value is made; sums and everything else stay f32: parameters
    (which are then the master weights), losses, norms, statistics, optimisers. The twins in f64 stay as they are.
    Forms without kernels are expanded first. `dnd.meta` gets `precision`.
  }];
  let options = [
    Option<"precision", "precision", "std::string", "\"\"", "f32 or bf16 (default: what the recipe in `dnd.meta` says, else f32)">
  ];
  let dependentDialects = ["::dnd::DndDialect"];
}

#endif // DND_PASSES_TD
