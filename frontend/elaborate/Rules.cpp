//===- Rules.cpp - Initialisers of parameters -----------------------------===//
//
// Checks the rules behind '~', resolves their fans, counts live numbers and
// builds dnd.param.
//
//===----------------------------------------------------------------------===//

#include "frontend/elaborate/RuleHelpers.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/Support/FormatVariadic.h"
#include "llvm/Support/MathExtras.h"

#include <limits>

using namespace dnd;
using namespace dnd::frontend;
using namespace dnd::frontend::ast;
using namespace dnd::frontend::rules;
using llvm::StringRef;

namespace {

/// One rule: its arguments in order. Optional ones end in '?'; `rule` and
/// `table` stand for an inner rule and a table.
struct RuleInfo {
  llvm::StringLiteral name;
  RuleFamily family;
  llvm::StringLiteral arguments;
};

constexpr RuleFamily Init = RuleFamily::Initialiser;
constexpr RuleFamily Tab = RuleFamily::Generator;
constexpr RuleFamily Dist = RuleFamily::Distribution;

constexpr RuleInfo RuleTable[] = {
    {"bernoulli", Dist, "p"},
    {"block_mask", Tab, ""},
    {"choice", Tab, "range"},
    {"constant", Init, "value"},
    {"fans", Init, "rule fan_in? fan_out?"},
    {"frozen", Init, "rule"},
    {"glorot", Init, "fan_in? fan_out?"},
    {"glorot_normal", Init, "fan_in? fan_out?"},
    {"he", Init, "fan_in?"},
    {"he_uniform", Init, "fan_in?"},
    {"identity", Init, ""},
    {"lecun", Init, "fan_in?"},
    {"lecun_uniform", Init, "fan_in?"},
    {"linspace", Init, "lo hi"},
    {"masked", Init, "rule table"},
    {"normal", Init, "mean std"},
    {"ones", Init, ""},
    {"permutation", Tab, ""},
    {"random_mask", Tab, "count"},
    {"receptive_field", Tab, "field over per_soma? synapses?"},
    {"symmetric", Init, "rule"},
    {"truncated_normal", Init, "mean std"},
    {"uniform", Init, "lo hi"},
    {"zeros", Init, ""},
};

const RuleInfo *findRule(StringRef name) {
  const RuleInfo *found = llvm::find_if(
      RuleTable, [&](const RuleInfo &r) { return r.name == name; });
  return found == std::end(RuleTable) ? nullptr : found;
}

/// Even and Gaussian numbers are initialisers and distributions of noise.
bool belongsTo(const RuleInfo &rule, RuleFamily family) {
  bool isBoth = rule.name == "normal" || rule.name == "uniform";
  return rule.family == family ||
         (isBoth && family == RuleFamily::Distribution);
}

StringRef text(RuleFamily family) {
  switch (family) {
  case RuleFamily::Initialiser:
    return "an initialiser";
  case RuleFamily::Generator:
    return "a generator of tables";
  case RuleFamily::Distribution:
    return "a distribution of noise";
  }
  return "a rule";
}

} // namespace

const Value *rules::findNamed(const Rule &rule, StringRef name) {
  for (const auto &[key, value] : rule.named)
    if (key == name)
      return &value;
  return nullptr;
}

std::string rules::bytesText(double bytes) {
  static constexpr const char *Units[] = {"bytes", "kB", "MB", "GB",
                                          "TB",    "PB", "EB"};
  unsigned unit = 0;
  while (bytes >= 1000 && unit < 6) {
    bytes /= 1000;
    ++unit;
  }
  return llvm::formatv(unit ? "{0:f1} {1}" : "{0:f0} {1}", bytes, Units[unit])
      .str();
}

void rules::flatten(const Value &value, std::vector<Value> &numbers) {
  if (value.isList())
    for (const Value &v : value.elements())
      flatten(v, numbers);
  else
    numbers.push_back(value);
}

std::optional<Rule> rules::valuesRule(DiagnosticEngine &diags,
                                      const Value &list, const Shape &shape,
                                      SourceRange range) {
  std::vector<Value> numbers;
  flatten(list, numbers);
  for (const Value &v : numbers)
    if (!v.isNumber()) {
      diags.emit<DiagKind::NeedsType>(range, "an element of the list",
                                      "a number", v.describe());
      return std::nullopt;
    }
  if (std::int64_t(numbers.size()) != elementCount(shape)) {
    diags.emit<DiagKind::BadReshape>(
        range, "a list of " + countText(numbers.size(), "number"),
        shapeText(shape));
    return std::nullopt;
  }
  Rule rule;
  rule.fn = "values";
  rule.range = range;
  rule.named.emplace_back("data", Value::ofList(std::move(numbers)));
  return rule;
}

bool dnd::frontend::isRuleName(StringRef name) {
  return findRule(name) != nullptr;
}

std::vector<std::string> dnd::frontend::ruleNames(RuleFamily family) {
  std::vector<std::string> names;
  for (const RuleInfo &rule : RuleTable)
    if (belongsTo(rule, family))
      names.push_back(rule.name.str());
  return names;
}

//===----------------------------------------------------------------------===//
// Arguments of rules
//===----------------------------------------------------------------------===//

/// Gives each argument its name; inner rules go to `of`, tables keep the name
/// "table". Numbers are checked.
std::optional<Rule> Elaborator::checkRule(const Rule &rule, RuleFamily family) {
  const RuleInfo *known = findRule(rule.fn);
  if (!known || !belongsTo(*known, family)) {
    diags.emit<DiagKind::UnknownRule>(rule.range, rule.fn, text(family))
        .didYouMean(rule.fn, ruleNames(family));
    return std::nullopt;
  }
  llvm::SmallVector<StringRef> formals;
  StringRef(known->arguments).split(formals, ' ', -1, false);
  llvm::SmallVector<Value> positional(rule.args.begin(), rule.args.end());
  // uniform(a) is uniform(-a, a), normal(s) is normal(0, s).
  if (positional.size() == 1 && rule.named.empty() &&
      positional[0].isNumber()) {
    if (rule.fn == "uniform")
      positional.insert(positional.begin(),
                        Value::ofReal(-positional[0].asReal()));
    else if (rule.fn == "normal" || rule.fn == "truncated_normal")
      positional.insert(positional.begin(), Value::ofReal(0));
  }
  Rule result;
  result.fn = rule.fn;
  result.range = rule.range;
  bool ok = true;
  if (positional.size() > formals.size()) {
    diags.emit<DiagKind::TooManyArguments>(
        rule.range, rule.fn, countText(formals.size(), "argument"),
        std::to_string(positional.size()));
    return std::nullopt;
  }
  for (const auto &[name, value] : rule.named) {
    auto formal = llvm::find_if(
        formals, [&](StringRef f) { return f.rtrim('?') == name; });
    if (formal == formals.end()) {
      std::vector<std::string> names;
      for (StringRef f : formals)
        names.push_back(f.rtrim('?').str());
      diags.emit<DiagKind::UnknownArgument>(rule.range, rule.fn, name)
          .didYouMean(name, names);
      ok = false;
    }
  }
  for (auto [i, formal] : llvm::enumerate(formals)) {
    bool optional = formal.consume_back("?");
    const Value *value =
        i < positional.size() ? &positional[i] : findNamed(rule, formal);
    if (i < positional.size() && findNamed(rule, formal)) {
      diags.emit<DiagKind::DuplicateArgument>(rule.range, formal, rule.fn);
      ok = false;
    }
    if (!value) {
      if (!optional) {
        diags.emit<DiagKind::MissingArgument>(rule.range, rule.fn, formal);
        ok = false;
      }
      continue;
    }
    auto expect = [&](bool fits, StringRef what) {
      if (!fits && !value->isError())
        diags.emit<DiagKind::ArgumentType>(rule.range, formal, rule.fn, what,
                                           value->describe());
      ok &= fits;
    };
    if (formal == "rule") {
      expect(value->isRule() || value->isNumber() || value->isList(),
             "an initialiser");
      if (value->isRule())
        result.of = value->ruleShared();
      else
        result.named.emplace_back("rule", *value);
    } else if (formal == "table") {
      expect(value->isTensor(), "a table");
      result.named.emplace_back("table", *value);
    } else if (formal == "field") {
      expect(value->isString(), "local, global or random");
      result.named.emplace_back("field", *value);
    } else if (formal == "over") {
      expect(value->isList() || value->isInt(), "a list of extents");
      result.named.emplace_back("over", *value);
    } else if (formal == "count" || formal == "range" || formal == "per_soma" ||
               formal == "synapses") {
      auto count = constEval.toInt(
          *value, rule.range, "argument '" + formal + "' of '" + rule.fn + "'");
      ok &= count.has_value();
      if (count)
        result.named.emplace_back(formal, Value::ofInt(*count));
    } else {
      // The numbers of a noise may change while the program runs.
      bool isScalar = family == RuleFamily::Distribution && value->isTensor() &&
                      value->tensor().shape.empty() && !value->tensor().batched;
      expect(value->isNumber() || isScalar, "a number");
      result.named.emplace_back(
          formal, value->isNumber() ? Value::ofReal(value->asReal()) : *value);
    }
  }
  if (!ok)
    return std::nullopt;
  return result;
}

//===----------------------------------------------------------------------===//
// Parameters
//===----------------------------------------------------------------------===//

/// [J, ..., n] has fan_out J and fan_in n; a vector has both alike.
bool Elaborator::resolveFans(Rule &rule, const Shape &shape) {
  auto add = [&](StringRef name, std::int64_t standard) {
    if (const Value *given = findNamed(rule, name)) {
      if (given->asReal() > 0)
        return true;
      diags.emit<DiagKind::ArgumentType>(
          rule.range, name, rule.fn, "a positive number", given->describe());
      return false;
    }
    rule.named.emplace_back(name.str(), Value::ofReal(double(standard)));
    return true;
  };
  const RuleInfo *info = findRule(rule.fn);
  bool ok = true;
  if (info->arguments.contains("fan_in"))
    ok &= add("fan_in", shape.empty() ? 1 : shape.back());
  if (info->arguments.contains("fan_out"))
    ok &= add("fan_out", shape.empty() ? 1 : shape.front());
  return ok;
}

/// `rule` with the fans of `fans(...)` where it names none itself; in
/// structures for the rule inside.
static Value withFans(const Value &value, const Rule &fans) {
  const RuleInfo *info = value.isRule() ? findRule(value.rule().fn) : nullptr;
  if (!info)
    return value;
  Rule rule = value.rule();
  if (info->arguments.starts_with("rule")) {
    if (!rule.args.empty())
      rule.args[0] = withFans(rule.args[0], fans);
    for (auto &[name, inner] : rule.named)
      if (name == "rule")
        inner = withFans(inner, fans);
    return Value::ofRule(rule);
  }
  if (!rule.args.empty())
    return value;
  for (StringRef name : {"fan_in", "fan_out"})
    if (const Value *fan = findNamed(fans, name);
        fan && info->arguments.contains(name) && !findNamed(rule, name))
      rule.named.emplace_back(name.str(), *fan);
  return Value::ofRule(rule);
}

std::optional<Elaborator::ParamRule>
Elaborator::resolveInit(const Value &value, const Shape &shape,
                        SourceRange range) {
  ParamRule result;
  result.live = elementCount(shape);
  if (value.isError())
    return std::nullopt;
  if (value.isNumber()) {
    result.rule.fn = "constant";
    result.rule.named.emplace_back("value", Value::ofReal(value.asReal()));
    return result;
  }
  if (value.isList()) {
    auto values = valuesRule(diags, value, shape, range);
    if (!values)
      return std::nullopt;
    result.rule = *values;
    return result;
  }
  if (!value.isRule()) {
    diags.emit<DiagKind::NeedsType>(range, "what follows '~'", "an initialiser",
                                    value.describe());
    return std::nullopt;
  }
  std::optional<Rule> rule = checkRule(value.rule(), RuleFamily::Initialiser);
  if (rule && rule->fn == "fans")
    return resolveInit(withFans(rule->of ? Value::ofRule(*rule->of)
                                         : *findNamed(*rule, "rule"),
                                *rule),
                       shape, range);
  if (!rule || !resolveFans(*rule, shape))
    return std::nullopt;
  result.rule = *rule;
  bool isStructure =
      rule->fn == "symmetric" || rule->fn == "masked" || rule->fn == "frozen";
  if (!isStructure) {
    if (rule->fn == "identity" && shape.size() < 2) {
      diags.emit<DiagKind::NotUsableHere>(range, "'identity'",
                                          "with fewer than two dimensions");
      return std::nullopt;
    }
    return result;
  }
  Value innerValue =
      rule->of ? Value::ofRule(*rule->of) : *findNamed(*rule, "rule");
  std::optional<ParamRule> inner = resolveInit(innerValue, shape, range);
  if (!inner)
    return std::nullopt;
  result = *inner;
  if (rule->fn == "frozen") {
    result.frozen = true;
    result.live = 0;
    return result;
  }
  Rule outer;
  outer.fn = rule->fn;
  outer.of = std::make_shared<const Rule>(inner->rule);
  outer.range = range;
  if (rule->fn == "symmetric") {
    if (shape.size() < 2 ||
        shape[shape.size() - 1] != shape[shape.size() - 2]) {
      diags.emit<DiagKind::NotUsableHere>(
          range, "'symmetric'",
          "for shape " + shapeText(shape) +
              ", whose last two extents are not equal");
      return std::nullopt;
    }
    result.symmetric = true;
    result.rule = outer;
    return result;
  }
  const Tensor &table = findNamed(*rule, "table")->tensor();
  const Storage *mask = nullptr;
  for (const auto &[path, storage] : stored)
    if (storage.kind == Storage::Kind::Table && storage.tensor &&
        storage.tensor->ssa == table.ssa)
      mask = &storage;
  if (!mask || table.isIndex) {
    diags.emit<DiagKind::ArgumentType>(range, "table", "masked",
                                       "a table of zeros and ones", table.what);
    return std::nullopt;
  }
  if (table.shape != shape) {
    diags
        .emit<DiagKind::OperandShapes>(range, "masked", shapeText(shape),
                                       shapeText(table.shape))
        .note(table.origin, "the mask is declared here");
    return std::nullopt;
  }
  if (!result.mask.empty()) {
    diags.emit<DiagKind::NotUsableHere>(range, "'masked'",
                                        "twice for one parameter");
    return std::nullopt;
  }
  outer.table = mask->path;
  result.rule = outer;
  result.mask = mask->path;
  if (!result.frozen)
    result.live = mask->live;
  return result;
}

bool Elaborator::checkSize(const StoredStmt &s, StringRef path,
                           const Shape &shape) {
  std::int64_t count = elementCount(shape);
  double bytes = 4.0;
  for (std::int64_t extent : shape)
    bytes *= double(extent);
  std::string needs = bytesText(bytes);
  if (options.memoryLimit && bytes > double(options.memoryLimit))
    needs += ", this machine has " + bytesText(double(options.memoryLimit));
  else if (count > std::numeric_limits<std::int32_t>::max())
    needs += " for " + std::to_string(count) +
             " numbers, the largest parameter has " +
             std::to_string(std::numeric_limits<std::int32_t>::max());
  else
    return true;
  SourceRange range = inStd() ? frame->call : s.range;
  Diagnostic &d = diags.emit<DiagKind::ParameterTooLarge>(
      range, path, shapeText(shape), needs);
  if (range.file != s.range.file || range.begin != s.range.begin)
    d.note(s.range, "the parameter is declared here");
  std::size_t rank = shape.size();
  if (rank >= 2 && shape[rank - 1] == shape[rank - 2]) {
    double low = 4.0 * 10;
    for (std::size_t i = 0; i + 1 < rank; ++i)
      low *= double(shape[i]);
    d.hint("a low-rank form needs far less: low_rank_quadratic(J, rank = 10) "
           "takes " +
           bytesText(low) + " in its place");
  }
  return false;
}

/// The parameter or table of a path, when this is another use of a shared
/// instance.
Storage *Elaborator::reuse(const std::string &path, const Stmt &s,
                           const Shape &shape) {
  auto it = stored.find(path);
  if (it == stored.end())
    return nullptr;
  if (it->second.tensor && it->second.tensor->shape != shape)
    diags
        .emit<DiagKind::SharedShape>(frame->call, path,
                                     shapeText(it->second.tensor->shape),
                                     shapeText(shape))
        .note(it->second.range, "the parameter is declared here");
  return &it->second;
}

/// Recipes may call layers, but not make parameters: the network is complete.
bool Elaborator::mayStore(SourceRange range, StringRef what) {
  for (const Frame *f = frame; f; f = f->caller)
    if (f->isRecipe) {
      diags.emit<DiagKind::NotUsableHere>(f->call.isValid() ? f->call : range,
                                          what, "in a recipe");
      return false;
    }
  return true;
}

void Elaborator::runParam(const ParamStmt &s) {
  if (!mayStandInMode(s.range, "a parameter"))
    return declare(s.name, Value::error(), Binding::Kind::Param);
  if (!mayStore(s.range, "a layer with parameters"))
    return declare(s.name, Value::error(), Binding::Kind::Param);
  std::optional<Shape> shape = evaluateExtents(s.extents, s.name.name);
  std::string path = frame->names->claim(s.name.name);
  Value value;
  if (s.rule) {
    value = evaluate(*s.rule);
  } else {
    // Vectors and scalars start at zero, matrices like those of a dense layer.
    Rule rule;
    rule.fn = shape && shape->size() > 1 ? "glorot" : "zeros";
    rule.range = s.range;
    value = Value::ofRule(std::move(rule));
  }
  auto fail = [&] { declare(s.name, Value::error(), Binding::Kind::Param); };
  if (!shape)
    return fail();
  if (Storage *shared = reuse(path, s, *shape)) {
    bool fits = shared->tensor && shared->tensor->shape == *shape;
    return declare(s.name,
                   fits ? Value::ofTensor(shared->tensor) : Value::error(),
                   Binding::Kind::Param);
  }
  SourceRange initRange = s.rule ? s.rule->range : s.range;
  Storage storage;
  storage.path = path;
  storage.declaration = &s;
  storage.range = s.name.range;
  std::optional<ParamRule> rule;
  if (checkSize(s, path, *shape))
    rule = resolveInit(value, *shape, initRange);
  if (!rule) {
    stored[path] = storage;
    return fail();
  }
  emitter.setLocation(authorRange(s.range), path);
  auto &b = emitter.builder;
  mlir::Value ssa = b.create<ParamOp>(
      emitter.currentLocation(), emitter.type(*shape, false),
      b.getStringAttr(path), emitter.attribute(rule->rule),
      b.getI64IntegerAttr(rule->live),
      rule->mask.empty() ? mlir::StringAttr() : b.getStringAttr(rule->mask),
      rule->symmetric ? b.getUnitAttr() : mlir::UnitAttr(),
      rule->frozen ? b.getUnitAttr() : mlir::UnitAttr());
  Tensor tensor = *emitter.wrap(ssa, *shape, false);
  tensor.origin = s.name.range;
  tensor.what = "parameter '" + s.name.name + "'";
  storage.tensor = std::make_shared<const Tensor>(std::move(tensor));
  storage.live = rule->live;
  storage.frozen = rule->frozen;
  stored[path] = storage;
  if (frame->record)
    frame->record->params.push_back(path);
  declare(s.name, Value::ofTensor(storage.tensor), Binding::Kind::Param);
}
