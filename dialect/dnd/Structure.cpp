//===- Structure.cpp - networks, objectives, recipes, parameters ----------===//
#include "dialect/dnd/Builders.h"
#include "dialect/dnd/DndDialect.h"
#include "mlir/Interfaces/FunctionImplementation.h"

#include "llvm/ADT/StringSet.h"

using namespace mlir;
using namespace dnd;

//===----------------------------------------------------------------------===//
// Networks and objectives
//===----------------------------------------------------------------------===//

template <typename Op>
static ParseResult parseFunctionLike(OpAsmParser &parser,
                                     OperationState &result) {
  auto buildType = [](Builder &builder, ArrayRef<Type> arguments,
                      ArrayRef<Type> results,
                      function_interface_impl::VariadicFlag, std::string &) {
    return builder.getFunctionType(arguments, results);
  };
  return function_interface_impl::parseFunctionOp(
      parser, result, /*allowVariadic=*/false,
      Op::getFunctionTypeAttrName(result.name), buildType,
      Op::getArgAttrsAttrName(result.name),
      Op::getResAttrsAttrName(result.name));
}

template <typename Op> static void printFunctionLike(Op op, OpAsmPrinter &p) {
  function_interface_impl::printFunctionOp(
      p, op, /*isVariadic=*/false, op.getFunctionTypeAttrName(),
      op.getArgAttrsAttrName(), op.getResAttrsAttrName());
}

/// The attribute `dnd.name` of a dictionary of argument attributes, or "".
static StringRef nameOf(DictionaryAttr attrs) {
  auto name = attrs ? attrs.getAs<StringAttr>("dnd.name") : StringAttr();
  return name ? name.getValue() : StringRef();
}

static LogicalResult verifyNames(FunctionOpInterface op) {
  llvm::StringSet<> arguments, results;
  for (unsigned i = 0; i < op.getNumArguments(); ++i) {
    StringRef name = nameOf(op.getArgAttrDict(i));
    if (name.empty())
      return op.emitOpError() << "argument #" << i << " has no 'dnd.name'";
    if (!arguments.insert(name).second)
      return op.emitOpError() << "has two arguments named '" << name << "'";
  }
  if (isa<ObjectiveOp>(op.getOperation()))
    return success();
  for (unsigned i = 0; i < op.getNumResults(); ++i) {
    StringRef name = nameOf(op.getResultAttrDict(i));
    if (name.empty())
      return op.emitOpError() << "result #" << i << " has no 'dnd.name'";
    if (!results.insert(name).second)
      return op.emitOpError() << "has two results named '" << name << "'";
  }
  return success();
}

static LogicalResult verifyBatched(Operation *op, TypeRange types,
                                   StringRef what) {
  for (auto [index, type] : llvm::enumerate(types))
    if (!hasBatch(type))
      return op->emitOpError()
             << what << " #" << index
             << " needs the batch as dynamic first dimension, found " << type;
  return success();
}

static LogicalResult verifyFunctionBody(FunctionOpInterface op) {
  Region &body = op->getRegion(0);
  if (!body.hasOneBlock())
    return op.emitOpError() << "needs a body of one block";
  if (!isa_and_nonnull<ReturnOp>(body.front().getTerminator()))
    return op.emitOpError() << "must end with 'dnd.return'";
  return success();
}

ParseResult NetworkOp::parse(OpAsmParser &parser, OperationState &result) {
  return parseFunctionLike<NetworkOp>(parser, result);
}
void NetworkOp::print(OpAsmPrinter &p) { printFunctionLike(*this, p); }

LogicalResult NetworkOp::verify() {
  if (failed(verifyFunctionBody(*this)) || failed(verifyNames(*this)) ||
      failed(verifyBatched(*this, getArgumentTypes(), "argument")))
    return failure();
  return verifyBatched(*this, getResultTypes(), "result");
}

StringRef NetworkOp::getArgName(unsigned index) {
  return nameOf(function_interface_impl::getArgAttrDict(*this, index));
}
StringRef NetworkOp::getResultName(unsigned index) {
  return nameOf(function_interface_impl::getResultAttrDict(*this, index));
}

ParseResult ObjectiveOp::parse(OpAsmParser &parser, OperationState &result) {
  return parseFunctionLike<ObjectiveOp>(parser, result);
}
void ObjectiveOp::print(OpAsmPrinter &p) { printFunctionLike(*this, p); }

LogicalResult ObjectiveOp::verify() {
  if (failed(verifyFunctionBody(*this)) || failed(verifyNames(*this)) ||
      failed(verifyBatched(*this, getArgumentTypes(), "argument")))
    return failure();
  if (getResultTypes().size() != 1)
    return emitOpError() << "needs one result, the loss; found "
                         << getResultTypes().size();
  auto loss = dyn_cast<RankedTensorType>(getResultTypes().front());
  if (!loss || loss.getRank() != 0 || !isa<FloatType>(loss.getElementType()))
    return emitOpError() << "the loss must be a scalar (tensor<f32>), found "
                         << getResultTypes().front();
  return success();
}

StringRef ObjectiveOp::getArgName(unsigned index) {
  return nameOf(function_interface_impl::getArgAttrDict(*this, index));
}
StringRef ObjectiveOp::getResultName(unsigned index) {
  return nameOf(function_interface_impl::getResultAttrDict(*this, index));
}

LogicalResult ReturnOp::verify() {
  auto function = cast<FunctionOpInterface>((*this)->getParentOp());
  ArrayRef<Type> expected = function.getResultTypes();
  if (getNumOperands() != expected.size())
    return emitOpError() << "returns " << getNumOperands()
                         << " values, expected " << expected.size();
  for (auto [index, type] : llvm::enumerate(expected))
    if (getOperand(index).getType() != type)
      return emitOpError() << "value #" << index << " has type "
                           << getOperand(index).getType() << ", expected "
                           << type;
  return success();
}

//===----------------------------------------------------------------------===//
// Recipes
//===----------------------------------------------------------------------===//

LogicalResult RecipeOp::verifySymbolUses(SymbolTableCollection &symbols) {
  if (!symbols.lookupNearestSymbolFrom<NetworkOp>(*this, getNetworkAttr()))
    return emitOpError() << "there is no network @" << getNetwork();
  if (!symbols.lookupNearestSymbolFrom<ObjectiveOp>(*this, getObjectiveAttr()))
    return emitOpError() << "there is no objective @" << getObjective();
  return success();
}

static LogicalResult verifyGroup(RecipeOp op, unsigned index, Attribute attr) {
  auto group = dyn_cast<DictionaryAttr>(attr);
  auto patterns = group ? group.getAs<ArrayAttr>("patterns") : ArrayAttr();
  if (!patterns || patterns.empty() ||
      !llvm::all_of(patterns, llvm::IsaPred<StringAttr>))
    return op.emitOpError()
           << "group #" << index << " needs 'patterns', a list of strings";
  // {times = 10.0} is a multiple of group 0's number.
  auto isMultiple = [&](Attribute value) {
    auto multiple = dyn_cast<DictionaryAttr>(value);
    return index > 0 && multiple && multiple.size() == 1 &&
           multiple.getAs<FloatAttr>("times");
  };
  for (NamedAttribute entry : group)
    if (entry.getName() != "patterns" &&
        !isa<FloatAttr, IntegerAttr>(entry.getValue()) &&
        !isMultiple(entry.getValue()))
      return op.emitOpError()
             << "group #" << index << ": '" << entry.getName().getValue()
             << "' must be a number, a multiple or a flag, found "
             << entry.getValue();
  return success();
}

LogicalResult RecipeOp::verify() {
  auto optimizer = getSettings().getAs<DictionaryAttr>("optimizer");
  if (!optimizer || !optimizer.getAs<StringAttr>("kind"))
    return emitOpError()
           << "settings need 'optimizer', a dictionary with a 'kind'";
  if (getGroups().empty())
    return emitOpError() << "needs group 0, the optimiser's own numbers";
  for (auto [index, group] : llvm::enumerate(getGroups()))
    if (failed(verifyGroup(*this, index, group)))
      return failure();
  return success();
}

//===----------------------------------------------------------------------===//
// Parameters, tables, numbers
//===----------------------------------------------------------------------===//

/// Rules are dictionaries with the name of a function.
static LogicalResult verifyRule(Operation *op, DictionaryAttr rule,
                                StringRef what) {
  if (!rule.getAs<StringAttr>("fn"))
    return op->emitOpError() << "'" << what << "' needs 'fn', a string";
  return success();
}

LogicalResult ParamOp::verify() {
  auto type = cast<RankedTensorType>(getResult().getType());
  if (getPath().empty())
    return emitOpError() << "needs a path";
  if (!isa<FloatType>(type.getElementType()))
    return emitOpError() << "is trainable and needs floats, found " << type;
  int64_t live = getLive();
  if (live < 0 || live > type.getNumElements())
    return emitOpError() << "live = " << live << " is outside [0, "
                         << type.getNumElements() << "], the size of " << type;
  if (getSymmetric()) {
    int64_t rank = type.getRank();
    if (rank < 2 || type.getDimSize(rank - 1) != type.getDimSize(rank - 2))
      return emitOpError()
             << "'symmetric' needs equal last two dimensions, found " << type;
  }
  return verifyRule(*this, getInit(), "init");
}

LogicalResult TableOp::verify() {
  auto type = cast<RankedTensorType>(getResult().getType());
  if (getPath().empty())
    return emitOpError() << "needs a path";
  if (!isa<FloatType>(type.getElementType()) &&
      !type.getElementType().isSignlessInteger(32))
    return emitOpError() << "needs i32 or float elements, found " << type;
  bool isIndex = type.getElementType().isSignlessInteger(32);
  if (isIndex && static_cast<int64_t>(getRange()) <= 0)
    return emitOpError() << "an index table needs a positive range, found "
                         << static_cast<int64_t>(getRange());
  return verifyRule(*this, getGen(), "gen");
}

LogicalResult StateOp::verify() {
  auto type = cast<RankedTensorType>(getResult().getType());
  if (getPath().empty())
    return emitOpError() << "needs a path";
  if (!isa<FloatType>(type.getElementType()))
    return emitOpError() << "needs float elements, found " << type;
  return verifyRule(*this, getInit(), "init");
}

LogicalResult UpdateOp::verify() {
  Block *block = (*this)->getBlock();
  for (auto other : block->getOps<UpdateOp>()) {
    if (other == *this)
      break;
    if (other.getPath() == getPath())
      return emitOpError() << "is the second one of state '" << getPath()
                           << "'";
  }
  for (auto state : block->getOps<StateOp>()) {
    if (state.getPath() != getPath())
      continue;
    if (state.getType() == getValue().getType())
      return success();
    return emitOpError() << "gives state '" << getPath() << "', a "
                         << state.getType() << ", a value of type "
                         << getValue().getType();
  }
  return emitOpError() << "names '" << getPath()
                       << "', but the network has no such state";
}

LogicalResult HyperOp::verify() {
  if (getName().empty())
    return emitOpError() << "needs a name";
  if (static_cast<int64_t>(getGroup()) < -1)
    return emitOpError() << "group " << static_cast<int64_t>(getGroup())
                         << " is neither a group nor -1";
  return success();
}

//===----------------------------------------------------------------------===//
// Constants
//===----------------------------------------------------------------------===//

void ConstantOp::build(OpBuilder &builder, OperationState &state,
                       ElementsAttr value) {
  build(builder, state, value.getType(), value);
}

void ConstantOp::build(OpBuilder &builder, OperationState &state,
                       RankedTensorType type, ArrayRef<double> numbers) {
  auto wide = cast<RankedTensorType>(type.clone(builder.getF64Type()));
  build(builder, state, type, DenseElementsAttr::get(wide, numbers));
}

LogicalResult ConstantOp::verify() {
  auto type = cast<RankedTensorType>(getType());
  ShapedType given = getValue().getShapedType();
  bool wide =
      given.getElementType().isF64() && isa<FloatType>(type.getElementType());
  if (given.getShape() != type.getShape() ||
      (given.getElementType() != type.getElementType() && !wide))
    return emitOpError() << "has a value of type " << given << " for " << type;
  return success();
}

OpFoldResult ConstantOp::fold(FoldAdaptor) { return getValue(); }
