//===- DatasetFolders.cpp - Pictures in folders ---------------------------===//
//
// FOLDER/train/CLASS/*.png, FOLDER/test/CLASS/*.png, FOLDER/val/CLASS/*.png; or
// FOLDER/CLASS/*.png, with a share for the test. Names of folders are names of
// classes. Every picture is brought to the size and the channels of the
// network's input and kept as bytes.
//
//===----------------------------------------------------------------------===//
#include "runtime/core/Error.h"
#include "runtime/core/File.h"
#include "runtime/core/Sha256.h"
#include "runtime/data/PictureFiles.h"
#include "runtime/data/Readers.h"

#include <fmt/core.h>

#include <algorithm>
#include <atomic>
#include <exception>
#include <filesystem>
#include <mutex>
#include <thread>

namespace dnd::rt {
namespace {

namespace fs = std::filesystem;

constexpr int64_t mostPictureBytes = int64_t{1} << 30;

struct Labelled {
  std::string path;
  int32_t label = 0;
};

class FolderReader {
public:
  FolderReader(Reading &reading, Fitted &fitted);

  /// The folder of a part: a name in a search folder, or empty.
  std::string find(const std::string &name) const;
  RawPart read(const std::string &folder);

private:
  std::vector<Labelled> list(const std::string &folder);
  void nameClasses(const std::string &folder,
                   const std::vector<std::string> &found);
  /// Decodes all pictures into `planes`, by several threads; gives the checksum
  /// of each file.
  std::vector<std::string> decode(const std::vector<Labelled> &pictures,
                                  uint8_t *planes, int64_t &bytes) const;

  Reading &reading;
  Fitted &fitted;
  bool isCoded; ///< the classes have their numbers
  PictureShape shape;
};

FolderReader::FolderReader(Reading &reading, Fitted &fitted)
    : reading(reading), fitted(fitted), isCoded(fitted.isKnown()) {
  // Weights go with the size that their training gave the pictures.
  std::string how =
      fitted.resize.empty() ? reading.rule.text("resize") : fitted.resize;
  shape = PictureShape::of(reading.model, how, "'data images'");
  fitted.resize = how;
}

std::string FolderReader::find(const std::string &name) const {
  std::vector<std::string> roots{reading.options.data};
  if (roots[0].empty())
    roots = reading.options.roots;
  for (const std::string &root : roots) {
    std::string path = name.starts_with('/') ? name
                       : name.empty()        ? root
                                             : fmt::format("{}/{}", root, name);
    if (path.starts_with("./"))
      path.erase(0, 2);
    if (isDirectory(path))
      return path;
  }
  return "";
}

void FolderReader::nameClasses(const std::string &folder,
                               const std::vector<std::string> &found) {
  if (!isCoded) {
    fitted.classNames = found;
    isCoded = true;
    return;
  }
  for (const std::string &name : found)
    if (std::find(fitted.classNames.begin(), fitted.classNames.end(), name) ==
        fitted.classNames.end())
      throw Error(Exit::Data,
                  fmt::format("'{}/{}': class '{}' does not occur in the "
                              "training pictures",
                              folder, name, name));
}

std::vector<Labelled> FolderReader::list(const std::string &folder) {
  std::vector<std::string> classes;
  for (const fs::directory_entry &entry : entriesOf(folder)) {
    std::error_code ignored;
    if (entry.is_directory(ignored))
      classes.push_back(entry.path().filename().string());
  }
  if (classes.empty())
    throw Error(Exit::Data,
                fmt::format("'{}' has no folders of classes", folder),
                "pictures lie in one folder for each class: DIR/train/CLASS/"
                "*.png");
  nameClasses(folder, classes);
  std::vector<Labelled> pictures;
  for (const std::string &name : classes) {
    auto at =
        std::find(fitted.classNames.begin(), fitted.classNames.end(), name) -
        fitted.classNames.begin();
    for (std::string &path : picturesIn(fmt::format("{}/{}", folder, name)))
      pictures.push_back({std::move(path), static_cast<int32_t>(at)});
  }
  if (pictures.empty())
    throw Error(Exit::Data,
                fmt::format("'{}' has no pictures (.png, .jpg) in its folders",
                            folder));
  return pictures;
}

std::vector<std::string>
FolderReader::decode(const std::vector<Labelled> &pictures, uint8_t *planes,
                     int64_t &bytes) const {
  std::vector<std::string> sums(pictures.size());
  std::atomic<size_t> next{0};
  std::atomic<int64_t> total{0};
  std::mutex mutex;
  size_t failedAt = pictures.size();
  std::exception_ptr failure;
  auto work = [&] {
    for (size_t i; (i = next++) < pictures.size();) {
      try {
        std::string file = readFile(pictures[i].path, mostPictureBytes);
        sums[i] = sha256(file);
        total += static_cast<int64_t>(file.size());
        decodeInto(file, pictures[i].path, shape,
                   planes + static_cast<int64_t>(i) * shape.elements());
      } catch (...) {
        // The first one in the list is named, whichever thread met it.
        std::lock_guard lock(mutex);
        if (i < failedAt) {
          failedAt = i;
          failure = std::current_exception();
        }
        return;
      }
    }
  };
  size_t count = std::min<size_t>(
      {pictures.size(), std::max(1u, std::thread::hardware_concurrency()), 16});
  std::vector<std::thread> threads;
  for (size_t t = 1; t < count; ++t)
    threads.emplace_back(work);
  work();
  for (std::thread &thread : threads)
    thread.join();
  if (failure)
    std::rethrow_exception(failure);
  bytes = total;
  return sums;
}

RawPart FolderReader::read(const std::string &folder) {
  std::vector<Labelled> pictures = list(folder);
  RawPart part;
  part.count = static_cast<int64_t>(pictures.size());
  part.labelFile = folder;
  Array array = makeArray(
      DType::U8, {part.count, shape.channels, shape.height, shape.width});
  int64_t bytes = 0;
  std::vector<std::string> sums =
      decode(pictures, array.data.as<uint8_t>(), bytes);
  // One line of run.json for the folder: names and checksums of its files.
  std::string listing;
  for (size_t i = 0; i < pictures.size(); ++i) {
    listing += fmt::format("{}  {}\n", sums[i],
                           pictures[i].path.substr(folder.size() + 1));
    part.labels.push_back(pictures[i].label);
  }
  reading.files.push_back({folder, sha256(listing), bytes});
  if (reading.model.inputs[0].shape.size() == 2)
    array.shape = {part.count, shape.height, shape.width};
  part.source->add("", std::move(array));
  return part;
}

} // namespace

RawData readImageFolders(Reading &reading) {
  RawData data;
  data.fitted = reading.known();
  data.fitted.numbers = {Numbers::Bytes};
  FolderReader reader(reading, data.fitted);
  const RecipeCall &rule = reading.rule;
  std::string train = reader.find(rule.text("train"));
  std::string test = reader.find(rule.text("test"));
  double share = rule.number("test_split");
  // Without folders for the parts the classes lie in the folder itself.
  if (train.empty() && !rule.given("train") && share > 0)
    train = reader.find("");
  if (train.empty() && (reading.options.needTrain || test.empty()))
    throw Error(
        Exit::Data,
        fmt::format("cannot find the folder '{}' of pictures in {}",
                    rule.text("train"), reading.placesText({})),
        "say with --data DIR where DIR/train/CLASS/*.png lie; with test_split "
        "in the recipe DIR/CLASS/*.png will do");
  bool splits = test.empty() && share > 0;
  if (reading.options.needTrain || splits)
    data.train = reader.read(train);
  else if (!data.fitted.isKnown())
    // The classes of weights that do not name them.
    reader.read(train);
  if (splits) {
    splitTest(data, share, static_cast<uint64_t>(rule.whole("split_seed")));
    return data;
  }
  if (!test.empty()) {
    data.test = reader.read(test);
    data.hasTest = true;
  }
  std::string validation = reader.find(rule.text("validation"));
  if (!validation.empty() && reading.options.needTrain) {
    data.validation = reader.read(validation);
    data.hasValidation = true;
  }
  return data;
}

} // namespace dnd::rt
