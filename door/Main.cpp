//===- Main.cpp - dnd, the front door -------------------------------------===//
//
// One word says what to do; every failure is one sentence, a remedy and an exit
// code.
//
//===----------------------------------------------------------------------===//
#include "door/CommandLine.h"
#include "door/Process.h"
#include "runtime/core/Error.h"
#include "runtime/core/Verbs.h"

#include <fmt/core.h>

#include <cstdio>
#include <cstdlib>
#include <exception>
#include <new>

namespace dnd::door {

using rt::Error;
using rt::Exit;

static Exit dispatch(const std::vector<std::string> &words) {
  if (words.empty())
    throw Error(Exit::Usage, "no command given\n\n" + generalHelp());
  const std::string &name = words[0];
  // For the build of manual pages; not for users.
  if (words.size() == 1 && name == "--print-options=json") {
    rt::print(commandsAsJson());
    return Exit::Ok;
  }
  if (name == "--help" || name == "-h" ||
      (name == "help" && words.size() == 1)) {
    rt::print(generalHelp());
    return Exit::Ok;
  }
  if (name == "--version" || name == "version") {
    rt::print("dnd " DND_VERSION "\n");
    return Exit::Ok;
  }
  std::string wanted = name == "help" ? words[1] : name;
  const Command *command = findCommand(wanted);
  if (!command) {
    std::vector<std::string> names;
    for (const Command &known : commands())
      names.push_back(known.name);
    throw Error(Exit::Usage,
                fmt::format("unknown command '{}'{}", wanted,
                            rt::didYouMean(wanted, names)),
                wanted.ends_with(".dnd")
                    ? fmt::format("to train it: dnd train {}", wanted)
                    : "'dnd --help' lists the commands");
  }
  std::string line = "dnd";
  for (const std::string &word : words)
    line += " " + rt::shellWord(word);
  ::setenv("DND_COMMAND_LINE", line.c_str(), 1);
  Call call = parse(*command, {words.begin() + 1, words.end()});
  if (call.help || name == "help") {
    rt::print(commandHelp(*command));
    return Exit::Ok;
  }
  return command->run(call);
}

static int report(Exit code, const std::string &message,
                  const std::string &hint) {
  std::fflush(stdout);
  rt::tell(fmt::format("error: {}\n", message));
  if (!hint.empty())
    rt::tell(fmt::format("  help: {}\n", hint));
  return static_cast<int>(code);
}

static int run(int argc, char **argv) {
  try {
    return static_cast<int>(
        dispatch(std::vector<std::string>(argv + (argc > 0), argv + argc)));
  } catch (const Error &e) {
    return report(e.code, e.message, e.hint);
  } catch (const std::bad_alloc &) {
    return report(Exit::Memory, "out of memory", "");
  } catch (const std::exception &e) {
    return report(Exit::Internal, fmt::format("internal error: {}", e.what()),
                  "please report it with the command line");
  }
}

} // namespace dnd::door

int main(int argc, char **argv) { return dnd::door::run(argc, argv); }
