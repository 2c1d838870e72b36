//===- IndexExtents.cpp - How far the indices of an equation run ----------===//
//
// Reads the indices of accesses as affine forms, and finds the extent of each
// index from them.
//
//===----------------------------------------------------------------------===//

#include "frontend/index/IndexResolver.h"

#include "llvm/ADT/STLExtras.h"

using namespace dnd::frontend;
using namespace dnd::frontend::ast;
using llvm::dyn_cast;

IndexVar *AffineForm::plainIndex() const {
  bool plain = constant == 0 && lookups.empty() && terms.size() == 1 &&
               terms[0].coefficient == 1;
  return plain ? terms[0].index : nullptr;
}

std::pair<std::int64_t, std::int64_t>
dnd::frontend::bounds(const AffineForm &form) {
  std::int64_t low = form.constant, high = form.constant;
  auto add = [&](std::int64_t c, std::int64_t first, std::int64_t last) {
    low += c > 0 ? c * first : c * last;
    high += c > 0 ? c * last : c * first;
  };
  for (const AffineForm::Term &t : form.terms)
    add(t.coefficient, t.index->low, t.index->low + t.index->extent - 1);
  for (const AffineForm::Lookup &l : form.lookups)
    add(l.coefficient, 0, l.table->range - 1);
  return {low, high};
}

std::optional<std::int64_t> dnd::frontend::largestExtent(const AffineForm &form,
                                                         const IndexVar &open,
                                                         std::int64_t extent) {
  AffineForm rest = form;
  std::int64_t coefficient = 0;
  llvm::erase_if(rest.terms, [&](const AffineForm::Term &t) {
    if (t.index == &open)
      coefficient += t.coefficient;
    return t.index == &open;
  });
  if (coefficient <= 0)
    return std::nullopt;
  std::int64_t room = extent - 1 - bounds(rest).second;
  return room < 0 ? 0 : room / coefficient + 1;
}

//===----------------------------------------------------------------------===//
// Accesses
//===----------------------------------------------------------------------===//

IndexNodePtr IndexResolver::resolveIndex(const IndexExpr &e) {
  if (!mentionsIndex(e)) {
    // x[k] with an unknown k: the author means an index.
    for (const ExprPtr &index : e.indices)
      if (const auto *name = dyn_cast<NameExpr>(index.get()))
        if (!ctx.lookup(name->name) &&
            !ctx.program.findConst(name->name, ctx.inStd())) {
          affine(*index, false);
          return nullptr;
        }
    return fromValue(e, expressions.evaluate(e));
  }
  Value base = expressions.evaluate(*e.base);
  if (base.isError()) {
    // Still look at the indices, for their own mistakes.
    for (const ExprPtr &index : e.indices)
      affine(*index, false);
    return nullptr;
  }
  if (!base.isTensor()) {
    diags.emit<DiagKind::NotUsableHere>(e.base->range, base.describe(),
                                        "with an index variable");
    return nullptr;
  }
  if (base.tensor().isIndex) {
    diags
        .emit<DiagKind::NotUsableHere>(e.range, "an index table", "as a number")
        .note(base.tensor().origin, "declared here");
    return nullptr;
  }
  auto indices = accessIndices(e, base.tensor(), false);
  if (!indices)
    return nullptr;
  IndexNodePtr n = node(IndexNode::Kind::Access, e);
  n->tensor = base.tensorShared();
  n->indices = std::move(*indices);
  use(n->indices, n->tensor);
  return n;
}

std::optional<std::vector<AffineForm>>
IndexResolver::accessIndices(const IndexExpr &e, const Tensor &tensor,
                             bool inTable) {
  if (e.indices.size() != tensor.shape.size()) {
    Diagnostic &d = diags.emit<DiagKind::IndexCount>(
        e.range, toString(*e.base), countText(tensor.shape.size(), "dimension"),
        e.indices.size() == 1 ? std::string("1 index")
                              : std::to_string(e.indices.size()) + " indices");
    d.note(tensor.origin, tensor.what +
                              (tensor.shape.empty() ? " is " : " has shape ") +
                              shapeText(tensor.shape));
    return std::nullopt;
  }
  std::vector<AffineForm> forms;
  bool ok = true;
  for (const ExprPtr &index : e.indices) {
    std::optional<AffineForm> form = affine(*index, inTable);
    if (!form) {
      ok = false;
      continue;
    }
    form->range = index->range;
    forms.push_back(std::move(*form));
  }
  if (!ok)
    return std::nullopt;
  return forms;
}

void IndexResolver::use(const std::vector<AffineForm> &indices,
                        const TensorRef &tensor) {
  // Lookups first: what a table's own indices run over is known from it.
  const std::vector<AffineForm> &kept = formStore.emplace_back(indices);
  for (const AffineForm &form : kept)
    for (const AffineForm::Lookup &lookup : form.lookups)
      use(lookup.indices, lookup.table);
  for (auto [i, form] : llvm::enumerate(kept))
    uses.push_back({&form, tensor->shape[i], tensor, unsigned(i)});
}

std::optional<AffineForm> IndexResolver::affine(const Expr &e, bool inTable) {
  AffineForm form;
  if (const auto *name = dyn_cast<NameExpr>(&e)) {
    if (IndexVar *var = find(name->name)) {
      var->used = true;
      form.terms.push_back({var, 1});
      return form;
    }
    if (!ctx.lookup(name->name) &&
        !ctx.program.findConst(name->name, ctx.inStd())) {
      Diagnostic &d = diags.emit<DiagKind::UnboundIndex>(e.range, name->name);
      auto ended = llvm::find_if(
          vars, [&](const IndexVar &var) { return var.name == name->name; });
      if (ended != vars.end())
        d.note(ended->range, "the index of this reduction is known up to its "
                             "end, which is before '+', '-' and comparisons")
            .hint("put parentheses around all that belongs to it, as in sum(" +
                  name->name + ") (... + ...)");
      else
        d.hint("reduce over it, as in sum(" + name->name +
               ") ..., or write it on the left");
      return std::nullopt;
    }
  }
  if (const auto *index = dyn_cast<IndexExpr>(&e)) {
    // A table look-up, unless it is an element of a list.
    const auto *base = dyn_cast<NameExpr>(index->base.get());
    const Binding *binding = base ? ctx.lookup(base->name) : nullptr;
    if (mentionsIndex(e) || (binding && binding->value.isTensor()))
      return affineLookup(*index, inTable);
  }
  if (const auto *binary = dyn_cast<BinaryExpr>(&e);
      binary && binary->op <= BinaryOp::Mul)
    return affineBinary(*binary, inTable);
  if (const auto *unary = dyn_cast<UnaryExpr>(&e);
      unary && unary->op == UnaryOp::Neg && mentionsIndex(e)) {
    std::optional<AffineForm> inner = affine(*unary->operand, inTable);
    if (!inner)
      return std::nullopt;
    inner->constant = -inner->constant;
    for (auto &t : inner->terms)
      t.coefficient = -t.coefficient;
    for (auto &l : inner->lookups)
      l.coefficient = -l.coefficient;
    return inner;
  }
  if (mentionsIndex(e) || e.kind == Expr::Kind::Range) {
    diags.emit<DiagKind::IndexNotAffine>(e.range).hint(
        "an index is a sum of index variables, each with a whole factor, and "
        "table look-ups");
    return std::nullopt;
  }
  std::optional<std::int64_t> value =
      ctx.constEval.toInt(expressions.evaluate(e), e.range, "an index");
  if (!value)
    return std::nullopt;
  form.constant = *value;
  return form;
}

std::optional<AffineForm> IndexResolver::affineBinary(const BinaryExpr &e,
                                                      bool inTable) {
  std::optional<AffineForm> l = affine(*e.lhs, inTable);
  std::optional<AffineForm> r = affine(*e.rhs, inTable);
  if (!l || !r)
    return std::nullopt;
  auto fail = [&]() -> std::optional<AffineForm> {
    diags.emit<DiagKind::IndexNotAffine>(e.range);
    return std::nullopt;
  };
  // Far beyond any extent, far below overflow of the sums in bounds().
  constexpr std::int64_t Limit = std::int64_t(1) << 40;
  auto tooLarge = [](std::int64_t v) { return v > Limit || v < -Limit; };
  if (e.op == BinaryOp::Mul) {
    if (!l->isConstant() && !r->isConstant())
      return fail();
    if (l->isConstant())
      std::swap(l, r);
    std::int64_t c = r->constant;
    if (tooLarge(c) || tooLarge(l->constant))
      return fail();
    l->constant *= c;
    for (auto &t : l->terms)
      t.coefficient *= c;
    for (auto &lookup : l->lookups)
      lookup.coefficient *= c;
  } else {
    std::int64_t sign = e.op == BinaryOp::Add ? 1 : -1;
    if (tooLarge(l->constant) || tooLarge(r->constant))
      return fail();
    l->constant += sign * r->constant;
    for (auto t : r->terms) {
      auto same = llvm::find_if(l->terms, [&](const AffineForm::Term &other) {
        return other.index == t.index;
      });
      if (same != l->terms.end())
        same->coefficient += sign * t.coefficient;
      else
        l->terms.push_back({t.index, sign * t.coefficient});
    }
    for (auto lookup : r->lookups) {
      lookup.coefficient *= sign;
      l->lookups.push_back(std::move(lookup));
    }
  }
  llvm::erase_if(l->terms, [](const auto &t) { return t.coefficient == 0; });
  llvm::erase_if(l->lookups, [](const auto &t) { return t.coefficient == 0; });
  if (tooLarge(l->constant) || llvm::any_of(l->terms, [&](const auto &t) {
        return tooLarge(t.coefficient);
      }))
    return fail();
  return l;
}

std::optional<AffineForm> IndexResolver::affineLookup(const IndexExpr &e,
                                                      bool inTable) {
  Value base = expressions.evaluate(*e.base);
  if (base.isError())
    return std::nullopt;
  if (!base.isTensor() || !base.tensor().isIndex || inTable) {
    Diagnostic &d = diags.emit<DiagKind::IndexNotAffine>(e.range);
    if (inTable)
      d.hint("a table cannot be indexed by a table");
    else
      d.note(e.base->range,
             "this is " + base.describe() + ", not a table of indices");
    return std::nullopt;
  }
  auto indices = accessIndices(e, base.tensor(), true);
  if (!indices)
    return std::nullopt;
  AffineForm form;
  form.lookups.push_back({base.tensorShared(), std::move(*indices), 1});
  return form;
}

//===----------------------------------------------------------------------===//
// Extents
//===----------------------------------------------------------------------===//

bool IndexResolver::inferPlain(const IndexUse &u) {
  IndexVar *var = u.form->plainIndex();
  if (!var || var->failed || var->low != 0)
    return true;
  std::string reason =
      ("dimension " + llvm::Twine(u.dimension + 1) + " of " + u.tensor->what)
          .str();
  if (var->extent < 0) {
    var->extent = u.extent;
    var->extentFrom = u.form->range;
    var->extentReason = reason;
    return true;
  }
  if (var->extent == u.extent || var->extentReason == "its range")
    return true;
  diags
      .emit<DiagKind::IndexExtentClash>(u.form->range, var->name, u.extent,
                                        var->extent)
      .note(u.form->range, reason + ", of shape " + shapeText(u.tensor->shape) +
                               ", says " + llvm::Twine(u.extent))
      .note(var->extentFrom,
            var->extentReason + " says " + llvm::Twine(var->extent))
      .note(u.tensor->origin, u.tensor->what + " is made here");
  var->failed = true;
  return false;
}

/// Indices that occur only inside sums of indices run as far as these allow.
bool IndexResolver::inferAffine() {
  for (bool progress = true; progress;) {
    progress = false;
    for (IndexVar &var : vars) {
      if (var.extent >= 0 || var.failed)
        continue;
      std::optional<std::int64_t> best;
      const IndexUse *from = nullptr;
      for (const IndexUse &u : uses) {
        bool mentions = false, othersKnown = true;
        for (const AffineForm::Term &t : u.form->terms) {
          if (t.index == &var)
            mentions = true;
          else
            othersKnown &= t.index->extent >= 0;
        }
        if (!mentions || !othersKnown)
          continue;
        auto largest = largestExtent(*u.form, var, u.extent);
        if (largest && (!best || *largest < *best)) {
          best = largest;
          from = &u;
        }
      }
      if (!best)
        continue;
      if (*best <= 0) {
        diags.emit<DiagKind::BadExtent>(from->form->range, *best)
            .note(from->tensor->origin, from->tensor->what + " has shape " +
                                            shapeText(from->tensor->shape))
            .note(var.range, "index '" + var.name + "' has no room in it");
        var.failed = true;
        return false;
      }
      var.extent = *best;
      var.extentFrom = from->form->range;
      var.extentReason = ("dimension " + llvm::Twine(from->dimension + 1) +
                          " of " + from->tensor->what)
                             .str();
      progress = true;
    }
  }
  return true;
}

bool IndexResolver::checkBounds(const IndexUse &u) {
  auto [low, high] = bounds(*u.form);
  if (low >= 0 && high < u.extent)
    return true;
  Diagnostic &d =
      diags.emit<DiagKind::IndexOutOfRange>(u.form->range, low, high, u.extent);
  d.note(u.tensor->origin,
         u.tensor->what + " has shape " + shapeText(u.tensor->shape));
  // x[p+1] - x[p]: the plain use gave p a range that leaves no room here.
  for (const AffineForm::Term &t : u.form->terms) {
    const IndexVar &var = *t.index;
    if (low < 0 || var.low != 0 || var.extentReason == "its range")
      continue;
    auto room = largestExtent(*u.form, var, u.extent);
    if (!room || *room <= 0 || *room >= var.extent)
      continue;
    d.note(var.extentFrom, "'" + var.name + "' runs over " +
                               llvm::Twine(var.extent) + ", as far as " +
                               var.extentReason);
    d.hint("give its range, as in '" + var.name + " in 0.." +
           llvm::Twine(*room) + "'");
    break;
  }
  return false;
}

bool IndexResolver::inferExtents() {
  bool ok = true;
  for (const IndexVar &var : vars)
    ok &= !var.failed;
  for (const IndexUse &u : uses)
    ok &= inferPlain(u);
  ok &= inferAffine();
  for (IndexVar &var : vars)
    if (var.extent < 0 && !var.failed) {
      diags.emit<DiagKind::IndexExtentUnknown>(var.range, var.name)
          .hint(
              var.isTarget && !var.used
                  ? "it does not occur on the right; give its range, as in '" +
                        var.name + " in 0..10'"
                  : "give its range, as in '" + var.name + " in 0..3'");
      ok = false;
    }
  if (!ok)
    return false;
  for (const IndexUse &u : uses)
    ok &= checkBounds(u);
  return ok;
}
