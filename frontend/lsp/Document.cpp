//===- Document.cpp - An open file and what is known of it ----------------===//

#include "frontend/lsp/Document.h"
#include "frontend/elaborate/StdLibrary.h"
#include "frontend/syntax/AstBuilder.h"

#include "llvm/ADT/SmallString.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/StringMap.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/raw_ostream.h"
#include "llvm/Support/xxhash.h"

#include <deque>

using namespace dnd::lsp;
using namespace dnd::frontend;
using llvm::StringRef;

//===----------------------------------------------------------------------===//
// URIs
//===----------------------------------------------------------------------===//

std::string dnd::lsp::pathOfUri(StringRef uri) {
  StringRef rest = uri;
  if (!rest.consume_front_insensitive("file://"))
    return uri.str();
  // A host may stand in front of the path.
  rest = rest.drop_front(std::min(rest.find('/'), rest.size()));
  std::string path;
  while (!rest.empty()) {
    if (rest[0] == '%' && rest.size() >= 3 && llvm::isHexDigit(rest[1]) &&
        llvm::isHexDigit(rest[2])) {
      path += char(llvm::hexFromNibbles(rest[1], rest[2]));
      rest = rest.drop_front(3);
    } else {
      path += rest[0];
      rest = rest.drop_front();
    }
  }
  // A byte that ends names for the system would end this one somewhere else.
  return path.find('\0') == std::string::npos ? path : uri.str();
}

std::string dnd::lsp::uriOfPath(StringRef path) {
  llvm::SmallString<256> absolute(path);
  llvm::sys::fs::make_absolute(absolute);
  std::string uri = "file://";
  for (char c : absolute) {
    if (llvm::isAlnum(c) || StringRef("/-_.~").contains(c))
      uri += c;
    else
      uri += "%" + llvm::toHex(StringRef(&c, 1));
  }
  return uri;
}

//===----------------------------------------------------------------------===//
// The standard library
//===----------------------------------------------------------------------===//

/// A folder of this version of the library, in the user's cache.
static std::string stdFolder() {
  std::string all;
  for (const StdFile &file : stdFiles())
    all += file.text;
  llvm::SmallString<256> folder;
  if (!llvm::sys::path::cache_directory(folder))
    llvm::sys::path::system_temp_directory(/*ErasedOnReboot=*/false, folder);
  llvm::sys::path::append(folder, "dnd",
                          "std-" + llvm::utohexstr(llvm::xxh3_64bits(all)));
  return folder.str().str();
}

static bool holds(StringRef path, StringRef text) {
  SourceManager sources;
  std::string error;
  std::optional<FileId> file = sources.addFile(path, error);
  return file && sources.file(*file).text() == text;
}

std::string dnd::lsp::stdCopy(StringRef name) {
  for (const StdFile &file : stdFiles()) {
    if (file.name != name)
      continue;
    std::string folder = stdFolder();
    std::string path = folder + "/" + name.str();
    if (holds(path, file.text))
      return path;
    llvm::SmallString<256> temporary;
    int fd;
    if (llvm::sys::fs::create_directories(folder) ||
        llvm::sys::fs::createUniqueFile(path + ".%%%%%%", fd, temporary))
      return "";
    llvm::raw_fd_ostream os(fd, /*shouldClose=*/true);
    os << file.text;
    os.close();
    bool failed = os.has_error();
    os.clear_error();
    llvm::sys::fs::setPermissions(temporary, llvm::sys::fs::all_read);
    if (failed || llvm::sys::fs::rename(temporary, path)) {
      llvm::sys::fs::remove(temporary);
      return "";
    }
    return path;
  }
  return "";
}

namespace {
/// The trees of the library, which every text shares: they are of files that
/// every Parsed holds first, under the same numbers.
class StdTrees {
public:
  StdTrees() : diags(sources) {
    addTexts(sources);
    for (FileId id = 0; id < sources.size(); ++id) {
      files.push_back(parseFile(id, diags));
      for (const ast::DeclPtr &decl : files.back().declarations)
        if (const auto *layer = llvm::dyn_cast<ast::LayerDecl>(decl.get()))
          layers[layer->name.name] = layer;
    }
  }

  static void addTexts(SourceManager &sources) {
    for (const StdFile &file : stdFiles())
      sources.addText(("<std>/" + file.name).str(), file.text.str());
  }
  static const StdTrees &get() {
    static const StdTrees trees;
    return trees;
  }

  llvm::StringMap<const ast::LayerDecl *> layers;

private:
  SourceManager sources;
  DiagnosticEngine diags;
  std::deque<ast::File> files;
};
} // namespace

void dnd::lsp::parseStd() { (void)StdTrees::get(); }

//===----------------------------------------------------------------------===//
// Parsed
//===----------------------------------------------------------------------===//

Parsed::Parsed(const std::string &path, const Text &text,
               const Overlays &overlays)
    : diags(sources), program(diags) {
  StdTrees::addTexts(sources);
  for (const auto &[name, content] : overlays)
    sources.overlay(name, content);
  bool isTooLarge = text.str().size() > SourceManager::MaxFileBytes;
  id = sources.addText(path, isTooLarge ? "" : text.str().str());
  program.load(id);
  tree = parseFile(id, diags);
  tokens = tokenize(sources.file(id));
  markLineEnds(tokens, sources.file(id).text());
  markWords(tokens, sources.file(id).text());
  names = std::make_unique<NameTable>(tree, [&](StringRef name) {
    return program.findConst(name, /*fromStd=*/false) != nullptr;
  });
}

const ast::LayerDecl *Parsed::findLayer(StringRef name) {
  if (const ast::LayerDecl *layer = program.findUserLayer(name))
    return layer;
  return StdTrees::get().layers.lookup(name);
}

const ast::ConstDecl *Parsed::findConst(StringRef name) {
  return program.findConst(name, /*fromStd=*/false);
}

std::vector<std::string> Parsed::constantNames() const {
  std::vector<std::string> found;
  for (const ast::ConstDecl *decl : program.constants())
    found.push_back(decl->name.name);
  return found;
}

std::string Parsed::pathOf(SourceRange range) const {
  StringRef name = sources.fileName(range);
  if (name.consume_front("<std>/"))
    return stdCopy(name);
  return name.str();
}

Span Parsed::spanOf(SourceRange range) const {
  return Text(sources.file(range.file).text().str())
      .span(range.begin, range.end);
}

std::string Parsed::importPath(const ast::ImportDecl &import) const {
  if (llvm::sys::path::is_absolute(import.path))
    return import.path;
  llvm::SmallString<256> path =
      llvm::sys::path::parent_path(sources.file(id).name());
  llvm::sys::path::append(path, import.path);
  return path.str().str();
}
