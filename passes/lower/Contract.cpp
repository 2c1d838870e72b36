//===- Contract.cpp - lowering of dnd.contract ----------------------------===//
//
// A contract becomes linalg.generic ops. Composite indices that are exact
// become dimensions, three and more factors are multiplied in the cheapest
// order, table look-ups become loads inside the body, and sums into computed
// places become dndrt.scatter_contract.
//
//===----------------------------------------------------------------------===//
#include "dialect/dndrt/DndrtDialect.h"
#include "mlir/Dialect/Affine/Utils.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "passes/lower/ContractNest.h"

using namespace mlir;
using namespace dnd;
using namespace dnd::passes;
using utils::IteratorType;

namespace {
/// Emits one sum of products over `out` (result dimensions in order) as one
/// linalg.generic.
class SumEmitter {
public:
  SumEmitter(Lowering &l, Location loc, const ContractNest &nest,
             ArrayRef<NestFactor> factors, ArrayRef<unsigned> out,
             double coefficient, Type element)
      : l(l), loc(loc), nest(nest), factors(factors), out(out),
        coefficient(coefficient), element(element) {}

  Value run() {
    collectLoops();
    collectOperands();
    addShapeOperand();
    return emit();
  }

private:
  /// Loops: the result's dimensions, then the summed ones.
  void collectLoops() {
    llvm::SmallBitVector used(nest.extents.size());
    for (const NestFactor &factor : factors)
      used |= nest.dimsOf(factor.map);
    loops.assign(out.begin(), out.end());
    for (unsigned d = 0; d < nest.extents.size(); ++d) {
      if (llvm::is_contained(out, d))
        continue;
      if (used.test(d))
        loops.push_back(d);
      else if (summedElsewhere(d))
        continue;
      else if (ShapedType::isDynamic(nest.extents[d]))
        loops.push_back(d);
      else
        coefficient *= nest.extents[d];
    }
    SmallVector<AffineExpr> newDims(nest.extents.size(),
                                    l.b.getAffineConstantExpr(0));
    for (auto [position, d] : llvm::enumerate(loops))
      newDims[d] = l.b.getAffineDimExpr(position);
    renumber = newDims;
    for (unsigned d : loops)
      extents.push_back(nest.extents[d]);
  }
  bool summedElsewhere(unsigned d) const {
    return !sumsUnused || !(*sumsUnused)[d];
  }

  AffineMap relabel(AffineMap map) {
    return map.replaceDimsAndSymbols(renumber,
                                     symbolIdentity(map.getNumSymbols()),
                                     loops.size(), map.getNumSymbols());
  }
  SmallVector<AffineExpr> symbolIdentity(unsigned count) {
    SmallVector<AffineExpr> symbols;
    for (unsigned s = 0; s < count; ++s)
      symbols.push_back(l.b.getAffineSymbolExpr(s));
    return symbols;
  }

  void collectOperands() {
    // Tables that a factor uses are operands; a factor behind a table is read
    // in the body.
    llvm::SmallBitVector tables(nest.tables.size());
    for (const NestFactor &factor : factors) {
      AffineMap map = relabel(factor.map);
      bool direct = true;
      for (AffineExpr e : map.getResults())
        e.walk([&](AffineExpr part) {
          if (auto symbol = dyn_cast<AffineSymbolExpr>(part)) {
            tables.set(symbol.getPosition());
            direct = false;
          }
        });
      places.push_back(direct ? static_cast<int>(operands.size()) : -1);
      if (!direct)
        continue;
      operands.push_back(factor.tensor);
      maps.push_back(
          AffineMap::get(loops.size(), 0, map.getResults(), l.b.getContext()));
    }
    tablePlaces.assign(nest.tables.size(), -1);
    for (unsigned t : tables.set_bits()) {
      tablePlaces[t] = operands.size();
      operands.push_back(nest.tables[t].tensor);
      AffineMap map = relabel(nest.tables[t].map);
      maps.push_back(
          AffineMap::get(loops.size(), 0, map.getResults(), l.b.getContext()));
    }
  }

  /// linalg takes the extents of loops from operands: loops that stand alone in
  /// no map get an operand that is only a shape.
  void addShapeOperand() {
    llvm::SmallBitVector alone(loops.size());
    for (AffineMap map : maps)
      for (AffineExpr e : map.getResults())
        if (auto dim = dyn_cast<AffineDimExpr>(e))
          alone.set(dim.getPosition());
    for (unsigned d = 0; d < out.size(); ++d)
      alone.set(d);
    if (alone.all())
      return;
    SmallVector<int64_t> shape;
    SmallVector<AffineExpr> exprs;
    for (unsigned d = 0; d < loops.size(); ++d)
      if (!alone.test(d)) {
        shape.push_back(extents[d]);
        exprs.push_back(l.b.getAffineDimExpr(d));
      }
    operands.push_back(l.empty(loc, RankedTensorType::get(shape, element)));
    maps.push_back(AffineMap::get(loops.size(), 0, exprs, l.b.getContext()));
  }

  Value product(OpBuilder &b, Location at, ValueRange args) {
    Value value;
    for (auto [factor, place] : llvm::zip(factors, places)) {
      Value next = convertFloat(
          b, at, place >= 0 ? args[place] : load(b, at, factor, args), element);
      value =
          value ? b.create<arith::MulFOp>(at, value, next).getResult() : next;
    }
    return value;
  }

  /// The entry of a factor whose index goes through a table.
  Value load(OpBuilder &b, Location at, const NestFactor &factor,
             ValueRange args) {
    AffineMap map = relabel(factor.map);
    SmallVector<Value> dims, symbols, place;
    for (unsigned d = 0; d < loops.size(); ++d)
      dims.push_back(b.create<linalg::IndexOp>(at, d));
    for (unsigned t = 0; t < nest.tables.size(); ++t)
      symbols.push_back(
          tablePlaces[t] < 0
              ? b.create<arith::ConstantIndexOp>(at, 0).getResult()
              : b.create<arith::IndexCastOp>(at, b.getIndexType(),
                                             args[tablePlaces[t]])
                    .getResult());
    for (AffineExpr e : map.getResults())
      place.push_back(affine::expandAffineExpr(b, at, e, dims, symbols));
    return b.create<tensor::ExtractOp>(at, factor.tensor, place);
  }

  Value emit() {
    SmallVector<int64_t> shape;
    for (unsigned d = 0; d < out.size(); ++d)
      shape.push_back(extents[d]);
    auto type = RankedTensorType::get(shape, element);
    bool sums = loops.size() > out.size();
    if (factors.empty() && !sums)
      return l.filled(loc, type, coefficient);
    for (auto [operand, map] : llvm::zip(operands, maps))
      operand = l.narrowed(loc, operand, map, extents);
    if (!sums)
      return l.pointwise(loc, type, operands, maps,
                         [&](OpBuilder &b, Location at, ValueRange args) {
                           return scaled(b, at, product(b, at, args));
                         });
    SmallVector<IteratorType> iterators(loops.size(), IteratorType::reduction);
    std::fill_n(iterators.begin(), out.size(), IteratorType::parallel);
    SmallVector<AffineExpr> outExprs;
    for (unsigned d = 0; d < out.size(); ++d)
      outExprs.push_back(l.b.getAffineDimExpr(d));
    maps.push_back(AffineMap::get(loops.size(), 0, outExprs, l.b.getContext()));
    Value sum = l.b.create<linalg::GenericOp>(
                       loc, TypeRange(type), operands,
                       ValueRange(l.filled(loc, type, 0)), maps, iterators,
                       [&](OpBuilder &b, Location at, ValueRange args) {
                         Value value = product(b, at, args);
                         if (!value)
                           value = b.create<arith::ConstantOp>(
                               at, b.getFloatAttr(element, 1));
                         Value next =
                             b.create<arith::AddFOp>(at, args.back(), value);
                         b.create<linalg::YieldOp>(at, next);
                       })
                    .getResult(0);
    if (coefficient == 1)
      return sum;
    return l.pointwise(loc, type, {sum}, {l.identity(type.getRank())},
                       [&](OpBuilder &b, Location at, ValueRange args) {
                         return scaled(b, at, args[0]);
                       });
  }

  Value scaled(OpBuilder &b, Location at, Value value) {
    if (coefficient == 1)
      return value;
    Value c =
        b.create<arith::ConstantOp>(at, b.getFloatAttr(element, coefficient));
    return b.create<arith::MulFOp>(at, value, c);
  }

public:
  /// Dimensions that no factor has and that this sum must count (the whole
  /// contract's; null for an inner product).
  const llvm::SmallBitVector *sumsUnused = nullptr;

private:
  Lowering &l;
  Location loc;
  const ContractNest &nest;
  ArrayRef<NestFactor> factors;
  ArrayRef<unsigned> out;
  double coefficient;
  Type element;
  SmallVector<unsigned> loops;
  SmallVector<int64_t> extents;
  SmallVector<AffineExpr> renumber;
  SmallVector<Value> operands;
  SmallVector<AffineMap> maps;
  SmallVector<int> places, tablePlaces;
};

/// Lowers one contract.
class ContractLowering {
public:
  ContractLowering(ContractOp op, Lowering &l)
      : op(op), l(l), loc(op.getLoc()),
        type(cast<RankedTensorType>(op.getType())),
        coefficient(op.getCoefficient().convertToDouble()) {
    nest.extents.assign(op.getExtents().begin(), op.getExtents().end());
    for (auto [tensor, map] : llvm::zip(
             op.getInputs(), op.getMaps().getAsValueRange<AffineMapAttr>()))
      nest.factors.push_back({tensor, map});
    for (auto [tensor, map] :
         llvm::zip(op.getTables(),
                   op.getTableMaps().getAsValueRange<AffineMapAttr>()))
      nest.tables.push_back({tensor, map});
    outMap = op.getOutMap();
    unused.resize(nest.extents.size(), true);
    for (const NestFactor &factor : nest.factors)
      unused &= nest.dimsOf(factor.map).flip();
  }

  Value run() {
    splitCompositeIndices(l, loc, nest);
    if (std::optional<SmallVector<unsigned>> out = directResult())
      return reshapeTo(l, loc, sum(*out), type);
    return scatter();
  }

private:
  /// The dimensions of the result in row-major order, when every element of the
  /// result is one point of them.
  std::optional<SmallVector<unsigned>> directResult() {
    SmallVector<unsigned> out;
    for (auto [d, expr] : llvm::enumerate(outMap.getResults())) {
      int64_t size = type.getDimSize(d);
      if (auto dim = dyn_cast<AffineDimExpr>(expr)) {
        if (nest.extents[dim.getPosition()] != size)
          return std::nullopt;
        out.push_back(dim.getPosition());
      } else if (auto constant = dyn_cast<AffineConstantExpr>(expr)) {
        if (constant.getValue() != 0 || size != 1)
          return std::nullopt;
      } else if (auto radix =
                     exactRadix(expr, outMap.getNumDims(),
                                outMap.getNumSymbols(), nest.extents, size)) {
        out.append(radix->begin(), radix->end());
      } else {
        return std::nullopt;
      }
    }
    llvm::SmallBitVector seen(nest.extents.size());
    for (unsigned d : out) {
      if (seen.test(d))
        return std::nullopt;
      seen.set(d);
    }
    return out;
  }

  /// The sum over everything but `out`.
  Value sum(ArrayRef<unsigned> out) {
    llvm::SmallBitVector outDims(nest.extents.size());
    for (unsigned d : out)
      outDims.set(d);
    SmallVector<NestFactor> factors = nest.factors;
    if (std::unique_ptr<ProductTree> tree = chooseOrder(nest, outDims)) {
      factors.clear();
      if (tree->left) {
        factors.push_back(evaluate(*tree->left, outDims).first);
        factors.push_back(evaluate(*tree->right, outDims).first);
      }
    }
    SumEmitter emitter(l, loc, nest, factors, out, coefficient,
                       type.getElementType());
    emitter.sumsUnused = &unused;
    return emitter.run();
  }

  /// A subtree as one factor, with the set of original factors in it.
  std::pair<NestFactor, unsigned>
  evaluate(const ProductTree &tree, const llvm::SmallBitVector &outDims) {
    SmallVector<NestFactor> factors;
    unsigned members = 0;
    if (tree.factor >= 0) {
      factors.push_back(nest.factors[tree.factor]);
      members = 1u << tree.factor;
    } else {
      for (const auto *child : {tree.left.get(), tree.right.get()}) {
        auto [factor, set] = evaluate(*child, outDims);
        factors.push_back(factor);
        members |= set;
      }
    }
    llvm::SmallBitVector needed = outDims, have(nest.extents.size());
    for (auto [i, factor] : llvm::enumerate(nest.factors)) {
      if (members >> i & 1)
        have |= nest.dimsOf(factor.map);
      else
        needed |= nest.dimsOf(factor.map);
    }
    needed &= have;
    if (tree.factor >= 0 && needed == have)
      return {factors[0], members};
    SmallVector<unsigned> dims = nest.ordered(needed);
    Value value =
        SumEmitter(l, loc, nest, factors, dims, 1, type.getElementType()).run();
    return {{value, projection(dims)}, members};
  }

  AffineMap projection(ArrayRef<unsigned> dims) {
    SmallVector<AffineExpr> exprs;
    for (unsigned d : dims)
      exprs.push_back(l.b.getAffineDimExpr(d));
    return AffineMap::get(nest.extents.size(), nest.tables.size(), exprs,
                          l.b.getContext());
  }

  /// Adds into computed places. What is summed at every place alike is summed
  /// before.
  Value scatter() {
    llvm::SmallBitVector placeDims = nest.dimsOf(outMap);
    SmallVector<unsigned> dims = nest.ordered(placeDims);
    double scale = coefficient;
    SmallVector<NestFactor> factors = nest.factors;
    llvm::SmallBitVector all(nest.extents.size(), true);
    if (all != placeDims) {
      factors = {{sum(dims), projection(dims)}};
      scale = 1;
    }
    SmallVector<Value> inputs, tables;
    SmallVector<AffineMap> maps, tableMaps;
    for (const NestFactor &factor : factors) {
      inputs.push_back(factor.tensor);
      maps.push_back(factor.map);
    }
    for (const NestFactor &table : nest.tables) {
      tables.push_back(table.tensor);
      tableMaps.push_back(table.map);
    }
    // The loops are those of the places only.
    SmallVector<AffineExpr> renumber(nest.extents.size(),
                                     l.b.getAffineConstantExpr(0));
    SmallVector<int64_t> extents;
    for (unsigned d : dims) {
      renumber[d] = l.b.getAffineDimExpr(extents.size());
      extents.push_back(nest.extents[d]);
    }
    SmallVector<AffineExpr> symbols;
    for (unsigned s = 0; s < nest.tables.size(); ++s)
      symbols.push_back(l.b.getAffineSymbolExpr(s));
    auto relabel = [&](AffineMap map) {
      return map.replaceDimsAndSymbols(
          renumber, ArrayRef(symbols).take_front(map.getNumSymbols()),
          extents.size(), symbols.size());
    };
    for (AffineMap &map : maps)
      map = relabel(map);
    for (AffineMap &map : tableMaps)
      map = AffineMap::get(extents.size(), 0, relabel(map).getResults(),
                           l.b.getContext());
    Value batch = l.batch ? l.batch : l.index(loc, 1);
    auto op = l.b.create<dnd::dndrt::ScatterContractOp>(
        loc, TypeRange(type), inputs, tables, l.filled(loc, type, 0), batch,
        l.b.getDenseI64ArrayAttr(extents), l.b.getAffineMapArrayAttr(maps),
        l.b.getAffineMapArrayAttr(tableMaps),
        AffineMapAttr::get(relabel(outMap)), l.b.getF64FloatAttr(scale));
    return op.getResult();
  }

  ContractOp op;
  Lowering &l;
  Location loc;
  RankedTensorType type;
  double coefficient;
  ContractNest nest;
  AffineMap outMap;
  llvm::SmallBitVector unused;
};
} // namespace

static FailureOr<Value> lowerContract(ContractOp op, Lowering &l) {
  return ContractLowering(op, l).run();
}

void dnd::passes::addContractLowering(LoweringTable &table) {
  table.add(lowerContract);
}
