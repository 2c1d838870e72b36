//===- Ast.h - Syntax tree of a .dnd file -----------------------*- C++ -*-===//
//
// What the author wrote, with the place of each part. The tree knows nothing
// about names, types or shapes: a layer, a reduction variable and a tensor are
// all a `NameExpr`; elaboration and sema decide what they mean.
//
// Nodes are owned by their parents. Use llvm::isa/cast/dyn_cast on `Expr`,
// `Stmt` and `Decl`. The parser bounds the depth of every tree (MaxDepth), so
// walking it by recursion is safe.
//
//===----------------------------------------------------------------------===//

#ifndef DND_FRONTEND_AST_H
#define DND_FRONTEND_AST_H

#include "frontend/syntax/Source.h"

#include "llvm/ADT/STLFunctionalExtras.h"
#include "llvm/Support/Casting.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace llvm {
class raw_ostream;
} // namespace llvm

namespace dnd::frontend::ast {

/// No expression tree is deeper than this, and no statement is nested deeper.
inline constexpr unsigned MaxDepth = 1000;

/// A name at a place.
struct Ident {
  std::string name;
  SourceRange range;

  bool empty() const { return name.empty(); }
};

//===----------------------------------------------------------------------===//
// Expressions
//===----------------------------------------------------------------------===//

struct Expr {
  enum class Kind : std::uint8_t {
    Number,
    String,
    Bool,
    Name,
    List,
    Unary,
    Binary,
    If,
    Call,
    Index,
    Range,
    Reduce,
    Pipe,
  };

  Expr(Kind kind, SourceRange range) : kind(kind), range(range) {}
  virtual ~Expr() = default;

  const Kind kind;
  SourceRange range;
  /// Height of this tree; 1 for a leaf.
  unsigned depth = 1;
  /// The author put parentheses around it; `range` covers them.
  bool parenthesized = false;
};
using ExprPtr = std::unique_ptr<Expr>;

/// `10`, `1e-3`, `.4914`, `10x`, `5%`.
struct NumberExpr : Expr {
  enum class Suffix : std::uint8_t {
    None,
    /// `10x`: ten times the value that is set elsewhere.
    Times,
    /// `5%`: `value` is already divided by 100.
    Percent,
  };

  explicit NumberExpr(SourceRange range) : Expr(Kind::Number, range) {}
  static bool classof(const Expr *e) { return e->kind == Kind::Number; }

  /// As written.
  std::string spelling;
  /// The number without its suffix is an integer literal (`10`, `10x`).
  bool isInteger = false;
  /// Exact for integers; meaningful only when `isInteger`.
  std::int64_t integer = 0;
  /// Always set; finite.
  double value = 0;
  Suffix suffix = Suffix::None;
};

/// `"*.q.K"`; `value` has its escapes replaced.
struct StringExpr : Expr {
  explicit StringExpr(SourceRange range) : Expr(Kind::String, range) {}
  static bool classof(const Expr *e) { return e->kind == Kind::String; }

  std::string value;
};

/// `true`, `false`.
struct BoolExpr : Expr {
  explicit BoolExpr(SourceRange range) : Expr(Kind::Bool, range) {}
  static bool classof(const Expr *e) { return e->kind == Kind::Bool; }

  bool value = false;
};

/// A name: of a value, layer, index, symbol such as `local`, function, ...
struct NameExpr : Expr {
  explicit NameExpr(SourceRange range) : Expr(Kind::Name, range) {}
  static bool classof(const Expr *e) { return e->kind == Kind::Name; }

  std::string name;
};

/// `[a, b, c]`.
struct ListExpr : Expr {
  explicit ListExpr(SourceRange range) : Expr(Kind::List, range) {}
  static bool classof(const Expr *e) { return e->kind == Kind::List; }

  std::vector<ExprPtr> elements;
};

enum class UnaryOp : std::uint8_t { Neg, Not };

/// `-a`, `not a`.
struct UnaryExpr : Expr {
  explicit UnaryExpr(SourceRange range) : Expr(Kind::Unary, range) {}
  static bool classof(const Expr *e) { return e->kind == Kind::Unary; }

  UnaryOp op = UnaryOp::Neg;
  SourceRange opRange;
  ExprPtr operand;
};

enum class BinaryOp : std::uint8_t {
  Add,
  Sub,
  Mul,
  Div,
  Mod,
  Pow,
  Shl,
  Shr,
  Eq,
  Ne,
  Lt,
  Le,
  Gt,
  Ge,
  And,
  Or,
};

/// `a + b`, `a << b`, `a == b`, `a and b`, ...
struct BinaryExpr : Expr {
  explicit BinaryExpr(SourceRange range) : Expr(Kind::Binary, range) {}
  static bool classof(const Expr *e) { return e->kind == Kind::Binary; }

  BinaryOp op = BinaryOp::Add;
  SourceRange opRange;
  ExprPtr lhs, rhs;
};

/// `if c then a else b`.
struct IfExpr : Expr {
  explicit IfExpr(SourceRange range) : Expr(Kind::If, range) {}
  static bool classof(const Expr *e) { return e->kind == Kind::If; }

  ExprPtr condition, thenValue, elseValue;
};

/// One argument of a call: `x`, `pad = 1`, `taps...`.
struct Argument {
  /// Empty for a positional argument.
  Ident name;
  ExprPtr value;
  /// `taps...`: the elements of a list, each as its own argument.
  bool spread = false;
  SourceRange range;
};

/// `callee(arguments)`. A curried application `conv(16, 3)(x)` is a call whose
/// callee is a call.
struct CallExpr : Expr {
  explicit CallExpr(SourceRange range) : Expr(Kind::Call, range) {}
  static bool classof(const Expr *e) { return e->kind == Kind::Call; }

  ExprPtr callee;
  std::vector<Argument> arguments;
  /// From '(' to ')'.
  SourceRange argumentsRange;
};

/// `base[indices]`: element of a tensor or list, slice of a list (`xs[1..3]`).
struct IndexExpr : Expr {
  explicit IndexExpr(SourceRange range) : Expr(Kind::Index, range) {}
  static bool classof(const Expr *e) { return e->kind == Kind::Index; }

  ExprPtr base;
  /// At least one; an element may be a RangeExpr.
  std::vector<ExprPtr> indices;
  /// From '[' to ']'.
  SourceRange indicesRange;
};

/// `low..high`, half open. Appears as the whole of an index, of a `for` domain
/// and of an index variable's domain; either end may be missing in an index.
struct RangeExpr : Expr {
  explicit RangeExpr(SourceRange range) : Expr(Kind::Range, range) {}
  static bool classof(const Expr *e) { return e->kind == Kind::Range; }

  ExprPtr low, high; // may be null
};

/// An index variable, with an explicit domain or (usually) an inferred one:
/// `i`, `r in 0..3`.
struct Binder {
  Ident name;
  /// Null when the domain is inferred.
  std::unique_ptr<RangeExpr> domain;
  SourceRange range;
};

enum class ReduceOp : std::uint8_t { Sum, Prod, Max, Min, Mean };

/// `sum(i, k) body`. The body is a product: `sum(i) a*b + c` is
/// `(sum(i) a*b) + c`.
struct ReduceExpr : Expr {
  explicit ReduceExpr(SourceRange range) : Expr(Kind::Reduce, range) {}
  static bool classof(const Expr *e) { return e->kind == Kind::Reduce; }

  ReduceOp op = ReduceOp::Sum;
  /// The word and its binders, `sum(i, k)`.
  SourceRange headRange;
  std::vector<Binder> binders;
  ExprPtr body;
};

/// `input |> stage`: `stage` applied to `input`. A chain leans to the left.
struct PipeExpr : Expr {
  explicit PipeExpr(SourceRange range) : Expr(Kind::Pipe, range) {}
  static bool classof(const Expr *e) { return e->kind == Kind::Pipe; }

  ExprPtr input, stage;
  SourceRange opRange;
};

//===----------------------------------------------------------------------===//
// Statements
//===----------------------------------------------------------------------===//

struct Stmt {
  enum class Kind : std::uint8_t {
    Input,
    Param,
    Table,
    State,
    Update,
    Noise,
    Const,
    Assign,
    Output,
    For,
    If,
    Broken,
  };

  Stmt(Kind kind, SourceRange range) : kind(kind), range(range) {}
  virtual ~Stmt() = default;

  const Kind kind;
  SourceRange range;
  /// Text of the `///` lines above, without the slashes; lines end in '\n'
  /// except the last.
  std::string doc;
};
using StmtPtr = std::unique_ptr<Stmt>;

/// `{ ... }`; `range` covers the braces.
struct Block {
  std::vector<StmtPtr> statements;
  SourceRange range;
};

/// `input x[n]`, `input x`, `input tokens[n]: int`. `input a[n], b[m]` gives
/// two statements.
struct InputStmt : Stmt {
  explicit InputStmt(SourceRange range) : Stmt(Kind::Input, range) {}
  static bool classof(const Stmt *s) { return s->kind == Kind::Input; }

  Ident name;
  /// False for `input x`: any rank.
  bool hasDims = false;
  std::vector<ExprPtr> dims;
  /// Element type; empty when not written.
  Ident type;
};

/// One extent of what a statement declares.
struct Extent {
  ExprPtr value;
  /// `shape(x)...`: the elements of a list, each as its own extent.
  bool spread = false;
};

/// What is declared with extents and a rule; a scalar without brackets.
struct StoredStmt : Stmt {
  using Stmt::Stmt;
  static bool classof(const Stmt *s) {
    return s->kind == Kind::Param || s->kind == Kind::Table ||
           s->kind == Kind::State || s->kind == Kind::Noise;
  }

  Ident name;
  std::vector<Extent> extents;
  /// What follows '~'; null when not written.
  ExprPtr rule;
};

/// `param w[J, n] ~ he`.
struct ParamStmt : StoredStmt {
  explicit ParamStmt(SourceRange range) : StoredStmt(Kind::Param, range) {}
  static bool classof(const Stmt *s) { return s->kind == Kind::Param; }
};

/// `table pixel[count, synapses] ~ receptive_field(...)`.
struct TableStmt : StoredStmt {
  explicit TableStmt(SourceRange range) : StoredStmt(Kind::Table, range) {}
  static bool classof(const Stmt *s) { return s->kind == Kind::Table; }
};

/// `state running_mean[c] ~ zeros`.
struct StateStmt : StoredStmt {
  explicit StateStmt(SourceRange range) : StoredStmt(Kind::State, range) {}
  static bool classof(const Stmt *s) { return s->kind == Kind::State; }
};

/// `noise keep[shape(x)...] ~ bernoulli(1 - p)`.
struct NoiseStmt : StoredStmt {
  explicit NoiseStmt(SourceRange range) : StoredStmt(Kind::Noise, range) {}
  static bool classof(const Stmt *s) { return s->kind == Kind::Noise; }
};

/// `const D = k / S`, in a body.
struct ConstStmt : Stmt {
  explicit ConstStmt(SourceRange range) : Stmt(Kind::Const, range) {}
  static bool classof(const Stmt *s) { return s->kind == Kind::Const; }

  Ident name;
  /// Empty when not written.
  Ident type;
  ExprPtr value;
};

/// Left side of an assignment: `x`, or the `y[j, p]` of an index equation.
struct Target {
  Ident name;
  /// With brackets it is an index equation.
  bool hasIndices = false;
  std::vector<Binder> indices;
  SourceRange range;
};

/// `x = e`, `y[j] = e`, `x, branch = e`, `rows += e`.
struct AssignStmt : Stmt {
  explicit AssignStmt(SourceRange range) : Stmt(Kind::Assign, range) {}
  static bool classof(const Stmt *s) { return s->kind == Kind::Assign; }

  /// At least one; several, and `+=`, only with plain names.
  std::vector<Target> targets;
  /// `+=`.
  bool append = false;
  ExprPtr value;
};

/// `update running_mean[i] = e`.
struct UpdateStmt : Stmt {
  explicit UpdateStmt(SourceRange range) : Stmt(Kind::Update, range) {}
  static bool classof(const Stmt *s) { return s->kind == Kind::Update; }

  Target target;
  ExprPtr value;
};

/// `output y[j] = e`, `output logits = e`, `output a, b = e`, `output e`.
struct OutputStmt : Stmt {
  explicit OutputStmt(SourceRange range) : Stmt(Kind::Output, range) {}
  static bool classof(const Stmt *s) { return s->kind == Kind::Output; }

  /// Empty for a bare `output e`.
  std::vector<Target> targets;
  ExprPtr value;
};

/// A statement with a syntax error, which was reported. What it would have
/// defined is no further mistake where it is used.
struct BrokenStmt : Stmt {
  explicit BrokenStmt(SourceRange range) : Stmt(Kind::Broken, range) {}
  static bool classof(const Stmt *s) { return s->kind == Kind::Broken; }

  /// All names in front of its '=' or '~'.
  std::vector<Ident> names;
  /// It holds the word 'output'.
  bool hasOutput = false;
};

/// `for i in a..b { }` (domain is a RangeExpr), `for x in list { }`.
struct ForStmt : Stmt {
  explicit ForStmt(SourceRange range) : Stmt(Kind::For, range) {}
  static bool classof(const Stmt *s) { return s->kind == Kind::For; }

  Ident variable;
  ExprPtr domain;
  Block body;
};

/// `if c { } else if d { } else { }`.
struct IfStmt : Stmt {
  struct Arm {
    ExprPtr condition;
    Block body;
  };

  explicit IfStmt(SourceRange range) : Stmt(Kind::If, range) {}
  static bool classof(const Stmt *s) { return s->kind == Kind::If; }

  /// At least one, tried in order.
  std::vector<Arm> arms;
  std::optional<Block> elseBody;
};

//===----------------------------------------------------------------------===//
// Declarations
//===----------------------------------------------------------------------===//

struct Decl {
  enum class Kind : std::uint8_t { Import, Const, Layer, Train };

  Decl(Kind kind, SourceRange range) : kind(kind), range(range) {}
  virtual ~Decl() = default;

  const Kind kind;
  SourceRange range;
  /// As in Stmt.
  std::string doc;
};
using DeclPtr = std::unique_ptr<Decl>;

/// `import "neurons.dnd"`.
struct ImportDecl : Decl {
  explicit ImportDecl(SourceRange range) : Decl(Kind::Import, range) {}
  static bool classof(const Decl *d) { return d->kind == Kind::Import; }

  std::string path;
  SourceRange pathRange;
};

/// `const rank = 10` at the top of a file.
struct ConstDecl : Decl {
  explicit ConstDecl(SourceRange range) : Decl(Kind::Const, range) {}
  static bool classof(const Decl *d) { return d->kind == Kind::Const; }

  Ident name;
  /// Empty when not written.
  Ident type;
  ExprPtr value;
};

/// One formal argument: `J: int`, `rank: int = 4`, `field = local`, `taps...`.
struct Formal {
  Ident name;
  /// Empty when not written.
  Ident type;
  /// Null when the argument is required.
  ExprPtr defaultValue;
  /// `taps...`: takes all remaining positional arguments as a list.
  bool variadic = false;
  SourceRange range;
};

/// `layer NAME(formals) { }` and `network NAME(formals) { }`.
struct LayerDecl : Decl {
  explicit LayerDecl(SourceRange range) : Decl(Kind::Layer, range) {}
  static bool classof(const Decl *d) { return d->kind == Kind::Layer; }

  bool isNetwork = false;
  Ident name;
  std::vector<Formal> formals;
  Block body;
};

/// One item behind a recipe key: `flip`, `pad_crop(4)`, `mean = [.5]`.
struct TrainItem {
  /// Empty for a plain value.
  Ident name;
  ExprPtr value;
  SourceRange range;
};

/// One line of a recipe. The syntax knows no keys:
///   `key item, item { settings }`      `key = value`      `const key = value`
struct TrainEntry {
  enum class Form : std::uint8_t {
    /// `batch 128`, `augment flip, pad_crop(4)`, `group "a" { ... }`.
    Line,
    /// `lr = 10x`; one item.
    Setting,
    /// `const lambda = 0.1`; one item.
    Const,
  };

  Form form = Form::Line;
  Ident key;
  std::vector<TrainItem> items;
  bool hasSettings = false;
  /// The entries between braces; deeper braces do not parse.
  std::vector<TrainEntry> settings;
  SourceRange range;
  std::string doc;
};

/// `train NAME { }`, `train NAME(n = 18) { }`.
struct TrainDecl : Decl {
  explicit TrainDecl(SourceRange range) : Decl(Kind::Train, range) {}
  static bool classof(const Decl *d) { return d->kind == Kind::Train; }

  Ident network;
  std::vector<Argument> arguments;
  std::vector<TrainEntry> entries;
  /// From '{' to '}'.
  SourceRange bodyRange;
};

/// A parsed file. After syntax errors it holds what could be understood.
struct File {
  FileId id = InvalidFile;
  std::vector<DeclPtr> declarations;
};

//===----------------------------------------------------------------------===//
// Helpers
//===----------------------------------------------------------------------===//

/// The operator or word as it is written: "-", "not", "<<", "sum".
llvm::StringRef spelling(UnaryOp op);
llvm::StringRef spelling(BinaryOp op);
llvm::StringRef spelling(ReduceOp op);
/// The reduction that a word names, if any.
std::optional<ReduceOp> reduceOpFromName(llvm::StringRef name);

/// Calls `visit` for each direct subexpression, in the order of the text.
void forEachChild(const Expr &expr,
                  llvm::function_ref<void(const Expr &)> visit);

/// Prints the tree, one declaration, statement or recipe line a line, nested
/// ones indented by two. Expressions stand on the line with every operation in
/// parentheses, so that it shows what the parser understood. Positions are
/// printed as <line:column> when `sources` is given.
void dump(const File &file, llvm::raw_ostream &os,
          const SourceManager *sources = nullptr);
/// One line with every operation in parentheses.
void dump(const Expr &expr, llvm::raw_ostream &os);
/// One line of source text in canonical form, parentheses only where needed;
/// for messages and IR comments.
std::string toString(const Expr &expr);

} // namespace dnd::frontend::ast

#endif // DND_FRONTEND_AST_H
