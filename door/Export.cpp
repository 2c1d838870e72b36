//===- Export.cpp - dnd export: a trained model for other programs --------===//
//
// Beside what is exported stand real samples with the outputs in f64, and a
// certificate: how far the formats are from them.
//
//===----------------------------------------------------------------------===//
#include "door/Build.h"
#include "door/Commands.h"
#include "door/ModelVerb.h"
#include "door/OnnxWeights.h"
#include "door/Process.h"
#include "runtime/core/File.h"
#include "runtime/core/Sha256.h"
#include "runtime/core/Verbs.h"
#include "runtime/core/Weights.h"
#include "runtime/report/RunDirectory.h"

#include <fmt/core.h>

#include <cstdlib>
#include <filesystem>
#include <unistd.h>

namespace dnd::door {

namespace fs = std::filesystem;
using rt::Error;
using rt::Exit;

namespace {

/// Runs an ONNX file on samples; printed is the largest difference.
constexpr const char *onnxCheck = R"(import sys
import numpy
import onnxruntime
session = onnxruntime.InferenceSession(sys.argv[1], providers=["CPUExecutionProvider"])
samples = dict(numpy.load(sys.argv[2]))
names = [output.name for output in session.get_outputs()]
found = session.run(names, {i.name: samples["input." + i.name] for i in session.get_inputs()})
largest = 0.0
for name, output in zip(names, found):
    wanted = samples[name[:-4] if name not in samples and name.endswith("_out") else name]
    if output.size:
        largest = max(largest, float(numpy.max(numpy.abs(output - wanted) / numpy.maximum(1, numpy.abs(wanted)))))
print(f"largest difference {largest:.3g} over {len(next(iter(samples.values())))} samples")
sys.exit(0 if largest <= 1e-4 else 1)
)";

class Exporter {
public:
  explicit Exporter(const Call &call) : call(call) {}

  Exit run() {
    findModel();
    kind = call.options.text("to");
    if (kind.empty())
      throw Error(Exit::Usage, "'dnd export' needs --to FORMAT",
                  "torch, onnx or shared");
    if (kind == "onnx" && weights.empty())
      throw Error(Exit::Usage, "an ONNX file needs weights",
                  "name a run: --weights RUN");
    std::string stem = fs::path(model).stem().string();
    output =
        call.options.text("output", kind == "torch"  ? stem + "_torch.py"
                                    : kind == "onnx" ? stem + ".onnx"
                                                     : "lib" + stem + ".so");
    ModelText text = readModelText(model);
    Placed placed = placeUnknown(call, text);
    compiler.insert(compiler.end(), placed.compilerWords.begin(),
                    placed.compilerWords.end());
    if (int code = compile())
      return static_cast<Exit>(code);
    rt::print(fmt::format("wrote {}\n", output));
    if (weights.empty())
      return Exit::Ok;
    Built built = build(text, compiler, /*quiet=*/true);
    if (built.code)
      return static_cast<Exit>(built.code);
    return certify(built.program);
  }

private:
  void findModel() {
    std::string first =
        call.positionals.empty() ? "" : onlyWord(call, "a model");
    weights = call.options.text("weights");
    bool isRun = rt::fileExists(first + "/run.json");
    if (isRun && weights.empty())
      weights = first;
    compiler = call.compilerWords;
    if (!first.empty() && !isRun) {
      model = first;
    } else {
      if (weights.empty())
        throw Error(Exit::Usage,
                    "'dnd export' needs a model: a .dnd file or a run folder",
                    "see 'dnd export --help'");
      if (!compiler.empty())
        throw Error(Exit::Usage,
                    fmt::format("the run says how the model was compiled; "
                                "'{}' cannot change",
                                compiler.front()),
                    "name the model's text");
      RunOrigin origin = originOf(isRun ? first : weights);
      model = origin.model;
      compiler = origin.compilerWords;
    }
    if (rt::isDirectory(weights))
      weights += "/weights.safetensors";
    if (!weights.empty() && !rt::fileExists(weights))
      throw Error(Exit::Data,
                  fmt::format("there are no weights in '{}'", weights));
  }

  /// The code of the compiler.
  int compile() {
    std::vector<std::string> words{toolPath("dndc"), "--emit=" + kind};
    words.insert(words.end(), compiler.begin(), compiler.end());
    std::string made =
        kind == "onnx" ? fmt::format("{}.tmp{}", output, ::getpid()) : output;
    // A library carries no code for GPUs.
    if (kind == "shared")
      words.push_back("--cuda=off");
    words.insert(words.end(), {"-o", made, "--", model});
    int code = wait(start({words, "", false}));
    if (code || kind != "onnx")
      return code;
    rt::TensorFile file = rt::readTensorFile(weights);
    std::string graph = rt::readFile(made, int64_t{1} << 33);
    std::error_code ec;
    fs::remove(made, ec);
    rt::writeFile(output, withWeights(graph, file, file.metadata));
    return 0;
  }

  std::string checkPath() const {
    fs::path path(output);
    return path.replace_extension().string() + ".samples.npz";
  }

  Exit certify(const std::string &program) {
    std::string samples = checkPath();
    std::vector<std::string> words{
        program,     "samples",
        "--weights", weights,
        "--output",  samples,
        "--count",   call.options.text("samples", "100")};
    if (call.options.has("data"))
      words.insert(words.end(), {"--data", call.options.text("data")});
    Captured said = capture(words);
    if (said.code) {
      std::fflush(stdout);
      rt::tell(said.errors);
      rt::tell("note: no certificate: the export itself is complete\n");
      return static_cast<Exit>(said.code);
    }
    std::string text = fmt::format(
        "certificate of {}\nmodel     {}, sha256 {}\nweights   {}, sha256 {}\n"
        "samples   {}: {}",
        output, model, rt::sha256(rt::readFile(model, 1 << 26)), weights,
        rt::sha256(rt::readFile(weights, int64_t{1} << 33)), samples,
        said.output);
    bool isGood = true;
    text += foreign(samples, isGood);
    text += fmt::format("written   {}\n", rt::timeText());
    fs::path path(output);
    std::string file = path.replace_extension().string() + ".certificate.txt";
    rt::writeFile(file, text);
    rt::print(text + fmt::format("wrote {} and {}\n", samples, file));
    return isGood ? Exit::Ok : Exit::Failed;
  }

  /// What the other program says of the samples, where it is installed.
  std::string foreign(const std::string &samples, bool &isGood) const {
    if (kind == "shared")
      return "library   has the code of the executable: the same bits\n";
    const char *own = std::getenv("DND_PYTHON");
    std::string python = own && *own ? own : findProgram("python3");
    const char *engine = kind == "torch" ? "torch" : "onnxruntime";
    std::string command =
        kind == "torch"
            ? fmt::format("python3 {} {} {}", output, weights, samples)
            : fmt::format("run {} on the arrays of {}", output, samples);
    if (python.empty() ||
        capture({python, "-c", fmt::format("import numpy, {}", engine)}).code)
      return fmt::format("{:<9} not installed, so not run; to run it: {}\n",
                         engine, command);
    Captured said =
        kind == "torch"
            ? capture({python, output, weights, samples, "--train", "20"})
            : capture({python, "-c", onnxCheck, output, samples});
    isGood = said.code == 0;
    std::string shown = said.output;
    for (size_t at = shown.find('\n'); at + 1 < shown.size();
         at = shown.find('\n', at + 1))
      shown.replace(at, 1, "; ");
    return fmt::format("{:<9} against f64: {}{}", engine, shown,
                       isGood ? "" : "FAILED\n" + said.errors);
  }

  const Call &call;
  std::string model, weights, kind, output;
  std::vector<std::string> compiler;
};

} // namespace

rt::Exit runExport(const Call &call) { return Exporter(call).run(); }

} // namespace dnd::door
