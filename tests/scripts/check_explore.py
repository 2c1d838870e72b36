"""dndc --explore: the page holds every phase, says where each line comes from, loads nothing, and takes any text as text."""

import html.parser
import json
import os
import re
import subprocess
import tempfile

import report

MODEL = """/// Two layers.
network Net {
  input  x[6]
  h      = x |> dense(5)
  r      = tanh(h)
  output logits = r |> low_rank_quadratic(3, 2)
}

train Net {
  data      iris
  loss      cross_entropy
  optimizer sgd(lr = 0.1)
}
""".replace("x[6]", "x[4]")

HOST = ["dnd", "forms", "train", "linalg", "memref", "loops", "llvm", "llvmir", "asm"]
DEVICE = ["gpu", "nvvm", "ptx"]


class Page(html.parser.HTMLParser):
    """What a browser sees of a page: elements, the data, and what could be loaded."""

    def __init__(self, text):
        super().__init__(convert_charrefs=True)
        self.elements, self.loads, self.policy, self.inside, self.texts = [], [], "", None, {}
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        names = dict(attributes)
        self.elements.append(tag)
        self.loads += [f"{tag} {name}={value}" for name, value in attributes
                       if name in ("src", "href", "srcset", "action", "data", "poster") or name.startswith("on")]
        if names.get("http-equiv") == "Content-Security-Policy":
            self.policy = names["content"]
        if tag in ("script", "style", "title"):
            self.inside = "data" if names.get("id") == "data" else tag
            self.texts.setdefault(self.inside, "")

    def handle_data(self, data):
        if self.inside:
            self.texts[self.inside] += data

    def handle_endtag(self, tag):
        if tag in ("script", "style", "title"):
            self.inside = None

    @property
    def data(self):
        return json.loads(self.texts["data"])


def compiled(dndc, folder, text, *words, name="model.dnd"):
    with open(os.path.join(folder, name), "w") as file:
        file.write(text)
    page = os.path.join(folder, "page.html")
    if os.path.exists(page):
        os.remove(page)
    done = subprocess.run([dndc, name, "--explore", "page.html", *words], cwd=folder, capture_output=True, text=True)
    content = ""
    if os.path.exists(page):
        with open(page, encoding="utf-8") as file:
            content = file.read()
    return done, content


def lines_of(phase):
    """(text, lines of the model) of every line of a phase."""
    rows, entries = phase["text"].split("\n")[:-1], phase["map"]
    made = [set() for _ in rows]
    for k, (line, *numbers) in enumerate(entries):
        for at in range(line, entries[k + 1][0] if k + 1 < len(entries) else len(rows)):
            made[at] = set(numbers)
    return list(zip(rows, made))


def check_structure(text, out, phases):
    page = Page(text)
    names = [phase["name"] for phase in page.data["phases"]]
    out.check("phases", [] if names == phases else [str(names)])
    out.check("size", [] if len(text.encode()) < 3_000_000 else [str(len(text.encode()))])
    bad = list(page.loads) + re.findall(r"https?://[^\s\"']+|@import|url\(", page.texts["style"] + page.texts["script"])
    bad += [] if "default-src 'none'" in page.policy else ["no policy against loading"]
    out.check("it loads nothing", bad)
    out.check("elements", [] if page.elements.count("script") == 2 and page.elements.count("style") == 1 else [str(page.elements)])
    out.check("every mark is filled", re.findall(r"@[A-Z]+@", text))
    return page.data


# A word of a phase, and the line of the model that it comes from (of any that holds the word).
PLACES = [("dnd", "tanh(", 4), ("forms", "dnd.low_rank_quadratic", 5), ("train", "dnd.contract(%arg1, %arg0)", 3), ("linalg", "math.tanh", 4),
          ("loops", "math.tanh", 4)]


def check_places(data, out):
    for phase in data["phases"]:
        rows = lines_of(phase)
        numbers = {n for _, made in rows for n in made}
        bad = [f"line {n} is not of the model" for n in numbers if not 0 <= n < MODEL.count("\n") + 1]
        bad += [f"nothing comes from line {n + 1}" for n in (3, 4, 5) if n not in numbers]
        bad += [f"a place is left in: {text}" for text, _ in rows if re.search(r" loc\(|!dbg|^\s*\.loc\b|DILocation", text)][:3]
        bad += [text for text, _ in rows if re.search(r"(func|define|func\.func) .*@\w*_f64", text)][:3]
        out.check(f"places of {phase['name']}", bad)
    phases = {phase["name"]: lines_of(phase) for phase in data["phases"]}
    for name, word, number in PLACES:
        found = [made for text, made in phases[name] if word in text]
        out.check(f"{name}: {word}", [] if any(number in made for made in found) else [str(found[:5])])
    raised = [text for number, text in data["remarks"] if number == 5 and "[raise]" in text]
    out.check("remarks at their lines", [] if any("low_rank_quadratic" in text for text in raised) else [str(data["remarks"][:5])])


HOSTILE = """// </script><script>alert(1)</script> <!-- <script> ]]> @DATA@ @TITLE@
/* </SCRIPT > \u2028 &amp; &#60;b&#62; \\u003c */
/// <img src=x onerror=alert(1)>
network Net {
  input  x[4] // "</script>
  output logits = x |> dense(3)
}

train Net {
  data      csv(train = "</script><b>.csv") // '">
  loss      cross_entropy
  optimizer sgd(lr = 0.1)
}
"""


def check_hostile(dndc, folder, out):
    name = "<b>&\"'$(x) @DATA@.dnd"
    done, text = compiled(dndc, folder, HOSTILE, "--cuda=off", "-O0", name=name)
    if done.returncode:
        return out.check("hostile text", [done.stderr])
    page = Page(text)
    bad = [] if page.elements.count("script") == 2 and "img" not in page.elements and "b" not in page.elements else [str(page.elements)]
    bad += page.loads
    data = page.data
    bad += [] if [s["text"] for s in data["sources"]] == [HOSTILE] else ["the text is another"]
    bad += [] if data["title"] == name and page.texts["title"].startswith(name) else [page.texts["title"]]
    out.check("hostile text", bad)


def check_large(dndc, folder, out):
    layers = "".join(f"  h{k} = h{k - 1} |> dense({8 + k % 5}) |> tanh\n" for k in range(1, 60))
    text = "network Net {\n  input  h0[4]\n" + layers + "  output logits = h59 |> dense(3)\n}\n" + MODEL[MODEL.index("\ntrain"):]
    done, page = compiled(dndc, folder, text, "-O0", "--cuda=off")
    bad = [done.stderr] if done.returncode else []
    bad += [] if 0 < len(page.encode()) < 3_000_000 else [f"{len(page.encode())} bytes"]
    if page:
        data = Page(page).data
        bad += [] if any(phase["left"] > 0 for phase in data["phases"]) else ["nothing was cut: the test needs a larger model"]
        bad += [f"{phase['name']} is empty" for phase in data["phases"] if phase["text"].count("\n") < 10]
    out.check("a large model is cut", bad)


def check_usage(dndc, folder, out):
    for words in (("-o", "x"), ("--emit=asm",), ("--check",)):
        done, page = compiled(dndc, folder, MODEL, *words)
        out.check(f"with {words[0]}", [] if done.returncode == 2 and not page and "--explore" in done.stderr else [done.stderr])
    done, page = compiled(dndc, folder, MODEL.replace("tanh(h)", "tanh(hh)"))
    out.check("a model with mistakes has no page", [] if done.returncode == 1 and not page and "E0201" in done.stderr else [done.stderr])
    done = subprocess.run([dndc, "model.dnd", "--explore", "no/such/page.html"], cwd=folder, capture_output=True, text=True)
    compiled(dndc, folder, MODEL, "--check")  # the model without mistakes
    done = subprocess.run([dndc, "model.dnd", "-O0", "--cuda=off", "--explore", "no/such/page.html"], cwd=folder, capture_output=True, text=True)
    out.check("a page that cannot be written", [] if done.returncode == 7 and "page.html" in done.stderr else [done.stderr])
    done = subprocess.run([dndc, "model.dnd", "-O0", "--cuda=off", "--explore", "model.dnd"], cwd=folder, capture_output=True, text=True)
    with open(os.path.join(folder, "model.dnd")) as file:
        out.check("the model stays", [] if done.returncode == 2 and "--explore page.html" in done.stderr and file.read() == MODEL else [done.stderr])
    with open(os.path.join(folder, "model.dnd")) as file:
        done = subprocess.run([dndc, "-", "-O0", "--cuda=off", "--explore", "page.html"], cwd=folder, stdin=file, capture_output=True, text=True)
    with open(os.path.join(folder, "page.html")) as file:
        data = Page(file.read()).data
    out.check("from the standard input", [] if [s["text"] for s in data["sources"]] == [MODEL] and
              any(n for phase in data["phases"] for _, made in lines_of(phase) for n in made) else [done.stderr])


def check(root, build, out):
    dndc = os.path.abspath(os.path.join(build, "bin", "dndc"))
    with tempfile.TemporaryDirectory() as folder:
        done, text = compiled(dndc, folder, MODEL)
        if done.returncode:
            return out.check("a page", [done.stderr])
        data = check_structure(text, out, HOST + DEVICE)
        check_places(data, out)
        done, text = compiled(dndc, folder, MODEL, "--cuda=off")
        check_structure(text, out, HOST)
        check_hostile(dndc, folder, out)
        check_large(dndc, folder, out)
        check_usage(dndc, folder, out)


if __name__ == "__main__":
    report.main("script.explore", __doc__.splitlines()[0], check)
