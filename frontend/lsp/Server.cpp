//===- Server.cpp - The conversation with an editor -----------------------===//

#include "frontend/lsp/Server.h"

#include "llvm/ADT/StringSwitch.h"

using namespace dnd::lsp;
using llvm::StringRef;

namespace {
/// Codes of JSON-RPC and of the protocol.
enum ErrorCode {
  ParseError = -32700,
  InvalidRequest = -32600,
  MethodNotFound = -32601,
  InvalidParams = -32602,
  NotInitialized = -32002,
  RequestFailed = -32803,
};
} // namespace

Server::Server(Transport &transport, FormFinder findForms)
    : transport(transport),
      worker(
          [&transport](const Snapshot &snapshot, const Analysis &analysis) {
            transport.send(
                {{"jsonrpc", "2.0"},
                 {"method", "textDocument/publishDiagnostics"},
                 {"params", publishedDiagnostics(snapshot, analysis)}});
          },
          std::move(findForms)) {}

//===----------------------------------------------------------------------===//
// Messages
//===----------------------------------------------------------------------===//

bool Server::run() {
  std::string content;
  while (!isOver) {
    switch (transport.receive(content)) {
    case Received::End:
      return isShutDown;
    case Received::TooLarge:
      reply(nullptr, {nullptr, InvalidRequest,
                      "the message is larger than " +
                          std::to_string(Transport::MaxBytes >> 20) + " MB"});
      break;
    case Received::Message:
      handle(content);
      break;
    }
  }
  return isShutDown;
}

void Server::handle(const std::string &content) {
  Json message = Json::parse(content, nullptr, /*allow_exceptions=*/false);
  if (message.is_discarded())
    return reply(nullptr, {nullptr, ParseError, "the message is no JSON"});
  if (!message.is_object())
    return reply(nullptr,
                 {nullptr, InvalidRequest, "the message is no JSON object"});
  handleMessage(message);
}

void Server::handleMessage(const Json &message) {
  static const Json none;
  const Json *id = member(message, "id");
  const std::string *method = asText(member(message, "method"));
  const Json *given = member(message, "params");
  const Json &params = given ? *given : none;
  // An answer to something that we never ask.
  if (!method && (member(message, "result") || member(message, "error")))
    return;
  bool isRequest = id && (id->is_string() || id->is_number_integer());
  if (!method || (id && !isRequest))
    return reply(isRequest ? *id : none,
                 {nullptr, InvalidRequest, "the message is no request"});
  if (!isRequest)
    return notice(*method, params);
  reply(*id, answer(*method, params));
}

void Server::reply(const Json &id, Answer answer) {
  Json message = {{"jsonrpc", "2.0"}, {"id", id}};
  if (answer.errorCode)
    message["error"] = {{"code", answer.errorCode}, {"message", answer.error}};
  else
    message["result"] = std::move(answer.result);
  transport.send(message);
}

//===----------------------------------------------------------------------===//
// Requests
//===----------------------------------------------------------------------===//

Json Server::initialize() {
  Json capabilities = {
      {"positionEncoding", "utf-16"},
      {"textDocumentSync", {{"openClose", true}, {"change", 2}}},
      {"hoverProvider", true},
      {"definitionProvider", true},
      {"referencesProvider", true},
      {"documentHighlightProvider", true},
      {"documentSymbolProvider", true},
      {"documentFormattingProvider", true},
      {"renameProvider", {{"prepareProvider", true}}},
      {"completionProvider",
       {{"triggerCharacters", {"(", ",", "~", ">", ":"}}}},
      {"semanticTokensProvider",
       {{"legend",
         {{"tokenTypes", semanticTokenTypes()},
          {"tokenModifiers", Json::array()}}},
        {"full", true}}}};
  return {{"capabilities", std::move(capabilities)},
          {"serverInfo", {{"name", "dnd-lsp"}, {"version", DND_VERSION}}}};
}

Server::Answer Server::answer(const std::string &method, const Json &params) {
  if (isShutDown)
    return {nullptr, InvalidRequest, "the server was shut down"};
  if (method == "initialize") {
    if (isInitialized)
      return {nullptr, InvalidRequest, "the server is initialized already"};
    isInitialized = true;
    return {initialize()};
  }
  if (!isInitialized)
    return {nullptr, NotInitialized, "'initialize' comes first"};
  if (method == "shutdown") {
    isShutDown = true;
    return {nullptr};
  }
  if (!StringRef(method).starts_with("textDocument/"))
    return {nullptr, MethodNotFound, "there is no method '" + method + "'"};
  Document *document = find(params);
  if (!document)
    return {nullptr, InvalidParams, "the text is not open"};
  return answerAbout(method, params, *document);
}

static std::optional<Position> positionOf(const Json *value) {
  if (!value)
    return std::nullopt;
  std::optional<unsigned> line = asCount(member(*value, "line"));
  std::optional<unsigned> character = asCount(member(*value, "character"));
  if (!line || !character)
    return std::nullopt;
  return Position{*line, *character};
}

Server::Answer Server::answerAbout(const std::string &method,
                                   const Json &params, Document &document) {
  StringRef what =
      StringRef(method).drop_front(StringRef("textDocument/").size());
  if (what == "formatting")
    return {format(document)};
  if (what == "documentSymbol") {
    View view = viewOf(document);
    return {documentSymbols(view)};
  }
  if (what == "semanticTokens/full") {
    View view = viewOf(document);
    return {semanticTokens(view)};
  }
  using Feature = Json (*)(View &, Position);
  Feature feature = llvm::StringSwitch<Feature>(what)
                        .Case("hover", hover)
                        .Case("completion", completion)
                        .Case("definition", definition)
                        .Case("documentHighlight", highlights)
                        .Case("prepareRename", prepareRename)
                        .Default(nullptr);
  if (!feature && what != "rename" && what != "references")
    return {nullptr, MethodNotFound, "there is no method '" + method + "'"};
  std::optional<Position> position = positionOf(member(params, "position"));
  if (!position)
    return {nullptr, InvalidParams, "the position is missing"};
  View view = viewOf(document);
  if (feature)
    return {feature(view, *position)};
  if (what == "references") {
    const Json *flag = member(params, "context", "includeDeclaration");
    return {references(view, *position,
                       flag && flag->is_boolean() && flag->get<bool>())};
  }
  const std::string *name = asText(member(params, "newName"));
  if (!name)
    return {nullptr, InvalidParams, "the new name is missing"};
  Answer renamed;
  renamed.result = rename(view, *position, *name, renamed.error);
  renamed.errorCode = renamed.error.empty() ? 0 : RequestFailed;
  return renamed;
}

//===----------------------------------------------------------------------===//
// Notifications
//===----------------------------------------------------------------------===//

void Server::notice(const std::string &method, const Json &params) {
  if (method == "exit") {
    isOver = true;
    return;
  }
  if (!isInitialized || isShutDown)
    return;
  if (method == "textDocument/didOpen")
    open(params);
  else if (method == "textDocument/didChange")
    change(params);
  else if (method == "textDocument/didClose")
    close(params);
}

static std::int64_t versionOf(const Json *value) {
  return value && value->is_number_integer() ? value->get<std::int64_t>() : 0;
}

void Server::open(const Json &params) {
  const std::string *uri = asText(member(params, "textDocument", "uri"));
  const std::string *text = asText(member(params, "textDocument", "text"));
  if (!uri || !text)
    return;
  Document &document = documents[*uri];
  document.uri = *uri;
  document.path = pathOfUri(*uri);
  document.version = versionOf(member(params, "textDocument", "version"));
  document.text = Text(*text);
  submit(document);
}

void Server::change(const Json &params) {
  Document *document = find(params);
  const Json *changes = member(params, "contentChanges");
  if (!document || !changes || !changes->is_array())
    return;
  for (const Json &change : *changes) {
    const std::string *text = asText(member(change, "text"));
    if (!text)
      continue;
    const Json *range = member(change, "range");
    if (!range) {
      document->text = Text(*text);
      continue;
    }
    std::optional<Position> begin = positionOf(member(*range, "start"));
    std::optional<Position> end = positionOf(member(*range, "end"));
    if (begin && end)
      document->text.replace({*begin, *end}, *text);
  }
  document->version = versionOf(member(params, "textDocument", "version"));
  submit(*document);
}

void Server::close(const Json &params) {
  Document *document = find(params);
  if (!document)
    return;
  std::string uri = document->uri;
  worker.forget(uri);
  documents.erase(uri);
  // Messages of a closed text are nobody's.
  transport.send({{"jsonrpc", "2.0"},
                  {"method", "textDocument/publishDiagnostics"},
                  {"params", {{"uri", uri}, {"diagnostics", Json::array()}}}});
}

//===----------------------------------------------------------------------===//
// Texts
//===----------------------------------------------------------------------===//

Document *Server::find(const Json &params) {
  const std::string *uri = asText(member(params, "textDocument", "uri"));
  auto it = uri ? documents.find(*uri) : documents.end();
  return it == documents.end() ? nullptr : &it->second;
}

Overlays Server::overlaysFor(const Document &document) const {
  Overlays overlays;
  for (const auto &[uri, other] : documents)
    if (&other != &document)
      overlays.emplace_back(other.path, other.text.str().str());
  return overlays;
}

void Server::submit(Document &document) {
  document.parsed.reset();
  auto send = [&](Document &each) {
    worker.submit(
        {each.uri, each.path, each.version, each.text, overlaysFor(each)});
  };
  send(document);
  // Other open texts may import this one.
  for (auto &[uri, other] : documents)
    if (&other != &document && other.text.str().contains("import")) {
      other.parsed.reset();
      send(other);
    }
}

View Server::viewOf(Document &document) {
  if (!document.parsed)
    document.parsed = std::make_unique<Parsed>(document.path, document.text,
                                               overlaysFor(document));
  return {document, *document.parsed, worker.latest(document.uri)};
}
