//===- DescriptorTest.cpp - Descriptors and JSON --------------------------===//
//
// What is refused, and that numbers survive.
//
//===----------------------------------------------------------------------===//
#include "runtime/core/Error.h"
#include "runtime/core/Model.h"
#include "runtime/core/Sha256.h"
#include "runtime/cpu/Features.h"

#include <fmt/core.h>

#include <gtest/gtest.h>

using namespace dnd::rt;

TEST(Json, RoundTripAndRefusals) {
  Value v;
  std::string error;
  ASSERT_TRUE(parseJson(R"({"a": [1, -2.5, "x\ny\"", null, true],
                            "b": {"c": 9007199254740993}})",
                        v, error));
  EXPECT_EQ(
      v.dump(),
      R"({"a": [1,-2.5,"x\ny\"",null,true], "b": {"c": 9007199254740993}})");
  Value again;
  ASSERT_TRUE(parseJson(v.dump(2), again, error));
  EXPECT_EQ(again.dump(), v.dump());
  for (const char *text : {"", "{", "[1,]", "{\"a\":1,\"a\":2}", "1e999", "nul",
                           "[1] x", "{\"a\" 1}"})
    EXPECT_FALSE(parseJson(text, v, error)) << text;
  EXPECT_FALSE(parseJson(std::string(101, '['), v, error));
  EXPECT_FALSE(parseJson("\"\xff\"", v, error));
}

TEST(Descriptor, Refusals) {
  auto refuses = [](std::string_view json, const char *word) {
    try {
      parseDescriptor(json);
      ADD_FAILURE() << json;
    } catch (const Error &e) {
      EXPECT_NE(e.message.find(word), std::string::npos) << e.message;
    }
  };
  refuses("", "JSON");
  refuses("[]", "object");
  refuses("{}", "network");
  refuses(R"({"network": 1})", "text");
  refuses(R"({"network": "n", "params": [{"path": "w"}]})", "shape");
  refuses(R"({"network": "n", "params": [{"path": "w", "shape": [-1],
             "init": {"fn": "zeros"}}]})",
          "negative");
  refuses(R"({"network": "n", "params": [{"path": "w", "shape": [1e6, 1e6, 1e6],
             "init": {"fn": "zeros"}}]})",
          "memory");
  for (const char *extent : {"4e54", "-1e300", "1e16", "2.5"})
    refuses(R"({"network": "n", "inputs": [{"name": "x", "shape": [)" +
                std::string(extent) + "]}]}",
            "whole number");
  refuses(R"({"network": "n", "params": [{"path": "w", "shape": [1],
             "mask": 0, "init": {"fn": "zeros"}}]})",
          "range");
  refuses(R"({"network": "n", "params": [
             {"path": "w", "shape": [1], "init": {"fn": "zeros"}},
             {"path": "w", "shape": [1], "init": {"fn": "zeros"}}]})",
          "twice");
  refuses(R"({"network": "n", "states": [{"path": "m", "shape": [1]}]})",
          "init");
  refuses(R"({"network": "n", "states": [
             {"path": "w", "shape": [1], "init": {"fn": "zeros"}}], "params": [
             {"path": "w", "shape": [1], "init": {"fn": "zeros"}}]})",
          "twice");
  refuses(R"({"network": "n", "inputs": [{"name": "x", "shape": [1],
             "dtype": "f16"}]})",
          "f32 or i32");
  refuses(R"({"network": "n", "targets": [{"kind": "label", "classes": 0}]})",
          "classes");
  refuses(R"({"network": "n", "hyper": [{"name": "lr", "group": 3}]})",
          "range");
  refuses(R"({"network": "n", "recipe": {"batch": 0}})", "batch");
  refuses(R"({"network": "n", "precision": "f16"})", "precision");
}

TEST(Descriptor, TargetFindsItsOutput) {
  Descriptor d = parseDescriptor(R"({"network": "n",
    "outputs": [{"name": "aux", "shape": [3]}, {"name": "logits", "shape": [5]}],
    "targets": [{"name": "label", "kind": "label", "classes": 5}]})");
  EXPECT_EQ(d.targets[0].output, 1);
}

TEST(Model, OtherAbiVersionIsRefused) {
  dnd_model raw{DND_ABI_VERSION + 1, 0, nullptr, "{}", 2, nullptr};
  EXPECT_THROW(Model{raw}, Error);
}

TEST(Text, DidYouMean) {
  EXPECT_EQ(nearest("epoch", {"epochs", "batch"}), "epochs");
  EXPECT_EQ(nearest("zzz", {"epochs", "batch"}), "");
  EXPECT_EQ(fmt::format("a{} {}{}", 1, 2.5, std::string("b")), "a1 2.5b");
  EXPECT_EQ(bytesText(1234567), "1.2 MB");
}

TEST(Sha256, KnownAnswers) {
  EXPECT_EQ(sha256(""),
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991"
            "b7852b855");
  EXPECT_EQ(sha256("abc"),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410"
            "ff61f20015ad");
  EXPECT_EQ(sha256(std::string(1000000, 'a')),
            "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

TEST(Features, BaselineIsThereAndNonsenseIsNotChecked) {
  EXPECT_TRUE(missingFeatures({"+sse3", "not-a-feature", "-avx512f"}).empty());
}
