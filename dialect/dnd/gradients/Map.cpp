//===- Map.cpp - gradients of pointwise functions -------------------------===//
//
// One table of derivatives for all pointwise functions. Conventions where a
// function has no derivative or an infinite one:
//   abs, sign    0 at 0
//   relu         0 at 0; leaky_relu: the slope at 0
//   sqrt, powf, pow   0 at 0 (exponent below 1): the norm of a zero vector
//                has gradient 0, not NaN
//   max, min     all of it to the first operand where they are equal
//   step, floor, comparisons and the condition of select: 0 everywhere
//   pow(x, y)    in x: 0 where y = 0; in y: 0 where x <= 0
// log and div keep IEEE's infinities.
//
//===----------------------------------------------------------------------===//
#include "dialect/dnd/gradients/Windows.h"
#include "dialect/dnd/gradients/Zeros.h"

#include <cmath>

using namespace mlir;
using namespace dnd;

namespace {

/// d result / d operand: coefficient times the product of the factors.
struct Derivative {
  bool isZero = false;
  double coefficient = 1;
  SmallVector<Value> factors;
  /// How each factor is read, over the dimensions of the result.
  SmallVector<AffineMap> maps;

  static Derivative zero() {
    Derivative d;
    d.isZero = true;
    return d;
  }
  static Derivative constant(double c) {
    Derivative d;
    d.coefficient = c;
    d.isZero = c == 0;
    return d;
  }
  Derivative &times(Value factor, AffineMap map) {
    factors.push_back(factor);
    maps.push_back(map);
    return *this;
  }
};

/// Builds the derivative of a map in one of its operands.
class DerivativeTable {
public:
  DerivativeTable(OpBuilder &builder, MapOp op)
      : builder(builder), op(op), loc(op.getLoc()), maps(op.getInputMaps()) {}

  Derivative get(unsigned operand);

private:
  Value input(unsigned i) { return op.getInputs()[i]; }
  AffineMap identity() {
    return identityMap(builder.getContext(), op.getType().getRank());
  }
  /// A pointwise function of one tensor, in its own shape.
  Value unary(MapFn fn, Value value, ArrayRef<double> params = {}) {
    return makeMap(builder, loc, fn, value, params);
  }
  /// A pointwise function of both operands, in the shape of the result.
  Value binary(MapFn fn) {
    return makeMap(builder, loc, fn, {input(0), input(1)}, maps,
                   op.getType().getShape());
  }
  Value zero() {
    return makeScalar(builder, loc, op.getType().getElementType(), 0);
  }
  /// 1 where `value` is greater than `number`, and so on, else 0.
  Value compare(MapFn fn, Value value, double number) {
    Type type = op.getType().getElementType();
    return makeMap(builder, loc, fn,
                   {value, makeScalar(builder, loc, type, number)});
  }
  /// `value` where `condition` is not 0, else 0.
  Value where(Value condition, Value value) {
    return makeMap(builder, loc, MapFn::select, {condition, value, zero()});
  }
  /// A factor made from operand i alone, read as operand i is read.
  Derivative ofInput(Value factor, unsigned i = 0) {
    return Derivative().times(factor, maps[i]);
  }
  /// A factor in the shape of the result.
  Derivative ofResult(Value factor) {
    return Derivative().times(factor, identity());
  }
  Derivative getUnary();
  Derivative getPower();
  Derivative getBinary(unsigned operand);
  Derivative getPow(unsigned operand);

  OpBuilder &builder;
  MapOp op;
  Location loc;
  SmallVector<AffineMap> maps;
};

} // namespace

Derivative DerivativeTable::getPower() {
  double n = op.getParams()[0];
  Value x = input(0);
  if (n == 0)
    return Derivative::zero();
  if (n == 1)
    return Derivative::constant(1);
  Derivative derivative;
  if (n == 2) {
    derivative = ofInput(x);
  } else if (op.getFn() == MapFn::powi) {
    derivative = ofInput(unary(MapFn::powi, x, {n - 1}));
  } else {
    Value power = unary(MapFn::powf, x, {n - 1});
    derivative = ofInput(n < 1 && n > 0 ? where(x, power) : power);
  }
  derivative.coefficient = n;
  return derivative;
}

Derivative DerivativeTable::getUnary() {
  Value x = input(0), y = op.getResult();
  switch (op.getFn()) {
  case MapFn::copy:
    return Derivative::constant(1);
  case MapFn::neg:
    return Derivative::constant(-1);
  case MapFn::affine:
    return Derivative::constant(op.getParams()[0]);
  case MapFn::abs:
    return ofInput(unary(MapFn::sign, x));
  case MapFn::exp:
    return ofResult(y);
  case MapFn::expm1:
    return ofResult(unary(MapFn::affine, y, {1, 1}));
  case MapFn::log1p:
    return ofInput(unary(MapFn::powi, unary(MapFn::affine, x, {1, 1}), {-1}));
  case MapFn::log:
    return ofInput(unary(MapFn::powi, x, {-1}));
  case MapFn::sqrt: {
    Derivative d = ofResult(where(y, unary(MapFn::powi, y, {-1})));
    d.coefficient = 0.5;
    return d;
  }
  case MapFn::sin:
    return ofInput(unary(MapFn::cos, x));
  case MapFn::cos: {
    Derivative d = ofInput(unary(MapFn::sin, x));
    d.coefficient = -1;
    return d;
  }
  case MapFn::tanh: // 1 - y^2
    return ofResult(unary(MapFn::affine, unary(MapFn::powi, y, {2}), {-1, 1}));
  case MapFn::sigmoid: // y (1 - y)
    return ofResult(y).times(unary(MapFn::affine, y, {-1, 1}), identity());
  case MapFn::erf: { // 2/sqrt(pi) exp(-x^2)
    Value square = unary(MapFn::powi, x, {2});
    Derivative d = ofInput(unary(MapFn::exp, unary(MapFn::neg, square)));
    d.coefficient = M_2_SQRTPI;
    return d;
  }
  // By the sign of the result where it is that of x: the layer behind keeps the
  // result for its own gradient, and x need not be kept beside it.
  case MapFn::relu:
    return ofResult(unary(MapFn::step, y, {0}));
  case MapFn::leaky_relu: {
    double slope = op.getParams()[0];
    Value kept = slope > 0 ? y : x;
    Value side = unary(MapFn::step, kept, {0});
    Value factor = unary(MapFn::affine, side, {1 - slope, slope});
    return slope > 0 ? ofResult(factor) : ofInput(factor);
  }
  case MapFn::powi:
  case MapFn::powf:
    return getPower();
  case MapFn::softplus:
    return ofInput(unary(MapFn::sigmoid, x));
  case MapFn::sign:
  case MapFn::step:
  case MapFn::floor:
    return Derivative::zero();
  default:
    llvm_unreachable("not a function of one operand");
  }
}

Derivative DerivativeTable::getPow(unsigned operand) {
  Value x = input(0), y = input(1);
  ArrayRef<int64_t> shape = op.getType().getShape();
  if (operand == 0) { // y x^(y-1), 0 where y = 0 or x = 0 and y is below 1
    Value power = makeMap(builder, loc, MapFn::pow,
                          {x, unary(MapFn::affine, y, {1, -1})}, maps, shape);
    AffineMap scalar = AffineMap::get(shape.size(), 0, builder.getContext());
    power = makeMap(builder, loc, MapFn::select, {y, power, zero()},
                    {maps[1], identity(), scalar}, shape);
    Value isRoot = compare(MapFn::lt, y, 1);
    isRoot =
        makeMap(builder, loc, MapFn::mul, {isRoot, compare(MapFn::gt, y, 0)});
    Value isInfinite = makeMap(builder, loc, MapFn::mul,
                               {compare(MapFn::eq, x, 0), isRoot}, maps, shape);
    power = makeMap(builder, loc, MapFn::select, {isInfinite, zero(), power},
                    {identity(), scalar, identity()}, shape);
    return ofResult(power).times(y, maps[1]);
  }
  // x^y log x, 0 where x <= 0
  Value positive = unary(MapFn::step, x, {0});
  Value one = makeScalar(builder, loc, op.getType().getElementType(), 1);
  Value safe = makeMap(builder, loc, MapFn::select, {positive, x, one});
  return ofResult(op.getResult()).times(unary(MapFn::log, safe), maps[0]);
}

Derivative DerivativeTable::getBinary(unsigned operand) {
  switch (op.getFn()) {
  case MapFn::add:
    return Derivative::constant(1);
  case MapFn::sub:
    return Derivative::constant(operand == 0 ? 1 : -1);
  case MapFn::mul:
    return ofInput(input(1 - operand), 1 - operand);
  case MapFn::div: {
    Derivative d = ofInput(unary(MapFn::powi, input(1), {-1}), 1);
    if (operand == 0)
      return d;
    d.coefficient = -1;
    return d.times(op.getResult(), identity());
  }
  case MapFn::max:
    return ofResult(binary(operand == 0 ? MapFn::ge : MapFn::lt));
  case MapFn::min:
    return ofResult(binary(operand == 0 ? MapFn::le : MapFn::gt));
  case MapFn::pow:
    return getPow(operand);
  default: // comparisons
    return Derivative::zero();
  }
}

Derivative DerivativeTable::get(unsigned operand) {
  if (getMapFnArity(op.getFn()) == 1)
    return getUnary();
  if (op.getFn() != MapFn::select)
    return getBinary(operand);
  if (operand == 0)
    return Derivative::zero();
  Value chosen = makeMap(builder, loc, operand == 1 ? MapFn::ne : MapFn::eq,
                         {input(0), zero()});
  return ofInput(chosen, 0);
}

/// `product` where `adjoint`, read by `map`, is not 0; 0 elsewhere, whatever
/// the product is there.
static Value keepZeros(OpBuilder &builder, Location loc, Value adjoint,
                       AffineMap map, Value product) {
  RankedTensorType type = tensorType(product);
  Value zero = makeScalar(builder, loc, type.getElementType(), 0);
  AffineMap scalar = AffineMap::get(type.getRank(), 0, builder.getContext());
  return makeMap(
      builder, loc, MapFn::select, {adjoint, product, zero},
      {map, identityMap(builder.getContext(), type.getRank()), scalar},
      type.getShape());
}

/// The product of the factors, summed over the places where the operand was
/// read. `operandMap` tells how, over the dimensions of the result.
static Value gatherAdjoint(OpBuilder &builder, MapOp op, Value operand,
                           AffineMap operandMap, Value adjoint,
                           const Derivative &derivative) {
  Location loc = op.getLoc();
  RankedTensorType type = tensorType(operand);
  MLIRContext *context = builder.getContext();
  SmallVector<Value> factors = {adjoint};
  SmallVector<AffineMap> maps = {identityMap(context, op.getType().getRank())};
  bool keepsZeros = op->hasAttr(keepsZerosAttr);
  llvm::append_range(factors, derivative.factors);
  llvm::append_range(maps, derivative.maps);
  bool covers = operandMap.isPermutation() &&
                operandMap.compose(op.getType().getShape()).size() ==
                    static_cast<size_t>(type.getRank());
  for (auto [dim, expr] : llvm::enumerate(operandMap.getResults()))
    covers &=
        isa<AffineDimExpr>(expr) &&
        op.getType().getDimSize(cast<AffineDimExpr>(expr).getPosition()) ==
            type.getDimSize(dim);
  if (!covers && keepsZeros) {
    Value product = adjoint;
    for (size_t i = 1; i < factors.size(); ++i)
      product = makeMap(builder, loc, MapFn::mul, {product, factors[i]},
                        {maps[0], maps[i]}, op.getType().getShape());
    factors = {keepZeros(builder, loc, adjoint, maps[0], product)};
    maps.resize(1);
  }
  if (!covers)
    return makeAdjointContract(builder, loc, type, factors, maps, operandMap,
                               op.getType().getShape(), derivative.coefficient,
                               {}, {}, operand);
  // One to one: pointwise in the operand's own shape.
  AffineMap inverse = inversePermutation(operandMap);
  AffineMap adjointMap = maps[0].compose(inverse);
  Value value = factors[0];
  AffineMap map = maps[0].compose(inverse);
  AffineMap identity = identityMap(context, type.getRank());
  for (size_t i = 1; i < factors.size(); ++i) {
    value = makeMap(builder, loc, MapFn::mul, {value, factors[i]},
                    {map, maps[i].compose(inverse)}, type.getShape());
    map = identity;
  }
  if (derivative.coefficient != 1) {
    value = makeMap(builder, loc, MapFn::affine, value, map, type.getShape(),
                    {derivative.coefficient, 0});
    map = identity;
  }
  if (keepsZeros && factors.size() > 1)
    return keepZeros(builder, loc, adjoint, adjointMap, value);
  return map.isIdentity()
             ? value
             : makeMap(builder, loc, MapFn::copy, value, map, type.getShape());
}

LogicalResult MapOp::buildVjp(OpBuilder &builder, ValueRange adjoints,
                              ArrayRef<bool> needed,
                              MutableArrayRef<Value> operandAdjoints) {
  DerivativeTable table(builder, *this);
  SmallVector<AffineMap> maps = getInputMaps();
  for (auto [index, input] : llvm::enumerate(getInputs())) {
    if (!needed[index])
      continue;
    Derivative derivative = table.get(index);
    if (!derivative.isZero)
      operandAdjoints[index] = gatherAdjoint(builder, *this, input, maps[index],
                                             adjoints[0], derivative);
  }
  return success();
}
