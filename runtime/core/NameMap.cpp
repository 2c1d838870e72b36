//===- NameMap.cpp - Weights under the names of another program -----------===//
//
// Every line is checked against the file and the model before a tensor moves.
//
//===----------------------------------------------------------------------===//
#include "runtime/core/NameMap.h"

#include "runtime/core/Error.h"
#include "runtime/core/File.h"

#include <fmt/core.h>

#include <algorithm>
#include <cstring>
#include <map>
#include <set>
#include <sstream>

namespace dnd::rt {
namespace {

constexpr int64_t largestMap = int64_t{1} << 24;

struct Pair {
  int64_t line;
  std::string theirs, ours; ///< ours: empty for a tensor that is left out
  bool transposes = false;
};

class MapReader {
public:
  MapReader(const std::string &path, const TensorFile &file,
            const std::string &weights, const Model &model)
      : path(path), weights(weights) {
    for (const NamedArray &array : file.arrays)
      there.push_back(array.name);
    for (const ParamInfo &param : model.params)
      here.push_back(param.path);
    for (const TableInfo &table : model.tables)
      here.push_back(table.path);
    for (const StateInfo &state : model.states)
      here.push_back(state.path);
  }

  std::vector<Pair> read() {
    std::istringstream text(readFile(path, largestMap));
    std::vector<Pair> pairs;
    for (std::string content; std::getline(text, content);) {
      ++line;
      std::istringstream words(content.substr(0, content.find('#')));
      std::vector<std::string> list;
      for (std::string word; words >> word;)
        list.push_back(word);
      if (!list.empty())
        pairs.push_back(pairOf(list));
    }
    return pairs;
  }

private:
  [[noreturn]] void fail(const std::string &what,
                         const std::string &hint = {}) const {
    throw Error(Exit::Data, fmt::format("'{}', line {}: {}", path, line, what),
                hint);
  }

  Pair pairOf(const std::vector<std::string> &words) {
    bool transposes = words.size() == 3 && words[2] == "transpose";
    if (words.size() < 2 || (words.size() > 2 && !transposes))
      fail(
          "a line has a name of the file and a path of the model",
          "between blanks; behind them 'transpose' or nothing, '-' in place of "
          "the path leaves the tensor out");
    const std::string &theirs = words[0], &ours = words[1];
    if (std::find(there.begin(), there.end(), theirs) == there.end())
      fail(fmt::format("'{}' has no tensor '{}'{}", weights, theirs,
                       didYouMean(theirs, there)));
    if (!known.insert(theirs).second)
      fail(fmt::format("'{}' stands in a line before", theirs));
    if (ours == "-")
      return {line, theirs, "", transposes};
    if (std::find(here.begin(), here.end(), ours) == here.end())
      fail(fmt::format("the network has no parameter, table or state '{}'{}",
                       ours, didYouMean(ours, here)));
    if (auto [at, isNew] = taken.try_emplace(ours, theirs); !isNew)
      fail(fmt::format("'{}' is already '{}'", ours, at->second));
    return {line, theirs, ours, transposes};
  }

  const std::string &path, &weights;
  std::vector<std::string> there, here;
  std::set<std::string> known;
  std::map<std::string, std::string> taken; ///< by path of the model
  int64_t line = 0;
};

Array transposed(const Array &matrix) {
  int64_t rows = matrix.shape[0], columns = matrix.shape[1];
  Array out = makeArray(matrix.type, {columns, rows});
  size_t size = sizeOf(matrix.type);
  const auto *from = matrix.data.as<unsigned char>();
  auto *to = out.data.as<unsigned char>();
  for (int64_t r = 0; r < rows; ++r)
    for (int64_t c = 0; c < columns; ++c)
      std::memcpy(to + static_cast<size_t>(c * rows + r) * size,
                  from + static_cast<size_t>(r * columns + c) * size, size);
  return out;
}

} // namespace

void renameTensors(TensorFile &file, const std::string &path,
                   const std::string &map, const Model &model) {
  std::vector<NamedArray> renamed;
  std::set<std::string> moved;
  for (const Pair &pair : MapReader(map, file, path, model).read()) {
    moved.insert(pair.theirs);
    if (pair.ours.empty())
      continue;
    auto found = std::find_if(
        file.arrays.begin(), file.arrays.end(),
        [&](const NamedArray &array) { return array.name == pair.theirs; });
    if (pair.transposes && found->array.shape.size() != 2)
      throw Error(Exit::Data,
                  fmt::format("'{}', line {}: '{}' of shape {} is no matrix "
                              "that can be transposed",
                              map, pair.line, pair.theirs,
                              shapeText(found->array.shape)));
    renamed.push_back({pair.ours, pair.transposes ? transposed(found->array)
                                                  : std::move(found->array)});
  }
  for (NamedArray &array : file.arrays)
    if (!moved.count(array.name))
      renamed.push_back(std::move(array));
  file.arrays = std::move(renamed);
}

} // namespace dnd::rt
