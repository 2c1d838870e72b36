//===- NormalForm.cpp - a value as a sum of products ----------------------===//
//
// Writes chains of contract and map out as sums of products over index maps.
//
//===----------------------------------------------------------------------===//
#include "passes/network/NormalForm.h"

#include "mlir/IR/Matchers.h"

using namespace mlir;

namespace dnd::passes {

// A sum that became longer than this is no neuron that has a special form.
static constexpr size_t maxTerms = 32;
static constexpr size_t maxFactors = 12;

llvm::DenseSet<Value> findInputDependent(Region &body) {
  llvm::DenseSet<Value> dependent;
  for (BlockArgument argument : body.getArguments())
    dependent.insert(argument);
  body.walk<WalkOrder::PreOrder>([&](Operation *op) {
    if (llvm::any_of(op->getOperands(),
                     [&](Value v) { return dependent.contains(v); }))
      dependent.insert(op->result_begin(), op->result_end());
  });
  return dependent;
}

std::optional<double> getSplat(Value value) {
  DenseElementsAttr elements;
  if (!matchPattern(value, m_Constant(&elements)) || !elements.isSplat())
    return std::nullopt;
  if (auto floatType = dyn_cast<FloatType>(elements.getElementType()))
    return elements.getSplatValue<APFloat>().convertToDouble();
  return std::nullopt;
}

static double getParam(MapOp op, unsigned i) { return op.getParams()[i]; }

/// The exponent of a power that is a small whole number, else 0.
static unsigned getSmallExponent(MapOp op) {
  double exponent = 0;
  if (op.getFn() == MapFn::powi || op.getFn() == MapFn::powf)
    exponent = getParam(op, 0);
  else if (op.getFn() == MapFn::pow)
    exponent = getSplat(op.getInputs()[1]).value_or(0);
  for (unsigned e = 1; e <= 4; ++e)
    if (exponent == e)
      return e;
  return 0;
}

/// True if the out map only names dimensions, each once: no scatter.
static bool isPlainOutput(AffineMap map) {
  if (map.getNumSymbols() != 0 &&
      llvm::any_of(map.getResults(),
                   [](AffineExpr e) { return !isa<AffineDimExpr>(e); }))
    return false;
  llvm::SmallDenseSet<unsigned> seen;
  for (AffineExpr e : map.getResults()) {
    auto dim = dyn_cast<AffineDimExpr>(e);
    if (!dim || !seen.insert(dim.getPosition()).second)
      return false;
  }
  return true;
}

bool isPolynomial(Operation *op) {
  if (auto contract = dyn_cast_or_null<ContractOp>(op))
    return isPlainOutput(contract.getOutMap());
  auto map = dyn_cast_or_null<MapOp>(op);
  if (!map)
    return false;
  switch (map.getFn()) {
  case MapFn::copy:
  case MapFn::neg:
  case MapFn::affine:
  case MapFn::add:
  case MapFn::sub:
  case MapFn::mul:
    return true;
  case MapFn::powi:
  case MapFn::powf:
  case MapFn::pow:
    return getSmallExponent(map) != 0;
  case MapFn::div:
    return getSplat(map.getInputs()[1]).value_or(0) != 0;
  default:
    return false;
  }
}

LogicalResult Normaliser::fail(const Twine &why) {
  reason = why.str();
  return failure();
}

bool Normaliser::dependsOnVariable(const NormalForm &form) const {
  return llvm::any_of(form, [&](const Term &term) {
    return llvm::any_of(term.factors,
                        [&](const Factor &f) { return f.value == variable; });
  });
}

NormalForm Normaliser::leaf(Value value) {
  auto type = cast<RankedTensorType>(value.getType());
  Term term;
  term.outer = type.getRank();
  llvm::append_range(term.extents, type.getShape());
  if (std::optional<double> splat = getSplat(value))
    term.coefficient = *splat;
  else
    term.factors.push_back({value, AffineMap::getMultiDimIdentityMap(
                                       type.getRank(), value.getContext())});
  return {term};
}

FailureOr<NormalForm> Normaliser::run(Value value) {
  Operation *op = value.getDefiningOp();
  if (value == variable || !dependent.contains(value) || !isPolynomial(op))
    return leaf(value);
  FailureOr<NormalForm> form = isa<MapOp>(op)
                                   ? runMap(cast<MapOp>(op))
                                   : runContract(cast<ContractOp>(op));
  if (failed(form))
    return failure();
  inlined.insert(op);
  if (form->size() > maxTerms)
    return fail("it has more terms than any special form");
  return form;
}

/// A term like `inner` (of a value read at `map` of the indices of `context`)
/// over the indices of `context` followed by the sums of `inner`.
static FailureOr<Term> substitute(const Term &inner, AffineMap map,
                                  const Term &context) {
  MLIRContext *ctx = map.getContext();
  unsigned contextDims = context.numDims();
  unsigned contextTables = context.tables.size();
  unsigned numSums = inner.numDims() - inner.outer;
  unsigned numDims = contextDims + numSums;
  unsigned numTables = contextTables + inner.tables.size();

  SmallVector<AffineExpr> dims(map.getResults());
  for (unsigned i = 0; i < numSums; ++i)
    dims.push_back(getAffineDimExpr(contextDims + i, ctx));
  SmallVector<AffineExpr> symbols;
  for (unsigned i = 0; i < inner.tables.size(); ++i)
    symbols.push_back(getAffineSymbolExpr(contextTables + i, ctx));

  Term result = context;
  result.coefficient *= inner.coefficient;
  llvm::append_range(result.extents,
                     ArrayRef(inner.extents).drop_front(inner.outer));
  auto widen = [&](AffineMap m) {
    return AffineMap::get(numDims, numTables, m.getResults(), ctx);
  };
  for (Factor &factor : result.factors)
    factor.map = widen(factor.map);
  for (TableUse &table : result.tables)
    table.map = AffineMap::get(numDims, 0, table.map.getResults(), ctx);
  for (const Factor &factor : inner.factors)
    result.factors.push_back(
        {factor.value, simplifyAffineMap(factor.map.replaceDimsAndSymbols(
                           dims, symbols, numDims, numTables))});
  for (const TableUse &table : inner.tables) {
    AffineMap m = table.map.replaceDimsAndSymbols(dims, {}, numDims, numTables);
    // A table whose index is itself a table value has no affine map.
    for (unsigned s = 0; s < numTables; ++s)
      if (m.isFunctionOfSymbol(s))
        return failure();
    result.tables.push_back(
        {table.table, AffineMap::get(numDims, 0, m.getResults(), ctx)});
  }
  return result;
}

LogicalResult Normaliser::multiply(NormalForm &product, Value input,
                                   AffineMap map) {
  FailureOr<NormalForm> form = run(input);
  if (failed(form))
    return failure();
  // Multiplying sums out would compute more than the author wrote and could
  // cancel: (p + c)^2 is never negative, p^2 + 2pc + c^2 may be.
  if (product.size() > 1 && form->size() > 1 && dependsOnVariable(product) &&
      dependsOnVariable(*form))
    return fail("it multiplies one sum of several terms by another: writing "
                "that out would change rounding");
  NormalForm result;
  for (const Term &term : product)
    for (const Term &factor : *form) {
      FailureOr<Term> both = substitute(factor, map, term);
      if (failed(both))
        return fail("a table is indexed by another table");
      if (both->factors.size() > maxFactors)
        return fail("it has more factors than any special form");
      result.push_back(std::move(*both));
    }
  if (result.size() > maxTerms)
    return fail("it has more terms than any special form");
  product = std::move(result);
  return success();
}

FailureOr<NormalForm> Normaliser::runContract(ContractOp op) {
  // The dimensions of the result first, in its order, then the sums.
  AffineMap outMap = op.getOutMap();
  ArrayRef<int64_t> extents = op.getExtents();
  unsigned numDims = extents.size();
  unsigned numTables = op.getTables().size();
  SmallVector<AffineExpr> renamed(numDims);
  Term base;
  base.coefficient = op.getCoefficient().convertToDouble();
  base.outer = outMap.getNumResults();
  for (auto [position, expr] : llvm::enumerate(outMap.getResults())) {
    unsigned dim = cast<AffineDimExpr>(expr).getPosition();
    renamed[dim] = getAffineDimExpr(position, op.getContext());
    base.extents.push_back(extents[dim]);
  }
  for (unsigned dim = 0; dim < numDims; ++dim) {
    if (renamed[dim])
      continue;
    renamed[dim] = getAffineDimExpr(base.extents.size(), op.getContext());
    base.extents.push_back(extents[dim]);
  }
  auto rename = [&](AffineMap map) {
    SmallVector<AffineExpr> symbols;
    for (unsigned s = 0; s < map.getNumSymbols(); ++s)
      symbols.push_back(getAffineSymbolExpr(s, op.getContext()));
    return map.replaceDimsAndSymbols(renamed, symbols, numDims,
                                     map.getNumSymbols());
  };
  for (unsigned t = 0; t < numTables; ++t)
    base.tables.push_back(
        {op.getTables()[t],
         rename(cast<AffineMapAttr>(op.getTableMaps()[t]).getValue())});

  NormalForm product{base};
  for (auto [input, map] : llvm::zip_equal(op.getInputs(), op.getMaps()))
    if (failed(multiply(product, input,
                        rename(cast<AffineMapAttr>(map).getValue()))))
      return failure();
  return product;
}

FailureOr<NormalForm> Normaliser::runMap(MapOp op) {
  auto type = cast<RankedTensorType>(op.getResult().getType());
  Term one;
  one.outer = type.getRank();
  llvm::append_range(one.extents, type.getShape());
  auto mapOf = [&](unsigned i) {
    return cast<AffineMapAttr>(op.getMaps()[i]).getValue();
  };
  auto input = [&](unsigned i, double coefficient) -> FailureOr<NormalForm> {
    Term start = one;
    start.coefficient = coefficient;
    NormalForm form{start};
    if (failed(multiply(form, op.getInputs()[i], mapOf(i))))
      return failure();
    return form;
  };

  switch (op.getFn()) {
  case MapFn::copy:
    return input(0, 1.0);
  case MapFn::neg:
    return input(0, -1.0);
  case MapFn::div:
    return input(0, 1.0 / *getSplat(op.getInputs()[1]));
  case MapFn::affine: {
    FailureOr<NormalForm> form = input(0, getParam(op, 0));
    if (failed(form) || getParam(op, 1) == 0.0)
      return form;
    one.coefficient = getParam(op, 1);
    form->push_back(one);
    return form;
  }
  case MapFn::add:
  case MapFn::sub: {
    FailureOr<NormalForm> a = input(0, 1.0);
    if (failed(a)) // the same value twice, and again below: no second try
      return failure();
    FailureOr<NormalForm> b = input(1, op.getFn() == MapFn::add ? 1.0 : -1.0);
    if (failed(b))
      return failure();
    a->append(b->begin(), b->end());
    return a;
  }
  case MapFn::mul: {
    FailureOr<NormalForm> form = input(0, 1.0);
    if (failed(form) || failed(multiply(*form, op.getInputs()[1], mapOf(1))))
      return failure();
    return form;
  }
  default: { // a whole power
    FailureOr<NormalForm> form = input(0, 1.0);
    for (unsigned e = getSmallExponent(op); succeeded(form) && e > 1; --e)
      if (failed(multiply(*form, op.getInputs()[0], mapOf(0))))
        return failure();
    return form;
  }
  }
}

} // namespace dnd::passes
