//===- Value.h - What a name can stand for while elaborating ----*- C++ -*-===//
//
// Compile-time values (numbers, strings, lists, layers, initialisers) and
// tensors (SSA values of the network under construction).
//
//===----------------------------------------------------------------------===//

#ifndef DND_FRONTEND_VALUE_H
#define DND_FRONTEND_VALUE_H

#include "frontend/syntax/Ast.h"

#include "mlir/IR/Value.h"
#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/StringRef.h"

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace dnd::frontend {

class Value;
struct LayerValue;

using Shape = llvm::SmallVector<std::int64_t, 4>;

/// A tensor of the network: an SSA value and what the author knows of it.
struct Tensor {
  mlir::Value ssa;
  /// Without the batch.
  Shape shape;
  /// It differs from sample to sample; the batch is the first dimension of
  /// `ssa`. Values made only from parameters and tables are not batched.
  bool batched = false;
  /// An index table (i32); its values lie in [0, range).
  bool isIndex = false;
  std::int64_t range = 0;
  /// Where it was made, for notes.
  SourceRange origin;
  /// "input 'x'", "parameter 'w'", "the result of layer 'd' (dendrites)".
  std::string what;
};
using TensorRef = std::shared_ptr<const Tensor>;

/// An initialiser or generator call such as `symmetric(normal(0, 1e-3))`.
struct Rule {
  std::string fn;
  std::vector<Value> args;
  std::vector<std::pair<std::string, Value>> named;
  /// The rule inside a structure (`symmetric`, `masked`, `frozen`).
  std::shared_ptr<const Rule> of;
  /// Path of the table of `masked`.
  std::string table;
  SourceRange range;
};
using RuleRef = std::shared_ptr<const Rule>;

/// `10x`: a multiple of a value that is set elsewhere.
struct Multiple {
  double factor = 1;
};

/// An integer division that does not come out even. The value is used as a
/// real; where an integer is needed it becomes the error E0310.
struct InexactDivision {
  std::int64_t dividend = 0, divisor = 0;
  std::string dividendText, divisorText;
  SourceRange range;
};

enum class ValueKind : std::uint8_t {
  /// A mistake that was reported already; whatever is made of it is silent.
  Error,
  Int,
  Real,
  Bool,
  String,
  List,
  /// Several results of one layer.
  Tuple,
  Layer,
  Tensor,
  Rule,
  Multiple,
  /// `training`: known only when an entry point is built.
  Mode,
};

/// A value during elaboration. Cheap to copy: lists, layers and tensors are
/// shared and never change.
class Value {
public:
  Value() = default;
  static Value error() { return Value(); }
  static Value ofInt(std::int64_t v);
  static Value ofReal(double v);
  static Value ofInexact(InexactDivision division);
  static Value ofBool(bool v);
  static Value ofString(llvm::StringRef v);
  static Value ofList(std::vector<Value> elements);
  static Value ofTuple(std::vector<Value> elements);
  static Value ofLayer(std::shared_ptr<LayerValue> layer);
  static Value ofTensor(TensorRef tensor);
  static Value ofTensor(Tensor tensor);
  static Value ofRule(const Rule &rule);
  static Value ofMultiple(double factor);
  /// True while training and false otherwise, or the other way round.
  static Value ofMode(bool whileTraining);

  ValueKind kind() const { return tag; }
  bool isError() const { return tag == ValueKind::Error; }
  bool isInt() const { return tag == ValueKind::Int; }
  bool isReal() const { return tag == ValueKind::Real; }
  bool isNumber() const { return isInt() || isReal(); }
  bool isBool() const { return tag == ValueKind::Bool; }
  bool isString() const { return tag == ValueKind::String; }
  bool isList() const { return tag == ValueKind::List; }
  bool isTuple() const { return tag == ValueKind::Tuple; }
  bool isLayer() const { return tag == ValueKind::Layer; }
  bool isTensor() const { return tag == ValueKind::Tensor; }
  bool isRule() const { return tag == ValueKind::Rule; }
  bool isMultiple() const { return tag == ValueKind::Multiple; }
  bool isMode() const { return tag == ValueKind::Mode; }

  std::int64_t asInt() const { return integer; }
  /// Of an Int or a Real.
  double asReal() const { return isInt() ? double(integer) : real; }
  /// Of a Bool; of a Mode, its value while training.
  bool asBool() const { return integer != 0; }
  const std::string &asString() const;
  const std::vector<Value> &elements() const { return *list; }
  /// How deep lists are nested in this list; 0 for a list of plain values.
  std::int64_t listDepth() const { return integer; }
  /// Elements of this list and of the lists in it, each as often as it stands
  /// there: what walking over it costs. Saturates.
  std::uint64_t totalElements() const { return total; }
  const std::shared_ptr<LayerValue> &layer() const { return layerValue; }
  const Tensor &tensor() const { return *tensorRef; }
  const TensorRef &tensorShared() const { return tensorRef; }
  const Rule &rule() const { return *ruleRef; }
  const RuleRef &ruleShared() const { return ruleRef; }
  /// Set on a Real that came from an integer division with a remainder.
  const InexactDivision *inexact() const { return division.get(); }

  /// "the integer 3", "a list of 2", "a tensor of shape [3, 4]", "a layer".
  std::string describe() const;
  /// As an author would write it; long lists are cut.
  std::string text() const;

private:
  ValueKind tag = ValueKind::Error;
  std::int64_t integer = 0;
  std::uint64_t total = 0;
  double real = 0;
  std::shared_ptr<const std::string> string;
  std::shared_ptr<const std::vector<Value>> list;
  std::shared_ptr<LayerValue> layerValue;
  TensorRef tensorRef;
  RuleRef ruleRef;
  std::shared_ptr<const InexactDivision> division;
};

/// Number of elements of a shape; saturates at INT64_MAX.
std::int64_t elementCount(llvm::ArrayRef<std::int64_t> shape);

} // namespace dnd::frontend

#endif // DND_FRONTEND_VALUE_H
