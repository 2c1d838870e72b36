//===- Noise.cpp - random numbers of each sample and step -----------------===//
#include "dialect/dnd/Builders.h"
#include "dialect/dnd/Verify.h"

using namespace mlir;
using namespace dnd;

LogicalResult NoiseOp::verify() {
  if (getPath().empty())
    return emitOpError() << "needs a path";
  if (!hasBatch(getType()) || !isFloatTensor(getType()))
    return emitOpError() << "draws floats for each sample: the result needs "
                            "the batch as dynamic first dimension, found "
                         << getType();
  if (!hasBatch(getLike()))
    return emitOpError() << "needs a tensor with the batch, found "
                         << getLike().getType();
  size_t wanted = getKind() == NoiseKind::bernoulli ? 1 : 2;
  if (getParams().size() != wanted)
    return emitOpError() << stringifyNoiseKind(getKind()) << " has " << wanted
                         << " parameters, found " << getParams().size();
  if (!getSeed() != !getStep())
    return emitOpError() << "needs the seed and the step together";
  return verifyBatchFirst(*this);
}
