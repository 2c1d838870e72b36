//===- ConstEval.h - Arithmetic of compile-time values ----------*- C++ -*-===//
//
// Operators and functions on numbers, booleans, strings and lists. Integers
// have 64 bits and never wrap; a mistake is reported and gives the error value.
//
//===----------------------------------------------------------------------===//

#ifndef DND_FRONTEND_CONSTEVAL_H
#define DND_FRONTEND_CONSTEVAL_H

#include "frontend/elaborate/Value.h"
#include "frontend/syntax/Diagnostics.h"

#include <optional>

namespace dnd::frontend {

class ConstEval {
public:
  explicit ConstEval(DiagnosticEngine &diags) : diags(diags) {}

  Value unary(const ast::UnaryExpr &e, const Value &operand);
  /// `and`/`or` get both sides evaluated. `/` of two integers is an integer
  /// when it comes out even, else a real that remembers the division.
  Value binary(const ast::BinaryExpr &e, const Value &lhs, const Value &rhs);

  /// Applies a function of numbers ("sqrt", "min", "len", ...). Nothing when
  /// there is no such function; otherwise a value, after an error the error.
  std::optional<Value> function(llvm::StringRef name,
                                llvm::ArrayRef<Value> args, SourceRange range);
  static bool isFunction(llvm::StringRef name);
  static llvm::ArrayRef<llvm::StringLiteral> functionNames();

  /// The value as an integer; reports what `what` ("the extent", "argument
  /// 'J' of 'dense'") got instead.
  std::optional<std::int64_t> toInt(const Value &value, SourceRange range,
                                    const llvm::Twine &what);
  std::optional<double> toReal(const Value &value, SourceRange range,
                               const llvm::Twine &what);
  std::optional<bool> toBool(const Value &value, SourceRange range,
                             const llvm::Twine &what);

  /// Lists with more elements, those of nested lists counted, are refused.
  static constexpr std::uint64_t MaxList = 1 << 19;
  /// Longer strings are refused.
  static constexpr std::size_t MaxString = 1 << 16;
  /// The list, or an error where it has too many elements.
  Value checkedList(SourceRange range, std::vector<Value> elements);

private:
  Value integerBinary(const ast::BinaryExpr &e, std::int64_t l, std::int64_t r);
  Value realBinary(const ast::BinaryExpr &e, double l, double r);
  Value compare(const ast::BinaryExpr &e, const Value &l, const Value &r);
  Value badOperands(const ast::BinaryExpr &e, const Value &l, const Value &r);
  Value overflow(const ast::BinaryExpr &e);
  Value oneOf(llvm::ArrayRef<Value> args, SourceRange range);

  DiagnosticEngine &diags;
};

/// Equality of compile-time values; lists element by element.
bool equal(const Value &a, const Value &b);

} // namespace dnd::frontend

#endif // DND_FRONTEND_CONSTEVAL_H
