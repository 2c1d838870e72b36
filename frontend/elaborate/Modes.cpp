//===- Modes.cpp - What depends on 'training' ---------------------------===//
//
// Whether a network trains is known only when an entry point is built. So both
// branches of a choice are elaborated, and where they give different tensors a
// dnd.by_mode keeps both; everything else must be the same in both.
//
//===----------------------------------------------------------------------===//

#include "frontend/elaborate/Context.h"

#include <utility>

using namespace dnd;
using namespace dnd::frontend;
using namespace dnd::frontend::ast;
using llvm::StringRef;

std::optional<bool> Context::settledMode(const Value &mode) const {
  if (!mode.isMode() || !knownMode)
    return std::nullopt;
  return *knownMode ? mode.asBool() : !mode.asBool();
}

TensorRef Context::batchSize() {
  return emitter.map(MapFn::div,
                     {emitter.splat(1), emitter.inverseBatch(batchSource)});
}

/// What a layer is made of does not depend on the mode.
bool Context::mayStandInMode(SourceRange range, StringRef what) {
  if (!frame->inModeBranch)
    return true;
  diags.emit<DiagKind::MisplacedStatement>(range, what)
      .hint("under 'if training' stand assignments, 'update' and 'noise'; give "
            "a value a name in both branches and use it behind them");
  return false;
}

std::vector<Scope::Names> Context::saveNames() {
  std::vector<Scope::Names> saved;
  for (Scope *scope = frame->scope; scope; scope = scope->parent)
    saved.push_back(scope->names);
  return saved;
}

/// `scope` holds the names behind the branch that does not train; afterwards
/// those that are known behind both.
void Context::mergeNames(Scope &scope, const Scope::Names &before,
                         const Scope::Names &training) {
  Scope::Names otherwise = std::exchange(scope.names, before);
  for (const auto &[name, binding] : training) {
    auto other = otherwise.find(name);
    if (other == otherwise.end()) {
      scope.oneModeOnly[name] = binding.range;
      continue;
    }
    const Binding &second = other->second;
    auto old = before.find(name);
    bool changed =
        old == before.end() || !isSame(binding.value, old->second.value);
    Binding merged = changed ? binding : second;
    merged.value = math.byMode(binding.value, second.value, merged.range,
                               "'" + llvm::Twine(name) + "'");
    if (second.range.begin != merged.range.begin)
      merged.otherRange = second.range;
    if (merged.value.isError())
      markUsed(merged.range);
    scope.names[name] = std::move(merged);
  }
  for (const auto &[name, binding] : otherwise)
    if (training.find(name) == training.end())
      scope.oneModeOnly[name] = binding.range;
}
