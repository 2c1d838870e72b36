//===- Generators.cpp - Generators of tables ------------------------------===//
//
// Checks the generators of index tables and masks against the shape of their
// table.
//
//===----------------------------------------------------------------------===//

#include "frontend/elaborate/Rules.h"

using namespace dnd;
using namespace dnd::frontend;
using llvm::StringRef;

/// Indices have 31 bits.
static constexpr std::int64_t IndexLimit = std::int64_t(1) << 31;

static std::optional<std::int64_t> numberOf(const Rule &rule, StringRef name) {
  const Value *value = findNamed(rule, name);
  return value ? std::optional(value->asInt()) : std::nullopt;
}

/// Says what an argument must be; false.
bool RuleReader::wrong(const Rule &rule, StringRef argument,
                       const llvm::Twine &must, const llvm::Twine &got) {
  diags.emit<DiagKind::ArgumentType>(rule.range, argument, rule.fn, must.str(),
                                     got.str());
  return false;
}

/// Whole numbers from 0 are indices, other numbers are numbers.
std::optional<TableRule> RuleReader::listedTable(const Value &list,
                                                 const Shape &shape,
                                                 SourceRange range) {
  std::optional<Rule> rule = listed(list, shape, range);
  if (!rule)
    return std::nullopt;
  TableRule table;
  table.rule = *rule;
  for (const Value &v : findNamed(*rule, "data")->elements()) {
    table.isIndex &= v.isInt() && v.asInt() >= 0 && v.asInt() < IndexLimit;
    table.live += v.asReal() != 0;
    if (v.isInt())
      table.range = std::max(table.range, v.asInt() + 1);
  }
  return table;
}

bool RuleReader::randomMask(TableRule &table, const Shape &shape) {
  std::int64_t count = elementCount(shape);
  table.isIndex = false;
  table.live = *numberOf(table.rule, "count");
  if (table.live >= 0 && table.live <= count)
    return true;
  return wrong(table.rule, "count", "from 0 to " + llvm::Twine(count),
               llvm::Twine(table.live));
}

bool RuleReader::blockMask(TableRule &table, const Shape &shape) {
  table.isIndex = false;
  if (shape.size() < 2)
    return wrong(table.rule, "shape", "a matrix", shapeText(shape));
  std::int64_t rows = shape[shape.size() - 2], columns = shape.back();
  std::int64_t large = std::max(rows, columns), small = std::min(rows, columns);
  table.live = elementCount(shape) / small;
  if (large % small == 0)
    return true;
  diags
      .emit<DiagKind::NotDivisible>(table.rule.range, std::to_string(small),
                                    std::to_string(large))
      .hint("the blocks of a block mask have equal sizes");
  return false;
}

bool RuleReader::choice(TableRule &table, const Shape &shape) {
  table.range = *numberOf(table.rule, "range");
  if (table.range >= shape.back())
    return true;
  return wrong(table.rule, "range", "at least " + llvm::Twine(shape.back()),
               llvm::Twine(table.range));
}

/// The extents of `over`: of a row, an image, or an image with channels.
std::optional<Shape> RuleReader::grid(const Rule &rule) {
  std::vector<Value> extents;
  flatten(*findNamed(rule, "over"), extents);
  if (extents.empty() || extents.size() > 3) {
    wrong(rule, "over", "one to three extents",
          countText(extents.size(), "extent"));
    return std::nullopt;
  }
  Shape over;
  for (const Value &v : extents) {
    auto extent = constants.toInt(v, rule.range, "an extent of 'over'");
    if (!extent || *extent <= 0) {
      wrong(rule, "over", "positive extents", v.describe());
      return std::nullopt;
    }
    over.push_back(*extent);
  }
  return over;
}

/// How many dendrites share the centre of a global field.
bool RuleReader::sharedCentres(const Rule &rule, const Shape &shape,
                               std::int64_t pixels) {
  std::int64_t dendrites = elementCount(shape) / shape.back();
  auto perSoma = numberOf(rule, "per_soma");
  if (!perSoma && shape.size() > 2)
    perSoma = shape[shape.size() - 2];
  if (!perSoma) {
    diags.emit<DiagKind::MissingArgument>(rule.range, rule.fn, "per_soma")
        .hint("a global field places the dendrites of one soma together: "
              "say how many a soma has");
    return false;
  }
  if (*perSoma < 1 || dendrites % *perSoma != 0) {
    diags.emit<DiagKind::NotDivisible>(rule.range,
                                       "per_soma = " + std::to_string(*perSoma),
                                       std::to_string(dendrites));
    return false;
  }
  if (*perSoma <= pixels)
    return true;
  return wrong(rule, "per_soma",
               "at most " + llvm::Twine(pixels) + ", the number of pixels",
               llvm::Twine(*perSoma));
}

bool RuleReader::receptiveField(TableRule &table, const Shape &shape) {
  const Rule &rule = table.rule;
  std::optional<Shape> over = grid(rule);
  if (!over)
    return false;
  std::int64_t channels = over->size() == 3 ? (*over)[2] : 1;
  table.range = elementCount(*over);
  const std::string &field = findNamed(rule, "field")->asString();
  if (field != "local" && field != "global" && field != "random")
    return wrong(rule, "field", "local, global or random", "'" + field + "'");
  std::int64_t synapses = shape.back();
  if (auto given = numberOf(rule, "synapses")) {
    // A mask over all inputs instead of a list of the chosen ones.
    table.isIndex = false;
    synapses = *given;
    table.live = elementCount(shape) / shape.back() * synapses;
    if (shape.back() != table.range)
      return wrong(rule, "over",
                   "a grid of " + llvm::Twine(shape.back()) + " inputs",
                   shapeText(*over));
  }
  if (synapses < 1 || synapses > table.range)
    return wrong(rule, "over",
                 "a grid of at least " + llvm::Twine(synapses) + " inputs",
                 shapeText(*over));
  if (field != "random" && synapses % channels != 0) {
    diags
        .emit<DiagKind::NotDivisible>(rule.range, std::to_string(channels),
                                      std::to_string(synapses))
        .hint("a chosen pixel is used in all of its channels");
    return false;
  }
  return field != "global" ||
         sharedCentres(rule, shape, table.range / channels);
}

std::optional<TableRule> RuleReader::generator(const Value &value,
                                               const Shape &shape,
                                               SourceRange range) {
  if (value.isList())
    return listedTable(value, shape, range);
  if (!value.isRule()) {
    if (!value.isError())
      diags.emit<DiagKind::NeedsType>(
          range, "what follows '~'", "a generator of tables", value.describe());
    return std::nullopt;
  }
  std::optional<Rule> rule = check(value.rule(), RuleFamily::Generator);
  if (!rule)
    return std::nullopt;
  TableRule table;
  table.rule = *rule;
  table.rule.range = range;
  table.live = elementCount(shape);
  if (shape.empty()) {
    wrong(table.rule, "shape", "a table with dimensions", "a scalar");
    return std::nullopt;
  }
  bool ok = true;
  if (rule->fn == "random_mask")
    ok = randomMask(table, shape);
  else if (rule->fn == "block_mask")
    ok = blockMask(table, shape);
  else if (rule->fn == "permutation")
    table.range = shape.back();
  else if (rule->fn == "choice")
    ok = choice(table, shape);
  else
    ok = receptiveField(table, shape);
  if (ok && table.isIndex && (table.range < 1 || table.range >= IndexLimit))
    ok = wrong(table.rule, "range", "an index of 31 bits",
               llvm::Twine(table.range));
  if (!ok)
    return std::nullopt;
  return table;
}
