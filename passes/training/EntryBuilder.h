//===- EntryBuilder.h - one entry function of a model -----------*- C++ -*-===//
//
// An entry function starts with every argument there could be; its body is put
// together from the network, the objective, gradients and updates; `finish`
// drops the arguments that nothing reads.
//
//===----------------------------------------------------------------------===//
#ifndef DND_PASSES_TRAINING_ENTRYBUILDER_H
#define DND_PASSES_TRAINING_ENTRYBUILDER_H

#include "dialect/entry/Arguments.h"
#include "passes/autodiff/Differentiate.h"
#include "passes/training/ModelInfo.h"

#include "mlir/Dialect/Func/IR/FuncOps.h"

namespace dnd::passes {

class EntryBuilder {
public:
  /// Creates the function at the end of the module; `training` says which mode
  /// of the network it computes.
  EntryBuilder(mlir::ModuleOp module, const ModelInfo &info,
               llvm::StringRef name, bool training);

  /// From now on stop_gradient gives arguments, the cotangents behind those of
  /// the outputs, instead of its input.
  void holdDetached() { holds = true; }
  /// Copies the network; the outputs become values.
  void addNetwork();
  /// Writes those forms as primitives whose gradients share values with them.
  llvm::LogicalResult expandFormsForGradient();
  /// Copies the objective on the outputs; the loss becomes a value.
  void addObjective();
  /// Returns the outputs; the loss.
  void returnOutputs();
  void returnLoss();
  /// Returns the values of all stop_gradient so far, as outputs behind those of
  /// the network.
  void returnDetached();
  /// Differentiates the loss (the cotangents times the outputs) and returns the
  /// gradients of all parameters and real inputs. Of the loss, the outputs and
  /// gradients, those that were returned stand in the order of the calls.
  llvm::LogicalResult returnLossGradients();
  llvm::LogicalResult returnCotangentGradients();
  /// Differentiates the loss and returns the updated parameters, states and
  /// slots.
  llvm::LogicalResult returnUpdates();
  /// Ends the function.
  mlir::func::FuncOp finish();

private:
  void addArguments();
  mlir::Value addArgument(mlir::Type type, ArgKind kind, int64_t index,
                          llvm::StringRef name, mlir::Location loc);
  void copyBody(mlir::Region &body, mlir::IRMapping &mapping,
                llvm::SmallVectorImpl<mlir::Value> &results);
  void addResult(mlir::Value value, ArgKind kind, int64_t index,
                 llvm::StringRef name);
  /// Gradients of the given parameters, masked; null where there is none.
  llvm::FailureOr<llvm::SmallVector<mlir::Value>>
  buildGradients(llvm::ArrayRef<AdjointSeed> seeds,
                 llvm::ArrayRef<int64_t> wrtParams,
                 llvm::ArrayRef<int64_t> wrtInputs);
  /// Limits gradients (null ones stay) as the recipe's `clip` says.
  void clipGradients(llvm::MutableArrayRef<mlir::Value> gradients);
  void clipNorm(llvm::MutableArrayRef<mlir::Value> gradients, mlir::Value most);
  void accumulateGradients(llvm::ArrayRef<int64_t> wrt,
                           llvm::MutableArrayRef<mlir::Value> gradients);
  mlir::Value atStepEnd(mlir::Location loc, mlir::Value now, mlir::Value old);
  mlir::Value movedAverage(mlir::Location loc, mlir::Value average,
                           mlir::Value value);
  void returnStateAverages();
  /// The slot of that name of a trained parameter.
  mlir::Value slotOf(int64_t param, llvm::StringRef name) const;
  /// A number of the step, a scalar; a constant of the recipe. Null where there
  /// is none.
  mlir::Value number(llvm::StringRef name) const;
  mlir::Value constant(llvm::StringRef name) const;
  llvm::LogicalResult returnGradients(llvm::ArrayRef<AdjointSeed> seeds);
  llvm::SmallVector<AdjointSeed> seedLoss();
  void sinkIntoUpdates(mlir::Operation *firstUpdate);
  mlir::Location paramLoc(int64_t index);
  int64_t outputCount() {
    return static_cast<int64_t>(network.getResultTypes().size());
  }

  const ModelInfo &info;
  NetworkOp network; ///< of the mode
  mlir::OpBuilder builder;
  mlir::func::FuncOp function;
  llvm::SmallVector<mlir::Value> inputs, targets, params, tables, states, slots,
      hypers, cotangents;
  mlir::Value seed, step;
  /// The new value of each state; null where nothing updates it.
  llvm::SmallVector<mlir::Value> newStates;
  llvm::SmallVector<mlir::Value> outputs;
  mlir::Value loss;
  bool holds = false;
  llvm::SmallVector<mlir::Value> detached; ///< of each stop_gradient, in order
  llvm::SmallVector<mlir::Value> results;
  llvm::SmallVector<mlir::Attribute> argAttrs, resultAttrs;
};

} // namespace dnd::passes

#endif // DND_PASSES_TRAINING_ENTRYBUILDER_H
