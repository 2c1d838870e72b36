//===- AstDump.cpp - The syntax tree as text ------------------------------===//
//
// What `dndc --emit=ast` prints: a line for each node, with its position.
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

namespace {

class Dumper {
public:
  Dumper(raw_ostream &os, const SourceManager *sources)
      : os(os), sources(sources) {}

  void print(const Decl &decl);

private:
  raw_ostream &line(SourceRange range, StringRef docText);
  void print(const Stmt &stmt);
  void print(const Block &block);
  void print(const TrainEntry &entry);
  void print(llvm::ArrayRef<Target> targets);
  void print(llvm::ArrayRef<ExprPtr> dims);
  void print(const StoredStmt &stmt, StringRef word);
  void print(const Formal &formal);
  void print(const Expr &expr) { dump(expr, os); }
  void printType(const Ident &type) {
    if (!type.empty())
      os << ": " << type.name;
  }

  raw_ostream &os;
  const SourceManager *sources;
  unsigned indent = 0;
};

} // namespace

/// Starts a line: doc lines first, then the indentation and the position.
raw_ostream &Dumper::line(SourceRange range, StringRef docText) {
  while (!docText.empty()) {
    auto [first, rest] = docText.split('\n');
    os.indent(indent) << "doc " << first << '\n';
    docText = rest;
  }
  os.indent(indent);
  if (sources && range.isValid()) {
    LineColumn at = sources->begin(range);
    os << '<' << at.line << ':' << at.column << "> ";
  }
  return os;
}

void Dumper::print(llvm::ArrayRef<ExprPtr> dims) {
  os << '[';
  llvm::interleaveComma(dims, os, [&](const ExprPtr &dim) { print(*dim); });
  os << ']';
}

void Dumper::print(const StoredStmt &stmt, StringRef word) {
  os << word << ' ' << stmt.name.name;
  if (!stmt.extents.empty()) {
    os << '[';
    llvm::interleaveComma(stmt.extents, os, [&](const Extent &extent) {
      print(*extent.value);
      os << (extent.spread ? "..." : "");
    });
    os << ']';
  }
  if (stmt.rule) {
    os << " ~ ";
    print(*stmt.rule);
  }
}

void Dumper::print(llvm::ArrayRef<Target> targets) {
  llvm::interleaveComma(targets, os, [&](const Target &target) {
    os << target.name.name;
    if (!target.hasIndices)
      return;
    os << '[';
    llvm::interleaveComma(target.indices, os, [&](const Binder &binder) {
      os << binder.name.name;
      if (binder.domain) {
        os << " in ";
        print(*binder.domain);
      }
    });
    os << ']';
  });
}

void Dumper::print(const Formal &formal) {
  os << formal.name.name;
  printType(formal.type);
  if (formal.variadic)
    os << "...";
  if (formal.defaultValue) {
    os << " = ";
    print(*formal.defaultValue);
  }
}

void Dumper::print(const Block &block) {
  indent += 2;
  for (const StmtPtr &stmt : block.statements)
    print(*stmt);
  indent -= 2;
}

void Dumper::print(const Stmt &stmt) {
  line(stmt.range, stmt.doc);
  switch (stmt.kind) {
  case Stmt::Kind::Input: {
    const auto &input = cast<InputStmt>(stmt);
    os << "input " << input.name.name;
    if (input.hasDims)
      print(input.dims);
    printType(input.type);
    break;
  }
  case Stmt::Kind::Param:
    print(cast<StoredStmt>(stmt), "param");
    break;
  case Stmt::Kind::Table:
    print(cast<StoredStmt>(stmt), "table");
    break;
  case Stmt::Kind::State:
    print(cast<StoredStmt>(stmt), "state");
    break;
  case Stmt::Kind::Noise:
    print(cast<StoredStmt>(stmt), "noise");
    break;
  case Stmt::Kind::Update: {
    const auto &update = cast<UpdateStmt>(stmt);
    os << "update ";
    print(update.target);
    os << " = ";
    print(*update.value);
    break;
  }
  case Stmt::Kind::Const: {
    const auto &constant = cast<ConstStmt>(stmt);
    os << "const " << constant.name.name;
    printType(constant.type);
    os << " = ";
    print(*constant.value);
    break;
  }
  case Stmt::Kind::Assign: {
    const auto &assign = cast<AssignStmt>(stmt);
    os << "let ";
    print(assign.targets);
    os << (assign.append ? " += " : " = ");
    print(*assign.value);
    break;
  }
  case Stmt::Kind::Output: {
    const auto &output = cast<OutputStmt>(stmt);
    os << "output ";
    print(output.targets);
    os << (output.targets.empty() ? "" : " = ");
    print(*output.value);
    break;
  }
  case Stmt::Kind::Broken:
    os << "broken";
    break;
  case Stmt::Kind::For: {
    const auto &loop = cast<ForStmt>(stmt);
    os << "for " << loop.variable.name << " in ";
    print(*loop.domain);
    os << '\n';
    return print(loop.body);
  }
  case Stmt::Kind::If: {
    const auto &branch = cast<IfStmt>(stmt);
    for (const IfStmt::Arm &arm : branch.arms) {
      if (&arm != &branch.arms.front())
        os.indent(indent) << "else ";
      os << "if ";
      print(*arm.condition);
      os << '\n';
      print(arm.body);
    }
    if (branch.elseBody) {
      os.indent(indent) << "else\n";
      print(*branch.elseBody);
    }
    return;
  }
  }
  os << '\n';
}

void Dumper::print(const TrainEntry &entry) {
  line(entry.range, entry.doc);
  os << (entry.form == TrainEntry::Form::Const     ? "const "
         : entry.form == TrainEntry::Form::Setting ? "set "
                                                   : "line ")
     << entry.key.name;
  if (entry.form != TrainEntry::Form::Line)
    os << " =";
  for (const TrainItem &item : entry.items) {
    os << (&item == &entry.items.front() ? " " : ", ");
    if (!item.name.empty())
      os << item.name.name << " = ";
    print(*item.value);
  }
  os << (entry.hasSettings ? " settings\n" : "\n");
  indent += 2;
  for (const TrainEntry &setting : entry.settings)
    print(setting);
  indent -= 2;
}

void Dumper::print(const Decl &decl) {
  line(decl.range, decl.doc);
  switch (decl.kind) {
  case Decl::Kind::Import:
    os << "import ";
    printString(cast<ImportDecl>(decl).path, os);
    os << '\n';
    return;
  case Decl::Kind::Const: {
    const auto &constant = cast<ConstDecl>(decl);
    os << "const " << constant.name.name;
    printType(constant.type);
    os << " = ";
    print(*constant.value);
    os << '\n';
    return;
  }
  case Decl::Kind::Layer: {
    const auto &layer = cast<LayerDecl>(decl);
    os << (layer.isNetwork ? "network " : "layer ") << layer.name.name << '(';
    llvm::interleaveComma(layer.formals, os,
                          [&](const Formal &formal) { print(formal); });
    os << ")\n";
    return print(layer.body);
  }
  case Decl::Kind::Train: {
    const auto &train = cast<TrainDecl>(decl);
    os << "train " << train.network.name;
    if (!train.arguments.empty()) {
      os << '(';
      llvm::interleaveComma(train.arguments, os, [&](const Argument &argument) {
        if (!argument.name.empty())
          os << argument.name.name << " = ";
        print(*argument.value);
      });
      os << ')';
    }
    os << '\n';
    indent += 2;
    for (const TrainEntry &entry : train.entries)
      print(entry);
    indent -= 2;
    return;
  }
  }
}

void ast::dump(const File &file, raw_ostream &os,
               const SourceManager *sources) {
  Dumper dumper(os, sources);
  for (const DeclPtr &decl : file.declarations)
    dumper.print(*decl);
}
