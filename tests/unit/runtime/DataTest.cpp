//===- DataTest.cpp - Data sets -------------------------------------------===//
//
// CSV errors, label checks, splits, generated sets, normalisation, real files.
//
//===----------------------------------------------------------------------===//
#include "FakeModel.h"
#include "runtime/core/Error.h"
#include "runtime/core/File.h"
#include "runtime/data/Csv.h"
#include "runtime/data/Dataset.h"
#include "runtime/data/Numpy.h"

#include <cmath>
#include <gtest/gtest.h>
#include <set>
#include <unistd.h>

using namespace dnd::rt;
using namespace dnd::rt::test;

namespace {

/// The message of loading, or "".
std::string refusal(const FakeModel &fake, const DataOptions &options) {
  dnd_model raw = fake.raw();
  try {
    Model model(raw);
    loadDataset(model, model.recipe, options);
    return "";
  } catch (const Error &e) {
    return e.message + " " + e.hint;
  }
}

Dataset load(const FakeModel &fake, DataOptions options = {}) {
  dnd_model raw = fake.raw();
  Model model(raw);
  return loadDataset(model, model.recipe, options);
}

/// Input 0 of all samples, as the network sees it.
std::vector<float> numbersOf(const DataPart &part) {
  std::vector<float> numbers;
  for (int64_t n = 0; n < part.count; ++n) {
    std::vector<float> sample(part.inputs[0].bytes() / 4);
    part.input(0, n, sample.data(), nullptr);
    numbers.insert(numbers.end(), sample.begin(), sample.end());
  }
  return numbers;
}

std::string csvRefusal(const std::string &text) {
  try {
    CsvTable t = parseCsv(text, "x.csv");
    for (size_t r = 0; r < t.rows.size(); ++r)
      for (size_t c = 0; c + 1 < t.columns; ++c)
        csvNumber(t, r, c, "x.csv");
    return "";
  } catch (const Error &e) {
    return e.message;
  }
}

void expectContains(const std::string &text, const std::string &part) {
  EXPECT_NE(text.find(part), std::string::npos)
      << "'" << text << "' lacks '" << part << "'";
}

const std::string csvRecipe =
    R"("data": {"fn": "csv", "named": {"train": "train.csv"}})";

} // namespace

TEST(Csv, Forms) {
  CsvTable t =
      parseCsv("a,b,\"c \"\"d\"\"\"\r\n1, 2 ,\"x,\ny\"\r\n\r\n3,4,z", "x");
  EXPECT_EQ(t.heading, (std::vector<std::string>{"a", "b", "c \"d\""}));
  ASSERT_EQ(t.rows.size(), 2u);
  EXPECT_EQ(t.rows[0][2], "x,\ny");
  EXPECT_EQ(t.rows[1][1], "4");
  EXPECT_EQ(t.lines[1], 5);
  EXPECT_TRUE(parseCsv("5.1,3.5,Iris-setosa\n4.9,3.0,Iris-virginica\n", "x")
                  .heading.empty());
  EXPECT_EQ(parseCsv("1;2\n3;4\n", "x").columns, 2u);
  EXPECT_EQ(parseCsv("\xef\xbb\xbf"
                     "1\t2\n",
                     "x")
                .rows[0][0],
            "1");
  EXPECT_EQ(parseCsv("y,x\na,b\n", "x", {.label = "y"}).heading.size(), 2u);
  EXPECT_EQ(t.column("b", "x"), 1u);
  EXPECT_EQ(t.column("-1", "x"), 2u);
  EXPECT_THROW(t.column("3", "x"), Error);
  EXPECT_THROW(t.column("bb", "x"), Error);
}

TEST(Csv, Errors) {
  expectContains(csvRefusal(""), "no rows");
  expectContains(csvRefusal("\n\n"), "no rows");
  expectContains(csvRefusal("1,2\n3\n"), "line 2 has 1 columns");
  expectContains(csvRefusal("1,2\n3,4,5\n"), "line 2 has 3 columns");
  expectContains(csvRefusal("1,2\n,4\n"),
                 "line 2, column 0: the value is missing");
  expectContains(csvRefusal("a,b\n1,2\nx,2\n"), "line 3, column 'a': 'x'");
  expectContains(csvRefusal("1,2\nnan,4\n"), "'nan'");
  expectContains(csvRefusal("1,2\n\"3,4\n"), "no end");
  expectContains(csvRefusal("1,2\n\"3\"x,4\n"), "quoted");
}

TEST(Dataset, LabelsAreCheckedWithFileAndLine) {
  std::string folder = freshFolder();
  writeFile(folder + "/train.csv", "a,b,c\n1,2,0\n3,4,1\n5,6,2\n");
  std::string text =
      refusal(softmaxXor(csvRecipe), {.data = folder, .roots = {}});
  expectContains(text, "train.csv', line 4: label 2 is outside 0..1");
  expectContains(text, "2 classes");
  expectContains(text, "first_class = 1");
}

TEST(Dataset, TextClassesAndSplits) {
  std::string folder = freshFolder(), text;
  for (int i = 0; i < 30; ++i)
    text += std::to_string(i) + ",0,0,1," +
            (i < 10   ? "ant"
             : i < 20 ? "bee"
                      : "cat") +
            "\n";
  writeFile(folder + "/train.csv", text);
  Dataset d = load(softmaxIris(R"("data": {"fn": "csv",
      "named": {"train": "train.csv", "test_split": 0.2}})"),
                   {.data = folder, .roots = {}, .validationSplit = 0.25});
  EXPECT_EQ(d.fitted.classNames,
            (std::vector<std::string>{"ant", "bee", "cat"}));
  EXPECT_EQ(d.train.count, 18);
  EXPECT_EQ(d.validation.count, 6);
  EXPECT_EQ(d.test.count, 6);
  // The test part has the same share of each class; no sample is in two parts.
  int perClass[3] = {};
  for (int32_t l : d.test.labels)
    ++perClass[l];
  for (int n : perClass)
    EXPECT_EQ(n, 2);
  std::set<float> seen;
  for (const DataPart *p : {&d.train, &d.validation, &d.test})
    for (int64_t i = 0; i < p->count; ++i) {
      float id = numbersOf(*p)[static_cast<size_t>(4 * i)];
      EXPECT_TRUE(seen.insert(id).second);
      EXPECT_EQ(p->labels[static_cast<size_t>(i)], static_cast<int>(id) / 10);
    }
  ASSERT_EQ(d.files.size(), 1u);
  EXPECT_EQ(d.files[0].sha256.size(), 64u);
}

TEST(Dataset, Refusals) {
  std::string folder = freshFolder();
  DataOptions here{.data = folder, .roots = {}};
  expectContains(refusal(softmaxXor(csvRecipe), here),
                 "cannot find 'train.csv'");
  writeFile(folder + "/train.csv", "1,2,3,0\n");
  expectContains(
      refusal(softmaxXor(csvRecipe), here),
      "samples of shape [3], but input 'image' of network 'Fake' has "
      "shape [2]");
  expectContains(refusal(softmaxXor(R"("data": {"fn": "mnst"})"), here),
                 "did you mean 'mnist'");
  expectContains(refusal(softmaxXor(R"("batch": 3)"), here), "names no data");
  expectContains(refusal(softmaxMnist(R"("data": {"fn": "mnist"})"), here),
                 "train-images-idx3-ubyte");
  expectContains(refusal(softmaxMnist(R"("data": {"fn": "xor"})"), here),
                 "784");
  writeFile(folder + "/train-images-idx3-ubyte", "nonsense");
  writeFile(folder + "/train-labels-idx1-ubyte", "nonsense");
  expectContains(refusal(softmaxMnist(R"("data": {"fn": "mnist"})"), here),
                 "IDX");
}

TEST(Dataset, XorIsCodedByTheSignOfTheProduct) {
  Dataset d = load(softmaxXor(R"("data": {"fn": "xor"})"));
  ASSERT_EQ(d.train.count, 4);
  std::vector<float> numbers = numbersOf(d.train);
  for (int i = 0; i < 4; ++i) {
    float x = numbers[static_cast<size_t>(2 * i)],
          y = numbers[static_cast<size_t>(2 * i + 1)];
    EXPECT_EQ(std::abs(x), 1);
    EXPECT_EQ(d.train.labels[static_cast<size_t>(i)], x * y > 0);
  }
  EXPECT_NE(numbers[0], numbers[4]);
}

TEST(Dataset, GaussianClassesHaveTheirMoments) {
  // The example of the Dit-CNN slides, Bayes accuracy 0.9627.
  Dataset d = load(softmaxXor(R"("data": {"fn": "gaussian_classes", "named": {
      "means": [[0, 0], [2, 2]],
      "covariances": [[[2.1, 0.4], [0.4, 2.0]], [[0.1, 0.1], [0.1, 0.3]]],
      "train": 100000, "test": 100000}})"));
  double sum[2][2] = {}, cross[2][3] = {};
  std::vector<float> numbers = numbersOf(d.train);
  for (int64_t i = 0; i < d.train.count; ++i) {
    int c = d.train.labels[static_cast<size_t>(i)];
    const float *x = numbers.data() + 2 * i;
    double a = x[0] - 2 * c, b = x[1] - 2 * c;
    sum[c][0] += a / 50000, sum[c][1] += b / 50000;
    cross[c][0] += a * a / 50000;
    cross[c][1] += a * b / 50000;
    cross[c][2] += b * b / 50000;
  }
  double want[2][3] = {{2.1, 0.4, 2.0}, {0.1, 0.1, 0.3}};
  for (int c = 0; c < 2; ++c) {
    EXPECT_NEAR(sum[c][0], 0, 0.03);
    EXPECT_NEAR(sum[c][1], 0, 0.03);
    for (int k = 0; k < 3; ++k)
      EXPECT_NEAR(cross[c][k], want[c][k], 0.05);
  }
  ASSERT_TRUE(d.bayesAccuracy);
  EXPECT_NEAR(*d.bayesAccuracy, 0.9627, 0.003);
  auto bad = [](const char *covs) {
    return refusal(softmaxXor(std::string(R"("data": {"fn": "gaussian_classes",
        "named": {"means": [[0, 0]], "covs": )") +
                              covs + "}}"),
                   {});
  };
  expectContains(bad("[[[1, 2], [2, 1]]]"), "positive definite");
  expectContains(bad("[[[1, 2], [0, 9]]]"), "symmetric");
  expectContains(bad("[[[1, 0]]]"), "1 rows");
  expectContains(bad("[]"), "as many means");
  expectContains(bad("[[[1, 0], [0]]]"), "square");
}

TEST(Dataset, SpiralsCycleThroughTheClasses) {
  Dataset d = load(softmaxXor(
      R"("data": {"fn": "spirals", "named": {"train": 101, "test": 0}})"));
  EXPECT_EQ(d.train.count, 101);
  EXPECT_FALSE(d.hasTest);
  EXPECT_EQ(d.train.labels[3], 1);
}

TEST(Dataset, NpzChannelsLastAndSplits) {
  std::string folder = freshFolder();
  // MedMNIST's layout: (n, 2, 2, 1) would be ambiguous, so 2x2 with a column
  // of labels.
  std::vector<uint8_t> images{0, 255, 51, 0, 255, 0, 0, 102}, labels{1, 0};
  writeNpz(folder + "/set.npz",
           {{"train_images", DType::U8, {2, 4}, images.data()},
            {"train_labels", DType::U8, {2, 1}, labels.data()},
            {"test_images", DType::U8, {1, 4}, images.data()},
            {"test_labels", DType::U8, {1, 1}, labels.data()}});
  FakeModel fake =
      softmaxIris(R"("data": {"fn": "npz", "named": {"file": "set.npz"}})");
  Dataset d = load(fake, {.data = folder, .roots = {}});
  EXPECT_EQ(d.train.count, 2);
  EXPECT_TRUE(d.hasTest);
  EXPECT_FALSE(d.hasValidation);
  EXPECT_FLOAT_EQ(numbersOf(d.train)[2], 0.2f);
  EXPECT_EQ(d.train.source->fields()[0].type, DType::U8);
  EXPECT_EQ(d.train.labels[0], 1);
  writeNpz(folder + "/set.npz", {{"pixels", DType::U8, {2, 4}, images.data()},
                                 {"y", DType::U8, {2}, labels.data()}});
  expectContains(refusal(fake, {.data = folder, .roots = {}}),
                 "it has pixels, y");
  FakeModel named = softmaxIris(
      R"("data": {"fn": "npz", "named": {"file": "set.npz", "images": "pixels"}})");
  EXPECT_EQ(load(named, {.data = folder, .roots = {}}).train.count, 2);
}

TEST(Normalization, Kinds) {
  std::string folder = freshFolder();
  writeFile(folder + "/train.csv", "1,10,5,0\n3,30,5,1\n");
  auto normalized = [&](const std::string &rule) {
    dnd_model raw;
    FakeModel fake = softmaxXor(
        R"("data": {"fn": "csv", "named": {"train": "train.csv"}}, "normalize": )" +
        rule);
    // Three features: change the shape in the text of the descriptor.
    fake.meta.replace(fake.meta.find("\"shape\": [2]"), 12, "\"shape\": [3]");
    raw = fake.raw();
    Model model(raw);
    Dataset d = loadDataset(model, model.recipe, {.data = folder, .roots = {}});
    // What the weights say gives the same numbers.
    Metadata stored;
    d.fitted.write(model, stored);
    Fitted fitted = Fitted::read(model, stored, "x");
    Dataset again = loadDataset(
        model, model.recipe, {.data = folder, .roots = {}, .fitted = &fitted});
    EXPECT_EQ(numbersOf(again.train), numbersOf(d.train));
    return numbersOf(d.train);
  };
  using V = std::vector<float>;
  EXPECT_EQ(normalized("{}"), (V{1, 10, 5, 3, 30, 5}));
  EXPECT_EQ(normalized(R"({"fn": "standardize"})"), (V{-1, -1, 0, 1, 1, 0}));
  EXPECT_EQ(normalized(R"({"fn": "minmax"})"), (V{0, 0, 0, 1, 1, 0}));
  EXPECT_EQ(normalized(R"({"fn": "scale", "factor": 0.5})"),
            (V{0.5, 5, 2.5, 1.5, 15, 2.5}));
  EXPECT_EQ(normalized(R"({"mean": [1, 10, 0], "std": [2, 20, 5]})"),
            (V{0, 0, 1, 1, 1, 1}));
  EXPECT_EQ(normalized(R"({"mean": 1, "std": 2})"), (V{0, 4.5, 2, 1, 14.5, 2}));
  EXPECT_THROW(normalized(R"({"mean": [1, 2], "std": [1, 2]})"), Error);
  EXPECT_THROW(normalized(R"({"mean": [1], "std": [0]})"), Error);
  EXPECT_THROW(normalized(R"({"fn": "whiten"})"), Error);
}

TEST(NamedData, IsUsedOrAnError) {
  std::string folder = freshFolder();
  for (const char *sub : {"/named", "/usual", "/empty"})
    makeDirectories(folder + sub);
  for (const char *sub : {"/named/", "/usual/"})
    for (const char *name : {"train.csv", "test.csv"})
      writeFile(folder + sub + name, "a,b,y\n1,2,0\n3,4,1\n");
  writeFile(folder + "/named/train.csv", "a,b,y\n1,2,0\n3,4,1\n5,6,0\n7,8,1\n");
  writeFile(folder + "/named/test.csv", "a,b,y\n7,8,0\n");
  writeFile(folder + "/other.csv", "a,b,y\n5,6,1\n5,7,1\n5,8,1\n");
  const std::string both = R"("data": {"fn": "csv", "named":
      {"train": "train.csv", "test": "test.csv"}})";
  const std::string split = R"("data": {"fn": "csv", "named":
      {"train": "train.csv", "test_split": 0.5}})";
  const std::vector<std::string> usual{folder + "/usual"};
  auto named = [&](const char *data, bool test = false) {
    return DataOptions{
        .data = folder + data, .dataIsTest = test, .roots = usual};
  };
  // A folder is the only one that is searched.
  EXPECT_EQ(load(softmaxXor(both), named("/named")).test.count, 1);
  EXPECT_EQ(load(softmaxXor(both), named("/named/")).test.count, 1);
  expectContains(refusal(softmaxXor(both), named("/empty")),
                 "cannot find 'train.csv' of data set 'csv' in '");
  for (const char *nothing : {"/no", "/no/such.csv"})
    for (const std::string &recipe :
         {both, std::string(R"("data": {"fn": "spirals"})")})
      expectContains(refusal(softmaxXor(recipe), named(nothing)),
                     "there is no such file or folder");
  // A file is trained on, or tested on; what else is named lies beside it or at
  // the usual places.
  Dataset d = load(softmaxXor(both), named("/other.csv"));
  EXPECT_EQ(d.train.count, 3);
  EXPECT_EQ(d.test.count, 2);
  d = load(softmaxXor(both), named("/named/train.csv"));
  EXPECT_EQ(d.test.count, 1);
  d = load(softmaxXor(both), named("/other.csv", true));
  EXPECT_EQ(d.train.count, 2);
  EXPECT_EQ(d.test.count, 3);
  // Where the recipe splits, a file is split as in the training.
  EXPECT_EQ(load(softmaxXor(split), named("/named/train.csv", true)).test.count,
            load(softmaxXor(split), named("/named/train.csv")).test.count);
  // Without a test part in the recipe it is one.
  EXPECT_EQ(load(softmaxXor(R"("data": {"fn": "csv", "named":
                     {"train": "train.csv"}})"),
                 named("/other.csv", true))
                .test.count,
            3);
  // What is made or lies elsewhere by its name has no use for it.
  expectContains(
      refusal(softmaxXor(R"("data": {"fn": "xor"})"), named("/named")),
      "data set 'xor' is made, not read");
  expectContains(refusal(softmaxXor(R"("data": {"fn": "csv", "named":
                             {"train": ")" +
                                    folder + R"(/usual/train.csv"}})"),
                         named("/named")),
                 "is not what data set 'csv' reads");
}

TEST(NamedData, ArchivesToTestOn) {
  std::string folder = freshFolder();
  std::vector<float> x{1, 2, 3, 4, 5, 6};
  std::vector<int32_t> y{0, 1, 1};
  writeNpz(folder + "/plain.npz", {{"x", DType::F32, {3, 2}, x.data()},
                                   {"y", DType::I32, {3}, y.data()}});
  writeNpz(folder + "/train.npz", {{"train_x", DType::F32, {3, 2}, x.data()},
                                   {"train_y", DType::I32, {3}, y.data()}});
  FakeModel fake = softmaxXor(R"("data": {"fn": "npz"})");
  auto testCount = [&](const char *name) {
    return load(fake, {.data = folder + name,
                       .dataIsTest = true,
                       .roots = {},
                       .needTrain = false})
        .test.count;
  };
  EXPECT_EQ(testCount("/plain.npz"), 3);
  EXPECT_EQ(testCount("/train.npz"), 0); // eval says that it has no such part
}

TEST(Fitted, ColumnsAndClassesOfTheTrainingFileHold) {
  std::string folder = freshFolder();
  writeFile(folder + "/train.csv", "a,b,y\n1,2,cat\n3,4,ant\n");
  writeFile(folder + "/test.csv", "y,b,a\ncat,20,10\n");
  const std::string recipe = R"("data": {"fn": "csv", "named":
      {"train": "train.csv", "test": "test.csv", "label": "y"}})";
  DataOptions here{.data = folder, .roots = {}};
  Dataset d = load(softmaxXor(recipe), here);
  EXPECT_EQ(d.fitted.featureNames, (std::vector<std::string>{"a", "b"}));
  EXPECT_EQ(numbersOf(d.test), (std::vector<float>{10, 20}));
  EXPECT_EQ(d.test.labels[0], 1);
  // The weights know them without the training file.
  Fitted known = d.fitted;
  known.classNames = {"bee", "cat", "dog"};
  unlink((folder + "/train.csv").c_str());
  DataOptions later{
      .data = folder, .roots = {}, .needTrain = false, .fitted = &known};
  known.classNames = {"ant", "cat"};
  EXPECT_EQ(load(softmaxXor(recipe), later).test.labels[0], 1);
  known.classNames = {"cat", "dog"};
  EXPECT_EQ(load(softmaxXor(recipe), later).test.labels[0], 0);
  known.classNames = {"bee", "dog"};
  expectContains(refusal(softmaxXor(recipe), later),
                 "class 'cat' does not occur");
  known.classNames.clear();
  expectContains(refusal(softmaxXor(recipe), later), "which has numbers");
  known.classNames = {"ant", "cat"};
  known.featureNames = {"a", "c"};
  expectContains(refusal(softmaxXor(recipe), later), "no column 'c'");
  writeFile(folder + "/test.csv", "y,b,a,z\ncat,20,10,1\n");
  known.featureNames = {"a", "b"};
  expectContains(refusal(softmaxXor(recipe), later), "has a column 'z'");
}

TEST(Normalization, ConstantIsRelative) {
  std::string folder = freshFolder();
  // Constant and large; small and alive; alive far from zero.
  writeFile(folder + "/train.csv",
            "1e8,1e-20,16777214,0\n1e8,3e-20,16777216,1\n"
            "1e8,2e-20,16777215,1\n");
  for (const char *rule : {"standardize", "minmax"}) {
    FakeModel fake = softmaxXor(
        R"("data": {"fn": "csv", "named": {"train": "train.csv"}},
           "normalize": {"fn": ")" +
        std::string(rule) + "\"}");
    fake.meta.replace(fake.meta.find("\"shape\": [2]"), 12, "\"shape\": [3]");
    std::vector<float> x =
        numbersOf(load(fake, {.data = folder, .roots = {}}).train);
    EXPECT_EQ(x[0], 0);
    EXPECT_EQ(x[3], 0);
    EXPECT_NEAR(x[4] - x[1], rule[0] == 's' ? 2 / std::sqrt(2.0 / 3) : 1, 1e-5);
    EXPECT_NEAR(x[5] - x[2], rule[0] == 's' ? 2 / std::sqrt(2.0 / 3) : 1, 1e-5);
  }
}

TEST(Fitted, ClassesAsTheTrainingFileHasThem) {
  std::string folder = freshFolder();
  const std::string recipe = R"("data": {"fn": "csv", "named":
      {"train": "train.csv", "test": "test.csv"}})";
  DataOptions here{.data = folder, .roots = {}};
  auto test = [&](const std::string &train, const std::string &other) {
    writeFile(folder + "/train.csv", train);
    writeFile(folder + "/test.csv", other);
    return load(softmaxXor(recipe), here).test.labels;
  };
  using L = std::vector<int32_t>;
  EXPECT_EQ(test("1,2,0\n3,4,1\n", "1,2,1.0\n3,4,0.0\n"), (L{1, 0}));
  EXPECT_EQ(test("1,2,0.0\n3,4,1.0\n", "1,2,1\n"), (L{1}));
  EXPECT_EQ(test("1,2,no\n3,4,yes\n", "1,2,yes\n"), (L{1}));
  EXPECT_THROW(test("1,2,0\n3,4,1\n", "1,2,yes\n"), Error);
  EXPECT_THROW(test("1,2,no\n3,4,yes\n", "1,2,1\n"), Error);
  EXPECT_THROW(test("1,2,0\n3,4,1\n", "1,2,0.5\n"), Error);
  // The label stands elsewhere in the other file: its heading finds it.
  EXPECT_EQ(test("a,b,y\n1,2,0\n3,4,1\n", "y,b,a\n1,20,10\n"), (L{1}));
  Dataset d = load(softmaxXor(recipe), here);
  EXPECT_EQ(numbersOf(d.test), (std::vector<float>{10, 20}));
  EXPECT_EQ(d.fitted.targetNames, (std::vector<std::string>{"y"}));
  writeFile(folder + "/test.csv", "z,b,a\n1,20,10\n");
  expectContains(refusal(softmaxXor(recipe), here), "has no column 'y'");
  writeFile(folder + "/train.csv", "1,2,no\n3,4,\x1b[31myes\n");
  expectContains(refusal(softmaxXor(recipe), here),
                 "line 2: the name '\x1b[31myes' has a control character");
  for (const char *end : {"\n", "\t"}) {
    writeFile(folder + "/train.csv",
              "1,2,no\n3,4,\"y" + std::string(end) + "s\"\n");
    expectContains(refusal(softmaxXor(recipe), here),
                   "has a control character");
  }
}

TEST(Fitted, WeightsOfOtherProgramsNeedTheTrainingFile) {
  std::string folder = freshFolder();
  writeFile(folder + "/other.csv", "1,2,0\n3,4,1\n");
  const char *recipe = R"("data": {"fn": "csv", "named": {}})";
  DataOptions here{.data = folder + "/other.csv", .roots = {}};
  EXPECT_EQ(load(softmaxXor(recipe), here).train.count, 2);
  Fitted nothing;
  here.needTrain = false;
  here.dataIsTest = true;
  here.fitted = &nothing;
  // That a file is to be given would be no help: one is.
  expectContains(refusal(softmaxXor(recipe), here),
                 "the weights do not say how their training data were read");
}

TEST(Fitted, LabelsThatAreMissingBesideNumbers) {
  std::string folder = freshFolder();
  DataOptions here{.data = folder, .roots = {}};
  auto recipe = [](const std::string &rule) {
    return R"("data": {"fn": "csv", "named":
      {"train": "train.csv", "missing": ")" +
           rule + "\"}}";
  };
  // With a third name the words would be classes of their own.
  writeFile(folder + "/train.csv", "1,2,0\n3,4,NaN\n5,6,0\n");
  expectContains(refusal(softmaxXor(recipe("error")), here),
                 "line 2, column 2: the label is missing ('NaN')");
  EXPECT_EQ(load(softmaxXor(recipe("drop")), here).train.labels,
            (std::vector<int32_t>{0, 0}));
  writeFile(folder + "/train.csv", "1,2,none\n3,4,some\n5,6,none\n");
  EXPECT_EQ(load(softmaxXor(recipe("drop")), here).train.labels,
            (std::vector<int32_t>{0, 1, 0}));
  EXPECT_EQ(load(softmaxXor(recipe("error")), here).fitted.classNames,
            (std::vector<std::string>{"none", "some"}));
}

TEST(Fitted, TargetsAreFoundByTheirHeading) {
  std::string folder = freshFolder();
  writeFile(folder + "/train.csv", "a,b,c,y\n1,2,3,10\n3,4,5,20\n");
  writeFile(folder + "/test.csv", "y,c,b,a\n30,3,2,1\n");
  Dataset d = load(linearRegression(R"("data": {"fn": "csv", "named":
      {"train": "train.csv", "test": "test.csv"}})"),
                   {.data = folder, .roots = {}});
  EXPECT_EQ(d.test.values, (std::vector<float>{30}));
  EXPECT_EQ(numbersOf(d.test), (std::vector<float>{1, 2, 3}));
}

TEST(Fitted, BytesStayBytes) {
  std::string folder = freshFolder();
  std::vector<uint8_t> bytes{0, 255, 51, 102, 0, 0, 0, 255};
  std::vector<int64_t> whole(bytes.begin(), bytes.end());
  std::vector<float> reals(bytes.begin(), bytes.end()), unit;
  for (float x : reals)
    unit.push_back(x / 255);
  std::vector<int32_t> labels{0, 1};
  FakeModel fake = softmaxIris(R"("data": {"fn": "npz"})");
  DataOptions here{.data = folder + "/d.npz", .roots = {}};
  ArrayView asBytes{"x", DType::U8, {2, 4}, bytes.data()},
      asWhole{"x", DType::I64, {2, 4}, whole.data()},
      asReals{"x", DType::F32, {2, 4}, reals.data()},
      asUnit{"x", DType::F32, {2, 4}, unit.data()};
  auto both = [&](ArrayView train, ArrayView test) {
    train.name = "train_x", test.name = "test_x";
    writeNpz(folder + "/d.npz", {train,
                                 test,
                                 {"train_y", DType::I32, {2}, labels.data()},
                                 {"test_y", DType::I32, {2}, labels.data()}});
    return refusal(fake, here).empty() ? numbersOf(load(fake, here).test)
                                       : std::vector<float>();
  };
  EXPECT_EQ(both(asBytes, asBytes), unit);
  EXPECT_EQ(both(asBytes, asWhole), unit);
  EXPECT_EQ(both(asBytes, asReals), unit);
  EXPECT_EQ(both(asBytes, asUnit), unit);
  EXPECT_EQ(both(asWhole, asBytes), reals);
  EXPECT_EQ(both(asReals, asBytes), reals);
  EXPECT_TRUE(both(asUnit, asBytes).empty());
  expectContains(refusal(fake, here),
                 "has bytes, the training data were reals");
  whole[0] = 256;
  EXPECT_TRUE(both(asBytes, asWhole).empty());
  expectContains(refusal(fake, here), "numbers from 0 to 256; the training");
  // The weights keep it.
  both(asBytes, asBytes);
  dnd_model raw = fake.raw();
  Model model(raw);
  Metadata stored;
  load(fake, here).fitted.write(model, stored);
  EXPECT_EQ(stored.at("numbers"), R"({"image": "bytes"})");
  EXPECT_EQ(Fitted::read(model, stored, "w").numbers[0], Numbers::Bytes);
  stored["numbers"] = R"({"image":"bits"})";
  EXPECT_THROW(Fitted::read(model, stored, "w"), Error);
}

TEST(Npz, OneArrayIsNotInputAndTarget) {
  std::string folder = freshFolder();
  std::vector<float> y(8);
  writeNpz(folder + "/d.npz", {{"y", DType::F32, {2, 4}, y.data()}});
  FakeModel fake = softmaxIris(R"("data": {"fn": "npz"})");
  fake.meta.replace(fake.meta.find("\"image\""), 7, "\"y\"");
  expectContains(refusal(fake, {.data = folder + "/d.npz", .roots = {}}),
                 "would be the input 'y' and the labels at once");
}

TEST(Fitted, MetadataGoesThereAndBack) {
  FakeModel fake = softmaxXor(csvRecipe);
  dnd_model raw = fake.raw();
  Model model(raw);
  Fitted fitted;
  fitted.reader = "csv";
  fitted.classNames = {"a \"quoted\"", "b"};
  fitted.featureNames = {"x", "y"};
  fitted.scale = 0.0625;
  fitted.firstClass = 1;
  fitted.normalization = {{{1, 2}, {3, 1.0 / 3}, 1}};
  Metadata stored, other;
  fitted.write(model, stored);
  Fitted again = Fitted::read(model, stored, "x");
  EXPECT_EQ(again.classNames, fitted.classNames);
  EXPECT_EQ(again.normalization, fitted.normalization);
  again.write(model, other);
  EXPECT_EQ(differenceOf(stored, other), "");
  again.firstClass = 0;
  other.clear();
  again.write(model, other);
  EXPECT_EQ(differenceOf(stored, other), "first_class");
  stored["features"] = "{";
  EXPECT_THROW(Fitted::read(model, stored, "x"), Error);
  EXPECT_FALSE(Fitted::read(model, {}, "x").isKnown());
}

TEST(RealData, MnistAndFashion) {
  if (realData().empty())
    GTEST_SKIP() << "needs DND_DATA with mnist/ and fashion-mnist/";
  for (const char *name : {"mnist", "fashion_mnist"}) {
    Dataset d =
        load(softmaxMnist(std::string(R"("data": {"fn": ")") + name + "\"}"),
             {.data = realData(), .roots = {}});
    EXPECT_EQ(d.train.count, 60000);
    EXPECT_EQ(d.test.count, 10000);
    auto *images = dynamic_cast<MemorySource *>(d.train.source.get());
    ASSERT_TRUE(images);
    EXPECT_EQ(images->bytes(), 60000u * 784);
    float high = 0;
    for (float v : numbersOf(d.test))
      high = std::max(high, v);
    EXPECT_EQ(high, 1);
  }
}

TEST(RealData, SmallSets) {
  if (realData().empty())
    GTEST_SKIP() << "needs DND_DATA with optdigits/ and iris/";
  Dataset digits = load(softmaxDigits(R"("data": {"fn": "optdigits"})"),
                        {.data = realData(), .roots = {}});
  EXPECT_EQ(digits.train.count, 3823);
  EXPECT_EQ(digits.test.count, 1797);
  Dataset iris = load(softmaxIris(R"("data": {"fn": "iris"})"),
                      {.data = realData(), .roots = {}});
  EXPECT_EQ(iris.train.count, 120);
  EXPECT_EQ(iris.test.count, 30);
  EXPECT_EQ(iris.fitted.classNames[2], "Iris-virginica");
}
