//===- OnnxFunctions.cpp - pointwise functions in ONNX --------------------===//
#include "codegen/export/OnnxFunctions.h"

using llvm::StringRef;

namespace dnd::codegen::exporting {
namespace {

class OnnxFunction {
public:
  OnnxFunction(OnnxGraph &graph, dnd::MapOp op, llvm::ArrayRef<std::string> x)
      : graph(graph), op(op), x(x) {}

  std::string asReal(const std::string &truth) {
    return node("Cast", truth, onnxWhole("to", OnnxGraph::typeFloat));
  }

  std::string run() {
    auto p = [&](unsigned i) { return op.getParams()[i]; };
    auto call = [&](StringRef kind) { return node(kind, x); };
    auto compare = [&](StringRef kind) { return asReal(node(kind, x)); };
    switch (op.getFn()) {
    case dnd::MapFn::copy:
      return x[0];
    case dnd::MapFn::neg:
      return call("Neg");
    case dnd::MapFn::abs:
      return call("Abs");
    case dnd::MapFn::exp:
      return call("Exp");
    case dnd::MapFn::log:
      return call("Log");
    case dnd::MapFn::sqrt:
      return call("Sqrt");
    case dnd::MapFn::sin:
      return call("Sin");
    case dnd::MapFn::cos:
      return call("Cos");
    case dnd::MapFn::tanh:
      return call("Tanh");
    case dnd::MapFn::sigmoid:
      return call("Sigmoid");
    case dnd::MapFn::erf:
      return call("Erf");
    case dnd::MapFn::relu:
      return call("Relu");
    case dnd::MapFn::leaky_relu:
      return node("LeakyRelu", x, onnxReal("alpha", static_cast<float>(p(0))));
    case dnd::MapFn::powi:
    case dnd::MapFn::powf:
      return power(x[0], p(0));
    case dnd::MapFn::affine: {
      std::string result = x[0];
      if (p(0) != 1)
        result = node("Mul", {result, graph.scalar(p(0))});
      if (p(1) != 0)
        result = node("Add", {result, graph.scalar(p(1))});
      return result;
    }
    case dnd::MapFn::sign:
      return call("Sign");
    case dnd::MapFn::step: {
      std::string zero = graph.scalar(0);
      std::string equal = node(
          "Where", {node("Equal", {x[0], zero}), graph.scalar(p(0)), zero});
      return node("Where",
                  {node("Greater", {x[0], zero}), graph.scalar(1), equal});
    }
    case dnd::MapFn::floor:
      return call("Floor");
    case dnd::MapFn::softplus:
      return call("Softplus");
    case dnd::MapFn::expm1:
      return node("Sub", {node("Exp", x), graph.scalar(1)});
    case dnd::MapFn::log1p:
      return node("Log", node("Add", {x[0], graph.scalar(1)}));
    case dnd::MapFn::add:
      return call("Add");
    case dnd::MapFn::sub:
      return call("Sub");
    case dnd::MapFn::mul:
      return call("Mul");
    case dnd::MapFn::div:
      return call("Div");
    case dnd::MapFn::max:
      return call("Max");
    case dnd::MapFn::min:
      return call("Min");
    case dnd::MapFn::pow:
      return call("Pow");
    case dnd::MapFn::gt:
      return compare("Greater");
    case dnd::MapFn::ge:
      return compare("GreaterOrEqual");
    case dnd::MapFn::lt:
      return compare("Less");
    case dnd::MapFn::le:
      return compare("LessOrEqual");
    case dnd::MapFn::eq:
      return compare("Equal");
    case dnd::MapFn::ne:
      return asReal(node("Not", node("Equal", x)));
    case dnd::MapFn::select: {
      std::string isZero = node("Equal", {x[0], graph.scalar(0)});
      return node("Where", {isZero, x[2], x[1]});
    }
    }
    return x[0];
  }

  /// Small whole powers are products: engines are exact there.
  std::string power(const std::string &x, double exponent) {
    if (exponent == 2)
      return node("Mul", {x, x});
    if (exponent == -1)
      return node("Reciprocal", x);
    if (exponent == 0.5)
      return node("Sqrt", x);
    return node("Pow", {x, graph.scalar(exponent)});
  }

private:
  std::string node(StringRef kind, llvm::ArrayRef<std::string> inputs,
                   llvm::ArrayRef<OnnxAttribute> attributes = {}) {
    return graph.node(op, kind, inputs, attributes);
  }

  OnnxGraph &graph;
  dnd::MapOp op;
  llvm::ArrayRef<std::string> x;
};

} // namespace

std::string onnxFunction(OnnxGraph &graph, dnd::MapOp op,
                         llvm::ArrayRef<std::string> operands) {
  return OnnxFunction(graph, op, operands).run();
}

} // namespace dnd::codegen::exporting
