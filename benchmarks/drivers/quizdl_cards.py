"""`quizdl_cards.py BANK HOME COUNT`: answers so many questions in drills of ten, and prints the seconds taken as JSON.

Between the answers it measures what the disk costs: 4 KB written and flushed, and one row in a SQLite file, on the same disk.
"""

import json
import os
import random
import sqlite3
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
    floor = Floor(Path(home))
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
            floor.measure()
            started = time.perf_counter()
    history.close()
    print(
        json.dumps(
            {"open": [opened], "next": nexts, "answer": answers, "flush": floor.flushes, "commit": floor.commits}
        )
    )


class Floor:
    """What the disk of a folder costs: nothing can be durable on it for less."""

    def __init__(self, folder: Path) -> None:
        self.flushes: list[float] = []
        self.commits: list[float] = []
        self.file = os.open(folder / "floor", os.O_WRONLY | os.O_CREAT)
        self.database = sqlite3.connect(folder / "floor.sqlite", isolation_level=None)
        self.database.execute("PRAGMA journal_mode = WAL")
        self.database.execute("PRAGMA synchronous = FULL")
        self.database.execute("CREATE TABLE IF NOT EXISTS answer (text TEXT)")

    def measure(self) -> None:
        """Once each."""
        started = time.perf_counter()
        os.write(self.file, b"." * 4096)
        os.fsync(self.file)
        flushed = time.perf_counter()
        self.database.execute("INSERT INTO answer VALUES ('an answer')")
        self.commits.append(time.perf_counter() - flushed)
        self.flushes.append(flushed - started)


if __name__ == "__main__":
    main(*sys.argv[1:])
