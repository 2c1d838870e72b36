"""terminal.py COMMAND...: runs it on a terminal, and says whether that got commands (ESC)."""
import os
import pty
import sys

child, terminal = pty.fork()
if child == 0:
    os.environ["TERM"] = "dumb"
    os.execv(sys.argv[1], sys.argv[1:])
data = b""
while True:
    try:
        part = os.read(terminal, 65536)
    except OSError:  # the other side is closed
        break
    if not part:
        break
    data += part
code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
if code:
    sys.exit(f"exit status {code}: {data!r}")
print("commands!" if b"\x1b" in data else "no commands,", len(data), "bytes")
