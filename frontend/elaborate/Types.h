//===- Types.h - Declared types of arguments and constants ------*- C++ -*-===//

#ifndef DND_FRONTEND_TYPES_H
#define DND_FRONTEND_TYPES_H

#include "frontend/elaborate/Context.h"

namespace dnd::frontend {

/// The value as the declared type wants it; nothing after a message. `callee`
/// is the layer whose `argument` it is, empty for a constant; `what` names the
/// value in messages.
std::optional<Value> convert(Context &ctx, const Value &value,
                             const ast::Ident &type, SourceRange range,
                             const llvm::Twine &what, llvm::StringRef argument,
                             llvm::StringRef callee);

} // namespace dnd::frontend

#endif // DND_FRONTEND_TYPES_H
