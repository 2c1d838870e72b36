//===- Completion.cpp - What may be written here --------------------------===//

#include "frontend/elaborate/ConstEval.h"
#include "frontend/elaborate/Rules.h"
#include "frontend/elaborate/TensorFunctions.h"
#include "frontend/lsp/Features.h"
#include "frontend/lsp/Situation.h"
#include "frontend/lsp/Words.h"

#include "llvm/ADT/STLExtras.h"

using namespace dnd::lsp;
using namespace dnd::frontend;
using namespace dnd::frontend::ast;
using llvm::StringRef;
namespace recipe = dnd::recipe;

namespace {

/// CompletionItemKind of the protocol.
enum ItemKind {
  FunctionItem = 3,
  VariableItem = 6,
  ClassItem = 7,
  PropertyItem = 10,
  ValueItem = 12,
  KeywordItem = 14,
  ConstantItem = 21,
  TypeItem = 25,
};

class CompletionRequest {
public:
  CompletionRequest(View &view, std::uint32_t offset)
      : view(view), offset(offset), now(situationAt(view.text(), offset)) {}

  Json run();

private:
  void add(char group, const std::string &label, ItemKind kind,
           const std::string &detail = "", const std::string &text = "",
           const std::string &inserted = "");
  void addKeywords(llvm::ArrayRef<llvm::StringLiteral> words);
  void addNames();
  void addLayers();
  void addFunctions();
  void addRules(RuleFamily family, WordKind kind);
  void addRulesOfStatement();
  void addArguments();
  void addArgumentsOf(const LayerDecl &layer);
  void addArgumentsOf(const recipe::Function &function);
  void addExpression();
  void addRecipeKeys();
  void addRecipeValues();
  void addSettings();

  View &view;
  std::uint32_t offset;
  Situation now;
  Json items = Json::array();
  std::set<std::string> labels;
};

} // namespace

/// Items of one label are offered once, the first. `group` orders: '0' first.
void CompletionRequest::add(char group, const std::string &label, ItemKind kind,
                            const std::string &detail, const std::string &text,
                            const std::string &inserted) {
  if (!labels.insert(label).second)
    return;
  const std::string &written = inserted.empty() ? label : inserted;
  Json item = {
      {"label", label},
      {"kind", int(kind)},
      {"sortText", std::string(1, group) + label},
      {"textEdit",
       {{"range", toJson(view.document.text.span(now.wordBegin, offset))},
        {"newText", written}}}};
  if (!detail.empty())
    item["detail"] = detail;
  if (!text.empty())
    item["documentation"] = {{"kind", "markdown"}, {"value", text}};
  items.push_back(std::move(item));
}

void CompletionRequest::addKeywords(llvm::ArrayRef<llvm::StringLiteral> words) {
  for (StringRef word : words) {
    const Word *known = findWord(WordKind::Statement, word);
    add('3', word.str(), KeywordItem, known ? known->usage : "",
        known ? known->text : "");
  }
}

//===----------------------------------------------------------------------===//
// Names, layers, functions
//===----------------------------------------------------------------------===//

void CompletionRequest::addNames() {
  for (const Symbol *symbol : view.parsed.names->visibleAt(offset)) {
    bool isGlobal = symbol->kind == SymbolKind::Network ||
                    symbol->kind == SymbolKind::Layer;
    if (!isGlobal)
      add('0', symbol->name,
          symbol->kind == SymbolKind::Const ? ConstantItem : VariableItem,
          describe(symbol->kind).str(), symbol->doc);
  }
  for (const std::string &name : view.parsed.constantNames())
    if (const ConstDecl *decl = view.parsed.findConst(name))
      add('1', name, ConstantItem, "constant", decl->doc);
}

/// "layer dense(J: int, bias: bool = true)".
static std::string headOf(const View &view, const LayerDecl &decl) {
  SourceRange head = decl.range;
  head.end = decl.body.range.begin;
  return view.parsed.textOf(head).trim().str();
}

void CompletionRequest::addLayers() {
  for (const std::string &name : view.parsed.layerNames()) {
    const LayerDecl *decl = view.parsed.findLayer(name);
    if (decl && !decl->isNetwork)
      add(now.isStage ? '0' : '2', name, ClassItem, headOf(view, *decl),
          decl->doc);
  }
}

void CompletionRequest::addFunctions() {
  auto addWord = [&](WordKind kind, const std::string &name) {
    const Word *word = findWord(kind, name);
    add('2', name, FunctionItem, word ? word->usage : "function",
        word ? word->text : "");
  };
  for (const std::string &name : tensorFunctionNames())
    addWord(WordKind::Function, name);
  for (StringRef name : ConstEval::functionNames())
    addWord(WordKind::Function, name.str());
  for (const Word &word : allWords())
    if (word.kind == WordKind::Reduction)
      addWord(WordKind::Reduction, word.name);
}

void CompletionRequest::addRules(RuleFamily family, WordKind kind) {
  for (const std::string &name : ruleNames(family)) {
    const Word *word = findWord(kind, name);
    add('0', name, FunctionItem, word ? word->usage : "",
        word ? word->text : "");
  }
}

void CompletionRequest::addRulesOfStatement() {
  if (now.statement == TokenKind::Table)
    return addRules(RuleFamily::Generator, WordKind::Generator);
  if (now.statement == TokenKind::Noise)
    return addRules(RuleFamily::Distribution, WordKind::Distribution);
  addRules(RuleFamily::Initialiser, WordKind::Initialiser);
}

//===----------------------------------------------------------------------===//
// Arguments
//===----------------------------------------------------------------------===//

void CompletionRequest::addArgumentsOf(const LayerDecl &layer) {
  for (const Formal &formal : layer.formals)
    if (!now.given.count(formal.name.name) && !formal.name.empty())
      add('0', formal.name.name, PropertyItem,
          view.parsed.textOf(formal.range).str(), "", formal.name.name + " = ");
}

void CompletionRequest::addArgumentsOf(const recipe::Function &function) {
  for (const recipe::Argument &argument : function.arguments)
    if (std::string name(argument.name); !now.given.count(name))
      add('0', name, PropertyItem, describe(argument), "", name + " = ");
}

void CompletionRequest::addArguments() {
  if (!now.isArgumentStart)
    return;
  if (now.where == Where::RecipeValue) {
    for (recipe::Kind kind : kindsBehind(now.key))
      if (const recipe::Function *function = recipe::find(kind, now.callee))
        addArgumentsOf(*function);
    return;
  }
  if (const LayerDecl *layer = view.parsed.findLayer(now.callee))
    addArgumentsOf(*layer);
}

void CompletionRequest::addExpression() {
  addArguments();
  addNames();
  addLayers();
  if (now.isStage)
    return;
  addFunctions();
  addKeywords({"if", "then", "else", "and", "or", "not", "true", "false"});
}

//===----------------------------------------------------------------------===//
// Recipes
//===----------------------------------------------------------------------===//

void CompletionRequest::addRecipeKeys() {
  const recipe::Function &block = *recipe::find(recipe::Kind::Block, "train");
  for (const recipe::Argument &key : block.arguments) {
    std::string name(key.name);
    bool mayRepeat = name == "group" || name == "const";
    if (now.given.count(name) && !mayRepeat)
      continue;
    const Word *word = findWord(WordKind::RecipeKey, name);
    add('0', name, PropertyItem, describe(key), word ? word->text : "");
  }
}

void CompletionRequest::addRecipeValues() {
  addArguments();
  if (now.isArgument && now.key != "loss")
    return;
  for (recipe::Kind kind : kindsBehind(now.key))
    for (const recipe::Function &function : recipe::functionsOf(kind)) {
      std::string name(function.name);
      const Word *reader = findWord(WordKind::Reader, name);
      bool isReader = kind == recipe::Kind::Reader && reader;
      add('1', name, FunctionItem, usageOf(function),
          isReader ? reader->text : "");
    }
  if (now.key == "normalize")
    addArgumentsOf(*recipe::find(recipe::Kind::Normalization, "mean_std"));
  if (now.key == "group")
    add('1', "vectors", ValueItem, "parameters of at most one dimension");
  if (now.key == "loss") {
    for (const Symbol *symbol : view.parsed.names->outputsOf(now.network))
      add('0', symbol->name, VariableItem, "output", symbol->doc);
    addNames();
    addFunctions();
  }
}

void CompletionRequest::addSettings() {
  add('0', "frozen", PropertyItem, "true or false");
  for (const recipe::Function &f : recipe::functionsOf(recipe::Kind::Optimizer))
    addArgumentsOf(f);
}

//===----------------------------------------------------------------------===//
// The request
//===----------------------------------------------------------------------===//

Json CompletionRequest::run() {
  switch (now.where) {
  case Where::Nowhere:
  case Where::Header:
    break;
  case Where::Top:
    addKeywords({"import", "const", "layer", "network", "train"});
    break;
  case Where::Type:
    for (const char *type :
         {"int", "real", "bool", "string", "list", "layer", "init"})
      add('0', type, TypeItem);
    break;
  case Where::Statement:
    addKeywords({"input", "param", "table", "state", "noise", "update", "const",
                 "output", "for", "if"});
    addNames();
    break;
  case Where::Expression:
    addExpression();
    break;
  case Where::Rule:
    addArguments();
    addRulesOfStatement();
    addNames();
    break;
  case Where::TrainHead:
    for (const Symbol &symbol : view.parsed.names->symbols())
      if (symbol.kind == SymbolKind::Network)
        add('0', symbol.name, ClassItem, "network", symbol.doc);
    break;
  case Where::RecipeKey:
    addRecipeKeys();
    break;
  case Where::RecipeValue:
    addRecipeValues();
    break;
  case Where::GroupSetting:
    addSettings();
    break;
  }
  return {{"isIncomplete", false}, {"items", std::move(items)}};
}

Json dnd::lsp::completion(View &view, Position position) {
  return CompletionRequest(view, view.offset(position)).run();
}
