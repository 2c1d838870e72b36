//===- Raise.cpp - recognises special forms -------------------------------===//
//
// The pass dnd-raise: for every index equation, from the last to the first,
// looks for a vector x in which its normal form is a special form.
//
//===----------------------------------------------------------------------===//
#include "passes/Remarks.h"
#include "passes/network/FormMatch.h"
#include "passes/network/NetworkPasses.h"

#include "mlir/IR/OperationSupport.h"
#include "llvm/ADT/MapVector.h"

using namespace mlir;

namespace dnd::passes {

#define GEN_PASS_DEF_RAISE
#include "passes/network/NetworkPasses.h.inc"

namespace {

// How many values behind an equation are tried as its x.
constexpr size_t maxCandidates = 24;
// Equations from `root` to x up to which a normal form says why there is none;
// beyond, deep networks would spend their time on forms that cannot be.
constexpr size_t maxExplained = 12;

class Raiser {
public:
  explicit Raiser(Region &body)
      : body(body), dependent(findInputDependent(body)) {}

  void run();

private:
  bool tryRaise(Operation *root);
  SmallVector<Value> findCandidates(Operation *root);
  bool isFarAndMixed(Operation *root, Value x);
  bool isShared(const Normaliser &normaliser, Operation *root,
                std::string &reason);
  void checkLeaves(const NormalForm &form, Value x, Refusal &refusal);
  void emitRefusals();

  Region &body;
  llvm::DenseSet<Value> dependent;
  llvm::MapVector<Operation *, Refusal> refusals;
};

} // namespace

/// The values that the root may be a form of, the nearest first.
SmallVector<Value> Raiser::findCandidates(Operation *root) {
  llvm::SetVector<Value> found;
  auto add = [&](Operation *op) {
    for (Value operand : op->getOperands())
      if (dependent.contains(operand) && found.size() < maxCandidates)
        found.insert(operand);
  };
  add(root);
  for (size_t i = 0; i < found.size(); ++i)
    if (Operation *op = found[i].getDefiningOp(); op && isPolynomial(op))
      add(op);
  return found.takeVector();
}

/// True if the op sums: computing it twice costs more than reading it.
static bool carriesSum(Operation *op) {
  auto contract = dyn_cast<ContractOp>(op);
  return contract &&
         contract.getExtents().size() != contract.getOutMap().getNumResults();
}

bool Raiser::isShared(const Normaliser &normaliser, Operation *root,
                      std::string &reason) {
  for (Operation *op : normaliser.getInlined()) {
    if (op == root || !carriesSum(op))
      continue;
    for (Operation *user : op->getUsers())
      if (user != root && !normaliser.getInlined().contains(user)) {
        reason = "an intermediate sum is used elsewhere too and would be "
                 "computed twice";
        return true;
      }
  }
  return false;
}

/// A form has one vector: other values of the batch in it are a refusal.
void Raiser::checkLeaves(const NormalForm &form, Value x, Refusal &refusal) {
  for (const Term &term : form) {
    unsigned others = 0, own = 0;
    bool table = false;
    for (const Factor &factor : term.factors) {
      others += factor.value != x && dependent.contains(factor.value);
      own += factor.value == x;
      for (unsigned s = 0; s < factor.map.getNumSymbols(); ++s)
        table |= factor.map.isFunctionOfSymbol(s);
    }
    if (own && others)
      refusal.merge({1, "it multiplies values that are not linear in one "
                        "common vector"});
    else if (others)
      refusal.merge({table ? 1 : 0, "it has terms of several vectors"});
  }
}

static bool hasOtherVector(const NormalForm &form, Value x,
                           const llvm::DenseSet<Value> &dependent) {
  return llvm::any_of(form, [&](const Term &term) {
    return llvm::any_of(term.factors, [&](const Factor &factor) {
      return factor.value != x && dependent.contains(factor.value);
    });
  });
}

/// True if many equations lie between x and `root`, and they read another value
/// of the batch besides x: then the normal form would have several vectors.
bool Raiser::isFarAndMixed(Operation *root, Value x) {
  llvm::SetVector<Operation *> inlined;
  bool mixed = false;
  inlined.insert(root);
  for (size_t i = 0; i < inlined.size(); ++i)
    for (Value operand : inlined[i]->getOperands()) {
      if (operand == x || !dependent.contains(operand))
        continue;
      Operation *op = operand.getDefiningOp();
      if (op && isPolynomial(op))
        inlined.insert(op);
      else
        mixed = true;
    }
  return mixed && inlined.size() > maxExplained;
}

bool Raiser::tryRaise(Operation *root) {
  using Matcher =
      Value (*)(OpBuilder &, const Candidate &, std::string &, Refusal &);
  static constexpr Matcher matchers[] = {
      matchPolynomialForm, matchGatherContract, matchDendriticFusion};
  Refusal refusal;
  for (Value x : findCandidates(root)) {
    if (isFarAndMixed(root, x))
      continue;
    Normaliser normaliser(x, dependent);
    FailureOr<NormalForm> form = normaliser.run(root->getResult(0));
    if (failed(form)) {
      refusal.merge({3, normaliser.getReason()});
      continue;
    }
    if (form->empty())
      continue;
    if (hasOtherVector(*form, x, dependent)) {
      checkLeaves(*form, x, refusal);
      continue;
    }
    for (Matcher matcher : matchers) {
      std::string what;
      OpBuilder builder(root);
      Operation *before = root->getPrevNode();
      Value value = matcher(builder, {root, x, *form}, what, refusal);
      if (!value)
        continue;
      // Asked last: sharing is the reason only where all else fits.
      std::string reason;
      if (isShared(normaliser, root, reason)) {
        refusal.merge({8, reason});
        while (root->getPrevNode() != before)
          root->getPrevNode()->erase();
        break;
      }
      emitPassRemark(root->getLoc(), "raise", what);
      root->getResult(0).replaceAllUsesWith(value);
      root->erase();
      return true;
    }
  }
  if (refusal.depth > 0)
    refusals[root] = refusal;
  return false;
}

/// One remark for one formula: the first equation of a chain explains the
/// later ones, and so does a form inside it.
void Raiser::emitRefusals() {
  llvm::DenseSet<Operation *> explained;
  body.walk([&](Operation *op) {
    for (Value operand : op->getOperands()) {
      Operation *source = operand.getDefiningOp();
      if (source && isPolynomial(op) &&
          (isa<FormOpInterface>(source) || explained.contains(source)))
        explained.insert(op);
    }
    auto found = refusals.find(op);
    if (found == refusals.end() || !explained.insert(op).second)
      return;
    emitPassRemark(op->getLoc(), "raise",
                   "not a special form: " + found->second.reason);
  });
}

/// Makes equal values one value, so that factors can be compared. (CSE would
/// also drop parameters without a use, which belong to the checkpoint.)
static void mergeEqualOps(Region &body) {
  llvm::DenseMap<llvm::hash_code, SmallVector<Operation *, 1>> known;
  SmallVector<Operation *> ops;
  body.walk([&](Operation *op) { ops.push_back(op); });
  for (Operation *op : ops) {
    if (op->getNumRegions() || op->getNumResults() != 1 ||
        !isMemoryEffectFree(op))
      continue;
    SmallVector<Operation *, 1> &equal =
        known[OperationEquivalence::computeHash(
            op, OperationEquivalence::directHashValue,
            OperationEquivalence::ignoreHashValue,
            OperationEquivalence::IgnoreLocations)];
    auto *found = llvm::find_if(equal, [&](Operation *other) {
      return OperationEquivalence::isEquivalentTo(
          op, other, OperationEquivalence::IgnoreLocations);
    });
    if (found == equal.end()) {
      equal.push_back(op);
      continue;
    }
    op->replaceAllUsesWith(*found);
    op->erase();
  }
}

void Raiser::run() {
  SmallVector<Operation *> ops;
  body.walk([&](Operation *op) { ops.push_back(op); });
  for (Operation *op : llvm::reverse(ops)) {
    // What the forms replaced; parameters and tables stay without a use.
    if (isOpTriviallyDead(op) && !isa<ParamOp, TableOp, HyperOp>(op)) {
      op->erase();
      continue;
    }
    if (isPolynomial(op) && dependent.contains(op->getResult(0)) &&
        isa<RankedTensorType>(op->getResult(0).getType()))
      tryRaise(op);
  }
  emitRefusals();
}

namespace {
struct RaisePass : impl::RaiseBase<RaisePass> {
  void runOnOperation() override {
    for (NetworkOp network : getOperation().getOps<NetworkOp>()) {
      mergeEqualOps(network.getBody());
      Raiser(network.getBody()).run();
    }
  }
};
} // namespace

std::unique_ptr<Pass> createRaisePass() {
  return std::make_unique<RaisePass>();
}

} // namespace dnd::passes
