//===- CommandLine.h - The commands of dnd and their options ----*- C++ -*-===//
//
// One table for parsing, --help, manual page and completion. The options of
// compiled models and of the compiler are taken from their own tables.
//
//===----------------------------------------------------------------------===//
#ifndef DND_DOOR_COMMANDLINE_H
#define DND_DOOR_COMMANDLINE_H

#include "runtime/core/CommandLine.h"
#include "runtime/core/Error.h"

#include <string>
#include <utility>
#include <vector>

namespace dnd::door {

/// Whose option it is: of dnd itself, of the compiler, of the compiled model.
enum class Side { Door, Compiler, Model };

/// Where the value stands: none, NAME VALUE or NAME=VALUE, directly behind the
/// name, either of both, or a word of its own.
enum class Form { Flag, Value, Joined, Either, Positional };

struct Option {
  std::vector<std::string> names; ///< "--lr"; "-o", "--output"
  std::string value;              ///< what --help calls it
  std::string help;
  std::vector<std::string> choices;
  Form form = Form::Value;
  bool repeats = false;
  Side side = Side::Door;
  std::string older = {}; ///< a name that it had, still taken

  /// The first long name without dashes, else the short one: "lr", "D".
  std::string key() const;
};

struct Call;

struct Command {
  std::string name, summary, usage, notes;
  std::vector<Option> options;
  /// `--NAME VALUE` that no table knows may be an argument of the network or a
  /// number of the recipe.
  bool takesArguments = false;
  /// Handed on as they are to a program of this name beside dnd.
  bool isForwarded = false;
  rt::Exit (*run)(const Call &) = nullptr;

  const Option *find(const std::string &key) const;
};

/// A command line after parsing.
struct Call {
  const Command *command = nullptr;
  /// By key. Flags have an empty list.
  rt::Options options;
  std::vector<std::string> positionals;
  /// --NAME VALUE that no table knows, in order.
  std::vector<std::pair<std::string, std::string>> unknown;
  /// All words behind the name of the command.
  std::vector<std::string> words;
  /// Those of them that belong to the compiler, spelled as they were.
  std::vector<std::string> compilerWords;
  bool help = false;
};

const std::vector<Command> &commands();
/// Null when there is none.
const Command *findCommand(const std::string &name);

/// Throws Error(Usage).
Call parse(const Command &command, const std::vector<std::string> &words);

std::string generalHelp();
std::string commandHelp(const Command &command);

/// All commands as JSON, in the form of rt::optionsAsJson.
std::string commandsAsJson();

/// The only positional of a call; `what` is what it is called in the message
/// when it is missing. Throws Error(Usage).
std::string onlyWord(const Call &call, const std::string &what);

} // namespace dnd::door

#endif // DND_DOOR_COMMANDLINE_H
