//===- LowerCalls.cpp - pointers, launches, wrappers ----------------------===//
//
// The last step in which functions have buffers: every buffer argument becomes
// a pointer, every launch a call, and every entry point gets its wrapper for
// the runtime's dnd_call (runtime/include/dndrt/abi.h).
//
//===----------------------------------------------------------------------===//
#include "codegen/Passes.h"
#include "codegen/common/CallArguments.h"
#include "codegen/common/DeviceNames.h"
#include "codegen/common/Pointers.h"
#include "dialect/dndrt/DndrtDialect.h"
#include "dndrt/abi.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/LLVMIR/LLVMDialect.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/IR/Matchers.h"
#include "passes/lower/EntryPoints.h"

namespace dnd::codegen {
#define GEN_PASS_DEF_LOWERCALLS
#include "codegen/Passes.h.inc"
} // namespace dnd::codegen

using namespace mlir;
using namespace dnd::codegen;
using namespace dnd::passes;

/// The field of dnd_call that holds arguments of a kind; the order of the
/// struct.
enum CallField {
  fieldBatch,
  fieldInputs,
  fieldTargets,
  fieldOutputs,
  fieldParams,
  fieldTables,
  fieldState,
  fieldSlots,
  fieldParamGrads,
  fieldInputGrads,
  fieldCotangents,
  fieldHyper,
  fieldSeed,
  fieldStep,
  fieldLoss,
  fieldArena,
  numFields
};
static_assert(sizeof(dnd_call) == numFields * sizeof(void *),
              "the fields above follow dnd_call");

static CallField fieldOf(dnd::ArgKind kind) {
  switch (kind) {
  case dnd::ArgKind::batch:
    return fieldBatch;
  case dnd::ArgKind::input:
    return fieldInputs;
  case dnd::ArgKind::target:
    return fieldTargets;
  case dnd::ArgKind::output:
    return fieldOutputs;
  case dnd::ArgKind::param:
    return fieldParams;
  case dnd::ArgKind::table:
    return fieldTables;
  case dnd::ArgKind::state:
    return fieldState;
  case dnd::ArgKind::slot:
    return fieldSlots;
  case dnd::ArgKind::param_grad:
    return fieldParamGrads;
  case dnd::ArgKind::input_grad:
    return fieldInputGrads;
  case dnd::ArgKind::cotangent:
    return fieldCotangents;
  case dnd::ArgKind::hyper:
    return fieldHyper;
  case dnd::ArgKind::seed:
    return fieldSeed;
  case dnd::ArgKind::step:
    return fieldStep;
  case dnd::ArgKind::loss:
    return fieldLoss;
  case dnd::ArgKind::arena:
    return fieldArena;
  }
  llvm_unreachable("all kinds have a field");
}

namespace {
struct LowerCallsPass : dnd::codegen::impl::LowerCallsBase<LowerCallsPass> {
  void runOnOperation() override {
    ModuleOp module = getOperation();
    MLIRContext *ctx = &getContext();
    pointer = LLVM::LLVMPointerType::get(ctx);
    SmallVector<func::FuncOp> functions(module.getOps<func::FuncOp>());
    for (func::FuncOp func : functions)
      byName[func.getNameAttr()] = func;
    for (func::FuncOp func : functions) {
      SmallVector<dnd::dndrt::LaunchOp> launches;
      func.walk([&](dnd::dndrt::LaunchOp op) { launches.push_back(op); });
      for (dnd::dndrt::LaunchOp op : launches)
        if (failed(lowerLaunch(op)))
          return signalPassFailure();
    }
    for (func::FuncOp func : functions) {
      if (func.isExternal())
        continue;
      if (func.isPrivate())
        keepApart(func);
      bool entry = func.isPublic() && isEntryPoint(func);
      if (failed(buffersToPointers(func)) || (entry && failed(wrap(func))))
        return signalPassFailure();
      if (entry)
        leaveAsIs(func);
      dropKinds(func);
    }
    // The roles of arguments end here: the translation to LLVM IR would warn.
    for (func::FuncOp func : functions)
      for (unsigned i = 0; i < func.getNumArguments(); ++i)
        func.removeArgAttr(i, StringRef(dnd::argAttrName));
  }

private:
  /// Kernels stay functions of their own, seen only inside: their `noalias`
  /// arguments are what the vectoriser works from.
  void keepApart(func::FuncOp func) {
    Builder b(&getContext());
    func->setAttr("llvm.linkage", LLVM::LinkageAttr::get(
                                      &getContext(), LLVM::Linkage::Internal));
    func->setAttr("passthrough", b.getArrayAttr({b.getStringAttr("noinline")}));
  }

  /// Entry points are thousands of calls in a row. LLVM gains nothing there,
  /// and some of its passes take more than linear time for so many.
  void leaveAsIs(func::FuncOp func) {
    Builder b(&getContext());
    func->setAttr("passthrough", b.getArrayAttr({b.getStringAttr("noinline"),
                                                 b.getStringAttr("optnone")}));
  }

  /// Where nothing but the address of the buffer is used, `argument` is it.
  static void takeAddresses(BlockArgument argument) {
    for (Operation *user : llvm::make_early_inc_range(argument.getUsers())) {
      auto cast = dyn_cast<UnrealizedConversionCastOp>(user);
      if (!cast)
        continue;
      for (Operation *part : llvm::make_early_inc_range(cast->getUsers())) {
        auto extract = dyn_cast<LLVM::ExtractValueOp>(part);
        if (!extract || extract.getPosition() != ArrayRef<int64_t>{1})
          continue;
        extract.replaceAllUsesWith(Value(argument));
        extract.erase();
      }
      if (cast->use_empty())
        cast.erase();
    }
  }

  /// Arguments of buffer type become pointers that alias nothing else.
  LogicalResult buffersToPointers(func::FuncOp func) {
    Block &body = func.getBody().front();
    for (BlockArgument argument : body.getArguments())
      if (isa<MemRefType>(argument.getType()))
        takeAddresses(argument);
    OpBuilder b = OpBuilder::atBlockBegin(&body);
    Location loc = func.getLoc();
    Value batch = batchSize(func);
    Value samples;
    if (batch)
      samples = b.create<arith::IndexCastOp>(loc, b.getI64Type(), batch);
    for (unsigned i = 0; i < func.getNumArguments(); ++i) {
      BlockArgument argument = func.getArgument(i);
      auto type = dyn_cast<MemRefType>(argument.getType());
      if (!type)
        continue;
      if (!type.getLayout().isIdentity())
        return func.emitOpError("takes a buffer that is not dense");
      bool arena = type.getElementType().isInteger(8) && !type.hasStaticShape();
      if (!type.hasStaticShape() && !batch && !arena)
        return func.emitOpError("takes a batch without its size");
      argument.setType(pointer);
      Value size = samples;
      if (arena) // its extent is never read
        size = b.create<LLVM::ConstantOp>(loc, b.getI64Type(),
                                          b.getI64IntegerAttr(0));
      SmallVector<OpOperand *> uses;
      for (OpOperand &use : argument.getUses())
        if (!isa<LLVM::LLVMDialect>(use.getOwner()->getDialect()))
          uses.push_back(&use);
      if (!uses.empty()) {
        Value buffer = bufferAt(b, loc, type, argument, size);
        for (OpOperand *use : uses)
          use->set(buffer);
      }
      func.setArgAttr(i, LLVM::LLVMDialect::getNoAliasAttrName(),
                      b.getUnitAttr());
      func.setArgAttr(i, LLVM::LLVMDialect::getNonNullAttrName(),
                      b.getUnitAttr());
      func.setArgAttr(i, LLVM::LLVMDialect::getAlignAttrName(),
                      b.getI64IntegerAttr(bufferAlignment(type)));
    }
    func.setType(b.getFunctionType(body.getArgumentTypes(), {}));
    return success();
  }

  /// Kernels know the batch when one of their buffers has it.
  LogicalResult lowerLaunch(dnd::dndrt::LaunchOp op) {
    func::FuncOp kernel = byName.lookup(op.getCalleeAttr().getAttr());
    auto entry = op->getParentOfType<func::FuncOp>();
    SmallVector<Value> captures(op.getCaptures());
    giveBatch(kernel, entry, captures);
    OpBuilder b(op);
    Location loc = op.getLoc();
    SmallVector<Value> values;
    for (Value capture : captures)
      values.push_back(isa<MemRefType>(capture.getType())
                           ? addresses.of(capture)
                           : toLlvm(b, loc, capture));
    bool serial = matchPattern(op.getGrain(), m_Zero());
    func::FuncOp body = bodyFunction(kernel, values);
    ArgumentSlots &slots =
        argumentsOf.try_emplace(entry, entry, false).first->second;
    slots.fill(b, loc, values);
    Value context = slots.memory();
    Value count = toLlvm(b, loc, op.getCount());
    if (serial) {
      Value zero = b.create<LLVM::ConstantOp>(loc, b.getI64Type(),
                                              b.getI64IntegerAttr(0));
      b.create<func::CallOp>(loc, body, ValueRange{context, zero, count});
    } else {
      Value address = b.create<func::ConstantOp>(loc, body.getFunctionType(),
                                                 body.getName());
      Value code =
          b.create<UnrealizedConversionCastOp>(loc, TypeRange(pointer), address)
              .getResult(0);
      b.create<func::CallOp>(
          loc, parallelFor(),
          ValueRange{count, toLlvm(b, loc, op.getGrain()), code, context});
    }
    op.erase();
    return success();
  }

  void giveBatch(func::FuncOp kernel, func::FuncOp entry,
                 SmallVectorImpl<Value> &captures) {
    bool dynamic = llvm::any_of(captures, [](Value v) {
      auto type = dyn_cast<MemRefType>(v.getType());
      return type && !type.hasStaticShape();
    });
    Value batch = batchSize(entry);
    if (!dynamic || !batch)
      return;
    if (batchSize(kernel)) { // another launch has asked before
      if (kernel.getNumArguments() == captures.size() + 3)
        captures.push_back(batch);
      return;
    }
    DictionaryAttr kind =
        dnd::makeArgDict(kernel.getContext(), dnd::ArgKind::batch);
    for (auto [i, capture] : llvm::enumerate(captures))
      if (capture == batch) {
        kernel.setArgAttrs(i + 2, kind);
        return;
      }
    kernel.insertArgument(kernel.getNumArguments(), batch.getType(), kind,
                          kernel.getLoc());
    captures.push_back(batch);
  }

  Value toLlvm(OpBuilder &b, Location loc, Value value) {
    if (!isa<IndexType>(value.getType()))
      return value;
    return b.create<arith::IndexCastOp>(loc, b.getI64Type(), value);
  }

  /// `NAME_body(context, begin, end)`: unpacks and calls the kernel.
  func::FuncOp bodyFunction(func::FuncOp kernel, ValueRange values) {
    std::string name = (kernel.getName() + "_body").str();
    func::FuncOp &known = byName[StringAttr::get(&getContext(), name)];
    if (known)
      return known;
    OpBuilder b(kernel);
    b.setInsertionPointAfter(kernel);
    Location loc = kernel.getLoc();
    Type i64 = b.getI64Type();
    auto body = b.create<func::FuncOp>(
        loc, name, b.getFunctionType({pointer, i64, i64}, {}));
    known = body;
    body.setPrivate();
    body->setAttr("llvm.linkage", LLVM::LinkageAttr::get(
                                      &getContext(), LLVM::Linkage::Internal));
    Block *block = body.addEntryBlock();
    b.setInsertionPointToEnd(block);
    SmallVector<Value> arguments;
    for (unsigned bound : {1, 2})
      arguments.push_back(b.create<arith::IndexCastOp>(
          loc, b.getIndexType(), block->getArgument(bound)));
    for (auto [i, type] : llvm::enumerate(values.getTypes())) {
      Value value = loadSlot(b, loc, type, block->getArgument(0), i);
      if (isa<IndexType>(kernel.getArgument(i + 2).getType()))
        value = b.create<arith::IndexCastOp>(loc, b.getIndexType(), value);
      arguments.push_back(value);
    }
    // The kernel's buffers become pointers later in this pass.
    b.create<func::CallOp>(loc, kernel.getName(), TypeRange(), arguments);
    b.create<func::ReturnOp>(loc);
    return body;
  }

  func::FuncOp parallelFor() {
    ModuleOp module = getOperation();
    StringRef name = "dnd_rt_parallel_for";
    func::FuncOp &known = byName[StringAttr::get(&getContext(), name)];
    if (known)
      return known;
    OpBuilder b = OpBuilder::atBlockEnd(module.getBody());
    Type i64 = b.getI64Type();
    auto func = b.create<func::FuncOp>(
        module.getLoc(), name,
        b.getFunctionType({i64, i64, pointer, pointer}, {}));
    func.setPrivate();
    return known = func;
  }

  /// `dnd_entry_NAME(const dnd_call *)`: loads the arguments and calls.
  LogicalResult wrap(func::FuncOp entry) {
    OpBuilder b(entry);
    b.setInsertionPointAfter(entry);
    Location loc = entry.getLoc();
    auto wrapper =
        b.create<func::FuncOp>(loc, ("dnd_entry_" + entry.getName()).str(),
                               b.getFunctionType({pointer}, {}));
    b.setInsertionPointToEnd(wrapper.addEntryBlock());
    Value call = wrapper.getArgument(0);
    bool isDouble = entry.getName().ends_with("_f64");
    SmallVector<Value> arguments;
    for (unsigned i = 0; i < entry.getNumArguments(); ++i) {
      dnd::ArgAttr arg = dnd::getArg(entry, i);
      if (!arg)
        return entry.emitOpError("argument ")
               << i << " has no " << dnd::argAttrName;
      CallField field = fieldOf(arg.getKind());
      Type type = field == fieldBatch ? Type(b.getI64Type()) : Type(pointer);
      Value value = loadAt(b, loc, call, field, type);
      if (field == fieldHyper)
        value = b.create<LLVM::GEPOp>(
            loc, pointer, isDouble ? b.getF64Type() : b.getF32Type(), value,
            ArrayRef<LLVM::GEPArg>{static_cast<int32_t>(arg.getIndex())});
      else if (!dnd::isSingle(arg.getKind()))
        value = loadAt(b, loc, value, arg.getIndex(), pointer);
      if (field == fieldBatch)
        value = b.create<arith::IndexCastOp>(loc, b.getIndexType(), value);
      arguments.push_back(value);
    }
    b.create<func::CallOp>(loc, entry, arguments);
    b.create<func::ReturnOp>(loc);
    for (StringRef name : {"dnd.arena_fixed", "dnd.arena_per_sample"}) {
      Attribute size = entry->getAttr(name);
      wrapper->setAttr(name, size ? size : b.getI64IntegerAttr(0));
      entry->removeAttr(name);
    }
    // The device version of an entry point stands in a table of its own.
    Attribute device = entry->removeAttr(deviceEntryAttr);
    wrapper->setAttr("dnd.entry", device ? device : entry.getNameAttr());
    if (device)
      wrapper->setAttr(deviceEntryAttr, b.getUnitAttr());
    // Only the wrapper is seen from outside.
    entry.setPrivate();
    return success();
  }

  /// What the arguments stand for is said; LLVM knows no such attributes.
  void dropKinds(func::FuncOp func) {
    for (unsigned i = 0; i < func.getNumArguments(); ++i)
      for (StringRef name :
           {StringRef(dnd::argAttrName), StringRef("bufferization.writable")})
        func.removeArgAttr(i, name);
  }

  /// Entry `index` of an array of 8-byte fields.
  Value loadAt(OpBuilder &b, Location loc, Value base, int64_t index,
               Type type) {
    Value slot = b.create<LLVM::GEPOp>(
        loc, pointer, b.getI64Type(), base,
        ArrayRef<LLVM::GEPArg>{static_cast<int32_t>(index)});
    return b.create<LLVM::LoadOp>(loc, type, slot);
  }

  LLVM::LLVMPointerType pointer;
  Addresses addresses;
  DenseMap<func::FuncOp, ArgumentSlots> argumentsOf; // of entry points
  DenseMap<StringAttr, func::FuncOp> byName;
};
} // namespace
