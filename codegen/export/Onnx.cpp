//===- Onnx.cpp - a network as an ONNX graph ------------------------------===//
//
// Windows become Conv and pooling where ONNX has the operator, tables and all
// other reads Gather, sums of products Einsum; nothing of ours is needed to run
// the graph.
//
//===----------------------------------------------------------------------===//
#include "codegen/export/Export.h"
#include "codegen/export/OnnxFunctions.h"
#include "codegen/export/OnnxGraph.h"
#include "codegen/export/Reading.h"
#include "codegen/export/Windows.h"
#include "llvm/ADT/DenseMap.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/TypeSwitch.h"

using namespace mlir;
using llvm::StringRef;
using llvm::Twine;

namespace dnd::codegen::exporting {
namespace {

class OnnxWriter {
public:
  OnnxWriter(ModuleOp module, StringRef source)
      : networks(networksOf(module)), source(source) {}

  Exported run() {
    if (!networks.evaluates)
      return {"", "there is no network in this module"};
    Block &block = networks.evaluates.getBody().front();
    for (auto [i, argument] : llvm::enumerate(block.getArguments())) {
      std::string name = networks.evaluates.getArgName(i).str();
      names[argument] = name;
      if (firstInput.empty())
        firstInput = name;
      graph.input(name, argument.getType());
    }
    for (Operation &op : block)
      if (refusal.empty())
        emit(op);
    if (!refusal.empty())
      return {"", refusal};
    return {graph.model(networks.evaluates.getSymName(), source), ""};
  }

private:
  void refuse(Operation *op, const Twine &why) {
    if (refusal.empty())
      refusal = (Twine("ONNX export: ") + why + ", at " + placeOf(op)).str();
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
              node(c, "Concat", inputs, onnxWhole("axis", c.getDim()));
        })
        .Case([&](dnd::PadOp p) { emitPad(p); })
        .Case([&](dnd::SoftmaxOp s) {
          names[s.getResult()] = node(s, "Softmax", names.lookup(s.getInput()),
                                      onnxWhole("axis", s.getDim()));
        })
        .Case([&](dnd::LogSoftmaxOp s) {
          names[s.getResult()] =
              node(s, "LogSoftmax", names.lookup(s.getInput()),
                   onnxWhole("axis", s.getDim()));
        })
        .Case([&](dnd::StopGradientOp s) {
          names[s.getResult()] = names.lookup(s.getInput());
        })
        .Case([&](dnd::BatchOnesOp b) {
          names[b.getResult()] =
              node(b, "ConstantOfShape", batchSize(b), onnxOnes());
        })
        .Case([&](dnd::InverseBatchOp i) {
          std::string size = node(i, "Cast", batchSize(i),
                                  onnxWhole("to", OnnxGraph::typeFloat));
          std::string flat =
              node(i, "Squeeze", {size, graph.wholes("axes", {0})});
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
    graph.input(path, value.getType());
  }

  /// The number of samples, as a list of one.
  std::string batchSize(Operation *op) {
    if (batch.empty()) {
      std::string shape = node(op, "Shape", firstInput);
      batch = node(op, "Gather", {shape, graph.wholes("first", {0})},
                   onnxWhole("axis", 0));
    }
    return batch;
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
    names[op.getResult()] = graph.initializer(
        "constant", isWhole ? OnnxGraph::typeInt32 : OnnxGraph::typeFloat,
        type.getShape(), bytes);
  }

  void emitReturn(dnd::ReturnOp op) {
    for (auto [i, value] : llvm::enumerate(op.getOperands())) {
      std::string name = networks.evaluates.getResultName(i).str();
      // An input may bear the same name.
      name = graph.fresh(graph.isUsed(name) ? name + "_out" : name);
      node(nullptr, "Identity", names.lookup(value), {}, name);
      graph.output(name, value.getType());
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
    if (std::optional<MaxPooling> found = maxPoolingOf(op)) {
      auto extents = cast<RankedTensorType>(found->copy.getType()).getShape();
      names[op.getResult()] =
          pooled(op, "MaxPool", names.lookup(found->copy.getInputs()[0]),
                 *found, found->outDims, extents);
      return;
    }
    names[op.getResult()] =
        node(op, kind, names.lookup(op.getInput()),
             {onnxWholes("axes", op.getDims()), onnxWhole("keepdims", 0)});
  }

  void emitReshape(dnd::ReshapeOp op) {
    llvm::SmallVector<int64_t> shape;
    // The batch stays first: 0 is the extent that is there.
    for (int64_t extent : cast<RankedTensorType>(op.getType()).getShape())
      shape.push_back(ShapedType::isDynamic(extent) ? 0 : extent);
    names[op.getResult()] =
        node(op, "Reshape",
             {names.lookup(op.getInput()), graph.wholes("shape", shape)});
  }

  void emitPad(dnd::PadOp op) {
    if (llvm::any_of(op.getInterior(), [](int64_t n) { return n != 0; }))
      return refuse(op, "gaps between elements (pad with an interior)");
    llvm::SmallVector<int64_t> amounts(op.getLow());
    amounts.append(op.getHigh().begin(), op.getHigh().end());
    names[op.getResult()] =
        node(op, "Pad",
             {names.lookup(op.getInput()), graph.wholes("pads", amounts),
              graph.scalar(op.getValue().convertToDouble())},
             onnxText("mode", "constant"));
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
                   {input, graph.wholes("starts", starts),
                    graph.wholes("ends", ends), graph.wholes("axes", axes),
                    graph.wholes("steps", steps)});
    for (unsigned i = reading.axes.size(); i-- > 0;) {
      const AxisRead &axis = reading.axes[i];
      std::string index;
      if (axis.kind == AxisRead::Kind::Index && axis.isSplit) {
        // 0 is the extent that is there; the axes behind are read already.
        llvm::SmallVector<int64_t> shape(i, 0);
        for (const AxisRead &behind : llvm::drop_begin(reading.axes, i))
          for (unsigned dim : behind.dims)
            shape.push_back(extents[dim]);
        input = node(op, "Reshape", {input, graph.wholes("shape", shape)});
      } else if (axis.kind == AxisRead::Kind::Index) {
        llvm::SmallVector<int64_t> shape;
        for (unsigned dim : axis.dims)
          shape.push_back(extents[dim]);
        index =
            graph.initializer("places", OnnxGraph::typeInt64, shape,
                              rawBytes(llvm::ArrayRef<int64_t>(axis.index)));
      } else if (axis.kind == AxisRead::Kind::Table) {
        index = tables[axis.table];
      }
      if (!index.empty())
        input = node(op, "Gather", {input, index}, onnxWhole("axis", i));
    }
    return input;
  }

  /// The tensor with its axes brought from `from` into the order of `groups`,
  /// the dimensions of a group merged into one axis.
  std::string merged(Operation *op, std::string text,
                     llvm::ArrayRef<unsigned> from, llvm::ArrayRef<Dims> groups,
                     llvm::ArrayRef<int64_t> extents) {
    llvm::SmallVector<int64_t> places = permutation(from, joined(groups));
    if (!places.empty())
      text = node(op, "Transpose", text, onnxWholes("perm", places));
    if (areApart(groups))
      return text;
    return node(op, "Reshape",
                {text, graph.wholes("shape", mergedShape(groups, extents))});
  }
  /// The same back.
  std::string split(Operation *op, std::string text,
                    llvm::ArrayRef<Dims> groups, llvm::ArrayRef<unsigned> to,
                    llvm::ArrayRef<int64_t> extents) {
    if (!areApart(groups))
      text = node(op, "Reshape",
                  {text, graph.wholes("shape", splitShape(groups, extents))});
    llvm::SmallVector<int64_t> places = permutation(joined(groups), to);
    return places.empty()
               ? text
               : node(op, "Transpose", text, onnxWholes("perm", places));
  }

  std::string scaled(Operation *op, const std::string &text, double factor) {
    return factor == 1 ? text : node(op, "Mul", {text, graph.scalar(factor)});
  }

  void emitConvolution(dnd::ContractOp op, const ContractReading &all,
                       const Convolution &found) {
    llvm::ArrayRef<int64_t> extents = op.getExtents();
    const WindowedData &data = found.data;
    llvm::SmallVector<int64_t> spans = data.spans(extents);
    auto read = [&](unsigned input, const Reading &reading) {
      return readAxes(op, names.lookup(op.getInputs()[input]), reading, {},
                      spans);
    };
    llvm::SmallVector<Dims> dataGroups{found.samples,
                                       joined({found.groups, found.channels})},
        kernelGroups{joined({found.groups, found.outputs}),
                     joined({found.channels, found.single})},
        outGroups{found.samples, joined({found.groups, found.outputs})};
    for (const Window &window : data.windows) {
      dataGroups.push_back({window.place});
      kernelGroups.push_back({window.within});
      outGroups.push_back({window.place});
    }
    std::string x = merged(op, read(found.dataInput, data.reading),
                           data.reading.dims, dataGroups, spans);
    const Reading &kernel = all.inputs[found.kernelInput];
    std::string k = merged(op, read(found.kernelInput, kernel), kernel.dims,
                           kernelGroups, extents);
    int64_t groups = mergedShape({found.groups}, extents)[0];
    std::string y = node(op, "Conv", {x, k},
                         {onnxWhole("group", groups),
                          onnxWholes("kernel_shape", data.sizes(extents)),
                          onnxWholes("strides", data.strides()),
                          onnxWholes("dilations", data.dilations())});
    names[op.getResult()] =
        scaled(op, split(op, y, outGroups, all.outDims, extents), all.factor);
  }

  /// What `kind` makes of the windows of `input`, in the order of `outDims`.
  std::string pooled(Operation *op, StringRef kind, const std::string &input,
                     const Pooling &pooling, llvm::ArrayRef<unsigned> outDims,
                     llvm::ArrayRef<int64_t> extents) {
    const WindowedData &data = pooling.data;
    llvm::SmallVector<Dims> groups{pooling.samples, pooling.channels};
    for (const Window &window : data.windows)
      groups.push_back({window.place});
    llvm::SmallVector<int64_t> spans = data.spans(extents);
    std::string x = merged(op, readAxes(op, input, data.reading, {}, spans),
                           data.reading.dims, groups, spans);
    llvm::SmallVector<OnnxAttribute> attributes{
        onnxWholes("kernel_shape", data.sizes(extents)),
        onnxWholes("strides", data.strides())};
    if (kind == "MaxPool")
      attributes.push_back(onnxWholes("dilations", data.dilations()));
    return split(op, node(op, kind, x, attributes), groups, outDims, extents);
  }

  void emitContract(dnd::ContractOp op) {
    llvm::ArrayRef<int64_t> extents = op.getExtents();
    ContractReading all = readContract(op);
    if (!all.refusal.empty())
      return refuse(op, all.refusal);
    if (std::optional<Convolution> found = convolutionOf(op, all))
      return emitConvolution(op, all, *found);
    if (std::optional<Pooling> found = sumPoolingOf(op, all)) {
      double count = 1;
      for (int64_t size : found->data.sizes(extents))
        count *= static_cast<double>(size);
      names[op.getResult()] =
          scaled(op,
                 pooled(op, "AveragePool", names.lookup(op.getInputs()[0]),
                        *found, all.outDims, extents),
                 all.factor * count);
      return;
    }
    llvm::SmallVector<std::string> tables, operands;
    for (auto [table, reading] : llvm::zip_equal(op.getTables(), all.tables))
      tables.push_back(readAxes(op, names.lookup(table), reading, {}, extents));
    std::string equation;
    auto add = [&](llvm::ArrayRef<unsigned> dims, const std::string &operand) {
      equation += (operands.empty() ? "" : ",") + letters(dims);
      operands.push_back(operand);
    };
    for (auto [input, reading] : llvm::zip_equal(op.getInputs(), all.inputs))
      add(reading.dims,
          readAxes(op, names.lookup(input), reading, tables, extents));
    if (!all.missing.empty() || operands.empty())
      add(all.missing, onesOf(op, all.missing, extents));
    std::string result = operands[0];
    if (operands.size() > 1 || equation != letters(all.outDims))
      result =
          node(op, "Einsum", operands,
               onnxText("equation", equation + "->" + letters(all.outDims)));
    names[op.getResult()] = scaled(op, result, all.factor);
  }

  std::string onesOf(Operation *op, llvm::ArrayRef<unsigned> dims,
                     llvm::ArrayRef<int64_t> extents) {
    if (dims.empty())
      return graph.scalar(1);
    llvm::SmallVector<std::string> parts;
    for (unsigned dim : dims)
      parts.push_back(ShapedType::isDynamic(extents[dim])
                          ? batchSize(op)
                          : graph.wholes("extent", {extents[dim]}));
    std::string shape = parts.size() == 1
                            ? parts[0]
                            : node(op, "Concat", parts, onnxWhole("axis", 0));
    return node(op, "ConstantOfShape", shape, onnxOnes());
  }

  /// An operand of a pointwise function with the axes of the result, those
  /// that it lacks of extent one.
  std::string aligned(dnd::MapOp op, Value input, const Reading &reading) {
    auto type = cast<RankedTensorType>(op.getType());
    std::string text =
        readAxes(op, names.lookup(input), reading, {}, type.getShape());
    Dims sorted = sortedDims(reading.dims);
    if (sorted != reading.dims)
      text = node(
          op, "Einsum", text,
          onnxText("equation", letters(reading.dims) + "->" + letters(sorted)));
    if (sorted.empty())
      return text;
    llvm::SmallVector<int64_t> missing;
    for (int64_t dim = sorted.front(); dim < type.getRank(); ++dim)
      if (!llvm::is_contained(sorted, static_cast<unsigned>(dim)))
        missing.push_back(dim - sorted.front());
    if (!missing.empty())
      text = node(op, "Unsqueeze", {text, graph.wholes("axes", missing)});
    return text;
  }

  void emitMap(dnd::MapOp op) {
    if (isMadeByPooling(op))
      return;
    std::optional<llvm::SmallVector<Reading>> readings = readMap(op);
    if (!readings)
      return refuse(op, "an index that cannot be taken apart");
    llvm::SmallVector<std::string> x;
    for (auto [input, reading] : llvm::zip_equal(op.getInputs(), *readings))
      x.push_back(aligned(op, input, reading));
    std::string result = onnxFunction(graph, op, x);
    if (!missingDims(op).empty()) {
      llvm::SmallVector<std::string> parts;
      for (int64_t extent : cast<RankedTensorType>(op.getType()).getShape())
        parts.push_back(ShapedType::isDynamic(extent)
                            ? batchSize(op)
                            : graph.wholes("extent", {extent}));
      std::string shape = node(op, "Concat", parts, onnxWhole("axis", 0));
      result = node(op, "Expand", {result, shape});
    }
    names[op.getResult()] = result;
  }

  /// Adds a node; the name of its result.
  std::string node(Operation *op, StringRef kind,
                   llvm::ArrayRef<std::string> inputs,
                   llvm::ArrayRef<OnnxAttribute> attributes = {},
                   StringRef result = "") {
    return graph.node(op, kind, inputs, attributes, result);
  }

  Networks networks;
  StringRef source;
  OnnxGraph graph;
  std::string refusal, batch, firstInput;
  llvm::DenseMap<Value, std::string> names;
};

} // namespace

Exported exportOnnx(ModuleOp module, StringRef source) {
  return OnnxWriter(module, source).run();
}

} // namespace dnd::codegen::exporting
