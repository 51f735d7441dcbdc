"""Right answers as different people would write them, each a file as it would be saved: all are correct."""

from __future__ import annotations

from pathlib import Path

import pytest

from quizdl.app.prove import SEED
from tests.derivations.test_proofs import derivation, graded

ANSWERS = sorted(Path(__file__).with_name("answers").glob("*/*.py"))
USUAL = 3
"""Every third is graded each time, all of them with the slow ones."""


@pytest.mark.parametrize(
    "path",
    [
        pytest.param(path, id=f"{path.parent.name}-{path.stem}", marks=[pytest.mark.slow] if i % USUAL else [])
        for i, path in enumerate(ANSWERS)
    ],
)
def test_a_right_answer_in_another_form_is_correct(path: Path) -> None:
    judgement = graded(derivation(path.parent.name), path.read_text(encoding="utf-8"), SEED)
    assert (judgement.outcome, judgement.score, judgement.says) == ("correct", 1.0, "")
