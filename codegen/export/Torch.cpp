//===- Torch.cpp - a network as a PyTorch module --------------------------===//
//
// One line of Python for each op, grouped by the author's layers. Windows
// become convolutions and pooling where PyTorch has them, all other reads
// indexing, sums of products einsum.
//
//===----------------------------------------------------------------------===//
#include "codegen/export/Export.h"
#include "codegen/export/Reading.h"
#include "codegen/export/TorchFunctions.h"
#include "codegen/export/Windows.h"
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

constexpr StringRef fileHead =
#include "codegen/export/TorchHead.inc"
    ;
constexpr StringRef fileTail =
#include "codegen/export/TorchTail.inc"
    ;

template <typename Range> std::string listed(const Range &numbers) {
  std::string text;
  for (auto number : numbers)
    text += (text.empty() ? "" : ", ") + std::to_string(number);
  return text;
}

class TorchWriter {
public:
  explicit TorchWriter(ModuleOp module, StringRef source)
      : networks(networksOf(module)), source(source) {}

  Exported run() {
    if (!networks.evaluates)
      return {"", "there is no network in this module"};
    name = networks.evaluates.getSymName().str();
    declareStored();
    std::string forward = method("forward", networks.evaluates);
    std::string training;
    if (networks.trains)
      training = method("forward_training", networks.trains);
    if (!refusal.empty())
      return {"", refusal};
    std::string text = fileHead.str();
    replace(text, "@NETWORK@", name);
    replace(text, "@SOURCE@", llvm::sys::path::filename(source).str());
    text += "class " + name + "(nn.Module):\n    \"\"\"" + name + " of " +
            llvm::sys::path::filename(source).str() + ".\"\"\"\n\n";
    text += "    inputs = {" + shapesOfInputs() + "}\n    outputs = [" +
            namesOfOutputs() + "]\n\n";
    text += "    def __init__(self):\n        super().__init__()\n" + stored +
            constants + "\n" + forward + training;
    std::string tail = fileTail.str();
    replace(tail, "@NETWORK@", name);
    return {text + "\n" + tail, ""};
  }

private:
  static void replace(std::string &text, StringRef mark, StringRef with) {
    for (size_t at = text.find(mark); at != std::string::npos;
         at = text.find(mark, at + with.size()))
      text.replace(at, mark.size(), with.str());
  }

  void refuse(Operation *op, const Twine &why) {
    if (refusal.empty())
      refusal = (Twine("PyTorch export: ") + why + ", at " + placeOf(op)).str();
  }

  static std::string quoted(StringRef text) {
    std::string out = "\"";
    for (char c : text)
      out += c == '"' || c == '\\' ? std::string("\\") + c : std::string(1, c);
    return out + "\"";
  }

  std::string shapesOfInputs() {
    std::string text;
    for (auto [i, type] :
         llvm::enumerate(networks.evaluates.getArgumentTypes())) {
      auto shape = cast<RankedTensorType>(type).getShape().drop_front();
      text += (i ? ", " : "") + quoted(networks.evaluates.getArgName(i)) +
              ": (" + listed(shape) + (shape.size() == 1 ? ",)" : ")");
    }
    return text;
  }

  std::string namesOfOutputs() {
    std::string text;
    for (unsigned i = 0; i < networks.evaluates.getResultTypes().size(); ++i)
      text += (i ? ", " : "") + quoted(networks.evaluates.getResultName(i));
    return text;
  }

  /// Parameters, tables and states under their paths.
  void declareStored() {
    for (Operation &op : networks.evaluates.getBody().front()) {
      if (auto param = dyn_cast<dnd::ParamOp>(op)) {
        auto shape = param.getType().getShape();
        stored += "        _put(self, " + quoted(param.getPath()) +
                  ", nn.Parameter(torch.zeros(" + sizes(shape) + ")" +
                  (param.getFrozen() ? ", requires_grad=False" : "") + "))\n";
        if (param.getMask())
          masks += "        _mask(self, " + quoted(param.getPath()) + ", " +
                   quoted(*param.getMask()) + ")\n";
      } else if (auto table = dyn_cast<dnd::TableOp>(op)) {
        bool isIndex = isa<IntegerType>(table.getType().getElementType());
        stored += "        _put(self, " + quoted(table.getPath()) +
                  ", torch.zeros(" + sizes(table.getType().getShape()) +
                  (isIndex ? ", dtype=torch.int32" : "") + "))\n";
      } else if (auto state = dyn_cast<dnd::StateOp>(op)) {
        stored += "        _put(self, " + quoted(state.getPath()) +
                  ", torch.zeros(" + sizes(state.getType().getShape()) + "))\n";
      }
    }
    stored += masks;
  }

  static std::string sizes(llvm::ArrayRef<int64_t> shape) {
    return shape.empty() ? "()" : listed(shape);
  }

  std::string method(StringRef methodName, dnd::NetworkOp network) {
    values.clear();
    literals.clear();
    body.clear();
    count = 0;
    lastLayer = "";
    batchOf.clear();
    std::string arguments;
    Block &block = network.getBody().front();
    for (auto [i, argument] : llvm::enumerate(block.getArguments())) {
      std::string argumentName = pythonName(network.getArgName(i));
      arguments += ", " + argumentName;
      values[argument] = argumentName;
      if (batchOf.empty())
        batchOf = argumentName;
    }
    std::string head =
        "    def " + methodName.str() + "(self" + arguments + "):\n";
    if (methodName == "forward" && networks.trains) {
      std::string passed = StringRef(arguments).drop_front(2).str();
      head += "        if self.training:\n            return "
              "self.forward_training(" +
              passed + ")\n";
    }
    for (Operation &op : block)
      if (refusal.empty())
        emit(op);
    return head + body + "\n";
  }

  static std::string pythonName(StringRef text) {
    static constexpr StringRef words[] = {
        "and",    "as",       "assert",   "class", "def",   "del",    "for",
        "from",   "if",       "import",   "in",    "is",    "lambda", "not",
        "or",     "pass",     "return",   "self",  "torch", "math",   "with",
        "F",      "nn",       "True",     "False", "None",  "try",    "while",
        "global", "raise",    "yield",    "else",  "elif",  "except", "finally",
        "break",  "continue", "nonlocal", "async", "await"};
    std::string out = text.str();
    return llvm::is_contained(words, text) ? out + "_" : out;
  }

  void line(const Twine &text) { body += "        " + text.str() + "\n"; }

  /// The expression of a value: a variable's name, or a number.
  std::string use(Value value) {
    auto found = literals.find(value);
    return found == literals.end() ? values.lookup(value) : found->second;
  }

  std::string define(Value value, const Twine &expression) {
    std::string variable = "v" + std::to_string(count++);
    line(variable + " = " + expression);
    values[value] = variable;
    return variable;
  }

  void sayLayer(Operation &op) {
    StringRef layer = layerOf(&op);
    if (layer.empty() || layer == lastLayer)
      return;
    lastLayer = layer;
    std::string place;
    if (auto file = op.getLoc()->findInstanceOf<FileLineColLoc>())
      place = ("  " + llvm::sys::path::filename(file.getFilename()) + ":" +
               Twine(file.getLine()))
                  .str();
    line("# " + layer + place);
  }

  void emit(Operation &op) {
    llvm::TypeSwitch<Operation *>(&op)
        .Case([&](dnd::ParamOp p) {
          values[p.getResult()] =
              "self.get_parameter(" + quoted(p.getPath()) + ")";
        })
        .Case([&](dnd::TableOp t) {
          values[t.getResult()] =
              "self.get_buffer(" + quoted(t.getPath()) + ")";
        })
        .Case([&](dnd::StateOp s) {
          values[s.getResult()] =
              "self.get_buffer(" + quoted(s.getPath()) + ")";
        })
        .Case([&](dnd::ConstantOp c) { emitConstant(c); })
        .Case([&](dnd::UpdateOp u) {
          line("updates.append((self.get_buffer(" + quoted(u.getPath()) +
               "), " + use(u.getValue()) + ".detach()))");
          hasUpdates = true;
        })
        .Case([&](dnd::ReturnOp r) { emitReturn(r); })
        .Default([&](Operation *other) {
          sayLayer(*other);
          emitValue(other);
        });
  }

  void emitReturn(dnd::ReturnOp op) {
    if (hasUpdates) {
      body = "        updates = []\n" + body;
      line("for state, value in updates:");
      line("    state.copy_(value)");
      hasUpdates = false;
    }
    std::string results;
    for (Value value : op.getOperands())
      results += (results.empty() ? "" : ", ") + use(value);
    line("return " + results);
  }

  void emitConstant(dnd::ConstantOp op) {
    auto elements = dyn_cast<DenseElementsAttr>(op.getValue());
    auto type = cast<RankedTensorType>(op.getType());
    if (!elements)
      return refuse(op, "a constant that is no list of numbers");
    bool isWhole = isa<IntegerType>(elements.getElementType());
    auto text = [&](auto element) {
      if constexpr (std::is_same_v<decltype(element), APInt>)
        return std::to_string(element.getSExtValue());
      else
        return numberText(element.convertToDouble());
    };
    if (elements.isSplat() && !isWhole) {
      std::string number = text(elements.getSplatValue<APFloat>());
      if (type.getRank() == 0)
        literals[op.getResult()] = number;
      else
        constant(op.getResult(), "torch.full((" + listed(type.getShape()) +
                                     ",), " + number + ")");
      return;
    }
    std::string list;
    if (isWhole)
      for (APInt element : elements.getValues<APInt>())
        list += (list.empty() ? "" : ", ") + text(element);
    else
      for (APFloat element : elements.getValues<APFloat>())
        list += (list.empty() ? "" : ", ") + text(element);
    constant(op.getResult(),
             "torch.tensor([" + list + "])" +
                 (isWhole ? std::string() : std::string(".float()")) +
                 ".reshape(" + sizes(type.getShape()) + ")");
  }

  /// A buffer that no checkpoint holds.
  void constant(Value value, const Twine &expression) {
    values[value] = "self." + constantBuffer(expression);
  }
  std::string constantBuffer(const Twine &expression) {
    std::string text = expression.str();
    std::string &known = buffers[text];
    if (known.empty()) {
      known = "_c" + std::to_string(buffers.size() - 1);
      constants += "        self.register_buffer(" + quoted(known) + ", " +
                   text + ", persistent=False)\n";
    }
    return known;
  }

  void emitValue(Operation *op) {
    llvm::TypeSwitch<Operation *>(op)
        .Case([&](dnd::ContractOp c) { emitContract(c); })
        .Case([&](dnd::MapOp m) { emitMap(m); })
        .Case([&](dnd::ReduceOp r) { emitReduce(r); })
        .Case([&](dnd::ReshapeOp r) {
          define(r.getResult(), use(r.getInput()) + ".reshape(" +
                                    shapeText(r.getType(), "") + ")");
        })
        .Case([&](dnd::ConcatOp c) {
          std::string parts;
          for (Value input : c.getInputs())
            parts += (parts.empty() ? "" : ", ") + use(input);
          define(c.getResult(),
                 "torch.cat([" + parts + "], " + Twine(c.getDim()) + ")");
        })
        .Case([&](dnd::PadOp p) { emitPad(p); })
        .Case([&](dnd::SoftmaxOp s) {
          define(s.getResult(), "torch.softmax(" + use(s.getInput()) + ", " +
                                    Twine(s.getDim()) + ")");
        })
        .Case([&](dnd::LogSoftmaxOp s) {
          define(s.getResult(), "torch.log_softmax(" + use(s.getInput()) +
                                    ", " + Twine(s.getDim()) + ")");
        })
        .Case([&](dnd::StopGradientOp s) {
          define(s.getResult(), use(s.getInput()) + ".detach()");
        })
        .Case([&](dnd::CastOp c) {
          auto type = cast<RankedTensorType>(c.getType()).getElementType();
          define(c.getResult(),
                 use(c.getInput()) +
                     (type.isBF16() ? ".to(torch.bfloat16)" : ".float()"));
        })
        .Case([&](dnd::InverseBatchOp i) {
          define(i.getResult(), "torch.tensor(1.0 / " + batchOf +
                                    ".shape[0], device=" + batchOf +
                                    ".device)");
        })
        .Case([&](dnd::BatchOnesOp b) {
          define(b.getResult(), "torch.ones(" + batchOf + ".shape[0], device=" +
                                    batchOf + ".device)");
        })
        .Case([&](dnd::NoiseOp n) { emitNoise(n); })
        .Default([&](Operation *other) {
          refuse(other, "'" + other->getName().getStringRef() +
                            "' has no counterpart");
        });
  }

  /// "x.shape[0], 10, 3": the batch is that of the first input.
  std::string shapeText(Type type, StringRef none) {
    std::string text;
    for (int64_t extent : cast<RankedTensorType>(type).getShape())
      text += (text.empty() ? "" : ", ") + (ShapedType::isDynamic(extent)
                                                ? batchOf + ".shape[0]"
                                                : std::to_string(extent));
    return text.empty() ? none.empty() ? "()" : none.str() : text;
  }

  void emitNoise(dnd::NoiseOp op) {
    std::string size = "(" + shapeText(op.getType(), "") + ",)";
    auto param = [&](unsigned i) { return use(op.getParams()[i]); };
    std::string device = ", device=" + batchOf + ".device";
    switch (op.getKind()) {
    case dnd::NoiseKind::bernoulli:
      define(op.getResult(),
             "(torch.rand(" + size + device + ") < " + param(0) + ").float()");
      return;
    case dnd::NoiseKind::uniform:
      define(op.getResult(), param(0) + " + (" + param(1) + " - " + param(0) +
                                 ") * torch.rand(" + size + device + ")");
      return;
    case dnd::NoiseKind::normal:
      define(op.getResult(), param(0) + " + " + param(1) + " * torch.randn(" +
                                 size + device + ")");
      return;
    }
  }

  void emitReduce(dnd::ReduceOp op) {
    if (std::optional<MaxPooling> found = maxPoolingOf(op))
      return (void)define(
          op.getResult(),
          pooled("max_pool", found->copy.getInputs()[0], *found, found->outDims,
                 cast<RankedTensorType>(found->copy.getType()).getShape()));
    std::string dims = listed(op.getDims()), input = use(op.getInput());
    if (op.getDims().empty())
      return (void)define(op.getResult(), input);
    if (op.getKind() == dnd::ReduceKind::prod) {
      std::string expression = input;
      for (int64_t dim : llvm::reverse(op.getDims()))
        expression += ".prod(" + std::to_string(dim) + ")";
      define(op.getResult(), expression);
      return;
    }
    define(op.getResult(),
           Twine("torch.") +
               (op.getKind() == dnd::ReduceKind::max ? "amax" : "amin") + "(" +
               input + ", (" + dims + ",))");
  }

  void emitPad(dnd::PadOp op) {
    if (llvm::any_of(op.getInterior(), [](int64_t n) { return n != 0; }))
      return refuse(op, "gaps between elements (pad with an interior)");
    std::string amounts;
    for (auto [low, high] :
         llvm::reverse(llvm::zip_equal(op.getLow(), op.getHigh())))
      amounts += (amounts.empty() ? "" : ", ") + std::to_string(low) + ", " +
                 std::to_string(high);
    define(op.getResult(),
           "F.pad(" + use(op.getInput()) + ", (" + amounts +
               "), value=" + numberText(op.getValue().convertToDouble()) + ")");
  }

  /// The tensor as a map reads it; its axes are `reading.dims` then.
  std::string readAxes(Value value, const Reading &reading,
                       llvm::ArrayRef<std::string> tables,
                       llvm::ArrayRef<int64_t> extents) {
    std::string text = use(value);
    bool isSliced = false;
    std::string slices;
    for (const AxisRead &axis : reading.axes) {
      std::string part = ":";
      if (axis.kind == AxisRead::Kind::Slice) {
        part = std::to_string(axis.first) + ":" +
               std::to_string(axis.first + (axis.count - 1) * axis.stride + 1);
        if (axis.stride != 1)
          part += ":" + std::to_string(axis.stride);
        isSliced = true;
      }
      slices += (slices.empty() ? "" : ", ") + part;
    }
    if (isSliced)
      text += "[" + slices + "]";
    for (unsigned i = reading.axes.size(); i-- > 0;) {
      const AxisRead &axis = reading.axes[i];
      std::string index;
      if (axis.kind == AxisRead::Kind::Index && axis.isSplit &&
          axis.dims.size() > 1) {
        llvm::SmallVector<int64_t> counts;
        for (unsigned dim : axis.dims)
          counts.push_back(extents[dim]);
        text += ".unflatten(" + std::to_string(i) + ", " + tuple(counts) + ")";
        continue;
      }
      if (axis.kind == AxisRead::Kind::Index)
        index = axis.dims.empty() ? std::to_string(axis.index[0])
                                  : "self." + indexBuffer(axis, extents);
      else if (axis.kind == AxisRead::Kind::Table)
        index = tables[axis.table] + ".long()";
      if (index.empty())
        continue;
      std::string before;
      for (unsigned k = 0; k < i; ++k)
        before += ":, ";
      text += "[" + before + index + "]";
    }
    return text;
  }

  std::string indexBuffer(const AxisRead &axis,
                          llvm::ArrayRef<int64_t> extents) {
    std::string arguments, counts;
    for (unsigned dim : axis.dims) {
      arguments += (arguments.empty() ? "" : ", ") + letters(dim);
      counts += std::to_string(extents[dim]) + ", ";
    }
    return constantBuffer("_index(lambda " + arguments + ": " +
                          formula(axis.expr) + ", (" + counts + "))");
  }

  std::string formula(AffineExpr expr) {
    if (auto constant = dyn_cast<AffineConstantExpr>(expr))
      return std::to_string(constant.getValue());
    if (auto dim = dyn_cast<AffineDimExpr>(expr))
      return letters(dim.getPosition());
    auto binary = cast<AffineBinaryOpExpr>(expr);
    std::string a = formula(binary.getLHS()), b = formula(binary.getRHS());
    switch (expr.getKind()) {
    case AffineExprKind::Mul:
      return "(" + a + ") * " + b;
    case AffineExprKind::Mod:
      return "(" + a + ") % " + b;
    case AffineExprKind::FloorDiv:
      return "(" + a + ") // " + b;
    case AffineExprKind::CeilDiv:
      return "-((-(" + a + ")) // " + b + ")";
    default:
      return a + " + " + b;
    }
  }

  /// The tensor with its axes brought from `from` into the order of `groups`,
  /// the dimensions of a group merged into one axis.
  static std::string merged(std::string text, llvm::ArrayRef<unsigned> from,
                            llvm::ArrayRef<Dims> groups,
                            llvm::ArrayRef<int64_t> extents) {
    llvm::SmallVector<int64_t> places = permutation(from, joined(groups));
    if (!places.empty())
      text += ".permute(" + listed(places) + ")";
    if (!areApart(groups))
      text += ".reshape(" + listed(mergedShape(groups, extents)) + ")";
    return text;
  }
  /// The same back.
  static std::string split(std::string text, llvm::ArrayRef<Dims> groups,
                           llvm::ArrayRef<unsigned> to,
                           llvm::ArrayRef<int64_t> extents) {
    if (!areApart(groups))
      text += ".reshape(" + listed(splitShape(groups, extents)) + ")";
    llvm::SmallVector<int64_t> places = permutation(joined(groups), to);
    if (!places.empty())
      text += ".permute(" + listed(places) + ")";
    return text;
  }

  static std::string scaled(const std::string &text, double factor) {
    return factor == 1 ? text : numberText(factor) + " * " + text;
  }

  /// "F.conv2d": operators bear the number of their windows.
  static std::string windowed(StringRef word, const WindowedData &data) {
    return ("F." + word + Twine(data.windows.size()) + "d").str();
  }
  static std::string tuple(llvm::ArrayRef<int64_t> numbers) {
    return "(" + listed(numbers) + (numbers.size() == 1 ? ",)" : ")");
  }

  std::string convolution(dnd::ContractOp op, const ContractReading &all,
                          const Convolution &found) {
    llvm::ArrayRef<int64_t> extents = op.getExtents();
    const WindowedData &data = found.data;
    llvm::SmallVector<int64_t> spans = data.spans(extents);
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
    const Reading &kernel = all.inputs[found.kernelInput];
    std::string x = readAxes(op.getInputs()[found.dataInput], data.reading, {},
                             spans),
                k = readAxes(op.getInputs()[found.kernelInput], kernel, {},
                             extents);
    int64_t groups = mergedShape({found.groups}, extents)[0];
    std::string text = windowed("conv", data) + "(" +
                       merged(x, data.reading.dims, dataGroups, spans) + ", " +
                       merged(k, kernel.dims, kernelGroups, extents) +
                       ", stride=" + tuple(data.strides()) +
                       ", dilation=" + tuple(data.dilations()) +
                       ", groups=" + std::to_string(groups) + ")";
    return scaled(split(text, outGroups, all.outDims, extents), all.factor);
  }

  /// What `word` makes of the windows of `input`, in the order of `outDims`.
  std::string pooled(StringRef word, Value input, const Pooling &pooling,
                     llvm::ArrayRef<unsigned> outDims,
                     llvm::ArrayRef<int64_t> extents) {
    const WindowedData &data = pooling.data;
    llvm::SmallVector<Dims> groups{pooling.samples, pooling.channels};
    for (const Window &window : data.windows)
      groups.push_back({window.place});
    llvm::SmallVector<int64_t> spans = data.spans(extents);
    std::string text = windowed(word, data) + "(" +
                       merged(readAxes(input, data.reading, {}, spans),
                              data.reading.dims, groups, spans) +
                       ", " + tuple(data.sizes(extents)) +
                       ", stride=" + tuple(data.strides());
    if (word == "max_pool")
      text += ", dilation=" + tuple(data.dilations());
    return split(text + ")", groups, outDims, extents);
  }

  void emitContract(dnd::ContractOp op) {
    llvm::ArrayRef<int64_t> extents = op.getExtents();
    ContractReading all = readContract(op);
    if (!all.refusal.empty())
      return refuse(op, all.refusal);
    if (std::optional<Convolution> found = convolutionOf(op, all))
      return (void)define(op.getResult(), convolution(op, all, *found));
    if (std::optional<Pooling> found = sumPoolingOf(op, all)) {
      double count = 1;
      for (int64_t size : found->data.sizes(extents))
        count *= static_cast<double>(size);
      std::string text =
          pooled("avg_pool", op.getInputs()[0], *found, all.outDims, extents);
      return (void)define(op.getResult(), scaled(text, all.factor * count));
    }
    std::string subscripts, operands;
    auto add = [&](llvm::ArrayRef<unsigned> dims, const std::string &text) {
      subscripts += (operands.empty() ? "" : ",") + letters(dims);
      operands += ", " + text;
    };
    llvm::SmallVector<std::string> tables;
    for (auto [table, reading] : llvm::zip_equal(op.getTables(), all.tables))
      tables.push_back(readAxes(table, reading, {}, extents));
    for (auto [input, reading] : llvm::zip_equal(op.getInputs(), all.inputs))
      add(reading.dims, readAxes(input, reading, tables, extents));
    if (!all.missing.empty() || operands.empty()) {
      std::string shape;
      for (unsigned dim : all.missing)
        shape += (ShapedType::isDynamic(extents[dim])
                      ? batchOf + ".shape[0]"
                      : std::to_string(extents[dim])) +
                 ", ";
      add(all.missing,
          "torch.ones((" + shape + "), device=" + batchOf + ".device)");
    }
    std::string text = "torch.einsum(\"" + subscripts + "->" +
                       letters(all.outDims) + "\"" + operands + ")";
    // Without sums and products nothing is left of it.
    if (subscripts == letters(all.outDims))
      text = StringRef(operands).drop_front(2).str();
    define(op.getResult(), scaled(text, all.factor));
  }

  /// An operand of a pointwise function, its axes brought to those of the
  /// result by broadcasting.
  std::string aligned(dnd::MapOp op, Value input, const Reading &reading) {
    if (literals.count(input))
      return use(input);
    auto type = cast<RankedTensorType>(op.getType());
    std::string text = readAxes(input, reading, {}, type.getShape());
    Dims sorted = sortedDims(reading.dims);
    if (sorted != reading.dims)
      text = "torch.einsum(\"" + letters(reading.dims) + "->" +
             letters(sorted) + "\", " + text + ")";
    if (sorted.empty())
      return text;
    std::string axes;
    bool isNeeded = false;
    for (unsigned dim = sorted.front(); dim < type.getRank(); ++dim) {
      bool has = llvm::is_contained(sorted, dim);
      isNeeded |= !has;
      axes += (axes.empty() ? "" : ", ") + std::string(has ? ":" : "None");
    }
    return isNeeded ? text + "[" + axes + "]" : text;
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
    std::string text = torchFunction(op, x, batchOf + ".device");
    auto type = cast<RankedTensorType>(op.getType());
    if (!missingDims(op).empty())
      text = "torch.broadcast_to(" + tensorOf(text, x, batchOf + ".device") +
             ", (" + shapeText(type, "") + (type.getRank() == 1 ? ",))" : "))");
    else if (llvm::all_of(op.getInputs(),
                          [&](Value v) { return literals.count(v) != 0; }))
      text = "torch.as_tensor(" + text + ")";
    define(op.getResult(), text);
  }

  Networks networks;
  StringRef source;
  std::string name, stored, masks, constants, body, refusal, batchOf;
  std::string lastLayer;
  llvm::DenseMap<Value, std::string> values, literals;
  std::map<std::string, std::string> buffers;
  unsigned count = 0;
  bool hasUpdates = false;
};

} // namespace

Exported exportTorch(ModuleOp module, StringRef source) {
  return TorchWriter(module, source).run();
}

} // namespace dnd::codegen::exporting
