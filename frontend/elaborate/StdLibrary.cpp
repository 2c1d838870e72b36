//===- StdLibrary.cpp - The layers that come with the compiler ------------===//
//
// Finds declarations in the embedded text by their first words; every
// declaration of std/*.dnd starts at the beginning of a line.
//
//===----------------------------------------------------------------------===//

#include "frontend/elaborate/StdLibrary.h"

#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"

#include <algorithm>

using namespace dnd::frontend;
using llvm::StringRef;

static constexpr StdFile Files[] = {
#include "frontend/StdLibrary.inc"
};

llvm::ArrayRef<StdFile> dnd::frontend::stdFiles() { return Files; }

/// The name that a line declares; empty for other lines.
static StringRef declaredName(StringRef line) {
  if (!line.consume_front("layer "))
    return "";
  return line.take_while([](char c) { return llvm::isAlnum(c) || c == '_'; });
}

template <typename Fn> static void forEachLine(StringRef text, Fn fn) {
  while (!text.empty()) {
    auto [line, rest] = text.split('\n');
    fn(line);
    text = rest;
  }
}

const StdFile *dnd::frontend::stdFileOf(StringRef layer) {
  if (layer.empty())
    return nullptr;
  for (const StdFile &file : Files) {
    bool found = false;
    forEachLine(file.text,
                [&](StringRef line) { found |= declaredName(line) == layer; });
    if (found)
      return &file;
  }
  return nullptr;
}

std::vector<std::string> dnd::frontend::stdLayerNames() {
  std::vector<std::string> names;
  for (const StdFile &file : Files)
    forEachLine(file.text, [&](StringRef line) {
      if (StringRef name = declaredName(line); !name.empty())
        names.push_back(name.str());
    });
  std::sort(names.begin(), names.end());
  return names;
}

/// Lines from the documentation above a declaration to the '}' that closes it.
static std::string declarationText(StringRef text, StringRef layer) {
  std::string doc, body;
  bool inside = false;
  forEachLine(text, [&](StringRef line) {
    if (inside) {
      body += (line + "\n").str();
      inside = line != "}";
    } else if (line.starts_with("///")) {
      doc += (line + "\n").str();
    } else if (declaredName(line) == layer) {
      body = doc + (line + "\n").str();
      inside = !line.ends_with("}");
    } else {
      doc.clear();
    }
    if (!line.starts_with("///"))
      doc.clear();
  });
  return body;
}

std::optional<std::string> dnd::frontend::stdText(StringRef name) {
  if (const StdFile *file = stdFileOf(name))
    return declarationText(file->text, name);
  for (const StdFile &file : Files)
    if (file.name == name || StringRef(file.name).drop_back(4) == name)
      return StringRef(file.text).str();
  return std::nullopt;
}
