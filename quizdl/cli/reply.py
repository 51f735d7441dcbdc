"""What a person did with a question, on a terminal or line by line."""

from __future__ import annotations

from dataclasses import dataclass

from quizdl.domain.confidence import LEVELS

QUIT, SKIP = "quit", "skip"
CERTAINTY = LEVELS
"""What the keys 1 to 4 say about an answer before its verdict, and the chance of being right that each stands for."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What a person did: answered (`text`), let the clock run out, skipped or quit.

    Attributes:
        seconds: the time beyond reading; None without a clock.
        command: empty, `skip` or `quit`.
        confidence: the chance of being right that they saw, 0 to 1; None if they were not asked or did not say.
        rested: seconds that they paused.
    """

    text: str = ""
    seconds: float | None = None
    timed_out: bool = False
    hinted: bool = False
    command: str = ""
    confidence: float | None = None
    rested: float = 0.0


def certainty(key: str) -> float | None:
    """The chance that a key stands for; None if it stands for none."""
    return CERTAINTY[int(key) - 1][1] if key in ("1", "2", "3", "4") else None
