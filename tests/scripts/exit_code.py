"""Runs a command and prints all that it prints, and its exit status as the last line."""

import subprocess
import sys

done = subprocess.run(sys.argv[1:], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
print(done.stdout, end="")
print("exit status", done.returncode)
