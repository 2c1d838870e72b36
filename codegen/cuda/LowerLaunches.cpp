//===- LowerLaunches.cpp - launches as calls of the runtime ---------------===//
//
// In the main module, behind the images: every gpu.launch_func of a device
// entry becomes a call of dnd_rt_cuda_launch with the number of the kernel's
// row in the table `dnd.kernels`, every dndrt.library_call one of
// dnd_rt_library_call and a branch on its answer.
//
//===----------------------------------------------------------------------===//
#include "codegen/common/CallArguments.h"
#include "codegen/common/DeviceNames.h"
#include "codegen/common/SourcePlace.h"
#include "codegen/cuda/CudaPasses.h"
#include "dialect/dndrt/DndrtDialect.h"
#include "dndrt/abi.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/GPU/IR/GPUDialect.h"
#include "mlir/Dialect/LLVMIR/LLVMDialect.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "passes/lower/EntryPoints.h"
#include "llvm/ADT/MapVector.h"
#include "llvm/ADT/StringMap.h"

namespace dnd::codegen {
#define GEN_PASS_DEF_LOWERLAUNCHES
#include "codegen/cuda/CudaPasses.h.inc"
} // namespace dnd::codegen

using namespace mlir;
using namespace dnd::codegen;
using dnd::dndrt::LibraryCallOp;

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
    // They need the rows of the kernels in them.
    SmallVector<LibraryCallOp> products;
    module.walk([&](LibraryCallOp op) { products.push_back(op); });
    for (LibraryCallOp op : products)
      lower(op);
    for (gpu::LaunchFuncOp op : launches)
      if (failed(lower(op)))
        return signalPassFailure();
    if (!products.empty())
      module->setAttr(
          productCountAttr,
          Builder(&getContext()).getI64IntegerAttr(products.size()));
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

  /// The kernel's arguments as LowerToNvvm declares them, each in a slot; the
  /// addresses of the slots. The driver copies the arguments in the call.
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
        values.push_back(addresses.of(operand));
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
    ArgumentSlots &slots =
        argumentsOf.try_emplace(entry, entry, true).first->second;
    slots.fill(b, loc, values);
    return slots.list();
  }

  /// Memory for one `type` on the stack of the entry point of `op`.
  Value stackMemory(Operation *op, Type type) {
    auto entry = op->getParentOfType<func::FuncOp>();
    OpBuilder top = OpBuilder::atBlockBegin(&entry.getBody().front());
    Value size = top.create<LLVM::ConstantOp>(op->getLoc(), top.getI64Type(),
                                              top.getI64IntegerAttr(1));
    return top.create<LLVM::AllocaOp>(op->getLoc(), pointer, type, size);
  }

  static uint32_t flagsOf(dnd::dndrt::ProductAttr product) {
    uint32_t flags = 0;
    auto add = [&](bool has, uint32_t flag) { flags |= has ? flag : 0; };
    add(product.getLhsTransposed(), DND_PRODUCT_LHS_TRANSPOSED);
    add(product.getRhsTransposed(), DND_PRODUCT_RHS_TRANSPOSED);
    add(product.getAdd(), DND_PRODUCT_ADD);
    add(product.getBias(), DND_PRODUCT_BIAS);
    add(product.getRelu(), DND_PRODUCT_RELU);
    add(product.getMath() == "tf32", DND_PRODUCT_TF32);
    add(product.getMath() == "bf16", DND_PRODUCT_BF16);
    return flags;
  }

  /// struct dnd_product, in the order of its fields.
  SmallVector<Value> fieldsOf(OpBuilder &b, LibraryCallOp op,
                              dnd::dndrt::ProductAttr product) {
    Location loc = op.getLoc();
    SmallVector<Value> fields;
    for (Value size : op.getSizes())
      fields.push_back(b.create<arith::IndexCastOp>(loc, b.getI64Type(), size));
    auto constant = [&](TypedAttr value) {
      fields.push_back(b.create<arith::ConstantOp>(loc, value));
    };
    for (ArrayRef<int64_t> distances :
         {product.getLeading(), product.getStrides()})
      for (int64_t distance : distances)
        constant(b.getI64IntegerAttr(distance));
    for (Value buffer : op.getBuffers())
      fields.push_back(addresses.of(buffer));
    if (!product.getBias())
      fields.push_back(b.create<LLVM::ZeroOp>(loc, pointer));
    constant(product.getScale());
    constant(b.getI32IntegerAttr(flagsOf(product)));
    unsigned row = 0;
    op.getOtherwise().walk([&](gpu::LaunchFuncOp launch) {
      row = rowOf(launch);
      return WalkResult::interrupt();
    });
    constant(b.getI32IntegerAttr(row));
    return fields;
  }

  void lower(LibraryCallOp op) {
    OpBuilder b(op);
    Location loc = op.getLoc();
    // The verifier knows no other kind.
    SmallVector<Value> fields =
        fieldsOf(b, op, cast<dnd::dndrt::ProductAttr>(op.getKind()));
    auto type = LLVM::LLVMStructType::getLiteral(
        &getContext(), llvm::to_vector(ValueRange(fields).getTypes()));
    Value product = stackMemory(op, type);
    for (auto [i, field] : llvm::enumerate(fields)) {
      Value place = b.create<LLVM::GEPOp>(
          loc, pointer, type, product,
          ArrayRef<LLVM::GEPArg>{0, static_cast<int32_t>(i)});
      b.create<LLVM::StoreOp>(loc, field, place);
    }
    Value kind = b.create<arith::ConstantOp>(
        loc, b.getI32IntegerAttr(DND_LIBRARY_PRODUCT));
    Value answer = b.create<func::CallOp>(loc, libraryFunction(),
                                          ValueRange{kind, product})
                       .getResult(0);
    Value isDone = b.create<arith::CmpIOp>(
        loc, arith::CmpIPredicate::ne, answer,
        b.create<arith::ConstantOp>(loc, b.getI32IntegerAttr(0)));
    auto branch = b.create<scf::IfOp>(loc, isDone, /*withElseRegion=*/true);
    auto take = [](Region &from, Block *to) {
      to->getOperations().splice(to->begin(), from.front().getOperations());
    };
    take(op.getDone(), branch.thenBlock());
    take(op.getOtherwise(), branch.elseBlock());
    op.erase();
  }

  func::FuncOp launchFunction() {
    SmallVector<Type> types(8, IntegerType::get(&getContext(), 32));
    types.push_back(pointer);
    return runtimeFunction("dnd_rt_cuda_launch", types, {});
  }
  func::FuncOp libraryFunction() {
    Type i32 = IntegerType::get(&getContext(), 32);
    return runtimeFunction("dnd_rt_library_call", {i32, pointer}, i32);
  }
  func::FuncOp runtimeFunction(StringRef name, TypeRange types,
                               TypeRange results) {
    ModuleOp module = getOperation();
    func::FuncOp &known = declared[name];
    if (!known)
      known = module.lookupSymbol<func::FuncOp>(name);
    if (known)
      return known;
    OpBuilder b = OpBuilder::atBlockEnd(module.getBody());
    auto func = b.create<func::FuncOp>(module.getLoc(), name,
                                       b.getFunctionType(types, results));
    func.setPrivate();
    return known = func;
  }

  LLVM::LLVMPointerType pointer;
  Addresses addresses;
  DenseMap<func::FuncOp, ArgumentSlots> argumentsOf; // of entry points
  llvm::StringMap<func::FuncOp> declared;
  SmallVector<Attribute> rows;
  DenseMap<Attribute, unsigned> numbers;
};
} // namespace
