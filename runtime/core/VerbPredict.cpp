//===- VerbPredict.cpp - predict ------------------------------------------===//
//
// Rows in, predictions out: only they go to the standard output, so that the
// verb composes with pipes.
//
//===----------------------------------------------------------------------===//
#include "runtime/core/Evaluator.h"
#include "runtime/core/File.h"
#include "runtime/core/Finite.h"
#include "runtime/core/Verbs.h"
#include "runtime/core/Weights.h"
#include "runtime/cpu/Threads.h"
#include "runtime/data/CsvStream.h"
#include "runtime/data/NpzKeys.h"
#include "runtime/data/Numpy.h"
#include "runtime/data/Picture.h"
#include "runtime/data/PictureFiles.h"
#include "runtime/data/Readers.h"

#include <fmt/core.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdio>
#include <cstring>
#include <numeric>
#include <optional>
#include <set>

namespace dnd::rt {
namespace {

constexpr int64_t maxFile = int64_t{1} << 38;

class Predict {
public:
  explicit Predict(const VerbContext &context)
      : model(context.model), options(context.options),
        engine(context.device.makeEngine()), session(engine->session()) {}

  Exit run() {
    model.require("forward", "predict");
    chooseFormat();
    std::string weights = weightsPath(options);
    std::vector<std::string> read = options.list("file");
    read.push_back(weights);
    read.push_back(options.text("map"));
    refuseOverwriting("output", options.text("output"), read);
    TensorFile file = readWeights(options, weights, model);
    loadWeights(file, weights, session);
    requireFiniteWeights(session, weights);
    session.seed = seedOf(file);
    engine->weightsChanged();
    fitted = Fitted::read(model, file.metadata, weights);
    batch = options.whole("batch", 256, 1, 1 << 24);
    std::string begun = answersAtOnce() ? readBeginning() : "";
    if (answersAtOnce() && !isWhole(begun)) {
      engine->prepare({"forward"}, batch, false);
      predictStream(std::move(begun));
    } else {
      DataPart part = readRows(std::move(begun));
      engine->prepare({"forward"},
                      std::max<int64_t>(1, std::min(batch, part.count)), false);
      predict(part);
      finish(part.count);
    }
    requireFiniteRows(rowNumber);
    return Exit::Ok;
  }

private:
  void predict(DataPart &part) {
    DataPart *const parts[] = {&part};
    normalizeParts(fitted.normalization, parts, model);
    Loading loading(model, part, batch);
    for (int64_t first = 0; first < part.count; first += batch) {
      int64_t size = std::min(batch, part.count - first);
      loading.next(session, first, size);
      session.step = static_cast<uint64_t>(rowNumber / batch);
      engine->run("forward", size);
      for (int64_t n = 0; n < size; ++n)
        writeRow(n);
    }
  }

  /// Whether rows of the standard input are answered as they come: another
  /// program may wait for the answer before it writes the next.
  bool answersAtOnce() const {
    return options.text("file", "-") == "-" && !options.has("output") &&
           format != "npy";
  }
  /// Enough of the standard input to tell what it is.
  static std::string readBeginning() {
    std::string bytes;
    while (bytes.size() < 16 && bytes.find('\n') == std::string::npos) {
      std::string piece = readPiece();
      if (piece.empty())
        break;
      bytes += piece;
    }
    return bytes;
  }
  static bool isNpy(std::string_view bytes) {
    return bytes.starts_with("\x93NUMPY");
  }
  static bool isArchive(std::string_view bytes) {
    return bytes.starts_with("PK");
  }
  static bool isGzip(std::string_view bytes) {
    return bytes.starts_with("\x1f\x8b");
  }
  /// No text that can be read row by row.
  static bool isWhole(std::string_view bytes) {
    return isNpy(bytes) || isArchive(bytes) || isGzip(bytes) ||
           isPicture(bytes);
  }

  void predictStream(std::string bytes) {
    const std::string path = "standard input";
    CsvStream stream(path, csvHints());
    while (true) {
      bool isLast = bytes.empty();
      predictRows(stream.take(bytes, isLast), path);
      if (isLast)
        return;
      bytes = readPiece();
    }
  }

  /// A row that is wrong does not take the answers of those before it along.
  void predictRows(const CsvTable &table, const std::string &path) {
    if (table.rows.empty())
      return;
    std::optional<DataPart> part;
    try {
      part = fromTable(table, path);
    } catch (const Error &) {
      if (table.rows.size() == 1)
        throw;
    }
    if (part) {
      predict(*part);
      print(text);
      text.clear();
      std::fflush(stdout);
      return;
    }
    for (size_t r = 0; r < table.rows.size(); ++r) {
      CsvTable one = table;
      one.rows = {table.rows[r]};
      one.lines = {table.lines[r]};
      predictRows(one, path);
    }
  }

  void chooseFormat() {
    format = options.text("format", "csv");
    if (format != "csv" && format != "jsonl" && format != "npy")
      throw Error(
          Exit::Usage,
          fmt::format("--format wants csv, jsonl or npy, not '{}'", format));
    Counters counters(model);
    if (!model.targets.empty() && counters.target)
      output = static_cast<size_t>(counters.target->output);
    // A network without a recipe: one vector of numbers may still be classes
    // when the user asks for them.
    const OutputInfo &o = outputInfo();
    isClass = counters.target ? counters.classes > 0 && counters.positions == 1
                              : options.has("top") || options.has("probs");
    isBinary = counters.isBinary;
    threshold = counters.threshold;
    classes = !isClass ? 0 : isBinary ? 2 : o.elements;
    if (!isClass && (options.has("top") || options.has("probs")))
      throw Error(Exit::Usage, "--top and --probs need a network that "
                               "predicts classes");
    if (options.has("probs") && o.kind == OutputInfo::Kind::Values)
      tell(fmt::format("note: the loss does not say that '{}' holds logits; "
                       "--probs gives their {}\n",
                       o.name, isBinary ? "logistic function" : "softmax"));
    top = options.whole("top", 1, 1, std::max<int64_t>(classes, 1));
    if (format == "npy" && (options.has("top")))
      throw Error(Exit::Usage, "--format npy writes all numbers of the output; "
                               "--top is for csv and jsonl");
  }
  const OutputInfo &outputInfo() const {
    if (model.outputs.empty())
      throw Error(Exit::Usage, "the network has no output");
    return model.outputs[output];
  }

  /// Samples on their way into the session; what must be decoded is decoded by
  /// threads, ahead of its use.
  class Loading {
  public:
    Loading(const Model &model, const DataPart &part, int64_t batch)
        : model(model), part(part) {
      if (!part.source->isSlow())
        return;
      auto threads = static_cast<int>(
          std::min<int64_t>({availableCores(), 16, part.count}));
      std::vector<BatchPlace> places;
      for (int p = 0; p < threads + 1; ++p) {
        BatchPlace place;
        for (const InputInfo &input : model.inputs) {
          rooms.emplace_back(static_cast<size_t>(
              input.elements * std::min(batch, part.count) * 4));
          place.push_back(rooms.back().data());
        }
        places.push_back(std::move(place));
      }
      batcher = std::make_unique<Batcher>(model, std::move(places), threads);
      batcher->begin({.part = &part, .batch = batch, .onlyInputs = true}, 0);
    }
    void next(Session &session, int64_t first, int64_t size) {
      const BatchPlace *made =
          batcher ? &batcher->place(batcher->take()) : nullptr;
      for (size_t i = 0; i < model.inputs.size(); ++i)
        if (made)
          std::memcpy(session.inputs[i].data(), (*made)[i],
                      static_cast<size_t>(model.inputs[i].elements * size) * 4);
        else
          gatherInput(part, model, i, nullptr, first, size,
                      session.inputs[i].data());
      if (made)
        batcher->giveBack();
    }

  private:
    const Model &model;
    const DataPart &part;
    std::vector<Buffer> rooms;
    std::unique_ptr<Batcher> batcher;
  };

  /// All files when they are pictures or folders; empty when the one file is a
  /// table. Throws Error(Usage) for several tables.
  std::vector<std::string> pictureFiles() {
    std::vector<std::string> pictures, tables;
    for (const std::string &path : options.list("file")) {
      if (isDirectory(path)) {
        std::vector<std::string> found = picturesIn(path);
        if (found.empty())
          throw Error(Exit::Data,
                      fmt::format("'{}' has no pictures (.png, .jpg)", path));
        pictures.insert(pictures.end(), found.begin(), found.end());
      } else if (isPictureName(path)) {
        pictures.push_back(path);
      } else {
        tables.push_back(path);
      }
    }
    if (tables.size() > 1 || (!tables.empty() && !pictures.empty()))
      throw Error(Exit::Usage,
                  fmt::format("predict takes one table, or pictures (.png, "
                              ".jpg); there is '{}', too",
                              tables.back()));
    return pictures;
  }

  /// How pictures are brought to the input; `path` is one of them.
  PictureShape pictureShape(const std::string &path) {
    for (const char *name : {"drop", "scale", "part"})
      if (options.has(name))
        throw Error(Exit::Usage,
                    fmt::format("--{} is for tables, not for pictures", name));
    PictureShape shape = PictureShape::of(
        model, fitted.resize.empty() ? "crop" : fitted.resize, "a picture");
    Numbers then =
        fitted.numbers.empty() ? Numbers::Unknown : fitted.numbers[0];
    if (then == Numbers::Real || then == Numbers::Whole)
      throw Error(Exit::Data,
                  fmt::format("'{}' has bytes, the training data were {} "
                              "numbers",
                              path, then == Numbers::Real ? "real" : "whole"),
                  "give an .npz file with numbers as in the training");
    return shape;
  }

  /// A picture whose name does not tell, or none has.
  DataPart fromPicture(const std::string &bytes, const std::string &path) {
    PictureShape shape = pictureShape(path);
    std::vector<int64_t> extents = model.inputs[0].shape;
    extents.insert(extents.begin(), 1);
    Array pixels = makeArray(DType::U8, extents);
    decodeInto(bytes, path, shape, pixels.data.as<uint8_t>());
    names = {path};
    RawPart raw;
    raw.count = 1;
    raw.source->add("", std::move(pixels));
    DataPart part;
    fitInputs(model, raw, part);
    return part;
  }

  DataPart fromPictures(std::vector<std::string> files) {
    PictureShape shape = pictureShape(files[0]);
    names = files;
    const InputInfo &input = model.inputs[0];
    DataPart part;
    part.count = std::ssize(files);
    part.source =
        std::make_shared<PictureSource>(std::move(files), shape, input.shape);
    part.inputs.emplace_back(size_t{0}, part.source->fields()[0], 0, input);
    return part;
  }

  /// `begun` was read from the standard input before.
  DataPart readRows(std::string begun) {
    if (std::vector<std::string> files = pictureFiles(); !files.empty())
      return fromPictures(std::move(files));
    std::string path = options.text("file", "-");
    std::string bytes = std::move(begun) + readFile(path, maxFile);
    if (isGzip(bytes))
      bytes = gunzip(bytes, path, maxFile);
    std::string shown = path == "-" ? "standard input" : path;
    if (isNpy(bytes)) {
      std::vector<NamedArray> single;
      single.push_back({"", parseNpy(bytes, shown)});
      return fromArrays(std::move(single), shown);
    }
    if (isArchive(bytes))
      return fromArrays(parseNpz(bytes, shown), shown);
    if (isPicture(bytes))
      return fromPicture(bytes, shown);
    return fromCsv(bytes, shown);
  }

  /// The array of an input: the only one, one of its name, or that of a part
  /// of a training file.
  NamedArray &arrayOf(size_t i, std::vector<NamedArray> &arrays,
                      const std::string &path, const std::string &part) {
    std::string wanted = model.inputs[i].name;
    if (arrays.size() == 1 && model.inputs.size() == 1)
      return arrays[0];
    if (!part.empty()) {
      std::vector<std::string> names;
      for (const NamedArray &a : arrays)
        names.push_back(a.name);
      NpzKeys keys(model, model.recipe.data, path, names);
      wanted = keys.input(i, part);
      if (wanted.empty())
        keys.lacks(fmt::format("input '{}'", model.inputs[i].name));
    }
    return *std::find_if(arrays.begin(), arrays.end(),
                         [&](const NamedArray &a) { return a.name == wanted; });
  }

  /// The part of a training file to predict, as a prefix; empty when the arrays
  /// have the names of the inputs.
  std::string choosePart(const std::vector<NamedArray> &arrays,
                         const std::string &path) {
    std::vector<std::string> names;
    for (const NamedArray &a : arrays)
      names.push_back(a.name);
    auto has = [&](const InputInfo &input) {
      return std::find(names.begin(), names.end(), input.name) != names.end();
    };
    if (!options.has("part") &&
        std::all_of(model.inputs.begin(), model.inputs.end(), has))
      return {};
    NpzKeys keys(model, model.recipe.data, path, names);
    std::vector<std::string> parts;
    for (const char *part : {"test_", "train_", "val_"})
      if (!keys.input(0, part).empty())
        parts.emplace_back(part);
    if (options.has("part")) {
      std::string name = options.text("part");
      if (name != "test" && name != "train" && name != "validation")
        throw Error(
            Exit::Usage,
            fmt::format("--part wants test, train or validation, not '{}'",
                        name));
      parts = {name == "validation" ? "val_" : name + "_"};
    } else if (parts.size() > 1) {
      tell(fmt::format("predicting '{}' of '{}'; --part chooses another\n",
                       keys.input(0, parts[0]), path));
    }
    return parts.empty() ? "train_" : parts[0];
  }

  DataPart fromArrays(std::vector<NamedArray> arrays, const std::string &path) {
    RawPart raw;
    raw.inputFile = path;
    raw.count = -1;
    bool isOnly = arrays.size() == 1 && model.inputs.size() == 1;
    std::string partName = isOnly ? "" : choosePart(arrays, path);
    for (size_t i = 0; i < model.inputs.size(); ++i) {
      const InputInfo &input = model.inputs[i];
      NamedArray &found = arrayOf(i, arrays, path, partName);
      std::string where =
          found.name.empty() ? path : fmt::format("{}:{}", path, found.name);
      Array array = std::move(found.array);
      int64_t count = array.shape.empty() ? 0 : array.shape[0];
      if (array.shape.empty() || array.elements != count * input.elements)
        throw Error(
            Exit::Data,
            fmt::format("'{}' has shape {}, but input '{}' wants samples of {}",
                        where, shapeText(array.shape), input.name,
                        shapeText(input.shape)));
      if (raw.count >= 0 && raw.count != count)
        throw Error(
            Exit::Data,
            fmt::format("'{}' has inputs of different numbers of samples",
                        path));
      raw.count = count;
      raw.source->add(input.name, inUnits(std::move(array), i, where));
    }
    raw.count = std::max<int64_t>(raw.count, 0);
    DataPart part;
    fitInputs(model, raw, part);
    return part;
  }

  /// Numbers of an array as those of the training were brought to the network.
  Array inUnits(Array array, size_t i, const std::string &where) {
    if (model.inputs[i].type != ElementType::F32)
      return array;
    if (options.has("scale"))
      return scaled(array, options.real("scale", 1));
    // Tables of text and arrays of one user have the same units.
    if (fitted.scale != 1)
      return scaled(array, fitted.scale);
    return likeTraining(fitted, i, std::move(array), where);
  }

  static Array scaled(const Array &array, double factor) {
    Array out = makeArray(DType::F32, array.shape);
    float *numbers = out.data.as<float>();
    convertTo(array, numbers);
    for (int64_t i = 0; i < out.elements; ++i)
      numbers[i] = static_cast<float>(numbers[i] * factor);
    return out;
  }

  CsvHints csvHints() const {
    CsvHints hints;
    hints.features = fitted.featureNames;
    hints.decimalComma = fitted.decimalComma;
    return hints;
  }

  DataPart fromCsv(const std::string &bytes, const std::string &path) {
    return fromTable(parseCsv(bytes, path, csvHints()), path);
  }

  DataPart fromTable(const CsvTable &table, const std::string &path) {
    std::set<size_t> dropped;
    for (const std::string &name : options.list("drop"))
      dropped.insert(table.column(name, path));
    std::vector<size_t> columns;
    for (size_t c = 0; c < table.columns; ++c)
      if (!dropped.count(c))
        columns.push_back(c);
    columns = table.inOrder(columns, fitted.featureNames, path, true);
    int64_t wanted = 0;
    for (const InputInfo &input : model.inputs)
      wanted += input.elements;
    if (std::ssize(columns) != wanted)
      throw Error(Exit::Data,
                  fmt::format("'{}' has {} columns, the network wants {}", path,
                              std::ssize(columns), wanted),
                  std::ssize(columns) == wanted + 1
                      ? "leave out the column of the labels: --drop last"
                      : "");
    double scale = options.real("scale", fitted.scale);
    RawPart raw;
    raw.inputFile = path;
    raw.count = std::ssize(table.rows);
    std::vector<float> numbers;
    numbers.reserve(table.rows.size() * columns.size());
    for (size_t r = 0; r < table.rows.size(); ++r)
      for (size_t i = 0; i < columns.size(); ++i)
        numbers.push_back(static_cast<float>(
            featureNumber(table, r, columns[i], i, fitted, path) * scale));
    Array samples = realSamples(numbers, raw.count, wanted);
    if (model.inputs.size() == 1 && !options.has("scale"))
      samples = likeTraining(fitted, 0, std::move(samples), path);
    raw.source->add("", std::move(samples));
    DataPart part;
    fitInputs(model, raw, part);
    return part;
  }

  Value className(int64_t c) const {
    if (c < std::ssize(fitted.classNames))
      return fitted.classNames[static_cast<size_t>(c)];
    // As the training file numbers them.
    return c + fitted.firstClass;
  }
  static std::string cell(const Value &v) {
    std::string text = v.isString() ? v.text : v.dump();
    return text.find_first_of(",\"\n") == std::string::npos ? text : v.dump();
  }
  static std::string number(float value) {
    return std::isfinite(value) ? exactFloat(value) : exactText(value);
  }

  /// Rows that are not finite are written as what they are, so that the others
  /// are not lost; the message and the exit code tell of them.
  void requireFiniteRows(int64_t count) const {
    if (wrongRows)
      throw Error(
          Exit::NotFinite,
          fmt::format("the outputs of {} of {} rows are not finite; the first "
                      "is row {}",
                      wrongRows, count, firstWrong),
          "see which of its numbers leave the domain of a root, a logarithm or "
          "a quotient");
  }
  static std::string exactFloat(float value) {
    char buffer[32];
    return {buffer, std::to_chars(buffer, buffer + sizeof buffer, value).ptr};
  }

  void writeRow(int64_t n) {
    int64_t width = outputInfo().elements;
    const float *out = session.outputs[output].as<float>() + n * width;
    bool isFinite =
        std::all_of(out, out + width, [](float v) { return std::isfinite(v); });
    if (!isFinite && wrongRows++ == 0)
      firstWrong = rowNumber;
    if (format == "npy") {
      ++rowNumber;
      all.insert(all.end(), out, out + width);
      if (isClass && options.has("probs")) {
        all.resize(all.size() - static_cast<size_t>(width));
        std::vector<float> p = probabilities(out);
        all.insert(all.end(), p.begin(), p.end());
      }
      return;
    }
    Value row = Value::object();
    row.set("row", rowNumber++);
    if (!names.empty())
      row.set("file", names[static_cast<size_t>(rowNumber - 1)]);
    if (!isClass) {
      Value list = Value::list();
      for (int64_t k = 0; k < width; ++k)
        list.push(static_cast<double>(out[k]));
      // Kept apart from the number of the row and the name of the file.
      std::string name = outputInfo().name;
      if (row.find(name))
        name = "output." + name;
      row.set(name, std::move(list));
    } else if (isFinite) {
      classRow(out, row);
    } else {
      // No number is the largest: there is no class.
      row.set("classes", csvOrJson("nan"));
    }
    if (format == "jsonl") {
      text += row.dump() + "\n";
    } else {
      std::string line;
      for (const Value::Member &m : row.members) {
        if (m.second.isList())
          for (const Value &v : m.second.items)
            line += fmt::format("{}{}", line.empty() ? "" : ",",
                                v.kind == Value::Kind::Real
                                    ? number(static_cast<float>(v.real))
                                    : cell(v));
        else
          line += fmt::format("{}{}", line.empty() ? "" : ",", cell(m.second));
      }
      text += line + "\n";
    }
    if (!options.has("output") && text.size() > (1 << 16)) {
      print(text);
      text.clear();
    }
  }

  Value csvOrJson(const char *word) const {
    Value list = Value::list();
    if (format == "csv")
      list.push(word);
    return list;
  }

  /// One for each class, as the outputs say.
  std::vector<float> probabilities(const float *out) const {
    bool given = outputInfo().kind == OutputInfo::Kind::Probabilities;
    if (isBinary) {
      double p = given ? out[0] : 1 / (1 + std::exp(-double{out[0]}));
      return {static_cast<float>(1 - p), static_cast<float>(p)};
    }
    std::vector<float> p(out, out + classes);
    if (!given)
      softmax(p.data(), classes);
    return p;
  }

  /// Classes in falling order, with probabilities if wanted.
  void classRow(const float *out, Value &row) {
    std::vector<float> p = probabilities(out);
    std::vector<int64_t> order(static_cast<size_t>(classes));
    std::iota(order.begin(), order.end(), int64_t{0});
    if (isBinary && out[0] > threshold)
      std::swap(order[0], order[1]);
    else if (!isBinary)
      std::stable_sort(order.begin(), order.end(),
                       [&](int64_t a, int64_t b) { return out[a] > out[b]; });
    bool csv = format == "csv";
    Value list = Value::list();
    for (int64_t k = 0; k < top; ++k) {
      int64_t c = order[static_cast<size_t>(k)];
      double probability = p[static_cast<size_t>(c)];
      if (csv) {
        list.push(className(c));
        if (options.has("probs"))
          list.push(probability);
      } else {
        Value entry = Value::object();
        entry.set("class", className(c));
        if (options.has("probs"))
          entry.set("probability", probability);
        list.push(std::move(entry));
      }
    }
    row.set("classes", std::move(list));
  }

  static void softmax(float *values, int64_t n) {
    double high = *std::max_element(values, values + n), sum = 0;
    for (int64_t i = 0; i < n; ++i)
      sum += std::exp(values[i] - high);
    for (int64_t i = 0; i < n; ++i)
      values[i] = static_cast<float>(std::exp(values[i] - high) / sum);
  }

  void finish(int64_t count) {
    std::string path = options.text("output");
    if (format == "npy") {
      std::vector<int64_t> shape{count};
      if (isBinary && options.has("probs"))
        shape.push_back(classes);
      else
        for (int64_t n : outputInfo().shape)
          shape.push_back(n);
      ArrayView view{"", DType::F32, shape, all.data()};
      if (path.empty())
        print(npyBytes(view));
      else
        writeNpy(path, view);
    } else if (path.empty()) {
      print(text);
    } else {
      writeFile(path, text);
    }
  }

  const Model &model;
  const Options &options;
  std::unique_ptr<Engine> engine;
  Session &session;
  Fitted fitted; ///< from the weights
  std::string format, text;
  std::vector<std::string> names; ///< of the pictures, else empty
  size_t output = 0;
  bool isClass = false, isBinary = false;
  float threshold = 0; ///< of the one number for two classes
  int64_t batch = 256, classes = 0, top = 1, rowNumber = 0;
  int64_t wrongRows = 0, firstWrong = 0; ///< with outputs that are not finite
  std::vector<float> all;
};

} // namespace

Exit runPredict(const VerbContext &context) { return Predict(context).run(); }

} // namespace dnd::rt
