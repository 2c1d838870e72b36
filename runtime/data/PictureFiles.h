//===- PictureFiles.h - From files to pictures of one size ------*- C++ -*-===//
//
// What training, evaluation and prediction do to a picture before the network
// sees it: once, so that they do the same.
//
//===----------------------------------------------------------------------===//
#ifndef RUNTIME_DATA_PICTUREFILES_H
#define RUNTIME_DATA_PICTUREFILES_H

#include "runtime/core/Model.h"
#include "runtime/data/Source.h"

#include <filesystem>
#include <string>
#include <vector>

namespace dnd::rt {

/// How pictures are brought to the input of a network.
struct PictureShape {
  int64_t channels = 1, height = 0, width = 0;
  /// The smallest size of the picture's own shape that covers the input, and
  /// the middle of that; else as it comes.
  bool crops = true;

  int64_t elements() const { return channels * height * width; }

  /// For a network with one input of a picture of 1 or 3 channels; `resize` is
  /// "crop" or "stretch". Throws Error(Data) where it is not one, saying that
  /// `user` wants it.
  static PictureShape of(const Model &model, const std::string &resize,
                         const std::string &user);
};

/// Decodes a file and writes its planes, channel by channel. Throws Error(Data)
/// naming `path`.
void decodeInto(std::string_view bytes, const std::string &path,
                const PictureShape &shape, uint8_t *planes);

/// Whether bytes begin as those of a PNG or JPEG file.
bool isPicture(std::string_view bytes);

/// The entries of a folder in the order of their names, hidden ones left out.
/// Throws Error(Data) when it cannot be read.
std::vector<std::filesystem::directory_entry>
entriesOf(const std::filesystem::path &folder);

/// The pictures of a folder and the folders in it, in the order of their names;
/// hidden ones are left out.
std::vector<std::string> picturesIn(const std::string &folder);

/// Files that are read and decoded whenever they are asked for.
class PictureSource : public Source {
public:
  PictureSource(std::vector<std::string> paths, const PictureShape &shape,
                std::vector<int64_t> inputShape);

  int64_t count() const override { return static_cast<int64_t>(paths.size()); }
  std::span<const Field> fields() const override { return {&field, 1}; }
  const void *numbers(size_t field, int64_t sample, void *room) const override;
  bool isSlow() const override { return true; }
  bool normalize(size_t, int64_t, int64_t, const Normalization &) override {
    return false;
  }

private:
  std::vector<std::string> paths;
  PictureShape shape;
  Field field;
};

} // namespace dnd::rt

#endif // RUNTIME_DATA_PICTUREFILES_H
