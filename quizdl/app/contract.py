"""The JSON of a verdict on a derivation, which others build on: see DESIGN.md."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from quizdl.domain.judgement import Judgement


def as_contract(judgement: Judgement) -> dict[str, Any]:
    """The JSON of a verdict, as the contract has it."""
    return {
        "derivation": judgement.derivation,
        "outcome": judgement.outcome,
        "score": judgement.score,
        "mistake": judgement.mistakes[0] if judgement.mistakes else None,
        "mistakes": list(judgement.mistakes),
        "findings": [
            {"code": finding.code, "output": finding.output or None, "says": finding.says}
            for finding in judgement.findings
        ],
        "says": judgement.says,
        "line": judgement.line,
        "cases": [
            {
                "name": case.name,
                "outcome": case.outcome,
                "says": case.says,
                "max_relative_error": _finite(case.max_relative_error),
            }
            for case in judgement.cases
        ],
        "printed": judgement.printed,
        "speed_ratio": judgement.speed_ratio,
        "speed_says": judgement.speed_says,
        "seed": judgement.seed,
        "seconds": judgement.seconds,
    }


def _finite(number: float | None) -> float | None:
    """JSON knows no infinity."""
    return number if number is not None and math.isfinite(number) else None
