//===- MatchFusion.cpp - dendrites over feature rows ----------------------===//
//
// Recognises y[b,m] = sum_j l_j sum_f (W[m,j,f] T[b,j,f] + bias[m,j,f]) in a
// normal form. Without scale and bias this is a plain linear layer and stays
// one.
//
//===----------------------------------------------------------------------===//
#include "passes/network/FormMatch.h"

#include "llvm/Support/FormatVariadic.h"

using namespace mlir;

namespace dnd::passes {

namespace {
/// One term as product of a scale of the row and weights of all three indices.
struct RowTerm {
  unsigned row = 0, feature = 0;
  WeightProduct weight, scale;
};
} // namespace

/// Splits the factors of a term with sums over row and feature.
static bool splitRowTerm(const Term &term, ArrayRef<Factor> factors,
                         RowTerm &result) {
  result.weight = {&term, {}, term.coefficient};
  result.scale = {&term, {}, 1.0};
  for (const Factor &factor : factors) {
    if (factor.map.getNumSymbols() != 0 || factor.map.isFunctionOfDim(0))
      return false;
    llvm::SmallBitVector used = dimsOf(factor, term.numDims());
    bool isScale = used.count() == 1 && used.test(result.row);
    (isScale ? result.scale : result.weight).factors.push_back(factor);
  }
  return !result.weight.factors.empty();
}

/// Whether both scales are the same product of the same places of the row.
static bool sameScale(const RowTerm &a, const RowTerm &b) {
  auto read = [](const RowTerm &t, const Factor &factor) {
    MLIRContext *ctx = factor.map.getContext();
    SmallVector<AffineExpr> renamed(t.weight.term->numDims(),
                                    getAffineConstantExpr(0, ctx));
    renamed[t.row] = getAffineDimExpr(0, ctx);
    AffineMap map = factor.map.replaceDimsAndSymbols(renamed, {}, 1, 0);
    return std::pair(factor.value, simplifyAffineMap(map));
  };
  SmallVector<std::pair<Value, AffineMap>> rest;
  for (const Factor &factor : b.scale.factors)
    rest.push_back(read(b, factor));
  for (const Factor &factor : a.scale.factors) {
    auto *same = llvm::find(rest, read(a, factor));
    if (same == rest.end())
      return false;
    rest.erase(same);
  }
  return rest.empty();
}

/// The constant term: its sums are row and feature, in either order.
static bool matchRowBias(const Term &term, const RowTerm &main,
                         RowTerm &result) {
  const Term &mainTerm = *main.weight.term;
  if (term.numDims() != 4)
    return false;
  for (auto [row, feature] : {std::pair(2u, 3u), std::pair(3u, 2u)}) {
    result.row = row;
    result.feature = feature;
    if (term.extents[row] == mainTerm.extents[main.row] &&
        term.extents[feature] == mainTerm.extents[main.feature] &&
        splitRowTerm(term, term.factors, result) &&
        result.weight.factors.size() == 1 && sameScale(main, result) &&
        dimsOf(result.weight.factors.front(), 4).count() == 3)
      return true;
  }
  return false;
}

Value matchDendriticFusion(OpBuilder &builder, const Candidate &c,
                           std::string &what, Refusal &refusal) {
  auto xType = cast<RankedTensorType>(c.x.getType());
  if (c.form.front().outer != 2 || xType.getRank() != 3 || c.form.size() > 2 ||
      !isa<FloatType>(xType.getElementType()))
    return {};
  std::optional<RowTerm> main;
  const Term *constant = nullptr;
  for (const Term &term : c.form) {
    SmallVector<Factor> x, weights;
    splitFactors(term, c.x, x, weights);
    if (x.empty()) {
      constant = &term;
      continue;
    }
    if (main || x.size() != 1 || term.numDims() != 4)
      return {};
    SmallVector<unsigned> dims;
    for (auto [position, expr] : llvm::enumerate(x.front().map.getResults())) {
      auto dim = dyn_cast<AffineDimExpr>(expr);
      if (!dim || term.extents[dim.getPosition()] != xType.getDimSize(position))
        return {};
      dims.push_back(dim.getPosition());
    }
    RowTerm split;
    split.row = dims[1];
    split.feature = dims[2];
    if (dims[0] != 0 || split.row < 2 || split.feature < 2 ||
        split.row == split.feature || !splitRowTerm(term, weights, split))
      return {};
    main = split;
  }
  if (!main)
    return {};
  bool hasScale = !main->scale.factors.empty();
  RowTerm bias;
  if (constant && !matchRowBias(*constant, *main, bias)) {
    if (hasScale)
      refusal.merge({2, "the bias of dendritic rows is not indexed by output, "
                        "row and feature under the same scale"});
    return {};
  }
  if (!hasScale && !constant)
    return {}; // a plain linear layer

  Location loc = c.root->getLoc();
  Type element = xType.getElementType();
  auto weight = [&](const RowTerm &t) {
    return buildWeight(builder, loc, t.weight, {{1}, {t.row}, {t.feature}},
                       element);
  };
  Value w = weight(*main);
  Value b = constant ? weight(bias) : Value();
  Value scale =
      hasScale ? buildWeight(builder, loc, main->scale, {{main->row}}, element)
               : Value();
  ArrayRef<int64_t> shape = cast<RankedTensorType>(w.getType()).getShape();
  what = llvm::formatv("recognised dnd.dendritic_fusion: {0} outputs of {1} "
                       "rows of {2} features{3}{4}",
                       shape[0], shape[1], shape[2], hasScale ? ", scale" : "",
                       b ? ", bias" : "");
  return builder.create<DendriticFusionOp>(loc, c.root->getResult(0).getType(),
                                           c.x, w, b, scale);
}

} // namespace dnd::passes
