"""The files of editors/: made from the lexer's words, valid, and right on every model.

The TextMate grammar is run as editors run it, and each of its scopes is held against the words that the rules of
grammar/DndLexer.g4 give. The client for Visual Studio Code talks to dnd-lsp in Node, the syntax for Vim runs in Vim; where
one of them is not installed, its cases are skipped.
"""

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile

import report

TRICKY = """// comment with "string" and network
/// doc of `param`
//// a ruler
/* block // "
   second */ const   a = 0x1
import "a // b.dnd"
layer l(J: int, rank: real = 2.5, taps...) {
  input  x[n], y[m]: int
  param  w[J, n] ~ uniform(-1/sqrt(n), .5)   // half
  state  m[n] ~ zeros
  update m[i] = 1e-3 * m[i] + 10 % 3
  noise  state[n] ~ normal(1)
  output z[j] = sum(i, k in 0..n-1) w[j,i] * x[i]^2 + max(a, 2.0E+4) |> relu
  state = 1; update = 2; const input_2 = 0..3
  if not training and a >= 3 or b != 2 then c else d
}
train N(rank = 3) {
  // loss here
  data csv(train = "a\\"b.csv", test = "b\\\\"); loss cross_entropy - lambda * mse
  group "*.w", "x{" { lr = 10x, weight_decay = 5% }
  const lambda = 0.1
  batch 64; epochs 3
}
network data { loss = 1 }
"""


#===----------------------------------------------------------------------===#
# The words by the rules of the lexer
#===----------------------------------------------------------------------===#

def lexer(root):
    with open(os.path.join(root, "grammar", "DndLexer.g4")) as file:
        literals = re.findall(r"^[A-Z_]+\s*: '([^']+)' ;", file.read(), re.M)
    number = r"(?:\d*\.\d+(?:[eE][+-]?\d+)?|\d+(?:[eE][+-]?\d+)?)"
    operators = sorted((w for w in literals if not w.isalpha()), key=len, reverse=True)
    kinds = [("comment", r"//[^\r\n]*|/\*.*?\*/"), ("string", r'"(?:[^"\\\r\n]|\\[^\r\n])*"?'),
             ("number", number + r"(?:x|%)?(?!\w)"), ("bad", number + r"\w+"), ("word", r"[A-Za-z_]\w*"),
             ("operator", "|".join(map(re.escape, operators))), ("space", r"\s+"), ("other", r".")]
    pattern = re.compile("|".join(f"(?P<{kind}>{rule})" for kind, rule in kinds), re.S | re.A)
    reserved = {w for w in literals if w.isalpha()}

    def words(text):
        for match in pattern.finditer(text):
            kind = match.lastgroup
            yield ("reserved" if kind == "word" and match[0] in reserved else kind), match.start(), match[0]
    return words


#===----------------------------------------------------------------------===#
# A TextMate grammar as editors run it
#===----------------------------------------------------------------------===#

class TextMate:
    def __init__(self, grammar):
        self.grammar, self.patterns = grammar, {}

    def regex(self, text):
        if text not in self.patterns:
            self.patterns[text] = re.compile(text, re.A)
        return self.patterns[text]

    def rules(self, patterns):
        for rule in patterns:
            if "include" in rule:
                found = self.grammar["repository"][rule["include"][1:]]
                if "match" in found or "begin" in found:
                    yield found
                else:
                    yield from self.rules(found["patterns"])
            else:
                yield rule

    def scopes(self, text):
        """The innermost scope of each character; "" where there is none."""
        result, stack = [], [{"patterns": self.grammar["patterns"]}]
        for line in re.findall(r".*\n|.+$", text):
            scopes, at, body = [""] * len(line), 0, line.rstrip("\n")
            for k in range(len(line)):
                scopes[k] = stack[-1].get("name", "")
            while at <= len(body):
                best = None
                candidates = [(self.regex(stack[-1]["end"]), None)] if "end" in stack[-1] else []
                candidates += [(self.regex(r.get("match") or r["begin"]), r) for r in self.rules(stack[-1].get("patterns", []))]
                for regex, rule in candidates:
                    match = regex.search(body, at)
                    if match and (best is None or match.start() < best[0].start()):
                        best = (match, rule)
                if best is None:
                    break
                match, rule = best
                inside = stack[-1].get("name", "") if rule is None else rule.get("name", "")
                for k in range(*match.span()):
                    scopes[k] = inside or scopes[k]
                captures = {} if rule is None else rule.get("captures" if "match" in rule else "beginCaptures", {})
                for group, capture in captures.items():
                    for k in range(*match.span(int(group))):
                        scopes[k] = capture["name"]
                if rule is None:
                    stack.pop()
                elif "begin" in rule:
                    stack.append(rule)
                for k in range(match.end(), len(line)):
                    scopes[k] = stack[-1].get("name", "")
                if match.end() == at and match.start() == match.end() and rule is not None:
                    raise ValueError(f"the rule {rule} matches nothing")
                if match.start() == match.end() and rule is None and at == len(body):
                    break
                at = match.end()
            result += scopes
        return result


CONTEXTUAL = {"state", "update", "noise"}


def expected(kind, word, scope):
    """Whether a scope is right for a word."""
    if kind == "comment":
        return scope.startswith("comment.")
    if kind == "string":
        return scope.startswith(("string.", "constant.character", "invalid."))
    if kind == "number":
        return scope == "constant.numeric.dnd"
    if kind == "reserved":
        return scope.startswith(("keyword.", "storage.", "constant.language", "variable.parameter", "support.type"))
    if kind == "word":
        if scope == "storage.type.dnd":
            return word in CONTEXTUAL
        if scope == "keyword.operator.reduction.dnd":
            return word in ("sum", "prod", "max", "min", "mean")
        return scope == "" or scope.startswith(("entity.", "variable.parameter", "support.type"))
    if kind == "operator":
        return scope == "" and word in "()[]{},;:" or scope.startswith(("keyword.operator", "punctuation."))
    return True


def check_grammar(root, build, out):
    with open(os.path.join(root, "editors", "vscode", "syntaxes", "dnd.tmLanguage.json")) as file:
        grammar = TextMate(json.load(file))
    words = lexer(root)
    texts = {"every kind of word": TRICKY}
    for folder in ("models", os.path.join("frontend", "std")):
        for name in sorted(os.listdir(os.path.join(root, folder))):
            if name.endswith(".dnd"):
                with open(os.path.join(root, folder, name)) as file:
                    texts[f"{folder}/{name}"] = file.read()
    for name, text in texts.items():
        scopes, bad = grammar.scopes(text), []
        for kind, start, word in words(text):
            line = text.count("\n", 0, start) + 1
            wrong = {scopes[start + k] for k, c in enumerate(word) if c != "\n" and not expected(kind, word, scopes[start + k])}
            bad += [f"line {line}: {kind} '{word}' is {scope or 'nothing'}" for scope in sorted(wrong)]
        out.check(f"grammar: {name}", bad[:10])
    scopes = grammar.scopes(TRICKY)
    for word, wanted in (("network data", "keyword.declaration"), ("loss cross", "support.type.property-name"),
                         ("loss = 1", ""), ("update m", "storage.type"), ("state[n]", ""), ("update = 2", ""),
                         ("sum(i", "keyword.operator.reduction"), ("max(a, 2", "keyword.operator.reduction"),
                         ("relu", "entity.name.function"), ("l(J", "entity.name.type"), ("int, rank", "support.type"),
                         ("train = \"", "variable.parameter"), ("lr = 10x", "variable.parameter"), ("batch 64", "support.type")):
        scope = scopes[TRICKY.index(word)]
        out.check(f"grammar: {word}", [] if scope.startswith(wanted) and bool(scope) == bool(wanted) else [scope])


def check_files(root, out):
    done = subprocess.run([sys.executable, "-B", os.path.join(root, "editors", "generate.py"), "--check"],
                          capture_output=True, text=True)
    out.check("files are in step with the lexer", [] if done.returncode == 0 else [done.stdout + done.stderr])
    folder = os.path.join(root, "editors", "vscode")
    for name in ("package.json", "language-configuration.json"):
        with open(os.path.join(folder, name)) as file:
            value = json.load(file)
        out.check(f"{name} is JSON", [])
        if name == "package.json":
            named = [value["main"], value["contributes"]["languages"][0]["configuration"],
                     value["contributes"]["grammars"][0]["path"]]
            out.check("package.json names files that are there",
                      [n for n in named if not os.path.exists(os.path.join(folder, n))])


#===----------------------------------------------------------------------===#
# Editors
#===----------------------------------------------------------------------===#

# What extension.js needs of the editor; prints what the providers give for one text.
NODE = r"""
const Module = require("module");
class Position { constructor(line, character) { Object.assign(this, { line, character }); } }
class Range { constructor(start, end) { Object.assign(this, { start, end }); } }
const keep = (...names) => class { constructor(...values) { names.forEach((n, i) => { this[n] = values[i]; }); } };
const providers = {}, diagnostics = [], warnings = [], edits = [];
const languages = { createDiagnosticCollection: () => ({ set: (uri, list) => diagnostics.push(list) }) };
for (const name of ["Hover", "Definition", "Reference", "DocumentHighlight", "DocumentSymbol", "CompletionItem", "Rename",
                    "DocumentFormattingEdit", "DocumentSemanticTokens"])
  languages[`register${name}Provider`] = (selector, provider) => (providers[name] = provider, {});
const lines = process.argv[3].split("\\n");
const document = { languageId: "dnd", version: 1, uri: { toString: () => "file:///model.dnd" }, getText: () => lines.join("\n") };
const listen = (name) => (f) => (providers[name] = f, {});
const vscode = {
  Position, Range, languages, Location: keep("uri", "range"), TextEdit: keep("range", "newText"), Hover: keep("text", "range"),
  MarkdownString: keep("value"), Diagnostic: keep("range", "message", "severity"), DocumentHighlight: keep("range", "kind"),
  DiagnosticRelatedInformation: keep("location", "message"), CompletionItem: keep("label", "kind"),
  DocumentSymbol: keep("name", "detail", "kind", "range", "selectionRange"), SemanticTokens: keep("data"),
  SemanticTokensLegend: keep("types", "modifiers"), Uri: { parse: (text) => text },
  WorkspaceEdit: class { set(uri, list) { edits.push(...list); } },
  window: { showWarningMessage: (text) => warnings.push(text) },
  workspace: { getConfiguration: () => ({ get: () => process.argv[4] }), textDocuments: [document],
               onDidOpenTextDocument: listen("open"), onDidChangeTextDocument: listen("change"), onDidCloseTextDocument: listen("close") },
};
const load = Module._load;
Module._load = (name, ...rest) => name === "vscode" ? vscode : load(name, ...rest);
const extension = require(process.argv[2]);
(async () => {
  await extension.activate({ subscriptions: [] });
  if (warnings.length) return console.log(JSON.stringify({ warnings }));
  const at = new Position(2, 9);
  while (!diagnostics.length) await new Promise((done) => setTimeout(done, 20));
  const result = {
    hover: (await providers.Hover.provideHover(document, at)).text.value,
    completion: (await providers.CompletionItem.provideCompletionItems(document, at)).length,
    definition: (await providers.Definition.provideDefinition(document, at)).range,
    references: (await providers.Reference.provideReferences(document, at, { includeDeclaration: true })).length,
    highlights: (await providers.DocumentHighlight.provideDocumentHighlights(document, at)).length,
    symbols: (await providers.DocumentSymbol.provideDocumentSymbols(document)).map((s) => s.name),
    rename: (await providers.Rename.provideRenameEdits(document, at, "z"), edits.length),
    tokens: (await providers.DocumentSemanticTokens.provideDocumentSemanticTokens(document)).data.length,
    format: (await providers.DocumentFormattingEdit.provideDocumentFormattingEdits(document, {})).length,
    diagnostics: diagnostics[0].map((d) => d.message),
  };
  const refused = await providers.Rename.provideRenameEdits(document, at, "param").catch((e) => e.message);
  providers.change({ document: { ...document, version: 2 }, contentChanges: [{ range: new Range(new Position(1, 10),
    new Position(1, 11)), text: "y" }] });
  while (diagnostics.length < 2) await new Promise((done) => setTimeout(done, 20));
  console.log(JSON.stringify({ ...result, refused, changed: diagnostics[1].map((d) => d.message) }));
  await extension.deactivate();
})();
"""


def check_vscode(root, build, out):
    node = shutil.which("node")
    if not node:
        return out.add("SKIP", "vscode: the client", "Node is not installed")
    with tempfile.TemporaryDirectory() as folder:
        script = os.path.join(folder, "session.js")
        with open(script, "w") as file:
            file.write(NODE)
        extension = os.path.abspath(os.path.join(root, "editors", "vscode", "extension.js"))

        def session(server):
            text = "network N {\\n  input   x[4]\\n  output x\\n}\\n"
            done = subprocess.run([node, script, extension, text, server], capture_output=True, text=True, timeout=120)
            return json.loads(done.stdout) if done.stdout else {"failed": done.stderr}
        got = session(os.path.abspath(os.path.join(build, "bin", "dnd-lsp")))
        wanted = {"references": 2, "highlights": 2, "symbols": ["N"], "rename": 2, "diagnostics": [], "format": 1}
        bad = [f"{key}: {got.get(key)}" for key in wanted if got.get(key) != wanted[key]]
        bad += [] if "input x[4]" in got.get("hover", "").replace("   ", " ") else [f"hover: {got}"]
        bad += [] if got.get("completion", 0) > 20 and got.get("tokens", 0) >= 10 else [f"{got}"]
        bad += [] if "is no name" in got.get("refused", "") else [f"refused: {got.get('refused')}"]
        bad += [] if "unknown name 'x'" in str(got.get("changed")) else [f"changed: {got.get('changed')}"]
        out.check("vscode: the client", bad)
        got = session(os.path.join(folder, "no-server"))
        out.check("vscode: a server that is not there", [] if "dnd.server" in str(got.get("warnings")) else [str(got)])


def check_vim(root, out):
    vim = shutil.which("vim")
    if not vim:
        return out.add("SKIP", "vim: the syntax", "Vim is not installed")
    with tempfile.TemporaryDirectory() as folder:
        model = os.path.join(folder, "model.dnd")
        with open(model, "w") as file:
            file.write(TRICKY)
        lines = TRICKY.split("\n")
        places = [(word, TRICKY[:TRICKY.index(word)].count("\n") + 1, TRICKY.index(word) - TRICKY.rfind("\n", 0, TRICKY.index(word)))
                  for word in ("comment with", "doc of", "second", "import", '"a //', "l(J", "real =", "param  w", "2.5", "update m",
                               "sum(i", "relu", "train N", "data csv", "loss cross", "group", "10x", "batch", "network data", "loss = 1")]
        script = os.path.join(folder, "look.vim")
        with open(script, "w") as file:
            file.write("".join(f"call writefile([synIDattr(synID({line}, {column}, 1), 'name')], '{folder}/out', 'a')\n"
                               for _, line, column in places))
            file.write(f"call writefile([&filetype, &commentstring], '{folder}/out', 'a')\nqall!\n")
        editors = os.path.abspath(os.path.join(root, "editors", "vim"))
        told = subprocess.run([vim, "-N", "-u", "NONE", "-i", "NONE", "-n", "-es", "--cmd", f"set rtp^={editors}", "-c", "filetype plugin on",
                               "-c", "syntax on", "-c", f"edit {model}", "-S", script], capture_output=True, text=True, timeout=60,
                              env=dict(os.environ, TERM="dumb"))
        if not os.path.exists(os.path.join(folder, "out")):
            return out.check("vim: the syntax", [f"Vim wrote nothing: {told.stdout} {told.stderr}"])
        with open(os.path.join(folder, "out")) as file:
            got = file.read().split("\n")
        wanted = ["dndComment", "dndDocumentation", "dndComment", "dndDeclaration", "dndString", "dndName", "dndType", "dndStatement",
                  "dndNumber", "dndStatement", "dndReduction", "dndFunction", "dndTrainWord", "dndKey", "dndKey", "dndKey", "dndNumber",
                  "dndKey", "dndDeclaration", ""]
        out.check("vim: the syntax", [f"line {line} '{word}' is {g or 'nothing'}: {lines[line - 1]}"
                                      for (word, line, _), g, w in zip(places, got, wanted) if g != w])
        out.check("vim: the file type", [] if got[len(places):len(places) + 2] == ["dnd", "// %s"] else [str(got)])


def check(root, build, out):
    check_files(root, out)
    check_grammar(root, build, out)
    check_vscode(root, build, out)
    check_vim(root, out)


if __name__ == "__main__":
    report.main("script.editors", __doc__.splitlines()[0], check)
