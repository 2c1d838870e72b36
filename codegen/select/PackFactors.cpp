//===- PackFactors.cpp - sums of products of three tensors ----------------===//
//
// y_bj = sum_i x_bi (sum_k A_jik x_bk) reaches this place as a product of
// matrices T_bji and a sum of its products with x; its gradients as products of
// g_bj x_bk with A. T and the outer product are d times as large as what goes
// in and comes out. The factor that made them so moves into the kernel.
//
//===----------------------------------------------------------------------===//
#include "codegen/select/PackFactors.h"
#include "codegen/nest/ContractRoles.h"
#include "codegen/select/Limits.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Bufferization/IR/Bufferization.h"
#include "mlir/IR/Matchers.h"
#include "passes/Remarks.h"

using namespace mlir;
using dnd::dndrt::PackedContractOp;

namespace dnd::codegen {

//===----------------------------------------------------------------------===//
// Matching
//===----------------------------------------------------------------------===//

/// `value` as the operand behind an argument of the body, if it is one.
static OpOperand *inputBehind(linalg::GenericOp op, Value value) {
  auto argument = dyn_cast<BlockArgument>(value);
  if (!argument || argument.getOwner() != op.getBody() ||
      argument.getArgNumber() >= op.getNumDpsInputs())
    return nullptr;
  return &op->getOpOperand(argument.getArgNumber());
}

/// Inputs whose product `value` is, each read in a wider type where it is
/// stored in bf16 (`casts` counts them); false when it is anything else.
static bool collectFactors(linalg::GenericOp op, Value value, Product &factors,
                           ptrdiff_t &casts) {
  if (auto wide = value.getDefiningOp<arith::ExtFOp>();
      wide && wide->getBlock() == op.getBody() &&
      getElementTypeOrSelf(wide.getIn().getType()).isBF16()) {
    ++casts;
    value = wide.getIn();
  }
  if (OpOperand *input = inputBehind(op, value)) {
    factors.push_back(input);
    return true;
  }
  auto mul = value.getDefiningOp<arith::MulFOp>();
  return mul && mul->getBlock() == op.getBody() &&
         collectFactors(op, mul.getLhs(), factors, casts) &&
         collectFactors(op, mul.getRhs(), factors, casts);
}

Product matchProduct(linalg::GenericOp op) {
  if (op.getNumDpsInits() != 1 || op.getNumReductionLoops() == 0 ||
      !op.hasPureTensorSemantics())
    return {};
  Block *body = op.getBody();
  auto add =
      body->getTerminator()->getOperand(0).getDefiningOp<arith::AddFOp>();
  if (!add || add->getBlock() != body)
    return {};
  Value out = body->getArguments().back();
  if ((add.getLhs() == out) == (add.getRhs() == out))
    return {};
  Product factors;
  ptrdiff_t casts = 0;
  Value product = add.getLhs() == out ? add.getRhs() : add.getLhs();
  // One product less than there are factors; nothing else in the body.
  if (!collectFactors(op, product, factors, casts) || factors.size() < 2 ||
      factors.size() > 3 ||
      std::distance(body->begin(), body->end()) !=
          static_cast<ptrdiff_t>(factors.size()) + 1 + casts)
    return {};
  return factors;
}

/// The factors of an op that is nothing but the products of two tensors.
static Product matchOuterProduct(linalg::GenericOp op) {
  if (op.getNumDpsInits() != 1 || op.getNumReductionLoops() != 0 ||
      !op.hasPureTensorSemantics() ||
      !op.getMatchingIndexingMap(op.getDpsInitOperand(0)).isPermutation())
    return {};
  Product factors;
  ptrdiff_t casts = 0;
  if (!collectFactors(op, op.getBody()->getTerminator()->getOperand(0), factors,
                      casts) ||
      factors.size() != 2 ||
      std::distance(op.getBody()->begin(), op.getBody()->end()) != 2 + casts)
    return {};
  return factors;
}

bool isZeroFill(Value value) {
  auto fill = value.getDefiningOp<linalg::FillOp>();
  return fill && matchPattern(fill.getInputs()[0], m_AnyZeroFloat());
}

bool isLinear(AffineMap map) {
  bool linear = true;
  map.walkExprs([&](AffineExpr e) {
    linear &= e.getKind() != AffineExprKind::Mod &&
              e.getKind() != AffineExprKind::FloorDiv &&
              e.getKind() != AffineExprKind::CeilDiv;
  });
  return linear;
}

Value findTarget(Value result) {
  for (Operation *user : result.getUsers())
    if (auto store = dyn_cast<bufferization::MaterializeInDestinationOp>(user))
      if (isa<BlockArgument>(store.getDest()) &&
          isa<TensorType>(store.getDest().getType()))
        return store.getDest();
  return {};
}

bool overwritesBetween(Operation *from, Operation *to, ValueRange values) {
  for (Operation *op = from->getNextNode(); op && op != to;
       op = op->getNextNode()) {
    if (auto store = dyn_cast<bufferization::MaterializeInDestinationOp>(op))
      if (llvm::is_contained(values, store.getDest()))
        return true;
    for (Value value : op->getResults())
      if (Value target = findTarget(value);
          target && llvm::is_contained(values, target))
        return true;
  }
  return false;
}

//===----------------------------------------------------------------------===//
// Making
//===----------------------------------------------------------------------===//

PackedContractOp createPackedSum(OpBuilder &b, Location loc, ValueRange factors,
                                 Value init, ArrayRef<int64_t> extents,
                                 ArrayRef<AffineMap> maps) {
  auto op = b.create<PackedContractOp>(
      loc, TypeRange(init.getType()), factors[0], factors[1],
      factors.size() > 2 ? factors[2] : Value(), ValueRange(), ValueRange(init),
      b.getDenseI64ArrayAttr(extents), b.getAffineMapArrayAttr(maps),
      dnd::dndrt::MarginsAttr());
  addEpilogueArguments(op, cast<ShapedType>(init.getType()).getElementType());
  OpBuilder inner = OpBuilder::atBlockEnd(&op.getEpilogue().front());
  inner.create<dnd::dndrt::YieldOp>(
      loc, ValueRange(op.getEpilogue().front().getArgument(0)));
  return op;
}

/// Numbers in a tensor, the batch taken as assumed.
static double sizeOf(Value tensor) {
  double size = 1;
  for (int64_t extent : cast<ShapedType>(tensor.getType()).getShape())
    size *= assumedExtent(extent);
  return size;
}

namespace {
/// A factor and its map over the dimensions of the op that is made.
struct Operand {
  Value value;
  AffineMap map;
};

class FactorFusion {
public:
  explicit FactorFusion(PackedContractOp op)
      : op(op), extents(op.getExtents().begin(), op.getExtents().end()) {}

  PackedContractOp run() {
    if (op.getFactor() || !op.getExtras().empty() || op.getNumResults() != 1)
      return op;
    for (unsigned side : {0u, 1u})
      if (PackedContractOp made = takeOuterProduct(side))
        return made;
    if (PackedContractOp made = takeSum())
      return made;
    return op;
  }

private:
  /// sum lhs * (a * b): a and b are read in the kernel.
  PackedContractOp takeOuterProduct(unsigned side) {
    auto outer = op->getOperand(side).getDefiningOp<linalg::GenericOp>();
    Product product;
    if (outer)
      product = matchOuterProduct(outer);
    if (product.empty() || !isReadByProductsOnly(outer.getResult(0)))
      return nullptr;
    AffineMap read = inversePermutation(outer.getMatchingIndexingMap(
                                            outer.getDpsInitOperand(0)))
                         .compose(op.getMap(side));
    Operand a = readThrough(*product[0], outer, read),
            b = readThrough(*product[1], outer, read);
    Operand other{op->getOperand(1 - side), op.getMap(1 - side)};
    if (std::max(sizeOf(a.value), sizeOf(b.value)) >=
            sizeOf(outer.getResult(0)) ||
        outer->getBlock() != op->getBlock() ||
        overwritesBetween(outer, op, {a.value, b.value}))
      return nullptr;
    // The other one is multiplied step by step, this one outside of that where
    // it can be: the smaller one, but above all one that leaves inside the sum
    // along which the other operand is dense.
    AffineMap out = op.getInitMap(0);
    auto rank = [&](const Operand &factor) {
      return std::pair(hidesDenseSum(factor.map, other.map, other.map, out),
                       sizeOf(factor.value));
    };
    if (rank(a) < rank(b))
      std::swap(a, b);
    PackedContractOp made = make(op, {a, other, b}, op.getInits()[0], out);
    if (!made)
      made = make(op, {b, other, a}, op.getInits()[0], out);
    if (made && outer->use_empty())
      outer->erase();
    return made;
  }

  static Operand readThrough(OpOperand &operand, linalg::GenericOp outer,
                             AffineMap read) {
    return {operand.get(),
            outer.getMatchingIndexingMap(&operand).compose(read)};
  }

  static bool isReadByProductsOnly(Value value) {
    return llvm::all_of(value.getUsers(), [&](Operation *user) {
      auto packed = dyn_cast<PackedContractOp>(user);
      return packed && !packed.getFactor() &&
             (packed.getLhs() == value) != (packed.getRhs() == value) &&
             !llvm::is_contained(packed.getExtras(), value);
    });
  }

  /// sum c * (sum lhs * rhs): the outer sum goes into the kernel.
  PackedContractOp takeSum() {
    Value inner = op.getResult(0);
    if (!inner.hasOneUse())
      return nullptr;
    auto sum = dyn_cast<linalg::GenericOp>(*inner.getUsers().begin());
    Product product;
    if (sum && sum->getBlock() == op->getBlock())
      product = matchProduct(sum);
    if (product.size() != 2 || !isZeroFill(sum.getDpsInits()[0]))
      return nullptr;
    if (product[1]->get() == inner)
      std::swap(product[0], product[1]);
    AffineMap innerMap = sum.getMatchingIndexingMap(product[0]);
    Value value = product[1]->get();
    if (!innerMap.isPermutation() || sizeOf(value) >= sizeOf(inner) ||
        overwritesBetween(op, sum, {op.getLhs(), op.getRhs()}))
      return nullptr;
    // Dimensions of the outer sum as those of the inner one.
    AffineMap toInner = inversePermutation(innerMap).compose(op.getInitMap(0));
    Operand factor{value,
                   sum.getMatchingIndexingMap(product[1]).compose(toInner)};
    AffineMap out =
        sum.getMatchingIndexingMap(sum.getDpsInitOperand(0)).compose(toInner);
    Value init =
        sum.getDpsInits()[0].getDefiningOp<linalg::FillOp>().getOutputs()[0];
    if (wastesLanes(out, inner))
      return nullptr;
    PackedContractOp made = make(
        sum, {{op.getLhs(), op.getMap(0)}, {op.getRhs(), op.getMap(1)}, factor},
        init, out);
    return made;
  }

  /// True where few results share a vector, their sum is long, and what would
  /// be stored is small: two products are faster then.
  bool wastesLanes(AffineMap out, Value inner) {
    double steps = 1, columns = 1;
    for (auto [d, extent] : llvm::enumerate(extents))
      if (!out.isFunctionOfDim(d))
        steps *= extent;
      else if (!ShapedType::isDynamic(extent))
        columns *= extent;
    return columns < limits::fewColumns && steps >= limits::longFactorSum &&
           sizeOf(inner) <= limits::smallTensor;
  }

  /// The product of three operands in place of `replaced`, unless its
  /// dimensions leave no rows or columns.
  PackedContractOp make(Operation *replaced, ArrayRef<Operand> operands,
                        Value init, AffineMap out) {
    SmallVector<AffineMap> maps;
    SmallVector<Value> values;
    for (const Operand &operand : operands) {
      maps.push_back(operand.map);
      values.push_back(operand.value);
    }
    if (!llvm::all_of(maps, isLinear) || !out.isProjectedPermutation())
      return nullptr;
    std::optional<ContractRoles> roles =
        findRoles(maps[0], maps[1], maps[2], out, extents);
    if (!roles || roles->rows.empty() || roles->columns.empty() ||
        roles->summed.empty())
      return nullptr;
    maps.push_back(out);
    OpBuilder b(replaced);
    PackedContractOp made =
        createPackedSum(b, replaced->getLoc(), values, init, extents, maps);
    passes::emitPassRemark(replaced->getLoc(), "kernel",
                           "a third factor multiplies in the kernel, so that "
                           "no tensor of its products is stored");
    replaced->getResult(0).replaceAllUsesWith(made.getResult(0));
    if (replaced != op.getOperation())
      replaced->erase();
    op.erase();
    return made;
  }

  PackedContractOp op;
  SmallVector<int64_t> extents;
};
} // namespace

PackedContractOp takeFactor(PackedContractOp op) {
  return FactorFusion(op).run();
}

} // namespace dnd::codegen
