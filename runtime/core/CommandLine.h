//===- CommandLine.h - Options of a compiled model --------------*- C++ -*-===//
//
// The verbs and their options as tables; parsing by CLI11, messages and help by
// us.
//
//===----------------------------------------------------------------------===//
#ifndef RUNTIME_CORE_COMMANDLINE_H
#define RUNTIME_CORE_COMMANDLINE_H

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace dnd::rt {

/// The options of one call, by their long names without dashes.
class Options {
public:
  std::string verb;
  std::map<std::string, std::vector<std::string>> values;

  bool has(const std::string &name) const { return values.count(name) != 0; }
  /// The value of an option, or `fallback`.
  std::string text(const std::string &name,
                   const std::string &fallback = {}) const;
  std::vector<std::string> list(const std::string &name) const;
  /// A whole number in [low, high]; throws Error(Usage) otherwise.
  int64_t whole(const std::string &name, int64_t fallback, int64_t low,
                int64_t high = INT64_MAX) const;
  /// A finite real number; throws Error(Usage) otherwise.
  double real(const std::string &name, double fallback) const;
  /// A share from 0 to below 1; throws Error(Usage) otherwise.
  double share(const std::string &name, double fallback) const;
  /// The text of an option that must be given; throws Error(Usage).
  std::string require(const std::string &name) const;
};

/// What parsing came to: options, or a text to print (help) when `done`.
struct ParsedCommandLine {
  bool done = false;
  std::string text;
  Options options;
};

/// Parses the arguments after the program's name. Throws Error(Usage).
/// `program` and `network` appear in the help.
ParsedCommandLine parseCommandLine(const std::vector<std::string> &arguments,
                                   const std::string &program,
                                   const std::string &network);

/// All verbs with their options as JSON, for manuals and shell completion:
/// {"verbs": [{"name", "summary", "usage", "notes", "options": [{"name",
/// "value", "help", "choices", "repeats", "positional"}]}], "exit_codes":
/// text}. The value of a flag is empty; choices are words with blanks between
/// them.
std::string optionsAsJson();

} // namespace dnd::rt

#endif // RUNTIME_CORE_COMMANDLINE_H
