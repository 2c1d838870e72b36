//===- Canonicalize.cpp - folds and rewrites of contracts and maps --------===//
//
// Small, terminating rewrites that every pass may rely on. Bringing formulas
// to normal forms and recognising special ones is the work of passes/network.
//
//===----------------------------------------------------------------------===//
#include "dialect/dnd/Builders.h"
#include "dialect/dnd/SplitIndices.h"
#include "mlir/IR/PatternMatch.h"

using namespace mlir;
using namespace dnd;

//===----------------------------------------------------------------------===//
// Maps
//===----------------------------------------------------------------------===//

/// The single value of a constant, if it is one.
static std::optional<double> splatValue(Attribute attr) {
  auto splat = dyn_cast_or_null<SplatElementsAttr>(attr);
  if (!splat || !isa<FloatType>(splat.getElementType()))
    return std::nullopt;
  return splat.getSplatValue<APFloat>().convertToDouble();
}

OpFoldResult MapOp::fold(FoldAdaptor adaptor) {
  // A copy of everything is the tensor itself; so is x^1 and 1*x + 0.
  bool isCopy =
      getFn() == MapFn::copy ||
      ((getFn() == MapFn::powi || getFn() == MapFn::powf) &&
       getParams()[0] == 1) ||
      (getFn() == MapFn::affine && getParams()[0] == 1 && getParams()[1] == 0);
  if (isCopy && getInputs()[0].getType() == getType() && isIdentityInput(0))
    return getInputs()[0];
  // A function of constants, each one number everywhere.
  if (!getType().hasStaticShape() ||
      !isa<FloatType>(getType().getElementType()))
    return {};
  SmallVector<double> values;
  for (Attribute input : adaptor.getInputs()) {
    std::optional<double> value = splatValue(input);
    if (!value)
      return {};
    values.push_back(*value);
  }
  double result = evaluateMapFn(getFn(), values, getParams());
  return SplatElementsAttr::get(
      cast<ShapedType>(getType()).clone(Float64Type::get(getContext())),
      result);
}

namespace {

/// add, sub, mul, div with a constant that is one number everywhere become
/// `affine`, which has no second operand to read.
struct ConstantOperandToAffine : OpRewritePattern<MapOp> {
  using OpRewritePattern::OpRewritePattern;

  static std::optional<double> constantOf(Value value) {
    auto constant = value.getDefiningOp<ConstantOp>();
    return constant ? splatValue(constant.getValue()) : std::nullopt;
  }

  /// Constants a, b with fn(x, c) = a x + b (c second) or fn(c, x) = a x + b.
  static std::optional<std::pair<double, double>>
  affineOf(MapFn fn, double c, bool constantIsSecond) {
    switch (fn) {
    case MapFn::add:
      return std::make_pair(1.0, c);
    case MapFn::sub:
      return constantIsSecond ? std::make_pair(1.0, -c)
                              : std::make_pair(-1.0, c);
    case MapFn::mul:
      return c == 0 ? std::nullopt : std::optional(std::make_pair(c, 0.0));
    case MapFn::div:
      if (!constantIsSecond || c == 0)
        return std::nullopt;
      return std::make_pair(1 / c, 0.0);
    default:
      return std::nullopt;
    }
  }

  LogicalResult matchAndRewrite(MapOp op,
                                PatternRewriter &rewriter) const override {
    if (op.getInputs().size() != 2)
      return failure();
    for (unsigned other : {1u, 0u}) {
      std::optional<double> c = constantOf(op.getInputs()[other]);
      if (!c)
        continue;
      Value kept = op.getInputs()[1 - other];
      if (hasBatch(op.getType()) && !hasBatch(kept))
        continue;
      auto affine = affineOf(op.getFn(), *c, other == 1);
      if (!affine)
        continue;
      AffineMap map = op.getInputMaps()[1 - other];
      double params[] = {affine->first, affine->second};
      rewriter.replaceOpWithNewOp<MapOp>(op, op.getType(), MapFn::affine, kept,
                                         map, params);
      return success();
    }
    return failure();
  }
};

/// neg, and affine of affine (or of neg), are one affine.
struct MergeAffine : OpRewritePattern<MapOp> {
  using OpRewritePattern::OpRewritePattern;

  static std::optional<std::pair<double, double>> affineOf(MapOp op) {
    if (op.getFn() == MapFn::neg)
      return std::make_pair(-1.0, 0.0);
    if (op.getFn() == MapFn::affine)
      return std::make_pair(op.getParams()[0], op.getParams()[1]);
    return std::nullopt;
  }

  LogicalResult matchAndRewrite(MapOp op,
                                PatternRewriter &rewriter) const override {
    auto outer = affineOf(op);
    auto inner = outer ? op.getInputs()[0].getDefiningOp<MapOp>() : MapOp();
    auto first = inner ? affineOf(inner) : std::nullopt;
    if (!first)
      return failure();
    double params[] = {outer->first * first->first,
                       outer->first * first->second + outer->second};
    AffineMap map = inner.getInputMaps()[0].compose(op.getInputMaps()[0]);
    rewriter.replaceOpWithNewOp<MapOp>(op, op.getType(), MapFn::affine,
                                       inner.getInputs()[0], map, params);
    return success();
  }
};

/// 1/(1 + exp(-z)) and log(1 + exp(z)) are functions of their own, which stay
/// finite, and whose gradients do, where exp(z) is infinite.
struct OnePlusExp : OpRewritePattern<MapOp> {
  using OpRewritePattern::OpRewritePattern;

  /// z of `1 + exp(z)`, as a map over the dimensions of its user.
  static std::optional<std::pair<Value, AffineMap>> exponentOf(Value sum,
                                                               AffineMap map) {
    auto affine = sum.getDefiningOp<MapOp>();
    if (!affine || affine.getFn() != MapFn::affine ||
        affine.getParams()[0] != 1 || affine.getParams()[1] != 1)
      return std::nullopt;
    return argumentOfExp(affine.getInputs()[0],
                         affine.getInputMaps()[0].compose(map));
  }
  static std::optional<std::pair<Value, AffineMap>>
  argumentOfExp(Value value, AffineMap map) {
    auto exp = value.getDefiningOp<MapOp>();
    if (!exp || exp.getFn() != MapFn::exp)
      return std::nullopt;
    return std::make_pair(exp.getInputs()[0],
                          exp.getInputMaps()[0].compose(map));
  }

  LogicalResult matchAndRewrite(MapOp op,
                                PatternRewriter &rewriter) const override {
    MapFn fn = op.getFn();
    SmallVector<AffineMap> maps = op.getInputMaps();
    if (fn == MapFn::log || fn == MapFn::log1p) {
      auto z = fn == MapFn::log ? exponentOf(op.getInputs()[0], maps[0])
                                : argumentOfExp(op.getInputs()[0], maps[0]);
      if (!z)
        return failure();
      rewriter.replaceOpWithNewOp<MapOp>(op, op.getType(), MapFn::softplus,
                                         z->first, z->second);
      return success();
    }
    bool isInverse = fn == MapFn::powi && op.getParams()[0] == -1;
    if (!isInverse && fn != MapFn::div)
      return failure();
    unsigned bottom = isInverse ? 0 : 1;
    auto z = exponentOf(op.getInputs()[bottom], maps[bottom]);
    if (!z || (hasBatch(op.getType()) && !hasBatch(z->first)))
      return failure();
    if (!isInverse &&
        argumentOfExp(op.getInputs()[0], maps[0]) == z) { // exp(z)/(1 + exp(z))
      rewriter.replaceOpWithNewOp<MapOp>(op, op.getType(), MapFn::sigmoid,
                                         z->first, z->second);
      return success();
    }
    auto minus = rewriter.create<MapOp>(op.getLoc(), op.getType(), MapFn::neg,
                                        z->first, z->second);
    AffineMap identity = identityMap(op.getContext(), op.getType().getRank());
    auto logistic = rewriter.create<MapOp>(
        op.getLoc(), op.getType(), MapFn::sigmoid, minus.getResult(), identity);
    if (isInverse) {
      rewriter.replaceOp(op, logistic);
      return success();
    }
    rewriter.replaceOpWithNewOp<MapOp>(
        op, op.getType(), MapFn::mul,
        ValueRange{op.getInputs()[0], logistic.getResult()},
        ArrayRef<AffineMap>{maps[0], identity});
    return success();
  }
};

/// 1 / x^n is x^-n, which is not 0 where x^n is infinite.
struct InversePower : OpRewritePattern<MapOp> {
  using OpRewritePattern::OpRewritePattern;
  LogicalResult matchAndRewrite(MapOp op,
                                PatternRewriter &rewriter) const override {
    if (op.getFn() != MapFn::div)
      return failure();
    auto one = op.getInputs()[0].getDefiningOp<ConstantOp>();
    auto power = op.getInputs()[1].getDefiningOp<MapOp>();
    if (!one || splatValue(one.getValue()) != 1.0 || !power ||
        power.getFn() != MapFn::powi || power.getParams()[0] < 2 ||
        !power->hasOneUse())
      return failure();
    rewriter.replaceOpWithNewOp<MapOp>(
        op, op.getType(), MapFn::powi, power.getInputs()[0],
        power.getInputMaps()[0].compose(op.getInputMaps()[1]),
        ArrayRef<double>{-power.getParams()[0]});
    return success();
  }
};

/// A map that reads a copy reads the original.
struct ReadThroughCopy : OpRewritePattern<MapOp> {
  using OpRewritePattern::OpRewritePattern;
  LogicalResult matchAndRewrite(MapOp op,
                                PatternRewriter &rewriter) const override {
    SmallVector<AffineMap> maps = op.getInputMaps();
    SmallVector<Value> inputs(op.getInputs());
    bool changed = false;
    for (unsigned i = 0; i < inputs.size(); ++i) {
      auto copy = inputs[i].getDefiningOp<MapOp>();
      if (!copy || copy.getFn() != MapFn::copy)
        continue;
      maps[i] = copy.getInputMaps()[0].compose(maps[i]);
      inputs[i] = copy.getInputs()[0];
      changed = true;
    }
    if (!changed)
      return failure();
    rewriter.replaceOpWithNewOp<MapOp>(op, op.getType(), op.getFn(), inputs,
                                       maps, op.getParams());
    return success();
  }
};

} // namespace

void MapOp::getCanonicalizationPatterns(RewritePatternSet &patterns,
                                        MLIRContext *context) {
  patterns.add<ConstantOperandToAffine, InversePower, MergeAffine, OnePlusExp,
               ReadThroughCopy>(context);
}

//===----------------------------------------------------------------------===//
// Contracts
//===----------------------------------------------------------------------===//

namespace {

/// Replaces input `index` of a contract, or removes it where `value` is null.
ContractOp replaceInput(PatternRewriter &rewriter, ContractOp op,
                        unsigned index, Value value, AffineMap map,
                        double coefficient) {
  SmallVector<Value> inputs(op.getInputs());
  SmallVector<AffineMap> maps = op.getInputMaps();
  if (value) {
    inputs[index] = value;
    maps[index] = map;
  } else {
    inputs.erase(inputs.begin() + index);
    maps.erase(maps.begin() + index);
  }
  return rewriter.replaceOpWithNewOp<ContractOp>(
      op, op.getType(), inputs, maps, op.getOutMap(), op.getExtents(),
      coefficient, op.getTables(), op.getTableMapList());
}

/// True if an operand other than input `index` has the batch, or there is none.
bool batchStaysBound(ContractOp op, unsigned index) {
  if (op.getBatchDim() < 0)
    return true;
  for (auto [i, operand] : llvm::enumerate(op->getOperands()))
    if (i != index && hasBatch(operand))
      return true;
  return false;
}

/// Factors that are one number, or a multiple of something, go into the
/// coefficient; a factor that is a copy is read through.
struct SimplifyFactor : OpRewritePattern<ContractOp> {
  using OpRewritePattern::OpRewritePattern;
  LogicalResult matchAndRewrite(ContractOp op,
                                PatternRewriter &rewriter) const override {
    double coefficient = op.getCoefficientValue();
    for (auto [index, input] : llvm::enumerate(op.getInputs())) {
      Operation *producer = input.getDefiningOp();
      if (isa_and_nonnull<BatchOnesOp>(producer) && op.getInputs().size() > 1 &&
          batchStaysBound(op, index)) {
        replaceInput(rewriter, op, index, {}, {}, coefficient);
        return success();
      }
      if (auto constant = dyn_cast_or_null<ConstantOp>(producer)) {
        auto value = splatValue(constant.getValue());
        if (!value || op.getInputs().size() == 1)
          continue;
        replaceInput(rewriter, op, index, {}, {}, coefficient * *value);
        return success();
      }
      auto map = dyn_cast_or_null<MapOp>(producer);
      if (!map)
        continue;
      double factor = 1;
      if (map.getFn() == MapFn::neg)
        factor = -1;
      else if (map.getFn() == MapFn::affine && map.getParams()[1] == 0)
        factor = map.getParams()[0];
      else if (map.getFn() != MapFn::copy)
        continue;
      AffineMap access =
          map.getInputMaps()[0].compose(op.getInputMaps()[index]);
      replaceInput(rewriter, op, index, map.getInputs()[0],
                   AffineMap::get(op.getExtents().size(), op.getTables().size(),
                                  access.getResults(), op.getContext()),
                   coefficient * factor);
      return success();
    }
    return failure();
  }
};

/// A contract of one tensor that sums nothing and only scales is a map.
struct SingleFactorToMap : OpRewritePattern<ContractOp> {
  using OpRewritePattern::OpRewritePattern;
  LogicalResult matchAndRewrite(ContractOp op,
                                PatternRewriter &rewriter) const override {
    AffineMap out = op.getOutMap();
    if (op.getInputs().size() != 1 || !op.getTables().empty() ||
        !out.isPermutation())
      return failure();
    SmallVector<int64_t> shape;
    for (AffineExpr expr : out.getResults())
      shape.push_back(op.getExtents()[cast<AffineDimExpr>(expr).getPosition()]);
    if (op.getType().getShape() != ArrayRef<int64_t>(shape))
      return failure();
    AffineMap map = op.getInputMaps()[0].compose(inversePermutation(out));
    double coefficient = op.getCoefficientValue();
    if (coefficient == 1)
      rewriter.replaceOpWithNewOp<MapOp>(op, op.getType(), MapFn::copy,
                                         op.getInputs(), map);
    else
      rewriter.replaceOpWithNewOp<MapOp>(op, op.getType(), MapFn::affine,
                                         op.getInputs(), map,
                                         ArrayRef<double>{coefficient, 0});
    return success();
  }
};

/// Asks a function's argument for the batch instead of a computed value, which
/// need not exist for that; equal questions become equal ops.
template <typename Op> struct AskArgumentForBatch : OpRewritePattern<Op> {
  using OpRewritePattern<Op>::OpRewritePattern;
  LogicalResult matchAndRewrite(Op op,
                                PatternRewriter &rewriter) const override {
    Block *block = op->getBlock();
    if (!block->isEntryBlock() ||
        !isa<FunctionOpInterface>(block->getParentOp()))
      return failure();
    for (BlockArgument argument : block->getArguments()) {
      if (!hasBatch(argument))
        continue;
      if (op.getLike() == argument)
        return failure();
      rewriter.modifyOpInPlace(op, [&] { op->setOperand(0, argument); });
      return success();
    }
    return failure();
  }
};

} // namespace

void ContractOp::getCanonicalizationPatterns(RewritePatternSet &patterns,
                                             MLIRContext *context) {
  patterns.add<SimplifyFactor, SingleFactorToMap>(context);
  patterns.add<AskArgumentForBatch<InverseBatchOp>,
               AskArgumentForBatch<BatchOnesOp>>(context);
  populateSplitIndexPatterns(patterns);
}
