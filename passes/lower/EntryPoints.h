//===- EntryPoints.h - arguments and results of entry points ----*- C++ -*-===//
//
// How the results of entry points (dialect/entry/Arguments.h) find their
// buffers.
//
//===----------------------------------------------------------------------===//
#ifndef DND_PASSES_LOWER_ENTRYPOINTS_H
#define DND_PASSES_LOWER_ENTRYPOINTS_H

#include "dialect/entry/Arguments.h"

namespace dnd::passes {

using dnd::batchSize;
using dnd::isEntryPoint;

/// Adds the batch size and one destination for each result to the arguments,
/// and returns each result through its destination: a new value of a parameter,
/// a state or a slot goes to the argument of that kind and index, everything
/// else to a new argument with the result's attributes. Returns the batch size
/// (null when nothing in the function has a batch). Functions without kinds
/// only get the batch, from their first argument that has one.
mlir::FailureOr<mlir::Value> giveDestinations(mlir::func::FuncOp func);

} // namespace dnd::passes

#endif // DND_PASSES_LOWER_ENTRYPOINTS_H
