//===- Program.cpp - The files of a model and their declarations ----------===//
//
// Import, declaration and look-up of layers and constants.
//
//===----------------------------------------------------------------------===//

#include "frontend/elaborate/Program.h"
#include "frontend/elaborate/StdLibrary.h"
#include "frontend/syntax/AstBuilder.h"

#include "llvm/ADT/SmallString.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"

#include <algorithm>

using namespace dnd::frontend;
using namespace dnd::frontend::ast;
using llvm::StringRef;

//===----------------------------------------------------------------------===//
// Loading
//===----------------------------------------------------------------------===//

/// A name for a file that two spellings of its path share.
static std::string fileKey(StringRef path) {
  llvm::SmallString<256> real;
  if (path != "-" && !llvm::sys::fs::real_path(path, real))
    return real.str().str();
  return path.str();
}

void Program::load(FileId main) {
  std::vector<Import> stack;
  loadFile(main, fileKey(diags.sources().file(main).name()), stack);
}

void Program::loadFile(FileId id, std::string key, std::vector<Import> &stack) {
  loaded.insert(key);
  bool isMain = stack.empty();
  stack.push_back({std::move(key), diags.sources().file(id).name().str()});
  files.push_back(parseFile(id, diags));
  const File &file = files.back();
  for (const DeclPtr &decl : file.declarations)
    if (const auto *imported = llvm::dyn_cast<ImportDecl>(decl.get()))
      import(*imported, id, stack);
  for (const DeclPtr &decl : file.declarations)
    declare(*decl, isMain);
  stack.pop_back();
}

void Program::import(const ImportDecl &decl, FileId from,
                     std::vector<Import> &stack) {
  llvm::SmallString<256> path(decl.path);
  if (llvm::sys::path::is_relative(path)) {
    path = llvm::sys::path::parent_path(diags.sources().file(from).name());
    llvm::sys::path::append(path, decl.path);
  }
  std::string key = fileKey(path);
  auto same = [&](const Import &i) { return i.key == key; };
  auto onStack = std::find_if(stack.begin(), stack.end(), same);
  if (onStack != stack.end()) {
    std::string way;
    for (auto it = onStack + 1; it != stack.end(); ++it)
      way += (way.empty() ? " through '" : " and '") + it->name + "'";
    diags.emit<DiagKind::ImportCycle>(decl.pathRange, onStack->name, way);
    return;
  }
  if (loaded.count(key))
    return;
  std::string error;
  std::optional<FileId> id = diags.sources().addFile(path, error);
  if (!id) {
    diags.emit<DiagKind::ImportNotFound>(decl.pathRange, decl.path)
        .note({}, "looked for '" + path + "': " + error);
    return;
  }
  loadFile(*id, std::move(key), stack);
}

void Program::declare(const Decl &decl, bool isMain) {
  if (const auto *train = llvm::dyn_cast<TrainDecl>(&decl)) {
    if (isMain)
      mainRecipes.push_back(train);
    return;
  }
  const Ident *name = nullptr;
  const SourceRange *previous = nullptr;
  const auto *layer = llvm::dyn_cast<LayerDecl>(&decl);
  const auto *constant = llvm::dyn_cast<ConstDecl>(&decl);
  if (layer)
    name = &layer->name;
  else if (constant)
    name = &constant->name;
  if (!name || name->empty())
    return;
  if (const LayerDecl *other = userLayers.lookup(name->name))
    previous = &other->name.range;
  if (const ConstDecl *other = userConsts.lookup(name->name))
    previous = &other->name.range;
  if (previous) {
    diags.emit<DiagKind::Redefinition>(name->range, name->name)
        .note(*previous, "the first definition is here");
    return;
  }
  if (constant) {
    userConsts[name->name] = constant;
    userConstants.push_back(constant);
    return;
  }
  userLayers[name->name] = layer;
  if (!layer->isNetwork)
    return;
  everyNetwork.push_back(layer);
  if (isMain)
    mainNetworks.push_back(layer);
}

//===----------------------------------------------------------------------===//
// Look-up
//===----------------------------------------------------------------------===//

const LayerDecl *Program::findUserLayer(StringRef name) const {
  return userLayers.lookup(name);
}

const ConstDecl *Program::findConst(StringRef name, bool fromStd) const {
  return fromStd ? nullptr : userConsts.lookup(name);
}

const LayerDecl *Program::findStdLayer(StringRef name) {
  if (const LayerDecl *known = stdLayers.lookup(name))
    return known;
  const StdFile *source = stdFileOf(name);
  if (!source || !stdLoaded.insert(source->name.str()).second)
    return nullptr;
  FileId id = diags.sources().addText(("<std>/" + source->name).str(),
                                      source->text.str());
  stdFileIds.insert(id);
  files.push_back(parseFile(id, diags));
  for (const DeclPtr &decl : files.back().declarations)
    if (const auto *layer = llvm::dyn_cast<LayerDecl>(decl.get()))
      stdLayers[layer->name.name] = layer;
  return stdLayers.lookup(name);
}

const LayerDecl *Program::findLayer(StringRef name, bool fromStd) {
  if (!fromStd)
    if (const LayerDecl *layer = userLayers.lookup(name))
      return layer;
  return findStdLayer(name);
}

std::vector<std::string> Program::layerNames() const {
  std::vector<std::string> names = stdLayerNames();
  for (const auto &entry : userLayers)
    names.push_back(entry.getKey().str());
  std::sort(names.begin(), names.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());
  return names;
}

//===----------------------------------------------------------------------===//
// Which layers own parameters
//===----------------------------------------------------------------------===//

void dnd::frontend::forEachName(const Expr &expr,
                                llvm::function_ref<void(const NameExpr &)> fn) {
  if (const auto *name = llvm::dyn_cast<NameExpr>(&expr))
    return fn(*name);
  forEachChild(expr, [&](const Expr &child) { forEachName(child, fn); });
}

bool Program::mayOwnParameters(const Expr &expr, bool fromStd) {
  bool owns = false;
  forEachName(expr, [&](const NameExpr &name) {
    if (owns)
      return;
    if (const LayerDecl *layer = findLayer(name.name, fromStd))
      owns = mayOwnParameters(*layer);
  });
  return owns;
}

bool Program::mayOwnParameters(const LayerDecl &layer) {
  // A layer that is being looked at (recursion) adds nothing of its own.
  auto [it, isNew] = ownsParameters.try_emplace(&layer, false);
  if (!isNew)
    return it->second;
  bool fromStd = isStd(layer.name.range.file);
  auto inExpr = [&](const ExprPtr &e) {
    return e && mayOwnParameters(*e, fromStd);
  };
  std::function<bool(const Block &)> inBlock = [&](const Block &block) {
    for (const StmtPtr &stmt : block.statements) {
      switch (stmt->kind) {
      case Stmt::Kind::Param:
      case Stmt::Kind::Table:
      case Stmt::Kind::State:
        return true;
      case Stmt::Kind::Update:
        if (inExpr(llvm::cast<UpdateStmt>(*stmt).value))
          return true;
        break;
      case Stmt::Kind::Input:
      case Stmt::Kind::Noise:
      case Stmt::Kind::Broken:
        break;
      case Stmt::Kind::Const:
        if (inExpr(llvm::cast<ConstStmt>(*stmt).value))
          return true;
        break;
      case Stmt::Kind::Assign:
        if (inExpr(llvm::cast<AssignStmt>(*stmt).value))
          return true;
        break;
      case Stmt::Kind::Output:
        if (inExpr(llvm::cast<OutputStmt>(*stmt).value))
          return true;
        break;
      case Stmt::Kind::For:
        if (inExpr(llvm::cast<ForStmt>(*stmt).domain) ||
            inBlock(llvm::cast<ForStmt>(*stmt).body))
          return true;
        break;
      case Stmt::Kind::If: {
        const auto &branch = llvm::cast<IfStmt>(*stmt);
        for (const IfStmt::Arm &arm : branch.arms)
          if (inBlock(arm.body))
            return true;
        if (branch.elseBody && inBlock(*branch.elseBody))
          return true;
        break;
      }
      }
    }
    return false;
  };
  bool owns = inBlock(layer.body);
  // A layer that is handed over may bring parameters.
  for (const Formal &formal : layer.formals)
    owns |= inExpr(formal.defaultValue) ||
            (!formal.defaultValue && formal.type.name == "layer");
  return ownsParameters[&layer] = owns;
}
