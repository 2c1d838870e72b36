//===- OptionTable.cpp - the options of dndc as a table -------------------===//
#include "codegen/tools/OptionTable.h"
#include "codegen/Phases.h"
#include "passes/Remarks.h"
#include "llvm/ADT/StringExtras.h"

using namespace dnd::codegen;
using llvm::StringRef;

llvm::ArrayRef<OptionRow> dnd::codegen::optionTable() {
  static constexpr OptionRow rows[] = {
#define DND_OPTION(id, group, form, name, aliases, argument, help)             \
  {                                                                            \
      OptionId::id,                                                            \
      OptionGroup::group,                                                      \
      OptionForm::form,                                                        \
      name,                                                                    \
      aliases,                                                                 \
      argument,                                                                \
      help},
#include "codegen/tools/Options.def"
  };
  return rows;
}

StringRef dnd::codegen::groupTitle(OptionGroup group) {
  switch (group) {
#define DND_OPTION_GROUP(group, title)                                         \
  case OptionGroup::group:                                                     \
    return title;
#include "codegen/tools/Options.def"
  }
  return "";
}

llvm::SmallVector<StringRef> OptionRow::spellings() const {
  llvm::SmallVector<StringRef> result{name};
  aliases.split(result, ' ', -1, /*KeepEmpty=*/false);
  return result;
}

llvm::SmallVector<std::string> OptionRow::choices() const {
  llvm::SmallVector<std::string> result;
  llvm::SmallVector<StringRef> words;
  std::string phases = allPhaseNames();
  if (id == OptionId::emit) {
    StringRef(phases).split(words, ", ");
    words.append({"torch", "onnx", "shared"});
  } else if (id == OptionId::remarkKind)
    words.assign(std::begin(passes::RemarkCategories),
                 std::end(passes::RemarkCategories));
  else if (argument.contains('|'))
    argument.split(words, '|');
  for (StringRef word : words)
    result.push_back(word.str());
  return result;
}

std::string OptionRow::usage() const {
  switch (form) {
  case OptionForm::Flag:
    return name.str();
  case OptionForm::Joined:
    return (name + argument).str();
  case OptionForm::Long:
    return (name + "=" + argument).str();
  case OptionForm::Either:
    return (name + " " + argument).str();
  }
  return name.str();
}

/// Appends `text` from the present column on, with lines of at most 80.
static void appendWrapped(std::string &out, size_t column, StringRef text) {
  constexpr size_t indent = 24, width = 80;
  llvm::SmallVector<StringRef> words;
  text.split(words, ' ');
  bool isFirst = true;
  for (StringRef word : words) {
    if (!isFirst && column + 1 + word.size() > width) {
      out += "\n" + std::string(indent, ' ');
      column = indent;
    } else if (!isFirst) {
      out += " ";
      ++column;
    }
    out += word;
    column += word.size();
    isFirst = false;
  }
  out += "\n";
}

std::string dnd::codegen::helpText() {
  std::string text = R"(usage: dndc [options] model.dnd

Compiles a dendritic network to an executable that trains and runs it.
)";
  std::optional<OptionGroup> group;
  for (const OptionRow &row : optionTable()) {
    if (group != row.group)
      text += "\n" + groupTitle(row.group).str() + ":\n";
    group = row.group;
    std::string line = "  " + row.usage();
    line.resize(std::max<size_t>(line.size() + 2, 24), ' ');
    text += line;
    appendWrapped(text, line.size(), row.help);
  }
  text += R"(
@FILE stands for the options in a file, - for the standard input. The input may
also be the IR (.mlir) of any phase. Exit codes: 0 done, 1 errors in the model,
2 wrong command line, 5 a tool is missing, 7 output not writable, 70 internal.
)";
  return text;
}
