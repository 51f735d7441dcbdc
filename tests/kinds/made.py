"""Questions with plain defaults for what a test does not care about."""

from __future__ import annotations

from typing import Any

from quizdl import kinds
from quizdl.domain.question import Problem, Question, Verdict
from tests.domain.made import rng


def made(kind: str, **fields: Any) -> Question:
    known = {"id": "q", "subtopic": "s", "level": 1, "prompt": "What?", "explanation": "So.", "source": "A book."}
    return kinds.kind(kind)(**{**known, **fields})


def graded(question: Question, text: str, *, seed: int = 1) -> Verdict:
    """The verdict on an answer to a showing of the question."""
    return question.ask(rng(seed)).grade(text)


def example(kind: str) -> Question:
    """The worked example of a kind."""
    return made(kind, **kinds.example(kind).fields)


def problems(kind: str, **fields: Any) -> list[Problem]:
    return list(made(kind, **fields).problems())
