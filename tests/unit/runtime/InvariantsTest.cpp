//===- InvariantsTest.cpp - Weights that training cannot have left --------===//
//
// Masks, tables with rules, and what they say about parameters.
//
//===----------------------------------------------------------------------===//
#include "runtime/core/Invariants.h"
#include "FakeModel.h"
#include "runtime/core/Error.h"
#include "runtime/core/Weights.h"

#include <cmath>
#include <cstring>
#include <gtest/gtest.h>

using namespace dnd::rt;
using namespace dnd::rt::test;

namespace {

/// A model of one parameter and its tables, that runs nothing.
class Tabled {
public:
  explicit Tabled(const std::string &tables, const std::string &mask = "")
      : fake(R"({"network": "T", "source": "t.dnd",
          "inputs": [{"name": "x", "shape": [3]}], "outputs": [],
          "params": [{"path": "w", "shape": [2, 3], )" +
                 mask + R"("init": {"fn": "ones"}}], "tables": [)" + tables +
                 "]}",
             {}),
        raw(fake.raw()), model(raw), session(model, Precision::F32) {}

  /// The message of loading, or "".
  std::string load(std::vector<float> w, const Array *table = nullptr) {
    TensorFile file;
    Array array = makeArray(DType::F32, {2, 3});
    std::copy(w.begin(), w.end(), array.data.as<float>());
    file.arrays.push_back({"w", std::move(array)});
    if (table) {
      Array copy = makeArray(table->type, table->shape);
      std::memcpy(copy.data.data(), table->data.data(), copy.data.size());
      file.arrays.push_back({"t", std::move(copy)});
    }
    try {
      loadWeights(file, "f.npz", session);
      return "";
    } catch (const Error &e) {
      EXPECT_EQ(e.code, Exit::Data);
      return e.message;
    }
  }

  FakeModel fake;
  dnd_model raw;
  Model model;
  Session session;
};

template <typename T>
Array arrayOf(DType type, std::vector<int64_t> shape, std::vector<T> numbers) {
  Array array = makeArray(type, std::move(shape));
  std::copy(numbers.begin(), numbers.end(), array.data.as<T>());
  return array;
}

void expectContains(const std::string &text, const std::string &part) {
  EXPECT_NE(text.find(part), std::string::npos)
      << "'" << text << "' lacks '" << part << "'";
}

const std::string mask = R"({"path": "t", "shape": [2, 3], "dtype": "f32",
    "gen": {"fn": "random_mask", "args": [2]}})";

} // namespace

TEST(Invariants, PlaceOfAnElement) {
  EXPECT_EQ(placeText(0, {2, 3}), "[0, 0]");
  EXPECT_EQ(placeText(5, {2, 3}), "[1, 2]");
  EXPECT_EQ(placeText(23, {2, 3, 4}), "[1, 2, 3]");
  EXPECT_EQ(placeText(0, {}), "[]");
}

TEST(Invariants, WeightsUnderAMask) {
  Tabled t(mask, R"("mask": 0, "live": 2, )");
  Array ones = arrayOf<float>(DType::F32, {2, 3}, {1, 0, 0, 0, 0, 1});
  EXPECT_EQ(t.load({5, 0, 0, -0.0f, 0, 6}, &ones), "");
  std::string said = t.load({5, 0, 0, 4, NAN, 6}, &ones);
  expectContains(said, "'w' has 2 numbers where its mask 't' is 0, the first "
                       "at [1, 0]");
  expectContains(said, "'f.npz'");
  Array half = arrayOf<float>(DType::F32, {2, 3}, {1, 0, 0.5f, 0, 0, 1});
  expectContains(t.load({5, 0, 0, 0, 0, 6}, &half),
                 "mask 't' has 1 number other than 0 and 1, the first at "
                 "[0, 2]");
}

TEST(Invariants, TablesWithoutChance) {
  Tabled t(R"({"path": "t", "shape": [2, 2], "range": 9,
      "gen": {"fn": "values", "named": {"data": [1, 2, 3, 4]}}})");
  Array same = arrayOf<int32_t>(DType::I32, {2, 2}, {1, 2, 3, 4}),
        other = arrayOf<int32_t>(DType::I32, {2, 2}, {1, 2, 3, 5});
  std::vector<float> w(6, 1);
  EXPECT_EQ(t.load(w), "");
  EXPECT_EQ(t.load(w, &same), "");
  expectContains(t.load(w, &other),
                 "table 't' has 1 number other than the model's values, the "
                 "first at [1, 1]");
}

TEST(Invariants, RowsOfDifferentIndices) {
  for (const char *rule :
       {R"({"fn": "choice", "args": [6]})", R"({"fn": "permutation"})",
        R"({"fn": "receptive_field",
            "named": {"field": "random", "over": [2, 3]}})"}) {
    Tabled t(std::string(R"({"path": "t", "shape": [2, 3], "range": 6,
        "gen": )") +
             rule + "}");
    std::vector<float> w(6, 1);
    Array good = arrayOf<int32_t>(DType::I32, {2, 3}, {0, 1, 2, 2, 1, 0}),
          twice = arrayOf<int32_t>(DType::I32, {2, 3}, {0, 1, 2, 2, 1, 2});
    EXPECT_EQ(t.load(w, &good), "") << rule;
    expectContains(t.load(w, &twice),
                   "repeats 1 number within a row, the first at [1, 2]");
  }
}
