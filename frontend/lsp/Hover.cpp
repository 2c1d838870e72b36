//===- Hover.cpp - What is known of the word under the cursor -------------===//

#include "frontend/elaborate/StdLibrary.h"
#include "frontend/lsp/Features.h"
#include "frontend/lsp/Situation.h"
#include "frontend/lsp/Words.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"

using namespace dnd::lsp;
using namespace dnd::frontend;
using namespace dnd::frontend::ast;
using llvm::StringRef;
namespace recipe = dnd::recipe;

namespace {

/// Markdown that grows by paragraphs.
class Page {
public:
  void code(const llvm::Twine &text) { paragraph("```dnd\n" + text + "\n```"); }
  void paragraph(const llvm::Twine &text) {
    std::string added = text.str();
    if (added.empty())
      return;
    markdown += (markdown.empty() ? "" : "\n\n") + added;
  }
  const std::string &text() const { return markdown; }

private:
  std::string markdown;
};

/// Answers one request.
class HoverRequest {
public:
  HoverRequest(View &view, std::uint32_t offset) : view(view), offset(offset) {
    if (view.analysis)
      toAnalysis.emplace(view.text(), view.analysis->text);
  }

  Json run();

private:
  bool tellSymbol(const Mention &mention);
  void tellValues(const Symbol &symbol, SourceRange definition);
  void tellLayer(const LayerDecl &decl);
  void tellInstances(StringRef kind);
  void tellInstance(const Instance &instance);
  bool tellRecipe();
  bool tellEntry(const TrainEntry &entry, bool isSetting);
  bool tellFunction(StringRef key, StringRef name);
  bool tellArgument(const LayerDecl &decl, StringRef name);
  bool tellWord(StringRef name, bool isCallee);
  bool tellToken(const Token &token);
  const Token *token() const;

  std::optional<std::uint32_t> carried(std::uint32_t at) const {
    return toAnalysis ? toAnalysis->map(at) : std::nullopt;
  }

  View &view;
  std::uint32_t offset;
  std::optional<TextChange> toAnalysis;
  Page page;
  SourceRange range;
};

} // namespace

/// "2560 numbers".
static std::string numbersText(std::int64_t count) {
  return countText(std::uint64_t(count), "number");
}

/// Text in a line of its own place: the first line of several, in one piece.
static std::string oneLine(StringRef text) {
  std::string line;
  for (char c : text.trim())
    if (!llvm::isSpace(c))
      line += c;
    else if (!line.empty() && line.back() != ' ')
      line += ' ';
  return line;
}

//===----------------------------------------------------------------------===//
// Layers
//===----------------------------------------------------------------------===//

/// Its head and its inputs, its documentation.
void HoverRequest::tellLayer(const LayerDecl &decl) {
  SourceRange head = decl.range;
  head.end = decl.body.range.begin;
  std::string text = oneLine(view.parsed.textOf(head));
  for (const StmtPtr &stmt : decl.body.statements)
    if (stmt->kind == Stmt::Kind::Input) {
      // Of several in one line only the first has the word in its range.
      StringRef input = view.parsed.textOf(stmt->range);
      input.consume_front("input ");
      text += "\n  input " + oneLine(input);
    }
  page.code(text);
  const Word *word = stdFileOf(decl.name.name)
                         ? findWord(WordKind::Layer, decl.name.name)
                         : nullptr;
  page.paragraph(!decl.doc.empty() || !word ? decl.doc : word->text);
}

/// `head`: [64] to [10], 650 numbers; and what the passes said of it.
void HoverRequest::tellInstance(const Instance &instance) {
  std::string text = "`" + instance.path + "`";
  if (!instance.inputs.empty())
    text += ": " + instance.inputs + " to " + instance.outputs;
  if (instance.params > 0)
    text += ", " + numbersText(instance.params);
  page.paragraph(text);
  std::uint32_t line = Text(view.analysis->text).position(instance.begin).line;
  for (const Remark &remark : view.analysis->remarks)
    if (remark.path == instance.path ||
        StringRef(remark.path).starts_with(instance.path + ".") ||
        (remark.path.empty() && remark.line == line))
      page.paragraph("*" + remark.text + "*");
}

/// The instances of a call under the cursor; of all calls, at the declaration.
void HoverRequest::tellInstances(StringRef kind) {
  std::optional<std::uint32_t> at = carried(offset);
  if (!at)
    return;
  constexpr unsigned Most = 4;
  std::vector<const Instance *> here;
  for (const Instance &instance : view.analysis->instances)
    if (instance.kind == kind && instance.begin <= *at && *at <= instance.end)
      here.push_back(&instance);
  if (here.empty())
    for (const Instance &instance : view.analysis->instances)
      if (instance.kind == kind)
        here.push_back(&instance);
  for (const Instance *instance : llvm::ArrayRef(here).take_front(
           std::min<std::size_t>(here.size(), Most)))
    tellInstance(*instance);
  if (here.size() > Most)
    page.paragraph(countText(here.size() - Most, "further instance"));
}

//===----------------------------------------------------------------------===//
// Names of the file
//===----------------------------------------------------------------------===//

void HoverRequest::tellValues(const Symbol &symbol, SourceRange definition) {
  std::optional<std::uint32_t> at = carried(definition.begin);
  if (!at)
    return;
  const Analysis &analysis = *view.analysis;
  if (auto it = analysis.stored.find(*at); it != analysis.stored.end()) {
    for (const Stored &stored : it->second) {
      std::string text = "`" + stored.path + "`: " + stored.shape + ", " +
                         numbersText(stored.count);
      if (stored.isFrozen)
        text += ", frozen";
      else if (stored.isParam && stored.live != stored.count)
        text += ", " + std::to_string(stored.live) + " of them live";
      page.paragraph(text);
    }
    return;
  }
  auto it = analysis.definitions.find(*at);
  if (it == analysis.definitions.end())
    return;
  // Instances that agree are told once.
  std::vector<std::string> told;
  for (const Definition &one : it->second) {
    std::string where = one.path.empty() ? "" : " in `" + one.path + "`";
    if (llvm::is_contained(told, one.value))
      continue;
    told.push_back(one.value);
    page.paragraph(one.value + where);
  }
}

bool HoverRequest::tellSymbol(const Mention &mention) {
  const Symbol &symbol = *mention.symbol;
  range = mention.range;
  if (symbol.layer) {
    tellLayer(*symbol.layer);
    tellInstances(symbol.name);
    return true;
  }
  SourceRange statement = symbol.statement;
  std::string text = oneLine(view.parsed.textOf(statement));
  bool isOfInput =
      symbol.kind == SymbolKind::Input || symbol.kind == SymbolKind::Dimension;
  if (isOfInput && !StringRef(text).starts_with("input "))
    text = "input " + text;
  constexpr std::size_t Longest = 160;
  if (text.size() > Longest)
    text = text.substr(0, Longest) + " ...";
  page.code(text);
  page.paragraph(describe(symbol.kind));
  page.paragraph(symbol.doc);
  tellValues(symbol, mention.definition);
  return true;
}

//===----------------------------------------------------------------------===//
// Words of recipes
//===----------------------------------------------------------------------===//

static bool contains(SourceRange range, std::uint32_t at) {
  return range.begin <= at && at <= range.end;
}

bool HoverRequest::tellFunction(StringRef key, StringRef name) {
  for (recipe::Kind kind : kindsBehind(key)) {
    const recipe::Function *function = recipe::find(kind, name.str());
    if (!function)
      continue;
    page.code(usageOf(*function));
    const Word *word = findWord(
        kind == recipe::Kind::Reader ? WordKind::Reader : WordKind::RecipeKey,
        kind == recipe::Kind::Reader ? name : key);
    if (word)
      page.paragraph(word->text);
    std::string list;
    for (const recipe::Argument &argument : function->arguments)
      list += "- " + describe(argument) + "\n";
    page.paragraph(StringRef(list).rtrim());
    return true;
  }
  return false;
}

bool HoverRequest::tellEntry(const TrainEntry &entry, bool isSetting) {
  if (contains(entry.key.range, offset) && !entry.key.empty()) {
    range = entry.key.range;
    if (isSetting) {
      for (const recipe::Function &f :
           recipe::functionsOf(recipe::Kind::Optimizer))
        if (const recipe::Argument *argument = f.find(entry.key.name)) {
          page.paragraph(describe(*argument));
          return true;
        }
      return false;
    }
    StringRef name = entry.form == TrainEntry::Form::Const
                         ? StringRef("const")
                         : StringRef(entry.key.name);
    const Word *word = findWord(WordKind::RecipeKey, name);
    if (!word)
      return false;
    page.code(word->name);
    page.paragraph(word->text);
    return true;
  }
  for (const TrainEntry &setting : entry.settings)
    if (contains(setting.range, offset) && tellEntry(setting, true))
      return true;
  const Token *word = token();
  if (!word || word->kind != TokenKind::Name)
    return false;
  StringRef name = view.text().slice(word->begin, word->end);
  range = {view.parsed.id, word->begin, word->end};
  if (tellFunction(entry.key.name, name))
    return true;
  // An argument of the call around it.
  Situation now = situationAt(view.text(), word->begin);
  StringRef callee = now.isArgument                  ? StringRef(now.callee)
                     : entry.key.name == "normalize" ? StringRef("mean_std")
                                                     : StringRef();
  for (recipe::Kind kind : kindsBehind(entry.key.name))
    if (const recipe::Function *function = recipe::find(kind, callee.str()))
      if (const recipe::Argument *argument = function->find(name.str())) {
        page.paragraph(describe(*argument));
        return true;
      }
  return false;
}

bool HoverRequest::tellRecipe() {
  for (const DeclPtr &decl : view.parsed.tree.declarations)
    if (const auto *train = llvm::dyn_cast<TrainDecl>(decl.get()))
      if (contains(train->bodyRange, offset))
        for (const TrainEntry &entry : train->entries)
          if (contains(entry.range, offset) && tellEntry(entry, false))
            return true;
  return false;
}

//===----------------------------------------------------------------------===//
// Words of the language
//===----------------------------------------------------------------------===//

const Token *HoverRequest::token() const {
  for (const Token &token : view.parsed.tokens)
    if (token.begin <= offset && offset < token.end)
      return &token;
  // The word that ends here.
  for (const Token &token : view.parsed.tokens)
    if (token.end == offset && token.begin < token.end)
      return &token;
  return nullptr;
}

bool HoverRequest::tellArgument(const LayerDecl &decl, StringRef name) {
  for (const Formal &formal : decl.formals)
    if (formal.name.name == name) {
      page.code(oneLine(view.parsed.textOf(formal.range)));
      page.paragraph("argument of `" + decl.name.name + "`");
      return true;
    }
  return false;
}

bool HoverRequest::tellWord(StringRef name, bool isCallee) {
  if (const LayerDecl *layer = view.parsed.findLayer(name)) {
    tellLayer(*layer);
    tellInstances(name);
    return true;
  }
  if (const ConstDecl *constant = view.parsed.findConst(name)) {
    page.code(oneLine(view.parsed.textOf(constant->range)));
    page.paragraph(constant->doc);
    return true;
  }
  for (WordKind kind : {WordKind::Function, WordKind::Initialiser,
                        WordKind::Generator, WordKind::Distribution})
    if (const Word *word = findWord(kind, name)) {
      page.code(word->usage);
      page.paragraph(word->text);
      return true;
    }
  return false;
}

/// Words of the language that are no names.
bool HoverRequest::tellToken(const Token &token) {
  StringRef name = view.text().slice(token.begin, token.end);
  WordKind kind = token.kind == TokenKind::Reduce ? WordKind::Reduction
                                                  : WordKind::Statement;
  bool isWord = isReserved(token.kind) || token.kind == TokenKind::Reduce ||
                token.kind == TokenKind::State ||
                token.kind == TokenKind::Update ||
                token.kind == TokenKind::Noise;
  const Word *word = isWord ? findWord(kind, name) : nullptr;
  if (!word)
    return false;
  range = {view.parsed.id, token.begin, token.end};
  page.code(word->usage);
  page.paragraph(word->text);
  return true;
}

Json HoverRequest::run() {
  bool told = false;
  if (const Mention *mention = view.parsed.names->at(offset))
    told = tellSymbol(*mention);
  if (!told)
    told = tellRecipe();
  if (const Foreign *foreign = view.parsed.names->foreignAt(offset);
      foreign && !told) {
    range = foreign->range;
    told = tellWord(foreign->name, foreign->isCallee);
  }
  const Token *word = token();
  if (!told && word)
    told = tellToken(*word);
  if (!told && word && word->kind == TokenKind::Name) {
    // The name of an argument of a layer that another file declares.
    Situation now = situationAt(view.text(), word->begin);
    range = {view.parsed.id, word->begin, word->end};
    if (const LayerDecl *layer =
            now.isArgument ? view.parsed.findLayer(now.callee) : nullptr)
      told = tellArgument(*layer, view.text().slice(word->begin, word->end));
  }
  if (!told || page.text().empty())
    return nullptr;
  return {{"contents", {{"kind", "markdown"}, {"value", page.text()}}},
          {"range", toJson(view.document.text.span(range.begin, range.end))}};
}

Json dnd::lsp::hover(View &view, Position position) {
  return HoverRequest(view, view.offset(position)).run();
}
