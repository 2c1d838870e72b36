//===- Tables.cpp - Generators of tables ----------------------------------===//
//
// Checks the generators of index tables and masks against the shape of their
// table and builds dnd.table.
//
//===----------------------------------------------------------------------===//

#include "frontend/elaborate/RuleHelpers.h"

#include "llvm/ADT/STLExtras.h"

#include <limits>

using namespace dnd;
using namespace dnd::frontend;
using namespace dnd::frontend::ast;
using namespace dnd::frontend::rules;
using llvm::StringRef;

std::optional<Rule>
Elaborator::resolveGenerator(const Value &value, const Shape &shape,
                             SourceRange range, bool &isIndex,
                             std::int64_t &indexRange, std::int64_t &live) {
  std::int64_t count = elementCount(shape);
  live = count;
  isIndex = true;
  if (value.isList()) {
    auto rule = valuesRule(diags, value, shape, range);
    if (!rule)
      return std::nullopt;
    live = 0;
    indexRange = 0;
    for (const Value &v : findNamed(*rule, "data")->elements()) {
      isIndex &= v.isInt() && v.asInt() >= 0 && v.asInt() < (1ll << 31);
      live += v.asReal() != 0;
      if (v.isInt())
        indexRange = std::max(indexRange, v.asInt() + 1);
    }
    return rule;
  }
  if (!value.isRule()) {
    if (!value.isError())
      diags.emit<DiagKind::NeedsType>(
          range, "what follows '~'", "a generator of tables", value.describe());
    return std::nullopt;
  }
  std::optional<Rule> rule = checkRule(value.rule(), RuleFamily::Generator);
  if (!rule)
    return std::nullopt;
  auto numberOf = [&](StringRef name) {
    const Value *v = findNamed(*rule, name);
    return v ? std::optional<std::int64_t>(v->asInt()) : std::nullopt;
  };
  auto wrong = [&](StringRef argument, const llvm::Twine &must,
                   const llvm::Twine &got) -> std::optional<Rule> {
    diags.emit<DiagKind::ArgumentType>(range, argument, rule->fn, must.str(),
                                       got.str());
    return std::nullopt;
  };
  if (shape.empty())
    return wrong("shape", "a table with dimensions", "a scalar");
  std::int64_t last = shape.back();
  if (rule->fn == "random_mask") {
    isIndex = false;
    std::int64_t ones = *numberOf("count");
    if (ones < 0 || ones > count)
      return wrong("count", "from 0 to " + llvm::Twine(count),
                   llvm::Twine(ones));
    live = ones;
  } else if (rule->fn == "block_mask") {
    isIndex = false;
    if (shape.size() < 2)
      return wrong("shape", "a matrix", shapeText(shape));
    std::int64_t rows = shape[shape.size() - 2];
    std::int64_t large = std::max(rows, last), small = std::min(rows, last);
    if (large % small != 0) {
      diags
          .emit<DiagKind::NotDivisible>(range, std::to_string(small),
                                        std::to_string(large))
          .hint("the blocks of a block mask have equal sizes");
      return std::nullopt;
    }
    live = count / small;
  } else if (rule->fn == "permutation") {
    indexRange = last;
  } else if (rule->fn == "choice") {
    indexRange = *numberOf("range");
    if (indexRange < last)
      return wrong("range", "at least " + llvm::Twine(last),
                   llvm::Twine(indexRange));
  } else {
    std::vector<Value> extents;
    flatten(*findNamed(*rule, "over"), extents);
    if (extents.empty() || extents.size() > 3)
      return wrong("over", "one to three extents",
                   countText(extents.size(), "extent"));
    Shape over;
    for (const Value &v : extents) {
      auto extent = constEval.toInt(v, range, "an extent of 'over'");
      if (!extent || *extent <= 0)
        return wrong("over", "positive extents", v.describe());
      over.push_back(*extent);
    }
    std::int64_t channels = over.size() == 3 ? over[2] : 1;
    indexRange = elementCount(over);
    const std::string &field = findNamed(*rule, "field")->asString();
    if (field != "local" && field != "global" && field != "random")
      return wrong("field", "local, global or random", "'" + field + "'");
    std::int64_t synapses = last;
    if (auto given = numberOf("synapses")) {
      // A mask over all inputs instead of a list of the chosen ones.
      isIndex = false;
      synapses = *given;
      live = count / last * synapses;
      if (last != indexRange)
        return wrong("over", "a grid of " + llvm::Twine(last) + " inputs",
                     shapeText(over));
    }
    if (synapses < 1 || synapses > indexRange)
      return wrong("over",
                   "a grid of at least " + llvm::Twine(synapses) + " inputs",
                   shapeText(over));
    if (field != "random" && synapses % channels != 0) {
      diags
          .emit<DiagKind::NotDivisible>(range, std::to_string(channels),
                                        std::to_string(synapses))
          .hint("a chosen pixel is used in all of its channels");
      return std::nullopt;
    }
    if (field == "global") {
      std::int64_t dendrites = count / last;
      auto perSoma = numberOf("per_soma");
      if (!perSoma && shape.size() > 2)
        perSoma = shape[shape.size() - 2];
      if (!perSoma) {
        diags.emit<DiagKind::MissingArgument>(range, rule->fn, "per_soma")
            .hint("a global field places the dendrites of one soma together: "
                  "say how many a soma has");
        return std::nullopt;
      }
      if (*perSoma < 1 || dendrites % *perSoma != 0) {
        diags.emit<DiagKind::NotDivisible>(
            range, "per_soma = " + std::to_string(*perSoma),
            std::to_string(dendrites));
        return std::nullopt;
      }
      if (*perSoma > indexRange / channels)
        return wrong("per_soma",
                     "at most " + llvm::Twine(indexRange / channels) +
                         ", the number of pixels",
                     llvm::Twine(*perSoma));
    }
  }
  if (isIndex && (indexRange < 1 || indexRange >= (1ll << 31)))
    return wrong("range", "an index of 31 bits", llvm::Twine(indexRange));
  return rule;
}

void Elaborator::runTable(const TableStmt &s) {
  if (!mayStandInMode(s.range, "a table") ||
      !mayStore(s.range, "a layer with tables"))
    return declare(s.name, Value::error(), Binding::Kind::Table);
  std::optional<Shape> shape = evaluateExtents(s.extents, s.name.name);
  std::string path = frame->names->claim(s.name.name);
  auto fail = [&] { declare(s.name, Value::error(), Binding::Kind::Table); };
  if (!s.rule) {
    diags.emit<DiagKind::NeedsType>(
        s.range, "a table", "followed by '~' and a generator", "nothing");
    return fail();
  }
  Value value = evaluate(*s.rule);
  if (!shape)
    return fail();
  if (Storage *shared = reuse(path, s, *shape)) {
    bool fits = shared->tensor && shared->tensor->shape == *shape;
    return declare(s.name,
                   fits ? Value::ofTensor(shared->tensor) : Value::error(),
                   Binding::Kind::Table);
  }
  Storage storage;
  storage.path = path;
  storage.kind = Storage::Kind::Table;
  storage.declaration = &s;
  storage.range = s.name.range;
  bool isIndex = false;
  std::int64_t indexRange = 0;
  std::optional<Rule> rule;
  if (elementCount(*shape) > std::numeric_limits<std::int32_t>::max())
    diags.emit<DiagKind::ParameterTooLarge>(
        s.range, path, shapeText(*shape),
        bytesText(4.0 * double(elementCount(*shape))));
  else
    rule = resolveGenerator(value, *shape, s.rule->range, isIndex, indexRange,
                            storage.live);
  if (!rule) {
    stored[path] = storage;
    return fail();
  }
  emitter.setLocation(authorRange(s.range), path);
  auto &b = emitter.builder;
  mlir::Value ssa = b.create<TableOp>(
      emitter.currentLocation(), emitter.type(*shape, false, isIndex),
      b.getStringAttr(path), emitter.attribute(*rule),
      b.getI64IntegerAttr(isIndex ? indexRange : 0));
  Tensor tensor = *emitter.wrap(ssa, *shape, false);
  tensor.isIndex = isIndex;
  tensor.range = indexRange;
  tensor.origin = s.name.range;
  tensor.what = "table '" + s.name.name + "'";
  storage.tensor = std::make_shared<const Tensor>(std::move(tensor));
  stored[path] = storage;
  declare(s.name, Value::ofTensor(storage.tensor), Binding::Kind::Table);
}
