"""The live part of the terminal: a question's bar, keys and line, and single keys (prompt_toolkit)."""

from quizdl.cli.keyboard.keys import read_line, wait_key
from quizdl.cli.keyboard.question import ask
from quizdl.cli.reply import QUIT, SKIP, Reply

__all__ = ["QUIT", "SKIP", "Reply", "ask", "read_line", "wait_key"]
