//===- Descriptor.cpp - Parsing the descriptor of a model -----------------===//
//
// Every field is checked for its type and every index for its range, so that
// the rest of the runtime can trust the structures.
//
//===----------------------------------------------------------------------===//
#include "runtime/core/Error.h"
#include "runtime/core/Model.h"

#include <fmt/core.h>

#include <algorithm>
#include <set>
#include <stdexcept>

namespace dnd::rt {
namespace {

/// A value and the place where it stands, for messages.
class Node {
public:
  Node(const Value &value, std::string place)
      : value(value), place(std::move(place)) {}

  [[noreturn]] void fail(std::string_view what) const {
    throw Error(Exit::Internal,
                fmt::format("the descriptor of this model is invalid: {} {}",
                            place, what),
                "compile the model again");
  }
  bool has(std::string_view name) const {
    const Value *v = value.find(name);
    return v && !v->isNull();
  }
  Node member(std::string_view name) const {
    const Value *v = value.find(name);
    if (!v)
      fail(fmt::format("has no '{}'", name));
    return {*v, fmt::format("{}.{}", place, name)};
  }
  std::vector<Node> list() const {
    if (!value.isList())
      fail("must be a list");
    std::vector<Node> nodes;
    for (size_t i = 0; i < value.items.size(); ++i)
      nodes.emplace_back(value.items[i], fmt::format("{}[{}]", place, i));
    return nodes;
  }
  std::vector<Node> list(std::string_view name) const {
    return has(name) ? member(name).list() : std::vector<Node>();
  }
  const std::string &string() const {
    if (!value.isString())
      fail("must be a text");
    return value.text;
  }
  std::string string(std::string_view name) const {
    return has(name) ? member(name).string() : std::string();
  }
  double number() const {
    if (!value.isNumber())
      fail("must be a number");
    return value.number();
  }
  int64_t integer() const {
    if (value.isInteger())
      return value.integer;
    std::optional<int64_t> whole = wholeNumber(number());
    if (!whole)
      fail("must be a whole number");
    return *whole;
  }
  int64_t integer(std::string_view name, int64_t fallback) const {
    return has(name) ? member(name).integer() : fallback;
  }
  bool boolean(std::string_view name, bool fallback) const {
    if (!has(name))
      return fallback;
    Node m = member(name);
    if (!m.value.isBool())
      m.fail("must be true or false");
    return m.value.integer;
  }
  std::vector<std::string> strings(std::string_view name) const {
    std::vector<std::string> out;
    for (const Node &n : list(name))
      out.push_back(n.string());
    return out;
  }
  std::vector<int64_t> shape() const {
    std::vector<int64_t> out;
    for (const Node &n : list()) {
      out.push_back(n.integer());
      if (out.back() < 0)
        n.fail("must not be negative");
    }
    return out;
  }
  int64_t elements(const std::vector<int64_t> &shape) const {
    try {
      return elementCount(shape);
    } catch (const std::overflow_error &) {
      fail("has a shape beyond all memory");
    }
  }
  /// An index into a list of that size, or -1.
  int index(std::string_view name, size_t size, int fallback) const {
    int64_t i = integer(name, fallback);
    if (i < -1 || i >= static_cast<int64_t>(size))
      member(name).fail("is out of range");
    return static_cast<int>(i);
  }
  const Value &raw() const { return value; }

private:
  const Value &value;
  std::string place;
};

Rule parseRule(const Node &n) {
  Rule rule;
  rule.fn = n.member("fn").string();
  for (const Node &a : n.list("args"))
    rule.args.push_back(a.raw());
  if (n.has("named")) {
    if (!n.member("named").raw().isObject())
      n.member("named").fail("must be an object");
    rule.named = n.member("named").raw().members;
  }
  if (n.has("of"))
    rule.of.push_back(parseRule(n.member("of")));
  rule.table = n.string("table");
  // Any other member is an argument by name, so that a rule can be written
  // flat: {"fn": "cosine", "warmup": 5}.
  if (n.raw().isObject())
    for (const Value::Member &m : n.raw().members)
      if (m.first != "fn" && m.first != "args" && m.first != "named" &&
          m.first != "of" && m.first != "table")
        rule.named.push_back(m);
  return rule;
}

ElementType parseType(const Node &n, ElementType fallback) {
  std::string text = n.string("dtype");
  if (text.empty())
    return fallback;
  if (text == "f32")
    return ElementType::F32;
  if (text == "i32")
    return ElementType::I32;
  n.member("dtype").fail("must be f32 or i32");
}

void parseTensors(const Node &root, Descriptor &d) {
  for (const Node &n : root.list("inputs")) {
    InputInfo i;
    i.name = n.member("name").string();
    i.shape = n.member("shape").shape();
    i.elements = n.elements(i.shape);
    i.type = parseType(n, ElementType::F32);
    d.inputs.push_back(std::move(i));
  }
  for (const Node &n : root.list("outputs")) {
    OutputInfo o;
    o.name = n.member("name").string();
    o.shape = n.member("shape").shape();
    o.elements = n.elements(o.shape);
    static constexpr std::pair<const char *, OutputInfo::Kind> kinds[] = {
        {"logits", OutputInfo::Kind::Logits},
        {"probabilities", OutputInfo::Kind::Probabilities},
        {"values", OutputInfo::Kind::Values}};
    if (n.has("kind")) {
      std::string kind = n.member("kind").string();
      auto found = std::find_if(std::begin(kinds), std::end(kinds),
                                [&](const auto &k) { return kind == k.first; });
      if (found == std::end(kinds))
        n.fail("must have the kind logits, probabilities or values");
      o.kind = found->second;
    }
    d.outputs.push_back(std::move(o));
  }
  for (const char *list : {"detached", "detached_training"}) {
    size_t k = 0;
    for (const Node &n : root.list(list)) {
      d.detached.resize(std::max(d.detached.size(), k + 1));
      d.detached[k] =
          std::max(d.detached[k], n.elements(n.member("shape").shape()));
      ++k;
    }
  }
  for (const Node &n : root.list("tables")) {
    TableInfo t;
    t.path = n.member("path").string();
    t.shape = n.member("shape").shape();
    t.elements = n.elements(t.shape);
    t.type = parseType(n, ElementType::I32);
    t.gen = parseRule(n.member("gen"));
    t.range = n.integer("range", 0);
    t.location = n.string("loc");
    d.tables.push_back(std::move(t));
  }
  for (const Node &n : root.list("states")) {
    StateInfo s;
    s.path = n.member("path").string();
    s.shape = n.member("shape").shape();
    s.elements = n.elements(s.shape);
    s.init = parseRule(n.member("init"));
    s.slots = n.strings("slots");
    s.location = n.string("loc");
    d.states.push_back(std::move(s));
  }
}

void parseParams(const Node &root, Descriptor &d) {
  size_t groups = std::max<size_t>(1, root.list("groups").size());
  for (const Node &n : root.list("params")) {
    ParamInfo p;
    p.path = n.member("path").string();
    p.shape = n.member("shape").shape();
    p.elements = n.elements(p.shape);
    p.init = parseRule(n.member("init"));
    p.live = n.integer("live", p.elements);
    p.mask = n.index("mask", d.tables.size(), -1);
    p.group = n.index("group", groups, 0);
    p.trainable = !n.boolean("frozen", false);
    p.slots = n.strings("slots");
    p.location = n.string("loc");
    d.params.push_back(std::move(p));
  }
}

void parseLayers(const Node &root, Descriptor &d) {
  for (const Node &n : root.list("layers")) {
    LayerInfo l;
    l.path = n.string("path");
    l.kind = n.string("kind");
    for (const Node &s : n.list("inputs"))
      l.inputs.push_back(s.shape());
    for (const Node &s : n.list("outputs"))
      l.outputs.push_back(s.shape());
    l.params = n.strings("params");
    l.location = n.string("loc");
    d.layers.push_back(std::move(l));
  }
}

void parseTargets(const Node &root, Descriptor &d) {
  for (const Node &n : root.list("targets")) {
    TargetInfo t;
    t.name = n.string("name");
    if (t.name.empty())
      t.name = "target";
    std::string kind = n.member("kind").string();
    if (kind == "label") {
      t.classes = n.member("classes").integer();
      if (t.classes < 1 || t.classes > (1 << 24))
        n.fail("has an impossible number of classes");
      // Labels per sample: one, or one for each position of a shape.
      if (n.has("shape"))
        t.shape = n.member("shape").shape();
      t.isSoft = n.boolean("soft", false);
      if (t.isSoft && n.elements(t.shape) != 1)
        n.fail("has shares of classes, which only one label may have");
    } else if (kind == "value") {
      t.isLabel = false;
      t.shape = n.member("shape").shape();
      if (n.has("classes")) {
        t.classes = n.member("classes").integer();
        if (t.classes != 2 || n.elements(t.shape) != 1)
          n.fail("has classes, which only one number for two of them may");
      }
    } else {
      n.fail("must have the kind label or value");
    }
    t.elements = n.elements(t.shape);
    t.output = n.index("output", d.outputs.size(), -1);
    d.targets.push_back(std::move(t));
  }
  // Without a word about it, a label belongs to the first output with one
  // number for each class, a value to the first output of its size.
  for (TargetInfo &t : d.targets)
    for (size_t o = 0; o < d.outputs.size() && t.output < 0; ++o)
      if (d.outputs[o].elements == (t.isLabel ? t.classes : t.elements))
        t.output = static_cast<int>(o);
}

void parseGroups(const Node &root, Descriptor &d) {
  for (const Node &n : root.list("groups")) {
    GroupInfo g;
    g.patterns = n.strings("patterns");
    if (n.has("optimizer")) {
      Node numbers = n.member("optimizer");
      for (const Value::Member &m : numbers.raw().members) {
        Node v(m.second, fmt::format("groups.optimizer.{}", m.first));
        if (m.second.isString() || m.second.isBool())
          continue; // kind, nesterov: fixed when the model was compiled
        GroupNumber number{m.first, 0, m.second.isObject()};
        number.value =
            number.relative ? v.member("times").number() : v.number();
        g.numbers.push_back(std::move(number));
      }
    }
    d.groups.push_back(std::move(g));
  }
  if (d.groups.empty())
    d.groups.push_back({{"*"}, {}});
}

void parseHyper(const Node &root, Descriptor &d) {
  for (const Node &n : root.list("hyper")) {
    HyperInfo h;
    h.name = n.member("name").string();
    h.group = n.index("group", d.groups.size(), -1);
    d.hyper.push_back(std::move(h));
  }
}

RecipeCall parseCall(const Node &n, recipe::Kind kind) {
  Rule rule = parseRule(n);
  if (!rule.args.empty())
    n.fail("must give its arguments by name");
  return RecipeCall(kind, rule.fn, rule.named);
}

void parseRecipe(const Node &root, Recipe &r) {
  const recipe::Function &lines = *recipe::find(recipe::Kind::Block, "train");
  auto standard = [&](std::string_view name) {
    return lines.find(name)->fallback;
  };
  r.batch = static_cast<int64_t>(standard("batch").number);
  r.epochs = static_cast<int64_t>(standard("epochs").number);
  r.validation = standard("validation").number;
  if (!root.has("recipe"))
    return;
  Node n = root.member("recipe");
  r.present = true;
  if (n.has("data"))
    r.data = parseCall(n.member("data"), recipe::Kind::Reader);
  if (n.has("normalize")) {
    Node norm = n.member("normalize");
    // Constants stand without a name.
    if (norm.has("fn"))
      r.normalize = parseCall(norm, recipe::Kind::Normalization);
    else if (!norm.raw().members.empty())
      r.normalize = RecipeCall(recipe::Kind::Normalization, "mean_std",
                               norm.raw().members);
  }
  if (n.has("augment"))
    for (const Node &step : n.list("augment"))
      r.augment.push_back(parseCall(step, recipe::Kind::Augmentation));
  r.loss = n.string("loss");
  if (n.has("optimizer")) {
    Node o = n.member("optimizer");
    r.optimizer = o.string("kind");
    if (!r.optimizer.empty() &&
        !recipe::find(recipe::Kind::Optimizer, r.optimizer))
      o.fail("names no optimizer");
    for (const Value::Member &m : o.raw().members)
      if (m.second.isNumber())
        r.optimizerNumbers.push_back(m);
  }
  r.schedule =
      n.has("schedule")
          ? parseCall(n.member("schedule"), recipe::Kind::Schedule)
          : RecipeCall(recipe::Kind::Schedule, standard("schedule").text, {});
  if (n.has("validation"))
    r.validation = n.member("validation").number();
  r.batch = n.integer("batch", r.batch);
  r.epochs = n.integer("epochs", r.epochs);
  r.accumulate = n.integer("accumulate", 0);
  if (r.batch < 1 || r.epochs < 0 || r.accumulate < 0)
    n.fail("needs a batch of at least 1 and no negative epochs");
  for (const Node &m : n.list("metrics")) {
    r.metrics.push_back(m.raw().isString()
                            ? RecipeCall(recipe::Kind::Metric, m.string(), {})
                            : parseCall(m, recipe::Kind::Metric));
    if (const Value *degree = r.metrics.back().given("degree"))
      r.degree = degree->number();
  }
  if (n.has("constants")) {
    Node c = n.member("constants");
    for (const Value::Member &m : c.raw().members)
      r.constants.emplace_back(m.first, c.member(m.first).number());
  }
  if (n.has("fixed_constants"))
    for (const Node &m : n.list("fixed_constants"))
      r.fixedConstants.push_back(m.string());
  if (n.has("degree"))
    r.degree = n.member("degree").number();
}

void parseMaking(const Node &root, Making &made) {
  if (!root.has("made"))
    return;
  Node n = root.member("made");
  for (const Node &source : n.list("sources"))
    made.sources.emplace_back(source.string("path"), source.string("text"));
  made.options = n.strings("options");
  for (const Node &define : n.list("defines")) {
    const std::vector<Value> &pair = define.raw().items;
    if (pair.size() != 2 || !pair[0].isString() || !pair[1].isString())
      define.fail("must be a name and a value");
    made.defines.emplace_back(pair[0].text, pair[1].text);
  }
}

void checkNames(const Descriptor &d) {
  std::set<std::string> names;
  auto add = [&](const std::string &name) {
    if (name.empty() || !names.insert(name).second)
      throw Error(Exit::Internal,
                  fmt::format("the descriptor of this model is invalid: the "
                              "name '{}' is empty or stands twice",
                              name));
  };
  for (const ParamInfo &p : d.params)
    add(p.path);
  for (const TableInfo &t : d.tables)
    add(t.path);
  for (const StateInfo &s : d.states)
    add(s.path);
  names.clear();
  for (const InputInfo &i : d.inputs)
    add(i.name);
  names.clear();
  for (const OutputInfo &o : d.outputs)
    add(o.name);
}

} // namespace

Descriptor parseDescriptor(std::string_view json) {
  Value value;
  std::string error;
  if (!parseJson(json, value, error))
    throw Error(
        Exit::Internal,
        fmt::format("the descriptor of this model is invalid: {}", error));
  Node root(value, "descriptor");
  if (!value.isObject())
    root.fail("must be an object");
  Descriptor d;
  d.network = root.member("network").string();
  d.source = root.string("source");
  d.compiler = root.string("compiler");
  d.sourceHash = root.string("source_sha256");
  d.definitions = root.strings("definitions");
  d.dataDirs = root.strings("data_dirs");
  d.shippedData = root.string("shipped_data");
  if (root.has("precision"))
    d.precision = root.string("precision");
  if (d.precision != "f32" && d.precision != "bf16")
    root.fail("has an unknown precision");
  if (root.has("target")) {
    d.march = root.member("target").string("march");
    d.features = root.member("target").strings("features");
  }
  parseTensors(root, d);
  parseParams(root, d);
  parseLayers(root, d);
  parseTargets(root, d);
  parseGroups(root, d);
  parseHyper(root, d);
  parseRecipe(root, d.recipe);
  parseMaking(root, d.made);
  if (root.has("multiply_adds"))
    d.multiplyAdds = root.member("multiply_adds").integer();
  checkNames(d);
  return d;
}

} // namespace dnd::rt
