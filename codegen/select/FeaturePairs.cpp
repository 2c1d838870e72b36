//===- FeaturePairs.cpp - forms of few features and many outputs ----------===//
#include "codegen/select/FeaturePairs.h"
#include "codegen/select/Limits.h"
#include "mlir/Dialect/Arith/IR/Arith.h"
#include "mlir/Dialect/Linalg/IR/Linalg.h"

using namespace mlir;
using dnd::dndrt::PackedContractOp;

namespace dnd::codegen {

/// On a packed_contract: the number of the factor that is symmetric in its last
/// two dimensions.
static constexpr StringLiteral symmetricFactorAttr = "dnd.symmetric_factor";

bool multipliesPairs(int64_t features, int64_t outputs) {
  return features >= limits::leastFeatures &&
         features <= limits::mostPairFeatures &&
         outputs >= limits::leastPairOutputs;
}

/// A + A' over the last two of three dimensions, maybe rounded.
static bool isSymmetricSum(Value value) {
  auto op = value.getDefiningOp<linalg::GenericOp>();
  if (!op || op.getNumLoops() != 3 || op.getNumReductionLoops() != 0 ||
      op.getNumDpsInits() != 1 || op.getNumDpsInputs() != 2 ||
      !op.getMatchingIndexingMap(op.getDpsInitOperand(0)).isIdentity())
    return false;
  OpOperand *a = op.getDpsInputOperand(0), *b = op.getDpsInputOperand(1);
  MLIRContext *context = op.getContext();
  AffineMap straight = AffineMap::getMultiDimIdentityMap(3, context),
            turned = AffineMap::getPermutationMap(ArrayRef<unsigned>{0, 2, 1},
                                                  context);
  AffineMap first = op.getMatchingIndexingMap(a),
            second = op.getMatchingIndexingMap(b);
  if (a->get() != b->get() || !((first == straight && second == turned) ||
                                (first == turned && second == straight)))
    return false;
  Value made = op.getBody()->getTerminator()->getOperand(0);
  if (auto rounded = made.getDefiningOp<arith::TruncFOp>())
    made = rounded.getIn();
  auto sum = made.getDefiningOp<arith::AddFOp>();
  auto isArgument = [&](Value term, OpOperand *operand) {
    return term == op.getMatchingBlockArgument(operand);
  };
  return sum && sum->getBlock() == op.getBody() &&
         ((isArgument(sum.getLhs(), a) && isArgument(sum.getRhs(), b)) ||
          (isArgument(sum.getLhs(), b) && isArgument(sum.getRhs(), a)));
}

void markSymmetricFactors(func::FuncOp func) {
  func.walk([&](PackedContractOp op) {
    if (!op.getFactor())
      return;
    for (unsigned i = 0; i < op.getNumFactors(); ++i)
      if (isSymmetricSum(op->getOperand(i)))
        op->setAttr(symmetricFactorAttr,
                    Builder(op.getContext()).getI64IntegerAttr(i));
  });
}

/// The dimensions that a map reads in this order, if it reads nothing else.
static SmallVector<unsigned> plainDims(AffineMap map) {
  SmallVector<unsigned> dims;
  for (AffineExpr expr : map.getResults()) {
    auto dim = dyn_cast<AffineDimExpr>(expr);
    if (!dim)
      return {};
    dims.push_back(dim.getPosition());
  }
  return dims;
}

std::optional<PairGradient> matchPairGradient(PackedContractOp op) {
  auto marked = op->getAttrOfType<IntegerAttr>(symmetricFactorAttr);
  if (!marked || !op.getFactor() || op.getMarginsAttr() ||
      op.getExtents().size() != 4)
    return std::nullopt;
  PairGradient found;
  found.matrix = marked.getInt();
  SmallVector<unsigned> matrix = plainDims(op.getMap(found.matrix)),
                        out = plainDims(op.getInitMap(0));
  if (matrix.size() != 3 || out.size() != 2 ||
      !ShapedType::isDynamic(op.getExtents()[out[0]]))
    return std::nullopt;
  found.batch = out[0];
  found.row = out[1];
  // S is read as [j, i, k] or as [j, k, i].
  if (matrix[1] != found.row)
    std::swap(matrix[1], matrix[2]);
  unsigned output = matrix[0], column = matrix[2];
  if (matrix[1] != found.row)
    return std::nullopt;
  found.outputs = op.getExtents()[output];
  found.features = op.getExtents()[column];
  bool adjoint = false, input = false;
  for (unsigned i = 0; i < op.getNumFactors(); ++i) {
    if (i == found.matrix)
      continue;
    SmallVector<unsigned> dims = plainDims(op.getMap(i));
    if (dims == ArrayRef<unsigned>{found.batch, output}) {
      found.adjoint = i;
      adjoint = true;
    } else if (dims == ArrayRef<unsigned>{found.batch, column}) {
      found.input = i;
      input = true;
    }
  }
  bool dense = llvm::all_of(
      op->getOperands().take_front(op.getNumFactors()), [](Value factor) {
        auto type = dyn_cast<MemRefType>(factor.getType());
        return type && type.getLayout().isIdentity();
      });
  if (!adjoint || !input || !dense ||
      op.getExtents()[found.row] != found.features ||
      !multipliesPairs(found.features, found.outputs))
    return std::nullopt;
  return found;
}

} // namespace dnd::codegen
