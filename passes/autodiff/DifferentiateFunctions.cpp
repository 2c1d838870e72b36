//===- DifferentiateFunctions.cpp - gradients of marked functions ---------===//
#include "dialect/dnd/Builders.h"
#include "passes/Passes.h"
#include "passes/autodiff/Differentiate.h"

namespace dnd::passes {
#define GEN_PASS_DEF_DIFFERENTIATEFUNCTIONS
#include "passes/Passes.h.inc"
} // namespace dnd::passes

using namespace mlir;
using namespace dnd;
using namespace dnd::passes;

namespace {

/// The argument numbers of `dnd.differentiate`, checked.
FailureOr<SmallVector<Value>> findWrt(func::FuncOp function, ArrayAttr attr) {
  SmallVector<Value> wrt;
  for (Attribute entry : attr) {
    auto index = dyn_cast<IntegerAttr>(entry);
    if (!index || index.getInt() < 0 ||
        index.getInt() >= function.getNumArguments())
      return function.emitError()
             << "'dnd.differentiate' names no argument: " << entry;
    Value argument = function.getArgument(index.getInt());
    if (!isFloatTensor(argument.getType()))
      return function.emitError()
             << "argument #" << index.getInt() << " of type "
             << argument.getType() << " has no derivative";
    wrt.push_back(argument);
  }
  return wrt;
}

LogicalResult differentiateFunction(func::FuncOp function, ArrayAttr attr) {
  if (!function.getBody().hasOneBlock())
    return function.emitError() << "only functions of one block can be "
                                   "differentiated";
  FailureOr<SmallVector<Value>> wrt = findWrt(function, attr);
  if (failed(wrt))
    return failure();
  Block &block = function.getBody().front();
  Operation *terminator = block.getTerminator();
  SmallVector<AdjointSeed> seeds;
  for (Value result : terminator->getOperands())
    if (isFloatTensor(result.getType()))
      seeds.push_back(
          {result, block.addArgument(result.getType(), result.getLoc())});
  OpBuilder builder(terminator);
  FailureOr<SmallVector<Value>> adjoints =
      differentiate(builder, block, seeds, *wrt);
  if (failed(adjoints))
    return failure();
  SmallVector<Value> results(terminator->getOperands());
  for (auto [value, adjoint] : llvm::zip(*wrt, *adjoints))
    results.push_back(adjoint ? adjoint
                              : makeZero(builder, function.getLoc(),
                                         tensorType(value), value));
  terminator->setOperands(results);
  function.setFunctionType(FunctionType::get(function.getContext(),
                                             block.getArgumentTypes(),
                                             ValueRange(results).getTypes()));
  // Attributes of arguments and results, where there are any, must stay as
  // many as those.
  if (ArrayAttr attrs = function.getArgAttrsAttr()) {
    SmallVector<Attribute> padded(attrs.begin(), attrs.end());
    padded.resize(block.getNumArguments(), builder.getDictionaryAttr({}));
    function.setArgAttrsAttr(builder.getArrayAttr(padded));
  }
  if (ArrayAttr attrs = function.getResAttrsAttr()) {
    SmallVector<Attribute> padded(attrs.begin(), attrs.end());
    padded.resize(results.size(), builder.getDictionaryAttr({}));
    function.setResAttrsAttr(builder.getArrayAttr(padded));
  }
  function->removeAttr("dnd.differentiate");
  return success();
}

struct DifferentiateFunctionsPass
    : dnd::passes::impl::DifferentiateFunctionsBase<
          DifferentiateFunctionsPass> {
  void runOnOperation() override {
    for (auto function : getOperation().getOps<func::FuncOp>())
      if (auto attr = function->getAttrOfType<ArrayAttr>("dnd.differentiate"))
        if (failed(differentiateFunction(function, attr)))
          return signalPassFailure();
  }
};

} // namespace
