//===- PackContracts.cpp - which sums of products get a kernel ------------===//
//
// Recognises products of two or three tensors summed over dimensions among
// linalg ops on tensors, and moves the pointwise ops behind them into their
// epilogue.
//
//===----------------------------------------------------------------------===//
#include "codegen/nest/ContractRoles.h"
#include "codegen/select/FeaturePairs.h"
#include "codegen/select/Limits.h"
#include "codegen/select/PackFactors.h"
#include "codegen/select/PackWindows.h"
#include "codegen/select/SelectPasses.h"
#include "dialect/dndrt/DndrtDialect.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Bufferization/IR/Bufferization.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/IR/IRMapping.h"
#include "mlir/IR/Matchers.h"
#include "passes/Remarks.h"

using namespace mlir;
using dnd::dndrt::PackedContractOp;
using dnd::dndrt::TriangularGradOp;

namespace dnd::codegen {

#define GEN_PASS_DEF_PACKCONTRACTS
#include "codegen/select/SelectPasses.h.inc"

/// The op with the factors of `model`; `maps` are those of extras and inits.
template <typename OpT>
static OpT createLike(OpT model, OpBuilder &b, Location loc, ValueRange extras,
                      ValueRange inits, ArrayRef<AffineMap> maps) {
  SmallVector<AffineMap> all;
  for (unsigned i = 0; i < model.getNumFactors(); ++i)
    all.push_back(model.getMap(i));
  llvm::append_range(all, maps);
  ArrayAttr mapsAttr = b.getAffineMapArrayAttr(all);
  OpT op;
  if constexpr (std::is_same_v<OpT, PackedContractOp>)
    op = b.create<OpT>(loc, inits.getTypes(), model.getLhs(), model.getRhs(),
                       model.getFactor(), extras, inits, model.getExtents(),
                       mapsAttr, model.getMarginsAttr());
  else
    op = b.create<OpT>(loc, inits.getTypes(), model.getLhs(), model.getRhs(),
                       extras, inits, model.getExtents(), mapsAttr);
  addEpilogueArguments(op, model.getAccumulateType());
  return op;
}

namespace {
/// A way to make a sum of products: its factors, the third one last, and how
/// much a tile does at once.
struct Candidate {
  Product factors;
  double rows = 0, columns = 0, steps = 0, all = 0;
  bool denseInside = true; // see hidesDenseSum

  bool isBetterThan(const Candidate &other) const {
    auto rank = [](const Candidate &c) {
      return std::pair(std::min(c.rows, 6.0) * std::min(c.columns, 16.0),
                       c.denseInside);
    };
    return rank(*this) > rank(other);
  }
};
} // namespace

static std::optional<Candidate> rate(linalg::GenericOp op, Product factors) {
  auto map = [&](unsigned i) { return op.getMatchingIndexingMap(factors[i]); };
  AffineMap out = op.getMatchingIndexingMap(op.getDpsInitOperand(0));
  SmallVector<int64_t> extents = op.getStaticLoopRanges();
  std::optional<ContractRoles> roles = findRoles(
      map(0), map(1), factors.size() > 2 ? map(2) : AffineMap(), out, extents);
  if (!roles)
    return std::nullopt;
  Candidate result{factors, countPoints(roles->rows, extents),
                   countPoints(roles->columns, extents),
                   countPoints(roles->summed, extents)};
  if (factors.size() > 2)
    result.denseInside = !hidesDenseSum(map(2), map(0), map(1), out);
  if (result.rows > result.columns)
    std::swap(result.rows, result.columns);
  result.all = result.rows * result.columns * result.steps *
               countPoints(roles->shared, extents);
  if (result.all < limits::leastProducts)
    return std::nullopt;
  bool paysAsProduct = result.rows >= limits::leastRows &&
                       result.columns >= limits::leastColumns &&
                       result.steps >= limits::leastSteps;
  if (!paysAsProduct && !isWindow(op, factors))
    return std::nullopt;
  return result;
}

/// The best choice of the third factor, if any pays.
static std::optional<Candidate> chooseFactors(linalg::GenericOp op,
                                              const Product &product) {
  if (product.size() < 3)
    return rate(op, product);
  std::optional<Candidate> best;
  for (unsigned third = 0; third < 3; ++third) {
    Product order(product);
    std::swap(order[third], order[2]);
    std::optional<Candidate> candidate = rate(op, order);
    if (candidate && (!best || candidate->isBetterThan(*best)))
      best = candidate;
  }
  return best;
}

/// Turns `op` into a packed_contract if it is a product worth a kernel.
static PackedContractOp packContract(linalg::GenericOp op) {
  Product product = matchProduct(op);
  if (product.empty() || !isZeroFill(op.getDpsInits()[0]))
    return nullptr;
  AffineMap out = op.getMatchingIndexingMap(op.getDpsInitOperand(0));
  auto element = cast<ShapedType>(op.getResult(0).getType()).getElementType();
  bool linear = llvm::all_of(product, [&](OpOperand *factor) {
    return isLinear(op.getMatchingIndexingMap(factor));
  });
  if (!out.isProjectedPermutation() || !linear ||
      !(element.isF32() || element.isF64()))
    return nullptr;
  std::optional<Candidate> best = chooseFactors(op, product);
  if (!best)
    return nullptr;
  SmallVector<AffineMap> maps;
  SmallVector<Value> factors;
  for (OpOperand *factor : best->factors) {
    factors.push_back(factor->get());
    maps.push_back(op.getMatchingIndexingMap(factor));
  }
  maps.push_back(out);
  OpBuilder b(op);
  Value init =
      op.getDpsInits()[0].getDefiningOp<linalg::FillOp>().getOutputs()[0];
  PackedContractOp packed = createPackedSum(b, op.getLoc(), factors, init,
                                            op.getStaticLoopRanges(), maps);
  passes::emitPassRemark(op.getLoc(), "kernel",
                         "register tiles: " + Twine(int64_t(best->rows)) +
                             " x " + Twine(int64_t(best->columns)) +
                             ", summed over " + Twine(int64_t(best->steps)));
  op.getResult(0).replaceAllUsesWith(packed.getResult(0));
  op.erase();
  return packed;
}

/// A pointwise op on `value`, without indices: what an epilogue can hold.
static bool isEpilogue(linalg::GenericOp op, Value value) {
  if (op.getNumReductionLoops() != 0 || !op.hasPureTensorSemantics() ||
      op.getNumDpsInits() != 1)
    return false;
  for (Operation &inner : op.getBody()->without_terminator())
    if (isa<linalg::IndexOp>(inner) || inner.getNumRegions() != 0 ||
        !isPure(&inner))
      return false;
  if (!op.getMatchingIndexingMap(op.getDpsInitOperand(0))
           .isProjectedPermutation())
    return false;
  for (OpOperand &operand : op->getOpOperands())
    if (operand.get() == value &&
        (!op.getMatchingIndexingMap(&operand).isPermutation() ||
         !op.isDpsInput(&operand)))
      return false;
  for (OpOperand &operand : op->getOpOperands())
    if (!isa<RankedTensorType>(operand.get().getType()))
      return false;
  return true;
}

namespace {
/// Moves one pointwise consumer of result `index` into the epilogue.
template <typename OpT> class EpilogueFusion {
public:
  EpilogueFusion(OpT packed, unsigned index, linalg::GenericOp consumer)
      : packed(packed), index(index), consumer(consumer),
        result(packed.getResult(index)) {}

  OpT run() {
    if (!isLegal())
      return nullptr;
    return build();
  }

private:
  /// The fused op stands where the consumer does: everything else that uses
  /// the product must come later.
  bool isLegal() {
    if (!isEpilogue(consumer, result) ||
        consumer->getBlock() != packed->getBlock())
      return false;
    Block *block = packed->getBlock();
    for (Value value : packed.getOutputs())
      for (Operation *user : value.getUsers()) {
        Operation *top = block->findAncestorOpInBlock(*user);
        if (!top || (top != consumer && top->isBeforeInBlock(consumer)))
          return false;
      }
    // All results that the consumer reads, it reads at the same point.
    AffineMap toProduct = loopsOfProduct();
    for (OpOperand &operand : consumer->getOpOperands())
      if (operand.get().getDefiningOp() == packed) {
        unsigned number = cast<OpResult>(operand.get()).getResultNumber();
        if (consumer.getMatchingIndexingMap(&operand).compose(toProduct) !=
            packed.getInitMap(number))
          return false;
      }
    return !overwritesBetween(packed, consumer, packed->getOperands());
  }

  /// Loop of the consumer -> index of the product.
  AffineMap loopsOfProduct() {
    for (OpOperand *operand : consumer.getDpsInputOperands())
      if (operand->get() == result)
        return inversePermutation(consumer.getMatchingIndexingMap(operand))
            .compose(packed.getInitMap(index));
    llvm_unreachable("the consumer reads the result");
  }

  OpT build() {
    OpBuilder b(consumer);
    Location loc = consumer.getLoc();
    AffineMap toProduct = loopsOfProduct();

    SmallVector<Value> extras(packed.getExtras()), inits, oldInits;
    SmallVector<AffineMap> extraMaps, initMaps;
    unsigned numOld = packed.getExtras().size();
    for (unsigned i = 0; i < numOld; ++i)
      extraMaps.push_back(packed.getExtraMap(i));
    SmallVector<unsigned> kept; // results that someone else uses
    for (auto [i, value] : llvm::enumerate(packed.getOutputs()))
      if (!onlyConsumerUses(value))
        kept.push_back(i);
    for (unsigned i : kept) {
      inits.push_back(packed.getInits()[i]);
      initMaps.push_back(packed.getInitMap(i));
    }
    // The new destination: the argument that the value replaces, at once.
    Value init = consumer.getDpsInits()[0];
    AffineMap initMap =
        consumer.getMatchingIndexingMap(consumer.getDpsInitOperand(0))
            .compose(toProduct);
    if (Value target = findTarget(consumer.getResult(0));
        target && readsOnlyAt(target, initMap, toProduct))
      init = target;
    inits.push_back(init);
    initMaps.push_back(initMap);

    // Where the block arguments of the consumer come from.
    SmallVector<int> fromExtra(consumer->getNumOperands(), -1);
    llvm::SmallBitVector fromInit(consumer->getNumOperands());
    for (OpOperand &operand : consumer->getOpOperands()) {
      if (operand.get().getDefiningOp() == packed)
        continue;
      AffineMap map =
          consumer.getMatchingIndexingMap(&operand).compose(toProduct);
      bool isOldValue = operand.get() == init && map == initMap;
      if (isOldValue || consumer.isDpsInit(&operand)) {
        fromInit.set(operand.getOperandNumber());
        continue;
      }
      fromExtra[operand.getOperandNumber()] = extras.size();
      extras.push_back(operand.get());
      extraMaps.push_back(map);
    }
    SmallVector<AffineMap> maps(extraMaps);
    maps.append(initMaps);
    OpT fused = createLike(packed, b, loc, extras, inits, maps);
    fillBody(fused, kept, fromExtra, fromInit, extras.size());
    for (auto [place, i] : llvm::enumerate(kept))
      packed.getResult(i).replaceAllUsesExcept(fused.getResult(place),
                                               consumer);
    consumer.getResult(0).replaceAllUsesWith(fused.getResults().back());
    consumer.erase();
    packed.erase();
    return fused;
  }

  /// True if `target` is read nowhere else than where it is then written.
  bool readsOnlyAt(Value target, AffineMap initMap, AffineMap toProduct) {
    if (llvm::is_contained(packed->getOperands(), target))
      return false;
    return llvm::all_of(consumer->getOpOperands(), [&](OpOperand &operand) {
      return operand.get() != target ||
             consumer.getMatchingIndexingMap(&operand).compose(toProduct) ==
                 initMap;
    });
  }

  bool onlyConsumerUses(Value value) {
    return llvm::all_of(value.getUsers(),
                        [&](Operation *user) { return user == consumer; });
  }

  void fillBody(OpT fused, ArrayRef<unsigned> kept, ArrayRef<int> fromExtra,
                const llvm::SmallBitVector &fromInit, unsigned numExtras) {
    Block &from = packed.getEpilogue().front(),
          &to = fused.getEpilogue().front();
    unsigned numOld = packed.getExtras().size();
    OpBuilder b = OpBuilder::atBlockEnd(&to);
    IRMapping mapping;
    mapping.map(from.getArgument(0), to.getArgument(0));
    for (unsigned i = 0; i < numOld; ++i)
      mapping.map(from.getArgument(1 + i), to.getArgument(1 + i));
    for (auto [place, i] : llvm::enumerate(kept))
      mapping.map(from.getArgument(1 + numOld + i),
                  to.getArgument(1 + numExtras + place));
    for (Operation &op : from.without_terminator())
      b.clone(op, mapping);
    auto old = [&](unsigned i) {
      return mapping.lookup(from.getTerminator()->getOperand(i));
    };
    SmallVector<Value> yielded;
    for (unsigned i : kept)
      yielded.push_back(old(i));
    for (OpOperand &operand : consumer->getOpOperands()) {
      unsigned number = operand.getOperandNumber();
      BlockArgument argument = consumer.getBody()->getArgument(number);
      if (operand.get().getDefiningOp() == packed)
        mapping.map(argument,
                    old(cast<OpResult>(operand.get()).getResultNumber()));
      else if (fromInit.test(number))
        mapping.map(argument, to.getArguments().back());
      else
        mapping.map(argument, to.getArgument(1 + fromExtra[number]));
    }
    for (Operation &op : consumer.getBody()->without_terminator())
      b.clone(op, mapping);
    yielded.push_back(mapping.lookupOrDefault(
        consumer.getBody()->getTerminator()->getOperand(0)));
    b.create<dnd::dndrt::YieldOp>(consumer.getLoc(), yielded);
  }

  OpT packed;
  unsigned index;
  linalg::GenericOp consumer;
  Value result;
};
} // namespace

/// Fuses the first op behind a result that fits.
template <typename OpT> static OpT fuseOnce(OpT packed) {
  for (auto [index, result] : llvm::enumerate(packed.getOutputs())) {
    linalg::GenericOp first;
    for (Operation *user : result.getUsers())
      if (auto generic = dyn_cast<linalg::GenericOp>(user))
        if (generic->getBlock() == packed->getBlock() &&
            (!first || generic->isBeforeInBlock(first)))
          first = generic;
    if (!first)
      continue;
    if (OpT fused = EpilogueFusion<OpT>(packed, index, first).run())
      return fused;
  }
  return nullptr;
}

namespace {
/// What fusing op after op has left: results that replace an argument go there
/// at once, and no value is read twice. An argument that is read as an extra
/// and written through another buffer would have to be copied.
template <typename OpT> class OperandTidying {
public:
  explicit OperandTidying(OpT op)
      : op(op), body(op.getEpilogue().front()), inits(op.getInits()) {}

  void run() {
    bool changed = chooseInits();
    SmallVector<Value> extras;
    SmallVector<AffineMap> maps;
    llvm::BitVector dropped(body.getNumArguments());
    for (auto [i, value] : llvm::enumerate(op.getExtras())) {
      if (BlockArgument same = findSame(i)) {
        extraArgument(i).replaceAllUsesWith(same);
        dropped.set(1 + i);
        continue;
      }
      extras.push_back(value);
      maps.push_back(op.getExtraMap(i));
    }
    if (!changed && dropped.none())
      return;
    for (unsigned i = 0; i < inits.size(); ++i)
      maps.push_back(op.getInitMap(i));
    OpBuilder b(op);
    OpT made = createLike(op, b, op.getLoc(), extras, inits, maps);
    body.eraseArguments(dropped);
    made.getEpilogue().takeBody(op.getEpilogue());
    op->replaceAllUsesWith(made);
    op.erase();
  }

private:
  BlockArgument extraArgument(unsigned i) { return body.getArgument(1 + i); }
  BlockArgument initArgument(unsigned i) {
    return body.getArgument(1 + op.getExtras().size() + i);
  }

  bool chooseInits() {
    bool changed = false;
    for (auto [i, result] : llvm::enumerate(op.getOutputs())) {
      Value target = findTarget(result);
      if (!target || target.getType() != inits[i].getType() ||
          isFactor(target) || llvm::is_contained(inits, target) ||
          !initArgument(i).use_empty() ||
          !isReadOnlyAt(target, op.getInitMap(i)))
        continue;
      inits[i] = target;
      changed = true;
    }
    return changed;
  }

  bool isFactor(Value value) {
    return llvm::is_contained(op->getOperands().take_front(op.getNumFactors()),
                              value);
  }

  bool isReadOnlyAt(Value target, AffineMap map) {
    for (auto [i, value] : llvm::enumerate(op.getExtras()))
      if (value == target && op.getExtraMap(i) != map)
        return false;
    return true;
  }

  /// The argument of the body with the number that extra `i` has.
  BlockArgument findSame(unsigned i) {
    Value value = op.getExtras()[i];
    AffineMap map = op.getExtraMap(i);
    for (unsigned k = 0; k < inits.size(); ++k)
      if (inits[k] == value && op.getInitMap(k) == map)
        return initArgument(k);
    for (unsigned k = 0; k < i; ++k)
      if (op.getExtras()[k] == value && op.getExtraMap(k) == map)
        return extraArgument(k);
    return {};
  }

  OpT op;
  Block &body;
  SmallVector<Value> inits;
};
} // namespace

template <typename OpT> static void fuseAll(OpT op) {
  while (OpT fused = fuseOnce(op))
    op = fused;
  OperandTidying<OpT>(op).run();
}

namespace {
struct PackContractsPass : impl::PackContractsBase<PackContractsPass> {
  explicit PackContractsPass(int64_t vectorBits) : vectorBits(vectorBits) {}

  void runOnOperation() override {
    if (vectorBits != 0)
      getOperation()->setAttr(
          "dnd.vector_bits",
          Builder(&getContext()).getI64IntegerAttr(vectorBits));
    for (auto func : getOperation().getOps<func::FuncOp>())
      runOnFunction(func);
  }

private:
  void runOnFunction(func::FuncOp func) {
    SmallVector<linalg::GenericOp> ops;
    func.walk([&](linalg::GenericOp op) { ops.push_back(op); });
    SmallVector<PackedContractOp> packed;
    for (linalg::GenericOp op : ops)
      if (PackedContractOp made = packContract(op))
        packed.push_back(made);
    SmallVector<TriangularGradOp> triangular;
    func.walk([&](TriangularGradOp op) { triangular.push_back(op); });
    for (PackedContractOp op : packed)
      fuseAll(takeCrop(takeMargins(takeFactor(op))));
    for (TriangularGradOp op : triangular)
      fuseAll(op);
    markSymmetricFactors(func);
  }

  int64_t vectorBits;
};
} // namespace

std::unique_ptr<Pass> createPackContractsPass(int64_t vectorBits) {
  return std::make_unique<PackContractsPass>(vectorBits);
}

} // namespace dnd::codegen
