//===- Arguments.cpp - what arguments of entry points stand for -----------===//
#include "dialect/entry/Arguments.h"
#include "mlir/IR/DialectImplementation.h"

using namespace mlir;
using namespace dnd;

bool dnd::isSingle(ArgKind kind) {
  switch (kind) {
  case ArgKind::seed:
  case ArgKind::step:
  case ArgKind::loss:
  case ArgKind::batch:
  case ArgKind::arena:
    return true;
  default:
    return false;
  }
}

Attribute ArgAttr::parse(AsmParser &parser, Type) {
  StringRef word;
  SMLoc place = parser.getCurrentLocation();
  if (parser.parseLess() || parser.parseKeyword(&word))
    return {};
  std::optional<ArgKind> kind = symbolizeArgKind(word);
  if (!kind) {
    parser.emitError(place) << "'" << word << "' is no kind of argument";
    return {};
  }
  int64_t index = 0;
  std::string name;
  if (!isSingle(*kind) && (parser.parseComma() || parser.parseInteger(index)))
    return {};
  if (!isSingle(*kind) && succeeded(parser.parseOptionalComma()) &&
      parser.parseString(&name))
    return {};
  if (parser.parseGreater())
    return {};
  return get(parser.getContext(), *kind, index, name);
}

void ArgAttr::print(AsmPrinter &printer) const {
  printer << "<" << stringifyArgKind(getKind());
  if (!isSingle(getKind()))
    printer << ", " << getIndex();
  if (!isSingle(getKind()) && !getName().empty()) {
    printer << ", ";
    printer.printString(getName());
  }
  printer << ">";
}

ArgAttr dnd::getArg(func::FuncOp func, unsigned argument) {
  return func.getArgAttrOfType<ArgAttr>(argument, argAttrName);
}

ArgAttr dnd::getResultArg(func::FuncOp func, unsigned result) {
  return func.getResultAttrOfType<ArgAttr>(result, argAttrName);
}

DictionaryAttr dnd::makeArgDict(MLIRContext *context, ArgKind kind,
                                int64_t index, StringRef name) {
  Builder builder(context);
  return builder.getDictionaryAttr(builder.getNamedAttr(
      argAttrName, ArgAttr::get(context, kind, index, name)));
}

BlockArgument dnd::findArg(func::FuncOp func, ArgKind kind, int64_t index) {
  for (unsigned i = 0; i < func.getNumArguments(); ++i)
    if (ArgAttr arg = getArg(func, i))
      if (arg.getKind() == kind && arg.getIndex() == index)
        return func.getArgument(i);
  return {};
}

bool dnd::isEntryPoint(func::FuncOp func) {
  for (unsigned i = 0; i < func.getNumArguments(); ++i)
    if (getArg(func, i))
      return true;
  for (unsigned i = 0; i < func.getNumResults(); ++i)
    if (getResultArg(func, i))
      return true;
  return false;
}

Value dnd::batchSize(func::FuncOp func) {
  // Asked for each launch of a network with hundreds of parameters: the type
  // rules most arguments out without a look at their attributes.
  for (BlockArgument argument : func.getArguments()) {
    if (!isa<IndexType>(argument.getType()))
      continue;
    ArgAttr arg = getArg(func, argument.getArgNumber());
    if (arg && arg.getKind() == ArgKind::batch)
      return argument;
  }
  return {};
}
