//===- Windows.cpp - convolutions and pooling in other formats ------------===//
#include "codegen/export/Windows.h"
#include "llvm/ADT/STLExtras.h"

using namespace mlir;

namespace dnd::codegen::exporting {

/// Most axes with windows that an operator of PyTorch or ONNX has.
static constexpr size_t mostWindows = 3;

Dims WindowedData::places() const {
  return llvm::map_to_vector(windows, [](const Window &w) { return w.place; });
}
Dims WindowedData::within() const {
  return llvm::map_to_vector(windows, [](const Window &w) { return w.within; });
}
llvm::SmallVector<int64_t> WindowedData::strides() const {
  return llvm::map_to_vector(windows, [](const Window &w) { return w.stride; });
}
llvm::SmallVector<int64_t> WindowedData::dilations() const {
  return llvm::map_to_vector(windows,
                             [](const Window &w) { return w.dilation; });
}
llvm::SmallVector<int64_t>
WindowedData::sizes(llvm::ArrayRef<int64_t> extents) const {
  return llvm::map_to_vector(
      windows, [&](const Window &w) { return extents[w.within]; });
}
llvm::SmallVector<int64_t>
WindowedData::spans(llvm::ArrayRef<int64_t> extents) const {
  llvm::SmallVector<int64_t> all(extents);
  for (const Window &window : windows)
    all[window.place] = window.span;
  return all;
}

/// The window of an axis over two dimensions, of which the first that is given
/// is the place.
static std::optional<Window> windowOf(const AxisRead &axis, unsigned place,
                                      unsigned within,
                                      llvm::ArrayRef<int64_t> extents) {
  bool isPlaceOuter = axis.dims[0] == place;
  int64_t outer = extents[axis.dims[0]], inner = extents[axis.dims[1]];
  int64_t outerStep = outer > 1 ? axis.index[inner] - axis.index[0] : 1,
          innerStep = inner > 1 ? axis.index[1] - axis.index[0] : 1;
  if (outerStep < 1 || innerStep < 1)
    return std::nullopt;
  for (int64_t i = 0; i < outer * inner; ++i)
    if (axis.index[i] !=
        axis.index[0] + i / inner * outerStep + i % inner * innerStep)
      return std::nullopt;
  Window window;
  window.place = place;
  window.within = within;
  window.stride = isPlaceOuter ? outerStep : innerStep;
  window.dilation = isPlaceOuter ? innerStep : outerStep;
  window.first = axis.index[0];
  window.span = axis.index.back() - axis.index[0] + 1;
  return window;
}

/// A reading with its windows; no value without one, or where a dimension is
/// read twice. `isPlace` of the dimensions that stay.
static std::optional<WindowedData>
windowedData(const Reading &reading, llvm::ArrayRef<int64_t> shape,
             llvm::ArrayRef<int64_t> extents,
             llvm::function_ref<bool(unsigned)> isPlace) {
  if (sortedDims(reading.dims).size() != reading.dims.size())
    return std::nullopt;
  WindowedData data;
  for (auto [axis, size] : llvm::zip_equal(reading.axes, shape)) {
    AxisRead as = axis;
    if (axis.kind == AxisRead::Kind::Table)
      return std::nullopt;
    if (axis.kind == AxisRead::Kind::Index && axis.dims.size() == 2 &&
        isPlace(axis.dims[0]) != isPlace(axis.dims[1])) {
      unsigned place = axis.dims[isPlace(axis.dims[0]) ? 0 : 1],
               within = axis.dims[isPlace(axis.dims[0]) ? 1 : 0];
      std::optional<Window> window = windowOf(axis, place, within, extents);
      if (!window)
        return std::nullopt;
      // Numbers behind the last window are read by none: no need to cut them.
      int64_t reach = window->dilation * (extents[within] - 1) + 1;
      if (window->first == 0 &&
          (size - reach) / window->stride + 1 == extents[place])
        window->span = size;
      as = AxisRead();
      as.dims = {place};
      as.first = window->first;
      as.count = window->span;
      as.kind = as.first == 0 && as.count == size ? AxisRead::Kind::Dim
                                                  : AxisRead::Kind::Slice;
      data.windows.push_back(*window);
    }
    data.reading.dims.append(as.dims);
    data.reading.axes.push_back(std::move(as));
  }
  if (data.windows.empty() || data.windows.size() > mostWindows)
    return std::nullopt;
  return data;
}

static llvm::ArrayRef<int64_t> shapeOf(Value value) {
  return cast<RankedTensorType>(value.getType()).getShape();
}

static std::optional<Convolution> convolutionWith(dnd::ContractOp op,
                                                  const ContractReading &all,
                                                  unsigned dataInput) {
  Convolution found;
  found.dataInput = dataInput;
  found.kernelInput = 1 - dataInput;
  auto isOut = [&](unsigned dim) {
    return llvm::is_contained(all.outDims, dim);
  };
  std::optional<WindowedData> data =
      windowedData(all.inputs[dataInput], shapeOf(op.getInputs()[dataInput]),
                   op.getExtents(), isOut);
  const Dims &kernel = all.inputs[found.kernelInput].dims;
  if (!data || sortedDims(kernel).size() != kernel.size())
    return std::nullopt;
  found.data = std::move(*data);
  Dims places = found.data.places(), within = found.data.within();
  for (unsigned dim : found.data.reading.dims) {
    bool isInKernel = llvm::is_contained(kernel, dim);
    if (llvm::is_contained(places, dim)) {
      if (isInKernel)
        return std::nullopt;
    } else if (!isInKernel && !isOut(dim)) {
      return std::nullopt;
    } else {
      (!isInKernel  ? found.samples
       : isOut(dim) ? found.groups
                    : found.channels)
          .push_back(dim);
    }
  }
  for (unsigned dim : kernel)
    if (llvm::is_contained(within, dim))
      continue;
    else if (!llvm::is_contained(found.data.reading.dims, dim)) {
      if (!isOut(dim) && op.getExtents()[dim] != 1)
        return std::nullopt;
      (isOut(dim) ? found.outputs : found.single).push_back(dim);
    }
  for (unsigned dim : within)
    if (!llvm::is_contained(kernel, dim))
      return std::nullopt;
  return found;
}

std::optional<Convolution> convolutionOf(dnd::ContractOp op,
                                         const ContractReading &all) {
  if (all.inputs.size() != 2 || !all.tables.empty() || !all.missing.empty())
    return std::nullopt;
  for (unsigned data : {0u, 1u})
    if (std::optional<Convolution> found = convolutionWith(op, all, data))
      return found;
  return std::nullopt;
}

/// The dimensions beside the windows: the batch is the samples, all others are
/// channels.
static void sortDims(Pooling &pooling, llvm::ArrayRef<int64_t> extents) {
  Dims places = pooling.data.places();
  for (unsigned dim : pooling.data.reading.dims)
    if (!llvm::is_contained(places, dim))
      (ShapedType::isDynamic(extents[dim]) ? pooling.samples : pooling.channels)
          .push_back(dim);
}

std::optional<Pooling> sumPoolingOf(dnd::ContractOp op,
                                    const ContractReading &all) {
  if (all.inputs.size() != 1 || !all.tables.empty() || !all.missing.empty())
    return std::nullopt;
  std::optional<WindowedData> data = windowedData(
      all.inputs[0], shapeOf(op.getInputs()[0]), op.getExtents(),
      [&](unsigned dim) { return llvm::is_contained(all.outDims, dim); });
  // Means over windows with gaps came to ONNX late.
  if (!data || llvm::any_of(data->windows, [](const Window &window) {
        return window.dilation != 1;
      }))
    return std::nullopt;
  for (unsigned dim : data->reading.dims)
    if (!llvm::is_contained(all.outDims, dim))
      return std::nullopt;
  Pooling pooling;
  pooling.data = std::move(*data);
  sortDims(pooling, op.getExtents());
  return pooling;
}

std::optional<MaxPooling> maxPoolingOf(dnd::ReduceOp op) {
  auto copy = op.getInput().getDefiningOp<dnd::MapOp>();
  if (op.getKind() != dnd::ReduceKind::max || !copy ||
      copy.getFn() != dnd::MapFn::copy || !copy->hasOneUse())
    return std::nullopt;
  auto isKept = [&](unsigned dim) {
    return !llvm::is_contained(op.getDims(), static_cast<int64_t>(dim));
  };
  llvm::ArrayRef<int64_t> extents = shapeOf(copy.getResult());
  std::optional<llvm::SmallVector<Reading>> reading = readMap(copy);
  if (!reading || !missingDims(copy).empty())
    return std::nullopt;
  std::optional<WindowedData> data = windowedData(
      (*reading)[0], shapeOf(copy.getInputs()[0]), extents, isKept);
  if (!data || !llvm::all_of(data->reading.dims, isKept))
    return std::nullopt;
  MaxPooling pooling;
  pooling.data = std::move(*data);
  pooling.copy = copy;
  for (unsigned dim = 0; dim < extents.size(); ++dim)
    if (isKept(dim))
      pooling.outDims.push_back(dim);
  sortDims(pooling, extents);
  return pooling;
}

bool isMadeByPooling(dnd::MapOp op) {
  auto reduce = op->hasOneUse() ? dyn_cast<dnd::ReduceOp>(*op->user_begin())
                                : dnd::ReduceOp();
  return reduce && maxPoolingOf(reduce);
}

llvm::SmallVector<int64_t> mergedShape(llvm::ArrayRef<Dims> groups,
                                       llvm::ArrayRef<int64_t> extents) {
  llvm::SmallVector<int64_t> shape;
  for (const Dims &group : groups) {
    int64_t size = 1;
    for (unsigned dim : group)
      size = ShapedType::isDynamic(extents[dim]) || size < 0
                 ? -1
                 : size * extents[dim];
    shape.push_back(size);
  }
  return shape;
}

llvm::SmallVector<int64_t> splitShape(llvm::ArrayRef<Dims> groups,
                                      llvm::ArrayRef<int64_t> extents) {
  llvm::SmallVector<int64_t> shape;
  for (unsigned dim : joined(groups))
    shape.push_back(ShapedType::isDynamic(extents[dim]) ? -1 : extents[dim]);
  return shape;
}

Dims joined(llvm::ArrayRef<Dims> groups) {
  Dims all;
  for (const Dims &group : groups)
    all.append(group);
  return all;
}

llvm::SmallVector<int64_t> permutation(llvm::ArrayRef<unsigned> from,
                                       llvm::ArrayRef<unsigned> to) {
  llvm::SmallVector<int64_t> places;
  bool isInPlace = true;
  for (auto [i, dim] : llvm::enumerate(to)) {
    places.push_back(llvm::find(from, dim) - from.begin());
    isInPlace = isInPlace && places.back() == static_cast<int64_t>(i);
  }
  return isInPlace ? llvm::SmallVector<int64_t>() : places;
}

} // namespace dnd::codegen::exporting
