//===- Builders.cpp - building dnd ops and asking about shapes ------------===//
#include "dialect/dnd/Builders.h"
#include "dialect/dnd/shapes/Cast.h"
#include "dialect/dnd/shapes/Contract.h"
#include "dialect/dnd/shapes/Map.h"

#include "llvm/ADT/STLExtras.h"

#include <cmath>

using namespace mlir;
using namespace dnd;

//===----------------------------------------------------------------------===//
// Pointwise functions
//===----------------------------------------------------------------------===//

unsigned dnd::getMapFnArity(MapFn fn) {
  switch (fn) {
#define DND_MAP_FN(name, arity, params)                                        \
  case MapFn::name:                                                            \
    return arity;
#include "dialect/dnd/MapFns.def"
  }
  llvm_unreachable("unknown pointwise function");
}

unsigned dnd::getMapFnNumParams(MapFn fn) {
  switch (fn) {
#define DND_MAP_FN(name, arity, params)                                        \
  case MapFn::name:                                                            \
    return params;
#include "dialect/dnd/MapFns.def"
  }
  llvm_unreachable("unknown pointwise function");
}

static double evaluatePowi(double x, double exponent) {
  double result = 1, base = x;
  for (auto n = static_cast<uint64_t>(std::fabs(exponent)); n; n >>= 1) {
    if (n & 1)
      result *= base;
    base *= base;
  }
  return exponent < 0 ? 1 / result : result;
}

static double evaluateUnary(MapFn fn, double x, ArrayRef<double> params) {
  switch (fn) {
  case MapFn::copy:
    return x;
  case MapFn::neg:
    return -x;
  case MapFn::abs:
    return std::fabs(x);
  case MapFn::exp:
    return std::exp(x);
  case MapFn::log:
    return std::log(x);
  case MapFn::sqrt:
    return std::sqrt(x);
  case MapFn::sin:
    return std::sin(x);
  case MapFn::cos:
    return std::cos(x);
  case MapFn::tanh:
    return std::tanh(x);
  case MapFn::sigmoid:
    return 1 / (1 + std::exp(-x));
  case MapFn::erf:
    return std::erf(x);
  case MapFn::relu:
    return x < 0 ? 0 : x;
  case MapFn::leaky_relu:
    return x > 0 ? x : params[0] * x;
  case MapFn::powi:
    return evaluatePowi(x, params[0]);
  case MapFn::powf:
    return std::pow(x, params[0]);
  case MapFn::affine:
    return params[0] * x + params[1];
  case MapFn::sign:
    return x > 0 ? 1 : (x < 0 ? -1 : x);
  case MapFn::step:
    return x > 0 ? 1 : (x == 0 ? params[0] : (x < 0 ? 0 : x));
  case MapFn::floor:
    return std::floor(x);
  case MapFn::softplus:
    return (x < 0 ? 0 : x) + std::log1p(std::exp(-std::fabs(x)));
  case MapFn::expm1:
    return std::expm1(x);
  case MapFn::log1p:
    return std::log1p(x);
  default:
    llvm_unreachable("not a function of one operand");
  }
}

double dnd::evaluateMapFn(MapFn fn, ArrayRef<double> args,
                          ArrayRef<double> params) {
  assert(args.size() == getMapFnArity(fn) && "wrong number of operands");
  if (args.size() == 1)
    return evaluateUnary(fn, args[0], params);
  if (fn == MapFn::select)
    return args[0] != 0 ? args[1] : args[2];
  double a = args[0], b = args[1];
  switch (fn) {
  case MapFn::add:
    return a + b;
  case MapFn::sub:
    return a - b;
  case MapFn::mul:
    return a * b;
  case MapFn::div:
    return a / b;
  case MapFn::max:
    return a >= b || std::isnan(a) ? a : b;
  case MapFn::min:
    return a <= b || std::isnan(a) ? a : b;
  case MapFn::pow:
    return std::pow(a, b);
  case MapFn::gt:
    return a > b;
  case MapFn::ge:
    return a >= b;
  case MapFn::lt:
    return a < b;
  case MapFn::le:
    return a <= b;
  case MapFn::eq:
    return a == b;
  case MapFn::ne:
    return a != b;
  default:
    llvm_unreachable("not a function of two operands");
  }
}

//===----------------------------------------------------------------------===//
// Shapes
//===----------------------------------------------------------------------===//

bool dnd::hasBatch(Type type) {
  auto tensor = dyn_cast<RankedTensorType>(type);
  return tensor && tensor.getRank() > 0 && tensor.isDynamicDim(0);
}

bool dnd::isFloatTensor(Type type) {
  auto tensor = dyn_cast<RankedTensorType>(type);
  return tensor && isa<FloatType>(tensor.getElementType());
}

AffineMap dnd::identityMap(MLIRContext *context, unsigned rank) {
  return AffineMap::getMultiDimIdentityMap(rank, context);
}

AffineMap dnd::projection(MLIRContext *context, unsigned rank,
                          ArrayRef<int64_t> dims) {
  SmallVector<AffineExpr> results;
  for (int64_t dim : dims)
    results.push_back(getAffineDimExpr(dim, context));
  return AffineMap::get(rank, 0, results, context);
}

AffineMap dnd::projectionWithout(MLIRContext *context, unsigned rank,
                                 ArrayRef<int64_t> dropped) {
  SmallVector<int64_t> kept;
  for (int64_t dim = 0; dim < static_cast<int64_t>(rank); ++dim)
    if (!llvm::is_contained(dropped, dim))
      kept.push_back(dim);
  return projection(context, rank, kept);
}

namespace {
using IndexRange = std::optional<std::pair<int64_t, int64_t>>;
} // namespace

static IndexRange extentRange(int64_t extent) {
  if (extent <= 0)
    return std::nullopt;
  return std::make_pair(int64_t(0), extent - 1);
}

static IndexRange binaryRange(AffineBinaryOpExpr expr, IndexRange a,
                              IndexRange b) {
  if (!a || !b)
    return std::nullopt;
  if (expr.getKind() == AffineExprKind::Add)
    return std::make_pair(a->first + b->first, a->second + b->second);
  if (expr.getKind() == AffineExprKind::Mul) {
    int64_t corners[] = {a->first * b->first, a->first * b->second,
                         a->second * b->first, a->second * b->second};
    return std::make_pair(*llvm::min_element(corners),
                          *llvm::max_element(corners));
  }
  // Divisions and remainders: by a positive constant only.
  if (b->first != b->second || b->first <= 0)
    return std::nullopt;
  int64_t divisor = b->first;
  auto floorDiv = [&](int64_t x) {
    return x >= 0 ? x / divisor : -((-x + divisor - 1) / divisor);
  };
  switch (expr.getKind()) {
  case AffineExprKind::FloorDiv:
    return std::make_pair(floorDiv(a->first), floorDiv(a->second));
  case AffineExprKind::CeilDiv:
    return std::make_pair(floorDiv(a->first + divisor - 1),
                          floorDiv(a->second + divisor - 1));
  case AffineExprKind::Mod:
    if (floorDiv(a->first) == floorDiv(a->second))
      return std::make_pair(a->first - floorDiv(a->first) * divisor,
                            a->second - floorDiv(a->second) * divisor);
    return std::make_pair(int64_t(0), divisor - 1);
  default:
    return std::nullopt;
  }
}

IndexRange dnd::affineRange(AffineExpr expr, ArrayRef<int64_t> extents,
                            ArrayRef<int64_t> symbolRanges) {
  if (auto constant = dyn_cast<AffineConstantExpr>(expr))
    return std::make_pair(constant.getValue(), constant.getValue());
  if (auto dim = dyn_cast<AffineDimExpr>(expr))
    return dim.getPosition() < extents.size()
               ? extentRange(extents[dim.getPosition()])
               : std::nullopt;
  if (auto symbol = dyn_cast<AffineSymbolExpr>(expr))
    return symbol.getPosition() < symbolRanges.size()
               ? extentRange(symbolRanges[symbol.getPosition()])
               : std::nullopt;
  auto binary = cast<AffineBinaryOpExpr>(expr);
  return binaryRange(binary,
                     affineRange(binary.getLHS(), extents, symbolRanges),
                     affineRange(binary.getRHS(), extents, symbolRanges));
}

//===----------------------------------------------------------------------===//
// Ops
//===----------------------------------------------------------------------===//

Value dnd::makeScalar(OpBuilder &builder, Location loc, Type elementType,
                      double value) {
  return makeSplat(builder, loc, RankedTensorType::get({}, elementType), value);
}

Value dnd::makeSplat(OpBuilder &builder, Location loc, RankedTensorType type,
                     double value) {
  return builder.create<ConstantOp>(loc, type, value);
}

Value dnd::makeBroadcast(OpBuilder &builder, Location loc, Value value,
                         AffineMap map, ArrayRef<int64_t> resultShape,
                         Value batchLike) {
  auto type =
      RankedTensorType::get(resultShape, tensorType(value).getElementType());
  if (!hasBatch(type) || hasBatch(value))
    return builder.create<MapOp>(loc, type, MapFn::copy, value, map);
  assert(batchLike && "nothing supplies the batch");
  auto onesType = RankedTensorType::get({ShapedType::kDynamic},
                                        tensorType(value).getElementType());
  Value ones = builder.create<BatchOnesOp>(loc, onesType, batchLike);
  AffineMap onesMap = projection(builder.getContext(), type.getRank(), {0});
  return builder.create<MapOp>(loc, type, MapFn::mul, ValueRange{value, ones},
                               ArrayRef<AffineMap>{map, onesMap});
}

Value dnd::makeZero(OpBuilder &builder, Location loc, RankedTensorType type,
                    Value like) {
  if (!hasBatch(type))
    return makeSplat(builder, loc, type, 0);
  Value zero = makeScalar(builder, loc, type.getElementType(), 0);
  AffineMap map = AffineMap::get(type.getRank(), 0, builder.getContext());
  return makeBroadcast(builder, loc, zero, map, type.getShape(), like);
}

/// The same map with `numSymbols` symbols.
static AffineMap withSymbols(AffineMap map, unsigned numSymbols) {
  return AffineMap::get(map.getNumDims(), numSymbols, map.getResults(),
                        map.getContext());
}

Value dnd::makeContractOfType(OpBuilder &builder, Location loc,
                              RankedTensorType type, ValueRange inputs,
                              ArrayRef<AffineMap> maps, AffineMap outMap,
                              ArrayRef<int64_t> extents, double coefficient,
                              ValueRange tables, ArrayRef<AffineMap> tableMaps,
                              Value batchLike) {
  SmallVector<Value> operands(inputs);
  SmallVector<AffineMap> operandMaps(maps);
  const int64_t *batch = llvm::find(extents, ShapedType::kDynamic);
  auto bound = [](Value value) { return hasBatch(value); };
  if (batch != extents.end() && llvm::none_of(inputs, bound) &&
      llvm::none_of(tables, bound)) {
    assert(batchLike && "nothing supplies the batch");
    auto onesType =
        RankedTensorType::get({ShapedType::kDynamic}, type.getElementType());
    operands.push_back(builder.create<BatchOnesOp>(loc, onesType, batchLike));
    operandMaps.push_back(projection(builder.getContext(), extents.size(),
                                     {batch - extents.begin()}));
  }
  for (AffineMap &map : operandMaps)
    map = withSymbols(map, tables.size());
  return builder.create<ContractOp>(loc, type, operands, operandMaps,
                                    withSymbols(outMap, tables.size()), extents,
                                    coefficient, tables, tableMaps);
}

Value dnd::makeContract(OpBuilder &builder, Location loc, ValueRange inputs,
                        ArrayRef<AffineMap> maps, AffineMap outMap,
                        ArrayRef<int64_t> extents, double coefficient,
                        ValueRange tables, ArrayRef<AffineMap> tableMaps,
                        Value batchLike) {
  RankedTensorType type = *shapes::contract(
      tensorType(inputs.front()).getElementType(), outMap, extents);
  return makeContractOfType(builder, loc, type, inputs, maps, outMap, extents,
                            coefficient, tables, tableMaps, batchLike);
}

Value dnd::makeMap(OpBuilder &builder, Location loc, MapFn fn,
                   ValueRange inputs, ArrayRef<AffineMap> maps,
                   ArrayRef<int64_t> resultShape, ArrayRef<double> params) {
  auto type = RankedTensorType::get(resultShape,
                                    tensorType(inputs.back()).getElementType());
  return builder.create<MapOp>(loc, type, fn, inputs, maps, params);
}

Value dnd::makeMap(OpBuilder &builder, Location loc, MapFn fn,
                   ValueRange inputs, ArrayRef<double> params) {
  SmallVector<RankedTensorType> types;
  for (Value input : inputs)
    types.push_back(tensorType(input));
  ArrayRef<int64_t> shape = (*shapes::broadcast(types)).getShape();
  int64_t rank = shape.size();
  SmallVector<AffineMap> maps;
  MLIRContext *context = builder.getContext();
  // Place of dimension `d` of an input in the result.
  auto place = [&](RankedTensorType type, int64_t d) {
    return hasBatch(type) && d == 0 ? 0 : rank - type.getRank() + d;
  };
  for (Value input : inputs) {
    RankedTensorType type = tensorType(input);
    SmallVector<AffineExpr> results;
    for (int64_t d = 0; d < type.getRank(); ++d) {
      bool repeated = type.getDimSize(d) == 1 && shape[place(type, d)] != 1;
      results.push_back(repeated ? getAffineConstantExpr(0, context)
                                 : getAffineDimExpr(place(type, d), context));
    }
    maps.push_back(AffineMap::get(rank, 0, results, context));
  }
  return makeMap(builder, loc, fn, inputs, maps, shape, params);
}

Value dnd::makeAffine(OpBuilder &builder, Location loc, Value value, double a,
                      double b) {
  return makeMap(builder, loc, MapFn::affine, value, {a, b});
}

Value dnd::makeCast(OpBuilder &builder, Location loc, Value value,
                    Type elementType) {
  RankedTensorType type = shapes::castType(tensorType(value), elementType);
  if (type == tensorType(value))
    return value;
  return builder.create<CastOp>(loc, type, value);
}

Value dnd::makeSum(OpBuilder &builder, Location loc, Value value,
                   ArrayRef<int64_t> dims, double coefficient) {
  RankedTensorType type = tensorType(value);
  MLIRContext *context = builder.getContext();
  return makeContract(builder, loc, value, identityMap(context, type.getRank()),
                      projectionWithout(context, type.getRank(), dims),
                      type.getShape(), coefficient);
}
