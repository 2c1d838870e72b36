//===- SetPrecision.cpp - what products multiply --------------------------===//
//
// Behind differentiation and in front of lowering: the factors of products are
// rounded to bf16, forward and backward; sums, pointwise functions, losses,
// statistics, parameters and optimisers stay as they are. One value is rounded
// once, where it is made, however many products read it.
//
//===----------------------------------------------------------------------===//
#include "dialect/dnd/Builders.h"
#include "dialect/dnd/forms/Expand.h"
#include "passes/Passes.h"
#include "passes/training/Meta.h"

#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "llvm/ADT/SmallBitVector.h"

namespace dnd::passes {
#define GEN_PASS_DEF_SETPRECISION
#include "passes/Passes.h.inc"
} // namespace dnd::passes

using namespace mlir;
using namespace dnd;

namespace {
/// The dimensions of a factor: those that an index shows alone, and all that
/// it computes with, tables included.
struct FactorDims {
  llvm::SmallBitVector plain, used;

  FactorDims(ContractOp op, AffineMap map)
      : plain(map.getNumDims()), used(map.getNumDims()) {
    SmallVector<AffineMap> tables = op.getTableMapList();
    for (AffineExpr expr : map.getResults()) {
      if (auto dim = dyn_cast<AffineDimExpr>(expr))
        plain.set(dim.getPosition());
      expr.walk([&](AffineExpr part) {
        if (auto dim = dyn_cast<AffineDimExpr>(part))
          used.set(dim.getPosition());
        else if (auto table = dyn_cast<AffineSymbolExpr>(part))
          for (unsigned d = 0; d < used.size(); ++d)
            if (tables[table.getPosition()].isFunctionOfDim(d))
              used.set(d);
      });
    }
  }
  /// True for a dimension along which this factor varies and the other one does
  /// not, or not in the same way.
  bool hasMoreThan(const FactorDims &other) const {
    return plain.test(other.plain) || used.test(other.used);
  }
};
} // namespace

/// True for sums of products in which two factors each have a dimension that
/// the other lacks: rows and columns, so that each number is multiplied many
/// times. Sums of one tensor, weighted sums and products element by element
/// (means, statistics, norms, scales) are none.
static bool isProduct(ContractOp op) {
  llvm::SmallBitVector summed(op.getExtents().size(), true);
  if (op.getOutMap().isProjectedPermutation())
    summed &= FactorDims(op, op.getOutMap()).plain.flip();
  if (summed.none())
    return false;
  SmallVector<FactorDims> factors;
  for (auto [input, map] : llvm::zip_equal(op.getInputs(), op.getInputMaps()))
    if (!input.getDefiningOp<BatchOnesOp>())
      factors.emplace_back(op, map);
  for (const FactorDims &a : factors)
    for (const FactorDims &b : factors)
      if (a.hasMoreThan(b) && b.hasMoreThan(a))
        return true;
  return false;
}

namespace {
/// The factors of the products of one function, rounded.
class FactorRounding {
public:
  explicit FactorRounding(Type narrow) : narrow(narrow) {}

  void round(MutableOperandRange factors) {
    for (OpOperand &factor : factors)
      if (tensorType(factor.get()).getElementType().isF32())
        factor.set(rounded(factor.get()));
  }

private:
  /// `value` in the narrow type. What only moves numbers moves the rounded
  /// ones: a padded or reshaped tensor is never there in both types.
  Value rounded(Value value) {
    auto known = made.find(value);
    if (known != made.end())
      return known->second;
    OpBuilder builder(value.getContext());
    builder.setInsertionPointAfterValue(value);
    Value result;
    if (Operation *mover = movingOp(value)) {
      IRMapping mapping;
      mapping.map(mover->getOperand(0), rounded(mover->getOperand(0)));
      Operation *copy = builder.clone(*mover, mapping);
      copy->getResult(0).setType(tensorType(value).clone(narrow));
      result = copy->getResult(0);
    } else {
      result = makeCast(builder, value.getLoc(), value, narrow);
    }
    made[value] = result;
    return result;
  }

  static Operation *movingOp(Value value) {
    Operation *def = value.getDefiningOp();
    if (auto map = dyn_cast_or_null<MapOp>(def))
      return map.getFn() == MapFn::copy &&
                     tensorType(map.getInputs()[0]).getElementType().isF32()
                 ? def
                 : nullptr;
    if (auto pad = dyn_cast_or_null<PadOp>(def))
      return isExact(pad.getValue()) ? def : nullptr;
    return isa_and_nonnull<ReshapeOp, StopGradientOp>(def) ? def : nullptr;
  }

  /// True for 0, infinity and what else rounding leaves as it is.
  static bool isExact(llvm::APFloat number) {
    bool loses = false;
    number.convert(llvm::APFloat::BFloat(), llvm::APFloat::rmNearestTiesToEven,
                   &loses);
    return !loses;
  }

  Type narrow;
  llvm::DenseMap<Value, Value> made;
};

struct SetPrecisionPass
    : dnd::passes::impl::SetPrecisionBase<SetPrecisionPass> {
  using SetPrecisionBase::SetPrecisionBase;

  void runOnOperation() override {
    if (!precision.empty() && precision != "f32" && precision != "bf16") {
      getOperation().emitError() << "there is no precision '" << precision
                                 << "'; there are f32 and bf16";
      return signalPassFailure();
    }
    std::string wanted = precision.empty() ? precisionOfRecipe() : precision;
    if (wanted != "bf16")
      return;
    noteInMeta();
    for (auto function : getOperation().getOps<func::FuncOp>())
      if (failed(roundFactors(function)))
        return signalPassFailure();
  }

private:
  DictionaryAttr meta() {
    return getOperation()->getAttrOfType<DictionaryAttr>("dnd.meta");
  }

  std::string precisionOfRecipe() {
    DictionaryAttr all = meta();
    auto recipe = all ? all.getAs<DictionaryAttr>("recipe") : DictionaryAttr();
    auto said = recipe ? recipe.getAs<StringAttr>("precision") : StringAttr();
    return said ? said.str() : "f32";
  }

  /// The program says what it computes with.
  void noteInMeta() {
    if (!meta())
      return;
    NamedAttrList fields(meta());
    fields.set("precision", StringAttr::get(&getContext(), "bf16"));
    getOperation()->setAttr("dnd.meta", fields.getDictionary(&getContext()));
  }

  LogicalResult roundFactors(func::FuncOp function) {
    // Twins hold no f32: they stay as they are, forms and all.
    auto isSingle = [](Operation *op) {
      return llvm::any_of(op->getOperandTypes(), [](Type type) {
        auto tensor = dyn_cast<RankedTensorType>(type);
        return tensor && tensor.getElementType().isF32();
      });
    };
    // Forms that no kernel takes are products of their own.
    auto isWanted = [&](FormOpInterface form) {
      return isSingle(form) && !isa<QuadraticOp, QuadraticWeightGradOp>(form);
    };
    if (failed(expandForms(function, isWanted)))
      return failure();
    FactorRounding rounding(BFloat16Type::get(&getContext()));
    SmallVector<Operation *> products;
    function.walk([&](Operation *op) {
      auto contract = dyn_cast<ContractOp>(op);
      if (contract
              ? isProduct(contract) && isSingle(op)
              : isa<QuadraticOp, QuadraticWeightGradOp>(op) && isSingle(op))
        products.push_back(op);
    });
    for (Operation *op : products)
      if (auto contract = dyn_cast<ContractOp>(op)) {
        rounding.round(contract.getInputsMutable());
      } else if (auto form = dyn_cast<QuadraticOp>(op)) {
        rounding.round(MutableOperandRange(op, 0, 2));
        rounding.round(form.getLinearMutable());
      } else {
        rounding.round(MutableOperandRange(op, 0, 2));
      }
    return success();
  }
};
} // namespace
