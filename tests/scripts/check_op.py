"""Holds the generated code of the ops of tests/ops/X.mlir against the reference.

    check_op.py [options of check_numeric.py] X.mlir

Makes one network of all cases of the file (op_cases.py) and checks it with
check_numeric.py, which compiles and runs it. Ends with `op: ok, N cases`.
"""

import os
import subprocess
import sys
import tempfile

import op_cases


def main():
    *options, path = sys.argv[1:]
    cases = op_cases.read(path)
    with tempfile.TemporaryDirectory() as folder:
        network = os.path.join(folder, os.path.basename(path))
        with open(network, "w") as file:
            file.write(op_cases.network(cases))
        check = os.path.join(os.path.dirname(__file__), "check_numeric.py")
        status = subprocess.run([sys.executable, check, network, "--as-is", *options]).returncode
    if status:
        sys.exit(status)
    print(f"op: ok, {len(cases)} case" + ("s" if len(cases) > 1 else ""))


if __name__ == "__main__":
    main()
