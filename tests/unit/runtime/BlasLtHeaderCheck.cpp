//===- BlasLtHeaderCheck.cpp - Our declarations against cublasLt.h --------===//
//
// Only compiled, where the header is found (tests/simt/library/header.test):
// every function of BlasLtApi.def must have the parameters that cublasLt.h
// gives it, every constant its value, every structure its layout.
//
//===----------------------------------------------------------------------===//
#include "runtime/library/BlasLtTypes.h"
#include "tests/unit/runtime/SameInterface.h"

#include <cstddef>
#include <cublasLt.h>

namespace {
using namespace dnd::rt::cuda;
using dnd::rt::test::sameFunction;

#define DND_BLASLT_FUNCTION(result, name, ...)                                 \
  static_assert(sameFunction(static_cast<decltype(&::name)>(nullptr),          \
                             static_cast<result (*)(__VA_ARGS__)>(nullptr)),   \
                #name " differs from cublasLt.h");
#include "runtime/library/BlasLtApi.def"
#undef DND_BLASLT_FUNCTION

#define DND_SAME(ours, theirs)                                                 \
  static_assert(static_cast<long long>(ours) ==                                \
                    static_cast<long long>(theirs),                            \
                #theirs);
DND_SAME(blasSuccess, CUBLAS_STATUS_SUCCESS)
DND_SAME(blasNotInitialized, CUBLAS_STATUS_NOT_INITIALIZED)
DND_SAME(blasAllocFailed, CUBLAS_STATUS_ALLOC_FAILED)
DND_SAME(blasInvalidValue, CUBLAS_STATUS_INVALID_VALUE)
DND_SAME(blasArchMismatch, CUBLAS_STATUS_ARCH_MISMATCH)
DND_SAME(blasExecutionFailed, CUBLAS_STATUS_EXECUTION_FAILED)
DND_SAME(blasNotSupported, CUBLAS_STATUS_NOT_SUPPORTED)
DND_SAME(computeF32, CUBLAS_COMPUTE_32F)
DND_SAME(computeFastBf16, CUBLAS_COMPUTE_32F_FAST_16BF)
DND_SAME(computeFastTf32, CUBLAS_COMPUTE_32F_FAST_TF32)
DND_SAME(dataF32, CUDA_R_32F)
DND_SAME(operationNone, CUBLAS_OP_N)
DND_SAME(operationTranspose, CUBLAS_OP_T)
DND_SAME(descTransposeA, CUBLASLT_MATMUL_DESC_TRANSA)
DND_SAME(descTransposeB, CUBLASLT_MATMUL_DESC_TRANSB)
DND_SAME(descEpilogue, CUBLASLT_MATMUL_DESC_EPILOGUE)
DND_SAME(descBias, CUBLASLT_MATMUL_DESC_BIAS_POINTER)
DND_SAME(epilogueDefault, CUBLASLT_EPILOGUE_DEFAULT)
DND_SAME(epilogueRelu, CUBLASLT_EPILOGUE_RELU)
DND_SAME(epilogueBias, CUBLASLT_EPILOGUE_BIAS)
DND_SAME(epilogueRelu | epilogueBias, CUBLASLT_EPILOGUE_RELU_BIAS)
DND_SAME(layoutBatchCount, CUBLASLT_MATRIX_LAYOUT_BATCH_COUNT)
DND_SAME(layoutBatchStride, CUBLASLT_MATRIX_LAYOUT_STRIDED_BATCH_OFFSET)
DND_SAME(preferWorkspaceBytes, CUBLASLT_MATMUL_PREF_MAX_WORKSPACE_BYTES)
DND_SAME(preferReductions, CUBLASLT_MATMUL_PREF_REDUCTION_SCHEME_MASK)
DND_SAME(preferAlignmentA, CUBLASLT_MATMUL_PREF_MIN_ALIGNMENT_A_BYTES)
DND_SAME(preferAlignmentB, CUBLASLT_MATMUL_PREF_MIN_ALIGNMENT_B_BYTES)
DND_SAME(preferAlignmentC, CUBLASLT_MATMUL_PREF_MIN_ALIGNMENT_C_BYTES)
DND_SAME(preferAlignmentD, CUBLASLT_MATMUL_PREF_MIN_ALIGNMENT_D_BYTES)
DND_SAME(reductionComputeType, CUBLASLT_REDUCTION_SCHEME_COMPUTE_TYPE)
DND_SAME(sizeof(MatmulAlgo), sizeof(cublasLtMatmulAlgo_t))
DND_SAME(sizeof(MatmulHeuristic), sizeof(cublasLtMatmulHeuristicResult_t))
DND_SAME(offsetof(MatmulHeuristic, workspaceSize),
         offsetof(cublasLtMatmulHeuristicResult_t, workspaceSize))
DND_SAME(offsetof(MatmulHeuristic, state),
         offsetof(cublasLtMatmulHeuristicResult_t, state))

} // namespace
