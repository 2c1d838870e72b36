//===- Image.cpp - Which code of a model a GPU takes ----------------------===//
//
// Rules of the CUDA programming guide: machine code runs on its own major
// capability from its minor one on; PTX on any later GPU; both only on the very
// same GPU when the target ends in "a".
//
//===----------------------------------------------------------------------===//
#include "runtime/cuda/Image.h"

#include "runtime/core/Error.h"
#include "runtime/cuda/DriverTypes.h"

#include <fmt/core.h>

#include <algorithm>

namespace dnd::rt::cuda {

std::string capabilityText(const GpuKind &kind) {
  return fmt::format("sm_{}{}", kind.major, kind.minor);
}

/// "sm_90a" -> 90 and exact. 0 for another text. Only the beginning is read.
static int parseTarget(std::string_view text, bool &exact) {
  exact = false;
  if (!text.starts_with("sm_"))
    return 0;
  int number = 0;
  size_t i = 3;
  for (; i < text.size() && text[i] >= '0' && text[i] <= '9' && i < 7; ++i)
    number = 10 * number + (text[i] - '0');
  exact = i < text.size() && (text[i] == 'a' || text[i] == 'f');
  return number;
}

int ptxTarget(std::string_view text, bool &exact) {
  exact = false;
  size_t at = text.find(".target");
  if (at == std::string_view::npos)
    return 0;
  at = text.find_first_not_of(" \t", at + 7);
  return at == std::string_view::npos ? 0 : parseTarget(text.substr(at), exact);
}

static std::string_view textOf(const dnd_image &image) {
  return {static_cast<const char *>(image.data),
          static_cast<size_t>(image.size)};
}

std::vector<const dnd_image *> fittingImages(const dnd_device_code &code,
                                             const GpuKind &kind) {
  bool simt = kind.name == simtDeviceName;
  int capability = 10 * kind.major + kind.minor;
  // Rank 0 is the same GPU, then lower minors, then PTX.
  std::vector<std::pair<int, const dnd_image *>> ranked;
  for (uint32_t i = 0; i < code.num_images; ++i) {
    const dnd_image &image = code.images[i];
    std::string_view target = image.target;
    bool exact = false;
    if (simt || target == "simt") {
      if (simt && target == "simt")
        ranked.emplace_back(0, &image);
      continue;
    }
    if (target == "ptx") {
      int least = ptxTarget(textOf(image), exact);
      if (exact ? capability == least : capability >= least)
        ranked.emplace_back(1000 - least, &image);
      continue;
    }
    int made = parseTarget(target, exact);
    if (made == 0 || made / 10 != kind.major || made > capability ||
        (exact && made != capability))
      continue;
    ranked.emplace_back(2 * (capability - made) + !exact, &image);
  }
  std::stable_sort(
      ranked.begin(), ranked.end(),
      [](const auto &a, const auto &b) { return a.first < b.first; });
  std::vector<const dnd_image *> images;
  for (const auto &entry : ranked)
    images.push_back(entry.second);
  return images;
}

std::string imageList(const dnd_device_code &code) {
  std::string out;
  for (uint32_t i = 0; i < code.num_images; ++i) {
    std::string_view target = code.images[i].target;
    bool exact = false;
    int least = target == "ptx" ? ptxTarget(textOf(code.images[i]), exact) : 0;
    out += fmt::format("{}{}{}", out.empty() ? "" : ", ", target,
                       least ? fmt::format(" for sm_{}{}", least,
                                           exact ? "a alone" : " and later")
                             : std::string());
  }
  return out.empty() ? "none" : out;
}

} // namespace dnd::rt::cuda
