//===- RunTest.cpp - What befalls a run -----------------------------------===//
//
// Two processes, kills, ends that fail, numbers that are not finite: what is
// said, what is left, and that it goes on from there.
//
//===----------------------------------------------------------------------===//
#include "FakeModel.h"
#include "runtime/core/Error.h"
#include "runtime/core/File.h"
#include "runtime/core/Safetensors.h"
#include "runtime/data/Numpy.h"
#include "runtime/report/RunDirectory.h"

#include <fmt/core.h>

#include <cmath>
#include <csignal>
#include <fcntl.h>
#include <filesystem>
#include <functional>
#include <gtest/gtest.h>
#include <limits>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

using namespace dnd::rt;
using namespace dnd::rt::test;

namespace {

const std::string spirals =
    R"("data": {"fn": "spirals", "named": {"train": 103, "test": 50}},
       "batch": 10, "epochs": 4)";

using Words = std::vector<std::string>;

RunResult train(const FakeModel &fake, const Words &more) {
  Words words{"train"};
  words.insert(words.end(), more.begin(), more.end());
  return runCaptured(fake, words);
}

bool contains(const std::string &text, const std::string &part) {
  return text.find(part) != std::string::npos;
}

Value recordOf(const std::string &run) {
  Value record;
  std::string error;
  EXPECT_TRUE(parseJson(readFile(run + "/run.json", 1 << 20), record, error));
  return record;
}

/// A process of its own; ended by SIGKILL when it is still there.
class Child {
public:
  /// Runs `work`; it may call ready() once.
  explicit Child(const std::function<void(Child &)> &work) {
    EXPECT_EQ(::pipe(ends), 0);
    id = ::fork();
    if (id == 0) {
      work(*this);
      ::_exit(0);
    }
  }
  ~Child() {
    kill();
    ::close(ends[0]);
    ::close(ends[1]);
  }
  void ready() { EXPECT_EQ(::write(ends[1], "r", 1), 1); }
  void waitUntilReady() {
    char c;
    EXPECT_EQ(::read(ends[0], &c, 1), 1);
  }
  void kill() {
    if (id > 0)
      ::kill(id, SIGKILL);
    status();
  }
  /// Waits for its end.
  int status() {
    if (id > 0)
      ::waitpid(id, &ended, 0);
    id = -1;
    return ended;
  }

  pid_t id;

private:
  int ends[2], ended = 0;
};

} // namespace

//===----------------------------------------------------------------------===//
// Two at once
//===----------------------------------------------------------------------===//

TEST(Run, LockNamesTheOtherProcess) {
  FakeModel fake = softmaxXor(spirals);
  std::string run = freshFolder() + "/run";
  ASSERT_EQ(train(fake, {"--out", run, "--max-steps", "3"}).code, 75);
  EXPECT_FALSE(fileExists(run + "/run.lock"));
  Child other([&](Child &self) {
    RunDirectory held = RunDirectory::open(run);
    self.ready();
    ::pause();
  });
  other.waitUntilReady();
  std::string before = weightsOf(run);
  for (Words words : {Words{"--resume", run}, Words{"--out", run}}) {
    RunResult r = train(fake, words);
    EXPECT_EQ(r.code, 7);
    if (words[0] == "--resume") {
      EXPECT_TRUE(contains(r.err, fmt::format("is in use by process {}, which "
                                              "began at ",
                                              other.id)))
          << r.err;
      EXPECT_TRUE(contains(r.err, fmt::format("kill {}", other.id))) << r.err;
    }
  }
  EXPECT_EQ(weightsOf(run), before);
  // Its lock ends with it, though its file is left.
  other.kill();
  EXPECT_TRUE(fileExists(run + "/run.lock"));
  EXPECT_EQ(train(fake, {"--resume", run}).code, 0);
  EXPECT_FALSE(fileExists(run + "/run.lock"));
}

TEST(Run, LockIsTakenBeforeTheFirstFile) {
  FakeModel fake = softmaxXor(spirals);
  std::string run = freshFolder() + "/run";
  Child other([&](Child &self) {
    RunDirectory held = RunDirectory::create(run, "Fake", 0);
    self.ready();
    ::pause();
  });
  other.waitUntilReady();
  RunResult r = train(fake, {"--out", run});
  EXPECT_EQ(r.code, 7);
  EXPECT_TRUE(contains(r.err, fmt::format("process {}", other.id))) << r.err;
  // Killed before it wrote anything: the folder is as good as new.
  other.kill();
  EXPECT_EQ(train(fake, {"--out", run}).code, 0);
}

TEST(Run, LockOfUnreadableText) {
  FakeModel fake = softmaxXor(spirals);
  std::string run = freshFolder() + "/run";
  ASSERT_EQ(train(fake, {"--out", run, "--max-steps", "3"}).code, 75);
  {
    RunDirectory held = RunDirectory::open(run);
    for (const char *text : {"", "{", "7\n", "{\"process\": \"x\"}\n"}) {
      std::filesystem::resize_file(run + "/run.lock", 0);
      appendFile(run + "/run.lock", text);
      RunResult r = train(fake, {"--resume", run});
      EXPECT_EQ(r.code, 7);
      EXPECT_TRUE(contains(r.err, "is in use by another process")) << r.err;
    }
  }
  EXPECT_EQ(train(fake, {"--resume", run}).code, 0);
}

TEST(Run, LeftOverTemporariesGo) {
  FakeModel fake = softmaxXor(spirals);
  std::string run = freshFolder() + "/run";
  ASSERT_EQ(train(fake, {"--out", run, "--max-steps", "3"}).code, 75);
  for (const char *name : {"weights.safetensors.tmp-123", "run.json.tmp-9",
                           "notes.tmp-x", ".tmp-5", "tmp-5"})
    writeFile(run + "/" + name, "half");
  ASSERT_EQ(train(fake, {"--resume", run}).code, 0);
  EXPECT_FALSE(fileExists(run + "/weights.safetensors.tmp-123"));
  EXPECT_FALSE(fileExists(run + "/run.json.tmp-9"));
  for (const char *name : {"notes.tmp-x", ".tmp-5", "tmp-5"})
    EXPECT_TRUE(fileExists(run + "/" + name)) << name;
  // A folder that holds only such things is empty.
  std::string other = freshFolder() + "/other";
  makeDirectories(other);
  writeFile(other + "/run.json.tmp-77", "{");
  writeFile(other + "/run.lock", "");
  EXPECT_EQ(train(fake, {"--out", other}).code, 0);
  EXPECT_FALSE(fileExists(other + "/run.json.tmp-77"));
}

//===----------------------------------------------------------------------===//
// Dead ends
//===----------------------------------------------------------------------===//

TEST(Run, KilledInItsFirstStepGoesOn) {
  FakeModel fake = softmaxXor(spirals);
  std::string folder = freshFolder();
  ASSERT_EQ(train(fake, {"--out", folder + "/whole"}).code, 0);
  FakeModel deadly = fake;
  for (dnd_entry &e : deadly.entries)
    if (std::string_view(e.name) == "train_step")
      e.run = [](const dnd_call *) { std::raise(SIGKILL); };
  Child child([&](Child &) {
    runMain(deadly, {"train", "--out", folder + "/run", "--quiet"});
  });
  int status = child.status();
  ASSERT_TRUE(WIFSIGNALED(status));
  RunResult r = train(fake, {"--resume", folder + "/run"});
  ASSERT_EQ(r.code, 0) << r.err;
  EXPECT_EQ(weightsOf(folder + "/run") + timelessMetrics(folder + "/run"),
            weightsOf(folder + "/whole") + timelessMetrics(folder + "/whole"));
}

TEST(Run, StateThatIsLostLeavesTheWeights) {
  FakeModel fake = softmaxXor(spirals);
  std::string run = freshFolder() + "/run",
              state = run + "/last.state.safetensors",
              weights = run + "/weights.safetensors";
  ASSERT_EQ(train(fake, {"--out", run, "--max-steps", "3"}).code, 75);
  for (const char *text : {"", "damaged"}) {
    std::filesystem::remove(state);
    if (*text)
      writeFile(state, text);
    RunResult r = train(fake, {"--resume", run});
    EXPECT_EQ(r.code, 3);
    EXPECT_TRUE(contains(r.err, "--weights " + weights + " --out DIR"))
        << r.err;
  }
  // The advice works while the weights are there.
  EXPECT_EQ(train(fake, {"--weights", weights, "--out", run + "2"}).code, 0);
  std::filesystem::remove(weights);
  EXPECT_TRUE(contains(train(fake, {"--resume", run}).err,
                       "begin a new run: --out DIR"));
}

TEST(Run, KilledBeforeItsFirstSaveBeginsAnew) {
  FakeModel fake = softmaxXor(spirals);
  std::string folder = freshFolder(), run = folder + "/run";
  ASSERT_EQ(runCaptured(fake, {"init", "--seed", "77", "--output",
                               folder + "/w.safetensors"})
                .code,
            0);
  Words words{"--weights", folder + "/w.safetensors", "--seed", "3"};
  ASSERT_EQ(train(fake, Words{words[0], words[1], words[2], words[3], "--out",
                              folder + "/whole"})
                .code,
            0);
  ASSERT_EQ(train(fake, Words{words[0], words[1], words[2], words[3], "--out",
                              run, "--max-steps", "0"})
                .code,
            75);
  for (const char *name : {"last.state.safetensors", "weights.safetensors"})
    std::filesystem::remove(run + "/" + name);
  ASSERT_EQ(train(fake, {"--resume", run}).code, 0);
  EXPECT_EQ(weightsOf(run) + timelessMetrics(run),
            weightsOf(folder + "/whole") + timelessMetrics(folder + "/whole"));
  // A state that someone removed from a run is another thing.
  std::filesystem::remove(run + "/last.state.safetensors");
  EXPECT_EQ(train(fake, {"--resume", run, "--epochs", "6"}).code, 3);
}

TEST(Run, EndThatFailedIsMadeUpFor) {
  FakeModel fake = softmaxXor(spirals);
  std::string folder = freshFolder();
  for (bool early : {false, true}) {
    Words how{"--val-split", "0.3", "--lr", "3", "--seed", "1"};
    if (early)
      how.insert(how.end(), {"--early-stop", "4", "--monitor", "val_loss",
                             "--epochs", "200"});
    auto with = [&](const Words &more) {
      Words words = how;
      words.insert(words.end(), more.begin(), more.end());
      return words;
    };
    std::string whole = fmt::format("{}/whole{}", folder, early),
                run = fmt::format("{}/run{}", folder, early);
    ASSERT_EQ(train(fake, with({"--out", whole})).code, 0);
    ASSERT_EQ(train(fake, with({"--out", run, "--max-steps", "3"})).code, 75);
    // A folder stands where the last file belongs.
    std::filesystem::create_directory(run + "/confusion.csv");
    RunResult r = train(fake, {"--resume", run});
    EXPECT_EQ(r.code, 7);
    EXPECT_TRUE(contains(r.err, "confusion.csv': it is a folder")) << r.err;
    EXPECT_EQ(recordOf(run).find("status")->text, "failed");
    std::filesystem::remove(run + "/confusion.csv");
    r = train(fake, {"--resume", run});
    ASSERT_EQ(r.code, 0) << r.err;
    EXPECT_TRUE(contains(r.out, "test_accuracy")) << r.out;
    EXPECT_EQ(readFile(run + "/confusion.csv", 1 << 20),
              readFile(whole + "/confusion.csv", 1 << 20));
    EXPECT_EQ(weightsOf(run) + timelessMetrics(run),
              weightsOf(whole) + timelessMetrics(whole));
    EXPECT_EQ(recordOf(run).find("status")->text, "done");
    EXPECT_EQ(recordOf(run).find("stopped_early")->integer, early);
    // Then it is done, and nothing is touched.
    EXPECT_EQ(train(fake, {"--resume", run}).code, 2);
  }
}

TEST(Run, LogsAreWrittenThroughInterruptions) {
  // A pipe that is emptied slowly gives short writes when a signal comes.
  std::string path = freshFolder() + "/pipe";
  ASSERT_EQ(::mkfifo(path.c_str(), 0600), 0);
  std::string text;
  for (int i = 0; text.size() < (1 << 20); ++i)
    text += fmt::format("line {}\n", i);
  int keep = ::open(path.c_str(), O_RDWR);
  ASSERT_GE(keep, 0);
  struct sigaction action = {}, old = {};
  static volatile std::sig_atomic_t signals = 0;
  signals = 0;
  action.sa_handler = [](int) { signals = signals + 1; };
  ASSERT_EQ(::sigaction(SIGALRM, &action, &old), 0);
  for (bool isLog : {true, false}) {
    std::string got;
    std::thread reader([&] {
      sigset_t all;
      sigfillset(&all);
      ::pthread_sigmask(SIG_BLOCK, &all, nullptr);
      int fd = ::open(path.c_str(), O_RDONLY);
      std::string part(8192, 0);
      while (got.size() < text.size()) {
        ssize_t n = ::read(fd, part.data(), part.size());
        if (n <= 0)
          break;
        got.append(part, 0, static_cast<size_t>(n));
        ::usleep(500);
      }
      ::close(fd);
    });
    itimerval every{{0, 700}, {0, 700}}, never{};
    ::setitimer(ITIMER_REAL, &every, nullptr);
    if (isLog)
      appendFile(path, text);
    else
      writeFile(path, text);
    ::setitimer(ITIMER_REAL, &never, nullptr);
    reader.join();
    EXPECT_EQ(got, text);
    EXPECT_GT(signals, 0);
  }
  ::sigaction(SIGALRM, &old, nullptr);
  ::close(keep);
}

TEST(Run, LogsAreNeverHalfWritten) {
  std::string path = freshFolder() + "/log";
  appendFile(path, "one\n");
  Child child([&](Child &) {
    std::signal(SIGXFSZ, SIG_IGN);
    rlimit small{10, 10};
    ::setrlimit(RLIMIT_FSIZE, &small);
    try {
      appendFile(path, "another line\n");
    } catch (const Error &e) {
      ::_exit(e.code == Exit::Output && contains(e.message, "File too large")
                  ? 42
                  : 43);
    }
  });
  int status = child.status();
  ASSERT_TRUE(WIFEXITED(status));
  EXPECT_EQ(WEXITSTATUS(status), 42);
  EXPECT_EQ(readFile(path, 100), "one\n");
}

//===----------------------------------------------------------------------===//
// Numbers that are not finite
//===----------------------------------------------------------------------===//

namespace {

int evaluationsLeft = 0;
dnd_entry_fn realEvaluation = nullptr;

/// The model with an evaluation that has no number after `count` calls.
FakeModel brokenAfter(const FakeModel &fake, int count) {
  FakeModel broken = fake;
  evaluationsLeft = count;
  for (dnd_entry &e : broken.entries)
    if (std::string_view(e.name) == "eval_step") {
      realEvaluation = e.run;
      e.run = [](const dnd_call *c) {
        realEvaluation(c);
        if (evaluationsLeft-- <= 0)
          *static_cast<float *>(c->loss) =
              std::numeric_limits<float>::quiet_NaN();
      };
    }
  return broken;
}

} // namespace

TEST(Run, EvaluationThatIsNotFiniteEndsIt) {
  FakeModel fake = softmaxXor(spirals);
  std::string folder = freshFolder(), run = folder + "/run";
  Words how{"--val-split", "0.3", "--epochs", "8"};
  ASSERT_EQ(
      train(fake, {"--out", folder + "/whole", how[0], how[1], how[2], how[3]})
          .code,
      0);
  // Two evaluations an epoch, of the validation part and of the test part.
  for (auto [good, name] : {std::pair(6, "val_loss"), {7, "test_loss"}}) {
    std::filesystem::remove_all(run);
    RunResult r = train(brokenAfter(fake, good),
                        {"--out", run, how[0], how[1], how[2], how[3]});
    EXPECT_EQ(r.code, 4);
    EXPECT_TRUE(contains(
        r.err,
        fmt::format("error: {} is not a number after epoch 4 (step 32)", name)))
        << r.err;
    EXPECT_EQ(metricsOf(run).size(), 3u);
    EXPECT_EQ(recordOf(run).find("status")->text, "failed");
    // The best weights so far are there, and the advice holds.
    int64_t best = 0;
    double score = -1;
    for (const Value &line : metricsOf(run))
      if (line.find("val_accuracy")->number() > score) {
        score = line.find("val_accuracy")->number();
        best = line.find("epoch")->integer;
      }
    EXPECT_EQ(readSafetensors(run + "/best.safetensors").metadata.at("epoch"),
              fmt::format("{}", best));
    EXPECT_TRUE(contains(r.err, "--resume " + run)) << r.err;
    r = train(fake, {"--resume", run});
    EXPECT_EQ(r.code, 0) << r.err;
    EXPECT_EQ(weightsOf(run) + timelessMetrics(run),
              weightsOf(folder + "/whole") +
                  timelessMetrics(folder + "/whole"));
  }
}

namespace {
dnd_entry_fn realStep = nullptr;
int stepsLeft = 0;
} // namespace

TEST(Run, WeightsThatAreNotFiniteAreNotSaved) {
  std::string folder = freshFolder(), run = folder + "/run";
  writeFile(folder + "/d.csv", "1,2,3,4\n5,6,7,8\n9,8,7,6\n5,4,3,2\n");
  // Four steps an epoch, no test part: no loss sees what the last step does.
  FakeModel fake = linearRegression(
      R"("data": {"fn": "csv", "named": {"train": "d.csv"}},
         "batch": 1, "epochs": 2)");
  FakeModel broken = fake;
  for (dnd_entry &e : broken.entries)
    if (std::string_view(e.name) == "train_step") {
      realStep = e.run;
      e.run = [](const dnd_call *c) {
        realStep(c);
        if (--stepsLeft == 0)
          static_cast<float *>(c->params[0])[1] =
              -std::numeric_limits<float>::infinity();
      };
    }
  Words how{"--data", folder, "--lr", "1e-4", "--out", run};
  for (auto [steps, when] : {std::pair(8, "after step 8 (epoch 2)"),
                             {2, "after step 2 (epoch 1)"}}) {
    std::filesystem::remove_all(run);
    stepsLeft = steps;
    Words words = how;
    if (steps == 2)
      words.insert(words.end(), {"--max-steps", "2"});
    RunResult r = train(broken, words);
    EXPECT_EQ(r.code, 4);
    EXPECT_TRUE(contains(
        r.err, fmt::format("error: 1 of 3 numbers of 'w' are not finite {}; "
                           "training stopped",
                           when)))
        << r.err;
    EXPECT_TRUE(contains(r.err, "--resume " + run)) << r.err;
    EXPECT_EQ(
        readSafetensors(run + "/weights.safetensors").metadata.at("epoch"),
        "0");
    EXPECT_EQ(train(fake, {"--resume", run, "--data", folder}).code, 0);
  }
  // Neither are those that a run would begin with.
  std::filesystem::remove_all(run);
  float bad[3] = {1, std::nanf(""), 2};
  writeSafetensors(folder + "/bad.safetensors",
                   {{"w", DType::F32, {1, 3}, bad}}, {});
  how.insert(how.end(), {"--weights", folder + "/bad.safetensors"});
  RunResult r = train(fake, how);
  EXPECT_EQ(r.code, 4);
  EXPECT_TRUE(contains(r.err, "of 'w' are not finite before the first step"))
      << r.err;
}

TEST(Run, NumbersOfOtherVerbsAreFinite) {
  std::string folder = freshFolder();
  writeFile(folder + "/d.csv", "1,2,3,4\n5,6,7,8\n3e38,3e38,7,6\n5,4,3,2\n");
  writeFile(folder + "/x.csv", "1,2,3\n5,6,7\n3e38,3e38,7\n5,4,3\n");
  FakeModel fake = linearRegression(
      R"("data": {"fn": "csv", "named": {"train": "d.csv", "test": "d.csv"}},
         "batch": 2)");
  auto weights = [&](float w) {
    float values[3] = {w, w, 1};
    writeSafetensors(folder + "/w.safetensors",
                     {{"w", DType::F32, {1, 3}, values}}, {});
  };
  auto run = [&](Words words) {
    words.insert(words.begin() + 1, {"--weights", folder + "/w.safetensors"});
    return runCaptured(fake, words);
  };
  weights(2);
  RunResult r = run({"eval", "--data", folder});
  EXPECT_EQ(r.code, 4);
  EXPECT_EQ(r.out, "");
  EXPECT_TRUE(contains(r.err, "test_loss is infinite: output 'y' of sample 2 "
                              "is infinite"))
      << r.err;
  // The other rows are not lost, and infinite is not nan.
  r = run({"predict", folder + "/x.csv"});
  EXPECT_EQ(r.code, 4);
  EXPECT_EQ(r.out, "0,9\n1,29\n2,inf\n3,21\n");
  EXPECT_TRUE(contains(r.err, "the outputs of 1 of 4 rows are not finite; the "
                              "first is row 2"))
      << r.err;
  r = run({"predict", "--format", "npy", "--output", folder + "/p.npy",
           folder + "/x.csv"});
  EXPECT_EQ(r.code, 4);
  EXPECT_TRUE(std::isinf(readNpy(folder + "/p.npy").data.as<float>()[2]));
  EXPECT_EQ(run({"predict", "--format", "jsonl", folder + "/x.csv"}).code, 4);
  weights(0);
  EXPECT_EQ(run({"eval", "--data", folder}).code, 0);
  EXPECT_EQ(run({"predict", folder + "/x.csv"}).code, 0);
  weights(std::nanf(""));
  for (Words words :
       {Words{"eval", "--data", folder}, Words{"predict", folder + "/x.csv"}}) {
    r = run(words);
    EXPECT_EQ(r.code, 4);
    EXPECT_TRUE(contains(r.err, "2 of 3 numbers of 'w' are not finite"))
        << r.err;
  }
}

TEST(Run, ClassesOfNothing) {
  std::string folder = freshFolder();
  FakeModel fake = softmaxXor(spirals);
  float w[4] = {2e38f, 2e38f, 1, 1}, b[2] = {0, 0};
  writeSafetensors(
      folder + "/w.safetensors",
      {{"out.w", DType::F32, {2, 2}, w}, {"out.b", DType::F32, {2}, b}}, {});
  writeFile(folder + "/x.csv", "1,-1\n2,2\n-1,0\n");
  RunResult r =
      runCaptured(fake, {"predict", "--weights", folder + "/w.safetensors",
                         "--probs", folder + "/x.csv"});
  EXPECT_EQ(r.code, 4);
  EXPECT_EQ(r.out, "0,0,0.5\n1,nan\n2,1,1\n");
}

TEST(Run, InitialWeightsAreFinite) {
  FakeModel fake = linearRegression(R"("data": {"fn": "xor"})");
  size_t at = fake.meta.find(R"("fn": "zeros")");
  fake.meta.replace(at, 13, R"("fn": "constant", "args": [1e300])");
  std::string path = freshFolder() + "/w.safetensors";
  RunResult r = runCaptured(fake, {"init", "--output", path});
  EXPECT_EQ(r.code, 4);
  EXPECT_TRUE(contains(r.err, "3 of 3 numbers of 'w' are not finite")) << r.err;
  EXPECT_FALSE(fileExists(path));
}

//===----------------------------------------------------------------------===//
// What may change in a resumed run
//===----------------------------------------------------------------------===//

TEST(Run, ResumeComparesTheData) {
  std::string folder = freshFolder(), run = folder + "/run";
  const char *text = "1,2,3,4\n5,6,7,8\n9,8,7,6\n5,4,3,2\n";
  makeDirectories(folder + "/a");
  makeDirectories(folder + "/b");
  writeFile(folder + "/a/d.csv", text);
  FakeModel fake = linearRegression(
      R"("data": {"fn": "csv", "named": {"train": "d.csv"}},
         "batch": 2, "epochs": 3)");
  ASSERT_EQ(train(fake, {"--data", folder + "/a", "--lr", "1e-4", "--out", run,
                         "--max-steps", "1"})
                .code,
            75);
  std::string before = weightsOf(run);
  for (const char *other : {"1,2,3,4\n5,6,7,8\n9,8,7,6\n",
                            "1,2,3,4\n5,6,7,8\n9,8,7,6\n5,4,3,1\n"}) {
    writeFile(folder + "/a/d.csv", other);
    RunResult r = train(fake, {"--resume", run});
    EXPECT_EQ(r.code, 3);
    EXPECT_TRUE(contains(r.err, "the data have changed since the run in '" +
                                    run + "' was begun"))
        << r.err;
    EXPECT_EQ(weightsOf(run), before);
  }
  // The advice: the same bytes at another place.
  writeFile(folder + "/b/d.csv", text);
  EXPECT_EQ(train(fake, {"--resume", run, "--data", folder + "/b"}).code, 0);
  // The other advice.
  EXPECT_EQ(
      train(fake, {"--weights", run + "/weights.safetensors", "--lr", "1e-4",
                   "--data", folder + "/a", "--out", folder + "/new"})
          .code,
      0);
}

TEST(Run, WhatIsSaidNowHolds) {
  std::string folder = freshFolder();
  FakeModel fake = softmaxXor(
      spirals + R"(, "schedule": {"fn": "step"}, "constants": {"mu": 1})");
  int made = 0;
  // Begins a run in mid-epoch, and goes on with other words.
  auto resumed = [&](const Words &then, const Words &now) {
    std::string run = fmt::format("{}/{}", folder, ++made);
    Words words{"--out", run, "--max-steps", "3"};
    words.insert(words.end(), then.begin(), then.end());
    EXPECT_EQ(train(fake, words).code, 75);
    words = {"--resume", run};
    words.insert(words.end(), now.begin(), now.end());
    RunResult r = train(fake, words);
    if (r.code == 0)
      r.out = fmt::format("{}", metricsOf(run)[0].find("lr")->number());
    return r;
  };
  // Every spelling against every other, and none.
  const Words spellings[] = {
      {"--lr", "0.5"}, {"--set", "lr=0.5"}, {"--set", "optimizer.lr=0.5"}, {}};
  const Words later[] = {{"--lr", "0.25"},
                         {"--set", "lr=0.25"},
                         {"--set", "optimizer.lr=0.25"},
                         {}};
  for (const Words &then : spellings)
    for (const Words &now : later) {
      RunResult r = resumed(then, now);
      ASSERT_EQ(r.code, 0) << r.err;
      EXPECT_EQ(r.out, !now.empty() ? "0.25" : then.empty() ? "0.1" : "0.5");
    }
  // One setting of several is replaced, the others stay.
  RunResult r = resumed({"--set", "lr=0.5", "--set", "schedule.factor=0.5",
                         "--set", "schedule.every=1", "--set", "mu=3"},
                        {"--set", "lr=0.25"});
  ASSERT_EQ(r.code, 0) << r.err;
  std::string run = fmt::format("{}/{}", folder, made);
  EXPECT_EQ(metricsOf(run)[2].find("lr")->number(), 0.0625);
  Value record = recordOf(run);
  EXPECT_EQ(record.find("settings")->find("mu")->number(), 3);
  // And so it stays when it is continued again.
  ASSERT_EQ(train(fake, {"--resume", run, "--epochs", "5"}).code, 0);
  EXPECT_EQ(metricsOf(run)[4].find("lr")->number(), 0.25 / 16);
  // What decides the order of the samples stays.
  for (Words now : {Words{"--batch-size", "5"},
                    {"--set", "batch=5"},
                    {"--set", "data.train=50"},
                    {"--set", "data.seed=4"},
                    {"--val-split", "0.5"},
                    {"--monitor", "val_loss"},
                    {"--seed", "1"}}) {
    r = resumed({"--batch-size", "10"}, now);
    EXPECT_EQ(r.code, 2) << now[1];
    EXPECT_TRUE(contains(r.err, "cannot change in a resumed run")) << r.err;
  }
  // Saying the same again changes nothing.
  for (Words now : {Words{"--batch-size", "10"},
                    {"--set", "batch=10"},
                    {"--seed", "0"},
                    {"--epochs", "4"},
                    {"--set", "epochs=4"}})
    EXPECT_EQ(resumed({"--batch-size", "10"}, now).code, 0) << now[1];
}

TEST(Run, NothingIsSaidTwice) {
  std::string folder = freshFolder();
  FakeModel fake = softmaxXor(spirals + R"(, "schedule": {"fn": "step"})");
  for (Words words :
       {Words{"--lr", "1", "--set", "lr=2"},
        {"--set", "lr=1", "--set", "lr=2"},
        {"--set", "lr=1", "--set", "optimizer.lr=1"},
        {"--set", "momentum=0", "--momentum", "0"},
        {"--set", "weight_decay=0", "--weight-decay", "0"},
        {"--epochs", "1", "--set", "epochs=1"},
        {"--batch-size", "1", "--set", "batch=1"},
        {"--set", "schedule.every=1", "--set", "schedule.every=2"}}) {
    words.insert(words.end(), {"--out", folder + "/run"});
    RunResult r = train(fake, words);
    EXPECT_EQ(r.code, 2) << words[1];
    EXPECT_TRUE(contains(r.err, "say it once")) << r.err;
    EXPECT_FALSE(isDirectory(folder + "/run"));
  }
}

TEST(Run, OptimisersNumbersBesideConstants) {
  // A constant of the same name is another thing than the optimiser's number.
  FakeModel fake = softmaxXor(spirals + R"(, "constants": {"lr": 7})");
  std::string run = freshFolder() + "/run";
  ASSERT_EQ(train(fake, {"--out", run, "--lr", "0.5", "--set", "lr=3"}).code,
            0);
  EXPECT_EQ(metricsOf(run)[0].find("lr")->number(), 0.5);
}
