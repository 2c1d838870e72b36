//===- TrainTest.cpp - The training loop ----------------------------------===//
//
// Learning, repeatability, exact resume, exact last batches, no allocation in
// the loop, and what a run leaves behind.
//
//===----------------------------------------------------------------------===//
#include "FakeModel.h"
#include "runtime/core/Error.h"
#include "runtime/core/File.h"
#include "runtime/core/Safetensors.h"
#include "runtime/core/Signals.h"
#include "runtime/core/Trainer.h"

#include <fmt/core.h>

#include <atomic>
#include <cmath>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <gtest/gtest.h>
#include <sstream>

using namespace dnd::rt;
using namespace dnd::rt::test;

//===----------------------------------------------------------------------===//
// Counting allocations
//===----------------------------------------------------------------------===//

static std::atomic<int64_t> allocations{0};

// Not inlined: the compiler would take free for the wrong partner of new.
#define NOINLINE __attribute__((noinline))

static void *allocate(size_t size, size_t alignment) {
  ++allocations;
  void *p = std::aligned_alloc(alignment,
                               (size + alignment - 1) / alignment * alignment);
  if (!p)
    throw std::bad_alloc();
  return p;
}
NOINLINE void *operator new(size_t size) { return allocate(size + !size, 16); }
NOINLINE void *operator new(size_t size, std::align_val_t a) {
  return allocate(size + !size, static_cast<size_t>(a));
}
// Of std::stable_sort; what is replaced is replaced as a whole.
NOINLINE void *operator new(size_t size, const std::nothrow_t &) noexcept {
  ++allocations;
  return std::malloc(size + !size);
}
NOINLINE void operator delete(void *p) noexcept { std::free(p); }
NOINLINE void operator delete(void *p, size_t) noexcept { std::free(p); }
NOINLINE void operator delete(void *p, std::align_val_t) noexcept {
  std::free(p);
}
NOINLINE void operator delete(void *p, size_t, std::align_val_t) noexcept {
  std::free(p);
}

namespace {

const std::string spirals =
    R"("data": {"fn": "spirals", "named": {"train": 103, "test": 50}},
       "batch": 10, "epochs": 4)";

/// One training through the classes, without the command line.
struct TestRun {
  TestRun(const FakeModel &fake, const std::string &folder,
          TrainSettings settings)
      : raw(fake.raw()), model(raw), data(loadDataset(model, model.recipe, {})),
        directory(isDirectory(folder) && fileExists(folder + "/run.json")
                      ? RunDirectory::open(folder)
                      : RunDirectory::create(folder, model.network, 0)) {
    settings.quiet = true;
    if (!fileExists(directory.file("run.json")))
      directory.writeRun(Value::object());
    trainer = std::make_unique<Trainer>(
        std::make_unique<HostEngine>(model, Precision::F32), data, settings,
        HyperNumbers(model), model.recipe.schedule, directory);
  }
  dnd_model raw;
  Model model;
  Dataset data;
  RunDirectory directory;
  std::unique_ptr<Trainer> trainer;
};

} // namespace

TEST(Train, LearnsIrisFromACsv) {
  // Three well separated classes in four dimensions.
  std::string folder = freshFolder(), text;
  for (int i = 0; i < 90; ++i)
    text += std::to_string(i % 3 == 0) + "," + std::to_string(i % 3 == 1) +
            "," + std::to_string(i % 3 == 2) + ",0." + std::to_string(i % 10) +
            "," + std::to_string(i % 3) + "\n";
  writeFile(folder + "/t.csv", text);
  FakeModel fake = softmaxIris(
      R"("data": {"fn": "csv", "named": {"train": "t.csv", "test_split": 0.3}},
         "batch": 7, "epochs": 10)");
  std::string run = folder + "/run";
  RunResult r = runCaptured(
      fake, {"train", "--data", folder, "--out", run, "--val-split", "0.2"});
  ASSERT_EQ(r.code, 0) << r.err;
  std::vector<Value> metrics = metricsOf(run);
  ASSERT_EQ(metrics.size(), 10u);
  EXPECT_EQ(metrics.back().find("test_accuracy")->number(), 1);
  EXPECT_EQ(metrics.back().find("test_macro_f1")->number(), 1);
  for (const char *name :
       {"epoch", "train_loss", "train_accuracy", "val_accuracy", "test_loss",
        "lr", "samples_per_second", "seconds"})
    EXPECT_TRUE(metrics[0].find(name)) << name;
  for (const char *name : {"run.json", "weights.safetensors", "confusion.csv",
                           "best.safetensors", "last.state.safetensors"})
    EXPECT_TRUE(fileExists(run + "/" + name)) << name;
  Value record;
  std::string error;
  ASSERT_TRUE(parseJson(readFile(run + "/run.json", 1 << 20), record, error));
  EXPECT_EQ(record.find("status")->text, "done");
  EXPECT_EQ(record.find("data_files")->items.size(), 1u);
  // A run is never overwritten.
  EXPECT_EQ(runCaptured(fake, {"train", "--data", folder, "--out", run}).code,
            7);
  // eval reproduces the last line.
  RunResult e =
      runCaptured(fake, {"eval", "--weights", run, "--data", folder, "--json"});
  ASSERT_EQ(e.code, 0) << e.err;
  Value eval;
  ASSERT_TRUE(parseJson(e.out, eval, error));
  EXPECT_EQ(eval.find("loss")->number(),
            metrics.back().find("test_loss")->number());
  EXPECT_EQ(eval.find("accuracy")->number(), 1);
}

TEST(Train, SameSeedSameBitsAnyThreads) {
  std::string folder = freshFolder();
  FakeModel fake = softmaxXor(spirals);
  auto train = [&](const char *name, const char *seed, const char *threads) {
    std::string run = folder + "/" + name;
    EXPECT_EQ(runCaptured(fake, {"train", "--out", run, "--seed", seed,
                                 "--threads", threads})
                  .code,
              0);
    return weightsOf(run) + timelessMetrics(run);
  };
  std::string a = train("a", "3", "1");
  EXPECT_EQ(a, train("b", "3", "2"));
  EXPECT_NE(a, train("c", "4", "1"));
}

TEST(Train, ResumeIsBitIdenticalAtEveryStep) {
  FakeModel fake =
      softmaxXor(spirals + R"(, "schedule": {"fn": "cosine", "warmup": 1})");
  std::string folder = freshFolder();
  TestRun whole(fake, folder + "/whole", {.epochs = 4, .batch = 10});
  whole.trainer->start();
  EXPECT_FALSE(whole.trainer->run().stopped);
  std::string want =
      weightsOf(folder + "/whole") + timelessMetrics(folder + "/whole");
  // 11 steps an epoch: in the middle, at an epoch's end, after its first step.
  for (int64_t stopAt : {1, 5, 11, 12, 30}) {
    std::string run = folder + "/stop" + std::to_string(stopAt);
    {
      TestRun first(fake, run,
                    {.epochs = 4, .batch = 10, .afterStep = [&](int64_t t) {
                       requestStop(t >= stopAt);
                     }});
      first.trainer->start();
      EXPECT_TRUE(first.trainer->run().stopped);
    }
    requestStop(false);
    TestRun second(fake, run, {.epochs = 4, .batch = 10});
    second.trainer->resume();
    EXPECT_FALSE(second.trainer->run().stopped);
    EXPECT_EQ(weightsOf(run) + timelessMetrics(run), want) << stopAt;
  }
}

TEST(Train, StepLossesAreKeptThroughAResume) {
  FakeModel fake = softmaxXor(spirals);
  std::string folder = freshFolder();
  auto steps = [&](const std::string &run) {
    return readFile(folder + "/" + run + "/steps.csv", 1 << 20);
  };
  for (const char *epochs : {"2", "4"})
    ASSERT_EQ(runCaptured(fake, {"train", "--out", folder + "/" + epochs,
                                 "--log-steps", "--epochs", epochs})
                  .code,
              0);
  // Lines behind the last save are made again.
  writeFile(folder + "/2/steps.csv", steps("2") + "23,0.5\n24,0.5\n");
  ASSERT_EQ(
      runCaptured(fake, {"train", "--resume", folder + "/2", "--epochs", "4"})
          .code,
      0);
  EXPECT_EQ(steps("2"), steps("4"));
  std::istringstream lines(steps("4"));
  std::string line;
  std::getline(lines, line);
  EXPECT_EQ(line, "step,loss");
  int count = 0;
  while (std::getline(lines, line))
    EXPECT_EQ(line.substr(0, line.find(',')), std::to_string(++count));
  EXPECT_EQ(count, 44);
}

TEST(Train, ResumeThroughTheCommandLine) {
  std::string folder = freshFolder();
  FakeModel fake = softmaxXor(spirals);
  ASSERT_EQ(runCaptured(fake, {"train", "--out", folder + "/a", "--lr", "0.03",
                               "--epochs", "5", "--seed", "2"})
                .code,
            0);
  ASSERT_EQ(runCaptured(fake, {"train", "--out", folder + "/b", "--lr", "0.03",
                               "--epochs", "2", "--seed", "2"})
                .code,
            0);
  RunResult r =
      runCaptured(fake, {"train", "--resume", folder + "/b", "--epochs", "5"});
  ASSERT_EQ(r.code, 0) << r.err;
  EXPECT_EQ(weightsOf(folder + "/a") + timelessMetrics(folder + "/a"),
            weightsOf(folder + "/b") + timelessMetrics(folder + "/b"));
  EXPECT_EQ(runCaptured(fake, {"train", "--resume", folder}).code, 3);
  EXPECT_EQ(
      runCaptured(fake, {"train", "--resume", folder + "/b", "--seed", "4"})
          .code,
      2);
  // A torn state is refused, not half read.
  std::string state = folder + "/b/last.state.safetensors";
  std::string bytes = readFile(state, 1 << 20);
  writeFile(state, bytes.substr(0, bytes.size() - 5));
  RunResult torn = runCaptured(fake, {"train", "--resume", folder + "/b"});
  EXPECT_EQ(torn.code, 3);
  EXPECT_NE(torn.err.find("ends too early"), std::string::npos);
}

TEST(Train, LastBatchHasItsTrueSize) {
  // 103 samples in batches of 10: the epoch's loss weighs the last 3 rightly.
  FakeModel fake = softmaxXor(spirals);
  std::string folder = freshFolder();
  for (int64_t batch : {1, 3, 10, 17, 103, 127}) {
    TestRun run(fake, folder + "/" + std::to_string(batch),
                {.epochs = 1, .batch = batch});
    run.trainer->start();
    // Rate 0: every step sees the initial weights, so that the mean over the
    // epoch is the loss of the whole set whatever the batch.
    HyperNumbers still(run.model);
    still.set("lr", 0);
    Trainer frozen(std::make_unique<HostEngine>(run.model, Precision::F32),
                   run.data, {.epochs = 1, .batch = batch, .quiet = true},
                   still, run.model.recipe.schedule, run.directory);
    frozen.start();
    TrainResult result = frozen.run();
    HostEngine engine(run.model, Precision::F32);
    engine.session().initialise(0);
    Evaluation whole = engine.evaluate(run.data.train, 1000);
    EXPECT_NEAR(result.last.find("train_loss")->number(), whole.loss, 1e-6)
        << batch;
    EXPECT_EQ(result.last.find("train_accuracy")->number(),
              whole.counters.confusion.accuracy());
  }
}

TEST(Train, NoAllocationInTheStepLoop) {
  FakeModel fake = softmaxXor(spirals);
  int64_t before = -1, wrong = 0, steps = 0;
  TestRun run(fake, freshFolder() + "/run",
              {.epochs = 3, .batch = 10, .afterStep = [&](int64_t t) {
                 // The first step of an epoch follows the end of the one
                 // before.
                 if (before >= 0 && t % 11 != 1)
                   wrong += allocations != before;
                 ++steps;
                 before = allocations;
               }});
  run.trainer->start();
  run.trainer->run();
  EXPECT_EQ(steps, 33);
  EXPECT_EQ(wrong, 0);
}

TEST(Train, NonFiniteLossStops) {
  RunResult r =
      runCaptured(softmaxXor(spirals),
                  {"train", "--out", freshFolder() + "/run", "--lr", "1e38"});
  EXPECT_EQ(r.code, 4) << r.err;
  EXPECT_NE(r.err.find("at step"), std::string::npos) << r.err;
}

TEST(Train, SeveralSeedsGiveStatistics) {
  std::string folder = freshFolder();
  RunResult r = runCaptured(softmaxXor(spirals),
                            {"train", "--out", folder + "/runs", "--seeds",
                             "1,2,3", "--json", "--quiet"});
  ASSERT_EQ(r.code, 0) << r.err;
  EXPECT_TRUE(isDirectory(folder + "/runs/s2"));
  std::string last = r.out.substr(r.out.rfind("{\"summary\""));
  Value v;
  std::string error;
  ASSERT_TRUE(parseJson(last.substr(0, last.size() - 1), v, error)) << error;
  const Value *accuracy = v.find("summary")->find("test_accuracy");
  ASSERT_TRUE(accuracy);
  EXPECT_EQ(accuracy->find("n")->integer, 3);
  double mean = 0, square = 0, x[3];
  for (int s = 0; s < 3; ++s) {
    x[s] = metricsOf(folder + "/runs/s" + std::to_string(s + 1))
               .back()
               .find("test_accuracy")
               ->number();
    mean += x[s] / 3;
  }
  for (double a : x)
    square += (a - mean) * (a - mean) / 2;
  EXPECT_NEAR(accuracy->find("mean")->number(), mean, 1e-12);
  EXPECT_NEAR(accuracy->find("std")->number(), std::sqrt(square), 1e-12);
}

TEST(Train, MarginOfXorRises) {
  // logits = w_k x1 x2: degree 1, the margin of every sample is the same and
  // its maximum over |w| = 1 is sqrt(2).
  std::string run = freshFolder() + "/run";
  RunResult r =
      runCaptured(productXor(R"("data": {"fn": "xor"}, "batch": 4, "epochs": 60,
                    "metrics": ["normalized_margin"], "degree": 1)"),
                  {"train", "--out", run});
  ASSERT_EQ(r.code, 0) << r.err;
  std::vector<Value> metrics = metricsOf(run);
  double first = metrics[0].find("train_normalized_margin")->number();
  double last = metrics.back().find("train_normalized_margin")->number();
  EXPECT_GT(last, first);
  EXPECT_LE(last, std::sqrt(2.0) + 1e-6);
  EXPECT_GT(last, 1.40);
  EXPECT_EQ(metrics.back().find("test_accuracy")->number(), 1);
  // The test points are the training points.
  EXPECT_EQ(metrics.back().find("test_normalized_margin")->number(), last);
}

TEST(Train, MarginNeedsItsDegree) {
  EXPECT_EQ(runCaptured(productXor(R"("data": {"fn": "xor"},
                                      "metrics": ["normalized_margin"])"),
                        {"train", "--out", freshFolder() + "/run"})
                .code,
            3);
}

TEST(Train, Regression) {
  std::string folder = freshFolder(), text = "a,b,c,y\n";
  for (int i = 0; i < 40; ++i) {
    double a = std::sin(i), b = std::cos(3 * i), c = std::sin(7 * i);
    text += fmt::format("{},{},{},{}\n", a, b, c, 2 * a - b + 0.5 * c);
  }
  writeFile(folder + "/t.csv", text);
  FakeModel fake = linearRegression(
      R"("data": {"fn": "csv", "named": {"train": "t.csv", "test": "t.csv"}},
         "batch": 8, "epochs": 60)");
  RunResult r =
      runCaptured(fake, {"train", "--data", folder, "--out", folder + "/run"});
  ASSERT_EQ(r.code, 0) << r.err;
  Value last = metricsOf(folder + "/run").back();
  EXPECT_GT(last.find("test_r2")->number(), 0.9999);
  EXPECT_LT(last.find("test_mse")->number(), 1e-5);
  EXPECT_FALSE(last.find("test_accuracy"));
}

TEST(Train, ValueTargetsCanCodeClasses) {
  // A squared error on codes with a 1 at the class, as old dendritic models
  // use it: labels are read, coded, and counted by the largest number.
  FakeModel fake = linearRegression(
      R"("data": {"fn": "spirals", "named": {"train": 30, "test": 10}},
         "metrics": ["accuracy"])");
  auto replace = [&](std::string from, const std::string &to) {
    size_t at = fake.meta.find(from);
    ASSERT_NE(at, std::string::npos);
    fake.meta.replace(at, from.size(), to);
  };
  replace(R"("x", "shape": [3])", R"("x", "shape": [2])");
  replace(R"("y", "shape": [1])", R"("y", "shape": [2])");
  replace(R"("value", "shape": [1])", R"("value", "shape": [2])");
  fake.entries[0].run = fake.entries[1].run =
      fake.entries[2].run = [](const dnd_call *c) {
        // Always class 1.
        for (int64_t n = 0; n < c->batch; ++n) {
          static_cast<float *>(c->outputs[0])[2 * n] = 0;
          static_cast<float *>(c->outputs[0])[2 * n + 1] = 1;
        }
        *static_cast<float *>(c->loss) =
            static_cast<const float *>(c->targets[0])[0] +
            static_cast<const float *>(c->targets[0])[1];
      };
  std::string run = freshFolder() + "/run";
  RunResult r = runCaptured(fake, {"train", "--out", run});
  ASSERT_EQ(r.code, 0) << r.err;
  Value last = metricsOf(run).back();
  EXPECT_EQ(last.find("train_loss")->number(), 1); // one 1 in each code
  EXPECT_EQ(last.find("test_accuracy")->number(), 0.5);
  EXPECT_EQ(last.find("test_mse")->number(), 0.5);
}

TEST(Train, BestWeightsAreThoseOfTheBestEpoch) {
  std::string run = freshFolder() + "/run";
  // A rate so large that the accuracy jumps up and down.
  FakeModel fake = softmaxXor(spirals);
  RunResult r =
      runCaptured(fake, {"train", "--out", run, "--val-split", "0.3", "--lr",
                         "3", "--epochs", "12", "--seed", "1"});
  ASSERT_EQ(r.code, 0) << r.err;
  double best = 0, last = 0;
  for (const Value &line : metricsOf(run)) {
    last = line.find("val_accuracy")->number();
    best = std::max(best, last);
  }
  EXPECT_GT(best, last); // otherwise the test tests nothing
  RunResult e = runCaptured(
      fake, {"eval", "--weights", run + "/best.safetensors", "--part",
             "validation", "--val-split", "0.3", "--seed", "1", "--json"});
  ASSERT_EQ(e.code, 0) << e.err;
  Value v;
  std::string error;
  ASSERT_TRUE(parseJson(e.out, v, error));
  EXPECT_EQ(v.find("accuracy")->number(), best);
}

static int callsUntilSignal = 0;
static dnd_entry_fn realStep = nullptr;

TEST(Train, SignalSavesAndLeaves) {
  std::string folder = freshFolder();
  FakeModel fake = softmaxXor(spirals);
  ASSERT_EQ(runCaptured(fake, {"train", "--out", folder + "/whole"}).code, 0);
  FakeModel disturbed = fake;
  for (dnd_entry &e : disturbed.entries)
    if (std::string_view(e.name) == "train_step") {
      realStep = e.run;
      e.run = [](const dnd_call *c) {
        realStep(c);
        if (--callsUntilSignal == 0)
          std::raise(SIGTERM);
      };
    }
  callsUntilSignal = 16;
  RunResult r = runCaptured(disturbed, {"train", "--out", folder + "/run"});
  EXPECT_EQ(r.code, 75) << r.err;
  requestStop(false);
  for (int signal : {SIGINT, SIGTERM, SIGUSR1})
    std::signal(signal, SIG_DFL);
  EXPECT_NE(r.err.find("train --resume " + folder + "/run"), std::string::npos)
      << r.err;
  EXPECT_EQ(metricsOf(folder + "/run").size(), 1u);
  r = runCaptured(fake, {"train", "--resume", folder + "/run"});
  EXPECT_EQ(r.code, 0) << r.err;
  EXPECT_EQ(weightsOf(folder + "/run") + timelessMetrics(folder + "/run"),
            weightsOf(folder + "/whole") + timelessMetrics(folder + "/whole"));
  // Nothing is left to do, and nothing is touched.
  r = runCaptured(fake, {"train", "--resume", folder + "/run"});
  EXPECT_EQ(r.code, 2);
  EXPECT_NE(r.err.find("has finished its 4 epochs"), std::string::npos);
}

TEST(Train, NoEpochsGiveTheInitialWeights) {
  std::string folder = freshFolder();
  FakeModel fake = softmaxXor(spirals);
  RunResult r = runCaptured(fake, {"train", "--out", folder + "/run",
                                   "--epochs", "0", "--seed", "9"});
  ASSERT_EQ(r.code, 0) << r.err;
  ASSERT_EQ(runCaptured(fake, {"init", "--seed", "9", "--output",
                               folder + "/run/init.safetensors"})
                .code,
            0);
  EXPECT_EQ(weightsOf(folder + "/run"),
            weightsOf(folder + "/run", "/init.safetensors"));
}

TEST(Train, SettingsReachTheLoop) {
  std::string folder = freshFolder();
  FakeModel fake = softmaxXor(spirals + R"(, "schedule": {"fn": "step"})");
  ASSERT_EQ(runCaptured(fake, {"train", "--out", folder + "/a", "--set",
                               "schedule.every=1", "--set",
                               "schedule.factor=0.5", "--set", "data.train=20",
                               "--lr", "0.4", "--batch-size", "6", "--epochs",
                               "3", "--momentum", "0"})
                .code,
            0);
  std::vector<Value> metrics = metricsOf(folder + "/a");
  EXPECT_DOUBLE_EQ(metrics[2].find("lr")->number(), 0.1);
  EXPECT_EQ(metrics[2].find("step")->integer, 12);
  for (std::vector<std::string> wrong :
       {std::vector<std::string>{"--set", "lambda=1"},
        {"--set", "lr"},
        {"--set", "lr=x"},
        {"--beta1", "0.5"},
        {"--lr", "-1"},
        {"--lr", "nan"},
        {"--epochs", "x"},
        {"--batch-size", "0"},
        {"--val-split", "1"},
        {"--seeds", "1,x"},
        {"--seed", "-1"},
        {"--threads", "0"}}) {
    wrong.insert(wrong.begin(), {"train", "--out", folder + "/b"});
    EXPECT_EQ(runCaptured(fake, wrong).code, 2) << wrong.back();
    EXPECT_FALSE(isDirectory(folder + "/b"));
  }
}

TEST(Train, RealMnist) {
  if (realData().empty())
    GTEST_SKIP() << "needs DND_DATA with mnist/";
  std::string run = freshFolder() + "/run";
  RunResult r = runCaptured(
      softmaxMnist(R"("data": {"fn": "mnist"}, "batch": 64, "epochs": 1)"),
      {"train", "--data", realData(), "--out", run, "--lr", "0.01",
       "--momentum", "0.9"});
  ASSERT_EQ(r.code, 0) << r.err;
  // Softmax regression reaches about 91 % after one such epoch.
  EXPECT_GT(metricsOf(run)[0].find("test_accuracy")->number(), 0.90);
}

TEST(Train, EarlyStopEndsOnTheBestWeights) {
  std::string folder = freshFolder(), run = folder + "/run";
  FakeModel fake = softmaxXor(spirals);
  // A rate so large that the loss jumps up and down.
  std::vector<std::string> arguments{
      "train",  "--out",        run, "--val-split", "0.3",     "--lr",
      "3",      "--seed",       "1", "--epochs",    "200",     "--quiet",
      "--json", "--early-stop", "4", "--monitor",   "val_loss"};
  RunResult r = runCaptured(fake, arguments);
  ASSERT_EQ(r.code, 0) << r.err;
  std::vector<Value> metrics = metricsOf(run);
  ASSERT_LT(metrics.size(), 200u);
  size_t best = 0;
  for (size_t e = 1; e < metrics.size(); ++e)
    if (metrics[e].find("val_loss")->number() <
        metrics[best].find("val_loss")->number())
      best = e;
  EXPECT_EQ(metrics.size(), best + 1 + 4);
  // The result, the record, weights and confusion matrix are of that epoch.
  Value result, record;
  std::string error;
  ASSERT_TRUE(parseJson(r.out, result, error)) << r.out;
  EXPECT_EQ(result.find("metrics")->find("epoch")->integer,
            static_cast<int64_t>(best + 1));
  ASSERT_TRUE(parseJson(readFile(run + "/run.json", 1 << 20), record, error));
  EXPECT_EQ(record.find("best_epoch")->integer, static_cast<int64_t>(best + 1));
  EXPECT_EQ(record.find("status")->text, "done");
  EXPECT_EQ(weightsOf(run), weightsOf(run, "/best.safetensors"));
  RunResult e = runCaptured(fake, {"eval", "--weights", run, "--json",
                                   "--confusion", folder + "/c.csv"});
  ASSERT_EQ(e.code, 0) << e.err;
  ASSERT_TRUE(parseJson(e.out, result, error));
  EXPECT_EQ(result.find("loss")->number(),
            metrics[best].find("test_loss")->number());
  EXPECT_EQ(readFile(folder + "/c.csv", 1 << 20),
            readFile(run + "/confusion.csv", 1 << 20));
  // It stays stopped until it may wait longer.
  EXPECT_EQ(runCaptured(fake, {"train", "--resume", run}).code, 2);
  r = runCaptured(fake, {"train", "--resume", run, "--early-stop", "1000",
                         "--epochs", fmt::format("{}", best + 8)});
  ASSERT_EQ(r.code, 0) << r.err;
  EXPECT_EQ(metricsOf(run).size(), best + 8);
}

TEST(Train, EarlyStopNeedsAValidationPart) {
  std::string run = freshFolder() + "/run";
  for (const char *option : {"--early-stop", "--monitor"}) {
    RunResult r =
        runCaptured(softmaxXor(spirals),
                    {"train", "--out", run, option,
                     std::string(option) == "--monitor" ? "val_loss" : "3"});
    EXPECT_EQ(r.code, 2);
    EXPECT_NE(r.err.find("--val-split"), std::string::npos) << r.err;
  }
  EXPECT_FALSE(isDirectory(run)); // nothing was begun
  EXPECT_EQ(runCaptured(softmaxXor(spirals),
                        {"train", "--val-split", "0.5", "--monitor", "loss"})
                .code,
            2);
}

TEST(Train, StopsWhenTheTimeIsUp) {
  std::string folder = freshFolder();
  FakeModel fake = softmaxXor(spirals);
  RunResult r = runCaptured(fake, {"train", "--out", folder + "/a",
                                   "--max-time", "0s", "--epochs", "3"});
  EXPECT_EQ(r.code, 75) << r.err;
  EXPECT_NE(r.err.find("the time is up"), std::string::npos) << r.err;
  r = runCaptured(fake, {"train", "--resume", folder + "/a"});
  ASSERT_EQ(r.code, 0) << r.err;
  ASSERT_EQ(runCaptured(fake, {"train", "--out", folder + "/b", "--max-time",
                               "1h", "--epochs", "3"})
                .code,
            0);
  EXPECT_EQ(weightsOf(folder + "/a"), weightsOf(folder + "/b"));
  EXPECT_EQ(runCaptured(fake, {"train", "--max-time", "soon"}).code, 2);
}

TEST(Train, StopsAfterSteps) {
  std::string folder = freshFolder(), run = folder + "/parts";
  FakeModel fake = softmaxXor(spirals); // 11 steps an epoch
  ASSERT_EQ(
      runCaptured(fake, {"train", "--out", folder + "/whole", "--log-steps"})
          .code,
      0);
  // Within an epoch, at its end, after its first step, before any step.
  const std::pair<const char *, const char *> stops[] = {
      {"5", "5"}, {"6", "0"}, {"1", "1"}, {"0", "1"}, {"14", "4"}};
  bool begun = false;
  for (auto [limit, inEpoch] : stops) {
    std::vector<std::string> arguments{"train", "--max-steps", limit};
    if (begun)
      arguments.insert(arguments.end(), {"--resume", run});
    else
      arguments.insert(arguments.end(), {"--out", run, "--log-steps"});
    RunResult r = runCaptured(fake, arguments);
    ASSERT_EQ(r.code, 75) << r.err;
    EXPECT_NE(r.err.find("--max-steps: stopped after"), std::string::npos)
        << r.err;
    EXPECT_EQ(readSafetensors(run + "/last.state.safetensors")
                  .metadata.at("step_in_epoch"),
              inEpoch);
    begun = true;
  }
  // The limit is of a process, not of the run; more steps than are left end it.
  RunResult r =
      runCaptured(fake, {"train", "--resume", run, "--max-steps", "18"});
  ASSERT_EQ(r.code, 0) << r.err;
  EXPECT_EQ(weightsOf(run) + timelessMetrics(run),
            weightsOf(folder + "/whole") + timelessMetrics(folder + "/whole"));
  EXPECT_EQ(readFile(run + "/steps.csv", 1 << 20),
            readFile(folder + "/whole/steps.csv", 1 << 20));
  EXPECT_EQ(runCaptured(fake, {"train", "--max-steps", "-1"}).code, 2);
  // All seeds share it.
  EXPECT_EQ(runCaptured(fake, {"train", "--out", folder + "/seeds", "--seeds",
                               "1,2,3", "--max-steps", "47"})
                .code,
            75);
  EXPECT_EQ(metricsOf(folder + "/seeds/s1").size(), 4u);
  EXPECT_EQ(readSafetensors(folder + "/seeds/s2/last.state.safetensors")
                .metadata.at("step_in_epoch"),
            "3");
  EXPECT_FALSE(isDirectory(folder + "/seeds/s3"));
}

TEST(Train, Durations) {
  double s = -1;
  const std::pair<const char *, double> good[] = {
      {"90", 90},     {"90s", 90},      {"20min", 1200},   {"2m", 120},
      {"1.5h", 5400}, {"3h50m", 13800}, {"1h1min1s", 3661}};
  for (auto [text, want] : good) {
    EXPECT_TRUE(parseDuration(text, s)) << text;
    EXPECT_EQ(s, want) << text;
  }
  for (const char *text : {"", "h", "3x", "3h50", "-3s", "1..2s", "s3", " 3s"})
    EXPECT_FALSE(parseDuration(text, s)) << text;
}

TEST(Train, FailuresAreRecorded) {
  std::string run = freshFolder() + "/run";
  RunResult r =
      runCaptured(softmaxXor(spirals), {"train", "--out", run, "--lr", "1e38"});
  EXPECT_EQ(r.code, 4);
  EXPECT_EQ(r.err.find("last save"), std::string::npos) << r.err;
  Value record;
  std::string error;
  ASSERT_TRUE(parseJson(readFile(run + "/run.json", 1 << 20), record, error));
  EXPECT_EQ(record.find("status")->text, "failed");
  EXPECT_NE(record.find("error")->text.find("at step"), std::string::npos);
}
