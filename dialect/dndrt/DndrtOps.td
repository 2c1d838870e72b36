//===- DndrtOps.td - ops that stand for code of a target -------*- tablegen -*-===//
//
// The dndrt dialect: destination-style ops between linalg and the loops, and
// the launches of outlined kernels on the thread pool of the runtime.
//
//===----------------------------------------------------------------------===//
#ifndef DNDRT_OPS_TD
#define DNDRT_OPS_TD

include "dialect/dndrt/DndrtBase.td"
include "dialect/dndrt/DndrtChoice.td"
include "dialect/dndrt/DndrtKernels.td"

def ScatterContractOp : Dndrt_ComputeOp<"scatter_contract", [AttrSizedOperandSegments]> {
  let summary = "adds a sum of products into computed places of its destination";
  let description = [{
    For every point d of the iteration space: init[out_map(d; s)] += coefficient * prod_i input_i[map_i(d; s)] with
    s_t = table_t[table_map_t(d)], as in `dnd.contract`, but the out map may meet one place many times (adjoints of
    strided windows and of table look-ups). Points that meet are visited in row-major order. `batch` is the extent
    of the dynamic dimension.
  }];
  let arguments = (ins Variadic<Dndrt_TensorOrMemref>:$inputs, Variadic<Dndrt_TensorOrMemref>:$tables,
      Dndrt_TensorOrMemref:$init, Index:$batch, DenseI64ArrayAttr:$extents, AffineMapArrayAttr:$maps,
      AffineMapArrayAttr:$table_maps, AffineMapAttr:$out_map, F64Attr:$coefficient);
  let results = (outs Optional<AnyRankedTensor>:$result);
  let assemblyFormat = [{
    `(` $inputs `)` `tables` `(` $tables `)` `into` $init `batch` $batch
    `over` custom<Extents>($extents) attr-dict `:` functional-type(operands, results)
  }];
  let extraClassDeclaration = [{
    ::mlir::MutableOperandRange getDpsInitsMutable() { return getInitMutable(); }
  }];
}

def LaunchOp : Dndrt_Op<"launch", [DeclareOpInterfaceMethods<SymbolUserOpInterface>]> {
  let summary = "runs a kernel over [0, count), on the thread pool where that pays";
  let description = [{
    Calls `callee(begin, end, operands...)` for a partition of `[0, count)` (the first two operands of the kernel are the
    bounds of its part). With `grain` 0 the call is made once on the
    calling thread; otherwise `dnd_rt_parallel_for` makes the partition. The kernel's result never depends on it.
  }];
  let arguments = (ins FlatSymbolRefAttr:$callee, Index:$count, Index:$grain, Variadic<AnyType>:$captures);
  let assemblyFormat = [{
    $callee `over` $count `grain` $grain `(` $captures `)` attr-dict `:` `(` type($captures) `)`
  }];
}

def Dndrt_ProductAttr : AttrDef<Dndrt_Dialect, "Product"> {
  let mnemonic = "product";
  let summary = "products of matrices";
  let description = [{
    The kind of a `dndrt.library_call`: buffers lhs, rhs, out (and bias) of f32, sizes rows, columns, steps and count; for
    every p < count:

        out[p, r, c] = relu?(scale * sum_s lhs[p, r, s] * rhs[p, s, c] (+ out[p, r, c]) (+ bias[c]))

    `leading` (of lhs, rhs, out) is the distance of two rows, or of two columns of an operand that is transposed;
    `strides` that of two products. `math` is what operands may be rounded to: f32, tf32 or bf16.
  }];
  let parameters = (ins ArrayRefParameter<"int64_t">:$leading, ArrayRefParameter<"int64_t">:$strides,
      "::mlir::FloatAttr":$scale, StringRefParameter<>:$math, "bool":$lhs_transposed, "bool":$rhs_transposed,
      "bool":$add, "bool":$bias, "bool":$relu);
  let assemblyFormat = [{
    `<` `leading` `=` `[` $leading `]` `,` `strides` `=` `[` $strides `]` `,`
    struct($scale, $math, $lhs_transposed, $rhs_transposed, $add, $bias, $relu) `>`
  }];
  let genVerifyDecl = 1;
}

def LibraryCallOp : Dndrt_Op<"library_call", [NoTerminator, SingleBlock, AttrSizedOperandSegments]> {
  let summary = "what a library of the GPU may do";
  let description = [{
    The choice of a device entry between a library and kernels of its own, made when it runs. `kind` says what is asked
    for (an attribute of its own for each kind, which says what the buffers and sizes are). Where the library has done it,
    `done` runs (what the library cannot do of an epilogue), else `otherwise` (all of it by own kernels).
  }];
  let arguments = (ins AnyAttr:$kind, Variadic<AnyMemRef>:$buffers, Variadic<Index>:$sizes);
  let regions = (region SizedRegion<1>:$done, SizedRegion<1>:$otherwise);
  let assemblyFormat = [{
    $kind `(` $buffers `)` `sizes` `(` $sizes `)` attr-dict-with-keyword `:` type($buffers)
    `done` $done `otherwise` $otherwise
  }];
  let hasVerifier = 1;
}

#endif // DNDRT_OPS_TD
