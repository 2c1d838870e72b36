//===- Watch.h - what happens while passes run ------------------*- C++ -*-===//
#ifndef DND_CODEGEN_WATCH_H
#define DND_CODEGEN_WATCH_H

#include "codegen/Options.h"
#include "mlir/IR/BuiltinOps.h"
#include "mlir/IR/Diagnostics.h"
#include "mlir/Pass/PassInstrumentation.h"
#include "llvm/ADT/MapVector.h"
#include "llvm/Support/SourceMgr.h"
#include <functional>
#include <map>
#include <mutex>
#include <set>

namespace dnd::codegen {

/// Seconds of two clocks: the world's, and that of the work of the calling
/// thread and of programs that have ended, which nobody else moves.
struct Seconds {
  double wall = 0, work = 0;

  static Seconds now();
  Seconds operator-(const Seconds &other) const {
    return {wall - other.wall, work - other.work};
  }
  Seconds &operator+=(const Seconds &other) {
    wall += other.wall;
    work += other.work;
    return *this;
  }
};

/// Times in the order in which things first ran. What runs side by side counts
/// in the rows of each; the total is that of the clock.
class TimeReport {
public:
  void add(llvm::StringRef group, llvm::StringRef what, Seconds seconds);
  void print(llvm::raw_ostream &out) const;
  /// Whether a phase or pass of that name ran.
  bool knows(llvm::StringRef name) const;

private:
  using Rows =
      llvm::MapVector<std::string, Seconds, std::map<std::string, unsigned>>;
  llvm::MapVector<std::string, Rows, std::map<std::string, unsigned>> groups;
  std::mutex mutex;
  Seconds begin = Seconds::now();
};

/// Numbered files of the IR after every phase and pass, with an index.
class DumpFolder {
public:
  /// An empty path dumps nothing.
  explicit DumpFolder(std::string path) : path(std::move(path)) {}
  /// Makes the folder; an error text when that fails.
  std::string open();
  bool enabled() const { return !path.empty(); }
  /// Files that no dump may take the place of.
  void keep(std::vector<std::string> files) { kept = std::move(files); }
  void write(llvm::StringRef name, llvm::StringRef extension,
             llvm::StringRef what, llvm::StringRef text);
  /// Writes the index, at the end. The first error of all writing, or empty.
  std::string close();

private:
  void writeFile(llvm::StringRef file, llvm::StringRef text);

  std::string path, index, failure;
  std::vector<std::string> kept;
  unsigned count = 0;
};

/// Remembers the pass that runs, takes times, and prints or dumps IR after it.
class PassWatch : public mlir::PassInstrumentation {
public:
  PassWatch(const Options &options, TimeReport &times, DumpFolder &dumps,
            std::string phase, std::string &current)
      : options(options), times(times), dumps(dumps), phase(std::move(phase)),
        current(current) {}
  void runBeforePass(mlir::Pass *pass, mlir::Operation *op) override;
  void runAfterPass(mlir::Pass *pass, mlir::Operation *op) override;

private:
  const Options &options;
  TimeReport &times;
  DumpFolder &dumps;
  std::string phase;
  std::string &current;
};

/// Prints MLIR diagnostics at the author's line: file:line:column, the layer,
/// the source line with a caret. Counts errors: a pass that emitted one has
/// failed.
class DiagnosticPrinter {
public:
  DiagnosticPrinter(mlir::MLIRContext *context, const Options &options);
  /// Told of every remark once, whether it is printed or not: file, line, text.
  std::function<void(llvm::StringRef, unsigned, llvm::StringRef)> onRemark;
  unsigned errors() const { return errorCount; }
  /// Where the first error points, in words; empty without one.
  const std::string &firstPlace() const { return place; }

private:
  void print(mlir::Diagnostic &diagnostic);
  void tellRemark(mlir::Diagnostic &diagnostic);
  void printOne(mlir::Location loc, mlir::DiagnosticSeverity severity,
                const std::string &text);
  void printShown(const llvm::SMDiagnostic &diagnostic);

  const Options &options;
  mlir::ScopedDiagnosticHandler handler;
  llvm::SourceMgr sources;
  std::map<std::string, unsigned> buffers; // 0: cannot be read
  unsigned errorCount = 0;
  std::string place;
  std::set<std::pair<const void *, std::string>> said; // remarks
};

/// The IR as text that every tool reads back.
std::string printModule(mlir::ModuleOp module, bool locations = false);

} // namespace dnd::codegen

#endif // DND_CODEGEN_WATCH_H
