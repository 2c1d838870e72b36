//===- OptionsJson.cpp - the option table for other programs --------------===//
#include "codegen/tools/OptionsJson.h"
#include "codegen/tools/OptionTable.h"
#include "llvm/Support/FormatVariadic.h"
#include "llvm/Support/JSON.h"
#include "llvm/Support/raw_ostream.h"

using namespace dnd::codegen;

std::string dnd::codegen::optionsAsJson() {
  llvm::json::Array rows;
  for (const OptionRow &row : optionTable()) {
    llvm::json::Array names, choices;
    for (llvm::StringRef name : row.spellings())
      names.push_back(name);
    for (std::string &choice : row.choices())
      choices.push_back(std::move(choice));
    rows.push_back(
        llvm::json::Object{{"names", std::move(names)},
                           {"group", groupTitle(row.group)},
                           {"value", row.argument},
                           {"help", row.help},
                           {"choices", std::move(choices)},
                           {"joined", row.form == OptionForm::Joined}});
  }
  std::string text;
  llvm::raw_string_ostream(text) << llvm::formatv(
      "{0:2}\n",
      llvm::json::Value(llvm::json::Object{{"options", std::move(rows)}}));
  return text;
}
