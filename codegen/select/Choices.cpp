//===- Choices.cpp - what runs an op, as attributes -----------------------===//
#include "codegen/select/Choices.h"
#include "codegen/kernel/EntryOps.h"

using namespace mlir;
using dnd::dndrt::ChoiceAttr;
using dnd::dndrt::Device;
using dnd::dndrt::Maker;

namespace dnd::codegen {

ChoiceAttr choiceOf(Operation *op, Device device) {
  if (auto choices = op->getAttrOfType<ArrayAttr>(dndrt::choicesAttr))
    for (auto choice : choices.getAsRange<ChoiceAttr>())
      if (choice.getDevice() == device)
        return choice;
  return nullptr;
}

ChoiceAttr requireChoice(Operation *op, Device device) {
  ChoiceAttr choice = choiceOf(op, device);
  if (!choice)
    op->emitOpError("has no choice for ")
        << dndrt::stringifyDevice(device) << " (dnd-select-kernels)";
  return choice;
}

void setChoice(Operation *op, ChoiceAttr choice) {
  SmallVector<Attribute> choices;
  if (auto old = op->getAttrOfType<ArrayAttr>(dndrt::choicesAttr))
    for (auto each : old.getAsRange<ChoiceAttr>())
      if (each.getDevice() != choice.getDevice())
        choices.push_back(each);
  choices.push_back(choice);
  llvm::sort(choices, [](Attribute a, Attribute b) {
    return cast<ChoiceAttr>(a).getDevice() < cast<ChoiceAttr>(b).getDevice();
  });
  op->setAttr(dndrt::choicesAttr, ArrayAttr::get(op->getContext(), choices));
}

DictionaryAttr makePlan(MLIRContext *context, PlanNumbers numbers) {
  Builder b(context);
  NamedAttrList list;
  for (auto [name, value] : numbers)
    list.append(name, b.getI64IntegerAttr(value));
  return list.getDictionary(context);
}

int64_t planNumber(ChoiceAttr choice, StringRef name) {
  auto number = choice.getPlan().getAs<IntegerAttr>(name);
  return number ? number.getInt() : 0;
}

DictionaryAttr planOf(MLIRContext *context, const ProductPlan &plan) {
  return makePlan(context, {{"rows", plan.shape.rows},
                            {"columns", plan.shape.columns},
                            {"splits", plan.splits},
                            {"steps_per_split", plan.stepsPerSplit}});
}

ProductPlan productPlanOf(ChoiceAttr choice, DeviceMath math) {
  ProductPlan plan;
  plan.shape =
      shapeOf(planNumber(choice, "rows"), planNumber(choice, "columns"), math);
  plan.splits = planNumber(choice, "splits");
  plan.stepsPerSplit = planNumber(choice, "steps_per_split");
  plan.share = choice.getShare() / 100.0;
  return plan;
}

/// The kernels that there are for an op.
static bool hasKernel(Operation *op, ChoiceAttr choice) {
  StringRef name = choice.getKernel();
  bool onCpu = choice.getDevice() == Device::cpu;
  if (choice.getMaker() == Maker::library)
    return !onCpu && isa<dndrt::PackedContractOp>(op) &&
           name == kernels::cublasLt;
  if (isa<dndrt::PackedContractOp>(op))
    return onCpu ? name == kernels::registerTiles ||
                       name == kernels::windowTiles ||
                       name == kernels::featurePairs
                 : name == kernels::blockTiles;
  if (isa<dndrt::TriangularGradOp, dndrt::TriangularQuadraticOp>(op))
    return name == kernels::triangle ||
           (onCpu && name == kernels::featurePairs);
  if (isa<dndrt::ScatterContractOp>(op))
    return onCpu ? name == kernels::sampleLanes || name == kernels::loops
                 : name == kernels::scatterInverse ||
                       name == kernels::scatterSearch ||
                       name == kernels::scatterWalk;
  return onCpu && isa<linalg::GenericOp>(op) && name == kernels::sampleLanes;
}

Type elementOf(Operation *op) {
  FloatType widest;
  for (Value operand : op->getOperands())
    if (auto type = dyn_cast<MemRefType>(operand.getType()))
      if (auto element = dyn_cast<FloatType>(type.getElementType()))
        if (!widest || element.getWidth() > widest.getWidth())
          widest = element;
  return widest;
}

LogicalResult verifyChoices(ModuleOp module, Device device) {
  WalkResult found = module.walk([&](Operation *op) {
    ChoiceAttr choice = choiceOf(op, device);
    // Device code is made of f32 only.
    bool needsOne = isa<DestinationStyleOpInterface>(op) &&
                    isa<dndrt::DndrtDialect>(op->getDialect()) &&
                    (device == Device::cpu || elementOf(op).isF32());
    if (!choice && (!needsOne || requireChoice(op, device)))
      return WalkResult::advance();
    if (!choice)
      return WalkResult::interrupt();
    if (hasKernel(op, choice))
      return WalkResult::advance();
    op->emitOpError("has no kernel like its choice: ") << choice;
    return WalkResult::interrupt();
  });
  return failure(found.wasInterrupted());
}

} // namespace dnd::codegen
