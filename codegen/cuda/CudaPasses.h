//===- CudaPasses.h - from GPU kernels to machine code ----------*- C++ -*-===//
#ifndef DND_CODEGEN_CUDA_CUDAPASSES_H
#define DND_CODEGEN_CUDA_CUDAPASSES_H

#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/GPU/IR/GPUDialect.h"
#include "mlir/Dialect/LLVMIR/LLVMDialect.h"
#include "mlir/Dialect/LLVMIR/NVVMDialect.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/IR/BuiltinOps.h"
#include "mlir/Pass/Pass.h"

namespace dnd::codegen {

#define GEN_PASS_DECL
#include "codegen/cuda/CudaPasses.h.inc"

#define GEN_PASS_REGISTRATION
#include "codegen/cuda/CudaPasses.h.inc"

} // namespace dnd::codegen

#endif // DND_CODEGEN_CUDA_CUDAPASSES_H
