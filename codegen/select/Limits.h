//===- Limits.h - the sizes at which another kernel pays --------*- C++ -*-===//
//
// Every threshold of a choice between kernels, and of how a kernel is cut, in
// one place for each device. Nothing outside of this room defines one
// (tests/scripts/check_thresholds.py).
//
//===----------------------------------------------------------------------===//
#ifndef DND_CODEGEN_SELECT_LIMITS_H
#define DND_CODEGEN_SELECT_LIMITS_H

#include <cstdint>

namespace dnd::codegen::limits {

//===----------------------------------------------------------------------===//
// Both devices: which ops are kernels of dndrt at all
//===----------------------------------------------------------------------===//

/// Below this many products the loops cost less than setting up tiles.
constexpr double leastProducts = 4096;
/// A tile needs a few rows and a few summed steps to pay.
constexpr double leastRows = 3, leastColumns = 4, leastSteps = 4;

/// A third factor is taken into a product of few columns and a long sum, and
/// where the tensor that it saves is not small (numbers).
constexpr double fewColumns = 12, longFactorSum = 1024, smallTensor = 65536;

/// Quadratic forms of fewer features are faster as a plain product; more would
/// not fit the scratch memory of a thread.
constexpr int64_t leastFeatures = 16, mostFeatures = 8192;
/// Of so few features and so many outputs, pairs of features are multiplied
/// once for all outputs.
constexpr int64_t mostPairFeatures = 128, leastPairOutputs = 12;
/// Units of work that keep the multiprocessors of a GPU busy; threads of a
/// processor take several each.
constexpr int64_t wantedFormUnits = 128;
/// Least number of columns of one part of a quadratic form.
constexpr int64_t leastPartColumns = 32;

/// Inputs are brought into the order of the lanes where at least one of so many
/// is read.
constexpr int64_t mostUnreadInputs = 4;

//===----------------------------------------------------------------------===//
// Processors
//===----------------------------------------------------------------------===//

/// Work (operations on one element) that pays for handing it to a thread.
constexpr int64_t workPerThread = 40000;
/// A dimension of at least this extent keeps several threads busy.
constexpr int64_t longShared = 32;
/// Rows of a result with fewer elements are summed together with others, up to
/// as many as stay near in the cache.
constexpr int64_t shortRow = 64, longestRow = 16384;

/// Side of the blocks in which two dimensions are walked through where an
/// operand is dense along the other one.
constexpr int64_t crossedSide = 32;

/// Longest sum that is read in place, and longest part of a sum in one panel.
constexpr int64_t longestDirect = 512, longestPanel = 1024;
/// A tile of one vector instead of two pays where it computes at most this
/// share; its rows with 16 registers, twice as many with 32; and its least
/// width, which is that of a transposed block.
constexpr double narrowTiles = 0.92;
constexpr int64_t narrowRows = 8, leastTileBits = 256;
/// Steps of the left operand in one copy, which stays in the first-level cache,
/// the panels of columns from which on it pays, and the most whose tiles may
/// wait in scratch memory.
constexpr int64_t longestLeft = 512, leastLeftPanels = 3, mostLeftPanels = 128;
/// Least number of units that keeps a few threads busy.
constexpr int64_t wantedUnits = 16;
/// Tiles of rows in a unit, where the right operand is copied once for all of
/// them and where it is not.
constexpr int64_t mostUnitTiles = 24, fewUnitTiles = 4;
/// Shorter sums cost less with the factor in each product.
constexpr int64_t leastNested = 4;
/// Samples that are summed before the sums of a quadratic form's gradient go
/// back to scratch memory.
constexpr int64_t mostPartSamples = 128;
/// Samples of its adjoint times a block of features, which are kept for all
/// blocks of rows: they fill a part of the second-level cache.
constexpr int64_t mostScaledSamples = 1024;

/// Samples for which a matrix of a quadratic form is brought into the order of
/// its pairs once; vectors of samples of a tile of an input's gradient, and the
/// tiles for which that is done once.
constexpr int64_t pairSamples = 1024, pairVectors = 3, pairTiles = 2;

/// Bytes of inputs that are gone through for all rows: most of a small second
/// level cache.
constexpr int64_t mostCachedBytes = 400 << 10;
/// The most samples gone through at once.
constexpr int64_t mostLaneSamples = 256;

/// Windows. Images that are read by one unit of work, in scratch memory: small
/// enough for the second-level cache beside weights and results; the sums of a
/// tile's rows; with pixels summed, images and the other factor.
constexpr int64_t windowImageBytes = 256 << 10, windowSumBytes = 48 << 10,
                  windowSummedBytes = 512 << 10;
/// What a tile whose pixels are summed walks through for each channel: it stays
/// in the first-level cache.
constexpr int64_t windowTileBytes = 32 << 10;
/// A window of one pixel over fewer pixels is a product of matrices.
constexpr int64_t leastPixels = 32;
/// More scratch memory than this is not on a thread's stack.
constexpr int64_t mostWindowBytes = 768 << 10;
/// Vectors of so many bits are loaded in part at no cost: rows of pixels need
/// no margins.
constexpr int64_t maskedBits = 512;
/// Images of so few vectors are summed in one step of a loop.
constexpr int64_t shortImage = 4;
/// Vectors of pixels for which small images are taken together, and how many
/// are where pixels are summed.
constexpr int64_t windowVectors = 16, mostUnitImages = 32;
/// Parts of the batch in which gradients of weights are summed: the same for
/// every number of threads. Results larger than this in all parts are cut into
/// rows instead.
constexpr int64_t windowChunks = 16, mostPartialBytes = 4 << 20;
/// Fewer parts where one would have fewer vectors of pixels.
constexpr int64_t leastWindowChunks = 4, longChunk = 64;
/// More taps are too much code where each has registers of its own.
constexpr int64_t mostSummedTaps = 128;
/// Cycles of a step of a tile beside its arithmetic and its loads.
constexpr double stepOverhead = 0.3;
/// Cycles that adding up the lanes of a tile's sums costs.
constexpr double sumCycles = 200;
/// Products of a tile that are written out one after the other in the code.
constexpr int64_t mostUnrolledProducts = 1200;
/// Distances that are a multiple of this meet in one set of the first-level
/// cache.
constexpr int64_t cacheSetBytes = 4096;

/// Ops before a pointwise op that are looked at for one to merge it with, and
/// buffers that one loop walks at once: more streams than this, and neither
/// registers nor the prefetcher keep up.
constexpr size_t mergeReach = 8, mergedBuffers = 12;

//===----------------------------------------------------------------------===//
// GPUs
//===----------------------------------------------------------------------===//

/// A thread has 255 registers; the need of a kernel is an estimate.
constexpr int64_t mostRegisters = 250;

/// What a block does for one sample in a group of ops: points of an op, steps
/// of a sum, both together.
constexpr int64_t mostPoints = 2048, mostSteps = 128, mostWork = 1 << 15;
/// A pointwise op of more elements is done as soon as it is ready, so that its
/// operands need not live on.
constexpr int64_t bigOp = 1 << 20;
/// Limits of one kernel: what it is passed fits, what it holds can be read.
constexpr unsigned mostOps = 48, mostColumns = 16, mostUses = 256;
/// Points of the largest op that a block of a sample group holds at once, and
/// its samples and threads.
constexpr int64_t mostBlockPoints = 128, mostBlockSamples = 32,
                  mostBlockThreads = 512;

/// Fewer results keep less than a block for each multiprocessor busy.
constexpr int64_t fewResults = 128;
/// A shorter sum is not worth another launch.
constexpr int64_t longSplitSum = 8192;
/// The dimension that becomes parallel has at least this extent.
constexpr int64_t enoughParts = 16;
/// So many threads keep the device busy.
constexpr int64_t busyThreads = 1 << 16;
/// A lane of a reduction walks at least so many points.
constexpr int64_t leastLanePoints = 4;
/// Above this many searches walking a scatter in memory is faster; one search
/// serves as many free points as a warp has lanes.
constexpr int64_t mostSearches = 1 << 20, scatterLanes = 32;

} // namespace dnd::codegen::limits

#endif // DND_CODEGEN_SELECT_LIMITS_H
