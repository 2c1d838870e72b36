"""The models that README.md shows: each network of it in a file of its own, OUT/NAME.dnd.

    readme_models.py README.md OUT
"""

import os
import re
import sys


def main():
    with open(sys.argv[1]) as file:
        blocks = re.findall(r"^```\n(.*?)^```$", file.read(), re.M | re.S)
    os.makedirs(sys.argv[2], exist_ok=True)
    for block in blocks:
        for name in re.findall(r"^network (\w+)", block, re.M):
            with open(os.path.join(sys.argv[2], name + ".dnd"), "w") as file:
                file.write(block)
            print(name)


if __name__ == "__main__":
    main()
