//===- DndrtOps.td - ops that stand for code of a target -------*- tablegen -*-===//
//
// The dndrt dialect: destination-style ops between linalg and the loops, and
// the launches of outlined kernels on the thread pool of the runtime.
//
//===----------------------------------------------------------------------===//
#ifndef DNDRT_OPS_TD
#define DNDRT_OPS_TD

include "dialect/dndrt/DndrtBase.td"
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

def LibraryProductOp : Dndrt_Op<"library_product", [NoTerminator, SingleBlock]> {
  let summary = "products of matrices that a library of the GPU may make";
  let description = [{
    The choice of a device entry between a library and kernels of its own, made when it runs. On buffers of f32, for
    every p < count:

        out[p, r, c] = relu?(scale * sum_s lhs[p, r, s] * rhs[p, s, c] (+ out[p, r, c]) (+ bias[c]))

    `leading` (of lhs, rhs, out) is the distance of two rows, or of two columns of an operand that is `transposed`;
    `strides` that of two products. `math` is what operands may be rounded to. Where the library has done it, `done`
    runs (what the library cannot do of an epilogue), else `otherwise` (all of it by own kernels).
  }];
  let arguments = (ins AnyMemRef:$lhs, AnyMemRef:$rhs, Optional<AnyMemRef>:$bias, AnyMemRef:$out, Index:$rows,
      Index:$columns, Index:$steps, Index:$count, DenseI64ArrayAttr:$leading, DenseI64ArrayAttr:$strides, F32Attr:$scale,
      StrAttr:$math, UnitAttr:$lhs_transposed, UnitAttr:$rhs_transposed, UnitAttr:$add, UnitAttr:$relu);
  let regions = (region SizedRegion<1>:$done, SizedRegion<1>:$otherwise);
  let assemblyFormat = [{
    `(` $lhs `,` $rhs `)` (`bias` `(` $bias^ `)`)? `into` $out `sizes` `(` $rows `,` $columns `,` $steps `,` $count `)`
    attr-dict-with-keyword `:` type(operands) `done` $done `otherwise` $otherwise
  }];
  let hasVerifier = 1;
}

#endif // DNDRT_OPS_TD
