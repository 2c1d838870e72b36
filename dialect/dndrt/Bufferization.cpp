//===- Bufferization.cpp - dndrt ops on buffers ---------------------------===//
//
// Destination-style ops bufferise all in one way: the same op on the buffers of
// its operands, results replaced by the buffers of the destinations.
//
//===----------------------------------------------------------------------===//
#include "mlir/Dialect/Bufferization/IR/Bufferization.h"
#include "dialect/dndrt/DndrtDialect.h"
#include "mlir/Dialect/Bufferization/IR/BufferizableOpInterface.h"
#include "mlir/Dialect/Bufferization/IR/DstBufferizableOpInterfaceImpl.h"

using namespace mlir;
using namespace mlir::bufferization;

namespace {
template <typename OpT>
struct ComputeOpModel
    : DstBufferizableOpInterfaceExternalModel<ComputeOpModel<OpT>, OpT> {
  LogicalResult bufferize(Operation *op, RewriterBase &rewriter,
                          const BufferizationOptions &options) const {
    auto dst = cast<DestinationStyleOpInterface>(op);
    OpBuilder::InsertionGuard guard(rewriter);
    rewriter.setInsertionPoint(op);
    SmallVector<Value> operands, results;
    for (OpOperand &operand : op->getOpOperands()) {
      Value value = operand.get();
      if (isa<TensorType>(value.getType())) {
        FailureOr<Value> buffer = getBuffer(rewriter, value, options);
        if (failed(buffer))
          return failure();
        value = *buffer;
      }
      operands.push_back(value);
      if (dst.isDpsInit(&operand))
        results.push_back(value);
    }
    OperationState state(op->getLoc(), op->getName(), operands, TypeRange(),
                         op->getAttrs());
    state.propertiesAttr = op->getPropertiesAsAttribute();
    for (Region &region : op->getRegions())
      state.addRegion()->takeBody(region);
    rewriter.create(state);
    replaceOpWithBufferizedValues(rewriter, op, results);
    return success();
  }
};

template <typename OpT> void attach(MLIRContext *ctx) {
  if constexpr (std::is_base_of_v<DestinationStyleOpInterface::Trait<OpT>, OpT>)
    OpT::template attachInterface<ComputeOpModel<OpT>>(*ctx);
}
template <typename... Ops> void attachAll(MLIRContext *ctx) {
  (attach<Ops>(ctx), ...);
}
} // namespace

void dnd::dndrt::registerBufferizationModels(DialectRegistry &registry) {
  registry.addExtension(+[](MLIRContext *ctx, DndrtDialect *dialect) {
    attachAll<
#define GET_OP_LIST
#include "dialect/dndrt/DndrtOps.cpp.inc"
        >(ctx);
  });
}
