//===- SimtRig.cpp - LLVM IR run by the SIMT driver -----------------------===//
#include "tests/simt/SimtRig.h"
#include "codegen/simt/HostImage.h"
#include "llvm/IR/LLVMContext.h"
#include "llvm/IRReader/IRReader.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/SourceMgr.h"
#include <cstdlib>
#include <cstring>
#include <dlfcn.h>
#include <gtest/gtest.h>
#include <map>

using namespace dnd::simt;
namespace cuda = dnd::rt::cuda;

const DriverApi &dnd::simt::driver() {
  static const DriverApi api = [] {
    void *library = dlopen(DND_SIMT_DRIVER, RTLD_NOW | RTLD_LOCAL);
    if (!library) {
      std::fprintf(stderr, "%s\n", dlerror());
      std::abort();
    }
    DriverApi made;
#define DND_CUDA_FUNCTION(name, ...)                                           \
  made.name = reinterpret_cast<decltype(made.name)>(dlsym(library, #name));
#include "runtime/cuda/DriverApi.def"
#undef DND_CUDA_FUNCTION
    made.lastReport = reinterpret_cast<const char *(*)()>(
        dlsym(library, "dnd_simt_last_report"));
    return made;
  }();
  return api;
}

std::string dnd::simt::makeImage(const std::string &ir) {
  llvm::LLVMContext context;
  llvm::SMDiagnostic problem;
  std::unique_ptr<llvm::Module> module =
      llvm::parseIR(llvm::MemoryBufferRef(ir, "kernels"), problem, context);
  if (!module)
    return "error: " + problem.getMessage().str() +
           " in: " + problem.getLineContents().str();
  llvm::Expected<std::string> image = dnd::codegen::makeHostImage(*module);
  if (!image)
    return "error: " + llvm::toString(image.takeError());
  return *image;
}

std::string dnd::simt::kernelText(const std::string &name) {
  auto file = llvm::MemoryBuffer::getFile(DND_SIMT_KERNELS "/" + name + ".ll");
  if (!file)
    return "the file is missing";
  return (*file)->getBuffer().str();
}

Rig::Rig(const std::string &ir) {
  const DriverApi &api = driver();
  EXPECT_EQ(api.cuInit(0), cuda::success);
  cuda::Context context = nullptr;
  EXPECT_EQ(api.cuDevicePrimaryCtxRetain(&context, 0), cuda::success);
  EXPECT_EQ(api.cuCtxSetCurrent(context), cuda::success);
  static std::map<std::string, std::string> made;
  std::string &image = made[ir];
  if (image.empty())
    image = makeImage(ir);
  EXPECT_NE(image.substr(0, 6), "error:") << image;
  EXPECT_EQ(api.cuModuleLoadDataEx(&module, image.data(), 0, nullptr, nullptr),
            cuda::success);
}

Rig::~Rig() { driver().cuDevicePrimaryCtxRelease_v2(0); }

cuda::Address Rig::putBytes(const void *data, size_t bytes) {
  const DriverApi &api = driver();
  cuda::Address address = 0;
  EXPECT_EQ(api.cuMemAlloc_v2(&address, bytes), cuda::success);
  EXPECT_EQ(api.cuMemcpyHtoDAsync_v2(address, data, bytes, nullptr),
            cuda::success);
  EXPECT_EQ(api.cuStreamSynchronize(nullptr), cuda::success);
  return address;
}

void Rig::getBytes(void *to, cuda::Address from, size_t bytes) {
  EXPECT_EQ(driver().cuMemcpyDtoHAsync_v2(to, from, bytes, nullptr),
            cuda::success);
}

cuda::Result Rig::launch(const char *kernel, unsigned grid, unsigned block,
                         void **arguments) {
  const DriverApi &api = driver();
  cuda::Function function = nullptr;
  EXPECT_EQ(api.cuModuleGetFunction(&function, module, kernel), cuda::success)
      << kernel;
  if (cuda::Result result =
          api.cuLaunchKernel(function, grid, 1, 1, block, 1, 1, dynamicShared,
                             nullptr, arguments, nullptr))
    return result;
  return api.cuStreamSynchronize(nullptr);
}
