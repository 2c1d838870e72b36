//===- CommandLine.cpp - the options of dndc ------------------------------===//
//
// Clang's spellings for what clang has (-o, -O2, -g, -D, -W, -v, -###, @file),
// long options with '=' or a following word for the rest.
//
//===----------------------------------------------------------------------===//
#include "codegen/tools/CommandLine.h"
#include "codegen/cuda/Ptx.h"
#include "codegen/tools/OptionTable.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/CommandLine.h"
#include "llvm/Support/StringSaver.h"

#include <cerrno>
#include <cstring>
#include <fstream>
#include <set>

using namespace dnd::codegen;
using llvm::StringRef;

namespace {
class Parser {
public:
  explicit Parser(llvm::ArrayRef<std::string> arguments)
      : words(arguments.begin(), arguments.end()) {}

  CommandLine run() {
    for (at = 0; at < words.size() && result.error.empty(); ++at)
      parseWord(words[at]);
    bool asks = result.help || result.version || !result.printStd.empty() ||
                !result.explain.empty();
    if (result.error.empty() && !asks && result.options.input.empty())
      result.error = "no input file";
    if (result.error.empty() && !result.options.explore.empty())
      setExplore();
    return std::move(result);
  }

private:
  /// The page needs every phase, and places in all of them.
  void setExplore() {
    Options &o = result.options;
    if (isGiven(OptionId::output) || isGiven(OptionId::emit) || o.checkOnly ||
        o.showCommands)
      return fail("--explore writes its page and nothing else: leave out -o, "
                  "--emit, --check and -###");
    o.emit = Phase::asm_;
    o.debugInfo = true;
  }
  bool isGiven(OptionId id) const { return given.count(id) != 0; }

  void fail(const llvm::Twine &text) {
    if (result.error.empty())
      result.error = text.str();
  }

  void parseWord(StringRef word) {
    if (!onlyFiles && word.starts_with("@") && word.size() > 1)
      return expandFile(word.drop_front().str());
    if (onlyFiles || word == "-" || !word.starts_with("-"))
      return setInput(word);
    if (word == "--") {
      onlyFiles = true;
      return;
    }
    for (const OptionRow &row : optionTable())
      for (StringRef name : row.spellings())
        if (std::optional<std::string> found = match(row, name, word))
          return take(row, *found);
    fail("unknown option '" + word + "'" + suggestion(word));
  }

  /// The argument of `row` if `word` spells it as `name`; "" for a flag. A
  /// missing argument is an error.
  std::optional<std::string> match(const OptionRow &row, StringRef name,
                                   StringRef word) {
    if (row.form == OptionForm::Flag)
      return word == name ? std::optional<std::string>("") : std::nullopt;
    bool isLong = row.form == OptionForm::Long || name.starts_with("--");
    if (isLong)
      return word.split('=').first == name
                 ? std::optional<std::string>(longValue(word))
                 : std::nullopt;
    if (!word.starts_with(name) || word.starts_with("--"))
      return std::nullopt;
    if (row.form == OptionForm::Joined)
      return word.size() > name.size() || !row.choices().empty()
                 ? std::optional<std::string>(word.drop_front(name.size()))
                 : std::nullopt;
    return value(word, name.size());
  }

  /// "a, b or c".
  static std::string listed(llvm::ArrayRef<std::string> words) {
    return llvm::join(words.drop_back(), ", ") + " or " + words.back();
  }

  void take(const OptionRow &row, const std::string &value) {
    if (!result.error.empty())
      return;
    llvm::SmallVector<std::string> choices = row.choices();
    if (row.id == OptionId::emit && !llvm::is_contained(choices, value))
      return fail("unknown phase '" + llvm::Twine(value) + "'; one of " +
                  llvm::join(choices, ", "));
    if (!choices.empty() && !llvm::is_contained(choices, value))
      return fail(row.name.rtrim("=") + " takes " + listed(choices) +
                  ", not '" + value + "'");
    apply(row.id, value);
  }

  void apply(OptionId id, const std::string &value) {
    Options &o = result.options;
    given.insert(id);
    switch (id) {
    case OptionId::output:
      o.output = value;
      return;
    case OptionId::optLevel:
      o.optLevel = value[0] - '0';
      return;
    case OptionId::debugInfo:
      o.debugInfo = true;
      return;
    case OptionId::march:
      o.march = value;
      return;
    case OptionId::define:
      return addDefine(value);
    case OptionId::network:
      o.network = value;
      return;
    case OptionId::check:
      o.checkOnly = true;
      return;
    case OptionId::cuda:
      o.cuda = value == "on"    ? CudaMode::on
               : value == "off" ? CudaMode::off
                                : CudaMode::automatic;
      return;
    case OptionId::cudaArch:
      return setArchs(value);
    case OptionId::precision:
      o.precision = value;
      return;
    case OptionId::cudaMath:
      o.cudaMath = value;
      return;
    case OptionId::cudaBlas:
      o.cudaBlas = value;
      return;
    case OptionId::emit:
      return setEmit(value);
    case OptionId::dumpIr:
      o.dumpDir = value;
      return;
    case OptionId::explore:
      o.explore = value;
      return;
    case OptionId::printAfter:
      o.printAfter.push_back(value);
      return;
    case OptionId::remarkKind:
      o.remarkFilter = value;
      o.remarks = true;
      return;
    case OptionId::remarks:
      o.remarks = true;
      return;
    case OptionId::timeReport:
      o.timeReport = true;
      return;
    case OptionId::verbose:
      o.verbose = true;
      return;
    case OptionId::showCommands:
      o.showCommands = true;
      return;
    case OptionId::warning:
      o.warnings.push_back(value);
      return;
    case OptionId::diagnosticsFormat:
      o.jsonDiagnostics = value == "json";
      return;
    case OptionId::explain:
      result.explain = value;
      return;
    case OptionId::printStd:
      result.printStd = value;
      return;
    case OptionId::version:
      result.version = true;
      return;
    case OptionId::help:
      result.help = true;
      return;
    }
  }

  void setEmit(StringRef value) {
    Options &o = result.options;
    o.exportTo = value == "torch"    ? Export::torch
                 : value == "onnx"   ? Export::onnx
                 : value == "shared" ? Export::shared
                                     : Export::none;
    o.emit = o.exportTo == Export::none ? *phaseByName(value) : Phase::exe;
  }

  void setInput(StringRef word) {
    if (!result.options.input.empty())
      fail("two input files: '" + llvm::Twine(result.options.input) +
           "' and '" + word + "'; a model is one file, it imports others");
    result.options.input = word.str();
  }

  void addDefine(StringRef text) {
    auto [name, number] = text.split('=');
    if (!text.contains('=') || name.empty())
      return fail("-D takes NAME=VALUE, not '" + text + "'");
    result.options.defines.push_back({name.str(), number.str()});
  }

  /// sm_80,sm_90a,...; doubles count once.
  void setArchs(StringRef list) {
    result.options.cudaArchs.clear();
    llvm::SmallVector<StringRef> names;
    list.split(names, ',');
    for (StringRef name : names) {
      if (name != "simt" && !cuda::isGpuArch(name))
        return fail("--cuda-arch takes sm_80 and newer architectures, such as "
                    "sm_80,sm_90a, not '" +
                    name + "'");
      if (!llvm::is_contained(result.options.cudaArchs, name))
        result.options.cudaArchs.push_back(name.str());
    }
  }

  std::string value(StringRef word, size_t prefix) {
    if (word.size() > prefix)
      return word.drop_front(prefix).str();
    return nextWord(word);
  }
  std::string longValue(StringRef word) {
    if (size_t equals = word.find('='); equals != StringRef::npos) {
      if (equals + 1 == word.size())
        fail("'" + word.take_front(equals) + "' needs a value");
      return word.drop_front(equals + 1).str();
    }
    return nextWord(word);
  }
  std::string nextWord(StringRef option) {
    if (at + 1 >= words.size()) {
      fail("'" + option + "' needs a value");
      return "";
    }
    // An empty variable of a shell must not stand for the default.
    if (words[++at].empty())
      fail("'" + option + "' needs a value, not an empty text");
    return words[at];
  }

  /// The words of a file take the place of @FILE.
  void expandFile(const std::string &path) {
    if (++files > 100)
      return fail("'@" + path + "' goes in circles");
    // By pieces: a device may never end, a pipe has no size.
    std::string text(maxFileOfOptions + 1, '\0');
    std::ifstream in(path, std::ios::binary);
    if (!in)
      return fail("cannot read '" + path + "': " + std::strerror(errno));
    in.read(text.data(), text.size());
    text.resize(in.gcount());
    if (text.size() > maxFileOfOptions)
      return fail("'@" + path + "' has more than " +
                  std::to_string(maxFileOfOptions) + " bytes");
    llvm::BumpPtrAllocator allocator;
    llvm::StringSaver saver(allocator);
    llvm::SmallVector<const char *> parts;
    llvm::cl::TokenizeGNUCommandLine(text, saver, parts);
    words.insert(words.begin() + at + 1, parts.begin(), parts.end());
  }

  /// Longer files of options are refused.
  static constexpr size_t maxFileOfOptions = 1 << 20;

  std::string suggestion(StringRef word) {
    StringRef name = word.split('=').first, best;
    unsigned distance = 4;
    for (const OptionRow &row : optionTable())
      for (StringRef candidate : row.spellings())
        if (unsigned d = name.edit_distance(candidate, true, distance);
            candidate.starts_with("--") && d < distance) {
          distance = d;
          best = candidate;
        }
    return best.empty() ? "" : ("; did you mean '" + best + "'?").str();
  }

  std::vector<std::string> words;
  size_t at = 0;
  unsigned files = 0;
  bool onlyFiles = false;
  std::set<OptionId> given;
  CommandLine result;
};
} // namespace

CommandLine
dnd::codegen::parseCommandLine(llvm::ArrayRef<std::string> arguments) {
  return Parser(arguments).run();
}
