//===- TensorMath.h - Operators on values of the network --------*- C++ -*-===//
//
// Arithmetic, comparisons and choices: of numbers at compile time, of tensors
// as pointwise ops.
//
//===----------------------------------------------------------------------===//

#ifndef DND_FRONTEND_TENSORMATH_H
#define DND_FRONTEND_TENSORMATH_H

#include "frontend/elaborate/ConstEval.h"
#include "frontend/elaborate/Emitter.h"

#include <functional>

namespace dnd::frontend {

/// A tensor with what notes say of it: where it was made and what it is. Other
/// values stay as they are.
Value named(const Value &value, SourceRange origin, const llvm::Twine &what);

/// Nothing tells the two values apart.
bool isSame(const Value &a, const Value &b);

class TensorMath {
public:
  /// `locate` sets the place of the ops that are built next.
  TensorMath(Emitter &emitter, DiagnosticEngine &diags, ConstEval &constants,
             std::function<void(SourceRange)> locate)
      : emitter(emitter), diags(diags), constants(constants),
        locate(std::move(locate)) {}

  /// The value as a tensor; numbers become scalars. Null after a message.
  TensorRef toTensor(const Value &value, SourceRange range);
  Value arithmetic(const ast::BinaryExpr &e, const Value &l, const Value &r);
  Value negate(const ast::UnaryExpr &e, const Value &operand);
  /// c != 0 ? a : b on tensors.
  Value select(const ast::IfExpr &e, const Value &c, const Value &a,
               const Value &b);
  /// One value for both modes. `what` names it in messages.
  Value byMode(const Value &training, const Value &otherwise, SourceRange range,
               const llvm::Twine &what);

private:
  Emitter &emitter;
  DiagnosticEngine &diags;
  ConstEval &constants;
  std::function<void(SourceRange)> locate;
};

} // namespace dnd::frontend

#endif // DND_FRONTEND_TENSORMATH_H
