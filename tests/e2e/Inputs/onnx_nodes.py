"""The kinds of the nodes of an ONNX file, one a line, each with its layer: onnx_nodes.py FILE

Reads the wire format by itself (model: graph 7; graph: node 1; node: name 3, kind 4).
"""

import sys

from events import fields


def main(path):
    with open(path, "rb") as file:
        model = dict(fields(file.read()))
    for number, node in fields(model[7]):
        if number == 1:
            parts = dict(fields(node))
            print(parts[4].decode(), parts[3].decode())


if __name__ == "__main__":
    main(*sys.argv[1:])
