//===- LibraryProduct.cpp - contractions as products of matrices ----------===//
#include "codegen/library/LibraryProduct.h"
#include "codegen/nest/Points.h"
#include "mlir/Analysis/FlatLinearValueConstraints.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/IR/Matchers.h"
#include "llvm/ADT/STLExtras.h"

using namespace mlir;
using dnd::dndrt::LibraryCallOp;
using dnd::dndrt::PackedContractOp;

namespace dnd::codegen {

std::optional<StridedBuffer> stridedBuffer(Value buffer, AffineMap map) {
  auto type = cast<MemRefType>(buffer.getType());
  if (!type.getLayout().isIdentity() || !type.getElementType().isF32())
    return std::nullopt;
  StridedBuffer result{buffer, SmallVector<int64_t>(map.getNumDims(), 0)};
  int64_t step = 1;
  for (int64_t i = type.getRank(); i-- > 0;) {
    SmallVector<int64_t> factors; // of the dimensions, then the constant
    if (ShapedType::isDynamic(step) ||
        failed(getFlattenedAffineExpr(map.getResult(i), map.getNumDims(), 0,
                                      &factors)) ||
        factors.size() != map.getNumDims() + 1 || factors.back() != 0)
      return std::nullopt;
    for (unsigned d = 0; d < map.getNumDims(); ++d)
      result.strides[d] += factors[d] * step;
    step =
        type.isDynamicDim(i) ? ShapedType::kDynamic : step * type.getDimSize(i);
  }
  return result;
}

//===----------------------------------------------------------------------===//
// Matrices
//===----------------------------------------------------------------------===//

namespace {
/// Dimensions that are one in all buffers that have them.
struct Flat {
  SmallVector<unsigned> dims; // outermost first, those of one point left out
  int64_t extent = 1;         // or dynamic

  bool isOne() const { return extent == 1; }
  /// Elements from one point to the next.
  int64_t stride(const StridedBuffer &in) const {
    return dims.empty() ? 0 : in.strides[dims.back()];
  }
};
} // namespace

static std::optional<Flat> flatten(ArrayRef<unsigned> dims,
                                   ArrayRef<int64_t> extents,
                                   ArrayRef<const StridedBuffer *> buffers) {
  Flat flat;
  for (unsigned d : dims)
    if (extents[d] != 1)
      flat.dims.push_back(d);
  llvm::stable_sort(flat.dims, [&](unsigned a, unsigned b) {
    return buffers[0]->strides[a] > buffers[0]->strides[b];
  });
  for (auto [i, d] : llvm::enumerate(flat.dims)) {
    bool isInner = i > 0;
    if (isInner && ShapedType::isDynamic(extents[d]))
      return std::nullopt;
    for (const StridedBuffer *buffer : buffers)
      if (isInner &&
          buffer->strides[flat.dims[i - 1]] != buffer->strides[d] * extents[d])
        return std::nullopt;
    flat.extent =
        ShapedType::isDynamic(flat.extent) || ShapedType::isDynamic(extents[d])
            ? ShapedType::kDynamic
            : flat.extent * extents[d];
  }
  return flat;
}

static std::optional<LibraryMatrix> asMatrix(const StridedBuffer &buffer,
                                             const Flat &rows,
                                             const Flat &columns,
                                             const Flat &count) {
  LibraryMatrix matrix{buffer.buffer, 1, count.stride(buffer), false};
  int64_t row = rows.stride(buffer), column = columns.stride(buffer);
  // A library wants rows that do not overlap, also where there is only one.
  auto fits = [](int64_t dense, int64_t leading, int64_t extent) {
    return dense == 1 && !ShapedType::isDynamic(extent) && leading >= extent;
  };
  if (columns.isOne()) {
    matrix.leading = rows.isOne() ? 1 : row;
  } else if (rows.isOne() && column == 1 &&
             !ShapedType::isDynamic(columns.extent)) {
    matrix.leading = columns.extent;
  } else if (rows.isOne()) {
    matrix.leading = column;
    matrix.transposed = true;
  } else if (fits(column, row, columns.extent)) {
    matrix.leading = row;
  } else if (fits(row, column, rows.extent)) {
    matrix.leading = column;
    matrix.transposed = true;
  } else {
    return std::nullopt;
  }
  if (matrix.leading < 1 || matrix.stride < 0)
    return std::nullopt;
  return matrix;
}

std::optional<LibraryProduct> asLibraryProduct(const BufferSpace &space,
                                               const ContractRoles &roles,
                                               const StridedBuffer &out) {
  std::optional<StridedBuffer> lhs =
      stridedBuffer(space.buffers[0], space.maps[0]);
  std::optional<StridedBuffer> rhs =
      stridedBuffer(space.buffers[1], space.maps[1]);
  if (!lhs || !rhs)
    return std::nullopt;
  ArrayRef<int64_t> extents = space.extents;
  auto rows = flatten(roles.rows, extents, {&out, &*lhs});
  auto columns = flatten(roles.columns, extents, {&out, &*rhs});
  auto steps = flatten(roles.summed, extents, {&*lhs, &*rhs});
  auto count = flatten(roles.shared, extents, {&out, &*lhs, &*rhs});
  if (!rows || !columns || !steps || !count)
    return std::nullopt;
  auto target = asMatrix(out, *rows, *columns, *count);
  if (target && target->transposed) {
    // The transposed product, of the other operands.
    std::swap(rows, columns);
    std::swap(lhs, rhs);
    target = asMatrix(out, *rows, *columns, *count);
  }
  auto left = asMatrix(*lhs, *rows, *steps, *count);
  auto right = asMatrix(*rhs, *steps, *columns, *count);
  if (!target || target->transposed || !left || !right)
    return std::nullopt;
  LibraryProduct product;
  product.rows = rows->dims;
  product.columns = columns->dims;
  product.steps = steps->dims;
  product.count = count->dims;
  product.lhs = *left;
  product.rhs = *right;
  product.out = *target;
  return product;
}

//===----------------------------------------------------------------------===//
// Epilogues
//===----------------------------------------------------------------------===//

/// x of max(x, 0) however it is written; null for others. A NaN stays one in
/// some of these and not in others; so it is with libraries.
static Value matchRelu(Value value) {
  auto isZero = [](Value v) { return matchPattern(v, m_AnyZeroFloat()); };
  Operation *op = value.getDefiningOp();
  if (isa_and_nonnull<arith::MaximumFOp, arith::MaxNumFOp>(op))
    return isZero(op->getOperand(1))   ? op->getOperand(0)
           : isZero(op->getOperand(0)) ? op->getOperand(1)
                                       : Value();
  auto select = value.getDefiningOp<arith::SelectOp>();
  auto compare = select ? select.getCondition().getDefiningOp<arith::CmpFOp>()
                        : arith::CmpFOp();
  if (!compare)
    return {};
  bool isGreater;
  switch (compare.getPredicate()) {
  case arith::CmpFPredicate::OGT:
  case arith::CmpFPredicate::OGE:
  case arith::CmpFPredicate::UGT:
  case arith::CmpFPredicate::UGE:
    isGreater = true;
    break;
  case arith::CmpFPredicate::OLT:
  case arith::CmpFPredicate::OLE:
  case arith::CmpFPredicate::ULT:
  case arith::CmpFPredicate::ULE:
    isGreater = false;
    break;
  default:
    return {};
  }
  Value x = compare.getLhs(), other = compare.getRhs();
  if (isZero(x)) {
    std::swap(x, other);
    isGreater = !isGreater;
  }
  Value above = select.getTrueValue(), below = select.getFalseValue();
  if (!isGreater)
    std::swap(above, below);
  return isZero(other) && above == x && isZero(below) ? x : Value();
}

/// The terms of a sum; a difference has the second one negated.
static void collectTerms(Value value, bool negated,
                         SmallVectorImpl<std::pair<Value, bool>> &terms) {
  if (auto sum = value.getDefiningOp<arith::AddFOp>()) {
    collectTerms(sum.getLhs(), negated, terms);
    collectTerms(sum.getRhs(), negated, terms);
  } else if (auto difference = value.getDefiningOp<arith::SubFOp>()) {
    collectTerms(difference.getLhs(), negated, terms);
    collectTerms(difference.getRhs(), !negated, terms);
  } else {
    terms.emplace_back(value, negated);
  }
}

/// The factor of `sum` in `value`; none if it is anything else.
static std::optional<float> factorOf(Value value, Value sum) {
  if (value == sum)
    return 1;
  auto product = value.getDefiningOp<arith::MulFOp>();
  FloatAttr factor;
  if (product && product.getLhs() == sum &&
      matchPattern(product.getRhs(), m_Constant(&factor)))
    return factor.getValue().convertToFloat();
  if (product && product.getRhs() == sum &&
      matchPattern(product.getLhs(), m_Constant(&factor)))
    return factor.getValue().convertToFloat();
  return std::nullopt;
}

/// True if `buffer` has one element for each column, and they are neighbours.
static bool isBias(const StridedBuffer &buffer, const BufferSpace &space,
                   const LibraryProduct &product) {
  for (unsigned d = 0; d < space.extents.size(); ++d)
    if (buffer.strides[d] != 0 && space.extents[d] != 1 &&
        !llvm::is_contained(product.columns, d))
      return false;
  auto columns = flatten(product.columns, space.extents, {&buffer});
  return columns && columns->dims == product.columns &&
         (columns->isOne() || columns->stride(buffer) == 1);
}

bool matchLibraryEpilogue(PackedContractOp op, const BufferSpace &space,
                          LibraryProduct &product) {
  if (op.getInits().size() != 1)
    return false;
  Block &body = op.getEpilogue().front();
  Value result = body.getTerminator()->getOperand(0);
  if (Value inner = matchRelu(result)) {
    product.relu = true;
    result = inner;
  }
  SmallVector<std::pair<Value, bool>> terms;
  collectTerms(result, false, terms);
  bool hasSum = false;
  for (auto [value, negated] : terms) {
    if (std::optional<float> factor = factorOf(value, body.getArgument(0))) {
      if (std::exchange(hasSum, true))
        return false;
      product.scale = negated ? -*factor : *factor;
      continue;
    }
    auto argument = dyn_cast<BlockArgument>(value);
    if (!argument || argument.getOwner() != &body || negated)
      return false;
    if (argument.getArgNumber() == body.getNumArguments() - 1) {
      if (std::exchange(product.add, true))
        return false;
      continue;
    }
    // Arguments are the sum and the extras, operands two and the extras.
    unsigned operand = argument.getArgNumber() + 1;
    auto extra = stridedBuffer(space.buffers[operand], space.maps[operand]);
    if (!extra || product.bias || !isBias(*extra, space, product))
      return false;
    product.bias = extra->buffer;
  }
  return hasSum;
}

//===----------------------------------------------------------------------===//
// The op
//===----------------------------------------------------------------------===//

std::string LibraryProduct::sizeText(ArrayRef<int64_t> extents) const {
  auto text = [&](ArrayRef<unsigned> dims) { return countText(dims, extents); };
  std::string many = count.empty() ? "product" : text(count) + " products";
  return many + " of " + text(rows) + " x " + text(columns) + " with " +
         text(steps) + " steps";
}

LibraryCallOp LibraryProduct::emit(Operation *op, ArrayRef<int64_t> extents,
                                   Value batch, DeviceMath math) const {
  OpBuilder b(op);
  Location loc = op->getLoc();
  auto points = [&](ArrayRef<unsigned> dims) {
    Value total = b.create<arith::ConstantIndexOp>(loc, 1);
    for (unsigned d : dims)
      total = b.createOrFold<arith::MulIOp>(
          loc, total,
          ShapedType::isDynamic(extents[d])
              ? batch
              : b.create<arith::ConstantIndexOp>(loc, extents[d]));
    return total;
  };
  Value m = points(rows), n = points(columns), k = points(steps),
        p = points(count);
  auto kind = dnd::dndrt::ProductAttr::get(
      b.getContext(), {lhs.leading, rhs.leading, out.leading},
      {lhs.stride, rhs.stride, out.stride}, b.getF32FloatAttr(scale),
      mathName(math), lhs.transposed, rhs.transposed, add, bool(bias), relu);
  SmallVector<Value> buffers{lhs.buffer, rhs.buffer, out.buffer};
  if (bias)
    buffers.push_back(bias);
  auto made =
      b.create<LibraryCallOp>(loc, kind, buffers, ValueRange{m, n, k, p});
  made.getDone().emplaceBlock();
  made.getOtherwise().emplaceBlock();
  return made;
}

} // namespace dnd::codegen
