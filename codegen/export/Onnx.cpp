//===- Onnx.cpp - a network as an ONNX graph ------------------------------===//
//
// Field numbers are those of onnx.proto (IR version 8), operators those of
// opset 15. Windows and tables become Gather, sums of products Einsum; nothing
// of ours is needed to run the graph.
//
//===----------------------------------------------------------------------===//
#include "codegen/export/Export.h"
#include "codegen/export/Protobuf.h"
#include "codegen/export/Reading.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/ADT/TypeSwitch.h"
#include "llvm/Support/Path.h"
#include <map>

using namespace mlir;
using llvm::StringRef;
using llvm::Twine;

namespace dnd::codegen::exporting {
namespace {

// TensorProto.DataType.
enum : int64_t { typeFloat = 1, typeInt32 = 6, typeInt64 = 7 };

template <typename T> std::string rawBytes(llvm::ArrayRef<T> numbers) {
  return std::string(reinterpret_cast<const char *>(numbers.data()),
                     numbers.size() * sizeof(T));
}

class Graph {
public:
  Graph(ModuleOp module, StringRef source)
      : networks(networksOf(module)), source(source) {}

  Exported run() {
    if (!networks.evaluates)
      return {"", "there is no network in this module"};
    Block &block = networks.evaluates.getBody().front();
    for (auto [i, argument] : llvm::enumerate(block.getArguments())) {
      std::string name = networks.evaluates.getArgName(i).str();
      names[argument] = name;
      used[name] = 1;
      if (firstInput.empty())
        firstInput = name;
      graph.message(11, valueInfo(name, argument.getType()));
    }
    for (Operation &op : block)
      if (refusal.empty())
        emit(op);
    if (!refusal.empty())
      return {"", refusal};
    graph.text(2, networks.evaluates.getSymName());
    Message opset, model;
    opset.text(1, "").whole(2, 15);
    model.whole(1, 8)
        .text(2, "dnd")
        .text(3, DND_VERSION)
        .message(7, graph)
        .message(8, opset);
    model.message(
        14,
        Message().text(1, "source").text(2, llvm::sys::path::filename(source)));
    return {model.bytes(), ""};
  }

private:
  void refuse(Operation *op, const Twine &why) {
    if (refusal.empty())
      refusal = (Twine("ONNX export: ") + why + ", at " + placeOf(op)).str();
  }

  static int64_t elementType(Type type) {
    return isa<IntegerType>(cast<RankedTensorType>(type).getElementType())
               ? typeInt32
               : typeFloat;
  }

  static Message valueInfo(StringRef name, Type type) {
    Message shape, tensor, info;
    for (int64_t extent : cast<RankedTensorType>(type).getShape())
      shape.message(1, ShapedType::isDynamic(extent)
                           ? Message().text(2, "batch")
                           : Message().whole(1, extent));
    tensor.whole(1, elementType(type)).message(2, shape);
    info.text(1, name).message(2, Message().message(1, tensor));
    return info;
  }

  /// A name that the graph has not yet.
  std::string fresh(StringRef wish) {
    unsigned &count = used[wish.str()];
    std::string name = count++ ? (wish + "_" + Twine(count)).str() : wish.str();
    if (count > 1)
      used[name]++;
    return name;
  }

  using Attribute = Message;
  static Attribute wholeAttribute(StringRef name, int64_t value) {
    return Message().text(1, name).whole(3, value).whole(20, 2);
  }
  static Attribute realAttribute(StringRef name, float value) {
    return Message().text(1, name).real(2, value).whole(20, 1);
  }
  static Attribute textAttribute(StringRef name, StringRef value) {
    return Message().text(1, name).text(4, value).whole(20, 3);
  }
  static Attribute wholesAttribute(StringRef name,
                                   llvm::ArrayRef<int64_t> values) {
    Message attribute;
    attribute.text(1, name);
    for (int64_t value : values)
      attribute.whole(8, value);
    return attribute.whole(20, 7);
  }

  /// Adds a node; the name of its result. Nodes bear the author's layers.
  std::string node(Operation *op, StringRef kind,
                   llvm::ArrayRef<std::string> inputs,
                   llvm::ArrayRef<Attribute> attributes = {},
                   StringRef result = "") {
    StringRef layer = op ? layerOf(op) : StringRef("output");
    std::string base = layer.empty() ? "net" : layer.str();
    std::string name = fresh(base + "/" + kind.str());
    std::string output = result.empty() ? name + ":0" : result.str();
    Message made;
    for (const std::string &input : inputs)
      made.text(1, input);
    made.text(2, output).text(3, name).text(4, kind);
    for (const Attribute &attribute : attributes)
      made.message(5, attribute);
    graph.message(1, made);
    return output;
  }

  std::string initializer(StringRef wish, int64_t type,
                          llvm::ArrayRef<int64_t> shape, StringRef bytes) {
    std::string key =
        (Twine(type) + "/" +
         llvm::join(llvm::map_range(
                        shape, [](int64_t n) { return std::to_string(n); }),
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
  std::string scalar(double value) {
    float number = static_cast<float>(value);
    return initializer("number", typeFloat, {},
                       rawBytes(llvm::ArrayRef<float>(number)));
  }
  std::string wholes(StringRef wish, llvm::ArrayRef<int64_t> values) {
    return initializer(wish, typeInt64, {int64_t(values.size())},
                       rawBytes(values));
  }

  void emit(Operation &op) {
    llvm::TypeSwitch<Operation *>(&op)
        .Case([&](dnd::ParamOp p) { stored(p.getResult(), p.getPath()); })
        .Case([&](dnd::TableOp t) { stored(t.getResult(), t.getPath()); })
        .Case([&](dnd::StateOp s) { stored(s.getResult(), s.getPath()); })
        .Case([&](dnd::ConstantOp c) { emitConstant(c); })
        .Case([&](dnd::ContractOp c) { emitContract(c); })
        .Case([&](dnd::MapOp m) { emitMap(m); })
        .Case([&](dnd::ReduceOp r) { emitReduce(r); })
        .Case([&](dnd::ReshapeOp r) { emitReshape(r); })
        .Case([&](dnd::ConcatOp c) {
          llvm::SmallVector<std::string> inputs;
          for (Value input : c.getInputs())
            inputs.push_back(names.lookup(input));
          names[c.getResult()] =
              node(c, "Concat", inputs, wholeAttribute("axis", c.getDim()));
        })
        .Case([&](dnd::PadOp p) { emitPad(p); })
        .Case([&](dnd::SoftmaxOp s) {
          names[s.getResult()] = node(s, "Softmax", names.lookup(s.getInput()),
                                      wholeAttribute("axis", s.getDim()));
        })
        .Case([&](dnd::LogSoftmaxOp s) {
          names[s.getResult()] =
              node(s, "LogSoftmax", names.lookup(s.getInput()),
                   wholeAttribute("axis", s.getDim()));
        })
        .Case([&](dnd::StopGradientOp s) {
          names[s.getResult()] = names.lookup(s.getInput());
        })
        .Case([&](dnd::BatchOnesOp b) {
          names[b.getResult()] =
              node(b, "ConstantOfShape", batchSize(b), onesAttribute());
        })
        .Case([&](dnd::InverseBatchOp i) {
          std::string size =
              node(i, "Cast", batchSize(i), wholeAttribute("to", typeFloat));
          std::string flat = node(i, "Squeeze", {size, wholes("axes", {0})});
          names[i.getResult()] = node(i, "Reciprocal", flat);
        })
        .Case([&](dnd::ReturnOp r) { emitReturn(r); })
        .Default([&](Operation *other) {
          if (isa<dnd::NoiseOp>(other))
            return refuse(other, "noise in evaluation: a graph has no seed");
          refuse(other, "'" + other->getName().getStringRef() +
                            "' has no counterpart");
        });
  }

  void stored(Value value, StringRef path) {
    names[value] = path.str();
    used[path.str()] = 1;
    graph.message(11, valueInfo(path, value.getType()));
  }

  /// The number of samples, as a list of one.
  std::string batchSize(Operation *op) {
    if (batch.empty()) {
      std::string shape = node(op, "Shape", firstInput);
      batch = node(op, "Gather", {shape, wholes("first", {0})},
                   wholeAttribute("axis", 0));
    }
    return batch;
  }

  static Attribute onesAttribute() {
    float one = 1;
    Message tensor;
    tensor.whole(1, 1)
        .whole(2, typeFloat)
        .text(9, rawBytes(llvm::ArrayRef<float>(one)));
    return Message().text(1, "value").message(5, tensor).whole(20, 4);
  }

  void emitConstant(dnd::ConstantOp op) {
    auto elements = dyn_cast<DenseElementsAttr>(op.getValue());
    if (!elements)
      return refuse(op, "a constant that is no list of numbers");
    auto type = cast<RankedTensorType>(op.getType());
    std::string bytes;
    bool isWhole = isa<IntegerType>(elements.getElementType());
    if (isWhole)
      for (APInt element : elements.getValues<APInt>()) {
        auto number = static_cast<int32_t>(element.getSExtValue());
        bytes += rawBytes(llvm::ArrayRef<int32_t>(number));
      }
    else
      for (APFloat element : elements.getValues<APFloat>()) {
        auto number = static_cast<float>(element.convertToDouble());
        bytes += rawBytes(llvm::ArrayRef<float>(number));
      }
    names[op.getResult()] = initializer(
        "constant", isWhole ? typeInt32 : typeFloat, type.getShape(), bytes);
  }

  void emitReturn(dnd::ReturnOp op) {
    for (auto [i, value] : llvm::enumerate(op.getOperands())) {
      std::string name = networks.evaluates.getResultName(i).str();
      // An input may bear the same name.
      if (used[name]++)
        name = fresh(name + "_out");
      node(nullptr, "Identity", names.lookup(value), {}, name);
      graph.message(12, valueInfo(name, value.getType()));
    }
  }

  void emitReduce(dnd::ReduceOp op) {
    StringRef kind = op.getKind() == dnd::ReduceKind::prod  ? "ReduceProd"
                     : op.getKind() == dnd::ReduceKind::max ? "ReduceMax"
                                                            : "ReduceMin";
    if (op.getDims().empty()) {
      names[op.getResult()] = names.lookup(op.getInput());
      return;
    }
    names[op.getResult()] = node(
        op, kind, names.lookup(op.getInput()),
        {wholesAttribute("axes", op.getDims()), wholeAttribute("keepdims", 0)});
  }

  void emitReshape(dnd::ReshapeOp op) {
    llvm::SmallVector<int64_t> shape;
    // The batch stays first: 0 is the extent that is there.
    for (int64_t extent : cast<RankedTensorType>(op.getType()).getShape())
      shape.push_back(ShapedType::isDynamic(extent) ? 0 : extent);
    names[op.getResult()] = node(
        op, "Reshape", {names.lookup(op.getInput()), wholes("shape", shape)});
  }

  void emitPad(dnd::PadOp op) {
    if (llvm::any_of(op.getInterior(), [](int64_t n) { return n != 0; }))
      return refuse(op, "gaps between elements (pad with an interior)");
    llvm::SmallVector<int64_t> amounts(op.getLow());
    amounts.append(op.getHigh().begin(), op.getHigh().end());
    names[op.getResult()] =
        node(op, "Pad",
             {names.lookup(op.getInput()), wholes("pads", amounts),
              scalar(op.getValue().convertToDouble())},
             textAttribute("mode", "constant"));
  }

  /// The tensor as a map reads it; its axes are `reading.dims` then.
  std::string readAxes(Operation *op, std::string input, const Reading &reading,
                       llvm::ArrayRef<std::string> tables,
                       llvm::ArrayRef<int64_t> extents) {
    llvm::SmallVector<int64_t> starts, ends, axes, steps;
    for (auto [i, axis] : llvm::enumerate(reading.axes))
      if (axis.kind == AxisRead::Kind::Slice) {
        starts.push_back(axis.first);
        ends.push_back(axis.first + (axis.count - 1) * axis.stride + 1);
        axes.push_back(i);
        steps.push_back(axis.stride);
      }
    if (!axes.empty())
      input = node(op, "Slice",
                   {input, wholes("starts", starts), wholes("ends", ends),
                    wholes("axes", axes), wholes("steps", steps)});
    for (unsigned i = reading.axes.size(); i-- > 0;) {
      const AxisRead &axis = reading.axes[i];
      std::string index;
      if (axis.kind == AxisRead::Kind::Index) {
        llvm::SmallVector<int64_t> shape;
        for (unsigned dim : axis.dims)
          shape.push_back(extents[dim]);
        index = initializer("places", typeInt64, shape,
                            rawBytes(llvm::ArrayRef<int64_t>(axis.index)));
      } else if (axis.kind == AxisRead::Kind::Table) {
        index = tables[axis.table];
      }
      if (!index.empty())
        input = node(op, "Gather", {input, index}, wholeAttribute("axis", i));
    }
    return input;
  }

  void emitContract(dnd::ContractOp op) {
    llvm::ArrayRef<int64_t> extents = op.getExtents();
    if (extents.size() > 52)
      return refuse(op, "an index equation of more than 52 dimensions");
    llvm::SmallVector<std::string> tables, operands;
    llvm::SmallVector<llvm::SmallVector<unsigned>> tableDims;
    for (auto [table, map] :
         llvm::zip_equal(op.getTables(), op.getTableMapList())) {
      auto shape = cast<RankedTensorType>(table.getType()).getShape();
      std::optional<Reading> reading = readingOf(map, shape, extents, {});
      if (!reading)
        return refuse(op, "a table that is read through a table");
      tables.push_back(
          readAxes(op, names.lookup(table), *reading, {}, extents));
      tableDims.push_back(reading->dims);
    }
    std::optional<llvm::SmallVector<unsigned>> written =
        plainDims(op.getOutMap());
    if (!written)
      return refuse(op, "an index equation that writes to computed places");
    llvm::SmallVector<unsigned> outDims = *written;
    llvm::SmallVector<bool> isUsed(extents.size(), false);
    std::string equation;
    auto add = [&](llvm::ArrayRef<unsigned> dims, const std::string &operand) {
      equation += (equation.empty() ? "" : ",") + letters(dims);
      operands.push_back(operand);
      for (unsigned dim : dims)
        isUsed[dim] = true;
    };
    for (auto [input, map] :
         llvm::zip_equal(op.getInputs(), op.getInputMaps())) {
      auto shape = cast<RankedTensorType>(input.getType()).getShape();
      std::optional<Reading> reading =
          readingOf(map, shape, extents, tableDims);
      if (!reading)
        return refuse(op, "a table's entry inside of a sum of indices");
      add(reading->dims,
          readAxes(op, names.lookup(input), *reading, tables, extents));
    }
    double factor = op.getCoefficientValue();
    llvm::SmallVector<unsigned> missing;
    for (unsigned dim = 0; dim < extents.size(); ++dim)
      if (!isUsed[dim] && llvm::is_contained(outDims, dim))
        missing.push_back(dim);
      else if (!isUsed[dim])
        factor *= static_cast<double>(extents[dim]);
    if (!missing.empty() || operands.empty())
      add(missing, onesOf(op, missing, extents));
    std::string result = operands[0];
    if (equation != letters(outDims))
      result =
          node(op, "Einsum", operands,
               textAttribute("equation", equation + "->" + letters(outDims)));
    if (factor != 1)
      result = node(op, "Mul", {result, scalar(factor)});
    names[op.getResult()] = result;
  }

  std::string onesOf(Operation *op, llvm::ArrayRef<unsigned> dims,
                     llvm::ArrayRef<int64_t> extents) {
    if (dims.empty())
      return scalar(1);
    llvm::SmallVector<std::string> parts;
    for (unsigned dim : dims)
      parts.push_back(ShapedType::isDynamic(extents[dim])
                          ? batchSize(op)
                          : wholes("extent", {extents[dim]}));
    std::string shape = parts.size() == 1 ? parts[0]
                                          : node(op, "Concat", parts,
                                                 wholeAttribute("axis", 0));
    return node(op, "ConstantOfShape", shape, onesAttribute());
  }

  /// An operand of a pointwise function with the axes of the result, those
  /// that it lacks of extent one.
  std::optional<std::string> aligned(dnd::MapOp op, unsigned i) {
    Value input = op.getInputs()[i];
    auto type = cast<RankedTensorType>(op.getType());
    auto shape = cast<RankedTensorType>(input.getType()).getShape();
    std::optional<Reading> reading =
        readingOf(op.getInputMaps()[i], shape, type.getShape(), {});
    if (!reading)
      return std::nullopt;
    std::string text =
        readAxes(op, names.lookup(input), *reading, {}, type.getShape());
    llvm::SmallVector<unsigned> sorted(reading->dims);
    llvm::sort(sorted);
    sorted.erase(std::unique(sorted.begin(), sorted.end()), sorted.end());
    if (sorted != reading->dims)
      text = node(op, "Einsum", text,
                  textAttribute("equation", letters(reading->dims) + "->" +
                                                letters(sorted)));
    if (sorted.empty())
      return text;
    llvm::SmallVector<int64_t> missing;
    for (int64_t dim = sorted.front(); dim < type.getRank(); ++dim)
      if (!llvm::is_contained(sorted, static_cast<unsigned>(dim)))
        missing.push_back(dim - sorted.front());
    if (!missing.empty())
      text = node(op, "Unsqueeze", {text, wholes("axes", missing)});
    return text;
  }

  void emitMap(dnd::MapOp op) {
    llvm::SmallVector<std::string> x;
    for (unsigned i = 0; i < op.getInputs().size(); ++i) {
      std::optional<std::string> operand = aligned(op, i);
      if (!operand)
        return refuse(op, "an index that cannot be taken apart");
      x.push_back(*operand);
    }
    std::string result = function(op, x);
    auto type = cast<RankedTensorType>(op.getType());
    llvm::SmallVector<unsigned> missing;
    for (int64_t dim = 0; dim < type.getRank(); ++dim)
      if (llvm::none_of(op.getInputMaps(), [&](AffineMap map) {
            return map.isFunctionOfDim(dim);
          }))
        missing.push_back(dim);
    if (!missing.empty()) {
      llvm::SmallVector<std::string> parts;
      for (int64_t extent : type.getShape())
        parts.push_back(ShapedType::isDynamic(extent)
                            ? batchSize(op)
                            : wholes("extent", {extent}));
      std::string shape = node(op, "Concat", parts, wholeAttribute("axis", 0));
      result = node(op, "Expand", {result, shape});
    }
    names[op.getResult()] = result;
  }

  std::string asReal(Operation *op, const std::string &truth) {
    return node(op, "Cast", truth, wholeAttribute("to", typeFloat));
  }

  std::string function(dnd::MapOp op, llvm::ArrayRef<std::string> x) {
    auto p = [&](unsigned i) { return op.getParams()[i]; };
    auto call = [&](StringRef kind) { return node(op, kind, x); };
    auto compare = [&](StringRef kind) {
      return asReal(op, node(op, kind, x));
    };
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
      return node(op, "LeakyRelu", x,
                  realAttribute("alpha", static_cast<float>(p(0))));
    case dnd::MapFn::powi:
    case dnd::MapFn::powf:
      return power(op, x[0], p(0));
    case dnd::MapFn::affine: {
      std::string result = x[0];
      if (p(0) != 1)
        result = node(op, "Mul", {result, scalar(p(0))});
      if (p(1) != 0)
        result = node(op, "Add", {result, scalar(p(1))});
      return result;
    }
    case dnd::MapFn::sign:
      return call("Sign");
    case dnd::MapFn::step: {
      std::string zero = scalar(0);
      std::string equal = node(
          op, "Where", {node(op, "Equal", {x[0], zero}), scalar(p(0)), zero});
      return node(op, "Where",
                  {node(op, "Greater", {x[0], zero}), scalar(1), equal});
    }
    case dnd::MapFn::floor:
      return call("Floor");
    case dnd::MapFn::softplus:
      return call("Softplus");
    case dnd::MapFn::expm1:
      return node(op, "Sub", {node(op, "Exp", x), scalar(1)});
    case dnd::MapFn::log1p:
      return node(op, "Log", node(op, "Add", {x[0], scalar(1)}));
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
      return asReal(op, node(op, "Not", node(op, "Equal", x)));
    case dnd::MapFn::select: {
      std::string isZero = node(op, "Equal", {x[0], scalar(0)});
      return node(op, "Where", {isZero, x[2], x[1]});
    }
    }
    return x[0];
  }

  /// Small whole powers are products: engines are exact there.
  std::string power(dnd::MapOp op, const std::string &x, double exponent) {
    if (exponent == 2)
      return node(op, "Mul", {x, x});
    if (exponent == -1)
      return node(op, "Reciprocal", x);
    if (exponent == 0.5)
      return node(op, "Sqrt", x);
    return node(op, "Pow", {x, scalar(exponent)});
  }

  Networks networks;
  StringRef source;
  Message graph;
  std::string refusal, batch, firstInput;
  llvm::DenseMap<Value, std::string> names;
  std::map<std::string, unsigned> used;
  std::map<std::string, std::string> constants; ///< by type, shape and bytes
};

} // namespace

Exported exportOnnx(ModuleOp module, StringRef source) {
  return Graph(module, source).run();
}

} // namespace dnd::codegen::exporting
