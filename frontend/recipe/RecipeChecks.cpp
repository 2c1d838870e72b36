//===- RecipeChecks.cpp - What the numbers of a recipe may be -------------===//
//
// Ranges of the numbers of optimisers, schedules, readers and metrics.
//
//===----------------------------------------------------------------------===//

#include "frontend/recipe/RecipeChecks.h"

#include "llvm/ADT/STLExtras.h"

using namespace dnd::frontend;
using llvm::StringLiteral;
using llvm::StringRef;

StringRef dnd::frontend::wantedNumber(StringRef function, StringRef name,
                                      double value) {
  static constexpr StringLiteral FromZero[] = {"lr", "weight_decay", "eps",
                                               "warmup", "min"};
  static constexpr StringLiteral Positive[] = {"every", "degree"};
  static constexpr StringLiteral Shares[] = {"momentum", "beta1", "beta2",
                                             "test_split"};
  // The factor of a schedule must not turn the learning rate around; that of
  // `scale` may be any number.
  bool isDecay = name == "factor" && function != "scale";
  if ((isDecay || llvm::is_contained(FromZero, name)) && !(value >= 0))
    return "a number from 0";
  if (llvm::is_contained(Positive, name) && !(value > 0))
    return "a positive number";
  if (llvm::is_contained(Shares, name) && !(value >= 0 && value < 1))
    return "a number from 0 to below 1";
  return "";
}

bool dnd::frontend::areEpochs(const Value &value) {
  return llvm::all_of(value.elements(), [](const Value &v) {
    return v.isNumber() && v.asReal() >= 0;
  });
}

void dnd::frontend::checkNesterov(DiagnosticEngine &diags,
                                  const Rule &optimizer,
                                  llvm::ArrayRef<mlir::Attribute> groups) {
  bool nesterov = false, momentum = false;
  for (const auto &[name, value] : optimizer.named) {
    nesterov |= name == "nesterov" && value.isBool() && value.asBool();
    momentum |= name == "momentum" && value.isNumber() && value.asReal() > 0;
  }
  for (mlir::Attribute group : groups)
    if (auto own =
            mlir::cast<mlir::DictionaryAttr>(group).getAs<mlir::FloatAttr>(
                "momentum"))
      momentum |= own.getValueAsDouble() > 0;
  if (nesterov && !momentum)
    diags
        .emit<DiagKind::RecipeValue>(optimizer.range, "nesterov",
                                     "a momentum above 0", "0")
        .hint("give one, as in sgd(lr = 0.01, momentum = 0.9, nesterov = "
              "true)");
}
