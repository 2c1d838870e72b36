"""Digits of models/data as folders of PNG files: OUT/train/CLASS/N.png, OUT/test/CLASS/N.png.

    make_pictures.py DATA OUT [--train 1500] [--test 500] [--times 2]

Each pixel becomes TIMES x TIMES ones. Needs nothing but Python.
"""

import argparse
import os
import struct
import zlib

NAMES = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]


def png(rows):
    """A grey picture of 8 bits from rows of bytes."""
    def chunk(kind, body):
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
    header = struct.pack(">IIBBBBB", len(rows[0]), len(rows), 8, 0, 0, 0, 0)
    body = b"".join(b"\0" + bytes(row) for row in rows)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(body)) + chunk(b"IEND", b"")


def write(path, out, count, times):
    with open(path) as file:
        for number, line in zip(range(count), file):
            *pixels, label = [int(x) for x in line.split(",")]
            rows = [[15 * pixels[8 * (y // times) + x // times] for x in range(8 * times)] for y in range(8 * times)]
            folder = os.path.join(out, NAMES[label])
            os.makedirs(folder, exist_ok=True)
            with open(os.path.join(folder, f"{number:04}.png"), "wb") as picture:
                picture.write(png(rows))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data")
    parser.add_argument("out")
    parser.add_argument("--train", type=int, default=1500)
    parser.add_argument("--test", type=int, default=500)
    parser.add_argument("--times", type=int, default=2)
    args = parser.parse_args()
    write(os.path.join(args.data, "optdigits.tra"), os.path.join(args.out, "train"), args.train, args.times)
    write(os.path.join(args.data, "optdigits.tes"), os.path.join(args.out, "test"), args.test, args.times)


if __name__ == "__main__":
    main()
