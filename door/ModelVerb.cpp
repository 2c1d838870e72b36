//===- ModelVerb.cpp - From a command line to a program and its words -----===//
#include "door/ModelVerb.h"

#include "door/Commands.h"
#include "door/Process.h"
#include "runtime/core/File.h"
#include "runtime/core/Sha256.h"
#include "runtime/core/Value.h"

#include <fmt/core.h>

#include <algorithm>
#include <filesystem>
#include <unistd.h>

namespace dnd::door {

using rt::Error;
using rt::Exit;
using rt::Value;

bool isModelArgument(const ModelText &model, const std::string &network,
                     const std::string &name) {
  for (const ModelNetwork &candidate : model.networks)
    if (network.empty() || candidate.name == network)
      for (const ModelArgument &argument : candidate.arguments)
        if (argument.name == name)
          return true;
  return std::find(model.constants.begin(), model.constants.end(), name) !=
         model.constants.end();
}

/// Whether the recipe of the network has a constant of that name.
static bool isRecipeConstant(const ModelText &model, const std::string &network,
                             const std::string &name) {
  for (const ModelRecipe &recipe : model.recipes)
    if (network.empty() || recipe.network == network)
      for (const RecipeLine &line : recipe.lines)
        if (line.isConst && line.key == name)
          return true;
  return false;
}

Placed placeUnknown(const Call &call, const ModelText &model) {
  Placed placed;
  std::string network = call.options.text("network");
  for (const auto &[name, value] : call.unknown) {
    bool isSetting = name.find('.') != std::string::npos ||
                     isRecipeConstant(model, network, name);
    if (isModelArgument(model, network, name)) {
      placed.compilerWords.push_back("-D");
      // A truth value may stand alone.
      placed.compilerWords.push_back(
          fmt::format("{}={}", name, value.empty() ? "true" : value));
      continue;
    }
    if (isSetting && call.command->find("set")) {
      if (value.empty())
        throw Error(Exit::Usage, fmt::format("'--{}' lacks its value", name));
      placed.modelWords.push_back("--set");
      placed.modelWords.push_back(fmt::format("{}={}", name, value));
      continue;
    }
    std::vector<std::string> names;
    for (const Option &option : call.command->options)
      names.insert(names.end(), option.names.begin(), option.names.end());
    std::string arguments;
    for (const ModelNetwork &candidate : model.networks)
      if (network.empty() || candidate.name == network)
        for (const ModelArgument &argument : candidate.arguments) {
          names.push_back("--" + argument.name);
          arguments += (arguments.empty() ? "--" : ", --") + argument.name;
        }
    throw Error(
        Exit::Usage,
        fmt::format("unknown option '--{}'{}", name,
                    rt::didYouMean("--" + name, names)),
        arguments.empty()
            ? fmt::format("see 'dnd {} --help'", call.command->name)
            : fmt::format("the network has the arguments {}; 'dnd {} --help' "
                          "lists the options",
                          arguments, call.command->name));
  }
  return placed;
}

RunOrigin originOf(const std::string &run) {
  std::string path = run + "/run.json", error;
  if (!rt::fileExists(path))
    throw Error(Exit::Data,
                fmt::format("'{}' is no run folder: it has no run.json", run));
  Value record;
  if (!rt::parseJson(rt::readFile(path, 1 << 26), record, error))
    throw Error(Exit::Data, fmt::format("'{}' is damaged: {}", path, error));
  const Value *model = record.find("model"),
              *words = record.find("compile_options"),
              *source = record.find("source"),
              *sum = record.find("source_sha256");
  if (!model || !model->isString() || !words ||
      !rt::fileExists(fmt::format("{}/{}", run, model->text)))
    throw Error(
        Exit::Data,
        fmt::format("the run in '{}' does not hold its model's text", run),
        "name the model: dnd COMMAND MODEL.dnd ...");
  RunOrigin origin{fmt::format("{}/{}", run, model->text), {}};
  // The author's own file while it is still the same: data beside it are found.
  if (source && sum && rt::fileExists(source->text)) {
    std::string all; // as the compiler sums up a model and its imports
    for (const SourceText &text : readModelText(source->text).sources)
      all += text.text;
    if (rt::sha256(all) == sum->text)
      origin.model = source->text;
  }
  for (const Value &word : words->items)
    origin.compilerWords.push_back(word.text);
  return origin;
}

namespace {

/// The words of the program's command line, from the options that are its own.
std::vector<std::string> wordsForModel(const Call &call) {
  std::vector<std::string> words{call.command->name};
  for (const Option &option : call.command->options) {
    if (option.side != Side::Model || !call.options.has(option.key()) ||
        option.form == Form::Positional)
      continue;
    const std::string &name = option.names.front();
    if (option.form == Form::Flag)
      words.push_back(name);
    for (const std::string &value : call.options.list(option.key())) {
      words.push_back(name);
      words.push_back(value);
    }
  }
  return words;
}

/// A folder that holds a run, of this name or of --resume, --repeat, --weights.
std::string runNamedBy(const Call &call) {
  for (const char *name : {"resume", "repeat", "weights"})
    if (std::string run = call.options.text(name);
        !run.empty() && rt::fileExists(run + "/run.json"))
      return run;
  return {};
}

bool isProgram(const std::string &path) {
  return !path.ends_with(".dnd") && rt::fileExists(path) &&
         ::access(path.c_str(), X_OK) == 0;
}

} // namespace

rt::Exit runModelVerb(const Call &call) {
  std::vector<std::string> rest = call.positionals;
  std::vector<std::string> words = wordsForModel(call);
  std::string run = runNamedBy(call), model;
  bool isFirstModel = !rest.empty() && (rest[0].ends_with(".dnd") ||
                                        rt::fileExists(rest[0] + "/run.json") ||
                                        isProgram(rest[0]));
  // `dnd predict --weights RUN x.csv`: the run says which model.
  if (isFirstModel || run.empty()) {
    for (const char *name : {"resume", "repeat"})
      if (rest.empty() && call.options.has(name))
        originOf(call.options.text(name)); // says what is wrong with it
    if (rest.empty())
      throw Error(Exit::Usage,
                  fmt::format("'dnd {}' needs a model: a .dnd file, a compiled "
                              "model, or a run folder",
                              call.command->name),
                  fmt::format("see 'dnd {} --help'; 'dnd new NAME' writes a "
                              "model to begin with",
                              call.command->name));
    model = rest[0];
    rest.erase(rest.begin());
  }
  if (model.empty() || rt::fileExists(model + "/run.json")) {
    bool takesWeights = call.command->find("weights") &&
                        call.command->name != "train" &&
                        !call.options.has("weights");
    if (!model.empty())
      run = model;
    if (!model.empty() && takesWeights)
      words.insert(words.end(), {"--weights", run});
    model.clear();
  }
  std::vector<std::string> compiler = call.compilerWords;
  if (model.empty()) {
    if (!compiler.empty())
      throw Error(Exit::Usage,
                  fmt::format("'{}' says how the model was compiled; '{}' "
                              "cannot change",
                              run, compiler.front()),
                  "name the model's text to compile it in another way");
    RunOrigin origin = originOf(run);
    model = origin.model;
    compiler = origin.compilerWords;
  }
  std::string program = model;
  if (!isProgram(model)) {
    ModelText text = readModelText(model);
    Placed placed = placeUnknown(call, text);
    compiler.insert(compiler.end(), placed.compilerWords.begin(),
                    placed.compilerWords.end());
    words.insert(words.end(), placed.modelWords.begin(),
                 placed.modelWords.end());
    Built built = build(text, compiler, call.options.has("quiet"));
    if (built.code)
      return static_cast<Exit>(built.code);
    program = built.program;
  } else if (!call.unknown.empty() || !compiler.empty()) {
    throw Error(Exit::Usage,
                fmt::format("'{}' is compiled: '{}' cannot change any more",
                            model,
                            compiler.empty() ? "--" + call.unknown[0].first
                                             : compiler.front()),
                "name the model's text, or a number of the recipe with --set");
  }
  if (program.find('/') == std::string::npos)
    program = "./" + program;
  words.insert(words.begin(), program);
  words.insert(words.end(), rest.begin(), rest.end());
  become(words);
}

} // namespace dnd::door
