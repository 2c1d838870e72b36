//===- OnnxGraph.h - nodes and constants of an ONNX graph -------*- C++ -*-===//
//
// Field numbers are those of onnx.proto (IR version 8), operators those of
// opset 15. Names are unique; nodes bear the author's layers.
//
//===----------------------------------------------------------------------===//
#ifndef DND_CODEGEN_EXPORT_ONNXGRAPH_H
#define DND_CODEGEN_EXPORT_ONNXGRAPH_H

#include "codegen/export/Protobuf.h"
#include "mlir/IR/BuiltinTypes.h"
#include "mlir/IR/Operation.h"
#include "llvm/ADT/ArrayRef.h"
#include <map>
#include <string>

namespace dnd::codegen::exporting {

using OnnxAttribute = Message;
OnnxAttribute onnxWhole(llvm::StringRef name, int64_t value);
OnnxAttribute onnxReal(llvm::StringRef name, float value);
OnnxAttribute onnxText(llvm::StringRef name, llvm::StringRef value);
OnnxAttribute onnxWholes(llvm::StringRef name, llvm::ArrayRef<int64_t> values);
/// The number that ConstantOfShape fills with.
OnnxAttribute onnxOnes();

class OnnxGraph {
public:
  // TensorProto.DataType.
  enum : int64_t { typeFloat = 1, typeInt32 = 6, typeInt64 = 7 };

  /// Declares an input of the graph under its own name.
  void input(llvm::StringRef name, mlir::Type type);
  /// Declares a result, which some node makes.
  void output(llvm::StringRef name, mlir::Type type);

  /// A name that the graph has not yet.
  std::string fresh(llvm::StringRef wish);
  bool isUsed(llvm::StringRef name) const;

  /// Adds a node; the name of its result. Without an op it belongs to the
  /// outputs.
  std::string node(mlir::Operation *op, llvm::StringRef kind,
                   llvm::ArrayRef<std::string> inputs,
                   llvm::ArrayRef<OnnxAttribute> attributes = {},
                   llvm::StringRef result = "");

  /// Constants; equal ones are one.
  std::string initializer(llvm::StringRef wish, int64_t type,
                          llvm::ArrayRef<int64_t> shape, llvm::StringRef bytes);
  std::string scalar(double value);
  std::string wholes(llvm::StringRef wish, llvm::ArrayRef<int64_t> values);

  /// The model around the graph.
  std::string model(llvm::StringRef name, llvm::StringRef source);

private:
  Message graph;
  std::map<std::string, unsigned> used;
  std::map<std::string, std::string> constants; ///< by type, shape and bytes
};

template <typename T> std::string rawBytes(llvm::ArrayRef<T> numbers) {
  return std::string(reinterpret_cast<const char *>(numbers.data()),
                     numbers.size() * sizeof(T));
}

} // namespace dnd::codegen::exporting

#endif // DND_CODEGEN_EXPORT_ONNXGRAPH_H
