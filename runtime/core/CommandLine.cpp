//===- CommandLine.cpp - Options of a compiled model ----------------------===//
//
// CLI11 splits the words; values are converted and refused here, so that every
// message says what was given and what is wanted.
//
//===----------------------------------------------------------------------===//
#include "runtime/core/CommandLine.h"

#include "runtime/core/Error.h"
#include "runtime/core/File.h"
#include "runtime/core/Value.h"

#include <fmt/core.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cmath>

namespace dnd::rt {
namespace {

enum class Kind { Flag, One, Many, Positional };

struct OptionRow {
  const char *name, *value, *help;
  Kind kind = Kind::One;
  const char *choices = ""; ///< the words that it takes, for shells to offer
  bool repeats = false;     ///< of a positional: several may stand
  const char *older = "";   ///< a name that it had, still taken
};

struct VerbRow {
  const char *name, *summary, *usage;
  std::vector<OptionRow> options;
  const char *notes;
};

const OptionRow dataRow{"data", "PATH",
                        "folder of the data sets, or the one file (default: "
                        "DND_DATA, ./data, ./models/data)"};
const OptionRow threadsRow{"threads", "N",
                           "threads (default: the physical cores)"};
const OptionRow deviceRow{"device", "NAME",
                          "auto, cpu, cuda or cuda:N (default auto: a GPU that "
                          "can run the model, else the processor)",
                          Kind::One, "auto cpu cuda cuda:0"};
const OptionRow verboseRow{"verbose", "", "say where the model runs, and why",
                           Kind::Flag};
const OptionRow weightsRow{"weights", "FILE",
                           "weights: .safetensors, .npz, or a run folder"};
const OptionRow mapRow{"map", "FILE",
                       "names of another program in the weights: lines of its "
                       "name and the path here, behind them 'transpose'"};
const OptionRow batchRow{"batch",     "N", "samples at a time (default 256)",
                         Kind::One,   "",  false,
                         "batch-size"};
const OptionRow jsonRow{"json", "", "print the result as JSON", Kind::Flag};
const OptionRow setRow{"set", "NAME=VALUE",
                       "set any number of the recipe, e.g. lambda=0.2, "
                       "schedule.factor=0.5, data.train=500; repeatable",
                       Kind::Many};

const std::vector<VerbRow> &verbs() {
  static const std::vector<VerbRow> rows{
      {"train",
       "train on data and write a run folder",
       "train [options]",
       {dataRow,
        {"epochs", "N", "epochs (default: the recipe's)"},
        {"batch", "N", "samples of a step (default: the recipe's)", Kind::One,
         "", false, "batch-size"},
        {"lr", "X", "learning rate (default: the recipe's)"},
        {"momentum", "X", "momentum of sgd"},
        {"weight-decay", "X", "weight decay"},
        {"beta1", "X", "decay of Adam's first moment"},
        {"beta2", "X", "decay of Adam's second moment"},
        {"eps", "X", "Adam's epsilon"},
        {"accumulate", "N",
         "batches whose gradients make one step of the optimizer (of a recipe "
         "with 'accumulate')"},
        {"ema", "X",
         "decay of the average of the weights (of a recipe with 'ema')"},
        setRow,
        {"seed", "N", "seed of weights, tables, order and split (default 0)"},
        {"seeds", "LIST",
         "train once for each seed: '1,2,3', or '5' for 1 to 5; prints mean "
         "and standard deviation"},
        {"val-split", "X",
         "part of the training samples held back for validation (default: "
         "the recipe's); keeps best.safetensors"},
        {"monitor", "NAME",
         "what makes weights the best: val_accuracy or val_loss (default: the "
         "accuracy, where there are classes)",
         Kind::One, "val_accuracy val_loss"},
        {"early-stop", "N",
         "stop when N epochs brought nothing better on the validation part; "
         "ends on the best weights"},
        {"max-time", "TIME",
         "stop and save after this time: 90s, 20min or 3h50m"},
        {"max-steps", "N", "stop and save after so many steps of this process"},
        {"weights", "FILE", "start from these weights, or a run's"},
        mapRow,
        {"out", "DIR", "run folder (default: runs/NETWORK-TIME-sSEED)"},
        {"loaders", "N",
         "threads that make batches while others compute (default: none for "
         "samples in memory)"},
        {"log-steps", "", "write the loss of every step to steps.csv",
         Kind::Flag},
        {"save-every", "TIME",
         "save the state within an epoch, too, after this time: 30s or 10min "
         "(default 10min); what a kill costs at most"},
        {"tensorboard", "DIR",
         "write event files for TensorBoard there, in a folder for each run"},
        {"resume", "RUN", "continue a stopped run, bit for bit"},
        {"repeat", "RUN",
         "train a finished run once more, and say whether the weights are "
         "equal bit for bit (code 1: they are not)"},
        deviceRow,
        verboseRow,
        threadsRow,
        {"quiet", "", "no progress", Kind::Flag},
        jsonRow},
       "The run folder holds run.json, metrics.jsonl, weights.safetensors, "
       "last.state.safetensors,\nconfusion.csv, and best.safetensors with a "
       "validation part. Ctrl-C saves and leaves with code 75."},
      {"eval",
       "loss and metrics of weights on data",
       "eval --weights FILE [options]",
       {weightsRow,
        mapRow,
        dataRow,
        {"part", "NAME", "test, train or validation (default test)", Kind::One,
         "test train validation"},
        {"val-split", "X", "the split of the training, for --part validation"},
        {"seed", "N", "the seed of the training, for --val-split"},
        setRow,
        batchRow,
        {"confusion", "FILE", "write the confusion matrix as CSV"},
        deviceRow,
        verboseRow,
        threadsRow,
        jsonRow},
       ""},
      {"predict",
       "predictions for a CSV or NumPy file, or for pictures",
       "predict --weights FILE [FILE...|-] [options]",
       {weightsRow,
        mapRow,
        {"file", "FILE",
         "CSV, .npy or .npz with one sample a row; or pictures (PNG, JPEG) and "
         "folders of them; - reads the standard input and answers each row of "
         "a text as it comes",
         Kind::Positional, "", true},
        {"format", "NAME", "csv, jsonl or npy (default csv)", Kind::One,
         "csv jsonl npy"},
        {"output", "FILE", "write there (default: standard output)"},
        {"top", "K", "the K best classes of each sample"},
        {"probs", "", "softmax probabilities with the classes", Kind::Flag},
        {"drop", "COLUMN",
         "leave out a column of a CSV: last, first, a heading or a number "
         "from 0; "
         "repeatable",
         Kind::Many},
        {"part", "NAME",
         "of an .npz with parts: test, train or validation (default: the first "
         "of them that it has)",
         Kind::One, "test train validation"},
        {"scale", "X",
         "multiply the numbers of the file by this (default: as in the "
         "training)"},
        batchRow,
        deviceRow,
        verboseRow,
        threadsRow},
       "One line a sample, without a heading: its row from 0 and its class, "
       "with --probs the probability\nbehind the class, with --top K of them; "
       "for a network of values its row and outputs. Behind the row\nof a "
       "picture stands its file; pictures are brought to the size of the input "
       "as in the training.\nnpy holds the outputs themselves, or all "
       "probabilities. The normalisation of the training is\nstored with the "
       "weights and applied."},
      {"info",
       "layers, parameters, recipe and entries",
       "info [--json]",
       {jsonRow},
       ""},
      {"init",
       "write initial weights and tables",
       "init --output FILE [--seed N]",
       {{"seed", "N", "seed (default 0)"},
        {"output", "FILE", "weights to write (.safetensors or .npz)"}},
       ""},
      {"forward",
       "run one batch, with gradients if wanted",
       "forward --weights FILE --input [NAME=]x.npy --output out.npz [options]",
       {weightsRow,
        mapRow,
        {"input", "[NAME=]FILE",
         "an input, .npy with the batch first; "
         "repeatable",
         Kind::Many},
        {"target", "[NAME=]FILE", "target, .npy: adds the recipe's loss",
         Kind::Many},
        {"cotangent", "NAME=FILE",
         "factor of an output in the sum that is differentiated; repeatable",
         Kind::Many},
        {"output", "FILE", ".npz with every output by name, and 'loss'"},
        {"gradients", "FILE",
         ".npz with the gradient of every parameter by path and of every real "
         "input as input.NAME"},
        {"precision", "NAME", "f32 or f64 (default f32)", Kind::One, "f32 f64"},
        {"training", "", "as in a training step: batch statistics, dropout",
         Kind::Flag},
        {"seed", "N", "seed of the network's noise (default 0)"},
        {"step", "N", "step of the network's noise (default 0)"},
        setRow,
        deviceRow,
        verboseRow,
        threadsRow},
       ""},
      {"samples",
       "write real samples as the network sees them, and its outputs",
       "samples --weights FILE --output FILE.npz [options]",
       {weightsRow,
        mapRow,
        {"output", "FILE",
         ".npz with input.NAME, target.NAME, the outputs in f64 by name and in "
         "f32 as f32.NAME"},
        {"count", "N", "samples (default 100, or all of a smaller part)"},
        dataRow,
        {"part", "NAME", "test, train or validation (default test)", Kind::One,
         "test train validation"},
        {"val-split", "X", "the split of the training, for --part validation"},
        {"seed", "N", "the seed of the training, for --val-split"},
        setRow,
        threadsRow},
       ""},
      {"bench",
       "time of a step, with spread",
       "bench [options]",
       {{"batch", "N", "samples of a step (default: the recipe's)"},
        {"entry", "NAME",
         "train_step, forward, eval_step, grad_loss, grad_cotangent "
         "(default: train_step and forward)",
         Kind::One, "train_step forward eval_step grad_loss grad_cotangent"},
        {"repeat", "N", "measurements (default 30)"},
        {"seed", "N", "seed of weights and inputs (default 0)"},
        deviceRow,
        verboseRow,
        threadsRow,
        jsonRow},
       ""},
      {"gradcheck",
       "compare all gradients with central differences",
       "gradcheck [options]",
       {{"batch", "N", "samples (default 3)"},
        {"samples", "N", "numbers checked in each parameter (default 24)"},
        {"directions", "N", "random directions for each parameter (default 2)"},
        {"seed", "N", "seed (default 0)"},
        {"weights", "FILE", "check at these weights"},
        mapRow,
        {"tolerance", "X",
         "largest relative error beyond rounding (default 1e-6)"},
        {"device", "NAME",
         "whose f32 gradients are held against f64, too: cpu (default), cuda "
         "or cuda:N",
         Kind::One, "cpu cuda cuda:0"},
        verboseRow,
        threadsRow,
        jsonRow},
       ""}};
  return rows;
}

std::string pad(std::string text, size_t width) {
  text.resize(std::max(text.size() + 2, width), ' ');
  return text;
}

/// Text in lines of at most `width` columns after `indent`.
std::string wrap(const std::string &text, size_t indent, size_t width) {
  std::string out;
  size_t column = indent;
  for (size_t begin = 0; begin < text.size();) {
    size_t end = std::min(text.find(' ', begin), text.size());
    if (column + 1 + (end - begin) > width && column > indent) {
      out += "\n" + std::string(indent, ' ');
      column = indent;
    }
    out += (column > indent ? " " : "") + text.substr(begin, end - begin);
    column += end - begin + (column > indent);
    begin = end + 1;
  }
  return out;
}

constexpr const char *exitCodes =
    "Exit codes: 0 done, 1 a check failed, 2 wrong command line, 3 data or "
    "weights unreadable,\n4 numbers not finite, 5 the processor or the GPU "
    "cannot run it, 6 out of memory, 7 output not written,\n70 internal error, "
    "75 stopped on request with the state saved, 130 stopped at once.";

std::string generalHelp(const std::string &program,
                        const std::string &network) {
  std::string out = fmt::format(
      "Network {}, compiled by dndc.\n\nUsage: {} VERB [options]\n\n", network,
      program);
  for (const VerbRow &v : verbs())
    out += fmt::format("  {}{}\n", pad(v.name, 12), v.summary);
  return out +
         fmt::format("\n'{} VERB --help' lists the options of a verb.\n\n{}\n",
                     program, exitCodes);
}

std::string verbHelp(const VerbRow &verb, const std::string &program) {
  std::string out =
      fmt::format("{}\n\nUsage: {} {}\n\n", verb.summary, program, verb.usage);
  out[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(out[0])));
  for (const OptionRow &o : verb.options) {
    std::string left =
        o.kind == Kind::Positional
            ? fmt::format("  {}", o.value)
            : fmt::format("  --{}{}{}", o.name, *o.value ? " " : "", o.value);
    out += pad(left, 28) + wrap(o.help, 28, 100) + "\n";
  }
  out += pad("  --help", 28) + "this text\n";
  if (*verb.notes)
    out += fmt::format("\n{}\n", verb.notes);
  return out;
}

[[noreturn]] void usage(const std::string &message, const std::string &program,
                        const std::string &verb) {
  throw Error(Exit::Usage, message,
              fmt::format("see '{}{}{} --help'", program,
                          verb.empty() ? "" : " ", verb));
}

/// Complains about the first word that is no option of the verb.
[[noreturn]] void unknownWord(const VerbRow &verb, const std::string &word,
                              const std::string &program) {
  std::vector<std::string> names{"--help"};
  for (const OptionRow &o : verb.options)
    if (o.kind != Kind::Positional)
      names.push_back(fmt::format("--{}", o.name));
  if (word.starts_with("-") && word != "-") {
    std::string name = word.substr(0, word.find('='));
    // An option of another verb deserves to be named as such.
    for (const VerbRow &other : verbs())
      for (const OptionRow &o : other.options)
        if (name == fmt::format("--{}", o.name) && nearest(name, names).empty())
          usage(fmt::format("'{}' has no option '{}'; '{}' has it", verb.name,
                            name, other.name),
                program, verb.name);
    if (fileExists(word))
      throw Error(Exit::Usage, fmt::format("unknown option '{}'", word),
                  fmt::format("the file of this name is './{}'", word));
    usage(fmt::format("unknown option '{}'{}", name, didYouMean(name, names)),
          program, verb.name);
  }
  usage(fmt::format("unexpected word '{}' after '{}'{}", word, verb.name,
                    didYouMean(fmt::format("--{}", word), names)),
        program, verb.name);
}

} // namespace

std::string Options::text(const std::string &name,
                          const std::string &fallback) const {
  auto found = values.find(name);
  return found == values.end() || found->second.empty() ? fallback
                                                        : found->second.back();
}

std::vector<std::string> Options::list(const std::string &name) const {
  auto found = values.find(name);
  return found == values.end() ? std::vector<std::string>() : found->second;
}

int64_t Options::whole(const std::string &name, int64_t fallback, int64_t low,
                       int64_t high) const {
  if (!has(name))
    return fallback;
  int64_t value = 0;
  if (!parseInteger(text(name), value) || value < low || value > high ||
      (value == 0 && text(name).starts_with("-")))
    throw Error(Exit::Usage,
                fmt::format("--{} wants a whole number {}, not '{}'", name,
                            high == INT64_MAX
                                ? fmt::format("of at least {}", low)
                                : fmt::format("from {} to {}", low, high),
                            text(name)));
  return value;
}

double Options::real(const std::string &name, double fallback) const {
  if (!has(name))
    return fallback;
  double value = 0;
  if (!parseReal(text(name), value) || !std::isfinite(value))
    throw Error(Exit::Usage,
                fmt::format("--{} wants a number, not '{}'", name, text(name)));
  return value;
}

double Options::share(const std::string &name, double fallback) const {
  double value = real(name, fallback);
  if (std::signbit(value) || value >= 1)
    throw Error(Exit::Usage,
                fmt::format("--{} wants a number from 0 to below 1, not '{}'",
                            name, text(name)));
  return value;
}

std::string Options::require(const std::string &name) const {
  std::string value = text(name);
  if (value.empty())
    throw Error(Exit::Usage, fmt::format("'{}' needs --{} FILE", verb, name));
  return value;
}

ParsedCommandLine parseCommandLine(const std::vector<std::string> &arguments,
                                   const std::string &program,
                                   const std::string &network) {
  ParsedCommandLine result;
  if (arguments.empty() || arguments[0] == "--help" || arguments[0] == "-h" ||
      arguments[0] == "help") {
    result.text = generalHelp(program, network);
    if (arguments.empty())
      throw Error(Exit::Usage, "no verb given\n\n" + result.text);
    result.done = true;
    return result;
  }
  const VerbRow *verb = nullptr;
  std::vector<std::string> names;
  for (const VerbRow &v : verbs()) {
    names.emplace_back(v.name);
    if (arguments[0] == v.name)
      verb = &v;
  }
  if (!verb)
    usage(fmt::format("unknown verb '{}'{}", arguments[0],
                      didYouMean(arguments[0], names)),
          program, "");

  CLI::App app;
  app.set_help_flag("");
  app.allow_extras();
  bool help = false;
  app.add_flag("-h,--help", help);
  std::map<std::string, std::vector<std::string>> values;
  std::map<std::string, bool> flags;
  for (const OptionRow &o : verb->options) {
    if (o.kind == Kind::Flag)
      app.add_flag(fmt::format("--{}", o.name), flags[o.name]);
    else if (o.kind == Kind::Positional)
      app.add_option(o.name, values[o.name])
          ->expected(0, o.repeats ? 1 << 20 : 1);
    else
      app.add_option(*o.older ? fmt::format("--{},--{}", o.name, o.older)
                              : fmt::format("--{}", o.name),
                     values[o.name])
          ->expected(1)
          ->take_all()
          ->allow_extra_args(false);
  }
  for (const OptionRow &o : verb->options)
    for (const std::string &word : arguments)
      if (o.kind == Kind::Flag &&
          word.starts_with(fmt::format("--{}=", o.name)))
        usage(fmt::format("option '--{}' takes no value, not '{}'", o.name,
                          word.substr(word.find('=') + 1)),
              program, verb->name);
  try {
    // CLI11 takes the words from the back.
    app.parse(
        std::vector<std::string>(arguments.rbegin(), arguments.rend() - 1));
  } catch (const CLI::ArgumentMismatch &) {
    // Only the last word can lack its value; else there is a word too many.
    if (!arguments.back().starts_with("-") || arguments.back() == "-")
      unknownWord(*verb, arguments.back(), program);
    usage(fmt::format("option '{}' lacks its value", arguments.back()), program,
          verb->name);
  } catch (const CLI::ParseError &e) {
    usage(e.what(), program, verb->name);
  }
  if (help) {
    result.done = true;
    result.text = verbHelp(*verb, program);
    return result;
  }
  // Behind `--` all words are names; CLI11 leaves the mark itself over.
  std::vector<std::string> rest = app.remaining();
  if (auto mark = std::find(rest.begin(), rest.end(), "--"); mark != rest.end())
    rest.erase(mark);
  if (!rest.empty())
    unknownWord(*verb, rest.front(), program);
  result.options.verb = verb->name;
  for (auto &[name, list] : values) {
    if (list.empty())
      continue;
    const OptionRow &row =
        *std::find_if(verb->options.begin(), verb->options.end(),
                      [&](const OptionRow &o) { return name == o.name; });
    // An empty variable of a shell must not stand for the default.
    if (std::count(list.begin(), list.end(), ""))
      usage(row.kind == Kind::Positional
                ? fmt::format("the name of {} is empty", row.value)
                : fmt::format("option '--{}' wants {}, not an empty text", name,
                              row.value),
            program, verb->name);
    if (row.kind == Kind::One && list.size() > 1)
      usage(fmt::format("option '--{}' stands twice", name), program,
            verb->name);
    result.options.values[name] = std::move(list);
  }
  for (auto &[name, on] : flags)
    if (on)
      result.options.values[name] = {};
  return result;
}

std::string optionsAsJson() {
  Value list = Value::list();
  for (const VerbRow &verb : verbs()) {
    Value options = Value::list();
    for (const OptionRow &row : verb.options) {
      Value option = Value::object();
      option.set("name", row.name);
      option.set("value", row.value);
      option.set("help", row.help);
      option.set("choices", row.choices);
      option.set("older", row.older);
      option.set("repeats", row.kind == Kind::Many || row.repeats);
      option.set("positional", row.kind == Kind::Positional);
      options.push(std::move(option));
    }
    Value one = Value::object();
    one.set("name", verb.name);
    one.set("summary", verb.summary);
    one.set("usage", verb.usage);
    one.set("notes", verb.notes);
    one.set("options", std::move(options));
    list.push(std::move(one));
  }
  Value all = Value::object();
  all.set("verbs", std::move(list));
  all.set("exit_codes", exitCodes);
  return all.dump(1) + "\n";
}

} // namespace dnd::rt
