//===- Source.cpp - Source files and positions in them --------------------===//
//
// Reading files, and byte offsets to lines and columns.
//
//===----------------------------------------------------------------------===//

#include "frontend/syntax/Source.h"

#include "llvm/ADT/SmallString.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/MemoryBuffer.h"

#include <algorithm>

using namespace dnd::frontend;
using llvm::StringRef;

SourceRange dnd::frontend::join(SourceRange a, SourceRange b) {
  if (!a.isValid())
    return b;
  if (!b.isValid() || a.file != b.file)
    return a;
  return {a.file, std::min(a.begin, b.begin), std::max(a.end, b.end)};
}

SourceFile::SourceFile(std::string name, std::string text)
    : fileName(std::move(name)), contents(std::move(text)) {
  lineStarts.push_back(0);
  for (std::uint32_t i = 0; i < contents.size(); ++i) {
    bool pair = contents[i] == '\r' && i + 1 < contents.size() &&
                contents[i + 1] == '\n';
    if ((contents[i] == '\n' || contents[i] == '\r') && !pair)
      lineStarts.push_back(i + 1);
  }
}

LineColumn SourceFile::lineColumn(std::uint32_t offset) const {
  offset = std::min<std::uint32_t>(offset, contents.size());
  auto next = std::upper_bound(lineStarts.begin(), lineStarts.end(), offset);
  LineColumn result;
  result.line = next - lineStarts.begin();
  std::uint32_t start = *std::prev(next);
  result.byteColumn = offset - start + 1;
  // Continuation bytes of UTF-8 do not start a character.
  result.column =
      1 + std::count_if(contents.begin() + start, contents.begin() + offset,
                        [](char c) { return (c & 0xc0) != 0x80; });
  return result;
}

std::uint32_t SourceFile::lineStart(unsigned line) const {
  return line == 0 || line > lineStarts.size() ? contents.size()
                                               : lineStarts[line - 1];
}

StringRef SourceFile::lineText(unsigned line) const {
  StringRef all = contents;
  return all.slice(lineStart(line), lineStart(line + 1)).rtrim("\r\n");
}

FileId SourceManager::addText(std::string name, std::string text) {
  files.push_back(
      std::make_unique<SourceFile>(std::move(name), std::move(text)));
  return files.size() - 1;
}

/// A name for a file that two spellings of its path share.
static std::string realPath(StringRef path) {
  llvm::SmallString<256> real;
  return llvm::sys::fs::real_path(path, real) ? path.str() : real.str().str();
}

void SourceManager::overlay(StringRef path, std::string text) {
  overlays[realPath(path)] = std::move(text);
}

std::optional<FileId> SourceManager::addFile(StringRef path,
                                             std::string &error) {
  if (!overlays.empty() && path != "-")
    if (auto it = overlays.find(realPath(path)); it != overlays.end())
      return addText(path.str(), it->second);
  if (path != "-" && llvm::sys::fs::is_directory(path)) {
    error = "it is a directory";
    return std::nullopt;
  }
  std::uint64_t size = 0;
  if (path != "-" && !llvm::sys::fs::file_size(path, size) &&
      size > MaxFileBytes) {
    error = "it is larger than " + std::to_string(MaxFileBytes >> 20) + " MB";
    return std::nullopt;
  }
  // A device may never end; what can be read from it stands behind '-'.
  llvm::sys::fs::file_status status;
  if (path != "-" && !llvm::sys::fs::status(path, status) &&
      status.type() == llvm::sys::fs::file_type::character_file &&
      path != "/dev/stdin") {
    error = "it is a device";
    return std::nullopt;
  }
  auto buffer = llvm::MemoryBuffer::getFileOrSTDIN(path, /*IsText=*/false);
  if (!buffer) {
    error = buffer.getError().message();
    return std::nullopt;
  }
  if ((*buffer)->getBufferSize() > MaxFileBytes) {
    error = "it is larger than " + std::to_string(MaxFileBytes >> 20) + " MB";
    return std::nullopt;
  }
  // Else every byte of a program would be a mistake of its own.
  if ((*buffer)->getBuffer().starts_with("\x7f"
                                         "ELF")) {
    error = "it is a compiled program or an object, no text of a model";
    return std::nullopt;
  }
  return addText(path == "-" ? "<stdin>" : path.str(),
                 (*buffer)->getBuffer().str());
}

StringRef SourceManager::fileName(SourceRange range) const {
  return range.isValid() ? file(range.file).name() : StringRef();
}

StringRef SourceManager::text(SourceRange range) const {
  return range.isValid() ? file(range.file).text().slice(range.begin, range.end)
                         : StringRef();
}

LineColumn SourceManager::begin(SourceRange range) const {
  return range.isValid() ? file(range.file).lineColumn(range.begin)
                         : LineColumn();
}

LineColumn SourceManager::end(SourceRange range) const {
  return range.isValid() ? file(range.file).lineColumn(range.end)
                         : LineColumn();
}
