//===- BlasLt.cpp - A stand-in for cuBLASLt on the SIMT driver ------------===//
//
// Has the functions of runtime/library/BlasLtApi.def and computes in loops of
// the host, as work of the stream. It refuses what the library would refuse;
// what the library takes as it is and then reads in a wrong place is told on
// standard error.
//
// DND_SIMT_BLAS makes it fail: "start" (no handle), "algorithm" (none for any
// product), "product" (the call fails), "fault" (the kernel fails when it
// runs).
//
//===----------------------------------------------------------------------===//
#include "runtime/library/BlasLtTypes.h"
#include "tests/simt/HostWork.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string_view>

namespace dnd::rt::cuda {

extern "C" {
#define DND_BLASLT_FUNCTION(result, name, ...)                                 \
  __attribute__((visibility("default"))) result name(__VA_ARGS__);
#include "runtime/library/BlasLtApi.def"
#undef DND_BLASLT_FUNCTION
}

struct BlasHandleObject {};
struct MatmulPreferenceObject {
  uint64_t workspace = 0;
  uint32_t reductions = 7;
  uint32_t alignments[4] = {256, 256, 256, 256}; // of A, B, C, D
};
struct MatmulDescObject {
  int compute;
  int32_t transposeA = 0, transposeB = 0;
  uint32_t epilogue = epilogueDefault;
  const float *bias = nullptr;
};
struct MatrixLayoutObject {
  uint64_t rows, columns;
  int64_t leading;
  int32_t count = 1;
  int64_t stride = 0;

  /// Bytes from the first element of the first matrix to the last of the last.
  size_t span() const {
    return 4 * (static_cast<size_t>(stride) * (count - 1) +
                static_cast<size_t>(leading) * (columns - 1) + rows);
  }
};

static bool wished(std::string_view what) {
  const char *wish = std::getenv("DND_SIMT_BLAS");
  return wish && wish == what;
}

static BlasStatus refuse(const char *why) {
  std::fprintf(stderr, "dnd SIMT: cuBLASLt: %s\n", why);
  return blasInvalidValue;
}

size_t cublasLtGetVersion() { return 130203; }

const char *cublasLtGetStatusName(BlasStatus status) {
  switch (status) {
  case blasSuccess:
    return "CUBLAS_STATUS_SUCCESS";
  case blasNotInitialized:
    return "CUBLAS_STATUS_NOT_INITIALIZED";
  case blasInvalidValue:
    return "CUBLAS_STATUS_INVALID_VALUE";
  case blasExecutionFailed:
    return "CUBLAS_STATUS_EXECUTION_FAILED";
  default:
    return "CUBLAS_STATUS_NOT_SUPPORTED";
  }
}

//===----------------------------------------------------------------------===//
// Objects
//===----------------------------------------------------------------------===//

BlasStatus cublasLtCreate(BlasHandle *handle) {
  if (wished("start"))
    return blasNotInitialized;
  *handle = new BlasHandleObject;
  return blasSuccess;
}
BlasStatus cublasLtDestroy(BlasHandle handle) {
  delete handle;
  return blasSuccess;
}

/// Copies a value of which the size must be right.
template <typename T>
static BlasStatus take(T &to, const void *value, size_t bytes) {
  if (!value || bytes != sizeof(T))
    return refuse("an attribute of another size");
  std::memcpy(&to, value, bytes);
  return blasSuccess;
}

BlasStatus cublasLtMatmulDescCreate(MatmulDesc *desc, int computeType,
                                    int scaleType) {
  if (scaleType != dataF32 ||
      (computeType != computeF32 && computeType != computeFastTf32 &&
       computeType != computeFastBf16))
    return refuse("a type of sums that is not for f32");
  *desc = new MatmulDescObject{computeType};
  return blasSuccess;
}
BlasStatus cublasLtMatmulDescDestroy(MatmulDesc desc) {
  delete desc;
  return blasSuccess;
}
BlasStatus cublasLtMatmulDescSetAttribute(MatmulDesc desc, int attribute,
                                          const void *value, size_t bytes) {
  switch (attribute) {
  case descTransposeA:
    return take(desc->transposeA, value, bytes);
  case descTransposeB:
    return take(desc->transposeB, value, bytes);
  case descEpilogue:
    return take(desc->epilogue, value, bytes);
  case descBias:
    return take(desc->bias, value, bytes);
  default:
    return refuse("an unknown attribute of a product");
  }
}

BlasStatus cublasLtMatrixLayoutCreate(MatrixLayout *layout, int type,
                                      uint64_t rows, uint64_t columns,
                                      int64_t leading) {
  if (type != dataF32 || rows == 0 || columns == 0 || leading < 1 ||
      static_cast<uint64_t>(leading) < rows)
    return refuse("a matrix with overlapping columns");
  *layout = new MatrixLayoutObject{rows, columns, leading};
  return blasSuccess;
}
BlasStatus cublasLtMatrixLayoutDestroy(MatrixLayout layout) {
  delete layout;
  return blasSuccess;
}
BlasStatus cublasLtMatrixLayoutSetAttribute(MatrixLayout layout, int attribute,
                                            const void *value, size_t bytes) {
  if (attribute == layoutBatchCount)
    return take(layout->count, value, bytes);
  if (attribute == layoutBatchStride)
    return take(layout->stride, value, bytes);
  return refuse("an unknown attribute of a matrix");
}

BlasStatus cublasLtMatmulPreferenceCreate(MatmulPreference *preference) {
  *preference = new MatmulPreferenceObject;
  return blasSuccess;
}
BlasStatus cublasLtMatmulPreferenceDestroy(MatmulPreference preference) {
  delete preference;
  return blasSuccess;
}
BlasStatus cublasLtMatmulPreferenceSetAttribute(MatmulPreference preference,
                                                int attribute,
                                                const void *value,
                                                size_t bytes) {
  if (attribute == preferWorkspaceBytes)
    return take(preference->workspace, value, bytes);
  if (attribute == preferReductions)
    return take(preference->reductions, value, bytes);
  if (attribute >= preferAlignmentA && attribute <= preferAlignmentD)
    return take(preference->alignments[attribute - preferAlignmentA], value,
                bytes);
  return refuse("an unknown preference");
}

//===----------------------------------------------------------------------===//
// Products
//===----------------------------------------------------------------------===//

namespace {
/// One call, as its work keeps it.
struct Product {
  MatmulDescObject desc;
  MatrixLayoutObject a, b, c, d;
  const float *aData, *bData, *cData;
  float *dData;
  float alpha, beta;

  uint64_t steps() const { return desc.transposeA ? a.rows : a.columns; }
  bool fits() const {
    uint64_t aRows = desc.transposeA ? a.columns : a.rows,
             bRows = desc.transposeB ? b.columns : b.rows,
             bColumns = desc.transposeB ? b.rows : b.columns;
    auto counts = [&](const MatrixLayoutObject &m) {
      return m.count == d.count;
    };
    return aRows == d.rows && bColumns == d.columns && bRows == steps() &&
           c.rows == d.rows && c.columns == d.columns && counts(a) &&
           counts(b) && counts(c);
  }
  /// What multiplies: tensor cores see fewer digits.
  float rounded(float x) const {
    int dropped = desc.compute == computeF32        ? 0
                  : desc.compute == computeFastTf32 ? 13
                                                    : 16;
    if (dropped == 0 || !std::isfinite(x))
      return x;
    auto bits = std::bit_cast<uint32_t>(x);
    bits += (1u << (dropped - 1)) - 1 + (bits >> dropped & 1);
    return std::bit_cast<float>(bits >> dropped << dropped);
  }
  float sum(int64_t p, uint64_t row, uint64_t column) const {
    float result = 0;
    for (uint64_t k = 0; k < steps(); ++k) {
      uint64_t left =
                   desc.transposeA ? row * a.leading + k : k * a.leading + row,
               right = desc.transposeB ? k * b.leading + column
                                       : column * b.leading + k;
      result = std::fma(rounded(aData[p * a.stride + left]),
                        rounded(bData[p * b.stride + right]), result);
    }
    return result;
  }
  void run() const {
    for (int64_t p = 0; p < d.count; ++p)
      for (uint64_t column = 0; column < d.columns; ++column)
        for (uint64_t row = 0; row < d.rows; ++row) {
          float value = alpha * sum(p, row, column);
          if (beta != 0)
            value += beta * cData[p * c.stride + column * c.leading + row];
          if (desc.epilogue & epilogueBias)
            value += desc.bias[row];
          if (desc.epilogue & epilogueRelu)
            value = std::max(value, 0.0f);
          dData[p * d.stride + column * d.leading + row] = value;
        }
  }
};
} // namespace

/// What the heuristics found and the product must be: its place and alignments.
static MatmulAlgo algorithmFor(const MatmulDescObject &desc,
                               const MatrixLayoutObject &d,
                               const uint32_t (&alignments)[4]) {
  MatmulAlgo algo{};
  algo.data[0] = 0xa190;
  algo.data[1] = d.rows;
  algo.data[2] = d.columns;
  algo.data[3] = desc.epilogue;
  for (int i = 0; i < 4; ++i)
    algo.data[4 + i] = alignments[i];
  return algo;
}

BlasStatus cublasLtMatmulAlgoGetHeuristic(
    BlasHandle handle, MatmulDesc desc, MatrixLayout a, MatrixLayout b,
    MatrixLayout c, MatrixLayout d, MatmulPreference preference, int requested,
    MatmulHeuristic *results, int *returned) {
  if (!handle || !desc || !a || !b || !c || !d || !preference || requested < 1)
    return refuse("a question for an algorithm without its objects");
  *returned = 0;
  if (wished("algorithm"))
    return blasNotSupported;
  if ((desc->epilogue & epilogueBias) && !desc->bias)
    return refuse("an epilogue without its bias");
  *results = {};
  results->algo = algorithmFor(*desc, *d, preference->alignments);
  results->workspaceSize = preference->workspace;
  *returned = 1;
  return blasSuccess;
}

static bool isAligned(const void *address, uint64_t to) {
  return reinterpret_cast<uintptr_t>(address) % to == 0;
}

BlasStatus cublasLtMatmul(BlasHandle handle, MatmulDesc desc, const void *alpha,
                          const void *a, MatrixLayout aLayout, const void *b,
                          MatrixLayout bLayout, const void *beta, const void *c,
                          MatrixLayout cLayout, void *d, MatrixLayout dLayout,
                          const MatmulAlgo *algo, void *workspace,
                          size_t workspaceBytes, Stream stream) {
  if (!handle || !desc || !algo || !alpha || !beta)
    return refuse("a product without its objects");
  Product product{*desc,
                  *aLayout,
                  *bLayout,
                  *cLayout,
                  *dLayout,
                  static_cast<const float *>(a),
                  static_cast<const float *>(b),
                  static_cast<const float *>(c),
                  static_cast<float *>(d),
                  *static_cast<const float *>(alpha),
                  *static_cast<const float *>(beta)};
  if (!product.fits())
    return refuse("matrices that do not fit each other");
  if (algo->data[0] != 0xa190 || algo->data[1] != dLayout->rows ||
      algo->data[2] != dLayout->columns || algo->data[3] != desc->epilogue)
    return refuse("an algorithm of another product");
  if (!isAligned(a, algo->data[4]) || !isAligned(b, algo->data[5]) ||
      !isAligned(c, algo->data[6]) || !isAligned(d, algo->data[7]))
    return refuse("a matrix that is less aligned than was said");
  auto inDevice = [](const void *at, size_t bytes, const char *what) {
    return isDeviceMemory(reinterpret_cast<Address>(at), bytes, what);
  };
  if (!inDevice(a, aLayout->span(), "matrix A") ||
      !inDevice(b, bLayout->span(), "matrix B") ||
      !inDevice(d, dLayout->span(), "matrix D") ||
      (product.beta != 0 && !inDevice(c, cLayout->span(), "matrix C")) ||
      ((desc->epilogue & epilogueBias) &&
       !inDevice(desc->bias, 4 * dLayout->rows, "bias")) ||
      (workspaceBytes && !inDevice(workspace, workspaceBytes, "workspace")))
    return blasInvalidValue;
  if (wished("product"))
    return blasExecutionFailed;
  Result result = enqueueHostWork(stream, [product] {
    if (wished("fault"))
      return Result{illegalAddress};
    product.run();
    return Result{success};
  });
  return result == success ? blasSuccess : blasExecutionFailed;
}

} // namespace dnd::rt::cuda
