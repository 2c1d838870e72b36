//===- VerbForward.cpp - init and forward ---------------------------------===//
//
// The doors for checks by others: initial weights, and one batch with outputs,
// loss and gradients.
//
//===----------------------------------------------------------------------===//
#include "runtime/core/File.h"
#include "runtime/core/Finite.h"
#include "runtime/core/Schedule.h"
#include "runtime/core/Settings.h"
#include "runtime/core/Verbs.h"
#include "runtime/core/Weights.h"
#include "runtime/data/Numpy.h"

#include <fmt/core.h>

#include <algorithm>
#include <cstring>

namespace dnd::rt {

Exit runInit(const VerbContext &context) {
  Session session(context.model, Precision::F32);
  uint64_t seed = static_cast<uint64_t>(context.options.whole("seed", 0, 0));
  std::string path = context.options.require("output");
  for (const char *other : {".npy", ".pt", ".pth", ".json", ".csv", ".h5"})
    if (path.ends_with(other))
      throw Error(
          Exit::Usage,
          fmt::format(
              "weights are written as .safetensors or .npz, not as {}: '{}'",
              other, path));
  refuseOverwriting("output", path, {});
  session.initialise(seed);
  if (std::string bad = notFiniteWeights(session); !bad.empty())
    throw Error(Exit::NotFinite, bad,
                "change the initial values in the network");
  Metadata meta = baseMetadata(context.model);
  meta["seed"] = fmt::format("{}", seed);
  if (path.ends_with(".npz"))
    writeNpz(path, weightViews(session));
  else
    writeSafetensors(path, weightViews(session), meta);
  return Exit::Ok;
}

namespace {

/// "NAME=FILE" or "FILE".
struct NamedFile {
  std::string name, path;
};

NamedFile splitName(const std::string &text,
                    const std::vector<std::string> &names) {
  size_t equal = text.find('=');
  if (equal == std::string::npos)
    return {"", text};
  std::string name = text.substr(0, equal);
  // A file name may contain '=' too.
  if (std::find(names.begin(), names.end(), name) == names.end() &&
      fileExists(text))
    return {"", text};
  return {name, text.substr(equal + 1)};
}

class Forward {
public:
  explicit Forward(const VerbContext &context)
      : model(context.model), options(context.options),
        engine(context.device.makeEngine(precisionOf(options))),
        session(engine->session()) {}

  Exit run() {
    std::string output = options.require("output");
    bool wantsGradients = options.has("gradients");
    bool hasTarget = options.has("target"),
         hasCotangent = options.has("cotangent");
    if (hasTarget && hasCotangent)
      throw Error(Exit::Usage, "--target and --cotangent exclude each other: "
                               "gradients are either of the loss or of the "
                               "weighted sum of the outputs");
    if (wantsGradients && !hasTarget && !hasCotangent)
      throw Error(Exit::Usage,
                  "--gradients needs --target FILE (gradient of the loss) or "
                  "--cotangent NAME=FILE");
    if (hasCotangent && !wantsGradients)
      throw Error(Exit::Usage, "--cotangent needs --gradients FILE");
    session.seed = static_cast<uint64_t>(options.whole("seed", 0, 0));
    session.step = static_cast<uint64_t>(options.whole("step", 0, 0));
    std::string entry = chooseEntry(hasTarget, wantsGradients);
    std::string weights = weightsPath(options);
    keepInputs(weights);
    loadWeights(readWeights(options, weights, model), weights, session);
    engine->weightsChanged();
    std::vector<Array> arrays = readInputs();
    engine->prepare({entry}, batch, entry.starts_with("grad_"));
    for (size_t i = 0; i < arrays.size(); ++i)
      fillInput(i, arrays[i]);
    if (hasTarget)
      readTargets();
    if (hasCotangent)
      readCotangents();
    fillHyper();
    engine->run(entry, batch);
    writeOutputs(output, hasTarget);
    if (wantsGradients)
      writeGradients(options.text("gradients"));
    return Exit::Ok;
  }

private:
  static Precision precisionOf(const Options &options) {
    std::string text = options.text("precision", "f32");
    if (text != "f32" && text != "f64")
      throw Error(Exit::Usage,
                  fmt::format("--precision wants f32 or f64, not '{}'", text));
    return text == "f64" ? Precision::F64 : Precision::F32;
  }
  /// Results take the place of nothing that is read, nor of each other.
  void keepInputs(const std::string &weights) const {
    std::vector<std::string> read{weights};
    for (const char *name : {"input", "target", "cotangent"})
      for (const std::string &text : options.list(name)) {
        read.push_back(text);
        read.push_back(text.substr(text.find('=') + 1));
      }
    std::string output = options.text("output"),
                gradients = options.text("gradients");
    refuseOverwriting("output", output, read);
    refuseOverwriting("gradients", gradients, read);
    if (output == gradients || sameFile(output, gradients))
      throw Error(
          Exit::Usage,
          fmt::format("--output and --gradients are one file, '{}'", output));
  }

  bool isDouble() const { return session.precision() == Precision::F64; }

  std::string chooseEntry(bool hasTarget, bool wantsGradients) {
    std::string name = !wantsGradients ? hasTarget ? "eval_step" : "forward"
                       : hasTarget     ? "grad_loss"
                                       : "grad_cotangent";
    // The loss while training comes with its gradients only.
    if (options.has("training") && model.hasModes())
      name = (name == "eval_step" ? "grad_loss" : name) + "_training";
    if (isDouble())
      name += "_f64";
    model.require(name, hasTarget ? "give a loss" : "be run this way");
    return name;
  }

  /// Reads a file for a thing of the model and checks its shape; the first one
  /// decides the batch.
  Array readBatch(const std::string &path, const std::string &what,
                  const std::vector<int64_t> &sample) {
    Array array = readNpy(path);
    std::vector<int64_t> rest(array.shape.begin() + !array.shape.empty(),
                              array.shape.end());
    if (array.shape.empty() || rest != sample) {
      std::vector<std::string> extents{"batch"};
      for (int64_t n : sample)
        extents.push_back(fmt::format("{}", n));
      std::string wanted = "[";
      for (const std::string &e : extents)
        wanted += fmt::format("{}{}", wanted.size() > 1 ? ", " : "", e);
      throw Error(Exit::Data,
                  fmt::format("'{}' has shape {}, but {} wants {}]", path,
                              shapeText(array.shape), what, wanted));
    }
    if (batch < 0)
      batch = array.shape[0];
    if (batch < 1)
      throw Error(Exit::Data, fmt::format("'{}' holds an empty batch", path));
    if (array.shape[0] != batch)
      throw Error(Exit::Data,
                  fmt::format("'{}' has a batch of {}, the first input {}",
                              path, array.shape[0], batch));
    return array;
  }

  std::vector<Array> readInputs() {
    std::vector<std::string> names;
    for (const InputInfo &i : model.inputs)
      names.push_back(i.name);
    std::vector<std::string> paths(names.size());
    for (const std::string &text : options.list("input")) {
      NamedFile file = splitName(text, names);
      if (file.name.empty() && names.size() == 1)
        file.name = names[0];
      if (file.name.empty())
        throw Error(
            Exit::Usage,
            fmt::format("--input {} does not say which of the {} inputs it is",
                        text, names.size()),
            fmt::format("write --input {}={}",
                        names.empty() ? "NAME" : names[0], text));
      auto found = std::find(names.begin(), names.end(), file.name);
      if (found == names.end())
        throw Error(Exit::Usage, fmt::format("network '{}' has no input '{}'{}",
                                             model.network, file.name,
                                             didYouMean(file.name, names)));
      std::string &path = paths[static_cast<size_t>(found - names.begin())];
      if (!path.empty())
        throw Error(Exit::Usage,
                    fmt::format("input '{}' is given twice", file.name));
      path = file.path;
    }
    std::vector<Array> arrays;
    for (size_t i = 0; i < names.size(); ++i) {
      if (paths[i].empty())
        throw Error(Exit::Usage,
                    fmt::format("input '{}' of shape {} is missing", names[i],
                                shapeText(model.inputs[i].shape)),
                    fmt::format("give it with --input {}=x.npy", names[i]));
      arrays.push_back(readBatch(paths[i], fmt::format("input '{}'", names[i]),
                                 model.inputs[i].shape));
      files.push_back(paths[i]);
    }
    return arrays;
  }

  void fillReal(const Array &array, const Buffer &buffer) {
    if (isDouble())
      convertTo(array, buffer.as<double>());
    else
      convertTo(array, buffer.as<float>());
  }
  void fillWhole(const Array &array, const Buffer &buffer,
                 const std::string &path) {
    int64_t wrong = convertTo(array, buffer.as<int32_t>());
    if (wrong >= 0)
      throw Error(Exit::Data,
                  fmt::format("'{}', element {}, is no 32-bit whole number",
                              path, wrong));
  }
  void fillInput(size_t i, const Array &array) {
    if (model.inputs[i].type == ElementType::I32)
      fillWhole(array, session.inputs[i], files[i]);
    else
      fillReal(array, session.inputs[i]);
  }

  void readTargets() {
    std::vector<std::string> names;
    for (const TargetInfo &t : model.targets)
      names.push_back(t.name);
    std::vector<bool> given(names.size());
    for (const std::string &text : options.list("target")) {
      NamedFile file = splitName(text, names);
      size_t i = file.name.empty()
                     ? 0
                     : static_cast<size_t>(
                           std::find(names.begin(), names.end(), file.name) -
                           names.begin());
      if (i >= names.size())
        throw Error(Exit::Usage,
                    fmt::format("the recipe has no target '{}'{}", file.name,
                                didYouMean(file.name, names)));
      readTarget(i, file.path);
      given[i] = true;
    }
    for (size_t i = 0; i < given.size(); ++i)
      if (!given[i])
        throw Error(Exit::Usage,
                    fmt::format("target '{}' is missing", names[i]),
                    fmt::format("give it with --target {}=y.npy", names[i]));
  }

  void readTarget(size_t i, const std::string &path) {
    const TargetInfo &t = model.targets[i];
    Array array = readNpy(path);
    // A column of labels is as good as a list of them.
    if (array.shape.size() == t.shape.size() + 2 && array.shape.back() == 1)
      array.shape.pop_back();
    if (t.isSoft && array.shape == std::vector<int64_t>{batch, t.classes})
      return fillReal(array, session.targets[i]);
    if (array.shape.size() != t.shape.size() + 1 || array.shape[0] != batch ||
        !std::equal(t.shape.begin(), t.shape.end(), array.shape.begin() + 1)) {
      std::vector<int64_t> wanted{batch};
      wanted.insert(wanted.end(), t.shape.begin(), t.shape.end());
      throw Error(Exit::Data,
                  fmt::format("'{}' has shape {}, but target '{}' wants {}",
                              path, shapeText(array.shape), t.name,
                              shapeText(wanted)));
    }
    if (!t.isLabel)
      return fillReal(array, session.targets[i]);
    Buffer labels(static_cast<size_t>(array.elements) * 4);
    fillWhole(array, labels, path);
    for (int64_t n = 0; n < array.elements; ++n) {
      int32_t label = labels.as<int32_t>()[n];
      if (label < 0 || label >= t.classes)
        throw Error(Exit::Data,
                    fmt::format("'{}', item {}: label {} is outside 0..{}; the "
                                "network has {} classes",
                                path, n, label, t.classes - 1, t.classes));
    }
    Buffer &to = session.targets[i];
    if (t.isSoft)
      for (int64_t k = 0; k < batch * t.classes; ++k)
        session.setReal(to, k,
                        labels.as<int32_t>()[k / t.classes] == k % t.classes);
    else
      std::memcpy(to.data(), labels.data(), labels.size());
  }

  void readCotangents() {
    std::vector<std::string> names;
    for (const OutputInfo &o : model.outputs)
      names.push_back(o.name);
    for (const std::string &text : options.list("cotangent")) {
      NamedFile file = splitName(text, names);
      if (file.name.empty() && names.size() == 1)
        file.name = names[0];
      auto found = std::find(names.begin(), names.end(), file.name);
      if (found == names.end())
        throw Error(
            Exit::Usage,
            file.name.empty()
                ? fmt::format("--cotangent wants NAME=FILE, not '{}'", text)
                : fmt::format("network '{}' has no output '{}'{}",
                              model.network, file.name,
                              didYouMean(file.name, names)));
      size_t i = static_cast<size_t>(found - names.begin());
      Array array =
          readBatch(file.path, fmt::format("the cotangent of '{}'", names[i]),
                    model.outputs[i].shape);
      fillReal(array, session.cotangents[i]);
    }
  }

  void fillHyper() {
    if (!model.recipe.present)
      return;
    Recipe recipe = model.recipe;
    HyperNumbers numbers(model);
    for (const auto &[name, value] : applySettings(options, recipe))
      numbers.set(name, value);
    numbers.fill(session, 1, 1);
  }

  ArrayView view(std::string name, const std::vector<int64_t> &sample,
                 const Buffer &buffer, bool batched) const {
    std::vector<int64_t> shape;
    if (batched)
      shape.push_back(batch);
    shape.insert(shape.end(), sample.begin(), sample.end());
    return {std::move(name), isDouble() ? DType::F64 : DType::F32,
            std::move(shape), buffer.data()};
  }

  void writeOutputs(const std::string &path, bool hasLoss) {
    std::vector<ArrayView> views;
    for (size_t i = 0; i < model.outputs.size(); ++i)
      views.push_back(view(model.outputs[i].name, model.outputs[i].shape,
                           session.outputs[i], true));
    if (hasLoss)
      views.push_back(view("loss", {}, session.loss, false));
    writeNpz(path, views);
  }

  void writeGradients(const std::string &path) {
    std::vector<ArrayView> views;
    for (size_t i = 0; i < model.params.size(); ++i)
      views.push_back(view(model.params[i].path, model.params[i].shape,
                           session.paramGrads[i], false));
    for (size_t i = 0; i < model.inputs.size(); ++i)
      if (model.inputs[i].type == ElementType::F32)
        views.push_back(view(fmt::format("input.{}", model.inputs[i].name),
                             model.inputs[i].shape, session.inputGrads[i],
                             true));
    writeNpz(path, views);
  }

  const Model &model;
  const Options &options;
  std::unique_ptr<Engine> engine;
  Session &session;
  int64_t batch = -1;
  std::vector<std::string> files;
};

} // namespace

Exit runForward(const VerbContext &context) { return Forward(context).run(); }

} // namespace dnd::rt
