//===- Program.h - The files of a model and their declarations --*- C++ -*-===//
//
// Loads a file with everything it imports, checks the declarations, and finds
// layers by name, in the user's files first and in the standard library next.
//
//===----------------------------------------------------------------------===//

#ifndef DND_FRONTEND_PROGRAM_H
#define DND_FRONTEND_PROGRAM_H

#include "frontend/syntax/Ast.h"
#include "frontend/syntax/Diagnostics.h"

#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/STLFunctionalExtras.h"
#include "llvm/ADT/StringMap.h"

#include <deque>
#include <functional>
#include <memory>
#include <set>
#include <string>
#include <vector>

namespace dnd::frontend {

class Program {
public:
  explicit Program(DiagnosticEngine &diags) : diags(diags) {}

  /// Parses the main file and its imports. Imports are relative to the file
  /// that names them. Mistakes go to the diagnostics.
  void load(FileId main);

  /// The layer or network called `name`. `fromStd`: the text that asks belongs
  /// to the standard library and sees nothing of the user's.
  const ast::LayerDecl *findLayer(llvm::StringRef name, bool fromStd);
  const ast::LayerDecl *findUserLayer(llvm::StringRef name) const;
  const ast::ConstDecl *findConst(llvm::StringRef name, bool fromStd) const;
  bool isStd(FileId file) const { return stdFileIds.count(file) != 0; }

  /// Names of all layers that a text of the user can call.
  std::vector<std::string> layerNames() const;
  /// The networks of the main file, in its order.
  const std::vector<const ast::LayerDecl *> &networks() const {
    return mainNetworks;
  }
  /// All networks, those of imported files behind.
  const std::vector<const ast::LayerDecl *> &allNetworks() const {
    return everyNetwork;
  }
  const std::vector<const ast::ConstDecl *> &constants() const {
    return userConstants;
  }
  /// The recipes of the main file.
  const std::vector<const ast::TrainDecl *> &recipes() const {
    return mainRecipes;
  }

  /// Whether an instance of the layer may own parameters or tables, itself or
  /// through the layers that its text mentions.
  bool mayOwnParameters(const ast::LayerDecl &layer);
  /// Whether evaluating an expression may make a parameter.
  bool mayOwnParameters(const ast::Expr &expr, bool fromStd);

private:
  struct Import {
    std::string key;
    std::string name;
  };
  void loadFile(FileId id, std::string key, std::vector<Import> &stack);
  void import(const ast::ImportDecl &decl, FileId from,
              std::vector<Import> &stack);
  void declare(const ast::Decl &decl, bool isMain);
  const ast::LayerDecl *findStdLayer(llvm::StringRef name);

  DiagnosticEngine &diags;
  std::deque<ast::File> files;
  std::set<std::string> loaded;
  std::set<FileId> stdFileIds;
  std::set<std::string> stdLoaded;
  llvm::StringMap<const ast::LayerDecl *> userLayers, stdLayers;
  llvm::StringMap<const ast::ConstDecl *> userConsts;
  std::vector<const ast::LayerDecl *> mainNetworks, everyNetwork;
  std::vector<const ast::ConstDecl *> userConstants;
  std::vector<const ast::TrainDecl *> mainRecipes;
  llvm::DenseMap<const ast::LayerDecl *, bool> ownsParameters;
};

/// Calls `fn` with every name that is read in a tree.
void forEachName(const ast::Expr &expr,
                 llvm::function_ref<void(const ast::NameExpr &)> fn);

} // namespace dnd::frontend

#endif // DND_FRONTEND_PROGRAM_H
