//===- Rules.cpp - Initialisers and the arguments of rules ----------------===//
//
// The table of rules; initialisers with their fans, structures and live
// numbers, and distributions. Generators of tables are in Generators.cpp.
//
//===----------------------------------------------------------------------===//

#include "frontend/elaborate/Rules.h"

#include "llvm/ADT/STLExtras.h"

using namespace dnd;
using namespace dnd::frontend;
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

const Value *dnd::frontend::findNamed(const Rule &rule, StringRef name) {
  for (const auto &[key, value] : rule.named)
    if (key == name)
      return &value;
  return nullptr;
}

void dnd::frontend::flatten(const Value &value, std::vector<Value> &numbers) {
  if (value.isList())
    for (const Value &v : value.elements())
      flatten(v, numbers);
  else
    numbers.push_back(value);
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

/// {fn = "values", named = {data = [...]}} of a list.
std::optional<Rule> RuleReader::listed(const Value &list, const Shape &shape,
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

//===----------------------------------------------------------------------===//
// Arguments of rules
//===----------------------------------------------------------------------===//

/// Puts one argument where the program looks for it.
bool RuleReader::checkArgument(const Rule &rule, RuleFamily family,
                               StringRef formal, const Value &value,
                               Rule &result) {
  bool ok = true;
  auto expect = [&](bool fits, StringRef what) {
    if (!fits && !value.isError())
      diags.emit<DiagKind::ArgumentType>(rule.range, formal, rule.fn, what,
                                         value.describe());
    ok = fits;
  };
  if (formal == "rule") {
    expect(value.isRule() || value.isNumber() || value.isList(),
           "an initialiser");
    if (value.isRule())
      result.of = value.ruleShared();
    else
      result.named.emplace_back("rule", value);
  } else if (formal == "table") {
    expect(value.isTensor(), "a table");
    result.named.emplace_back("table", value);
  } else if (formal == "field") {
    expect(value.isString(), "local, global or random");
    result.named.emplace_back("field", value);
  } else if (formal == "over") {
    expect(value.isList() || value.isInt(), "a list of extents");
    result.named.emplace_back("over", value);
  } else if (formal == "count" || formal == "range" || formal == "per_soma" ||
             formal == "synapses") {
    auto count = constants.toInt(
        value, rule.range, "argument '" + formal + "' of '" + rule.fn + "'");
    ok = count.has_value();
    if (count)
      result.named.emplace_back(formal, Value::ofInt(*count));
  } else {
    // The numbers of a noise may change while the program runs.
    bool isScalar = family == RuleFamily::Distribution && value.isTensor() &&
                    value.tensor().shape.empty() && !value.tensor().batched;
    expect(value.isNumber() || isScalar, "a number");
    result.named.emplace_back(
        formal, value.isNumber() ? Value::ofReal(value.asReal()) : value);
  }
  return ok;
}

/// Gives each argument its name; inner rules go to `of`, tables keep the name
/// "table". Numbers are checked.
std::optional<Rule> RuleReader::check(const Rule &rule, RuleFamily family) {
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
    ok &= checkArgument(rule, family, formal, *value, result);
  }
  if (!ok)
    return std::nullopt;
  return result;
}

//===----------------------------------------------------------------------===//
// Initialisers
//===----------------------------------------------------------------------===//

/// [J, ..., n] has fan_out J and fan_in n; a vector has both alike.
bool RuleReader::resolveFans(Rule &rule, const Shape &shape) {
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

/// The structure `fn` around a rule.
static Rule around(StringRef fn, const Rule &inner, SourceRange range) {
  Rule outer;
  outer.fn = fn;
  outer.of = std::make_shared<const Rule>(inner);
  outer.range = range;
  return outer;
}

std::optional<ParamRule> RuleReader::initialiser(const Value &value,
                                                 const Shape &shape,
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
    auto values = listed(value, shape, range);
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
  std::optional<Rule> rule = check(value.rule(), RuleFamily::Initialiser);
  if (rule && rule->fn == "fans")
    return initialiser(withFans(rule->of ? Value::ofRule(*rule->of)
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
  std::optional<ParamRule> inner = initialiser(innerValue, shape, range);
  if (!inner)
    return std::nullopt;
  result = *inner;
  if (rule->fn == "frozen") {
    result.frozen = true;
    result.live = 0;
    return result;
  }
  return rule->fn == "symmetric" ? symmetric(*inner, shape, range)
                                 : masked(*inner, *rule, shape, range);
}

std::optional<ParamRule>
RuleReader::symmetric(ParamRule inner, const Shape &shape, SourceRange range) {
  if (shape.size() < 2 || shape[shape.size() - 1] != shape[shape.size() - 2]) {
    diags.emit<DiagKind::NotUsableHere>(
        range, "'symmetric'",
        "for shape " + shapeText(shape) +
            ", whose last two extents are not equal");
    return std::nullopt;
  }
  inner.rule = around("symmetric", inner.rule, range);
  inner.symmetric = true;
  return inner;
}

std::optional<ParamRule> RuleReader::masked(ParamRule inner, const Rule &rule,
                                            const Shape &shape,
                                            SourceRange range) {
  const Tensor &table = findNamed(rule, "table")->tensor();
  const Storage *mask = stored.of(table);
  if (!mask || mask->kind != Storage::Kind::Table || table.isIndex) {
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
  if (!inner.mask.empty()) {
    diags.emit<DiagKind::NotUsableHere>(range, "'masked'",
                                        "twice for one parameter");
    return std::nullopt;
  }
  inner.rule = around("masked", inner.rule, range);
  inner.rule.table = mask->path;
  inner.mask = mask->path;
  if (!inner.frozen)
    inner.live = mask->live;
  return inner;
}

//===----------------------------------------------------------------------===//
// Distributions
//===----------------------------------------------------------------------===//

/// Checks what is known of the numbers of a distribution.
static bool checkNoise(DiagnosticEngine &diags, const Rule &rule,
                       SourceRange range) {
  auto number = [&](StringRef name) -> std::optional<double> {
    const Value *value = findNamed(rule, name);
    return value && value->isNumber() ? std::optional(value->asReal())
                                      : std::nullopt;
  };
  auto wrong = [&](StringRef name, StringRef must) {
    diags.emit<DiagKind::ArgumentType>(range, name, rule.fn, must,
                                       findNamed(rule, name)->describe());
    return false;
  };
  if (auto p = number("p"); p && !(*p >= 0 && *p <= 1))
    return wrong("p", "a number from 0 to 1");
  if (auto std = number("std"); std && !(*std >= 0))
    return wrong("std", "a number that is not negative");
  if (auto lo = number("lo"), hi = number("hi"); lo && hi && !(*lo <= *hi))
    return wrong("hi", "at least " + frontend::detail::realText(*lo));
  return true;
}

std::optional<Rule> RuleReader::distribution(const Value &value,
                                             SourceRange range) {
  if (value.isError())
    return std::nullopt;
  if (!value.isRule()) {
    diags.emit<DiagKind::NeedsType>(
        range, "what follows '~'", "a distribution of noise", value.describe());
    return std::nullopt;
  }
  std::optional<Rule> rule = check(value.rule(), RuleFamily::Distribution);
  if (!rule || !checkNoise(diags, *rule, range))
    return std::nullopt;
  return rule;
}
