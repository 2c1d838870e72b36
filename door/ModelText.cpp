//===- ModelText.cpp - What a model file says before it is compiled -------===//
#include "door/ModelText.h"

#include "frontend/syntax/Ast.h"
#include "frontend/syntax/AstBuilder.h"
#include "frontend/syntax/Diagnostics.h"
#include "runtime/core/Error.h"

#include <fmt/core.h>

#include <filesystem>
#include <set>

namespace dnd::door {
namespace {

using namespace dnd::frontend;

class Reader {
public:
  explicit Reader(ModelText &model) : model(model), diags(sources) {}

  bool load(const std::string &path, std::string &error) {
    std::error_code ec;
    std::string key = std::filesystem::weakly_canonical(path, ec).string();
    if (!seen.insert(key).second)
      return true;
    std::optional<FileId> file = sources.addFile(path, error);
    if (!file)
      return false;
    bool isMain = model.sources.empty();
    model.sources.push_back({path, sources.file(*file).text().str()});
    ast::File tree = parseFile(*file, diags);
    for (const ast::DeclPtr &declaration : tree.declarations)
      take(*declaration, path, isMain);
    return true;
  }

private:
  std::string textOf(const ast::Expr *expr) {
    return expr ? sources.text(expr->range).str() : std::string();
  }

  void take(const ast::Decl &declaration, const std::string &path,
            bool isMain) {
    if (auto *import = llvm::dyn_cast<ast::ImportDecl>(&declaration)) {
      std::string ignored;
      std::filesystem::path file(import->path);
      load(file.is_absolute()
               ? file.string()
               : (std::filesystem::path(path).parent_path() / file).string(),
           ignored);
    } else if (auto *constant = llvm::dyn_cast<ast::ConstDecl>(&declaration)) {
      model.constants.push_back(constant->name.name);
    } else if (auto *layer = llvm::dyn_cast<ast::LayerDecl>(&declaration)) {
      if (!layer->isNetwork || !isMain)
        return;
      ModelNetwork network{layer->name.name, {}};
      for (const ast::Formal &formal : layer->formals)
        network.arguments.push_back({formal.name.name, formal.type.name,
                                     textOf(formal.defaultValue.get())});
      model.networks.push_back(std::move(network));
    } else if (auto *train = llvm::dyn_cast<ast::TrainDecl>(&declaration)) {
      if (!isMain)
        return;
      ModelRecipe recipe{train->network.name, {}};
      for (const ast::TrainEntry &entry : train->entries)
        recipe.lines.push_back({entry.key.name, sources.text(entry.range).str(),
                                entry.form == ast::TrainEntry::Form::Const});
      model.recipes.push_back(std::move(recipe));
    }
  }

  ModelText &model;
  SourceManager sources;
  DiagnosticEngine diags;
  std::set<std::string> seen;
};

} // namespace

const ModelNetwork *ModelText::network(const std::string &name) const {
  if (name.empty())
    return networks.size() == 1 ? &networks.front() : nullptr;
  for (const ModelNetwork &network : networks)
    if (network.name == name)
      return &network;
  return nullptr;
}

const ModelRecipe *ModelText::recipe(const std::string &network) const {
  for (const ModelRecipe &recipe : recipes)
    if (recipe.network == network)
      return &recipe;
  return nullptr;
}

ModelText readModelText(const std::string &path) {
  ModelText model;
  model.path = path;
  std::string error;
  if (!Reader(model).load(path, error))
    throw rt::Error(rt::Exit::Data,
                    fmt::format("cannot read the model '{}': {}", path, error),
                    "check the name and the folder; 'dnd new NAME' writes a "
                    "model to begin with");
  return model;
}

} // namespace dnd::door
