//===- VerifyDiagnostics.h - Messages a test expects ------------*- C++ -*-===//
//
// Compares the messages of a run with comments in the files:
//
//   y[j] = sum(i) w[j,i]   // expected-error {{index 'i'}}
//   // expected-warning@+1 {{never used}}
//
//===----------------------------------------------------------------------===//

#ifndef DND_FRONTEND_VERIFYDIAGNOSTICS_H
#define DND_FRONTEND_VERIFYDIAGNOSTICS_H

#include "frontend/syntax/Diagnostics.h"

namespace dnd::frontend {

/// True when every message is expected on its line and every expectation is
/// met; tells the differences. A comment may say error, warning, note or hint;
/// notes and hints that nothing expects are allowed. Messages without a place
/// are expected by a comment with '@0'.
bool verifyDiagnostics(const DiagnosticEngine &diags, llvm::raw_ostream &os);

} // namespace dnd::frontend

#endif // DND_FRONTEND_VERIFYDIAGNOSTICS_H
