//===- FaultTest.cpp - The SIMT driver finds planted faults of each kind --===//
#include "tests/simt/SimtRig.h"
#include <cstdlib>
#include <gmock/gmock.h>

using namespace dnd::simt;
namespace cuda = dnd::rt::cuda;
using testing::AllOf;
using testing::HasSubstr;

namespace {
class Faults : public testing::TestWithParam<const char *> {
protected:
  void SetUp() override { setenv("DND_SIMT_ORDER", GetParam(), 1); }
  void TearDown() override { unsetenv("DND_SIMT_ORDER"); }
};
} // namespace

INSTANTIATE_TEST_SUITE_P(Orders, Faults,
                         testing::Values("forward", "reverse", "shuffle:7"),
                         [](const auto &info) {
                           std::string name = info.param;
                           return name.substr(0, name.find(':'));
                         });

static const std::string &faulty() {
  static const std::string text = kernelText("faults");
  return text;
}
static const std::vector<float> many(64, 1.0f);

TEST_P(Faults, GlobalReadBehindABuffer) {
  Rig rig(faulty());
  auto x = rig.put(many), y = rig.put(many);
  EXPECT_EQ(rig.run("offset", 1, 60, x, y, int64_t(4)), 0);
  EXPECT_EQ(rig.run("offset", 1, 61, x, y, int64_t(4)), cuda::illegalAddress);
  EXPECT_THAT(rig.report(),
              AllOf(HasSubstr("out of bounds: read of 4 bytes"),
                    HasSubstr("0 bytes behind the end of buffer 1 of 256"),
                    HasSubstr("kernel offset"), HasSubstr("thread (60,0,0)"),
                    HasSubstr("planted.dnd:4:7"), HasSubstr("load float")));
  // The fault stays: nothing works any more.
  EXPECT_EQ(driver().cuStreamSynchronize(nullptr), cuda::illegalAddress);
  cuda::Address more = 0;
  EXPECT_EQ(driver().cuMemAlloc_v2(&more, 4), cuda::illegalAddress);
}

TEST_P(Faults, GlobalReadInAnotherBuffer) {
  Rig rig(faulty());
  auto x = rig.put(many), y = rig.put(many);
  int64_t by = static_cast<int64_t>(y - x) / 4;
  EXPECT_EQ(rig.run("offset", 1, 1, x, y, by), cuda::illegalAddress);
  EXPECT_THAT(rig.report(), HasSubstr("behind the end of buffer 1"));
}

TEST_P(Faults, GlobalReadBeforeABuffer) {
  Rig rig(faulty());
  auto x = rig.put(many), y = rig.put(many);
  EXPECT_EQ(rig.run("offset", 1, 64, x, y, int64_t(-1)), cuda::illegalAddress);
  EXPECT_THAT(rig.report(), HasSubstr("4 bytes before buffer 1"));
}

TEST_P(Faults, PartOfABuffer) {
  Rig rig(faulty());
  auto x = rig.put(many), y = rig.put(many);
  EXPECT_EQ(rig.run("extent", 1, 32, x, y, int64_t(16)), 0);
  EXPECT_EQ(rig.run("extent", 1, 33, x, y, int64_t(16)), cuda::illegalAddress);
  EXPECT_THAT(rig.report(), HasSubstr("byte 128 of an argument of 128 bytes"));
}

TEST_P(Faults, FreedBuffer) {
  Rig rig(faulty());
  auto x = rig.put(many), y = rig.put(many);
  ASSERT_EQ(driver().cuMemFree_v2(x), 0);
  EXPECT_EQ(driver().cuMemFree_v2(x), cuda::invalidValue);
  EXPECT_EQ(rig.run("offset", 1, 1, x, y, int64_t(0)), cuda::illegalAddress);
  EXPECT_THAT(rig.report(), HasSubstr("buffer 1 of 256 bytes, which is freed"));
}

TEST_P(Faults, HostAddress) {
  Rig rig(faulty());
  auto y = rig.put(many);
  const float *host = many.data();
  EXPECT_EQ(rig.run("offset", 1, 1, host, y, int64_t(0)), cuda::illegalAddress);
  EXPECT_THAT(rig.report(), HasSubstr("out of bounds"));
}

TEST_P(Faults, MisalignedVector) {
  Rig rig(faulty());
  auto x = rig.put(many);
  EXPECT_EQ(rig.run("misaligned", 1, 1, x, int64_t(4)), 0);
  EXPECT_EQ(rig.run("misaligned", 1, 1, x, int64_t(1)), 716);
  EXPECT_THAT(rig.report(), HasSubstr("misaligned read of 16 bytes"));
}

TEST_P(Faults, WriteToAConstant) {
  Rig rig(faulty());
  EXPECT_EQ(rig.run("write_constant", 1, 1, int64_t(2)), cuda::illegalAddress);
  EXPECT_THAT(rig.report(), HasSubstr("constant variable 'constants'"));
}

TEST_P(Faults, SharedOutOfBounds) {
  Rig rig(faulty());
  auto y = rig.put(many);
  EXPECT_EQ(rig.run("shared_bounds", 1, 32, y, int64_t(0)), 0);
  EXPECT_EQ(rig.run("shared_bounds", 1, 1, y, int64_t(32)),
            cuda::illegalAddress);
  EXPECT_THAT(rig.report(),
              HasSubstr("byte 128 of the shared variable 'one' of 128 bytes"));
}

TEST_P(Faults, SharedFarOutOfBounds) {
  Rig rig(faulty());
  auto y = rig.put(many);
  // 128 floats further lies the next variable: still not the one meant.
  EXPECT_EQ(rig.run("shared_bounds", 1, 1, y, int64_t(96)),
            cuda::illegalAddress);
  EXPECT_THAT(rig.report(), HasSubstr("byte 384 of the shared variable 'one'"));
}

TEST_P(Faults, UninitialisedSharedMemory) {
  Rig rig(faulty());
  auto y = rig.put(many);
  EXPECT_EQ(rig.run("uninitialised", 1, 32, y, int64_t(0)), 0);
  // Also in the second block, after the first has filled the memory.
  EXPECT_EQ(rig.run("uninitialised", 2, 32, y, int64_t(1)), cuda::launchFailed);
  EXPECT_THAT(rig.report(), AllOf(HasSubstr("uninitialised shared memory"),
                                  HasSubstr("thread (31,0,0)")));
}

TEST_P(Faults, MissingBarrierBeforeARead) {
  Rig rig(faulty());
  auto y = rig.put(many);
  EXPECT_EQ(rig.run("read_early", 1, 64, y), cuda::launchFailed);
  EXPECT_THAT(rig.report(), HasSubstr("data race"));
}

TEST_P(Faults, MissingBarrierBeforeAWrite) {
  Rig rig(faulty());
  auto y = rig.put(many);
  EXPECT_EQ(rig.run("write_early", 1, 64, y), cuda::launchFailed);
  EXPECT_THAT(rig.report(),
              AllOf(HasSubstr("data race"), HasSubstr("shared memory")));
}

TEST_P(Faults, BarrierOfTheWarpOnly) {
  Rig rig(faulty());
  auto y = rig.put(many);
  EXPECT_EQ(rig.run("warp_barrier", 1, 64, y), cuda::launchFailed);
  EXPECT_THAT(rig.report(), testing::AnyOf(HasSubstr("data race"),
                                           HasSubstr("uninitialised")));
}

TEST_P(Faults, BlocksWriteTheSameWord) {
  Rig rig(faulty());
  auto y = rig.put(many);
  EXPECT_EQ(rig.run("blocks_write", 1, 64, y), 0);
  EXPECT_EQ(rig.run("blocks_write", 2, 64, y), cuda::launchFailed);
  EXPECT_THAT(rig.report(),
              AllOf(HasSubstr("data race: write to global"),
                    HasSubstr("of block ("), HasSubstr("of buffer 1")));
}

TEST_P(Faults, BlockReadsWhatAnotherWrites) {
  Rig rig(faulty());
  auto y = rig.put(many);
  EXPECT_EQ(rig.run("blocks_read", 1, 1, y), 0);
  EXPECT_EQ(rig.run("blocks_read", 8, 1, y), cuda::launchFailed);
  EXPECT_THAT(rig.report(), HasSubstr("data race"));
}

TEST_P(Faults, ThreadsMissAtABarrier) {
  Rig rig(faulty());
  auto y = rig.put(many);
  EXPECT_EQ(rig.run("half_barrier", 1, 32, y), 0);
  EXPECT_EQ(rig.run("half_barrier", 1, 64, y), cuda::launchFailed);
  EXPECT_THAT(rig.report(), AllOf(HasSubstr("wait for ever"),
                                  HasSubstr("32 (first: (0,0,0)) at"),
                                  HasSubstr("llvm.nvvm.barrier0"),
                                  HasSubstr("32 of 64 have ended")));
}

TEST_P(Faults, TwoBarriersForOneWarp) {
  Rig rig(faulty());
  auto y = rig.put(many);
  EXPECT_EQ(rig.run("two_barriers", 1, 32, y), cuda::launchFailed);
  EXPECT_THAT(rig.report(), HasSubstr("different barriers"));
}

TEST_P(Faults, LanesAtDifferentCollectives) {
  Rig rig(faulty());
  auto y = rig.put(many);
  EXPECT_EQ(rig.run("mixed_collectives", 1, 32, y), cuda::launchFailed);
  EXPECT_THAT(rig.report(), HasSubstr("at different places"));
}

TEST_P(Faults, LaneOutsideOfItsMask) {
  Rig rig(faulty());
  auto y = rig.put(many);
  EXPECT_EQ(rig.run("wrong_mask", 1, 16, y), 0);
  EXPECT_EQ(rig.run("wrong_mask", 1, 32, y), cuda::launchFailed);
  EXPECT_THAT(rig.report(), HasSubstr("not in its mask"));
}

TEST_P(Faults, MmaInAnIncompleteWarp) {
  Rig rig(faulty());
  auto y = rig.put(many);
  EXPECT_EQ(rig.run("mma_half_warp", 1, 32, y), 0);
  EXPECT_EQ(rig.run("mma_half_warp", 1, 48, y), cuda::launchFailed);
  EXPECT_THAT(rig.report(), HasSubstr("mma.sync in a warp of which threads"));
}

TEST_P(Faults, CopyUnderWay) {
  Rig rig(faulty());
  auto x = rig.put(many), y = rig.put(many);
  EXPECT_EQ(rig.run("copy_in_flight", 1, 32, x, y), cuda::launchFailed);
  EXPECT_THAT(rig.report(), HasSubstr("cp.async copy to it is under way"));
}

TEST_P(Faults, CopyWithoutBarrier) {
  Rig rig(faulty());
  auto x = rig.put(many), y = rig.put(many);
  EXPECT_EQ(rig.run("copy_unshared", 1, 32, x, y), cuda::launchFailed);
}

//===----------------------------------------------------------------------===//
// What makeHostImage refuses
//===----------------------------------------------------------------------===//

static std::string header = R"(
target datalayout = "e-i64:64-i128:128-v16:16-v32:32-n16:32:64"
target triple = "nvptx64-nvidia-cuda"
!nvvm.annotations = !{!0}
!0 = !{ptr @k, !"kernel", i32 1}
)";

TEST(HostImage, NamesAMissingIntrinsic) {
  EXPECT_EQ(makeImage(header + R"(
declare void @llvm.nvvm.mbarrier.init(ptr, i32)
define void @k(ptr %x) {
  call void @llvm.nvvm.mbarrier.init(ptr %x, i32 1)
  ret void
})"),
            "error: 'llvm.nvvm.mbarrier.init' has no counterpart on the host "
            "(called in 'k')");
}

TEST(HostImage, NamesAMissingFunction) {
  EXPECT_EQ(
      makeImage(header + R"(
declare float @__nv_expf(float)
define void @k(ptr %x) {
  %v = call float @__nv_expf(float 1.0)
  store float %v, ptr %x, align 4
  ret void
})"),
      "error: '__nv_expf' has no counterpart on the host (called in 'k')");
}

TEST(HostImage, RefusesInlinePtx) {
  EXPECT_EQ(makeImage(header + R"(
define void @k(ptr %x) {
  call void asm sideeffect "bar.sync 0;", ""()
  ret void
})"),
            "error: inline PTX in 'k' has no counterpart on the host: put it "
            "into a function 'dnd_ptx_NAME'");
}

TEST(HostImage, NamesAnUnknownWrapper) {
  EXPECT_EQ(makeImage(header + R"(
define internal void @dnd_ptx_unheard_of() noinline {
  call void asm sideeffect "bar.sync 0;", ""()
  ret void
}
define void @k(ptr %x) {
  call void @dnd_ptx_unheard_of()
  ret void
})"),
            "error: 'dnd_ptx_unheard_of' has no counterpart on the host "
            "(called in 'k')");
}

TEST(HostImage, RefusesAggregates) {
  EXPECT_EQ(makeImage(header + R"(
define void @k({ float, float } %x) {
  ret void
})"),
            "error: kernel 'k': only numbers and pointers can be handed to a "
            "kernel on the host, argument 0 is neither");
}

TEST(HostImage, IsTheSameEveryTime) {
  EXPECT_EQ(makeImage(faulty()), makeImage(faulty()));
}
