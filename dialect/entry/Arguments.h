//===- Arguments.h - what arguments of entry points stand for ---*- C++ -*-===//
//
// An entry point is a function whose arguments and results carry `dnd.arg`
// (Entry.td). Everything that makes, lowers or calls one asks here.
//
//===----------------------------------------------------------------------===//
#ifndef DND_DIALECT_ENTRY_ARGUMENTS_H
#define DND_DIALECT_ENTRY_ARGUMENTS_H

#include "dialect/dnd/DndDialect.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"

namespace dnd {

constexpr llvm::StringLiteral argAttrName = "dnd.arg";

/// True for kinds of which an entry point has at most one argument; they have
/// no index and no name.
bool isSingle(ArgKind kind);

/// What an argument (a result) stands for; null without `dnd.arg`.
ArgAttr getArg(mlir::func::FuncOp func, unsigned argument);
ArgAttr getResultArg(mlir::func::FuncOp func, unsigned result);

/// The attributes of an argument: `dnd.arg` alone.
mlir::DictionaryAttr makeArgDict(mlir::MLIRContext *context, ArgKind kind,
                                 int64_t index = 0, llvm::StringRef name = {});

/// The argument of this kind and index, or null.
mlir::BlockArgument findArg(mlir::func::FuncOp func, ArgKind kind,
                            int64_t index = 0);

/// True where the function's arguments or results have kinds.
bool isEntryPoint(mlir::func::FuncOp func);

/// The argument that is the batch size, or null.
mlir::Value batchSize(mlir::func::FuncOp func);

} // namespace dnd

#endif // DND_DIALECT_ENTRY_ARGUMENTS_H
