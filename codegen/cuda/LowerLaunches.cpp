//===- LowerLaunches.cpp - launches as calls of the runtime ---------------===//
//
// In the main module, behind the images: every gpu.launch_func of a device
// entry becomes a call of dnd_rt_cuda_launch with the number of the kernel's
// row in the table `dnd.kernels`.
//
//===----------------------------------------------------------------------===//
#include "codegen/cuda/CudaPasses.h"
#include "codegen/common/DeviceNames.h"
#include "codegen/common/Pointers.h"
#include "codegen/common/SourcePlace.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/GPU/IR/GPUDialect.h"
#include "mlir/Dialect/LLVMIR/LLVMDialect.h"
#include "passes/lower/EntryPoints.h"
#include "llvm/ADT/MapVector.h"

namespace dnd::codegen {
#define GEN_PASS_DEF_LOWERLAUNCHES
#include "codegen/cuda/CudaPasses.h.inc"
} // namespace dnd::codegen

using namespace mlir;
using namespace dnd::codegen;

namespace {
struct LowerLaunchesPass
    : dnd::codegen::impl::LowerLaunchesBase<LowerLaunchesPass> {
  void runOnOperation() override {
    ModuleOp module = getOperation();
    pointer = LLVM::LLVMPointerType::get(&getContext());
    SmallVector<gpu::LaunchFuncOp> launches;
    module.walk([&](gpu::LaunchFuncOp op) { launches.push_back(op); });
    if (launches.empty())
      return;
    for (gpu::LaunchFuncOp op : launches)
      if (failed(lower(op)))
        return signalPassFailure();
    module->setAttr(kernelTableAttr, Builder(&getContext()).getArrayAttr(rows));
    module->removeAttr(gpu::GPUDialect::getContainerModuleAttrName());
  }

private:
  /// The row of the kernel at this place of the model; equal kernels of several
  /// layers have several rows, so that messages name the right one.
  unsigned rowOf(gpu::LaunchFuncOp op) {
    SourcePlace place = sourcePlace(op.getLoc());
    Builder b(&getContext());
    auto text = [&](StringRef name, StringRef value) {
      return b.getNamedAttr(name, b.getStringAttr(value));
    };
    Attribute row = b.getDictionaryAttr({text("name", op.getKernelName()),
                                         text("place", place.text),
                                         text("layer", place.layer)});
    auto [it, added] = numbers.try_emplace(row, rows.size());
    if (added)
      rows.push_back(row);
    return it->second;
  }

  LogicalResult lower(gpu::LaunchFuncOp op) {
    if (!op.getAsyncDependencies().empty() || op.getAsyncToken())
      return op.emitOpError("has an order of its own");
    OpBuilder b(op);
    Location loc = op.getLoc();
    Type i32 = b.getI32Type();
    auto number = [&](Value value) -> Value {
      if (value.getType() == i32)
        return value;
      if (isa<IndexType>(value.getType()))
        return b.create<arith::IndexCastOp>(loc, i32, value);
      return b.create<arith::TruncIOp>(loc, i32, value);
    };
    auto constant = [&](int64_t value) -> Value {
      return b.create<arith::ConstantOp>(loc, b.getI32IntegerAttr(value));
    };
    FailureOr<Value> arguments = packArguments(b, op);
    if (failed(arguments))
      return failure();
    gpu::KernelDim3 grid = op.getGridSizeOperandValues();
    gpu::KernelDim3 block = op.getBlockSizeOperandValues();
    Value shared = op.getDynamicSharedMemorySize();
    SmallVector<Value> operands{
        constant(rowOf(op)), number(grid.x),
        number(grid.y),      number(grid.z),
        number(block.x),     number(block.y),
        number(block.z),     shared ? number(shared) : constant(0),
        *arguments};
    b.create<func::CallOp>(loc, launchFunction(), operands);
    op.erase();
    return success();
  }

  /// The kernel's arguments as LowerToNvvm declares them, each in a slot of its
  /// own; the addresses of the slots, as the driver takes them.
  FailureOr<Value> packArguments(OpBuilder &b, gpu::LaunchFuncOp op) {
    auto entry = op->getParentOfType<func::FuncOp>();
    Location loc = op.getLoc();
    SmallVector<Value> values;
    bool dynamic = false;
    for (Value operand : op.getKernelOperands()) {
      auto type = dyn_cast<MemRefType>(operand.getType());
      if (type && !type.getLayout().isIdentity())
        return op.emitOpError("takes a buffer that is not dense");
      dynamic |= type && !type.hasStaticShape();
      if (type)
        values.push_back(addressOf(b, loc, operand));
      else if (isa<IndexType>(operand.getType()))
        values.push_back(
            b.create<arith::IndexCastOp>(loc, b.getI64Type(), operand));
      else
        values.push_back(operand);
    }
    if (dynamic) {
      Value batch = dnd::passes::batchSize(entry);
      if (!batch)
        return op.emitOpError("takes a batch without its size");
      values.push_back(
          b.create<arith::IndexCastOp>(loc, b.getI64Type(), batch));
    }
    OpBuilder top = OpBuilder::atBlockBegin(&entry.getBody().front());
    auto slots = [&](Type type, int64_t count) -> Value {
      Value size = top.create<LLVM::ConstantOp>(loc, top.getI64Type(),
                                                top.getI64IntegerAttr(count));
      return top.create<LLVM::AllocaOp>(loc, pointer, type, size);
    };
    Value list = slots(pointer, std::max<int64_t>(values.size(), 1));
    for (auto [i, value] : llvm::enumerate(values)) {
      Value slot = slots(value.getType(), 1);
      b.create<LLVM::StoreOp>(loc, value, slot);
      Value place = b.create<LLVM::GEPOp>(
          loc, pointer, pointer, list,
          ArrayRef<LLVM::GEPArg>{static_cast<int32_t>(i)});
      b.create<LLVM::StoreOp>(loc, slot, place);
    }
    return list;
  }

  func::FuncOp launchFunction() {
    ModuleOp module = getOperation();
    StringRef name = "dnd_rt_cuda_launch";
    if (auto known = module.lookupSymbol<func::FuncOp>(name))
      return known;
    OpBuilder b = OpBuilder::atBlockEnd(module.getBody());
    SmallVector<Type> types(8, b.getI32Type());
    types.push_back(pointer);
    auto func = b.create<func::FuncOp>(module.getLoc(), name,
                                       b.getFunctionType(types, {}));
    func.setPrivate();
    return func;
  }

  LLVM::LLVMPointerType pointer;
  SmallVector<Attribute> rows;
  DenseMap<Attribute, unsigned> numbers;
};
} // namespace
