"""write_npy.py FILE EXTENT...: an f32 array of numbers in [-1, 1), the same each time."""

import struct
import sys

shape = tuple(int(word) for word in sys.argv[2:])
count = 1
for extent in shape:
    count *= extent
header = f"{{'descr': '<f4', 'fortran_order': False, 'shape': {shape}, }}"
header += " " * (117 - len(header)) + "\n"
with open(sys.argv[1], "wb") as file:
    file.write(b"\x93NUMPY\x01\x00" + struct.pack("<H", len(header)) + header.encode())
    file.write(struct.pack(f"<{count}f", *((i * 37 % 101 - 50) / 50 for i in range(count))))
