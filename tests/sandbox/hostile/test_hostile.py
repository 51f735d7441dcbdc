"""No hostile answer does any harm, whichever way it is run; after it the next run is as if nothing had been."""

from __future__ import annotations

from typing import Any

import pytest

from tests.sandbox.hostile.attack import attack, reason
from tests.sandbox.hostile.catalogue import ANSWERS, Answer
from tests.sandbox.hostile.world import World


def marked(place: int, answer: Answer) -> Any:
    """Every third one is run each time; all of them with the longer proofs."""
    slow = place % 3 or "slow" in answer.flags
    return pytest.param(answer, id=answer.id, marks=[pytest.mark.slow] if slow else [])


@pytest.mark.parametrize("answer", [marked(*numbered) for numbered in enumerate(ANSWERS)])
def test_it_does_no_harm(answer: Answer, how: str, world: World, fresh: dict[str, Any]) -> None:
    seen = attack(answer, world, fresh)
    assert seen.harms == set(), (seen.results, seen.text[-2000:])
    if "memory" in answer.flags:
        assert reason(seen.results) in ("memory", "timeout"), seen.results
    if "timeout" in answer.flags:
        assert reason(seen.results) == "timeout", seen.results
