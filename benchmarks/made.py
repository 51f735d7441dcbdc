"""A bank and a history of any size, made up but of the usual shape, and kept between runs outside the checkout."""

from __future__ import annotations

import hashlib
import random
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import fields
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import yaml

from benchmarks.measure import CACHE, ROOT
from quizdl.bank.compiled import Bank, open_bank
from quizdl.domain.catalogue import Entry
from quizdl.domain.review import Review
from quizdl.domain.schedule import Rating, Schedule, advance
from quizdl.history.opening import FILE
from quizdl.history.store import History, new_id

PER_FILE = 200
"""Questions in one file, which is one topic; every twentieth is new, the others were all reviewed alike often."""
NEW = 20
SUBTOPICS = 5
YEARS = 3
_WORDS = (
    "gradient",
    "loss",
    "weight",
    "batch",
    "layer",
    "kernel",
    "variance",
    "momentum",
    "norm",
    "rank",
    "trace",
    "label",
    "stride",
)
_MADE_BY = ("benchmarks/made.py", *(f"quizdl/{name}/*.py" for name in ("bank", "history", "kinds", "domain")))


def bank_and_home(questions: int, reviews: int) -> tuple[Path, Path]:
    """A bank's folder, and a QUIZDL_HOME with so many reviews of it and the compiled bank.

    Both are kept for the next run, until the code that makes or reads them changes. Whoever writes to the home takes a copy.
    """
    code = hashlib.sha256(b"".join(p.read_bytes() for names in _MADE_BY for p in sorted(ROOT.glob(names)))).hexdigest()
    name = f"{questions}-{reviews}-"
    folder = CACHE / "made" / f"{name}{code[:16]}"
    if not folder.is_dir():
        for older in folder.parent.glob(f"{name}*"):
            shutil.rmtree(older)
        begun = folder.with_suffix(".part")
        shutil.rmtree(begun, ignore_errors=True)
        write_bank(begun / "bank", questions)
        begun.rename(folder)  # now, as the compiled bank knows its files by their paths
    bank, home = folder / "bank", folder / "home"
    opened = open_bank(bank, home / "cache")
    if not (home / FILE).exists():
        begun = folder / "history"
        shutil.rmtree(begun, ignore_errors=True)
        _write_history(begun, opened, reviews)
        (begun / FILE).rename(home / FILE)
    return bank, home


def write_bank(root: Path, questions: int) -> None:
    """A bank of so many choices and numbers, in topics of 200."""
    rng = random.Random(0)
    root.mkdir(parents=True)
    topics = [f"topic_{i}" for i in range(questions // PER_FILE)]
    contents = {
        topic: {"title": topic.title(), "subtopics": {f"{topic}.part-{i}": f"part {i}" for i in range(SUBTOPICS)}}
        for topic in topics
    }
    head = {"format": 1, "title": f"{questions} questions", "topics": contents}
    (root / "bank.yaml").write_text(yaml.dump(head, Dumper=yaml.CSafeDumper, sort_keys=False))
    for topic in topics:
        page = {"topic": topic, "questions": [_question(rng, topic, i) for i in range(PER_FILE)]}
        (root / f"{topic}.yaml").write_text(yaml.dump(page, Dumper=yaml.CSafeDumper, sort_keys=False, width=120))


def _question(rng: random.Random, topic: str, number: int) -> dict[str, Any]:
    def words(count: int) -> str:
        return " ".join(rng.choices(_WORDS, k=count))

    name = f"{topic.replace('_', '-')}-{number}"
    about: dict[str, Any] = {"id": name, "subtopic": f"{topic}.part-{number % SUBTOPICS}", "level": 1 + number % 3}
    if number % 2:
        about |= {"kind": "numeric", "prompt": f"{name}: {words(12)}, halved?", "answer": f"{number} / 2"}
    else:
        right, *wrong = (f"{i} {words(4)}" for i in range(4))
        reasons = {right: None} | {choice: f"{words(10)}." for choice in wrong}
        about |= {"kind": "choice", "prompt": f"{name}: {words(12)}?", "answer": right, "choices": reasons}
    return about | {"explanation": f"{words(40)}.", "source": f'A book, "{words(3)}", page {number}'}


def _write_history(home: Path, bank: Bank, reviews: int) -> None:
    History.open(home, writing=True).close()  # of the present schema
    entries = [entry for i, entry in enumerate(bank.entries()) if i % NEW]
    rng = random.Random(0)
    now = datetime.now(UTC)
    schedules = []
    with closing(sqlite3.connect(home / FILE)) as connection:
        connection.execute("PRAGMA synchronous = OFF")  # the file is thrown away if this does not end
        for i, entry in enumerate(entries):
            times = reviews * (i + 1) // len(entries) - reviews * i // len(entries)
            log = list(_reviews(rng, bank, entry, times, now))
            _insert(connection, "review", log)
            schedule: Schedule | None = None
            for review in log:
                if review.rating is not None:
                    schedule = advance(entry.id, schedule, review.rating, review.at)
            schedules += [schedule] if schedule else []
        _insert(connection, "schedule", schedules)
        connection.commit()


def _reviews(rng: random.Random, bank: Bank, entry: Entry, times: int, now: datetime) -> Iterator[Review]:
    fingerprint = bank.asked(entry, 0).question.fingerprint
    days = sorted(rng.uniform(0, YEARS * 365) for _ in range(times))
    for day in days:
        at = now - timedelta(days=YEARS * 365 - day)
        right = rng.random() < 0.85
        yield Review(
            id=new_id(at), at=at, session=f"{int(day):032x}", question=entry.id, fingerprint=fingerprint,
            kind=entry.kind, topic=entry.topic, subtopic=entry.subtopic, outcome="correct" if right else "wrong",
            score=float(right), answer="an answer", seed=rng.getrandbits(32), seconds=rng.uniform(0.5, entry.seconds),
            limit=entry.seconds, hinted=False, rating=rng.choice((Rating.GOOD, Rating.EASY)) if right else Rating.AGAIN,
            mistake=None if right else rng.choice(_WORDS),
        )  # fmt: skip


def _insert(connection: sqlite3.Connection, table: str, records: list[Review] | list[Schedule]) -> None:
    """In bulk: the same rows that `History.record` writes, without a transaction for each."""
    if not records:
        return
    names = [field.name for field in fields(records[0])]
    values = ([getattr(record, name) for name in names] for record in records)
    rows = [[v.isoformat(timespec="microseconds") if isinstance(v, datetime) else v for v in row] for row in values]
    columns, marks = ", ".join(f"[{name}]" for name in names), ", ".join("?" * len(names))
    connection.executemany(f"INSERT INTO {table} ({columns}) VALUES ({marks})", rows)  # noqa: S608 - ours
