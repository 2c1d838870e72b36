//===- SelectKernels.cpp - what runs each op of dndrt ---------------------===//
//
// The one place where a kernel or a library is chosen, for each device.
//
//===----------------------------------------------------------------------===//
#include "codegen/kernel/EntryOps.h"
#include "codegen/nest/Points.h"
#include "codegen/select/Choices.h"
#include "codegen/select/ContractSpace.h"
#include "codegen/select/FeaturePairs.h"
#include "codegen/select/GatherMatch.h"
#include "codegen/select/HostRoof.h"
#include "codegen/select/Limits.h"
#include "codegen/select/LoopChoice.h"
#include "codegen/select/PackedPlan.h"
#include "codegen/select/ScatterPlan.h"
#include "codegen/select/SelectPasses.h"
#include "codegen/select/WindowPlan.h"
#include "mlir/Support/DebugStringHelper.h"
#include "passes/Remarks.h"
#include "llvm/ADT/StringSet.h"

namespace dnd::codegen {
#define GEN_PASS_DEF_SELECTKERNELS
#include "codegen/select/SelectPasses.h.inc"
} // namespace dnd::codegen

using namespace mlir;
using namespace dnd::codegen;
using dnd::dndrt::ChoiceAttr;
using dnd::dndrt::Device;
using dnd::dndrt::Maker;
using dnd::dndrt::PackedContractOp;
using dnd::dndrt::Roof;
using dnd::dndrt::ScatterContractOp;
using dnd::dndrt::TriangularGradOp;
using dnd::dndrt::TriangularQuadraticOp;

namespace {
/// Removes the views that were made to look at an op.
class Views {
public:
  explicit Views(Operation *op) : op(op), before(op->getPrevNode()) {}
  ~Views() {
    while (op->getPrevNode() != before)
      op->getPrevNode()->erase();
  }

private:
  Operation *op, *before;
};
} // namespace

static std::string productText(const ContractRoles &roles,
                               ArrayRef<int64_t> extents) {
  std::string many = countText(roles.shared, extents);
  return (many == "1" ? std::string("product") : many + " products") + " of " +
         countText(roles.rows, extents) + " x " +
         countText(roles.columns, extents) + " with " +
         countText(roles.summed, extents) + " steps";
}

//===----------------------------------------------------------------------===//
// Processors
//===----------------------------------------------------------------------===//

/// "3 x 3" and the like.
static std::string timesText(ArrayRef<int64_t> numbers) {
  std::string text;
  for (int64_t number : numbers)
    text += (text.empty() ? "" : " x ") + std::to_string(number);
  return text;
}

static Decision chooseWindowOnCpu(PackedContractOp op, const WindowPlan &plan) {
  SmallVector<int64_t> taps, pixels;
  bool leavesOutGaps = false;
  for (const WindowAxis &axis : plan.axes) {
    taps.push_back(axis.taps);
    pixels.push_back(axis.pixels);
    leavesOutGaps |= axis.gap > 1;
  }
  Decision decision;
  decision.kernel = kernels::windowTiles;
  decision.plan = planOf(op.getContext(), plan);
  decision.expectation = {static_cast<unsigned>(std::lround(100 * plan.share)),
                          Roof::arithmetic};
  std::string window =
      "window of " + timesText(taps) + " over " + timesText(pixels) + " pixels";
  decision.what = plan.sumsPixels
                      ? window + ", summed, in tiles of " +
                            std::to_string(plan.rows) + " x " +
                            std::to_string(plan.tileChannels * plan.tileTaps) +
                            " vectors"
                      : window + " in tiles of " + std::to_string(plan.rows) +
                            " x " + std::to_string(plan.vectors) + " vectors";
  decision.why =
      std::string(op.getMarginsAttr() ? "margins are made in scratch memory"
                                      : "images are copied to scratch memory") +
      (leavesOutGaps ? ", zeros between elements are left out" : "");
  return decision;
}

/// Products with pairs of features in tiles of `rows` outputs.
static Decision choosePairsOnCpu(Operation *op, int64_t features,
                                 int64_t outputs, int64_t rows) {
  int64_t lanes = targetTile(op, elementOf(op)).lanes;
  Decision decision;
  decision.kernel = kernels::featurePairs;
  decision.plan =
      makePlan(op->getContext(), {{"rows", rows}, {"lanes", lanes}});
  decision.expectation = expectPairs(outputs, rows);
  decision.what = "products with pairs of " + std::to_string(features) +
                  " features for " + std::to_string(outputs) +
                  " outputs in tiles of " + std::to_string(rows) + " rows";
  decision.why = "outputs share the pairs, the matrix counts as symmetric";
  return decision;
}

static std::optional<Decision> choosePackedOnCpu(PackedContractOp op) {
  if (std::optional<WindowPlan> plan = planWindow(op))
    return chooseWindowOnCpu(op, *plan);
  // Only windows read margins: without a choice the op is an error.
  if (op.getMarginsAttr())
    return std::nullopt;
  if (std::optional<PairGradient> pairs = matchPairGradient(op)) {
    // A third vector of samples in place of a third of the rows.
    int64_t rows = targetTile(op, elementOf(op)).rows * 2 / limits::pairVectors;
    return choosePairsOnCpu(op, pairs->features, pairs->outputs, rows);
  }
  Views views(op);
  BufferSpace space = packedSpace(op);
  PackedPlan plan = planPacked(op, space);
  unsigned out = op.getNumFactors() + op.getExtras().size();
  ContractRoles roles = *findRoles(space.maps[0], space.maps[1],
                                   op.getFactor() ? space.maps[2] : AffineMap(),
                                   space.maps[out], space.extents);
  ProductSize size{countPoints(roles.rows, space.extents),
                   countPoints(roles.columns, space.extents),
                   countPoints(roles.summed, space.extents),
                   countPoints(roles.shared, space.extents)};
  Decision decision;
  decision.kernel = kernels::registerTiles;
  decision.plan = planOf(op.getContext(), plan);
  decision.expectation =
      expectTiles(size, plan, bytesOf(op, dnd::assumedBatch));
  decision.what = productText(roles, space.extents) + " in register tiles of " +
                  std::to_string(plan.tile.rows) + " x " +
                  std::to_string(plan.tile.lanes);
  decision.why =
      plan.leftSteps ? "the left operand is copied, the right one is read "
                       "where it lies"
      : !plan.packs  ? "the right operand is read where it lies"
      : plan.factorInPanel ? "the right operand is copied times the factor"
      : plan.blocks        ? "the right operand is copied in parts of the sum"
                           : "the right operand is copied";
  return decision;
}

static Decision chooseTriangleOnCpu(Operation *op, int64_t features,
                                    int64_t outputs) {
  TileShape tile = targetTile(op, elementOf(op));
  if (multipliesPairs(features, outputs))
    return choosePairsOnCpu(op, features, outputs, fitRows(tile, outputs));
  Decision decision;
  decision.kernel = kernels::triangle;
  decision.plan =
      makePlan(op->getContext(), {{"rows", tile.rows}, {"lanes", tile.lanes}});
  decision.expectation = expectTriangle(features, tile);
  decision.what = "half of the products of " + std::to_string(features) +
                  " features in register tiles of " +
                  std::to_string(tile.rows) + " x " +
                  std::to_string(tile.lanes);
  decision.why = "the matrix counts as symmetric";
  return decision;
}

static Decision chooseScatterOnCpu(ScatterContractOp op) {
  Decision decision;
  decision.plan = makePlan(op.getContext(), {});
  std::string why;
  if (auto scatter = matchGatherScatter(op, why)) {
    double points = GatherSum::product(scatter->rowExtents) *
                    GatherSum::product(scatter->columnExtents);
    decision.kernel = kernels::sampleLanes;
    decision.expectation = expectLanes(points, scatter->places);
    decision.what = "sums into chosen places, samples in the lanes";
    decision.why = "the places are the same for all samples";
  } else {
    decision.kernel = kernels::loops;
    decision.expectation = expectLoops(targetTile(op, elementOf(op)).lanes / 2);
    decision.what = "sums into computed places by loops";
    decision.why = why;
  }
  return decision;
}

/// A sum of linalg over inputs that a table chooses; none for any other op.
static std::optional<Decision> chooseGatherOnCpu(linalg::GenericOp op,
                                                 linalg::FillOp fill) {
  std::string why;
  std::optional<GatherSum> sum = matchGather(op, fill, why);
  if (!sum && why.empty())
    return std::nullopt;
  Decision decision;
  decision.plan = makePlan(op.getContext(), {});
  if (!sum) {
    decision.expectation = expectLoops(targetTile(op, elementOf(op)).lanes / 2);
    decision.what = "sum over chosen inputs by general loops";
    decision.why = why;
    return decision;
  }
  double inputs = 0;
  for (memref::LoadOp load : sum->gathers)
    inputs += GatherSum::product(load.getMemRefType().getShape().drop_front());
  decision.kernel = kernels::sampleLanes;
  decision.expectation =
      expectLanes(double(sum->numRows()) * sum->numColumns(), inputs);
  decision.what = sum->sumsSamples
                      ? "sum over the samples of chosen inputs, samples in the "
                        "lanes"
                      : "sum over chosen inputs, samples in the lanes";
  decision.why = "the places are the same for all samples";
  return decision;
}

//===----------------------------------------------------------------------===//
// GPUs
//===----------------------------------------------------------------------===//

namespace {
/// Which products are offered to a library when the program runs: those for
/// which it should pay, all that are products of matrices, none.
enum class LibraryUse { automatic, all, off };
} // namespace

static std::string epilogueText(const LibraryOffer &offer) {
  if (offer.sumsOnly)
    return " (sums, a kernel runs the epilogue)";
  std::string text;
  for (auto [has, name] : {std::pair(offer.product.add, "sum"),
                           std::pair(bool(offer.product.bias), "bias"),
                           std::pair(offer.product.relu, "relu")})
    if (has)
      text += (text.empty() ? " (with " : " and ") + std::string(name);
  return text.empty() ? "" : text + ")";
}

static void decideLibrary(const ContractSpace &contract,
                          const ProductPlan &plan, LibraryUse use,
                          Decision &decision) {
  std::optional<LibraryOffer> offer;
  if (use != LibraryUse::off)
    offer = findLibraryOffer(contract);
  if (!offer)
    return;
  double gain = libraryGain(contract.size(), plan, offer->sumsOnly);
  auto text = [](double cycles) {
    return std::to_string(
               static_cast<int64_t>(std::ceil(deviceMicroseconds(cycles)))) +
           " us";
  };
  std::string gains = gain > 0 ? "the library gains " + text(gain)
                               : "a library gains less than it costs";
  bool pays = gain > 0 || use == LibraryUse::all;
  if (pays) {
    decision.maker = Maker::library;
    decision.kernel = kernels::cublasLt;
    decision.what +=
        " for cuBLASLt" + epilogueText(*offer) + " where it is installed, else";
  }
  decision.why =
      (pays ? "" : "not for cuBLASLt, ") + gains + " of " + text(plan.cycles);
}

static std::string tilesText(const ProductPlan &plan) {
  std::string text = " in tiles of " + std::to_string(plan.shape.rows) + " x " +
                     std::to_string(plan.shape.columns);
  if (plan.splits > 1)
    text += ", the sum in " + std::to_string(plan.splits) + " parts";
  return text;
}

static Expectation expectProduct(const ProductPlan &plan) {
  return {static_cast<unsigned>(100 * std::min(plan.share, 1.0) + 0.5),
          Roof::arithmetic};
}

static Decision choosePackedOnCuda(PackedContractOp op, LibraryUse use) {
  Views views(op);
  ContractSpace contract(op);
  ProductPlan plan = planProduct(
      contract.size(), deviceMath(op),
      [&](const BlockShape &shape) { return contract.registers(shape); });
  Decision decision;
  decision.kernel = kernels::blockTiles;
  decision.plan = planOf(op.getContext(), plan);
  decision.expectation = expectProduct(plan);
  decision.what = productText(contract.roles, contract.space.extents);
  // Margins are copied first; no library multiplies windows.
  decideLibrary(contract, plan, op.getMarginsAttr() ? LibraryUse::off : use,
                decision);
  decision.what += tilesText(plan);
  if (decision.why.empty())
    decision.why = op.getFactor() ? "a third factor is multiplied in the kernel"
                                  : "operands are no matrices of a library";
  return decision;
}

static Decision chooseTriangleOnCuda(Operation *op, const ProductSize &size) {
  ProductPlan plan = planProduct(squareShape(deviceMath(op)), size);
  Decision decision;
  decision.kernel = kernels::triangle;
  decision.plan = planOf(op->getContext(), plan);
  decision.expectation = expectProduct(plan);
  decision.what = "half of the products" + tilesText(plan);
  decision.why = "the matrix counts as symmetric";
  return decision;
}

/// Columns of a block read half of the rows on average.
static ProductSize sizeOf(TriangularQuadraticOp op) {
  auto matrix = cast<MemRefType>(op.getA().getType());
  int64_t parts = cast<MemRefType>(op.getInit().getType()).getDimSize(2);
  int64_t outputs = matrix.getDimSize(0), features = matrix.getDimSize(1);
  return {double(assumedDeviceBatch), double(llvm::divideCeil(features, parts)),
          double(features) / 2, double(outputs * parts)};
}

static ProductSize sizeOf(TriangularGradOp op) {
  double outputs = op.getExtents()[1], features = op.getExtents()[2];
  return {features, features / 2, double(assumedDeviceBatch), outputs};
}

static Decision chooseScatterOnCuda(ScatterContractOp op) {
  ScatterPlan plan = planScatter(op);
  Decision decision;
  decision.kernel = plan.kernel;
  decision.plan = makePlan(op.getContext(), {});
  // Each place looks for its sources, most of which are somebody else's.
  decision.expectation = {10, Roof::memory};
  decision.what =
      plan.kernel == kernels::scatterInverse
          ? "sums into computed places, a thread for each"
      : plan.kernel == kernels::scatterSearch
          ? "sums into computed places, a warp searches for each"
          : "sums into computed places, a thread walks each row of sources";
  decision.why = plan.why + "; sums have an order, so there are no atomics";
  return decision;
}

//===----------------------------------------------------------------------===//
// The pass
//===----------------------------------------------------------------------===//

namespace {
struct SelectKernelsPass
    : dnd::codegen::impl::SelectKernelsBase<SelectKernelsPass> {
  using SelectKernelsBase::SelectKernelsBase;

  void runOnOperation() override {
    ModuleOp module = getOperation();
    if (failed(readOptions(module)))
      return signalPassFailure();
    said.clear();
    for (auto entry : module.getOps<func::FuncOp>()) {
      if (entry.isExternal() || !entry.isPublic())
        continue;
      for (auto [op, fill] : kernelOps(entry)) {
        if (std::optional<Decision> decision = chooseOnCpu(op, fill))
          take(op, Device::cpu, *decision);
        // Device code is made of f32 only.
        Type element = elementOf(op);
        if (cuda && element && element.isF32())
          if (std::optional<Decision> decision = chooseOnCuda(op))
            take(op, Device::cuda, *decision);
      }
    }
    if (failed(verifyChoices(module, Device::cpu)) ||
        (cuda && failed(verifyChoices(module, Device::cuda))))
      signalPassFailure();
  }

private:
  LogicalResult readOptions(ModuleOp module) {
    if (!math.empty() && math != "f32" && math != "tf32" && math != "bf16")
      return emitError(module.getLoc()) << "unknown arithmetic '" << math
                                        << "' for GPUs: f32, tf32 or bf16";
    if (!math.empty())
      module->setAttr(cudaMathAttr, Builder(&getContext()).getStringAttr(math));
    if (blas != "auto" && blas != "all" && blas != "off")
      return emitError(module.getLoc())
             << "unknown use of a library '" << blas << "': auto, all or off";
    use = blas == "all"   ? LibraryUse::all
          : blas == "off" ? LibraryUse::off
                          : LibraryUse::automatic;
    return success();
  }

  static std::optional<Decision> chooseOnCpu(Operation *op,
                                             linalg::FillOp fill) {
    if (auto packed = dyn_cast<PackedContractOp>(op))
      return choosePackedOnCpu(packed);
    if (auto form = dyn_cast<TriangularQuadraticOp>(op))
      return chooseTriangleOnCpu(
          op, cast<MemRefType>(form.getA().getType()).getDimSize(1),
          cast<MemRefType>(form.getA().getType()).getDimSize(0));
    if (auto grad = dyn_cast<TriangularGradOp>(op))
      return chooseTriangleOnCpu(op, grad.getExtents()[2],
                                 grad.getExtents()[1]);
    if (auto scatter = dyn_cast<ScatterContractOp>(op))
      return chooseScatterOnCpu(scatter);
    if (auto generic = dyn_cast<linalg::GenericOp>(op))
      if (std::optional<Decision> gather = chooseGatherOnCpu(generic, fill))
        return gather;
    auto plain = dyn_cast<linalg::LinalgOp>(op);
    if (plain && elementOf(op))
      return chooseLoopsOnCpu(plain);
    return std::nullopt;
  }

  std::optional<Decision> chooseOnCuda(Operation *op) {
    if (auto packed = dyn_cast<PackedContractOp>(op))
      return choosePackedOnCuda(packed, use);
    if (auto form = dyn_cast<TriangularQuadraticOp>(op))
      return chooseTriangleOnCuda(op, sizeOf(form));
    if (auto grad = dyn_cast<TriangularGradOp>(op))
      return chooseTriangleOnCuda(op, sizeOf(grad));
    if (auto scatter = dyn_cast<ScatterContractOp>(op))
      return chooseScatterOnCuda(scatter);
    if (auto plain = dyn_cast<linalg::LinalgOp>(op))
      return chooseThreadsOnCuda(plain);
    return std::nullopt;
  }

  void take(Operation *op, Device device, const Decision &decision) {
    if (!decision.kernel.empty())
      setChoice(op,
                ChoiceAttr::get(&getContext(), device, decision.maker,
                                StringAttr::get(&getContext(), decision.kernel),
                                decision.plan, decision.expectation.share,
                                decision.expectation.roof));
    // Twins of f64 are not what a model is trained with.
    if (!elementOf(op).isF32())
      return;
    bool isMemory = decision.expectation.roof == Roof::memory;
    std::string roof =
        isMemory
            ? "memory"
            : (device == Device::cuda ? mathName(deviceMath(op)) : "f32").str();
    std::string text =
        (dnd::dndrt::stringifyDevice(device) + ": " + decision.what + ": " +
         decision.why + "; expected " + Twine(decision.expectation.share) +
         " % of the " + roof + " roof")
            .str();
    // Entry points share most of their ops.
    if (said.insert(text + " at " + debugString(op->getLoc())).second)
      dnd::passes::emitPassRemark(op->getLoc(), "select", text);
  }

  LibraryUse use = LibraryUse::automatic;
  llvm::StringSet<> said;
};
} // namespace
