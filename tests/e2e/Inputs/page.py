"""A page of dnd: well formed, below 3 MB, loads nothing, every picture decodes; PAGE TEXT... or --pictures FOLDER"""

import base64
import html.parser
import os
import re
import struct
import sys
import zlib

VOID = {"meta", "link", "img", "br", "input", "hr"}


class Page(html.parser.HTMLParser):
    def __init__(self):
        super().__init__()
        self.open, self.pictures, self.text = [], [], ""

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        for name in ("src", "href", "xlink:href", "data", "action"):
            value = attributes.get(name)
            assert value is None or value.startswith(("data:", "#")), (tag, value)
        if tag == "img":
            assert attributes.get("alt")
            self.pictures.append(attributes["src"])
        if tag not in VOID and not self.get_starttag_text().endswith("/>"):
            self.open.append(tag)

    def handle_startendtag(self, tag, attributes):
        self.handle_starttag(tag, attributes)

    def handle_endtag(self, tag):
        assert self.open and self.open.pop() == tag, (tag, self.getpos())

    def handle_data(self, data):
        self.text += data


def check_png(data):
    """Chunks, checksums and the size of the pixels (RGB, 8 bits)."""
    assert data[:8] == b"\x89PNG\r\n\x1a\n"
    at, packed, size = 8, b"", None
    while at < len(data):
        (length,) = struct.unpack(">I", data[at:at + 4])
        kind, body = data[at + 4:at + 8], data[at + 8:at + 8 + length]
        assert struct.unpack(">I", data[at + 8 + length:at + 12 + length])[0] == zlib.crc32(kind + body)
        if kind == b"IHDR":
            width, height, depth, colour = struct.unpack(">IIBB", body[:10])
            size = (3 * width + 1) * height
            assert depth == 8 and colour == 2 and width and height
        packed += body if kind == b"IDAT" else b""
        at += 12 + length
    pixels = zlib.decompress(packed)
    assert len(pixels) == size
    return len(set(pixels)) > 2


def main(path, *texts):
    if path == "--pictures":
        names = os.listdir(texts[0])
        assert names
        for name in names:
            with open(os.path.join(texts[0], name), "rb") as file:
                assert check_png(file.read()), name
        return
    with open(path) as file:
        data = file.read()
    assert len(data) < 3e6, len(data)
    assert "<script" not in data and "nan" not in re.sub(r"base64,[^\"]*", "", data).lower().replace("finance", "")
    page = Page()
    page.feed(data)
    assert not page.open, page.open
    for text in texts:
        assert text in page.text, text
    assert page.pictures
    for picture in page.pictures:
        assert check_png(base64.b64decode(picture.split("base64,")[1])), "an empty picture"


if __name__ == "__main__":
    main(*sys.argv[1:])
