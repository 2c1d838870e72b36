//===- Windows.cpp - adjoints of windows are windows ----------------------===//
#include "dialect/dnd/gradients/Windows.h"
#include "dialect/dnd/shapes/Pad.h"
#include "llvm/ADT/SetVector.h"

using namespace mlir;
using namespace dnd;

namespace {

/// A sum of multiples of dimensions and a constant.
struct LinearIndex {
  SmallVector<int64_t> coefficients;
  int64_t constant = 0;

  explicit LinearIndex(unsigned numDims) : coefficients(numDims) {}

  /// Nothing where `expr` divides or has symbols.
  static std::optional<LinearIndex> of(AffineExpr expr, unsigned numDims) {
    LinearIndex index(numDims);
    return index.add(expr, 1) ? std::optional(index) : std::nullopt;
  }
  AffineExpr toExpr(MLIRContext *context) const {
    AffineExpr expr = getAffineConstantExpr(0, context);
    for (auto [dim, coefficient] : llvm::enumerate(coefficients))
      expr = expr + getAffineDimExpr(dim, context) * coefficient;
    return expr + constant;
  }
  /// Adds factor * other.
  void add(const LinearIndex &other, int64_t factor) {
    for (auto [mine, more] : llvm::zip(coefficients, other.coefficients))
      mine += factor * more;
    constant += factor * other.constant;
  }
  /// Smallest and largest value over the extents.
  std::pair<int64_t, int64_t> range(ArrayRef<int64_t> extents) const {
    std::pair<int64_t, int64_t> ends(constant, constant);
    for (auto [coefficient, extent] : llvm::zip(coefficients, extents))
      if (coefficient)
        (coefficient < 0 ? ends.first : ends.second) +=
            coefficient * (extent - 1);
    return ends;
  }
  SmallVector<unsigned> dims() const {
    SmallVector<unsigned> found;
    for (auto [dim, coefficient] : llvm::enumerate(coefficients))
      if (coefficient)
        found.push_back(dim);
    return found;
  }
  bool isPlain(unsigned dim) const {
    return constant == 0 && coefficients[dim] == 1 && dims().size() == 1;
  }

private:
  bool add(AffineExpr expr, int64_t factor) {
    if (auto number = dyn_cast<AffineConstantExpr>(expr)) {
      constant += factor * number.getValue();
      return true;
    }
    if (auto dim = dyn_cast<AffineDimExpr>(expr)) {
      coefficients[dim.getPosition()] += factor;
      return true;
    }
    auto binary = dyn_cast<AffineBinaryOpExpr>(expr);
    if (!binary)
      return false;
    if (binary.getKind() == AffineExprKind::Add)
      return add(binary.getLHS(), factor) && add(binary.getRHS(), factor);
    auto by = dyn_cast<AffineConstantExpr>(binary.getRHS());
    return binary.getKind() == AffineExprKind::Mul && by &&
           add(binary.getLHS(), factor * by.getValue());
  }
};

/// How the dimensions of a tensor are padded.
struct Padding {
  SmallVector<int64_t> low, high, interior;

  explicit Padding(int64_t rank) : low(rank), high(rank), interior(rank) {}
  bool isAny() const {
    auto isSet = [](int64_t amount) { return amount != 0; };
    return llvm::any_of(low, isSet) || llvm::any_of(high, isSet) ||
           llvm::any_of(interior, isSet);
  }
  /// The tensor with zeros around.
  Value apply(OpBuilder &builder, Location loc, Value tensor) const {
    if (!isAny())
      return tensor;
    shapes::TypeOr type = shapes::pad(tensorType(tensor), low, high, interior);
    return builder.create<PadOp>(loc, *type, tensor, low, high, interior,
                                 llvm::APFloat(0.0));
  }
};

struct WindowFactor {
  Value tensor;
  SmallVector<LinearIndex> indices; // one for each dimension of the tensor
  Padding padding;
};

/// Makes the indices of the result plain, one after the other.
class WindowAdjoint {
public:
  WindowAdjoint(OpBuilder &builder, Location loc, RankedTensorType type,
                ArrayRef<int64_t> extents)
      : builder(builder), loc(loc), type(type),
        extents(extents.begin(), extents.end()), taken(extents.size()),
        margin(type.getRank()), innerShape(type.getShape()) {}

  /// False where an index is not affine.
  bool read(ValueRange tensors, ArrayRef<AffineMap> maps, AffineMap outMap);
  /// False where some index cannot be made plain, or all of them are.
  bool solve();
  Value build(double coefficient, Value batchLike);

private:
  bool isBatch(unsigned dim) const {
    return ShapedType::isDynamic(extents[dim]);
  }
  bool takePlain(unsigned k);
  bool takeRadix(unsigned k);
  bool takeSingle(unsigned k);
  bool takeWindow(unsigned k);
  unsigned chooseDim(const LinearIndex &index, ArrayRef<unsigned> open);
  bool fits(const WindowFactor &factor, unsigned p, int64_t stride) const;
  bool hasPlain(const WindowFactor &factor, unsigned p) const;
  void standAlone(WindowFactor &factor);
  void crop(WindowFactor &factor, unsigned p);
  void substitute(WindowFactor &factor, unsigned p, int64_t stride,
                  const LinearIndex &multiple, int64_t places);
  AffineMap mapOf(ArrayRef<LinearIndex> indices);

  OpBuilder &builder;
  Location loc;
  RankedTensorType type;
  SmallVector<int64_t> extents;
  std::vector<bool> taken; // dimensions that are plain indices of the result
  std::vector<WindowFactor> factors;
  SmallVector<LinearIndex> out;
  Padding margin; // of the result, behind the contract
  SmallVector<int64_t> innerShape;
};

} // namespace

bool WindowAdjoint::read(ValueRange tensors, ArrayRef<AffineMap> maps,
                         AffineMap outMap) {
  auto indicesOf = [&](AffineMap map, SmallVector<LinearIndex> &indices) {
    for (AffineExpr expr : map.getResults()) {
      auto index = LinearIndex::of(expr, extents.size());
      if (!index)
        return false;
      indices.push_back(*index);
    }
    return true;
  };
  for (auto [tensor, map] : llvm::zip_equal(tensors, maps)) {
    factors.push_back({tensor, {}, Padding(tensorType(tensor).getRank())});
    if (!indicesOf(map, factors.back().indices))
      return false;
  }
  if (!indicesOf(outMap, out))
    return false;
  // A dimension of one point adds nothing to a sum of several.
  for (LinearIndex &index : out)
    if (index.dims().size() > 1)
      for (unsigned dim : index.dims())
        if (extents[dim] == 1)
          index.coefficients[dim] = 0;
  return true;
}

bool WindowAdjoint::solve() {
  SmallVector<unsigned> open;
  for (unsigned k = 0; k < out.size(); ++k)
    if (!takePlain(k) && !takeRadix(k))
      open.push_back(k);
  SmallVector<unsigned> windows;
  for (unsigned k : open)
    if (!takeSingle(k))
      windows.push_back(k);
  return !open.empty() &&
         llvm::all_of(windows, [&](unsigned k) { return takeWindow(k); });
}

/// A dimension over the whole extent.
bool WindowAdjoint::takePlain(unsigned k) {
  SmallVector<unsigned> dims = out[k].dims();
  if (dims.size() != 1 || !out[k].isPlain(dims[0]) || taken[dims[0]] ||
      extents[dims[0]] != type.getDimSize(k))
    return false;
  taken[dims[0]] = true;
  return true;
}

/// Dimensions whose row-major number the index is.
bool WindowAdjoint::takeRadix(unsigned k) {
  SmallVector<unsigned> dims = out[k].dims();
  const LinearIndex &index = out[k];
  llvm::sort(dims, [&](unsigned a, unsigned b) {
    return index.coefficients[a] < index.coefficients[b];
  });
  int64_t stride = 1;
  for (unsigned dim : dims) {
    if (taken[dim] || isBatch(dim) || index.coefficients[dim] != stride)
      return false;
    stride *= extents[dim];
  }
  if (dims.size() < 2 || index.constant != 0 || stride != type.getDimSize(k))
    return false;
  for (unsigned dim : dims)
    taken[dim] = true;
  return true;
}

/// stride * p + offset, or a constant: the result is smaller, and padded.
bool WindowAdjoint::takeSingle(unsigned k) {
  LinearIndex &index = out[k];
  SmallVector<unsigned> dims = index.dims();
  int64_t step = 1, count = 1;
  if (dims.size() == 1) {
    unsigned p = dims[0];
    step = index.coefficients[p];
    if (taken[p] || step < 0)
      return false;
    count = extents[p];
    taken[p] = true;
  } else if (!dims.empty()) {
    return false;
  }
  margin.low[k] = index.constant;
  margin.interior[k] = count == 1 ? 0 : step - 1;
  margin.high[k] = type.getDimSize(k) - 1 - index.constant - step * (count - 1);
  innerShape[k] = count;
  index = LinearIndex(extents.size());
  if (!dims.empty())
    index.coefficients[dims[0]] = 1;
  return true;
}

/// Every index with p allows the substitution: p alone, or a multiple that the
/// stride divides.
bool WindowAdjoint::fits(const WindowFactor &factor, unsigned p,
                         int64_t stride) const {
  return llvm::all_of(factor.indices, [&](const LinearIndex &index) {
    return index.isPlain(p) || index.coefficients[p] % stride == 0;
  });
}

bool WindowAdjoint::hasPlain(const WindowFactor &factor, unsigned p) const {
  return llvm::any_of(factor.indices, [&](const LinearIndex &index) {
    return index.isPlain(p);
  });
}

/// The dimension to substitute: as few copies as possible, then the longest,
/// so that what stays is summed over the shorter ones.
unsigned WindowAdjoint::chooseDim(const LinearIndex &index,
                                  ArrayRef<unsigned> open) {
  auto copies = [&](unsigned p) {
    return llvm::count_if(factors, [&](const WindowFactor &factor) {
      return !fits(factor, p, index.coefficients[p]);
    });
  };
  return *llvm::min_element(open, [&](unsigned a, unsigned b) {
    return std::pair(copies(a), -extents[a]) <
           std::pair(copies(b), -extents[b]);
  });
}

/// Copies the factor to where each of its dimensions is one of the iteration
/// space.
void WindowAdjoint::standAlone(WindowFactor &factor) {
  factor.tensor = factor.padding.apply(builder, loc, factor.tensor);
  llvm::SmallSetVector<unsigned, 4> used;
  for (const LinearIndex &index : factor.indices)
    for (unsigned dim : index.dims())
      if (isBatch(dim))
        used.insert(dim); // the batch comes first
  for (const LinearIndex &index : factor.indices)
    for (unsigned dim : index.dims())
      used.insert(dim);
  SmallVector<int64_t> shape;
  SmallVector<AffineExpr> places(extents.size(),
                                 builder.getAffineConstantExpr(0));
  SmallVector<LinearIndex> indices;
  for (auto [place, dim] : llvm::enumerate(used)) {
    shape.push_back(extents[dim]);
    places[dim] = builder.getAffineDimExpr(place);
    indices.emplace_back(extents.size());
    indices.back().coefficients[dim] = 1;
  }
  AffineMap map =
      mapOf(factor.indices).replaceDimsAndSymbols(places, {}, shape.size(), 0);
  factor.tensor = makeMap(builder, loc, MapFn::copy, factor.tensor, map, shape);
  factor.indices = indices;
  factor.padding = Padding(shape.size());
}

/// Leaves only the elements that p reaches where it stands alone.
void WindowAdjoint::crop(WindowFactor &factor, unsigned p) {
  Padding cropped(factor.indices.size());
  for (auto [d, index] : llvm::enumerate(factor.indices))
    if (index.isPlain(p))
      cropped.high[d] = extents[p] - tensorType(factor.tensor).getDimSize(d);
  factor.tensor = cropped.apply(builder, loc, factor.tensor);
}

/// Replaces p by multiple / |stride|, where `multiple` is stride * p in terms
/// of the new dimensions. `places` is the number of values of p.
void WindowAdjoint::substitute(WindowFactor &factor, unsigned p, int64_t stride,
                               const LinearIndex &multiple, int64_t places) {
  int64_t step = std::abs(stride);
  for (auto [d, index] : llvm::enumerate(factor.indices)) {
    int64_t coefficient = index.coefficients[p];
    if (coefficient == 0)
      continue;
    bool isPlain = index.isPlain(p);
    index.coefficients[p] = 0;
    int64_t size = tensorType(factor.tensor).getDimSize(d);
    if (isPlain) {
      // Places between the elements are zeros, so that the index is step * p.
      index.add(multiple, stride < 0 ? -1 : 1);
      factor.padding.interior[d] = places == 1 ? 0 : step - 1;
      size = step * (places - 1) + 1;
    } else {
      index.add(multiple, coefficient / stride);
    }
    auto [first, last] = index.range(extents);
    // Zeros, or for other indices anything, where nothing stands.
    if (isPlain || first < 0)
      factor.padding.low[d] = -first;
    if (isPlain || last >= size)
      factor.padding.high[d] = last - (size - 1);
    index.constant += factor.padding.low[d];
  }
}

/// A sum of several dimensions.
bool WindowAdjoint::takeWindow(unsigned k) {
  SmallVector<unsigned> open;
  for (unsigned dim : out[k].dims())
    if (!taken[dim] && !isBatch(dim))
      open.push_back(dim);
  if (open.empty())
    return false;
  unsigned p = chooseDim(out[k], open);
  int64_t stride = out[k].coefficients[p], places = extents[p];
  for (unsigned other = 0; other < out.size(); ++other)
    if (other != k && out[other].coefficients[p] % stride != 0)
      return false;
  for (WindowFactor &factor : factors) {
    if (llvm::none_of(factor.indices, [&](const LinearIndex &index) {
          return index.coefficients[p] != 0;
        }))
      continue;
    // One padding at a time.
    factor.tensor = factor.padding.apply(builder, loc, factor.tensor);
    factor.padding = Padding(factor.indices.size());
    if (!fits(factor, p, stride))
      standAlone(factor);
    crop(factor, p);
  }
  if (llvm::none_of(factors, [&](const WindowFactor &factor) {
        return hasPlain(factor, p);
      })) {
    auto onesType = RankedTensorType::get({places}, type.getElementType());
    LinearIndex index(extents.size());
    index.coefficients[p] = 1;
    factors.push_back(
        {makeSplat(builder, loc, onesType, 1), {index}, Padding(1)});
  }
  // stride * p = u - (what else the index has); u takes the place of p.
  LinearIndex multiple(extents.size());
  multiple.add(out[k], -1);
  multiple.coefficients[p] = 1;
  extents[p] = type.getDimSize(k);
  for (WindowFactor &factor : factors)
    substitute(factor, p, stride, multiple, places);
  for (unsigned other = 0; other < out.size(); ++other) {
    int64_t coefficient = out[other].coefficients[p];
    if (other == k || coefficient == 0)
      continue;
    out[other].coefficients[p] = 0;
    out[other].add(multiple, coefficient / stride);
  }
  out[k] = LinearIndex(extents.size());
  out[k].coefficients[p] = 1;
  taken[p] = true;
  return true;
}

AffineMap WindowAdjoint::mapOf(ArrayRef<LinearIndex> indices) {
  SmallVector<AffineExpr> results;
  for (const LinearIndex &index : indices)
    results.push_back(index.toExpr(builder.getContext()));
  return AffineMap::get(extents.size(), 0, results, builder.getContext());
}

Value WindowAdjoint::build(double coefficient, Value batchLike) {
  SmallVector<Value> tensors;
  SmallVector<AffineMap> maps;
  for (WindowFactor &factor : factors) {
    tensors.push_back(factor.padding.apply(builder, loc, factor.tensor));
    maps.push_back(mapOf(factor.indices));
  }
  auto inner = RankedTensorType::get(innerShape, type.getElementType());
  Value sum = makeContractOfType(builder, loc, inner, tensors, maps, mapOf(out),
                                 extents, coefficient, {}, {}, batchLike);
  return margin.apply(builder, loc, sum);
}

Value dnd::makeAdjointContract(OpBuilder &builder, Location loc,
                               RankedTensorType type, ValueRange factors,
                               ArrayRef<AffineMap> maps, AffineMap outMap,
                               ArrayRef<int64_t> extents, double coefficient,
                               ValueRange tables, ArrayRef<AffineMap> tableMaps,
                               Value batchLike) {
  if (tables.empty()) {
    WindowAdjoint adjoint(builder, loc, type, extents);
    if (adjoint.read(factors, maps, outMap) && adjoint.solve())
      return adjoint.build(coefficient, batchLike);
  }
  return makeContractOfType(builder, loc, type, factors, maps, outMap, extents,
                            coefficient, tables, tableMaps, batchLike);
}
