"""The domain's things, with plain defaults for what a test does not care about."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta
from typing import Any

from quizdl.domain.catalogue import Entry
from quizdl.domain.derivation import Derivation
from quizdl.domain.review import Attempt, Review
from quizdl.domain.schedule import Rating, Schedule

NOW = datetime(2026, 6, 10, 12, 0, tzinfo=UTC)


def rng(seed: int) -> random.Random:
    return random.Random(seed)


def entry(name: str, **fields: Any) -> Entry:
    known: dict[str, Any] = {
        "id": name, "kind": "choice", "topic": "opt", "subtopic": "opt.sgd", "level": 1, "seconds": 5.0, "generated": False,
        "source": "a book", "path": "opt.yaml", "line": 1,
    }  # fmt: skip
    return Entry(**{**known, **fields})


def schedule(name: str, due: timedelta, **fields: Any) -> Schedule:
    """A schedule that is due so long after NOW."""
    known: dict[str, Any] = {
        "question": name, "due": NOW + due, "stability": 10.0, "difficulty": 5.0, "state": 2, "step": None,
        "last": NOW - timedelta(days=5), "reviews": 3, "lapses": 0,
    }  # fmt: skip
    return Schedule(**{**known, **fields})


def review(name: str, at: datetime, **fields: Any) -> Review:
    known: dict[str, Any] = {
        "id": f"{at.isoformat()} {name}", "at": at, "session": "s", "question": name, "fingerprint": "f", "kind": "choice",
        "topic": "opt", "subtopic": "opt.sgd", "outcome": "correct", "score": 1.0, "answer": "1", "seed": 1, "seconds": 2.0,
        "limit": 5.0, "hinted": False, "rating": Rating.GOOD, "mistake": None,
    }  # fmt: skip
    return Review(**{**known, **fields})


def attempt(name: str, at: datetime, **fields: Any) -> Attempt:
    known: dict[str, Any] = {
        "id": f"{at.isoformat()} {name}", "at": at, "derivation": name, "topic": "opt", "outcome": "correct", "score": 1.0,
        "mistakes": (), "seed": 1, "answer": "",
    }  # fmt: skip
    return Attempt(**{**known, **fields})


def derivation(name: str, **fields: Any) -> Derivation:
    known: dict[str, Any] = {
        "id": name, "title": "A title", "statement": "What is asked.", "topic": "opt", "subtopic": "opt.sgd", "level": 1,
        "minutes": 3, "signature": "x, *, lr=0.1", "parameters": ("x", "lr"), "docstring": "What it gives.\n\nx: (N,) an array",
        "returns": ("y",), "gradients": {}, "mistakes": {"sign": "The sign."}, "rtol": 1e-6, "atol": None,
        "invariants": {}, "trajectory": None, "solution": "", "equivalent": {}, "hints": ("h",), "source": "a book", "covers": (),
        "reviewed": None, "has_loss": False, "has_naive": False, "has_large": False, "reference_code": "", "source_code": "",
        "path": "d.py", "line": 1,
    }  # fmt: skip
    return Derivation(**{**known, **fields})
