//===- Listener.h - What an elaboration tells while it runs -----*- C++ -*-===//
//
// For tools that show values, shapes and paths beside the text.
//
//===----------------------------------------------------------------------===//

#ifndef DND_FRONTEND_LISTENER_H
#define DND_FRONTEND_LISTENER_H

#include "frontend/elaborate/Scope.h"

namespace dnd::frontend {

struct Elaborator;

class ElaborationListener {
public:
  virtual ~ElaborationListener() = default;
  /// A name of a body got a value; `path` is that of the instance, empty for
  /// the network. A text that is run several times tells it every time.
  virtual void defined(const ast::Ident &name, const Binding &binding,
                       llvm::StringRef path) {}
  /// The network was run to its end, with or without mistakes.
  virtual void finished(const Elaborator &elaborator) {}
  /// Asked now and then: elaboration ends early, without a message, at true.
  virtual bool wantsToStop() { return false; }
};

} // namespace dnd::frontend

#endif // DND_FRONTEND_LISTENER_H
