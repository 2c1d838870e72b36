//===- CommandLine.cpp - The commands of dnd and their options ------------===//
#include "door/CommandLine.h"

#include "door/Commands.h"
#include "runtime/core/Error.h"
#include "runtime/core/Value.h"

#include <fmt/core.h>

#include <algorithm>
#include <cctype>
#include <sstream>

namespace dnd::door {

using rt::Error;
using rt::Exit;
using rt::Value;

namespace {

constexpr const char *exitCodes =
    "Exit codes: 0 done, 1 errors in the model or a check failed, 2 wrong "
    "command line, 3 data, weights or runs unreadable,\n4 numbers not finite, "
    "5 a tool or device is missing, 6 out of memory, 7 output not written,\n70 "
    "internal error, 75 stopped on request with the state saved, 130 stopped "
    "at once.";

Option flag(const char *name, const char *help) {
  return {{name}, "", help, {}, Form::Flag, false, Side::Door};
}
Option value(const char *name, const char *what, const char *help,
             std::vector<std::string> choices = {}) {
  return {{name},      what,  help,      std::move(choices),
          Form::Value, false, Side::Door};
}
Option word(const char *what, const char *help) {
  return {{}, what, help, {}, Form::Positional, false, Side::Door};
}

std::vector<std::string> split(const std::string &text, char separator) {
  std::vector<std::string> parts;
  std::istringstream stream(text);
  for (std::string part; std::getline(stream, part, separator);)
    if (!part.empty())
      parts.push_back(part);
  return parts;
}

/// The options of dndc that say what is compiled.
std::vector<Option> compilerOptions() {
  std::vector<Option> list;
  auto add = [&](const char *group, Form form, const char *name,
                 const char *aliases, const char *argument, const char *help) {
    std::string key = name;
    bool isOurs = group == std::string("Model") ||
                  group == std::string("Device") || key == "-W";
    if (!isOurs || key == "-o" || key == "--check")
      return;
    Option option;
    option.names = split(aliases, ' ');
    option.names.insert(option.names.begin(), name);
    option.value = argument;
    option.help = help;
    if (option.value.find('|') != std::string::npos)
      option.choices = split(argument, '|');
    option.form = form;
    option.repeats = key == "-D" || key == "-W";
    option.side = Side::Compiler;
    list.push_back(std::move(option));
  };
  constexpr Form Flag = Form::Flag, Long = Form::Value, Joined = Form::Joined,
                 Either = Form::Either;
#define DND_OPTION(id, group, form, name, aliases, argument, help)             \
  add(#group, form, name, aliases, argument, help);
#include "codegen/tools/Options.def"
  return list;
}

/// The verbs of compiled models, from their own table.
std::vector<Command> modelVerbs() {
  Value table;
  std::string error;
  if (!rt::parseJson(rt::optionsAsJson(), table, error))
    throw Error(Exit::Internal, "the table of options is damaged: " + error);
  std::vector<Command> list;
  std::vector<Option> compiler = compilerOptions();
  for (const Value &verb : table.find("verbs")->items) {
    Command command;
    command.name = verb.find("name")->text;
    command.summary = verb.find("summary")->text;
    command.usage = verb.find("usage")->text;
    command.usage.insert(command.name.size(), " MODEL.dnd");
    command.notes = verb.find("notes")->text;
    command.takesArguments = true;
    command.run = runModelVerb;
    command.options.push_back(
        word("MODEL", "the model: a .dnd file, a compiled model, or a run "
                      "folder, whose text and options are taken"));
    for (const Value &row : verb.find("options")->items) {
      Option option;
      bool isPositional = row.find("positional")->integer;
      if (!isPositional)
        option.names = {"--" + row.find("name")->text};
      if (const std::string &older = row.find("older")->text; !older.empty())
        option.older = "--" + older;
      option.value = row.find("value")->text;
      option.help = row.find("help")->text;
      option.choices = split(row.find("choices")->text, ' ');
      option.repeats = row.find("repeats")->integer;
      option.form = isPositional           ? Form::Positional
                    : option.value.empty() ? Form::Flag
                                           : Form::Value;
      option.side = Side::Model;
      command.options.push_back(std::move(option));
    }
    command.options.insert(command.options.end(), compiler.begin(),
                           compiler.end());
    list.push_back(std::move(command));
  }
  return list;
}

Command sweepCommand(const Command &train) {
  Command command;
  command.name = "sweep";
  command.summary = "train a grid of settings over several seeds";
  command.usage = "sweep MODEL.dnd --NAME A,B,C ... [options]";
  command.notes =
      "Every option of train, argument of the network (--rank 2,4,8) and "
      "number of the recipe takes several values with\ncommas between them. "
      "Each shape is compiled once. The same command continues a sweep that "
      "was stopped.\nWithout a validation part in the recipe a tenth of the "
      "training samples is held back (--val-split). The choice is\nby the "
      "validation part; the test part is reported for the choice alone. "
      "summary.csv holds a row for each setting.";
  command.takesArguments = true;
  command.run = runSweep;
  command.options = {
      word("MODEL", "the model file"),
      value("--seeds", "LIST",
            "seeds of each setting: '1,2,3', or '5' for 1 to 5 (default 1)"),
      value("--jobs", "N",
            "trainings side by side (default: the processors over --threads, "
            "else 2)"),
      value("--random", "N", "N settings of the grid, drawn at random"),
      value("--sweep-seed", "N", "seed of --random (default 0)"),
      value("--out", "DIR",
            "folder of the sweep (default: sweeps/MODEL-CHECKSUM)"),
      flag("--quiet", "no table while it runs"),
      flag("--json", "print the summary as JSON")};
  const char *reserved[] = {"out",    "seed",     "seeds",   "resume",
                            "quiet",  "json",     "verbose", "max-steps",
                            "repeat", "log-steps"};
  for (const Option &option : train.options) {
    if (option.form == Form::Positional)
      continue;
    bool isReserved = option.side == Side::Model &&
                      std::find(std::begin(reserved), std::end(reserved),
                                option.key()) != std::end(reserved);
    if (!isReserved)
      command.options.push_back(option);
  }
  return command;
}

std::vector<Command> makeCommands() {
  std::vector<Command> list = modelVerbs();
  std::vector<Option> compiler = compilerOptions();
  Command sweep = sweepCommand(list.front());

  Command fresh;
  fresh.name = "new";
  fresh.summary = "write a model to begin with";
  fresh.usage = "new NAME [--template KIND]";
  fresh.options = {
      word("NAME", "the network's name; NAME.dnd is written"),
      value("--template", "KIND",
            "dense, quadratic, dendritic or conv (default dendritic): "
            "classifiers of the shipped digits",
            {"dense", "quadratic", "dendritic", "conv"})};
  fresh.run = runNew;

  Command compare;
  compare.name = "compare";
  compare.summary = "runs side by side: settings, curves, paired differences";
  compare.usage = "compare RUN RUN ... [options]";
  compare.notes =
      "RUN is a run folder, or a folder of runs of one setting with different "
      "seeds (train --seeds, sweep). Runs of the same\nseed are paired; the "
      "interval of the mean difference comes from 10,000 bootstrap samples "
      "of the pairs.";
  compare.options = {
      word("RUN",
           "the runs; the first one is what the others are held against"),
      value("--metric", "NAME",
            "what is compared (default: test_accuracy, else test_loss, "
            "val_..., train_...)"),
      value("--level", "X", "of the interval (default 0.95)"),
      flag("--json", "print the result as JSON")};
  compare.run = runCompare;

  Command baseline;
  baseline.name = "baseline";
  baseline.summary = "write the plain network of the same size";
  baseline.usage = "baseline MODEL.dnd [-o FILE] [options]";
  baseline.notes =
      "The baseline has the same inputs, classes and recipe, and the width "
      "that brings its number of parameters nearest to\nthe model's. What "
      "the recipe says about parameters by name (groups) and about the "
      "degree of the network (margins) is\nleft out.";
  baseline.takesArguments = true;
  baseline.options = {
      word("MODEL", "the model file"),
      {{"-o", "--output"},
       "FILE",
       "where to write (default: MODEL_baseline.dnd)",
       {},
       Form::Either,
       false,
       Side::Door},
      value("--match", "WHAT", "what is made equal: params", {"params"}),
      value("--kind", "KIND",
            "mlp, or cnn for images (default: cnn where the model has "
            "windows)",
            {"mlp", "cnn"}),
      flag("--force", "write over an older file")};
  baseline.options.insert(baseline.options.end(), compiler.begin(),
                          compiler.end());
  baseline.run = runBaseline;

  Command exports;
  exports.name = "export";
  exports.summary = "a trained model for PyTorch, ONNX or C";
  exports.usage = "export [MODEL.dnd] --to FORMAT --weights RUN [options]";
  exports.notes =
      "A run folder stands for its model. Beside the export, real samples with "
      "the model's outputs in f64 (.samples.npz) and a\ncertificate are "
      "written: the largest differences to f64 of the executable, and of "
      "PyTorch or onnxruntime where python3\n(or DND_PYTHON) has them. shared "
      "is a library with a C header.";
  exports.takesArguments = true;
  exports.options = {
      word("MODEL", "a .dnd file or a run folder"),
      value("--to", "FORMAT", "torch, onnx or shared",
            {"torch", "onnx", "shared"}),
      value("--weights", "FILE", "weights, or a run folder"),
      {{"-o", "--output"},
       "FILE",
       "where to write (default: MODEL_torch.py, MODEL.onnx, libMODEL.so)",
       {},
       Form::Either,
       false,
       Side::Door},
      value("--samples", "N", "samples of the certificate (default 100)"),
      value("--data", "PATH", "folder of the data sets, or the one file")};
  exports.options.insert(exports.options.end(), compiler.begin(),
                         compiler.end());
  exports.run = runExport;

  Command report;
  report.name = "report";
  report.summary = "a run as one HTML page, with pictures of what it learned";
  report.usage = "report RUN ... [options]";
  report.notes =
      "The page loads nothing. Curves of all runs stand over each other; the "
      "rest is about the first one: confusion matrix, the\nworst mistakes, the "
      "layers and what they were recognised as, what dendrites see, spectra "
      "and eigenvectors of quadratic\nforms, projections, filters, histograms.";
  report.options = {
      word("RUN", "run folders, or folders of runs"),
      {{"-o", "--output"},
       "FILE",
       "where to write (default: report.html in the first run)",
       {},
       Form::Either,
       false,
       Side::Door},
      value("--png", "DIR", "write the pictures there, too"),
      value("--data", "PATH", "folder of the data sets, or the one file")};
  report.run = runReport;

  Command doctor;
  doctor.name = "doctor";
  doctor.summary = "what is installed, and what works without";
  doctor.usage = "doctor [--json]";
  doctor.notes = "Code 5 when models cannot be compiled and run.";
  doctor.options = {flag("--json", "print the result as JSON")};
  doctor.run = runDoctor;

  Command format;
  format.name = "fmt";
  format.summary = "lay out model files";
  format.usage = "fmt [--check | --print] FILE...";
  format.notes = "Comments stay. There are no options of style. '-' reads the "
                 "standard input and prints.";
  format.options = {word("FILE", "files to rewrite; '-' is the standard input"),
                    flag("--check", "name the files whose layout differs, and "
                                    "exit with 1 if there are any"),
                    flag("--print", "print, and leave the files alone")};
  format.run = runFormat;

  Command check;
  check.name = "check";
  check.summary = "errors and warnings of a model, no output";
  check.usage = "check MODEL.dnd [options]";
  check.takesArguments = true;
  check.options = {word("MODEL", "the model file")};
  check.options.insert(check.options.end(), compiler.begin(), compiler.end());
  check.run = runCheck;

  Command explore;
  explore.name = "explore";
  explore.summary = "what becomes of a model in every phase, as one HTML page";
  explore.usage = "explore MODEL.dnd [-o FILE] [options]";
  explore.notes =
      "The model's text stands beside the IR of each phase, the assembly, and "
      "PTX where there is GPU code; pointing at a line\nshows what became of "
      "it. The page loads nothing.";
  explore.takesArguments = true;
  explore.options = {word("MODEL", "the model file"),
                     {{"-o", "--output"},
                      "FILE",
                      "where to write (default: MODEL.html)",
                      {},
                      Form::Either,
                      false,
                      Side::Door}};
  explore.options.insert(explore.options.end(), compiler.begin(),
                         compiler.end());
  explore.run = runExplore;

  Command compile;
  compile.name = "compile";
  compile.summary = "dndc: compile a model to an executable";
  compile.usage = "compile [options of dndc] MODEL.dnd";
  compile.isForwarded = true;
  compile.run = runCompile;

  Command explain;
  explain.name = "explain";
  explain.summary = "what a message of the compiler means";
  explain.usage = "explain CODE";
  explain.options = {word("CODE", "such as E0102")};
  explain.run = runExplain;

  for (Command *command :
       {&sweep, &compare, &baseline, &exports, &report, &explore, &fresh,
        &format, &check, &compile, &explain, &doctor})
    list.push_back(std::move(*command));
  return list;
}

std::string pad(std::string text, size_t width) {
  text.resize(std::max(text.size() + 2, width), ' ');
  return text;
}

std::string wrapped(const std::string &text, size_t indent, size_t width) {
  std::string out;
  size_t column = indent;
  for (const std::string &part : split(text, ' ')) {
    if (column > indent && column + 1 + part.size() > width) {
      out += "\n" + std::string(indent, ' ');
      column = indent;
    }
    out += (column > indent ? " " : "") + part;
    column += part.size() + (column > indent);
  }
  return out;
}

[[noreturn]] void wrong(const Command &command, const std::string &message) {
  throw Error(Exit::Usage, message,
              fmt::format("see 'dnd {} --help'", command.name));
}

/// Splits the words of one command.
class Parser {
public:
  Parser(const Command &command, const std::vector<std::string> &words)
      : command(command), words(words) {
    call.command = &command;
    call.options.verb = command.name;
    call.words = words;
  }

  Call run() {
    for (; at < words.size(); ++at)
      take(words[at]);
    return std::move(call);
  }

private:
  void take(const std::string &text) {
    if (onlyPositionals || text == "-" || !text.starts_with("-") ||
        isNumber(text)) {
      call.positionals.push_back(text);
      return;
    }
    if (text == "--") {
      onlyPositionals = true;
      return;
    }
    if (text == "--help" || text == "-h") {
      call.help = true;
      return;
    }
    for (const Option &option : command.options)
      for (const std::string &name : option.names)
        if (matches(option, name, text))
          return;
    for (const Option &option : command.options)
      if (!option.older.empty() && matches(option, option.older, text))
        return;
    if (command.takesArguments && text.starts_with("--"))
      return takeUnknown(text);
    unknownOption(text);
  }

  static bool isNumber(const std::string &text) {
    double number = 0;
    return rt::parseReal(text, number);
  }

  bool matches(const Option &option, const std::string &name,
               const std::string &text) {
    size_t first = at;
    std::string given;
    bool hasEquals = text.starts_with(name + "=");
    switch (option.form) {
    case Form::Positional:
      return false;
    case Form::Flag:
      if (hasEquals)
        wrong(command, fmt::format("option '{}' takes no value, not '{}'", name,
                                   text.substr(name.size() + 1)));
      if (text != name)
        return false;
      break;
    case Form::Joined:
      if (!text.starts_with(name) || text.starts_with("--"))
        return false;
      given = text.substr(name.size());
      break;
    default:
      if (name.starts_with("--") || option.form == Form::Value) {
        if (text != name && !hasEquals)
          return false;
        given = hasEquals ? text.substr(name.size() + 1) : next(name);
      } else {
        if (!text.starts_with(name))
          return false;
        given =
            text.size() > name.size() ? text.substr(name.size()) : next(name);
      }
    }
    store(option, name, given);
    if (option.side == Side::Compiler)
      call.compilerWords.insert(call.compilerWords.end(),
                                words.begin() + static_cast<ptrdiff_t>(first),
                                words.begin() + static_cast<ptrdiff_t>(at) + 1);
    return true;
  }

  std::string next(const std::string &name) {
    if (at + 1 >= words.size())
      wrong(command, fmt::format("option '{}' lacks its value", name));
    return words[++at];
  }

  void store(const Option &option, const std::string &name,
             const std::string &given) {
    std::vector<std::string> &list = call.options.values[option.key()];
    if (option.form == Form::Flag)
      return;
    if (!list.empty() && !option.repeats)
      wrong(command, fmt::format("option '{}' stands twice", name));
    // A sweep takes lists of them, and the program checks its own.
    bool isChecked = option.side != Side::Model && command.name != "sweep";
    if (isChecked && !option.choices.empty() &&
        std::find(option.choices.begin(), option.choices.end(), given) ==
            option.choices.end()) {
      std::string all;
      for (const std::string &choice : option.choices)
        all += (all.empty() ? "" : ", ") + choice;
      wrong(command,
            fmt::format("{} takes one of {}, not '{}'", name, all, given));
    }
    list.push_back(given);
  }

  void takeUnknown(const std::string &text) {
    size_t equal = text.find('=');
    std::string name = text.substr(
        2, equal == std::string::npos ? std::string::npos : equal - 2);
    if (name.empty())
      unknownOption(text);
    if (equal != std::string::npos) {
      call.unknown.emplace_back(name, text.substr(equal + 1));
      return;
    }
    bool hasValue = at + 1 < words.size() &&
                    (!words[at + 1].starts_with("-") || words[at + 1] == "-" ||
                     isNumber(words[at + 1]));
    call.unknown.emplace_back(name, hasValue ? words[++at] : "");
  }

  [[noreturn]] void unknownOption(const std::string &text) {
    std::string name = text.substr(0, text.find('='));
    std::vector<std::string> names{"--help"};
    for (const Option &option : command.options)
      names.insert(names.end(), option.names.begin(), option.names.end());
    wrong(command, fmt::format("unknown option '{}'{}", name,
                               rt::didYouMean(name, names)));
  }

  const Command &command;
  const std::vector<std::string> &words;
  size_t at = 0;
  bool onlyPositionals = false;
  Call call;
};

std::string usageOf(const Option &option) {
  if (option.form == Form::Positional)
    return option.value;
  std::string names;
  for (const std::string &name : option.names)
    names += (names.empty() ? "" : ", ") + name;
  if (option.form == Form::Flag)
    return names;
  return names + (option.form == Form::Joined ? "" : " ") + option.value;
}

} // namespace

std::string Option::key() const {
  for (const std::string &name : names)
    if (name.starts_with("--"))
      return name.substr(2);
  return names.empty() ? value : names.front().substr(1);
}

const Option *Command::find(const std::string &key) const {
  for (const Option &option : options)
    if (option.key() == key)
      return &option;
  return nullptr;
}

const std::vector<Command> &commands() {
  static const std::vector<Command> list = makeCommands();
  return list;
}

const Command *findCommand(const std::string &name) {
  for (const Command &command : commands())
    if (command.name == name)
      return &command;
  return nullptr;
}

Call parse(const Command &command, const std::vector<std::string> &words) {
  if (command.isForwarded) {
    Call call;
    call.command = &command;
    call.words = words;
    return call;
  }
  return Parser(command, words).run();
}

std::string generalHelp() {
  std::string out =
      "dnd: networks of dendritic neurons, from a text to a trained, compared "
      "and exported model.\n\nUsage: dnd COMMAND [options]\n\n";
  for (const Command &command : commands())
    out += fmt::format("  {}{}\n", pad(command.name, 12), command.summary);
  return out + fmt::format("\n'dnd COMMAND --help' lists the options of a "
                           "command; 'dnd --version' says which dnd this "
                           "is.\n\n{}\n",
                           exitCodes);
}

std::string commandHelp(const Command &command) {
  std::string out =
      fmt::format("{}\n\nUsage: dnd {}\n", command.summary, command.usage);
  out[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(out[0])));
  const Option *before = nullptr;
  for (const Option &option : command.options) {
    if (!before || before->side != option.side)
      out += option.side == Side::Compiler          ? "\nOf the compiler:\n"
             : option.side == Side::Model && before ? ""
                                                    : "\n";
    before = &option;
    out +=
        pad("  " + usageOf(option), 28) + wrapped(option.help, 28, 100) + "\n";
  }
  if (command.takesArguments)
    out += "\n" + pad("  --NAME VALUE", 28) +
           wrapped("an argument of the network, a constant of the file, or a "
                   "number of the recipe by its name (--rank 4, --lambda 0.2, "
                   "--schedule.factor 0.5)",
                   28, 100) +
           "\n";
  if (!command.isForwarded)
    out += pad("  --help", 28) + "this text\n";
  if (!command.notes.empty())
    out += fmt::format("\n{}\n", command.notes);
  return out;
}

std::string commandsAsJson() {
  Value list = Value::list();
  for (const Command &command : commands()) {
    Value options = Value::list();
    for (const Option &option : command.options) {
      Value row = Value::object();
      row.set("names", Value::listOf(option.names));
      row.set("value", option.value);
      row.set("help", option.help);
      row.set("choices", Value::listOf(option.choices));
      row.set("repeats", option.repeats);
      row.set("joined", option.form == Form::Joined);
      options.push(std::move(row));
    }
    Value one = Value::object();
    one.set("name", command.name);
    one.set("summary", command.summary);
    one.set("usage", command.usage);
    one.set("notes", command.notes);
    one.set("options", std::move(options));
    list.push(std::move(one));
  }
  Value all = Value::object();
  all.set("verbs", std::move(list));
  all.set("exit_codes", exitCodes);
  return all.dump(1) + "\n";
}

std::string onlyWord(const Call &call, const std::string &what) {
  if (call.positionals.empty())
    wrong(*call.command,
          fmt::format("'dnd {}' needs {}", call.command->name, what));
  if (call.positionals.size() > 1)
    wrong(*call.command, fmt::format("unexpected word '{}' after '{}'",
                                     call.positionals[1], call.positionals[0]));
  return call.positionals[0];
}

} // namespace dnd::door
