//===- OptionsJson.h - the option table for other programs ------*- C++ -*-===//
#ifndef DND_CODEGEN_TOOLS_OPTIONSJSON_H
#define DND_CODEGEN_TOOLS_OPTIONSJSON_H

#include <string>

namespace dnd::codegen {

/// All options of dndc, for manual pages and completion (packaging/): a list
/// "options" of objects {"names", "group", "value", "help", "choices",
/// "joined"}. The value of a flag is empty; `joined` says that it follows the
/// name at once.
std::string optionsAsJson();

} // namespace dnd::codegen

#endif // DND_CODEGEN_TOOLS_OPTIONSJSON_H
