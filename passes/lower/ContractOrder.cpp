//===- ContractOrder.cpp - in which order several factors are multiplied --===//
//
// Dynamic programming over subsets of factors. The product of a subset keeps
// only the dimensions that the result or another factor needs; its cost is one
// operation for each point of the loops that make it, two where it sums.
//
//===----------------------------------------------------------------------===//
#include "passes/lower/ContractNest.h"
#include <limits>

using namespace mlir;
using namespace dnd::passes;

namespace {
/// More factors than this are multiplied in the order of the text.
constexpr unsigned maxFactors = 10;
/// An intermediate may be this many times the largest operand or result.
constexpr double maxGrowth = 4;
/// Small intermediates are always allowed (elements).
constexpr double smallTensor = 65536;
/// A split must save at least this share of the operations.
constexpr double worthwhile = 0.7;

class Chooser {
public:
  Chooser(const ContractNest &nest, const llvm::SmallBitVector &outDims)
      : nest(nest), outDims(outDims), count(nest.factors.size()) {
    limit = nest.points(outDims);
    for (const NestFactor &factor : nest.factors) {
      dims.push_back(nest.dimsOf(factor.map));
      double size = 1;
      for (int64_t s : cast<ShapedType>(factor.tensor.getType()).getShape())
        size *= ShapedType::isDynamic(s) ? dnd::assumedBatch : s;
      limit = std::max(limit, size);
    }
    limit = std::max(limit * maxGrowth, smallTensor);
  }

  std::unique_ptr<ProductTree> run() {
    solve();
    const State &all = states.back();
    llvm::SmallBitVector every = unionOf(states.size() - 1);
    double sums = every.test(outDims) ? 1 : 0; // some dimension is summed
    double direct = (count - 1 + sums) * nest.points(every);
    if (!(all.cost < worthwhile * direct))
      return nullptr;
    return build(states.size() - 1);
  }

private:
  struct State {
    double cost = std::numeric_limits<double>::infinity();
    double memory = 0;
    unsigned left = 0; // 0 for a leaf
  };

  llvm::SmallBitVector unionOf(unsigned set) const {
    llvm::SmallBitVector all(nest.extents.size());
    for (unsigned i = 0; i < count; ++i)
      if (set >> i & 1)
        all |= dims[i];
    return all;
  }
  /// Dimensions that the product of `set` still has.
  llvm::SmallBitVector kept(unsigned set) const {
    llvm::SmallBitVector needed = outDims;
    for (unsigned i = 0; i < count; ++i)
      if (!(set >> i & 1))
        needed |= dims[i];
    needed &= unionOf(set);
    return needed;
  }

  void solve() {
    unsigned full = (1u << count) - 1;
    states.resize(full + 1);
    for (unsigned set = 1; set <= full; ++set) {
      llvm::SmallBitVector keep = kept(set);
      double size = nest.points(keep);
      bool tooLarge = set != full && size > limit;
      if ((set & (set - 1)) == 0) {
        unsigned factor = llvm::countr_zero(set);
        bool reduces = keep != dims[factor];
        states[set].cost = reduces ? nest.points(dims[factor]) : 0;
        continue;
      }
      if (tooLarge)
        continue;
      // Each split once: the part with the lowest factor is the left one.
      for (unsigned left = (set - 1) & set; left; left = (left - 1) & set)
        if (left & (set & -set))
          trySplit(set, left, keep, size, set == full);
    }
  }

  void trySplit(unsigned set, unsigned left, const llvm::SmallBitVector &keep,
                double size, bool last) {
    const State &a = states[left], &b = states[set ^ left];
    llvm::SmallBitVector loops = kept(left);
    loops |= kept(set ^ left);
    double sums = loops == keep ? 1 : 2;
    double cost = a.cost + b.cost + sums * nest.points(loops);
    double memory = a.memory + b.memory + (last ? 0 : size);
    State &best = states[set];
    if (cost < best.cost || (cost == best.cost && memory < best.memory))
      best = {cost, memory, left};
  }

  std::unique_ptr<ProductTree> build(unsigned set) {
    auto tree = std::make_unique<ProductTree>();
    if (unsigned left = states[set].left) {
      tree->left = build(left);
      tree->right = build(set ^ left);
    } else {
      tree->factor = llvm::countr_zero(set);
    }
    return tree;
  }

  const ContractNest &nest;
  const llvm::SmallBitVector &outDims;
  unsigned count;
  double limit;
  SmallVector<llvm::SmallBitVector> dims;
  SmallVector<State, 0> states;
};
} // namespace

std::unique_ptr<ProductTree>
dnd::passes::chooseOrder(const ContractNest &nest,
                         const llvm::SmallBitVector &outDims) {
  if (nest.factors.size() < 2 || nest.factors.size() > maxFactors)
    return nullptr;
  return Chooser(nest, outDims).run();
}
