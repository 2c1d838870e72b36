//===- DndPrimitives.td - ops with a gradient and a lowering --*- tablegen -*-===//
#ifndef DND_PRIMITIVES_TD
#define DND_PRIMITIVES_TD

include "dialect/dnd/DndDialect.td"
include "dialect/interfaces/DndInterfaces.td"
include "mlir/Interfaces/SideEffectInterfaces.td"
include "mlir/IR/BuiltinAttributes.td"

class Dnd_Primitive<string mnemonic, list<Trait> traits = []>
    : Dnd_Op<mnemonic, !listconcat([Pure, DeclareOpInterfaceMethods<DifferentiableOpInterface>], traits)>;
// Ops that only gradients make; they are not differentiated again.
class Dnd_GradPrimitive<string mnemonic, list<Trait> traits = []> : Dnd_Op<mnemonic, !listconcat([Pure], traits)> {
  let hasVerifier = 1;
}

def ContractOp : Dnd_Primitive<"contract", [AttrSizedOperandSegments]> {
  let summary = "sum of products over index maps";
  let description = [{
    The canonical form of an index equation. Over the iteration space of `extents` (one entry per dimension; the batch
    is dynamic, at most one), with d the iteration point and s_t = table_t[table_map_t(d)]:

        result[out_map(d; s)] += coefficient * prod_i input_i[map_i(d; s)]        for every d, result starts at 0

    Maps have the iteration dimensions as dims and the table values as symbols. Each map result is affine and stays inside
    its tensor. The batch is read and written only as the plain dimension: the first map result of a tensor with a
    batch is the dynamic dimension itself. Some input or table has the batch if the iteration space has it
    (`batch_ones` supplies one). A dimension that the out map does not use is summed over. Elements that no iteration
    point reaches are 0. Without inputs the product is 1. Out maps that are not projected permutations (scatter)
    come from gradients of affine and table accesses; repeated targets add up. The result's type is the one in which
    products are added up: factors of bf16 may have a sum of f32, otherwise all are of one type. Closed under differentiation: the
    adjoint of input i is a contract with maps i and out exchanged.

    ```mlir
    // y[b,j] = sum(i,k) A[j,i,k] x[b,i] x[b,k]
    %y = dnd.contract (%A, %x, %x) over [?, 10, 784, 784] {
        maps = [affine_map<(b,j,i,k) -> (j,i,k)>, affine_map<(b,j,i,k) -> (b,i)>, affine_map<(b,j,i,k) -> (b,k)>],
        out_map = affine_map<(b,j,i,k) -> (b,j)>} : (...) -> tensor<?x10xf32>
    // y[b,k] = sum(t) w[k,t] x[b, pixel[k,t]]
    %y = dnd.contract (%w, %x) tables(%pixel) over [?, 10, 16] {table_maps = [affine_map<(b,k,t) -> (k,t)>],
        maps = [affine_map<(b,k,t)[s] -> (k,t)>, affine_map<(b,k,t)[s] -> (b,s)>], out_map = ...}
    ```
  }];
  let arguments = (ins Variadic<AnyRankedTensor>:$inputs, Variadic<AnyRankedTensor>:$tables,
      DenseI64ArrayAttr:$extents, AffineMapArrayAttr:$maps, DefaultValuedAttr<AffineMapArrayAttr, "{}">:$table_maps,
      AffineMapAttr:$out_map, DefaultValuedAttr<F64Attr, "1.0">:$coefficient);
  let results = (outs AnyRankedTensor:$result);
  let assemblyFormat = [{
    `(` $inputs `)` (`tables` `(` $tables^ `)`)? `over` custom<Extents>($extents) attr-dict
    `:` functional-type(operands, results)
  }];
  let builders = [OpBuilder<(ins "::mlir::RankedTensorType":$result, "::mlir::ValueRange":$inputs,
      "::llvm::ArrayRef<::mlir::AffineMap>":$maps, "::mlir::AffineMap":$outMap, "::llvm::ArrayRef<int64_t>":$extents,
      CArg<"double", "1.0">:$coefficient, CArg<"::mlir::ValueRange", "{}">:$tables,
      CArg<"::llvm::ArrayRef<::mlir::AffineMap>", "{}">:$tableMaps)>];
  let extraClassDeclaration = [{
    /// The maps as values, one per input (per table).
    ::llvm::SmallVector<::mlir::AffineMap> getInputMaps();
    ::llvm::SmallVector<::mlir::AffineMap> getTableMapList();
    double getCoefficientValue() { return getCoefficient().convertToDouble(); }
    /// The dynamic iteration dimension, or -1.
    int64_t getBatchDim();
    /// True where dimension `dim` is summed over: the out map does not use it.
    bool isReductionDim(unsigned dim);
    /// True if no two iteration points differing in a used dimension write the same element: plain stores suffice.
    bool hasProjectedOutput() { return getOutMap().isProjectedPermutation(); }
  }];
  let hasVerifier = 1;
  let hasCanonicalizer = 1;
}

def MapOp : Dnd_Primitive<"map"> {
  let summary = "pointwise function with index maps";
  let description = [{
    result[d] = fn(input_0[map_0(d)], ...) over the dimensions of the result. Maps are affine in d (no symbols): identity,
    broadcasts, transpositions, strides, slices. `params` are the constants of the function (see MapFns.def). The batch is
    read as in `contract`. All element types agree; integers only with `copy`.
  }];
  let arguments = (ins Dnd_MapFnAttr:$fn, Variadic<AnyRankedTensor>:$inputs, AffineMapArrayAttr:$maps,
      DefaultValuedAttr<DenseF64ArrayAttr, "{}">:$params);
  let results = (outs AnyRankedTensor:$result);
  let assemblyFormat = "$fn `(` $inputs `)` attr-dict `:` functional-type(operands, results)";
  let builders = [OpBuilder<(ins "::mlir::RankedTensorType":$result, "::dnd::MapFn":$fn, "::mlir::ValueRange":$inputs,
      "::llvm::ArrayRef<::mlir::AffineMap>":$maps, CArg<"::llvm::ArrayRef<double>", "{}">:$params)>];
  let extraClassDeclaration = [{
    /// The maps as values, one per input.
    ::llvm::SmallVector<::mlir::AffineMap> getInputMaps();
    /// True if input `index` is read at the place that is written.
    bool isIdentityInput(unsigned index);
  }];
  let hasVerifier = 1;
  let hasFolder = 1;
  let hasCanonicalizer = 1;
}

def ReduceOp : Dnd_Primitive<"reduce"> {
  let summary = "product, maximum or minimum over dimensions";
  let description = [{
    Removes the dimensions `dims` (strictly increasing, never the batch). Sums are contracts. The gradient of a maximum
    (minimum) goes to the first one in row-major order.
  }];
  let arguments = (ins Dnd_ReduceKindAttr:$kind, AnyRankedTensor:$input, DenseI64ArrayAttr:$dims);
  let results = (outs AnyRankedTensor:$result);
  let assemblyFormat = "$kind $input `dims` $dims attr-dict `:` functional-type(operands, results)";
  let hasVerifier = 1;
}

def FirstExtremumOp : Dnd_GradPrimitive<"first_extremum"> {
  let summary = "1 at the first maximum (minimum) over dimensions, else 0";
  let description = [{ The result has the shape of the input. `kind` is max or min; first in row-major order of `dims`. }];
  let arguments = (ins Dnd_ReduceKindAttr:$kind, AnyRankedTensor:$input, DenseI64ArrayAttr:$dims);
  let results = (outs AnyRankedTensor:$result);
  let assemblyFormat = "$kind $input `dims` $dims attr-dict `:` functional-type(operands, results)";
}

def ProdOthersOp : Dnd_GradPrimitive<"prod_others"> {
  let summary = "product of all other elements over dimensions";
  let description = [{ result[d] = prod over e != d of input[e], e and d equal outside `dims`. Computed without division. }];
  let arguments = (ins AnyRankedTensor:$input, DenseI64ArrayAttr:$dims);
  let results = (outs AnyRankedTensor:$result);
  let assemblyFormat = "$input `dims` $dims attr-dict `:` functional-type(operands, results)";
}

def ReshapeOp : Dnd_Primitive<"reshape"> {
  let summary = "the same numbers in row-major order under another shape";
  let description = [{ The batch dimension, if any, stays first and is not mixed with others. }];
  let arguments = (ins AnyRankedTensor:$input);
  let results = (outs AnyRankedTensor:$result);
  let assemblyFormat = "$input attr-dict `:` functional-type(operands, results)";
  let hasVerifier = 1;
  let hasFolder = 1;
  let hasCanonicalizer = 1;
}

def ConcatOp : Dnd_Primitive<"concat"> {
  let summary = "tensors one after the other along a dimension";
  let arguments = (ins Variadic<AnyRankedTensor>:$inputs, I64Attr:$dim);
  let results = (outs AnyRankedTensor:$result);
  let assemblyFormat = "`(` $inputs `)` `dim` $dim attr-dict `:` functional-type(operands, results)";
  let hasVerifier = 1;
  let hasFolder = 1;
}

def PadOp : Dnd_Primitive<"pad"> {
  let summary = "a tensor with a margin, with gaps between its elements, or cropped";
  let description = [{
    Element i of the input comes to place i * (interior + 1) + low of each dimension; all other places of the result hold
    `value`, which may be infinite. Negative `low` and `high` crop. The extent of the result is
    (n - 1) * (interior + 1) + 1 + low + high. The batch has 0 everywhere. Constant `value`: no gradient.

    ```mlir
    // a border of one zero around an image; what the windows of a 3x3 convolution read
    %xp = dnd.pad %x low = [0, 0, 1, 1] high = [0, 0, 1, 1] interior = [0, 0, 0, 0] value = 0.0
        : (tensor<?x3x8x8xf32>) -> tensor<?x3x10x10xf32>
    ```
  }];
  let arguments = (ins AnyRankedTensor:$input, DenseI64ArrayAttr:$low, DenseI64ArrayAttr:$high,
      DenseI64ArrayAttr:$interior, F64Attr:$value);
  let results = (outs AnyRankedTensor:$result);
  let assemblyFormat = [{
    $input `low` `=` $low `high` `=` $high `interior` `=` $interior `value` `=` $value attr-dict
    `:` functional-type(operands, results)
  }];
  let hasVerifier = 1;
  let hasFolder = 1;
}

def CastOp : Dnd_Primitive<"cast"> {
  let summary = "the same numbers in another float type";
  let description = [{
    Rounds to the nearest number of the result's type, to even at ties; infinities and NaN stay. Numbers of a wider type
    are exact. The derivative is 1 (in the type of the input).

    ```mlir
    %h = dnd.cast %x : (tensor<?x64xf32>) -> tensor<?x64xbf16>
    ```
  }];
  let arguments = (ins AnyRankedTensor:$input);
  let results = (outs AnyRankedTensor:$result);
  let assemblyFormat = "$input attr-dict `:` functional-type(operands, results)";
  let hasVerifier = 1;
  let hasFolder = 1;
}

def SoftmaxOp : Dnd_Primitive<"softmax"> {
  let summary = "softmax over one dimension";
  let arguments = (ins AnyRankedTensor:$input, I64Attr:$dim);
  let results = (outs AnyRankedTensor:$result);
  let assemblyFormat = "$input `dim` $dim attr-dict `:` functional-type(operands, results)";
  let hasVerifier = 1;
}

def LogSoftmaxOp : Dnd_Primitive<"log_softmax"> {
  let summary = "logarithm of the softmax over one dimension";
  let arguments = (ins AnyRankedTensor:$input, I64Attr:$dim);
  let results = (outs AnyRankedTensor:$result);
  let assemblyFormat = "$input `dim` $dim attr-dict `:` functional-type(operands, results)";
  let hasVerifier = 1;
}

def StopGradientOp : Dnd_Primitive<"stop_gradient"> {
  let summary = "the same value, with derivative zero";
  let arguments = (ins AnyRankedTensor:$input);
  let results = (outs AnyRankedTensor:$result);
  let assemblyFormat = "$input attr-dict `:` functional-type(operands, results)";
  let hasVerifier = 1;
}

def InverseBatchOp : Dnd_Primitive<"inverse_batch"> {
  let summary = "1 / batch size, as a scalar";
  let description = [{ `like` is any tensor with the batch as first dimension. Has derivative zero. }];
  let arguments = (ins AnyRankedTensor:$like);
  let results = (outs 0DTensorOf<[AnyFloat]>:$result);
  let assemblyFormat = "$like attr-dict `:` functional-type(operands, results)";
  let hasVerifier = 1;
}

def BatchOnesOp : Dnd_Primitive<"batch_ones"> {
  let summary = "a 1 for each sample";
  let description = [{
    `like` is any tensor with the batch as first dimension; its values are not read. The result is as long as the batch.
    Brings the batch into a contract or map whose other operands do not have it. Has derivative zero.
  }];
  let arguments = (ins AnyRankedTensor:$like);
  let results = (outs 1DTensorOf<[AnyFloat]>:$result);
  let assemblyFormat = "$like attr-dict `:` functional-type(operands, results)";
  let hasVerifier = 1;
}

// What noise is drawn from. `params` of NoiseOp: bernoulli [p], uniform [lo, hi], normal [mean, standard deviation].
def Dnd_NoiseKind : I32EnumAttr<"NoiseKind", "distribution", [
    I32EnumAttrCase<"bernoulli", 0>, I32EnumAttrCase<"uniform", 1>, I32EnumAttrCase<"normal", 2>]> {
  let cppNamespace = "::dnd";
  let genSpecializedAttr = 0;
}
def Dnd_NoiseKindAttr : EnumAttr<Dnd_Dialect, Dnd_NoiseKind, "noise">;

def NoiseOp : Dnd_Primitive<"noise", [AttrSizedOperandSegments]> {
  let summary = "random numbers, drawn anew for each sample and step";
  let description = [{
    A pure function of (seed, step, sample, path, element), defined bit by bit in primitives/Noise.h: the same f32
    numbers on every device, in any order of work, and in f64 entry points. `params` are scalars: bernoulli [p] is 1
    with probability p, else 0; uniform [lo, hi) ; normal [mean, standard deviation]. `like` is any tensor with the
    batch; its values are not read. `seed` and `step` come in when entry points are built. Has derivative zero.

    ```mlir
    %keep = dnd.noise bernoulli "drop.keep" (%p) like %x : (tensor<f32>, tensor<?x8xf32>) -> tensor<?x8xf32>
    ```
  }];
  let arguments = (ins Dnd_NoiseKindAttr:$kind, StrAttr:$path, Variadic<0DTensorOf<[AnyFloat]>>:$params,
      AnyRankedTensor:$like, Optional<0DTensorOf<[I64]>>:$seed, Optional<0DTensorOf<[I64]>>:$step);
  let results = (outs AnyRankedTensor:$result);
  let assemblyFormat = [{
    $kind $path `(` $params `)` `like` $like (`from` $seed^ `,` $step)? attr-dict `:` functional-type(operands, results)
  }];
  let hasVerifier = 1;
}

def ByModeOp : Dnd_Primitive<"by_mode", [AllTypesMatch<["training", "otherwise", "result"]>]> {
  let summary = "one value while training, another one otherwise";
  let description = [{
    The mode is known when an entry point is built: `dnd-resolve-modes` replaces the op by one of its operands before
    anything else looks at the network.
  }];
  let arguments = (ins AnyRankedTensor:$training, AnyRankedTensor:$otherwise);
  let results = (outs AnyRankedTensor:$result);
  let assemblyFormat = "`training` `(` $training `)` `otherwise` `(` $otherwise `)` attr-dict `:` type($result)";
}

#endif // DND_PRIMITIVES_TD
