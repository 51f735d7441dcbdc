"""Each hostile answer does its harm where nothing protects: none of them is harmless anyway."""

from __future__ import annotations

import os

import pytest

from tests.sandbox.hostile.attack import control
from tests.sandbox.hostile.catalogue import ANSWERS, Answer
from tests.sandbox.hostile.world import World

pytestmark = pytest.mark.slow


def shown(answer: Answer) -> bool:
    other = "user" if os.geteuid() == 0 else "root"
    return not {"tame", other} & answer.flags


@pytest.mark.parametrize("answer", [answer for answer in ANSWERS if shown(answer)], ids=lambda answer: answer.id)
def test_it_does_harm_where_nothing_protects(answer: Answer, world: World) -> None:
    seen = control(answer, world)
    assert answer.harm in seen.harms, seen.text[-2000:]
