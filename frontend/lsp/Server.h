//===- Server.h - The conversation with an editor ---------------*- C++ -*-===//
//
// Requests and notifications of the Language Server Protocol 3.17, in the order
// in which they come. Texts are analysed by a worker beside it.
//
//===----------------------------------------------------------------------===//

#ifndef DND_FRONTEND_LSP_SERVER_H
#define DND_FRONTEND_LSP_SERVER_H

#include "frontend/lsp/Document.h"
#include "frontend/lsp/Features.h"
#include "frontend/lsp/Transport.h"
#include "frontend/lsp/Worker.h"

namespace dnd::lsp {

class Server {
public:
  Server(Transport &transport, FormFinder findForms);

  /// Answers until the editor says goodbye or its end of the line closes. True
  /// when it asked for the shutdown before, as the protocol wants it.
  bool run();

private:
  /// What a request ends with: a result, or a code with a sentence.
  struct Answer {
    Json result = nullptr;
    int errorCode = 0;
    std::string error = {};
  };

  void handle(const std::string &content);
  void handleMessage(const Json &message);
  Answer answer(const std::string &method, const Json &params);
  Answer answerAbout(const std::string &method, const Json &params,
                     Document &document);
  void notice(const std::string &method, const Json &params);
  void reply(const Json &id, Answer answer);
  Json initialize();

  void open(const Json &params);
  void change(const Json &params);
  void close(const Json &params);
  void submit(Document &document);
  Document *find(const Json &params);
  View viewOf(Document &document);
  Overlays overlaysFor(const Document &document) const;

  Transport &transport;
  std::map<std::string, Document> documents;
  bool isInitialized = false, isShutDown = false, isOver = false;
  Worker worker;
};

} // namespace dnd::lsp

#endif // DND_FRONTEND_LSP_SERVER_H
