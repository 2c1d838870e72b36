//===- Reports.cpp - Messages, layout and colours of a text ---------------===//

#include "frontend/lsp/Features.h"
#include "frontend/syntax/Formatter.h"

using namespace dnd::lsp;
using namespace dnd::frontend;
using llvm::StringRef;

//===----------------------------------------------------------------------===//
// Messages
//===----------------------------------------------------------------------===//

static std::string uriOf(const Snapshot &snapshot, const std::string &path) {
  if (path == snapshot.path)
    return snapshot.uri;
  StringRef name = path;
  return uriOfPath(name.consume_front("<std>/") ? stdCopy(name) : path);
}

Json dnd::lsp::publishedDiagnostics(const Snapshot &snapshot,
                                    const Analysis &analysis) {
  Json list = Json::array();
  for (const Message &message : analysis.messages) {
    Json entry = {
        {"range", toJson(snapshot.text.span(message.begin, message.end))},
        {"severity", message.isError ? 1 : 2},
        {"source", "dnd"},
        {"message", message.text}};
    if (!message.code.empty())
      entry["code"] = message.code;
    // Editors show what is not needed paler.
    if (StringRef(message.code).starts_with("W") &&
        StringRef(message.text).contains("never used"))
      entry["tags"] = Json::array({1});
    for (const Message::Note &note : message.notes)
      entry["relatedInformation"].push_back(
          {{"location",
            {{"uri", uriOf(snapshot, note.place.path)},
             {"range", toJson(note.place.span)}}},
           {"message", note.text}});
    list.push_back(std::move(entry));
  }
  return {{"uri", snapshot.uri},
          {"version", snapshot.version},
          {"diagnostics", std::move(list)}};
}

//===----------------------------------------------------------------------===//
// Layout
//===----------------------------------------------------------------------===//

Json dnd::lsp::format(const Document &document) {
  SourceManager sources;
  DiagnosticEngine diags(sources);
  StringRef text = document.text.str();
  if (text.size() > SourceManager::MaxFileBytes)
    return nullptr;
  std::optional<std::string> formatted =
      formatFile(sources.addText(document.path, text.str()), diags);
  if (!formatted)
    return nullptr;
  Json edits = Json::array();
  if (*formatted == text)
    return edits;
  // Only what changes, so that the cursor stays where it is.
  StringRef made = *formatted;
  std::size_t shorter = std::min(made.size(), text.size());
  std::size_t front = 0, back = 0;
  while (front < shorter && made[front] == text[front])
    ++front;
  while (back < shorter - front &&
         made[made.size() - 1 - back] == text[text.size() - 1 - back])
    ++back;
  // Never inside of a character or of a line end.
  auto isInside = [](StringRef whole, std::size_t at) {
    return at < whole.size() &&
           ((whole[at] & 0xc0) == 0x80 ||
            (whole[at] == '\n' && at > 0 && whole[at - 1] == '\r'));
  };
  while (front > 0 && (isInside(text, front) || isInside(made, front)))
    --front;
  while (back > 0 && (isInside(text, text.size() - back) ||
                      isInside(made, made.size() - back)))
    --back;
  edits.push_back(
      {{"range", toJson(document.text.span(front, text.size() - back))},
       {"newText", made.slice(front, made.size() - back).str()}});
  return edits;
}

//===----------------------------------------------------------------------===//
// Semantic tokens
//===----------------------------------------------------------------------===//

namespace {
enum TokenType : unsigned {
  ClassToken,
  FunctionToken,
  ParameterToken,
  PropertyToken,
  VariableToken,
  KeywordToken,
  NoToken,
};
} // namespace

Json dnd::lsp::semanticTokenTypes() {
  return {"class", "function", "parameter", "property", "variable", "keyword"};
}

static TokenType typeOf(SymbolKind kind) {
  switch (kind) {
  case SymbolKind::Layer:
  case SymbolKind::Network:
    return ClassToken;
  case SymbolKind::Formal:
  case SymbolKind::Dimension:
  case SymbolKind::Index:
  case SymbolKind::Loop:
    return ParameterToken;
  case SymbolKind::Param:
  case SymbolKind::State:
  case SymbolKind::Table:
    return PropertyToken;
  default:
    return VariableToken;
  }
}

static TokenType typeOf(View &view, const Token &token) {
  switch (token.kind) {
  case TokenKind::State:
  case TokenKind::Update:
  case TokenKind::Noise:
    return KeywordToken;
  case TokenKind::Reduce:
    return FunctionToken;
  case TokenKind::Name:
    break;
  default:
    return NoToken;
  }
  const Mention *mention = view.parsed.names->at(token.begin);
  if (mention && mention->range.begin == token.begin)
    return typeOf(mention->symbol->kind);
  const Foreign *foreign = view.parsed.names->foreignAt(token.begin);
  if (foreign && foreign->range.begin == token.begin)
    return view.parsed.findLayer(foreign->name) ? ClassToken : FunctionToken;
  return NoToken;
}

Json dnd::lsp::semanticTokens(View &view) {
  Json data = Json::array();
  Position last;
  for (const Token &token : view.parsed.tokens) {
    TokenType type = typeOf(view, token);
    if (type == NoToken)
      continue;
    Position at = view.document.text.position(token.begin);
    bool isSameLine = at.line == last.line;
    data.push_back(at.line - last.line);
    data.push_back(isSameLine ? at.character - last.character : at.character);
    data.push_back(token.end - token.begin);
    data.push_back(unsigned(type));
    data.push_back(0);
    last = at;
  }
  return {{"data", std::move(data)}};
}
