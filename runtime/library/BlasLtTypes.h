//===- BlasLtTypes.h - Types of cuBLASLt ------------------------*- C++ -*-===//
//
// Our own declarations of what the runtime uses of cublasLt.h, so that building
// needs no package. The values are those of the library's binary interface;
// tests/unit/runtime/BlasLtHeaderCheck.cpp compares them with the header where
// one is found.
//
//===----------------------------------------------------------------------===//
#ifndef RUNTIME_LIBRARY_BLASLTTYPES_H
#define RUNTIME_LIBRARY_BLASLTTYPES_H

#include "runtime/cuda/DriverTypes.h"

namespace dnd::rt::cuda {

/// cublasStatus_t. 0 is success.
using BlasStatus = int;
enum : BlasStatus {
  blasSuccess = 0,
  blasNotInitialized = 1,
  blasAllocFailed = 3,
  blasInvalidValue = 7,
  blasArchMismatch = 8,
  blasExecutionFailed = 13,
  blasNotSupported = 15,
};

using BlasHandle = struct BlasHandleObject *;
using MatmulDesc = struct MatmulDescObject *;
using MatrixLayout = struct MatrixLayoutObject *;
using MatmulPreference = struct MatmulPreferenceObject *;

/// cublasLtMatmulAlgo_t.
struct MatmulAlgo {
  uint64_t data[8];
};

/// cublasLtMatmulHeuristicResult_t.
struct MatmulHeuristic {
  MatmulAlgo algo;
  size_t workspaceSize;
  BlasStatus state;
  float wavesCount;
  int reserved[4];
};

/// cublasComputeType_t: sums are f32 in all of them.
enum : int {
  computeF32 = 68,
  computeFastBf16 = 75,
  computeFastTf32 = 77,
};

/// cudaDataType_t.
constexpr int dataF32 = 0;

/// cublasOperation_t.
enum : int32_t { operationNone = 0, operationTranspose = 1 };

/// cublasLtMatmulDescAttributes_t, with the type of the value.
enum : int {
  descTransposeA = 3, ///< int32_t
  descTransposeB = 4, ///< int32_t
  descEpilogue = 7,   ///< uint32_t
  descBias = 8,       ///< const void *
};

/// cublasLtEpilogue_t: bits; the bias is one element for each row of D.
enum : uint32_t {
  epilogueDefault = 1,
  epilogueRelu = 2,
  epilogueBias = 4,
};

/// cublasLtMatrixLayoutAttribute_t, with the type of the value.
enum : int {
  layoutBatchCount = 5,  ///< int32_t
  layoutBatchStride = 6, ///< int64_t
};

/// cublasLtMatmulPreferenceAttributes_t, with the type of the value.
enum : int {
  preferWorkspaceBytes = 1, ///< uint64_t
  preferReductions = 3,     ///< uint32_t
  preferAlignmentA = 5,     ///< uint32_t; B, C and D follow
  preferAlignmentB = 6,
  preferAlignmentC = 7,
  preferAlignmentD = 8,
};

/// cublasLtReductionScheme_t: parts of a sum in f32 in the workspace, added by
/// a step of its own.
constexpr uint32_t reductionComputeType = 2;

} // namespace dnd::rt::cuda

#endif // RUNTIME_LIBRARY_BLASLTTYPES_H
