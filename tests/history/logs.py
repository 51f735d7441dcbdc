"""Reviews, attempts and marks to record, and a look at what is in the file then. Light, as processes that are killed import it."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from quizdl.domain.mark import Mark, What
from quizdl.domain.review import Attempt, Review
from quizdl.domain.schedule import Rating, Schedule, replay
from quizdl.history.log import Log
from quizdl.history.opening import FILE

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def review(number: int, **changes: Any) -> Review:
    """The review of that number; the numbers take three questions in turn, an hour apart."""
    plain = Review(
        id=f"{number:032x}", at=NOON + timedelta(hours=number), session="s", question=f"q{number % 3}", fingerprint="f" * 16,
        kind="choice", topic="optimization", subtopic="op.adam", outcome="correct", score=1.0, answer="lr", seed=number, seconds=2.5,
        limit=5.0, hinted=False, rating=Rating.GOOD, mistake=None,
    )  # fmt: skip
    return replace(plain, **changes)


def attempt(number: int, **changes: Any) -> Attempt:
    """The attempt of that number, an hour after the one before."""
    plain = Attempt(
        id=f"{number:032x}", at=NOON + timedelta(hours=number), derivation="adam", topic="optimization", outcome="wrong", score=0.5,
        mistakes=("no_bias_correction",), seed=number, answer="def adam(): ...",
    )  # fmt: skip
    return replace(plain, **changes)


def mark(number: int, what: What, target: str, value: str = "", **changes: Any) -> Mark:
    """The mark of that number, an hour after the one before."""
    return replace(
        Mark(id=f"{number:032x}", at=NOON + timedelta(hours=number), what=what, target=target, value=value), **changes
    )


def replayed(history: Log) -> dict[str, Schedule]:
    """The schedules as they follow from the log alone."""
    return {after.question: after for _, _, after in replay(history.ratings(None), history.parameters())}


def query(home: Path, sql: str, *values: object) -> list[tuple[Any, ...]]:
    """What another connection finds in the file at this moment."""
    with closing(sqlite3.connect(home / FILE, isolation_level=None)) as connection:
        return connection.execute(sql, values).fetchall()


def contents(folder: Path) -> dict[str, bytes]:
    """Every file of a folder, byte for byte."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
