//===- EntryPoints.cpp - arguments and results of entry points ------------===//
#include "passes/lower/EntryPoints.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Bufferization/IR/Bufferization.h"
#include "mlir/Dialect/Tensor/IR/Tensor.h"

using namespace mlir;
using namespace dnd;
using namespace dnd::passes;

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

/// True for results that are the new values of arguments.
static bool isUpdated(ArgKind kind) {
  return kind == ArgKind::param || kind == ArgKind::state ||
         kind == ArgKind::slot;
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
  Location loc = func.getLoc();
  llvm::DenseSet<unsigned> written;
  SmallVector<unsigned> destinations;
  for (unsigned r = 0; r < func.getNumResults(); ++r) {
    ArgAttr arg = getResultArg(func, r);
    if (!arg)
      return func.emitOpError("result ") << r << " has no " << argAttrName;
    BlockArgument updated;
    if (isUpdated(arg.getKind()))
      updated = findArg(func, arg.getKind(), arg.getIndex());
    unsigned place = updated ? updated.getArgNumber() : func.getNumArguments();
    if (!updated) {
      func.insertArgument(place, func.getResultTypes()[r],
                          func.getResultAttrDict(r), loc);
    }
    written.insert(place);
    destinations.push_back(place);
  }
  Value batch;
  if (usesBatch(func)) {
    unsigned place = func.getNumArguments();
    func.insertArgument(place, IndexType::get(func.getContext()),
                        makeArgDict(func.getContext(), ArgKind::batch), loc);
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
