//===- EntryPoints.h - arguments and results of entry points ----*- C++ -*-===//
//
// An entry point is a function whose arguments carry `dnd.kind` and
// `dnd.index`. Names of the attributes and how results find their buffers.
//
//===----------------------------------------------------------------------===//
#ifndef DND_PASSES_LOWER_ENTRYPOINTS_H
#define DND_PASSES_LOWER_ENTRYPOINTS_H

#include "mlir/Dialect/Func/IR/FuncOps.h"

namespace dnd::passes {

constexpr llvm::StringLiteral kindAttr = "dnd.kind";
constexpr llvm::StringLiteral indexAttr = "dnd.index";
/// The kind of the argument that is the batch size.
constexpr llvm::StringLiteral batchKind = "batch";

/// True where the function's arguments or results have kinds.
bool isEntryPoint(mlir::func::FuncOp func);

/// The argument that is the batch size, or null.
mlir::Value batchSize(mlir::func::FuncOp func);

/// Adds the batch size and one destination for each result to the arguments,
/// and returns each result through its destination: a new value of a parameter
/// or of a state goes to the argument of that kind and index, everything else
/// to a new argument with the result's attributes. Returns the batch size (null
/// when nothing in the function has a batch). Functions without kinds only get
/// the batch, from their first argument that has one.
mlir::FailureOr<mlir::Value> giveDestinations(mlir::func::FuncOp func);

} // namespace dnd::passes

#endif // DND_PASSES_LOWER_ENTRYPOINTS_H
