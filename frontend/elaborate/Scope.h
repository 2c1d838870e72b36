//===- Scope.h - Names while a text is elaborated ---------------*- C++ -*-===//
//
// Names of values in nested blocks, unique paths of what has a path, and which
// names are read.
//
//===----------------------------------------------------------------------===//

#ifndef DND_FRONTEND_SCOPE_H
#define DND_FRONTEND_SCOPE_H

#include "frontend/elaborate/Value.h"
#include "frontend/syntax/Diagnostics.h"

#include "llvm/ADT/MapVector.h"

#include <map>
#include <memory>
#include <optional>
#include <set>

namespace dnd::frontend {

/// Hands out unique names below one path. Names of a loop scope take its path
/// only when something is named in it.
class NameScope {
public:
  using Counts = std::map<std::string, unsigned, std::less<>>;

  explicit NameScope(std::string path, Counts used = {})
      : resolvedPath(std::move(path)), used(std::move(used)) {}
  NameScope(std::shared_ptr<NameScope> parent, std::string base)
      : parent(std::move(parent)), base(std::move(base)) {}

  const std::string &path();
  /// A path below this one that nothing else has: `base`, or `base_2`, ...
  std::string claim(llvm::StringRef base);
  const Counts &counts() const { return used; }
  /// True once: for the layer that takes the path of a loop scope as its own.
  bool takeElision() { return parent && !std::exchange(elided, true); }

private:
  std::shared_ptr<NameScope> parent;
  std::string base;
  std::optional<std::string> resolvedPath;
  Counts used;
  bool elided = false;
};

/// A name in a body.
struct Binding {
  enum class Kind : std::uint8_t {
    Formal,
    Dimension,
    Input,
    Param,
    Table,
    State,
    Noise,
    Const,
    Variable,
    Loop
  };
  Value value;
  Kind kind = Kind::Variable;
  SourceRange range;
  /// The definition in the other branch of an 'if training'.
  SourceRange otherRange = {};
};

struct Scope {
  using Names =
      llvm::MapVector<std::string, Binding, std::map<std::string, unsigned>>;
  Scope *parent = nullptr;
  bool isLoop = false;
  Names names;
  /// Names that only one branch of an 'if training' defined, and where.
  std::map<std::string, SourceRange> oneModeOnly;
};

/// Which definitions of the author are read.
class Usage {
public:
  /// The first definition at a place counts.
  void define(const Binding &binding, llvm::StringRef name);
  void use(SourceRange definition) { used.insert(key(definition)); }
  /// Warns of inputs, parameters and values that nothing read; of names that
  /// start with '_' never.
  void warn(DiagnosticEngine &diags) const;

private:
  using Place = std::pair<FileId, std::uint32_t>;
  struct Defined {
    std::string name;
    Binding::Kind kind;
    SourceRange range;
  };
  static Place key(SourceRange r) { return {r.file, r.begin}; }

  std::map<Place, Defined> definitions;
  std::set<Place> used;
};

} // namespace dnd::frontend

#endif // DND_FRONTEND_SCOPE_H
