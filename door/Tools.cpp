//===- Tools.cpp - fmt, check, compile, explain: programs beside dnd ------===//
#include "door/Build.h"
#include "door/Commands.h"
#include "door/ModelVerb.h"
#include "door/Process.h"

#include <fmt/core.h>

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

rt::Exit runCheck(const Call &call) {
  std::string model = onlyWord(call, "a model file");
  Placed placed = placeUnknown(call, readModelText(model));
  std::vector<std::string> words{toolPath("dndc"), "--check"};
  words.insert(words.end(), call.compilerWords.begin(),
               call.compilerWords.end());
  words.insert(words.end(), placed.compilerWords.begin(),
               placed.compilerWords.end());
  words.insert(words.end(), {"--", model});
  become(words);
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
