// Starts dnd-lsp and hands on what it says. It needs nothing but the editor: a copy of this folder among the extensions
// is an installation.
"use strict";

const vscode = require("vscode");
const { spawn } = require("child_process");

/** The server, and the messages to and from it. */
class Connection {
  constructor(command, onNotice, onEnd) {
    this.waiting = new Map();
    this.number = 0;
    this.buffer = Buffer.alloc(0);
    this.onNotice = onNotice;
    this.process = spawn(command, ["--stdio"], { stdio: ["pipe", "pipe", "ignore"] });
    this.process.stdout.on("data", (data) => this.read(data));
    this.process.stdin.on("error", () => {});
    let ended = false;
    const end = (reason) => {
      if (ended) return;
      ended = true;
      for (const { reject } of this.waiting.values()) reject(new Error("dnd-lsp ended"));
      this.waiting.clear();
      onEnd(reason);
    };
    this.process.on("error", (error) => end(error.message));
    this.process.on("exit", (code, signal) => end(this.isStopping ? "" : `it ended with ${signal || code}`));
  }

  read(data) {
    this.buffer = Buffer.concat([this.buffer, data]);
    for (;;) {
      const head = this.buffer.indexOf("\r\n\r\n");
      if (head < 0) return;
      const length = Number(/Content-Length: (\d+)/i.exec(this.buffer.toString("ascii", 0, head))[1]);
      if (this.buffer.length < head + 4 + length) return;
      const message = JSON.parse(this.buffer.toString("utf8", head + 4, head + 4 + length));
      this.buffer = this.buffer.subarray(head + 4 + length);
      this.receive(message);
    }
  }

  receive(message) {
    if (message.method) return this.onNotice(message.method, message.params);
    const asked = this.waiting.get(message.id);
    this.waiting.delete(message.id);
    if (!asked) return;
    if (message.error) asked.reject(new Error(message.error.message));
    else asked.resolve(message.result);
  }

  send(message) {
    const data = Buffer.from(JSON.stringify({ jsonrpc: "2.0", ...message }), "utf8");
    this.process.stdin.write(`Content-Length: ${data.length}\r\n\r\n`);
    this.process.stdin.write(data);
  }

  ask(method, params) {
    const id = ++this.number;
    return new Promise((resolve, reject) => {
      this.waiting.set(id, { resolve, reject });
      this.send({ id, method, params });
    });
  }

  notify(method, params) {
    this.send({ method, params });
  }

  async stop() {
    this.isStopping = true;
    await this.ask("shutdown").catch(() => {});
    this.notify("exit");
  }
}

// From the protocol's words to the editor's.
const toPosition = (p) => new vscode.Position(p.line, p.character);
const toRange = (r) => new vscode.Range(toPosition(r.start), toPosition(r.end));
const toLocation = (l) => new vscode.Location(vscode.Uri.parse(l.uri), toRange(l.range));
const toEdit = (e) => new vscode.TextEdit(toRange(e.range), e.newText);
const toMarkdown = (text) => new vscode.MarkdownString(text);

function toDiagnostic(d) {
  const result = new vscode.Diagnostic(toRange(d.range), d.message, d.severity - 1);
  result.source = d.source;
  result.code = d.code;
  result.tags = d.tags;
  result.relatedInformation = (d.relatedInformation || []).map(
    (r) => new vscode.DiagnosticRelatedInformation(toLocation(r.location), r.message));
  return result;
}

function toItem(i) {
  const item = new vscode.CompletionItem(i.label, i.kind - 1);
  item.detail = i.detail;
  item.sortText = i.sortText;
  item.range = toRange(i.textEdit.range);
  item.insertText = i.textEdit.newText;
  if (i.documentation) item.documentation = toMarkdown(i.documentation.value);
  return item;
}

function toSymbol(s) {
  const symbol = new vscode.DocumentSymbol(s.name, s.detail, s.kind - 1, toRange(s.range), toRange(s.selectionRange));
  symbol.children = s.children.map(toSymbol);
  return symbol;
}

const textDocument = (document) => ({ uri: document.uri.toString() });
const about = (document, position) => ({ textDocument: textDocument(document), position });

/** Everything that the editor asks about a text. */
function registerProviders(server, capabilities) {
  const ask = (method, params) => server.ask("textDocument/" + method, params);
  const languages = vscode.languages;
  const selector = { language: "dnd" };
  const legend = capabilities.semanticTokensProvider.legend;
  return [
    languages.registerHoverProvider(selector, {
      provideHover: async (document, position) => {
        const hover = await ask("hover", about(document, position));
        return hover && new vscode.Hover(toMarkdown(hover.contents.value), toRange(hover.range));
      },
    }),
    languages.registerDefinitionProvider(selector, {
      provideDefinition: async (document, position) => {
        const place = await ask("definition", about(document, position));
        return place && toLocation(place);
      },
    }),
    languages.registerReferenceProvider(selector, {
      provideReferences: async (document, position, context) => {
        const places = await ask("references", { ...about(document, position), context });
        return (places || []).map(toLocation);
      },
    }),
    languages.registerDocumentHighlightProvider(selector, {
      provideDocumentHighlights: async (document, position) => {
        const places = await ask("documentHighlight", about(document, position));
        return (places || []).map((h) => new vscode.DocumentHighlight(toRange(h.range), h.kind - 1));
      },
    }),
    languages.registerDocumentSymbolProvider(selector, {
      provideDocumentSymbols: async (document) =>
        (await ask("documentSymbol", { textDocument: textDocument(document) })).map(toSymbol),
    }),
    languages.registerCompletionItemProvider(selector, {
      provideCompletionItems: async (document, position) =>
        (await ask("completion", about(document, position))).items.map(toItem),
    }, ...capabilities.completionProvider.triggerCharacters),
    languages.registerRenameProvider(selector, {
      prepareRename: async (document, position) => {
        const found = await ask("prepareRename", about(document, position));
        if (!found) throw new Error("There is no name of this file here.");
        return { range: toRange(found.range), placeholder: found.placeholder };
      },
      provideRenameEdits: async (document, position, newName) => {
        const { changes } = await ask("rename", { ...about(document, position), newName });
        const edit = new vscode.WorkspaceEdit();
        for (const [uri, edits] of Object.entries(changes)) edit.set(vscode.Uri.parse(uri), edits.map(toEdit));
        return edit;
      },
    }),
    languages.registerDocumentFormattingEditProvider(selector, {
      provideDocumentFormattingEdits: async (document, options) =>
        ((await ask("formatting", { textDocument: textDocument(document), options })) || []).map(toEdit),
    }),
    languages.registerDocumentSemanticTokensProvider(selector, {
      provideDocumentSemanticTokens: async (document) => {
        const { data } = await ask("semanticTokens/full", { textDocument: textDocument(document) });
        return new vscode.SemanticTokens(new Uint32Array(data));
      },
    }, new vscode.SemanticTokensLegend(legend.tokenTypes, legend.tokenModifiers)),
  ];
}

/** Keeps the server's texts the same as the editor's. */
function followTexts(server) {
  const isOurs = (document) => document.languageId === "dnd";
  const open = (document) => isOurs(document) && server.notify("textDocument/didOpen", {
    textDocument: { ...textDocument(document), languageId: "dnd", version: document.version, text: document.getText() } });
  const change = ({ document, contentChanges }) => isOurs(document) && contentChanges.length &&
    server.notify("textDocument/didChange", {
      textDocument: { ...textDocument(document), version: document.version },
      contentChanges: contentChanges.map(({ range, text }) => ({ range: { start: range.start, end: range.end }, text })) });
  const close = (document) => isOurs(document) &&
    server.notify("textDocument/didClose", { textDocument: textDocument(document) });
  vscode.workspace.textDocuments.forEach(open);
  return [
    vscode.workspace.onDidOpenTextDocument(open),
    vscode.workspace.onDidChangeTextDocument(change),
    vscode.workspace.onDidCloseTextDocument(close),
  ];
}

let server;

async function activate(context) {
  const command = vscode.workspace.getConfiguration("dnd").get("server");
  const messages = vscode.languages.createDiagnosticCollection("dnd");
  context.subscriptions.push(messages);
  server = new Connection(
    command,
    (method, params) => {
      if (method === "textDocument/publishDiagnostics")
        messages.set(vscode.Uri.parse(params.uri), params.diagnostics.map(toDiagnostic));
    },
    (reason) => reason && vscode.window.showWarningMessage(
      `dnd-lsp does not run (${command}: ${reason}). The setting dnd.server says where it lies.`));
  try {
    const { capabilities } = await server.ask("initialize", { processId: process.pid, rootUri: null, capabilities: {} });
    server.notify("initialized", {});
    context.subscriptions.push(...registerProviders(server, capabilities), ...followTexts(server));
  } catch {
    // Said above, when the server ended.
  }
}

const deactivate = () => server && server.stop();

module.exports = { activate, deactivate };
