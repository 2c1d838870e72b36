//===- Explorer.h - A page that shows a model in every phase ----*- C++ -*-===//
//
// Collects the texts of the phases while the compiler makes them, and writes
// them as one HTML page that loads nothing: pointing at a line of the model
// shows what became of it.
//
//===----------------------------------------------------------------------===//
#ifndef DND_CODEGEN_EXPLORE_EXPLORER_H
#define DND_CODEGEN_EXPLORE_EXPLORER_H

#include "codegen/explore/LineMaps.h"
#include "llvm/ADT/ArrayRef.h"
#include "llvm/Support/JSON.h"

namespace dnd::codegen {

class Explorer {
public:
  /// No page is larger, in bytes; long phases are cut.
  static constexpr std::size_t MaxPageBytes = 2'900'000;

  /// With an empty path nothing is collected.
  explicit Explorer(std::string path) : path(std::move(path)) {}
  bool enabled() const { return !path.empty(); }

  /// A text of the model, by the name that places have.
  void addSource(llvm::StringRef name, llvm::StringRef text);
  /// A phase: `name` is what --emit calls it, and the page has them by `rank`.
  void addPhase(int rank, llvm::StringRef name, llvm::StringRef what,
                MappedText lines);
  void addRemark(const ModelLine &place, llvm::StringRef text);

  /// The page, for a command line that says what was compiled.
  std::string page(llvm::StringRef title, llvm::StringRef command) const;

private:
  struct Source {
    std::string name, text;
  };
  struct Phase {
    int rank;
    std::string name, what;
    MappedText lines;
  };

  llvm::json::Value data(llvm::StringRef title, llvm::StringRef command,
                         std::size_t mostBytes) const;
  llvm::json::Value phaseData(const Phase &phase, std::size_t mostBytes) const;
  std::vector<unsigned> numbersOf(const std::set<ModelLine> &from) const;

  std::string path;
  std::vector<Source> sources;
  std::vector<Phase> phases;
  std::set<std::pair<ModelLine, std::string>> seenRemarks;
  /// In the order in which they were made, each once.
  std::vector<std::pair<ModelLine, std::string>> remarks;
};

} // namespace dnd::codegen

#endif // DND_CODEGEN_EXPLORE_EXPLORER_H
