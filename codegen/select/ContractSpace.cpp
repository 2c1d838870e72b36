//===- ContractSpace.cpp - a contraction as GPUs see it -------------------===//
#include "codegen/select/ContractSpace.h"

using namespace mlir;
using dnd::dndrt::PackedContractOp;

namespace dnd::codegen {

ContractSpace::ContractSpace(PackedContractOp op) : op(op) {
  OpBuilder b(op);
  space.extents.assign(op.getExtents().begin(), op.getExtents().end());
  for (auto [operand, attr] : llvm::zip_equal(op.getOperands(), op.getMaps())) {
    space.buffers.push_back(operand);
    space.maps.push_back(cast<AffineMapAttr>(attr).getValue());
  }
  coalesceDims(b, op.getLoc(), space);
  chooseRoles();
}

/// The batch outermost, so that nothing is divided by it; innermost what `map`
/// reads densely.
void ContractSpace::orderDims(SmallVectorImpl<unsigned> &dims,
                              AffineMap map) const {
  llvm::stable_sort(dims, [&](unsigned a, unsigned b) {
    auto rank = [&](unsigned d) {
      return ShapedType::isDynamic(space.extents[d]) ? -1
                                                     : isContiguous(map, d);
    };
    return rank(a) < rank(b);
  });
}

void ContractSpace::chooseRoles() {
  AffineMap out = space.maps[op.getNumFactors() + op.getExtras().size()];
  AffineMap factor = op.getFactor() ? space.maps[2] : AffineMap();
  roles = *findRoles(space.maps[0], space.maps[1], factor, out, space.extents);
  auto isDense = [&](ArrayRef<unsigned> dims) {
    return llvm::any_of(dims, [&](unsigned d) { return isContiguous(out, d); });
  };
  if (isDense(roles.rows)) {
    std::swap(roles.rows, roles.columns);
    std::swap(space.buffers[0], space.buffers[1]);
    std::swap(space.maps[0], space.maps[1]);
  }
  if (factor)
    factorSide = variesWith(factor, roles.rows) ? 0 : 1;
  orderDims(roles.columns, out);
  orderDims(roles.rows, space.maps[0]);
  orderDims(roles.shared, out);
  // Along the steps: dense in the right operand, or else in the left one.
  orderDims(roles.summed, space.maps[0]);
  orderDims(roles.summed, space.maps[1]);
  for (ArrayRef<unsigned> dims :
       {ArrayRef(roles.shared), ArrayRef(roles.rows), ArrayRef(roles.columns)})
    llvm::append_range(resultDims, dims);
  llvm::stable_sort(resultDims, [&](unsigned a, unsigned b) {
    return isDynamic(a) > isDynamic(b);
  });
}

ProductSize ContractSpace::size() const {
  auto count = [&](ArrayRef<unsigned> dims) {
    return countPoints(dims, space.extents, assumedDeviceBatch);
  };
  return {count(roles.rows), count(roles.columns), count(roles.summed),
          count(roles.shared)};
}

/// Registers of the elements that one thread brings of a tile of `extent`
/// positions.
int64_t ContractSpace::transferRegisters(unsigned operand,
                                         ArrayRef<unsigned> positions,
                                         int64_t extent,
                                         const BlockShape &shape) const {
  AffineMap map = space.maps[operand];
  auto isWide = [&](ArrayRef<unsigned> dims) {
    return !dims.empty() && isContiguous(map, dims.back()) &&
           !isDynamic(dims.back()) && space.extents[dims.back()] % 4 == 0;
  };
  int64_t elements = llvm::divideCeil(extent * shape.steps, shape.threads());
  int64_t addresses = isWide(positions) || isWide(roles.summed)
                          ? llvm::divideCeil(elements, 4)
                          : elements;
  // Addresses and indices have 64 bits; the last index of each is the number of
  // the position or the step itself.
  auto indices = [](ArrayRef<unsigned> dims) -> int64_t {
    return dims.empty() ? 0 : dims.size() - 1;
  };
  int64_t each = 2 * (1 + indices(positions) + indices(roles.summed));
  bool hasFactor = factorSide == static_cast<int>(operand);
  return (elements + addresses * each) * (hasFactor ? 2 : 1);
}

int64_t ContractSpace::registers(const BlockShape &shape) const {
  constexpr int64_t ofTheRest = 32; // counters, the tile's corner, bounds
  int64_t own =
      shape.math == DeviceMath::f32
          ? shape.ownRows * shape.ownColumns + shape.ownRows + shape.ownColumns
          : shape.ownRows * shape.ownColumns / 32 + 16;
  // A sum of one tile is no loop, and ptxas reads about half of all numbers
  // before it multiplies.
  if (shape.math == DeviceMath::f32 && size().steps <= shape.steps)
    own += shape.steps / shape.slices * (shape.ownRows + shape.ownColumns) / 2;
  return ofTheRest + own + transferRegisters(0, roles.rows, shape.rows, shape) +
         transferRegisters(1, roles.columns, shape.columns, shape);
}

StridedBuffer ContractSpace::stridedSums() const {
  StridedBuffer sums{Value(), SmallVector<int64_t>(space.extents.size(), 0)};
  int64_t step = 1;
  for (unsigned d : llvm::reverse(resultDims)) {
    sums.strides[d] = step;
    if (!isDynamic(d))
      step *= space.extents[d];
  }
  return sums;
}

std::optional<LibraryOffer> findLibraryOffer(const ContractSpace &c) {
  const BufferSpace &space = c.space;
  PackedContractOp op = c.op;
  if (op.getFactor())
    return std::nullopt;
  unsigned first = 2 + op.getExtras().size();
  if (auto out = stridedBuffer(space.buffers[first], space.maps[first]))
    if (auto direct = asLibraryProduct(space, c.roles, *out))
      if (matchLibraryEpilogue(op, space, *direct))
        return LibraryOffer{*direct, false};
  if (auto sums = asLibraryProduct(space, c.roles, c.stridedSums()))
    return LibraryOffer{*sums, true};
  return std::nullopt;
}

} // namespace dnd::codegen
