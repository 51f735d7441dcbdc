"""The next question and the record of an answer, in process, beside Anki's backend with as many cards, reviews and due cards, with FSRS on.

Both as they are installed: Anki shows 20 new cards and 200 reviews a day at most, quizdl chooses ten questions at a time from all. Anki's next
card is one that its reviewer could render; quizdl's next question is ready to be shown.
"""

from __future__ import annotations

import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.made import YEARS, bank_and_home
from benchmarks.measure import CACHE, ROOT, Figure, p95
from benchmarks.peers import python_of, title
from quizdl.bank.compiled import open_bank
from quizdl.history.store import History

SIZES = (10_000, 100_000)
REVIEWS = 1_000_000
ROUNDS = 3
ANSWERS = 60
"""In each round; all rounds together stay below the 200 that Anki shows a day."""
DRIVERS = ROOT / "benchmarks" / "drivers"


def figures() -> Iterator[Figure]:
    """For each size: opening, the next question, an answer, each against Anki's; and how long a durable record takes."""
    CACHE.mkdir(parents=True, exist_ok=True)
    for size in SIZES:
        with tempfile.TemporaryDirectory(dir=CACHE) as folder:  # on the disk, which is not always so of the system's
            yield from _figures(size, Path(folder))


def _figures(size: int, folder: Path) -> Iterator[Figure]:
    bank, kept = bank_and_home(size, REVIEWS)
    home = folder / "home"
    shutil.copytree(kept, home)
    cards, collection = folder / "cards.json", folder / "collection.anki2"
    cards.write_text(json.dumps(_cards(bank, home)))
    anki = [python_of("anki"), str(DRIVERS / "anki_cards.py")]
    _output([*anki, "fill", str(collection), str(cards), str(REVIEWS), str(YEARS * 365)])
    commands = {
        "quizdl": [sys.executable, str(DRIVERS / "quizdl_cards.py"), str(bank), str(home), str(ANSWERS)],
        "anki": [*anki, "answer", str(collection), str(ANSWERS)],
    }
    took: dict[tuple[str, str], list[float]] = defaultdict(list)
    for _ in range(ROUNDS):
        for name, command in commands.items():
            for step, seconds in json.loads(_output(command)).items():
                took[name, step] += seconds
    at = f"with {size:,} cards, {REVIEWS:,} reviews"
    for step, what, bound in (
        ("open", "opening", None),
        ("next", "next question, the choosing included", 1.0 if size == max(SIZES) else None),
        ("answer", "judging and recording an answer", None),
    ):
        own, peer = (statistics.mean(took[name, step]) for name in commands)
        detail = (
            f"mean {own * 1000:.1f} ms against {peer * 1000:.1f} of {title('anki')}, {len(took['anki', step])} times"
        )
        yield Figure(f"{what} {at}, against Anki's backend", own / peer, "×", bound, True, detail)
    recorded, theirs = (p95(took[name, "answer"]) * 1000 for name in commands)
    flush, commit = (p95(took["quizdl", step]) * 1000 for step in ("flush", "commit"))
    middle = statistics.median(took["quizdl", "answer"]) * 1000
    detail = (
        f"median {middle:.1f} ms; on this disk 4 KB written and flushed {flush:.1f}, one row in SQLite {commit:.1f}; "
        f"Anki's {theirs:.1f} ms; {len(took['quizdl', 'answer'])} answers"
    )
    yield Figure(f"recording an answer durably {at}, 95th percentile", recorded, "ms", 10, True, detail)


def _cards(bank: Path, home: Path) -> list[list[float] | None]:
    """For each question what Anki needs to know of it: None for a new one, else days until due, interval, stability, difficulty, lapses."""
    now = datetime.now(UTC)
    with closing(History.open(home, writing=False)) as history:
        schedules = history.schedules()
    cards: list[list[float] | None] = []
    for entry in open_bank(bank, home / "cache").entries():
        s = schedules.get(entry.id)
        cards.append([(s.due - now).days, (s.due - s.last).days, s.stability, s.difficulty, s.lapses] if s else None)
    return cards


def _output(command: list[str]) -> str:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.run(command, env=environment, stdout=subprocess.PIPE, text=True, check=True).stdout
