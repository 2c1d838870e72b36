//===- FuseForms.cpp - several forms of one input become one --------------===//
//
// The pass dnd-fuse-forms. In a sum, a linear layer, a bias and further
// low-rank forms of the same input move into one form. Small low-rank forms of
// the same input with results of their own share one projection.
//
//===----------------------------------------------------------------------===//
#include "dialect/dnd/Builders.h"
#include "passes/Remarks.h"
#include "passes/network/FormMatch.h"
#include "passes/network/NetworkPasses.h"

using namespace mlir;

namespace dnd::passes {

#define GEN_PASS_DEF_FUSEFORMS
#include "passes/network/NetworkPasses.h.inc"

namespace {

// Projections narrower than this leave most of a register tile empty, so that
// sharing one pays for gluing the weights together.
constexpr int64_t narrowProjection = 32;

/// One summand of a sum: a value read through a map of the sum's indices.
struct Addend {
  Value value;
  AffineMap map;
};

/// The operands of a quadratic or low-rank form.
struct FormParts {
  Value x, A, u, v, scale, linear, bias;
  int64_t axis = 0;

  static std::optional<FormParts> of(Operation *op) {
    FormParts parts;
    if (auto form = dyn_cast_or_null<QuadraticOp>(op)) {
      parts = {form.getX(),      form.getA(),   {}, {}, {},
               form.getLinear(), form.getBias()};
      parts.axis = form.getAxis();
      return parts;
    }
    if (auto form = dyn_cast_or_null<LowRankQuadraticOp>(op)) {
      parts = {form.getX(),     {},
               form.getU(),     form.getV(),
               form.getScale(), form.getLinear(),
               form.getBias()};
      parts.axis = form.getAxis();
      return parts;
    }
    return std::nullopt;
  }

  Value build(OpBuilder &builder, Location loc, Type type) const {
    auto axisAttr = builder.getI64IntegerAttr(axis);
    if (A)
      return builder.create<QuadraticOp>(loc, type, x, A, linear, bias,
                                         axisAttr);
    return builder.create<LowRankQuadraticOp>(loc, type, x, u, v, scale, linear,
                                              bias, axisAttr);
  }
};

class Fuser {
public:
  explicit Fuser(Region &body) : dependent(findInputDependent(body)) {}

  void run(Region &body);

private:
  bool fuseSum(MapOp root);
  bool absorb(OpBuilder &builder, Location loc, FormParts &parts,
              RankedTensorType type, const Addend &addend);
  bool absorbLinear(OpBuilder &builder, Location loc, FormParts &parts,
                    RankedTensorType type, Value value);
  bool absorbForm(OpBuilder &builder, Location loc, FormParts &parts,
                  const FormParts &other);
  void shareProjections(Region &body);
  bool shareProjection(LowRankQuadraticOp first, LowRankQuadraticOp second);

  llvm::DenseSet<Value> dependent;
};

} // namespace

static Value concat(OpBuilder &builder, Location loc, Value a, Value b,
                    int64_t dim) {
  auto type = cast<RankedTensorType>(a.getType());
  SmallVector<int64_t> shape(type.getShape());
  shape[dim] += cast<RankedTensorType>(b.getType()).getDimSize(dim);
  return builder.create<ConcatOp>(
      loc, RankedTensorType::get(shape, type.getElementType()),
      ValueRange{a, b}, builder.getI64IntegerAttr(dim));
}

static Value ones(OpBuilder &builder, Location loc, Value u) {
  auto type = cast<RankedTensorType>(u.getType());
  auto onesType = RankedTensorType::get(type.getShape().take_front(2),
                                        type.getElementType());
  return builder.create<ConstantOp>(loc, onesType, 1.0);
}

/// The summands of a tree of additions whose inner nodes have one use.
static void collectAddends(Value value, AffineMap map, bool isRoot,
                           SmallVectorImpl<Addend> &addends) {
  auto sum = value.getDefiningOp<MapOp>();
  if (!sum || sum.getFn() != MapFn::add || (!isRoot && !value.hasOneUse())) {
    addends.push_back({value, map});
    return;
  }
  for (auto [input, inputMap] : llvm::zip_equal(sum.getInputs(), sum.getMaps()))
    collectAddends(input, cast<AffineMapAttr>(inputMap).getValue().compose(map),
                   false, addends);
}

/// Takes over y_j += w_j.x, written as a contract of x and a matrix.
bool Fuser::absorbLinear(OpBuilder &builder, Location loc, FormParts &parts,
                         RankedTensorType type, Value value) {
  auto contract = value.getDefiningOp<ContractOp>();
  if (!contract || !value.hasOneUse() || !contract.getTables().empty() ||
      contract.getInputs().size() != 2 || type.getRank() != 2 ||
      contract.getExtents().size() != 3 ||
      contract.getCoefficient().convertToDouble() != 1.0)
    return false;
  unsigned xAt = contract.getInputs()[0] == parts.x ? 0 : 1;
  Value weight = contract.getInputs()[1 - xAt];
  if (contract.getInputs()[xAt] != parts.x || dependent.contains(weight))
    return false;
  // Dimensions b, j, i by their roles in out map and x.
  auto mapAt = [&](unsigned i) {
    return cast<AffineMapAttr>(contract.getMaps()[i]).getValue();
  };
  AffineMap out = contract.getOutMap(), xMap = mapAt(xAt),
            wMap = mapAt(1 - xAt);
  if (!out.isProjectedPermutation() || !xMap.isProjectedPermutation() ||
      wMap.getNumResults() != 2 || xMap.getNumResults() != 2 ||
      out.getResult(0) != xMap.getResult(0) ||
      out.getResult(1) != wMap.getResult(0) ||
      xMap.getResult(1) != wMap.getResult(1) ||
      out.getResult(1) == xMap.getResult(1))
    return false;
  parts.linear =
      parts.linear ? buildSum(builder, loc, {parts.linear, weight}) : weight;
  return true;
}

/// Takes over another low-rank form of the same vector: ranks side by side.
bool Fuser::absorbForm(OpBuilder &builder, Location loc, FormParts &parts,
                       const FormParts &other) {
  if (other.x != parts.x || other.axis != parts.axis || !other.u || !parts.u)
    return false;
  if (parts.v || other.v)
    parts.v = concat(builder, loc, parts.v ? parts.v : parts.u,
                     other.v ? other.v : other.u, 1);
  if (parts.scale || other.scale)
    parts.scale = concat(
        builder, loc, parts.scale ? parts.scale : ones(builder, loc, parts.u),
        other.scale ? other.scale : ones(builder, loc, other.u), 1);
  parts.u = concat(builder, loc, parts.u, other.u, 1);
  auto sum = [&](Value a, Value b) {
    return a && b ? buildSum(builder, loc, {a, b}) : (a ? a : b);
  };
  parts.linear = sum(parts.linear, other.linear);
  parts.bias = sum(parts.bias, other.bias);
  return true;
}

bool Fuser::absorb(OpBuilder &builder, Location loc, FormParts &parts,
                   RankedTensorType type, const Addend &addend) {
  // A bias: a vector of weights read at the output index only.
  auto valueType = cast<RankedTensorType>(addend.value.getType());
  if (!dependent.contains(addend.value)) {
    if (valueType.getRank() != 1 ||
        addend.map.getResult(0) !=
            getAffineDimExpr(parts.axis, builder.getContext()))
      return false;
    parts.bias = parts.bias ? buildSum(builder, loc, {parts.bias, addend.value})
                            : addend.value;
    return true;
  }
  if (!addend.map.isIdentity())
    return false;
  if (std::optional<FormParts> other =
          FormParts::of(addend.value.getDefiningOp()))
    return addend.value.hasOneUse() && absorbForm(builder, loc, parts, *other);
  return absorbLinear(builder, loc, parts, type, addend.value);
}

bool Fuser::fuseSum(MapOp root) {
  auto type = cast<RankedTensorType>(root.getResult().getType());
  SmallVector<Addend> addends;
  collectAddends(
      root.getResult(),
      AffineMap::getMultiDimIdentityMap(type.getRank(), root.getContext()),
      true, addends);
  auto *form = llvm::find_if(addends, [](const Addend &addend) {
    return addend.map.isIdentity() && addend.value.hasOneUse() &&
           FormParts::of(addend.value.getDefiningOp());
  });
  if (form == addends.end())
    return false;
  FormParts parts = *FormParts::of(form->value.getDefiningOp());
  Location loc = form->value.getLoc();
  OpBuilder builder(root);
  SmallVector<Addend> rest;
  unsigned numFused = 0;
  for (const Addend &addend : addends) {
    if (&addend == form)
      continue;
    if (absorb(builder, loc, parts, type, addend))
      ++numFused;
    else
      rest.push_back(addend);
  }
  if (numFused == 0)
    return false;
  emitPassRemark(loc, "fuse",
                 Twine(numFused) + (numFused == 1 ? " term" : " terms") +
                     " of the sum computed inside the form");
  Value sum = parts.build(builder, loc, type);
  AffineMap identity =
      AffineMap::getMultiDimIdentityMap(type.getRank(), root.getContext());
  for (const Addend &addend : rest)
    sum = makeMap(builder, root.getLoc(), MapFn::add, {sum, addend.value},
                  {identity, addend.map}, type.getShape());
  dependent.insert(sum);
  root.getResult().replaceAllUsesWith(sum);
  root.erase();
  return true;
}

/// Both forms from one projection, outputs side by side along j.
bool Fuser::shareProjection(LowRankQuadraticOp first,
                            LowRankQuadraticOp second) {
  auto width = [](LowRankQuadraticOp op) {
    auto type = cast<RankedTensorType>(op.getU().getType());
    return type.getDimSize(0) * type.getDimSize(1);
  };
  auto rank = [](LowRankQuadraticOp op) {
    return cast<RankedTensorType>(op.getU().getType()).getDimSize(1);
  };
  if (first.getX() != second.getX() || first.getAxis() != second.getAxis() ||
      rank(first) != rank(second) ||
      width(first) + width(second) > narrowProjection ||
      !first.getV() != !second.getV() ||
      !first.getScale() != !second.getScale() ||
      !first.getLinear() != !second.getLinear() ||
      !first.getBias() != !second.getBias())
    return false;
  // The weights of the second must be there when the first is computed.
  for (Value operand : second->getOperands())
    if (dependent.contains(operand) && operand != first.getX())
      return false;
  OpBuilder builder(second);

  auto side = [&](Value a, Value b) {
    return a ? concat(builder, first.getLoc(), a, b, 0) : Value();
  };
  FormParts parts;
  parts.x = first.getX();
  parts.axis = first.getAxis();
  parts.u = side(first.getU(), second.getU());
  parts.v = side(first.getV(), second.getV());
  parts.scale = side(first.getScale(), second.getScale());
  parts.linear = side(first.getLinear(), second.getLinear());
  parts.bias = side(first.getBias(), second.getBias());
  auto firstType = cast<RankedTensorType>(first.getResult().getType());
  SmallVector<int64_t> shape(firstType.getShape());
  int64_t offset = shape[parts.axis];
  shape[parts.axis] += cast<RankedTensorType>(second.getResult().getType())
                           .getDimSize(parts.axis);
  Value both =
      parts.build(builder, first.getLoc(),
                  RankedTensorType::get(shape, firstType.getElementType()));
  for (auto [op, start] : {std::pair(first, int64_t(0)), {second, offset}}) {
    SmallVector<AffineExpr> exprs;
    for (int64_t d = 0; d < firstType.getRank(); ++d)
      exprs.push_back(getAffineDimExpr(d, builder.getContext()) +
                      (d == parts.axis ? start : 0));
    Value part = makeMap(
        builder, op.getLoc(), MapFn::copy, both,
        {AffineMap::get(firstType.getRank(), 0, exprs, builder.getContext())},
        cast<RankedTensorType>(op.getResult().getType()).getShape());
    dependent.insert(part);
    op.getResult().replaceAllUsesWith(part);
  }
  emitPassRemark(second.getLoc(), "fuse",
                 "shares its projection with another form of the same input");
  first.erase();
  second.erase();
  return true;
}

void Fuser::shareProjections(Region &body) {
  SmallVector<LowRankQuadraticOp> forms;
  body.walk([&](LowRankQuadraticOp op) { forms.push_back(op); });
  for (size_t i = 0; i < forms.size(); ++i)
    for (size_t k = i + 1; k < forms.size(); ++k)
      // Users of the first between the two would come before the shared form.
      if (forms[i] && forms[k] &&
          llvm::all_of(forms[i]->getUsers(),
                       [&](Operation *user) {
                         return forms[k]->isBeforeInBlock(user);
                       }) &&
          shareProjection(forms[i], forms[k])) {
        forms[i] = forms[k] = nullptr;
        break;
      }
}

void Fuser::run(Region &body) {
  SmallVector<MapOp> sums;
  body.walk([&](MapOp op) {
    if (op.getFn() == MapFn::add)
      sums.push_back(op);
  });
  for (MapOp sum : llvm::reverse(sums))
    if (!sum->use_empty())
      fuseSum(sum);
  SmallVector<Operation *> ops;
  body.walk([&](Operation *op) { ops.push_back(op); });
  for (Operation *op : llvm::reverse(ops))
    if (isOpTriviallyDead(op) && !isa<ParamOp, TableOp, HyperOp>(op))
      op->erase();
  shareProjections(body);
}

namespace {
struct FuseFormsPass : impl::FuseFormsBase<FuseFormsPass> {
  void runOnOperation() override {
    for (NetworkOp network : getOperation().getOps<NetworkOp>())
      Fuser(network.getBody()).run(network.getBody());
  }
};
} // namespace

std::unique_ptr<Pass> createFuseFormsPass() {
  return std::make_unique<FuseFormsPass>();
}

} // namespace dnd::passes
