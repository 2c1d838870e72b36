//===- Primitives.cpp - The functions that are one primitive --------------===//

#include "frontend/elaborate/Primitives.h"

#include "dialect/dnd/DndDialect.h"
#include "dialect/dnd/shapes/Pad.h"
#include "dialect/dnd/shapes/Softmax.h"
#include "dialect/dnd/shapes/StopGradient.h"

using namespace dnd;
using namespace dnd::frontend;
using mlir::Location;
using mlir::OpBuilder;
using mlir::RankedTensorType;
using mlir::Type;
using Arguments = PrimitiveArguments;

PrimitiveArguments PrimitiveArguments::withBatch() const {
  PrimitiveArguments shifted = *this;
  ++shifted.axis;
  for (auto *list : {&shifted.low, &shifted.high, &shifted.integers})
    if (!list->empty())
      list->insert(list->begin(), 0);
  return shifted;
}

static shapes::TypeOr softmaxType(RankedTensorType x, const Arguments &args) {
  return shapes::softmax(x, args.axis);
}

static shapes::TypeOr sameType(RankedTensorType x, const Arguments &) {
  return shapes::stopGradient(x);
}

template <typename Op>
static mlir::Value buildAlong(OpBuilder &b, Location loc, Type result,
                              mlir::Value x, const Arguments &args) {
  return b.create<Op>(loc, result, x, args.axis);
}

static mlir::Value buildStopGradient(OpBuilder &b, Location loc, Type result,
                                     mlir::Value x, const Arguments &) {
  return b.create<StopGradientOp>(loc, result, x);
}

static const Primitive table[] = {
    {"detach", {}, sameType, buildStopGradient},
    {"log_softmax",
     {{"axis", ParameterKind::Axis, -1}},
     softmaxType,
     buildAlong<LogSoftmaxOp>},
    {"pad",
     {{"amounts", ParameterKind::Pairs, std::nullopt},
      {"value", ParameterKind::Real, 0},
      {"interior", ParameterKind::Integers, 0}},
     [](RankedTensorType x, const Arguments &args) {
       return shapes::pad(x, args.low, args.high, args.integers);
     },
     [](OpBuilder &b, Location loc, Type result, mlir::Value x,
        const Arguments &args) -> mlir::Value {
       return b.create<PadOp>(loc, result, x, args.low, args.high,
                              args.integers, llvm::APFloat(args.real));
     }},
    {"softmax",
     {{"axis", ParameterKind::Axis, -1}},
     softmaxType,
     buildAlong<SoftmaxOp>},
    {"stop_gradient", {}, sameType, buildStopGradient},
};

const Primitive *dnd::frontend::findPrimitive(llvm::StringRef name) {
  for (const Primitive &row : table)
    if (row.name == name)
      return &row;
  return nullptr;
}

std::vector<llvm::StringRef> dnd::frontend::primitiveNames() {
  std::vector<llvm::StringRef> names;
  for (const Primitive &row : table)
    names.push_back(row.name);
  return names;
}
