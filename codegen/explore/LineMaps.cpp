//===- LineMaps.cpp - From lines of a phase to lines of the model ---------===//
#include "codegen/explore/LineMaps.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/Support/Path.h"

using namespace dnd::codegen;
using llvm::StringRef;

template <typename Fn> static void forEachLine(StringRef text, Fn fn) {
  while (!text.empty()) {
    auto [line, rest] = text.split('\n');
    fn(line.rtrim('\r'));
    text = rest;
  }
}

/// The text behind a string that begins at text[0] == '"'; the string's bytes,
/// escapes replaced, go to `value`.
static StringRef readString(StringRef text, std::string &value) {
  value.clear();
  text = text.drop_front();
  while (!text.empty() && text[0] != '"') {
    if (text[0] == '\\' && text.size() >= 3 && llvm::isHexDigit(text[1]) &&
        llvm::isHexDigit(text[2])) {
      value += char(llvm::hexFromNibbles(text[1], text[2]));
      text = text.drop_front(3);
    } else if (text[0] == '\\' && text.size() >= 2) {
      value += text[1];
      text = text.drop_front(2);
    } else {
      value += text[0];
      text = text.drop_front();
    }
  }
  return text.drop_front(text.empty() ? 0 : 1);
}

static StringRef takeNumber(StringRef &text) {
  StringRef digits = text.take_while(llvm::isDigit);
  text = text.drop_front(digits.size());
  return digits;
}

//===----------------------------------------------------------------------===//
// MLIR
//===----------------------------------------------------------------------===//

namespace {
/// The aliases `#loc3 = loc(...)` at the end of a printed module.
class Aliases {
public:
  explicit Aliases(StringRef text);
  /// The places that the inside of a `loc(...)` names.
  std::set<ModelLine> read(StringRef body, unsigned depth = 0);

private:
  const std::set<ModelLine> &resolve(StringRef name, unsigned depth);

  llvm::StringMap<StringRef> bodies;
  llvm::StringMap<std::set<ModelLine>> resolved;
};
} // namespace

static bool isAlias(StringRef line) {
  return line.starts_with("#loc") && line.contains(" = loc(");
}

Aliases::Aliases(StringRef text) {
  forEachLine(text, [&](StringRef line) {
    if (!isAlias(line))
      return;
    auto [name, body] = line.split(" = ");
    bodies[name] = body;
  });
}

const std::set<ModelLine> &Aliases::resolve(StringRef name, unsigned depth) {
  constexpr unsigned Deepest = 64;
  if (!resolved.count(name) && depth < Deepest) {
    resolved[name] = {};
    resolved[name] = read(bodies.lookup(name), depth + 1);
  }
  return resolved[name];
}

std::set<ModelLine> Aliases::read(StringRef body, unsigned depth) {
  std::set<ModelLine> found;
  while (!body.empty()) {
    if (body[0] == '"') {
      std::string value;
      body = readString(body, value);
      // "file":line:column; a name stands before a parenthesis.
      unsigned line = 0;
      if (body.consume_front(":") && !takeNumber(body).getAsInteger(10, line))
        found.insert({value, line});
    } else if (body.starts_with("#loc")) {
      StringRef inner = body.take_front(
          4 + body.drop_front(4).take_while(llvm::isDigit).size());
      const std::set<ModelLine> &more = resolve(inner, depth);
      found.insert(more.begin(), more.end());
      body = body.drop_front(inner.size());
    } else {
      body = body.drop_front();
    }
  }
  return found;
}

/// The text up to the parenthesis that closes the one in front of it.
static StringRef untilClosed(StringRef text) {
  StringRef rest = text;
  for (unsigned open = 1; !rest.empty();) {
    if (rest[0] == '"') {
      std::string value;
      rest = readString(rest, value);
      continue;
    }
    open += rest[0] == '(';
    open -= rest[0] == ')';
    if (open == 0)
      break;
    rest = rest.drop_front();
  }
  return text.drop_back(rest.size());
}

/// Takes the places out of a line; those of its operation, the last one, go to
/// `from`.
static std::string takePlaces(StringRef line, Aliases &aliases,
                              std::set<ModelLine> &from) {
  std::string kept;
  while (!line.empty()) {
    if (line[0] == '"') {
      // What strings say is no place.
      std::string value;
      StringRef rest = readString(line, value);
      kept += line.drop_back(rest.size());
      line = rest;
    } else if (line.consume_front(" loc(")) {
      StringRef body = untilClosed(line);
      line = line.drop_front(std::min(body.size() + 1, line.size()));
      // Arguments of blocks have places of their own.
      if (line.empty())
        from = aliases.read(body);
    } else {
      kept += line[0];
      line = line.drop_front();
    }
  }
  return kept;
}

MappedText dnd::codegen::mapMlir(StringRef text) {
  Aliases aliases(text);
  MappedText lines;
  std::vector<std::size_t> open;
  forEachLine(text, [&](StringRef line) {
    if (isAlias(line))
      return;
    MappedLine made;
    made.text = takePlaces(line, aliases, made.from);
    StringRef words = StringRef(made.text).trim();
    if (words.starts_with("}") && !open.empty()) {
      MappedLine &head = lines[open.back()];
      open.pop_back();
      // Modules and functions are of everything in them.
      bool isWhole = StringRef(head.text).contains("func") ||
                     StringRef(head.text).contains("module");
      if (head.from.empty() && !isWhole)
        head.from = made.from;
      if (isWhole)
        made.from.clear();
    }
    if (words.ends_with("{"))
      open.push_back(lines.size());
    lines.push_back(std::move(made));
  });
  while (!lines.empty() && lines.back().text.empty())
    lines.pop_back();
  return lines;
}

//===----------------------------------------------------------------------===//
// LLVM IR
//===----------------------------------------------------------------------===//

/// "name" in `!DIFile(filename: "name", ...)`; the text behind a key.
static StringRef behind(StringRef text, StringRef key) {
  std::size_t at = text.find(key);
  return at == StringRef::npos ? "" : text.drop_front(at + key.size());
}

static std::string pathOf(StringRef directory, StringRef name) {
  if (directory.empty() || llvm::sys::path::is_absolute(name))
    return name.str();
  llvm::SmallString<128> path(directory);
  llvm::sys::path::append(path, name);
  return path.str().str();
}

MappedText dnd::codegen::mapLlvmIr(StringRef text) {
  llvm::StringMap<StringRef> nodes;
  forEachLine(text, [&](StringRef line) {
    if (line.starts_with("!"))
      if (auto [name, body] = line.split(" = "); !body.empty())
        nodes[name] = body;
  });
  auto node = [](StringRef rest) {
    return rest.take_front(1 +
                           rest.drop_front(1).take_while(llvm::isDigit).size());
  };
  auto fileOf = [&](StringRef scope) {
    // Scopes lie in scopes until one names its file.
    for (unsigned depth = 0; depth < 64 && !scope.empty(); ++depth) {
      StringRef body = nodes.lookup(scope);
      if (StringRef file = behind(body, "file: !"); !file.empty()) {
        StringRef entry =
            nodes.lookup(("!" + file.take_while(llvm::isDigit)).str());
        StringRef name = behind(entry, "filename: ");
        StringRef folder = behind(entry, "directory: ");
        std::string value, directory;
        if (name.starts_with("\""))
          readString(name, value);
        if (folder.starts_with("\""))
          readString(folder, directory);
        return pathOf(directory, value);
      }
      StringRef outer = behind(body, "scope: !");
      scope = outer.empty()
                  ? StringRef()
                  : body.substr(outer.data() - body.data() - 1,
                                1 + outer.take_while(llvm::isDigit).size());
    }
    return std::string();
  };
  llvm::StringMap<ModelLine> places;
  auto placeOf = [&](StringRef name) -> ModelLine {
    auto [it, isNew] = places.try_emplace(name);
    StringRef body = nodes.lookup(name);
    if (isNew && body.contains("!DILocation(")) {
      unsigned line = 0;
      StringRef number = behind(body, "line: ");
      takeNumber(number).getAsInteger(10, line);
      StringRef scope = behind(body, "scope: ");
      if (line > 0 && scope.starts_with("!"))
        it->second = {fileOf(node(scope)), line};
    }
    return it->second;
  };
  MappedText lines;
  forEachLine(text, [&](StringRef line) {
    if (line.starts_with("!") || line.starts_with("; ModuleID"))
      return;
    MappedLine made;
    std::size_t at = line.rfind(", !dbg !");
    if (line.starts_with("define ") || line.starts_with("declare "))
      at = line.rfind(" !dbg !");
    if (at == StringRef::npos) {
      made.text = line.str();
    } else {
      StringRef name = line.drop_front(line.find('!', at + 6));
      StringRef rest = name.drop_front(node(name).size());
      made.text = (line.take_front(at) + rest).str();
      if (ModelLine place = placeOf(node(name)); place.second > 0)
        made.from.insert(std::move(place));
    }
    lines.push_back(std::move(made));
  });
  return lines;
}

//===----------------------------------------------------------------------===//
// Assembly and PTX
//===----------------------------------------------------------------------===//

/// What stands for debuggers, the linker's bookkeeping of functions, and labels
/// that only they use.
static bool isForDebuggers(StringRef words) {
  for (StringRef word : {".cfi_", ".loc", ".file", ".addrsig", ".ident"})
    if (words.starts_with(word))
      return true;
  for (StringRef label : {".Ltmp", ".Lfunc_begin", ".Lfunc_end", "$L__tmp",
                          "$L__func_begin", "$L__func_end"})
    if (words.starts_with(label) && words.ends_with(":"))
      return true;
  return false;
}

MappedText dnd::codegen::mapAssembly(StringRef text) {
  llvm::StringMap<std::string> files;
  ModelLine place;
  bool isDebugSection = false;
  MappedText lines;
  // PTX names its files behind its code.
  forEachLine(text, [&](StringRef line) {
    StringRef words = line.trim();
    if (!words.consume_front(".file"))
      return;
    words = words.trim();
    StringRef number = takeNumber(words);
    std::string directory, name;
    if (words = words.trim(); words.starts_with("\""))
      words = readString(words, directory).trim();
    if (words.starts_with("\""))
      readString(words, name);
    if (!number.empty())
      files[number] = name.empty() ? directory : pathOf(directory, name);
  });
  forEachLine(text, [&](StringRef line) {
    StringRef words = line.trim();
    if (words.starts_with(".section"))
      isDebugSection = words.contains(".debug_");
    if (words.starts_with(".text"))
      isDebugSection = false;
    if (isDebugSection)
      return;
    StringRef rest = words;
    if (rest.consume_front(".loc")) {
      rest = rest.trim();
      StringRef number = takeNumber(rest);
      rest = rest.trim();
      unsigned found = 0;
      takeNumber(rest).getAsInteger(10, found);
      place = {files.lookup(number), found};
      return;
    }
    if (isForDebuggers(words))
      return;
    MappedLine made;
    made.text = line.str();
    // A function begins at no line; directives are of none.
    bool isCode = !words.empty() && !words.starts_with(".") &&
                  !words.starts_with("#") && !words.starts_with("/") &&
                  !words.ends_with(":");
    if (words.ends_with(":") && !words.starts_with(".L") &&
        !words.starts_with("$L"))
      place = {};
    if (isCode && place.second > 0)
      made.from.insert(place);
    lines.push_back(std::move(made));
  });
  return lines;
}
