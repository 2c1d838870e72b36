//===- DndInterfaces.h - what an op can tell the passes ---------*- C++ -*-===//
#ifndef DND_DIALECT_INTERFACES_DNDINTERFACES_H
#define DND_DIALECT_INTERFACES_DNDINTERFACES_H

#include "mlir/IR/Builders.h"
#include "mlir/IR/OpDefinition.h"

#include "dialect/interfaces/DndInterfaces.h.inc"

#endif // DND_DIALECT_INTERFACES_DNDINTERFACES_H
