//===- EntryOps.cpp - the ops of an entry point that become kernels -------===//
#include "codegen/kernel/EntryOps.h"
#include "dialect/dndrt/DndrtDialect.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "mlir/Interfaces/DestinationStyleOpInterface.h"
#include "llvm/ADT/StringMap.h"

using namespace mlir;
using namespace dnd::codegen;
using utils::IteratorType;

SmallVector<KernelOp> dnd::codegen::kernelOps(func::FuncOp entry) {
  // Consumers first: a fill joins the op that sums into it.
  DenseMap<Operation *, linalg::FillOp> fills;
  DenseSet<Operation *> joined;
  Block &body = entry.getBody().front();
  for (auto generic : body.getOps<linalg::GenericOp>())
    if (linalg::FillOp fill = fillOf(generic))
      fills[generic] = fill, joined.insert(fill);
  SmallVector<KernelOp> ops;
  for (Operation &op : body) {
    bool isOurs = isa<DestinationStyleOpInterface>(op) &&
                  isa<dndrt::DndrtDialect>(op.getDialect());
    if ((isOurs || isa<linalg::LinalgOp, scf::ExecuteRegionOp>(op)) &&
        !joined.contains(&op))
      ops.push_back({&op, fills.lookup(&op)});
  }
  return ops;
}

linalg::FillOp dnd::codegen::fillOf(linalg::GenericOp op) {
  if (op.getNumDpsInits() != 1 || op.getNumReductionLoops() == 0)
    return nullptr;
  Value target = op.getDpsInits()[0];
  for (Operation *before = op->getPrevNode(); before;
       before = before->getPrevNode()) {
    if (!llvm::is_contained(before->getOperands(), target))
      continue;
    auto fill = dyn_cast<linalg::FillOp>(before);
    return fill && fill.getOutputs()[0] == target ? fill : nullptr;
  }
  return nullptr;
}

linalg::GenericOp dnd::codegen::asGeneric(linalg::FillOp op) {
  OpBuilder b(op);
  auto type = cast<MemRefType>(op.getOutputs()[0].getType());
  SmallVector<AffineMap> maps{AffineMap::get(type.getRank(), 0, b.getContext()),
                              b.getMultiDimIdentityMap(type.getRank())};
  SmallVector<IteratorType> iterators(type.getRank(), IteratorType::parallel);
  auto generic = b.create<linalg::GenericOp>(
      op.getLoc(), op.getInputs(), op.getOutputs(), maps, iterators,
      [](OpBuilder &inner, Location loc, ValueRange args) {
        inner.create<linalg::YieldOp>(loc, args[0]);
      });
  op.erase();
  return generic;
}

llvm::MapVector<Operation *, Operation *>
dnd::codegen::equalKernels(ArrayRef<Operation *> kernels) {
  llvm::StringMap<Operation *> firsts;
  llvm::MapVector<Operation *, Operation *> doubles;
  for (Operation *kernel : kernels) {
    std::string text;
    llvm::raw_string_ostream stream(text);
    kernel->print(stream, OpPrintingFlags().useLocalScope());
    text.erase(0, text.find('('));
    auto [known, isNew] = firsts.try_emplace(text, kernel);
    if (!isNew)
      doubles[kernel] = known->second;
  }
  return doubles;
}
