//===- Recipe.cpp - From a train block to dnd.recipe ----------------------===//
//
// Checks the lines of a train block and collects the settings that the runtime
// reads. The loss is built in Objective.cpp.
//
//===----------------------------------------------------------------------===//

#include "frontend/recipe/Recipe.h"
#include "frontend/recipe/Objective.h"
#include "frontend/recipe/RecipeChecks.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/GlobPattern.h"

using namespace dnd;
using namespace dnd::frontend;
using namespace dnd::frontend::ast;
using llvm::dyn_cast;
using llvm::StringRef;

bool dnd::frontend::matchesPattern(StringRef pattern, StringRef path) {
  // What the passes use, so that both mean the same.
  llvm::Expected<llvm::GlobPattern> glob = llvm::GlobPattern::create(pattern);
  if (glob)
    return glob->match(path);
  llvm::consumeError(glob.takeError());
  return false;
}

namespace {

using Names = std::vector<std::pair<std::string, Value>>;

class RecipeImporter {
public:
  RecipeImporter(Elaborator &elab, const TrainDecl &train,
                 const LayerDecl &network, llvm::ArrayRef<NamedTensor> outputs)
      : elab(elab), diags(elab.ctx.diags), train(train), network(network),
        outputs(outputs) {}

  void run();
  /// Only what does not need the network.
  void check();

private:
  void readConstants();
  void requireLines();
  void read(const TrainEntry &e);
  const TrainItem *single(const TrainEntry &e);
  std::optional<Rule> readFunction(const Expr &e, StringRef what,
                                   recipe::Kind kind);
  const recipe::Function *findFunction(const NameExpr &name, StringRef what,
                                       recipe::Kind kind);
  bool addArgument(Rule &rule, const recipe::Function &fn, StringRef name,
                   const Value &value, SourceRange range);
  void readData(const TrainEntry &e);
  void readPrecision(const TrainItem &item);
  void readNormalize(const TrainEntry &e);
  void readOptimizer(const TrainEntry &e);
  void readGroup(const TrainEntry &e);
  void addVectors(SourceRange range,
                  llvm::SmallVectorImpl<mlir::Attribute> &patterns);
  void readAugmentations(const TrainEntry &e);
  void readClip(const TrainItem &item);
  void readMetrics(const TrainEntry &e);
  void readCount(const TrainEntry &e);
  void readFraction(const TrainEntry &e);
  void completeOptimizer();
  void setConstants(const ObjectiveResult &objective);
  ObjectiveRequest objectiveRequest(std::string name) const;
  void finish();
  void set(StringRef key, mlir::Attribute value) {
    settings.push_back(elab.ctx.emitter.builder.getNamedAttr(key, value));
  }
  std::vector<std::string> optimizerNumbers() const;

  Elaborator &elab;
  DiagnosticEngine &diags;
  const TrainDecl &train;
  const LayerDecl &network;
  llvm::ArrayRef<NamedTensor> outputs;
  Names constants;
  llvm::SmallVector<mlir::NamedAttribute> settings;
  llvm::SmallVector<mlir::Attribute> groups;
  std::map<std::string, SourceRange> seen;
  std::optional<Rule> data, optimizer, clip;
  const Expr *loss = nullptr;
  std::optional<double> degree;
  std::optional<double> average; ///< decay of `ema`
  std::optional<SourceRange> marginMetric;
  std::string mixing; ///< the augmentation that mixes samples, or empty
  /// Names that lines other than the loss read: their numbers are compiled in.
  std::set<std::string> fixed;
};

} // namespace

/// The lines of a train block.
static constexpr const recipe::Function &Lines =
    *recipe::find(recipe::Kind::Block, "train");

/// The item of a line that takes exactly one value.
const TrainItem *RecipeImporter::single(const TrainEntry &e) {
  if (e.items.size() == 1 && e.items[0].name.empty() && !e.hasSettings)
    return &e.items[0];
  diags.emit<DiagKind::RecipeValue>(e.range, e.key.name, "one value",
                                    countText(e.items.size(), "item"));
  return nullptr;
}

bool RecipeImporter::addArgument(Rule &rule, const recipe::Function &fn,
                                 StringRef name, const Value &value,
                                 SourceRange range) {
  const recipe::Argument *formal = fn.find(name);
  if (!formal && !fn.takesMore) {
    diags.emit<DiagKind::UnknownArgument>(range, fn.name, name)
        .didYouMean(name, argumentNames(fn));
    return false;
  }
  // Of two spellings the runtime knows the first.
  if (formal)
    name = formal->name;
  if (llvm::any_of(rule.named,
                   [&](const auto &n) { return n.first == name; })) {
    diags.emit<DiagKind::DuplicateArgument>(range, name, fn.name);
    return false;
  }
  recipe::Type type = formal ? formal->type : fn.moreType;
  if (!hasType(type, value)) {
    if (!value.isError())
      diags.emit<DiagKind::ArgumentType>(
          range, name, fn.name, recipe::wanted(type), value.describe());
    return false;
  }
  if (std::string wanted = formal ? wantedValue(*formal, value) : "";
      !wanted.empty()) {
    diags.emit<DiagKind::RecipeValue>(range, name, wanted, value.describe());
    return false;
  }
  if (formal && value.isString() && !formal->takesWord(value.asString())) {
    llvm::SmallVector<StringRef> words;
    StringRef(formal->words.data(), formal->words.size()).split(words, '|');
    diags
        .emit<DiagKind::RecipeValue>(range, name,
                                     "\"" + llvm::join(words, "\", \"") + "\"",
                                     "\"" + value.asString() + "\"")
        .didYouMean(value.asString(), words);
    return false;
  }
  rule.named.emplace_back(name.str(), value);
  return true;
}

/// A word of the argument without quotes, `missing = median`.
static const NameExpr *wordOf(const recipe::Function &fn, StringRef argument,
                              const Expr &value) {
  const auto *name = dyn_cast<NameExpr>(&value);
  const recipe::Argument *formal = fn.find(argument);
  bool isWord =
      name && formal && !formal->words.empty() && formal->takesWord(name->name);
  return isWord ? name : nullptr;
}

/// The function of a kind by its name; null after a message.
const recipe::Function *RecipeImporter::findFunction(const NameExpr &name,
                                                     StringRef what,
                                                     recipe::Kind kind) {
  if (const recipe::Function *fn = recipe::find(kind, name.name))
    return fn;
  std::vector<std::string> names = recipeNames(kind);
  Diagnostic &d =
      diags.emit<DiagKind::UnknownRecipeName>(name.range, what, name.name);
  d.didYouMean(name.name, names);
  if (d.hints.empty())
    d.hint("there are " + llvm::join(names, ", "));
  return nullptr;
}

/// `adam`, `adam(lr = 1e-3)`: a name with arguments that are known here.
std::optional<Rule> RecipeImporter::readFunction(const Expr &e, StringRef what,
                                                 recipe::Kind kind) {
  const auto *call = dyn_cast<CallExpr>(&e);
  const auto *name = dyn_cast<NameExpr>(call ? call->callee.get() : &e);
  if (!name) {
    diags.emit<DiagKind::RecipeValue>(e.range, what, "a name", toString(e));
    return std::nullopt;
  }
  const recipe::Function *fn = findFunction(*name, what, kind);
  if (!fn)
    return std::nullopt;
  Rule rule;
  rule.fn = name->name;
  rule.range = e.range;
  bool ok = true;
  std::size_t next = 0;
  if (call)
    for (const Argument &a : call->arguments) {
      StringRef argument = a.name.name;
      if (argument.empty()) {
        if (next >= fn->arguments.size()) {
          diags.emit<DiagKind::TooManyArguments>(
              a.range, fn->name, countText(fn->arguments.size(), "argument"),
              std::to_string(call->arguments.size()));
          ok = false;
          break;
        }
        argument = fn->arguments[next++].name;
      }
      const NameExpr *word = wordOf(*fn, argument, *a.value);
      Value value = word ? Value::ofString(word->name)
                         : elab.expressions.evaluateIn(*a.value, constants);
      ok &= addArgument(rule, *fn, argument, value, a.range);
    }
  for (const recipe::Argument &a : fn->arguments)
    if (a.isRequired() && ok && llvm::none_of(rule.named, [&](const auto &n) {
          return n.first == a.name;
        })) {
      diags.emit<DiagKind::MissingArgument>(e.range, fn->name, a.name);
      ok = false;
    }
  if (!ok)
    return std::nullopt;
  return rule;
}

//===----------------------------------------------------------------------===//
// Lines
//===----------------------------------------------------------------------===//

void RecipeImporter::readConstants() {
  for (const TrainEntry &e : train.entries) {
    if (e.form != TrainEntry::Form::Const || e.items.empty())
      continue;
    Value value = elab.expressions.evaluateIn(*e.items[0].value, constants);
    auto number = elab.ctx.constEval.toReal(value, e.items[0].value->range,
                                            "'" + e.key.name + "'");
    for (const auto &[name, other] : constants)
      if (name == e.key.name)
        diags.emit<DiagKind::DuplicateRecipeKey>(e.key.range, e.key.name);
    constants.emplace_back(e.key.name,
                           number ? Value::ofReal(*number) : Value::error());
  }
}

void RecipeImporter::readData(const TrainEntry &e) {
  const TrainItem *item = single(e);
  if (!item)
    return;
  if (auto rule =
          readFunction(*item->value, "data reader", recipe::Kind::Reader)) {
    data = rule;
    set("data", elab.ctx.emitter.attribute(*rule));
  }
}

void RecipeImporter::readPrecision(const TrainItem &item) {
  if (auto rule =
          readFunction(*item.value, "precision", recipe::Kind::Precision))
    set("precision", elab.ctx.emitter.builder.getStringAttr(rule->fn));
}

void RecipeImporter::readNormalize(const TrainEntry &e) {
  if (e.items.size() == 1 && e.items[0].name.empty()) {
    if (auto rule = readFunction(*e.items[0].value, "normalisation",
                                 recipe::Kind::Normalization))
      set("normalize", elab.ctx.emitter.attribute(*rule));
    return;
  }
  llvm::SmallVector<mlir::NamedAttribute> members;
  static constexpr const recipe::Function &MeanStd =
      *recipe::find(recipe::Kind::Normalization, "mean_std");
  for (const TrainItem &item : e.items) {
    StringRef name = item.name.name;
    if (!MeanStd.find(name)) {
      diags.emit<DiagKind::UnknownArgument>(item.range, "normalize", name)
          .hint("write mean = ..., std = ..., or one of minmax, standardize, "
                "scale(...)");
      continue;
    }
    Rule rule;
    Value value = elab.expressions.evaluateIn(*item.value, constants);
    if (!addArgument(rule, MeanStd, name, value, item.value->range))
      continue;
    llvm::SmallVector<mlir::Attribute> numbers;
    for (const Value &v :
         value.isList() ? value.elements() : std::vector<Value>{value})
      numbers.push_back(elab.ctx.emitter.builder.getF64FloatAttr(v.asReal()));
    members.push_back(elab.ctx.emitter.builder.getNamedAttr(
        name, elab.ctx.emitter.builder.getArrayAttr(numbers)));
  }
  set("normalize", elab.ctx.emitter.builder.getDictionaryAttr(members));
}

/// In the order of the text, which is that of their application.
void RecipeImporter::readAugmentations(const TrainEntry &e) {
  llvm::SmallVector<mlir::Attribute> list;
  for (const TrainItem &item : e.items)
    if (auto rule = readFunction(*item.value, "augmentation",
                                 recipe::Kind::Augmentation)) {
      list.push_back(elab.ctx.emitter.attribute(*rule));
      if (recipe::find(recipe::Kind::Augmentation, rule->fn)->mixesSamples())
        mixing = rule->fn;
    }
  set("augment", elab.ctx.emitter.builder.getArrayAttr(list));
}

/// A constant of its own, `clip.norm`, so that it can change at run time.
void RecipeImporter::readClip(const TrainItem &item) {
  clip = readFunction(*item.value, "limit of gradients", recipe::Kind::Clip);
}

void RecipeImporter::readOptimizer(const TrainEntry &e) {
  const TrainItem *item = single(e);
  if (!item)
    return;
  optimizer = readFunction(*item->value, "optimizer", recipe::Kind::Optimizer);
  if (!optimizer)
    return;
  completeOptimizer();
}

/// Fills in what the author left out.
void RecipeImporter::completeOptimizer() {
  Rule &rule = *optimizer;
  const recipe::Function &fn = *recipe::find(recipe::Kind::Optimizer, rule.fn);
  for (const recipe::Argument &a : fn.arguments)
    if (a.type == recipe::Type::Number &&
        llvm::none_of(rule.named,
                      [&](const auto &n) { return n.first == a.name; }))
      rule.named.emplace_back(a.name, Value::ofReal(a.fallback.number));
  auto &b = elab.ctx.emitter.builder;
  llvm::SmallVector<mlir::NamedAttribute> all, group;
  all.push_back(b.getNamedAttr("kind", b.getStringAttr(rule.fn)));
  group.push_back(
      b.getNamedAttr("patterns", b.getArrayAttr({b.getStringAttr("*")})));
  for (auto &[name, value] : rule.named) {
    if (value.isInt())
      value = Value::ofReal(value.asReal());
    mlir::Attribute attribute = elab.ctx.emitter.attribute(value);
    all.push_back(b.getNamedAttr(name, attribute));
    if (value.isReal())
      group.push_back(b.getNamedAttr(name, attribute));
  }
  set("optimizer", b.getDictionaryAttr(all));
  groups.insert(groups.begin(), b.getDictionaryAttr(group));
}

std::vector<std::string> RecipeImporter::optimizerNumbers() const {
  std::vector<std::string> names;
  if (optimizer)
    for (const auto &[name, value] : optimizer->named)
      if (value.isNumber())
        names.push_back(name);
  return names;
}

/// The paths of all parameters of at most one dimension: biases, gains,
/// offsets.
void RecipeImporter::addVectors(
    SourceRange range, llvm::SmallVectorImpl<mlir::Attribute> &patterns) {
  bool found = false;
  for (const auto &[path, storage] : elab.ctx.storage)
    if (storage.kind == Storage::Kind::Param && storage.tensor &&
        storage.tensor->shape.size() <= 1) {
      patterns.push_back(elab.ctx.emitter.builder.getStringAttr(path));
      found = true;
    }
  if (!found)
    diags.emit<DiagKind::GroupMatchesNothing>(range, "vectors");
}

void RecipeImporter::readGroup(const TrainEntry &e) {
  auto &b = elab.ctx.emitter.builder;
  llvm::SmallVector<mlir::Attribute> patterns;
  llvm::SmallVector<mlir::NamedAttribute> members;
  for (const TrainItem &item : e.items) {
    const auto *word = dyn_cast<NameExpr>(item.value.get());
    if (word && word->name == "vectors") {
      addVectors(item.range, patterns);
      continue;
    }
    Value value = elab.expressions.evaluateIn(*item.value, constants);
    if (!value.isString()) {
      if (!value.isError())
        diags.emit<DiagKind::RecipeValue>(item.range, "group",
                                          "patterns in quotes, or vectors",
                                          value.describe());
      continue;
    }
    std::vector<std::string> paths;
    bool matches = false;
    for (const auto &[path, storage] : elab.ctx.storage)
      if (storage.kind == Storage::Kind::Param) {
        matches |= matchesPattern(value.asString(), path);
        paths.push_back(path);
      }
    if (!matches) {
      Diagnostic &d = diags.emit<DiagKind::GroupMatchesNothing>(
          item.range, value.asString());
      d.didYouMean(value.asString(), paths);
      if (d.hints.empty() && !paths.empty()) {
        std::string list;
        for (const std::string &path : llvm::ArrayRef(paths).take_front(8))
          list += (list.empty() ? "" : ", ") + path;
        d.hint("the parameters are " + list +
               (paths.size() > 8 ? ", ..." : ""));
      }
    }
    patterns.push_back(b.getStringAttr(value.asString()));
  }
  if (patterns.empty() || !e.hasSettings) {
    if (e.items.empty() || !e.hasSettings)
      diags.emit<DiagKind::RecipeValue>(
          e.range, "group",
          "patterns and settings, as in group \"*.K\" { lr = 10x }",
          e.items.empty() ? "no pattern" : "no settings");
    return;
  }
  members.push_back(b.getNamedAttr("patterns", b.getArrayAttr(patterns)));
  std::vector<std::string> known = optimizerNumbers();
  std::set<std::string> given;
  for (const TrainEntry &setting : e.settings) {
    if (!given.insert(setting.key.name).second)
      diags.emit<DiagKind::DuplicateRecipeKey>(setting.key.range,
                                               setting.key.name);
    if (setting.key.name == "frozen" && setting.items.size() == 1) {
      Value value =
          elab.expressions.evaluateIn(*setting.items[0].value, constants);
      if (auto frozen = elab.ctx.constEval.toBool(value, setting.range,
                                                  "'frozen' of a group"))
        members.push_back(b.getNamedAttr("frozen", b.getBoolAttr(*frozen)));
      continue;
    }
    if (!optimizer)
      continue; // reported already
    if (!llvm::is_contained(known, setting.key.name)) {
      diags
          .emit<DiagKind::UnknownArgument>(setting.key.range, optimizer->fn,
                                           setting.key.name)
          .didYouMean(setting.key.name, known);
      continue;
    }
    if (setting.items.size() != 1)
      continue;
    Value value =
        elab.expressions.evaluateIn(*setting.items[0].value, constants);
    if (value.isNumber()) {
      value = Value::ofReal(value.asReal());
      const recipe::Function &fn =
          *recipe::find(recipe::Kind::Optimizer, optimizer->fn);
      if (std::string wanted = wantedValue(*fn.find(setting.key.name), value);
          !wanted.empty()) {
        diags.emit<DiagKind::RecipeValue>(setting.range, setting.key.name,
                                          wanted, value.describe());
        continue;
      }
    } else if (!value.isMultiple()) {
      if (!value.isError())
        diags.emit<DiagKind::RecipeValue>(setting.range, setting.key.name,
                                          "a number or a multiple such as 10x",
                                          value.describe());
      continue;
    }
    members.push_back(
        b.getNamedAttr(setting.key.name, elab.ctx.emitter.attribute(value)));
  }
  groups.push_back(b.getDictionaryAttr(members));
}

void RecipeImporter::readMetrics(const TrainEntry &e) {
  auto &b = elab.ctx.emitter.builder;
  llvm::SmallVector<mlir::Attribute> names;
  for (const TrainItem &item : e.items) {
    const auto *call = dyn_cast<CallExpr>(item.value.get());
    const auto *name =
        dyn_cast<NameExpr>(call ? call->callee.get() : item.value.get());
    if (!name) {
      diags.emit<DiagKind::RecipeValue>(
          item.range, "metrics", "names of metrics", toString(*item.value));
      continue;
    }
    if (!findFunction(*name, "metric", recipe::Kind::Metric))
      continue;
    bool isMargin = name->name == "normalized_margin";
    if (isMargin)
      marginMetric = item.range;
    std::optional<Rule> rule;
    if (call)
      rule = readFunction(*call, "metric", recipe::Kind::Metric);
    if (rule && isMargin)
      for (const auto &[argument, value] : rule->named)
        degree = value.asReal();
    if (rule && !isMargin && !rule->named.empty())
      names.push_back(elab.ctx.emitter.attribute(*rule));
    else
      names.push_back(b.getStringAttr(name->name));
  }
  set("metrics", b.getArrayAttr(names));
}

void RecipeImporter::readCount(const TrainEntry &e) {
  const TrainItem *item = single(e);
  if (!item)
    return;
  Value value = elab.expressions.evaluateIn(*item->value, constants);
  auto count =
      elab.ctx.constEval.toInt(value, item->range, "'" + e.key.name + "'");
  if (!count)
    return;
  const recipe::Argument &line = *Lines.find(e.key.name);
  if (!recipe::fits(line.range, double(*count)) || *count > (1ll << 31)) {
    diags.emit<DiagKind::RecipeValue>(item->range, e.key.name, wantedText(line),
                                      value.text());
    return;
  }
  set(e.key.name, elab.ctx.emitter.builder.getI64IntegerAttr(*count));
}

void RecipeImporter::readFraction(const TrainEntry &e) {
  const TrainItem *item = single(e);
  if (!item)
    return;
  Value value = elab.expressions.evaluateIn(*item->value, constants);
  auto share =
      elab.ctx.constEval.toReal(value, item->range, "'" + e.key.name + "'");
  if (!share)
    return;
  const recipe::Argument &line = *Lines.find(e.key.name);
  if (!recipe::fits(line.range, *share)) {
    diags.emit<DiagKind::RecipeValue>(item->range, e.key.name, wantedText(line),
                                      value.text());
    return;
  }
  // A constant of its own, so that it can change at run time.
  if (e.key.name == "ema")
    average = *share;
  else
    set(e.key.name, elab.ctx.emitter.builder.getF64FloatAttr(*share));
}

void RecipeImporter::read(const TrainEntry &e) {
  StringRef key = e.key.name;
  if (e.form == TrainEntry::Form::Const)
    return;
  const recipe::Argument *line = key == "const" ? nullptr : Lines.find(key);
  if (!line) {
    std::vector<std::string> names = argumentNames(Lines);
    Diagnostic &d = diags.emit<DiagKind::UnknownRecipeKey>(e.key.range, key);
    d.didYouMean(key, names);
    if (d.hints.empty())
      d.hint("the keys are " + llvm::join(names, ", "));
    return;
  }
  if (key != "group") {
    auto [it, isNew] = seen.try_emplace(key.str(), e.key.range);
    if (!isNew) {
      diags.emit<DiagKind::DuplicateRecipeKey>(e.key.range, key)
          .note(it->second, "the first one is here");
      return;
    }
  }
  if (key == "data")
    readData(e);
  else if (key == "normalize")
    readNormalize(e);
  else if (key == "optimizer")
    readOptimizer(e);
  else if (key == "group")
    readGroup(e);
  else if (key == "augment")
    readAugmentations(e);
  else if (key == "metrics")
    readMetrics(e);
  else if (line->type == recipe::Type::Whole)
    readCount(e);
  else if (line->type == recipe::Type::Number)
    readFraction(e);
  else if (const TrainItem *item = single(e)) {
    if (key == "loss")
      loss = item->value.get();
    else if (key == "precision")
      readPrecision(*item);
    else if (key == "clip")
      readClip(*item);
    else if (auto rule =
                 readFunction(*item->value, "schedule", recipe::Kind::Schedule))
      set("schedule", elab.ctx.emitter.attribute(*rule));
  }
}

ObjectiveRequest RecipeImporter::objectiveRequest(std::string name) const {
  ObjectiveRequest request;
  request.name = std::move(name);
  request.loss = loss;
  request.constants = constants;
  request.outputs = outputs;
  request.mixing = mixing;
  if (!data)
    return request;
  request.data = recipe::find(recipe::Kind::Reader, data->fn);
  for (const auto &[argument, value] : data->named) {
    request.namesLabel |= argument == "label";
    request.namesValues |= argument == "target";
  }
  return request;
}

/// The constants of the recipe: what the loss reads can change when the model
/// runs; what other lines read is compiled in.
void RecipeImporter::setConstants(const ObjectiveResult &objective) {
  auto &b = elab.ctx.emitter.builder;
  llvm::SmallVector<mlir::NamedAttribute> numbers;
  llvm::SmallVector<mlir::Attribute> compiledIn;
  for (const TrainEntry &e : train.entries) {
    if (e.form != TrainEntry::Form::Const)
      continue;
    const std::string &name = e.key.name;
    auto known = llvm::find_if(constants,
                               [&](const auto &c) { return c.first == name; });
    bool isFixed = fixed.count(name) || objective.fixedNames.count(name);
    if (!isFixed && !objective.liveNames.count(name)) {
      diags.emit<DiagKind::UnusedValueName>(e.key.range, name);
      continue;
    }
    numbers.push_back(
        b.getNamedAttr(name, b.getF64FloatAttr(known->second.asReal())));
    if (isFixed)
      compiledIn.push_back(b.getStringAttr(name));
  }
  if (clip)
    numbers.push_back(b.getNamedAttr(
        "clip." + clip->fn, b.getF64FloatAttr(clip->named[0].second.asReal())));
  if (average)
    numbers.push_back(b.getNamedAttr("ema.decay", b.getF64FloatAttr(*average)));
  set("constants", b.getDictionaryAttr(numbers));
  if (!compiledIn.empty())
    set("fixed_constants", b.getArrayAttr(compiledIn));
}

void RecipeImporter::finish() {
  auto &b = elab.ctx.emitter.builder;
  std::string objectiveName = network.name.name + "_loss";
  ObjectiveRequest request = objectiveRequest(objectiveName);
  ObjectiveResult objective = importObjective(elab, request);
  if (objective.degree)
    degree = objective.degree;
  if (marginMetric && !degree)
    diags
        .emit<DiagKind::MissingArgument>(*marginMetric, "normalized_margin",
                                         "degree")
        .hint("the degree of homogeneity of the network in its parameters, as "
              "in normalized_margin(degree = 2)");
  if (!objective.ok)
    return;
  setConstants(objective);
  set("loss", b.getStringAttr(toString(*loss)));
  if (degree)
    set("degree", b.getF64FloatAttr(*degree));
  mlir::Location where =
      elab.ctx.emitter.location(train.network.range, network.name.name);
  b.create<RecipeOp>(
      where, b.getStringAttr(network.name.name + "_recipe"),
      mlir::FlatSymbolRefAttr::get(b.getContext(), network.name.name),
      mlir::FlatSymbolRefAttr::get(b.getContext(), objectiveName),
      b.getDictionaryAttr(settings), b.getArrayAttr(groups));
}

void RecipeImporter::requireLines() {
  // A line with a syntax error may be the one that is missing.
  bool isBroken = llvm::any_of(diags.sorted(), [&](const Diagnostic *d) {
    return d->kind < DiagKind::UnknownName &&
           d->range.file == train.bodyRange.file &&
           d->range.begin >= train.bodyRange.begin &&
           d->range.begin <= train.bodyRange.end;
  });
  for (const recipe::Argument &line : Lines.arguments)
    if (line.isRequired() && !isBroken && !seen.count(std::string(line.name)))
      diags
          .emit<DiagKind::MissingRecipeKey>(train.network.range,
                                            train.network.name, line.name)
          .hint(line.name == "data"   ? "for instance: data mnist"
                : line.name == "loss" ? "for instance: loss cross_entropy"
                                      : "for instance: optimizer sgd(lr = "
                                        "0.01)");
}

void RecipeImporter::check() {
  readConstants();
  for (const TrainEntry &e : train.entries)
    if (e.key.name != "group")
      read(e);
  requireLines();
}

void RecipeImporter::run() {
  unsigned before = diags.errorCount();
  readConstants();
  // Groups need the optimiser, wherever it stands.
  for (const TrainEntry &e : train.entries)
    if (e.key.name != "group")
      read(e);
  for (const TrainEntry &e : train.entries)
    if (e.key.name == "group")
      read(e);
  if (optimizer)
    checkNesterov(diags, *optimizer, groups);
  fixed = elab.ctx.takeRecipeReads();
  requireLines();
  if (loss && diags.errorCount() == before)
    finish();
  else if (loss) {
    // Look at the loss all the same, for its own mistakes.
    importObjective(elab, objectiveRequest(network.name.name + "_loss"));
  }
}

void dnd::frontend::importRecipe(Elaborator &elaborator, const TrainDecl &train,
                                 const LayerDecl &network,
                                 llvm::ArrayRef<NamedTensor> outputs) {
  RecipeImporter(elaborator, train, network, outputs).run();
}

void dnd::frontend::checkRecipe(Elaborator &elaborator, const TrainDecl &train,
                                const LayerDecl &network) {
  RecipeImporter(elaborator, train, network, {}).check();
}
