//===- Elaborate.h - Runs the text of a network at compile time -*- C++ -*-===//
//
// Evaluates a network body statement by statement: compile-time values are
// computed, tensors become dnd ops. Nothing of for, if, lists and arguments is
// left afterwards.
//
//===----------------------------------------------------------------------===//

#ifndef DND_FRONTEND_ELABORATE_H
#define DND_FRONTEND_ELABORATE_H

#include "frontend/elaborate/Calls.h"
#include "frontend/elaborate/Context.h"
#include "frontend/elaborate/Declarations.h"
#include "frontend/elaborate/Expressions.h"
#include "frontend/elaborate/Layers.h"
#include "frontend/elaborate/Statements.h"

namespace dnd::frontend {

/// The parts of an elaboration, which call one another: expressions contain
/// calls, calls apply layers, layers run statements, statements evaluate
/// expressions and declare. The `memoryLimit` is for parameters, in bytes.
struct Elaborator {
  Elaborator(Program &program, DiagnosticEngine &diags, Emitter &emitter,
             std::uint64_t memoryLimit)
      : ctx(program, diags, emitter, memoryLimit) {}
  Elaborator(const Elaborator &) = delete;

  Context ctx;
  Expressions expressions{ctx, calls};
  Calls calls{ctx, expressions, layers};
  Layers layers{ctx, expressions, calls, statements};
  Statements statements{ctx, expressions, declarations};
  Declarations declarations{ctx, expressions};
};

} // namespace dnd::frontend

#endif // DND_FRONTEND_ELABORATE_H
