//===- ModelInfo.h - what a module says about one network -------*- C++ -*-===//
//
// Parameters, tables, numbers and groups of a network and its recipe, in the
// order of the descriptor (runtime/README.md). Collected once; entry points
// and `dnd.meta` are both made from it, so their indices agree.
//
//===----------------------------------------------------------------------===//
#ifndef DND_PASSES_TRAINING_MODELINFO_H
#define DND_PASSES_TRAINING_MODELINFO_H

#include "dialect/dnd/DndDialect.h"
#include "passes/training/Optimizers.h"

#include "llvm/ADT/MapVector.h"
#include "llvm/ADT/StringMap.h"

namespace dnd::passes {

/// Names of slots and numbers that the runtime knows, too (runtime/README.md).
inline constexpr llvm::StringLiteral gradientSlot = "gradient",
                                     averageSlot = "ema";
inline constexpr llvm::StringLiteral accumulateShare = "accumulate.share",
                                     accumulateKeep = "accumulate.keep",
                                     accumulateLast = "accumulate.last",
                                     averageRest = "ema.rest";

struct ParamInfo {
  /// The first op that names the parameter.
  ParamOp op;
  /// Index of the 0/1 table that masks it, or -1.
  int64_t mask = -1;
  /// Index of its optimiser group; 0 without a recipe.
  int64_t group = 0;
  bool frozen = false;

  llvm::StringRef getPath() { return op.getPath(); }
  mlir::RankedTensorType getType() {
    return llvm::cast<mlir::RankedTensorType>(op.getType());
  }
};

struct HyperInfo {
  std::string name;
  int64_t group;
};

struct GroupInfo {
  llvm::SmallVector<llvm::StringRef> patterns;
  /// Every number of the optimiser, with those of group 0 as defaults.
  llvm::MapVector<llvm::StringRef, double> numbers;
  /// The settings that the group itself makes, as written: a number, or {times
  /// = x}, a multiple of group 0's that follows it at run time.
  llvm::SmallVector<mlir::NamedAttribute> settings;
  bool frozen = false;
};

struct ModelInfo {
  NetworkOp network;
  /// The network of training steps; `network` itself unless the modes differ.
  NetworkOp training;
  /// Null without a recipe.
  ObjectiveOp objective;
  RecipeOp recipe;

  llvm::SmallVector<ParamInfo> params;
  llvm::SmallVector<TableOp> tables;
  llvm::SmallVector<StateOp> states;
  llvm::SmallVector<HyperInfo> hypers;
  llvm::SmallVector<GroupInfo> groups;
  /// Null without a recipe.
  std::unique_ptr<Optimizer> optimizer;
  /// The recipe adds up the gradients of several batches (`accumulate`), keeps
  /// a moving average of what training changes (`ema`).
  bool accumulates = false, averages = false;
  /// Slots of every trained parameter: those of the optimiser, then the sum of
  /// the gradients and the average.
  llvm::SmallVector<llvm::StringRef> trainedSlots;

  llvm::StringMap<int64_t> paramIndex, tableIndex, stateIndex;

  /// Whether training steps compute something else than evaluation.
  bool hasModes() const { return network != training; }
  bool isTrainable() const { return static_cast<bool>(recipe); }
  /// Index of a number of the recipe, or -1.
  int64_t getHyperIndex(llvm::StringRef name, int64_t group) const;
  /// Position of the first slot of a parameter among all slots.
  int64_t getSlotIndex(int64_t param) const;
  /// The slots of a parameter: none if it is frozen.
  llvm::ArrayRef<llvm::StringRef> getSlots(int64_t param) const;
  /// The slots of each state, which stand behind those of all parameters.
  llvm::ArrayRef<llvm::StringRef> getStateSlots() const;
  int64_t getStateSlotIndex(int64_t state) const {
    return getSlotIndex(params.size()) + state * getStateSlots().size();
  }
};

/// Collects everything about the network to build: the one called `name`, or
/// the only one, or the one that the only recipe is for. Fails with a
/// diagnostic on what contradicts itself.
llvm::FailureOr<ModelInfo> collectModelInfo(mlir::ModuleOp module,
                                            llvm::StringRef name);

} // namespace dnd::passes

#endif // DND_PASSES_TRAINING_MODELINFO_H
