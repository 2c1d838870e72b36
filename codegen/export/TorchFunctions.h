//===- TorchFunctions.h - pointwise functions in PyTorch --------*- C++ -*-===//
#ifndef DND_CODEGEN_EXPORT_TORCHFUNCTIONS_H
#define DND_CODEGEN_EXPORT_TORCHFUNCTIONS_H

#include "dialect/dnd/DndDialect.h"
#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/StringRef.h"
#include <string>

namespace dnd::codegen::exporting {

/// A number as Python writes it, as short as it can be.
std::string numberText(double value);

/// An expression of `operands` as a tensor: numbers alone give a number, which
/// broadcasting and most functions do not take.
std::string tensorOf(const std::string &text,
                     llvm::ArrayRef<std::string> operands,
                     llvm::StringRef device);

/// The function of `op` on expressions that broadcast to its result.
std::string torchFunction(dnd::MapOp op, llvm::ArrayRef<std::string> operands,
                          llvm::StringRef device);

} // namespace dnd::codegen::exporting

#endif // DND_CODEGEN_EXPORT_TORCHFUNCTIONS_H
