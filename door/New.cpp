//===- New.cpp - dnd new: a model to begin with ---------------------------===//
#include "door/Commands.h"
#include "runtime/core/File.h"
#include "runtime/core/Verbs.h"

#include <fmt/core.h>

#include <cctype>
#include <filesystem>

namespace dnd::door {

using rt::Error;
using rt::Exit;

namespace {

struct Template {
  std::string_view file, text;
};
constexpr Template templates[] = {
#include "door/Templates.inc"
};

/// "my-net" becomes the name of a network, "MyNet".
std::string networkName(const std::string &stem) {
  std::string name;
  bool isStart = true;
  for (char c : stem) {
    bool isWord = std::isalnum(static_cast<unsigned char>(c)) != 0;
    if (isWord)
      name +=
          isStart
              ? static_cast<char>(std::toupper(static_cast<unsigned char>(c)))
              : c;
    isStart = !isWord;
  }
  return name.empty() || std::isdigit(static_cast<unsigned char>(name[0]))
             ? "Net" + name
             : name;
}

std::string withName(std::string_view text, const std::string &name) {
  constexpr std::string_view mark = "NAME";
  std::string out(text);
  for (size_t at = out.find(mark); at != std::string::npos;
       at = out.find(mark, at + name.size()))
    out.replace(at, mark.size(), name);
  return out;
}

} // namespace

rt::Exit runNew(const Call &call) {
  std::string path = onlyWord(call, "a name");
  if (!path.ends_with(".dnd"))
    path += ".dnd";
  std::string kind = call.options.text("template", "dendritic");
  std::string stem = std::filesystem::path(path).stem().string();
  if (stem.empty() || stem == ".dnd")
    throw Error(Exit::Usage, fmt::format("'{}' is no name for a model", path));
  if (rt::fileExists(path) || rt::isDirectory(path))
    throw Error(
        Exit::Output,
        fmt::format("'{}' is there already; it is not overwritten", path),
        "choose another name");
  for (const Template &candidate : templates)
    if (candidate.file == kind + ".dnd")
      rt::writeFile(path, withName(candidate.text, networkName(stem)));
  std::string shown = rt::shellWord(path);
  rt::print(fmt::format("wrote {}\n\ntrain it:       dnd train {} --seed 1\n"
                        "look at it:     dnd info {}\nvary it:        dnd "
                        "sweep {} --lr 1e-3,5e-3 --seeds 3\n",
                        path, shown, shown, shown));
  return Exit::Ok;
}

} // namespace dnd::door
