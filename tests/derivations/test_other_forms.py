"""Right answers as different people would write them, each a file as it would be saved: all are correct."""

from __future__ import annotations

from pathlib import Path

import pytest

from quizdl.app.prove import SEED
from tests.derivations.test_proofs import derivation, graded

ANSWERS = sorted(Path(__file__).with_name("answers").glob("*/*.py"))


@pytest.mark.parametrize("path", ANSWERS, ids=[f"{path.parent.name}-{path.stem}" for path in ANSWERS])
def test_a_right_answer_in_another_form_is_correct(path: Path) -> None:
    judgement = graded(derivation(path.parent.name), path.read_text(encoding="utf-8"), SEED)
    assert (judgement.outcome, judgement.score, judgement.says) == ("correct", 1.0, "")
