//===- DndrtKernels.td - ops with generated kernels ------------*- tablegen -*-===//
//
// Compute ops whose code is written by hand-made generators
// (codegen/cpu, codegen/cuda), not by general loops.
//
//===----------------------------------------------------------------------===//
#ifndef DNDRT_KERNELS_TD
#define DNDRT_KERNELS_TD

include "dialect/dndrt/DndrtBase.td"
include "mlir/IR/AttrTypeBase.td"

def Dndrt_MarginsAttr : AttrDef<Dndrt_Dialect, "Margins"> {
  let mnemonic = "margins";
  let summary = "a factor that is read as if it were padded";
  let description = [{
    Factor `factor` of a `dndrt.packed_contract` is read at i = map(p) as the padded tensor would be, which is never stored:
    along dimension d its element (i_d - low_d) / step_d, `value` where that is no whole number or outside of the
    factor. `low` may be negative (elements in front are left out), steps are at least 1.
  }];
  let parameters = (ins "unsigned":$factor, ArrayRefParameter<"int64_t">:$low, ArrayRefParameter<"int64_t">:$step,
      "::mlir::FloatAttr":$value);
  let assemblyFormat = "`<` $factor `,` `low` `=` `[` $low `]` `,` `step` `=` `[` $step `]` `,` $value `>`";
}

// Factors, an iteration space, and an epilogue for every value made: `maps` holds the maps of the factors, the extras
// and the inits in this order over the dimensions `extents` (dynamic for the batch). Factors of bf16 are added up in f32:
// the first argument of the epilogue has the type of the sum.
class Dndrt_EpilogueOp<string mnemonic, dag factors, string factorsFormat, dag more = (ins)>
    : Dndrt_ComputeOp<mnemonic, [AttrSizedOperandSegments, SingleBlock]> {
  let arguments = !con(factors, (ins Variadic<Dndrt_TensorOrMemref>:$extras, Variadic<Dndrt_TensorOrMemref>:$inits,
      DenseI64ArrayAttr:$extents, AffineMapArrayAttr:$maps), more);
  let results = (outs Variadic<AnyRankedTensor>:$outputs);
  let regions = (region SizedRegion<1>:$epilogue);
  let assemblyFormat = "`(` " # factorsFormat # [{
    `)` (`extras` `(` $extras^ `)`)? `into` `(` $inits `)` `over` custom<Extents>($extents)
    attr-dict-with-keyword
    `:` functional-type(operands, results) $epilogue
  }];
  let extraClassDeclaration = [{
    ::mlir::MutableOperandRange getDpsInitsMutable() { return getInitsMutable(); }
    /// Operands in front of the extras.
    unsigned getNumFactors() { return getNumOperands() - getExtras().size() - getInits().size(); }
    /// The type in which products are added up: what the epilogue gets. Factors may be stored in bf16 beside.
    ::mlir::Type getAccumulateType() { return getEpilogue().front().getArgument(0).getType(); }
    ::mlir::AffineMap getMap(unsigned operand) {
      return ::llvm::cast<::mlir::AffineMapAttr>(getMaps()[operand]).getValue();
    }
    ::mlir::AffineMap getExtraMap(unsigned i) { return getMap(getNumFactors() + i); }
    ::mlir::AffineMap getInitMap(unsigned i) { return getMap(getNumFactors() + getExtras().size() + i); }
  }];
  let hasVerifier = 1;
}

def PackedContractOp : Dndrt_EpilogueOp<"packed_contract",
    (ins Dndrt_TensorOrMemref:$lhs, Dndrt_TensorOrMemref:$rhs, Optional<Dndrt_TensorOrMemref>:$factor),
    "$lhs `,` $rhs (`,` $factor^)?", (ins OptionalAttr<Dndrt_MarginsAttr>:$margins)> {
  let summary = "product of two or three tensors summed over dimensions, with an epilogue";
  let description = [{
    Over the iteration space `extents` (dynamic for the batch), for every point p of the dimensions that are not summed:

        acc = sum over the others of lhs[map_0] * rhs[map_1] (* factor[map_2])
        init_i[map] = epilogue_i(acc, extra_0[map], ..., init_0[map], ...)

    The maps of extras and inits use only dimensions that are not summed. A dimension is summed if the first init's
    map lacks it. Every dimension that is not summed stands in exactly one result of every init's map. The factor is
    what a quadratic form has besides a product of matrices: it never varies with both the rows (dimensions of the
    result that lhs alone has) and the columns (those that rhs alone has), so that no tensor of its products with one
    of the others is ever stored. With `margins` lhs or rhs is read as if it were padded: windows need no padded copy.
  }];
}

def TriangularGradOp : Dndrt_EpilogueOp<"triangular_grad",
    (ins Dndrt_TensorOrMemref:$lhs, Dndrt_TensorOrMemref:$rhs), "$lhs `,` $rhs"> {
  let summary = "sum of products of a vector with itself, with an epilogue";
  let description = [{
    With x = lhs `[B, n]`, g = rhs `[B, J]` and dimensions (b, j, i, k), for every j, i and k:

        acc = sum over b of g[b, j] * x[b, i] * x[b, k]
        init[map] = epilogue(acc, extras..., inits...)

    Symmetric in i and k: only half of the sums are computed, the epilogue runs at both places. Maps of extras and
    inits use j, i and k only.
  }];
}

def TriangularQuadraticOp : Dndrt_ComputeOp<"triangular_quadratic"> {
  let summary = "parts of quadratic forms: half of the products of x'Ax";
  let description = [{
    x `[B, n]`, A `[J, n, n]`, linear `[J, n]`, init `[B, J, C]`: the sum of init over its last dimension is
    x'A_j x + linear_j.x. The columns of A are dealt out to the C parts. Off the diagonal A_ik + A_ki is used, so
    that A need not be symmetric and each product is made once. x, A and linear may be bf16 where init is f32.
  }];
  let arguments = (ins Dndrt_TensorOrMemref:$x, Dndrt_TensorOrMemref:$A, Optional<Dndrt_TensorOrMemref>:$linear,
      Dndrt_TensorOrMemref:$init);
  let results = (outs Optional<AnyRankedTensor>:$output);
  let assemblyFormat = [{
    $x `,` $A (`linear` $linear^)? `into` $init attr-dict `:` functional-type(operands, results)
  }];
  let hasVerifier = 1;
  let extraClassDeclaration = [{
    ::mlir::MutableOperandRange getDpsInitsMutable() { return getInitMutable(); }
  }];
}

def YieldOp : Dndrt_Op<"yield", [Pure, Terminator, ReturnLike]> {
  let summary = "the values that an epilogue stores";
  let arguments = (ins Variadic<AnyType>:$values);
  let assemblyFormat = "attr-dict $values `:` type($values)";
}

#endif // DNDRT_KERNELS_TD
