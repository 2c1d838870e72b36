//===- ImageTest.cpp - Which code of a model a GPU takes ------------------===//
//
// The rules of compatibility, and texts that are no PTX.
//
//===----------------------------------------------------------------------===//
#include "runtime/cuda/Image.h"
#include "runtime/cuda/DriverTypes.h"

#include <cstring>
#include <gtest/gtest.h>

using namespace dnd::rt::cuda;

namespace {
/// Targets of the fitting images, in order.
std::string chosen(const std::vector<dnd_image> &images, const GpuKind &kind) {
  dnd_device_code code{};
  code.num_images = static_cast<uint32_t>(images.size());
  code.images = images.data();
  std::string out;
  for (const dnd_image *image : fittingImages(code, kind))
    out += std::string(out.empty() ? "" : " ") + image->target;
  return out;
}

dnd_image ptx(const char *text) {
  return {"ptx", text, static_cast<int64_t>(std::strlen(text))};
}
} // namespace

TEST(Image, BestFirst) {
  std::vector<dnd_image> images{ptx("//\n.version 7.8\n.target sm_80\n"),
                                {"sm_80", "", 0},
                                {"sm_86", "", 0},
                                {"sm_90", "", 0},
                                {"sm_90a", "", 0},
                                {"simt", "", 0}};
  EXPECT_EQ(chosen(images, {"A100", 8, 0}), "sm_80 ptx");
  EXPECT_EQ(chosen(images, {"A10", 8, 6}), "sm_86 sm_80 ptx");
  EXPECT_EQ(chosen(images, {"L4", 8, 9}), "sm_86 sm_80 ptx");
  EXPECT_EQ(chosen(images, {"H200", 9, 0}), "sm_90a sm_90 ptx");
  EXPECT_EQ(chosen(images, {"B200", 10, 0}), "ptx");
  EXPECT_EQ(chosen(images, {"T4", 7, 5}), "");
  EXPECT_EQ(chosen(images, {simtDeviceName, 9, 0}), "simt");
}

TEST(Image, Ptx) {
  bool exact = true;
  EXPECT_EQ(ptxTarget(".target sm_80, debug", exact), 80);
  EXPECT_FALSE(exact);
  EXPECT_EQ(ptxTarget(".version 8.5\n.target\tsm_90a\n", exact), 90);
  EXPECT_TRUE(exact);
  for (const char *text :
       {"", ".target", ".target ", ".target x", ".targ", ".target sm_"})
    EXPECT_EQ(ptxTarget(text, exact), 0) << text;
  EXPECT_EQ(chosen({ptx(".target sm_90a")}, {"H200", 9, 0}), "ptx");
  EXPECT_EQ(chosen({ptx(".target sm_90a")}, {"B200", 10, 0}), "");
  EXPECT_EQ(chosen({ptx(".target sm_90")}, {"A100", 8, 0}), "");
}

TEST(Image, ListForMessages) {
  dnd_image images[] = {ptx(".target sm_80\n"), {"sm_90", "", 0}};
  dnd_device_code code{};
  EXPECT_EQ(imageList(code), "none");
  code.num_images = 2;
  code.images = images;
  EXPECT_EQ(imageList(code), "ptx for sm_80 and later, sm_90");
}
