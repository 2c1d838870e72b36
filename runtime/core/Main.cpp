//===- Main.cpp - Entry of every compiled model ---------------------------===//
//
// Checks model and processor, runs the verb, and turns every failure into one
// sentence, a remedy and an exit code.
//
//===----------------------------------------------------------------------===//
#include "runtime/core/File.h"
#include "runtime/core/NameMap.h"
#include "runtime/core/Verbs.h"
#include "runtime/core/Weights.h"
#include "runtime/cpu/Features.h"
#include "runtime/cpu/Threads.h"

#include <fmt/core.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <exception>
#include <new>
#include <sstream>
#include <stdexcept>
#include <unistd.h>

namespace dnd::rt {

void print(std::string_view raw) {
  // Programs get the bytes, terminals no commands from files.
  std::string shown = ::isatty(STDOUT_FILENO) ? printable(raw) : "";
  std::string_view text = shown.empty() ? raw : shown;
  if (std::fwrite(text.data(), 1, text.size(), stdout) != text.size())
    throw Error(Exit::Output,
                fmt::format("cannot write to the standard output: {}",
                            strerror(errno)));
}

std::string weightsPath(const Options &options) {
  std::string path = options.require("weights");
  return isDirectory(path) ? path + "/weights.safetensors" : path;
}

TensorFile readWeights(const Options &options, const std::string &path,
                       const Model &model) {
  TensorFile file = readTensorFile(path);
  if (options.has("map"))
    renameTensors(file, path, options.text("map"), model);
  return file;
}

static void checkProcessor(const Model &model) {
  std::vector<std::string> missing = missingFeatures(model.features);
  if (missing.empty())
    return;
  std::string list;
  for (const std::string &name : missing)
    list += fmt::format("{}{}", list.empty() ? "" : ", ", name);
  throw Error(
      Exit::Device,
      fmt::format(
          "this program was compiled for {}; this processor ({}) lacks {}",
          model.march.empty() ? "another processor" : model.march,
          processorName(), list),
      fmt::format("compile it for this one: dndc --march=native {}",
                  model.source));
}

/// With --verbose, one line about where the model runs.
static void sayDevice(const VerbContext &context) {
  if (!context.options.has("verbose"))
    return;
  std::string obstacle = context.device.obstacle();
  tell(fmt::format("device {}{}{}\n", context.device.name(),
                   obstacle.empty() ? "" : "; no GPU: ", obstacle));
}

static Exit dispatch(const dnd_model &raw, int argc, char **argv) {
  std::string executable = argc > 0 && argv[0] ? argv[0] : "model";
  size_t slash = executable.rfind('/');
  std::string program = slash == std::string::npos
                            ? executable
                            : "./" + executable.substr(slash + 1);
  std::string command = executable, commandLine = shellWord(executable);
  for (int i = 1; i < argc; ++i)
    commandLine += " " + shellWord(argv[i]);
  // The front door says how its user called it.
  if (const char *door = std::getenv("DND_COMMAND"); door && *door)
    program = command = door;
  if (const char *line = std::getenv("DND_COMMAND_LINE"); line && *line)
    commandLine = line;
  Model model(raw);
  ParsedCommandLine parsed = parseCommandLine(
      std::vector<std::string>(argv + std::min(argc, 1), argv + argc), program,
      model.network);
  if (parsed.done) {
    print(parsed.text);
    return Exit::Ok;
  }
  const Options &options = parsed.options;
  setNumThreads(options.whole("threads", 0, 1, 4096));
  DeviceChoice device(model, options);
  VerbContext context{model, options, executable, command, commandLine, device};
  const std::string &verb = options.verb;
  if (verb == "info")
    return runInfo(context);
  if (verb == "init")
    return runInit(context);
  // From here on code of the model runs.
  checkProcessor(model);
  // A check asks for a GPU by name: it compares numbers of that device.
  if (verb == "gradcheck" && !options.has("device"))
    device.needProcessor(verb);
  if (verb == "samples")
    device.needProcessor(verb);
  if (verb == "forward" && options.text("precision") == "f64")
    device.needProcessor("--precision f64");
  device.open();
  sayDevice(context);
  if (verb == "train")
    return runTrain(context);
  if (verb == "eval")
    return runEval(context);
  if (verb == "predict")
    return runPredict(context);
  if (verb == "forward")
    return runForward(context);
  if (verb == "samples")
    return runSamples(context);
  if (verb == "gradcheck")
    return runGradCheck(context);
  return runBench(context);
}

static int report(Exit code, const std::string &message,
                  const std::string &hint) {
  std::fflush(stdout);
  tell(fmt::format("error: {}\n", message));
  if (!hint.empty())
    tell(fmt::format("  help: {}\n", hint));
  return static_cast<int>(code);
}

/// The same without asking for memory.
static int reportNoMemory() {
  std::fflush(stdout);
  // Not tell(), which makes a text of its own.
  std::fputs("error: out of memory\n  help: data, network or batch are too "
             "large for this machine\n",
             stderr);
  return static_cast<int>(Exit::Memory);
}

static bool memoryEnded = false;

/// Memory can end where nobody catches: in what is made before main(), and in
/// what must not throw. The exception itself may have found none.
[[noreturn]] static void onTerminate() {
  if (memoryEnded)
    ::_exit(reportNoMemory());
  std::abort();
}

/// Before the objects of all other files are made.
__attribute__((constructor(101))) static void catchTerminate() {
  std::set_terminate(onTerminate);
  std::set_new_handler([] {
    memoryEnded = true;
    throw std::bad_alloc();
  });
}

} // namespace dnd::rt

int dnd_rt_main(const dnd_model *model, int argc, char **argv) {
  using namespace dnd::rt;
  try {
    if (!model)
      return report(Exit::Internal, "the program contains no model", "");
    Exit code = dispatch(*model, argc, argv);
    if (std::fflush(stdout) != 0 || std::ferror(stdout))
      return report(Exit::Output,
                    fmt::format("cannot write to the standard output: {}",
                                strerror(errno)),
                    "");
    return static_cast<int>(code);
  } catch (const Error &e) {
    return report(e.code, e.message, e.hint);
  } catch (const std::bad_alloc &) {
    return reportNoMemory();
  } catch (const std::length_error &) {
    return reportNoMemory();
  } catch (const std::exception &e) {
    return report(Exit::Internal, fmt::format("internal error: {}", e.what()),
                  "please report it with the command line and the model");
  }
}
