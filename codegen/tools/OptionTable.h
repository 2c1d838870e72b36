//===- OptionTable.h - the options of dndc as a table -----------*- C++ -*-===//
#ifndef DND_CODEGEN_TOOLS_OPTIONTABLE_H
#define DND_CODEGEN_TOOLS_OPTIONTABLE_H

#include "llvm/ADT/ArrayRef.h"
#include "llvm/ADT/SmallVector.h"
#include "llvm/ADT/StringRef.h"
#include <string>

namespace dnd::codegen {

enum class OptionId {
#define DND_OPTION(id, group, form, name, aliases, argument, help) id,
#include "codegen/tools/Options.def"
};

enum class OptionGroup {
#define DND_OPTION_GROUP(group, title) group,
#include "codegen/tools/Options.def"
};

/// Where the argument stands (see Options.def).
enum class OptionForm { Flag, Long, Joined, Either };

/// A row of Options.def.
struct OptionRow {
  OptionId id;
  OptionGroup group;
  OptionForm form;
  llvm::StringLiteral name, aliases, argument, help;

  /// The name, then the aliases.
  llvm::SmallVector<llvm::StringRef> spellings() const;
  /// All that the argument may be; empty where that is open.
  llvm::SmallVector<std::string> choices() const;
  /// "-o FILE", "--emit=PHASE", "-O0|1|2|3".
  std::string usage() const;
};

/// All options in the order of Options.def: those of a group stand together.
llvm::ArrayRef<OptionRow> optionTable();
/// "Looking inside".
llvm::StringRef groupTitle(OptionGroup group);

/// The text of --help.
std::string helpText();

} // namespace dnd::codegen

#endif // DND_CODEGEN_TOOLS_OPTIONTABLE_H
