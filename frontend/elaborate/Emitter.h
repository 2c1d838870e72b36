//===- Emitter.h - Builds dnd ops for elaborated values ---------*- C++ -*-===//
//
// A thin layer over OpBuilder that knows shapes without the batch, scalars and
// the author's locations. It does not check: callers did.
//
//===----------------------------------------------------------------------===//

#ifndef DND_FRONTEND_EMITTER_H
#define DND_FRONTEND_EMITTER_H

#include "dialect/dnd/DndDialect.h"
#include "frontend/elaborate/Rules.h"
#include "frontend/syntax/Source.h"

namespace dnd::frontend {

/// One factor of a contract: a tensor and an index expression for each of its
/// dimensions, over the iteration dims and the tables' values as symbols. The
/// batch is not among them.
struct ContractFactor {
  TensorRef tensor;
  llvm::SmallVector<mlir::AffineExpr> indices;
};

class Emitter {
public:
  Emitter(mlir::MLIRContext &context, const SourceManager &sources)
      : builder(&context), sources(sources) {}

  mlir::OpBuilder builder;

  /// NameLoc(path, file:line:column).
  mlir::Location location(SourceRange range, llvm::StringRef path);
  /// The location of the ops that are built next.
  void setLocation(SourceRange range, llvm::StringRef path) {
    current = location(range, path);
  }
  mlir::Location currentLocation() {
    return current ? *current : builder.getUnknownLoc();
  }

  mlir::RankedTensorType type(llvm::ArrayRef<std::int64_t> shape, bool batched,
                              bool isIndex = false);
  /// A tensor around an SSA value; the caller fills in `what` and `origin`.
  TensorRef wrap(mlir::Value ssa, llvm::ArrayRef<std::int64_t> shape,
                 bool batched);

  /// A constant with the same number everywhere.
  TensorRef splat(double value, llvm::ArrayRef<std::int64_t> shape = {});
  /// first, first + 1, ..., `count` numbers.
  TensorRef iota(std::int64_t first, std::int64_t count);

  /// fn of tensors of equal shape; scalars (rank 0) are broadcast.
  TensorRef map(MapFn fn, llvm::ArrayRef<TensorRef> inputs,
                llvm::ArrayRef<double> params = {});
  /// fn with an index map for each input over the dimensions of `shape`; the
  /// maps are without the batch.
  TensorRef map(MapFn fn, llvm::ArrayRef<TensorRef> inputs,
                llvm::ArrayRef<mlir::AffineMap> maps,
                llvm::ArrayRef<std::int64_t> shape,
                llvm::ArrayRef<double> params = {});
  /// a*x + b, without an op where that is x.
  TensorRef affine(const TensorRef &x, double a, double b);

  /// Sum over products; `out` lists the iteration dims of the result in order.
  /// The dims of `extents` and of the indices are without the batch, which is
  /// added in front when a factor or `sumBatch` asks for it. With `sumBatch`
  /// the batch is summed over.
  TensorRef contract(llvm::ArrayRef<ContractFactor> factors,
                     llvm::ArrayRef<ContractFactor> tables,
                     llvm::ArrayRef<std::int64_t> extents,
                     llvm::ArrayRef<unsigned> out, double coefficient = 1.0,
                     bool sumBatch = false);
  /// `dims` are without the batch.
  TensorRef reduce(ReduceKind kind, const TensorRef &x,
                   llvm::ArrayRef<std::int64_t> dims);
  TensorRef reshape(const TensorRef &x, llvm::ArrayRef<std::int64_t> shape);
  /// `axis` is without the batch. Inputs without the batch get it when another
  /// one has it.
  TensorRef concat(llvm::ArrayRef<TensorRef> inputs, std::int64_t axis);
  /// The value repeated for every sample of the batch of `like`; `x` has none.
  TensorRef withBatch(const TensorRef &x, const TensorRef &like);
  /// The mean over the batch of a scalar for each sample.
  TensorRef batchMean(const TensorRef &x);
  /// 1 / (number of samples), a scalar; `like` has the batch.
  TensorRef inverseBatch(const TensorRef &like);
  /// A scalar repeated over `shape`.
  TensorRef broadcast(const TensorRef &scalar,
                      llvm::ArrayRef<std::int64_t> shape);

  /// One tensor for each mode, of one shape; the batch where one of them has
  /// it.
  TensorRef byMode(TensorRef training, TensorRef otherwise);
  TensorRef param(llvm::StringRef path, const ParamRule &rule,
                  llvm::ArrayRef<std::int64_t> shape);
  TensorRef table(llvm::StringRef path, const TableRule &rule,
                  llvm::ArrayRef<std::int64_t> shape);
  TensorRef state(llvm::StringRef path, const Rule &init,
                  llvm::ArrayRef<std::int64_t> shape);
  /// The new value of a state after a training step.
  void update(llvm::StringRef path, const TensorRef &value);
  /// Numbers for each sample of the batch of `like`. `distribution`: bernoulli,
  /// normal or uniform; `params` are scalars without the batch.
  TensorRef noise(llvm::StringRef path, llvm::StringRef distribution,
                  llvm::ArrayRef<TensorRef> params,
                  llvm::ArrayRef<std::int64_t> shape, const TensorRef &like);

  /// Numbers, strings and lists as attributes (i64, f64, string, array).
  mlir::Attribute attribute(const Value &value);
  /// {fn = ..., args = [...], named = {...}, of = {...}}
  mlir::DictionaryAttr attribute(const Rule &rule);

private:
  const SourceManager &sources;
  std::optional<mlir::Location> current;
};

} // namespace dnd::frontend

#endif // DND_FRONTEND_EMITTER_H
