//===- Context.cpp - What all of the elaboration shares -----------------===//
//
// Limits, places in the text, and what was defined from outside.
//
//===----------------------------------------------------------------------===//

#include "frontend/elaborate/Context.h"

using namespace dnd;
using namespace dnd::frontend;
using namespace dnd::frontend::ast;
using llvm::StringRef;

/// Elaboration that takes longer than this many steps is stopped; a step is an
/// expression, a statement, an element of a list that is copied.
static constexpr std::uint64_t StepLimit = 4'000'000;
/// Expressions nested deeper than this, over all calls, are stopped.
static constexpr unsigned EvaluationDepth = 30'000;

Context::Context(Program &program, DiagnosticEngine &diags, Emitter &emitter,
                 std::uint64_t memoryLimit)
    : program(program), diags(diags), emitter(emitter), constEval(diags),
      math(emitter, diags, constEval,
           [this](SourceRange range) { locate(range); }),
      storage(memoryLimit) {}

bool Context::step(SourceRange range, std::uint64_t count) {
  if (stopped)
    return false;
  steps += count;
  if (listener && listener->wantsToStop()) {
    stopped = true;
    return false;
  }
  if (steps <= StepLimit && nesting <= EvaluationDepth)
    return true;
  stopped = true;
  diags.emit<DiagKind::StepLimit>(range, StepLimit);
  return false;
}

SourceRange Context::authorRange(SourceRange range) const {
  for (const Frame *f = frame; f && f->isStd; f = f->caller)
    range = f->call;
  return range;
}

void Context::locate(SourceRange range) {
  range = authorRange(range);
  StringRef path = frame ? StringRef(frame->path) : StringRef();
  if (path.empty() && frame && frame->decl)
    path = frame->decl->name.name;
  emitter.setLocation(range, path);
}
