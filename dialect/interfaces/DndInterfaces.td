//===- DndInterfaces.td - what an op can tell the passes ------*- tablegen -*-===//
//
// The two op interfaces of the dnd dialect: how to differentiate an op, and how
// to write a special form in terms of primitives.
//
//===----------------------------------------------------------------------===//
#ifndef DND_INTERFACES_TD
#define DND_INTERFACES_TD

include "mlir/IR/OpBase.td"

def DifferentiableOpInterface : OpInterface<"DifferentiableOpInterface"> {
  let cppNamespace = "::dnd";
  let description = [{
    An op with a vector-Jacobian product (reverse-mode rule). The engine in
    passes/autodiff knows no op: it asks this interface.
  }];
  let methods = [
    InterfaceMethod<[{
        Builds the adjoints of the operands. `resultAdjoints` has one value for each result, of the result's type.
        `operandAdjoints` comes in with one null value per operand; the rule sets the entries `i` with `needed[i]`
        to a value of exactly the type of operand `i`. An entry may stay null where the derivative is zero
        everywhere. Only dnd ops may be created. Fails with a diagnostic on the op when there is no derivative.
      }],
      "::llvm::LogicalResult", "buildVjp",
      (ins "::mlir::OpBuilder &":$builder, "::mlir::ValueRange":$resultAdjoints, "::llvm::ArrayRef<bool>":$needed,
           "::llvm::MutableArrayRef<::mlir::Value>":$operandAdjoints)>
  ];
}

def FormOpInterface : OpInterface<"FormOpInterface"> {
  let cppNamespace = "::dnd";
  let description = [{
    A special form: a recognised pattern with a kernel of its own, or an adjoint of one that has such a kernel. Its meaning
    is its expansion.
  }];
  let methods = [
    InterfaceMethod<[{
        Builds the same values from primitives, at the builder's insertion point: one for each result, of its type. Used
        where a target has no kernel for the form, and by tests.
      }],
      "::llvm::SmallVector<::mlir::Value>", "expand", (ins "::mlir::OpBuilder &":$builder)>,
    InterfaceMethod<[{
        True if the gradient reuses values that the expansion computes on the way (projections, say) and the kernel of
        the form does not store: entry points with gradients then differentiate the expansion instead of the form.
      }],
      "bool", "prefersExpansionForGradient", (ins), "", "return false;">
  ];
}

#endif // DND_INTERFACES_TD
