"""`quizdl_cards.py BANK HOME COUNT`: answers so many questions in drills of ten, and prints the seconds taken as JSON."""

import json
import random
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

from quizdl.app.drill import start_drill
from quizdl.bank.compiled import open_bank
from quizdl.history.store import History

DRILL = 10
"""Questions in a drill, as by default; choosing them counts as part of getting the first."""


def main(root: str, home: str, count: str) -> None:
    """Opens bank and history, then answers: the next question is ready to be shown, a recorded answer is on the disk."""
    started = time.perf_counter()
    history = History.open(Path(home), writing=True)
    bank = open_bank(Path(root), Path(home, "cache"))
    opened = time.perf_counter() - started
    nexts: list[float] = []
    answers: list[float] = []
    while len(answers) < int(count):
        started = time.perf_counter()
        drill = start_drill(
            bank, history, topic=None, count=DRILL, seed=random.getrandbits(32), ahead=False,
            clock=lambda: datetime.now(UTC), zone=None,
        )  # fmt: skip
        for showing in drill.showings():
            shown = time.perf_counter()
            drill.answer(showing, showing.asked.question.expected(), seconds=2.0)
            answers.append(time.perf_counter() - shown)
            nexts.append(shown - started)
            started = time.perf_counter()
    history.close()
    print(json.dumps({"open": [opened], "next": nexts, "answer": answers}))


if __name__ == "__main__":
    main(*sys.argv[1:])
