//===- Baseline.cpp - dnd baseline: the plain network of the same size ----===//
//
// Widths are found from the formula of the parameter count, then the text is
// compiled and the count that is reported is the compiler's own.
//
//===----------------------------------------------------------------------===//
#include "door/Build.h"
#include "door/Commands.h"
#include "door/ModelVerb.h"
#include "door/Process.h"
#include "runtime/core/File.h"
#include "runtime/core/Value.h"
#include "runtime/core/Verbs.h"

#include <fmt/core.h>

#include <cmath>
#include <filesystem>
#include <functional>

namespace dnd::door {

namespace fs = std::filesystem;
using rt::Error;
using rt::Exit;
using rt::Value;

namespace {

/// Info of a compiled model.
Value infoOf(const std::string &program) {
  Captured said = capture({program, "info", "--json"});
  Value info;
  std::string error;
  if (said.code || !rt::parseJson(said.output, info, error))
    throw Error(Exit::Internal,
                fmt::format("'{} info' failed: {}", program, said.errors));
  return info;
}

std::vector<int64_t> shapeOf(const Value &tensor) {
  std::vector<int64_t> shape;
  for (const Value &extent : tensor.find("shape")->items)
    shape.push_back(extent.integer);
  return shape;
}

int64_t elementsOf(const std::vector<int64_t> &shape) {
  int64_t n = 1;
  for (int64_t extent : shape)
    n *= extent;
  return n;
}

/// The width from 1 on whose count is nearest to `wanted`; `count` grows.
int64_t nearestWidth(int64_t wanted,
                     const std::function<double(double)> &count) {
  int64_t low = 1, high = 1;
  while (count(static_cast<double>(high)) < static_cast<double>(wanted) &&
         high < (int64_t{1} << 40))
    high *= 2;
  while (low < high) {
    int64_t middle = low + (high - low) / 2;
    if (count(static_cast<double>(middle)) < static_cast<double>(wanted))
      low = middle + 1;
    else
      high = middle;
  }
  auto distance = [&](int64_t width) {
    return std::abs(count(static_cast<double>(width)) -
                    static_cast<double>(wanted));
  };
  return low > 1 && distance(low - 1) <= distance(low) ? low - 1 : low;
}

class Baseline {
public:
  Baseline(const Call &call, const ModelText &text, const Value &info)
      : call(call), text(text), info(info), model(info.find("network")->text) {
    for (const Value &input : info.find("inputs")->items) {
      if (input.find("dtype")->text != "f32")
        refuse(fmt::format("its input '{}' is of whole numbers",
                           input.find("name")->text));
      inputs += fmt::format("  input  {}{}\n", input.find("name")->text,
                            rt::shapeText(shapeOf(input)));
      names.push_back(input.find("name")->text);
      shapes.push_back(shapeOf(input));
      size += elementsOf(shapes.back());
    }
    const std::vector<Value> &outputs = info.find("outputs")->items;
    if (outputs.size() != 1)
      refuse(fmt::format("it has {} outputs", outputs.size()));
    output = outputs[0].find("name")->text;
    outShape = shapeOf(outputs[0]);
    classes = elementsOf(outShape);
    wanted = info.find("parameters")->integer;
  }

  std::string write() {
    bool hasWindows = false;
    for (const Value &layer : info.find("layers")->items)
      hasWindows = hasWindows ||
                   layer.find("kind")->text.find("conv") != std::string::npos;
    bool isImage = shapes.size() == 1 &&
                   (shapes[0].size() == 2 || shapes[0].size() == 3) &&
                   shapes[0].back() >= 4 && shapes[0].end()[-2] >= 4;
    std::string kind =
        call.options.text("kind", hasWindows && isImage ? "cnn" : "mlp");
    if (kind == "cnn" && !isImage)
      refuse("its input is no image of at least 4x4 pixels; use --kind mlp");
    name = model + "Baseline";
    std::string body = kind == "cnn" ? cnn() : mlp();
    return fmt::format("/// The plain {} of about as many parameters as {} "
                       "({}: {}).\nnetwork {} {{\n{}{}}}\n{}",
                       kind == "cnn" ? "convolutional network"
                                     : "multilayer perceptron",
                       model, text.path, wanted, name, inputs, body, recipe());
  }

  int64_t wantedCount() const { return wanted; }

private:
  [[noreturn]] void refuse(const std::string &why) const {
    throw Error(Exit::Usage,
                fmt::format("no baseline is made for '{}': {}", model, why));
  }

  /// The reshape of the last layer to the model's output.
  std::string ending(const std::string &value) const {
    std::string shaped =
        outShape.size() == 1
            ? value
            : fmt::format("reshape({}, {})", value, rt::shapeText(outShape));
    return fmt::format("  output {} = {}\n", output, shaped);
  }

  std::string mlp() {
    std::string x;
    for (size_t i = 0; i < names.size(); ++i)
      x += fmt::format("{}{}", x.empty() ? "" : ", ",
                       shapes[i].size() > 1 ? "flatten(" + names[i] + ")"
                                            : names[i]);
    if (names.size() > 1)
      x = "concat([" + x + "])";
    auto n = static_cast<double>(size), c = static_cast<double>(classes);
    auto count = [&](double h) { return n * h + h + h * c + c; };
    double linear = n * c + c;
    auto target = static_cast<double>(wanted);
    int64_t width = nearestWidth(wanted, count);
    // Without a hidden layer it may come nearer.
    if (std::abs(linear - target) <
        std::abs(count(static_cast<double>(width)) - target))
      return fmt::format("  x      = {}\n", x) +
             ending(fmt::format("dense({})(x)", classes));
    return fmt::format("  x      = {}\n  h      = x |> dense({}) |> relu\n", x,
                       width) +
           ending(fmt::format("dense({})(h)", classes));
  }

  std::string cnn() {
    std::vector<int64_t> image = shapes[0];
    std::string x = names[0];
    if (image.size() == 2) {
      image.insert(image.begin(), 1);
      x = fmt::format("reshape({}, {})", names[0], rt::shapeText(image));
    }
    auto inner = static_cast<double>(image[0]),
         c = static_cast<double>(classes),
         places = static_cast<double>((image[1] / 4) * (image[2] / 4));
    auto count = [&](double w) {
      return 9 * inner * w + w + 9 * w * 2 * w + 2 * w + 2 * w * places * c + c;
    };
    int64_t width = nearestWidth(wanted, count);
    return fmt::format(
               "  x      = {}\n  h      = x |> conv2d({}, 3) |> relu |> "
               "max_pool(2)\n  g      = h |> conv2d({}, 3) |> relu |> "
               "max_pool(2)\n",
               x, width, 2 * width) +
           ending(fmt::format("g |> flatten |> dense({})", classes));
  }

  /// The model's recipe without what is about the model itself.
  std::string recipe() const {
    const ModelRecipe *recipe = text.recipe(model);
    if (!recipe)
      return "";
    std::string out = fmt::format("\ntrain {} {{\n", name);
    for (const RecipeLine &line : recipe->lines) {
      if (line.key == "group")
        continue;
      if (line.text.find("normalized_margin") == std::string::npos)
        out += "  " + line.text + "\n";
      else if (line.key == "loss")
        out += "  loss cross_entropy\n";
      else
        out += "  metrics accuracy, macro_f1\n";
    }
    return out + "}\n";
  }

  const Call &call;
  const ModelText &text;
  const Value &info;
  std::string model, name, inputs, output;
  std::vector<std::string> names;
  std::vector<std::vector<int64_t>> shapes;
  std::vector<int64_t> outShape;
  int64_t size = 0, classes = 0, wanted = 0;
};

} // namespace

rt::Exit runBaseline(const Call &call) {
  std::string path = onlyWord(call, "a model file");
  ModelText text = readModelText(path);
  Placed placed = placeUnknown(call, text);
  std::vector<std::string> words = call.compilerWords;
  words.insert(words.end(), placed.compilerWords.begin(),
               placed.compilerWords.end());
  fs::path standard(path);
  standard.replace_filename(standard.stem().string() + "_baseline.dnd");
  std::string out = call.options.text("output", standard.string());
  if (rt::fileExists(out) && !call.options.has("force"))
    throw Error(
        Exit::Output,
        fmt::format("'{}' is there already; it is not overwritten", out),
        "choose another name with -o, or say --force");
  if (rt::sameFile(out, path))
    throw Error(Exit::Output, "the baseline would overwrite the model");
  Built built = build(text, words, /*quiet=*/true);
  if (built.code)
    return static_cast<Exit>(built.code);
  Value info = infoOf(built.program);
  Baseline baseline(call, text, info);
  rt::writeFile(out, baseline.write());
  wait(start({{toolPath("dnd-format"), "--in-place", "--", out}, "", false}));
  Built plain = build(readModelText(out), {}, /*quiet=*/true);
  if (plain.code)
    return static_cast<Exit>(plain.code);
  int64_t count = infoOf(plain.program).find("parameters")->integer;
  auto wanted = static_cast<double>(baseline.wantedCount());
  rt::print(fmt::format(
      "wrote {}\n{}: {} parameters\nbaseline: {} parameters ({:+.2f} %)\n\n"
      "compare them:  dnd train {} --seeds 3 --out runs/model\n               "
      "dnd train {} --seeds 3 --out runs/baseline\n               dnd compare "
      "runs/model runs/baseline\n",
      out, info.find("network")->text, baseline.wantedCount(), count,
      100 * (static_cast<double>(count) - wanted) / std::max(wanted, 1.0),
      rt::shellWord(path), rt::shellWord(out)));
  return Exit::Ok;
}

} // namespace dnd::door
