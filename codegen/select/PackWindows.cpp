//===- PackWindows.cpp - windows among sums of products -------------------===//
//
// A padded tensor is a fill and one insertion for each dimension that has gaps
// or margins. The kernel of a window copies its image anyway, so it makes the
// margins, too, and leaves out products with zeros between elements. The
// adjoint of a padded image is padded as well and cropped behind the sum; what
// is cropped away is not computed.
//
//===----------------------------------------------------------------------===//
#include "codegen/select/PackWindows.h"
#include "codegen/kernel/TileEmitter.h"
#include "codegen/select/WindowPlan.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"
#include "mlir/IR/Matchers.h"

using namespace mlir;
using dnd::dndrt::MarginsAttr;
using dnd::dndrt::PackedContractOp;

namespace dnd::codegen {

static int64_t vectorBits(Operation *op, Type element) {
  return targetTile(op, element).lanes / 2 * element.getIntOrFloatBitWidth();
}

bool isWindow(linalg::GenericOp op, const Product &product) {
  if (product.size() != 2)
    return false;
  SmallVector<int64_t> extents = op.getStaticLoopRanges();
  WindowSum sum;
  sum.extents = extents;
  for (unsigned i : {0u, 1u}) {
    sum.shapes[i] = cast<ShapedType>(product[i]->get().getType()).getShape();
    sum.maps[i] = op.getMatchingIndexingMap(product[i]);
  }
  sum.out = op.getMatchingIndexingMap(op.getDpsInitOperand(0));
  sum.element = cast<ShapedType>(op.getResult(0).getType()).getElementType();
  return planWindow(sum, vectorBits(op, sum.element)).has_value();
}

//===----------------------------------------------------------------------===//
// Margins
//===----------------------------------------------------------------------===//

namespace {
/// A tensor that is read with margins.
struct Padded {
  Value tensor;
  SmallVector<int64_t> low, step;
  FloatAttr value; // null: no margins
};
} // namespace

static bool isStatic(ArrayRef<int64_t> numbers) {
  return llvm::none_of(numbers, ShapedType::isDynamic);
}

/// What `padded` is a padded copy of.
static std::optional<Padded> behindPadding(const Padded &padded) {
  auto insert = padded.tensor.getDefiningOp<tensor::InsertSliceOp>();
  if (!insert || !isStatic(insert.getStaticOffsets()) ||
      !isStatic(insert.getStaticStrides()) ||
      insert.getSourceType().getRank() != insert.getDestType().getRank())
    return std::nullopt;
  auto fill = insert.getDest().getDefiningOp<linalg::FillOp>();
  FloatAttr value;
  if (!fill || !matchPattern(fill.getInputs()[0], m_Constant(&value)) ||
      (padded.value && padded.value != value))
    return std::nullopt;
  Padded source = padded;
  source.tensor = insert.getSource();
  source.value = value;
  for (auto [d, offset, stride] :
       llvm::enumerate(insert.getStaticOffsets(), insert.getStaticStrides())) {
    source.low[d] += source.step[d] * offset;
    source.step[d] *= stride;
  }
  return source;
}

static std::optional<WindowPlan> planWith(PackedContractOp op, unsigned factor,
                                          const Padded &padded,
                                          MarginsAttr margins) {
  WindowSum sum;
  sum.extents = op.getExtents();
  for (unsigned i : {0u, 1u}) {
    Value tensor = i == factor ? padded.tensor : op.getOperand(i);
    sum.shapes[i] = cast<ShapedType>(tensor.getType()).getShape();
    sum.maps[i] = op.getMap(i);
  }
  sum.out = op.getInitMap(0);
  sum.margins = margins;
  sum.element = op.getAccumulateType();
  return planWindow(sum, vectorBits(op, sum.element));
}

PackedContractOp takeMargins(PackedContractOp op) {
  if (op.getFactor() || op.getMarginsAttr())
    return op;
  for (unsigned factor : {0u, 1u}) {
    auto type = cast<RankedTensorType>(op.getOperand(factor).getType());
    SmallVector<Padded> layers{
        {op.getOperand(factor), SmallVector<int64_t>(type.getRank(), 0),
         SmallVector<int64_t>(type.getRank(), 1), FloatAttr()}};
    while (auto next = behindPadding(layers.back()))
      layers.push_back(*next);
    // As far behind the paddings as the kernel can go.
    for (; layers.size() > 1; layers.pop_back()) {
      const Padded &last = layers.back();
      FloatAttr value =
          FloatAttr::get(op.getAccumulateType(), last.value.getValueAsDouble());
      auto margins =
          MarginsAttr::get(op.getContext(), factor, last.low, last.step, value);
      if (!planWith(op, factor, last, margins))
        continue;
      op->setOperand(factor, last.tensor);
      op.setMarginsAttr(margins);
      return op;
    }
  }
  return op;
}

//===----------------------------------------------------------------------===//
// Crops
//===----------------------------------------------------------------------===//

namespace {
/// The part of a result that is used: [offset, offset + size) of each
/// dimension.
struct Part {
  SmallVector<int64_t> offsets, sizes;
  bool operator==(const Part &other) const {
    return offsets == other.offsets && sizes == other.sizes;
  }
};
} // namespace

/// What an access with `map` over loops of `extents` reads; `whole` gets the
/// map without the offsets.
static std::optional<Part> partOf(AffineMap map, ArrayRef<int64_t> extents,
                                  AffineMap &whole) {
  Part part;
  SmallVector<AffineExpr> results;
  for (AffineExpr expr : map.getResults()) {
    int64_t offset = 0;
    if (auto sum = dyn_cast<AffineBinaryOpExpr>(expr)) {
      auto constant = dyn_cast<AffineConstantExpr>(sum.getRHS());
      if (sum.getKind() != AffineExprKind::Add || !constant)
        return std::nullopt;
      offset = constant.getValue();
      expr = sum.getLHS();
    }
    auto dim = dyn_cast<AffineDimExpr>(expr);
    if (!dim || offset < 0)
      return std::nullopt;
    part.offsets.push_back(offset);
    part.sizes.push_back(extents[dim.getPosition()]);
    results.push_back(dim);
  }
  whole = AffineMap::get(map.getNumDims(), 0, results, map.getContext());
  return whole.isProjectedPermutation() ? std::optional(part) : std::nullopt;
}

/// The same of an operand, if it is one that is only read.
static std::optional<Part> partOf(OpOperand &use, AffineMap &whole) {
  if (auto generic = dyn_cast<linalg::GenericOp>(use.getOwner()))
    return generic.isDpsInput(&use)
               ? partOf(generic.getMatchingIndexingMap(&use),
                        generic.getStaticLoopRanges(), whole)
               : std::nullopt;
  auto packed = dyn_cast<PackedContractOp>(use.getOwner());
  unsigned number = use.getOperandNumber();
  if (!packed || number >= packed.getNumFactors() ||
      (packed.getMarginsAttr() &&
       packed.getMarginsAttr().getFactor() == number))
    return std::nullopt;
  return partOf(packed.getMap(number), packed.getExtents(), whole);
}

/// Gives the operand another map.
static void setMap(OpOperand &use, AffineMap map) {
  Builder b(map.getContext());
  if (auto generic = dyn_cast<linalg::GenericOp>(use.getOwner())) {
    SmallVector<AffineMap> maps = generic.getIndexingMapsArray();
    maps[use.getOperandNumber()] = map;
    return generic.setIndexingMapsAttr(b.getAffineMapArrayAttr(maps));
  }
  auto packed = cast<PackedContractOp>(use.getOwner());
  SmallVector<Attribute> maps(packed.getMaps().getValue());
  maps[use.getOperandNumber()] = AffineMapAttr::get(map);
  packed.setMapsAttr(b.getArrayAttr(maps));
}

/// What a slice leaves.
static std::optional<Part> partOf(tensor::ExtractSliceOp slice) {
  RankedTensorType from = slice.getSourceType(), to = slice.getType();
  if (from.getRank() != to.getRank() || !isStatic(slice.getStaticOffsets()) ||
      !llvm::all_of(slice.getStaticStrides(), [](int64_t s) { return s == 1; }))
    return std::nullopt;
  // Of the batch everything stays.
  for (int64_t d = 0; d < from.getRank(); ++d)
    if (from.isDynamicDim(d) != to.isDynamicDim(d) ||
        (from.isDynamicDim(d) && slice.getStaticOffset(d) != 0))
      return std::nullopt;
  return Part{SmallVector<int64_t>(slice.getStaticOffsets()),
              SmallVector<int64_t>(to.getShape())};
}

PackedContractOp takeCrop(PackedContractOp op) {
  if (op.getFactor() || op.getNumResults() != 1 || !op.getExtras().empty() ||
      !planWindow(op))
    return op;
  auto empty = op.getInits()[0].getDefiningOp<tensor::EmptyOp>();
  Value result = op.getResult(0);
  std::optional<Part> part;
  SmallVector<std::pair<OpOperand *, AffineMap>> uses;
  for (OpOperand &use : result.getUses()) {
    AffineMap whole;
    std::optional<Part> read;
    if (auto slice = dyn_cast<tensor::ExtractSliceOp>(use.getOwner()))
      read = partOf(slice);
    else
      read = partOf(use, whole);
    if (!read || (part && !(*part == *read)))
      return op;
    part = read;
    uses.push_back({&use, whole});
  }
  auto type = cast<RankedTensorType>(result.getType());
  if (!empty || !part || type.getShape() == ArrayRef(part->sizes))
    return op;
  OpBuilder b(op);
  SmallVector<int64_t> extents(op.getExtents());
  SmallVector<AffineExpr> shifted;
  for (unsigned d = 0; d < extents.size(); ++d)
    shifted.push_back(b.getAffineDimExpr(d));
  for (auto [expr, offset, size] : llvm::zip_equal(
           op.getInitMap(0).getResults(), part->offsets, part->sizes)) {
    auto dim = dyn_cast<AffineDimExpr>(expr);
    if (!dim)
      return op;
    extents[dim.getPosition()] = size;
    shifted[dim.getPosition()] = dim + offset;
  }
  SmallVector<AffineMap> maps;
  for (unsigned i : {0u, 1u})
    maps.push_back(
        op.getMap(i).replaceDimsAndSymbols(shifted, {}, extents.size(), 0));
  maps.push_back(op.getInitMap(0));
  Value init = b.create<tensor::EmptyOp>(
      op.getLoc(), part->sizes, type.getElementType(), empty.getDynamicSizes());
  PackedContractOp made = createPackedSum(
      b, op.getLoc(), {op.getLhs(), op.getRhs()}, init, extents, maps);
  made.setMarginsAttr(op.getMarginsAttr());
  if (!planWindow(made)) {
    made.erase();
    return op;
  }
  for (auto [use, map] : uses) {
    if (auto slice = dyn_cast<tensor::ExtractSliceOp>(use->getOwner())) {
      slice.replaceAllUsesWith(made.getResult(0));
      slice.erase();
      continue;
    }
    setMap(*use, map);
  }
  result.replaceAllUsesWith(made.getResult(0));
  op.erase();
  return made;
}

} // namespace dnd::codegen
