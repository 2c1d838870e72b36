//===- CudaTest.cpp - The GPU side of the runtime -------------------------===//
//
// Against a driver that runs the entries of hand-written models in C++: what it
// computes is the same, so that every bit must be, whatever the road there. And
// every way in which a machine can fail.
//
//===----------------------------------------------------------------------===//
#include "FakeDevice.h"
#include "runtime/core/Error.h"
#include "runtime/core/File.h"
#include "runtime/core/Signals.h"
#include "runtime/data/Numpy.h"

#include <fmt/core.h>

#include <cmath>
#include <cstdlib>
#include <gtest/gtest.h>

using namespace dnd::rt;
using namespace dnd::rt::test;

namespace {

const std::string spirals =
    R"("data": {"fn": "spirals", "named": {"train": 103, "test": 50}},
       "batch": 10, "epochs": 4)";

using Words = std::vector<std::string>;

Words operator+(Words a, const Words &b) {
  a.insert(a.end(), b.begin(), b.end());
  return a;
}

class Cuda : public testing::Test {
protected:
  void SetUp() override { driver = &fakeDriver(); }
  void TearDown() override {
    // Whatever happened, everything was given back.
    EXPECT_EQ(driver->blocks, 0u);
    EXPECT_EQ(driver->pinned, 0u);
    EXPECT_EQ(driver->events, 0u);
    EXPECT_EQ(driver->streams, 0u);
    EXPECT_EQ(driver->graphs, 0);
    removeDriver();
    unsetenv("DND_CUDA_SYNC");
  }

  static FakeModel withCode(FakeModel fake, const Lists &lists = {},
                            const char *target = "simt") {
    fake.cuda = deviceCode(fake, lists, target);
    return fake;
  }

  static void works(const FakeModel &fake, const Words &words) {
    RunResult r = runCaptured(fake, words);
    EXPECT_EQ(r.code, 0) << r.err;
  }

  /// A command that must fail with code 5 and this in its message.
  static void fails(const FakeModel &fake, const std::string &part,
                    const Words &words = {"bench", "--repeat=1"}) {
    RunResult r = runCaptured(fake, words + Words{"--device=cuda"});
    EXPECT_EQ(r.code, 5) << r.err;
    EXPECT_NE(r.err.find("error: "), std::string::npos) << r.err;
    EXPECT_NE(r.err.find(part), std::string::npos)
        << "'" << r.err << "' lacks '" << part << "'";
  }

  /// Trains on both and compares every bit of weights and metrics.
  static void sameAsProcessor(const FakeModel &fake, const std::string &folder,
                              const Words &options) {
    std::string cpu = folder + "/cpu", gpu = folder + "/gpu";
    works(fake, Words{"train", "--out", cpu, "--device=cpu"} + options);
    works(fake, Words{"train", "--out", gpu, "--device=cuda"} + options);
    EXPECT_EQ(weightsOf(cpu), weightsOf(gpu));
    EXPECT_EQ(timelessMetrics(cpu), timelessMetrics(gpu));
    if (fileExists(cpu + "/best.safetensors")) {
      EXPECT_EQ(weightsOf(cpu, "/best.safetensors"),
                weightsOf(gpu, "/best.safetensors"));
    }
  }

  FakeCuda *driver = nullptr;
};

std::vector<float> ramp(size_t n) {
  std::vector<float> v(n);
  for (size_t i = 0; i < n; ++i)
    v[i] = 0.1f * static_cast<float>((i * 7) % 11) - 0.3f;
  return v;
}

} // namespace

//===----------------------------------------------------------------------===//
// The same numbers
//===----------------------------------------------------------------------===//

TEST_F(Cuda, TrainsAsTheProcessorAtAnyBatch) {
  FakeModel fake = withCode(
      softmaxXor(spirals + R"(, "schedule": {"fn": "cosine", "warmup": 1})"));
  std::string folder = freshFolder();
  for (const char *batch : {"1", "3", "10", "17", "103", "127"})
    sameAsProcessor(fake, folder + "/" + batch,
                    {"--batch-size", batch, "--val-split", "0.2"});
}

TEST_F(Cuda, StepsAreGraphsWithoutTheHost) {
  FakeModel fake = withCode(softmaxXor(spirals));
  works(fake, {"train", "--out", freshFolder() + "/run", "--epochs", "50",
               "--device=cuda"});
  // 50 epochs of 11 steps with two sizes of batch, and the test part at once;
  // the first of each is checked.
  EXPECT_EQ(driver->graphLaunches, 50 * 11 - 2 + 50 - 1);
  // Weights are read at the end; an epoch needs a handful of waits.
  EXPECT_LT(driver->synchronizations, 50 * 8);
}

TEST_F(Cuda, Regression) {
  std::string folder = freshFolder(), text = "a,b,c,y\n";
  for (int i = 0; i < 41; ++i)
    text += fmt::format("{},{},{},{}\n", std::sin(i), std::cos(3 * i),
                        std::sin(7 * i), std::sin(5 * i));
  writeFile(folder + "/t.csv", text);
  FakeModel fake = withCode(
      linearRegression(
          R"("data": {"fn": "csv", "named": {"train": "t.csv", "test": "t.csv"}},
         "batch": 8, "epochs": 5)"),
      {.params = 1, .slots = 0});
  sameAsProcessor(fake, folder, {"--data", folder});
}

TEST_F(Cuda, MarginsAndBestWeights) {
  FakeModel fake =
      withCode(productXor(R"("data": {"fn": "xor"}, "batch": 3, "epochs": 9,
                    "metrics": ["normalized_margin"], "degree": 1)"));
  sameAsProcessor(fake, freshFolder(), {"--val-split", "0.25"});
}

TEST_F(Cuda, DataThatDoesNotFitIsSent) {
  std::string folder = freshFolder();
  std::vector<float> images = ramp(200 * 64);
  std::vector<float> labels(200);
  for (size_t i = 0; i < labels.size(); ++i)
    labels[i] = static_cast<float>(i % 10);
  writeNpz(folder + "/d.npz",
           {{"images", DType::F32, {200, 8, 8}, images.data()},
            {"labels", DType::F32, {200}, labels.data()}});
  FakeModel fake = withCode(softmaxDigits(
      R"("data": {"fn": "npz", "named": {"file": "d.npz", "test_split": 0.2}},
         "batch": 7, "epochs": 3)"));
  sameAsProcessor(fake, folder + "/all", {"--data", folder});
  EXPECT_EQ(driver->pinnedTaken, 0);
  // The training part takes 160 * 260 bytes.
  driver->memory = driver->peak - 20000;
  sameAsProcessor(fake, folder + "/some", {"--data", folder});
  EXPECT_GT(driver->pinnedTaken, 0);
}

TEST_F(Cuda, ResumesAcrossDevices) {
  FakeModel fake = withCode(softmaxXor(spirals));
  std::string folder = freshFolder();
  works(fake, {"train", "--out", folder + "/a", "--device=cpu", "--epochs=6"});
  std::string run = folder + "/b";
  works(fake, {"train", "--out", run, "--device=cpu", "--epochs=2"});
  works(fake, {"train", "--resume", run, "--device=cuda", "--epochs=4"});
  works(fake, {"train", "--resume", run, "--device=cpu", "--epochs=6"});
  EXPECT_EQ(weightsOf(folder + "/a"), weightsOf(run));
  EXPECT_EQ(timelessMetrics(folder + "/a"), timelessMetrics(run));
}

TEST_F(Cuda, NonFiniteLossNamesItsStep) {
  FakeModel fake = withCode(softmaxXor(spirals));
  std::string folder = freshFolder();
  Words words{"train", "--lr", "1e38", "--out"};
  RunResult cpu =
      runCaptured(fake, words + Words{folder + "/a", "--device=cpu"});
  RunResult gpu =
      runCaptured(fake, words + Words{folder + "/b", "--device=cuda"});
  EXPECT_EQ(cpu.code, 4);
  EXPECT_EQ(gpu.code, 4);
  // The remedy names the run.
  auto sentence = [](const std::string &text) {
    size_t begin = text.find("error:");
    return text.substr(begin, text.find('\n', begin) - begin);
  };
  EXPECT_EQ(sentence(cpu.err), sentence(gpu.err));
}

TEST_F(Cuda, ForwardAndGradients) {
  std::string f = freshFolder();
  FakeModel fake = withCode(softmaxIris(spirals));
  works(fake, {"init", "--output", f + "/w.safetensors", "--seed", "3"});
  std::vector<float> x = ramp(5 * 4), c = ramp(5 * 3);
  std::vector<float> y{0, 2, 1, 1, 0};
  writeNpy(f + "/x.npy", {"", DType::F32, {5, 4}, x.data()});
  writeNpy(f + "/y.npy", {"", DType::F32, {5}, y.data()});
  writeNpy(f + "/c.npy", {"", DType::F32, {5, 3}, c.data()});
  auto files = [&](const std::string &device, const Words &words) {
    works(fake, Words{"forward", "--weights", f + "/w.safetensors", "--input",
                      f + "/x.npy", "--output", f + "/o.npz", "--gradients",
                      f + "/g.npz", "--device=" + device} +
                    words);
    return readFile(f + "/o.npz", 1 << 20) + readFile(f + "/g.npz", 1 << 20);
  };
  for (const Words &words :
       {Words{"--target", f + "/y.npy"}, Words{"--cotangent", f + "/c.npy"}})
    EXPECT_EQ(files("cpu", words), files("cuda", words)) << words[0];
  auto predictions = [&](const std::string &device) {
    RunResult r = runCaptured(
        fake, {"predict", "--weights", f + "/w.safetensors", f + "/x.npy",
               "--batch-size=2", "--probs", "--device=" + device});
    EXPECT_EQ(r.code, 0) << r.err;
    return r.out;
  };
  EXPECT_EQ(predictions("cpu"), predictions("cuda"));
}

TEST_F(Cuda, GradientsAreCheckedThere) {
  FakeModel fake = withCode(softmaxXor(spirals));
  auto said = [&](const Words &words) {
    RunResult r = runCaptured(fake, Words{"gradcheck", "--json"} + words);
    EXPECT_EQ(r.code, 0) << r.err;
    return r.out;
  };
  // The processor is the default; what was compared is the same.
  std::string cpu = said({}), gpu = said({"--device=cuda"});
  size_t place = cpu.find(R"("device": "cpu")");
  ASSERT_NE(place, std::string::npos) << cpu;
  cpu.replace(place, 15, R"("device": "cuda:0 dnd SIMT emulation")");
  EXPECT_EQ(cpu, gpu);
  driver->faultIn = "grad_loss_k0_all";
  fails(fake, "grad_loss_k0_all", {"gradcheck"});
}

TEST_F(Cuda, EvalAndBench) {
  std::string f = freshFolder();
  FakeModel fake = withCode(softmaxXor(spirals));
  works(fake, {"init", "--output", f + "/w.safetensors"});
  auto eval = [&](const std::string &device) {
    return runCaptured(fake, {"eval", "--weights", f + "/w.safetensors",
                              "--json", "--batch-size=7", "--device=" + device})
        .out;
  };
  EXPECT_EQ(eval("cpu"), eval("cuda"));
  RunResult r = runCaptured(fake, {"bench", "--repeat=3", "--verbose"});
  EXPECT_EQ(r.code, 0) << r.err;
  // auto takes the GPU that is there.
  EXPECT_NE(r.out.find("device cuda:0 dnd SIMT emulation"), std::string::npos)
      << r.out;
  EXPECT_NE(r.err.find("device cuda:0"), std::string::npos) << r.err;
  RunResult info = runCaptured(fake, {"info"});
  EXPECT_NE(info.out.find("simt; 5 kernels\n  cuda:0 dnd SIMT emulation"),
            std::string::npos)
      << info.out;
}

TEST_F(Cuda, StopIsSavedAndContinued) {
  FakeModel fake = withCode(softmaxXor(spirals));
  std::string folder = freshFolder();
  works(fake, {"train", "--out", folder + "/whole", "--device=cuda"});
  requestStop(true);
  // The signal is there before the first step.
  EXPECT_EQ(
      runCaptured(fake, {"train", "--out", folder + "/run", "--device=cuda"})
          .code,
      75);
  requestStop(false);
  works(fake, {"train", "--resume", folder + "/run", "--device=cuda"});
  EXPECT_EQ(weightsOf(folder + "/whole"), weightsOf(folder + "/run"));
}

//===----------------------------------------------------------------------===//
// What can be missing or break
//===----------------------------------------------------------------------===//

TEST_F(Cuda, NoDriver) {
  FakeModel fake = withCode(softmaxXor(spirals));
  setenv("DND_CUDA_DRIVER", "/no/such/driver.so", 1);
  fails(fake, "'/no/such/driver.so' that DND_CUDA_DRIVER names cannot be");
  // A library that is no driver, too.
  setenv("DND_CUDA_DRIVER", "libz.so.1", 1);
  fails(fake, "too old: 'libz.so.1' lacks cuInit");
  RunResult r = runCaptured(fake, {"bench", "--repeat=1", "--verbose"});
  EXPECT_EQ(r.code, 0) << r.err;
  EXPECT_NE(r.err.find("device cpu; no GPU: the NVIDIA driver is too old"),
            std::string::npos)
      << r.err;
}

TEST_F(Cuda, UnusableMachines) {
  FakeModel fake = withCode(softmaxXor(spirals));
  driver->devices = 0;
  fails(fake, "finds no GPU");
  driver->devices = 2;
  RunResult r = runCaptured(fake, {"bench", "--device=cuda:2"});
  EXPECT_EQ(r.code, 5);
  EXPECT_NE(r.err.find("there is no GPU 2: the machine has 2"),
            std::string::npos);
  works(fake, {"bench", "--device=cuda:1", "--repeat=1"});
  driver->initResult = cuda::noDevice;
  fails(fake, "finds no GPU");
  driver->initResult = cuda::systemDriverMismatch;
  fails(fake, "do not fit together");
  driver->initResult = cuda::unknownError;
  fails(fake, "could not be started");
  driver->initResult = 0;
  driver->version = 11030;
  fails(fake, "for CUDA 11.3, 11.4 is needed");
}

TEST_F(Cuda, CodeThatDoesNotFit) {
  FakeModel fake = withCode(softmaxXor(spirals), {}, "sm_80");
  driver->gpu = "NVIDIA Test";
  fails(fake, "no code for NVIDIA Test (sm_90); it has sm_80");
  driver->major = 8;
  driver->minor = 6;
  works(fake, {"bench", "--device=cuda", "--repeat=1"});
  driver->loadResult = cuda::unsupportedPtxVersion;
  fails(fake, "(CUDA 13.0) is too old for the code");
  driver->loadResult = cuda::invalidImage;
  fails(fake, "does not take the code of this program (sm_80)");
}

TEST_F(Cuda, OutOfMemoryTellsTheNeed) {
  FakeModel fake = withCode(softmaxXor(spirals));
  driver->memory = 100;
  fails(fake, "not enough memory for the parameters: 1");
  driver->memory = 40000;
  fails(fake, "not enough memory for a batch of 4000",
        {"bench", "--batch=4000"});
}

TEST_F(Cuda, FaultsNameTheKernel) {
  FakeModel fake = withCode(softmaxXor(spirals));
  std::string folder = freshFolder();
  const std::string named = "kernel train_step_k0_all of layer 'out' "
                            "(fake.dnd:3:3) failed on the GPU: "
                            "CUDA_ERROR_ILLEGAL_ADDRESS";
  driver->faultIn = "train_step_k0_all";
  fails(fake, named, {"train", "--out", folder + "/a"});
  // A later one hides in a graph; the message tells how to find it.
  driver = &fakeDriver();
  driver->faultIn = "train_step_k0_all";
  driver->faultAfter = 7;
  fails(fake, "DND_CUDA_SYNC=1", {"train", "--out", folder + "/b"});
  driver = &fakeDriver();
  driver->faultIn = "train_step_k0_all";
  driver->faultAfter = 7;
  setenv("DND_CUDA_SYNC", "1", 1);
  fails(fake, named, {"train", "--out", folder + "/c"});
  unsetenv("DND_CUDA_SYNC");
  driver = &fakeDriver();
  driver->faultIn = "dnd_step_end";
  fails(fake, "kernel dnd_step_end of the runtime failed",
        {"train", "--out", folder + "/d"});
  driver = &fakeDriver();
  driver->launchResult = cuda::invalidValue;
  fails(fake, "kernel train_step_k0_all of layer 'out' (fake.dnd:3:3) failed "
              "on the GPU: CUDA_ERROR_INVALID_VALUE");
}

TEST_F(Cuda, WeightsOfTheLastSaveStayAfterAFault) {
  FakeModel fake = withCode(softmaxXor(spirals));
  std::string run = freshFolder() + "/run";
  works(fake, {"train", "--out", run, "--device=cuda", "--epochs=2"});
  std::string before = weightsOf(run);
  driver->faultIn = "eval_step_k0_all";
  fails(fake, "eval_step_k0_all", {"train", "--resume", run, "--epochs=3"});
  EXPECT_EQ(weightsOf(run), before);
}
