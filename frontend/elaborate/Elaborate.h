//===- Elaborate.h - Runs the text of a network at compile time -*- C++ -*-===//
//
// Evaluates a network body statement by statement: compile-time values are
// computed, tensors become dnd ops. Nothing of for, if, lists and arguments is
// left afterwards.
//
//===----------------------------------------------------------------------===//

#ifndef DND_FRONTEND_ELABORATE_H
#define DND_FRONTEND_ELABORATE_H

#include "frontend/elaborate/ConstEval.h"
#include "frontend/elaborate/Emitter.h"
#include "frontend/elaborate/Program.h"
#include "frontend/elaborate/Rules.h"
#include "frontend/elaborate/Scope.h"
#include "frontend/elaborate/TensorMath.h"

#include "llvm/ADT/MapVector.h"

#include <map>
#include <set>
#include <utility>

namespace dnd::frontend {

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

struct ElaborateOptions {
  /// The memory that parameters may need, in bytes.
  std::uint64_t memoryLimit = 0;
};

class Elaborator {
public:
  Elaborator(Program &program, DiagnosticEngine &diags, Emitter &emitter,
             ElaborateOptions options);

  /// Values of -D, by name; they win over defaults and `train` arguments.
  void define(llvm::StringRef name, Value value) {
    defines[name.str()] = std::move(value);
  }
  /// Names of `define` that nothing asked for.
  std::vector<std::string> unusedDefines() const;

  struct NamedTensor {
    std::string name;
    TensorRef tensor;
    SourceRange range;
  };
  /// Elaborates a network at the emitter's insertion point. `makeInput` makes
  /// the block argument for an input. False after an error.
  bool elaborateNetwork(
      const ast::LayerDecl &network, llvm::ArrayRef<ast::Argument> arguments,
      llvm::function_ref<TensorRef(const ast::InputStmt &, const Shape &)>
          makeInput,
      std::vector<NamedTensor> &outputs);

  /// Evaluates an expression where only `names` and top-level names are
  /// visible; for recipes and -D.
  Value evaluateIn(const ast::Expr &expr,
                   llvm::ArrayRef<std::pair<std::string, Value>> names);

  /// The local names that `evaluateIn` has read since the last call.
  std::set<std::string> takeRecipeReads() {
    return std::exchange(recipeReads, {});
  }

  Value evaluateConst(const ast::ConstDecl &decl) { return globalConst(decl); }

  const StoredTensors &kept() const { return storage; }
  const std::vector<LayerRecord> &layers() const { return records; }
  /// Warnings about inputs, parameters and variables that nothing reads.
  void warnUnused() { usage.warn(diags); }

  ConstEval &constants() { return constEval; }
  Emitter &ops() { return emitter; }
  DiagnosticEngine &diagnostics() { return diags; }
  Program &files() { return program; }

  //===--------------------------------------------------------------------===//
  // For IndexEquation
  //===--------------------------------------------------------------------===//

  Value evaluate(const ast::Expr &expr);
  /// Evaluates an expression some of whose parts have their values already.
  Value evaluateWith(
      const ast::Expr &expr,
      llvm::ArrayRef<std::pair<const ast::Expr *, Value>> replacements);
  /// The same with `names` as the only visible names.
  Value
  evaluateWith(const ast::Expr &expr,
               llvm::ArrayRef<std::pair<const ast::Expr *, Value>> replacements,
               llvm::ArrayRef<std::pair<std::string, Value>> names);
  /// The value of a pointwise function of the language; `values` are tensors
  /// of one shape, scalars and numbers.
  Value evaluateFunction(const ast::CallExpr &call, llvm::StringRef name,
                         llvm::ArrayRef<Value> values);
  /// The value of a name in the current body, marked as used; null if none.
  const Binding *lookup(llvm::StringRef name);
  /// Sets the location of the ops that are built next.
  void locate(SourceRange range);
  /// The place in the author's text that stands for `range`: the call, when the
  /// range lies in the standard library.
  SourceRange authorRange(SourceRange range) const;
  bool step(SourceRange range, std::uint64_t count = 1);
  bool mayOwnParameters(const ast::Expr &e);
  bool inStd() const { return frame && frame->isStd; }
  /// Applies a pointwise function or one of the other tensor functions of the
  /// language. Nothing when there is no such function.
  std::optional<Value> tensorFunction(const ast::CallExpr &call,
                                      llvm::StringRef name,
                                      llvm::ArrayRef<Value> args,
                                      llvm::ArrayRef<std::string> names);
  /// The value as a tensor; numbers become scalars.
  TensorRef toTensor(const Value &value, SourceRange range) {
    return math.toTensor(value, range);
  }
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
  /// The number of samples of the batch, a scalar of the network.
  TensorRef batchSize();
  void setBatchSource(TensorRef source) { batchSource = std::move(source); }
  void reportUnknownName(const ast::NameExpr &e);
  /// Marks a result for notes: where it was made and what it is.
  static Value named(const Value &value, SourceRange origin,
                     const llvm::Twine &what) {
    return frontend::named(value, origin, what);
  }
  static bool isPointwise(llvm::StringRef name);
  /// Pointwise functions, softmax, concat and so on.
  static bool isTensorFunction(llvm::StringRef name);

private:
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
    llvm::function_ref<TensorRef(const ast::InputStmt &, const Shape &)>
        *makeInput = nullptr;
  };
  /// What the value of an expression will be called.
  struct Hint {
    llvm::StringRef name;
    /// The name of the loop scope itself is enough.
    bool elide = false;
    bool isSet() const { return elide || !name.empty(); }
  };
  struct CallArguments {
    std::vector<Value> values;
    std::vector<std::string> names;
    std::vector<SourceRange> ranges;
    bool failed = false;
    /// The first one came through '|>': an input, never an argument.
    bool piped = false;
    bool hasTensor() const;
  };

  // Expressions.
  Value evaluate(const ast::Expr &expr, Hint hint);
  Value evaluateName(const ast::NameExpr &e);
  Value evaluateIf(const ast::IfExpr &e, Hint hint);
  Value evaluateByMode(const ast::IfExpr &e, bool whileTraining, Hint hint);
  Value evaluateIndex(const ast::IndexExpr &e);
  Value indexList(const ast::IndexExpr &e, const Value &list);
  Value sliceTensor(const ast::IndexExpr &e, const Value &base);
  Value evaluatePipe(const ast::PipeExpr &e, Hint hint);
  Value evaluateCall(const ast::CallExpr &e, Hint hint,
                     const Value *pipeInput = nullptr,
                     SourceRange pipeRange = {});
  Value callNamed(const ast::CallExpr &e, const ast::NameExpr &callee,
                  CallArguments &args, Hint hint);
  Value callValue(const ast::CallExpr &e, const Value &callee,
                  CallArguments &args, Hint hint);
  CallArguments evaluateArguments(llvm::ArrayRef<ast::Argument> arguments,
                                  Hint hint);
  Value globalConst(const ast::ConstDecl &decl);
  void reportUnknownLayer(const ast::NameExpr &e);

  // Layers.
  Value callLayer(const ast::LayerDecl &decl, CallArguments &args,
                  SourceRange range, Hint hint);
  std::shared_ptr<LayerValue> instantiate(const ast::LayerDecl &decl,
                                          CallArguments &args,
                                          SourceRange range, Hint hint);
  bool bindFormals(const ast::LayerDecl &decl, CallArguments &args,
                   SourceRange range, std::vector<Value> &values,
                   bool isNetwork);
  std::optional<Value> convert(const Value &value, const ast::Ident &type,
                               SourceRange range, const llvm::Twine &what,
                               llvm::StringRef argument,
                               llvm::StringRef callee);
  Value apply(LayerValue &layer, llvm::ArrayRef<TensorRef> inputs,
              SourceRange range);
  void nameInstance(LayerValue &layer, Hint hint);
  void explainSince(std::size_t first, const Frame &called,
                    llvm::StringRef path);

  // Statements.
  bool runBlock(const ast::Block &block);
  bool run(const ast::Stmt &stmt);
  void runInput(const ast::InputStmt &s);
  bool bindDims(const ast::InputStmt &s, const TensorRef &tensor);
  void runTopInput(const ast::InputStmt &s);
  void runParam(const ast::ParamStmt &s);
  void runTable(const ast::TableStmt &s);
  void runConst(const ast::ConstStmt &s);
  void runAssign(const ast::AssignStmt &s);
  void runOutput(const ast::OutputStmt &s);
  bool runFor(const ast::ForStmt &s);
  bool runIf(const ast::IfStmt &s, std::size_t firstArm = 0);
  bool runIfByMode(const ast::IfStmt &s, std::size_t arm, bool whileTraining);
  std::vector<Scope::Names> saveNames();
  void mergeNames(Scope &scope, const Scope::Names &before,
                  const Scope::Names &training);
  bool mayStandInMode(SourceRange range, llvm::StringRef what);
  void runState(const ast::StateStmt &s);
  void runUpdate(const ast::UpdateStmt &s);
  void runNoise(const ast::NoiseStmt &s);
  TensorRef updateValue(const ast::UpdateStmt &s, const Tensor &state);
  void runBroken(const ast::BrokenStmt &s);
  void bindTargets(llvm::ArrayRef<ast::Target> targets, const Value &value,
                   SourceRange range);
  void assign(const ast::Ident &name, Value value);
  void declare(const ast::Ident &name, Value value, Binding::Kind kind);
  Value evaluateTarget(const ast::Target &target, const ast::Expr &value);
  Hint hintFor(const ast::Target &target);
  void addOutput(const ast::Ident &name, const Value &value, SourceRange range);
  std::optional<Shape> evaluateDims(llvm::ArrayRef<ast::ExprPtr> dims,
                                    llvm::StringRef owner);
  std::optional<Shape> evaluateExtents(llvm::ArrayRef<ast::Extent> extents,
                                       llvm::StringRef owner);
  std::optional<std::int64_t> toExtent(const Value &value, SourceRange range,
                                       llvm::StringRef owner);

  // What has a path (Declarations.cpp).
  struct Place {
    std::string path;
    Shape shape;
    /// The value behind '~'; an error without one.
    Value rule;
  };
  std::optional<Place> place(const ast::StoredStmt &s, Binding::Kind kind);
  void keep(const ast::StoredStmt &s, Binding::Kind kind, Storage kept,
            TensorRef tensor, llvm::StringRef what);
  bool mayStore(SourceRange range, llvm::StringRef what);

  void markUsed(SourceRange definition) { usage.use(definition); }
  void markDefined(const Binding &binding, llvm::StringRef name);

  Program &program;
  DiagnosticEngine &diags;
  Emitter &emitter;
  ConstEval constEval;
  TensorMath math;
  StoredTensors storage;
  RuleReader rules;
  Frame *frame = nullptr;
  unsigned depth = 0;
  std::uint64_t steps = 0;
  unsigned evalDepth = 0;
  std::map<const ast::Expr *, Value> replaced;
  bool stopped = false;
  /// Inside of a branch for one mode: whether that is training.
  std::optional<bool> knownMode;
  /// A value that has the batch; null before the first input.
  TensorRef batchSource;
  /// The states that a step updates, and where.
  std::map<std::string, SourceRange> updates;
  /// How often the paths of noise were used.
  std::map<std::string, unsigned> noises;
  std::map<std::string, Value> defines;
  std::set<std::string> definesAsked;
  std::set<std::string> recipeReads;
  std::deque<LayerRecord> recordStore;
  std::vector<LayerRecord> records;
  std::map<const ast::ConstDecl *, Value> constValues;
  std::set<const ast::ConstDecl *> constsInWork;

  Usage usage;
};

} // namespace dnd::frontend

#endif // DND_FRONTEND_ELABORATE_H
