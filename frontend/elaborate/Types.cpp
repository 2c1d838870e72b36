//===- Types.cpp - Declared types of arguments and constants ------------===//
//
// What a value must be to be an int, a real, a layer and so on.
//
//===----------------------------------------------------------------------===//

#include "frontend/elaborate/Types.h"

#include "llvm/ADT/STLExtras.h"

using namespace dnd;
using namespace dnd::frontend;
using namespace dnd::frontend::ast;
using llvm::StringRef;

std::optional<Value>
dnd::frontend::convert(Context &ctx, const Value &value, const Ident &type,
                       SourceRange range, const llvm::Twine &what,
                       StringRef argument, StringRef callee) {
  if (value.isError())
    return std::nullopt;
  if (type.empty())
    return value;
  struct Type {
    StringRef name, text;
    bool fits;
  };
  const Type types[] = {
      {"int", "an integer", value.isInt()},
      {"real", "a number", value.isNumber()},
      {"bool", "true or false", value.isBool() || value.isMode()},
      {"string", "a string", value.isString()},
      {"list", "a list", value.isList()},
      {"layer", "a layer", value.isLayer()},
      {"init", "an initialiser", value.isRule() || value.isNumber()},
  };
  const Type *wanted =
      llvm::find_if(types, [&](const Type &t) { return t.name == type.name; });
  if (wanted == std::end(types)) {
    std::vector<std::string> names;
    for (const Type &t : types)
      names.push_back(t.name.str());
    ctx.diags.emit<DiagKind::UnknownRule>(type.range, type.name, "a type")
        .hint("types are int, real, bool, string, list, layer and init")
        .didYouMean(type.name, names);
    return std::nullopt;
  }
  if (wanted->fits)
    return wanted->name == "real" ? Value::ofReal(value.asReal()) : value;
  if (wanted->name == "int" && value.inexact()) {
    ctx.constEval.toInt(value, range, what);
    return std::nullopt;
  }
  if (callee.empty())
    ctx.diags.emit<DiagKind::NeedsType>(range, what.str(), wanted->text,
                                        value.describe());
  else
    ctx.diags
        .emit<DiagKind::ArgumentType>(range, argument, callee, wanted->text,
                                      value.describe())
        .note(type.range, "declared as " + wanted->name + " here");
  return std::nullopt;
}
