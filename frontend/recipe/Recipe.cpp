//===- Recipe.cpp - From a train block to dnd.recipe ----------------------===//
//
// Checks the lines of a train block and collects the settings that the runtime
// reads. The loss is built in Objective.cpp.
//
//===----------------------------------------------------------------------===//

#include "frontend/recipe/Recipe.h"
#include "frontend/recipe/Objective.h"
#include "frontend/recipe/RecipeChecks.h"
#include "frontend/recipe/RecipeTables.h"

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
                 const LayerDecl &network,
                 llvm::ArrayRef<Elaborator::NamedTensor> outputs)
      : elab(elab), diags(elab.diagnostics()), train(train), network(network),
        outputs(outputs) {}

  void run();

private:
  void readConstants();
  void read(const TrainEntry &e);
  const TrainItem *single(const TrainEntry &e);
  std::optional<Rule> readFunction(const Expr &e, StringRef what,
                                   llvm::ArrayRef<RecipeFunction> table);
  bool addArgument(Rule &rule, const RecipeFunction &fn, StringRef name,
                   const Value &value, SourceRange range);
  void readData(const TrainEntry &e);
  void readNormalize(const TrainEntry &e);
  void readOptimizer(const TrainEntry &e);
  void readGroup(const TrainEntry &e);
  void readMetrics(const TrainEntry &e);
  void readCount(const TrainEntry &e, std::int64_t least);
  void readFraction(const TrainEntry &e);
  void completeOptimizer();
  void setConstants(const ObjectiveResult &objective);
  ObjectiveRequest objectiveRequest(std::string name) const;
  void finish();
  void set(StringRef key, mlir::Attribute value) {
    settings.push_back(elab.ops().builder.getNamedAttr(key, value));
  }
  std::vector<std::string> optimizerNumbers() const;

  Elaborator &elab;
  DiagnosticEngine &diags;
  const TrainDecl &train;
  const LayerDecl &network;
  llvm::ArrayRef<Elaborator::NamedTensor> outputs;
  Names constants;
  llvm::SmallVector<mlir::NamedAttribute> settings;
  llvm::SmallVector<mlir::Attribute> groups;
  std::map<std::string, SourceRange> seen;
  std::optional<Rule> data, optimizer;
  const Expr *loss = nullptr;
  std::optional<double> degree;
  std::optional<SourceRange> marginMetric;
  /// Names that lines other than the loss read: their numbers are compiled in.
  std::set<std::string> fixed;
};

} // namespace

/// "lr!" -> "lr".
static StringRef bareName(StringRef argument) { return argument.rtrim("!$*?"); }

static llvm::SmallVector<StringRef> argumentsOf(const RecipeFunction &fn) {
  llvm::SmallVector<StringRef> list;
  StringRef(fn.arguments).split(list, ' ', -1, false);
  return list;
}

/// The item of a line that takes exactly one value.
const TrainItem *RecipeImporter::single(const TrainEntry &e) {
  if (e.items.size() == 1 && e.items[0].name.empty() && !e.hasSettings)
    return &e.items[0];
  diags.emit<DiagKind::RecipeValue>(e.range, e.key.name, "one value",
                                    countText(e.items.size(), "item"));
  return nullptr;
}

bool RecipeImporter::addArgument(Rule &rule, const RecipeFunction &fn,
                                 StringRef name, const Value &value,
                                 SourceRange range) {
  auto arguments = argumentsOf(fn);
  // Both spellings are in use; the runtime knows the short one.
  if (fn.name == "gaussian_classes" && name == "covariances")
    name = "covs";
  auto formal = llvm::find_if(arguments,
                              [&](StringRef a) { return bareName(a) == name; });
  bool open = llvm::is_contained(arguments, "...");
  if (formal == arguments.end() && !open) {
    std::vector<std::string> names;
    for (StringRef a : arguments)
      names.push_back(bareName(a).str());
    diags.emit<DiagKind::UnknownArgument>(range, fn.name, name)
        .didYouMean(name, names);
    return false;
  }
  if (llvm::any_of(rule.named,
                   [&](const auto &n) { return n.first == name; })) {
    diags.emit<DiagKind::DuplicateArgument>(range, name, fn.name);
    return false;
  }
  StringRef type = formal == arguments.end() ? StringRef("$") : *formal;
  bool fits = (type.contains('$') && (value.isString() || value.isInt())) ||
              (type.contains('*') && value.isList()) ||
              (type.contains('?') && value.isBool()) ||
              (!type.contains('$') && !type.contains('*') &&
               !type.contains('?') && value.isNumber());
  if (!fits) {
    if (!value.isError())
      diags.emit<DiagKind::ArgumentType>(range, name, fn.name,
                                         type.contains('$')   ? "a string"
                                         : type.contains('*') ? "a list"
                                         : type.contains('?') ? "true or false"
                                                              : "a number",
                                         value.describe());
    return false;
  }
  if (StringRef wanted =
          value.isNumber() ? wantedNumber(fn.name, name, value.asReal())
          : name == "at" && !areEpochs(value) ? "a list of numbers from 0"
                                              : "";
      !wanted.empty()) {
    diags.emit<DiagKind::RecipeValue>(range, name, wanted, value.describe());
    return false;
  }
  rule.named.emplace_back(name.str(), value);
  return true;
}

/// `adam`, `adam(lr = 1e-3)`: a name with arguments that are known here.
std::optional<Rule>
RecipeImporter::readFunction(const Expr &e, StringRef what,
                             llvm::ArrayRef<RecipeFunction> table) {
  const auto *call = dyn_cast<CallExpr>(&e);
  const auto *name = dyn_cast<NameExpr>(call ? call->callee.get() : &e);
  if (!name) {
    diags.emit<DiagKind::RecipeValue>(e.range, what, "a name", toString(e));
    return std::nullopt;
  }
  auto fn = llvm::find_if(
      table, [&](const RecipeFunction &f) { return f.name == name->name; });
  if (fn == table.end()) {
    std::vector<std::string> names;
    for (const RecipeFunction &f : table)
      names.push_back(f.name.str());
    Diagnostic &d =
        diags.emit<DiagKind::UnknownRecipeName>(name->range, what, name->name);
    d.didYouMean(name->name, names);
    if (d.hints.empty()) {
      std::string all;
      for (const std::string &n : names)
        all += (all.empty() ? "" : ", ") + n;
      d.hint("there are " + all);
    }
    return std::nullopt;
  }
  Rule rule;
  rule.fn = name->name;
  rule.range = e.range;
  auto arguments = argumentsOf(*fn);
  bool ok = true;
  std::size_t next = 0;
  if (call)
    for (const Argument &a : call->arguments) {
      Value value = elab.evaluateIn(*a.value, constants);
      StringRef argument = a.name.name;
      if (argument.empty()) {
        if (next >= arguments.size() || arguments[next] == "...") {
          diags.emit<DiagKind::TooManyArguments>(
              a.range, fn->name, countText(arguments.size(), "argument"),
              std::to_string(call->arguments.size()));
          ok = false;
          break;
        }
        argument = bareName(arguments[next++]);
      }
      ok &= addArgument(rule, *fn, argument, value, a.range);
    }
  for (StringRef a : arguments)
    if (a.contains('!') && ok && llvm::none_of(rule.named, [&](const auto &n) {
          return n.first == bareName(a);
        })) {
      diags.emit<DiagKind::MissingArgument>(e.range, fn->name, bareName(a));
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
    Value value = elab.evaluateIn(*e.items[0].value, constants);
    auto number = elab.constants().toReal(value, e.items[0].value->range,
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
  if (auto rule = readFunction(*item->value, "data reader", DataReaders)) {
    data = rule;
    set("data", elab.ops().attribute(*rule));
  }
}

void RecipeImporter::readNormalize(const TrainEntry &e) {
  if (e.items.size() == 1 && e.items[0].name.empty()) {
    if (auto rule =
            readFunction(*e.items[0].value, "normalisation", Normalizations))
      set("normalize", elab.ops().attribute(*rule));
    return;
  }
  llvm::SmallVector<mlir::NamedAttribute> members;
  for (const TrainItem &item : e.items) {
    StringRef name = item.name.name;
    if (name != "mean" && name != "std") {
      diags.emit<DiagKind::UnknownArgument>(item.range, "normalize", name)
          .hint("write mean = ..., std = ..., or one of minmax, standardize, "
                "scale(...)");
      continue;
    }
    Value value = elab.evaluateIn(*item.value, constants);
    llvm::SmallVector<mlir::Attribute> numbers;
    bool ok = !value.isError();
    auto add = [&](const Value &v) {
      auto number = elab.constants().toReal(v, item.value->range, name);
      ok &= number.has_value();
      if (number && name == "std" && *number == 0) {
        diags.emit<DiagKind::RecipeValue>(item.value->range, "std",
                                          "numbers that are not zero", "0");
        ok = false;
      }
      numbers.push_back(elab.ops().builder.getF64FloatAttr(number.value_or(0)));
    };
    if (value.isList())
      for (const Value &v : value.elements())
        add(v);
    else if (ok)
      add(value);
    if (ok)
      members.push_back(elab.ops().builder.getNamedAttr(
          name, elab.ops().builder.getArrayAttr(numbers)));
  }
  set("normalize", elab.ops().builder.getDictionaryAttr(members));
}

void RecipeImporter::readOptimizer(const TrainEntry &e) {
  const TrainItem *item = single(e);
  if (!item)
    return;
  optimizer = readFunction(*item->value, "optimizer", Optimizers);
  if (!optimizer)
    return;
  completeOptimizer();
}

/// Fills in what the author left out.
void RecipeImporter::completeOptimizer() {
  Rule &rule = *optimizer;
  auto standard = [&](StringRef name, double value) {
    if (llvm::none_of(rule.named,
                      [&](const auto &n) { return n.first == name; }))
      rule.named.emplace_back(name.str(), Value::ofReal(value));
  };
  bool sgd = rule.fn == "sgd";
  standard("lr", sgd ? 0.01 : 1e-3);
  standard("weight_decay", rule.fn == "adamw" ? 0.01 : 0);
  if (sgd) {
    standard("momentum", 0);
  } else {
    standard("beta1", 0.9);
    standard("beta2", 0.999);
    standard("eps", 1e-8);
  }
  auto &b = elab.ops().builder;
  llvm::SmallVector<mlir::NamedAttribute> all, group;
  all.push_back(b.getNamedAttr("kind", b.getStringAttr(rule.fn)));
  group.push_back(
      b.getNamedAttr("patterns", b.getArrayAttr({b.getStringAttr("*")})));
  for (auto &[name, value] : rule.named) {
    if (value.isInt())
      value = Value::ofReal(value.asReal());
    mlir::Attribute attribute = elab.ops().attribute(value);
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

void RecipeImporter::readGroup(const TrainEntry &e) {
  auto &b = elab.ops().builder;
  llvm::SmallVector<mlir::Attribute> patterns;
  llvm::SmallVector<mlir::NamedAttribute> members;
  for (const TrainItem &item : e.items) {
    Value value = elab.evaluateIn(*item.value, constants);
    if (!value.isString()) {
      if (!value.isError())
        diags.emit<DiagKind::RecipeValue>(
            item.range, "group", "patterns in quotes", value.describe());
      continue;
    }
    std::vector<std::string> paths;
    bool matches = false;
    for (const auto &[path, storage] : elab.storage())
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
      Value value = elab.evaluateIn(*setting.items[0].value, constants);
      if (auto frozen = elab.constants().toBool(value, setting.range,
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
    Value value = elab.evaluateIn(*setting.items[0].value, constants);
    if (value.isNumber()) {
      value = Value::ofReal(value.asReal());
      if (StringRef wanted = wantedNumber("", setting.key.name, value.asReal());
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
        b.getNamedAttr(setting.key.name, elab.ops().attribute(value)));
  }
  groups.push_back(b.getDictionaryAttr(members));
}

void RecipeImporter::readMetrics(const TrainEntry &e) {
  auto &b = elab.ops().builder;
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
    if (!llvm::is_contained(Metrics, name->name)) {
      std::vector<std::string> all;
      for (StringRef metric : Metrics)
        all.push_back(metric.str());
      diags.emit<DiagKind::UnknownRecipeName>(name->range, "metric", name->name)
          .didYouMean(name->name, all);
      continue;
    }
    names.push_back(b.getStringAttr(name->name));
    if (name->name == "normalized_margin")
      marginMetric = item.range;
    if (!call)
      continue;
    static constexpr RecipeFunction WithDegree[] = {
        {"accuracy", ""},
        {"confusion", ""},
        {"loss", ""},
        {"macro_f1", ""},
        {"normalized_margin", "degree"}};
    if (auto rule = readFunction(*call, "metric", WithDegree))
      for (const auto &[argument, value] : rule->named)
        degree = value.asReal();
  }
  set("metrics", b.getArrayAttr(names));
}

void RecipeImporter::readCount(const TrainEntry &e, std::int64_t least) {
  const TrainItem *item = single(e);
  if (!item)
    return;
  Value value = elab.evaluateIn(*item->value, constants);
  auto count =
      elab.constants().toInt(value, item->range, "'" + e.key.name + "'");
  if (!count)
    return;
  if (*count < least || *count > (1ll << 31)) {
    diags.emit<DiagKind::RecipeValue>(
        item->range, e.key.name, "a whole number from " + std::to_string(least),
        value.text());
    return;
  }
  set(e.key.name, elab.ops().builder.getI64IntegerAttr(*count));
}

void RecipeImporter::readFraction(const TrainEntry &e) {
  const TrainItem *item = single(e);
  if (!item)
    return;
  Value value = elab.evaluateIn(*item->value, constants);
  auto share =
      elab.constants().toReal(value, item->range, "'" + e.key.name + "'");
  if (!share)
    return;
  if (!(*share >= 0 && *share < 1)) {
    diags.emit<DiagKind::RecipeValue>(
        item->range, e.key.name, "a share from 0 to below 1", value.text());
    return;
  }
  set(e.key.name, elab.ops().builder.getF64FloatAttr(*share));
}

void RecipeImporter::read(const TrainEntry &e) {
  StringRef key = e.key.name;
  if (e.form == TrainEntry::Form::Const)
    return;
  bool known = llvm::is_contained(RecipeKeys, key) && key != "const";
  if (key == "augment") {
    diags.emit<DiagKind::NotUsableHere>(e.range, "'augment'",
                                        "in this version");
    return;
  }
  if (!known) {
    std::vector<std::string> names;
    for (StringRef k : RecipeKeys)
      names.push_back(k.str());
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
  else if (key == "metrics")
    readMetrics(e);
  else if (key == "batch" || key == "epochs")
    readCount(e, key == "batch" ? 1 : 0);
  else if (key == "validation")
    readFraction(e);
  else if (const TrainItem *item = single(e)) {
    if (key == "loss")
      loss = item->value.get();
    else if (auto rule = readFunction(*item->value, "schedule", Schedules))
      set("schedule", elab.ops().attribute(*rule));
  }
}

ObjectiveRequest RecipeImporter::objectiveRequest(std::string name) const {
  ObjectiveRequest request;
  request.name = std::move(name);
  request.loss = loss;
  request.constants = constants;
  request.outputs = outputs;
  if (!data)
    return request;
  request.reader = data->fn;
  for (const auto &[argument, value] : data->named) {
    request.namesLabel |= argument == "label";
    request.namesValues |= argument == "target";
  }
  return request;
}

/// The constants of the recipe: what the loss reads can change when the model
/// runs; what other lines read is compiled in.
void RecipeImporter::setConstants(const ObjectiveResult &objective) {
  auto &b = elab.ops().builder;
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
  set("constants", b.getDictionaryAttr(numbers));
  if (!compiledIn.empty())
    set("fixed_constants", b.getArrayAttr(compiledIn));
}

void RecipeImporter::finish() {
  auto &b = elab.ops().builder;
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
      elab.ops().location(train.network.range, network.name.name);
  b.create<RecipeOp>(
      where, b.getStringAttr(network.name.name + "_recipe"),
      mlir::FlatSymbolRefAttr::get(b.getContext(), network.name.name),
      mlir::FlatSymbolRefAttr::get(b.getContext(), objectiveName),
      b.getDictionaryAttr(settings), b.getArrayAttr(groups));
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
  fixed = elab.takeRecipeReads();
  // A line with a syntax error may be the one that is missing.
  bool isBroken = llvm::any_of(diags.sorted(), [&](const Diagnostic *d) {
    return d->kind < DiagKind::UnknownName &&
           d->range.file == train.bodyRange.file &&
           d->range.begin >= train.bodyRange.begin &&
           d->range.begin <= train.bodyRange.end;
  });
  for (StringRef key : {"data", "loss", "optimizer"})
    if (!isBroken && !seen.count(key.str()))
      diags
          .emit<DiagKind::MissingRecipeKey>(train.network.range,
                                            train.network.name, key)
          .hint(key == "data"   ? "for instance: data mnist"
                : key == "loss" ? "for instance: loss cross_entropy"
                                : "for instance: optimizer sgd(lr = 0.01)");
  if (loss && diags.errorCount() == before)
    finish();
  else if (loss) {
    // Look at the loss all the same, for its own mistakes.
    importObjective(elab, objectiveRequest(network.name.name + "_loss"));
  }
}

void dnd::frontend::importRecipe(
    Elaborator &elaborator, const TrainDecl &train, const LayerDecl &network,
    llvm::ArrayRef<Elaborator::NamedTensor> outputs) {
  RecipeImporter(elaborator, train, network, outputs).run();
}
