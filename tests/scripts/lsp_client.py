"""A client of dnd-lsp for tests: requests, notifications, and the messages that the server publishes."""

import json
import os
import queue
import subprocess
import threading

PATIENCE = 120  # seconds until a server that says nothing counts as dead


class Client:
    """One server and the conversation with it."""

    def __init__(self, command, environment=None):
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                        env=environment)
        self.received, self.number, self.published = queue.Queue(), 0, {}
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self):
        out = self.process.stdout
        while True:
            length = None
            for line in iter(out.readline, b"\r\n"):
                if not line:
                    return self.received.put(None)
                name, _, value = line.partition(b":")
                if name == b"Content-Length":
                    length = int(value)
            self.received.put(json.loads(out.read(length)))

    def raw(self, data):
        self.process.stdin.write(data)
        self.process.stdin.flush()

    def send(self, message):
        data = json.dumps({"jsonrpc": "2.0", **message}, ensure_ascii=False).encode()
        self.raw(b"Content-Length: %d\r\n\r\n" % len(data) + data)

    def next(self):
        message = self.received.get(timeout=PATIENCE)
        if message is None:
            raise EOFError(f"the server ended with {self.process.wait()}: {self.process.stderr.read().decode()}")
        if message.get("method") == "textDocument/publishDiagnostics":
            params = message["params"]
            self.published[params["uri"]] = params
        return message

    def answer(self, number):
        """The answer to a request; what is published meanwhile is kept."""
        while True:
            message = self.next()
            if "id" in message and message["id"] == number:
                return message

    def ask(self, method, **params):
        self.number += 1
        self.send({"id": self.number, "method": method, "params": params})
        return self.answer(self.number)

    def result(self, method, **params):
        answer = self.ask(method, **params)
        if "error" in answer:
            raise ValueError(f"{method}: {answer['error']}")
        return answer["result"]

    def notify(self, method, **params):
        self.send({"method": method, "params": params})

    def start(self):
        result = self.result("initialize", processId=None, rootUri=None, capabilities={})
        self.notify("initialized")
        return result["capabilities"]

    def open(self, uri, text, version=1):
        self.notify("textDocument/didOpen",
                    textDocument={"uri": uri, "languageId": "dnd", "version": version, "text": text})

    def change(self, uri, version, *changes):
        self.notify("textDocument/didChange", textDocument={"uri": uri, "version": version},
                    contentChanges=list(changes))

    def diagnostics(self, uri, version):
        """What is published for a version of a text."""
        while self.published.get(uri, {}).get("version") != version:
            self.next()
        return self.published[uri]["diagnostics"]

    def stop(self):
        """Says goodbye; the exit status."""
        self.result("shutdown")
        self.notify("exit")
        return self.process.wait(timeout=PATIENCE)

    def kill(self):
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()


def units(text):
    """UTF-16 units of a text."""
    return len(text.encode("utf-16-le")) // 2


class Marked:
    """A text whose places are marked `<1>`, `<2>`, ...: the text without the marks, and their positions."""

    def __init__(self, text):
        self.places, clean = {}, ""
        while "<" in text:
            before, _, rest = text.partition("<")
            name, close, after = rest.partition(">")
            if close and name.isalnum() and len(name) <= 2:
                clean += before
                line = clean.count("\n")
                self.places[name] = {"line": line, "character": units(clean[clean.rfind("\n") + 1:])}
                text = after
            else:
                clean += before + "<"
                text = rest
        self.text = clean + text

    def at(self, name):
        return self.places[name]


def apply(text, edits):
    """The text behind TextEdits, which are of the text as it is."""
    lines = text.split("\n")

    def offset(position):
        before = "".join(line + "\n" for line in lines[:position["line"]])
        line = lines[position["line"]] if position["line"] < len(lines) else ""
        inside = line.encode("utf-16-le")[:2 * position["character"]].decode("utf-16-le")
        return len(before) + len(inside)

    for edit in sorted(edits, key=lambda e: offset(e["range"]["start"]), reverse=True):
        begin, end = offset(edit["range"]["start"]), offset(edit["range"]["end"])
        text = text[:begin] + edit["newText"] + text[end:]
    return text


def uri_of(path):
    return "file://" + os.path.abspath(path)
