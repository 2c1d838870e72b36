//===- MatchGather.cpp - sparse dendrites ---------------------------------===//
//
// Recognises y[b,k] = sum_t w[k,t] x[b, index[k,t]] + bias[k] in a normal form.
//
//===----------------------------------------------------------------------===//
#include "passes/network/FormMatch.h"

#include "llvm/Support/FormatVariadic.h"

using namespace mlir;

namespace dnd::passes {

/// The table that the second dimension of x is read through, if the factor has
/// the form x[b, table[...]].
static std::optional<unsigned> getGatherSymbol(const Factor &x) {
  if (x.map.getNumResults() != 2)
    return std::nullopt;
  auto batch = dyn_cast<AffineDimExpr>(x.map.getResult(0));
  auto symbol = dyn_cast<AffineSymbolExpr>(x.map.getResult(1));
  if (!batch || batch.getPosition() != 0 || !symbol)
    return std::nullopt;
  return symbol.getPosition();
}

static bool readsTable(const Factor &factor) {
  for (unsigned s = 0; s < factor.map.getNumSymbols(); ++s)
    if (factor.map.isFunctionOfSymbol(s))
      return true;
  return false;
}

Value matchGatherContract(OpBuilder &builder, const Candidate &c,
                          std::string &what, Refusal &refusal) {
  auto refuse = [&](int depth, const Twine &reason) {
    refusal.merge({depth, reason.str()});
    return Value();
  };
  auto xType = cast<RankedTensorType>(c.x.getType());
  auto outType = cast<RankedTensorType>(c.root->getResult(0).getType());
  const Term *gather = nullptr;
  std::optional<unsigned> symbol;
  for (const Term &term : c.form) {
    SmallVector<Factor> x, weights;
    splitFactors(term, c.x, x, weights);
    if (llvm::none_of(x, readsTable))
      continue;
    if (gather)
      return refuse(3, "it has several terms that read x through a table");
    if (x.size() != 1)
      return refuse(3, "it reads x through a table, but is not linear in x");
    gather = &term;
    symbol = getGatherSymbol(x.front());
  }
  if (!gather)
    return {};
  if (!symbol || !isa<FloatType>(xType.getElementType()))
    return refuse(3, "only one feature dimension of x, with the batch in front "
                     "of it, may be read through a table");

  // index[k, t]: the outputs in order, then the sums in order.
  const TableUse &table = gather->tables[*symbol];
  if (!table.map.isIdentity() && gather->numDims() > 1) {
    SmallVector<AffineExpr> expected;
    for (unsigned d = 1; d < gather->numDims(); ++d)
      expected.push_back(getAffineDimExpr(d, builder.getContext()));
    if (table.map.getResults() != ArrayRef<AffineExpr>(expected))
      return refuse(3, "the table is not indexed by every output and every "
                       "summed index, in this order");
  }
  if (gather->numDims() != table.map.getNumResults() + 1)
    return refuse(3, "the table is not indexed by every output and every "
                     "summed index, in this order");
  auto tableType = cast<RankedTensorType>(table.table.getType());
  if (tableType.getShape() != ArrayRef(gather->extents).drop_front())
    return refuse(3, "only a part of the table is read");
  if (!tableType.getElementType().isSignlessInteger(32))
    return refuse(3, "the table does not hold 32-bit indices");
  SmallVector<unsigned> outputs, sums;
  for (unsigned d = 1; d < gather->numDims(); ++d)
    (d < gather->outer ? outputs : sums).push_back(d);

  SmallVector<Factor> x, weights;
  splitFactors(*gather, c.x, x, weights);
  for (const Factor &weight : weights)
    if (readsTable(weight) || weight.map.isFunctionOfDim(0))
      return refuse(4, "a weight is read through a table or depends on the "
                       "batch");
  SmallVector<WeightProduct> biases;
  for (const Term &term : c.form) {
    if (&term == gather)
      continue;
    SmallVector<Factor> variables, factors;
    splitFactors(term, c.x, variables, factors);
    bool usesBatch = llvm::any_of(
        factors, [](const Factor &f) { return f.map.isFunctionOfDim(0); });
    if (!variables.empty() || usesBatch || term.numDims() != term.outer ||
        llvm::any_of(factors, readsTable))
      return refuse(4, "it adds something other than a bias");
    biases.push_back({&term, factors, term.coefficient});
  }

  Location loc = c.root->getLoc();
  Type element = xType.getElementType();
  Value w = buildWeight(builder, loc, {gather, weights, gather->coefficient},
                        {outputs, sums}, element);
  SmallVector<Value> values;
  for (const WeightProduct &bias : biases)
    values.push_back(buildWeight(builder, loc, bias, {outputs}, element));
  Value bias = buildSum(builder, loc, values);
  auto wType = cast<RankedTensorType>(w.getType());
  Value index = buildReshape(builder, loc, table.table, wType.getShape());
  auto type = RankedTensorType::get(
      {outType.getDimSize(0), wType.getDimSize(0)}, element);
  Value y = builder.create<GatherContractOp>(loc, type, c.x, index, w, bias);
  what = llvm::formatv("recognised dnd.gather_contract: {0} dendrites of {1} "
                       "synapses on {2} inputs{3}",
                       wType.getDimSize(0), wType.getDimSize(1),
                       xType.getDimSize(1), bias ? ", bias" : "");
  return buildReshape(builder, loc, y, outType.getShape());
}

} // namespace dnd::passes
