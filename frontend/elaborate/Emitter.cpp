//===- Emitter.cpp - Builds dnd ops for elaborated values -----------------===//
//
// Adds the batch dimension to shapes and maps, and builds the ops.
//
//===----------------------------------------------------------------------===//

#include "frontend/elaborate/Emitter.h"

#include "dialect/dnd/Builders.h"
#include "dialect/dnd/shapes/Concat.h"
#include "dialect/dnd/shapes/Reduce.h"

#include "llvm/ADT/STLExtras.h"

using namespace dnd;
using namespace dnd::frontend;
using mlir::AffineExpr;
using mlir::AffineMap;
using mlir::ShapedType;

mlir::Location Emitter::location(SourceRange range, llvm::StringRef path) {
  mlir::Location place = builder.getUnknownLoc();
  if (range.isValid()) {
    LineColumn at = sources.begin(range);
    place = mlir::FileLineColLoc::get(
        builder.getContext(), sources.fileName(range), at.line, at.byteColumn);
  }
  if (path.empty())
    return place;
  return mlir::NameLoc::get(builder.getStringAttr(path), place);
}

mlir::RankedTensorType Emitter::type(llvm::ArrayRef<std::int64_t> shape,
                                     bool batched, bool isIndex) {
  llvm::SmallVector<std::int64_t> dims;
  if (batched)
    dims.push_back(ShapedType::kDynamic);
  dims.append(shape.begin(), shape.end());
  mlir::Type element = isIndex ? mlir::Type(builder.getI32Type())
                               : mlir::Type(builder.getF32Type());
  return mlir::RankedTensorType::get(dims, element);
}

TensorRef Emitter::wrap(mlir::Value ssa, llvm::ArrayRef<std::int64_t> shape,
                        bool batched) {
  Tensor tensor;
  tensor.ssa = ssa;
  tensor.shape.assign(shape.begin(), shape.end());
  tensor.batched = batched;
  return std::make_shared<const Tensor>(std::move(tensor));
}

TensorRef Emitter::splat(double value, llvm::ArrayRef<std::int64_t> shape) {
  return wrap(
      builder.create<ConstantOp>(currentLocation(), type(shape, false), value),
      shape, false);
}

TensorRef Emitter::iota(std::int64_t first, std::int64_t count) {
  std::vector<double> numbers;
  for (std::int64_t i = 0; i < count; ++i)
    numbers.push_back(double(first + i));
  return wrap(builder.create<ConstantOp>(currentLocation(),
                                         type({count}, false), numbers),
              {count}, false);
}

//===----------------------------------------------------------------------===//
// Pointwise
//===----------------------------------------------------------------------===//

TensorRef Emitter::map(MapFn fn, llvm::ArrayRef<TensorRef> inputs,
                       llvm::ArrayRef<double> params) {
  llvm::ArrayRef<std::int64_t> shape = inputs[0]->shape;
  for (const TensorRef &x : inputs)
    if (x->shape.size() > shape.size())
      shape = x->shape;
  llvm::SmallVector<AffineMap> maps;
  for (const TensorRef &x : inputs)
    maps.push_back(x->shape.empty()
                       ? AffineMap::get(shape.size(), 0, builder.getContext())
                       : builder.getMultiDimIdentityMap(shape.size()));
  return map(fn, inputs, maps, shape, params);
}

TensorRef Emitter::map(MapFn fn, llvm::ArrayRef<TensorRef> inputs,
                       llvm::ArrayRef<AffineMap> maps,
                       llvm::ArrayRef<std::int64_t> shape,
                       llvm::ArrayRef<double> params) {
  mlir::MLIRContext *context = builder.getContext();
  bool batched =
      llvm::any_of(inputs, [](const TensorRef &x) { return x->batched; });
  llvm::SmallVector<mlir::Value> operands;
  llvm::SmallVector<AffineMap> fullMaps;
  for (auto [x, m] : llvm::zip(inputs, maps)) {
    llvm::SmallVector<AffineExpr> results;
    if (x->batched)
      results.push_back(builder.getAffineDimExpr(0));
    for (AffineExpr e : m.getResults())
      results.push_back(batched ? e.shiftDims(shape.size(), 1) : e);
    fullMaps.push_back(
        AffineMap::get(shape.size() + batched, 0, results, context));
    operands.push_back(x->ssa);
  }
  mlir::Value result = builder.create<MapOp>(
      currentLocation(), type(shape, batched), fn, operands, fullMaps, params);
  return wrap(result, shape, batched);
}

TensorRef Emitter::affine(const TensorRef &x, double a, double b) {
  if (a == 1 && b == 0)
    return x;
  if (a == -1 && b == 0)
    return map(MapFn::neg, {x});
  return map(MapFn::affine, {x}, {a, b});
}

//===----------------------------------------------------------------------===//
// Contractions and reductions
//===----------------------------------------------------------------------===//

TensorRef Emitter::contract(llvm::ArrayRef<ContractFactor> factors,
                            llvm::ArrayRef<ContractFactor> tables,
                            llvm::ArrayRef<std::int64_t> extents,
                            llvm::ArrayRef<unsigned> out, double coefficient,
                            bool sumBatch) {
  mlir::MLIRContext *context = builder.getContext();
  bool batched = llvm::any_of(
      factors, [](const ContractFactor &f) { return f.tensor->batched; });
  unsigned shift = batched ? 1 : 0;
  unsigned dims = extents.size() + shift;
  llvm::SmallVector<std::int64_t> fullExtents;
  if (batched)
    fullExtents.push_back(ShapedType::kDynamic);
  fullExtents.append(extents.begin(), extents.end());

  auto mapOf = [&](const ContractFactor &f) {
    llvm::SmallVector<AffineExpr> results;
    if (f.tensor->batched)
      results.push_back(builder.getAffineDimExpr(0));
    for (AffineExpr e : f.indices)
      results.push_back(e.shiftDims(extents.size(), shift));
    return results;
  };
  llvm::SmallVector<mlir::Value> inputs, tableValues;
  llvm::SmallVector<AffineMap> maps, tableMaps;
  for (const ContractFactor &f : factors) {
    inputs.push_back(f.tensor->ssa);
    maps.push_back(AffineMap::get(dims, tables.size(), mapOf(f), context));
  }
  for (const ContractFactor &t : tables) {
    tableValues.push_back(t.tensor->ssa);
    tableMaps.push_back(AffineMap::get(dims, 0, mapOf(t), context));
  }
  llvm::SmallVector<AffineExpr> results;
  Shape shape;
  if (batched && !sumBatch)
    results.push_back(builder.getAffineDimExpr(0));
  for (unsigned d : out) {
    results.push_back(builder.getAffineDimExpr(d + shift));
    shape.push_back(extents[d]);
  }
  bool batchedResult = batched && !sumBatch;
  auto outMap = AffineMap::get(dims, tables.size(), results, context);
  mlir::Value result = builder.create<ContractOp>(
      currentLocation(), type(shape, batchedResult), inputs, tableValues,
      builder.getDenseI64ArrayAttr(fullExtents),
      builder.getAffineMapArrayAttr(maps),
      builder.getAffineMapArrayAttr(tableMaps),
      mlir::AffineMapAttr::get(outMap), builder.getF64FloatAttr(coefficient));
  return wrap(result, shape, batchedResult);
}

TensorRef Emitter::reduce(ReduceKind kind, const TensorRef &x,
                          llvm::ArrayRef<std::int64_t> dims) {
  llvm::SmallVector<std::int64_t> fullDims;
  for (std::int64_t dim : dims)
    fullDims.push_back(dim + x->batched);
  llvm::sort(fullDims);
  mlir::RankedTensorType result = *shapes::reduce(tensorType(x->ssa), fullDims);
  return wrap(builder.create<ReduceOp>(currentLocation(), result, kind, x->ssa,
                                       fullDims),
              result.getShape().drop_front(x->batched), x->batched);
}

TensorRef Emitter::batchMean(const TensorRef &x) {
  return contract({{x, {}}, {inverseBatch(x), {}}}, {}, {}, {}, 1.0,
                  /*sumBatch=*/true);
}

TensorRef Emitter::inverseBatch(const TensorRef &like) {
  return wrap(builder.create<InverseBatchOp>(currentLocation(), type({}, false),
                                             like->ssa),
              {}, false);
}

TensorRef Emitter::broadcast(const TensorRef &scalar,
                             llvm::ArrayRef<std::int64_t> shape) {
  auto map = AffineMap::get(shape.size(), 0, builder.getContext());
  return this->map(MapFn::copy, {scalar}, {map}, shape);
}

//===----------------------------------------------------------------------===//
// Modes, state, noise
//===----------------------------------------------------------------------===//

TensorRef Emitter::byMode(TensorRef training, TensorRef otherwise) {
  if (training->batched && !otherwise->batched)
    otherwise = withBatch(otherwise, training);
  else if (otherwise->batched && !training->batched)
    training = withBatch(training, otherwise);
  mlir::Value result =
      builder.create<ByModeOp>(currentLocation(), training->ssa.getType(),
                               training->ssa, otherwise->ssa);
  return wrap(result, training->shape, training->batched);
}

TensorRef Emitter::param(llvm::StringRef path, const ParamRule &rule,
                         llvm::ArrayRef<std::int64_t> shape) {
  auto &b = builder;
  mlir::Value result = b.create<ParamOp>(
      currentLocation(), type(shape, false), b.getStringAttr(path),
      attribute(rule.rule), b.getI64IntegerAttr(rule.live),
      rule.mask.empty() ? mlir::StringAttr() : b.getStringAttr(rule.mask),
      rule.symmetric ? b.getUnitAttr() : mlir::UnitAttr(),
      rule.frozen ? b.getUnitAttr() : mlir::UnitAttr());
  return wrap(result, shape, false);
}

TensorRef Emitter::table(llvm::StringRef path, const TableRule &rule,
                         llvm::ArrayRef<std::int64_t> shape) {
  mlir::Value result = builder.create<TableOp>(
      currentLocation(), type(shape, false, rule.isIndex),
      builder.getStringAttr(path), attribute(rule.rule),
      builder.getI64IntegerAttr(rule.isIndex ? rule.range : 0));
  Tensor tensor = *wrap(result, shape, false);
  tensor.isIndex = rule.isIndex;
  tensor.range = rule.range;
  return std::make_shared<const Tensor>(std::move(tensor));
}

TensorRef Emitter::state(llvm::StringRef path, const Rule &init,
                         llvm::ArrayRef<std::int64_t> shape) {
  mlir::Value result = builder.create<StateOp>(
      currentLocation(), type(shape, false), path, attribute(init));
  return wrap(result, shape, false);
}

void Emitter::update(llvm::StringRef path, const TensorRef &value) {
  builder.create<UpdateOp>(currentLocation(), path, value->ssa);
}

TensorRef Emitter::noise(llvm::StringRef path, llvm::StringRef distribution,
                         llvm::ArrayRef<TensorRef> params,
                         llvm::ArrayRef<std::int64_t> shape,
                         const TensorRef &like) {
  llvm::SmallVector<mlir::Value> operands;
  for (const TensorRef &param : params)
    operands.push_back(param->ssa);
  mlir::Value result = builder.create<NoiseOp>(
      currentLocation(), type(shape, true), *symbolizeNoiseKind(distribution),
      path, operands, like->ssa, /*seed=*/mlir::Value(),
      /*step=*/mlir::Value());
  return wrap(result, shape, true);
}

//===----------------------------------------------------------------------===//
// Structure
//===----------------------------------------------------------------------===//

TensorRef Emitter::reshape(const TensorRef &x,
                           llvm::ArrayRef<std::int64_t> shape) {
  if (llvm::ArrayRef<std::int64_t>(x->shape) == shape)
    return x;
  return wrap(builder.create<ReshapeOp>(currentLocation(),
                                        type(shape, x->batched), x->ssa),
              shape, x->batched);
}

TensorRef Emitter::withBatch(const TensorRef &x, const TensorRef &like) {
  mlir::Value ones =
      builder.create<BatchOnesOp>(currentLocation(), type({}, true), like->ssa);
  return map(MapFn::mul, {x, wrap(ones, {}, true)});
}

TensorRef Emitter::concat(llvm::ArrayRef<TensorRef> inputs, std::int64_t axis) {
  const TensorRef *batchedInput = nullptr;
  for (const TensorRef &x : inputs)
    if (x->batched)
      batchedInput = &x;
  bool batched = batchedInput != nullptr;
  llvm::SmallVector<mlir::Value> operands;
  llvm::SmallVector<mlir::RankedTensorType> types;
  for (const TensorRef &x : inputs) {
    operands.push_back(batched && !x->batched ? withBatch(x, *batchedInput)->ssa
                                              : x->ssa);
    types.push_back(tensorType(operands.back()));
  }
  mlir::RankedTensorType result = *shapes::concat(types, axis + batched);
  return wrap(builder.create<ConcatOp>(currentLocation(), result, operands,
                                       axis + batched),
              result.getShape().drop_front(batched), batched);
}

//===----------------------------------------------------------------------===//
// Attributes
//===----------------------------------------------------------------------===//

mlir::Attribute Emitter::attribute(const Value &value) {
  switch (value.kind()) {
  case ValueKind::Int:
    return builder.getI64IntegerAttr(value.asInt());
  case ValueKind::Real:
    return builder.getF64FloatAttr(value.asReal());
  case ValueKind::Bool:
    return builder.getBoolAttr(value.asBool());
  case ValueKind::String:
    return builder.getStringAttr(value.asString());
  case ValueKind::Multiple:
    return builder.getDictionaryAttr({builder.getNamedAttr(
        "times", builder.getF64FloatAttr(value.asReal()))});
  case ValueKind::Rule:
    return attribute(value.rule());
  case ValueKind::List: {
    llvm::SmallVector<mlir::Attribute> elements;
    for (const Value &v : value.elements())
      elements.push_back(attribute(v));
    return builder.getArrayAttr(elements);
  }
  default:
    return builder.getUnitAttr();
  }
}

mlir::DictionaryAttr Emitter::attribute(const Rule &rule) {
  llvm::SmallVector<mlir::NamedAttribute> members;
  members.push_back(builder.getNamedAttr("fn", builder.getStringAttr(rule.fn)));
  llvm::SmallVector<mlir::Attribute> args;
  for (const Value &v : rule.args)
    args.push_back(attribute(v));
  if (!args.empty())
    members.push_back(builder.getNamedAttr("args", builder.getArrayAttr(args)));
  llvm::SmallVector<mlir::NamedAttribute> named;
  for (const auto &[name, v] : rule.named)
    named.push_back(builder.getNamedAttr(name, attribute(v)));
  if (!named.empty())
    members.push_back(
        builder.getNamedAttr("named", builder.getDictionaryAttr(named)));
  if (rule.of)
    members.push_back(builder.getNamedAttr("of", attribute(*rule.of)));
  if (!rule.table.empty())
    members.push_back(
        builder.getNamedAttr("table", builder.getStringAttr(rule.table)));
  return builder.getDictionaryAttr(members);
}
