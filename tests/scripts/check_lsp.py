"""dnd-lsp in scripted sessions, one for each of its answers; what is no message of the protocol; random edits.

The texts are models with marks `<1>`, at which something is asked. No time is tested: the longest answers are printed.
"""

import json
import os
import random
import subprocess
import sys
import tempfile
import time

import lsp_client
import report

MODEL = """// Größe: ein Kommentar mit 𝛼 und ß
/// Sum of `rank` squared projections, 𝛼-weighted.
layer squ<1>ares(J: int, ra<2>nk: int = 2) {
  input  x[<3>n]
  /// One vector for each projection.
  param  <4>u[J, rank, n] ~ uni<5>form(-1/sqrt(n), 1/sqrt(n))
  <6>p[<7>j, r] = s<8>um(<9>i) u[j,r,i] * x[i]
  output y[j] = sum(<a>r) p[j,r]^2 /* 𝛼𝛽 */ * 1
}

network Digits(rank: int = 4) {
  input  image[8, 8]
  h = image |> <b>flatten |> d<c>ense(16, b<d>ias = false) |> relu
  output logits = h |> <e>squares(10, <f>rank = rank)
}

train Digits {
  data      opt<g>digits
  loss      cross_entropy
  opti<h>mizer a<i>dam(l<j>r = 2e-3)
  batch     64
}
"""


class Session:
    """A server with one text; leaves by the protocol."""

    def __init__(self, server, text, name="model.dnd", folder=None):
        self.temporary = tempfile.TemporaryDirectory(prefix="lsp")
        self.folder = folder or self.temporary.name
        self.marked, self.server = lsp_client.Marked(text), server
        self.uri = lsp_client.uri_of(os.path.join(self.folder, name))
        environment = dict(os.environ, XDG_CACHE_HOME=os.path.join(self.temporary.name, "cache"))
        self.client = lsp_client.Client([server], environment)

    def __enter__(self):
        self.capabilities = self.client.start()
        self.client.open(self.uri, self.marked.text)
        return self

    def __exit__(self, kind, value, trace):
        if kind:
            self.client.kill()
            return
        status = self.client.stop()
        self.temporary.cleanup()
        assert status == 0, f"the server ended with {status}"

    def about(self, method, mark, **more):
        return self.client.result("textDocument/" + method, textDocument={"uri": self.uri},
                                  position=self.marked.at(mark), **more)

    def hover(self, mark):
        result = self.about("hover", mark)
        return result["contents"]["value"] if result else ""


def lacks(text, *wanted):
    return [f"'{word}' is missing in: {text}" for word in wanted if word not in text]


def check_hover(server, out):
    with Session(server, MODEL) as session:
        session.client.diagnostics(session.uri, 1)
        wait_for_forms(session)
        cases = {
            "layer": ("e", ["layer squares(J: int, rank: int = 2)", "input x[n]", "𝛼-weighted", "`logits`: [16] to [10]",
                            "640 numbers", "recognised dnd.low_rank_quadratic"]),
            "argument of a layer": ("2", ["rank: int = 2", "argument", "4"]),
            "dimension": ("3", ["dimension", "16"]),
            "parameter": ("4", ["param u[J, rank, n]", "One vector for each", "`logits.u`: [10, 4, 16], 640 numbers"]),
            "initialiser": ("5", ["uniform(lo, hi)", "even in"]),
            "value": ("6", ["[10, 4]"]),
            "index": ("7", ["index"]),
            "reduction": ("8", ["sum(i) e", "product of"]),
            "standard layer": ("c", ["layer dense(J: int", "`h`: [64] to [16], 1024 numbers"]),
            "argument of a standard layer": ("d", ["bias: bool = true", "argument of `dense`"]),
            "reader": ("g", ["optdigits", "numbers in [0, 1]"]),
            "key of a recipe": ("h", ["optimizer", "keras_eps"]),
            "optimiser": ("i", ["adam(lr = 0.001", "beta1 = 0.9: a number from 0 to below 1"]),
            "argument of an optimiser": ("j", ["lr = 0.001: a number from 0"]),
        }
        for name, (mark, wanted) in cases.items():
            out.check(f"hover: {name}", lacks(session.hover(mark), *wanted))
        # Above the change what was elaborated is still known, at its new place below it.
        begin = {"line": 0, "character": 0}
        session.client.change(session.uri, 2, {"range": {"start": begin, "end": begin}, "text": "// a line\n"})
        moved = dict(session.marked.at("4"), line=session.marked.at("4")["line"] + 1)
        text = session.client.result("textDocument/hover", textDocument={"uri": session.uri}, position=moved)
        out.check("hover: below a change", lacks(json.dumps(text, ensure_ascii=False), "[10, 4, 16]"))


def wait_for_forms(session):
    """The forms are looked for when the text has rested; hover tells when they are there."""
    end = time.monotonic() + lsp_client.PATIENCE
    while "low_rank" not in session.hover("e") and time.monotonic() < end:
        time.sleep(0.05)


def check_diagnostics(server, out):
    text = MODEL.replace("= image |>", "= imag |>").replace("opti<h>mizer", "opti<h>miser")
    with Session(server, text) as session:
        found = session.client.diagnostics(session.uri, 1)
        bad = []
        name = [d for d in found if "'imag'" in d["message"]]
        if len(name) != 1 or "did you mean 'image'" not in name[0]["message"] or not name[0]["code"].startswith("E"):
            bad.append(f"the unknown name: {name}")
        elif name[0]["range"]["end"]["character"] - name[0]["range"]["start"]["character"] != 4:
            bad.append(f"its range: {name[0]['range']}")
        bad += [] if any("optimiser" in d["message"] for d in found) else ["the misspelt key"]
        out.check("diagnostics: two mistakes with hints", bad)
        session.client.change(session.uri, 2, {"text": session.marked.text.replace("imag |>", "image |>")
                                               .replace("optimiser", "optimizer")})
        out.check("diagnostics: mended", [str(d) for d in session.client.diagnostics(session.uri, 2)])
    with Session(server, "layer l {\n  input x[a, b]\n  output y[i] = sum(k) x[i,k]\n}\n"
                         "network N {\n  input v[4]\n  output v |> l\n}\n") as session:
        notes = [r["message"] for d in session.client.diagnostics(session.uri, 1) for r in d.get("relatedInformation", [])]
        out.check("diagnostics: other places", [] if any("declared as [a, b]" in n for n in notes) else [str(notes)])
    with Session(server, "network N {\n  input x[4]\n  param w[4] ~ zeros // 𝛼\n  output x\n}\n") as session:
        found = session.client.diagnostics(session.uri, 1)
        out.check("diagnostics: warnings", [] if [d["severity"] for d in found] == [2] else [str(found)])
    with Session(server, "layer one(J: int) {\n  input x[n]\n  output x\n}\n") as session:
        out.check("diagnostics: a file to be imported has none", [str(d) for d in session.client.diagnostics(session.uri, 1)])
    both = "".join(f"network {n} {{\n  input x[4]\n  output x |> unknown_{n}\n}}\n" for n in ("A", "B"))
    with Session(server, both) as session:
        text = str(session.client.diagnostics(session.uri, 1))
        out.check("diagnostics: of every network", lacks(text, "unknown_A", "unknown_B"))


def check_imports(server, out):
    with tempfile.TemporaryDirectory() as folder:
        with open(os.path.join(folder, "parts.dnd"), "w") as file:
            file.write("/// Doubles.\nlayer twice {\n  input x[n]\n  output y[i] = 2 * x[i]\n}\nconst four = 4\n")
        text = 'import "par<1>ts.dnd"\nnetwork N {\n  input x[fo<2>ur]\n  output x |> twi<3>ce\n}\n'
        with Session(server, text, folder=folder) as session:
            out.check("imports: no message", [str(d) for d in session.client.diagnostics(session.uri, 1)])
            out.check("imports: hover", lacks(session.hover("3"), "layer twice", "Doubles."))
            place = session.about("definition", "3")
            out.check("imports: definition of a layer", [] if place["uri"].endswith("/parts.dnd") and
                      place["range"]["start"] == {"line": 1, "character": 6} else [str(place)])
            place = session.about("definition", "2")
            out.check("imports: definition of a constant", [] if place["range"]["start"]["line"] == 5 else [str(place)])
            out.check("imports: the file itself", lacks(str(session.about("definition", "1")), "/parts.dnd"))
            # A text that is not saved counts.
            parts = lsp_client.uri_of(os.path.join(folder, "parts.dnd"))
            session.client.open(parts, "layer once {\n  input x[n]\n  output x\n}\nconst four = 4\n", version=7)
            while not any("twice" in d["message"] for d in session.client.published[session.uri]["diagnostics"]):
                session.client.next()
            out.check("imports: of an open text", [])


def check_definition(server, out):
    with Session(server, MODEL) as session:
        def line(mark):
            place = session.about("definition", mark)
            return place and place["range"]["start"]
        out.check("definition: layer", [] if line("e") == {"line": 2, "character": 6} else [str(line("e"))])
        wanted = session.marked.at("2")
        formal = line("f")
        out.check("definition: named argument", [] if formal and formal["line"] == 2 and
                  formal["character"] <= wanted["character"] <= formal["character"] + 4 else [str(formal)])
        place = session.about("definition", "c")
        path = place["uri"][len("file://"):]
        bad = [] if path.endswith("/dense.dnd") else [str(place)]
        if not bad:
            with open(path) as file:
                text = file.read().split("\n")[place["range"]["start"]["line"]]
            bad += [] if text.startswith("layer dense(") else [text]
            bad += ["it can be written"] if os.stat(path).st_mode & 0o222 else []
        out.check("definition: the standard library", bad)
        found = session.about("references", "6", context={"includeDeclaration": True})
        out.check("references", [] if len(found) == 2 else [str(found)])
    reassigned = "network N {\n  input x[4]\n  h = x |> dense(4)\n  h = <1>h |> relu\n  output <2>h\n}\n"
    with Session(server, reassigned) as session:
        lines = [session.about("definition", mark)["range"]["start"]["line"] for mark in "12"]
        out.check("definition: the last one above", [] if lines == [2, 3] else [str(lines)])


def check_symbols(server, out):
    with Session(server, MODEL) as session:
        outline = session.client.result("textDocument/documentSymbol", textDocument={"uri": session.uri})
        names = {s["name"]: [c["name"] for c in s["children"]] for s in outline}
        wanted = {"squares": ["J", "rank", "x", "u", "p", "y"], "Digits": ["rank", "image", "h", "logits"],
                  "train Digits": ["data", "loss", "optimizer", "batch"]}
        out.check("symbols", [] if names == wanted else [str(names)])
        data = session.client.result("textDocument/semanticTokens/full", textDocument={"uri": session.uri})["data"]
        lines, types = session.marked.text.split("\n"), session.capabilities["semanticTokensProvider"]["legend"]["tokenTypes"]
        line, column, words = 0, 0, {}
        for k in range(0, len(data), 5):
            line, column = line + data[k], data[k + 1] + (0 if data[k] else column)
            text = lines[line].encode("utf-16-le")[2 * column:2 * (column + data[k + 2])].decode("utf-16-le")
            words.setdefault(text, set()).add(types[data[k + 3]])
        expected = {"squares": {"class"}, "u": {"property"}, "i": {"parameter"}, "sum": {"function"}, "dense": {"class"}}
        out.check("semantic tokens", [f"{w}: {words.get(w)}" for w in expected if words.get(w) != expected[w]])


# Where something is written, what must be offered, and what must not be.
COMPLETIONS = {
    "declarations": ("<1>", ["layer", "network", "train"], ["param", "dense"]),
    "statements": ("layer l {\n  <1>\n}\n", ["param", "output", "noise"], ["network", "data"]),
    "half a word": ("layer l {\n  par<1>\n}\n", ["param"], []),
    "initialisers": ("layer l {\n  input x[n]\n  param w[n] ~ <1>\n}\n", ["glorot", "he", "masked"], ["bernoulli", "dense"]),
    "generators": ("layer l {\n  table t[3] ~ <1>\n}\n", ["choice", "receptive_field"], ["glorot"]),
    "distributions": ("layer l {\n  noise t[3] ~ <1>\n}\n", ["bernoulli", "normal"], ["glorot"]),
    "stages": ("network N {\n  input x[4]\n  h = x |> <1>\n}\n", ["dense", "relu", "conv2d", "x"], ["data", "adam"]),
    "names in scope": ("layer a {\n  input other[n]\n  output other\n}\nlayer l(rank: int) {\n  input x[n]\n"
                       "  output y[j] = <1>\n}\n", ["x", "n", "rank", "sum", "relu", "sqrt", "a"], ["other"]),
    "arguments": ("network N {\n  input x[4]\n  h = x |> dense(4, <1>)\n}\n", ["bias", "init", "J"], []),
    "arguments that are not given": ("network N {\n  input x[4]\n  h = x |> dense(J = 4, <1>)\n}\n", ["bias"], ["J"]),
    "arguments of an own layer": ("layer l(rank: int, deep = 2) {\n  input x[n]\n  output x\n}\nnetwork N {\n  input x[4]\n"
                                  "  h = x |> l(<1>\n", ["rank", "deep"], []),
    "types": ("layer l(J: <1>", ["int", "layer", "init"], ["dense"]),
    "networks": ("network Abc {\n  input x[4]\n  output x\n}\ntrain <1>", ["Abc"], ["dense", "data"]),
    "keys of a recipe": ("train N {\n  data mnist\n  <1>\n}\n", ["loss", "optimizer", "augment", "const"], ["data", "param"]),
    "readers": ("train N {\n  data <1>\n}\n", ["mnist", "csv", "spirals"], ["adam", "param"]),
    "optimisers": ("train N {\n  optimizer a<1>\n}\n", ["adam", "adamw"], ["mnist", "dense"]),
    "arguments of an optimiser": ("train N {\n  optimizer adam(lr = 1, <1>)\n}\n", ["beta1", "weight_decay"], ["lr"]),
    "settings of a group": ('train N {\n  group "*.w" {\n    <1>\n  }\n}\n', ["lr", "frozen"], ["data"]),
    "losses": ("network N {\n  input x[4]\n  output abc = x\n}\ntrain N {\n  loss <1>\n}\n", ["cross_entropy", "abc"], ["mnist"]),
    "metrics": ("train N {\n  metrics accuracy, <1>\n}\n", ["macro_f1"], ["adam"]),
    "comments": ("// <1>\n", [], ["layer"]),
    "strings": ('train N {\n  data csv(train = "<1>")\n}\n', [], ["mnist"]),
}


def check_completion(server, out):
    for name, (text, wanted, unwanted) in COMPLETIONS.items():
        with Session(server, text) as session:
            items = session.about("completion", "1")["items"]
            labels = [item["label"] for item in items]
            bad = [f"{w} is not offered" for w in wanted if w not in labels]
            bad += [f"{w} is offered" for w in unwanted if w in labels]
            bad += [] if len(set(labels)) == len(labels) else ["something is offered twice"]
            out.check(f"completion: {name}", bad)
    with Session(server, "network N {\n  input x[4] // 𝛼\n  h = /* 𝛼 */ x |> den<1>\n}\n") as session:
        edit = next(i for i in session.about("completion", "1")["items"] if i["label"] == "dense")["textEdit"]
        text = lsp_client.apply(session.marked.text, [edit])
        out.check("completion: what is put in", lacks(text, "/* 𝛼 */ x |> dense\n"))


# The text with a mark, the new name, and the text that comes out; or the reason why not.
RENAMES = {
    "argument and calls by name": (
        "layer l(ra<1>nk: int) {\n  input x[n]\n  param u[rank, n] ~ he\n  output y[r] = sum(i) u[r,i] * x[i]\n}\n"
        "network N(rank: int = 2) {\n  input x[4]\n  output x |> l(rank = rank)\n}\ntrain N(rank = 3) {\n}\n", "deep",
        "layer l(deep: int) {\n  input x[n]\n  param u[deep, n] ~ he\n  output y[r] = sum(i) u[r,i] * x[i]\n}\n"
        "network N(rank: int = 2) {\n  input x[4]\n  output x |> l(deep = rank)\n}\ntrain N(rank = 3) {\n}\n"),
    "argument of a network and its recipe": (
        "network N(rank: int = 2) {\n  input x[4]\n  output x |> dense(ra<1>nk)\n}\ntrain N(rank = 3) {\n}\n", "k",
        "network N(k: int = 2) {\n  input x[4]\n  output x |> dense(k)\n}\ntrain N(k = 3) {\n}\n"),
    "index in its statement only": (
        "layer l {\n  input x[n]\n  y[i] = x[i<1>] + sum(k) x[k]\n  output z[i] = y[i]\n}\n", "j",
        "layer l {\n  input x[n]\n  y[j] = x[j] + sum(k) x[k]\n  output z[i] = y[i]\n}\n"),
    "a value that is assigned again": (
        "network N {\n  input x[4]\n  h = x |> dense(4)\n  for b in 0..2 {\n    h = <1>h |> relu\n    t = h\n  }\n  output h\n}\n",
        "state_of", "network N {\n  input x[4]\n  state_of = x |> dense(4)\n  for b in 0..2 {\n    state_of = state_of |> relu\n"
        "    t = state_of\n  }\n  output state_of\n}\n"),
    "behind characters of two units": (
        "network N {\n  input x[4]\n  /* 𝛼ß */ h = x /* 𝛼 */ |> dense(4)\n  output <1>h /* 𝛼 */ |> relu\n}\n", "hidden",
        "network N {\n  input x[4]\n  /* 𝛼ß */ hidden = x /* 𝛼 */ |> dense(4)\n  output hidden /* 𝛼 */ |> relu\n}\n"),
    "layer": ("layer o<1>ne {\n  input x[n]\n  output x\n}\nnetwork N {\n  input one[4]\n  output one |> relu\n}\n", "two",
              "layer two {\n  input x[n]\n  output x\n}\nnetwork N {\n  input one[4]\n  output one |> relu\n}\n"),
    "output and loss": (
        "network N {\n  input x[4]\n  output lo<1>gits = x\n}\ntrain N {\n  loss mse(logits)\n}\n", "scores",
        "network N {\n  input x[4]\n  output scores = x\n}\ntrain N {\n  loss mse(scores)\n}\n"),
    "constant of a recipe": ("train N {\n  const la<1>mbda = 0.1\n  loss mse * lambda\n}\n", "l2",
                             "train N {\n  const l2 = 0.1\n  loss mse * l2\n}\n"),
    "parameter that hides a dimension": (
        "layer l {\n  input x[h, w]\n  param <1>w[h, w] ~ he\n  output y[a, b] = w[a,b] * x[a,b]\n}\n", "gain",
        "layer l {\n  input x[h, w]\n  param gain[h, w] ~ he\n  output y[a, b] = gain[a,b] * x[a,b]\n}\n"),
    "refused: taken": ("layer l {\n  input x[n]\n  param <1>w[n] ~ he\n  output y[i] = w[i] * x[i]\n}\n", "x", "'x' already"),
    "refused: index taken": ("layer l {\n  input x[n]\n  output y[<1>j] = sum(i) x[i] * x[j]\n}\n", "i", "'i' already"),
    "refused: reserved": ("layer l {\n  input <1>x[n]\n  output x\n}\n", "param", "is no name"),
    "refused: no name": ("layer l {\n  input <1>x[n]\n  output x\n}\n", "2x y", "is no name"),
    "refused: not of this file": ("network N {\n  input x[4]\n  output x |> de<1>nse(3)\n}\n", "d", "no name of this file"),
}


def check_rename(server, out):
    for name, (text, new, wanted) in RENAMES.items():
        with Session(server, text) as session:
            answer = session.client.ask("textDocument/rename", textDocument={"uri": session.uri},
                                        position=session.marked.at("1"), newName=new)
            if name.startswith("refused"):
                got = answer.get("error", {}).get("message", str(answer))
                out.check(f"rename: {name}", lacks(got, wanted))
            else:
                edits = answer.get("result", {}).get("changes", {}).get(session.uri, [])
                got = lsp_client.apply(session.marked.text, edits)
                out.check(f"rename: {name}", [] if got == wanted else [got])


def check_format(server, dnd_format, out):
    for name, text in {"a model": MODEL, "line ends of two bytes": MODEL.replace("\n", "\r\n"),
                       "nothing": "", "no line end": "const   a=1"}.items():
        with Session(server, text) as session:
            edits = session.client.result("textDocument/formatting", textDocument={"uri": session.uri},
                                          options={"tabSize": 2, "insertSpaces": True})
            clean = session.marked.text
            got = lsp_client.apply(clean, edits)
            done = subprocess.run([dnd_format], input=clean.encode(), capture_output=True)
            out.check(f"format: {name}", [] if got == done.stdout.decode() else [got])
    with Session(server, "layer l {{{") as session:
        result = session.client.result("textDocument/formatting", textDocument={"uri": session.uri}, options={})
        out.check("format: a text with mistakes stays", [] if result is None else [str(result)])


def frame(data):
    return b"Content-Length: %d\r\n\r\n" % len(data) + data


def check_protocol(server, out):
    client = lsp_client.Client([server])
    answer = client.ask("textDocument/hover", textDocument={"uri": "file:///a.dnd"})
    out.check("protocol: first initialize", [] if answer["error"]["code"] == -32002 else [str(answer)])
    client.start()
    # Answered with an error, each; the server goes on.
    uri = '"textDocument":{"uri":"file:///a.dnd"}'
    for data, code in ((b"{", -32700), (b"\xff\xfe", -32700), (b"[]", -32600), (b"7", -32600), (b'"text"', -32600),
                       (b'{"id":1}', -32600), (b'{"id":{},"method":"x"}', -32600), (b'{"id":1,"method":7}', -32600),
                       (b'{"id":1,"method":"textDocument/hover"}', -32602), (b"[" * 100000, -32700),
                       (b'{"id":1,"method":"textDocument/rename","params":' + b"[" * 50000 + b"]" * 50000 + b"}", -32602),
                       (b'{"id":1,"method":"workspace/none","params":[]}', -32601)):
        client.raw(frame(data))
        message = client.next()
        out.check(f"protocol: {data[:48].decode(errors='replace')}",
                  [] if message.get("error", {}).get("code") == code else [str(message)])
    client.open("file:///a.dnd", "layer l {\n  input x[n] // 𝛼\n  output x\n}\n")
    for position in ('{"line":-1,"character":0}', '{"line":1e300,"character":0}', '{"line":"a"}', "[]", "null",
                     '{"line":18446744073709551615,"character":0}'):
        client.raw(frame(b'{"id":1,"method":"textDocument/hover","params":{%s,"position":%s}}'
                         % (uri.encode(), position.encode())))
        message = client.answer(1)
        out.check(f"protocol: position {position}", [] if message.get("error", {}).get("code") == -32602 else [str(message)])
    for position in ({"line": 2**31 - 1, "character": 2**31 - 1}, {"line": 1, "character": 16}, {"line": 0, "character": 10**6}):
        for method in ("hover", "completion", "definition", "prepareRename", "documentHighlight"):
            client.result("textDocument/" + method, textDocument={"uri": "file:///a.dnd"}, position=position)
    out.check("protocol: positions outside of the text", [])
    # Notifications that mean nothing are ignored.
    for params in ({}, {"textDocument": 7}, {"textDocument": {"uri": "file:///b.dnd"}},
                   {"textDocument": {"uri": "file:///a.dnd"}, "contentChanges": [7, {}, {"text": 7}, {"text": "", "range": 7}]}):
        for method in ("textDocument/didOpen", "textDocument/didChange", "textDocument/didClose", "unheard/of", "$/cancelRequest"):
            if not (method.endswith("didClose") and "contentChanges" in params):
                client.notify(method, **params)
    for uri in ("", "untitled:Untitled-1", "file://", "file:///%00", "file:///%zz/%C3%A4 b.dnd", "http://host/a.dnd", "a" * 70000):
        client.open(uri, 'import "x.dnd"\nnetwork N {\n  input x[4]\n  output x |> dense(2)\n}\n')
        client.diagnostics(uri, 1)
        client.result("textDocument/definition", textDocument={"uri": uri}, position={"line": 0, "character": 10})
    out.check("protocol: URIs", [])
    client.raw(b"Nonsense\r\n: :\r\nContent-Length: x\r\nContent-Length: 99999999999999999999999\r\n")
    client.raw(b"Content-Type: utf-8\r\n" + frame(b'{"id":5,"method":"shutdown"}'))
    out.check("protocol: nonsense between messages", [] if client.answer(5)["result"] is None else ["no answer"])
    answer = client.ask("textDocument/hover", textDocument={"uri": "file:///a.dnd"})
    out.check("protocol: nothing after shutdown", [] if answer["error"]["code"] == -32600 else [str(answer)])
    client.notify("exit")
    out.check("protocol: exit behind shutdown", [] if client.process.wait(timeout=60) == 0 else ["another status"])
    for name, act in {"exit alone": lambda c: c.notify("exit"), "end of input": lambda c: c.process.stdin.close()}.items():
        client = lsp_client.Client([server])
        client.start()
        act(client)
        status = client.process.wait(timeout=60)
        out.check(f"protocol: {name}", [] if status == 1 else [str(status)])


STRIDE = 9  # lines of a model between two that something is asked about
METHODS = ("hover", "completion", "definition", "documentHighlight", "prepareRename")


def check_models(server, root, out):
    """All answers on every model, at words all over it; the longest answers are told."""
    folder, slowest = os.path.join(root, "models"), (0, "")
    for name in sorted(os.listdir(folder)):
        if not name.endswith(".dnd"):
            continue
        with open(os.path.join(folder, name)) as file:
            text = file.read()
        with Session(server, "", name=name, folder=folder) as session:
            client, uri, bad = session.client, session.uri, []
            session.client.change(uri, 2, {"text": text})

            def timed(method, **params):
                nonlocal slowest
                begin = time.perf_counter()
                result = client.result("textDocument/" + method, textDocument={"uri": uri}, **params)
                slowest = max(slowest, (time.perf_counter() - begin, f"{method} in {name}"))
                return result

            lines = text.split("\n")
            for number in range(0, len(lines), STRIDE):
                for method in METHODS:
                    # As after a key: the text is new to every request.
                    client.change(uri, 3 + number, {"text": text})
                    timed(method, position={"line": number, "character": len(lines[number]) * 2 // 3})
            timed("documentSymbol")
            timed("semanticTokens/full")
            bad += ["it is laid out anew"] if timed("formatting", options={}) != [] else []
            bad += [str(d) for d in client.diagnostics(uri, 3 + (len(lines) - 1) // STRIDE * STRIDE) if d["severity"] == 1]
            out.check(f"models: {name}", bad)
    print(f"longest answer: {1000 * slowest[0]:.0f} ms, {slowest[1]}", file=sys.stderr)


WORDS = ["layer ", "network ", "{", "}", "(", ")", "[", "]", "\n", "|> ", "sum(i) ", "x", "param w[n] ~ ", "// ", "/* ", "*/", "\"",
         "output ", "input ", "𝛼", "ß", "\r\n", "=", "train N {", "for i in 0..3 {", "if ", "const ", ",", "^", "0x", "1e", "...",
         "import \"neurons.dnd\"\n", "dense(", "update ", "noise ", "@", "\u0000", "\t"]


def check_edits(server, root, out, count=10000, seed=1):
    """Random edits of a model: the server lives, answers, and knows the same text in the end."""
    choose = random.Random(seed)
    with open(os.path.join(root, "models", "dann.dnd")) as file:
        original = file.read()
    text = original
    with Session(server, "") as session:
        client, uri = session.client, session.uri
        client.change(uri, 2, {"text": text})
        for version in range(3, count + 3):
            if len(text) > 3 * len(original) or choose.random() < 0.001:
                text = original
                client.change(uri, version, {"text": text})
            else:
                begin = between_lines(text, choose.randrange(len(text) + 1))
                end = between_lines(text, min(len(text), begin + choose.choice((0, 0, 0, 1, 2, 5, 20))))
                new = choose.choice(WORDS) if choose.random() < 0.8 else ""
                client.change(uri, version, {"range": {"start": place(text, begin), "end": place(text, end)}, "text": new})
                text = text[:begin] + new + text[end:]
            if version % 50 == 0:
                where = place(text, choose.randrange(len(text) + 1))
                client.result("textDocument/" + choose.choice(METHODS), textDocument={"uri": uri}, position=where)
            if version % 500 == 0:
                client.result("textDocument/semanticTokens/full", textDocument={"uri": uri})
                client.result("textDocument/documentSymbol", textDocument={"uri": uri})
                client.diagnostics(uri, version)
        # Both have made the same text of it: it is laid out from end to end by one edit that brings it back.
        last = count + 3
        end = place(text, len(text))
        client.change(uri, last, {"range": {"start": end, "end": end}, "text": "\n"})
        client.change(uri, last + 1, {"range": {"start": {"line": 0, "character": 0}, "end": place(text + "\n", len(text) + 1)},
                                      "text": "  " + original})
        edits = client.result("textDocument/formatting", textDocument={"uri": uri}, options={})
        same = lsp_client.apply("  " + original, edits) == original
        bad = [] if same else ["the texts differ"]
        bad += [str(d) for d in client.diagnostics(uri, last + 1) if d["severity"] == 1]
        out.check(f"{count} random edits (seed {seed})", bad)


def between_lines(text, offset):
    """A line end of two characters is one."""
    return offset + 1 if text[offset - 1:offset + 1] == "\r\n" else offset


def place(text, offset):
    """The position of a character."""
    before = text[:offset].replace("\r\n", "\n ")  # as many characters, one line end
    line = before.count("\n") + before.count("\r")
    start = max(text.rfind("\n", 0, offset), text.rfind("\r", 0, offset)) + 1
    return {"line": line, "character": lsp_client.units(text[start:offset])}


def check_usage(server, out):
    for words, status, wanted in ((["--help"], 0, "exit codes"), (["--version"], 0, "dnd-lsp"), (["--none"], 2, "unknown option")):
        done = subprocess.run([server] + words, capture_output=True, text=True, stdin=subprocess.DEVNULL)
        out.check(f"usage: {words[0]}", lacks(done.stdout + done.stderr, wanted) + ([] if done.returncode == status else ["status"]))


def check(root, build, out):
    server = os.path.join(build, "bin", "dnd-lsp")
    check_usage(server, out)
    check_hover(server, out)
    check_diagnostics(server, out)
    check_imports(server, out)
    check_definition(server, out)
    check_symbols(server, out)
    check_completion(server, out)
    check_rename(server, out)
    check_format(server, os.path.join(build, "bin", "dnd-format"), out)
    check_protocol(server, out)
    check_models(server, root, out)
    check_edits(server, root, out)


if __name__ == "__main__":
    report.main("script.lsp", __doc__.splitlines()[0], check)
