//===- Scatter.cpp - sums into computed places, without atomics -----------===//
//
// Dimensions that the out map shows alone (the batch of an input gradient) are
// free: their points meet nowhere. What a place collects over the others is
// found in one of three ways (select/ScatterPlan chooses):
//
//  inverse  the place is affine: a thread for each place solves for the
//           dimensions of the sources and loops over the rest (windows)
//  search   the place comes from a table: a warp for each place looks at 32
//           sources at once, then all lanes (32 free points) add what was found
//  walk     a thread for each free point walks all sources in memory
//
// All three add the sources of a place in the same order every time.
//
//===----------------------------------------------------------------------===//
#include "codegen/cuda/LowerToGpu.h"
#include "codegen/cuda/PointKernel.h"
#include "codegen/kernel/GenericBody.h"
#include "codegen/kernel/Loops.h"
#include "codegen/kernel/ScatterBody.h"
#include "codegen/select/Choices.h"
#include "codegen/select/Limits.h"
#include "codegen/select/ScatterPlan.h"
#include "mlir/Analysis/FlatLinearValueConstraints.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/LLVMIR/NVVMDialect.h"
#include "mlir/Dialect/Math/IR/Math.h"
#include "mlir/Dialect/MemRef/IR/MemRef.h"
#include "mlir/Dialect/SCF/IR/SCF.h"
#include "passes/lower/EntryPoints.h"

using namespace mlir;
using namespace dnd::codegen;
using namespace dnd::codegen::cuda;
using arith::CmpIPredicate;

static constexpr int64_t lanes = limits::scatterLanes;
static constexpr int64_t warpsOfBlock = 8;

namespace {
class ScatterKernel : ScatterSpace {
public:
  ScatterKernel(dnd::dndrt::ScatterContractOp op, const KernelPlace &place)
      : ScatterSpace(op), op(op), loc(op.getLoc()), out(op.getOutMap()),
        batch(dnd::passes::batchSize(place.entry)),
        kernel(place.kernels, place.name + "_scatter", loc) {
    if (batch)
      batchInside = kernel.import(batch);
    init = kernel.import(op.getInit());
    body.emplace(op, kernel);
  }

  /// `way` is the kernel of the choice.
  void emit(StringRef way) {
    if (way == kernels::scatterInverse)
      emitInverse();
    else if (way == kernels::scatterSearch)
      emitSearch();
    else
      emitWalk();
  }

private:
  Value number(OpBuilder &b, int64_t value) {
    return b.create<arith::ConstantIndexOp>(loc, value);
  }
  Value compare(OpBuilder &b, CmpIPredicate how, Value x, Value y) {
    return b.create<arith::CmpIOp>(loc, how, x, y);
  }
  Value extentOf(OpBuilder &b, unsigned dim) {
    int64_t extent = sources.extents[dim];
    return ShapedType::isDynamic(extent) ? batchInside : number(b, extent);
  }

  /// Loops over `dims` from the outermost with one loop-carried value.
  Value loops(OpBuilder &b, ArrayRef<unsigned> dims,
              SmallVectorImpl<Value> &point, Value carried,
              llvm::function_ref<Value(OpBuilder &, Value)> step) {
    auto bounds = [&](OpBuilder &at, unsigned dim) -> LoopBounds {
      return {number(at, 0), extentOf(at, dim)};
    };
    return emitLoops(b, loc, dims, bounds, point, carried,
                     [&](OpBuilder &in, ValueRange args) {
                       return SmallVector<Value>{step(in, args[0])};
                     })
        .front();
  }

  void emitWalk() {
    forEachPoint(kernel, freePoints, batchInside, [&](OpBuilder &b, Value n) {
      SmallVector<Value> point(out.getNumDims());
      freePoints.locate(b, loc, n, batchInside, point);
      auto bounds = [&](OpBuilder &at, unsigned dim) -> LoopBounds {
        return {number(at, 0), extentOf(at, dim)};
      };
      emitLoops(b, loc, sources.dims, bounds, point, {},
                [&](OpBuilder &in, ValueRange) {
                  body->addAt(in, point);
                  return SmallVector<Value>();
                });
    });
    launchForPoints(kernel, op, freePoints, batch);
  }

  /// The coefficients of the dimensions in an affine place and the constant
  /// (last); empty when the place rounds.
  SmallVector<int64_t> coefficients(unsigned result) {
    SmallVector<int64_t> flat;
    AffineExpr e = out.getResult(result);
    unsigned dims = out.getNumDims(), symbols = out.getNumSymbols();
    if (failed(getFlattenedAffineExpr(e, dims, symbols, &flat)) ||
        flat.size() != dims + symbols + 1)
      return {};
    SmallVector<int64_t> result_(flat.begin(), flat.begin() + dims);
    result_.push_back(flat.back());
    return result_;
  }

  /// For each place the dimension that is solved for, or -1: one that stands
  /// in no other place, the longest.
  SmallVector<int> chooseSolved() {
    SmallVector<int> solved(out.getNumResults(), -1);
    for (unsigned r : places.dims) {
      SmallVector<int64_t> flat = coefficients(r);
      if (flat.empty())
        continue;
      for (unsigned d : sources.dims) {
        bool elsewhere = llvm::any_of(places.dims, [&](unsigned other) {
          return other != r && out.getResult(other).isFunctionOfDim(d);
        });
        // A dynamic extent is a negative number: solved for last.
        if (flat[d] != 0 && !elsewhere &&
            (solved[r] < 0 || sources.extents[d] > sources.extents[solved[r]]))
          solved[r] = d;
      }
    }
    return solved;
  }

  void emitInverse() {
    SmallVector<int> solved = chooseSolved();
    SmallVector<unsigned> rest;
    for (unsigned d : sources.dims)
      if (!llvm::is_contained(solved, static_cast<int>(d)))
        rest.push_back(d);
    forEachPoint(kernel, targets, batchInside, [&](OpBuilder &b, Value n) {
      SmallVector<Value> target(out.getNumResults());
      targets.locate(b, loc, n, batchInside, target);
      SmallVector<Value> point(out.getNumDims());
      for (auto [r, e] : llvm::enumerate(out.getResults()))
        if (!computed[r])
          point[cast<AffineDimExpr>(e).getPosition()] = target[r];
      Value old = b.create<memref::LoadOp>(loc, init, target);
      Value sum = loops(b, rest, point, old, [&](OpBuilder &in, Value carried) {
        return addIfSource(in, solved, target, point, carried);
      });
      b.create<memref::StoreOp>(loc, sum, init, target);
    });
    launchForPoints(kernel, op, targets, batch);
  }

  /// Solves for the dimensions that are missing in `point`, and adds when the
  /// solution is a source.
  Value addIfSource(OpBuilder &b, ArrayRef<int> solved, ArrayRef<Value> target,
                    SmallVector<Value> point, Value sum) {
    Value isSource = b.create<arith::ConstantIntOp>(loc, 1, 1);
    auto require = [&](Value condition) {
      isSource = b.create<arith::AndIOp>(loc, isSource, condition);
    };
    SmallVector<Value> known = point;
    for (Value &value : known)
      if (!value)
        value = number(b, 0);
    SmallVector<Value> zeros(out.getNumSymbols(), number(b, 0));
    for (unsigned r : places.dims) {
      // The place without the dimension that is solved for.
      Value others = accessAt(b, loc, out.getSubMap({r}), known, zeros).front();
      if (solved[r] < 0) {
        require(compare(b, CmpIPredicate::eq, others, target[r]));
        continue;
      }
      unsigned d = solved[r];
      int64_t factor = coefficients(r)[d];
      Value value = b.create<arith::SubIOp>(loc, target[r], others);
      if (factor != 1) {
        Value by = number(b, factor);
        Value left = b.create<arith::RemSIOp>(loc, value, by);
        require(compare(b, CmpIPredicate::eq, left, number(b, 0)));
        value = b.create<arith::DivSIOp>(loc, value, by);
      }
      // Unsigned: a negative one is too large.
      require(compare(b, CmpIPredicate::ult, value, extentOf(b, d)));
      point[d] = value;
    }
    auto added = b.create<scf::IfOp>(
        loc, isSource,
        [&](OpBuilder &in, Location) {
          Value product =
              body->productAt(in, point, body->symbolsAt(in, point));
          in.create<scf::YieldOp>(
              loc, in.create<arith::AddFOp>(loc, sum, product).getResult());
        },
        [&](OpBuilder &in, Location) { in.create<scf::YieldOp>(loc, sum); });
    return added.getResult(0);
  }

  /// Source number `n`: its point and symbols.
  std::pair<SmallVector<Value>, SmallVector<Value>>
  sourceAt(OpBuilder &b, Value n, ArrayRef<Value> freePoint) {
    SmallVector<Value> point(freePoint);
    sources.locate(b, loc, n, batchInside, point);
    SmallVector<Value> symbols = body->symbolsAt(b, point);
    return {point, symbols};
  }

  void emitSearch() {
    OpBuilder &b = kernel.b;
    int64_t placeBlocks = llvm::divideCeil(*places.staticCount(), warpsOfBlock);
    Value blocks = number(b, placeBlocks);
    Value thread = kernel.threadId(), block = kernel.blockId();
    Value lane = b.create<arith::RemUIOp>(loc, thread, number(b, lanes));
    Value warp = b.create<arith::DivUIOp>(loc, thread, number(b, lanes));
    // Block number: groups of 32 free points, then groups of places.
    Value group = b.create<arith::DivUIOp>(loc, block, blocks);
    Value placeBlock = b.create<arith::RemUIOp>(loc, block, blocks);
    Value firstPlace =
        b.create<arith::MulIOp>(loc, placeBlock, number(b, warpsOfBlock));
    Value place = b.create<arith::AddIOp>(loc, firstPlace, warp);
    Value firstFree = b.create<arith::MulIOp>(loc, group, number(b, lanes));
    Value freeNumber = b.create<arith::AddIOp>(loc, firstFree, lane);
    Value freeCount = freePoints.count(b, loc, batchInside);
    Value hasFree = compare(b, CmpIPredicate::ult, freeNumber, freeCount);
    Value hasPlace =
        compare(b, CmpIPredicate::ult, place, number(b, *places.staticCount()));
    b.create<scf::IfOp>(loc, hasPlace, [&](OpBuilder &in, Location) {
      searchPlace(in, place, lane, freeNumber, hasFree);
      in.create<scf::YieldOp>(loc);
    });
    OpBuilder host(op);
    Value groups =
        blocksFor(host, loc, freePoints.count(host, loc, batch), lanes);
    Value grid = host.create<arith::MulIOp>(
        loc, groups, host.create<arith::ConstantIndexOp>(loc, placeBlocks));
    kernel.launch(op, grid, {lanes * warpsOfBlock});
  }

  /// One warp: the sums of `place` at 32 free points.
  void searchPlace(OpBuilder &b, Value place, Value lane, Value freeNumber,
                   Value hasFree) {
    SmallVector<Value> target(out.getNumResults());
    places.locate(b, loc, place, batchInside, target);
    SmallVector<Value> freePoint(out.getNumDims());
    freePoints.locate(b, loc, freeNumber, batchInside, freePoint);
    for (auto [r, e] : llvm::enumerate(out.getResults()))
      if (!computed[r])
        target[r] = freePoint[cast<AffineDimExpr>(e).getPosition()];
    Type element = cast<MemRefType>(op.getInit().getType()).getElementType();
    Value zero = b.create<arith::ConstantOp>(loc, b.getFloatAttr(element, 0.0));
    auto whenFree = [&](OpBuilder &at,
                        llvm::function_ref<Value(OpBuilder &)> make,
                        Value otherwise) -> Value {
      auto choice = at.create<scf::IfOp>(
          loc, hasFree,
          [&](OpBuilder &in, Location) {
            in.create<scf::YieldOp>(loc, make(in));
          },
          [&](OpBuilder &in, Location) {
            in.create<scf::YieldOp>(loc, otherwise);
          });
      return choice.getResult(0);
    };
    Value start = whenFree(
        b,
        [&](OpBuilder &in) -> Value {
          return in.create<memref::LoadOp>(loc, init, target);
        },
        zero);
    auto chunks = b.create<scf::ForOp>(
        loc, number(b, 0), sources.count(b, loc, batchInside), number(b, lanes),
        ValueRange(start),
        [&](OpBuilder &in, Location, Value first, ValueRange sums) {
          Value found = findSources(in, first, lane, target, freePoint);
          Value sum = addFound(
              in, found, sums[0], [&](OpBuilder &at, Value bit, Value carried) {
                Value source = at.create<arith::AddIOp>(loc, first, bit);
                return whenFree(
                    at,
                    [&](OpBuilder &x) -> Value {
                      auto [point, symbols] = sourceAt(x, source, freePoint);
                      return x.create<arith::AddFOp>(
                          loc, carried, body->productAt(x, point, symbols));
                    },
                    carried);
              });
          in.create<scf::YieldOp>(loc, sum);
        });
    b.create<scf::IfOp>(loc, hasFree, [&](OpBuilder &in, Location) {
      in.create<memref::StoreOp>(loc, chunks.getResult(0), init, target);
      in.create<scf::YieldOp>(loc);
    });
  }

  /// A bit for each lane: whether source `first + lane` goes to `target`.
  Value findSources(OpBuilder &b, Value first, Value lane,
                    ArrayRef<Value> target, ArrayRef<Value> freePoint) {
    Value source = b.create<arith::AddIOp>(loc, first, lane);
    Value exists = compare(b, CmpIPredicate::ult, source,
                           sources.count(b, loc, batchInside));
    auto match = b.create<scf::IfOp>(
        loc, exists,
        [&](OpBuilder &in, Location) {
          auto [point, symbols] = sourceAt(in, source, freePoint);
          Value all;
          for (unsigned r : places.dims) {
            Value at =
                accessAt(in, loc, out.getSubMap({r}), point, symbols).front();
            Value same = compare(in, CmpIPredicate::eq, at, target[r]);
            all = all ? in.create<arith::AndIOp>(loc, all, same).getResult()
                      : same;
          }
          in.create<scf::YieldOp>(loc, all);
        },
        [&](OpBuilder &in, Location) {
          in.create<scf::YieldOp>(
              loc, in.create<arith::ConstantIntOp>(loc, 0, 1).getResult());
        });
    Value everyLane = b.create<arith::ConstantIntOp>(loc, -1, 32);
    return b.create<NVVM::VoteBallotOp>(loc, b.getI32Type(), everyLane,
                                        match.getResult(0));
  }

  /// Calls `step` for every bit of `found` from the lowest.
  Value addFound(
      OpBuilder &b, Value found, Value sum,
      llvm::function_ref<Value(OpBuilder &, Value bit, Value carried)> step) {
    Value none = b.create<arith::ConstantIntOp>(loc, 0, 32);
    Value one = b.create<arith::ConstantIntOp>(loc, 1, 32);
    auto loop = b.create<scf::WhileOp>(
        loc, TypeRange{found.getType(), sum.getType()}, ValueRange{found, sum},
        [&](OpBuilder &in, Location, ValueRange args) {
          in.create<scf::ConditionOp>(
              loc, compare(in, CmpIPredicate::ne, args[0], none), args);
        },
        [&](OpBuilder &in, Location, ValueRange args) {
          Value bit = in.create<math::CountTrailingZerosOp>(loc, args[0]);
          Value less = in.create<arith::SubIOp>(loc, args[0], one);
          Value left = in.create<arith::AndIOp>(loc, args[0], less);
          Value where =
              in.create<arith::IndexCastOp>(loc, in.getIndexType(), bit);
          in.create<scf::YieldOp>(loc,
                                  ValueRange{left, step(in, where, args[1])});
        });
    return loop.getResult(1);
  }

  dnd::dndrt::ScatterContractOp op;
  Location loc;
  AffineMap out;
  Value batch, batchInside, init;
  DeviceKernel kernel;
  std::optional<ScatterBody> body; // behind what it imports
};
} // namespace

LogicalResult
dnd::codegen::cuda::outlineScatter(dnd::dndrt::ScatterContractOp op,
                                   const KernelPlace &place) {
  dnd::dndrt::ChoiceAttr choice = requireChoice(op, dnd::dndrt::Device::cuda);
  if (!choice)
    return failure();
  ScatterKernel(op, place).emit(choice.getKernel());
  op.erase();
  return success();
}
