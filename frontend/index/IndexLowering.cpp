//===- IndexLowering.cpp - Ops of a resolved index equation ---------------===//
//
// From sums of products to tensors: a product under a sum becomes one n-ary
// contract, a sum of terms a chain of additions.
//
//===----------------------------------------------------------------------===//

#include "frontend/index/IndexLowering.h"

#include "llvm/ADT/STLExtras.h"

#include <algorithm>
#include <cmath>

using namespace dnd;
using namespace dnd::frontend;
using namespace dnd::frontend::lowering;
using mlir::AffineExpr;
using mlir::AffineMap;

namespace dnd::frontend::lowering {

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

} // namespace dnd::frontend::lowering

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

Indexed Lowering::contract(const Product &p, const Vars &out, bool sumBatch) {
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
  return {emit.contract(factors, tables, extentsOf(dims), outDims,
                        p.coefficient, sumBatch),
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
