//===- Slices.cpp - Extents, elements and ranges ------------------------===//
//
// What stands in brackets outside of index equations.
//
//===----------------------------------------------------------------------===//

#include "frontend/elaborate/Expressions.h"

#include "llvm/ADT/STLExtras.h"

using namespace dnd;
using namespace dnd::frontend;
using namespace dnd::frontend::ast;
using llvm::dyn_cast;
using llvm::StringRef;

//===----------------------------------------------------------------------===//
// Extents of declarations
//===----------------------------------------------------------------------===//

std::optional<std::int64_t>
Expressions::toExtent(const Value &value, SourceRange range, StringRef owner) {
  auto extent =
      ctx.constEval.toInt(value, range, "an extent of '" + owner + "'");
  if (!extent || *extent > 0)
    return extent;
  ctx.diags.emit<DiagKind::BadExtent>(range, *extent);
  return std::nullopt;
}

std::optional<Shape> Expressions::evaluateDims(llvm::ArrayRef<ExprPtr> dims,
                                               StringRef owner) {
  Shape shape;
  bool ok = true;
  for (const ExprPtr &dim : dims) {
    auto extent = toExtent(evaluate(*dim), dim->range, owner);
    ok &= extent.has_value();
    shape.push_back(extent.value_or(1));
  }
  if (!ok)
    return std::nullopt;
  return shape;
}

/// Extents of a declaration; `shape(x)...` stands for several.
std::optional<Shape>
Expressions::evaluateExtents(llvm::ArrayRef<Extent> extents, StringRef owner) {
  Shape shape;
  bool ok = true;
  for (const Extent &extent : extents) {
    SourceRange range = extent.value->range;
    Value value = evaluate(*extent.value);
    if (extent.spread && !value.isError() && !value.isList()) {
      ctx.diags.emit<DiagKind::NeedsType>(range, "what '...' takes apart",
                                          "a list", value.describe());
      value = Value::error();
    }
    std::vector<Value> values{value};
    if (value.isList() && extent.spread)
      values = value.elements();
    for (const Value &v : values) {
      auto number = toExtent(v, range, owner);
      ok &= number.has_value();
      shape.push_back(number.value_or(1));
    }
  }
  if (!ok)
    return std::nullopt;
  return shape;
}

//===----------------------------------------------------------------------===//
// Elements and slices
//===----------------------------------------------------------------------===//

Value Expressions::evaluateIndex(const IndexExpr &e) {
  Value base = evaluate(*e.base);
  if (base.isError())
    return base;
  if (base.isList())
    return indexList(e, base);
  if (base.isTensor())
    return sliceTensor(e, base);
  ctx.diags.emit<DiagKind::OperandType>(e.range, "[]", base.describe());
  return Value::error();
}

Value Expressions::indexList(const IndexExpr &e, const Value &base) {
  Value value = base;
  for (const ExprPtr &index : e.indices) {
    if (!value.isList()) {
      ctx.diags.emit<DiagKind::OperandType>(index->range, "[]",
                                            value.describe());
      return Value::error();
    }
    std::int64_t size = value.elements().size();
    auto end = [&](const ExprPtr &side, std::int64_t missing) {
      return side ? ctx.constEval.toInt(evaluate(*side), side->range,
                                        "the end of a range")
                  : std::optional<std::int64_t>(missing);
    };
    if (const auto *range = dyn_cast<RangeExpr>(index.get())) {
      auto low = end(range->low, 0), high = end(range->high, size);
      if (!low || !high)
        return Value::error();
      if (*low < 0 || *high > size || *low > *high) {
        ctx.diags.emit<DiagKind::BadSlice>(index->range, *low, *high, size);
        return Value::error();
      }
      if (!ctx.step(e.range, size))
        return Value::error();
      value = Value::ofList(std::vector<Value>(
          value.elements().begin() + *low, value.elements().begin() + *high));
      continue;
    }
    auto at =
        ctx.constEval.toInt(evaluate(*index), index->range, "a list index");
    if (!at)
      return Value::error();
    if (*at < 0 || *at >= size) {
      ctx.diags.emit<DiagKind::ListIndex>(index->range, *at,
                                          countText(size, "element"));
      return Value::error();
    }
    value = value.elements()[*at];
  }
  return value;
}

/// x[0], x[1..3, 2]: elements and ranges of a tensor outside of an index
/// equation. Missing indices take everything.
Value Expressions::sliceTensor(const IndexExpr &e, const Value &base) {
  const Tensor &tensor = base.tensor();
  if (e.indices.size() > tensor.shape.size() || tensor.isIndex) {
    ctx.diags
        .emit<DiagKind::IndexCount>(e.range, toString(*e.base),
                                    countText(tensor.shape.size(), "dimension"),
                                    e.indices.size() == 1
                                        ? std::string("1 index")
                                        : std::to_string(e.indices.size()) +
                                              " indices")
        .note(tensor.origin,
              tensor.what + (tensor.shape.empty() ? " is " : " has shape ") +
                  shapeText(tensor.shape));
    return Value::error();
  }
  Shape shape;
  llvm::SmallVector<std::pair<std::int64_t, int>> parts; // offset, result dim
  for (auto [i, extent] : llvm::enumerate(tensor.shape)) {
    std::int64_t low = 0, high = extent;
    bool element = false;
    if (i < e.indices.size()) {
      const Expr &index = *e.indices[i];
      const auto *range = dyn_cast<RangeExpr>(&index);
      if (const auto *name = dyn_cast<NameExpr>(&index);
          name && !ctx.lookup(name->name) &&
          !ctx.program.findConst(name->name, ctx.inStd())) {
        ctx.diags.emit<DiagKind::UnboundIndex>(index.range, name->name)
            .hint("write the index on the left too, as in 'y[" + name->name +
                  "] = ...', or reduce over it");
        return Value::error();
      }
      auto end = [&](const Expr *side, std::int64_t &value) {
        if (!side)
          return true;
        auto v = ctx.constEval.toInt(evaluate(*side), side->range, "an index");
        value = v.value_or(0);
        return v.has_value();
      };
      element = !range;
      if (range ? !end(range->low.get(), low) || !end(range->high.get(), high)
                : !end(&index, low))
        return Value::error();
      if (element)
        high = low + 1;
      if (low < 0 || high > extent || low >= high) {
        if (element)
          ctx.diags
              .emit<DiagKind::IndexOutOfRange>(index.range, low, low, extent)
              .note(tensor.origin,
                    tensor.what + " has shape " + shapeText(tensor.shape));
        else
          ctx.diags.emit<DiagKind::BadSlice>(index.range, low, high, extent)
              .note(tensor.origin,
                    tensor.what + " has shape " + shapeText(tensor.shape));
        return Value::error();
      }
    }
    parts.emplace_back(low, element ? -1 : int(shape.size()));
    if (!element)
      shape.push_back(high - low);
  }
  llvm::SmallVector<mlir::AffineExpr> results;
  for (auto [offset, dim] : parts) {
    auto constant = ctx.emitter.builder.getAffineConstantExpr(offset);
    results.push_back(dim < 0 ? constant
                              : ctx.emitter.builder.getAffineDimExpr(dim) +
                                    constant);
  }
  ctx.locate(e.range);
  auto map = mlir::AffineMap::get(shape.size(), 0, results,
                                  ctx.emitter.builder.getContext());
  return named(Value::ofTensor(ctx.emitter.map(
                   MapFn::copy, {base.tensorShared()}, {map}, shape)),
               e.range, "'" + toString(e) + "'");
}
