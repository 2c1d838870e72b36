//===- Parse.h - Parsing text in unit tests ---------------------*- C++ -*-===//
//
// A file in memory, its messages and its tree.
//
//===----------------------------------------------------------------------===//

#ifndef DND_TESTS_UNIT_FRONTEND_PARSE_H
#define DND_TESTS_UNIT_FRONTEND_PARSE_H

#include "frontend/syntax/Ast.h"
#include "frontend/syntax/AstBuilder.h"
#include "frontend/syntax/Formatter.h"

#include "llvm/Support/raw_ostream.h"

namespace dnd::frontend::test {

struct Parsed {
  explicit Parsed(llvm::StringRef text)
      : diags(sources), id(sources.addText("test.dnd", text.str())),
        tree(parseFile(id, diags)) {}

  std::string dump() const {
    std::string result;
    llvm::raw_string_ostream os(result);
    ast::dump(tree, os);
    return result;
  }
  std::string messages(PrintOptions options = {}) const {
    std::string result;
    llvm::raw_string_ostream os(result);
    diags.print(os, options);
    return result;
  }

  SourceManager sources;
  DiagnosticEngine diags;
  FileId id;
  ast::File tree;
};

} // namespace dnd::frontend::test

#endif // DND_TESTS_UNIT_FRONTEND_PARSE_H
