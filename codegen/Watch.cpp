//===- Watch.cpp - what happens while passes run --------------------------===//
#include "codegen/Watch.h"
#include "codegen/common/SourcePlace.h"
#include "frontend/syntax/Diagnostics.h"
#include "mlir/IR/AsmState.h"
#include "mlir/IR/OperationSupport.h"
#include "mlir/Pass/Pass.h"
#include "passes/Remarks.h"
#include "llvm/Support/FileSystem.h"
#include "llvm/Support/Format.h"
#include "llvm/Support/JSON.h"
#include "llvm/Support/MemoryBuffer.h"
#include "llvm/Support/Path.h"
#include "llvm/Support/raw_ostream.h"
#include <ctime>
#include <sys/resource.h>

using namespace mlir;
using namespace dnd::codegen;

std::string dnd::codegen::printModule(ModuleOp module, bool locations) {
  std::string text;
  llvm::raw_string_ostream stream(text);
  OpPrintingFlags flags;
  if (locations)
    flags.enableDebugInfo();
  module->print(stream, flags);
  stream << "\n";
  return text;
}

Seconds Seconds::now() {
  auto read = [](clockid_t clock) {
    timespec time;
    clock_gettime(clock, &time);
    return time.tv_sec + 1e-9 * time.tv_nsec;
  };
  auto seconds = [](timeval time) { return time.tv_sec + 1e-6 * time.tv_usec; };
  rusage children;
  getrusage(RUSAGE_CHILDREN, &children);
  return {read(CLOCK_MONOTONIC), read(CLOCK_THREAD_CPUTIME_ID) +
                                     seconds(children.ru_utime) +
                                     seconds(children.ru_stime)};
}

void TimeReport::add(llvm::StringRef group, llvm::StringRef what,
                     Seconds seconds) {
  std::lock_guard lock(mutex);
  groups[group.str()][what.str()] += seconds;
}

void TimeReport::print(llvm::raw_ostream &out) const {
  Seconds total;
  for (const auto &group : groups)
    for (const auto &row : group.second)
      total += row.second;
  total.wall = (Seconds::now() - begin).wall;
  out << "phase / pass                              seconds   share"
         "   processor\n";
  auto line = [&](std::string name, Seconds seconds) {
    name.resize(std::max<size_t>(40, name.size()), ' ');
    out << name
        << llvm::format("%9.3f  %5.1f %%   %9.3f\n", seconds.wall,
                        total.wall > 0 ? 100 * seconds.wall / total.wall : 0,
                        seconds.work);
  };
  for (const auto &group : groups) {
    Seconds sum;
    for (const auto &row : group.second)
      sum += row.second;
    line(group.first, sum);
    for (const auto &row : group.second)
      line("  " + row.first, row.second);
  }
  line("total", total);
}

bool TimeReport::knows(llvm::StringRef name) const {
  for (const auto &[group, rows] : groups)
    if (group == name || rows.count(name.str()))
      return true;
  return false;
}

std::string DumpFolder::open() {
  if (path.empty())
    return "";
  if (std::error_code error = llvm::sys::fs::create_directories(path))
    return error.message();
  if (!llvm::sys::fs::is_directory(path))
    return std::make_error_code(std::errc::not_a_directory).message();
  index = "# IR dumps, in the order in which they were made\n";
  return "";
}

void DumpFolder::writeFile(llvm::StringRef file, llvm::StringRef text) {
  llvm::SmallString<256> full(path);
  llvm::sys::path::append(full, file);
  for (const std::string &input : kept)
    if (bool same = false;
        !llvm::sys::fs::equivalent(full, input, same) && same) {
      if (failure.empty())
        failure = "'" + full.str().str() + "' is the input";
      return;
    }
  std::error_code error;
  llvm::raw_fd_ostream stream(full, error);
  if (!error) {
    stream << text;
    stream.close();
    error = stream.error();
    // Nobody else looks at it; an error that is left ends the program.
    stream.clear_error();
  }
  if (error && failure.empty())
    failure = error.message();
}

void DumpFolder::write(llvm::StringRef name, llvm::StringRef extension,
                       llvm::StringRef what, llvm::StringRef text) {
  if (path.empty())
    return;
  std::string file;
  llvm::raw_string_ostream(file)
      << llvm::format("%03u-", count++) << name << "." << extension;
  writeFile(file, text);
  index += file + "\t" + what.str() + "\n";
}

std::string DumpFolder::close() {
  if (!path.empty())
    writeFile("index.txt", index);
  return failure;
}

static llvm::StringRef passName(Pass *pass) {
  return pass->getArgument().empty() ? pass->getName() : pass->getArgument();
}

/// Adaptors only hold other passes.
static bool isAdaptor(Pass *pass) {
  return pass->getName().contains("OpToOpPassAdaptor");
}

/// When the pass that a thread runs began: passes on functions run in several.
static thread_local Seconds passStart;

void PassWatch::runBeforePass(Pass *pass, Operation *) {
  if (isAdaptor(pass))
    return;
  current = passName(pass).str();
  passStart = Seconds::now();
}

void PassWatch::runAfterPass(Pass *pass, Operation *op) {
  if (isAdaptor(pass))
    return;
  llvm::StringRef name = passName(pass);
  times.add(phase, name, Seconds::now() - passStart);
  bool show = llvm::is_contained(options.printAfter, name) ||
              llvm::is_contained(options.printAfter, "all");
  if (show) {
    llvm::errs() << "// -----// after " << name << " (phase " << phase
                 << ") //----- //\n";
    op->print(llvm::errs());
    llvm::errs() << "\n";
  }
  if (dumps.enabled())
    if (auto module = dyn_cast<ModuleOp>(op))
      dumps.write(phase + "." + name.str(), "mlir",
                  "phase " + phase + ", after pass " + name.str(),
                  printModule(module));
}

DiagnosticPrinter::DiagnosticPrinter(MLIRContext *context,
                                     const Options &options)
    : options(options), handler(context, [this](Diagnostic &diagnostic) {
        print(diagnostic);
        return success();
      }) {}

void DiagnosticPrinter::print(Diagnostic &diagnostic) {
  if (diagnostic.getSeverity() == DiagnosticSeverity::Error)
    ++errorCount;
  bool isRemark = diagnostic.getSeverity() == DiagnosticSeverity::Remark;
  if (isRemark && onRemark)
    tellRemark(diagnostic);
  if (isRemark && !options.remarks)
    return;
  if (isRemark && !options.remarkFilter.empty() &&
      dnd::passes::remarkCategory(diagnostic.str()) != options.remarkFilter)
    return;
  // Entry points, and f32 and f64, share what they compute: say it once.
  if (isRemark && !said.insert({diagnostic.getLocation().getAsOpaquePointer(),
                                diagnostic.str()})
                       .second)
    return;
  printOne(diagnostic.getLocation(), diagnostic.getSeverity(),
           diagnostic.str());
  for (Diagnostic &note : diagnostic.getNotes())
    printOne(note.getLocation(), DiagnosticSeverity::Note, note.str());
}

/// With the line as a terminal may show it; its columns stay.
void DiagnosticPrinter::printShown(const llvm::SMDiagnostic &diagnostic) {
  std::string line = diagnostic.getLineContents().str();
  for (char &c : line)
    if (static_cast<unsigned char>(c) < 0x20 ? c != '\t' : c == 0x7f)
      c = '?';
  llvm::SMDiagnostic(sources, diagnostic.getLoc(),
                     dnd::frontend::printable(diagnostic.getFilename()),
                     diagnostic.getLineNo(), diagnostic.getColumnNo(),
                     diagnostic.getKind(), diagnostic.getMessage(), line,
                     diagnostic.getRanges())
      .print(nullptr, llvm::errs());
}

void DiagnosticPrinter::tellRemark(Diagnostic &diagnostic) {
  std::string layer;
  FileLineColLoc file = findFile(diagnostic.getLocation(), layer);
  if (!file)
    return;
  std::string text = diagnostic.str();
  if (!layer.empty())
    text += " (in " + layer + ")";
  onRemark(file.getFilename(), file.getLine(), text);
}

void DiagnosticPrinter::printOne(Location loc, DiagnosticSeverity severity,
                                 const std::string &text) {
  static const llvm::SourceMgr::DiagKind kinds[] = {
      llvm::SourceMgr::DK_Note, llvm::SourceMgr::DK_Warning,
      llvm::SourceMgr::DK_Error, llvm::SourceMgr::DK_Remark};
  static const char *const names[] = {"note", "warning", "error", "remark"};
  auto kind = static_cast<unsigned>(severity);
  std::string layer;
  FileLineColLoc file = findFile(loc, layer);
  std::string message = text;
  if (!layer.empty())
    message += " [in '" + layer + "']";
  message = dnd::frontend::printable(message);
  if (severity == DiagnosticSeverity::Error && place.empty() && file)
    place = file.getFilename().str() + ":" + std::to_string(file.getLine());
  if (options.jsonDiagnostics) {
    llvm::json::Object object{{"severity", names[kind]}, {"message", text}};
    if (!layer.empty())
      object["layer"] = layer;
    if (file) {
      object["file"] = file.getFilename().str();
      object["line"] = file.getLine();
      object["column"] = file.getColumn();
    }
    llvm::errs() << llvm::json::Value(std::move(object)) << "\n";
    return;
  }
  if (!file) {
    llvm::errs() << names[kind] << ": " << message << "\n";
    return;
  }
  std::string name = file.getFilename().str();
  auto [it, added] = buffers.try_emplace(name, 0);
  if (added)
    if (auto buffer = llvm::MemoryBuffer::getFile(name))
      it->second =
          sources.AddNewSourceBuffer(std::move(*buffer), llvm::SMLoc());
  if (it->second) {
    llvm::SMLoc at = sources.FindLocForLineAndColumn(it->second, file.getLine(),
                                                     file.getColumn());
    if (at.isValid()) {
      printShown(sources.GetMessage(at, kinds[kind], message));
      return;
    }
  }
  llvm::errs() << dnd::frontend::printable(name) << ":" << file.getLine() << ":"
               << file.getColumn() << ": " << names[kind] << ": " << message
               << "\n";
}
