//===- Ast.cpp - Walking and printing the syntax tree ---------------------===//
//
// Spellings, children of a node, and the text of an expression for messages.
// The dump of whole files is in AstDump.cpp.
//
//===----------------------------------------------------------------------===//

#include "frontend/syntax/AstText.h"

#include "llvm/ADT/StringExtras.h"
#include "llvm/Support/raw_ostream.h"

using namespace dnd::frontend;
using namespace dnd::frontend::ast;
using llvm::cast;
using llvm::raw_ostream;
using llvm::StringRef;

//===----------------------------------------------------------------------===//
// Spellings
//===----------------------------------------------------------------------===//

StringRef ast::spelling(UnaryOp op) { return op == UnaryOp::Neg ? "-" : "not"; }

StringRef ast::spelling(BinaryOp op) {
  static constexpr llvm::StringLiteral table[] = {
      "+",  "-",  "*", "/",  "%", "^",  "<<",  ">>",
      "==", "!=", "<", "<=", ">", ">=", "and", "or"};
  return table[unsigned(op)];
}

static constexpr llvm::StringLiteral reductionNames[] = {"sum", "prod", "max",
                                                         "min", "mean"};

StringRef ast::spelling(ReduceOp op) { return reductionNames[unsigned(op)]; }

std::optional<ReduceOp> ast::reduceOpFromName(StringRef name) {
  for (unsigned i = 0; i < std::size(reductionNames); ++i)
    if (name == reductionNames[i])
      return ReduceOp(i);
  return std::nullopt;
}

//===----------------------------------------------------------------------===//
// Children
//===----------------------------------------------------------------------===//

void ast::forEachChild(const Expr &expr,
                       llvm::function_ref<void(const Expr &)> visit) {
  auto each = [&](const ExprPtr &child) {
    if (child)
      visit(*child);
  };
  switch (expr.kind) {
  case Expr::Kind::Number:
  case Expr::Kind::String:
  case Expr::Kind::Bool:
  case Expr::Kind::Name:
    return;
  case Expr::Kind::List:
    for (const ExprPtr &element : cast<ListExpr>(expr).elements)
      each(element);
    return;
  case Expr::Kind::Unary:
    return each(cast<UnaryExpr>(expr).operand);
  case Expr::Kind::Binary:
    each(cast<BinaryExpr>(expr).lhs);
    return each(cast<BinaryExpr>(expr).rhs);
  case Expr::Kind::If:
    each(cast<IfExpr>(expr).condition);
    each(cast<IfExpr>(expr).thenValue);
    return each(cast<IfExpr>(expr).elseValue);
  case Expr::Kind::Call:
    each(cast<CallExpr>(expr).callee);
    for (const Argument &argument : cast<CallExpr>(expr).arguments)
      each(argument.value);
    return;
  case Expr::Kind::Index:
    each(cast<IndexExpr>(expr).base);
    for (const ExprPtr &index : cast<IndexExpr>(expr).indices)
      each(index);
    return;
  case Expr::Kind::Range:
    each(cast<RangeExpr>(expr).low);
    return each(cast<RangeExpr>(expr).high);
  case Expr::Kind::Reduce:
    for (const Binder &binder : cast<ReduceExpr>(expr).binders)
      if (binder.domain)
        visit(*binder.domain);
    return each(cast<ReduceExpr>(expr).body);
  case Expr::Kind::Pipe:
    each(cast<PipeExpr>(expr).input);
    return each(cast<PipeExpr>(expr).stage);
  }
}

//===----------------------------------------------------------------------===//
// Text of expressions
//===----------------------------------------------------------------------===//

namespace {

/// How tightly an expression holds together; the order of the grammar.
enum Level : unsigned {
  LevelIf,
  LevelPipe,
  LevelOr,
  LevelAnd,
  LevelNot,
  LevelCompare,
  LevelShift,
  LevelAdd,
  LevelMul,
  LevelSign,
  LevelPow,
  LevelPostfix,
  LevelPrimary,
};

class ExprPrinter {
public:
  ExprPrinter(raw_ostream &os, bool full) : os(os), full(full) {}

  /// Prints in a place that takes expressions of at least this level.
  void print(const Expr &e, unsigned wanted = LevelIf);

private:
  static Level level(const Expr &e);
  static Level level(BinaryOp op);
  void printBare(const Expr &e);
  void printBinary(const BinaryExpr &e);
  void printArguments(llvm::ArrayRef<Argument> arguments);
  void printBinder(const Binder &binder);

  raw_ostream &os;
  /// Parentheses around every operation.
  bool full;
};

} // namespace

void ast::printString(StringRef value, raw_ostream &os) {
  os << '"';
  for (char c : value) {
    if (c == '\n')
      os << "\\n";
    else if (c == '\t')
      os << "\\t";
    else if (c == '"' || c == '\\')
      os << '\\' << c;
    else
      os << c;
  }
  os << '"';
}

Level ExprPrinter::level(BinaryOp op) {
  switch (op) {
  case BinaryOp::Add:
  case BinaryOp::Sub:
    return LevelAdd;
  case BinaryOp::Mul:
  case BinaryOp::Div:
  case BinaryOp::Mod:
    return LevelMul;
  case BinaryOp::Pow:
    return LevelPow;
  case BinaryOp::Shl:
  case BinaryOp::Shr:
    return LevelShift;
  case BinaryOp::And:
    return LevelAnd;
  case BinaryOp::Or:
    return LevelOr;
  default:
    return LevelCompare;
  }
}

Level ExprPrinter::level(const Expr &e) {
  switch (e.kind) {
  case Expr::Kind::If:
  case Expr::Kind::Range:
    return LevelIf;
  case Expr::Kind::Pipe:
    return LevelPipe;
  case Expr::Kind::Unary:
    return cast<UnaryExpr>(e).op == UnaryOp::Not ? LevelNot : LevelSign;
  case Expr::Kind::Binary:
    return level(cast<BinaryExpr>(e).op);
  case Expr::Kind::Reduce:
    return LevelMul;
  case Expr::Kind::Call:
  case Expr::Kind::Index:
    return LevelPostfix;
  default:
    return LevelPrimary;
  }
}

void ExprPrinter::print(const Expr &e, unsigned wanted) {
  Level own = level(e);
  bool operation = own < LevelPostfix && e.kind != Expr::Kind::Range;
  bool parens = full ? operation && wanted != LevelIf : own < wanted;
  if (parens)
    os << '(';
  printBare(e);
  if (parens)
    os << ')';
}

void ExprPrinter::printArguments(llvm::ArrayRef<Argument> arguments) {
  os << '(';
  llvm::interleaveComma(arguments, os, [&](const Argument &argument) {
    if (!argument.name.empty())
      os << argument.name.name << " = ";
    print(*argument.value);
    if (argument.spread)
      os << "...";
  });
  os << ')';
}

void ExprPrinter::printBinder(const Binder &binder) {
  os << binder.name.name;
  if (binder.domain) {
    os << " in ";
    print(*binder.domain);
  }
}

/// Its last factor is a reduction, which takes the rest of the product.
static bool endsInReduction(const Expr &e) {
  if (const auto *unary = llvm::dyn_cast<UnaryExpr>(&e))
    return unary->op == UnaryOp::Neg && endsInReduction(*unary->operand);
  if (const auto *binary = llvm::dyn_cast<BinaryExpr>(&e))
    return (binary->op == BinaryOp::Mul || binary->op == BinaryOp::Div ||
            binary->op == BinaryOp::Mod) &&
           endsInReduction(*binary->rhs);
  return e.kind == Expr::Kind::Reduce;
}

void ExprPrinter::printBinary(const BinaryExpr &e) {
  Level own = level(e.op);
  bool rightAssociative = e.op == BinaryOp::Pow;
  bool comparison = own == LevelCompare;
  bool openEnd = own == LevelMul && endsInReduction(*e.lhs);
  unsigned left = own + (rightAssociative || comparison);
  if (openEnd)
    left = LevelPostfix;
  unsigned right = own + !rightAssociative;
  if (e.op == BinaryOp::Pow) {
    left = LevelPostfix;
    right = LevelPow;
  } else if (own == LevelMul && e.rhs->kind == Expr::Kind::Reduce) {
    right = LevelMul;
  }
  print(*e.lhs, left);
  if (e.op == BinaryOp::Pow)
    os << '^';
  else
    os << ' ' << spelling(e.op) << ' ';
  print(*e.rhs, right);
}

/// Neither a sign nor a list is the first thing that is printed.
static bool startsPlainly(const Expr &e) {
  switch (e.kind) {
  case Expr::Kind::Binary:
    return startsPlainly(*cast<BinaryExpr>(e).lhs);
  case Expr::Kind::Call:
    return startsPlainly(*cast<CallExpr>(e).callee);
  case Expr::Kind::Index:
    return startsPlainly(*cast<IndexExpr>(e).base);
  case Expr::Kind::List:
  case Expr::Kind::Unary:
    return false;
  default:
    return true;
  }
}

void ExprPrinter::printBare(const Expr &e) {
  switch (e.kind) {
  case Expr::Kind::Number:
    os << cast<NumberExpr>(e).spelling;
    return;
  case Expr::Kind::String:
    return printString(cast<StringExpr>(e).value, os);
  case Expr::Kind::Bool:
    os << (cast<BoolExpr>(e).value ? "true" : "false");
    return;
  case Expr::Kind::Name:
    os << cast<NameExpr>(e).name;
    return;
  case Expr::Kind::List:
    os << '[';
    llvm::interleaveComma(cast<ListExpr>(e).elements, os,
                          [&](const ExprPtr &element) { print(*element); });
    os << ']';
    return;
  case Expr::Kind::Unary: {
    const auto &unary = cast<UnaryExpr>(e);
    os << spelling(unary.op) << (unary.op == UnaryOp::Not ? " " : "");
    bool reduces = unary.operand->kind == Expr::Kind::Reduce;
    return print(*unary.operand, unary.op == UnaryOp::Not ? LevelNot
                                 : reduces                ? LevelMul
                                                          : LevelSign);
  }
  case Expr::Kind::Binary:
    return printBinary(cast<BinaryExpr>(e));
  case Expr::Kind::If: {
    const auto &branch = cast<IfExpr>(e);
    os << "if ";
    print(*branch.condition);
    os << " then ";
    print(*branch.thenValue);
    os << " else ";
    return print(*branch.elseValue);
  }
  case Expr::Kind::Call:
    print(*cast<CallExpr>(e).callee, LevelPostfix);
    return printArguments(cast<CallExpr>(e).arguments);
  case Expr::Kind::Index:
    print(*cast<IndexExpr>(e).base, LevelPostfix);
    os << '[';
    llvm::interleaveComma(cast<IndexExpr>(e).indices, os,
                          [&](const ExprPtr &index) { print(*index); });
    os << ']';
    return;
  case Expr::Kind::Range: {
    const auto &range = cast<RangeExpr>(e);
    if (range.low)
      print(*range.low);
    os << "..";
    if (range.high)
      print(*range.high);
    return;
  }
  case Expr::Kind::Reduce: {
    const auto &reduce = cast<ReduceExpr>(e);
    os << spelling(reduce.op) << '(';
    llvm::interleaveComma(reduce.binders, os,
                          [&](const Binder &binder) { printBinder(binder); });
    os << ") ";
    // A body starts with a name, number or parenthesis.
    bool plain = startsPlainly(*reduce.body);
    if (!plain)
      os << '(';
    print(*reduce.body, plain ? LevelMul : LevelIf);
    if (!plain)
      os << ')';
    return;
  }
  case Expr::Kind::Pipe:
    print(*cast<PipeExpr>(e).input, LevelPipe);
    os << " |> ";
    return print(*cast<PipeExpr>(e).stage, LevelPostfix);
  }
}

void ast::dump(const Expr &expr, raw_ostream &os) {
  ExprPrinter(os, /*full=*/true).print(expr);
}

std::string ast::toString(const Expr &expr) {
  std::string result;
  llvm::raw_string_ostream os(result);
  ExprPrinter(os, /*full=*/false).print(expr);
  return result;
}
