//===- Report.cpp - dnd report: a run as one page -------------------------===//
//
// What a run left behind and the model says: curves, results, mistakes, layers;
// what it learned is in ReportParameters.cpp.
//
//===----------------------------------------------------------------------===//
#include "door/Build.h"
#include "door/Commands.h"
#include "door/Html.h"
#include "door/ModelVerb.h"
#include "door/Process.h"
#include "door/ReportParameters.h"
#include "door/Runs.h"
#include "runtime/core/File.h"
#include "runtime/core/Safetensors.h"
#include "runtime/core/Verbs.h"
#include "runtime/data/Numpy.h"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <map>
#include <unistd.h>

namespace dnd::door {

namespace fs = std::filesystem;
using rt::Array;
using rt::Error;
using rt::Exit;
using rt::Value;

namespace {

constexpr size_t mostMistakes = 48;

class Report {
public:
  explicit Report(const Call &call) : call(call) {
    if (call.positionals.empty())
      throw Error(Exit::Usage, "'dnd report' needs a run",
                  "see 'dnd report --help'");
    for (const std::string &path : call.positionals)
      for (Run &run : readGroup(path).runs)
        runs.push_back(std::move(run));
    output = call.options.text("output", runs[0].path + "/report.html");
    pictures = call.options.text("png");
    if (!pictures.empty())
      rt::makeDirectories(pictures);
  }

  Exit run() {
    const Run &first = runs[0];
    if (first.epochs.empty())
      throw Error(
          Exit::Data,
          fmt::format("the run in '{}' has no finished epoch yet", first.path),
          fmt::format("go on with it: dnd train --resume {}",
                      rt::shellWord(first.path)));
    openModel(first);
    std::string body = heading(first) + curves() + results(first) + network() +
                       learnedPictures({info, weights, inputs,
                                        [&](const Image &image, int zoom,
                                            const std::string &name) {
                                          return picture(image, zoom, name);
                                        }});
    std::string network = textOf(first.record, "network");
    rt::writeFile(output, htmlPage("Report of " + network, body));
    rt::print(fmt::format("wrote {}\n", output));
    return Exit::Ok;
  }

private:
  static std::string textOf(const Value &value, const char *name) {
    const Value *found = value.find(name);
    return !found ? "" : found->isString() ? found->text : found->dump();
  }

  void openModel(const Run &run) {
    weightsPath = run.path + "/weights.safetensors";
    weights = rt::readSafetensors(weightsPath);
    RunOrigin origin = originOf(run.path);
    Built built = build(readModelText(origin.model), origin.compilerWords,
                        /*quiet=*/true);
    if (built.code)
      throw Error(Exit::Data,
                  fmt::format("the model of the run in '{}' does not compile "
                              "any more",
                              run.path));
    program = built.program;
    std::string error;
    Captured said = capture({program, "info", "--json"});
    if (said.code || !rt::parseJson(said.output, info, error))
      throw Error(Exit::Internal,
                  "the model does not describe itself: " + said.errors + error);
    for (const Value &input : info.find("inputs")->items) {
      std::vector<int64_t> shape;
      for (const Value &extent : input.find("shape")->items)
        shape.push_back(extent.integer);
      inputs.push_back(shape);
    }
    readRemarks(origin);
  }

  /// What the compiler recognised, by the author's line.
  void readRemarks(const RunOrigin &origin) {
    std::vector<std::string> words{toolPath("dndc"), "-Rpass=raise",
                                   "--emit=forms"};
    words.insert(words.end(), origin.compilerWords.begin(),
                 origin.compilerWords.end());
    words.insert(words.end(), {"-o", "/dev/null", "--", origin.model});
    std::istringstream lines(capture(words).errors);
    for (std::string line; std::getline(lines, line);) {
      size_t at = line.find(": remark: ");
      if (at == std::string::npos)
        continue;
      std::string place = line.substr(0, at);
      // FILE:LINE:COLUMN
      std::string file = place.substr(0, place.rfind(':'));
      forms[file.substr(file.rfind(':') + 1)].push_back(line.substr(at + 10));
    }
  }

  std::string picture(const Image &image, int zoom, const std::string &name) {
    if (!pictures.empty()) {
      std::string file;
      for (char c : name)
        file += std::isalnum(static_cast<unsigned char>(c)) ? c : '_';
      rt::writeFile(fmt::format("{}/{}.png", pictures, file), pngBytes(image));
    }
    return htmlImage(image, zoom, name);
  }

  static std::string card(const std::string &name, const std::string &value) {
    return fmt::format("<div class=\"card\"><b>{}</b>{}</div>", escaped(value),
                       escaped(name));
  }

  std::string heading(const Run &run) const {
    std::string cards;
    if (const Value *result = run.record.find("result"))
      for (const Value::Member &m : result->members)
        if (m.second.isNumber() &&
            (m.first.starts_with("test_") || m.first.starts_with("val_")))
          cards += card(m.first, fmt::format("{:.5g}", m.second.number()));
    cards += card("parameters", textOf(run.record, "parameters"));
    if (std::string count = textOf(run.record, "multiply_adds"); !count.empty())
      cards += card("multiply-adds a sample", count);
    cards += card("epochs", fmt::format("{}", run.epochs.size()));
    cards += card("seed", textOf(run.record, "seed"));
    std::string text = fmt::format(
        "<p class=\"soft\">dnd report</p><h1>{}</h1><p class=\"soft\">{} · {} "
        "· {} · {}</p><div class=\"cards\">{}</div>",
        escaped(textOf(run.record, "network")),
        escaped(textOf(run.record, "source")), escaped(run.path),
        escaped(textOf(run.record, "started")),
        escaped(textOf(run.record, "device")), cards);
    std::vector<std::vector<std::string>> rows{{"setting", "value"}};
    if (const Value *defines = run.record.find("defines"))
      for (const Value::Member &m : defines->members)
        rows.push_back({"-D " + escaped(m.first),
                        "<code>" + escaped(m.second.text) + "</code>"});
    if (const Value *settings = run.record.find("settings"))
      for (const Value::Member &m : settings->members)
        rows.push_back({escaped(m.first),
                        "<code>" +
                            escaped(m.second.isString() ? m.second.text
                                                        : m.second.dump()) +
                            "</code>"});
    text += "<details><summary>settings</summary>" + htmlTable(rows);
    if (const Value *lines = run.record.find("command_lines"))
      for (const Value &line : lines->items)
        text += "<p><code>" + escaped(textOf(line, "command")) + "</code></p>";
    return text + "</details>\n";
  }

  std::string curves() const {
    std::string out = "<h2>Curves</h2>";
    std::map<std::string, std::string> kinds; // "loss" -> page
    for (const Value &line : runs[0].epochs)
      for (const Value::Member &m : line.members)
        for (const char *part : {"train_", "val_", "test_"})
          if (m.second.isNumber() && m.first.starts_with(part))
            kinds[m.first.substr(std::string(part).size())];
    std::vector<std::string> names = shortNames(runs);
    for (auto &[kind, page] : kinds) {
      std::vector<Curve> list;
      for (size_t r = 0; r < runs.size(); ++r)
        for (const char *part : {"train_", "val_", "test_"}) {
          Curve curve;
          curve.y = runs[r].curve(part + kind);
          if (std::none_of(curve.y.begin(), curve.y.end(),
                           [](double y) { return std::isfinite(y); }))
            continue;
          for (size_t i = 0; i < curve.y.size(); ++i)
            curve.x.push_back(static_cast<double>(i + 1));
          std::string shown(part, std::string(part).size() - 1);
          curve.name =
              runs.size() > 1 ? fmt::format("{} {}", shown, names[r]) : shown;
          curve.colour = runs.size() > 1 ? r : list.size();
          curve.isDashed = shown == "train";
          list.push_back(std::move(curve));
        }
      if (!list.empty() && list.size() <= 60)
        out += htmlFigure(svgLines(list, "epoch", kind), "");
    }
    return out;
  }

  /// Samples of the test part with the outputs of the model; empty where the
  /// data are not at hand.
  bool readSamples() {
    std::string path = (fs::temp_directory_path() /
                        fmt::format("dnd-report-{}.npz", ::getpid()))
                           .string();
    std::vector<std::string> words{program,     "samples",  "--weights",
                                   weightsPath, "--output", path,
                                   "--count",   "2000"};
    if (call.options.has("data"))
      words.insert(words.end(), {"--data", call.options.text("data")});
    Captured said = capture(words);
    if (said.code) {
      why = said.errors.substr(0, said.errors.find('\n'));
      return false;
    }
    samples = rt::readNpz(path);
    std::error_code ec;
    fs::remove(path, ec);
    return true;
  }

  std::string results(const Run &run) {
    std::string out = "<h2>Results on the test part</h2>";
    if (std::string file = run.path + "/confusion.csv"; rt::fileExists(file))
      out += confusion(rt::readFile(file, 1 << 26));
    if (!readSamples())
      return out + fmt::format("<p class=\"soft\">No samples are shown: {}</p>",
                               escaped(why));
    return out + mistakes();
  }

  std::string confusion(const std::string &csv) const {
    std::istringstream lines(csv);
    std::vector<std::vector<std::string>> cells;
    for (std::string line; std::getline(lines, line);) {
      cells.emplace_back();
      std::istringstream row(line);
      for (std::string cell; std::getline(row, cell, ',');)
        cells.back().push_back(cell);
    }
    if (cells.size() < 2 || cells.size() > 41)
      return "";
    std::string out = "<h3>Confusion matrix: rows are the true classes</h3>"
                      "<table class=\"confusion\">";
    for (size_t i = 0; i < cells.size(); ++i) {
      double total = 0;
      for (size_t k = 1; k < cells[i].size(); ++k)
        total += std::atof(cells[i][k].c_str());
      out += "<tr>";
      for (size_t k = 0; k < cells[i].size(); ++k) {
        double share =
            i && k && total > 0 ? std::atof(cells[i][k].c_str()) / total : 0;
        std::string colour =
            i == k ? fmt::format("rgba(27,120,55,{:.3f})", 0.1 + 0.6 * share)
                   : fmt::format("rgba(178,24,43,{:.3f})",
                                 std::min(1.0, 6 * share));
        out += i && k ? fmt::format("<td style=\"background:{}\">{}</td>",
                                    colour, escaped(cells[i][k]))
                      : fmt::format("<th>{}</th>", escaped(cells[i][k]));
      }
      out += "</tr>";
    }
    return out + "</table>";
  }

  /// A sample of input `i` as a picture: [h, w], [1, h, w] or [3, h, w].
  Image sampleImage(const std::vector<double> &numbers,
                    const std::vector<int64_t> &shape, int64_t sample) const {
    int64_t h = shape.end()[-2], w = shape.end()[-1], size = h * w;
    int64_t channels = shape.size() == 3 ? shape[0] : 1;
    const double *first = numbers.data() + sample * channels * size;
    if (channels != 3)
      return greyImage(first, w, h);
    auto [low, high] = std::minmax_element(first, first + 3 * size);
    double from = *low, span = std::max(*high - from, 1e-12);
    Image image(w, h);
    for (int64_t k = 0; k < size; ++k) {
      auto byte = [&](int64_t c) {
        return static_cast<uint8_t>((first[c * size + k] - from) / span * 255);
      };
      image.set(k % w, k / w, byte(0), byte(1), byte(2));
    }
    return image;
  }

  static bool isImage(const std::vector<int64_t> &shape) {
    return shape.size() == 2 ||
           (shape.size() == 3 && (shape[0] == 1 || shape[0] == 3));
  }

  std::string mistakes() {
    const Value &inputs0 = info.find("inputs")->items[0];
    const std::vector<Value> &targets = info.find("targets")->items;
    if (targets.empty() || targets[0].find("kind")->text != "label")
      return "";
    const Array *labels =
        rt::findArray(samples, "target." + targets[0].find("name")->text);
    const Array *outputs = rt::findArray(
        samples, info.find("outputs")->items[0].find("name")->text);
    const Array *images =
        rt::findArray(samples, "input." + inputs0.find("name")->text);
    if (!labels || !outputs || !images || outputs->shape.size() != 2 ||
        outputs->shape[1] < 2)
      return "";
    std::vector<double> truth = realsOf(*labels), out = realsOf(*outputs);
    int64_t classes = outputs->shape[1], count = outputs->shape[0];
    std::vector<double> margins;
    std::vector<std::pair<double, int64_t>> wrong;
    for (int64_t n = 0; n < count; ++n) {
      const double *row = out.data() + n * classes;
      auto label = static_cast<int64_t>(truth[static_cast<size_t>(n)]);
      double other = -HUGE_VAL;
      for (int64_t k = 0; k < classes; ++k)
        if (k != label)
          other = std::max(other, row[k]);
      margins.push_back(row[label] - other);
      if (margins.back() < 0)
        wrong.emplace_back(margins.back(), n);
    }
    auto [low, high] = std::minmax_element(margins.begin(), margins.end());
    std::string text = htmlFigure(
        svgHistogram(histogram(margins, *low, *high, 48), *low, *high,
                     "margins"),
        fmt::format("Margins of {} samples: the output of the true class minus "
                    "the largest other one; left of 0 are mistakes",
                    count));
    if (!isImage(inputs[0]) || wrong.empty())
      return text;
    std::sort(wrong.begin(), wrong.end());
    wrong.resize(std::min(wrong.size(), mostMistakes));
    std::vector<double> pixels = realsOf(*images);
    text += fmt::format("<h3>The {} worst mistakes among {} samples</h3>",
                        wrong.size(), count);
    int zoom =
        std::max<int>(1, static_cast<int>(56 / std::max(inputs[0].end()[-1],
                                                        inputs[0].end()[-2])));
    for (auto [margin, n] : wrong) {
      const double *row = out.data() + n * classes;
      text += htmlFigure(
          picture(sampleImage(pixels, inputs[0], n), zoom,
                  fmt::format("sample {}", n)),
          fmt::format("#{}: {}, taken for {}", n,
                      static_cast<int64_t>(truth[static_cast<size_t>(n)]),
                      std::max_element(row, row + classes) - row));
    }
    return text;
  }

  static std::string shapesText(const Value &shapes) {
    std::string text;
    for (const Value &shape : shapes.items)
      text += (text.empty() ? "" : ", ") + shape.dump();
    return text;
  }

  std::string network() const {
    std::string out = "<h2>Network</h2>";
    std::map<std::string, std::pair<int64_t, int64_t>> sizes; // of parameters
    for (const Value &param : info.find("params")->items)
      sizes[param.find("path")->text] = {param.find("live")->integer,
                                         param.find("elements")->integer * 4};
    std::vector<std::vector<std::string>> rows{{"layer", "kind", "from", "to",
                                                "parameters", "bytes",
                                                "recognised as"}};
    for (const Value &layer : info.find("layers")->items) {
      int64_t count = 0, bytes = 0;
      for (const Value &path : layer.find("params")->items) {
        count += sizes[path.text].first;
        bytes += sizes[path.text].second;
      }
      std::string place = layer.find("loc")->text, form;
      std::string file = place.substr(0, place.rfind(':'));
      if (auto found = forms.find(file.substr(file.rfind(':') + 1));
          found != forms.end() && count > 0)
        for (const std::string &remark : found->second)
          form += (form.empty() ? "" : "<br>") + escaped(remark);
      rows.push_back({"<code>" + escaped(layer.find("path")->text) + "</code>",
                      escaped(layer.find("kind")->text),
                      escaped(shapesText(*layer.find("inputs"))),
                      escaped(shapesText(*layer.find("outputs"))),
                      count ? fmt::format("{}", count) : "",
                      bytes ? rt::bytesText(static_cast<double>(bytes)) : "",
                      form});
    }
    return out + graph() + htmlTable(rows);
  }

  /// The layers in their order, from the inputs to the outputs.
  std::string graph() const {
    struct Box {
      std::string title, below;
    };
    std::vector<Box> boxes;
    for (const Value &input : info.find("inputs")->items)
      boxes.push_back({input.find("name")->text, input.find("shape")->dump()});
    for (const Value &layer : info.find("layers")->items)
      boxes.push_back(
          {layer.find("path")->text, shapesText(*layer.find("outputs"))});
    for (const Value &output : info.find("outputs")->items)
      boxes.push_back(
          {output.find("name")->text, output.find("shape")->dump()});
    if (boxes.size() > 60)
      return "<p class=\"soft\">More layers than a drawing shows; they are in "
             "the table.</p>";
    constexpr int columns = 6;
    double width = 190, height = 62;
    std::string out = fmt::format(
        "<svg width=\"{}\" height=\"{}\" role=\"img\" aria-label=\"the layers "
        "in their order\">",
        columns * width,
        height * static_cast<double>((boxes.size() + columns - 1) / columns));
    for (size_t i = 0; i < boxes.size(); ++i) {
      double x = static_cast<double>(i % columns) * width,
             y = static_cast<double>(i / columns) * height;
      std::string title =
          boxes[i].title.size() > 25
              ? "…" + boxes[i].title.substr(boxes[i].title.size() - 24)
              : boxes[i].title;
      out += fmt::format(
          "<rect x=\"{:.0f}\" y=\"{:.0f}\" width=\"162\" height=\"44\" "
          "rx=\"6\" fill=\"#f6f8fa\" stroke=\"#afb8c1\"/><text x=\"{:.0f}\" "
          "y=\"{:.0f}\">{}</text><text x=\"{:.0f}\" y=\"{:.0f}\" "
          "style=\"fill:#57606a\">{}</text>",
          x + 1, y + 4, x + 9, y + 22, escaped(title), x + 9, y + 39,
          escaped(boxes[i].below));
      if (i + 1 < boxes.size())
        out += fmt::format("<text x=\"{:.0f}\" y=\"{:.0f}\">→</text>", x + 170,
                           y + 30);
    }
    return out + "</svg>";
  }

  const Call &call;
  std::vector<Run> runs;
  std::string output, pictures, program, weightsPath, why;
  Value info;
  rt::TensorFile weights;
  std::vector<rt::NamedArray> samples;
  std::vector<std::vector<int64_t>> inputs;
  std::map<std::string, std::vector<std::string>> forms; ///< by line
};

} // namespace

rt::Exit runReport(const Call &call) { return Report(call).run(); }

} // namespace dnd::door
