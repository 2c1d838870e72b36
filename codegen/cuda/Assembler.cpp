//===- Assembler.cpp - PTX to machine code by ptxas -----------------------===//
#include "codegen/cuda/Assembler.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Format.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/Process.h"
#include "llvm/Support/Program.h"
#include "llvm/Support/raw_ostream.h"

using namespace llvm;
using namespace dnd::codegen;
using namespace dnd::codegen::cuda;

std::string dnd::codegen::cuda::findPtxas() {
  if (std::optional<std::string> set = sys::Process::GetEnv("DND_PTXAS"))
    return sys::fs::can_execute(*set) ? *set : "";
  if (ErrorOr<std::string> found = sys::findProgramByName("ptxas"))
    return *found;
  std::vector<std::string> roots;
  for (const char *variable : {"CUDA_HOME", "CUDA_PATH"})
    if (std::optional<std::string> root = sys::Process::GetEnv(variable))
      roots.push_back(*root);
  roots.push_back("/usr/local/cuda");
  for (const std::string &root : roots) {
    SmallString<128> path(root);
    sys::path::append(path, "bin", "ptxas");
    if (sys::fs::can_execute(path))
      return path.str().str();
  }
  return "";
}

/// The number before `what` in a line such as "8 bytes stack frame, 4 bytes
/// spill stores"; 0 without one.
static unsigned numberBefore(StringRef line, StringRef what) {
  size_t at = line.find(what);
  if (at == StringRef::npos)
    return 0;
  StringRef before = line.take_front(at).rtrim();
  unsigned number = 0;
  before.substr(before.find_last_not_of("0123456789") + 1)
      .getAsInteger(10, number);
  return number;
}

std::vector<KernelUsage> dnd::codegen::cuda::parseUsage(StringRef report) {
  std::vector<KernelUsage> rows;
  while (!report.empty()) {
    StringRef line;
    std::tie(line, report) = report.split('\n');
    size_t entry = line.find("Compiling entry function '");
    if (entry != StringRef::npos) {
      KernelUsage row;
      row.name = line.substr(entry).split('\'').second.split('\'').first.str();
      rows.push_back(row);
    }
    if (rows.empty())
      continue;
    KernelUsage &row = rows.back();
    if (line.contains("bytes stack frame")) {
      row.stackBytes = numberBefore(line, "bytes stack frame");
      row.spillStores = numberBefore(line, "bytes spill stores");
      row.spillLoads = numberBefore(line, "bytes spill loads");
    } else if (line.contains("Used ")) {
      row.registers = numberBefore(line, "registers");
      row.barriers = numberBefore(line, "barriers");
      row.sharedBytes = numberBefore(line, "bytes smem");
    }
  }
  return rows;
}

std::string dnd::codegen::cuda::usageTable(StringRef arch,
                                           ArrayRef<KernelUsage> kernels) {
  std::string text;
  raw_string_ostream out(text);
  size_t width = 6;
  for (const KernelUsage &row : kernels)
    width = std::max(width, row.name.size());
  out << left_justify("kernel", width)
      << "  arch    registers  shared bytes  stack bytes  spill bytes\n";
  for (const KernelUsage &row : kernels)
    out << left_justify(row.name, width) << "  " << left_justify(arch, 7)
        << format("%10u  %12u  %11u  %11u\n", row.registers, row.sharedBytes,
                  row.stackBytes, row.spillStores + row.spillLoads);
  return text;
}

namespace {
/// A folder for the files of one run of ptxas, removed at the end.
class ScratchFolder {
public:
  ScratchFolder() {
    failed = bool(sys::fs::createUniqueDirectory("dnd", path));
  }
  ~ScratchFolder() {
    if (!failed)
      sys::fs::remove_directories(path);
  }
  std::string file(StringRef name) const {
    SmallString<128> full(path);
    sys::path::append(full, name);
    return full.str().str();
  }
  bool failed = false;

private:
  SmallString<128> path;
};
} // namespace

static std::string readFile(const std::string &path) {
  auto buffer = MemoryBuffer::getFile(path);
  return buffer ? (*buffer)->getBuffer().str() : "";
}

/// The first complaint of ptxas.
static std::string firstError(StringRef log) {
  while (!log.empty()) {
    StringRef line;
    std::tie(line, log) = log.split('\n');
    if (line.contains("error") || line.contains("fatal"))
      return line.trim().str();
  }
  return "no message";
}

AssembleResult dnd::codegen::cuda::assemble(StringRef ptx, StringRef arch,
                                            const Options &options) {
  AssembleResult result;
  std::string tool = findPtxas();
  if (tool.empty()) {
    result.error = {5,
                    ("machine code for " + arch +
                     " needs ptxas, which was "
                     "not found")
                        .str(),
                    "install the CUDA toolkit or set DND_PTXAS; without "
                    "--cuda-arch the executable holds PTX, which the driver "
                    "assembles itself"};
    return result;
  }
  ScratchFolder folder;
  std::string in = folder.file("kernels.ptx"), out = folder.file("cubin"),
              log = folder.file("log");
  if (folder.failed || writeOutput(in, ptx).exitCode) {
    result.error = {7, "cannot write temporary files for ptxas",
                    "check the rights and the free space of the folder TMPDIR"};
    return result;
  }
  std::vector<std::string> words{tool, "-v", "-O3", "-arch", arch.str()};
  if (options.debugInfo)
    words.push_back("--generate-line-info");
  words.insert(words.end(), {"-o", out, in});
  if (options.verbose) {
    for (auto [i, word] : llvm::enumerate(words)) {
      errs() << (i ? " " : "");
      sys::printArg(errs(), word, /*Quote=*/true);
    }
    errs() << "\n";
  }
  SmallVector<StringRef> arguments(words.begin(), words.end());
  std::optional<StringRef> redirects[] = {StringRef(), StringRef(log),
                                          StringRef(log)};
  int code = sys::ExecuteAndWait(tool, arguments, std::nullopt, redirects);
  std::string report = readFile(log);
  if (code != 0) {
    std::string error = firstError(report);
    if (StringRef(error).contains("gpu-name"))
      result.error = {5, ("this ptxas makes no code for " + arch).str(),
                      "use a CUDA toolkit that knows the architecture"};
    else
      result.fault = "ptxas for " + arch.str() + ": " + error;
    return result;
  }
  result.assembly.cubin = readFile(out);
  result.assembly.kernels = parseUsage(report);
  return result;
}
