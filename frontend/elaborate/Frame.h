//===- Frame.h - The text that is being elaborated --------------*- C++ -*-===//
//
// One frame for each layer, network or recipe expression on the way, and what
// is handed between expressions, calls and layers.
//
//===----------------------------------------------------------------------===//

#ifndef DND_FRONTEND_FRAME_H
#define DND_FRONTEND_FRAME_H

#include "frontend/elaborate/Scope.h"

#include "llvm/ADT/STLFunctionalExtras.h"

namespace dnd::frontend {

struct NamedTensor {
  std::string name;
  TensorRef tensor;
  SourceRange range;
};

/// Makes the block argument for an input of a network.
using MakeInput =
    llvm::function_ref<TensorRef(const ast::InputStmt &, const Shape &)>;

/// A layer as a value: the bare name of a layer, or an instance with its
/// arguments, whose parameters all its uses share.
struct LayerValue {
  const ast::LayerDecl *decl = nullptr;
  /// False for a bare name.
  bool bound = false;
  /// In the order of the formals.
  std::vector<Value> arguments;
  std::string path;
  /// Where its inner names come from at the first use; later uses start again
  /// from `namesBefore` and so find the same parameters.
  std::shared_ptr<NameScope> names;
  NameScope::Counts namesBefore;
  bool applied = false;
  SourceRange created;
};

/// What is known of a layer instance, for people.
struct LayerRecord {
  std::string path, kind;
  std::vector<Shape> inputs, outputs;
  std::vector<std::string> params;
  SourceRange range;
};

struct Frame {
  const ast::LayerDecl *decl = nullptr;
  bool isStd = false;
  Scope *scope = nullptr;
  std::shared_ptr<NameScope> names;
  std::string path;
  std::vector<TensorRef> inputs;
  std::size_t nextInput = 0;
  std::vector<NamedTensor> outputs;
  SourceRange call;
  LayerRecord *record = nullptr;
  Frame *caller = nullptr;
  /// An expression of a train block or of the command line.
  bool isRecipe = false;
  /// An 'output' statement had a syntax error.
  bool lostOutput = false;
  /// Inside of a branch of an 'if training' of this text.
  bool inModeBranch = false;
  /// Null in a layer, whose inputs come from its caller.
  MakeInput *makeInput = nullptr;
};

/// What the value of an expression will be called.
struct Hint {
  llvm::StringRef name;
  /// The name of the loop scope itself is enough.
  bool elide = false;
  bool isSet() const { return elide || !name.empty(); }
};

/// The arguments of one call, in the order of the text.
struct CallArguments {
  std::vector<Value> values;
  std::vector<std::string> names;
  std::vector<SourceRange> ranges;
  bool failed = false;
  /// The first one came through '|>': an input, never an argument.
  bool piped = false;

  bool hasTensor() const;
};

} // namespace dnd::frontend

#endif // DND_FRONTEND_FRAME_H
