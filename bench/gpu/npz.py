"""Reading and writing .npy and .npz with the standard library alone.

A machine with a GPU need not have NumPy. Arrays are (shape, array.array).
"""

import array
import ast
import struct
import zipfile

CODES = {"<f4": "f", "<f8": "d", "<i4": "i", "<i8": "q", "|u1": "B"}
NAMES = {code: name for name, code in CODES.items()}


def parse(data):
    if data[:6] != b"\x93NUMPY":
        raise ValueError("no .npy file")
    width = 2 if data[6] == 1 else 4
    length = struct.unpack("<H" if width == 2 else "<I", data[8:8 + width])[0]
    header = ast.literal_eval(data[8 + width:8 + width + length].decode())
    if header["fortran_order"]:
        raise ValueError("column-major arrays are not read")
    values = array.array(CODES[header["descr"]])
    values.frombytes(data[8 + width + length:])
    return header["shape"], values


def write_npy(path, shape, values):
    text = "{'descr': '%s', 'fortran_order': False, 'shape': (%s), }" % (
        NAMES[values.typecode], "".join(f"{n}, " for n in shape))
    text += " " * (-(len(text) + 11) % 64) + "\n"
    with open(path, "wb") as file:
        file.write(b"\x93NUMPY\x01\x00" + struct.pack("<H", len(text)) + text.encode())
        values.tofile(file)


def read_npz(path):
    with zipfile.ZipFile(path) as packed:
        return {name[:-4]: parse(packed.read(name)) for name in packed.namelist()}


def difference(got, want):
    """The largest difference relative to the largest number of `want`, and where."""
    if sorted(got) != sorted(want):
        raise ValueError(f"arrays {sorted(got)} instead of {sorted(want)}")
    worst, where = 0.0, ""
    for name, (shape, values) in want.items():
        if got[name][0] != shape:
            raise ValueError(f"'{name}' has shape {got[name][0]} instead of {shape}")
        largest = max((abs(v) for v in values), default=0.0) or 1.0
        for a, b in zip(got[name][1], values):
            error = abs(a - b) / largest
            if not error <= worst:  # also when it is no number
                worst, where = error, name
    return worst, where
