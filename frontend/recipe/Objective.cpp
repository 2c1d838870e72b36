//===- Objective.cpp - From a loss expression to dnd.objective ------------===//
//
// The losses of the language become ops; the expression around them is
// evaluated like any other.
//
//===----------------------------------------------------------------------===//

#include "frontend/recipe/Objective.h"
#include "frontend/recipe/Recipe.h"
#include "frontend/recipe/RecipeChecks.h"

#include "llvm/ADT/STLExtras.h"

using namespace dnd;
using namespace dnd::frontend;
using namespace dnd::frontend::ast;
using llvm::dyn_cast;
using llvm::StringRef;

namespace {

class ObjectiveImporter {
public:
  ObjectiveImporter(Elaborator &elab, const ObjectiveRequest &request)
      : elab(elab), emit(elab.ctx.emitter), diags(elab.ctx.diags),
        request(request) {}

  ObjectiveResult run();

private:
  /// One use of a loss of the language, with or without arguments.
  struct Use {
    const Expr *expr;
    const CallExpr *call;
    StringRef name;
  };
  void findUses(const Expr &e);
  void bindNames();
  bool checkNames();
  bool chooseTarget();
  std::string targetName() const;
  const NamedTensor *outputOf(const Use &use,
                              std::vector<Argument const *> &rest);
  bool checkArgument(const Use &use, const recipe::Argument &formal,
                     const Value &value, SourceRange range);
  Value build(const Use &use);
  void warnOfProbabilities(const Use &use, const NamedTensor &output);
  Value crossEntropy(const Tensor &logits, double smoothing,
                     const TensorRef &weights);
  TensorRef classWeights(const Use &use, const Argument &argument);
  Value meanSquare(const Use &use, const TensorRef &output);
  Value margin(const Use &use, const Tensor &logits, double degree,
               llvm::ArrayRef<std::string> patterns);
  TensorRef squaredNorm(const Use &use, llvm::ArrayRef<std::string> patterns);
  TensorRef targetAsValue();

  Elaborator &elab;
  Emitter &emit;
  DiagnosticEngine &diags;
  const ObjectiveRequest &request;
  ObjectiveResult result;
  std::vector<Use> uses;
  std::vector<std::pair<std::string, Value>> names;
  std::vector<TensorRef> outputs;
  std::vector<HyperOp> hypers;
  std::set<std::string> weightPaths; ///< of the tables of class weights
  bool readsTarget = false;
  bool isLabel = false;
  bool isSoft = false;   ///< labels as shares of the classes
  bool isBinary = false; ///< labels of two classes as the numbers 0 and 1
  std::int64_t classes = 0;
  mlir::Value target;
  Shape targetShape;
  TensorRef targetValue;
};

} // namespace

//===----------------------------------------------------------------------===//
// What the loss talks about
//===----------------------------------------------------------------------===//

static bool isLoss(StringRef name) {
  return recipe::find(recipe::Kind::Loss, name) != nullptr;
}

/// Finds the outermost uses of losses; their own arguments are not searched.
void ObjectiveImporter::findUses(const Expr &e) {
  if (const auto *name = dyn_cast<NameExpr>(&e)) {
    if (isLoss(name->name))
      uses.push_back({&e, nullptr, name->name});
    readsTarget |= name->name == "target";
    return;
  }
  if (const auto *call = dyn_cast<CallExpr>(&e)) {
    const auto *callee = dyn_cast<NameExpr>(call->callee.get());
    if (callee && isLoss(callee->name)) {
      uses.push_back({&e, call, callee->name});
      return;
    }
  }
  forEachChild(e, [&](const Expr &child) { findUses(child); });
}

/// The output that a loss looks at: its first argument, else the first output.
const NamedTensor *
ObjectiveImporter::outputOf(const Use &use,
                            std::vector<const Argument *> &rest) {
  const NamedTensor *chosen = &request.outputs[0];
  if (!use.call)
    return chosen;
  for (const Argument &a : use.call->arguments) {
    bool isOutput = a.name.name == "output" || a.name.empty();
    const auto *name = dyn_cast<NameExpr>(a.value.get());
    if (!isOutput || !name) {
      rest.push_back(&a);
      continue;
    }
    auto found = llvm::find_if(
        request.outputs, [&](const auto &o) { return o.name == name->name; });
    if (found == request.outputs.end()) {
      std::vector<std::string> all;
      for (const auto &o : request.outputs)
        all.push_back(o.name);
      diags.emit<DiagKind::UnknownRecipeName>(name->range, "output", name->name)
          .didYouMean(name->name, all);
      return nullptr;
    }
    chosen = found;
  }
  return chosen;
}

/// Decides whether targets are class labels or values, and their shape.
bool ObjectiveImporter::chooseTarget() {
  const NamedTensor *labelled = nullptr;
  const NamedTensor *valued = nullptr;
  for (const Use &use : uses) {
    std::vector<const Argument *> rest;
    const NamedTensor *output = outputOf(use, rest);
    if (!output)
      return false;
    if (use.name == "mse") {
      valued = valued ? valued : output;
      continue;
    }
    const Shape &shape = output->tensor->shape;
    bool tooFew = shape.size() == 1 && shape[0] < 2;
    if (shape.size() != 1 || tooFew ||
        (labelled && labelled->tensor->shape != shape)) {
      Diagnostic &message = diags.emit<DiagKind::LossOutput>(
          use.expr->range, use.name,
          tooFew              ? "two numbers or more"
          : shape.size() != 1 ? std::string("one number for each class")
                              : "the " + std::to_string(classes) +
                                    " classes of '" + labelled->name + "'",
          output->name, shapeText(shape));
      message.note(output->range, "the output is here");
      if (tooFew && use.name == "cross_entropy")
        message.hint("two classes by one number: loss sum(i) "
                     "(softplus(" +
                     output->name + "[i]) - target[i] * " + output->name +
                     "[i])");
      return false;
    }
    labelled = output;
    classes = shape[0];
  }
  const NamedTensor &first = request.outputs[0];
  if (labelled) {
    isLabel = true;
    return true;
  }
  if (!valued && !readsTarget)
    return true;
  const NamedTensor &output = valued ? *valued : first;
  targetShape = output.tensor->shape;
  // XOR has both: a class for two outputs, the product of the signs for one.
  bool several = targetShape.size() == 1 && targetShape[0] > 1;
  recipe::Data data = request.data ? request.data->data : recipe::Data::Any;
  isLabel = (data == recipe::Data::Labels || request.namesLabel ||
             (data == recipe::Data::LabelsOrValues && several)) &&
            !request.namesValues;
  if (!isLabel)
    return true;
  if (targetShape.size() != 1) {
    diags
        .emit<DiagKind::LossOutput>(
            request.loss->range,
            "the labels of " +
                (request.data ? std::string(request.data->name) : "the data"),
            "one number for each class", output.name, shapeText(targetShape))
        .note(output.range, "the output is here");
    return false;
  }
  classes = targetShape[0];
  // One number tells two classes apart: its target is 0 or 1.
  if (classes == 1) {
    isLabel = false;
    isBinary = true;
  }
  return true;
}

//===----------------------------------------------------------------------===//
// Losses
//===----------------------------------------------------------------------===//

TensorRef ObjectiveImporter::targetAsValue() {
  if (targetValue || !target)
    return targetValue;
  mlir::Value value = target;
  Shape shape = targetShape;
  if (isLabel)
    shape = {classes};
  if (isLabel && !isSoft) {
    value = emit.builder.create<OneHotOp>(emit.currentLocation(),
                                          emit.type(shape, true), target);
  }
  Tensor tensor = *emit.wrap(value, shape, true);
  tensor.what = "the target";
  tensor.origin = request.loss->range;
  return targetValue = std::make_shared<const Tensor>(std::move(tensor));
}

/// The mean over samples of -sum_c w_c t_c log softmax(logits)_c, where t are
/// the smoothed shares of the classes and w the weights, 1 without them.
Value ObjectiveImporter::crossEntropy(const Tensor &logits, double smoothing,
                                      const TensorRef &weights) {
  auto &b = emit.builder;
  mlir::Value shares = target;
  if (weights) {
    TensorRef smooth = emit.affine(targetAsValue(), 1 - smoothing,
                                   smoothing / static_cast<double>(classes));
    smoothing = 0;
    auto all = mlir::AffineMap::getMultiDimIdentityMap(1, b.getContext());
    shares =
        emit.map(MapFn::mul, {weights, smooth}, {all, all}, {classes})->ssa;
  }
  mlir::Value each = b.create<CrossEntropyOp>(
      emit.currentLocation(), emit.type({}, true), logits.ssa, shares,
      b.getF64FloatAttr(smoothing));
  return Value::ofTensor(emit.batchMean(emit.wrap(each, {}, true)));
}

/// A table with a number for each class, which the training part of the data
/// scales (and makes, when they are to be balanced): it is saved with the
/// weights. Null after a message.
TensorRef ObjectiveImporter::classWeights(const Use &use,
                                          const Argument &argument) {
  TableRule rule;
  rule.rule.fn = "class_weights";
  rule.isIndex = false;
  const auto *word = dyn_cast<NameExpr>(argument.value.get());
  const recipe::Argument &formal =
      *recipe::find(recipe::Kind::Loss, "cross_entropy")->find("class_weights");
  if (word && word->name != "balanced") {
    diags
        .emit<DiagKind::RecipeValue>(argument.range, formal.name,
                                     recipe::wanted(formal.type),
                                     "'" + word->name + "'")
        .didYouMean(word->name, std::vector<std::string>{"balanced"});
    return nullptr;
  }
  if (!word) {
    Value value =
        elab.expressions.evaluateIn(*argument.value, request.constants);
    if (!checkArgument(use, formal, value, argument.range))
      return nullptr;
    std::size_t count = value.elements().size();
    if (count != static_cast<std::size_t>(classes)) {
      diags.emit<DiagKind::RecipeValue>(
          argument.range, formal.name,
          "a weight for each of the " + std::to_string(classes) + " classes",
          countText(count, "number"));
      return nullptr;
    }
    rule.rule.named.emplace_back("data", value);
  }
  std::string path = "loss.class_weights";
  while (elab.ctx.storage.find(path) || !weightPaths.insert(path).second)
    path += "_";
  return emit.table(path, rule, {classes});
}

/// The mean over samples and elements of (output - target)^2.
Value ObjectiveImporter::meanSquare(const Use &use, const TensorRef &output) {
  TensorRef wanted = targetAsValue();
  if (wanted->shape != output->shape) {
    diags
        .emit<DiagKind::OperandShapes>(use.expr->range, "mse",
                                       shapeText(output->shape),
                                       shapeText(wanted->shape))
        .note(output->origin, "the output is here");
    return Value::error();
  }
  TensorRef difference = emit.map(MapFn::sub, {output, wanted});
  ContractFactor factor{difference, {}};
  llvm::SmallVector<std::int64_t> extents(output->shape.begin(),
                                          output->shape.end());
  for (unsigned i = 0; i < extents.size(); ++i)
    factor.indices.push_back(emit.builder.getAffineDimExpr(i));
  double count = double(elementCount(output->shape));
  TensorRef each =
      emit.contract({factor, factor}, {}, extents, {}, 1.0 / count);
  return Value::ofTensor(emit.batchMean(each));
}

/// The sum of squares of all trainable parameters, or of those that match.
TensorRef ObjectiveImporter::squaredNorm(const Use &use,
                                         llvm::ArrayRef<std::string> patterns) {
  auto &b = emit.builder;
  TensorRef sum;
  for (const auto &[path, storage] : elab.ctx.storage) {
    if (storage.kind != Storage::Kind::Param || storage.frozen ||
        !storage.tensor || !llvm::any_of(patterns, [&](const std::string &p) {
          return matchesPattern(p, path);
        }))
      continue;
    mlir::Operation *copy = b.clone(*storage.tensor->ssa.getDefiningOp());
    copy->setLoc(emit.currentLocation());
    const Shape &shape = storage.tensor->shape;
    ContractFactor factor{emit.wrap(copy->getResult(0), shape, false), {}};
    for (unsigned i = 0; i < shape.size(); ++i)
      factor.indices.push_back(b.getAffineDimExpr(i));
    TensorRef square = emit.contract({factor, factor}, {}, shape, {});
    sum = sum ? emit.map(MapFn::add, {sum, square}) : square;
  }
  if (!sum)
    diags.emit<DiagKind::GroupMatchesNothing>(
        use.expr->range, patterns.empty() ? "*" : patterns[0]);
  return sum;
}

/// mean over the batch of the margin, divided by ||theta||^degree (science
/// notes 3.3).
Value ObjectiveImporter::margin(const Use &use, const Tensor &logits,
                                double degree,
                                llvm::ArrayRef<std::string> patterns) {
  TensorRef square = squaredNorm(use, patterns);
  if (!square)
    return Value::error();
  mlir::Value each = emit.builder.create<MarginOp>(
      emit.currentLocation(), emit.type({}, true), logits.ssa, target);
  TensorRef mean = emit.batchMean(emit.wrap(each, {}, true));
  double half = degree / 2;
  TensorRef norm = square;
  if (half == std::floor(half) && half > 1 && half <= 64)
    norm = emit.map(MapFn::powi, {square}, {half});
  else if (half == 0.5)
    norm = emit.map(MapFn::sqrt, {square});
  else if (half != 1)
    norm = emit.map(MapFn::powf, {square}, {half});
  return Value::ofTensor(emit.map(MapFn::div, {mean, norm}));
}

/// Reports a value that an argument of a loss cannot have.
bool ObjectiveImporter::checkArgument(const Use &use,
                                      const recipe::Argument &formal,
                                      const Value &value, SourceRange range) {
  if (value.isError())
    return false;
  if (!hasType(formal.type, value)) {
    diags.emit<DiagKind::ArgumentType>(range, formal.name, use.name,
                                       recipe::wanted(formal.type),
                                       value.describe());
    return false;
  }
  std::string wanted = wantedValue(formal, value);
  if (!wanted.empty())
    diags.emit<DiagKind::RecipeValue>(range, formal.name, wanted,
                                      value.describe());
  return wanted.empty();
}

/// Logits that are probabilities already: the softmax of a softmax hardly tells
/// classes apart.
void ObjectiveImporter::warnOfProbabilities(const Use &use,
                                            const NamedTensor &output) {
  mlir::Operation *op = output.tensor->ssa.getDefiningOp();
  auto map = llvm::dyn_cast_or_null<MapOp>(op);
  bool isSigmoid = map && map.getFn() == MapFn::sigmoid;
  if (!isSigmoid && !llvm::isa_and_nonnull<SoftmaxOp>(op))
    return;
  const char *name = isSigmoid ? "sigmoid" : "softmax";
  diags
      .emit<DiagKind::ProbabilitiesAsLogits>(use.expr->range, output.name, name)
      .note(output.range, "the output is here")
      .hint(isSigmoid
                ? "leave the sigmoid out, or write a loss of each number for "
                  "itself"
                : "leave the softmax out (predict --probs gives the "
                  "probabilities), or write loss sum(i) (-target[i] * log(" +
                      output.name + "[i]))");
}

Value ObjectiveImporter::build(const Use &use) {
  std::vector<const Argument *> rest;
  const NamedTensor *output = outputOf(use, rest);
  if (!output)
    return Value::error();
  const TensorRef &tensor = outputs[output - request.outputs.data()];
  const recipe::Function &fn = *recipe::find(recipe::Kind::Loss, use.name);
  std::map<std::string_view, Value> given;
  const Argument *weights = nullptr;
  for (const Argument *a : rest) {
    const recipe::Argument *formal =
        a->name.empty() ? (fn.arguments.empty() ? nullptr : &fn.arguments[0])
                        : fn.find(a->name.name);
    if (!formal) {
      std::vector<std::string> known = argumentNames(fn);
      known.insert(known.begin(), "output");
      diags
          .emit<DiagKind::UnknownArgument>(a->range, use.name,
                                           a->name.empty() ? toString(*a->value)
                                                           : a->name.name)
          .didYouMean(a->name.name, known);
      return Value::error();
    }
    if (formal->type == recipe::Type::NumbersOrBalanced) {
      weights = a;
      continue;
    }
    Value value = elab.expressions.evaluateIn(*a->value, request.constants);
    if (!checkArgument(use, *formal, value, a->range))
      return Value::error();
    given[formal->name] = value;
  }
  auto numberOf = [&](const char *name) {
    auto it = given.find(name);
    return it == given.end() ? fn.find(name)->fallback.number
                             : it->second.asReal();
  };
  emit.setLocation(use.expr->range, "loss");
  if (use.name == "cross_entropy")
    warnOfProbabilities(use, *output);
  if (use.name == "cross_entropy") {
    TensorRef table = weights ? classWeights(use, *weights) : nullptr;
    if (weights && !table)
      return Value::error();
    return crossEntropy(*tensor, numberOf("label_smoothing"), table);
  }
  if (use.name == "mse")
    return meanSquare(use, tensor);
  if (isSoft) {
    diags
        .emit<DiagKind::RecipeValue>(
            use.expr->range, use.name, "the class of each sample",
            "the shares of classes that '" + request.mixing + "' makes")
        .hint("leave '" + request.mixing +
              "' out of the line augment, or "
              "train by cross_entropy alone; the metric normalized_margin "
              "can stay");
    return Value::error();
  }
  if (!given.count("degree")) {
    diags.emit<DiagKind::MissingArgument>(use.expr->range, use.name, "degree")
        .hint("the degree of homogeneity of the network in its parameters: 2 "
              "for one low-rank quadratic layer, 1 for a full one");
    return Value::error();
  }
  result.degree = numberOf("degree");
  std::vector<std::string> patterns;
  if (auto of = given.find("of"); of == given.end())
    patterns.push_back("*");
  else if (of->second.isString())
    patterns.push_back(of->second.asString());
  else
    for (const Value &v : of->second.elements())
      patterns.push_back(v.asString());
  return margin(use, *tensor, *result.degree, patterns);
}

//===----------------------------------------------------------------------===//
// The function
//===----------------------------------------------------------------------===//

void ObjectiveImporter::bindNames() {
  for (const auto &[name, value] : request.constants) {
    auto op = emit.builder.create<HyperOp>(
        emit.currentLocation(), emit.type({}, false),
        emit.builder.getStringAttr("const." + name),
        emit.builder.getI64IntegerAttr(-1));
    hypers.push_back(op);
    Tensor tensor = *emit.wrap(op, {}, false);
    tensor.what = "constant '" + name + "'";
    tensor.origin = request.loss->range;
    names.emplace_back(
        name, value.isError() ? value : Value::ofTensor(std::move(tensor)));
  }
  for (auto [output, tensor] : llvm::zip(request.outputs, outputs))
    names.emplace_back(output.name, Value::ofTensor(tensor));
  if (readsTarget)
    names.emplace_back("target", Value::ofTensor(targetAsValue()));
}

/// In a loss `target` is what the data asks for.
bool ObjectiveImporter::checkNames() {
  for (const NamedTensor &output : request.outputs)
    if (readsTarget && output.name == "target") {
      diags
          .emit<DiagKind::NotUsableHere>(
              output.range, "'target'",
              "as the name of an output where the loss reads the target")
          .note(request.loss->range, "the loss is here");
      return false;
    }
  return true;
}

/// A name that no output has.
std::string ObjectiveImporter::targetName() const {
  std::string name = isLabel ? "label" : "target";
  while (llvm::any_of(request.outputs,
                      [&](const auto &o) { return o.name == name; }))
    name += "_";
  return name;
}

ObjectiveResult ObjectiveImporter::run() {
  findUses(*request.loss);
  if (request.outputs.empty() || !checkNames() || !chooseTarget())
    return result;
  isSoft = isLabel && !request.mixing.empty();
  auto &b = emit.builder;
  mlir::OpBuilder::InsertionGuard guard(b);
  emit.setLocation(request.loss->range, "loss");
  mlir::Location where = emit.currentLocation();

  llvm::SmallVector<mlir::Type> inputs;
  llvm::SmallVector<mlir::Attribute> argAttrs;
  for (const auto &output : request.outputs) {
    inputs.push_back(emit.type(output.tensor->shape, true));
    argAttrs.push_back(b.getDictionaryAttr(
        {b.getNamedAttr("dnd.name", b.getStringAttr(output.name))}));
  }
  bool hasTarget =
      isLabel || !targetShape.empty() || readsTarget ||
      llvm::any_of(uses, [](const Use &u) { return u.name == "mse"; });
  if (hasTarget) {
    llvm::SmallVector<mlir::NamedAttribute> attrs;
    attrs.push_back(b.getNamedAttr("dnd.name", b.getStringAttr(targetName())));
    if (isLabel)
      attrs.push_back(
          b.getNamedAttr("dnd.classes", b.getI64IntegerAttr(classes)));
    if (isBinary)
      attrs.push_back(b.getNamedAttr("dnd.binary", b.getUnitAttr()));
    argAttrs.push_back(b.getDictionaryAttr(attrs));
    inputs.push_back(isSoft    ? emit.type({classes}, true)
                     : isLabel ? emit.type({}, true, /*isIndex=*/true)
                               : emit.type(targetShape, true));
  }
  mlir::Type scalar = emit.type({}, false);
  auto op = b.create<ObjectiveOp>(
      where, b.getStringAttr(request.name),
      mlir::TypeAttr::get(b.getFunctionType(inputs, {scalar})),
      b.getArrayAttr(argAttrs),
      b.getArrayAttr({b.getDictionaryAttr(
          {b.getNamedAttr("dnd.name", b.getStringAttr("loss"))})}));
  mlir::Block *body = b.createBlock(&op.getBody());
  for (auto [i, type] : llvm::enumerate(inputs)) {
    mlir::Value argument = body->addArgument(type, where);
    if (i == request.outputs.size()) {
      target = argument;
      continue;
    }
    Tensor tensor = *request.outputs[i].tensor;
    tensor.ssa = argument;
    tensor.batched = true;
    tensor.what = "output '" + request.outputs[i].name + "'";
    outputs.push_back(std::make_shared<const Tensor>(std::move(tensor)));
  }
  elab.ctx.batchSource = outputs[0];
  bindNames();
  std::vector<std::pair<const Expr *, Value>> values;
  bool failed = false;
  for (const Use &use : uses) {
    values.emplace_back(use.expr, build(use));
    failed |= values.back().second.isError();
  }
  result.fixedNames = elab.ctx.takeRecipeReads();
  Value loss =
      failed ? Value::error()
             : elab.expressions.evaluateWith(*request.loss, values, names);
  TensorRef tensor;
  if (!loss.isError())
    tensor = elab.ctx.toTensor(loss, request.loss->range);
  if (tensor && !tensor->shape.empty()) {
    diags
        .emit<DiagKind::LossNotScalar>(request.loss->range,
                                       shapeText(tensor->shape))
        .hint("reduce it, as in sum(i) (...)[i] or mean(i) (...)[i]");
    tensor = nullptr;
  }
  if (!tensor) {
    op.erase();
    return result;
  }
  emit.setLocation(request.loss->range, "loss");
  if (tensor->batched)
    tensor = emit.batchMean(tensor);
  b.create<ReturnOp>(where, mlir::ValueRange{tensor->ssa});
  for (auto [hyper, constant] : llvm::zip(hypers, request.constants)) {
    if (hyper.use_empty())
      hyper.erase();
    else
      result.liveNames.insert(constant.first);
  }
  bool readsOutput = llvm::any_of(
      body->getArguments().take_front(request.outputs.size()),
      [](mlir::BlockArgument output) { return !output.use_empty(); });
  if (!readsOutput) {
    diags.emit<DiagKind::LossWithoutOutput>(request.loss->range)
        .hint("write cross_entropy, mse, or an expression of the outputs");
    op.erase();
    return result;
  }
  result.ok = true;
  return result;
}

ObjectiveResult
dnd::frontend::importObjective(Elaborator &elaborator,
                               const ObjectiveRequest &request) {
  return ObjectiveImporter(elaborator, request).run();
}
