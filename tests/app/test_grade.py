"""Several answers held against one exam, as a class's are."""

from __future__ import annotations

from dataclasses import replace

from quizdl.app.grade import grade, prepare
from quizdl.domain.derivation import Derivation
from quizdl.domain.judgement import Judgement

ANSWER = "import time\nimport numpy as np\n\ndef relu_backward(dout, z):\n    {}\n"


def _told(judgement: Judgement) -> Judgement:
    return replace(judgement, seconds=0, speed_ratio=None)


def test_a_verdict_does_not_depend_on_what_others_returned_before(relu: Derivation) -> None:
    exam = prepare(relu, 7)
    lines = (
        "return dout * (z > 0)",
        "return np.where(z > 0, dout, 0)",
        "return (dout * (z > 0)).astype(np.float32)",
        "return (dout * (z > 0)).tolist()",
        "dout *= z > 0; return dout",
        "print('mine'); return dout * (z > 0)",
        "return dout * (dout > 0)",
        "return np.where(dout > 0, dout, 0)",
        "return (dout * (z > 0))[..., None]",
        "return -dout * (z > 0)",
        "dout *= -1.0 * (z > 0); return dout",
        "sign = -1.0\n    dout *= sign * (z > 0); return dout",
        "return (dout * (z > 0)).astype(int)",
        "raise ValueError",
        "return 1 / 0",
    )
    for line in (*lines, *reversed(lines)):
        answer = ANSWER.format(line)
        alone = grade(prepare(relu, 7), answer, filename="a.py")
        assert _told(grade(exam, answer, filename="a.py")) == _told(alone), line


def test_what_others_returned_too_is_timed_for_itself(relu: Derivation) -> None:
    exam = prepare(relu, 7)
    first, slow = (
        grade(exam, ANSWER.format(f"{before}return dout * (z > 0)"), filename="a.py")
        for before in ("", "time.sleep(0.02); ")
    )
    assert first.speed_ratio
    assert slow.speed_ratio
    assert slow.speed_ratio > 5 * first.speed_ratio
