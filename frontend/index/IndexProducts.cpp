//===- IndexProducts.cpp - From nodes of an equation to products ----------===//
//
// A formula is kept as a sum of products of accesses as long as possible.
// Everything else is computed into a tensor over its own indices first.
//
//===----------------------------------------------------------------------===//

#include "dialect/AssumedBatch.h"
#include "frontend/elaborate/TensorFunctions.h"
#include "frontend/index/IndexLowering.h"

#include "llvm/ADT/STLExtras.h"

#include <algorithm>
#include <cmath>

using namespace dnd;
using namespace dnd::frontend;
using namespace dnd::frontend::ast;
using namespace dnd::frontend::lowering;

//===----------------------------------------------------------------------===//
// From nodes to products
//===----------------------------------------------------------------------===//

/// A sum of terms that would grow into something larger than anything in it:
/// under an outer sum its products are contracted one by one instead.
bool Lowering::worthDistributing(const Terms &sum) const {
  if (sumDepth == 0 || sum.size() > 4)
    return false;
  auto size = [](bool batched, double count) {
    return batched ? assumedBatch * count : count;
  };
  for (const Product &p : sum) {
    double largest = 0;
    bool batched = false;
    for (const Factor &f : p.factors) {
      batched |= f.tensor->batched;
      largest = std::max(largest, size(f.tensor->batched, volume(varsOf(f))));
    }
    if (p.reduced.empty() && !p.factors.empty() &&
        size(batched, volume(freeVars(p))) > largest)
      return true;
  }
  return false;
}

Terms Lowering::multiply(Terms a, Terms b) {
  auto settle = [&](Terms &terms, bool other) {
    // Inner sums are computed first: (sum_i a_i)(sum_k b_k) is two sums, not
    // one over pairs.
    if (terms.size() > 1 && !(worthDistributing(terms) && !other))
      terms = {freeze(terms)};
    for (Product &p : terms)
      if (!p.reduced.empty())
        p = freeze({p});
  };
  if (isNumber(a))
    std::swap(a, b);
  if (isNumber(b)) {
    for (Product &p : a)
      p.coefficient *= b[0].coefficient;
    return a;
  }
  settle(a, false);
  settle(b, a.size() > 1);
  Terms result;
  for (const Product &x : a)
    for (const Product &y : b) {
      Product p = x;
      p.coefficient *= y.coefficient;
      p.factors.insert(p.factors.end(), y.factors.begin(), y.factors.end());
      result.push_back(std::move(p));
    }
  return result;
}

Terms Lowering::broadcastMap(MapFn fn, llvm::ArrayRef<Terms> args) {
  std::vector<Indexed> values;
  for (const Terms &terms : args)
    values.push_back(materialize(terms));
  return access(combine(fn, values));
}

std::optional<Terms> Lowering::lowerPower(const IndexNode &n) {
  std::optional<Terms> base = lower(*n.kids[0]);
  if (!base)
    return std::nullopt;
  if (!n.kids[1]->isConstant()) {
    std::optional<Terms> exponent = lower(*n.kids[1]);
    if (!exponent)
      return std::nullopt;
    ctx.locate(n.range);
    return broadcastMap(MapFn::pow, {*base, *exponent});
  }
  ctx.locate(n.range);
  double exponent = n.kids[1]->constant.asReal();
  bool whole = exponent == std::floor(exponent) && std::abs(exponent) <= 64;
  if (exponent == 0)
    return number(1);
  if (isNumber(*base))
    return number(std::pow((*base)[0].coefficient, exponent));
  if (exponent == 1)
    return base;
  if (whole && exponent > 0) {
    // Only a product without sums of its own stays a product.
    Product p = base->size() == 1 && (*base)[0].reduced.empty() ? (*base)[0]
                                                                : freeze(*base);
    p.coefficient = std::pow(p.coefficient, exponent);
    for (Factor &f : p.factors)
      f.power *= unsigned(exponent);
    return Terms{p};
  }
  Indexed value = materialize(*base);
  if (whole) {
    TensorRef power = exponent == -1
                          ? value.tensor
                          : emit.map(MapFn::powi, {value.tensor}, {-exponent});
    return access({emit.map(MapFn::div, {emit.splat(1), power}), value.dims});
  }
  if (exponent == 0.5)
    return access({emit.map(MapFn::sqrt, {value.tensor}), value.dims});
  return access(
      {emit.map(MapFn::powf, {value.tensor}, {exponent}), value.dims});
}

std::optional<Terms> Lowering::lowerBinary(const IndexNode &n) {
  auto op = llvm::cast<BinaryExpr>(n.source)->op;
  if (op == BinaryOp::Pow)
    return lowerPower(n);
  std::optional<Terms> l = lower(*n.kids[0]);
  if (!l)
    return std::nullopt;
  std::optional<Terms> r = lower(*n.kids[1]);
  if (!r)
    return std::nullopt;
  ctx.locate(n.range);
  switch (op) {
  case BinaryOp::Add:
    l->insert(l->end(), r->begin(), r->end());
    return l;
  case BinaryOp::Sub:
    for (Product &p : *r) {
      p.coefficient = -p.coefficient;
      l->push_back(std::move(p));
    }
    return l;
  case BinaryOp::Mul:
    return multiply(std::move(*l), std::move(*r));
  case BinaryOp::Div: {
    if (isNumber(*r)) {
      for (Product &p : *l)
        p.coefficient /= (*r)[0].coefficient;
      return l;
    }
    return broadcastMap(MapFn::div, {*l, *r});
  }
  case BinaryOp::Eq:
    return broadcastMap(MapFn::eq, {*l, *r});
  case BinaryOp::Ne:
    return broadcastMap(MapFn::ne, {*l, *r});
  case BinaryOp::Lt:
    return broadcastMap(MapFn::lt, {*l, *r});
  case BinaryOp::Le:
    return broadcastMap(MapFn::le, {*l, *r});
  case BinaryOp::Gt:
    return broadcastMap(MapFn::gt, {*l, *r});
  case BinaryOp::Ge:
    return broadcastMap(MapFn::ge, {*l, *r});
  case BinaryOp::And:
    return broadcastMap(MapFn::mul, {*l, *r});
  case BinaryOp::Or:
    return broadcastMap(MapFn::max, {*l, *r});
  default:
    return std::nullopt;
  }
}

std::optional<Terms> Lowering::lowerFunction(const IndexNode &n) {
  llvm::SmallVector<Indexed> args;
  std::vector<double> numbers;
  Vars dims;
  bool single = n.kids.size() == 1;
  for (const auto &kid : n.kids) {
    std::optional<Terms> terms = lower(*kid);
    if (!terms)
      return std::nullopt;
    ctx.locate(n.range);
    // f(x[pixel[k]]) is f(x)[pixel[k]]: apply it where there is less of it.
    if (single && terms->size() == 1 && (*terms)[0].factors.size() == 1 &&
        (*terms)[0].reduced.empty() && (*terms)[0].coefficient == 1 &&
        (*terms)[0].factors[0].power == 1) {
      Product p = (*terms)[0];
      Factor &f = p.factors[0];
      if (double(elementCount(f.tensor->shape)) <= volume(freeVars(p))) {
        Value applied =
            evaluateFunction(ctx, *llvm::cast<CallExpr>(n.source), n.function,
                             {Value::ofTensor(f.tensor)});
        if (applied.isError())
          return std::nullopt;
        f.tensor = applied.tensorShared();
        return Terms{p};
      }
    }
    args.push_back(materialize(*terms));
    for (IndexVar *var : args.back().dims)
      addVar(dims, var);
  }
  sortVars(dims);
  std::vector<Value> values;
  for (auto [arg, kid] : llvm::zip(args, n.kids)) {
    if (kid->isConstant()) {
      values.push_back(kid->constant);
      continue;
    }
    bool scalarIsEnough = arg.dims.empty();
    values.push_back(Value::ofTensor(
        scalarIsEnough ? arg.tensor : spread(arg, dims).tensor));
  }
  Value result = evaluateFunction(ctx, *llvm::cast<CallExpr>(n.source),
                                  n.function, values);
  if (result.isError())
    return std::nullopt;
  if (result.isNumber())
    return number(result.asReal());
  return access({result.tensorShared(), dims});
}

std::optional<Terms> Lowering::lowerCall(const IndexNode &n) {
  const auto &call = llvm::cast<CallExpr>(*n.source);
  llvm::SmallVector<Indexed> args;
  Vars dims;
  for (const auto &kid : n.kids) {
    if (!kid) {
      args.push_back({});
      continue;
    }
    std::optional<Terms> terms = lower(*kid);
    if (!terms)
      return std::nullopt;
    args.push_back(materialize(*terms));
    for (IndexVar *var : args.back().dims)
      addVar(dims, var);
  }
  sortVars(dims);
  std::vector<std::pair<const Expr *, Value>> replaced;
  for (auto [arg, argument] : llvm::zip(args, call.arguments))
    if (arg.tensor)
      replaced.emplace_back(argument.value.get(),
                            Value::ofTensor(spread(arg, dims).tensor));
  ctx.locate(n.range);
  Value result = expressions.evaluateWith(call, replaced);
  if (result.isError())
    return std::nullopt;
  if (!result.isTensor() || result.tensor().shape != extentsOf(dims)) {
    ctx.diags
        .emit<DiagKind::NotUsableHere>(n.range,
                                       "a call that gives " + result.describe(),
                                       "on the elements of an index equation")
        .hint("its arguments have the shape " + shapeText(extentsOf(dims)) +
              " of their indices, and so must the result");
    return std::nullopt;
  }
  return access({result.tensorShared(), dims});
}

/// The sum or mean over the samples of a product, over its own indices.
Terms Lowering::overBatch(const Product &p, bool isMean) {
  auto batched = llvm::find_if(
      p.factors, [](const Factor &f) { return f.tensor->batched; });
  if (batched == p.factors.end()) {
    // It is the same for all samples.
    if (isMean)
      return {p};
    return multiply({p}, access({ctx.batchSize(), {}}));
  }
  Indexed sum = contract(p, freeVars(p), /*sumBatch=*/true);
  if (isMean)
    sum = combine(MapFn::mul, {sum, {emit.inverseBatch(batched->tensor), {}}});
  return access(sum);
}

std::optional<Terms> Lowering::lowerByMode(const IndexNode &n) {
  Indexed branches[2];
  Vars dims;
  for (auto [branch, kid] : llvm::zip(branches, n.kids)) {
    std::optional<Terms> terms = lower(*kid);
    if (!terms)
      return std::nullopt;
    branch = materialize(*terms);
    for (IndexVar *var : branch.dims)
      addVar(dims, var);
  }
  sortVars(dims);
  ctx.locate(n.range);
  return access({emit.byMode(spread(branches[0], dims).tensor,
                             spread(branches[1], dims).tensor),
                 dims});
}

std::optional<Terms> Lowering::lowerReduce(const IndexNode &n) {
  auto op = llvm::cast<ReduceExpr>(n.source)->op;
  bool isSum = op == ast::ReduceOp::Sum || op == ast::ReduceOp::Mean;
  sumDepth += isSum;
  std::optional<Terms> body = lower(*n.kids[0]);
  sumDepth -= isSum;
  if (!body)
    return std::nullopt;
  ctx.locate(n.range);
  if (isSum) {
    for (Product &p : *body) {
      Vars free = freeVars(p);
      for (IndexVar *var : n.binders) {
        if (llvm::is_contained(free, var))
          p.reduced.push_back(var);
        else
          p.coefficient *= double(var->extent);
        if (op == ast::ReduceOp::Mean)
          p.coefficient /= double(var->extent);
      }
    }
    if (!n.overBatch)
      return body;
    Terms result;
    for (const Product &p : *body)
      llvm::append_range(result, overBatch(p, op == ast::ReduceOp::Mean));
    return result;
  }
  Indexed value = materialize(*body);
  Vars all = value.dims;
  for (IndexVar *var : n.binders)
    addVar(all, var);
  sortVars(all);
  value = spread(value, all);
  llvm::SmallVector<std::int64_t> dims;
  Vars rest;
  for (auto [i, var] : llvm::enumerate(all)) {
    if (llvm::is_contained(n.binders, var))
      dims.push_back(std::int64_t(i));
    else
      rest.push_back(var);
  }
  ReduceKind kind = op == ast::ReduceOp::Prod  ? ReduceKind::prod
                    : op == ast::ReduceOp::Max ? ReduceKind::max
                                               : ReduceKind::min;
  return access({emit.reduce(kind, value.tensor, dims), rest});
}

std::optional<Terms> Lowering::lower(const IndexNode &n) {
  ctx.locate(n.range);
  switch (n.kind) {
  case IndexNode::Kind::Constant:
    return number(n.constant.isBool() ? double(n.constant.asBool())
                                      : n.constant.asReal());
  case IndexNode::Kind::Access: {
    Product p;
    p.factors.push_back({n.tensor, n.indices, 1});
    return Terms{p};
  }
  case IndexNode::Kind::Index: {
    if (n.index->extent > std::int64_t(ConstEval::MaxList)) {
      ctx.diags.emit<DiagKind::NotUsableHere>(
          n.range, "an index over more than a million values", "as a number");
      return std::nullopt;
    }
    return access({emit.iota(n.index->low, n.index->extent), {n.index}});
  }
  case IndexNode::Kind::Negate: {
    std::optional<Terms> terms = lower(*n.kids[0]);
    if (terms)
      for (Product &p : *terms)
        p.coefficient = -p.coefficient;
    return terms;
  }
  case IndexNode::Kind::Not: {
    std::optional<Terms> terms = lower(*n.kids[0]);
    if (!terms)
      return std::nullopt;
    for (Product &p : *terms)
      p.coefficient = -p.coefficient;
    terms->push_back(number(1)[0]);
    return terms;
  }
  case IndexNode::Kind::Binary:
    return lowerBinary(n);
  case IndexNode::Kind::Select: {
    std::vector<Terms> parts;
    for (const auto &kid : n.kids) {
      std::optional<Terms> terms = lower(*kid);
      if (!terms)
        return std::nullopt;
      parts.push_back(std::move(*terms));
    }
    ctx.locate(n.range);
    return broadcastMap(MapFn::select, parts);
  }
  case IndexNode::Kind::ByMode:
    return lowerByMode(n);
  case IndexNode::Kind::Function:
    return lowerFunction(n);
  case IndexNode::Kind::Call:
    return lowerCall(n);
  case IndexNode::Kind::Reduce:
    return lowerReduce(n);
  }
  return std::nullopt;
}

Value Lowering::run(const IndexNode &root, llvm::ArrayRef<IndexVar *> targets) {
  std::optional<Terms> terms = lower(root);
  if (!terms)
    return Value::error();
  ctx.locate(root.range);
  Indexed value = materialize(*terms);
  return Value::ofTensor(spread(value, targets).tensor);
}

Value dnd::frontend::lowerIndexNode(Expressions &expressions,
                                    const IndexNode &root,
                                    llvm::ArrayRef<IndexVar *> targets) {
  return Lowering(expressions).run(root, targets);
}
