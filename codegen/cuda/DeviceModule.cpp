//===- DeviceModule.cpp - the branch for GPUs leaves and comes back -------===//
#include "codegen/cuda/DeviceModule.h"
#include "codegen/common/DeviceNames.h"
#include "codegen/cuda/DeviceKernel.h"
#include "mlir/Dialect/Func/IR/FuncOps.h"
#include "mlir/Dialect/LLVMIR/NVVMDialect.h"
#include "passes/lower/EntryPoints.h"

using namespace mlir;
using namespace dnd::codegen;
using namespace dnd::codegen::cuda;

OwningOpRef<ModuleOp> dnd::codegen::cuda::makeDeviceModule(ModuleOp main) {
  OwningOpRef<ModuleOp> device = main.clone();
  SmallVector<func::FuncOp> dropped;
  for (auto func : device->getOps<func::FuncOp>())
    if (!dnd::passes::isEntryPoint(func) || func.getName().ends_with("_f64"))
      dropped.push_back(func);
  for (func::FuncOp func : dropped)
    func.erase();
  (*device)->removeAttr("dnd.meta");
  return device;
}

void dnd::codegen::cuda::mergeDeviceModule(ModuleOp main, ModuleOp device) {
  OpBuilder b = OpBuilder::atBlockEnd(main.getBody());
  for (auto func : device.getOps<func::FuncOp>()) {
    if (func.isExternal() || !func.isPublic())
      continue;
    std::string name = func.getName().str();
    auto copy = cast<func::FuncOp>(b.clone(*func));
    copy.setName(name + "_cuda");
    copy->setAttr(deviceEntryAttr, b.getStringAttr(name));
  }
  main->setAttr(gpu::GPUDialect::getContainerModuleAttrName(), b.getUnitAttr());
}

void dnd::codegen::cuda::attachImages(ModuleOp main,
                                      ArrayRef<DeviceImage> images) {
  OpBuilder b = OpBuilder::atBlockEnd(main.getBody());
  SmallVector<Attribute> objects;
  for (const DeviceImage &image : images) {
    bool text = image.target == "ptx";
    auto target = NVVM::NVVMTargetAttr::get(
        main.getContext(), /*optLevel=*/3, "nvptx64-nvidia-cuda",
        text ? StringRef("sm_80") : StringRef(image.target));
    objects.push_back(
        gpu::ObjectAttr::get(main.getContext(), target,
                             text ? gpu::CompilationTarget::Assembly
                                  : gpu::CompilationTarget::Binary,
                             b.getStringAttr(image.data), DictionaryAttr()));
  }
  b.create<gpu::BinaryOp>(main.getLoc(), kernelModuleName, Attribute(),
                          objects);
}
