//===- Context.h - What all of the elaboration shares -----------*- C++ -*-===//
//
// The program, the ops that are built, the frame that is being run with its
// names, the mode that is known, and the limits.
//
//===----------------------------------------------------------------------===//

#ifndef DND_FRONTEND_CONTEXT_H
#define DND_FRONTEND_CONTEXT_H

#include "frontend/elaborate/ConstEval.h"
#include "frontend/elaborate/Emitter.h"
#include "frontend/elaborate/Frame.h"
#include "frontend/elaborate/Listener.h"
#include "frontend/elaborate/Program.h"
#include "frontend/elaborate/Storage.h"
#include "frontend/elaborate/TensorMath.h"

#include <map>
#include <set>
#include <utility>

namespace dnd::frontend {

/// Values of -D, by name; they win over defaults and `train` arguments.
class Defines {
public:
  void set(llvm::StringRef name, Value value) {
    values[name.str()] = std::move(value);
  }
  /// Null when there is none; the name is asked for from now on.
  const Value *find(llvm::StringRef name) {
    asked.insert(name.str());
    auto it = values.find(name.str());
    return it == values.end() ? nullptr : &it->second;
  }
  /// Names that nothing asked for.
  std::vector<std::string> unused() const {
    std::vector<std::string> names;
    for (const auto &[name, value] : values)
      if (!asked.count(name))
        names.push_back(name);
    return names;
  }

private:
  std::map<std::string, Value> values;
  std::set<std::string> asked;
};

class Context {
public:
  Context(Program &program, DiagnosticEngine &diags, Emitter &emitter,
          std::uint64_t memoryLimit);

  Program &program;
  DiagnosticEngine &diags;
  Emitter &emitter;
  ConstEval constEval;
  TensorMath math;
  StoredTensors storage;
  Usage usage;
  Defines defines;
  /// Null when nobody listens.
  ElaborationListener *listener = nullptr;

  //===--------------------------------------------------------------------===//
  // Limits
  //===--------------------------------------------------------------------===//

  /// Counts steps; false, after one message, when there were too many.
  bool step(SourceRange range, std::uint64_t count = 1);
  /// How deep expressions are nested, over all calls.
  unsigned nesting = 0;
  /// A limit was met: nothing more is run or said.
  bool stopped = false;

  //===--------------------------------------------------------------------===//
  // Places
  //===--------------------------------------------------------------------===//

  /// Sets the location of the ops that are built next.
  void locate(SourceRange range);
  /// The place in the author's text that stands for `range`: the call, when the
  /// range lies in the standard library.
  SourceRange authorRange(SourceRange range) const;
  bool inStd() const { return frame && frame->isStd; }

  //===--------------------------------------------------------------------===//
  // Names (Names.cpp)
  //===--------------------------------------------------------------------===//

  /// The text that is being run; null between networks.
  Frame *frame = nullptr;

  /// The value of a name in the current body, marked as used; null if none.
  const Binding *lookup(llvm::StringRef name);
  void declare(const ast::Ident &name, Value value, Binding::Kind kind);
  /// Assignment changes a variable that exists, in whatever block of the body,
  /// and else makes one in the current block.
  void assign(const ast::Ident &name, Value value);
  void reportUnknownName(const ast::NameExpr &e);
  void markUsed(SourceRange definition) { usage.use(definition); }
  /// The local names that recipe expressions have read since the last call.
  std::set<std::string> takeRecipeReads() {
    return std::exchange(recipeReads, {});
  }

  //===--------------------------------------------------------------------===//
  // Modes (Modes.cpp)
  //===--------------------------------------------------------------------===//

  /// Inside of a branch for one mode: whether that is training.
  std::optional<bool> knownMode;
  /// A value that has the batch; null before the first input.
  TensorRef batchSource;

  /// What a truth value is worth in the branch of a mode that is elaborated;
  /// nothing when that depends on the mode.
  std::optional<bool> settledMode(const Value &mode) const;
  /// Calls `elaborate` as for a branch that belongs to one mode.
  template <typename Fn> auto inMode(bool training, Fn &&elaborate) {
    std::optional<bool> saved = std::exchange(knownMode, training);
    auto result = elaborate();
    knownMode = saved;
    return result;
  }
  /// False, after a message, in a branch of 'if training'.
  bool mayStandInMode(SourceRange range, llvm::StringRef what);
  /// The names of the current body, innermost scope first.
  std::vector<Scope::Names> saveNames();
  /// `scope` holds the names behind the branch that does not train; afterwards
  /// those that are known behind both.
  void mergeNames(Scope &scope, const Scope::Names &before,
                  const Scope::Names &training);
  /// The number of samples of the batch, a scalar of the network.
  TensorRef batchSize();

  /// The value as a tensor; numbers become scalars. Null after a message.
  TensorRef toTensor(const Value &value, SourceRange range) {
    return math.toTensor(value, range);
  }

private:
  void markDefined(const Binding &binding, llvm::StringRef name);

  std::uint64_t steps = 0;
  std::set<std::string> recipeReads;
};

} // namespace dnd::frontend

#endif // DND_FRONTEND_CONTEXT_H
