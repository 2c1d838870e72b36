"""Holds event files of TensorBoard against metrics.jsonl: framing, checksums, every number. events.py FOLDER METRICS

The checksum and the message format are written down here a second time, from their specifications.
"""

import json
import os
import struct
import sys


def crc32c(data):
    crc = 0xFFFFFFFF
    for byte in data:
        crc ^= byte
        for _ in range(8):
            crc = crc >> 1 ^ (0x82F63B78 if crc & 1 else 0)
    return crc ^ 0xFFFFFFFF


def masked(data):
    crc = crc32c(data)
    return ((crc >> 15 | crc << 17) + 0xA282EAD8) & 0xFFFFFFFF


def fields(data):
    at = 0

    def varint():
        nonlocal at
        value = shift = 0
        while True:
            byte = data[at]
            at += 1
            value |= (byte & 127) << shift
            shift += 7
            if byte < 128:
                return value
    while at < len(data):
        tag = varint()
        kind = tag & 7
        if kind == 0:
            yield tag >> 3, varint()
        else:
            size = {1: 8, 5: 4}.get(kind)
            size = varint() if size is None else size
            yield tag >> 3, data[at:at + size]
            at += size


def records(path):
    with open(path, "rb") as file:
        data = file.read()
    while data:
        (size,), (check,) = struct.unpack("<Q", data[:8]), struct.unpack("<I", data[8:12])
        body, (sum_,) = data[12:12 + size], struct.unpack("<I", data[12 + size:16 + size])
        assert check == masked(data[:8]) and sum_ == masked(body)
        yield body
        data = data[16 + size:]


def main(folder, metrics):
    assert crc32c(b"123456789") == 0xE3069283
    found = {}
    for name in sorted(os.listdir(folder)):
        assert name.startswith("events.out.tfevents."), name
        events = [list(fields(record)) for record in records(os.path.join(folder, name))]
        assert (3, b"brain.Event:2") in events[0]
        for event in events[1:]:
            step = dict(event)[2]
            for _, value in fields(dict(event)[5]):
                entry = dict(fields(value))
                found[entry[1].decode(), step] = struct.unpack("<f", entry[2])[0]
    wanted = {}
    with open(metrics) as file:
        for line in file:
            row = json.loads(line)
            for key, value in row.items():
                part, _, rest = key.partition("_")
                tag = f"{rest}/{part}" if part in ("train", "val", "test") else key
                if key != "step":
                    wanted[tag, row["step"]] = struct.unpack("<f", struct.pack("<f", value))[0]
    assert found == wanted and len(wanted) > 10, (found, wanted)


if __name__ == "__main__":
    main(*sys.argv[1:])
