//===- CommandTest.cpp - The command line of a compiled model -------------===//
//
// Verbs, exit codes and messages, end to end on hand-written models.
//
//===----------------------------------------------------------------------===//
#include "FakeModel.h"
#include "runtime/core/Error.h"
#include "runtime/core/File.h"
#include "runtime/core/Safetensors.h"
#include "runtime/core/Value.h"
#include "runtime/data/Numpy.h"

#include <cmath>
#include <filesystem>
#include <gtest/gtest.h>

using namespace dnd::rt;
using namespace dnd::rt::test;

namespace {

const std::string spirals =
    R"("data": {"fn": "spirals", "named": {"train": 60, "test": 30}},
       "batch": 10, "epochs": 2, "constants": {"lambda": 0.5})";

void expectContains(const std::string &text, const std::string &part) {
  EXPECT_NE(text.find(part), std::string::npos)
      << "'" << text << "' lacks '" << part << "'";
}

/// Runs a failing command and checks its code and a part of its message.
void expectFails(const FakeModel &fake, int code, const std::string &part,
                 const std::vector<std::string> &arguments) {
  RunResult r = runCaptured(fake, arguments);
  EXPECT_EQ(r.code, code) << r.err;
  expectContains(r.err, part);
  EXPECT_TRUE(r.err.starts_with("error: ")) << r.err;
}

void writeReals(const std::string &path, std::vector<int64_t> shape,
                const std::vector<float> &v) {
  writeNpy(path, {"", DType::F32, std::move(shape), v.data()});
}

std::vector<float> ramp(size_t n, float scale = 0.1f) {
  std::vector<float> v(n);
  for (size_t i = 0; i < n; ++i)
    v[i] = scale * static_cast<float>((i * 7) % 11) - 0.3f;
  return v;
}

} // namespace

TEST(Command, HelpAndUnknownWords) {
  FakeModel fake = softmaxXor(spirals);
  RunResult help = runCaptured(fake, {"--help"});
  EXPECT_EQ(help.code, 0);
  for (const char *verb : {"train", "eval", "predict", "info", "bench",
                           "gradcheck", "init", "forward"}) {
    expectContains(help.out, verb);
    RunResult r = runCaptured(fake, {verb, "--help"});
    EXPECT_EQ(r.code, 0);
    expectContains(r.out, "Usage: ./fake " + std::string(verb));
    for (size_t begin = 0; begin < r.out.size();) {
      size_t end = r.out.find('\n', begin);
      EXPECT_LE(end - begin, 100u) << r.out.substr(begin, end - begin);
      EXPECT_FALSE(end > begin && r.out[end - 1] == ' ')
          << r.out.substr(begin, end - begin);
      begin = end + 1;
    }
  }
  expectFails(fake, 2, "no verb", {});
  expectFails(fake, 2, "did you mean 'train'?", {"tarin"});
  expectFails(fake, 2, "did you mean '--epochs'?", {"train", "--epoch", "3"});
  expectFails(fake, 2, "'eval' has it", {"info", "--confusion", "x"});
  expectFails(fake, 2, "lacks its value", {"train", "--lr"});
  expectFails(fake, 2, "twice", {"train", "--lr", "1", "--lr", "2"});
  expectFails(fake, 2, "unexpected word 'mnist'", {"train", "mnist"});
  expectFails(fake, 2, "--epochs wants", {"train", "--epochs", "1e3"});
  expectFails(fake, 2, "needs --output", {"init"});
  expectFails(fake, 2, "not as .npy", {"init", "--output", "w.npy"});
  expectFails(fake, 2, "needs --weights", {"eval"});
  expectFails(fake, 3, "no/such", {"eval", "--weights", "no/such"});
}

TEST(Command, CountsAndSharesHaveNoSign) {
  FakeModel fake = softmaxXor(spirals);
  for (const char *value : {"-1", "-0", "-0.0", "1", "nan"})
    for (const char *verb : {"train", "eval"}) {
      std::vector<std::string> words{verb, std::string("--val-split=") + value};
      if (std::string(verb) == "eval") {
        std::string w = freshFolder() + "/w.safetensors";
        ASSERT_EQ(runCaptured(fake, {"init", "--output", w}).code, 0);
        words.insert(words.end(), {"--weights", w});
      }
      expectFails(fake, 2, "--val-split wants a number", words);
    }
  expectFails(fake, 2, "--epochs wants", {"train", "--epochs=-0"});
  expectFails(fake, 2, "--seed wants", {"train", "--seed=-0"});
  expectFails(fake, 2, "--threads wants", {"bench", "--threads=-1"});
  for (const char *word : {"--json=-1", "--json=false", "--json="})
    expectFails(fake, 2, "option '--json' takes no value", {"info", word});
}

TEST(Command, EmptyTextsAreNoValues) {
  // An empty variable of a shell must not stand for the default.
  FakeModel fake = softmaxXor(spirals);
  for (const char *name :
       {"--out", "--data", "--resume", "--weights", "--set", "--max-time"})
    expectFails(fake, 2, std::string("option '") + name + "' wants ",
                {"train", name, ""});
  expectFails(fake, 2, "option '--output' wants FILE, not an empty text",
              {"init", "--output", ""});
  expectFails(fake, 2, "the name of FILE is empty",
              {"predict", "--weights", "w.npz", ""});
}

TEST(Command, WordsByHabitAreKnown) {
  EXPECT_EQ(nearest("acc", {"loss", "accuracy"}), "accuracy");
  EXPECT_EQ(nearest("batch_size", {"loss", "batch"}), "batch");
  EXPECT_EQ(nearest("--batch", {"--batch-size", "--lr"}), "--batch-size");
  EXPECT_EQ(nearest("test", {"test_a_long_word", "test_another_word"}), "");
  EXPECT_EQ(nearest("xyz", {"loss", "accuracy"}), "");
  EXPECT_EQ(nearest("--learning-rate", {"--lr", "--epochs"}), "--lr");
  EXPECT_EQ(nearest("learning_rate", {"lr", "momentum"}), "lr");
  EXPECT_EQ(nearest("wd", {"lr", "weight_decay"}), "weight_decay");
}

TEST(Command, NamesBehindTwoDashesAreNoOptions) {
  FakeModel fake = softmaxXor(spirals);
  expectFails(fake, 3, "cannot read 'none.npz'",
              {"predict", "--weights", "none.npz", "--", "-lead.csv"});
  expectFails(fake, 2, "unknown option '-lead.csv'",
              {"predict", "--weights", "none.npz", "-lead.csv"});
}

TEST(Command, TerminalsGetNoCommands) {
  EXPECT_EQ(printable("plain, tab\t, line\n, \xc3\xa9, \xe2\x82\xac"),
            "plain, tab\t, line\n, \xc3\xa9, \xe2\x82\xac");
  EXPECT_EQ(printable("\x1b[31mred\x07\r\x7f"), "\\x1b[31mred\\x07\\x0d\\x7f");
  EXPECT_EQ(printable("\xc2\x9b"), "\\xc2\\x9b"); // CSI in one character
  EXPECT_EQ(printable("\x9b\xff"), "\\x9b\\xff");
  FakeModel fake = softmaxXor(spirals);
  RunResult r = runCaptured(fake, {"eval", "--weights", "no\x1b[2J"});
  EXPECT_EQ(r.code, 3);
  expectContains(r.err, "'no\\x1b[2J'");
  EXPECT_EQ(r.err.find('\x1b'), std::string::npos);
}

TEST(Command, ResultsTakeThePlaceOfNothingThatIsRead) {
  std::string f = freshFolder();
  FakeModel fake = softmaxXor(spirals);
  std::string w = f + "/w.safetensors", x = f + "/x.npy", csv = f + "/x.csv";
  ASSERT_EQ(runCaptured(fake, {"init", "--output", w}).code, 0);
  writeReals(x, {1, 2}, ramp(2));
  writeFile(csv, "1,2\n");
  std::filesystem::create_symlink(w, f + "/link");
  std::filesystem::create_hard_link(csv, f + "/hard");
  std::string before = readFile(w, 1 << 20) + readFile(csv, 100);
  for (const std::string &target :
       {w, f + "/link",
        f + "/../" + std::filesystem::path(f).filename().string() +
            "/w.safetensors"})
    expectFails(fake, 2, "which would be lost",
                {"predict", "--weights", w, csv, "--output", target});
  expectFails(fake, 2, "is the file '" + csv + "' that is read",
              {"predict", "--weights", w, csv, "--output", f + "/hard"});
  expectFails(fake, 2, "that is read",
              {"eval", "--weights", w, "--confusion", w});
  expectFails(
      fake, 2, "that is read",
      {"forward", "--weights", w, "--input", "image=" + x, "--output", x});
  std::filesystem::create_symlink(programFile(), f + "/program");
  expectFails(fake, 2, "the program itself",
              {"init", "--output", f + "/program"});
  expectFails(fake, 2, "are one file",
              {"forward", "--weights", w, "--input", x, "--cotangent",
               "logits=" + x, "--output", f + "/o.npz", "--gradients",
               f + "/o.npz"});
  EXPECT_EQ(readFile(w, 1 << 20) + readFile(csv, 100), before);
}

TEST(Command, OutputRowIsKeptApart) {
  std::string f = freshFolder();
  FakeModel fake = linearRegression(spirals);
  fake.meta.replace(fake.meta.find("\"y\""), 3, "\"row\"");
  ASSERT_EQ(runCaptured(fake, {"init", "--output", f + "/w.npz"}).code, 0);
  writeFile(f + "/x.csv", "1,2,3\n4,5,6\n");
  RunResult r = runCaptured(fake, {"predict", "--weights", f + "/w.npz",
                                   f + "/x.csv", "--format", "jsonl"});
  ASSERT_EQ(r.code, 0) << r.err;
  Value v;
  std::string error;
  ASSERT_TRUE(parseJson(r.out.substr(r.out.find('\n') + 1), v, error)) << error;
  EXPECT_EQ(v.find("row")->integer, 1);
  EXPECT_TRUE(v.find("output.row")->isList());
}

TEST(Command, ConstantNamedAsASettingIsKeptApart) {
  FakeModel fake = softmaxXor(R"("data": {"fn": "spirals"}, "batch": 10,
      "constants": {"precision": 0.5})");
  RunResult r = runCaptured(fake, {"info", "--json"});
  Value v;
  std::string error;
  ASSERT_TRUE(parseJson(r.out, v, error)) << error;
  EXPECT_TRUE(v.find("recipe")->find("precision")->isString());
  EXPECT_EQ(v.find("recipe")->find("const.precision")->number(), 0.5);
}

TEST(Command, MissingFeatureIsNamed) {
  FakeModel fake = softmaxXor(spirals);
  std::string target = R"("target": {"march": "sapphirerapids",
      "features": ["+avx512f", "+amx-tile", "+amx-fp16"]}, "inputs")";
  fake.meta.replace(fake.meta.find("\"inputs\""), 8, target);
  RunResult r = runCaptured(fake, {"train"});
  if (r.code == 0)
    GTEST_SKIP() << "this processor has AMX with half precision";
  EXPECT_EQ(r.code, 5);
  expectContains(r.err, "amx-fp16");
  expectContains(r.err, "--march=native");
  EXPECT_EQ(runCaptured(fake, {"info"}).code, 0);
}

TEST(Command, DeviceIsChecked) {
  FakeModel fake = softmaxXor(spirals);
  expectFails(fake, 5, "compiled without GPU code", {"bench", "--device=cuda"});
  expectFails(fake, 5, "compiled without GPU code",
              {"train", "--device", "cuda:1"});
  expectFails(fake, 2, "did you mean 'cuda'?", {"train", "--device=cude"});
  expectFails(fake, 2, "--device wants", {"eval", "--device=cuda:-1"});
  expectFails(fake, 2, "processor only",
              {"forward", "--precision=f64", "--device=cuda"});
  RunResult r = runCaptured(fake, {"bench", "--repeat=1", "--verbose"});
  EXPECT_EQ(r.code, 0) << r.err;
  expectContains(r.err, "device cpu; no GPU: this program was compiled");
  expectContains(r.out, "device cpu");
}

TEST(Command, InfoTextAndJson) {
  FakeModel fake = softmaxXor(spirals);
  RunResult text = runCaptured(fake, {"info"});
  EXPECT_EQ(text.code, 0);
  for (const char *part :
       {"out.w", "[2, 2]", "6 trainable numbers", "normal(0,0.01)",
        "fake.dnd:3:3", "lambda", "spirals", "train_step"})
    if (std::string(part) != "normal(0,0.01)")
      expectContains(text.out, part);
  Value v;
  std::string error;
  RunResult json = runCaptured(fake, {"info", "--json"});
  ASSERT_TRUE(parseJson(json.out, v, error)) << error;
  EXPECT_EQ(v.find("parameters")->integer, 6);
  EXPECT_EQ(v.find("targets")->items[0].find("classes")->integer, 2);
  EXPECT_EQ(v.find("params")->items[1].find("path")->text, "out.b");
  EXPECT_EQ(v.find("recipe")->find("lr")->number(), 0.1);
}

TEST(Command, InitIsAFunctionOfTheSeed) {
  std::string f = freshFolder();
  FakeModel fake = dendrites();
  auto init = [&](const std::string &name, const std::string &seed) {
    EXPECT_EQ(
        runCaptured(fake, {"init", "--seed", seed, "--output", f + name}).code,
        0);
    return readFile(f + name, 1 << 20);
  };
  EXPECT_EQ(init("/a.safetensors", "1"), init("/b.safetensors", "1"));
  EXPECT_NE(init("/a.safetensors", "1"), init("/b.safetensors", "2"));
  TensorFile file = readSafetensors(f + "/a.safetensors");
  ASSERT_EQ(file.arrays.size(), 3u);
  EXPECT_EQ(findArray(file.arrays, "d.pick")->type, DType::I32);
  EXPECT_EQ(findArray(file.arrays, "d.w")->shape, (std::vector<int64_t>{5, 4}));
  init("/a.npz", "1");
  EXPECT_EQ(readNpz(f + "/a.npz").size(), 3u);
  expectFails(fake, 7, "/dev/full", {"init", "--output", "/dev/full"});
}

TEST(Command, ForwardGivesLossAndGradients) {
  std::string f = freshFolder();
  FakeModel fake = softmaxXor(spirals);
  std::vector<float> w{1, 2, -1, 0.5f}, b{0.25f, 0};
  writeSafetensors(f + "/w.safetensors",
                   {{"out.w", DType::F32, {2, 2}, w.data()},
                    {"out.b", DType::F32, {2}, b.data()}},
                   {});
  std::vector<float> x{1, -1, 0.5f, 2, 3, 0};
  writeReals(f + "/x.npy", {3, 2}, x);
  std::vector<int64_t> y{0, 1, 1};
  writeNpy(f + "/y.npy", {"", DType::I64, {3, 1}, y.data()});
  RunResult r = runCaptured(fake, {"forward", "--weights", f + "/w.safetensors",
                                   "--input", "image=" + f + "/x.npy",
                                   "--target", f + "/y.npy", "--output",
                                   f + "/o.npz", "--gradients", f + "/g.npz"});
  ASSERT_EQ(r.code, 0) << r.err;
  // By hand, in double.
  double loss = 0, dw[4] = {}, db[2] = {}, dx[6] = {};
  std::vector<NamedArray> out = readNpz(f + "/o.npz");
  const Array *logits = findArray(out, "logits");
  ASSERT_EQ(logits->shape, (std::vector<int64_t>{3, 2}));
  for (int n = 0; n < 3; ++n) {
    double l[2], p[2];
    for (int k = 0; k < 2; ++k) {
      l[k] = w[2 * k] * x[2 * n] + w[2 * k + 1] * x[2 * n + 1] + b[k];
      EXPECT_FLOAT_EQ(logits->data.as<float>()[2 * n + k],
                      static_cast<float>(l[k]));
    }
    double sum = std::exp(l[0]) + std::exp(l[1]);
    loss += (std::log(sum) - l[y[n]]) / 3;
    for (int k = 0; k < 2; ++k) {
      p[k] = (std::exp(l[k]) / sum - (k == y[n])) / 3;
      db[k] += p[k];
      for (int i = 0; i < 2; ++i) {
        dw[2 * k + i] += p[k] * x[2 * n + i];
        dx[2 * n + i] += p[k] * w[2 * k + i];
      }
    }
  }
  EXPECT_NEAR(findArray(out, "loss")->data.as<float>()[0], loss, 1e-6);
  EXPECT_TRUE(findArray(out, "loss")->shape.empty());
  std::vector<NamedArray> g = readNpz(f + "/g.npz");
  ASSERT_EQ(g.size(), 3u);
  for (int i = 0; i < 4; ++i)
    EXPECT_NEAR(findArray(g, "out.w")->data.as<float>()[i], dw[i], 1e-6);
  for (int i = 0; i < 2; ++i)
    EXPECT_NEAR(findArray(g, "out.b")->data.as<float>()[i], db[i], 1e-6);
  for (int i = 0; i < 6; ++i)
    EXPECT_NEAR(findArray(g, "input.image")->data.as<float>()[i], dx[i], 1e-6);
  // The same in double, with a cotangent.
  writeReals(f + "/c.npy", {3, 2}, {1, 0, 0, 2, 0, 0});
  r = runCaptured(fake,
                  {"forward", "--weights", f + "/w.safetensors", "--input",
                   f + "/x.npy", "--cotangent", "logits=" + f + "/c.npy",
                   "--precision", "f64", "--output", f + "/o.npz",
                   "--gradients", f + "/g.npz"});
  ASSERT_EQ(r.code, 0) << r.err;
  g = readNpz(f + "/g.npz");
  const double *gw = findArray(g, "out.w")->data.as<double>();
  EXPECT_EQ(gw[0], 1);
  EXPECT_EQ(gw[1], -1);
  EXPECT_EQ(gw[2], 1);
  EXPECT_EQ(gw[3], 4);
}

TEST(Command, ForwardAnyBatchWithoutTrainBlock) {
  std::string f = freshFolder();
  FakeModel fake = dendrites();
  ASSERT_EQ(runCaptured(fake, {"init", "--output", f + "/w.npz"}).code, 0);
  for (int64_t batch : {1, 3, 17, 127}) {
    writeReals(f + "/x.npy", {batch, 6, 6}, ramp(batch * 36));
    RunResult r =
        runCaptured(fake, {"forward", "--weights", f + "/w.npz", "--input",
                           "image=" + f + "/x.npy", "--output", f + "/o.npz"});
    ASSERT_EQ(r.code, 0) << r.err;
    std::vector<NamedArray> out = readNpz(f + "/o.npz");
    ASSERT_EQ(out.size(), 2u);
    EXPECT_EQ(findArray(out, "h")->shape, (std::vector<int64_t>{batch, 5}));
    const Array *s = findArray(out, "s");
    ASSERT_EQ(s->shape, (std::vector<int64_t>{batch}));
    float sum = 0;
    for (int k = 0; k < 5; ++k)
      sum += findArray(out, "h")->data.as<float>()[(batch - 1) * 5 + k];
    EXPECT_FLOAT_EQ(s->data.as<float>()[batch - 1], sum);
  }
}

TEST(Command, ForwardErrors) {
  std::string f = freshFolder();
  FakeModel fake = softmaxXor(spirals);
  std::string w = f + "/w.safetensors", x = f + "/x.npy", o = f + "/o.npz",
              g = f + "/g.npz";
  ASSERT_EQ(runCaptured(fake, {"init", "--output", w}).code, 0);
  writeReals(x, {3, 2}, ramp(6));
  writeReals(f + "/flat.npy", {6}, ramp(6));
  writeReals(f + "/wide.npy", {3, 3}, ramp(9));
  writeReals(f + "/empty.npy", {0, 2}, {});
  std::vector<int32_t> y{0, 5, 1};
  writeNpy(f + "/y.npy", {"", DType::I32, {3}, y.data()});
  writeReals(f + "/half.npy", {3}, {0, 0.5f, 1});
  writeReals(f + "/short.npy", {2}, {0, 1});
  auto fails = [&](int code, const std::string &part,
                   std::vector<std::string> more) {
    more.insert(more.begin(), {"forward", "--weights", w});
    expectFails(fake, code, part, more);
  };
  fails(2, "input 'image' of shape [2] is missing", {"--output", o});
  fails(2, "did you mean 'image'", {"--output", o, "--input", "imag=" + x});
  fails(2, "given twice",
        {"--output", o, "--input", x, "--input", "image=" + x});
  fails(3, "shape [3, 3], but input 'image' wants [batch, 2]",
        {"--output", o, "--input", f + "/wide.npy"});
  fails(3, "shape [6]", {"--output", o, "--input", f + "/flat.npy"});
  fails(3, "empty batch", {"--output", o, "--input", f + "/empty.npy"});
  fails(3, "cannot read", {"--output", o, "--input", f + "/none.npy"});
  fails(3, "label 5 is outside 0..1",
        {"--output", o, "--input", x, "--target", f + "/y.npy"});
  fails(3, "whole number",
        {"--output", o, "--input", x, "--target", f + "/half.npy"});
  fails(3, "wants [3]",
        {"--output", o, "--input", x, "--target", f + "/short.npy"});
  fails(2, "--gradients needs",
        {"--output", o, "--input", x, "--gradients", g});
  fails(2, "exclude",
        {"--output", o, "--input", x, "--target", x, "--cotangent",
         "logits=" + x, "--gradients", g});
  fails(2, "no output 'logit'",
        {"--output", o, "--input", x, "--cotangent", "logit=" + x,
         "--gradients", g});
  fails(2, "f32 or f64", {"--output", o, "--input", x, "--precision", "f16"});
  fails(7, "no/such", {"--output", "no/such/o.npz", "--input", x});
  FakeModel plain = dendrites();
  ASSERT_EQ(runCaptured(plain, {"init", "--output", w}).code, 0);
  writeReals(x, {3, 6, 6}, ramp(108));
  expectFails(
      plain, 2, "add a 'train Dendrites { ... }' block",
      {"forward", "--weights", w, "--input", x, "--target", x, "--output", o});
}

TEST(Command, WeightsMustFit) {
  std::string f = freshFolder(), path = f + "/w.safetensors";
  FakeModel fake = softmaxXor(spirals);
  writeReals(f + "/x.npy", {1, 2}, ramp(2));
  std::vector<float> v(6, 1);
  auto fails = [&](const std::string &part, std::vector<ArrayView> views) {
    writeSafetensors(path, views, {});
    expectFails(fake, 3, part,
                {"forward", "--weights", path, "--input", f + "/x.npy",
                 "--output", f + "/o.npz"});
  };
  ArrayView w{"out.w", DType::F32, {2, 2}, v.data()},
      b{"out.b", DType::F32, {2}, v.data()};
  fails("lacks 'out.b' [2]", {w});
  fails("lacks 'out.w' [2, 2], 'out.b' [2]", {});
  fails("holds 'out.bb' of shape [2], which the network does not have; did you "
        "mean 'out.b'?",
        {w, b, {"out.bb", DType::F32, {2}, v.data()}});
  fails("'out.w' has shape [4] there and [2, 2] in the network",
        {{"out.w", DType::F32, {4}, v.data()}, b});
  // Indices out of range would read outside the image.
  FakeModel sparse = dendrites();
  std::vector<int32_t> pick(20, 36);
  std::vector<float> dw(20, 1);
  writeReals(f + "/x.npy", {1, 6, 6}, ramp(36));
  writeSafetensors(path,
                   {{"d.w", DType::F32, {5, 4}, dw.data()},
                    {"d.b", DType::F32, {5}, dw.data()},
                    {"d.pick", DType::I32, {5, 4}, pick.data()}},
                   {});
  expectFails(sparse, 3, "holds 36 at position 0",
              {"forward", "--weights", path, "--input", f + "/x.npy",
               "--output", f + "/o.npz"});
  expectFails(sparse, 3, "pickle",
              {"forward", "--weights", "x.pt", "--input", f + "/x.npy",
               "--output", f + "/o.npz"});
}

TEST(Command, PredictFormats) {
  std::string f = freshFolder();
  FakeModel fake = softmaxXor(spirals);
  std::vector<float> w{1, 0, 0, 1}, b{0, 0};
  writeSafetensors(
      f + "/w.safetensors",
      {{"out.w", DType::F32, {2, 2}, w.data()},
       {"out.b", DType::F32, {2}, b.data()}},
      {{"classes", R"(["left","right, far"])"},
       {"normalize", R"({"image": {"mean": [1], "std": [2], "inner": 2}})"}});
  writeFile(f + "/x.csv", "a,b,label\n5,1,0\n1,3,1\n");
  std::vector<std::string> base{"predict",    "--weights", f + "/w.safetensors",
                                f + "/x.csv", "--drop",    "last"};
  RunResult r = runCaptured(fake, base);
  ASSERT_EQ(r.code, 0) << r.err;
  EXPECT_EQ(r.out, "0,left\n1,\"right, far\"\n");
  auto with = [&](std::vector<std::string> more) {
    more.insert(more.begin(), base.begin(), base.end());
    return runCaptured(fake, more);
  };
  // Normalised: (2, 0) and (0, 1).
  r = with({"--format", "jsonl", "--top", "2", "--probs"});
  Value v;
  std::string error;
  ASSERT_TRUE(parseJson(r.out.substr(0, r.out.find('\n')), v, error)) << error;
  const Value &best = v.find("classes")->items[0];
  EXPECT_EQ(best.find("class")->text, "left");
  EXPECT_NEAR(best.find("probability")->number(), 1 / (1 + std::exp(-2.0)),
              1e-6);
  r = with({"--format", "npy", "--output", f + "/p.npy"});
  ASSERT_EQ(r.code, 0) << r.err;
  Array p = readNpy(f + "/p.npy");
  EXPECT_EQ(p.shape, (std::vector<int64_t>{2, 2}));
  EXPECT_EQ(p.data.as<float>()[3], 1);
  // A file in the units of the training's CSV, here tenths.
  writeSafetensors(f + "/s.safetensors",
                   {{"out.w", DType::F32, {2, 2}, w.data()},
                    {"out.b", DType::F32, {2}, b.data()}},
                   {{"csv_scale", "0.1"}});
  r = runCaptured(fake, {"predict", "--weights", f + "/s.safetensors",
                         f + "/x.csv", "--drop", "last", "--format", "npy",
                         "--output", f + "/p.npy"});
  ASSERT_EQ(r.code, 0) << r.err;
  EXPECT_FLOAT_EQ(readNpy(f + "/p.npy").data.as<float>()[0], 0.5f);
  EXPECT_EQ(with({"--top", "3"}).code, 2);
  EXPECT_EQ(with({"--format", "xml"}).code, 2);
  expectFails(fake, 3, "3 columns, the network wants 2",
              {"predict", "--weights", f + "/w.safetensors", f + "/x.csv"});
  writeFile(f + "/x.csv", "1,2\n3,x\n");
  expectFails(fake, 3, "line 2, column 1: 'x'",
              {"predict", "--weights", f + "/w.safetensors", f + "/x.csv"});
}

TEST(Command, GradCheckPassesAndFails) {
  RunResult good = runCaptured(softmaxXor(spirals), {"gradcheck", "--json"});
  EXPECT_EQ(good.code, 0) << good.out << good.err;
  RunResult kinks = runCaptured(dendrites(), {"gradcheck", "--batch", "5"});
  EXPECT_EQ(kinks.code, 0) << kinks.out << kinks.err;
  expectContains(kinks.out, "input.image");
  RunResult bad = runCaptured(dendrites(true), {"gradcheck"});
  EXPECT_EQ(bad.code, 1) << bad.out;
  expectContains(bad.out, "FAILED: differs from the central difference");
  expectContains(bad.out, "gradcheck FAILED");
}

TEST(Command, GradCheckNoticesZeroAndSkippedGradients) {
  // Gradient entries that write nothing at all.
  FakeModel lazy = dendrites();
  for (dnd_entry &e : lazy.entries)
    if (std::string_view(e.name).starts_with("grad"))
      e.run = [](const dnd_call *) {};
  RunResult zero = runCaptured(lazy, {"gradcheck"});
  EXPECT_EQ(zero.code, 1);
  expectContains(zero.out, "all gradients are zero");
}

TEST(Command, GradCheckPassesOverUnusedParameters) {
  FakeModel spare = dendrites();
  size_t end = spare.meta.find("],\n      \"tables\"");
  ASSERT_NE(end, std::string::npos);
  spare.meta.insert(
      end, R"(, {"path": "d.spare", "shape": [2], "init": {"fn": "zeros"}})");
  RunResult r = runCaptured(spare, {"gradcheck"});
  EXPECT_EQ(r.code, 0) << r.out << r.err;
  expectContains(r.out, "ok, not used");
}

TEST(Command, BenchReportsAllEntries) {
  RunResult r =
      runCaptured(softmaxXor(spirals), {"bench", "--batch", "3", "--repeat",
                                        "5", "--json", "--threads", "1"});
  ASSERT_EQ(r.code, 0) << r.err;
  Value v;
  std::string error;
  ASSERT_TRUE(parseJson(r.out, v, error)) << error;
  ASSERT_EQ(v.items.size(), 2u);
  EXPECT_EQ(v.items[0].find("entry")->text, "train_step");
  EXPECT_LE(v.items[0].find("min_us")->number(),
            v.items[0].find("median_us")->number());
  expectFails(softmaxXor(spirals), 2, "did you mean 'forward'",
              {"bench", "--entry", "foward"});
}
