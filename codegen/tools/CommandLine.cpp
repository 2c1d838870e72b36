//===- CommandLine.cpp - the options of dndc ------------------------------===//
//
// Clang's spellings for what clang has (-o, -O2, -g, -D, -W, -v, -###, @file),
// long options with '=' or a following word for the rest.
//
//===----------------------------------------------------------------------===//
#include "codegen/tools/CommandLine.h"
#include "codegen/cuda/Ptx.h"
#include "passes/Remarks.h"
#include "llvm/ADT/STLExtras.h"
#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/CommandLine.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/StringSaver.h"

using namespace dnd::codegen;
using llvm::StringRef;

StringRef dnd::codegen::helpText() {
  return R"(usage: dndc [options] model.dnd

Compiles a dendritic network to an executable that trains and runs it.

  -o FILE               name of the output (default: the model's name)
  -O0 -O1 -O2 -O3       effort of LLVM behind our own kernels (default -O2)
  -g                    debug information: the lines of the model
  --march=CPU           native (default), x86-64-v3, x86-64-v4, znver5, ...
  --cuda=auto|on|off    code for NVIDIA GPUs in the executable beside that for
                        the CPU (default auto, which is on)
  --cuda-arch=sm_80,... machine code for these architectures beside the portable
                        PTX (needs ptxas)
  --cuda-math=f32|tf32|bf16  what GPUs multiply in products of matrices and in
                        quadratic forms (default f32); sums are always f32
  --cuda-blas=auto|all|off  products of matrices that cuBLASLt makes on GPUs where
                        it is installed: where it pays (default), all, none
  -D NAME=VALUE         set an argument of the network at compile time
  --network NAME        which network, when the file has several
  --check               errors and warnings only, no output

  --emit=PHASE          stop at: ast, dnd, forms, train, linalg, memref, loops,
                        llvm, llvmir, asm, obj, exe; for GPUs: gpu, nvvm, ptx,
                        cubin (text goes to standard output)
  --dump-ir=DIR         the IR after every phase and pass, as numbered files
  --print-after=PASS    the IR after a pass or a phase, on standard error
  --remarks             say what was recognised and what was not, and why
  -Rpass=NAME           remarks of one kind: raise, fuse, kernel, cuda
  --time-report         seconds by phase and pass: of the clock, and of
                        processors (threads work side by side)
  -v  -###              show the commands that run; show them only

  -W...                 warnings: -Wno-KIND, -Werror, -Werror=KIND
  --diagnostics-format=text|json
  --explain CODE        what a diagnostic means, with examples
  --print-std NAME      text of a layer of the standard library (all: the names)
  @FILE                 more options from a file
  --version  --help

The input may also be the IR (.mlir) of any phase. Exit codes: 0 done, 1 errors in
the model, 2 wrong command line, 5 a tool is missing, 7 output not writable, 70 internal.
)";
}

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
    return std::move(result);
  }

private:
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
    if (parseFlag(word) || parseShort(word) || parseLong(word))
      return;
    fail("unknown option '" + word + "'" + suggestion(word));
  }

  void setInput(StringRef word) {
    if (!result.options.input.empty())
      fail("two input files: '" + llvm::Twine(result.options.input) +
           "' and '" + word + "'; a model is one file, it imports others");
    result.options.input = word.str();
  }

  bool parseFlag(StringRef word) {
    Options &o = result.options;
    if (word == "--help" || word == "-h" || word == "-help")
      result.help = true;
    else if (word == "--version")
      result.version = true;
    else if (word == "-g")
      o.debugInfo = true;
    else if (word == "-v" || word == "--verbose")
      o.verbose = true;
    else if (word == "-###")
      o.showCommands = true;
    else if (word == "--check")
      o.checkOnly = true;
    else if (word == "--time-report")
      o.timeReport = true;
    else if (word == "--remarks" || word == "-Rpass")
      o.remarks = true;
    else
      return false;
    return true;
  }

  /// Options whose value may follow at once: -oFILE, -DNAME=VALUE, -O2, -W...
  bool parseShort(StringRef word) {
    Options &o = result.options;
    if (word.starts_with("--"))
      return false;
    if (word.starts_with("-O")) {
      StringRef level = word.drop_front(2);
      if (level.size() != 1 || level[0] < '0' || level[0] > '3')
        fail("-O takes 0, 1, 2 or 3, not '" + level + "'");
      else
        o.optLevel = level[0] - '0';
      return true;
    }
    if (word.consume_front("-Rpass=")) {
      o.remarks = true;
      o.remarkFilter = word.str();
      if (!llvm::is_contained(dnd::passes::RemarkCategories, word))
        fail("-Rpass takes " +
             llvm::join(llvm::ArrayRef(dnd::passes::RemarkCategories), ", ") +
             ", not '" + word + "'");
      return true;
    }
    if (word.starts_with("-W") && word.size() > 2) {
      o.warnings.push_back(word.drop_front(2).str());
      return true;
    }
    if (word.starts_with("-o")) {
      o.output = value(word, 2);
      return true;
    }
    if (word.starts_with("-D")) {
      addDefine(value(word, 2));
      return true;
    }
    if (word.consume_front("-march=")) {
      o.march = word.str();
      return true;
    }
    return false;
  }

  void addDefine(StringRef text) {
    auto [name, number] = text.split('=');
    if (!text.contains('=') || name.empty())
      return fail("-D takes NAME=VALUE, not '" + text + "'");
    result.options.defines.push_back({name.str(), number.str()});
  }

  bool parseLong(StringRef word) {
    Options &o = result.options;
    StringRef name = word.split('=').first;
    if (name == "--emit") {
      std::string phase = longValue(word);
      if (std::optional<Phase> found = phaseByName(phase))
        o.emit = *found;
      else
        fail("unknown phase '" + llvm::Twine(phase) + "'; one of " +
             allPhaseNames());
    } else if (name == "--march") {
      o.march = longValue(word);
    } else if (name == "--cuda") {
      setCuda(longValue(word));
    } else if (name == "--cuda-arch") {
      setArchs(longValue(word));
    } else if (name == "--cuda-math") {
      setCudaMath(longValue(word));
    } else if (name == "--cuda-blas") {
      setCudaBlas(longValue(word));
    } else if (name == "--dump-ir") {
      o.dumpDir = longValue(word);
    } else if (name == "--print-after") {
      o.printAfter.push_back(longValue(word));
    } else if (name == "--network") {
      o.network = longValue(word);
    } else if (name == "--output") {
      o.output = longValue(word);
    } else if (name == "--print-std") {
      result.printStd = longValue(word);
    } else if (name == "--explain") {
      result.explain = longValue(word);
    } else if (name == "--diagnostics-format") {
      std::string format = longValue(word);
      if (format != "text" && format != "json")
        fail("--diagnostics-format takes text or json, not '" +
             llvm::Twine(format) + "'");
      o.jsonDiagnostics = format == "json";
    } else {
      return false;
    }
    return true;
  }

  void setCuda(StringRef mode) {
    if (mode == "auto")
      result.options.cuda = CudaMode::automatic;
    else if (mode == "on")
      result.options.cuda = CudaMode::on;
    else if (mode == "off")
      result.options.cuda = CudaMode::off;
    else
      fail("--cuda takes auto, on or off, not '" + mode + "'");
  }

  void setCudaMath(StringRef math) {
    if (math != "f32" && math != "tf32" && math != "bf16")
      fail("--cuda-math takes f32, tf32 or bf16, not '" + math + "'");
    result.options.cudaMath = math.str();
  }

  void setCudaBlas(StringRef use) {
    if (use != "auto" && use != "all" && use != "off")
      fail("--cuda-blas takes auto, all or off, not '" + use + "'");
    result.options.cudaBlas = use.str();
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
    return words[++at];
  }

  /// The words of a file take the place of @FILE.
  void expandFile(const std::string &path) {
    if (++files > 100)
      return fail("'@" + path + "' goes in circles");
    auto buffer = llvm::MemoryBuffer::getFile(path);
    if (!buffer)
      return fail("cannot read '" + path + "': " + buffer.getError().message());
    llvm::BumpPtrAllocator allocator;
    llvm::StringSaver saver(allocator);
    llvm::SmallVector<const char *> parts;
    llvm::cl::TokenizeGNUCommandLine((*buffer)->getBuffer(), saver, parts);
    words.insert(words.begin() + at + 1, parts.begin(), parts.end());
  }

  std::string suggestion(StringRef word) {
    static const char *const known[] = {"--help",
                                        "--version",
                                        "--emit",
                                        "--march",
                                        "--dump-ir",
                                        "--check",
                                        "--print-after",
                                        "--network",
                                        "--output",
                                        "--remarks",
                                        "--print-std",
                                        "--explain",
                                        "--verbose",
                                        "--time-report",
                                        "--cuda",
                                        "--cuda-arch",
                                        "--cuda-math",
                                        "--cuda-blas",
                                        "--diagnostics-format"};
    StringRef name = word.split('=').first, best;
    unsigned distance = 4;
    for (StringRef candidate : known)
      if (unsigned d = name.edit_distance(candidate, true, distance);
          d < distance) {
        distance = d;
        best = candidate;
      }
    return best.empty() ? "" : ("; did you mean '" + best + "'?").str();
  }

  std::vector<std::string> words;
  size_t at = 0;
  unsigned files = 0;
  bool onlyFiles = false;
  CommandLine result;
};
} // namespace

CommandLine
dnd::codegen::parseCommandLine(llvm::ArrayRef<std::string> arguments) {
  return Parser(arguments).run();
}
