//===- EntryPoints.cpp - arguments and results of entry points ------------===//
#include "passes/lower/EntryPoints.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Bufferization/IR/Bufferization.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"

using namespace mlir;
using namespace dnd::passes;

bool dnd::passes::isEntryPoint(func::FuncOp func) {
  for (unsigned i = 0; i < func.getNumArguments(); ++i)
    if (func.getArgAttr(i, kindAttr))
      return true;
  for (unsigned i = 0; i < func.getNumResults(); ++i)
    if (func.getResultAttr(i, kindAttr))
      return true;
  return false;
}

Value dnd::passes::batchSize(func::FuncOp func) {
  for (unsigned i = 0; i < func.getNumArguments(); ++i)
    if (auto kind = func.getArgAttrOfType<StringAttr>(i, kindAttr))
      if (kind == batchKind)
        return func.getArgument(i);
  return Value();
}

static bool hasBatch(Type type) {
  auto tensor = dyn_cast<RankedTensorType>(type);
  return tensor && !tensor.hasStaticShape();
}

static bool usesBatch(func::FuncOp func) {
  if (llvm::any_of(func.getArgumentTypes(), hasBatch) ||
      llvm::any_of(func.getResultTypes(), hasBatch))
    return true;
  WalkResult found = func.walk([](Operation *op) {
    return llvm::any_of(op->getResultTypes(), hasBatch)
               ? WalkResult::interrupt()
               : WalkResult::advance();
  });
  return found.wasInterrupted();
}

/// The argument with these attributes, or -1.
static int findArgument(func::FuncOp func, Attribute kind, Attribute index) {
  for (unsigned i = 0; i < func.getNumArguments(); ++i)
    if (func.getArgAttr(i, kindAttr) == kind &&
        func.getArgAttr(i, indexAttr) == index)
      return i;
  return -1;
}

/// Inputs, tables and what a result does not replace may not be written.
static void protectArguments(func::FuncOp func,
                             const llvm::DenseSet<unsigned> &written) {
  Builder b(func.getContext());
  for (unsigned i = 0; i < func.getNumArguments(); ++i)
    if (isa<TensorType>(func.getArgument(i).getType()))
      func.setArgAttr(i, bufferization::BufferizationDialect::kWritableAttrName,
                      b.getBoolAttr(written.contains(i)));
}

static FailureOr<Value> batchOfPlainFunction(func::FuncOp func) {
  if (!usesBatch(func))
    return Value();
  OpBuilder b = OpBuilder::atBlockBegin(&func.getBody().front());
  for (Value argument : func.getArguments())
    if (hasBatch(argument.getType()))
      return b.create<tensor::DimOp>(func.getLoc(), argument, 0).getResult();
  return func.emitOpError("has a batch but no argument that tells its size");
}

FailureOr<Value> dnd::passes::giveDestinations(func::FuncOp func) {
  if (!isEntryPoint(func))
    return batchOfPlainFunction(func);
  Builder attrs(func.getContext());
  Location loc = func.getLoc();
  llvm::DenseSet<unsigned> written;
  SmallVector<unsigned> destinations;
  for (unsigned r = 0; r < func.getNumResults(); ++r) {
    auto kind = func.getResultAttrOfType<StringAttr>(r, kindAttr);
    Attribute index = func.getResultAttr(r, indexAttr);
    if (!kind || !index)
      return func.emitOpError("result ")
             << r << " has no dnd.kind or dnd.index";
    int place = kind == "param" || kind == "state"
                    ? findArgument(func, kind, index)
                    : -1;
    if (place < 0) {
      place = func.getNumArguments();
      func.insertArgument(place, func.getResultTypes()[r],
                          func.getResultAttrDict(r), loc);
    }
    written.insert(place);
    destinations.push_back(place);
  }
  Value batch;
  if (usesBatch(func)) {
    unsigned place = func.getNumArguments();
    auto attr = attrs.getNamedAttr(kindAttr, attrs.getStringAttr(batchKind));
    func.insertArgument(place, attrs.getIndexType(),
                        attrs.getDictionaryAttr(attr), loc);
    batch = func.getArgument(place);
  }
  protectArguments(func, written);
  auto ret = cast<func::ReturnOp>(func.getBody().front().getTerminator());
  OpBuilder b(ret);
  for (auto [r, place] : llvm::enumerate(destinations)) {
    Value value = ret.getOperand(r), target = func.getArgument(place);
    if (value == target)
      continue;
    auto store = b.create<bufferization::MaterializeInDestinationOp>(
        value.getLoc(), value, target);
    ret.setOperand(r, store.getResult());
  }
  return batch;
}
