//===- OnnxGraph.cpp - nodes and constants of an ONNX graph ---------------===//
#include "codegen/export/OnnxGraph.h"
#include "codegen/export/Export.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/Path.h"

using namespace mlir;
using llvm::StringRef;
using llvm::Twine;

namespace dnd::codegen::exporting {

OnnxAttribute onnxWhole(StringRef name, int64_t value) {
  return Message().text(1, name).whole(3, value).whole(20, 2);
}
OnnxAttribute onnxReal(StringRef name, float value) {
  return Message().text(1, name).real(2, value).whole(20, 1);
}
OnnxAttribute onnxText(StringRef name, StringRef value) {
  return Message().text(1, name).text(4, value).whole(20, 3);
}
OnnxAttribute onnxWholes(StringRef name, llvm::ArrayRef<int64_t> values) {
  OnnxAttribute attribute;
  attribute.text(1, name);
  for (int64_t value : values)
    attribute.whole(8, value);
  return attribute.whole(20, 7);
}
OnnxAttribute onnxOnes() {
  float one = 1;
  Message tensor;
  tensor.whole(1, 1)
      .whole(2, OnnxGraph::typeFloat)
      .text(9, rawBytes(llvm::ArrayRef<float>(one)));
  return Message().text(1, "value").message(5, tensor).whole(20, 4);
}

static Message valueInfo(StringRef name, Type type) {
  auto ranked = cast<RankedTensorType>(type);
  Message shape, tensor, info;
  for (int64_t extent : ranked.getShape())
    shape.message(1, ShapedType::isDynamic(extent)
                         ? Message().text(2, "batch")
                         : Message().whole(1, extent));
  int64_t element = isa<IntegerType>(ranked.getElementType())
                        ? OnnxGraph::typeInt32
                        : OnnxGraph::typeFloat;
  tensor.whole(1, element).message(2, shape);
  info.text(1, name).message(2, Message().message(1, tensor));
  return info;
}

void OnnxGraph::input(StringRef name, Type type) {
  used[name.str()] = 1;
  graph.message(11, valueInfo(name, type));
}

void OnnxGraph::output(StringRef name, Type type) {
  graph.message(12, valueInfo(name, type));
}

bool OnnxGraph::isUsed(StringRef name) const {
  return used.count(name.str()) != 0;
}

std::string OnnxGraph::fresh(StringRef wish) {
  unsigned &count = used[wish.str()];
  std::string name = count++ ? (wish + "_" + Twine(count)).str() : wish.str();
  if (count > 1)
    used[name]++;
  return name;
}

std::string OnnxGraph::node(Operation *op, StringRef kind,
                            llvm::ArrayRef<std::string> inputs,
                            llvm::ArrayRef<OnnxAttribute> attributes,
                            StringRef result) {
  StringRef layer = op ? layerOf(op) : StringRef("output");
  std::string base = layer.empty() ? "net" : layer.str();
  std::string name = fresh(base + "/" + kind.str());
  std::string output = result.empty() ? name + ":0" : result.str();
  Message made;
  for (const std::string &input : inputs)
    made.text(1, input);
  made.text(2, output).text(3, name).text(4, kind);
  for (const OnnxAttribute &attribute : attributes)
    made.message(5, attribute);
  graph.message(1, made);
  return output;
}

std::string OnnxGraph::initializer(StringRef wish, int64_t type,
                                   llvm::ArrayRef<int64_t> shape,
                                   StringRef bytes) {
  std::string key =
      (Twine(type) + "/" +
       llvm::join(
           llvm::map_range(shape, [](int64_t n) { return std::to_string(n); }),
           ",") +
       "/" + bytes)
          .str();
  std::string &known = constants[key];
  if (!known.empty())
    return known;
  known = fresh(wish);
  Message tensor;
  for (int64_t extent : shape)
    tensor.whole(1, extent);
  tensor.whole(2, type).text(8, known).text(9, bytes);
  graph.message(5, tensor);
  return known;
}

std::string OnnxGraph::scalar(double value) {
  auto number = static_cast<float>(value);
  return initializer("number", typeFloat, {},
                     rawBytes(llvm::ArrayRef<float>(number)));
}

std::string OnnxGraph::wholes(StringRef wish, llvm::ArrayRef<int64_t> values) {
  return initializer(wish, typeInt64, {int64_t(values.size())},
                     rawBytes(values));
}

std::string OnnxGraph::model(StringRef name, StringRef source) {
  Message opset, whole;
  graph.text(2, name);
  opset.text(1, "").whole(2, 15);
  whole.whole(1, 8)
      .text(2, "dnd")
      .text(3, DND_VERSION)
      .message(7, graph)
      .message(8, opset);
  whole.message(
      14,
      Message().text(1, "source").text(2, llvm::sys::path::filename(source)));
  return whole.bytes();
}

} // namespace dnd::codegen::exporting
