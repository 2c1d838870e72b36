//===- LowerToNvvm.cpp - kernels in the LLVM and NVVM dialects ------------===//
//
// A kernel takes its buffers as pointers, its other arguments as they are
// (index as i64), and last the batch as i64 when one of its buffers has it.
//
//===----------------------------------------------------------------------===//
#include "codegen/common/Pointers.h"
#include "codegen/cuda/CudaPasses.h"
#include "mlir/Conversion/ArithToLLVM/ArithToLLVM.h"
#include "mlir/Conversion/ControlFlowToLLVM/ControlFlowToLLVM.h"
#include "mlir/Conversion/FuncToLLVM/ConvertFuncToLLVM.h"
#include "mlir/Conversion/GPUCommon/GPUCommonPass.h"
#include "mlir/Conversion/GPUToNVVM/GPUToNVVMPass.h"
#include "mlir/Conversion/IndexToLLVM/IndexToLLVM.h"
#include "mlir/Conversion/LLVMCommon/ConversionTarget.h"
#include "mlir/Conversion/LLVMCommon/TypeConverter.h"
#include "mlir/Conversion/MathToLLVM/MathToLLVM.h"
#include "mlir/Conversion/MemRefToLLVM/MemRefToLLVM.h"
#include "mlir/Conversion/NVGPUToNVVM/NVGPUToNVVM.h"
#include "mlir/Conversion/VectorToLLVM/ConvertVectorToLLVM.h"
#include "mlir/Dialect/GPU/IR/GPUDialect.h"
#include "mlir/Dialect/GPU/Transforms/Passes.h"
#include "mlir/Dialect/LLVMIR/LLVMDialect.h"
#include "mlir/Dialect/LLVMIR/NVVMDialect.h"
#include "mlir/Dialect/NVGPU/IR/NVGPUDialect.h"
#include "mlir/Dialect/Vector/Transforms/LoweringPatterns.h"
#include "mlir/Dialect/Vector/Transforms/VectorRewritePatterns.h"
#include "mlir/Transforms/DialectConversion.h"
#include "mlir/Transforms/GreedyPatternRewriteDriver.h"

namespace dnd::codegen {
#define GEN_PASS_DEF_LOWERTONVVM
#include "codegen/cuda/CudaPasses.h.inc"
} // namespace dnd::codegen

using namespace mlir;
using namespace dnd::codegen;

/// The numbers that NVPTX gives the address spaces.
static unsigned addressSpace(gpu::AddressSpace space) {
  switch (space) {
  case gpu::AddressSpace::Global:
    return NVVM::kGlobalMemorySpace;
  case gpu::AddressSpace::Workgroup:
    return NVVM::kSharedMemorySpace;
  case gpu::AddressSpace::Private:
    return 0;
  }
  return 0;
}

namespace {
/// What is known of a kernel's pointer arguments.
struct Pointers {
  SmallVector<int64_t> alignments; // of all arguments; 0: no pointer
  /// "0:48;1:12*2": argument 0 has 48 bytes, argument 1 has 12 for each that
  /// argument 2, the batch, counts. The host image checks accesses by it.
  std::string extents;
};

struct LowerToNvvmPass : dnd::codegen::impl::LowerToNvvmBase<LowerToNvvmPass> {
  void runOnOperation() override {
    for (auto kernels : getOperation().getOps<gpu::GPUModuleOp>())
      if (failed(lower(kernels)))
        return signalPassFailure();
  }

private:
  LogicalResult lower(gpu::GPUModuleOp kernels) {
    llvm::StringMap<Pointers> pointers;
    for (auto kernel : kernels.getOps<gpu::GPUFuncOp>()) {
      alignSharedBuffers(kernel);
      if (failed(buffersToPointers(kernel, pointers[kernel.getName()])))
        return failure();
    }
    if (failed(rewriteCollectives(kernels)) ||
        failed(rewriteVectors(kernels)) || failed(convertMath(kernels)) ||
        failed(convert(kernels)) || failed(verifyCalls(kernels)))
      return failure();
    for (auto func : kernels.getOps<LLVM::LLVMFuncOp>())
      finish(func, pointers.lookup(func.getName()));
    return success();
  }

  /// Rows of shared memory can be read in vectors of four.
  void alignSharedBuffers(gpu::GPUFuncOp kernel) {
    Builder b(&getContext());
    for (unsigned i = 0; i < kernel.getNumWorkgroupAttributions(); ++i) {
      StringRef align = LLVM::LLVMDialect::getAlignAttrName();
      if (!kernel.getWorkgroupAttributionAttr(i, align))
        kernel.setWorkgroupAttributionAttr(i, align, b.getI32IntegerAttr(16));
    }
  }

  LogicalResult buffersToPointers(gpu::GPUFuncOp kernel, Pointers &pointers) {
    Block &body = kernel.getBody().front();
    OpBuilder b = OpBuilder::atBlockBegin(&body);
    Location loc = kernel.getLoc();
    auto pointer = LLVM::LLVMPointerType::get(&getContext());
    unsigned count = kernel.getFunctionType().getNumInputs();
    pointers.alignments.assign(count, 0);
    llvm::raw_string_ostream extents(pointers.extents);
    Value batch;
    SmallVector<Type> types;
    for (unsigned i = 0; i < count; ++i) {
      BlockArgument argument = body.getArgument(i);
      auto type = dyn_cast<MemRefType>(argument.getType());
      if (!type) {
        types.push_back(argument.getType());
        continue;
      }
      bool hasBatch = !type.hasStaticShape();
      if (!type.getLayout().isIdentity())
        return kernel.emitOpError("takes a buffer that is not dense");
      if (type.getNumDynamicDims() > 1 || (hasBatch && !type.isDynamicDim(0)))
        return kernel.emitOpError("takes a buffer with an extent that is not "
                                  "the batch");
      if (hasBatch && !batch)
        batch = body.insertArgument(count, b.getI64Type(), loc);
      argument.setType(pointer);
      pointers.alignments[i] = bufferAlignment(type);
      describeExtent(extents, i, type, count);
      types.push_back(pointer);
      SmallVector<OpOperand *> uses;
      for (OpOperand &use : argument.getUses())
        uses.push_back(&use);
      Value buffer = bufferAt(b, loc, type, argument, batch);
      for (OpOperand *use : uses)
        use->set(buffer);
    }
    if (batch) {
      types.push_back(batch.getType());
      pointers.alignments.push_back(0);
    }
    kernel.setFunctionType(b.getFunctionType(types, {}));
    return success();
  }

  static void describeExtent(llvm::raw_ostream &out, unsigned argument,
                             MemRefType type, unsigned batch) {
    int64_t bytes = llvm::divideCeil(type.getElementTypeBitWidth(), 8);
    for (int64_t size : type.getShape())
      bytes *= ShapedType::isDynamic(size) ? 1 : size;
    out << argument << ":" << bytes;
    if (!type.hasStaticShape())
      out << "*" << batch;
    out << ";";
  }

  /// Reductions over the threads of a block or of a warp, written by shuffles
  /// and barriers in a fixed order.
  LogicalResult rewriteCollectives(gpu::GPUModuleOp kernels) {
    RewritePatternSet patterns(&getContext());
    populateGpuRewritePatterns(patterns);
    populateGpuBreakDownSubgrupReducePatterns(patterns,
                                              /*maxShuffleBitwidth=*/32);
    populateGpuLowerSubgroupReduceToShufflePattenrs(
        patterns, /*subgroupSize=*/32, /*shuffleBitwidth=*/32);
    return applyPatternsAndFoldGreedily(kernels, std::move(patterns));
  }

  /// Vectors of several dimensions and their broadcasts have no counterpart in
  /// LLVM.
  LogicalResult rewriteVectors(gpu::GPUModuleOp kernels) {
    RewritePatternSet patterns(&getContext());
    vector::populateVectorToVectorCanonicalizationPatterns(patterns);
    vector::populateVectorBroadcastLoweringPatterns(patterns);
    vector::populateVectorShapeCastLoweringPatterns(patterns);
    vector::populateVectorInsertExtractStridedSliceTransforms(patterns);
    return applyPatternsAndFoldGreedily(kernels, std::move(patterns));
  }

  LowerToLLVMOptions optionsFor(gpu::GPUModuleOp kernels) {
    return LowerToLLVMOptions(
        &getContext(),
        DataLayout(cast<DataLayoutOpInterface>(kernels.getOperation())));
  }

  static void addDeviceTypes(LLVMTypeConverter &converter) {
    populateGpuMemorySpaceAttributeConversions(converter, addressSpace);
    converter.addConversion([](nvgpu::DeviceAsyncTokenType type) -> Type {
      return IntegerType::get(type.getContext(), 32);
    });
  }

  /// Functions that are an instruction; before the conversion to NVVM, which
  /// would call libdevice for them.
  LogicalResult convertMath(gpu::GPUModuleOp kernels) {
    LLVMTypeConverter converter(&getContext(), optionsFor(kernels));
    addDeviceTypes(converter);
    RewritePatternSet patterns(&getContext());
    populateMathToLLVMConversionPatterns(converter, patterns);
    LLVMConversionTarget target(getContext());
    return applyPartialConversion(kernels, target, std::move(patterns));
  }

  LogicalResult convert(gpu::GPUModuleOp kernels) {
    LLVMTypeConverter converter(&getContext(), optionsFor(kernels));
    addDeviceTypes(converter);
    RewritePatternSet patterns(&getContext());
    arith::populateArithToLLVMConversionPatterns(converter, patterns);
    cf::populateControlFlowToLLVMConversionPatterns(converter, patterns);
    populateFuncToLLVMConversionPatterns(converter, patterns);
    populateFinalizeMemRefToLLVMConversionPatterns(converter, patterns);
    index::populateIndexToLLVMConversionPatterns(converter, patterns);
    populateVectorToLLVMConversionPatterns(converter, patterns,
                                           /*reassociateFPReductions=*/true);
    populateNVGPUToNVVMConversionPatterns(converter, patterns);
    populateGpuToNVVMConversionPatterns(converter, patterns);
    LLVMConversionTarget target(getContext());
    configureGpuToNVVMConversionLegality(target);
    target.addLegalOp<UnrealizedConversionCastOp, LLVM::SqrtOp, LLVM::FAbsOp,
                      LLVM::FFloorOp, LLVM::FCeilOp>();
    return applyPartialConversion(kernels, target, std::move(patterns));
  }

  /// A function without a body would stay unresolved until the driver loads
  /// the code on the user's machine.
  LogicalResult verifyCalls(gpu::GPUModuleOp kernels) {
    WalkResult found = kernels.walk([&](LLVM::CallOp call) {
      std::optional<StringRef> name = call.getCallee();
      auto callee =
          name ? kernels.lookupSymbol<LLVM::LLVMFuncOp>(*name) : nullptr;
      if (callee && !callee.isExternal())
        return WalkResult::advance();
      call.emitError("no code for a GPU stands for '")
          << (name ? *name : "an address") << "'";
      return WalkResult::interrupt();
    });
    return failure(found.wasInterrupted());
  }

  /// Distinct pointers are distinct memory (DeviceKernel captures buffers
  /// once); other functions are seen only inside.
  void finish(LLVM::LLVMFuncOp func, const Pointers &pointers) {
    Builder b(&getContext());
    if (!func->hasAttr(NVVM::NVVMDialect::getKernelFuncAttrName())) {
      if (!func.isExternal())
        func.setLinkage(LLVM::Linkage::Internal);
      return;
    }
    func->setAttr(
        "passthrough",
        b.getArrayAttr({b.getStrArrayAttr({"dnd-extents", pointers.extents})}));
    for (auto [i, align] : llvm::enumerate(pointers.alignments)) {
      if (!align)
        continue;
      func.setArgAttr(i, LLVM::LLVMDialect::getNoAliasAttrName(),
                      b.getUnitAttr());
      func.setArgAttr(i, LLVM::LLVMDialect::getNonNullAttrName(),
                      b.getUnitAttr());
      func.setArgAttr(i, LLVM::LLVMDialect::getAlignAttrName(),
                      b.getI64IntegerAttr(align));
    }
  }
};
} // namespace
