//===- Formatter.h - Canonical layout of .dnd text --------------*- C++ -*-===//
//
// One style without options. It changes white space only: words, comments and
// the author's line breaks stay.
//
//===----------------------------------------------------------------------===//

#ifndef DND_FRONTEND_FORMATTER_H
#define DND_FRONTEND_FORMATTER_H

#include "frontend/syntax/Diagnostics.h"

#include <optional>
#include <string>

namespace dnd::frontend {

/// The file in canonical layout. Formatting the result again changes nothing.
/// A file with syntax errors is not touched: they go to `diags` and the result
/// is empty.
std::optional<std::string> formatFile(FileId file, DiagnosticEngine &diags);

} // namespace dnd::frontend

#endif // DND_FRONTEND_FORMATTER_H
