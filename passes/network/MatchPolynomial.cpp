//===- MatchPolynomial.cpp - quadratic and low-rank quadratic forms -------===//
//
// Recognises y_j = x'A_j x + sum_r s_jr (u_jr.x)(v_jr.x) + w_j.x + b_j in a
// normal form: every term of degree two is a full or a factored quadratic,
// every other term is linear or constant in the same x.
//
//===----------------------------------------------------------------------===//
#include "passes/network/FormMatch.h"

#include "dialect/dnd/Builders.h"

#include "llvm/Support/FormatVariadic.h"

using namespace mlir;

namespace dnd::passes {

namespace {

using Dims = SmallVector<unsigned>;

constexpr int Feature = -1, Fixed = -2;

/// y_j = sum_ik v_ji B_ik x_i x_k has a matrix for each j, but costs less by
/// B x: no quadratic form is made whose matrix has grown more than this.
constexpr double mostGrowth = 2;

/// How every factor x is read: which of its dimensions are summed over (the
/// features), which stay in the result (batch, pixels), and which stand at one
/// place (x[t] of a sequence).
struct Geometry {
  Dims features;           // positions in x
  SmallVector<int> keptAs; // position in x -> outer dimension or Feature, Fixed
  SmallVector<int64_t> starts; // position in x -> its first index
  SmallVector<int64_t> sizes;  // position in x -> number of its indices
  llvm::SmallBitVector isKept; // outer dimension is one of x

  bool operator==(const Geometry &g) const {
    return keptAs == g.keptAs && starts == g.starts && sizes == g.sizes;
  }
};

struct Projection {
  WeightProduct weight;
  Dims features;
};

struct QuadraticTerm {
  WeightProduct weight;
  Dims left, right;
};

struct LowRankTerm {
  Projection u, v;
  WeightProduct scale;
  Dims rank;
  bool squares;
};

class PolynomialMatcher {
public:
  PolynomialMatcher(const Candidate &c, Refusal &refusal)
      : c(c), refusal(refusal), xType(cast<RankedTensorType>(c.x.getType())),
        outType(cast<RankedTensorType>(c.root->getResult(0).getType())) {}

  bool match();
  Value build(OpBuilder &builder, std::string &what);

private:
  bool refuse(int depth, const Twine &reason) {
    refusal.merge({depth, reason.str()});
    return false;
  }
  bool setGeometry(const Term &term, const Factor &x);
  bool readFeatures(const Term &term, const Factor &x, Dims &features);
  bool checkWeights(const Term &term, ArrayRef<Factor> weights);
  bool matchTerm(const Term &term);
  bool matchDegreeTwo(const Term &term, ArrayRef<Factor> x,
                      ArrayRef<Factor> weights);
  bool matchLowRank(const Term &term, const Dims &left, const Dims &right,
                    const Dims &rank, ArrayRef<Factor> weights);
  Value readPart(OpBuilder &builder);
  Value buildLowRank(OpBuilder &builder, Value x, Type type, Value linear,
                     Value bias, int64_t axis, std::string &what);

  const Candidate &c;
  Refusal &refusal;
  RankedTensorType xType, outType;
  std::optional<Geometry> geometry;
  Dims outputs; // outer dimensions that only weights have: j
  SmallVector<QuadraticTerm, 1> quadratics;
  SmallVector<LowRankTerm, 1> lowRanks;
  SmallVector<Projection, 1> linears;
  SmallVector<WeightProduct, 1> biases;
};

} // namespace

bool PolynomialMatcher::setGeometry(const Term &term, const Factor &x) {
  Geometry g;
  g.isKept.resize(term.outer);
  unsigned fixed = 0; // between the features
  for (auto [position, expr] : llvm::enumerate(x.map.getResults())) {
    auto dim = dyn_cast<AffineDimExpr>(expr);
    int64_t start = 0;
    if (auto sum = dyn_cast<AffineBinaryOpExpr>(expr);
        sum && sum.getKind() == AffineExprKind::Add)
      if (auto offset = dyn_cast<AffineConstantExpr>(sum.getRHS())) {
        dim = dyn_cast<AffineDimExpr>(sum.getLHS());
        start = offset.getValue();
      }
    if (auto place = dyn_cast<AffineConstantExpr>(expr)) {
      g.keptAs.push_back(Fixed);
      g.starts.push_back(place.getValue());
      g.sizes.push_back(1);
      fixed += !g.features.empty();
      continue;
    }
    if (!dim)
      return isa<AffineSymbolExpr>(expr)
                 ? refuse(3, "x is read through a table")
                 : refuse(5, "x is read at computed positions (as a "
                             "convolution does): no kernel of a form reads "
                             "windows, they are summed as they are written");
    g.starts.push_back(start);
    g.sizes.push_back(term.extents[dim.getPosition()]);
    if (dim.getPosition() >= term.outer) {
      if (g.features.empty())
        fixed = 0;
      else if (g.features.back() + 1 + fixed != position)
        return refuse(3, "the summed dimensions of x are not neighbours");
      fixed = 0;
      g.features.push_back(position);
      g.keptAs.push_back(Feature);
      continue;
    }
    g.keptAs.push_back(dim.getPosition());
    if (g.isKept.test(dim.getPosition()))
      return refuse(3, "x is read along a diagonal");
    g.isKept.set(dim.getPosition());
  }
  if (g.features.empty())
    return refuse(0, "no index of x is summed over");
  if (g.keptAs[0] != 0)
    return refuse(3, "the batch is not the first dimension of x");
  if (geometry && geometry->keptAs != g.keptAs)
    return refuse(3, "the factors of x keep different indices in the result: "
                     "a gate, not a form of one vector");
  if (geometry && !(*geometry == g))
    return refuse(3, "the factors read different parts of x");
  geometry = g;
  return true;
}

bool PolynomialMatcher::readFeatures(const Term &term, const Factor &x,
                                     Dims &features) {
  if (!setGeometry(term, x))
    return false;
  for (unsigned position : geometry->features) {
    AffineExpr expr = x.map.getResult(position);
    if (auto sum = dyn_cast<AffineBinaryOpExpr>(expr))
      expr = sum.getLHS();
    features.push_back(cast<AffineDimExpr>(expr).getPosition());
    if (llvm::count(features, features.back()) != 1)
      return refuse(3, "x is read along a diagonal");
  }
  return true;
}

/// Weights may depend on nothing that x keeps in the result; known only once
/// the factors of x in the term have set the geometry.
bool PolynomialMatcher::checkWeights(const Term &term,
                                     ArrayRef<Factor> weights) {
  assert(geometry && "which indices x keeps is not known yet");
  for (const Factor &weight : weights) {
    if (weight.map.getNumSymbols() &&
        llvm::any_of(
            llvm::seq<unsigned>(0, weight.map.getNumSymbols()),
            [&](unsigned s) { return weight.map.isFunctionOfSymbol(s); }))
      return refuse(4, "a weight is read through a table");
    llvm::SmallBitVector used = dimsOf(weight, term.numDims());
    for (unsigned d = 0; d < term.outer; ++d)
      if (used.test(d) && geometry->isKept.test(d))
        return refuse(4, d == 0 ? "a weight depends on the batch"
                                : "the weights differ from position to "
                                  "position of x");
  }
  return true;
}

static WeightProduct productOf(const Term &term, ArrayRef<Factor> factors,
                               double coefficient) {
  return {&term, SmallVector<Factor>(factors), coefficient};
}

bool PolynomialMatcher::matchTerm(const Term &term) {
  SmallVector<Factor> x, weights;
  splitFactors(term, c.x, x, weights);
  if (x.size() > 2)
    return refuse(2, "it is of degree " + Twine(x.size()) + " in x");
  unsigned numSums = term.numDims() - term.outer;
  if (x.size() == 2)
    return matchDegreeTwo(term, x, weights);
  if (x.size() == 1) {
    Projection linear{productOf(term, weights, term.coefficient), {}};
    if (!readFeatures(term, x.front(), linear.features) ||
        !checkWeights(term, weights))
      return false;
    if (numSums != linear.features.size())
      return refuse(4, "the weights of a linear term are themselves a sum");
    linears.push_back(linear);
    return true;
  }
  if (!checkWeights(term, weights))
    return false;
  if (numSums != 0)
    return refuse(4, "a constant term is itself a sum");
  biases.push_back(productOf(term, weights, term.coefficient));
  return true;
}

/// How many times as large as the largest weight their product is.
static double matrixGrowth(const Term &term, ArrayRef<Factor> weights) {
  auto points = [&](const llvm::SmallBitVector &dims) {
    double count = 1;
    for (unsigned d : dims.set_bits())
      count *= static_cast<double>(term.extents[d]);
    return count;
  };
  llvm::SmallBitVector all(term.numDims());
  double largest = 1;
  for (const Factor &weight : weights) {
    llvm::SmallBitVector used = dimsOf(weight, term.numDims());
    largest = std::max(largest, points(used));
    all |= used;
  }
  return points(all) / largest;
}

bool PolynomialMatcher::matchDegreeTwo(const Term &term, ArrayRef<Factor> x,
                                       ArrayRef<Factor> weights) {
  Dims left, right;
  if (!readFeatures(term, x[0], left) || !readFeatures(term, x[1], right) ||
      !checkWeights(term, weights))
    return false;
  llvm::SmallBitVector isLeft(term.numDims()), isRight(term.numDims());
  for (unsigned d : left)
    isLeft.set(d);
  for (unsigned d : right)
    isRight.set(d);
  if (isLeft.anyCommon(isRight))
    return refuse(4, "it squares single elements of x: no product of two "
                     "different elements");
  Dims rank;
  for (unsigned d = term.outer; d < term.numDims(); ++d)
    if (!isLeft.test(d) && !isRight.test(d))
      rank.push_back(d);

  bool isFull = llvm::any_of(weights, [&](const Factor &weight) {
    llvm::SmallBitVector used = dimsOf(weight, term.numDims());
    return used.anyCommon(isLeft) && used.anyCommon(isRight);
  });
  if (!isFull)
    return matchLowRank(term, left, right, rank, weights);
  if (!rank.empty())
    return refuse(5, "the matrix of the quadratic form is itself a sum");
  if (double growth = matrixGrowth(term, weights); growth > mostGrowth)
    return refuse(5, "its matrix would be " +
                         Twine(static_cast<std::int64_t>(growth)) +
                         " times as large as the weights that it is the "
                         "product of");
  quadratics.push_back(
      {productOf(term, weights, term.coefficient), left, right});
  return true;
}

bool PolynomialMatcher::matchLowRank(const Term &term, const Dims &left,
                                     const Dims &right, const Dims &rank,
                                     ArrayRef<Factor> weights) {
  LowRankTerm result;
  result.rank = rank;
  result.u = {productOf(term, {}, 1.0), left};
  result.v = {productOf(term, {}, 1.0), right};
  result.scale = productOf(term, {}, term.coefficient);
  llvm::SmallBitVector uDims(term.numDims()), vDims(term.numDims());
  for (const Factor &weight : weights) {
    llvm::SmallBitVector used = dimsOf(weight, term.numDims());
    auto touches = [&](const Dims &dims) {
      return llvm::any_of(dims, [&](unsigned d) { return used.test(d); });
    };
    if (touches(left)) {
      result.u.weight.factors.push_back(weight);
      uDims |= used;
    } else if (touches(right)) {
      result.v.weight.factors.push_back(weight);
      vDims |= used;
    } else {
      result.scale.factors.push_back(weight);
    }
  }
  if (result.u.weight.factors.empty() || result.v.weight.factors.empty())
    return refuse(4, "x is summed without weights");
  Dims needed = rank;
  for (unsigned d = 0; d < term.outer; ++d)
    if (!geometry->isKept.test(d))
      needed.push_back(d);
  for (unsigned d : needed)
    if (term.extents[d] != 1 && !(uDims.test(d) && vDims.test(d)))
      return refuse(5, llvm::is_contained(rank, d)
                           ? "one of the projections does not depend on the "
                             "summed index: the sum belongs inside"
                           : "the projections are shared by several outputs: "
                             "computing them once is cheaper");

  // u and v are the same when renaming left to right makes their factors equal.
  MLIRContext *ctx = c.root->getContext();
  SmallVector<AffineExpr> renamed;
  for (unsigned d = 0; d < term.numDims(); ++d)
    renamed.push_back(getAffineDimExpr(d, ctx));
  for (auto [l, r] : llvm::zip_equal(left, right))
    renamed[l] = getAffineDimExpr(r, ctx);
  SmallVector<Factor> rest = result.v.weight.factors;
  for (const Factor &factor : result.u.weight.factors) {
    AffineMap map =
        factor.map.replaceDimsAndSymbols(renamed, {}, term.numDims(), 0);
    auto *same = llvm::find_if(rest, [&](const Factor &other) {
      return other.value == factor.value &&
             other.map.getResults() == map.getResults();
    });
    if (same == rest.end())
      break;
    rest.erase(same);
  }
  result.squares = rest.empty() && result.u.weight.factors.size() ==
                                       result.v.weight.factors.size();
  lowRanks.push_back(result);
  return true;
}

bool PolynomialMatcher::match() {
  if (!isa<FloatType>(xType.getElementType()) || xType.getRank() < 2)
    return false;
  // The degree-two terms fix how x is read.
  bool anyDegreeTwo = false;
  for (const Term &term : c.form) {
    SmallVector<Factor> x, weights;
    splitFactors(term, c.x, x, weights);
    anyDegreeTwo |= x.size() >= 2;
    if (x.size() >= 2 && !matchTerm(term))
      return false;
  }
  if (!anyDegreeTwo)
    return false;
  for (const Term &term : c.form) {
    SmallVector<Factor> x, weights;
    splitFactors(term, c.x, x, weights);
    if (x.size() < 2 && !matchTerm(term))
      return false;
  }
  for (unsigned d = 0; d < c.form.front().outer; ++d)
    if (!geometry->isKept.test(d))
      outputs.push_back(d);
  for (unsigned d : outputs)
    if (ShapedType::isDynamic(outType.getDimSize(d)))
      return refuse(3, "the batch is not a dimension of x");
  return true;
}

/// Values side by side along dimension 1 (the rank).
static Value buildConcat(OpBuilder &builder, Location loc,
                         ArrayRef<Value> values) {
  if (values.size() == 1)
    return values.front();
  auto type = cast<RankedTensorType>(values.front().getType());
  SmallVector<int64_t> shape(type.getShape());
  shape[1] = 0;
  for (Value value : values)
    shape[1] += cast<RankedTensorType>(value.getType()).getDimSize(1);
  return builder.create<ConcatOp>(
      loc, RankedTensorType::get(shape, type.getElementType()), values,
      builder.getI64IntegerAttr(1));
}

Value PolynomialMatcher::buildLowRank(OpBuilder &builder, Value x, Type type,
                                      Value linear, Value bias, int64_t axis,
                                      std::string &what) {
  Location loc = c.root->getLoc();
  Type element = xType.getElementType();
  bool squares = llvm::all_of(lowRanks, [](auto &t) { return t.squares; });
  bool scaled = llvm::any_of(lowRanks, [](const LowRankTerm &t) {
    return !t.scale.factors.empty() || t.scale.coefficient != 1.0;
  });
  SmallVector<Value> us, vs, scales;
  for (const LowRankTerm &t : lowRanks) {
    us.push_back(buildWeight(builder, loc, t.u.weight,
                             {outputs, t.rank, t.u.features}, element));
    vs.push_back(t.squares
                     ? us.back()
                     : buildWeight(builder, loc, t.v.weight,
                                   {outputs, t.rank, t.v.features}, element));
    if (scaled)
      scales.push_back(
          buildWeight(builder, loc, t.scale, {outputs, t.rank}, element));
  }
  Value u = buildConcat(builder, loc, us);
  Value v = squares ? Value() : buildConcat(builder, loc, vs);
  Value scale = scaled ? buildConcat(builder, loc, scales) : Value();
  ArrayRef<int64_t> shape = cast<RankedTensorType>(u.getType()).getShape();
  what += llvm::formatv("recognised dnd.low_rank_quadratic: {0} outputs of {1} "
                        "inputs, rank {2}{3}{4}",
                        shape[0], shape[2], shape[1],
                        squares ? ", squares" : ", products of two projections",
                        scaled ? ", scaled" : "");
  return builder.create<LowRankQuadraticOp>(
      loc, type, x, u, v, scale, linear, bias, builder.getI64IntegerAttr(axis));
}

/// The part of x that the form reads, without the dimensions at one place; x
/// itself when that is all of it.
Value PolynomialMatcher::readPart(OpBuilder &builder) {
  Geometry part;
  SmallVector<AffineExpr> exprs;
  for (auto [position, kept] : llvm::enumerate(geometry->keptAs)) {
    int64_t start = geometry->starts[position];
    if (kept == Fixed) {
      exprs.push_back(builder.getAffineConstantExpr(start));
      continue;
    }
    exprs.push_back(builder.getAffineDimExpr(part.keptAs.size()) + start);
    if (kept == Feature)
      part.features.push_back(part.keptAs.size());
    part.keptAs.push_back(kept);
    part.starts.push_back(0);
    part.sizes.push_back(geometry->sizes[position]);
  }
  part.isKept = geometry->isKept;
  geometry = part;
  if (xType.getShape() == ArrayRef(part.sizes))
    return c.x;
  AffineMap map =
      AffineMap::get(part.sizes.size(), 0, exprs, builder.getContext());
  Value x =
      makeMap(builder, c.root->getLoc(), MapFn::copy, c.x, {map}, part.sizes);
  xType = cast<RankedTensorType>(x.getType());
  return x;
}

Value PolynomialMatcher::build(OpBuilder &builder, std::string &what) {
  Location loc = c.root->getLoc();
  MLIRContext *ctx = builder.getContext();
  Type element = xType.getElementType();
  Value whole = readPart(builder);
  int64_t axis = geometry->features.front();

  // x with one feature dimension, and the shapes of the results.
  int64_t numFeatures = 1, numOutputs = 1;
  for (unsigned position : geometry->features)
    numFeatures *= xType.getDimSize(position);
  for (unsigned d : outputs)
    numOutputs *= outType.getDimSize(d);
  SmallVector<int64_t> xShape, formShape, splitShape;
  Dims splitDims; // dimension of the split result -> outer dimension
  for (int64_t position = 0; position < xType.getRank(); ++position) {
    if (geometry->keptAs[position] >= 0) {
      xShape.push_back(xType.getDimSize(position));
      formShape.push_back(xType.getDimSize(position));
      splitShape.push_back(xType.getDimSize(position));
      splitDims.push_back(geometry->keptAs[position]);
    } else if (position == axis) {
      xShape.push_back(numFeatures);
      formShape.push_back(numOutputs);
      for (unsigned d : outputs) {
        splitShape.push_back(outType.getDimSize(d));
        splitDims.push_back(d);
      }
    }
  }
  Value x = buildReshape(builder, loc, whole, xShape);
  auto formType = RankedTensorType::get(formShape, element);

  SmallVector<Value> values;
  for (const Projection &linear : linears)
    values.push_back(buildWeight(builder, loc, linear.weight,
                                 {outputs, linear.features}, element));
  Value linear = buildSum(builder, loc, values);
  values.clear();
  for (const WeightProduct &bias : biases)
    values.push_back(buildWeight(builder, loc, bias, {outputs}, element));
  Value bias = buildSum(builder, loc, values);

  std::string suffix;
  if (linear)
    suffix += ", linear term";
  if (bias)
    suffix += ", bias";
  values.clear();
  if (!quadratics.empty()) {
    SmallVector<Value> matrices;
    for (const QuadraticTerm &t : quadratics)
      matrices.push_back(buildWeight(builder, loc, t.weight,
                                     {outputs, t.left, t.right}, element));
    values.push_back(builder.create<QuadraticOp>(
        loc, formType, x, buildSum(builder, loc, matrices), linear, bias,
        builder.getI64IntegerAttr(axis)));
    what = llvm::formatv("recognised dnd.quadratic: {0} outputs of {1} inputs",
                         numOutputs, numFeatures);
    what += suffix;
    if (!lowRanks.empty())
      what += "; ";
    linear = bias = Value();
    suffix.clear();
  }
  if (!lowRanks.empty()) {
    values.push_back(
        buildLowRank(builder, x, formType, linear, bias, axis, what));
    what += suffix;
  }
  Value result =
      buildReshape(builder, loc, buildSum(builder, loc, values), splitShape);

  // The author's order of dimensions.
  SmallVector<AffineExpr> permutation;
  for (unsigned d : splitDims)
    permutation.push_back(getAffineDimExpr(d, ctx));
  AffineMap map = AffineMap::get(splitDims.size(), 0, permutation, ctx);
  if (map.isIdentity())
    return result;
  return makeMap(builder, loc, MapFn::copy, result, {map}, outType.getShape());
}

Value matchPolynomialForm(OpBuilder &builder, const Candidate &c,
                          std::string &what, Refusal &refusal) {
  PolynomialMatcher matcher(c, refusal);
  if (!matcher.match())
    return {};
  return matcher.build(builder, what);
}

} // namespace dnd::passes
