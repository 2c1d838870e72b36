//===- Names.cpp - Which names of a file are one --------------------------===//
//
// One walk over the tree with the scopes of the elaboration: blocks of `for`
// are scopes and blocks of `if` are none; an assignment changes what is known
// already, wherever in the body, and else makes a name of its block.
//
//===----------------------------------------------------------------------===//

#include "frontend/lsp/Names.h"
#include "frontend/elaborate/TensorFunctions.h"
#include "frontend/lsp/Words.h"

#include "llvm/ADT/STLExtras.h"

#include <algorithm>
#include <set>

using namespace dnd::lsp;
using namespace dnd::frontend;
using namespace dnd::frontend::ast;
using llvm::cast;
using llvm::dyn_cast;
using llvm::StringRef;

StringRef dnd::lsp::describe(SymbolKind kind) {
  switch (kind) {
  case SymbolKind::Layer:
    return "layer";
  case SymbolKind::Network:
    return "network";
  case SymbolKind::Const:
    return "constant";
  case SymbolKind::Formal:
    return "argument";
  case SymbolKind::Dimension:
    return "dimension of an input";
  case SymbolKind::Input:
    return "input";
  case SymbolKind::Param:
    return "parameter";
  case SymbolKind::Table:
    return "table";
  case SymbolKind::State:
    return "state";
  case SymbolKind::Noise:
    return "noise";
  case SymbolKind::Variable:
    return "value";
  case SymbolKind::Index:
    return "index";
  case SymbolKind::Loop:
    return "loop variable";
  case SymbolKind::RecipeConst:
    return "constant of the recipe";
  }
  return "";
}

namespace dnd::lsp {

class NameWalker {
public:
  NameWalker(NameTable &table,
             llvm::function_ref<bool(StringRef)> isForeignConst)
      : table(table), isForeignConst(isForeignConst) {}

  void run(const File &file);

private:
  struct NameScope {
    NameScope *parent = nullptr;
    /// What ends with the scope.
    std::uint32_t end = 0;
    std::map<std::string, Symbol *> names = {};
  };

  Symbol *make(SymbolKind kind, const Ident &name, std::uint32_t scopeBegin,
               std::uint32_t scopeEnd);
  void addDefinition(Symbol &symbol, SourceRange range);
  void addUse(Symbol &symbol, SourceRange range);
  Symbol *find(StringRef name, const NameScope *scope) const;
  void declareGlobal(const Decl &decl);
  void declareFormals(const LayerDecl &decl);

  void walkLayer(const LayerDecl &decl);
  void walkBlock(const Block &block, NameScope &scope);
  void walkStatement(const Stmt &stmt, NameScope &scope);
  void walkInput(const InputStmt &stmt, NameScope &scope);
  void walkIf(const IfStmt &stmt, NameScope &scope);
  void walkFor(const ForStmt &stmt, NameScope &scope);
  void walkTargets(llvm::ArrayRef<Target> targets, const ExprPtr &value,
                   const Stmt &stmt, NameScope &scope);
  void addOutputs(const OutputStmt &stmt, const NameScope &scope);
  void declare(SymbolKind kind, const Ident &name, const Stmt &stmt,
               NameScope &scope);
  void assign(const Ident &name, const Stmt &stmt, NameScope &scope);

  void walk(const ExprPtr &expr, NameScope &scope);
  void walkName(const NameExpr &expr, NameScope &scope, bool isCallee);
  void walkCall(const CallExpr &expr, NameScope &scope);
  void walkArguments(llvm::ArrayRef<Argument> arguments, const Symbol *callee,
                     NameScope &scope);
  void walkReduce(const ReduceExpr &expr, NameScope &scope);
  void addIndex(const Binder &binder, SourceRange visible, NameScope &outer,
                NameScope &inner);

  void walkTrain(const TrainDecl &decl);
  void walkEntry(const TrainEntry &entry, NameScope &scope);
  void walkRecipeValue(const Expr &value, NameScope &scope);

  NameTable &table;
  llvm::function_ref<bool(StringRef)> isForeignConst;
  const Decl *owner = nullptr;
  std::map<std::pair<const LayerDecl *, std::string>, Symbol *> formals;
  /// What outputs are called, in any body.
  std::set<const Symbol *> outputs;
  /// The names of a network's body behind its end.
  std::map<const LayerDecl *, std::map<std::string, Symbol *>> networkNames;
  /// `batch` in a reduction is the samples, unless the body has such an index.
  bool hasBatchIndex = false;
};

} // namespace dnd::lsp

//===----------------------------------------------------------------------===//
// Symbols
//===----------------------------------------------------------------------===//

Symbol *NameWalker::make(SymbolKind kind, const Ident &name,
                         std::uint32_t scopeBegin, std::uint32_t scopeEnd) {
  Symbol &symbol = table.all.emplace_back();
  symbol.kind = kind;
  symbol.name = name.name;
  symbol.owner = owner;
  symbol.scope = {name.range.file, scopeBegin, scopeEnd};
  addDefinition(symbol, name.range);
  return &symbol;
}

void NameWalker::addDefinition(Symbol &symbol, SourceRange range) {
  symbol.definitions.push_back(range);
  table.mentions[range.begin] = {range, &symbol, range};
}

void NameWalker::addUse(Symbol &symbol, SourceRange range) {
  symbol.uses.push_back(range);
  table.mentions.try_emplace(
      range.begin, Mention{range, &symbol, symbol.definitions.back()});
}

Symbol *NameWalker::find(StringRef name, const NameScope *scope) const {
  for (; scope; scope = scope->parent)
    if (auto it = scope->names.find(name.str()); it != scope->names.end())
      return it->second;
  return nullptr;
}

//===----------------------------------------------------------------------===//
// Declarations
//===----------------------------------------------------------------------===//

void NameWalker::declareGlobal(const Decl &decl) {
  owner = &decl;
  const auto *layer = dyn_cast<LayerDecl>(&decl);
  const auto *constant = dyn_cast<ConstDecl>(&decl);
  if (!layer && !constant)
    return;
  const Ident &name = layer ? layer->name : constant->name;
  if (name.empty())
    return;
  if (Symbol *known = table.globals.lookup(name.name)) {
    addDefinition(*known, name.range);
  } else {
    SymbolKind kind = constant           ? SymbolKind::Const
                      : layer->isNetwork ? SymbolKind::Network
                                         : SymbolKind::Layer;
    Symbol *symbol = make(kind, name, 0, UINT32_MAX);
    symbol->doc = decl.doc;
    symbol->layer = layer;
    symbol->statement = decl.range;
    table.globals[name.name] = symbol;
  }
  if (layer)
    declareFormals(*layer);
}

void NameWalker::declareFormals(const LayerDecl &decl) {
  for (const Formal &formal : decl.formals) {
    if (formal.name.empty())
      continue;
    Symbol *&known = formals[{&decl, formal.name.name}];
    if (known) {
      addDefinition(*known, formal.name.range);
      continue;
    }
    known =
        make(SymbolKind::Formal, formal.name, formal.range.end, decl.range.end);
    known->statement = formal.range;
  }
}

void NameWalker::run(const File &file) {
  for (const DeclPtr &decl : file.declarations)
    declareGlobal(*decl);
  for (const DeclPtr &decl : file.declarations) {
    owner = decl.get();
    NameScope scope;
    if (const auto *layer = dyn_cast<LayerDecl>(decl.get()))
      walkLayer(*layer);
    else if (const auto *constant = dyn_cast<ConstDecl>(decl.get()))
      walk(constant->value, scope);
  }
  // Recipes read the names of networks, which may stand below them.
  for (const DeclPtr &decl : file.declarations)
    if (const auto *train = dyn_cast<TrainDecl>(decl.get())) {
      owner = train;
      walkTrain(*train);
    }
}

void NameWalker::walkLayer(const LayerDecl &decl) {
  NameScope scope;
  scope.end = decl.range.end;
  for (const Formal &formal : decl.formals) {
    walk(formal.defaultValue, scope);
    if (auto it = formals.find({&decl, formal.name.name}); it != formals.end())
      scope.names[formal.name.name] = it->second;
  }
  walkBlock(decl.body, scope);
  std::vector<const Symbol *> &named = table.outputs[decl.name.name];
  named.clear();
  for (const auto &[name, symbol] : scope.names)
    if (outputs.count(symbol))
      named.push_back(symbol);
  networkNames[&decl] = std::move(scope.names);
}

//===----------------------------------------------------------------------===//
// Statements
//===----------------------------------------------------------------------===//

void NameWalker::declare(SymbolKind kind, const Ident &name, const Stmt &stmt,
                         NameScope &scope) {
  if (name.empty())
    return;
  auto it = scope.names.find(name.name);
  // A parameter may take the name of a dimension; anything else that is there
  // already is a mistake about one name.
  if (it != scope.names.end() && it->second->kind != SymbolKind::Dimension) {
    addDefinition(*it->second, name.range);
    return;
  }
  Symbol *symbol = make(kind, name, stmt.range.end, scope.end);
  symbol->doc = stmt.doc;
  symbol->statement = stmt.range;
  scope.names[name.name] = symbol;
}

void NameWalker::assign(const Ident &name, const Stmt &stmt, NameScope &scope) {
  if (name.empty())
    return;
  if (Symbol *known = find(name.name, &scope))
    addDefinition(*known, name.range);
  else
    declare(SymbolKind::Variable, name, stmt, scope);
}

void NameWalker::walkBlock(const Block &block, NameScope &scope) {
  for (const StmtPtr &stmt : block.statements)
    walkStatement(*stmt, scope);
}

void NameWalker::walkStatement(const Stmt &stmt, NameScope &scope) {
  using Kind = Stmt::Kind;
  switch (stmt.kind) {
  case Kind::Input:
    return walkInput(cast<InputStmt>(stmt), scope);
  case Kind::Param:
  case Kind::Table:
  case Kind::State:
  case Kind::Noise: {
    const auto &stored = cast<StoredStmt>(stmt);
    for (const Extent &extent : stored.extents)
      walk(extent.value, scope);
    walk(stored.rule, scope);
    SymbolKind kind = stmt.kind == Kind::Param   ? SymbolKind::Param
                      : stmt.kind == Kind::Table ? SymbolKind::Table
                      : stmt.kind == Kind::State ? SymbolKind::State
                                                 : SymbolKind::Noise;
    return declare(kind, stored.name, stmt, scope);
  }
  case Kind::Const:
    walk(cast<ConstStmt>(stmt).value, scope);
    return declare(SymbolKind::Const, cast<ConstStmt>(stmt).name, stmt, scope);
  case Kind::Assign:
    return walkTargets(cast<AssignStmt>(stmt).targets,
                       cast<AssignStmt>(stmt).value, stmt, scope);
  case Kind::Output:
    return walkTargets(cast<OutputStmt>(stmt).targets,
                       cast<OutputStmt>(stmt).value, stmt, scope);
  case Kind::Update:
    return walkTargets(cast<UpdateStmt>(stmt).target,
                       cast<UpdateStmt>(stmt).value, stmt, scope);
  case Kind::For:
    return walkFor(cast<ForStmt>(stmt), scope);
  case Kind::If:
    return walkIf(cast<IfStmt>(stmt), scope);
  case Kind::Broken:
    for (const Ident &name : cast<BrokenStmt>(stmt).names)
      assign(name, stmt, scope);
    return;
  }
}

void NameWalker::walkInput(const InputStmt &stmt, NameScope &scope) {
  for (const ExprPtr &dim : stmt.dims) {
    const auto *name = dyn_cast<NameExpr>(dim.get());
    if (!name || find(name->name, &scope)) {
      walk(dim, scope);
      continue;
    }
    const Symbol *constant = table.globals.lookup(name->name);
    if ((constant && constant->kind == SymbolKind::Const) ||
        isForeignConst(name->name))
      walk(dim, scope);
    else
      declare(SymbolKind::Dimension, {name->name, name->range}, stmt, scope);
  }
  declare(SymbolKind::Input, stmt.name, stmt, scope);
}

void NameWalker::walkTargets(llvm::ArrayRef<Target> targets,
                             const ExprPtr &value, const Stmt &stmt,
                             NameScope &scope) {
  NameScope inner{&scope, stmt.range.end};
  bool saved = hasBatchIndex;
  for (const Target &target : targets)
    for (const Binder &binder : target.indices) {
      hasBatchIndex |= binder.name.name == "batch";
      addIndex(binder, stmt.range, scope, inner);
    }
  walk(value, inner);
  hasBatchIndex = saved;
  const auto *assignment = dyn_cast<AssignStmt>(&stmt);
  for (const Target &target : targets) {
    // What a statement changes, it does not define.
    Symbol *known =
        stmt.kind == Stmt::Kind::Update || (assignment && assignment->append)
            ? find(target.name.name, &scope)
            : nullptr;
    if (known)
      addUse(*known, target.name.range);
    else
      assign(target.name, stmt, scope);
  }
  if (const auto *output = dyn_cast<OutputStmt>(&stmt))
    addOutputs(*output, scope);
}

/// A bare `output x` has the name, too.
void NameWalker::addOutputs(const OutputStmt &stmt, const NameScope &scope) {
  for (const Target &target : stmt.targets)
    outputs.insert(find(target.name.name, &scope));
  if (stmt.targets.empty() && stmt.value)
    if (const auto *name = dyn_cast<NameExpr>(stmt.value.get()))
      outputs.insert(find(name->name, &scope));
}

void NameWalker::walkFor(const ForStmt &stmt, NameScope &scope) {
  walk(stmt.domain, scope);
  NameScope inner{&scope, stmt.body.range.end};
  if (!stmt.variable.empty()) {
    Symbol *symbol = make(SymbolKind::Loop, stmt.variable,
                          stmt.variable.range.end, stmt.body.range.end);
    symbol->doc = stmt.doc;
    symbol->statement = {stmt.range.file, stmt.range.begin,
                         stmt.body.range.begin};
    inner.names[stmt.variable.name] = symbol;
  }
  walkBlock(stmt.body, inner);
}

void NameWalker::walkIf(const IfStmt &stmt, NameScope &scope) {
  for (const IfStmt::Arm &arm : stmt.arms) {
    walk(arm.condition, scope);
    walkBlock(arm.body, scope);
  }
  if (stmt.elseBody)
    walkBlock(*stmt.elseBody, scope);
}

//===----------------------------------------------------------------------===//
// Expressions
//===----------------------------------------------------------------------===//

void NameWalker::walk(const ExprPtr &expr, NameScope &scope) {
  if (!expr)
    return;
  switch (expr->kind) {
  case Expr::Kind::Name:
    return walkName(cast<NameExpr>(*expr), scope, /*isCallee=*/false);
  case Expr::Kind::Call:
    return walkCall(cast<CallExpr>(*expr), scope);
  case Expr::Kind::Reduce:
    return walkReduce(cast<ReduceExpr>(*expr), scope);
  case Expr::Kind::Pipe: {
    const auto &pipe = cast<PipeExpr>(*expr);
    walk(pipe.input, scope);
    if (const auto *stage = dyn_cast<NameExpr>(pipe.stage.get()))
      return walkName(*stage, scope, /*isCallee=*/true);
    return walk(pipe.stage, scope);
  }
  case Expr::Kind::If: {
    const auto &choice = cast<IfExpr>(*expr);
    walk(choice.condition, scope);
    walk(choice.thenValue, scope);
    return walk(choice.elseValue, scope);
  }
  case Expr::Kind::Unary:
    return walk(cast<UnaryExpr>(*expr).operand, scope);
  case Expr::Kind::Binary:
    walk(cast<BinaryExpr>(*expr).lhs, scope);
    return walk(cast<BinaryExpr>(*expr).rhs, scope);
  case Expr::Kind::List:
    for (const ExprPtr &element : cast<ListExpr>(*expr).elements)
      walk(element, scope);
    return;
  case Expr::Kind::Index:
    walk(cast<IndexExpr>(*expr).base, scope);
    for (const ExprPtr &index : cast<IndexExpr>(*expr).indices)
      walk(index, scope);
    return;
  case Expr::Kind::Range:
    walk(cast<RangeExpr>(*expr).low, scope);
    return walk(cast<RangeExpr>(*expr).high, scope);
  case Expr::Kind::Number:
  case Expr::Kind::String:
  case Expr::Kind::Bool:
    return;
  }
}

/// What holds numbers hides no function of its name: `pad(x, 1)` beside an
/// argument `pad`.
static bool mayBeLayer(const Symbol &symbol) {
  return symbol.kind == SymbolKind::Variable ||
         symbol.kind == SymbolKind::Formal ||
         symbol.kind == SymbolKind::Layer || symbol.kind == SymbolKind::Network;
}

void NameWalker::walkName(const NameExpr &expr, NameScope &scope,
                          bool isCallee) {
  Symbol *symbol = find(expr.name, &scope);
  if (symbol && isCallee && isTensorFunction(expr.name) &&
      (!mayBeLayer(*symbol) || symbol->kind == SymbolKind::Formal))
    symbol = nullptr;
  if (!symbol)
    symbol = table.globals.lookup(expr.name);
  if (symbol)
    addUse(*symbol, expr.range);
  else
    table.unknown.push_back({expr.range, expr.name, isCallee});
}

void NameWalker::walkCall(const CallExpr &expr, NameScope &scope) {
  const Symbol *callee = nullptr;
  if (const auto *name = dyn_cast<NameExpr>(expr.callee.get())) {
    walkName(*name, scope, /*isCallee=*/true);
    if (auto it = table.mentions.find(name->range.begin);
        it != table.mentions.end())
      callee = it->second.symbol;
  } else {
    walk(expr.callee, scope);
  }
  walkArguments(expr.arguments, callee, scope);
}

void NameWalker::walkArguments(llvm::ArrayRef<Argument> arguments,
                               const Symbol *callee, NameScope &scope) {
  for (const Argument &argument : arguments) {
    if (!argument.name.empty() && callee && callee->layer)
      if (auto it = formals.find({callee->layer, argument.name.name});
          it != formals.end())
        addUse(*it->second, argument.name.range);
    walk(argument.value, scope);
  }
}

void NameWalker::addIndex(const Binder &binder, SourceRange visible,
                          NameScope &outer, NameScope &inner) {
  if (binder.domain) {
    walk(binder.domain->low, outer);
    walk(binder.domain->high, outer);
  }
  if (binder.name.empty())
    return;
  auto it = inner.names.find(binder.name.name);
  if (it != inner.names.end()) {
    addDefinition(*it->second, binder.name.range);
    return;
  }
  Symbol *symbol =
      make(SymbolKind::Index, binder.name, visible.begin, visible.end);
  symbol->statement = binder.range;
  inner.names[binder.name.name] = symbol;
}

void NameWalker::walkReduce(const ReduceExpr &expr, NameScope &scope) {
  NameScope inner{&scope, expr.range.end};
  for (const Binder &binder : expr.binders)
    if (binder.name.name != "batch" || hasBatchIndex)
      addIndex(binder, expr.range, scope, inner);
    else
      table.unknown.push_back({binder.name.range, "batch", false});
  walk(expr.body, inner);
}

//===----------------------------------------------------------------------===//
// Recipes
//===----------------------------------------------------------------------===//

void NameWalker::walkTrain(const TrainDecl &decl) {
  NameScope outer, scope;
  scope.end = decl.range.end;
  const Symbol *network = table.globals.lookup(decl.network.name);
  if (network && network->kind == SymbolKind::Network) {
    addUse(*table.globals.lookup(decl.network.name), decl.network.range);
    walkArguments(decl.arguments, network, outer);
    // Of the names of the network, a loss can read the outputs.
    for (const auto &[name, symbol] : networkNames[network->layer])
      if (outputs.count(symbol))
        scope.names[name] = symbol;
  } else {
    walkArguments(decl.arguments, nullptr, outer);
  }
  for (const TrainEntry &entry : decl.entries)
    if (entry.form == TrainEntry::Form::Const && !entry.key.empty()) {
      Symbol *symbol = make(SymbolKind::RecipeConst, entry.key,
                            decl.bodyRange.begin, decl.bodyRange.end);
      symbol->statement = entry.range;
      symbol->doc = entry.doc;
      scope.names[entry.key.name] = symbol;
    }
  for (const TrainEntry &entry : decl.entries)
    walkEntry(entry, scope);
}

/// The word in front is one of the recipe, whatever else has its name.
void NameWalker::walkRecipeValue(const Expr &value, NameScope &scope) {
  if (llvm::isa<NameExpr>(&value))
    return;
  if (const auto *call = dyn_cast<CallExpr>(&value)) {
    walkArguments(call->arguments, nullptr, scope);
    return;
  }
  forEachChild(value,
               [&](const Expr &child) { walkRecipeValue(child, scope); });
}

void NameWalker::walkEntry(const TrainEntry &entry, NameScope &scope) {
  bool isLoss = entry.key.name == "loss";
  bool hasWords =
      entry.form == TrainEntry::Form::Line &&
      (!kindsBehind(entry.key.name).empty() || entry.key.name == "group");
  for (const TrainItem &item : entry.items) {
    if (!item.value)
      continue;
    if (isLoss || !hasWords || !item.name.empty())
      walk(item.value, scope);
    else
      walkRecipeValue(*item.value, scope);
  }
  for (const TrainEntry &setting : entry.settings)
    walkEntry(setting, scope);
}

//===----------------------------------------------------------------------===//
// Look-up
//===----------------------------------------------------------------------===//

NameTable::NameTable(const File &file,
                     llvm::function_ref<bool(StringRef)> isForeignConst) {
  NameWalker(*this, isForeignConst).run(file);
  llvm::sort(unknown, [](const Foreign &a, const Foreign &b) {
    return a.range.begin < b.range.begin;
  });
}

const Mention *NameTable::at(std::uint32_t offset) const {
  auto it = mentions.upper_bound(offset);
  if (it == mentions.begin())
    return nullptr;
  --it;
  return offset <= it->second.range.end ? &it->second : nullptr;
}

const Foreign *NameTable::foreignAt(std::uint32_t offset) const {
  auto it = std::upper_bound(unknown.begin(), unknown.end(), offset,
                             [](std::uint32_t at, const Foreign &name) {
                               return at < name.range.begin;
                             });
  if (it == unknown.begin())
    return nullptr;
  --it;
  return offset <= it->range.end ? &*it : nullptr;
}

std::vector<const Symbol *> NameTable::visibleAt(std::uint32_t offset) const {
  std::vector<const Symbol *> visible;
  // Symbols are made in the order of the text, so that inner ones come last.
  for (const Symbol &symbol : llvm::reverse(all))
    if (symbol.scope.begin <= offset && offset <= symbol.scope.end &&
        llvm::none_of(visible, [&](const Symbol *other) {
          return other->name == symbol.name;
        }))
      visible.push_back(&symbol);
  return visible;
}
