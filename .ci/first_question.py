"""Runs the README's first command on a pseudo-terminal until a question with its running clock stands there; then leaves it."""

import os
import pty
import select
import sys
import time

process, terminal = pty.fork()
if process == 0:
    os.environ.update(TERM="xterm-256color", COLUMNS="80", LINES="40")
    os.execvp("bash", ["bash", "-c", os.environ["SETUP"]])
screen = ""
deadline = time.monotonic() + 600
while time.monotonic() < deadline and not ("1/10 · Optimization" in screen and "█" in screen):
    if select.select([terminal], [], [], 1)[0]:
        try:
            screen += os.read(terminal, 4096).decode("utf-8", "ignore")
        except OSError:  # it ended
            break
else:
    os.write(terminal, b"\x04")
    time.sleep(1)
    screen += os.read(terminal, 65536).decode("utf-8", "ignore")
    print(screen)
    sys.exit(0)
print(screen)
sys.exit("no timed question appeared")
