//===- VerbSamples.cpp - samples ------------------------------------------===//
//
// Real samples as the network sees them, with its outputs in single and double
// precision: what other programs that run the network are held against.
//
//===----------------------------------------------------------------------===//
#include "runtime/core/EvalData.h"
#include "runtime/core/File.h"
#include "runtime/core/Schedule.h"
#include "runtime/core/Session.h"
#include "runtime/core/Settings.h"
#include "runtime/core/Weights.h"
#include "runtime/data/Numpy.h"

#include <fmt/core.h>

#include <algorithm>
#include <cmath>

namespace dnd::rt {
namespace {

class SampleWriter {
public:
  explicit SampleWriter(const VerbContext &context)
      : context(context), model(context.model), options(context.options) {}

  Exit run() {
    std::string output = options.require("output"),
                weights = weightsPath(options), part = partName(options);
    refuseOverwriting("output", output, {weights, options.text("data")});
    const dnd_entry &single = model.require("forward", "be run"),
                    &twin = model.require("forward_f64", "be run in f64");
    TensorFile file = readWeights(options, weights, model);
    Session f32(model, Precision::F32), f64(model, Precision::F64);
    loadWeights(file, weights, f32);
    f64.copyWeights(f32);
    Recipe recipe = model.recipe;
    HyperNumbers numbers(model);
    for (const auto &[name, value] : applySettings(options, recipe))
      numbers.set(name, value);
    for (Session *session : {&f32, &f64}) {
      session->seed = seedOf(file);
      numbers.fill(*session, 1, 1);
    }
    Dataset data = dataForWeights(context, recipe, file, weights, part);
    const DataPart &chosen = partOf(data, recipe, part);
    count = std::min(options.whole("count", 100, 1, 1 << 20), chosen.count);
    f32.prepare({&single}, count, false);
    f64.prepare({&twin}, count, false);
    takeSamples(chosen, f32, f64);
    f32.run(single, count);
    f64.run(twin, count);
    write(output, f32, f64);
    double largest = largestDifference(f32, f64);
    print(fmt::format("{} samples of the {} part, outputs in f32 and f64: "
                      "largest difference {:.3g}\n",
                      count, part, largest));
    return Exit::Ok;
  }

private:
  void takeSamples(const DataPart &part, Session &f32, Session &f64) {
    for (size_t i = 0; i < model.inputs.size(); ++i) {
      const InputInfo &input = model.inputs[i];
      gatherInput(part, model, i, nullptr, 0, count, f32.inputs[i].data());
      if (input.type == ElementType::I32)
        std::copy_n(f32.inputs[i].as<int32_t>(), count * input.elements,
                    f64.inputs[i].as<int32_t>());
      else
        std::copy_n(f32.inputs[i].as<float>(), count * input.elements,
                    f64.inputs[i].as<double>());
    }
    if (!model.targets.empty())
      gatherTarget(part, model, nullptr, 0, count, f32.targets[0].data());
  }

  ArrayView view(std::string name, DType type,
                 const std::vector<int64_t> &sample,
                 const Buffer &buffer) const {
    std::vector<int64_t> shape{count};
    shape.insert(shape.end(), sample.begin(), sample.end());
    return {std::move(name), type, std::move(shape), buffer.data()};
  }

  void write(const std::string &path, const Session &f32,
             const Session &f64) const {
    std::vector<ArrayView> views;
    for (size_t i = 0; i < model.inputs.size(); ++i)
      views.push_back(view(
          "input." + model.inputs[i].name,
          model.inputs[i].type == ElementType::I32 ? DType::I32 : DType::F32,
          model.inputs[i].shape, f32.inputs[i]));
    if (!model.targets.empty()) {
      const TargetInfo &target = model.targets[0];
      views.push_back(view("target." + target.name,
                           target.isLabel ? DType::I32 : DType::F32,
                           target.shape, f32.targets[0]));
    }
    for (size_t i = 0; i < model.outputs.size(); ++i) {
      views.push_back(view(model.outputs[i].name, DType::F64,
                           model.outputs[i].shape, f64.outputs[i]));
      views.push_back(view("f32." + model.outputs[i].name, DType::F32,
                           model.outputs[i].shape, f32.outputs[i]));
    }
    writeNpz(path, views);
  }

  /// Over max(1, |output|).
  double largestDifference(const Session &f32, const Session &f64) const {
    double largest = 0;
    for (size_t i = 0; i < model.outputs.size(); ++i)
      for (int64_t k = 0; k < count * model.outputs[i].elements; ++k) {
        double a = f32.real(f32.outputs[i], k), b = f64.real(f64.outputs[i], k);
        double difference = std::abs(a - b) / std::max(1.0, std::abs(b));
        largest = difference >= largest || std::isnan(difference) ? difference
                                                                  : largest;
      }
    return largest;
  }

  const VerbContext &context;
  const Model &model;
  const Options &options;
  int64_t count = 0;
};

} // namespace

Exit runSamples(const VerbContext &context) {
  return SampleWriter(context).run();
}

} // namespace dnd::rt
