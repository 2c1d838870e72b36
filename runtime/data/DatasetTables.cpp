//===- DatasetTables.cpp - CSV and NumPy data sets ------------------------===//
//
// csv(...), npz(...), and the two sets shipped with the project.
//
//===----------------------------------------------------------------------===//
#include "runtime/core/Error.h"
#include "runtime/core/File.h"
#include "runtime/data/Csv.h"
#include "runtime/data/Missing.h"
#include "runtime/data/NpzKeys.h"
#include "runtime/data/Numpy.h"
#include "runtime/data/Readers.h"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <optional>
#include <set>

namespace dnd::rt {
namespace {

/// The arguments of a csv data set.
struct CsvOptions {
  std::string label = "last";
  std::vector<std::string> targets; ///< columns of a regression target
  std::vector<std::string> dropped; ///< columns that are no features
  std::optional<bool> header;       ///< whether the first row is a heading
};

/// Reads the parts of a data set of texts. The first one decides what the
/// weights did not: coding of the classes, names of the columns.
class CsvReader {
public:
  CsvReader(Reading &reading, CsvOptions options, Fitted &fitted)
      : reading(reading), options(std::move(options)), fitted(fitted),
        isCoded(fitted.isKnown()), isNamed(fitted.isKnown()) {}

  RawPart read(const std::string &path);

private:
  std::vector<size_t> targetColumns(const CsvTable &table,
                                    const std::string &path) const;
  void readLabels(const CsvTable &table, size_t column, const std::string &path,
                  RawPart &part);
  void codeClasses(const CsvTable &table, size_t column,
                   const std::string &path);
  std::vector<size_t> featureColumns(const CsvTable &table,
                                     const std::vector<size_t> &targets,
                                     const std::string &path) const;
  void treatMissing(CsvTable &table, const std::vector<size_t> &features,
                    const std::vector<size_t> &targets,
                    const std::string &path);
  void nameColumns(const CsvTable &table, const std::vector<size_t> &features,
                   const std::vector<size_t> &targets, const std::string &path);

  Reading &reading;
  CsvOptions options;
  Fitted &fitted;
  bool isCoded; ///< the classes have their numbers
  bool isNamed; ///< the columns have their names, or have none
};

/// A cell as a class number: 2, or 2.0 as programs write a column of reals.
bool classNumber(const std::string &cell, int64_t &number) {
  double real;
  if (!parseInteger(cell, number)) {
    if (!parseReal(cell, real) || real != std::floor(real) ||
        std::abs(real) > INT32_MAX)
      return false;
    number = static_cast<int64_t>(real);
  }
  return number >= INT32_MIN && number <= INT32_MAX;
}

/// A text from the file for a message.
std::string shown(const std::string &cell) { return cell.substr(0, 40); }

/// What goes to terminals later must not command them, and is one line there.
void refuseControls(const std::string &text, const std::string &where) {
  bool isControl = std::any_of(text.begin(), text.end(), [](unsigned char c) {
    return c < 0x20 || c == 0x7f;
  });
  if (!isControl && printable(text) == text)
    return;
  throw Error(
      Exit::Data,
      fmt::format("{}: the name '{}' {}", where, shown(text),
                  isControl ? "has a control character" : "is no UTF-8"),
      isControl ? "leave it out; line ends and tabs are such characters, too"
                : "save the file in UTF-8, or convert it: iconv -f "
                  "LATIN1 -t UTF-8");
}

/// No file of the training part is named. `isForCoding`: only the numbers of
/// the classes and the order of the columns were wanted from it.
[[noreturn]] void refuseNoTraining(bool isForCoding) {
  if (isForCoding)
    throw Error(Exit::Data,
                "the weights do not say how their training data were read "
                "(classes, columns), and the recipe's csv(...) names no "
                "training file that does",
                "write csv(train = \"FILE\"), or take weights that 'train' of "
                "this model has saved");
  throw Error(Exit::Data, "the recipe's csv(...) names no training file",
              "write csv(train = \"FILE\") or give --data FILE");
}

/// Whole numbers stay what they are, anything else is coded by the sorted list
/// of names.
void CsvReader::codeClasses(const CsvTable &table, size_t column,
                            const std::string &path) {
  int64_t number;
  std::set<std::string> seen;
  // Between numbers, `nan` and the like are labels that somebody left out.
  bool areNumbers = hasNumbers(table, column), allNumbers = true;
  for (size_t r = 0; r < table.rows.size(); ++r) {
    const std::string &cell = table.rows[r][column];
    allNumbers &= classNumber(cell, number) || (areNumbers && isMissing(cell));
    if (seen.insert(cell).second)
      refuseControls(cell, fmt::format("'{}', line {}", path, table.lines[r]));
  }
  if (!allNumbers)
    fitted.classNames.assign(seen.begin(), seen.end());
  isCoded = true;
}

void CsvReader::readLabels(const CsvTable &table, size_t column,
                           const std::string &path, RawPart &part) {
  if (!isCoded)
    codeClasses(table, column, path);
  const std::vector<std::string> &names = fitted.classNames;
  for (size_t r = 0; r < table.rows.size(); ++r) {
    const std::string &cell = table.rows[r][column];
    int64_t label = 0;
    if (cell.empty() ||
        (names.empty() && isMissing(cell) && !classNumber(cell, label)))
      throw Error(
          Exit::Data,
          fmt::format("'{}', line {}, {}: the label is missing{}", path,
                      table.lines[r], table.columnText(column),
                      cell.empty() ? "" : fmt::format(" ('{}')", cell)),
          "write missing = \"drop\" in csv(...) to leave such rows out");
    bool isKnown;
    if (names.empty()) {
      isKnown = classNumber(cell, label);
      label -= fitted.firstClass;
    } else {
      auto found = std::lower_bound(names.begin(), names.end(), cell);
      isKnown = found != names.end() && *found == cell;
      label = found - names.begin();
    }
    if (!isKnown)
      throw Error(Exit::Data,
                  fmt::format("'{}', line {}: class '{}' does not occur in the "
                              "training file{}",
                              path, table.lines[r], shown(cell),
                              names.empty() ? ", which has numbers"
                                            : didYouMean(cell, names)),
                  "leave the row out, or train on a file that has all "
                  "classes");
    part.labels.push_back(static_cast<int32_t>(label));
  }
}

std::vector<size_t> CsvReader::targetColumns(const CsvTable &table,
                                             const std::string &path) const {
  std::vector<size_t> columns;
  const TargetInfo *target = reading.target();
  // The training file has named what stood at those places.
  if (!fitted.targetNames.empty() && !table.heading.empty()) {
    for (const std::string &name : fitted.targetNames)
      columns.push_back(table.named(name, path));
    return columns;
  }
  if (reading.model.isClassification())
    return {table.column(options.label, path)};
  if (!target)
    return columns;
  for (const std::string &name : options.targets)
    columns.push_back(table.column(name, path));
  if (columns.empty())
    for (int64_t i = target->elements; i > 0; --i)
      if (i <= static_cast<int64_t>(table.columns))
        columns.push_back(table.columns - static_cast<size_t>(i));
  return columns;
}

/// Keeps the names of the columns that the training file has.
void CsvReader::nameColumns(const CsvTable &table,
                            const std::vector<size_t> &features,
                            const std::vector<size_t> &targets,
                            const std::string &path) {
  if (table.heading.empty() || isNamed)
    return;
  std::set<std::string> seen;
  for (const std::string &name : table.heading) {
    refuseControls(name, fmt::format("'{}', heading", path));
    if (!seen.insert(name).second)
      return; // names that stand twice cannot find a column
  }
  for (size_t c : features)
    fitted.featureNames.push_back(table.heading[c]);
  for (size_t c : targets)
    fitted.targetNames.push_back(table.heading[c]);
}

/// The columns that are neither targets nor left out, in the training file's
/// order.
std::vector<size_t>
CsvReader::featureColumns(const CsvTable &table,
                          const std::vector<size_t> &targets,
                          const std::string &path) const {
  std::set<size_t> others(targets.begin(), targets.end());
  for (const std::string &name : options.dropped) {
    const std::vector<std::string> &heading = table.heading;
    int64_t number;
    // Another file than the training's may lack what nobody reads.
    if (isNamed && !heading.empty() && !parseInteger(name, number) &&
        std::find(heading.begin(), heading.end(), name) == heading.end())
      continue;
    size_t column = table.column(name, path);
    if (std::find(targets.begin(), targets.end(), column) != targets.end())
      throw Error(
          Exit::Data,
          fmt::format("drop = [...] leaves out {} of '{}', which is the "
                      "{}",
                      table.columnText(column), path,
                      reading.model.isClassification() ? "label" : "target"));
    others.insert(column);
  }
  std::vector<size_t> features;
  for (size_t c = 0; c < table.columns; ++c)
    if (!others.count(c))
      features.push_back(c);
  return table.inOrder(features, fitted.featureNames, path);
}

void CsvReader::treatMissing(CsvTable &table,
                             const std::vector<size_t> &features,
                             const std::vector<size_t> &targets,
                             const std::string &path) {
  if (fitted.missing == Missing::Drop) {
    std::vector<size_t> all = features;
    std::optional<size_t> label;
    if (reading.model.isClassification())
      label = targets[0];
    else
      all.insert(all.end(), targets.begin(), targets.end());
    size_t before = table.rows.size();
    if (int64_t dropped = dropMissing(table, all, label, path))
      tell(fmt::format("note: {} of {} rows of '{}' miss a value and are left "
                       "out\n",
                       dropped, before, path));
  } else if (fitted.missing != Missing::Error && fitted.fills.empty()) {
    fitted.fills = fillsOf(table, features, fitted.missing, path);
  }
}

RawPart CsvReader::read(const std::string &path) {
  bool isLabel = reading.model.isClassification();
  CsvHints hints;
  hints.label = isLabel                   ? options.label
                : options.targets.empty() ? std::string()
                                          : options.targets[0];
  hints.features = fitted.featureNames;
  hints.header = options.header;
  hints.decimalComma = fitted.decimalComma;
  CsvTable table = parseCsv(reading.read(path), path, hints);
  if (fitted.decimalComma && table.separator == ',')
    throw Error(Exit::Data,
                fmt::format("'{}' has commas between its columns, which cannot "
                            "be decimal commas, too",
                            path),
                "leave out decimal = \",\", or write the file with ';' "
                "between the columns");
  std::vector<size_t> targets = targetColumns(table, path);
  std::vector<size_t> features = featureColumns(table, targets, path);
  treatMissing(table, features, targets, path);
  RawPart part;
  part.count = std::ssize(table.rows);
  part.labelFile = path;
  part.placesAreLines = true;
  part.places.assign(table.lines.begin(), table.lines.end());
  if (isLabel)
    readLabels(table, targets[0], path, part);
  else
    part.valueWidth = std::ssize(targets);
  nameColumns(table, features, targets, path);
  isNamed = true;
  std::vector<float> numbers;
  for (size_t r = 0; r < table.rows.size(); ++r) {
    for (size_t i = 0; i < features.size(); ++i)
      numbers.push_back(static_cast<float>(
          featureNumber(table, r, features[i], i, fitted, path) *
          fitted.scale));
    if (part.valueWidth)
      for (size_t c : targets)
        part.values.push_back(static_cast<float>(csvNumber(table, r, c, path)));
  }
  part.source->add("", realSamples(numbers, part.count, std::ssize(features)));
  return part;
}

/// Splits off the test part that the arguments ask for.
void splitAsAsked(const RecipeCall &rule, RawData &data) {
  if (double share = rule.number("test_split"); share > 0)
    splitTest(data, share, static_cast<uint64_t>(rule.whole("split_seed")));
}

} // namespace

RawData readCsvSet(Reading &reading) {
  const RecipeCall &rule = reading.rule;
  CsvOptions options;
  options.label = rule.text("label");
  options.targets = rule.texts("target");
  options.dropped = rule.texts("drop");
  if (const Value *header = rule.given("header"))
    options.header = header->number() != 0;
  std::string train = rule.text("train"), test = rule.text("test");
  // A file of the command line stands for one of the recipe.
  bool splits = test.empty() && rule.number("test_split") > 0;
  if (std::string named = reading.namedFile(); !named.empty())
    (reading.options.dataIsTest && !splits ? test : train) = named;
  RawData data;
  data.fitted = reading.known();
  bool isKnown = data.fitted.isKnown();
  if (!isKnown) {
    data.fitted.scale = rule.number("scale");
    data.fitted.firstClass = rule.whole("first_class");
    data.fitted.decimalComma = rule.text("decimal") == ",";
    data.fitted.missing = missingRule(rule.text("missing"));
  }
  CsvReader reader(reading, options, data.fitted);
  // Without weights the classes get their numbers from the training file, so it
  // is read in any case.
  if (reading.options.needTrain || test.empty() || !isKnown) {
    if (train.empty())
      refuseNoTraining(!reading.options.needTrain && !test.empty());
    data.train = reader.read(reading.require({""}, {train}));
  }
  if (!test.empty()) {
    data.test = reader.read(reading.require({""}, {test}));
    data.hasTest = true;
  } else {
    splitAsAsked(rule, data);
  }
  return data;
}

RawData readOptdigits(Reading &reading) {
  RawData data;
  data.fitted = reading.known();
  data.fitted.scale = 1.0 / 16; // counts of set pixels in 4x4 blocks
  CsvReader reader(reading, {}, data.fitted);
  auto part = [&](const char *name) {
    RawPart p = reader.read(reading.require({"optdigits", ""}, {name}));
    if (p.source->fields()[0].elements == 64)
      p.source->reshape(0, {8, 8});
    return p;
  };
  if (reading.options.needTrain)
    data.train = part("optdigits.tra");
  data.test = part("optdigits.tes");
  data.hasTest = true;
  return data;
}

RawData readIris(Reading &reading) {
  RawData data;
  data.fitted = reading.known();
  CsvReader reader(reading, {}, data.fitted);
  std::string named = reading.namedFile();
  data.train =
      reader.read(!named.empty() ? named
                                 : reading.require({"iris", ""},
                                                   {"iris.csv", "iris.data"}));
  splitAsAsked(reading.rule, data);
  return data;
}

//===----------------------------------------------------------------------===//
// npz
//===----------------------------------------------------------------------===//

namespace {

class NpzReader {
public:
  NpzReader(Reading &reading, const std::string &path, Fitted &fitted)
      : reading(reading), path(path),
        keys(reading.model, reading.rule, path, namesInNpz(path)),
        fitted(fitted), isKnown(fitted.isKnown()) {}

  /// Whether an array says that it is for training.
  bool namesTraining() const { return keys.namesTraining(); }

  /// Reads a part ("train_", "test_"...); false when the archive has none.
  bool read(const std::string &name, bool required, RawPart &part) {
    part.labelFile = part.inputFile = path;
    bool found = readInputs(name, required, part);
    if (found)
      readTarget(name, part);
    isKnown = true;
    return found;
  }

private:
  Array array(const std::string &name) {
    std::vector<NamedArray> found = readNpz(path, {name});
    return std::move(found.at(0).array);
  }

  bool readInputs(const std::string &prefix, bool required, RawPart &part) {
    const std::vector<InputInfo> &inputs = reading.model.inputs;
    for (size_t i = 0; i < inputs.size(); ++i) {
      std::string name = keys.input(i, prefix);
      if (name.empty() && required)
        keys.lacks(keys.inputArgument(i, prefix));
      if (name.empty())
        return false;
      Array a = array(name);
      std::string where = fmt::format("{}:{}", path, name);
      if (a.shape.empty())
        throw Error(Exit::Data, fmt::format("'{}' has no samples", where));
      if (i && part.count != a.shape[0])
        throw Error(Exit::Data,
                    fmt::format("'{}' has {} samples, others have {}", where,
                                a.shape[0], part.count));
      part.count = a.shape[0];
      if (!isKnown) {
        fitted.numbers.resize(inputs.size());
        fitted.numbers[i] = numbersOf(a);
      }
      if (inputs[i].type == ElementType::F32)
        a = likeTraining(fitted, i, std::move(a), where);
      part.source->add(inputs[i].name, native(std::move(a), inputs[i], where));
    }
    return true;
  }

  /// Bytes stay bytes; everything else becomes what the input takes.
  Array native(Array a, const InputInfo &input,
               const std::string &where) const {
    if (a.type == DType::U8)
      return a;
    Array out = makeArray(
        input.type == ElementType::I32 ? DType::I32 : DType::F32, a.shape);
    int64_t each = a.shape[0] ? a.elements / a.shape[0] : 1;
    if (out.type == DType::I32) {
      if (int64_t wrong = convertTo(a, out.data.as<int32_t>()); wrong >= 0)
        throw Error(Exit::Data, fmt::format("'{}', item {} is no whole number",
                                            where, wrong / each));
    } else {
      convertTo(a, out.data.as<float>());
      checkFinite({out.data.as<float>(), static_cast<size_t>(out.elements)},
                  where, a.shape[0]);
    }
    return out;
  }

  void readTarget(const std::string &prefix, RawPart &part) {
    const TargetInfo *target = reading.target();
    if (!target)
      return;
    std::string name = keys.target(prefix);
    if (name.empty())
      keys.lacks(NpzKeys::targetArgument(prefix));
    Array a = array(name);
    if (a.shape.empty() || a.shape[0] != part.count)
      throw Error(Exit::Data,
                  fmt::format("'{}:{}' has shape {} for {} samples", path, name,
                              shapeText(a.shape), part.count));
    part.labelFile = fmt::format("{}:{}", path, name);
    // Classes as numbers, one for each sample, also for a target that codes
    // them otherwise.
    if (target->isLabel ||
        (reading.model.isClassification() && a.elements == part.count)) {
      part.labels.resize(static_cast<size_t>(a.elements));
      int64_t wrong = convertTo(a, part.labels.data());
      if (wrong >= 0)
        throw Error(Exit::Data,
                    fmt::format("'{}:{}', item {} is no whole number", path,
                                name, wrong));
      return;
    }
    part.valueWidth = part.count ? a.elements / part.count : 0;
    part.values.resize(static_cast<size_t>(a.elements));
    convertTo(a, part.values.data());
    checkFinite(part.values, part.labelFile, part.count);
  }

  static void checkFinite(std::span<const float> data, const std::string &where,
                          int64_t count) {
    for (size_t i = 0; i < data.size(); ++i)
      if (!std::isfinite(data[i]))
        throw Error(Exit::Data,
                    fmt::format("'{}', item {}: {}", where,
                                i / (data.size() / static_cast<size_t>(count)),
                                std::isnan(data[i])
                                    ? "not a number"
                                    : "infinite, or too large for f32"));
  }

  Reading &reading;
  std::string path;
  NpzKeys keys;
  Fitted &fitted;
  bool isKnown; ///< what the numbers of the inputs are
};

} // namespace

RawData readNpzSet(Reading &reading) {
  std::string file = reading.rule.text("file"), named = reading.namedFile();
  if (!named.empty())
    file = named;
  if (file.empty())
    throw Error(Exit::Data, "the recipe's npz(...) names no file",
                "write npz(\"FILE\") or give --data FILE");
  std::string path = reading.require({"", "medmnist"}, {file});
  reading.record(path, readFile(path, int64_t{1} << 40));
  RawData data;
  data.fitted = reading.known();
  NpzReader reader(reading, path, data.fitted);
  reader.read("train_", true, data.train);
  data.hasValidation = reader.read("val_", false, data.validation);
  data.hasTest = reader.read("test_", false, data.test);
  if (!data.hasTest)
    splitAsAsked(reading.rule, data);
  // A file to test on need not call itself so.
  if (!data.hasTest && !named.empty() && reading.options.dataIsTest &&
      !reader.namesTraining()) {
    data.test = std::move(data.train);
    data.train = RawPart();
    data.hasTest = true;
  }
  return data;
}

} // namespace dnd::rt
