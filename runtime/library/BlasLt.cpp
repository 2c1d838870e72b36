//===- BlasLt.cpp - Products of matrices by cuBLASLt ----------------------===//
//
// Our matrices lie row-major, the library's column-major: what it computes is
// the transposed product, out' = rhs' lhs', on the same memory. The algorithm
// of a product is asked for once and kept, so that a recorded step and every
// run of a program take the same one.
//
//===----------------------------------------------------------------------===//
#include "runtime/library/BlasLt.h"

#include "runtime/core/Error.h"

#include <fmt/core.h>

#include <algorithm>
#include <cstdlib>
#include <dlfcn.h>
#include <limits>
#include <string_view>

namespace dnd::rt::cuda {

/// What NVIDIA recommends for GPUs of capability 9; others need less.
constexpr size_t wantedWorkspace = size_t{32} << 20;

//===----------------------------------------------------------------------===//
// The library
//===----------------------------------------------------------------------===//

static std::string_view variable(const char *name) {
  const char *value = std::getenv(name);
  return value ? value : "";
}

static bool isOff() {
  std::string_view wish = variable("DND_CUDA_BLAS");
  if (wish == "off")
    return true;
  if (wish.empty() || wish == "on")
    return false;
  throw Error(Exit::Usage,
              fmt::format("DND_CUDA_BLAS is 'on' or 'off', not '{}'", wish));
}

std::string BlasLtLibrary::bind(void *library) {
  std::string missing;
  auto find = [&](const char *name) {
    void *symbol = dlsym(library, name);
    if (!symbol && missing.empty())
      missing = name;
    return symbol;
  };
#define DND_BLASLT_FUNCTION(result, name, ...)                                 \
  name = reinterpret_cast<result (*)(__VA_ARGS__)>(find(#name));
#include "runtime/library/BlasLtApi.def"
#undef DND_BLASLT_FUNCTION
  return missing;
}

std::shared_ptr<const BlasLtLibrary> BlasLtLibrary::open(bool emulated) {
  if (isOff())
    return nullptr;
  std::shared_ptr<BlasLtLibrary> result(new BlasLtLibrary);
  if (std::string named(variable("DND_CUBLASLT")); !named.empty()) {
    void *library = dlopen(named.c_str(), RTLD_NOW | RTLD_LOCAL);
    if (!library)
      throw Error(
          Exit::Device,
          fmt::format(
              "the library '{}' that DND_CUBLASLT names cannot be loaded: {}",
              named, dlerror()));
    if (std::string missing = result->bind(library); !missing.empty())
      throw Error(Exit::Device,
                  fmt::format("the library '{}' that DND_CUBLASLT names is not "
                              "cuBLASLt or too old: it lacks {}",
                              named, missing));
    return result;
  }
  if (emulated)
    return nullptr;
  for (const char *name : {"libcublasLt.so.13", "libcublasLt.so.12"}) {
    void *library = dlopen(name, RTLD_NOW | RTLD_LOCAL);
    if (library && result->bind(library).empty())
      return result;
    if (library)
      dlclose(library);
  }
  return nullptr;
}

std::string BlasLtLibrary::versionText() const {
  size_t version = cublasLtGetVersion();
  return fmt::format("{}.{}.{}", version / 10000, version / 100 % 100,
                     version % 100);
}

std::string BlasLtLibrary::describe(bool emulated, uint32_t products) {
  std::string work =
      fmt::format("{}{}", products, products == 1 ? " product" : " products");
  if (isOff())
    return fmt::format("own kernels for {} (DND_CUDA_BLAS=off)", work);
  if (auto library = open(emulated))
    return fmt::format("cuBLASLt {} for {}", library->versionText(), work);
  return fmt::format("own kernels for {} (no cuBLASLt)", work);
}

//===----------------------------------------------------------------------===//
// Plans
//===----------------------------------------------------------------------===//

/// What was found out about products of one kind.
struct BlasLt::Plan {
  explicit Plan(const BlasLtLibrary &api) : api(api) {}
  Plan(const Plan &) = delete;
  Plan &operator=(const Plan &) = delete;
  ~Plan() {
    for (MatrixLayout layout : {a, b, d})
      if (layout)
        api.cublasLtMatrixLayoutDestroy(layout);
    if (desc)
      api.cublasLtMatmulDescDestroy(desc);
  }

  const BlasLtLibrary &api;
  MatmulDesc desc = nullptr;
  MatrixLayout a = nullptr, b = nullptr, d = nullptr;
  MatmulAlgo algo{};
  bool usable = false;
};

void BlasLt::check(BlasStatus status, const char *doing) const {
  if (status == blasSuccess)
    return;
  const char *name = api->cublasLtGetStatusName(status);
  throw Error(
      Exit::Device,
      fmt::format("cuBLASLt {} failed {}: {}", api->versionText(), doing,
                  name ? std::string(name) : fmt::format("status {}", status)),
      "DND_CUDA_BLAS=off uses the kernels of the program instead");
}

BlasLt::BlasLt(std::shared_ptr<const Driver> driver,
               std::shared_ptr<const BlasLtLibrary> library)
    : driver(std::move(driver)), api(std::move(library)) {}

std::unique_ptr<BlasLt> BlasLt::open(std::shared_ptr<const Driver> driver,
                                     bool emulated) {
  std::shared_ptr<const BlasLtLibrary> library = BlasLtLibrary::open(emulated);
  if (!library)
    return nullptr;
  std::unique_ptr<BlasLt> result(
      new BlasLt(std::move(driver), std::move(library)));
  return result->start() ? std::move(result) : nullptr;
}

bool BlasLt::start() {
  BlasStatus status = api->cublasLtCreate(&handle);
  if (status != blasSuccess) {
    handle = nullptr;
    // Who names a library wants it; one that lies around may be for another
    // driver.
    if (!variable("DND_CUBLASLT").empty())
      check(status, "to start");
    return false;
  }
  // With less memory it has fewer algorithms, no more.
  if (driver->cuMemAlloc_v2(&workspace, wantedWorkspace) == success)
    workspaceBytes = wantedWorkspace;
  else
    workspace = 0;
  return true;
}

BlasLt::~BlasLt() {
  plans.clear();
  if (workspace)
    driver->cuMemFree_v2(workspace);
  if (handle)
    api->cublasLtDestroy(handle);
}

/// The layout, to the library, of a row-major matrix or a transposed one.
MatrixLayout BlasLt::layout(int64_t rows, int64_t columns, bool transposed,
                            int64_t leading, int64_t count,
                            int64_t stride) const {
  if (transposed)
    std::swap(rows, columns);
  MatrixLayout made = nullptr;
  check(api->cublasLtMatrixLayoutCreate(&made, dataF32,
                                        static_cast<uint64_t>(columns),
                                        static_cast<uint64_t>(rows), leading),
        "to describe a matrix");
  if (count > 1) {
    auto number = static_cast<int32_t>(count);
    BlasStatus status = api->cublasLtMatrixLayoutSetAttribute(
        made, layoutBatchCount, &number, sizeof number);
    if (status == blasSuccess)
      status = api->cublasLtMatrixLayoutSetAttribute(made, layoutBatchStride,
                                                     &stride, sizeof stride);
    if (status != blasSuccess)
      api->cublasLtMatrixLayoutDestroy(made);
    check(status, "to describe matrices");
  }
  return made;
}

void BlasLt::setBias(const Plan &plan, const dnd_product &product) const {
  if (product.flags & DND_PRODUCT_BIAS)
    check(api->cublasLtMatmulDescSetAttribute(
              plan.desc, descBias, &product.bias, sizeof product.bias),
          "to take a bias");
}

void BlasLt::describe(Plan &plan, const dnd_product &p) const {
  auto has = [&](uint32_t flag) { return (p.flags & flag) != 0; };
  int compute = has(DND_PRODUCT_BF16)   ? computeFastBf16
                : has(DND_PRODUCT_TF32) ? computeFastTf32
                                        : computeF32;
  check(api->cublasLtMatmulDescCreate(&plan.desc, compute, dataF32),
        "to describe a product");
  bool left = has(DND_PRODUCT_LHS_TRANSPOSED),
       right = has(DND_PRODUCT_RHS_TRANSPOSED);
  int32_t transposeA = right ? operationTranspose : operationNone,
          transposeB = left ? operationTranspose : operationNone;
  uint32_t epilogue = 0;
  if (has(DND_PRODUCT_BIAS))
    epilogue |= epilogueBias;
  if (has(DND_PRODUCT_RELU))
    epilogue |= epilogueRelu;
  if (epilogue == 0)
    epilogue = epilogueDefault;
  for (auto [attribute, value] :
       {std::pair<int, const void *>(descTransposeA, &transposeA),
        {descTransposeB, &transposeB},
        {descEpilogue, &epilogue}})
    check(api->cublasLtMatmulDescSetAttribute(plan.desc, attribute, value, 4),
          "to describe a product");
  plan.a =
      layout(p.steps, p.columns, right, p.rhs_leading, p.count, p.rhs_stride);
  plan.b = layout(p.rows, p.steps, left, p.lhs_leading, p.count, p.lhs_stride);
  plan.d =
      layout(p.rows, p.columns, false, p.out_leading, p.count, p.out_stride);
}

/// The alignment of an address in bytes, as far as the library asks for it.
static int64_t alignmentOf(const void *address) {
  auto number = reinterpret_cast<uintptr_t>(address);
  uintptr_t lowest = number & (~number + 1);
  return static_cast<int64_t>(
      std::min<uintptr_t>(lowest == 0 ? 256 : lowest, 256));
}

void BlasLt::choose(Plan &plan, const Key &key) const {
  MatmulPreference preference = nullptr;
  check(api->cublasLtMatmulPreferenceCreate(&preference), "to start");
  auto alignment = [&](size_t i) { return static_cast<uint32_t>(key[i]); };
  uint64_t bytes = workspaceBytes;
  uint32_t reductions = reductionComputeType, left = alignment(11),
           right = alignment(12), out = alignment(13);
  struct Setting {
    int attribute;
    const void *value;
    size_t bytes;
  };
  BlasStatus status = blasSuccess;
  for (const Setting &s : {Setting{preferWorkspaceBytes, &bytes, sizeof bytes},
                           {preferReductions, &reductions, sizeof reductions},
                           {preferAlignmentA, &right, sizeof right},
                           {preferAlignmentB, &left, sizeof left},
                           {preferAlignmentC, &out, sizeof out},
                           {preferAlignmentD, &out, sizeof out}})
    if (status == blasSuccess)
      status = api->cublasLtMatmulPreferenceSetAttribute(
          preference, s.attribute, s.value, s.bytes);
  MatmulHeuristic found{};
  int count = 0;
  if (status == blasSuccess)
    status = api->cublasLtMatmulAlgoGetHeuristic(handle, plan.desc, plan.a,
                                                 plan.b, plan.d, plan.d,
                                                 preference, 1, &found, &count);
  api->cublasLtMatmulPreferenceDestroy(preference);
  if (status == blasNotSupported || status == blasArchMismatch)
    return;
  check(status, "to choose an algorithm");
  plan.usable = count > 0 && found.state == blasSuccess &&
                found.workspaceSize <= workspaceBytes;
  plan.algo = found.algo;
}

bool BlasLt::run(const dnd_product &p, Stream stream) {
  if (p.count > std::numeric_limits<int32_t>::max())
    return false;
  Key key{p.rows,
          p.columns,
          p.steps,
          p.count,
          p.lhs_leading,
          p.rhs_leading,
          p.out_leading,
          p.lhs_stride,
          p.rhs_stride,
          p.out_stride,
          p.flags,
          alignmentOf(p.lhs),
          alignmentOf(p.rhs),
          alignmentOf(p.out),
          alignmentOf(p.bias)};
  std::unique_ptr<Plan> &known = plans[key];
  if (!known) {
    auto plan = std::make_unique<Plan>(*api);
    describe(*plan, p);
    setBias(*plan, p);
    choose(*plan, key);
    known = std::move(plan);
  }
  if (!known->usable)
    return false;
  setBias(*known, p);
  float beta = p.flags & DND_PRODUCT_ADD ? 1 : 0;
  check(api->cublasLtMatmul(
            handle, known->desc, &p.scale, p.rhs, known->a, p.lhs, known->b,
            &beta, p.out, known->d, p.out, known->d, &known->algo,
            reinterpret_cast<void *>(workspace), workspaceBytes, stream),
        "in a product");
  return true;
}

} // namespace dnd::rt::cuda
