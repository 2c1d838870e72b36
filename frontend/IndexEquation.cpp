//===- IndexEquation.cpp - Formulas over named indices --------------------===//
//
// Resolves the names of an index equation and finds the extent of each index.
//
//===----------------------------------------------------------------------===//

#include "frontend/IndexEquation.h"
#include "frontend/IndexNode.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/MathExtras.h"

#include <algorithm>

using namespace dnd::frontend;
using namespace dnd::frontend::ast;
using llvm::cast;
using llvm::dyn_cast;
using llvm::StringRef;

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

namespace {

/// One tensor dimension that a form runs over.
struct IndexUse {
  const AffineForm *form;
  std::int64_t extent;
  TensorRef tensor;
  unsigned dimension;
};

class Resolver {
public:
  Resolver(Elaborator &elab) : elab(elab), diags(elab.diagnostics()) {}

  IndexVar *addIndex(const Binder &binder, bool isTarget);
  IndexNodePtr resolve(const Expr &e);
  bool inferExtents();
  void push(IndexVar *var) { visible.push_back(var); }
  bool checkUsed(const ReduceExpr &e, llvm::ArrayRef<IndexVar *> binders);

private:
  IndexNodePtr node(IndexNode::Kind kind, const Expr &e);
  IndexNodePtr constant(const Expr &e, Value value);
  IndexNodePtr fromValue(const Expr &e, const Value &value);
  IndexNodePtr resolveName(const NameExpr &e);
  IndexNodePtr resolveUnary(const UnaryExpr &e);
  IndexNodePtr resolveBinary(const BinaryExpr &e);
  IndexNodePtr resolveIf(const IfExpr &e);
  IndexNodePtr resolveReduce(const ReduceExpr &e);
  IndexNodePtr resolveCall(const CallExpr &e);
  IndexNodePtr resolveIndex(const IndexExpr &e);
  bool addKids(IndexNode &n, llvm::ArrayRef<const Expr *> kids);

  std::optional<AffineForm> affine(const Expr &e, bool inTable);
  std::optional<AffineForm> affineBinary(const BinaryExpr &e, bool inTable);
  std::optional<AffineForm> affineLookup(const IndexExpr &e, bool inTable);
  std::optional<std::vector<AffineForm>>
  accessIndices(const IndexExpr &e, const Tensor &tensor, bool inTable);

  IndexVar *find(StringRef name) const;
  bool mentionsIndex(const Expr &e) const;
  void use(const std::vector<AffineForm> &indices, const TensorRef &tensor);
  bool inferPlain(const IndexUse &u);
  bool inferAffine();
  bool checkBounds(const IndexUse &u);

  Elaborator &elab;
  DiagnosticEngine &diags;
  std::deque<IndexVar> vars;
  std::vector<IndexVar *> visible;
  std::vector<IndexUse> uses;
  /// Forms live in the nodes; lookups inside forms too. Both stay in place.
  std::deque<std::vector<AffineForm>> formStore;
};

} // namespace

//===----------------------------------------------------------------------===//
// Names
//===----------------------------------------------------------------------===//

IndexVar *Resolver::addIndex(const Binder &binder, bool isTarget) {
  IndexVar &var = vars.emplace_back();
  var.name = binder.name.name;
  var.range = binder.range;
  var.isTarget = isTarget;
  var.dim = vars.size() - 1;
  if (!binder.domain)
    return &var;
  auto end = [&](const ExprPtr &e) -> std::optional<std::int64_t> {
    if (!e)
      return std::nullopt;
    return elab.constants().toInt(elab.evaluate(*e), e->range,
                                  "the range of an index");
  };
  std::optional<std::int64_t> low = end(binder.domain->low);
  std::optional<std::int64_t> high = end(binder.domain->high);
  if (!low || !high) {
    var.failed = true;
    return &var;
  }
  std::int64_t extent;
  if (llvm::SubOverflow(*high, *low, extent) || extent <= 0) {
    diags.emit<DiagKind::BadExtent>(binder.domain->range, *high - *low);
    var.failed = true;
    return &var;
  }
  if (isTarget && *low != 0) {
    diags.emit<DiagKind::NotUsableHere>(binder.domain->range,
                                        "a range that does not start at 0",
                                        "on the left of an index equation");
    var.failed = true;
    return &var;
  }
  var.low = *low;
  var.extent = extent;
  var.extentFrom = binder.domain->range;
  var.extentReason = "its range";
  return &var;
}

IndexVar *Resolver::find(StringRef name) const {
  for (IndexVar *var : llvm::reverse(visible))
    if (var->name == name)
      return var;
  return nullptr;
}

bool Resolver::mentionsIndex(const Expr &e) const {
  bool found = e.kind == Expr::Kind::Reduce;
  forEachName(e, [&](const NameExpr &n) { found |= find(n.name) != nullptr; });
  return found;
}

IndexNodePtr Resolver::node(IndexNode::Kind kind, const Expr &e) {
  auto n = std::make_unique<IndexNode>();
  n->kind = kind;
  n->range = e.range;
  n->source = &e;
  return n;
}

IndexNodePtr Resolver::constant(const Expr &e, Value value) {
  if (value.isError())
    return nullptr;
  IndexNodePtr n = node(IndexNode::Kind::Constant, e);
  n->constant = std::move(value);
  return n;
}

/// A value that is not an index: a number or a scalar of the network.
IndexNodePtr Resolver::fromValue(const Expr &e, const Value &value) {
  if (value.isError())
    return nullptr;
  if (value.isNumber() || value.isBool())
    return constant(e, value);
  if (!value.isTensor()) {
    diags.emit<DiagKind::NotUsableHere>(e.range, value.describe(),
                                        "in an index equation");
    return nullptr;
  }
  if (!value.tensor().shape.empty()) {
    diags
        .emit<DiagKind::IndexCount>(
            e.range, toString(e),
            countText(value.tensor().shape.size(), "dimension"), "no index")
        .note(value.tensor().origin,
              "it has shape " + shapeText(value.tensor().shape))
        .hint("write an index for each dimension, as in '" + toString(e) +
              "[i]'");
    return nullptr;
  }
  IndexNodePtr n = node(IndexNode::Kind::Access, e);
  n->tensor = value.tensorShared();
  return n;
}

IndexNodePtr Resolver::resolveName(const NameExpr &e) {
  if (IndexVar *var = find(e.name)) {
    var->used = true;
    IndexNodePtr n = node(IndexNode::Kind::Index, e);
    n->index = var;
    return n;
  }
  return fromValue(e, elab.evaluate(e));
}

bool Resolver::addKids(IndexNode &n, llvm::ArrayRef<const Expr *> kids) {
  bool ok = true;
  for (const Expr *kid : kids) {
    n.kids.push_back(resolve(*kid));
    ok &= n.kids.back() != nullptr;
  }
  return ok;
}

IndexNodePtr Resolver::resolve(const Expr &e) {
  if (!elab.step(e.range))
    return nullptr;
  switch (e.kind) {
  case Expr::Kind::Name:
    return resolveName(cast<NameExpr>(e));
  case Expr::Kind::Unary:
    return resolveUnary(cast<UnaryExpr>(e));
  case Expr::Kind::Binary:
    return resolveBinary(cast<BinaryExpr>(e));
  case Expr::Kind::If:
    return resolveIf(cast<IfExpr>(e));
  case Expr::Kind::Reduce:
    return resolveReduce(cast<ReduceExpr>(e));
  case Expr::Kind::Call:
    return resolveCall(cast<CallExpr>(e));
  case Expr::Kind::Index:
    return resolveIndex(cast<IndexExpr>(e));
  case Expr::Kind::Pipe:
    if (mentionsIndex(e)) {
      diags
          .emit<DiagKind::NotUsableHere>(e.range, "'|>' on an element",
                                         "in an index equation")
          .hint("write the function as f(...)");
      return nullptr;
    }
    return fromValue(e, elab.evaluate(e));
  case Expr::Kind::Number:
  case Expr::Kind::String:
  case Expr::Kind::Bool:
  case Expr::Kind::List:
  case Expr::Kind::Range:
    return fromValue(e, elab.evaluate(e));
  }
  return nullptr;
}

IndexNodePtr Resolver::resolveUnary(const UnaryExpr &e) {
  IndexNodePtr n = node(
      e.op == UnaryOp::Neg ? IndexNode::Kind::Negate : IndexNode::Kind::Not, e);
  if (!addKids(*n, {e.operand.get()}))
    return nullptr;
  if (n->kids[0]->isConstant())
    return constant(e, elab.constants().unary(e, n->kids[0]->constant));
  return n;
}

IndexNodePtr Resolver::resolveBinary(const BinaryExpr &e) {
  IndexNodePtr n = node(IndexNode::Kind::Binary, e);
  if (!addKids(*n, {e.lhs.get(), e.rhs.get()}))
    return nullptr;
  const IndexNode &l = *n->kids[0], &r = *n->kids[1];
  if (l.isConstant() && r.isConstant())
    return constant(e, elab.constants().binary(e, l.constant, r.constant));
  if (e.op == BinaryOp::Mod || e.op == BinaryOp::Shl || e.op == BinaryOp::Shr) {
    diags.emit<DiagKind::OperandType>(e.range, spelling(e.op),
                                      "numbers of the network");
    return nullptr;
  }
  for (const IndexNode *side : {&l, &r})
    if (side->isConstant() && side->constant.isBool() &&
        e.op != BinaryOp::And && e.op != BinaryOp::Or) {
      diags.emit<DiagKind::OperandType>(side->range, spelling(e.op),
                                        side->constant.describe());
      return nullptr;
    }
  if (e.op == BinaryOp::Div && r.isConstant() && r.constant.asReal() == 0) {
    diags.emit<DiagKind::DivisionByZero>(e.rhs->range);
    return nullptr;
  }
  return n;
}

IndexNodePtr Resolver::resolveIf(const IfExpr &e) {
  IndexNodePtr n = node(IndexNode::Kind::Select, e);
  IndexNodePtr condition = resolve(*e.condition);
  if (!condition)
    return nullptr;
  if (condition->isConstant()) {
    std::optional<bool> value = elab.constants().toBool(
        condition->constant, e.condition->range, "a condition");
    if (!value)
      return nullptr;
    return resolve(*value ? *e.thenValue : *e.elseValue);
  }
  n->kids.push_back(std::move(condition));
  if (!addKids(*n, {e.thenValue.get(), e.elseValue.get()}))
    return nullptr;
  return n;
}

IndexNodePtr Resolver::resolveReduce(const ReduceExpr &e) {
  IndexNodePtr n = node(IndexNode::Kind::Reduce, e);
  for (const Binder &b : e.binders)
    n->binders.push_back(addIndex(b, false));
  std::size_t mark = visible.size();
  for (IndexVar *var : n->binders)
    visible.push_back(var);
  bool ok = e.body && addKids(*n, {e.body.get()});
  visible.resize(mark);
  if (!ok || !checkUsed(e, n->binders))
    return nullptr;
  return n;
}

bool Resolver::checkUsed(const ReduceExpr &e,
                         llvm::ArrayRef<IndexVar *> binders) {
  bool ok = true;
  bool isSum = e.op == ReduceOp::Sum || e.op == ReduceOp::Mean;
  for (IndexVar *var : binders) {
    // A sum over a range that the body does not mention is a multiple.
    if (var->used || (isSum && var->extent > 0))
      continue;
    diags.emit<DiagKind::UnusedIndex>(var->range, var->name, spelling(e.op))
        .hint("a reduction takes the product behind it: write " +
              llvm::Twine(spelling(e.op)) + "(" + var->name +
              ") (a + b) to reduce a sum of terms");
    ok = false;
  }
  return ok;
}

IndexNodePtr Resolver::resolveCall(const CallExpr &e) {
  if (!mentionsIndex(e))
    return fromValue(e, elab.evaluate(e));
  const auto *callee = dyn_cast<NameExpr>(e.callee.get());
  bool pointwise = callee && !elab.lookup(callee->name) &&
                   Elaborator::isPointwise(callee->name) &&
                   (elab.inStd() || !elab.files().findUserLayer(callee->name));
  IndexNodePtr n =
      node(pointwise ? IndexNode::Kind::Function : IndexNode::Kind::Call, e);
  if (callee)
    n->function = callee->name;
  bool ok = true;
  for (const Argument &a : e.arguments) {
    if (a.spread) {
      diags.emit<DiagKind::NotUsableHere>(a.range, "'...'",
                                          "in an index equation");
      return nullptr;
    }
    // Only arguments with indices are elements; the others stay what they are.
    if (!pointwise && !mentionsIndex(*a.value)) {
      n->kids.push_back(nullptr);
      continue;
    }
    n->kids.push_back(resolve(*a.value));
    ok &= n->kids.back() != nullptr;
  }
  return ok ? std::move(n) : nullptr;
}

//===----------------------------------------------------------------------===//
// Accesses
//===----------------------------------------------------------------------===//

IndexNodePtr Resolver::resolveIndex(const IndexExpr &e) {
  if (!mentionsIndex(e)) {
    // x[k] with an unknown k: the author means an index.
    for (const ExprPtr &index : e.indices)
      if (const auto *name = dyn_cast<NameExpr>(index.get()))
        if (!elab.lookup(name->name) &&
            !elab.files().findConst(name->name, elab.inStd())) {
          affine(*index, false);
          return nullptr;
        }
    return fromValue(e, elab.evaluate(e));
  }
  Value base = elab.evaluate(*e.base);
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
Resolver::accessIndices(const IndexExpr &e, const Tensor &tensor,
                        bool inTable) {
  if (e.indices.size() != tensor.shape.size()) {
    Diagnostic &d = diags.emit<DiagKind::IndexCount>(
        e.range, toString(*e.base), countText(tensor.shape.size(), "dimension"),
        e.indices.size() == 1 ? std::string("1 index")
                              : std::to_string(e.indices.size()) + " indices");
    d.note(tensor.origin,
           tensor.what + " has shape " + shapeText(tensor.shape));
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

void Resolver::use(const std::vector<AffineForm> &indices,
                   const TensorRef &tensor) {
  // Lookups first: what a table's own indices run over is known from it.
  const std::vector<AffineForm> &kept = formStore.emplace_back(indices);
  for (const AffineForm &form : kept)
    for (const AffineForm::Lookup &lookup : form.lookups)
      use(lookup.indices, lookup.table);
  for (auto [i, form] : llvm::enumerate(kept))
    uses.push_back({&form, tensor->shape[i], tensor, unsigned(i)});
}

std::optional<AffineForm> Resolver::affine(const Expr &e, bool inTable) {
  AffineForm form;
  if (const auto *name = dyn_cast<NameExpr>(&e)) {
    if (IndexVar *var = find(name->name)) {
      var->used = true;
      form.terms.push_back({var, 1});
      return form;
    }
    if (!elab.lookup(name->name) &&
        !elab.files().findConst(name->name, elab.inStd())) {
      diags.emit<DiagKind::UnboundIndex>(e.range, name->name)
          .hint("reduce over it, as in sum(" + name->name +
                ") ..., or write it on the left");
      return std::nullopt;
    }
  }
  if (const auto *index = dyn_cast<IndexExpr>(&e)) {
    // A table look-up, unless it is an element of a list.
    const auto *base = dyn_cast<NameExpr>(index->base.get());
    const Binding *binding = base ? elab.lookup(base->name) : nullptr;
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
      elab.constants().toInt(elab.evaluate(e), e.range, "an index");
  if (!value)
    return std::nullopt;
  form.constant = *value;
  return form;
}

std::optional<AffineForm> Resolver::affineBinary(const BinaryExpr &e,
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

std::optional<AffineForm> Resolver::affineLookup(const IndexExpr &e,
                                                 bool inTable) {
  Value base = elab.evaluate(*e.base);
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

bool Resolver::inferPlain(const IndexUse &u) {
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
bool Resolver::inferAffine() {
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

bool Resolver::checkBounds(const IndexUse &u) {
  auto [low, high] = bounds(*u.form);
  if (low >= 0 && high < u.extent)
    return true;
  diags.emit<DiagKind::IndexOutOfRange>(u.form->range, low, high, u.extent)
      .note(u.tensor->origin,
            u.tensor->what + " has shape " + shapeText(u.tensor->shape));
  return false;
}

bool Resolver::inferExtents() {
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

Value dnd::frontend::evaluateIndexEquation(Elaborator &elaborator,
                                           llvm::ArrayRef<Binder> targets,
                                           StringRef name, const Expr &expr) {
  Resolver resolver(elaborator);
  std::vector<IndexVar *> vars;
  for (const Binder &b : targets) {
    for (IndexVar *other : vars)
      if (other->name == b.name.name) {
        elaborator.diagnostics()
            .emit<DiagKind::Redefinition>(b.range, b.name.name)
            .note(other->range, "the same index is here");
        return Value::error();
      }
    vars.push_back(resolver.addIndex(b, true));
    resolver.push(vars.back());
  }
  IndexNodePtr root = resolver.resolve(expr);
  if (!root || !resolver.inferExtents())
    return Value::error();
  elaborator.locate(expr.range);
  return lowerIndexNode(elaborator, *root, vars);
}
