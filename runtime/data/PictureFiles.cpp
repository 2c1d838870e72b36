//===- PictureFiles.cpp - From files to pictures of one size --------------===//
#include "runtime/data/PictureFiles.h"

#include "runtime/core/Error.h"
#include "runtime/core/File.h"
#include "runtime/data/Picture.h"

#include <fmt/core.h>

#include <algorithm>
#include <filesystem>

namespace dnd::rt {

static constexpr int64_t mostPictureBytes = int64_t{1} << 30;

PictureShape PictureShape::of(const Model &model, const std::string &resize,
                              const std::string &user) {
  if (resize != "crop" && resize != "stretch")
    throw Error(Exit::Data,
                fmt::format("images: resize is \"crop\" or \"stretch\", not "
                            "\"{}\"",
                            resize));
  const std::vector<InputInfo> &inputs = model.inputs;
  std::vector<int64_t> shape =
      inputs.size() == 1 ? inputs[0].shape : std::vector<int64_t>{};
  if (shape.size() == 2)
    shape.insert(shape.begin(), 1);
  if (shape.size() != 3 || (shape[0] != 1 && shape[0] != 3))
    throw Error(
        Exit::Data,
        fmt::format("{} wants one input of pictures, but network '{}' has {}",
                    user, model.network,
                    inputs.size() == 1
                        ? fmt::format("input '{}' of shape {}", inputs[0].name,
                                      shapeText(inputs[0].shape))
                        : fmt::format("{} inputs", inputs.size())),
        "declare input image[3, rows, columns] for colour or "
        "image[rows, columns] for grey");
  return {shape[0], shape[1], shape[2], resize == "crop"};
}

static Picture fit(std::string_view bytes, const std::string &path,
                   const PictureShape &shape) {
  Picture picture = decodePicture(bytes, path, shape.channels);
  if (picture.height == 0 || picture.width == 0)
    throw Error(Exit::Data, fmt::format("'{}' has no pixels", path));
  if (!shape.crops)
    return resizePicture(picture, shape.height, shape.width);
  double scale = std::max(
      static_cast<double>(shape.height) / static_cast<double>(picture.height),
      static_cast<double>(shape.width) / static_cast<double>(picture.width));
  auto scaled = [&](int64_t extent, int64_t least) {
    return std::max(
        least, static_cast<int64_t>(static_cast<double>(extent) * scale + 0.5));
  };
  return cropMiddle(resizePicture(picture, scaled(picture.height, shape.height),
                                  scaled(picture.width, shape.width)),
                    shape.height, shape.width);
}

void decodeInto(std::string_view bytes, const std::string &path,
                const PictureShape &shape, uint8_t *planes) {
  Picture picture = fit(bytes, path, shape);
  for (int64_t c = 0; c < shape.channels; ++c)
    for (int64_t p = 0; p < shape.height * shape.width; ++p)
      *planes++ = picture.pixels[static_cast<size_t>(p * shape.channels + c)];
}

bool isPicture(std::string_view bytes) {
  return bytes.starts_with("\x89PNG\r\n\x1a\n") ||
         bytes.starts_with("\xff\xd8\xff");
}

std::vector<std::filesystem::directory_entry>
entriesOf(const std::filesystem::path &folder) {
  namespace fs = std::filesystem;
  std::error_code failure;
  std::vector<fs::directory_entry> entries;
  for (fs::directory_iterator at(folder, failure), end; !failure && at != end;
       at.increment(failure))
    if (!at->path().filename().string().starts_with('.'))
      entries.push_back(*at);
  if (failure)
    throw Error(Exit::Data, fmt::format("cannot read the folder '{}': {}",
                                        folder.string(), failure.message()));
  std::sort(entries.begin(), entries.end());
  return entries;
}

static void addPictures(const std::filesystem::path &folder,
                        std::vector<std::string> &pictures) {
  namespace fs = std::filesystem;
  for (const fs::directory_entry &entry : entriesOf(folder)) {
    std::error_code ignored;
    if (entry.is_directory(ignored))
      addPictures(entry.path(), pictures);
    else if (isPictureName(entry.path().string()))
      pictures.push_back(entry.path().string());
  }
}

std::vector<std::string> picturesIn(const std::string &folder) {
  std::vector<std::string> pictures;
  addPictures(folder, pictures);
  return pictures;
}

PictureSource::PictureSource(std::vector<std::string> files,
                             const PictureShape &shape,
                             std::vector<int64_t> inputShape)
    : paths(std::move(files)), shape(shape) {
  field.shape = std::move(inputShape);
  field.type = DType::U8;
  field.elements = shape.elements();
}

const void *PictureSource::numbers(size_t, int64_t sample, void *room) const {
  const std::string &path = paths[static_cast<size_t>(sample)];
  std::string shown = path == "-" ? "standard input" : path;
  decodeInto(readFile(path, mostPictureBytes), shown, shape,
             static_cast<uint8_t *>(room));
  return room;
}

} // namespace dnd::rt
