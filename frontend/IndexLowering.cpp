//===- IndexLowering.cpp - Ops of a resolved index equation ---------------===//
//
// A formula is kept as a sum of products of accesses as long as possible; a
// product under a sum becomes one n-ary contract. Everything else is computed
// into a tensor over its own indices first.
//
//===----------------------------------------------------------------------===//

#include "frontend/IndexNode.h"

#include "llvm/ADT/STLExtras.h"

#include <algorithm>
#include <cmath>

using namespace dnd;
using namespace dnd::frontend;
using namespace dnd::frontend::ast;
using mlir::AffineExpr;
using mlir::AffineMap;

namespace {

using Vars = llvm::SmallVector<IndexVar *, 4>;

struct Factor {
  TensorRef tensor;
  std::vector<AffineForm> indices;
  unsigned power = 1;
};

/// coefficient * product of factors, summed over `reduced`.
struct Product {
  double coefficient = 1;
  std::vector<Factor> factors;
  Vars reduced;

  bool isNumber() const { return factors.empty(); }
};
using Terms = std::vector<Product>;

/// A tensor with the index of each of its dimensions.
struct Indexed {
  TensorRef tensor;
  Vars dims;
};

class Lowering {
public:
  explicit Lowering(Elaborator &elab) : elab(elab), emit(elab.ops()) {}

  Value run(const IndexNode &root, llvm::ArrayRef<IndexVar *> targets);

private:
  std::optional<Terms> lower(const IndexNode &n);
  std::optional<Terms> lowerBinary(const IndexNode &n);
  std::optional<Terms> lowerPower(const IndexNode &n);
  std::optional<Terms> lowerFunction(const IndexNode &n);
  std::optional<Terms> lowerCall(const IndexNode &n);
  std::optional<Terms> lowerReduce(const IndexNode &n);
  Terms multiply(Terms a, Terms b);
  bool worthDistributing(const Terms &sum) const;
  /// One access over the value's own indices.
  Product freeze(const Terms &terms);
  Terms access(const Indexed &value);
  Terms broadcastMap(MapFn fn, llvm::ArrayRef<Terms> args);

  Indexed materialize(const Terms &terms);
  Indexed materialize(const Product &product);
  Indexed contract(const Product &product, const Vars &out);
  std::optional<Indexed> alias(const Product &product);
  Indexed combine(MapFn fn, llvm::ArrayRef<Indexed> args,
                  llvm::ArrayRef<double> params = {});
  Indexed spread(const Indexed &value, llvm::ArrayRef<IndexVar *> dims);

  AffineExpr expression(const AffineForm &form, llvm::ArrayRef<IndexVar *> dims,
                        std::vector<ContractFactor> *tables);
  AffineMap mapOnto(const Indexed &value, llvm::ArrayRef<IndexVar *> dims);

  Elaborator &elab;
  Emitter &emit;
  unsigned sumDepth = 0;
};

//===----------------------------------------------------------------------===//
// Helpers
//===----------------------------------------------------------------------===//

void addVar(Vars &vars, IndexVar *var) {
  if (!llvm::is_contained(vars, var))
    vars.push_back(var);
}

void addVars(Vars &vars, const AffineForm &form) {
  for (const AffineForm::Term &t : form.terms)
    addVar(vars, t.index);
  for (const AffineForm::Lookup &l : form.lookups)
    for (const AffineForm &inner : l.indices)
      addVars(vars, inner);
}

void sortVars(Vars &vars) {
  llvm::sort(vars, [](IndexVar *a, IndexVar *b) { return a->dim < b->dim; });
}

Vars varsOf(const Factor &factor) {
  Vars vars;
  for (const AffineForm &form : factor.indices)
    addVars(vars, form);
  return vars;
}

/// All indices of the factors, in the order of the dimensions.
Vars allVars(const Product &p) {
  Vars vars;
  for (const Factor &f : p.factors)
    for (IndexVar *var : varsOf(f))
      addVar(vars, var);
  sortVars(vars);
  return vars;
}

Vars freeVars(const Product &p) {
  Vars vars = allVars(p);
  llvm::erase_if(vars,
                 [&](IndexVar *v) { return llvm::is_contained(p.reduced, v); });
  return vars;
}

double volume(llvm::ArrayRef<IndexVar *> vars) {
  double count = 1;
  for (IndexVar *var : vars)
    count *= double(var->extent);
  return count;
}

Shape extentsOf(llvm::ArrayRef<IndexVar *> vars) {
  Shape shape;
  for (IndexVar *var : vars)
    shape.push_back(var->extent);
  return shape;
}

AffineForm formOf(IndexVar *var) {
  AffineForm form;
  form.terms.push_back({var, 1});
  form.constant = -var->low;
  return form;
}

/// The dimension index for tensors that were computed over index variables:
/// position p of the tensor is the value low + p of the index.
IndexVar *ownIndex(const AffineForm &form) {
  if (form.terms.size() != 1 || !form.lookups.empty())
    return nullptr;
  const AffineForm::Term &t = form.terms[0];
  return t.coefficient == 1 && form.constant == -t.index->low ? t.index
                                                              : nullptr;
}

Terms number(double value) {
  Product p;
  p.coefficient = value;
  return {p};
}

bool isNumber(const Terms &terms) {
  return terms.size() == 1 && terms[0].isNumber();
}

} // namespace

AffineExpr Lowering::expression(const AffineForm &form,
                                llvm::ArrayRef<IndexVar *> dims,
                                std::vector<ContractFactor> *tables) {
  std::int64_t constant = form.constant;
  AffineExpr result = emit.builder.getAffineConstantExpr(0);
  for (const AffineForm::Term &t : form.terms) {
    unsigned position = llvm::find(dims, t.index) - dims.begin();
    result = result + emit.builder.getAffineDimExpr(position) * t.coefficient;
    constant += t.coefficient * t.index->low;
  }
  for (const AffineForm::Lookup &l : form.lookups) {
    ContractFactor table{l.table, {}};
    for (const AffineForm &inner : l.indices)
      table.indices.push_back(expression(inner, dims, nullptr));
    auto same = llvm::find_if(*tables, [&](const ContractFactor &other) {
      return other.tensor == table.tensor && other.indices == table.indices;
    });
    unsigned symbol = same - tables->begin();
    if (same == tables->end())
      tables->push_back(table);
    result = result + emit.builder.getAffineSymbolExpr(symbol) * l.coefficient;
  }
  return result + constant;
}

AffineMap Lowering::mapOnto(const Indexed &value,
                            llvm::ArrayRef<IndexVar *> dims) {
  llvm::SmallVector<AffineExpr> results;
  for (IndexVar *var : value.dims)
    results.push_back(
        emit.builder.getAffineDimExpr(llvm::find(dims, var) - dims.begin()));
  return AffineMap::get(dims.size(), 0, results, emit.builder.getContext());
}

//===----------------------------------------------------------------------===//
// From products to tensors
//===----------------------------------------------------------------------===//

/// The tensor itself, when the product is nothing but an access to all of it.
std::optional<Indexed> Lowering::alias(const Product &p) {
  if (p.factors.size() != 1 || !p.reduced.empty())
    return std::nullopt;
  const Factor &f = p.factors[0];
  Indexed result{f.tensor, {}};
  for (auto [form, extent] : llvm::zip(f.indices, f.tensor->shape)) {
    IndexVar *var = ownIndex(form);
    if (!var || var->extent != extent || llvm::is_contained(result.dims, var))
      return std::nullopt;
    result.dims.push_back(var);
  }
  if (f.power != 1)
    result.tensor = emit.map(MapFn::powi, {f.tensor}, {double(f.power)});
  result.tensor = emit.affine(result.tensor, p.coefficient, 0);
  return result;
}

Indexed Lowering::contract(const Product &p, const Vars &out) {
  Vars dims = out;
  for (IndexVar *var : p.reduced)
    addVar(dims, var);
  std::vector<ContractFactor> factors, tables;
  for (const Factor &f : p.factors) {
    // A high power is one pointwise op, a low one repeats the factor.
    bool repeat = f.power <= 4;
    ContractFactor factor{
        repeat ? f.tensor
               : emit.map(MapFn::powi, {f.tensor}, {double(f.power)}),
        {}};
    for (const AffineForm &form : f.indices)
      factor.indices.push_back(expression(form, dims, &tables));
    factors.insert(factors.end(), repeat ? f.power : 1, factor);
  }
  llvm::SmallVector<unsigned> outDims;
  for (unsigned i = 0; i < out.size(); ++i)
    outDims.push_back(i);
  return {
      emit.contract(factors, tables, extentsOf(dims), outDims, p.coefficient),
      out};
}

Indexed Lowering::materialize(const Product &p) {
  if (p.isNumber())
    return {emit.splat(p.coefficient), {}};
  if (std::optional<Indexed> whole = alias(p))
    return *whole;
  Vars out = freeVars(p);
  bool lone = p.factors.size() == 1 && p.reduced.empty() &&
              llvm::all_of(p.factors[0].indices, [](const AffineForm &f) {
                return f.lookups.empty();
              });
  if (!lone)
    return contract(p, out);
  const Factor &f = p.factors[0];
  llvm::SmallVector<AffineExpr> results;
  for (const AffineForm &form : f.indices)
    results.push_back(expression(form, out, nullptr));
  auto map = AffineMap::get(out.size(), 0, results, emit.builder.getContext());
  bool scaled = p.coefficient != 1;
  TensorRef result;
  if (f.power != 1)
    result = emit.map(MapFn::powi, {f.tensor}, {map}, extentsOf(out),
                      {double(f.power)});
  else if (scaled)
    result = emit.map(MapFn::affine, {f.tensor}, {map}, extentsOf(out),
                      {p.coefficient, 0.0});
  else
    result = emit.map(MapFn::copy, {f.tensor}, {map}, extentsOf(out));
  if (f.power != 1)
    result = emit.affine(result, p.coefficient, 0);
  return {result, out};
}

Indexed Lowering::combine(MapFn fn, llvm::ArrayRef<Indexed> args,
                          llvm::ArrayRef<double> params) {
  Vars dims;
  for (const Indexed &arg : args)
    for (IndexVar *var : arg.dims)
      addVar(dims, var);
  sortVars(dims);
  llvm::SmallVector<TensorRef> tensors;
  llvm::SmallVector<AffineMap> maps;
  for (const Indexed &arg : args) {
    tensors.push_back(arg.tensor);
    maps.push_back(mapOnto(arg, dims));
  }
  return {emit.map(fn, tensors, maps, extentsOf(dims), params), dims};
}

Indexed Lowering::materialize(const Terms &terms) {
  std::optional<Indexed> sum;
  double constant = 0;
  for (const Product &p : terms) {
    if (p.isNumber()) {
      constant += p.coefficient;
      continue;
    }
    if (!sum) {
      sum = materialize(p);
      continue;
    }
    Product positive = p;
    bool subtract = p.coefficient == -1;
    if (subtract)
      positive.coefficient = 1;
    sum = combine(subtract ? MapFn::sub : MapFn::add,
                  {*sum, materialize(positive)});
  }
  if (!sum)
    return {emit.splat(constant), {}};
  return {emit.affine(sum->tensor, 1, constant), sum->dims};
}

/// The value with exactly the dimensions `dims`, repeated along those that it
/// does not have.
Indexed Lowering::spread(const Indexed &value,
                         llvm::ArrayRef<IndexVar *> dims) {
  if (llvm::ArrayRef<IndexVar *>(value.dims) == dims)
    return value;
  return {emit.map(MapFn::copy, {value.tensor}, {mapOnto(value, dims)},
                   extentsOf(dims)),
          Vars(dims.begin(), dims.end())};
}

Terms Lowering::access(const Indexed &value) {
  Factor factor{value.tensor, {}, 1};
  for (IndexVar *var : value.dims)
    factor.indices.push_back(formOf(var));
  Product p;
  p.factors.push_back(std::move(factor));
  return {p};
}

Product Lowering::freeze(const Terms &terms) {
  if (terms.size() == 1 && terms[0].reduced.empty() &&
      terms[0].factors.size() <= 1)
    return terms[0];
  if (terms.size() == 1) {
    // The number stays outside, where it costs nothing.
    Product inner = terms[0];
    double coefficient = std::exchange(inner.coefficient, 1.0);
    Product p = access(materialize(inner))[0];
    p.coefficient = coefficient;
    return p;
  }
  return access(materialize(terms))[0];
}

//===----------------------------------------------------------------------===//
// From nodes to products
//===----------------------------------------------------------------------===//

/// A sum of terms that would grow into something larger than anything in it:
/// under an outer sum its products are contracted one by one instead.
bool Lowering::worthDistributing(const Terms &sum) const {
  if (sumDepth == 0 || sum.size() > 4)
    return false;
  // The batch counts as an index of this extent.
  constexpr double Batch = 64;
  auto size = [](bool batched, double count) {
    return batched ? Batch * count : count;
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
    elab.locate(n.range);
    return broadcastMap(MapFn::pow, {*base, *exponent});
  }
  elab.locate(n.range);
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
  elab.locate(n.range);
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
    elab.locate(n.range);
    // f(x[pixel[k]]) is f(x)[pixel[k]]: apply it where there is less of it.
    if (single && terms->size() == 1 && (*terms)[0].factors.size() == 1 &&
        (*terms)[0].reduced.empty() && (*terms)[0].coefficient == 1 &&
        (*terms)[0].factors[0].power == 1) {
      Product p = (*terms)[0];
      Factor &f = p.factors[0];
      if (double(elementCount(f.tensor->shape)) <= volume(freeVars(p))) {
        Value applied =
            elab.evaluateFunction(*llvm::cast<CallExpr>(n.source), n.function,
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
  Value result = elab.evaluateFunction(*llvm::cast<CallExpr>(n.source),
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
  elab.locate(n.range);
  Value result = elab.evaluateWith(call, replaced);
  if (result.isError())
    return std::nullopt;
  if (!result.isTensor() || result.tensor().shape != extentsOf(dims)) {
    elab.diagnostics()
        .emit<DiagKind::NotUsableHere>(n.range,
                                       "a call that gives " + result.describe(),
                                       "on the elements of an index equation")
        .hint("its arguments have the shape " + shapeText(extentsOf(dims)) +
              " of their indices, and so must the result");
    return std::nullopt;
  }
  return access({result.tensorShared(), dims});
}

std::optional<Terms> Lowering::lowerReduce(const IndexNode &n) {
  auto op = llvm::cast<ReduceExpr>(n.source)->op;
  bool isSum = op == ast::ReduceOp::Sum || op == ast::ReduceOp::Mean;
  sumDepth += isSum;
  std::optional<Terms> body = lower(*n.kids[0]);
  sumDepth -= isSum;
  if (!body)
    return std::nullopt;
  elab.locate(n.range);
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
    return body;
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
  elab.locate(n.range);
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
      elab.diagnostics().emit<DiagKind::NotUsableHere>(
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
    elab.locate(n.range);
    return broadcastMap(MapFn::select, parts);
  }
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
  elab.locate(root.range);
  Indexed value = materialize(*terms);
  return Value::ofTensor(spread(value, targets).tensor);
}

Value dnd::frontend::lowerIndexNode(Elaborator &elaborator,
                                    const IndexNode &root,
                                    llvm::ArrayRef<IndexVar *> targets) {
  return Lowering(elaborator).run(root, targets);
}
