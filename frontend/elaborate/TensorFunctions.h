//===- TensorFunctions.h - Functions of tensors -----------------*- C++ -*-===//
//
// The pointwise functions, softmax, concat and so on: what a call of the
// language means that is no layer.
//
//===----------------------------------------------------------------------===//

#ifndef DND_FRONTEND_TENSORFUNCTIONS_H
#define DND_FRONTEND_TENSORFUNCTIONS_H

#include "frontend/elaborate/Context.h"

namespace dnd::frontend {

bool isPointwise(llvm::StringRef name);
/// Pointwise functions, softmax, concat and so on.
bool isTensorFunction(llvm::StringRef name);
/// The names of all of them.
std::vector<std::string> tensorFunctionNames();

/// Applies a function of tensors; nothing when there is no such function.
std::optional<Value> tensorFunction(Context &ctx, const ast::CallExpr &call,
                                    llvm::StringRef name,
                                    llvm::ArrayRef<Value> args,
                                    llvm::ArrayRef<std::string> names);
/// The value of a pointwise function of the language; `values` are tensors of
/// one shape, scalars and numbers.
Value evaluateFunction(Context &ctx, const ast::CallExpr &call,
                       llvm::StringRef name, llvm::ArrayRef<Value> values);

} // namespace dnd::frontend

#endif // DND_FRONTEND_TENSORFUNCTIONS_H
