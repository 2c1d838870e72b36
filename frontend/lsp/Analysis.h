//===- Analysis.h - What the compiler says about a text ---------*- C++ -*-===//
//
// Elaborates all networks of a text that is being edited, and keeps what came
// out as plain data: messages, values and shapes of names, layers, recognised
// forms.
//
//===----------------------------------------------------------------------===//

#ifndef DND_FRONTEND_LSP_ANALYSIS_H
#define DND_FRONTEND_LSP_ANALYSIS_H

#include "frontend/lsp/Text.h"

#include "mlir/IR/BuiltinOps.h"
#include "llvm/ADT/STLFunctionalExtras.h"

#include <atomic>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace dnd::lsp {

/// A text at one moment, with everything that it may import.
struct Snapshot {
  std::string uri;
  /// Of the file; imports are relative to it.
  std::string path;
  std::int64_t version = 0;
  Text text;
  /// Path and text of the other files that are open.
  std::vector<std::pair<std::string, std::string>> overlays;
};

/// A place in any file.
struct Place {
  std::string path;
  Span span;
};

/// A message of the compiler, at a place of the text that was asked about. What
/// is wrong in an imported file stands at the import, with a note.
struct Message {
  struct Note {
    Place place;
    std::string text;
  };
  bool isError = true;
  std::string code;
  std::uint32_t begin = 0, end = 0;
  /// With the hints.
  std::string text;
  std::vector<Note> notes;
  bool operator<(const Message &other) const {
    return std::tie(begin, end, code, text) <
           std::tie(other.begin, other.end, other.code, other.text);
  }
};

/// What a name stood for in one of the instances of its text.
struct Definition {
  /// Of the instance; empty for the network itself.
  std::string path;
  /// "[10, 4, 64]", "the integer 3".
  std::string value;
};

/// Something that the model keeps.
struct Stored {
  std::string path, shape;
  /// Numbers in all, and those that training changes.
  std::int64_t count = 0, live = 0;
  bool isParam = false, isFrozen = false;
};

/// An instance of a layer.
struct Instance {
  std::uint32_t begin = 0, end = 0; // the call
  std::string path, kind, inputs, outputs;
  std::int64_t params = 0;
};

/// What the passes recognised.
struct Remark {
  unsigned line = 0; // from 0
  /// Of the instance; may be empty.
  std::string path;
  std::string text;
};

struct Analysis {
  std::int64_t version = 0;
  std::string text;
  std::vector<Message> messages;
  /// By the first byte of the name that was defined.
  std::map<std::uint32_t, std::vector<Definition>> definitions;
  std::map<std::uint32_t, std::vector<Stored>> stored;
  /// How often each was told; the lists keep the first ones.
  std::map<std::uint32_t, unsigned> counts;
  std::vector<Instance> instances;
  std::vector<Remark> remarks;
};

/// What stands behind the frontend and knows forms: looks for them in a module
/// and tells each with its place.
using FormFinder = std::function<void(
    mlir::ModuleOp, llvm::function_ref<void(mlir::Location, llvm::StringRef)>)>;

/// Parses and elaborates: messages, names, instances. Ends early when `stop`
/// becomes true. Null when the text is not worth a message, being stopped.
std::shared_ptr<Analysis> analyse(const Snapshot &snapshot,
                                  const std::atomic<bool> &stop);
/// Adds what `find` recognises, for a text without errors.
void recogniseForms(const Snapshot &snapshot, Analysis &analysis,
                    const FormFinder &find, const std::atomic<bool> &stop);

} // namespace dnd::lsp

#endif // DND_FRONTEND_LSP_ANALYSIS_H
