//===- HostKernel.cpp - building a kernel for processors ------------------===//
#include "codegen/cpu/HostKernel.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/IR/TypeUtilities.h"
#include "passes/lower/Exact.h"

using namespace mlir;
using namespace dnd::codegen::cpu;

HostKernel::HostKernel(func::FuncOp entry, StringRef name, Location loc)
    : Kernel(entry.getContext()) {
  OpBuilder outer(entry);
  Type index = b.getIndexType();
  func = outer.create<func::FuncOp>(loc, name,
                                    outer.getFunctionType({index, index}, {}));
  func.setPrivate();
  Block *body = func.addEntryBlock();
  begin = body->getArgument(0);
  end = body->getArgument(1);
  b.setInsertionPointToEnd(body);
  Kernel::begin(func, b.create<func::ReturnOp>(loc));
}

void dnd::codegen::cpu::allowFastMath(func::FuncOp func) {
  func.walk([](Operation *op) {
    auto math = dyn_cast<arith::ArithFastMathInterface>(op);
    // Rounding to a narrower type is what its author wants.
    if (!math || op->getNumResults() != 1 ||
        op->hasAttr(dnd::passes::exactAttr) ||
        isa<arith::ExtFOp, arith::TruncFOp>(op))
      return;
    Type type = getElementTypeOrSelf(op->getResult(0).getType());
    if (!isa<FloatType>(type))
      return;
    auto flags = arith::FastMathFlags::contract;
    if (type.isF32())
      flags = flags | arith::FastMathFlags::reassoc;
    op->setAttr(math.getFastMathAttrName(),
                arith::FastMathFlagsAttr::get(op->getContext(), flags));
  });
}
