"""A sitting at derivations line by line: nothing is redrawn, and the file is graded when the person asks for it."""

from __future__ import annotations

import sys

from quizdl.cli import terminal
from quizdl.cli.lines import ask_for_line, read_line
from quizdl.cli.sitting import Sitting

_KEYS = "Enter grades what is saved, h hint, n next, p previous, l list, e edit, r reference, q quit"


class LineSitting(Sitting):
    """The same keys, each as a line."""

    plain = True
    saving = ("save, and press Enter here",)

    def run(self) -> None:
        """Reads lines until `q` or their end."""
        actions = {**self._actions(), "": self._grade}
        try:
            while True:
                ask_for_line(f"({_KEYS})", sys.stdin.isatty())
                key = read_line()
                if key is None or key == "q":
                    return
                if key != "r":
                    self.giving_up = False
                if key in actions:
                    actions[key]()
        finally:
            self.grader.close()

    def _grade(self) -> None:
        """The verdict on what is saved."""
        from quizdl.app.derive import record
        from quizdl.app.grader import Answer
        from quizdl.cli.views.verdict import verdict_view

        readable, answer = self._look()
        if not readable:
            self.console.print(f" {terminal.plain(answer)}\n")
            return
        number = self.grader.submit(Answer(self.derivation, answer, str(self.path), self.seed, self.seconds))
        judgement = self.grader.verdict(number)
        if judgement.unfinished:
            self.console.print(f" {self.path}:{judgement.line}: {terminal.plain(judgement.says)}\n")
            return
        record(self.derivation, answer, judgement, self.history, terminal.now)
        console = self.console
        console.print(verdict_view(judgement, self.derivation, str(self.path), console.width, drawings=False))
        if judgement.outcome == "correct":
            self.solved = True
            console.print(" Solved. n takes the next one, r shows the reference.")

    def _edit(self) -> None:
        super()._edit()
        self._grade()
