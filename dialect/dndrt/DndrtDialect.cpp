//===- DndrtDialect.cpp - registration and verifiers of dndrt -------------===//
#include "dialect/dndrt/DndrtDialect.h"
#include "dialect/Extents.h"
#include "mlir/IR/DialectImplementation.h"
#include "mlir/IR/OpImplementation.h"
#include "llvm/ADT/TypeSwitch.h"

using namespace mlir;
using namespace dnd::dndrt;

#include "dialect/dndrt/DndrtDialect.cpp.inc"
#include "dialect/dndrt/DndrtEnums.cpp.inc"
#define GET_ATTRDEF_CLASSES
#include "dialect/dndrt/DndrtAttrs.cpp.inc"
#define GET_OP_CLASSES
#include "dialect/dndrt/DndrtOps.cpp.inc"

void DndrtDialect::initialize() {
  addOperations<
#define GET_OP_LIST
#include "dialect/dndrt/DndrtOps.cpp.inc"
      >();
  addAttributes<
#define GET_ATTRDEF_LIST
#include "dialect/dndrt/DndrtAttrs.cpp.inc"
      >();
}

LogicalResult DndrtDialect::verifyOperationAttribute(Operation *op,
                                                     NamedAttribute attr) {
  if (attr.getName() != choicesAttr)
    return op->emitOpError("has an unknown attribute of dndrt: ")
           << attr.getName();
  auto choices = dyn_cast<ArrayAttr>(attr.getValue());
  if (!choices)
    return op->emitOpError("takes an array of choices");
  llvm::SmallDenseSet<unsigned> devices;
  for (Attribute each : choices) {
    auto choice = dyn_cast<ChoiceAttr>(each);
    if (!choice)
      return op->emitOpError("takes choices, not ") << each;
    if (!devices.insert(static_cast<unsigned>(choice.getDevice())).second)
      return op->emitOpError("has two choices for one device");
    if (choice.getShare() > 100)
      return op->emitOpError("is expected to exceed a roof");
  }
  return success();
}

/// Buffers in `outs` are read and written, the others read; tensors have no
/// effects.
static void
addEffects(DestinationStyleOpInterface op,
           SmallVectorImpl<SideEffects::EffectInstance<MemoryEffects::Effect>>
               &effects) {
  for (OpOperand &operand : op->getOpOperands()) {
    if (!isa<MemRefType>(operand.get().getType()))
      continue;
    effects.emplace_back(MemoryEffects::Read::get(), &operand);
    if (op.isDpsInit(&operand))
      effects.emplace_back(MemoryEffects::Write::get(), &operand);
  }
}

void ScatterContractOp::getEffects(
    SmallVectorImpl<SideEffects::EffectInstance<MemoryEffects::Effect>>
        &effects) {
  addEffects(cast<DestinationStyleOpInterface>(getOperation()), effects);
}

void PackedContractOp::getEffects(
    SmallVectorImpl<SideEffects::EffectInstance<MemoryEffects::Effect>>
        &effects) {
  addEffects(cast<DestinationStyleOpInterface>(getOperation()), effects);
}

void TriangularGradOp::getEffects(
    SmallVectorImpl<SideEffects::EffectInstance<MemoryEffects::Effect>>
        &effects) {
  addEffects(cast<DestinationStyleOpInterface>(getOperation()), effects);
}

void TriangularQuadraticOp::getEffects(
    SmallVectorImpl<SideEffects::EffectInstance<MemoryEffects::Effect>>
        &effects) {
  addEffects(cast<DestinationStyleOpInterface>(getOperation()), effects);
}

/// A factor is of the type in which products are added up, or bf16 beside f32.
static LogicalResult verifyFactor(Operation *op, Value factor, Type sum) {
  Type element = cast<ShapedType>(factor.getType()).getElementType();
  if (element == sum || (element.isBF16() && sum.isF32()))
    return success();
  return op->emitOpError("adds products of ") << element << " up in " << sum;
}

/// One map for each operand, and a region over the sum, extras and inits.
template <typename OpT> static LogicalResult verifyEpilogueOp(OpT op) {
  unsigned numExtras = op.getExtras().size(), numInits = op.getInits().size();
  if (numInits == 0)
    return op.emitOpError("has no destination");
  if (op.getMaps().size() != op->getNumOperands())
    return op.emitOpError("needs one map for each operand");
  for (auto [operand, attr] : llvm::zip_equal(op.getOperands(), op.getMaps())) {
    AffineMap map = cast<AffineMapAttr>(attr).getValue();
    auto type = cast<ShapedType>(operand.getType());
    if (map.getNumDims() != op.getExtents().size() ||
        map.getNumSymbols() != 0 || map.getNumResults() != type.getRank())
      return op.emitOpError("has a map that does not fit its operand: ")
             << AffineMapAttr::get(map);
  }
  Block &body = op.getEpilogue().front();
  if (body.getNumArguments() != 1 + numExtras + numInits)
    return op.emitOpError("epilogue takes the sum, the extras and the inits");
  for (Value factor : op->getOperands().take_front(op.getNumFactors()))
    if (failed(verifyFactor(op, factor, op.getAccumulateType())))
      return failure();
  auto yield = dyn_cast<YieldOp>(body.getTerminator());
  if (!yield || yield.getNumOperands() != numInits)
    return op.emitOpError("epilogue yields one value for each destination");
  return success();
}

LogicalResult PackedContractOp::verify() {
  if (failed(verifyEpilogueOp(*this)))
    return failure();
  MarginsAttr margins = getMarginsAttr();
  if (!margins)
    return success();
  if (margins.getFactor() > 1)
    return emitOpError("has margins of a factor that is neither lhs nor rhs");
  auto type = cast<ShapedType>(getOperand(margins.getFactor()).getType());
  auto rank = static_cast<size_t>(type.getRank());
  if (margins.getLow().size() != rank || margins.getStep().size() != rank)
    return emitOpError("needs margins for each dimension of ") << type;
  for (auto [d, step] : llvm::enumerate(margins.getStep()))
    if (step < 1 ||
        (type.isDynamicDim(d) && (step != 1 || margins.getLow()[d] != 0)))
      return emitOpError("has margins that dimension ")
             << d << " of " << type << " cannot have";
  return success();
}
LogicalResult TriangularGradOp::verify() { return verifyEpilogueOp(*this); }

LogicalResult TriangularQuadraticOp::verify() {
  Type sum = cast<ShapedType>(getInit().getType()).getElementType();
  for (Value factor : {getX(), getA(), getLinear()})
    if (factor && failed(verifyFactor(*this, factor, sum)))
      return failure();
  return success();
}

LogicalResult
ProductAttr::verify(llvm::function_ref<InFlightDiagnostic()> emitError,
                    ArrayRef<int64_t> leading, ArrayRef<int64_t> strides,
                    FloatAttr, StringRef math, bool, bool, bool, bool, bool) {
  if (leading.size() != 3 || strides.size() != 3)
    return emitError() << "needs distances of lhs, rhs and out";
  if (math != "f32" && math != "tf32" && math != "bf16")
    return emitError() << "multiplies in f32, tf32 or bf16, not '" << math
                       << "'";
  return success();
}

LogicalResult LibraryCallOp::verify() {
  auto product = dyn_cast<ProductAttr>(getKind());
  if (!product)
    return emitOpError("is of a kind that no library has: ") << getKind();
  if (getBuffers().size() != (product.getBias() ? 4u : 3u))
    return emitOpError("takes lhs, rhs, out and the bias that it names");
  if (getSizes().size() != 4)
    return emitOpError("takes rows, columns, steps and the number of products");
  for (Type type : getBuffers().getTypes()) {
    auto buffer = cast<MemRefType>(type);
    if (!buffer.getElementType().isF32() || !buffer.getLayout().isIdentity())
      return emitOpError("takes dense buffers of f32");
  }
  return success();
}

LogicalResult LaunchOp::verifySymbolUses(SymbolTableCollection &symbols) {
  auto callee =
      symbols.lookupNearestSymbolFrom<func::FuncOp>(*this, getCalleeAttr());
  if (!callee)
    return emitOpError("names no function: ") << getCallee();
  FunctionType type = callee.getFunctionType();
  if (type.getNumInputs() != getCaptures().size() + 2 ||
      type.getNumResults() != 0)
    return emitOpError("and its kernel differ in their arguments");
  for (auto [want, have] :
       llvm::zip(type.getInputs().drop_front(2), getCaptures().getTypes()))
    if (have != want)
      return emitOpError("passes ") << have << " for " << want;
  return success();
}
