//===- Scope.cpp - Names while a text is elaborated -----------------------===//

#include "frontend/elaborate/Scope.h"

using namespace dnd::frontend;
using llvm::StringRef;

const std::string &NameScope::path() {
  if (!resolvedPath)
    resolvedPath = parent->claim(base);
  return *resolvedPath;
}

std::string NameScope::claim(StringRef name) {
  unsigned &count = used[name.str()];
  std::string unique = name.str();
  // `x`, `x_2`, `x_3`; a name that the author chose so is stepped over.
  if (++count > 1)
    do
      unique = (name + "_" + llvm::Twine(count)).str();
    while (used.count(unique) && ++used[name.str()]);
  if (unique != name)
    used[unique] = 1;
  const std::string &prefix = path();
  return prefix.empty() ? unique : prefix + "." + unique;
}

void Usage::define(const Binding &binding, StringRef name) {
  definitions.try_emplace(key(binding.range),
                          Defined{name.str(), binding.kind, binding.range});
}

void Usage::warn(DiagnosticEngine &diags) const {
  for (const auto &[place, definition] : definitions) {
    if (used.count(place) || StringRef(definition.name).starts_with("_"))
      continue;
    switch (definition.kind) {
    case Binding::Kind::Input:
      diags.emit<DiagKind::UnusedInput>(definition.range, definition.name);
      break;
    case Binding::Kind::Param:
    case Binding::Kind::Table:
      diags.emit<DiagKind::UnusedParam>(definition.range, definition.name);
      break;
    case Binding::Kind::State:
    case Binding::Kind::Noise:
    case Binding::Kind::Const:
    case Binding::Kind::Variable:
      diags.emit<DiagKind::UnusedValueName>(definition.range, definition.name);
      break;
    case Binding::Kind::Formal:
    case Binding::Kind::Dimension:
    case Binding::Kind::Loop:
      break;
    }
  }
}
