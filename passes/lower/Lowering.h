//===- Lowering.h - what the lowerings of dnd ops share ---------*- C++ -*-===//
//
// One function for each dnd op turns it into linalg, tensor, arith and dndrt
// ops (files X.cpp, one stem for each op). This header declares the builder
// they share and the table in which they stand.
//
//===----------------------------------------------------------------------===//
#ifndef DND_PASSES_LOWER_LOWERING_H
#define DND_PASSES_LOWER_LOWERING_H

#include "dialect/dnd/DndDialect.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"
#include "mlir/IR/Builders.h"
#include "llvm/ADT/StringMap.h"

namespace dnd::passes {

/// Builds linalg and tensor ops at the place of the op being lowered.
class Lowering {
public:
  using Body = llvm::function_ref<mlir::Value(mlir::OpBuilder &, mlir::Location,
                                              mlir::ValueRange)>;

  /// `batch` is the size of the dynamic dimension, an index; null in a function
  /// that has none.
  Lowering(mlir::OpBuilder &builder, mlir::Value batch)
      : b(builder), batch(batch) {}

  mlir::OpBuilder &b;
  mlir::Value batch;

  /// A new tensor of unspecified contents.
  mlir::Value empty(mlir::Location loc, mlir::RankedTensorType type);
  /// A tensor of one value everywhere.
  mlir::Value filled(mlir::Location loc, mlir::RankedTensorType type,
                     double value);
  /// A float or integer scalar constant.
  mlir::Value scalar(mlir::Location loc, mlir::Type type, double value);
  mlir::Value index(mlir::Location loc, int64_t value);
  /// The extent of dimension `dim` of a tensor type: a constant or the batch.
  mlir::Value extent(mlir::Location loc, mlir::RankedTensorType type,
                     int64_t dim);

  /// The part of `tensor` that loops of `extents` reach where `map` shows a
  /// loop alone: linalg takes the extents of loops from its operands, so that
  /// none may be longer than its loop (x[p] with p in 0..h-1).
  mlir::Value narrowed(mlir::Location loc, mlir::Value tensor,
                       mlir::AffineMap map, llvm::ArrayRef<int64_t> extents);
  /// result[d] = body(input_i[map_i(d)]) for all d of the result. Dimensions
  /// that no input uses are fine. Use linalg.index in the body for d itself.
  mlir::Value pointwise(mlir::Location loc, mlir::RankedTensorType result,
                        mlir::ValueRange inputs,
                        llvm::ArrayRef<mlir::AffineMap> maps, Body body);
  /// Folds over `dims` of `input`: acc = body(element, acc), started at `init`.
  mlir::Value fold(mlir::Location loc, mlir::RankedTensorType result,
                   mlir::Value input, llvm::ArrayRef<int64_t> dims, double init,
                   Body body);
  /// Projection of a space of `rank` dimensions onto those not in `dims`.
  mlir::AffineMap dropDims(int64_t rank, llvm::ArrayRef<int64_t> dims);
  mlir::AffineMap identity(int64_t rank);
};

/// Loops over all points of `extents` inside a body, with loop-carried scalars.
/// `step(builder, loc, point, carried)` gives the next values.
llvm::SmallVector<mlir::Value> scalarLoops(
    mlir::OpBuilder &b, mlir::Location loc, mlir::ValueRange extents,
    mlir::ValueRange init,
    llvm::function_ref<llvm::SmallVector<mlir::Value>(
        mlir::OpBuilder &, mlir::Location, mlir::ValueRange, mlir::ValueRange)>
        step);

/// Lowers one op: the values that replace its results, or failure after a
/// diagnostic.
using Lowered = llvm::SmallVector<mlir::Value>;
using LowerFn =
    std::function<mlir::FailureOr<Lowered>(mlir::Operation *, Lowering &)>;

/// The lowerings by op name.
class LoweringTable {
public:
  template <typename OpT>
  void add(mlir::FailureOr<Lowered> (*lower)(OpT, Lowering &)) {
    table[OpT::getOperationName()] = [lower](mlir::Operation *op,
                                             Lowering &lowering) {
      return lower(mlir::cast<OpT>(op), lowering);
    };
  }
  /// An op of one result.
  template <typename OpT>
  void add(mlir::FailureOr<mlir::Value> (*lower)(OpT, Lowering &)) {
    table[OpT::getOperationName()] =
        [lower](mlir::Operation *op,
                Lowering &lowering) -> mlir::FailureOr<Lowered> {
      mlir::FailureOr<mlir::Value> value = lower(mlir::cast<OpT>(op), lowering);
      if (mlir::failed(value))
        return mlir::failure();
      return Lowered{*value};
    };
  }
  const LowerFn *lookup(mlir::Operation *op) const {
    auto it = table.find(op->getName().getStringRef());
    return it == table.end() ? nullptr : &it->second;
  }

private:
  llvm::StringMap<LowerFn> table;
};

/// The number in another float type; itself where it has that type.
mlir::Value convertFloat(mlir::OpBuilder &b, mlir::Location loc,
                         mlir::Value value, mlir::Type element);
/// The scalar code of a pointwise function; all operands have one float type.
mlir::Value emitMapFn(mlir::OpBuilder &b, mlir::Location loc, MapFn fn,
                      llvm::ArrayRef<double> params, mlir::ValueRange args);
/// `input` under the row-major shape `type` without moving numbers.
mlir::Value reshapeTo(Lowering &lowering, mlir::Location loc, mlir::Value input,
                      mlir::RankedTensorType type);

// For each stem of dialect/dnd/Ops.def the lowerings of its ops, in X.cpp.
// Forms without a kernel have none.
#define DND_PRIMITIVE(stem) void add##stem##Lowering(LoweringTable &table);
#define DND_ADJOINT(stem, of) void add##stem##Lowering(LoweringTable &table);
#define DND_KERNEL_FORM(stem) void add##stem##Lowering(LoweringTable &table);
#include "dialect/dnd/Ops.def"
/// Constants.
void addStructureLowering(LoweringTable &table);

} // namespace dnd::passes

#endif // DND_PASSES_LOWER_LOWERING_H
