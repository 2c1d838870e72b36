//===- Effort.cpp - where the optimiser's time is well spent --------------===//
//
// Most of a compilation is LLVM's. Two kinds of code cost it much and gain
// nothing: nests with constant trip counts that it would unroll as a whole into
// thousands of instructions (copies of panels), and the double twins of the
// entry points, which only `gradcheck` and `forward --precision f64` run and
// which are only simplified.
//
//===----------------------------------------------------------------------===//
#include "codegen/emit/Effort.h"
#include "llvm/Analysis/AssumptionCache.h"
#include "llvm/Analysis/LoopInfo.h"
#include "llvm/Analysis/ScalarEvolution.h"
#include "llvm/Analysis/TargetLibraryInfo.h"
#include "llvm/IR/Dominators.h"
#include "llvm/Transforms/Utils/LoopUtils.h"

using namespace llvm;

/// The most rounds that a nest may have and still be unrolled as a whole.
static constexpr uint64_t longestUnrolledNest = 64;

bool dnd::codegen::isDoubleTwin(const Function &function) {
  StringRef name = function.getName();
  size_t at = name.find("_f64");
  return at != StringRef::npos &&
         (at + 4 == name.size() || name.substr(at + 4).starts_with("_k"));
}

/// Rounds of the loop and all loops in it; an unknown number counts as many.
static uint64_t rounds(const Loop &loop, ScalarEvolution &evolution) {
  constexpr uint64_t many = 1 << 20;
  unsigned own = evolution.getSmallConstantTripCount(&loop);
  uint64_t inner = 0;
  for (const Loop *child : loop)
    inner += rounds(*child, evolution);
  return std::min((own ? own : many) * std::max<uint64_t>(inner, 1), many);
}

static void limitLoops(Function &function) {
  DominatorTree tree(function);
  LoopInfo loops(tree);
  AssumptionCache assumptions(function);
  TargetLibraryInfoImpl libraryImpl(
      Triple(function.getParent()->getTargetTriple()));
  TargetLibraryInfo library(libraryImpl, &function);
  ScalarEvolution evolution(function, library, assumptions, tree, loops);
  for (Loop *loop : loops.getLoopsInPreorder()) {
    if (!loop->isInnermost() && rounds(*loop, evolution) > longestUnrolledNest)
      addStringMetadataToLoop(loop, "llvm.loop.unroll.disable", 1);
  }
}

void dnd::codegen::limitUnrolling(Module &module) {
  for (Function &function : module)
    if (!function.isDeclaration() &&
        !function.hasFnAttribute(Attribute::OptimizeNone))
      limitLoops(function);
}
