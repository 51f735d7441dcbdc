"""How sure somebody says they are, and whether they are right as often as they say. Claims only what the counts support."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

LEVELS = (("guess", 0.25), ("unsure", 0.5), ("fairly sure", 0.75), ("certain", 0.95))
"""What somebody can say of an answer before its verdict, and the chance of being right that it stands for."""
ENOUGH = 5
"""Answers of a level from which on anything is claimed of it."""


@dataclass(frozen=True, slots=True)
class LevelCalibration:
    """The answers of one level.

    Attributes:
        said: how often they should be right.
        right: how many of `answers` were.
        low: with `high`, the Wilson 95 % interval of how often they are right.
        claim: `over` or `under`, if `said` lies outside the interval; empty when the counts say nothing.
    """

    level: str
    said: float
    answers: int
    right: int
    low: float
    high: float
    claim: Literal["over", "under", ""]


def calibration(answers: Iterable[tuple[float, bool]]) -> list[LevelCalibration]:
    """For each level that was used: how often it was right.

    Args:
        answers: what was said (0 to 1), and whether it was right.
    """
    from quizdl.domain.calibration import wilson  # the levels are needed at every start of a drill, this at an end

    given = list(answers)
    found = []
    for level, said in LEVELS:
        rights = [right for confidence, right in given if _nearest(confidence) == level]
        if rights:
            low, high = wilson(sum(rights), len(rights))
            claim: Literal["over", "under", ""] = ""
            if len(rights) >= ENOUGH:
                claim = "over" if high < said else "under" if low > said else ""
            found.append(LevelCalibration(level, said, len(rights), sum(rights), low, high, claim))
    return found


def _nearest(confidence: float) -> str:
    return min(LEVELS, key=lambda level: abs(level[1] - confidence))[0]
