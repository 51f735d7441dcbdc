"""Exports of a history, as `quizdl history merge` reads them: an event is taken whole and given back as it was, or none of the file is."""

from __future__ import annotations

import json
import tempfile
from contextlib import closing
from datetime import timedelta
from functools import cache
from pathlib import Path
from random import Random

from fsrs.scheduler import DEFAULT_PARAMETERS

from quizdl.app.history import export, export_to, merge
from quizdl.domain.mark import What
from quizdl.domain.schedule import Rating
from quizdl.errors import QuizdlError
from quizdl.history.store import History
from tests.fuzz.mutator import NASTY, mutated
from tests.fuzz.target import Target
from tests.history.logs import NOON, attempt, mark, replayed, review

VALUES = [
    value.encode()
    for value in (
        '"2026-02-30T12:00:00Z"', '"0001-01-01T00:00:00+14:00"', '"9999-12-31T23:59:59-14:00"', '"2026-03-01T12:00:00"', '"\\ud800"',
        '"\\u0000"', "1e400", "NaN", "-Infinity", "9223372036854775808", "-9223372036854775809", "0", "5", "-1", "1.5", "null", "true",
        "[]", "{}", "[[[[", '"attempt"', '"review"', '"history"', '"event"', '"id"', '"rating"', '{"event": "history", "format": 3}', '"mark"', '"undo"',
        '"parameters"', '"bury"', '"{}"', "0.5",
    )
]  # fmt: skip

MARKS: list[tuple[What, str, str]] = [
    ("undo", review(0).id, ""), ("dispute", review(1).id, '{"bank": "0123456789ab"}'), ("undo", review(9).id, ""),
    ("flag", "q1", "∂?"), ("unflag", "q1", ""), ("bury", "q0", '{"until": "2026-03-05T04:00:00.000000+00:00"}'),
    ("suspend", "q2", "leech"), ("restore", "q2", ""), ("interview", "s", '{"score": 0.5}'),
    ("parameters", "", json.dumps({"parameters": [value * 1.1 for value in DEFAULT_PARAMETERS]})),
]  # fmt: skip


@cache
def _lines() -> list[bytes]:
    """The lines of an export with answers of every rating, attempts, and marks of every kind."""
    with tempfile.TemporaryDirectory() as folder, closing(History.open(Path(folder), writing=True)) as history:
        for number, rating in enumerate((*Rating, None, Rating.AGAIN)):
            history.record(
                review(
                    number, rating=rating, at=NOON + timedelta(days=7 * number), mistake="sign" if number % 2 else None
                )
            )
        for number in range(2):
            history.record_attempt(attempt(number))
        for number, (what, target, value) in enumerate(MARKS):
            history.mark(mark(number, what, target, value))
        return [f"{line}\n".encode() for line in export(history)]


def _export(rng: Random) -> bytes:
    lines = rng.choices(_lines(), k=rng.choice((1, 2, 5, 9)))
    return mutated(rng, b"".join(lines), _lines(), (*NASTY, *VALUES))


def _check(raw: bytes) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        given, again = folder / "given.jsonl", folder / "again.jsonl"
        given.write_bytes(raw)
        with (
            closing(History.open(folder / "one", writing=True)) as one,
            closing(History.open(folder / "two", writing=True)) as two,
        ):
            try:
                merge(one, [given], lambda done, of: None)
            except QuizdlError as error:
                assert error.message
                assert error.hint
                assert not list(one.events()), "a part of a file that was refused has been added"
                return
            export_to(one, again)
            merge(two, [again], lambda done, of: None)
            assert list(one.events()) == list(two.events())
            assert one.schedules() == two.schedules() == replayed(one)
            assert one.counted() == two.counted()
            json.dumps(list(export(two)))


TARGETS = {"histories": Target(_export, _check, 10_000)}
