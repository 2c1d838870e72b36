//===- DeviceKernel.cpp - building an outlined GPU kernel -----------------===//
#include "codegen/cuda/DeviceKernel.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/LLVMIR/LLVMDialect.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/IR/TypeUtilities.h"
#include "mlir/Interfaces/SideEffectInterfaces.h"
#include "passes/lower/Exact.h"

using namespace mlir;
using namespace dnd::codegen;
using namespace dnd::codegen::cuda;

DeviceKernel::DeviceKernel(gpu::GPUModuleOp kernels, StringRef name,
                           Location loc)
    : Kernel(kernels.getContext()) {
  OpBuilder outer = OpBuilder::atBlockTerminator(kernels.getBody());
  func = outer.create<gpu::GPUFuncOp>(loc, name, outer.getFunctionType({}, {}));
  func->setAttr(gpu::GPUDialect::getKernelFuncAttrName(), outer.getUnitAttr());
  b.setInsertionPointToEnd(&func.getBody().front());
  Kernel::begin(func, b.create<gpu::ReturnOp>(loc));
}

Value DeviceKernel::shared(ArrayRef<int64_t> shape, Type element) {
  auto space = gpu::AddressSpaceAttr::get(
      b.getContext(), gpu::GPUDialect::getWorkgroupAddressSpace());
  auto type = MemRefType::get(shape, element, AffineMap(), space);
  Value buffer = func.addWorkgroupAttribution(type, func.getLoc());
  // Rows may be read as vectors.
  func.setWorkgroupAttributionAttr(func.getNumWorkgroupAttributions() - 1,
                                   LLVM::LLVMDialect::getAlignAttrName(),
                                   b.getI64IntegerAttr(16));
  return buffer;
}

Value DeviceKernel::constant(int64_t value) {
  return b.create<arith::ConstantIndexOp>(func.getLoc(), value);
}

Value DeviceKernel::threadId(gpu::Dimension dim) {
  return b.create<gpu::ThreadIdOp>(func.getLoc(), dim);
}

Value DeviceKernel::blockId(gpu::Dimension dim) {
  return b.create<gpu::BlockIdOp>(func.getLoc(), dim);
}

/// Marks f32 arithmetic as free to be contracted. Never assumes that numbers
/// are finite; the order of sums stays.
static void allowContraction(gpu::GPUFuncOp func) {
  func.walk([](Operation *op) {
    auto math = dyn_cast<arith::ArithFastMathInterface>(op);
    // Rounding to a narrower type is what its author wants.
    if (!math || op->getNumResults() != 1 ||
        op->hasAttr(dnd::passes::exactAttr) ||
        isa<arith::ExtFOp, arith::TruncFOp>(op) ||
        !isa<FloatType>(getElementTypeOrSelf(op->getResult(0).getType())))
      return;
    // Conversions between widths have none until one is set.
    arith::FastMathFlagsAttr flags = math.getFastMathFlagsAttr();
    if (flags && flags.getValue() != arith::FastMathFlags::none)
      return;
    op->setAttr(math.getFastMathAttrName(),
                arith::FastMathFlagsAttr::get(op->getContext(),
                                              arith::FastMathFlags::contract));
  });
}

gpu::LaunchFuncOp DeviceKernel::launch(Operation *at, ValueRange grid,
                                       ArrayRef<int64_t> block) {
  assert(!grid.empty() && grid.size() <= 3 && block.size() <= 3);
  Kernel::end();
  allowContraction(func);
  OpBuilder outer(at);
  Location loc = at->getLoc();
  auto number = [&](int64_t value) -> Value {
    return outer.create<arith::ConstantIndexOp>(loc, value);
  };
  auto gridAt = [&](unsigned i) {
    return i < grid.size() ? grid[i] : number(1);
  };
  auto blockAt = [&](unsigned i) {
    return number(i < block.size() ? block[i] : 1);
  };
  gpu::KernelDim3 blocks{gridAt(0), gridAt(1), gridAt(2)};
  gpu::KernelDim3 threads{blockAt(0), blockAt(1), blockAt(2)};
  int64_t total = 1;
  for (int64_t size : block)
    total *= size;
  func->setAttr("nvvm.maxntid",
                outer.getDenseI32ArrayAttr({static_cast<int32_t>(total)}));
  return outer.create<gpu::LaunchFuncOp>(loc, func, blocks, threads, Value(),
                                         ValueRange(captures()));
}
