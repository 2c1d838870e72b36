//===- Names.cpp - Names of a body while it is elaborated ---------------===//
//
// Finding, declaring and assigning names, and what is said of unknown ones.
//
//===----------------------------------------------------------------------===//

#include "frontend/elaborate/Context.h"
#include "frontend/recipe/RecipeChecks.h"

#include "llvm/ADT/STLExtras.h"

using namespace dnd;
using namespace dnd::frontend;
using namespace dnd::frontend::ast;
using llvm::StringRef;

const Binding *Context::lookup(StringRef name) {
  if (!frame)
    return nullptr;
  for (Scope *scope = frame->scope; scope; scope = scope->parent) {
    auto it = scope->names.find(name.str());
    if (it == scope->names.end())
      continue;
    markUsed(it->second.range);
    if (it->second.otherRange.isValid())
      markUsed(it->second.otherRange);
    if (frame->isRecipe)
      recipeReads.insert(name.str());
    return &it->second;
  }
  return nullptr;
}

void Context::reportUnknownName(const NameExpr &e) {
  std::vector<std::string> names = program.layerNames();
  for (Scope *s = frame ? frame->scope : nullptr; s; s = s->parent)
    for (const auto &entry : s->names)
      names.push_back(entry.first);
  for (const ConstDecl *decl : program.constants())
    names.push_back(decl->name.name);
  bool inRecipe = frame && frame->isRecipe;
  if (inRecipe)
    llvm::append_range(names, recipeNames(recipe::Kind::Loss));
  Diagnostic &d = diags.emit<DiagKind::UnknownName>(e.range, e.name);
  for (Scope *s = frame ? frame->scope : nullptr; s; s = s->parent)
    if (auto it = s->oneModeOnly.find(e.name); it != s->oneModeOnly.end()) {
      d.note(it->second, "it is defined for one mode only, here");
      d.hint("define it in both branches of 'if training'");
      return;
    }
  d.didYouMean(e.name, names);
  if (!d.hints.empty())
    return;
  if (llvm::is_contained(ConstEval::functionNames(), e.name))
    d.hint("it is a function: write '" + e.name + "(...)'");
  else
    d.hint(inRecipe
               ? "declare it in the recipe, as in 'const " + e.name + " = 0.1'"
               : "declare it with 'input', 'param', 'table' or 'const', or "
                 "define it above");
}

void Context::markDefined(const Binding &binding, StringRef name) {
  if (binding.range.isValid() && !program.isStd(binding.range.file))
    usage.define(binding, name);
}

void Context::declare(const Ident &name, Value value, Binding::Kind kind) {
  auto it = frame->scope->names.find(name.name);
  if (it != frame->scope->names.end() &&
      it->second.kind != Binding::Kind::Dimension &&
      !(it->second.range == name.range)) {
    diags.emit<DiagKind::Redefinition>(name.range, name.name)
        .note(it->second.range, "the first definition is here");
    return;
  }
  Binding binding{std::move(value), kind, name.range};
  if (binding.value.isError())
    markUsed(name.range);
  markDefined(binding, name.name);
  if (listener)
    listener->defined(name, binding, frame->path);
  frame->scope->names[name.name] = std::move(binding);
}

/// Assignment changes a variable that exists, in whatever block of the body,
/// and else makes one in the current block.
void Context::assign(const Ident &name, Value value) {
  Scope *target = frame->scope;
  for (Scope *s = frame->scope; s; s = s->parent)
    if (s->names.count(name.name)) {
      target = s;
      break;
    }
  auto it = target->names.find(name.name);
  if (it != target->names.end() && (it->second.kind == Binding::Kind::Const ||
                                    it->second.kind == Binding::Kind::Formal ||
                                    it->second.kind == Binding::Kind::Loop)) {
    diags.emit<DiagKind::Redefinition>(name.range, name.name)
        .note(it->second.range, "it is a constant, defined here");
    return;
  }
  Binding binding{std::move(value), Binding::Kind::Variable, name.range};
  if (binding.value.isError())
    markUsed(name.range);
  markDefined(binding, name.name);
  if (listener)
    listener->defined(name, binding, frame->path);
  target->names[name.name] = std::move(binding);
}
