//===- OnnxFunctions.h - pointwise functions in ONNX ------------*- C++ -*-===//
#ifndef DND_CODEGEN_EXPORT_ONNXFUNCTIONS_H
#define DND_CODEGEN_EXPORT_ONNXFUNCTIONS_H

#include "codegen/export/OnnxGraph.h"
#include "dialect/dnd/DndDialect.h"

namespace dnd::codegen::exporting {

/// The function of `op` on operands that broadcast to its result; the name of
/// what the last node makes.
std::string onnxFunction(OnnxGraph &graph, dnd::MapOp op,
                         llvm::ArrayRef<std::string> operands);

} // namespace dnd::codegen::exporting

#endif // DND_CODEGEN_EXPORT_ONNXFUNCTIONS_H
