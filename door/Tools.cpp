//===- Tools.cpp - explore, fmt, check, ...: programs beside dnd ----------===//
#include "door/Build.h"
#include "door/Commands.h"
#include "door/ModelVerb.h"
#include "door/Process.h"

#include <fmt/core.h>

#include <filesystem>

namespace dnd::door {

using rt::Error;
using rt::Exit;

rt::Exit runFormat(const Call &call) {
  std::vector<std::string> words{toolPath("dnd-format")};
  bool printed = call.options.has("print");
  if (call.options.has("check") && printed)
    throw Error(Exit::Usage, "--check and --print exclude each other");
  if (call.positionals.empty())
    throw Error(Exit::Usage, "'dnd fmt' needs files",
                "name them, or '-' for the standard input");
  bool isInput = call.positionals.size() == 1 && call.positionals[0] == "-";
  if (call.options.has("check"))
    words.push_back("--check");
  else if (!printed && !isInput)
    words.push_back("--in-place");
  words.push_back("--");
  words.insert(words.end(), call.positionals.begin(), call.positionals.end());
  become(words);
}

/// Becomes the compiler, which looks at a model and makes no program.
[[noreturn]] static void look(const Call &call, const std::string &model,
                              std::vector<std::string> how) {
  Placed placed = placeUnknown(call, readModelText(model));
  how.insert(how.begin(), toolPath("dndc"));
  how.insert(how.end(), call.compilerWords.begin(), call.compilerWords.end());
  how.insert(how.end(), placed.compilerWords.begin(),
             placed.compilerWords.end());
  how.insert(how.end(), {"--", model});
  become(how);
}

rt::Exit runCheck(const Call &call) {
  look(call, onlyWord(call, "a model file"), {"--check"});
}

rt::Exit runExplore(const Call &call) {
  std::string model = onlyWord(call, "a model file");
  std::string page = call.options.text(
      "output", std::filesystem::path(model).stem().string() + ".html");
  look(call, model, {"--explore", page});
}

rt::Exit runCompile(const Call &call) {
  std::vector<std::string> words{toolPath("dndc")};
  words.insert(words.end(), call.words.begin(), call.words.end());
  become(words);
}

rt::Exit runExplain(const Call &call) {
  become({toolPath("dndc"), "--explain", onlyWord(call, "a code")});
}

} // namespace dnd::door
